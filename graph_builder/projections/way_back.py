"""From nodes and relationships back to RDF quads: the inverse of `property_graph`.

Asserted facts are read back by the schema; the derived graph is made anew from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Final

from graph_builder import derive
from graph_builder.errors import DataError
from graph_builder.projections.property_graph import (
    NAMED_VALUES,
    PLAIN,
    RESOURCE,
    TYPES,
    VALUES,
    Node,
    Property,
    Relationship,
    Scalar,
)
from graph_builder.projections.triples import TYPE, Literal, Quad, following, iri, term
from ontology import GRAPH, ID, ROLE, SHARED_GRAPH, Role

_COMFORT: Final = frozenset({"iri", "doc"})


def quads(nodes: Iterable[Node], relationships: Iterable[Relationship]) -> Iterator[Quad]:
    """Every quad of the graph that was projected, repeated ones once, derived ones made anew.

    DataError for a property or relationship type that the schema does not know.
    """
    graphs: dict[str, str] = {}
    facts = list(_of_nodes(nodes, graphs))
    asserted = list(dict.fromkeys(chain(facts, _of_relationships(relationships, graphs))))
    return chain(asserted, dict.fromkeys(_derived(asserted)))


def _of_nodes(nodes: Iterable[Node], graphs: dict[str, str]) -> Iterator[Quad]:
    """What nodes say; `graphs` is told which graph says it, by the node's id."""
    for node in nodes:
        graph = f"{GRAPH}{node.properties['doc']}" if "doc" in node.properties else SHARED_GRAPH
        graphs[node.id], subject = graph, iri(node.id)
        for label in node.labels:
            if label != RESOURCE:
                yield Quad(subject, TYPE, term(label), graph)
        for key, value in node.properties.items():
            if key not in _COMFORT:
                yield from (Quad(subject, *_fact(key, one), graph) for one in _each(value))


def _each(value: Property) -> Iterable[Scalar]:
    return value if isinstance(value, tuple | list) else (value,)


def _fact(key: str, value: Scalar) -> tuple[str, str | Literal]:
    if key in NAMED_VALUES:
        return term(key), f"{ROLE}{value}"
    if key not in VALUES:
        raise DataError(f"the schema has no property {key!r}")
    predicate, datatype = VALUES[key]
    return predicate, Literal(_lexical(value), datatype)


def _lexical(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _of_relationships(relationships: Iterable[Relationship], graphs: Mapping[str, str]) -> Iterator[Quad]:
    """What asserted links say, each in the graph of its start."""
    for link in relationships:
        if link.type not in TYPES:
            raise DataError(f"the schema has no relationship type {link.type!r}")
        if link.type in PLAIN:
            yield Quad(iri(link.start), TYPES[link.type], iri(link.end), graphs[link.start])


def _derived(asserted: Iterable[Quad]) -> Iterator[Quad]:
    links: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in asserted:
        if not isinstance(quad.object, Literal):
            links[quad.predicate][quad.subject.removeprefix(ID)].append(quad.object.removeprefix(ID))

    def pairs(first: str, second: str) -> list[tuple[str, str]]:
        left, right = links[term(first)], links[term(second)]
        return [(left[fact][0], right[fact][0]) for fact in sorted(left.keys() & right.keys())]

    members = {body: tuple(sorted(found)) for body, found in links[term("hasMemberAgency")].items()}
    edges = _edges(links[term("assignee")], links[term("role")], links[term("onTask")])
    return following(edges, members, pairs("delegator", "delegate"), pairs("memberAgency", "ofGroup"))


def _edges(
    bearers: Mapping[str, list[str]], roles: Mapping[str, list[str]], tasks: Mapping[str, list[str]]
) -> tuple[derive.RoleEdge, ...]:
    behind: defaultdict[tuple[str, Role, str], list[str]] = defaultdict(list)
    for assignment, (bearer, *_) in bearers.items():
        role = Role(roles[assignment][0].removeprefix(ROLE))
        behind[tasks[assignment][0], role, bearer].append(assignment)
    return tuple(sorted(derive.RoleEdge(*key, tuple(sorted(ids))) for key, ids in behind.items()))
