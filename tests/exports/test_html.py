from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from big import big_graph
from toy import HOSTILE, body, toy_graph

from exports.html import embed, focused, render, view, write_page
from exports.page import asset, bundle
from exports.page.records import LINK_COLUMNS, ROLES, Units
from graph_builder.derive import dependences, role_edges
from graph_builder.errors import DataError, UnknownName
from graph_builder.identity import task_id
from graph_builder.model import Document, Graph, Span
from ontology import Role

SCHEMA = json.loads(asset("view.schema.json"))


def link_rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(LINK_COLUMNS, row, strict=True)) for row in data["links"]]


@pytest.mark.parametrize(
    "graph", [Graph(), toy_graph(), big_graph(45, 320, 880)], ids=["empty", "toy", "big"]
)
def test_the_view_keeps_its_schema(graph: Graph) -> None:
    data = json.loads(json.dumps(view(graph)))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(data, SCHEMA)


def test_every_statement_and_link_quotes_its_words() -> None:
    graph = toy_graph()
    data = view(graph)
    texts = {source.id: source.text for source in graph.sources}
    by_id = {statement.id: statement for statement in graph.statements}
    assert len(data["statements"]) == len(graph.statements) == 14
    for row in data["statements"]:
        statement = by_id[row[0]]
        quoted = data["documents"][row[1]]["text"][row[3] : row[4]]
        assert quoted == texts[statement.source][statement.span.start : statement.span.end]
    located = [link for link in link_rows(data) if link["start"] >= 0]
    assert len(located) >= len(graph.assignments)
    for link in located:
        text = data["documents"][data["statements"][link["statement"]][1]]["text"]
        assert text[link["start"] : link["end"]] == link["surface"]


def test_no_assignment_seat_or_delegation_is_lost() -> None:
    graph = toy_graph()
    links = link_rows(view(graph))
    count = {role: sum(ROLES[link["role"]] is role for link in links) for role in Role}
    assert sum(
        count[role] for role in Role if role.value in {a.role.value for a in graph.assignments}
    ) == len(graph.assignments)
    assert count[Role.CHAIR] + count[Role.MEMBER] + count[Role.OFFICE] == len(graph.memberships) > 0
    assert count[Role.DELEGATOR] == count[Role.DELEGATE] == len(graph.delegations) > 0
    assert count[Role.GROUP] == len({seat.statement for seat in graph.memberships})


def test_support_edges_agree_with_the_derived_dependence() -> None:
    graph = toy_graph()
    data = view(graph)
    ids = [row[0] for row in data["bodies"]]
    tasks = [task_id(row[0]) for row in data["statements"]]
    drawn = {
        (ids[end], ids[start], tasks[statement])
        for start, end, kind, statements in data["network"]["edges"]
        if kind == "support"
        for statement in statements
    }
    derived = {
        (edge.dependent, edge.supporter, task)
        for edge in dependences(role_edges(graph))
        if edge.basis in ("lead", "sole")
        for task in edge.tasks
    }
    assert derived
    assert derived <= drawn


def test_parallel_directed_edges_are_kept() -> None:
    data = view(toy_graph())
    ids = [row[0] for row in data["bodies"]]
    energy, finance = ids.index(body("市能源局")), ids.index(body("市财政局"))
    between = [
        (edge[0], edge[1], edge[2])
        for edge in data["network"]["edges"]
        if {edge[0], edge[1]} == {energy, finance}
    ]
    assert (finance, energy, "support") in between
    assert (energy, finance, "support") in between
    assert len(between) > 2


def test_offsets_count_utf16_units() -> None:
    document = Document("doc/x", "source/x", Span(2, 12), None, "题", None, None, None, "-")
    units = Units(document, "前文市\U00020000局牵头负责，配合")
    as_browser = units.text.encode("utf-16-le")
    for offset in range(2, 13):
        start = units(offset) * 2
        assert as_browser[start:].decode("utf-16-le") == units.text[offset - 2 :]


def test_pinyin_initials_and_short_names_serve_the_search() -> None:
    data = view(toy_graph())
    energy = next(row for row in data["bodies"] if row[0] == body("市能源局"))
    assert energy[2] == "市能源局"
    assert "snyj" in energy[8].split()
    assert "yunzhoushinengyuanju" in energy[8].split()


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_page(toy_graph(), tmp_path / "一.html").read_bytes()
    assert write_page(toy_graph(), tmp_path / "二.html").read_bytes() == first
    assert b"\r" not in first


class Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_hostile_words_stay_data_and_nothing_comes_from_outside() -> None:
    page = render(view(toy_graph()))
    assert HOSTILE not in page
    parser = Scripts()
    parser.feed(page)
    assert [attrs.get("type") for tag, attrs in parser.tags if tag == "script"] == [
        "application/json",
        None,
        None,
    ]
    assert not [
        attrs for _, attrs in parser.tags if attrs.keys() & {"src", "onclick", "onerror", "onload", "style"}
    ]
    policy = next(
        attrs["content"] for tag, attrs in parser.tags if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_embedded_json_cannot_end_its_element() -> None:
    hostile = {"x": "</script><!--<script>&amp;\u2028\u2029\ud800"}
    text = embed(hostile)
    assert not re.search("[<>&\u2028\u2029\ud800]", text)
    assert json.loads(text) == hostile
    text.encode("utf-8")


def test_focus_keeps_only_what_concerns_one_body(tmp_path: Path) -> None:
    graph = toy_graph()
    part, bearer = focused(graph, "市财政局")
    assert bearer == body("市财政局")
    assert 0 < len(part.statements) < len(graph.statements)
    held = {edge.statement for edge in part.assignments if edge.agency == bearer}
    held |= {seat.statement for seat in part.memberships if seat.agency == bearer}
    assert {statement.id for statement in part.statements} == held
    small = write_page(graph, tmp_path / "one.html", focus="云州市财政局").stat().st_size
    assert small < write_page(graph, tmp_path / "all.html").stat().st_size


def test_an_unknown_focus_suggests_real_names() -> None:
    with pytest.raises(UnknownName) as caught:
        focused(toy_graph(), "财政局")
    assert "云州市财政局" in caught.value.suggestions


def test_every_module_is_bundled_once_and_stays_short() -> None:
    folder = Path(__file__).parents[2] / "exports" / "page"
    modules = sorted(folder.glob("*.js"))
    script = bundle()
    assert len(modules) > 20
    for module in modules:
        assert script.count(f'modules["{module.name}"] = ') == 1
        assert len(module.read_text(encoding="utf-8").splitlines()) <= 400
    forbidden = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "fetch(",
    )
    for module in modules:
        assert not [word for word in forbidden if word in module.read_text(encoding="utf-8")]


def test_the_bundler_refuses_what_it_would_get_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    from exports import page

    texts = {
        "a.js": "export default 1;\n",
        "b.js": 'import { c } from "./c.js";\n',
        "c.js": 'import { b } from "./b.js";\n',
    }
    monkeypatch.setattr(page, "asset", texts.__getitem__)
    with pytest.raises(DataError, match="export default"):
        bundle("a.js")
    with pytest.raises(DataError, match="circle"):
        bundle("b.js")


def test_two_gazettes_of_this_size_stay_below_two_and_a_half_megabytes(tmp_path: Path) -> None:
    graph = big_graph(60, 320, 880)
    padding = "".join(chr(0x4E00 + index % 5000) for index in range(97_000 - len(graph.sources[0].text)))
    source = replace(graph.sources[0], text=graph.sources[0].text + padding)
    last = max(graph.documents, key=lambda document: document.span.end)
    longer = replace(last, span=Span(last.span.start, len(source.text)))
    documents = tuple(longer if document is last else document for document in graph.documents)
    page = write_page(replace(graph, sources=(source,), documents=documents), tmp_path / "page.html")
    assert page.stat().st_size < 2_500_000
