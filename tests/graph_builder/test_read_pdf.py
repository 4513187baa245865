"""PDF files: lines become paragraphs again, ruled tables rows, margins go, pages are known."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from pdf_files import Page, pdf

from exports.ledger_rows import ledger_rows
from graph_builder.errors import InputError
from graph_builder.outdir import read_graph, write_graph
from graph_builder.pipeline import build
from graph_builder.read import margins, parse
from graph_builder.read.radicals import table, unradical

FULL = "　　（一）市水利局负责全市河道管理工作的统筹协调和监督检查，市自然资源"
REST = "和规划局配合。（责任单位：市水利局、市自然资源和规划局、市生态环境局、市"
LAST = "财政局）"
NEXT = "　　（二）市农业农村局负责农村饮水。"
PLAIN = [FULL, REST, LAST, NEXT]
WHOLE = "".join(PLAIN[:3]).strip("　")


def body(*lines: str) -> Page:
    return Page().paragraphs(80, 600, lines or PLAIN)


def text_of(*pages: Page) -> str:
    return parse("方案.pdf", pdf(*pages)).text


def test_full_lines_go_on_and_short_ones_end() -> None:
    assert text_of(body()) == f"{WHOLE}\n{NEXT.strip('　')}\n"


def test_a_paragraph_goes_on_over_pages_and_the_pages_are_told() -> None:
    source = parse("方案.pdf", pdf(body(NEXT, FULL, REST), Page().paragraphs(80, 700, [LAST, NEXT])))
    assert source.text == f"{NEXT.strip('　')}\n{WHOLE}\n{NEXT.strip('　')}\n"
    assert source.pages == (0, source.text.index(LAST))


def test_running_titles_and_page_numbers_go() -> None:
    pages = [
        body(*PLAIN, f"　　第{number}件事。")
        .text(250, 760, "云州市人民政府公报")
        .text(290, 30, f"— {number} —")
        for number in range(1, 5)
    ]
    text = text_of(*pages)
    assert "公报" not in text
    assert "—" not in text
    assert [f"第{number}件事" in text for number in range(1, 5)] == [True] * 4


def test_what_heads_an_annex_stays_although_it_follows_the_pages() -> None:
    pages = [body().text(80, 740, f"附件{number}") for number in range(1, 5)]
    assert re.findall("附件.", text_of(*pages)) == ["附件1", "附件2", "附件3", "附件4"]


def test_the_rules_of_margins_take_their_examples_and_leave_the_near_misses() -> None:
    known = margins.rules()
    data = margins.data()
    assert (len(data["examples"]), len(data["near_misses"])) == (8, 5)
    assert [one for one in data["examples"] if not known.always.fullmatch(one)] == []
    assert [one for one in data["near_misses"] if known.always.fullmatch(one)] == []


def gridded(turned: int = 0) -> Page:
    page = Page(turned=turned).text(80, 700, "任务分解表").rules([80, 140, 300, 480], [680, 650, 600, 550])
    page.text(85, 660, "序号").text(145, 660, "任务").text(305, 660, "牵头单位")
    page.text(85, 620, "1").text(145, 630, "维修小型供水工程四十二处，").text(145, 610, "抽检水样")
    page.text(305, 630, "市水利局").text(305, 610, "市财政局")
    return page.text(85, 570, "2").text(145, 570, "检测水质").text(305, 570, "市卫健委").text(80, 500, "完。")


def test_a_ruled_table_is_rows_and_a_wrapped_cell_is_one() -> None:
    assert text_of(gridded()).splitlines() == [
        "任务分解表",
        "序号\t任务\t牵头单位",
        "1\t维修小型供水工程四十二处，抽检水样\t市水利局 市财政局",
        "2\t检测水质\t市卫健委",
        "完。",
    ]


def test_a_cell_over_several_rows_is_empty_below() -> None:
    page = Page().rules([80, 480], [680, 600]).rules([200, 340, 480], [680, 640, 600])
    page.text(90, 650, "水质").text(210, 655, "甲局").text(350, 655, "检测")
    page.text(210, 615, "乙局").text(350, 615, "维修")
    assert text_of(page) == "水质\t甲局\t检测\n\t乙局\t维修\n"


def test_a_row_that_a_page_break_cuts_is_one_row() -> None:
    columns = [80, 140, 300, 420, 500]
    first = Page().rules(columns, [200, 150, 100])
    first.text(85, 170, "1").text(145, 170, "维修").text(305, 170, "甲局").text(425, 170, "五月")
    first.text(85, 120, "2").text(145, 120, "检测水质并").text(305, 120, "乙局").text(425, 120, "六月")
    second = Page().rules(columns, [700, 650, 600])
    second.text(145, 670, "公布结果").text(85, 620, "3").text(145, 620, "完").text(305, 620, "丙局").text(
        425, 620, "七月"
    )
    source = parse("方案.pdf", pdf(first, second))
    assert source.text == "1\t维修\t甲局\t五月\n2\t检测水质并公布结果\t乙局\t六月\n3\t完\t丙局\t七月\n"
    assert source.pages == (0, source.text.index("公布"))


def test_words_in_a_frame_are_no_table() -> None:
    assert text_of(body().rules([60, 540], [780, 60])) == text_of(body())


def test_a_page_without_text_is_a_scan() -> None:
    with pytest.raises(InputError, match=r"方案\.pdf：3 页中有 2 页没有文字.*OCR"):
        text_of(body(), Page().rules([80, 140, 300], [680, 650]), Page())


def test_the_pages_of_an_empty_page_are_counted() -> None:
    source = parse("方案.pdf", pdf(body(NEXT), Page(), body(NEXT)))
    assert len(source.pages) == 3
    assert source.text[source.pages[2] :].strip() == NEXT.strip("　")


def test_radicals_become_the_characters_that_are_meant() -> None:
    assert "".join(map(unradical, "⽬⼯⾰⺠⻔⻋⻓⻛⻅")) == "目工革民门车长风见"
    assert "".join(map(unradical, "（，；①")) == "（，；①"
    assert len(table()) == 314
    for radical, char in table().items():
        assert 0x2E80 <= ord(radical) <= 0x2FD5
        assert not 0x2E80 <= ord(char) <= 0x2FD5
        assert unicodedata.name(char).startswith("CJK UNIFIED")


def test_the_pages_are_kept_and_told_with_every_quote(tmp_path: Path) -> None:
    head = ["云州市人民政府关于加强河道管理的通知", "云政发〔2023〕3号", "各县（市、区）人民政府："]
    pages = [body(*head), body("　　一、清理河道。（市水利局牵头，市财政局配合）")]
    (tmp_path / "通知.pdf").write_bytes(pdf(*pages))
    graph = build([tmp_path / "通知.pdf"], terms=False).graph
    (tmp_path / "out").mkdir()
    write_graph(graph, tmp_path / "out")
    assert read_graph(tmp_path / "out") == graph
    assert graph.sources[0].pages == (0, graph.sources[0].text.index("一、清理"))
    assert [row.line for row in ledger_rows(graph)] == ["第2页第4行"]
