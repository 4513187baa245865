"""The hand-made graph keeps what it promises to the tests that use it."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from operator import attrgetter

import pytest
from toy import HOSTILE, toy_graph

from graph_builder.lookup import Lookup
from graph_builder.model import Graph
from ontology import TASK_ROLES, Kind, Role

GRAPH = toy_graph()
LOOK = Lookup(GRAPH)


def test_every_span_quotes_its_words() -> None:
    for statement in GRAPH.statements:
        for mention in statement.mentions:
            assert LOOK.quote(statement.source, mention.span) == mention.surface
    for assignment in GRAPH.assignments:
        assert LOOK.quote(assignment.source, assignment.span) == assignment.surface
    for fate in GRAPH.fates:
        assert LOOK.quote(LOOK.documents[fate.document].source, fate.span) == fate.word
    for citation in GRAPH.citations:
        words = LOOK.quote(LOOK.documents[citation.document].source, citation.span)
        assert words in (citation.number, citation.title)


@pytest.mark.parametrize("field", [field.name for field in fields(Graph) if field.name != "fates"])
def test_records_are_there_sorted_and_distinct(field: str) -> None:
    ids = [record.id for record in getattr(GRAPH, field)]
    assert ids
    assert ids == sorted(set(ids))


def test_it_holds_every_kind_and_task_role() -> None:
    assert {statement.kind for statement in GRAPH.statements} == set(Kind)
    assert {assignment.role for assignment in GRAPH.assignments} == set(TASK_ROLES)
    assert any(HOSTILE in statement.task for statement in GRAPH.statements)
    assert {agency.kind for agency in GRAPH.agencies} == {
        "agency",
        "body",
        "collective",
        "group",
        "unresolved",
    }


def test_every_reference_is_there() -> None:
    agencies = set(map(attrgetter("id"), GRAPH.agencies))
    statements = set(map(attrgetter("id"), GRAPH.statements))
    assert {assignment.agency for assignment in GRAPH.assignments} <= agencies
    assert {name.agency for name in GRAPH.names} <= agencies
    assert {assignment.statement for assignment in GRAPH.assignments} <= statements
    assert {member for agency in GRAPH.agencies for member in agency.members} <= agencies


def test_counts() -> None:
    assert {field.name: len(getattr(GRAPH, field.name)) for field in fields(Graph)} == {
        "sources": 2,
        "documents": 3,
        "statements": 14,
        "fates": 9,
        "agencies": 18,
        "names": 30,
        "divisions": 4,
        "assignments": 32,
        "memberships": 4,
        "delegations": 1,
        "citations": 6,
    }
    assert Counter(assignment.role for assignment in GRAPH.assignments)[Role.LEAD] == 10
