"""The ledger (任务分解表) as an Excel workbook: what offices fill in, sort, filter and print.

Same graph, same bytes. Every text of a document is a text cell; what a cell cannot hold is
replaced visibly or cut, and the sheet 说明 says where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any, Final

from exports import way_back
from exports.ledger_rows import MATRIX_LIMIT, LedgerRow, Matrix, ledger_rows, matrix, name_rows, unit_rows
from exports.review import ReviewRow, review_rows
from exports.text import Places
from exports.workbook import Book, Column, Sheet
from graph_builder.corrections import headings as h
from graph_builder.corrections.decisions import Decision
from graph_builder.corrections.merge import Filled
from graph_builder.lookup import Lookup
from graph_builder.model import Graph
from graph_builder.outdir import in_source_order

STATES: Final = ("未开始", "推进中", "已完成", "已销号")
VERDICTS: Final = ("对", "错", "应为…")


def _columns(text: str) -> tuple[Column, ...]:
    pairs = (pair.rsplit(maxsplit=1) for pair in text.strip().splitlines())
    return tuple(Column(name.rstrip("*"), int(width), name.endswith("*")) for name, width in pairs)


TASKS: Final = _columns("""
序号 5
一级分类 11
任务内容 38
牵头单位 14
配合单位 18
责任单位 14
落实单位 14
指导/监督/验收单位 14
完成时限(原文) 12
完成时限(日期) 11
责任领导* 9
责任人* 9
进展情况* 18
状态* 8
销号时间* 11
备注* 12
依据文件 30
文号 20
章节 10
原文 50
来源行号 8
任务编号 19
""")
UNITS: Final = _columns("""
单位 26
类别 10
角色 7
原文名称 18
序号 6
任务内容 50
完成时限(原文) 12
文号 20
章节 10
任务编号 19
""")
NAMES: Final = _columns("""
原文名称 28
规范名称 34
类别 10
次数 6
依据 30
""")
REVIEW: Final = _columns("""
类别 12
内容 30
问题 26
次数 6
原文 60
文号 20
来源行号 8
核定（对、错或应为…）* 22
编号 36
""")
DOCUMENTS: Final = _columns("""
文号 22
标题 50
文种 7
发文机关 22
成文日期 11
印发 30
任务数 7
引用文件数 8
来源 26
起始行 7
文件编号 40
""")

_VERDICT: Final = REVIEW[7].heading
_EMPTY: Final = Filled()

NOTES: Final = (
    "任务分解表：文件中每一处明确了职责的任务占一行，单位名称照原文，按原文先后以“、”相连；“等（名单未尽）”表示原文以“等”字收尾。",
    "底纹列（责任领导、责任人、进展情况、状态、销号时间、备注）由工作人员填写；请勿改动任务编号，重新生成时凭它找回所填内容。",
    "完成时限照原文；只有能由原文推定时才给出日期。文件不记载办理进度，本表也不推断。",
    "按单位：以规范名称为准；名称未定的单位以原文名称列出，同名而出自不同文件的不合并。",
    "协作矩阵：两个单位在同一任务上都有职责即计一次，对角线为该单位的任务数；集合主体和名称未定的单位不计入。",
    "机构名称表：依据一栏写明名称由哪一层规则认定，空白表示只见于议事协调机构名单。",
    "待核：在“核定”栏填写“对”“错”或“应为……”（用于同一地区的各份文件写“均应为……”），下次生成时照办，转入“已核定”；在那里改写或清空即可改判或撤回。",
    "已消失的任务：原任务已不在文件中，或同一格有两种填法时，所填内容移到这里；把原任务编号改为现在的任务编号，下次生成即归入该任务；不再需要时删去整行。",
    "可以排序、筛选、隐藏、加列、加批注；新加的列会跟着任务保留。其余由程序生成的格子每次重写，请勿在其中填写。",
    "以 = + - @ 等符号开头的文字前加了一个单引号，以免被当作公式；文件中无法显示的字符以 � 代替。",
)


def write_ledger(
    graph: Graph,
    path: Path,
    *,
    filled: Filled = _EMPTY,
    decisions: Sequence[Decision] = (),
    applied: Collection[str] = (),
    review: Sequence[ReviewRow] | None = None,
) -> tuple[str, ...]:
    """Write the ledger of a graph; returns, in words, what did not fit into its cells (mostly nothing).

    `filled` are the cells that people typed; `decisions` what they decided, of which `applied` (ids) met
    their question; `review` is what is open, None for what `review_rows` finds in the graph.
    """
    book = Book()
    shared = matrix(graph)
    if review is None:
        review = review_rows(graph, decided={one.id for one in decisions})
    for sheet in _sheets(ledger_rows(graph), graph, shared):
        book.add(way_back.with_typed(sheet, filled.tasks) if sheet.title == h.TASKS else sheet)
        if sheet.title == "机构名称表":
            open_ones = Sheet(h.REVIEW, REVIEW, map(_review_cells, review), choices={_VERDICT: VERDICTS})
            book.add(way_back.with_typed(open_ones, filled.review))
    for sheet in way_back.sheets(filled, decisions, applied):
        book.add(sheet)
    if shared.left_out:
        book.lost.append(f"协作矩阵：只列任务最多的 {MATRIX_LIMIT} 个单位，另有 {shared.left_out} 个未列。")
    lost = tuple(book.lost)
    book.add(Sheet("说明", (Column("说明", 120),), [(note,) for note in (*NOTES, *lost)]))
    book.add(way_back.base(filled, decisions, book.held))
    path.write_bytes(book.bytes())
    return lost


def _sheets(rows: Sequence[LedgerRow], graph: Graph, shared: Matrix) -> tuple[Sheet, ...]:
    printed = 1 + max(place for place, column in enumerate(TASKS) if column.staff)
    return (
        Sheet(h.TASKS, TASKS, map(_task_cells, rows), printed, {"状态": STATES}),
        Sheet("按单位", UNITS, map(astuple, unit_rows(graph, rows))),
        _matrix_sheet(shared),
        Sheet("机构名称表", NAMES, map(astuple, name_rows(graph))),
        Sheet("文件", DOCUMENTS, _document_cells(graph)),
    )


def _task_cells(row: LedgerRow) -> tuple[Any, ...]:
    values = astuple(row)
    return (*values[:9], _date(row.due_date), *("" for _ in h.STAFF), *values[10:])


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _review_cells(row: ReviewRow) -> tuple[Any, ...]:
    *values, id_ = astuple(row)
    return (*values, "", id_)


def _matrix_sheet(shared: Matrix) -> Sheet:
    columns = (Column("共同任务数", 26), *(Column(unit, 10) for unit in shared.units))
    rows = [
        (unit, *(count or None for count in counts))
        for unit, counts in zip(shared.units, shared.counts, strict=True)
    ]
    return Sheet("协作矩阵", columns, rows)


def _document_cells(graph: Graph) -> list[tuple[Any, ...]]:
    lookup = Lookup(graph)
    places = Places(lookup)
    tasks = Counter(lookup.statements[id_].document for id_ in lookup.assignments_of)
    return [
        (
            one.number or "",
            one.title,
            one.type or "",
            one.issuer or "",
            _date(one.date or ""),
            one.instrument or "",
            tasks[one.id],
            sum(not citation.own for citation in one.citations),
            lookup.sources[one.source].name,
            places.place(one.source, one.span.start),
            one.id,
        )
        for one in in_source_order(lookup, graph.documents)
    ]
