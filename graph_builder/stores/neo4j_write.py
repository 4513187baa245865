"""Write a difference to Neo4j: batches of one statement each, one transaction a batch, one writer.

`CREATE` is used where the database was just seen to hold nothing of ours; should a record be there after
all (a commit whose answer was lost), the same batch goes on as `MERGE` on the id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from graph_builder.errors import StoreError
from graph_builder.stores.ddl import MARK
from graph_builder.stores.difference import Delta
from graph_builder.stores.neo4j import ConstraintViolated, Neo4jStore

Progress = Callable[[str, int, int], None]

T = TypeVar("T")
K = TypeVar("K")

ROWS: Final = 2000
"""Rows of one statement, if they are short: while the server works on one, the next is sent."""

CHARACTERS: Final = 4_000_000
"""Characters of one statement: long texts make it shorter."""

TOGETHER: Final = 5
"""Full statements of one transaction."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The notes of a load: units that are about to change, and the digests of what is wanted."""

    touched: Sequence[str]
    digests: Mapping[str, str]

    def remove(self, store: Neo4jStore) -> None:
        """Take the notes of the touched units away: from here on they count as unfinished."""
        cypher = f"UNWIND $rows AS row MATCH (m:{MARK} {{unit: row[0]}}) DELETE m"
        for rows, _ in _chunks([(key,) for key in self.touched]):
            store.write((cypher, {"rows": rows}))

    def set(self, store: Neo4jStore) -> None:
        """Note that the touched units are written to their end."""
        notes = [(key, self.digests[key]) for key in self.touched if key in self.digests]
        cypher = f"UNWIND $rows AS row MERGE (m:{MARK} {{unit: row[0]}}) SET m.digest = row[1]"
        for rows, _ in _chunks(notes):
            store.write((cypher, {"rows": rows}))


def write(store: Neo4jStore, delta: Delta, marks: Marks, *, create: bool, progress: Progress | None) -> None:
    """Write everything, notes last. `create` says that the database was just seen to hold nothing of ours."""
    if not marks.touched:
        return
    marks.remove(store)
    done = 0
    for steps in _transactions(_steps(delta)):
        _run(store, steps, create)
        done += sum(len(step.rows) for step in steps)
        if progress:
            progress("write", done, delta.size)
    marks.set(store)


@dataclass(frozen=True, slots=True)
class _Step:
    """Rows with the statement that writes them, and one for records that nobody has written yet."""

    what: str
    rows: Sequence[Any]
    cypher: str
    create: str | None = None


def _run(store: Neo4jStore, steps: Sequence[_Step], create: bool) -> None:
    """One transaction."""
    texts = [(step.create if create and step.create else step.cypher) for step in steps]
    try:
        counts = store.write(*[(text, {"rows": step.rows}) for text, step in zip(texts, steps, strict=True)])
    except ConstraintViolated:
        if not create:
            raise
        _run(store, steps, create=False)
        return
    for step, count in zip(steps, counts, strict=True):
        if count < len(step.rows):
            raise StoreError(
                f"Neo4j at {store.place} took {count} of {len(step.rows)} records of {step.what}: what they "
                "hang on is not there; run the load again"
            )


def _transactions(steps: Iterable[_Step]) -> Iterator[list[_Step]]:
    """Steps in their order, long ones cut, as many together as a transaction takes."""
    held: list[_Step] = []
    share = 0.0
    for step in steps:
        for rows, own in _chunks(step.rows):
            if held and share + own > TOGETHER:
                yield held
                held, share = [], 0.0
            held.append(replace(step, rows=rows))
            share += own
    if held:
        yield held


def _steps(delta: Delta) -> Iterator[_Step]:
    """Everything in order. Labels, types and keys come from the closed vocabulary alone."""
    for type_, gone in _grouped(delta.stale_links, lambda link: link.type):
        yield _Step(type_, [(link.start, link.end, link.id) for link in gone], _delete_link(type_))
    for labels, nodes in _grouped(delta.nodes, lambda node: node.labels):
        keys = _keys(node.properties for node in nodes)
        rows = [(node.id, *map(node.properties.get, keys)) for node in nodes]
        yield _Step(":".join(labels), rows, _merge_node(labels, keys), _create_node(labels, keys))
    for part, ids in sorted(delta.stale_parts.items()):
        yield _Step(part, [(id_,) for id_ in ids], _remove(part))
    for type_, links in _grouped(delta.links, lambda link: link.type):
        keys = _keys(link.properties for link in links)
        edges = [(link.start, link.end, link.id, *map(link.properties.get, keys)) for link in links]
        yield _Step(type_, edges, _merge_link(type_, keys), _create_link(type_, keys))
    if delta.stale_nodes:
        yield _Step("removed nodes", [(node.id,) for node in delta.stale_nodes], _delete_node())


def _keys(records: Iterable[Mapping[str, object]]) -> list[str]:
    """Every key of any record: they stand in the statement once, instead of in each row."""
    return sorted({key for record in records for key in record})


_ENDS: Final = "UNWIND $rows AS row MATCH (a:Resource {id: row[0]}) MATCH (b:Resource {id: row[1]})"


def _create_node(labels: Iterable[str], keys: Sequence[str]) -> str:
    values = _values(["id", *keys], ": ", 0)
    return f"UNWIND $rows AS row CREATE (n:{':'.join(labels)} {{{values}}}) RETURN count(n)"


def _merge_node(labels: Iterable[str], keys: Sequence[str]) -> str:
    """A property that is null in a row goes."""
    values = _values([f"n.{key}" for key in keys], " = ", 1)
    merge = "UNWIND $rows AS row MERGE (n:Resource {id: row[0]})"
    return f"{merge} SET n:{':'.join(labels)}, {values} RETURN count(n)"


def _create_link(type_: str, keys: Sequence[str]) -> str:
    values = _values(["id", *keys], ": ", 2)
    return f"{_ENDS} CREATE (a)-[r:{type_} {{{values}}}]->(b) RETURN count(r)"


def _merge_link(type_: str, keys: Sequence[str]) -> str:
    values = _values(["r.id", *(f"r.{key}" for key in keys)], " = ", 2)
    return f"{_ENDS} MERGE (a)-[r:{type_} {{id: row[2]}}]->(b) SET {values} RETURN count(r)"


def _values(names: Iterable[str], sign: str, first: int) -> str:
    """Names with the columns of a row that hold their values, `first` and so on."""
    return ", ".join(f"{name}{sign}row[{place}]" for place, name in enumerate(names, first))


def _remove(part: str) -> str:
    """`part` is `:Label` or `.property`."""
    return f"UNWIND $rows AS row MATCH (n:Resource {{id: row[0]}}) REMOVE n{part} RETURN count(n)"


def _delete_node() -> str:
    return "UNWIND $rows AS row OPTIONAL MATCH (n:Resource {id: row[0]}) DETACH DELETE n RETURN count(row)"


def _delete_link(type_: str) -> str:
    return f"{_ENDS} OPTIONAL MATCH (a)-[r:{type_} {{id: row[2]}}]->(b) DELETE r RETURN count(a)"


def _grouped(records: Iterable[T], key: Callable[[T], K]) -> Iterable[tuple[K, list[T]]]:
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return groups.items()


def _chunks(rows: Iterable[T]) -> Iterator[tuple[list[T], float]]:
    """Rows in their order, in lists that one statement takes, each with the share that it takes."""
    chunk: list[T] = []
    share = 0.0
    for row in rows:
        own = _share(row)
        if chunk and share + own > 1:
            yield chunk, share
            chunk, share = [], 0.0
        chunk.append(row)
        share += own
    if chunk:
        yield chunk, share


def _share(row: Any) -> float:
    """What share of a statement a row takes, about."""
    return 1 / ROWS + sum([len(value) for value in row if isinstance(value, str)]) / CHARACTERS
