"""The graph as networks of networkx.

Each network says by which rule it was projected (`network.graph["rule"]`), and holds plain
strings, numbers and truth values only, in a fixed order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

import networkx as nx

from exports.text import Places, clean
from graph_builder.derive import coordinations, dependences, role_edges
from graph_builder.identity import task_id
from graph_builder.lookup import Lookup
from graph_builder.model import Agency, Graph, Statement
from ontology import ROLE_LABELS

Network = nx.Graph
"""Any network of networkx; those of this module are `MultiDiGraph`s, but for coordination."""

ASSIGNMENTS_RULE: Final = (
    "Nodes are bodies and tasks. One edge for each assignment, from the body to the task, with its role, "
    "words and document; parallel edges are different assignments."
)
COORDINATION_RULE: Final = (
    "Nodes are bodies. An undirected edge joins two bodies that both hold a role, of any kind, on one task. "
    "tasks = such tasks, documents = documents that order them; weight = {weight}. {collectives}"
)
DEPENDENCE_RULE: Final = (
    "Nodes are bodies. An edge from X to Y says that X depends on Y: on some task Y supports, and X leads it "
    "(kind lead) or, where no body leads it, X is its one responsible body (kind sole). weight = tasks. "
    "Dependence is not subordination. {collectives}"
)
WITHOUT_COLLECTIVES: Final = "Collectives (各县（市、区）人民政府) are left out."
WITH_COLLECTIVES: Final = "Collectives (各县（市、区）人民政府) are nodes of their own."


def to_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """Bodies and tasks as nodes, one edge for each assignment, keyed by its id.

    Bodies carry `type` (`body`), `label`, `kind`, `level`, `division`; tasks `type` (`task`), `label`,
    `document`, `number`, `path`, `due`, `quote`; edges `id`, `role`, `label`, `surface`, `distribution`,
    `inferred`, `document`, `number`, `quote`. What a record lacks is an empty string.
    """
    lookup = Lookup(graph)
    places = Places(lookup)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="assignments", rule=ASSIGNMENTS_RULE)
    for agency in graph.agencies:
        if agency.id in lookup.assignments_to:
            network.add_node(agency.id, **_body(agency))
    quotes: dict[str, str] = {}
    for statement in graph.statements:
        if statement.id in lookup.assignments_of:
            quotes[statement.id] = clean(places.quote(statement.source, statement.span))
            network.add_node(task_id(statement.id), **_task(lookup, statement, quotes[statement.id]))
    for one in graph.assignments:
        network.add_edge(
            one.agency,
            task_id(one.statement),
            key=one.id,
            id=one.id,
            role=str(one.role),
            label=ROLE_LABELS[one.role][0],
            surface=clean(one.surface),
            distribution=one.distribution or "",
            inferred=one.inferred,
            document=one.document,
            number=clean(lookup.documents[one.document].number or ""),
            quote=quotes[one.statement],
        )
    return network


def coordination(graph: Graph, *, weight: str = "tasks", collectives: bool = False) -> nx.Graph[str]:
    """The one-mode projection on bodies; `weight` counts `tasks` or `documents`. Lone bodies stay."""
    lookup = Lookup(graph)
    bodies = _bodies(lookup, collectives=collectives)
    rule = COORDINATION_RULE.format(weight=weight, collectives=_said(collectives=collectives))
    network: nx.Graph[str] = nx.Graph(name="coordination", rule=rule)
    network.add_nodes_from((id_, _body(agency)) for id_, agency in bodies.items())
    for pair in coordinations(edge for edge in role_edges(graph) if edge.bearer in bodies):
        documents = {lookup.statements[task.removeprefix("task/")].document for task in pair.tasks}
        counts = {"tasks": len(pair.tasks), "documents": len(documents)}
        network.add_edge(pair.a, pair.b, weight=counts[weight], **counts)
    return network


def dependence(graph: Graph, *, collectives: bool = False) -> nx.MultiDiGraph[str]:
    """Who depends on whom: an edge for each basis (`kind` lead or sole), `weight` in tasks."""
    bodies = _bodies(Lookup(graph), collectives=collectives)
    rule = DEPENDENCE_RULE.format(collectives=_said(collectives=collectives))
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="dependsOn", rule=rule)
    network.add_nodes_from((id_, _body(agency)) for id_, agency in bodies.items())
    for link in dependences(role_edges(graph)):
        if link.dependent in bodies and link.supporter in bodies:
            network.add_edge(
                link.dependent, link.supporter, key=link.basis, kind=link.basis, weight=len(link.tasks)
            )
    return network


PROJECTIONS: Final[Mapping[str, Callable[[Graph], Network[str]]]] = {
    "assignments": to_networkx,
    "coordination": coordination,
    "dependsOn": dependence,
}
"""The networks that a file can hold, by name."""


def shared_tasks(graph: Graph) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """For each pair of bodies (smaller id first, no collectives) the tasks on which both hold a role."""
    bodies = _bodies(Lookup(graph), collectives=False)
    edges = (edge for edge in role_edges(graph) if edge.bearer in bodies)
    return {(pair.a, pair.b): pair.tasks for pair in coordinations(edges)}


def labels(network: Network[str]) -> dict[str, str]:
    """Node -> a label that no other node bears: its own, with `~2`, `~3` where that is taken."""
    named: dict[str, str] = {}
    taken: defaultdict[str, int] = defaultdict(int)
    for node, label in network.nodes(data="label"):
        name = str(label)
        while taken[name]:
            taken[str(label)] += 1
            name = f"{label}~{taken[str(label)]}"
        taken[name] += 1
        named[node] = name
    return named


def _said(*, collectives: bool) -> str:
    return WITH_COLLECTIVES if collectives else WITHOUT_COLLECTIVES


def _bodies(lookup: Lookup, *, collectives: bool) -> dict[str, Agency]:
    """Bodies with a role in a task, by id."""
    return {
        agency.id: agency
        for agency in lookup.graph.agencies
        if agency.id in lookup.assignments_to and (collectives or agency.kind != "collective")
    }


def _body(agency: Agency) -> dict[str, Any]:
    return {
        "type": "body",
        "label": clean(agency.label),
        "kind": agency.kind,
        "level": agency.level or "",
        "division": agency.division or "",
    }


def _task(lookup: Lookup, statement: Statement, quote: str) -> dict[str, Any]:
    return {
        "type": "task",
        "label": clean(statement.task),
        "document": statement.document,
        "number": clean(lookup.documents[statement.document].number or ""),
        "path": clean(statement.path),
        "due": clean(statement.due or ""),
        "quote": quote,
    }
