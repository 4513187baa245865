"""Graphs made from a graph: with some of its documents, or with a document that says something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from graph_builder.model import Assignment, Graph


def only(graph: Graph, documents: Iterable[str]) -> Graph:
    """What is left of a graph with these documents alone; what documents share stays."""
    left = set(documents)
    bodies = {assignment.agency for assignment in graph.assignments if assignment.document in left}
    return replace(
        graph,
        documents=tuple(one for one in graph.documents if one.id in left),
        statements=tuple(one for one in graph.statements if one.document in left),
        fates=tuple(one for one in graph.fates if one.document in left),
        agencies=tuple(one for one in graph.agencies if one.kind != "unresolved" or one.id in bodies),
        assignments=tuple(one for one in graph.assignments if one.document in left),
        memberships=tuple(one for one in graph.memberships if one.document in left),
        delegations=tuple(one for one in graph.delegations if one.document in left),
        citations=tuple(one for one in graph.citations if one.document in left),
    )


def with_assignments(graph: Graph, change: Callable[[Assignment], Iterable[Assignment]]) -> Graph:
    """The graph with each assignment replaced by what `change` makes of it."""
    made = (new for old in graph.assignments for new in change(old))
    return replace(graph, assignments=tuple(sorted(made, key=lambda one: one.id)))
