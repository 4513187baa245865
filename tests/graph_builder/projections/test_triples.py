"""RDF of the toy city: each fact once and in the right graph, IRIs that any reader takes, stable text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import HOSTILE, PLAN_NUMBER, toy_graph

from graph_builder import identity
from graph_builder.errors import DataError
from graph_builder.model import Agency, Graph
from graph_builder.projections.nquads import line, merged, nquads, ntriples
from graph_builder.projections.triples import DATE, LABEL, TYPE, Literal, Quad, iri, quads, term
from ontology import BASE, DERIVED_GRAPH, GRAPH, ID, ROLE, SHARED_GRAPH

TOY = tuple(quads(toy_graph()))
PLAN = f"doc/云州市/{PLAN_NUMBER}"


def about(id_: str) -> dict[str, set[str | Literal]]:
    found: defaultdict[str, set[str | Literal]] = defaultdict(set)
    for quad in TOY:
        if quad.subject == ID + id_:
            found[quad.predicate].add(quad.object)
    return found


def test_one_assignment_in_full() -> None:
    [assignment] = [
        a for a in toy_graph().assignments if a.surface == "市市场监管局" and a.distribution == "several"
    ]
    spans = f"{ID}{assignment.source}#char="
    found = about(assignment.id)
    assert found == {
        TYPE: {term("Assignment"), term("StatedFact")},
        term("statedIn"): {ID + PLAN},
        term("evidence"): {f"{spans}258,287"},
        term("assignee"): {f"{ID}agency/云州市市场监督管理局"},
        term("role"): {f"{ROLE}lead"},
        term("onTask"): {f"{ID}task/{assignment.statement}"},
        term("surfaceForm"): {Literal("市市场监管局")},
        term("mentionedAt"): {f"{spans}259,265"},
        term("distribution"): {Literal("several")},
        term("inferred"): {Literal("false", "http://www.w3.org/2001/XMLSchema#boolean")},
        term("resolvedBy"): {Literal("archetype")},
    }


def test_a_document_and_a_task() -> None:
    document = about(PLAN)
    assert document[term("issueDate")] == {Literal("2019-03-05", DATE)}
    assert document[term("issuedBy")] == {f"{ID}agency/云州市人民政府办公室"}
    assert document[term("promulgates")] == {f"{ID}{PLAN}/instrument"}
    assert document[term("cites")] == {f"{ID}cited/江政发〔2018〕9号", f"{ID}cited/江岭省大气污染防治条例"}
    [hostile] = [s for s in toy_graph().statements if HOSTILE in s.task]
    assert about(identity.task_id(hostile.id))[LABEL] == {Literal(hostile.task)}


def test_graphs_own_their_facts() -> None:
    places: defaultdict[tuple[str, str, str | Literal], set[str]] = defaultdict(set)
    for quad in TOY:
        places[quad[:3]].add(quad.graph)
    assert [fact for fact, graphs in places.items() if len(graphs) > 1] == []
    documents = {GRAPH + document.id for document in toy_graph().documents}
    assert {quad.graph for quad in TOY} == documents | {SHARED_GRAPH, DERIVED_GRAPH}
    unresolved = {
        quad.graph for quad in TOY if quad.subject == f"{ID}body/{PLAN}/市铁路办" and quad.predicate == TYPE
    }
    assert unresolved == {GRAPH + PLAN}


def test_no_link_leads_nowhere() -> None:
    graph = toy_graph()
    stranger = Agency(identity.body_id(PLAN, "副市长"), "副市长", "unresolved")
    seats = tuple(replace(seat, agency=seat.agency or stranger.id) for seat in graph.memberships)
    delegations = tuple(replace(delegation, delegator=stranger.id) for delegation in graph.delegations)
    agencies = (*graph.agencies, stranger)
    found = list(quads(replace(graph, agencies=agencies, memberships=seats, delegations=delegations)))
    there = {quad.subject for quad in found if quad.predicate == TYPE}
    links = {q.object for q in found if isinstance(q.object, str) and q.object.startswith(ID)}
    assert links <= there
    assert {quad.subject for quad in found} == there
    assert any(q.object == f"{ID}division/990100" for q in found if q.predicate == term("inDivision"))


def test_counts_follow_the_graph() -> None:
    types = Counter(quad.object for quad in set(TOY) if quad.predicate == TYPE)
    graph = toy_graph()
    assert types[term("Assignment")] == len(graph.assignments) == 32
    assert types[term("Task")] == len({a.statement for a in graph.assignments}) == 12
    assert types[term("Citation")] == len(graph.citations)
    assert types[term("RoleBearer")] == len(graph.agencies)


def test_replacing_one_document_touches_only_its_graph() -> None:
    graph = toy_graph()
    changed = replace(
        graph,
        documents=tuple(replace(d, title="新标题") if d.id == PLAN else d for d in graph.documents),
    )
    before, after = set(TOY), set(quads(changed))
    assert {quad.graph for quad in before ^ after} == {GRAPH + PLAN}


def test_text_is_sorted_distinct_and_parses_to_the_same_quads() -> None:
    text = nquads(TOY)
    assert text == sorted(set(text)) == nquads(reversed(TOY))
    parsed = {
        (q.subject.value, q.predicate.value, q.object.value, q.graph_name.value)
        for q in ox.parse("".join(text).encode(), format=ox.RdfFormat.N_QUADS)
    }
    assert parsed == {
        (q.subject, q.predicate, q.object.value if isinstance(q.object, Literal) else q.object, q.graph)
        for q in TOY
    }
    assert len(ntriples(TOY)) == len({quad[:3] for quad in TOY})


NAMES = st.sampled_from(["u:a", "u:b", "u:a#b"])
VALUES = st.builds(Literal, st.text('a ^<>."\n', max_size=2), st.sampled_from(["u:a", Literal("").datatype]))


@given(st.lists(st.builds(Quad, NAMES, NAMES, NAMES | VALUES, NAMES), max_size=9))
def test_merging_sorted_lines_is_as_good_as_sorting_triples(found: list[Quad]) -> None:
    assert nquads(found) == sorted(set(map(line, found)))
    assert merged(nquads(found)) == ntriples(found)


def test_no_blank_nodes_no_percent_all_under_base() -> None:
    for quad in TOY:
        for part in (quad.subject, quad.graph, *([quad.object] if isinstance(quad.object, str) else [])):
            assert part.startswith(BASE)
            assert "%" not in part
            assert not re.search(r"\s", part)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_folded_id_is_an_iri_and_any_text_a_literal(text: str) -> None:
    node = iri(f"agency/{identity.fold(text)}")
    quad = Quad(node, term("fullName"), Literal(text), SHARED_GRAPH)
    [parsed] = ox.parse(line(quad).encode(), format=ox.RdfFormat.N_QUADS)
    assert (parsed.subject.value, parsed.object.value) == (node, text)


@pytest.mark.parametrize("bad", ["a b", "a<b", "a\nb", 'a"b', "a{b"])
def test_what_is_no_iri_is_refused(bad: str) -> None:
    with pytest.raises(DataError, match="cannot be an IRI"):
        iri(f"agency/{bad}")


def test_an_unknown_kind_of_citation_is_refused() -> None:
    graph = toy_graph()
    wrong = replace(graph, citations=tuple(replace(c, kind="likes") for c in graph.citations))
    with pytest.raises(DataError, match="likes"):
        list(quads(wrong))


def test_an_empty_graph_has_no_quads() -> None:
    assert list(quads(Graph())) == []
