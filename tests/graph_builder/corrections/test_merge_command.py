"""`zhize build --merge` from the outside: what it does, says and refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from clerk import TASKS, answer, column, fill, page, plan, question, table
from commands import zhize
from openpyxl import load_workbook

from graph_builder.corrections import headings as h


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """An input and a build of it."""
    source, out = tmp_path / "plan.txt", tmp_path / "out"
    source.write_text(plan(TASKS), encoding="utf-8")
    assert zhize("build", source, "-o", out).code == 0
    return source, out


def counts(out: Path) -> dict[str, object]:
    run = json.loads((out / "run.json").read_text("utf-8"))
    corrections: dict[str, object] = run["counts"]["corrections"]
    return corrections


def test_a_filled_in_copy_is_merged_and_the_run_says_so(made: tuple[Path, Path], tmp_path: Path) -> None:
    source, out = made
    copy = tmp_path / "填好.xlsx"
    shutil.copy(out / "ledger.xlsx", copy)
    id_ = str(table(copy, h.TASKS)[0][h.TASK_ID])
    fill(copy, {(id_, "责任人"): "张三"})
    answer(copy, question(copy, "名称未定"), "应为市发改委")
    answer(copy, question(copy, "无牵头单位"), "改天再说")
    done = zhize("build", source, "-o", out, "--merge", copy)
    assert done.code == 0
    assert "核定：1 条（新增或改判 1、撤回 0、本次没有遇到 0）；认定名称 1" in done.stderr
    assert "填写：2 格已回到原处或保留，其中 0 格在“已消失的任务”" in done.stderr
    assert "1 处核定看不懂，仍留在原处" in done.stderr
    assert table(out / "ledger.xlsx", h.TASKS)[0]["责任人"] == "张三"
    assert (out / "decisions.jsonl").read_text("utf-8").count("\n") == 1
    figures = counts(out)
    assert (figures["decisions"], figures["typed_cells"], figures["unread_answers"]) == (1, 2, 1)


def test_a_build_without_anything_typed_says_nothing_of_it(made: tuple[Path, Path]) -> None:
    source, out = made
    done = zhize("build", source, "-o", out)
    assert "核定：" not in done.stderr
    assert "填写：" not in done.stderr
    assert not (out / "decisions.jsonl").exists()
    assert counts(out)["typed_cells"] == 0


def test_the_ledger_in_the_folder_is_merged_unasked_and_named_once(made: tuple[Path, Path]) -> None:
    source, out = made
    ledger = out / "ledger.xlsx"
    id_ = str(table(ledger, h.TASKS)[0][h.TASK_ID])
    fill(ledger, {(id_, "责任人"): "张三"})
    done = zhize("build", source, "-o", out, "--merge", ledger)
    assert done.code == 0
    assert table(ledger, h.TASKS)[0]["责任人"] == "张三"
    assert not list(out.glob("*.edited*"))


def test_a_change_that_cannot_come_back_is_told_and_the_ledger_moved_aside(made: tuple[Path, Path]) -> None:
    source, out = made
    id_ = str(table(out / "ledger.xlsx", h.TASKS)[0][h.TASK_ID])
    fill(out / "ledger.xlsx", {(id_, "任务内容"): "改写"})
    done = zhize("build", source, "-o", out)
    assert "“任务分解表”中由程序生成的内容有改动；这些内容不会回填" in done.stderr
    assert "ledger.edited-1.xlsx" in done.stderr
    assert (out / "ledger.edited-1.xlsx").exists()


def test_a_ledger_without_its_ids_stops_the_build(made: tuple[Path, Path], tmp_path: Path) -> None:
    source, out = made
    copy = tmp_path / "x.xlsx"
    book = load_workbook(out / "ledger.xlsx")
    sheet = page(book, h.TASKS)
    sheet.delete_cols(column(sheet, h.TASK_ID))
    book.save(copy)
    before = (out / "run.json").read_bytes()
    done = zhize("build", source, "-o", out, "--merge", copy)
    assert done.code == 3
    assert "“任务分解表”，表头所在的 A1 一行：没有“任务编号”" in done.stderr
    assert (out / "run.json").read_bytes() == before


def test_a_missing_ledger_is_refused_with_the_cure(made: tuple[Path, Path], tmp_path: Path) -> None:
    source, out = made
    done = zhize("build", source, "-o", out, "--merge", tmp_path / "none.xlsx")
    assert done.code == 3
    assert "none.xlsx：没有这个文件；--merge 后写" in done.stderr


def test_a_duty_sheet_is_exported_for_one_unit(made: tuple[Path, Path], tmp_path: Path) -> None:
    _, out = made
    done = zhize("export", out, "--to", "docx", "--focus", "市水利局", "-o", tmp_path / "职责单.docx")
    assert done.code == 0
    assert (tmp_path / "职责单.docx").read_bytes()[:2] == b"PK"
