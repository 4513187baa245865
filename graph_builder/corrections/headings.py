"""The ledger's sheets and headings that the way back depends on. The writer and the reader share them."""

from __future__ import annotations

from typing import Final

TASKS: Final = "任务分解表"
REVIEW: Final = "待核"
DECIDED: Final = "已核定"
LEFT: Final = "已消失的任务"
BASE: Final = "基准"
MADE: Final = ("按单位", "协作矩阵", "机构名称表", "文件", "说明")
"""Sheets that are made anew each time and take nothing back."""

TASK_ID: Final = "任务编号"
QUESTION_ID: Final = "编号"
LEFT_ID: Final = "原任务编号"
IDS: Final = (TASK_ID, QUESTION_ID, LEFT_ID)
VERDICT: Final = "核定"
VERDICT_HEADING: Final = "核定（对、错或应为…）"
STAFF: Final = ("责任领导", "责任人", "进展情况", "状态", "销号时间", "备注")
"""The columns that staff fill in."""

TASK_OWN: Final = (
    *("序号", "一级分类", "任务内容", "牵头单位", "配合单位", "责任单位", "落实单位", "指导/监督/验收单位"),
    *("完成时限(原文)", "完成时限(日期)", "依据文件", "文号", "章节", "原文", "来源行号"),
)
REVIEW_OWN: Final = ("类别", "内容", "问题", "次数", "原文", "文号", "来源行号")
DECIDED_OWN: Final = ("类别", "内容", "结果", "文件")
LEFT_OWN: Final = ("说明", "任务内容", "文号", "依据文件", "原文", "相近的任务")
BASE_OWN: Final = ("表", "编号", "列", "值")

NAMELESS: Final = "（无标题列）"
"""Heading given to a column into which somebody typed without naming it."""
