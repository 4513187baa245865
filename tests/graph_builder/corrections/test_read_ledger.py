"""A ledger comes back whatever was done to its sheets, and says what is wrong where it cannot."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from clerk import TASKS, build, column, fill, ledger, page, plan, row_of, shuffle
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from graph_builder.corrections import headings as h
from graph_builder.corrections.cells import Typed, reread, typed
from graph_builder.corrections.ledger import Edits, read_ledger
from graph_builder.errors import InputError


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    """A ledger as built, and the id of one of its tasks."""
    graph, _ = build(tmp_path, plan(TASKS))
    return ledger(tmp_path), sorted({one.statement for one in graph.assignments})[0]


def typed_in(edits: Edits, id_: str) -> dict[str, str]:
    (row,) = (row for row in edits.rows if row.sheet == h.TASKS and row.id == id_)
    return {name: cell.text for name, cell in row.typed.items() if cell}


def changed(path: Path, change: Callable[[Workbook], Any]) -> Edits:
    book = load_workbook(path)
    change(book)
    book.save(path)
    return read_ledger(path)


def test_an_untouched_ledger_holds_nothing_typed(made: tuple[Path, str]) -> None:
    edits = read_ledger(made[0])
    assert len([row for row in edits.rows if row.sheet == h.TASKS]) == len(TASKS)
    assert not any(cell for row in edits.rows for cell in row.typed.values())
    assert edits.elsewhere == ()
    assert edits.base == {}


def test_values_keep_their_kind_and_their_format(made: tuple[Path, str]) -> None:
    path, id_ = made
    day = datetime(2024, 5, 6)
    fill(
        path, {(id_, "责任人"): "张三", (id_, "销号时间"): day, (id_, "进展情况"): 0.5, (id_, "备注"): "=1+1"}
    )
    (row,) = (row for row in read_ledger(path).rows if row.id == id_)
    assert row.typed["责任人"] == Typed("张三")
    assert row.typed["销号时间"] == Typed(day, "yyyy-mm-dd h:mm:ss")
    assert row.typed["进展情况"] == Typed(0.5)
    assert row.typed["备注"] == Typed("=1+1")
    assert row.typed["状态"] is None
    assert row.words["牵头单位" if "牵头单位" in row.words else "责任单位"]


def test_order_of_rows_columns_and_sheets_means_nothing(made: tuple[Path, str]) -> None:
    path, id_ = made
    fill(path, {(id_, "责任人"): "张三", (id_, "电话"): 123})
    for seed in range(3):
        shuffle(path, seed)
        edits = read_ledger(path)
        assert typed_in(edits, id_) == {"责任人": "张三", "电话": "123"}
        assert edits.elsewhere == ()


SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def shared(path: Path) -> None:
    """Rewrite the workbook as office programs do: texts in a table, a sheet that claims all rows."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts: list[str] = []

    def cell(found: re.Match[str]) -> str:
        texts.append(f"<si>{found[2]}</si>")
        return f'<c{found[1]}t="s"><v>{len(texts) - 1}</v></c>'

    for name in [name for name in parts if name.startswith("xl/worksheets/")]:
        plain = re.sub(r'<c([^>]*?)t="inlineStr"[^>]*><is>(.*?)</is></c>', cell, parts[name], flags=re.S)
        parts[name] = re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', plain)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = f"<sst {space}>{''.join(texts)}</sst>"
    types = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>'
    kinds = re.sub("<Override[^>]*sharedStrings[^>]*/>", "", parts["[Content_Types].xml"])
    parts["[Content_Types].xml"] = kinds.replace("</Types>", types)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def test_a_workbook_that_another_program_saved_is_read_the_same(made: tuple[Path, str]) -> None:
    path, id_ = made
    fill(path, {(id_, "责任人"): "张三"})
    shared(path)
    with zipfile.ZipFile(path) as archive:
        assert b"inlineStr" not in archive.read("xl/worksheets/sheet1.xml")
    edits = read_ledger(path)
    assert typed_in(edits, id_) == {"责任人": "张三"}
    assert edits.elsewhere == ()


def test_a_title_above_the_headings_and_hidden_and_filtered_rows_do_no_harm(made: tuple[Path, str]) -> None:
    path, id_ = made
    fill(path, {(id_, "责任人"): "张三"})

    def change(book: Workbook) -> None:
        sheet = page(book, h.TASKS)
        sheet.insert_rows(1, 2)
        sheet["A1"] = "云州市重点任务分解表"
        sheet.merge_cells("A1:H1")
        sheet.insert_cols(2)
        for number in range(4, 8):
            sheet.row_dimensions[number].hidden = True
        sheet.column_dimensions["D"].hidden = True
        sheet.title = "供水任务"

    edits = changed(path, change)
    assert typed_in(edits, id_) == {"责任人": "张三"}
    assert edits.elsewhere == ()


def test_columns_of_ones_own_count_even_without_a_heading(made: tuple[Path, str]) -> None:
    path, id_ = made

    def change(book: Workbook) -> None:
        sheet = page(book, h.TASKS)
        number, last = row_of(sheet, id_), sheet.max_column
        sheet.cell(1, last + 1, "备注")
        sheet.cell(number, last + 1, "甲")
        sheet.cell(number, last + 3, "乙")

    assert typed_in(changed(path, change), id_) == {"备注（2）": "甲", h.NAMELESS: "乙"}


def test_a_cell_merged_over_rows_counts_for_each(made: tuple[Path, str]) -> None:
    path, _ = made

    def change(book: Workbook) -> None:
        sheet = page(book, h.TASKS)
        place = column(sheet, "责任领导")
        sheet.cell(2, place, "王五")
        sheet.merge_cells(start_row=2, end_row=4, start_column=place, end_column=place)

    edits = changed(path, change)
    cells = [row.typed["责任领导"] for row in edits.rows if row.sheet == h.TASKS]
    assert sum(cell == Typed("王五") for cell in cells) == 3


@pytest.mark.parametrize("heading", ["序号", "任务内容", "原文", "备注", "责任领导"])
def test_other_columns_may_be_deleted(heading: str, made: tuple[Path, str]) -> None:
    path, id_ = made
    fill(path, {(id_, "责任人"): "张三"})
    edits = changed(path, lambda book: page(book, h.TASKS).delete_cols(column(page(book, h.TASKS), heading)))
    assert typed_in(edits, id_) == {"责任人": "张三"}


def test_what_has_no_way_back_is_told(made: tuple[Path, str]) -> None:
    path, id_ = made

    def change(book: Workbook) -> None:
        sheet = page(book, h.TASKS)
        sheet.cell(row_of(sheet, id_), column(sheet, "任务内容")).value = "改写的任务"
        sheet["A2"].comment = Comment("请核实", "甲")
        book.create_sheet("我的表")["A1"] = "草稿"
        page(book, "按单位")["A2"] = "改"

    told = " ".join(changed(path, change).elsewhere)
    for words in ("任务分解表”中由程序生成的内容有改动", "批注 1 处", "我的表", "按单位"):
        assert words in told
    assert "机构名称表" not in told


@pytest.mark.parametrize(
    ("sheet", "heading", "words"),
    [
        (h.TASKS, h.TASK_ID, (h.TASKS, "A1", "任务编号", "恢复")),
        (h.REVIEW, h.QUESTION_ID, (h.REVIEW, "A1", "编号", "恢复")),
        (h.REVIEW, h.VERDICT_HEADING, (h.REVIEW, "A1", "核定", "恢复")),
    ],
)
def test_a_needed_column_that_is_gone_is_named_with_the_cure(
    sheet: str, heading: str, words: tuple[str, ...], made: tuple[Path, str]
) -> None:
    with pytest.raises(InputError) as raised:
        changed(made[0], lambda book: page(book, sheet).delete_cols(column(page(book, sheet), heading)))
    assert all(word in str(raised.value) for word in words)


def test_a_needed_sheet_that_is_gone_is_named_with_the_cure(made: tuple[Path, str]) -> None:
    with pytest.raises(InputError, match="没有工作表“任务分解表”；请恢复"):
        changed(made[0], lambda book: book.remove(book[h.TASKS]))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def emptied(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "x")


def garbled(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)


@pytest.mark.parametrize(
    "damage", [cut_off, emptied, garbled, lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0")]
)
def test_what_is_no_workbook_is_refused_in_words(
    damage: Callable[[Path], Any], made: tuple[Path, str]
) -> None:
    damage(made[0])
    with pytest.raises(InputError, match="另存为"):
        read_ledger(made[0])


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="打不开"):
        read_ledger(tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("'=1", "=1"),
        ("_x0041_", "A"),
        ("_x005F_x0041_", "_x0041_"),
        ("_xD800_", "_xD800_"),
        ("甲\r\n乙", "甲\n乙"),
        (" \u3000", None),
        (5.0, "5"),
        (date(2024, 1, 2), "2024-01-02"),
        (True, "True"),
        (None, None),
    ],
)
def test_a_cell_as_words(held: Any, words: str | None) -> None:
    cell = Workbook().active
    assert cell is not None
    cell["A1"] = held
    found = typed(cell["A1"])
    assert (found.text if found else None) == words
    assert reread(held) == (words or "")
