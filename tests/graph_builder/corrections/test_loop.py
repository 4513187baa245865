"""Build, fill in, build again: what staff typed stands at its task, and what they decided is obeyed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from clerk import (
    REVISED,
    TASKS,
    answer,
    build,
    column,
    fill,
    ledger,
    page,
    plan,
    question,
    row_of,
    shuffle,
    table,
)
from openpyxl import load_workbook

from graph_builder.check import check
from graph_builder.corrections import headings as h
from graph_builder.errors import InputError
from graph_builder.model import Graph
from graph_builder.outdir import read_run
from ontology import Role


def task(graph: Graph, words: str) -> str:
    return next(one.id for one in graph.statements if words in one.task)


def row(folder: Path, id_: str) -> dict[str, Any]:
    return next(one for one in table(ledger(folder), h.TASKS) if one[h.TASK_ID] == id_)


def asides(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "out").glob("ledger.edited*"))


def test_cells_return_to_their_task_after_tasks_are_added_in_front(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS[1:4]))
    id_ = task(graph, "水质监测")
    fill(ledger(tmp_path), {(id_, "责任人"): "张三", (id_, "状态"): "推进中", (id_, "电话"): 13})
    shuffle(ledger(tmp_path), 1)
    _, figures = build(tmp_path, plan(TASKS))
    assert (row(tmp_path, id_)["责任人"], row(tmp_path, id_)["状态"], row(tmp_path, id_)["电话"]) == (
        "张三",
        "推进中",
        13,
    )
    assert (figures["typed_cells"], figures["left_cells"]) == (3, 0)
    assert asides(tmp_path) == []
    run = read_run(tmp_path / "out")
    assert run
    assert list(run["merged"]) == ["ledger.xlsx"]


def test_cells_stay_over_builds_between_which_nobody_types(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    id_ = task(graph, "水质监测")
    fill(ledger(tmp_path), {(id_, "责任人"): "张三"})
    build(tmp_path, plan(TASKS))
    once = ledger(tmp_path).read_bytes()
    build(tmp_path, plan(TASKS))
    assert ledger(tmp_path).read_bytes() == once
    assert row(tmp_path, id_)["责任人"] == "张三"


def test_a_cell_that_staff_empty_is_empty(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    id_ = task(graph, "水质监测")
    fill(ledger(tmp_path), {(id_, "责任人"): "张三", (id_, "备注"): "急"})
    build(tmp_path, plan(TASKS))
    fill(ledger(tmp_path), {(id_, "责任人"): None})
    build(tmp_path, plan(TASKS))
    assert (row(tmp_path, id_)["责任人"], row(tmp_path, id_)["备注"]) == (None, "急")


def test_a_deleted_row_or_column_takes_nothing_with_it(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    first, second = task(graph, "水质监测"), task(graph, "应急供水")
    fill(ledger(tmp_path), {(first, "责任人"): "张三", (second, "备注"): "急"})
    build(tmp_path, plan(TASKS))
    book = load_workbook(ledger(tmp_path))
    sheet = page(book, h.TASKS)
    sheet.delete_rows(row_of(sheet, first))
    sheet.delete_cols(column(sheet, "备注"))
    book.save(ledger(tmp_path))
    build(tmp_path, plan(TASKS))
    assert (row(tmp_path, first)["责任人"], row(tmp_path, second)["备注"]) == ("张三", "急")


def test_a_task_that_is_gone_leaves_its_cells_with_the_nearest_candidates(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    id_ = task(graph, "水质监测")
    fill(ledger(tmp_path), {(id_, "责任人"): "张三", (id_, "电话"): 13})
    graph, figures = build(tmp_path, plan(REVISED))
    (left,) = table(ledger(tmp_path), h.LEFT)
    assert (left["原任务编号"], left["责任人"], left["电话"], left["说明"]) == (id_, "张三", 13, "任务已不在")
    assert (left["任务内容"], left["文号"]) == ("加强水质监测", "云政办发〔2023〕5号")
    near = task(graph, "水质监测")
    assert left["相近的任务"].split()[0] == near != id_
    assert (figures["left_rows"], figures["left_cells"]) == (1, 2)
    build(tmp_path, plan(REVISED[:2]))
    assert table(ledger(tmp_path), h.LEFT)[0]["责任人"] == "张三"


def test_a_task_that_comes_back_gets_its_cells_back(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    id_ = task(graph, "水质监测")
    fill(ledger(tmp_path), {(id_, "责任人"): "张三"})
    build(tmp_path, plan(TASKS[:2]))
    build(tmp_path, plan(TASKS))
    assert row(tmp_path, id_)["责任人"] == "张三"
    assert table(ledger(tmp_path), h.LEFT) == []


def test_a_clerk_who_writes_the_new_id_moves_the_cells(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    fill(ledger(tmp_path), {(task(graph, "水质监测"), "责任人"): "张三"})
    graph, _ = build(tmp_path, plan(REVISED))
    near = task(graph, "水质监测")
    book = load_workbook(ledger(tmp_path))
    page(book, h.LEFT)["A2"] = near
    book.save(ledger(tmp_path))
    build(tmp_path, plan(REVISED))
    assert row(tmp_path, near)["责任人"] == "张三"
    assert table(ledger(tmp_path), h.LEFT) == []


def test_a_row_of_ones_own_is_kept(tmp_path: Path) -> None:
    build(tmp_path, plan(TASKS))
    book = load_workbook(ledger(tmp_path))
    sheet = page(book, h.TASKS)
    new = sheet.max_row + 1
    for heading, value in {"任务内容": "临时交办", "牵头单位": "市水利局", "责任人": "李四"}.items():
        sheet.cell(new, column(sheet, heading), value)
    book.save(ledger(tmp_path))
    for _ in range(2):
        build(tmp_path, plan(TASKS))
        (left,) = table(ledger(tmp_path), h.LEFT)
        assert (left["任务内容"], left["牵头单位"], left["责任人"]) == ("临时交办", "市水利局", "李四")
        assert left["说明"] == "没有任务编号"


def test_two_copies_filled_in_apart_are_put_together(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    one, other = task(graph, "水质监测"), task(graph, "应急供水")
    fill(ledger(tmp_path), {(one, "状态"): "推进中", (other, "状态"): "未开始"})
    build(tmp_path, plan(TASKS))
    copies = [tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"]
    for copy in copies:
        shutil.copy(ledger(tmp_path), copy)
    fill(copies[0], {(one, "状态"): "已完成", (one, "责任人"): "张三"})
    fill(copies[1], {(other, "状态"): "推进中"})
    build(tmp_path, plan(TASKS), copies[0])
    _, figures = build(tmp_path, plan(TASKS), copies[1])
    assert (row(tmp_path, one)["状态"], row(tmp_path, one)["责任人"]) == ("已完成", "张三")
    assert row(tmp_path, other)["状态"] == "推进中"
    assert figures["conflicts"] == 0


def test_two_different_words_for_one_cell_are_both_kept(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    id_ = task(graph, "水质监测")
    copy = tmp_path / "甲.xlsx"
    shutil.copy(ledger(tmp_path), copy)
    fill(copy, {(id_, "责任人"): "张三"})
    fill(ledger(tmp_path), {(id_, "责任人"): "李四"})
    _, figures = build(tmp_path, plan(TASKS), copy)
    assert row(tmp_path, id_)["责任人"] == "张三"
    (left,) = table(ledger(tmp_path), h.LEFT)
    assert (left["责任人"], left["原任务编号"]) == ("李四", id_)
    assert "所填不同" in left["说明"]
    assert figures["conflicts"] == 1


def test_a_ledger_fills_another_folder(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    graph, _ = build(tmp_path / "old", plan(TASKS))
    id_ = task(graph, "水质监测")
    fill(ledger(tmp_path / "old"), {(id_, "责任人"): "张三"})
    answer(ledger(tmp_path / "old"), question(ledger(tmp_path / "old"), "无牵头单位"), "应为市财政局")
    build(tmp_path / "old", plan(TASKS))
    build(tmp_path / "new", plan(TASKS))
    _, figures = build(tmp_path / "new", plan(TASKS), ledger(tmp_path / "old"))
    assert row(tmp_path / "new", id_)["责任人"] == "张三"
    assert figures["decisions"] == 1


def test_what_has_no_way_back_moves_the_ledger_aside(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    id_ = task(graph, "水质监测")
    fill(ledger(tmp_path), {(id_, "牵头单位"): "市水务局", (id_, "责任人"): "张三"})
    edited = ledger(tmp_path).read_bytes()
    build(tmp_path, plan(TASKS))
    assert asides(tmp_path) == ["ledger.edited-1.xlsx"]
    assert (tmp_path / "out" / "ledger.edited-1.xlsx").read_bytes() == edited
    assert (row(tmp_path, id_)["牵头单位"], row(tmp_path, id_)["责任人"]) == ("市生态环境局", "张三")
    build(tmp_path, plan(TASKS))
    assert asides(tmp_path) == ["ledger.edited-1.xlsx"]


def test_a_ledger_that_cannot_be_read_stops_the_build_and_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path, plan(TASKS))
    ledger(tmp_path).write_bytes(b"broken")
    before = sorted(path.name for path in (tmp_path / "out").iterdir())
    with pytest.raises(InputError, match="另存为"):
        build(tmp_path, plan(TASKS[:1]))
    assert ledger(tmp_path).read_bytes() == b"broken"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == before


def test_a_name_that_was_settled_is_resolved_and_no_question(tmp_path: Path) -> None:
    build(tmp_path, plan(TASKS))
    id_ = question(ledger(tmp_path), "名称未定")
    answer(ledger(tmp_path), id_, "应为云州市铁路建设办公室")
    for _ in range(2):
        graph, figures = build(tmp_path, plan(TASKS))
        (edge,) = (one for one in graph.assignments if one.surface == "市铁路办")
        assert (edge.agency, edge.basis) == ("agency/云州市铁路建设办公室", "decision")
        assert id_ not in {one["编号"] for one in table(ledger(tmp_path), h.REVIEW)}
        assert figures["changes"] == {"names": 1}
    (decided,) = table(ledger(tmp_path), h.DECIDED)
    assert (decided["编号"], decided["结果"]) == (id_, "已采用：云州市铁路建设办公室")


def test_a_short_name_in_an_answer_means_what_it_means_in_the_document(tmp_path: Path) -> None:
    build(tmp_path, plan(TASKS))
    answer(ledger(tmp_path), question(ledger(tmp_path), "名称未定"), "应为市发改委")
    graph, _ = build(tmp_path, plan(TASKS))
    (edge,) = (one for one in graph.assignments if one.surface == "市铁路办")
    assert edge.agency == "agency/云州市发展和改革委员会"


def test_a_name_is_settled_for_a_whole_place_where_the_clerk_says_so(tmp_path: Path) -> None:
    build(tmp_path, plan(TASKS))
    answer(ledger(tmp_path), question(ledger(tmp_path), "名称未定"), "均应为市发改委")
    graph, _ = build(tmp_path, plan(TASKS, number=6))
    (edge,) = (one for one in graph.assignments if one.surface == "市铁路办")
    assert edge.agency == "agency/云州市发展和改革委员会"


def test_what_is_no_body_loses_its_role_and_its_statement(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    answer(ledger(tmp_path), question(ledger(tmp_path), "名称未定"), "错")
    after, figures = build(tmp_path, plan(TASKS))
    assert len(after.statements) == len(graph.statements) - 1
    assert not [one for one in after.assignments if one.surface == "市铁路办"]
    assert [fate.reason for fate in after.fates if fate.outcome == "rejected"] == ["rejected by staff"]
    assert figures["changes"] == {"mentions": 1, "statements": 1}


def test_a_task_gets_the_lead_that_staff_name(tmp_path: Path) -> None:
    build(tmp_path, plan(TASKS))
    id_ = question(ledger(tmp_path), "无牵头单位")
    answer(ledger(tmp_path), id_, "应为市水利局")
    graph, figures = build(tmp_path, plan(TASKS))
    (edge,) = (one for one in graph.assignments if one.statement == id_ and one.role is Role.LEAD)
    assert (edge.surface, edge.inferred, edge.basis) == ("市水利局", True, "decision")
    assert edge.agency == "agency/云州市水利局"
    assert not check(graph).violations
    assert row(tmp_path, id_)["牵头单位"] == "市水利局"
    assert figures["changes"] == {"leads": 1}


def test_a_statement_that_staff_reject_is_gone_and_counted(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    id_ = question(ledger(tmp_path), "无牵头单位")
    fill(ledger(tmp_path), {(id_, "责任人"): "张三"})
    answer(ledger(tmp_path), id_, "错")
    after, _ = build(tmp_path, plan(TASKS))
    assert {one.id for one in graph.statements} - {one.id for one in after.statements} == {id_}
    assert len([fate for fate in after.fates if fate.outcome == "rejected"]) == 1
    assert len(after.fates) == len(graph.fates)
    assert table(ledger(tmp_path), h.LEFT)[0]["责任人"] == "张三"


def test_any_task_can_be_rejected_by_a_row_of_ones_own_in_the_review(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    id_ = task(graph, "水质监测")
    book = load_workbook(ledger(tmp_path))
    sheet = page(book, h.REVIEW)
    sheet.cell(sheet.max_row + 1, column(sheet, h.QUESTION_ID), id_)
    sheet.cell(sheet.max_row, column(sheet, h.VERDICT_HEADING), "错")
    book.save(ledger(tmp_path))
    after, _ = build(tmp_path, plan(TASKS))
    assert id_ not in {one.id for one in after.statements}


def test_a_right_leaves_the_graph_and_takes_the_question_away(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    id_ = question(ledger(tmp_path), "无牵头单位")
    answer(ledger(tmp_path), id_, "对")
    after, figures = build(tmp_path, plan(TASKS))
    assert after == graph
    assert id_ not in {one["编号"] for one in table(ledger(tmp_path), h.REVIEW)}
    assert figures["changes"] == {"confirmed": 1}


def test_a_word_that_is_no_duty_gets_that_fate(tmp_path: Path) -> None:
    text = plan(("市水利局要认真落实各项政策", *TASKS[:1]))
    build(tmp_path, text)
    answer(ledger(tmp_path), question(ledger(tmp_path), "职责词未读懂"), "错")
    graph, figures = build(tmp_path, text)
    assert [fate.word for fate in graph.fates if fate.outcome == "rejected"] == ["落实"]
    assert figures["changes"] == {"words": 1}


def test_a_decision_is_changed_and_withdrawn_in_the_ledger(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(TASKS))
    id_ = question(ledger(tmp_path), "无牵头单位")
    answer(ledger(tmp_path), id_, "错")
    build(tmp_path, plan(TASKS))
    answer(ledger(tmp_path), id_, "应为市水利局", h.DECIDED)
    _, figures = build(tmp_path, plan(TASKS))
    assert figures["changes"] == {"leads": 1}
    answer(ledger(tmp_path), id_, "", h.DECIDED)
    after, figures = build(tmp_path, plan(TASKS))
    assert after == graph
    assert (figures["withdrawn"], figures["decisions"]) == (1, 0)
    assert table(ledger(tmp_path), h.DECIDED) == []


def test_a_decision_waits_while_its_question_is_away(tmp_path: Path) -> None:
    build(tmp_path, plan(TASKS))
    id_ = question(ledger(tmp_path), "无牵头单位")
    answer(ledger(tmp_path), id_, "应为市水利局")
    _, figures = build(tmp_path, plan(TASKS[:2]))
    assert (figures["idle"], figures["changes"]) == (1, {})
    assert table(ledger(tmp_path), h.DECIDED)[0]["结果"] == "本次生成没有遇到这个问题"
    _, figures = build(tmp_path, plan(TASKS))
    assert (figures["idle"], figures["changes"]) == (0, {"leads": 1})


def test_an_answer_that_is_not_understood_stays_in_its_cell(tmp_path: Path) -> None:
    build(tmp_path, plan(TASKS))
    id_ = question(ledger(tmp_path), "无牵头单位")
    answer(ledger(tmp_path), id_, "问张三")
    for _ in range(2):
        _, figures = build(tmp_path, plan(TASKS))
        (held,) = (one for one in table(ledger(tmp_path), h.REVIEW) if one["编号"] == id_)
        assert held[h.VERDICT_HEADING] == "问张三"
        assert figures["unread_answers"] == 1
    build(tmp_path, plan(TASKS[:2]))
    (left,) = table(ledger(tmp_path), h.LEFT)
    assert (left["核定"], left["说明"]) == ("问张三", "问题已不在")


def test_decisions_written_by_hand_count_too(tmp_path: Path) -> None:
    build(tmp_path, plan(TASKS))
    id_ = question(ledger(tmp_path), "无牵头单位")
    answer(ledger(tmp_path), id_, "错")
    build(tmp_path, plan(TASKS))
    path = tmp_path / "out" / "decisions.jsonl"
    path.write_text(path.read_text("utf-8").replace("错", "对"), encoding="utf-8")
    _, figures = build(tmp_path, plan(TASKS))
    assert figures["changes"] == {"confirmed": 1}


def test_two_tasks_are_said_to_be_one_matter_or_not(tmp_path: Path) -> None:
    text = plan(TASKS) + plan([TASKS[0].replace("市水利局", "市水务局")], number=9)
    graph, _ = build(tmp_path, text)
    one, other = sorted(one.id for one in graph.statements if "老旧管网" in one.task)
    (tmp_path / "out" / "decisions.jsonl").write_text(
        f'{{"id": "matter/{one}/{other}", "answer": "对"}}\n', encoding="utf-8"
    )
    after, figures = build(tmp_path, text)
    assert after == graph
    assert (figures["decisions"], figures["new"]) == (1, 0)
    assert table(ledger(tmp_path), h.DECIDED)[0]["类别"] == "同一事项"
