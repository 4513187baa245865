"""What is found without SHACL: each kind once in the toy city or in a graph made for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from toy import body, toy_graph

from graph_builder.check.findings import Finding, findings, ordered, tally
from graph_builder.check.matters import lead_conflicts, same_matters
from graph_builder.identity import task_id
from graph_builder.model import Graph, Span, Statement
from ontology import Role


def of(graph: Graph, kind: str) -> list[Finding]:
    return [one for one in findings(graph) if one.kind == kind]


def statement(graph: Graph, start: str) -> Statement:
    return next(one for one in graph.statements if one.task.startswith(start))


def changed(graph: Graph, old: Statement, **fields: object) -> Graph:
    new = replace(old, **fields)  # type: ignore[arg-type]
    return replace(graph, statements=tuple(new if one is old else one for one in graph.statements))


def test_a_task_that_only_supporters_have_misses_its_lead() -> None:
    graph = toy_graph()
    (one,) = of(graph, "missing-lead")
    assert one.subject == task_id(statement(graph, "做好用电保障").id)
    assert one.document == statement(graph, "做好用电保障").document


def test_several_leads_are_found_unless_the_text_splits_them() -> None:
    (one,) = of(toy_graph(), "several-leads")
    assert one.words.startswith("落实电价补贴")
    assert one.detail == "云州市能源局、云州市财政局"


def test_one_matter_with_different_leads_is_a_candidate() -> None:
    graph = toy_graph()
    (one,) = of(graph, "lead-conflict")
    assert {one.words[:6], one.detail.split("：")[1][:6]} == {"推进“煤改电"}
    assert "云州市能源局" in one.detail
    assert "云州市发展和改革委员会" in one.detail
    assert one.score is not None
    assert 0.2 <= one.score <= 1


def test_one_matter_with_one_lead_is_no_conflict() -> None:
    graph = toy_graph()
    (pair,) = lead_conflicts(graph)
    same = tuple(
        replace(one, agency=body("市能源局"))
        if one.statement in (pair.one, pair.other) and one.role is Role.LEAD
        else one
        for one in graph.assignments
    )
    assert lead_conflicts(replace(graph, assignments=same)) == ()
    assert pair in same_matters(graph)


def test_a_matter_needs_two_words_and_another_document() -> None:
    graph = toy_graph()
    (pair,) = lead_conflicts(graph)
    one = next(found for found in graph.statements if found.id == pair.one)
    assert lead_conflicts(changed(graph, one, terms=one.terms[:1])) == ()
    other = next(found for found in graph.statements if found.id == pair.other)
    assert same_matters(changed(graph, one, document=other.document)) == ()


def test_names_of_bodies_and_places_tell_no_matter() -> None:
    graph = toy_graph()
    (pair,) = same_matters(graph)
    named = graph.statements
    for found in graph.statements:
        if found.id in (pair.one, pair.other):
            named = tuple(replace(one, terms=("东山", "云州")) if one is found else one for one in named)
    assert same_matters(replace(graph, statements=named)) == ()


def test_scores_do_not_depend_on_the_order_of_tasks() -> None:
    graph = toy_graph()
    turned = replace(graph, statements=graph.statements[::-1], assignments=graph.assignments[::-1])
    assert same_matters(turned) == same_matters(graph)


def test_guidance_alone_is_vague() -> None:
    graph = toy_graph()
    assert of(graph, "vague-duty") == []
    target = statement(graph, "筹措补助资金")
    guided = tuple(
        replace(one, role=Role.GUIDE) if one.statement == target.id else one for one in graph.assignments
    )
    (one,) = of(replace(graph, assignments=guided), "vague-duty")
    assert (one.words[:6], one.detail) == ("筹措补助资金", "云州市财政局")


def test_a_name_that_nothing_settled_is_counted_by_document() -> None:
    (one,) = of(toy_graph(), "unresolved-name")
    assert (one.words, one.detail) == ("市铁路办", "× 1")


def test_a_deadline_before_its_document() -> None:
    graph = toy_graph()
    target = next(one for one in graph.statements if one.due_date)
    assert of(graph, "early-deadline") == []
    (one,) = of(changed(graph, target, due_date="2001-01-01"), "early-deadline")
    assert one.subject == task_id(target.id)


def test_spans_and_ids_that_do_not_fit_are_our_errors() -> None:
    graph = toy_graph()
    assert of(graph, "quote") == of(graph, "minted-id") == []
    first = graph.assignments[0]
    moved = replace(first, span=Span(0, 2))
    (one,) = of(replace(graph, assignments=(moved, *graph.assignments[1:])), "quote")
    assert (one.severity, one.subject) == ("violation", first.id)
    target = graph.statements[0]
    assert [one.severity for one in of(changed(graph, target, span=Span(5, 5)), "quote")] == ["violation"]
    agency = next(one for one in graph.agencies if one.kind == "agency")
    others = tuple(replace(one, label="别名") if one is agency else one for one in graph.agencies)
    (one,) = of(replace(graph, agencies=others), "minted-id")
    assert one.detail == "agency/别名"


def test_an_empty_graph_has_nothing() -> None:
    assert findings(Graph()) == ()
    assert tally(()) == {}


@pytest.mark.parametrize("severity", ["info", "warning", "violation"])
def test_the_worst_comes_first(severity: str) -> None:
    found = ordered(Finding("x", one, "a") for one in ("info", severity, "violation"))
    assert found[0].severity == "violation"
    assert found[-1].severity == "info"
