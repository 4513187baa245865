"""Answers: exact rows of every question on the toy city, parameters of every type, hostile values as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from toy import HOSTILE, PLAN_NUMBER, body, toy_graph

import queries
from graph_builder import derive
from graph_builder.answer import Answer, ask, bind, find, run
from graph_builder.answer.directory import Directory
from graph_builder.errors import DataError, UnknownName, UsageError
from graph_builder.identity import task_id
from graph_builder.model import Graph
from graph_builder.stores.base import Cell, Value
from graph_builder.stores.rdf import EmbeddedStore, nquads, write_store
from queries import Query

GOLDEN = Path(__file__).parents[2] / "golden" / "toy_answers.yaml"
NAMES = Directory(toy_graph())
PLAN = f"doc/云州市/{PLAN_NUMBER}"


@cache
def golden() -> dict[str, list[dict[str, Any]]]:
    return dict(yaml.safe_load(GOLDEN.read_text("utf-8")))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    path = tmp_path_factory.mktemp("answers") / "store"
    write_store(path, "".join(nquads(toy_graph())).encode())
    return EmbeddedStore.open(path)


def answer(store: EmbeddedStore, name: str, /, **given: str) -> Answer:
    return ask(name, given, NAMES, store)


CASES = [(name, number) for name, cases in golden().items() for number in range(len(cases))]


def test_every_query_has_a_golden_answer_with_rows() -> None:
    assert set(golden()) == set(queries.names())
    assert len(CASES) == 55
    assert [name for name, cases in golden().items() if not all(case["rows"] for case in cases)] == []
    for name, cases in golden().items():
        examples = {p.name: str(p.example) for p in queries.load(name).parameters}
        assert cases[-1]["given"] == examples


@pytest.mark.parametrize(("name", "number"), CASES)
def test_rows_are_exactly_these(name: str, number: int, store: EmbeddedStore) -> None:
    case = golden()[name][number]
    assert [list(row) for row in answer(store, name, **case["given"]).rows] == case["rows"]


def test_depends_on_is_what_derive_says(store: EmbeddedStore) -> None:
    found = set()
    for agency in toy_graph().agencies:
        for row in answer(store, "depends-on", agency=agency.id).records():
            found.add((row["dependent"], agency.id, row["basis"], row["task"]))
    links = derive.dependences(derive.role_edges(toy_graph()))
    assert found == {(d.dependent, d.supporter, d.basis, task) for d in links for task in d.tasks}
    assert len(found) == 12


def test_never_together_and_shared_tasks_are_what_derive_says(store: EmbeddedStore) -> None:
    edges = derive.role_edges(toy_graph())
    together = {(pair.a, pair.b) for pair in derive.coordinations(edges)}
    kinds = {agency.id: agency.kind for agency in toy_graph().agencies}
    active = sorted({edge.bearer for edge in edges if kinds[edge.bearer] == "agency"})
    pairs = {(a, b) for a in active for b in active if a < b}
    never = {(row["first"], row["second"]) for row in answer(store, "never-together").records()}
    assert never == pairs - together
    for a, b in sorted(pairs):
        assert bool(answer(store, "shared-tasks", agency=a, other=b).rows) == ((a, b) in together)


def test_missing_lead_is_what_derive_says(store: EmbeddedStore) -> None:
    found = {row["task"] for row in answer(store, "missing-lead").records()}
    assert found == set(derive.tasks_missing_lead(derive.role_edges(toy_graph())))


def test_a_deadline_without_anybody_answerable_is_listed_for_everybody_only() -> None:
    statements = tuple(
        replace(s, due_date="2019-11-01") if HOSTILE in s.task else s for s in toy_graph().statements
    )
    graph = replace(toy_graph(), statements=statements)
    memory = EmbeddedStore.of(graph)
    every = ask("deadlines", {}, NAMES, memory).records()
    assert [every[0][column] for column in ("deadline", "agency", "role")] == ["2019-11-01", None, None]
    assert len(every) == 3
    assert len(ask("deadlines", {"agency": "市能源局"}, NAMES, memory).rows) == 1
    assert len(ask("deadlines", {"until": "2019-11-01"}, NAMES, memory).rows) == 1
    assert ask("deadlines", {"since": "2020-11-01"}, NAMES, memory).rows == ()


def test_an_empty_graph_answers_nothing() -> None:
    empty, memory = Directory(Graph()), EmbeddedStore.of(Graph())
    open_ones = [query.name for query in map(queries.load, queries.names()) if not query.example]
    assert len(open_ones) == 24
    assert {name for name in open_ones if ask(name, {}, empty, memory).rows} == set()


HOSTILE_VALUES = [
    HOSTILE,
    '" ) } ; DROP ALL #',
    "' OR 1=1 //",
    "`) DETACH DELETE n //",
    "$agency",
    "?task",
    '"@zh . ?s ?p ?o',
    "<http://e/x>",
    "\\u0022 ) } INSERT DATA { <a> <b> <c> }",
    "推进\n煤改电",
]


@pytest.mark.parametrize("text", HOSTILE_VALUES)
def test_hostile_text_is_looked_for_as_text(text: str, store: EmbeddedStore) -> None:
    wanted = {task_id(s.id) for s in toy_graph().statements if text in s.task}
    assert {row["task"] for row in answer(store, "task-topic", topic=text).records()} == wanted
    assert answer(store, "name-meanings", text=text).rows == ()
    for name in ("leads", "supporters"):
        with pytest.raises(UnknownName):
            answer(store, name, agency=text)


@given(st.text(min_size=1))
def test_no_text_breaks_out(text: str) -> None:
    memory = _memory()
    wanted = {task_id(s.id) for s in toy_graph().statements if text in s.task}
    rows = run(find("task-topic"), {"topic": Value("text", text)}, memory).records()
    assert {row["task"] for row in rows} == wanted


@cache
def _memory() -> EmbeddedStore:
    return EmbeddedStore.of(toy_graph())


GOOD_VALUES = {
    ("deadlines", "since", "2020-01-01"): "2020-01-01",
    ("workload", "role", "配合"): "support",
    ("workload", "role", "support"): "support",
    ("workload", "year", "2020"): 2020,
    ("same-matter", "minimum", "2"): 2,
    ("validity", "document", "云政办发[2019]1号"): PLAN,
    ("leads", "agency", "云州市知识产权局"): "agency/云州市市场监督管理局",
}


@pytest.mark.parametrize(("name", "parameter", "written"), GOOD_VALUES)
def test_values_are_typed(name: str, parameter: str, written: str) -> None:
    values = bind(find(name), find(name).example | {parameter: written}, NAMES)
    assert values[parameter].value == GOOD_VALUES[name, parameter, written]


BAD_VALUES = {
    ("deadlines", "since", "31.12.2020"): "2020-12-31",
    ("deadlines", "since", "2020-02-30"): "2020-12-31",
    ("workload", "year", "20"): "四位数字",
    ("workload", "year", "２０１９"): "四位数字",
    ("same-matter", "minimum", "-1"): "整数",
    ("workload", "role", "带头"): "没有叫“带头”的角色",
    ("leads", "agency", ""): "agency=市财政局",
    ("leads", "body", "市财政局"): "agency",
}


@pytest.mark.parametrize(("name", "parameter", "written"), BAD_VALUES)
def test_wrong_values_are_refused_with_a_cure(name: str, parameter: str, written: str) -> None:
    with pytest.raises(UsageError, match=BAD_VALUES[name, parameter, written]):
        bind(find(name), find(name).example | {parameter: written}, NAMES)


def test_a_missing_parameter_and_an_unknown_query() -> None:
    with pytest.raises(UsageError, match="shared-tasks 缺少参数 other"):
        bind(find("shared-tasks"), {"agency": "市财政局"}, NAMES)
    with pytest.raises(UnknownName) as caught:
        find("depend-on")
    assert caught.value.suggestions[0] == "depends-on"


def test_defaults_fill_in_and_absent_ones_are_wildcards() -> None:
    values = bind(find("same-matter"), {"topic": "取暖"}, NAMES)
    assert values == {"topic": Value("text", "取暖"), "minimum": Value("int", 3)}
    assert set(bind(find("deadlines"), {}, NAMES)) == {"since", "until"}


class Fixed:
    """A store that gives the rows it was made with."""

    def __init__(self, *rows: tuple[Cell, ...]) -> None:
        self._rows = rows

    def rows(self, query: Query, values: Mapping[str, Value]) -> Iterable[tuple[Cell, ...]]:
        return iter(self._rows)


def row(name: str, change: int | None) -> tuple[Cell, ...]:
    return (name, "名", 0, 0, change)


def test_sorted_by_the_header_and_nulls_last() -> None:
    query = find("change-between-years")
    rows = [row("c", None), row("a", 1), row("d", -2), row("b", 1), row("e", 10)]
    found = run(query, {}, Fixed(*rows))
    assert [record["agency"] for record in found.records()] == ["e", "a", "b", "d", "c"]
    assert run(query, {}, Fixed(*reversed(rows))).rows == found.rows
    assert len(run(query, {}, Fixed(*rows), limit=2).rows) == 2
    assert found.columns == query.columns
    assert query.definition_zh in found.definition


def test_a_key_that_comes_twice_is_our_error() -> None:
    with pytest.raises(DataError, match="twice"):
        run(find("change-between-years"), {}, Fixed(row("a", 1), row("a", 2)))
    with pytest.raises(DataError, match="width"):
        run(find("change-between-years"), {}, Fixed(("a",) * 4))


def test_a_parallel_assignment_changes_no_count() -> None:
    graph = toy_graph()
    [first] = [
        a for a in graph.assignments if a.surface == "市能源局" and a.role == "lead" and a.document == PLAN
    ]
    twin = replace(first, id=f"{first.id}/2")
    memory = EmbeddedStore.of(replace(graph, assignments=(*graph.assignments, twin)))
    for name in queries.names():
        given = {p.name: str(p.example) for p in queries.load(name).parameters if p.required}
        assert len(ask(name, given, NAMES, memory).rows) == len(golden()[name][0]["rows"]), name
    assert len(ask("evidence-of", {"agency": body("市能源局")}, NAMES, memory).rows) == 5
