"""Write a difference to Neo4j: rows in statements, a few statements to a transaction.

Usually one writer makes everything a `MERGE` on the id, which may run twice: a lost answer is no loss.
Where the database was just seen to hold nothing of ours, two writers `CREATE`, and relationships find their
ends by the server's own element ids, which spares it two look-ups each. Should a record be there after all
(somebody else loads as well) or a commit stay unanswered, everything is merged.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeVar

from graph_builder.errors import StoreError
from graph_builder.projections.property_graph import Property
from graph_builder.stores import neo4j_schema
from graph_builder.stores.ddl import MARK
from graph_builder.stores.difference import Delta
from graph_builder.stores.neo4j import CommitUnanswered, ConstraintViolated, Neo4jStore, Statement

Progress = Callable[[str, int, int], None]

T = TypeVar("T")
K = TypeVar("K")

ROWS: Final = 2000
"""Rows of one statement, if they are short: while the server works on one, the next is sent."""

CHARACTERS: Final = 4_000_000
"""Characters of one statement: long texts make it shorter."""

TOGETHER: Final = 5
"""Full statements of one transaction."""


WRITERS: Final = 2
"""Transactions at a time where all is new: while the server commits one, it runs another."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The notes of a load: units that are about to change, and the digests of what is wanted."""

    touched: Sequence[str]
    digests: Mapping[str, str]

    def remove(self, store: Neo4jStore) -> None:
        """Take the notes of the touched units away: from here on they count as unfinished."""
        cypher = f"UNWIND $rows AS row MATCH (m:{MARK} {{unit: row[0]}}) DELETE m"
        for rows, _ in _chunks([(key,) for key in self.touched]):
            _repeat(store, (cypher, {"rows": rows}))

    def set(self, store: Neo4jStore) -> None:
        """Note that the touched units are written to their end."""
        notes = [(key, self.digests[key]) for key in self.touched if key in self.digests]
        cypher = f"UNWIND $rows AS row MERGE (m:{MARK} {{unit: row[0]}}) SET m.digest = row[1]"
        for rows, _ in _chunks(notes):
            _repeat(store, (cypher, {"rows": rows}))


def write(store: Neo4jStore, delta: Delta, marks: Marks, *, create: bool, progress: Progress | None) -> None:
    """Write everything, notes last. `create` says that the database was just seen to hold nothing of ours."""
    if not marks.touched:
        return
    marks.remove(store)
    if not (create and _create(store, delta, progress)):
        _Writer(store, delta.size, progress, partial(_repeat, store)).run(_changes(delta))
    marks.set(store)


def _create(store: Neo4jStore, delta: Delta, progress: Progress | None) -> bool:
    """Nodes, then relationships; whether none of them was there, as far as the server told."""
    writer = _Writer(store, delta.size, progress, store.write, WRITERS)
    elements: dict[str, str] = {}
    try:
        for pairs in writer.run(_new_nodes(delta)):
            elements.update(pairs)
        writer.run(_new_links(delta, elements))
    except (ConstraintViolated, CommitUnanswered):
        neo4j_schema.ensure(store)
        return False
    return True


def _repeat(store: Neo4jStore, *statements: Statement) -> list[Any]:
    """Write what may be written twice: a commit whose answer is lost is made again."""
    try:
        return store.write(*statements)
    except CommitUnanswered:
        return store.write(*statements)


@dataclass(frozen=True, slots=True)
class _Step:
    """Rows with the statement that writes them; it returns how many it wrote, or one item for each."""

    what: str
    rows: Sequence[Any]
    cypher: str


@dataclass(slots=True)
class _Writer:
    """Runs steps, and tells how many of all rows are written."""

    store: Neo4jStore
    size: int
    progress: Progress | None
    write: Callable[..., list[Any]]
    writers: int = 1
    done: int = 0

    def run(self, steps: Iterable[_Step]) -> list[Any]:
        """What each statement returns. StoreError where one wrote less than its rows."""
        returned = []
        for together, found in _ahead(self._write, _transactions(steps), self.writers):
            for step, value in zip(together, found, strict=True):
                self._check(step, value if isinstance(value, int) else len(value))
            returned += found
            if self.progress:
                self.progress("write", self.done, self.size)
        return returned

    def _write(self, steps: Sequence[_Step]) -> list[Any]:
        return self.write(*[(step.cypher, {"rows": step.rows}) for step in steps])

    def _check(self, step: _Step, count: int) -> None:
        self.done += count
        if count < len(step.rows):
            raise StoreError(
                f"Neo4j at {self.store.place} took {count} of {len(step.rows)} records of {step.what}: what "
                "they hang on is not there; run the load again"
            )


def _ahead(work: Callable[[T], K], tasks: Iterable[T], at_once: int) -> Iterator[tuple[T, K]]:
    """Each task with its result, in order; so many at once, and none is begun after an error."""
    with ThreadPoolExecutor(at_once) as pool:
        waiting: deque[tuple[T, Future[K]]] = deque()
        try:
            for task in tasks:
                waiting.append((task, pool.submit(work, task)))
                if len(waiting) == at_once:
                    yield _done(waiting)
            while waiting:
                yield _done(waiting)
        finally:
            pool.shutdown(cancel_futures=True)


def _done(waiting: deque[tuple[T, Future[K]]]) -> tuple[T, K]:
    task, result = waiting.popleft()
    return task, result.result()


def _new_nodes(delta: Delta) -> Iterator[_Step]:
    for labels, keys, rows in _node_rows(delta):
        yield _Step(":".join(labels), rows, _create_node(labels, keys))


def _new_links(delta: Delta, elements: Mapping[str, str]) -> Iterator[_Step]:
    for type_, keys, rows in _link_rows(delta, elements.get):
        yield _Step(type_, rows, _create_link(type_, keys))


def _changes(delta: Delta) -> Iterator[_Step]:
    """Everything in order."""
    for type_, gone in _grouped(delta.stale_links, lambda link: link.type):
        yield _Step(type_, [(link.start, link.end, link.id) for link in gone], _delete_link(type_))
    for labels, keys, rows in _node_rows(delta):
        yield _Step(":".join(labels), rows, _merge_node(labels, keys))
    for part, ids in sorted(delta.stale_parts.items()):
        yield _Step(part, [(id_,) for id_ in ids], _remove(part))
    for type_, keys, rows in _link_rows(delta, str):
        yield _Step(type_, rows, _merge_link(type_, keys))
    if delta.stale_nodes:
        yield _Step("removed nodes", [(node.id,) for node in delta.stale_nodes], _delete_node())


Row = tuple[Property | None, ...]


def _node_rows(delta: Delta) -> Iterator[tuple[tuple[str, ...], list[str], list[Row]]]:
    """By labels: keys, and rows of id and values. Labels, types and keys are of the closed vocabulary."""
    for labels, nodes in _grouped(delta.nodes, lambda node: node.labels):
        keys = _keys(node.properties for node in nodes)
        yield labels, keys, [(node.id, *map(node.properties.get, keys)) for node in nodes]


def _link_rows(delta: Delta, end: Callable[[str], str | None]) -> Iterator[tuple[str, list[str], list[Row]]]:
    """By type: keys, and rows of both ends, id and values."""
    for type_, links in _grouped(delta.links, lambda link: link.type):
        keys = _keys(link.properties for link in links)
        yield (
            type_,
            keys,
            [(end(link.start), end(link.end), link.id, *map(link.properties.get, keys)) for link in links],
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


def _keys(records: Iterable[Mapping[str, object]]) -> list[str]:
    """Every key of any record: they stand in the statement once, instead of in each row."""
    return sorted({key for record in records for key in record})


_ENDS: Final = "UNWIND $rows AS row MATCH (a:Resource {id: row[0]}) MATCH (b:Resource {id: row[1]})"


def _create_node(labels: Iterable[str], keys: Sequence[str]) -> str:
    values = _values(["id", *keys], ": ", 0)
    create = f"UNWIND $rows AS row CREATE (n:{':'.join(labels)} {{{values}}})"
    return f"{create} RETURN collect([n.id, elementId(n)])"


def _merge_node(labels: Iterable[str], keys: Sequence[str]) -> str:
    """A property that is null in a row goes."""
    values = _values([f"n.{key}" for key in keys], " = ", 1)
    merge = "UNWIND $rows AS row MERGE (n:Resource {id: row[0]})"
    return f"{merge} SET n:{':'.join(labels)}, {values} RETURN count(n)"


def _create_link(type_: str, keys: Sequence[str]) -> str:
    values = _values(["id", *keys], ": ", 2)
    ends = "UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row[0] MATCH (b) WHERE elementId(b) = row[1]"
    return f"{ends} CREATE (a)-[r:{type_} {{{values}}}]->(b) RETURN count(r)"


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
