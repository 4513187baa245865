"""A graph as nodes and relationships for Neo4j: the RDF quads read the other way, so nothing is lost.

A subject becomes a node, its classes labels, its literals properties, its links relationships in
UPPER_SNAKE. `schema()` is the key for the way back. Derived edges carry `derived: true`, are made anew
with every load and never read back; they alone differ in shape from RDF:

    role edge     one for each assignment, bearing its id (RDF has one triple a bearer, role and task)
    DEPENDS_ON    one for each basis, with `basis` and `weight`, the number of tasks

A node that one document says bears `doc`, the document's id; what is shared has none. A link that is
asserted belongs where its start belongs, and bears nothing: type and ends say all of it. A derived one
bears its id, for it may run beside others, and `doc` where it follows from one document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, Final

from graph_builder import derive, identity
from graph_builder.errors import DataError
from graph_builder.lookup import Lookup
from graph_builder.model import Document, Graph
from graph_builder.projections.triples import (
    BOOLEAN,
    DATE,
    INTEGER,
    LABEL,
    LANGUAGE,
    STRING,
    TYPE,
    Literal,
    Quad,
    document_quads,
    iri,
    shared_quads,
    term,
)
from ontology import (
    BEARER_CLASS,
    CITATION_PROPERTY,
    DIRECT_PROPERTY,
    GRAPH,
    ID,
    MEMBER_PROPERTY,
    ONTOLOGY,
    ROLE,
)

Scalar = str | int | bool | date
Property = Scalar | tuple[Scalar, ...]

RESOURCE: Final = "Resource"
"""The label that every node bears; its `id` is unique."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LABELS: Final = frozenset(BEARER_CLASS.values()) | frozenset(
    _words("""
    RoleBearer AgencyName AdminDivision Document OfficialDocument Instrument CitedDocument SourceText
    TextSpan StatedFact Task Assignment Delegation GroupMembership Citation
    """)
)
"""Every other label: the local names of the ontology's classes."""

ASSERTED: Final = (
    *_words("hasName inDivision parentDivision hasMemberAgency issuedBy printedIn statedIn evidence"),
    *_words("mentionedAt inSource assignee onTask delegator delegate ofGroup memberAgency citedDocument"),
    *CITATION_PROPERTY.values(),
)
"""Properties whose links are read back."""

DERIVED: Final = (
    *DIRECT_PROPERTY.values(),
    *MEMBER_PROPERTY.values(),
    *["dependsOn", "dependsOnImplementation", "delegatesTo", "memberOfGroup"],
)
"""Properties whose links follow from the rest."""

NAMED_VALUES: Final = ("role", "seatRole")
"""Properties whose values are the ontology's roles: kept as the role's name, not as a link to a node."""

LISTS: Final = ("addressee", "attachment", "word")
"""Properties with any number of values: always arrays, sorted."""

_DATATYPES: Final = {
    DATE: "issueDate deadline",
    INTEGER: "start end textLength",
    BOOLEAN: "openList inferred",
    STRING: """
        fullName level nameText nameKind nameBasis divisionCode shortName title documentNumber docType
        issuerName place approvedBy addressee attachment fileName encoding exact sectionPath statementKind
        pattern surfaceForm heading taskText deadlineText deadlinePrecision word distribution resolvedBy
        post citationKind citedTitle citedNumber
    """,
}

VALUES: Final = {
    "label": (LABEL, STRING),
    "language": (LANGUAGE, STRING),
    **{key: (term(key), datatype) for datatype, keys in _DATATYPES.items() for key in _words(keys)},
}
"""Property key -> IRI of its predicate and of its datatype."""

_KEYS: Final = {predicate: key for key, (predicate, _) in VALUES.items()}
_UPPER: Final = re.compile(r"(?<!^)(?=[A-Z])")


def type_of(local: str) -> str:
    """The relationship type of a property: `hasMemberAgency` becomes `HAS_MEMBER_AGENCY`."""
    return _UPPER.sub("_", local).upper()


TYPES: Final = {type_of(local): term(local) for local in (*ASSERTED, *DERIVED)}
"""Relationship type -> IRI of its predicate; no type is ever made from text."""

PLAIN: Final = frozenset(map(type_of, ASSERTED))
"""Types of which one relationship at most runs from a node to another: they bear no id and no property."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node; labels sorted, `properties` without the id."""

    id: str
    labels: tuple[str, ...]
    properties: dict[str, Property]


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship, known by type and id; the id of a plain one follows from its type and ends."""

    id: str
    type: str
    start: str
    end: str
    properties: dict[str, Property]


Part = tuple[tuple[Node, ...], tuple[Relationship, ...]]
"""Nodes and relationships, each sorted."""


def schema() -> dict[str, Any]:
    """The key for the way back to RDF, as plain data."""
    return {
        "node_key": "id",
        "iri": {"ids": ID, "graphs": GRAPH, "roles": ROLE, "labels": ONTOLOGY},
        "labels": sorted(LABELS),
        "properties": {
            key: {"iri": predicate, "datatype": datatype, "list": key in LISTS}
            for key, (predicate, datatype) in sorted(VALUES.items())
        },
        "named_values": {name: term(name) for name in NAMED_VALUES},
        "relationships": {
            type_of(local): {"iri": term(local), "derived": local in DERIVED}
            for local in sorted((*ASSERTED, *DERIVED))
        },
        "comfort": ["doc", "iri", "derived", "basis", "weight", "docNumber", "date", "surface", "through"],
    }


def shared_part(graph: Graph) -> Part:
    """Nodes and relationships that belong to no one document."""
    return _part(shared_quads(graph), None)


def document_part(document: Document, look: Lookup) -> Part:
    """What one document says."""
    return _part(document_quads(document, look), document.id)


def _part(quads: Iterable[Quad], doc: str | None) -> Part:
    labels: defaultdict[str, set[str]] = defaultdict(set)
    values: defaultdict[str, defaultdict[str, set[Scalar]]] = defaultdict(lambda: defaultdict(set))
    links: dict[tuple[str, str], Relationship] = {}
    for subject, predicate, value, _ in quads:
        id_ = subject.removeprefix(ID)
        if predicate == TYPE:
            labels[id_].add(str(value).removeprefix(ONTOLOGY))
        elif isinstance(value, Literal):
            values[id_][_KEYS[predicate]].add(_scalar(value))
        elif value.startswith(ROLE):
            values[id_][predicate.removeprefix(ONTOLOGY)].add(value.removeprefix(ROLE))
        else:
            link = plain(type_of(predicate.removeprefix(ONTOLOGY)), id_, value.removeprefix(ID))
            links[link.type, link.id] = link
    own: dict[str, Property] = {} if doc is None else {"doc": doc}
    nodes = (
        Node(
            id_,
            (RESOURCE, *sorted(labels[id_])),
            {"iri": iri(id_), **own, **dict(_properties(id_, values[id_]))},
        )
        for id_ in sorted(labels)
    )
    return tuple(nodes), tuple(links[key] for key in sorted(links))


def plain(type_: str, start: str, end: str) -> Relationship:
    """An asserted relationship."""
    return Relationship(identity.link_id(type_, start, end), type_, start, end, {})


def _scalar(value: Literal) -> Scalar:
    if value.datatype == INTEGER:
        return int(value.value)
    if value.datatype == BOOLEAN:
        return value.value == "true"
    return date.fromisoformat(value.value) if value.datatype == DATE else value.value


def _properties(id_: str, values: dict[str, set[Scalar]]) -> Iterator[tuple[str, Property]]:
    for key, found in sorted(values.items()):
        if key in LISTS:
            yield key, tuple(sorted(found, key=str))
        elif len(found) == 1:
            yield key, next(iter(found))
        else:
            raise DataError(f"{id_} has {len(found)} values of {key}, which holds one")


def derived_part(graph: Graph) -> tuple[Relationship, ...]:
    """What follows from the rest, sorted by type and id."""
    edges = derive.role_edges(graph)
    links = chain(
        _role_links(graph), _member_links(graph, edges), dependence_links(edges), _other_links(graph)
    )
    return tuple(sorted(links, key=lambda link: (link.type, link.id)))


def _role_links(graph: Graph) -> Iterator[Relationship]:
    documents = Lookup(graph).documents
    for assignment in graph.assignments:
        document = documents[assignment.document]
        copies = {
            "doc": document.id,
            "docNumber": document.number,
            "date": document.date and date.fromisoformat(document.date),
            "surface": assignment.surface,
            "derived": True,
        }
        yield Relationship(
            assignment.id,
            type_of(DIRECT_PROPERTY[assignment.role]),
            assignment.agency,
            identity.task_id(assignment.statement),
            {key: value for key, value in copies.items() if value is not None},
        )


def _member_links(graph: Graph, edges: Iterable[derive.RoleEdge]) -> Iterator[Relationship]:
    documents = {assignment.id: assignment.document for assignment in graph.assignments}
    for edge in derive.member_edges(derive.members(graph), edges):
        type_, through = type_of(MEMBER_PROPERTY[edge.role]), str(edge.through)
        properties: dict[str, Property] = {
            "doc": documents[edge.assignments[0]],
            "through": through,
            "derived": True,
        }
        id_ = identity.derived_id(type_, edge.bearer, edge.task, through)
        yield Relationship(id_, type_, edge.bearer, edge.task, properties)


def dependence_links(edges: tuple[derive.RoleEdge, ...]) -> Iterator[Relationship]:
    """The dependences that role edges give, over all documents: the derived edges that belong to none."""
    for link in (*derive.dependences(edges), *derive.implementation_dependences(edges)):
        local = "dependsOnImplementation" if link.basis == "implementation" else "dependsOn"
        id_ = identity.derived_id(type_of(local), link.dependent, link.supporter, link.basis)
        properties: dict[str, Property] = {"basis": link.basis, "weight": len(link.tasks), "derived": True}
        yield Relationship(id_, type_of(local), link.dependent, link.supporter, properties)


def _other_links(graph: Graph) -> Iterator[Relationship]:
    for delegation in graph.delegations:
        properties: dict[str, Property] = {"doc": delegation.document, "derived": True}
        type_ = type_of("delegatesTo")
        yield Relationship(delegation.id, type_, delegation.delegator, delegation.delegate, properties)
    for seat in graph.memberships:
        if seat.agency is not None:
            properties = {"doc": seat.document, "derived": True}
            yield Relationship(seat.id, type_of("memberOfGroup"), seat.agency, seat.group, properties)


def property_graph(graph: Graph) -> Part:
    """All nodes and relationships of a graph, shared, of each document, and derived."""
    look = Lookup(graph)
    parts = [shared_part(graph), *(document_part(document, look) for document in graph.documents)]
    nodes = tuple(sorted((node for nodes, _ in parts for node in nodes), key=lambda node: node.id))
    links = (*(link for _, links in parts for link in links), *derived_part(graph))
    return nodes, tuple(sorted(links, key=lambda link: (link.type, link.id)))
