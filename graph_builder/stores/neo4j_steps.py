"""What to write, as rows and the statements in Cypher that take them: pure.

Texts are made of the closed vocabulary of labels, types and keys alone; whatever was read is a value in a
row. A key stands in the statement once instead of in each row. `$base` is what every IRI begins with,
`$ends` are ids that many rows need: each is looked up once, and the rows say its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import is_
from typing import Any, Final, TypeVar

from graph_builder.projections.property_graph import PLAIN, Node, Property, Relationship
from graph_builder.stores.difference import Delta
from graph_builder.stores.neo4j_stars import Star, constellation
from ontology import ID as BASE

T = TypeVar("T")
K = TypeVar("K")
Row = tuple[Property | None, ...]
Column = list[Property | None] | list[str]
Placed = Sequence[tuple[str, int]]
"""Keys with the columns of a row that hold their values."""


@dataclass(frozen=True, slots=True)
class Step:
    """Rows with the statement that writes them and returns how many it took; a row holds `size` records.

    The last `arms` columns of a row are ids of ends.
    """

    what: str
    rows: Iterable[Row]
    cypher: str
    size: int = 1
    arms: int = 0

    def parameters(self, rows: Sequence[Row]) -> dict[str, Any]:
        """What the statement takes with some of the rows."""
        if not self.arms:
            return {"rows": rows, "base": BASE}
        places: dict[Property | None, int] = {}
        placed = [
            (*row[: -self.arms], *[places.setdefault(end, len(places)) for end in row[-self.arms :]])
            for row in rows
        ]
        return {"rows": placed, "ends": [*places], "base": BASE}


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
        yield Step("要删去的节点", [(node.id,) for node in delta.stale_nodes], _delete_node())


def creations(delta: Delta) -> Iterator[Iterator[Step]]:
    """Everything where nothing is there yet, in parts; each is to be finished before the next one.

    Stars are created: the rule that ids of nodes are unique guards the links in the same row as well. Links
    that come by themselves are merged, for somebody else may have written them by then.
    """
    found = constellation(delta.nodes, delta.links)
    for stars in found.shells:
        yield map(_star, stars)
    yield _links(found.loose)


def _links(links: Iterable[Relationship]) -> Iterator[Step]:
    for type_, members in _grouped(links, lambda link: link.type):
        keys = _keys(members)
        yield Step(type_, map(_link_row(type_, keys), members), _merge_link(type_, keys))


def _star(star: Star) -> Step:
    """A row: id, values of the node and of the own link, ids of the ends."""
    columns: list[Column] = [[node.id for node in star.nodes]]
    node = _placed(columns, star.nodes, [key for key in _keys(star.nodes) if key != "iri"])
    own = _placed(columns, star.links, _keys(star.links))
    cypher = _create_star(star, node, own, len(columns))
    size = 1 + len(star.arms) + bool(star.links)
    rows = zip(*columns, *star.ends, strict=True)
    return Step(":".join(star.nodes[0].labels), rows, cypher, size, len(star.arms))


def _placed(
    columns: list[Column], records: Sequence[Node | Relationship], keys: Iterable[str]
) -> list[tuple[str, int]]:
    """Each key with the place of the column that holds its values: a new one, or one of the very same."""
    places = []
    for key in keys:
        new = [record.properties.get(key) for record in records]
        same = (place for place, column in enumerate(columns) if all(map(is_, column, new)))
        place = next(same, len(columns))
        places.append((key, place))
        if place == len(columns):
            columns.append(new)
    return places


def _link_row(type_: str, keys: Sequence[str]) -> Callable[[Relationship], Row]:
    """What makes a row of a link of a type."""
    if type_ in PLAIN:
        return lambda link: (link.start, link.end)
    return lambda link: (link.start, link.end, link.id, *map(link.properties.get, keys))


def _keys(records: Iterable[Node | Relationship]) -> list[str]:
    """Every key of any record."""
    return sorted({key for record in records for key in record.properties})


_ENDS: Final = "UNWIND $rows AS row MATCH (a:Resource {id: row[0]}) MATCH (b:Resource {id: row[1]})"


_LOOKED_UP: Final = (
    "UNWIND range(0, size($ends) - 1) AS place MATCH (e:Resource {id: $ends[place]}) "
    "WITH e ORDER BY place WITH collect(e) AS ends WHERE size(ends) = size($ends)"
)
"""The nodes of `$ends`, in their order; no row is taken where one is missing."""


def _create_star(star: Star, node: Placed, own: Placed, first: int) -> str:
    """The ends of a row stand from column `first` on."""
    labels, arms = ":".join(star.nodes[0].labels), range(len(star.arms))
    ends = "".join(f", ends[row[{first + arm}]] AS e{arm}" for arm in arms)
    created = [f"(n:{labels} {{id: row[0], iri: $base + row[0]{_values(node)}}})"]
    created += [f"(n)-[:{type_}]->(e{arm})" for arm, type_ in enumerate(star.arms)]
    if star.links:
        start, end = star.bridge
        created.append(f"(e{start})-[:{star.links[0].type} {{id: row[0]{_values(own)}}}]->(e{end})")
    rows = f"{_LOOKED_UP} UNWIND $rows AS row WITH row{ends}" if ends else "UNWIND $rows AS row"
    return f"{rows} CREATE {', '.join(created)} RETURN count(n)"


def _values(placed: Placed) -> str:
    return "".join(f", {key}: row[{place}]" for key, place in placed)


def _merge_node(labels: Iterable[str], keys: Sequence[str]) -> str:
    """A property that is null in a row goes."""
    merge = "UNWIND $rows AS row MERGE (n:Resource {id: row[0]})"
    return f"{merge} SET n:{':'.join(labels)}, {_set('n', keys, 1)} RETURN count(n)"


def _merge_link(type_: str, keys: Sequence[str]) -> str:
    values = f"SET {_set('r', keys, 3)} " if keys else ""
    return f"{_ENDS} MERGE {_known(type_)} {values}RETURN count(r)"


def _delete_link(type_: str) -> str:
    return f"{_ENDS} OPTIONAL MATCH {_known(type_)} DELETE r RETURN count(a)"


def _known(type_: str) -> str:
    """A link by what makes it known."""
    return f"(a)-[r:{type_}{'' if type_ in PLAIN else ' {id: row[2]}'}]->(b)"


def _set(name: str, keys: Iterable[str], first: int) -> str:
    """The columns of a row from `first` on hold the values of the keys."""
    return ", ".join(f"{name}.{key} = row[{place}]" for place, key in enumerate(keys, first))


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
