"""Word files: order, tables, the numbers that Word counts, and what is no part of the text."""

from __future__ import annotations

import pytest
from office_files import W, cell, docx, lists, numbered, paragraph, table

from graph_builder.read import parse
from graph_builder.read.numbering import counting, written


def text_of(body: str, parts: dict[str, str] | None = None) -> str:
    return parse("方案.docx", docx(body, parts)).text


def test_paragraphs_and_tables_come_in_their_order() -> None:
    body = (
        paragraph("一、任务")
        + table(cell("序号") + cell("牵头单位"), cell("1") + cell("市水利局"))
        + paragraph("完")
    )
    assert text_of(body) == "一、任务\n序号\t牵头单位\n1\t市水利局\n完\n"


def test_merged_cells_are_empty_and_lines_in_a_cell_are_joined() -> None:
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("类别", properties='<w:gridSpan w:val="2"/>') + cell("任务"),
        cell("水质", properties=start) + cell("市水利局", "市卫健委") + cell("检测"),
        cell("不显示", properties=more) + cell("松岚县") + cell("维修"),
    )
    assert text_of(body) == "类别\t\t任务\n水质\t市水利局 市卫健委\t检测\n\t松岚县\t维修\n"


def test_a_table_for_layout_is_read_as_paragraphs() -> None:
    inner = table(cell("序号") + cell("单位"))
    body = table(f"<w:tc>{paragraph('甲。')}{paragraph('乙。')}</w:tc>", f"<w:tc>{inner}<w:p/></w:tc>")
    assert text_of(body) == "甲。\n乙。\n序号\t单位\n"


def test_numbers_are_counted_as_word_counts_them() -> None:
    parts = lists(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    plan = [
        (0, "目标"),
        (0, "任务"),
        (1, "供给"),
        (2, "设施"),
        (2, "服务"),
        (1, "保障"),
        (2, "资金"),
        (0, "组织"),
    ]
    body = "".join(numbered(text, 1, depth) for depth, text in plan)
    assert text_of(body, parts).splitlines() == [
        *("一、目标", "二、任务", "（一）供给", "1. 设施", "2. 服务", "（二）保障", "1. 资金", "三、组织"),
    ]


def test_a_list_with_a_start_of_its_own_begins_anew() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    parts = lists(("chineseCounting", "第%1条　"), extra=again)
    body = numbered("甲", 1) + numbered("乙", 1) + numbered("丙", 2) + numbered("丁", 2)
    assert text_of(body, parts).split("\n")[:4] == ["第一条　甲", "第二条　乙", "第五条　丙", "第六条　丁"]


def test_a_style_can_number() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style>"
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    parts = {**lists(("chineseCounting", "%1、")), "word/styles.xml": styles}
    body = (
        paragraph("甲", '<w:pStyle w:val="b"/>') + paragraph("乙", '<w:pStyle w:val="a"/>') + paragraph("丙")
    )
    assert text_of(body, parts) == "一、甲\n二、乙\n丙\n"


@pytest.mark.parametrize(
    ("form", "number", "words"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 12, "十二"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 105, "一百零五"),
        ("chineseCounting", 110, "一百一十"),
        ("chineseLegalSimplified", 12, "拾贰"),
        ("ideographTraditional", 2, "乙"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 30, "30"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("decimalZero", 7, "07"),
        ("unheard", 7, "7"),
        ("chineseCounting", 10**6, "1000000"),
    ],
)
def test_a_number_is_written_in_its_format(form: str, number: int, words: str) -> None:
    assert written(number, form) == words


def test_every_counted_number_is_another() -> None:
    assert len({counting(number) for number in range(1, 10_000)}) == 9_999


def test_what_is_no_running_text_is_left_out() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>市财</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:t>政局</w:t><w:softHyphen/><w:t>负\u00ad责</w:t></w:r></w:p>"
    )
    parts = {"word/header1.xml": f"<w:hdr {W}>{paragraph('页眉')}</w:hdr>", "word/vbaProject.bin": "macro"}
    assert text_of(body, parts) == "市财政局负责\n"


def test_a_tab_leads_to_a_page_number_or_is_a_blank() -> None:
    run = "<w:p><w:r><w:t>{}</w:t><w:tab/><w:t>{}</w:t></w:r></w:p>"
    assert (
        text_of(run.format("实施方案", "12") + run.format("组长：", "许默")) == "实施方案\t12\n组长： 许默\n"
    )


def test_text_boxes_and_content_controls_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('云州市人民政府文件')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent></w:r>"
        f"<w:r><w:t>标题</w:t></w:r></w:p><w:sdt><w:sdtContent>{paragraph('正文')}</w:sdtContent></w:sdt>"
    )
    assert text_of(body) == "标题\n云州市人民政府文件\n正文\n"


def test_pages_are_known_where_word_left_its_marks() -> None:
    body = (
        paragraph("第一页")
        + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>第二页</w:t></w:r></w:p>"
        + paragraph("后")
    )
    source = parse("方案.docx", docx(body))
    assert source.text == "第一页\n第二页\n后\n"
    assert source.pages == (0, 4)
    assert parse("方案.docx", docx(paragraph("甲"))).pages == ()
