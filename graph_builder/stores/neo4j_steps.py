"""What to write, as rows and the statements in Cypher that take them: pure.

Texts are made of the closed vocabulary of labels, types and keys alone; whatever was read is a value in a
row. A key stands in the statement once instead of in each row. `$base` is what every IRI begins with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from graph_builder.projections.property_graph import PLAIN, Node, Property, Relationship
from graph_builder.stores.difference import Delta
from graph_builder.stores.neo4j_stars import Star, constellation

T = TypeVar("T")
K = TypeVar("K")
Row = tuple[Property | None, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Rows with the statement that writes them and returns how many it took; a row holds `size` records."""

    what: str
    rows: Iterable[Row]
    cypher: str
    size: int = 1


def changes(delta: Delta) -> Iterator[Step]:
    """Everything, in order; each step may be taken twice."""
    for type_, gone in _grouped(delta.stale_links, lambda link: link.type):
        yield Step(type_, [(link.start, link.end, link.id) for link in gone], _delete_link(type_))
    for labels, nodes in _grouped(delta.nodes, lambda node: node.labels):
        keys = _keys(nodes)
        rows = [(node.id, *map(node.properties.get, keys)) for node in nodes]
        yield Step(":".join(labels), rows, _merge_node(labels, keys))
    for part, ids in sorted(delta.stale_parts.items()):
        yield Step(part, [(id_,) for id_ in ids], _remove(part))
    yield from _links(delta.links)
    if delta.stale_nodes:
        yield Step("removed nodes", [(node.id,) for node in delta.stale_nodes], _delete_node())


def creations(delta: Delta) -> Iterator[Step]:
    """Everything where nothing is there yet; those before a step have to be finished.

    Stars are created: the rule that ids of nodes are unique guards the links in the same row as well. Links
    that come by themselves are merged, for somebody else may have written them by then.
    """
    found = constellation(delta.nodes, delta.links)
    yield from map(_star, found.stars)
    yield from _links(found.loose)


def _links(links: Iterable[Relationship]) -> Iterator[Step]:
    for type_, members in _grouped(links, lambda link: link.type):
        keys = _keys(members)
        yield Step(type_, map(_link_row(type_, keys), members), _merge_link(type_, keys))


def _star(star: Star) -> Step:
    keys, own = [key for key in _keys(star.nodes) if key != "iri"], _keys(star.links)
    columns = [[node.id for node in star.nodes], *_columns(star.nodes, keys), *star.ends]
    rows = zip(*columns, *_columns(star.links, own), strict=True)
    size = 1 + len(star.arms) + bool(star.links)
    return Step(":".join(star.nodes[0].labels), rows, _create_star(star, keys, own), size)


def _columns(records: Sequence[Node | Relationship], keys: Iterable[str]) -> list[list[Property | None]]:
    """The values of each key."""
    return [[record.properties.get(key) for record in records] for key in keys]


def _link_row(type_: str, keys: Sequence[str]) -> Callable[[Relationship], Row]:
    """What makes a row of a link of a type."""
    if type_ in PLAIN:
        return lambda link: (link.start, link.end)
    return lambda link: (link.start, link.end, link.id, *map(link.properties.get, keys))


def _keys(records: Iterable[Node | Relationship]) -> list[str]:
    """Every key of any record."""
    return sorted({key for record in records for key in record.properties})


_ENDS: Final = "UNWIND $rows AS row MATCH (a:Resource {id: row[0]}) MATCH (b:Resource {id: row[1]})"


def _create_star(star: Star, keys: Sequence[str], own: Sequence[str]) -> str:
    """A row: id, values of the node, ends of the arms, values of the own link."""
    labels, first = ":".join(star.nodes[0].labels), 1 + len(keys)
    ends = [f"MATCH (e{arm}:Resource {{id: row[{first + arm}]}})" for arm in range(len(star.arms))]
    node = f"(n:{labels} {{id: row[0], iri: $base + row[0], {_values(keys, ': ', 1)}}})"
    links = [f"(n)-[:{type_}]->(e{arm})" for arm, type_ in enumerate(star.arms)]
    if star.links:
        start, end = star.bridge
        values = f"id: row[0], {_values(own, ': ', first + len(ends))}"
        links.append(f"(e{start})-[:{star.links[0].type} {{{values}}}]->(e{end})")
    return " ".join(["UNWIND $rows AS row", *ends, "CREATE", ", ".join([node, *links]), "RETURN count(n)"])


def _merge_node(labels: Iterable[str], keys: Sequence[str]) -> str:
    """A property that is null in a row goes."""
    values = _values([f"n.{key}" for key in keys], " = ", 1)
    merge = "UNWIND $rows AS row MERGE (n:Resource {id: row[0]})"
    return f"{merge} SET n:{':'.join(labels)}, {values} RETURN count(n)"


def _merge_link(type_: str, keys: Sequence[str]) -> str:
    values = _values([f"r.{key}" for key in keys], " = ", 3)
    return f"{_ENDS} MERGE {_known(type_)} {f'SET {values} ' if keys else ''}RETURN count(r)"


def _delete_link(type_: str) -> str:
    return f"{_ENDS} OPTIONAL MATCH {_known(type_)} DELETE r RETURN count(a)"


def _known(type_: str) -> str:
    """A link by what makes it known."""
    return f"(a)-[r:{type_}{'' if type_ in PLAIN else ' {id: row[2]}'}]->(b)"


def _values(names: Iterable[str], sign: str, first: int) -> str:
    """Names with the columns of a row that hold their values, `first` and so on."""
    return ", ".join(f"{name}{sign}row[{place}]" for place, name in enumerate(names, first))


def _remove(part: str) -> str:
    """`part` is `:Label` or `.property`."""
    return f"UNWIND $rows AS row MATCH (n:Resource {{id: row[0]}}) REMOVE n{part} RETURN count(n)"


def _delete_node() -> str:
    return "UNWIND $rows AS row OPTIONAL MATCH (n:Resource {id: row[0]}) DETACH DELETE n RETURN count(row)"


def _grouped(records: Iterable[T], key: Callable[[T], K]) -> Iterable[tuple[K, list[T]]]:
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return groups.items()
