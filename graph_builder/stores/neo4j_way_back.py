"""What a Neo4j server holds of ours, read back: notes, counts, nodes, relationships, RDF quads.

Ours is a node labelled `Resource` whose `iri` is that of its `id`, and a relationship of the schema's types
between two such nodes (a derived one with its id). Labels, properties and relationships of other types
that others added to our nodes are not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from graph_builder import derive
from graph_builder.projections import way_back
from graph_builder.projections.property_graph import (
    LABELS,
    NAMED_VALUES,
    PLAIN,
    RESOURCE,
    TYPES,
    VALUES,
    Node,
    Property,
    Relationship,
    plain,
    schema,
)
from graph_builder.projections.triples import Quad
from graph_builder.stores.ddl import MARK
from graph_builder.stores.neo4j import Neo4jStore
from graph_builder.stores.units import DEPENDENCES, DERIVED, SHARED, Counts
from ontology import ID, Role

_NODE: Final = f"MATCH (n:{RESOURCE}) WHERE n.iri = $base + n.id WITH n, coalesce(n.doc, $shared) AS unit"
_LINK: Final = (
    f"MATCH (a:{RESOURCE}) WHERE a.iri = $base + a.id MATCH (a)-[r]->(b:{RESOURCE}) "
    "WHERE type(r) IN $plain OR (type(r) IN $bearing AND r.id IS NOT NULL) "
    "WITH a, r, b WHERE b.iri = $base + b.id WITH a, r, b, "
    "CASE WHEN type(r) IN $dependences THEN $derived ELSE coalesce(r.doc, a.doc, $shared) END AS unit"
)
_TERMS: Final[Mapping[str, Any]] = {
    "base": ID,
    "shared": SHARED,
    "derived": DERIVED,
    "plain": sorted(PLAIN),
    "bearing": sorted(TYPES.keys() - PLAIN),
    "dependences": list(DEPENDENCES),
}
_LINK_KEYS: Final = frozenset(schema()["comfort"])
_KEYS: Final = frozenset(VALUES) | {*NAMED_VALUES, "iri", "doc"}


def is_empty(store: Neo4jStore) -> bool:
    """Whether the database holds nothing that bears a label of ours."""
    return not store.read(f"MATCH (n:{RESOURCE}|{MARK}) RETURN 1 LIMIT 1")


def totals(store: Neo4jStore, names: Iterable[str]) -> Counts:
    """How many there are of a label (`:Task`) or type, whoever's they are: the server need not look."""
    asked = [*names]
    patterns = [f"(n{name})" if name.startswith(":") else f"()-[:{name}]->()" for name in asked]
    [[found]] = store.read(f"RETURN [{', '.join(f'COUNT {{ {pattern} }}' for pattern in patterns)}]")
    return Counts(dict(zip(asked, found, strict=True)))


def digests(store: Neo4jStore) -> dict[str, str]:
    """The digest of each unit that a load wrote to its end."""
    return dict(store.read(f"MATCH (m:{MARK}) RETURN m.unit, m.digest"))


def counts(store: Neo4jStore) -> dict[str, Counts]:
    """The server's own counts by unit: nodes by label, relationships by type."""
    found: defaultdict[str, Counts] = defaultdict(Counts)
    for unit, labels, count in store.read(f"{_NODE} RETURN unit, labels(n), count(*)", _TERMS):
        for label in _ours(labels):
            found[unit][f":{label}"] += count
    for unit, type_, count in store.read(f"{_LINK} RETURN unit, type(r), count(*)", _TERMS):
        found[unit][type_] += count
    return dict(found)


def nodes(store: Neo4jStore, units: Iterable[str] | None = None) -> Iterator[Node]:
    """The nodes of some units, or of all."""
    for id_, labels, properties in store.read(
        f"{_NODE} {_chosen(units)} RETURN n.id, labels(n), properties(n)", _terms(units)
    ):
        held = {key: _value(value) for key, value in properties.items() if key in _KEYS}
        yield Node(id_, _ours(labels), dict(sorted(held.items())))


def links(store: Neo4jStore, units: Iterable[str] | None = None) -> Iterator[Relationship]:
    """The relationships of some units, or of all."""
    for type_, start, end, properties in store.read(
        f"{_LINK} {_chosen(units)} RETURN type(r), a.id, b.id, properties(r)", _terms(units)
    ):
        if type_ in PLAIN:
            yield plain(type_, start, end)
        else:
            held = {key: _value(value) for key, value in properties.items() if key in _LINK_KEYS}
            yield Relationship(properties["id"], type_, start, end, held)


def role_edges(store: Neo4jStore, documents: Iterable[str]) -> tuple[derive.RoleEdge, ...]:
    """Who holds which role in which task, as some documents on the server say it."""
    found = store.read(
        f"MATCH (x:Assignment:{RESOURCE}) WHERE x.doc IN $documents MATCH (x)-[:ASSIGNEE]->(a) "
        "MATCH (x)-[:ON_TASK]->(t) RETURN t.id, x.role, a.id, collect(x.id)",
        {"documents": list(documents)},
    )
    edges = (
        derive.RoleEdge(task, Role(role), bearer, tuple(sorted(ids))) for task, role, bearer, ids in found
    )
    return tuple(sorted(edges))


def strangers(store: Neo4jStore) -> set[str]:
    """Ids of nodes that are labelled `Resource` and are not ours: an id of ours among them would clash."""
    found = store.read(
        f"MATCH (n:{RESOURCE}) WHERE n.id IS NOT NULL AND coalesce(n.iri <> $base + n.id, true) RETURN n.id",
        {"base": ID},
    )
    return {id_ for (id_,) in found if isinstance(id_, str)}


def read_back(store: Neo4jStore) -> Iterator[Quad]:
    """The RDF quads of everything on the server, isomorphic to what was loaded; derived ones made anew."""
    return way_back.quads(nodes(store), links(store))


def _chosen(units: Iterable[str] | None) -> str:
    return "" if units is None else "WHERE unit IN $units"


def _terms(units: Iterable[str] | None) -> dict[str, Any]:
    return {**_TERMS, "units": None if units is None else list(units)}


def _ours(labels: Iterable[str]) -> tuple[str, ...]:
    return (RESOURCE, *sorted(LABELS.intersection(labels)))


def _value(value: Any) -> Property:
    """Lists as tuples, dates as Python's; what others wrote may be anything."""
    if isinstance(value, list):
        return tuple(value)
    native: Property = value.to_native() if hasattr(value, "to_native") else value
    return native
