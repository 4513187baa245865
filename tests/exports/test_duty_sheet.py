"""The duty sheet, opened with python-docx and as the zip of XML that it is."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document as open_document
from docx.document import Document
from toy import HOSTILE, toy_graph

from exports.duty_sheet import duty_sheet, write, write_docx
from graph_builder.errors import UnknownName
from graph_builder.lookup import Lookup
from graph_builder.model import Graph

FINANCE = "云州市财政局"


def opened(graph: Graph, tmp_path: Path, agency: str = FINANCE) -> Document:
    return open_document(str(write(graph, agency, tmp_path / "x.docx")))


def tables(page: Document) -> dict[str, list[list[str]]]:
    """Rows of each table, headings first, by the title above it."""
    titles = [
        one.text.split("、", 1)[1] for one in page.paragraphs if "项）" in one.text and "、" in one.text
    ]
    rows = [[[cell.text for cell in row.cells] for row in table.rows] for table in page.tables]
    return dict(zip(titles, rows, strict=True))


def test_a_unit_finds_what_it_leads_supports_and_answers_for(tmp_path: Path) -> None:
    page = opened(toy_graph(), tmp_path)
    found = tables(page)
    assert page.paragraphs[0].text == "云州市财政局 职责单"
    assert page.paragraphs[1].text == "据 3 份文件，有职责的任务 6 项（牵头1项，配合4项，负责2项）"
    assert list(found) == [
        "牵头（1项）",
        "配合（4项）",
        "负责（2项）",
        "议事协调机构（1项）",
        "按时限（2项）",
    ]
    assert found["负责（2项）"][1] == [
        "1",
        "筹措补助资金。",
        "",
        "",
        "云政办发〔2019〕1号 一/（三）",
        "（责任单位：市财政局）",
    ]
    assert found["配合（4项）"][1][2] == "牵头：市能源局；配合：市生态环境局；落实：各县（区）人民政府"
    assert found["议事协调机构（1项）"][1][1:3] == ["云州市清洁取暖工作领导小组", "成员"]
    assert [row[:3] for row in found["按时限（2项）"][1:]] == [
        ["2019年底前", "2019-12-31", "配合"],
        ["2020年10月31日前", "2020-10-31", "配合"],
    ]


def test_every_duty_stands_with_its_number_and_its_sentence() -> None:
    lookup = Lookup(toy_graph())
    sheets = [duty_sheet(lookup, agency.id) for agency in toy_graph().agencies]
    rows = [
        row for sheet in sheets for section in sheet.sections[:7] for row in section.rows if len(row) == 6
    ]
    assert len(rows) == len(toy_graph().assignments)
    assert all(row[4] and row[5] for row in rows)


@pytest.mark.parametrize("name", [FINANCE, "市财政局", f"agency/{FINANCE}"])
def test_a_unit_is_found_by_any_of_its_names(name: str, tmp_path: Path) -> None:
    assert opened(toy_graph(), tmp_path, name).paragraphs[0].text == "云州市财政局 职责单"


def test_a_name_that_nobody_bears_is_refused_with_suggestions(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as raised:
        write(toy_graph(), "财政", tmp_path / "x.docx")
    assert FINANCE in raised.value.suggestions
    assert not (tmp_path / "x.docx").exists()


def test_without_a_unit_every_unit_has_a_page_of_its_own(tmp_path: Path) -> None:
    page = open_document(str(write_docx(toy_graph(), tmp_path / "all.docx")))
    titles = [one.text for one in page.paragraphs if one.text.endswith("职责单")]
    held = {one.agency for one in toy_graph().assignments} | {one.agency for one in toy_graph().memberships}
    assert len(titles) == len(held - {None}) > 5
    assert page.element.xml.count('<w:br w:type="page"/>') == len(titles) - 1


def test_it_is_a_landscape_page_with_repeated_headings_and_a_chinese_font(tmp_path: Path) -> None:
    page = opened(toy_graph(), tmp_path)
    section = page.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert page.element.xml.count("<w:tblHeader/>") == len(page.tables)
    assert 'w:eastAsia="宋体"' in page.styles.element.xml
    assert all(sum(column.width or 0 for column in table.columns) <= 274 * 36_000 for table in page.tables)


NASTY = "<w:br/>&amp;{INCLUDETEXT c:}\x00\x0b\ufffe\ud800=HYPERLINK()\r\n二"


def test_hostile_words_arrive_as_words(tmp_path: Path) -> None:
    graph = toy_graph()
    graph = replace(graph, statements=tuple(replace(one, task=NASTY) for one in graph.statements))
    page = opened(graph, tmp_path)
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    assert any("<w:br/>&amp;{INCLUDETEXT c:}" in text and "=HYPERLINK()" in text for text in cells)
    with zipfile.ZipFile(tmp_path / "x.docx") as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
        body = archive.read("word/document.xml").decode()
        rels = archive.read("word/_rels/document.xml.rels").decode()
    assert "w:instrText" not in body
    assert "w:fldSimple" not in body
    assert 'TargetMode="External"' not in rels


def test_the_toys_own_hostile_task_is_shown_as_it_is(tmp_path: Path) -> None:
    page = open_document(str(write_docx(toy_graph(), tmp_path / "all.docx")))
    cells = {cell.text for table in page.tables for row in table.rows for cell in row.cells}
    assert any(HOSTILE in text for text in cells)


def test_the_same_graph_gives_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    one, two = (
        write(toy_graph(), FINANCE, tmp_path / "1.docx"),
        write(toy_graph(), FINANCE, tmp_path / "2.docx"),
    )
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = open_document(str(one)).core_properties
    assert {properties.created, properties.modified} == {datetime(2000, 1, 1, tzinfo=UTC)}
    assert "python" not in f"{properties.author}{properties.comments}{properties.title}"
