"""The ledger, opened with openpyxl and as the zip of XML that it is."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from graphs import WORDS
from hypothesis import example, given
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from toy import HOSTILE, toy_graph

from exports import ledger, workbook
from exports.ledger import DOCUMENTS, NAMES, REVIEW, TASKS, UNITS, write_ledger
from exports.ledger_rows import ledger_rows, matrix, name_rows, unit_rows
from exports.review import review_rows
from exports.text import Places, clean, defused, one_line, undefused
from exports.workbook import CELL_LIMIT, Book, Column, Sheet
from graph_builder.corrections import headings as h
from graph_builder.corrections.cells import Typed
from graph_builder.corrections.headings import STAFF
from graph_builder.corrections.merge import Filled
from graph_builder.lookup import Lookup
from graph_builder.model import Graph, Source, Statement

HEADINGS = [
    *("序号", "一级分类", "任务内容", "牵头单位", "配合单位", "责任单位", "落实单位", "指导/监督/验收单位"),
    *("完成时限(原文)", "完成时限(日期)", "责任领导", "责任人", "进展情况", "状态", "销号时间", "备注"),
    *("依据文件", "文号", "章节", "原文", "来源行号", "任务编号"),
]
SHEETS = ["任务分解表", "按单位", "协作矩阵", "机构名称表", "待核", "文件", "说明"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "ledger.xlsx"
    assert write_ledger(toy_graph(), path) == ()
    return path


def page(path: Path, title: str) -> Worksheet:
    found = load_workbook(path)[title]
    assert isinstance(found, Worksheet)
    return found


def table(path: Path, title: str) -> list[dict[str, Any]]:
    headings, *rows = page(path, title).iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def one_task(words: str, **changes: Any) -> Graph:
    """The toy graph with changes in the one statement whose task begins with these words."""
    graph = toy_graph()

    def changed(statement: Statement) -> Statement:
        return replace(statement, **changes) if statement.task.startswith(words) else statement

    return replace(graph, statements=tuple(map(changed, graph.statements)))


def test_the_sheets_and_columns_are_those_of_the_design(path: Path) -> None:
    book = load_workbook(path)
    assert book.sheetnames == [*SHEETS, "基准"]
    assert [sheet.title for sheet in book if sheet.sheet_state == "hidden"] == ["基准"]
    assert [cell.value for cell in page(path, "任务分解表")[1]] == HEADINGS
    assert tuple(column.heading for column in TASKS if column.staff) == STAFF


def test_writer_and_reader_share_their_headings() -> None:
    assert tuple(one.heading for one in TASKS if not one.staff) == (*h.TASK_OWN, h.TASK_ID)
    assert tuple(one.heading for one in REVIEW) == (*h.REVIEW_OWN, h.VERDICT_HEADING, h.QUESTION_ID)
    assert all(one.heading not in h.STAFF for sheet in (UNITS, NAMES, DOCUMENTS) for one in sheet)


def test_a_row_for_every_task_in_source_order(path: Path) -> None:
    rows = table(path, "任务分解表")
    graph = toy_graph()
    assert [row["序号"] for row in rows] == list(range(1, 13))
    assert {row["任务编号"] for row in rows} == {one.statement for one in graph.assignments}
    first = rows[0]
    assert first["牵头单位"] == "市能源局"
    assert first["配合单位"] == "市财政局、市生态环境局"
    assert first["落实单位"] == "各县（区）人民政府"
    assert (first["完成时限(原文)"], first["完成时限(日期)"]) == ("2019年底前", datetime(2019, 12, 31))
    assert (first["文号"], first["章节"], first["来源行号"]) == ("云政办发〔2019〕1号", "一/（一）", 10)
    assert first["原文"] == "（市能源局牵头，市财政局、市生态环境局配合，各县（区）人民政府落实）"
    assert not any(row[name] for row in rows for name in STAFF)


def test_three_roles_of_oversight_share_a_column(path: Path) -> None:
    row = next(row for row in table(path, "任务分解表") if row["任务内容"] == "整治占道经营")
    assert row["指导/监督/验收单位"] == "指导：省城管厅；监督：市政府督查室；验收：市民政局"
    assert row["原文"] == "整治占道经营｜市城管局｜市民政局｜省城管厅｜市政府督查室｜市民政局"


def test_an_open_list_says_so_where_its_etc_stands() -> None:
    rows = ledger_rows(toy_graph())
    row = next(row for row in rows if row.due == "2020年10月31日前")
    assert (row.lead, row.support) == ("市发改委", "市能源局、市财政局等（名单未尽）")
    assert sum("名单未尽" in f"{row.lead}{row.support}" for row in rows) == 1
    unseen = one_task("筹措补助", open=True)
    assert next(row.responsible for row in ledger_rows(unseen) if row.task.startswith("筹措")) == (
        "市财政局等（名单未尽）"
    )


def test_the_heading_is_the_category() -> None:
    rows = ledger_rows(one_task("筹措补助", heading="重点任务"))
    assert [row.category for row in rows if row.task.startswith("筹措")] == ["重点任务"]


@pytest.mark.parametrize("title", SHEETS)
def test_every_sheet_is_ready_to_read_filter_and_print(title: str, path: Path) -> None:
    sheet = page(path, title)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert not sheet.protection.sheet
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    letters = map(get_column_letter, range(1, sheet.max_column + 1))
    assert all(4 < sheet.column_dimensions[letter].width <= 120 for letter in letters)


def test_staff_columns_are_shaded_and_texts_typed_as_text(path: Path) -> None:
    sheet = page(path, "任务分解表")
    shaded = {
        heading
        for heading, cell in zip(HEADINGS, sheet[2], strict=True)
        if cell.fill.fgColor.rgb == "00FFF7E0" and cell.fill.fill_type == "solid"
    }
    assert shaded == set(STAFF)
    cells = dict(zip(HEADINGS, sheet[2], strict=True))
    assert {cells[name].number_format for name in ("文号", "任务编号", "任务内容")} == {"@"}
    assert cells["完成时限(日期)"].number_format == "yyyy-mm-dd"
    assert cells["序号"].data_type == "n"
    assert str(sheet.print_area).endswith("$P$13")
    (choices,) = sheet.data_validations.dataValidation
    assert (choices.formula1, str(choices.sqref)) == ('"未开始,推进中,已完成,已销号"', "N2:N13")
    assert not choices.showErrorMessage


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x")', "#REF!"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text: str, tmp_path: Path) -> None:
    graph = one_task("筹措补助", task=text, due=text, path=text, heading=text)
    graph = replace(graph, documents=tuple(replace(one, title=text, number=text) for one in graph.documents))
    write_ledger(graph, tmp_path / "x.xlsx")
    cells = [
        cell for sheet in load_workbook(tmp_path / "x.xlsx") for row in sheet.iter_rows() for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert sum(undefused(value.replace("\n", "\r")) == text for value in texts) > 10
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for value in texts)


def test_characters_that_xml_refuses_are_replaced_in_sight(tmp_path: Path) -> None:
    write_ledger(one_task("筹措补助", task="甲\x00乙\x0b丙\ufffe丁\ud800戊_x0041_"), tmp_path / "x.xlsx")
    tasks = [row["任务内容"] for row in table(tmp_path / "x.xlsx", "任务分解表")]
    assert "甲�乙�丙�丁�戊_x005F_x0041_" in tasks


def test_hostile_words_arrive_as_words(path: Path) -> None:
    assert sum(HOSTILE in row["任务内容"] for row in table(path, "任务分解表")) == 1


@pytest.mark.parametrize(("length", "held"), [(CELL_LIMIT, CELL_LIMIT), (CELL_LIMIT + 1, CELL_LIMIT)])
def test_a_cell_too_long_is_cut_and_reported(length: int, held: int, tmp_path: Path) -> None:
    lost = write_ledger(one_task("筹措补助", task="长" * length), tmp_path / "x.xlsx")
    task = next(row["任务内容"] for row in table(tmp_path / "x.xlsx", "任务分解表") if row["序号"] == 3)
    assert len(task) == held
    assert task.endswith("…") == (length > CELL_LIMIT) == bool(lost)
    notes = [row["说明"] for row in table(tmp_path / "x.xlsx", "说明")]
    assert [note for note in notes if "超出单元格上限" in note] == list(lost)
    assert all(re.search(r"!C\d+：原有 32768 字", note) for note in lost[:1])


def test_the_cell_limit_counts_as_excel_does(tmp_path: Path) -> None:
    lost = write_ledger(one_task("筹措补助", task="𠀀" * 20_000), tmp_path / "x.xlsx")
    assert len(lost) == 2, "the task stands on two sheets"
    task = next(row["任务内容"] for row in table(tmp_path / "x.xlsx", "任务分解表") if row["序号"] == 3)
    assert len(task.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert set(task) == {"𠀀", "…"}


def test_more_rows_than_excel_holds_go_to_further_sheets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "ROW_LIMIT", 3)
    book = Book()
    book.add(Sheet("表", (Column("数", 5),), [(number,) for number in range(5)]))
    (tmp_path / "x.xlsx").write_bytes(book.bytes())
    read = load_workbook(tmp_path / "x.xlsx")
    assert read.sheetnames == ["表", "表（2）", "表（3）"]
    assert [row[0] for sheet in read for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        0,
        1,
        2,
        3,
        4,
    ]


def test_the_same_graph_gives_the_same_bytes_at_any_time(path: Path, tmp_path: Path) -> None:
    write_ledger(toy_graph(), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:.]+Z?", core)) == {"2000-01-01T00:00:00Z"}


def test_what_staff_typed_is_written_back_beside_its_task(tmp_path: Path) -> None:
    id_ = ledger_rows(toy_graph())[3].id
    cells = {
        "责任领导": Typed("张三"),
        "进展情况": Typed("=1"),
        "销号时间": Typed(0.5, "0%"),
        "电话": Typed(13),
    }
    write_ledger(toy_graph(), tmp_path / "x.xlsx", filled=Filled({id_: cells}))
    row = table(tmp_path / "x.xlsx", "任务分解表")[3]
    assert [row[name] for name in STAFF] == ["张三", None, "'=1", None, 0.5, None]
    assert (row["电话"], row["任务编号"]) == (13, id_)
    sheet = page(tmp_path / "x.xlsx", "任务分解表")
    assert [sheet["O5"].number_format, sheet["O6"].number_format] == ["0%", "General"]
    assert sheet["O5"].fill.fill_type == sheet["W5"].fill.fill_type == "solid"


def test_by_unit_every_assignment_stands_once(path: Path) -> None:
    rows = table(path, "按单位")
    assert len(rows) == len(toy_graph().assignments)
    finance = [row for row in rows if row["单位"] == "云州市财政局"]
    assert [row["角色"] for row in finance] == ["牵头", "配合", "配合", "配合", "配合", "负责", "负责"]
    numbers = {row["任务编号"]: row["序号"] for row in table(path, "任务分解表")}
    assert all(numbers[row["任务编号"]] == row["序号"] for row in rows)


def test_the_matrix_counts_shared_tasks_without_collectives(path: Path) -> None:
    rows = {row["共同任务数"]: row for row in table(path, "协作矩阵")}
    assert rows["云州市能源局"]["云州市财政局"] == rows["云州市财政局"]["云州市能源局"] == 3
    assert rows["云州市能源局"]["云州市能源局"] == 3
    assert rows["云州市能源局"]["云州市民政局"] is None
    assert "云州市各县（区）人民政府" not in rows
    assert "市铁路办" not in rows


def test_a_matrix_that_is_too_wide_keeps_the_busiest_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = matrix(toy_graph(), limit=2)
    assert small.units == ("云州市发展和改革委员会", "云州市财政局")
    assert small.counts == ((3, 1), (1, 6))
    assert small.left_out == 8
    monkeypatch.setattr(ledger, "matrix", lambda graph: small)
    (lost,) = write_ledger(toy_graph(), tmp_path / "x.xlsx")
    assert "另有 8 个未列" in lost


def test_the_table_of_names_counts_and_gives_the_basis() -> None:
    rows = {(row.surface, row.canonical): row for row in name_rows(toy_graph())}
    assert (rows["市财政局", "云州市财政局"].count, rows["市财政局", "云州市财政局"].basis) == (
        8,
        "archetype",
    )
    assert rows["市铁路办", ""].kind == "未定"
    assert not any(surface == "副市长" for surface, _ in rows)


def test_open_questions_stand_with_their_sentence_and_a_cell_for_the_verdict(path: Path) -> None:
    rows = table(path, "待核")
    assert [(row["类别"], (row["内容"] or "")[:4], row["次数"]) for row in rows] == [
        ("名称未定", "市铁路办", 1),
        ("无牵头单位", "做好用电", 1),
        ("其余职责词", "", 1),
    ]
    assert rows[0]["原文"] == "（责任单位：市发改委；配合单位：市市场监管局、市铁路办）"
    assert len({row["编号"] for row in rows}) == 3
    assert page(path, "待核")["H2"].fill.fill_type == "solid"


def test_a_number_that_two_documents_bear_is_a_question() -> None:
    graph = toy_graph()
    documents = (replace(graph.documents[0], id=f"{graph.documents[0].id}~abc123"), *graph.documents[1:])
    doubled = Graph(sources=graph.sources, documents=documents)
    assert [(row.kind, row.document_number) for row in review_rows(doubled)] == [
        ("文号重复", "云政办发〔2019〕1号")
    ]


def test_the_documents_are_listed_in_source_order(path: Path) -> None:
    rows = table(path, "文件")
    assert [(row["来源"], row["起始行"], row["任务数"], row["引用文件数"]) for row in rows] == [
        ("一期.txt", 1, 5, 2),
        ("一期.txt", 18, 4, 0),
        ("二期.txt", 1, 3, 3),
    ]


def test_an_empty_graph_is_an_empty_ledger(tmp_path: Path) -> None:
    assert write_ledger(Graph(), tmp_path / "x.xlsx") == ()
    assert [len(table(tmp_path / "x.xlsx", title)) for title in SHEETS[:-1]] == [0] * 6
    assert not ledger_rows(Graph())
    assert not unit_rows(Graph(), ())


@given(WORDS)
@example("'=1")
def test_defusing_can_be_undone_and_leaves_nothing_to_run(text: str) -> None:
    assert undefused(defused(text)) == text
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert len(clean(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "line"), [("市 发\n改委", "市发改委"), ("甲\t\t乙 丙\t", "甲｜｜乙丙｜"), ("", "")]
)
def test_a_quote_stands_on_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def test_any_line_break_ends_a_line() -> None:
    text = "一\r\n二\r三\n\n五"
    places = Places(Lookup(Graph(sources=(Source("a", text, "utf-8", "s"),))))
    assert [places.line("s", text.index(char)) for char in "一二三五"] == [1, 2, 3, 5]
