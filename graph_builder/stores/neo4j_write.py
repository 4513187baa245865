"""Write a difference to Neo4j: rows in statements, a few statements to a transaction.

Usually one writer makes everything a `MERGE` on the id, which may run twice: a lost answer is no loss.
Where the database was just seen to hold nothing of ours, soon two writers `CREATE`, a node together with its
relationships (`creations`). Should a record be there after all (somebody else loads as well) or a commit stay
unanswered, everything is merged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

from graph_builder.errors import StoreError
from graph_builder.stores.ddl import MARK
from graph_builder.stores.difference import Delta
from graph_builder.stores.neo4j import CommitUnanswered, ConstraintViolated, Neo4jStore, Statement
from graph_builder.stores.neo4j_steps import Row, Step, changes, creations

Progress = Callable[[str, int, int], None]

T = TypeVar("T")
K = TypeVar("K")

ROWS: Final = 1500
"""Rows of one statement, if they are short: while the server works on one, the next is sent."""

CHARACTERS: Final = 4_000_000
"""Characters of one statement: long texts make it shorter."""

TOGETHER: Final = 5
"""Full statements of one transaction that merges; one that creates is quickest with a single one."""

WRITERS: Final = 2
"""Transactions at a time where all is new: while the server commits one, it runs another."""

WARM: Final = 250_000
"""Records after which there is a second writer: until then a new server is busy with compiling itself."""


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
    if not create:
        marks.remove(store)
    if not (create and _create(store, delta, progress)):
        _Writer(store, delta.size, progress, partial(_repeat, store)).run(changes(delta))
    marks.set(store)


def _create(store: Neo4jStore, delta: Delta, progress: Progress | None) -> bool:
    """Nodes with their relationships, then the rest; whether none was there, as far as the server told."""
    writer = _Writer(store, delta.size, progress, store.write, WRITERS, together=1)
    try:
        for steps in creations(delta):
            writer.run(steps)
    except (ConstraintViolated, CommitUnanswered):
        return False
    return True


def _repeat(store: Neo4jStore, *statements: Statement) -> list[Any]:
    """Write what may be written twice: a commit whose answer is lost is made again."""
    try:
        return store.write(*statements)
    except CommitUnanswered:
        return store.write(*statements)


_Part = tuple[Step, list[Row]]
"""A step with those of its rows that one statement takes."""


@dataclass(slots=True)
class _Writer:
    """Runs steps, and tells how many of all rows are written."""

    store: Neo4jStore
    size: int
    progress: Progress | None
    write: Callable[..., list[Any]]
    writers: int = 1
    together: int = TOGETHER
    done: int = 0

    def run(self, steps: Iterable[Step]) -> None:
        """StoreError where a statement wrote less than its rows."""
        tasks = _transactions(steps, self.together)
        for parts, counts in _ahead(self._write, tasks, self.writers, self._at_once):
            for part, count in zip(parts, counts, strict=True):
                self._check(part, count)
            if self.progress:
                self.progress("write", self.done, self.size)

    def _at_once(self) -> int:
        return self.writers if self.done >= WARM else 1

    def _write(self, parts: Sequence[_Part]) -> list[Any]:
        return self.write(*[(step.cypher, step.parameters(rows)) for step, rows in parts])

    def _check(self, part: _Part, count: int) -> None:
        step, rows = part
        self.done += count * step.size
        if count < len(rows):
            raise StoreError(
                f"Neo4j（{self.store.place}）只收下 {len(rows)} 条 {step.what} 中的 {count} 条："
                "它们所连的节点不在；请再载入一次"
            )


def _ahead(
    work: Callable[[T], K], tasks: Iterable[T], most: int, at_once: Callable[[], int]
) -> Iterator[tuple[T, K]]:
    """Each task with its result, in order; so many at once, and none is begun after an error.

    The next one is made ready while they run.
    """
    with ThreadPoolExecutor(most) as pool:
        waiting: deque[tuple[T, Future[K]]] = deque()
        try:
            for task in tasks:
                while len(waiting) >= at_once():
                    yield _done(waiting)
                waiting.append((task, pool.submit(work, task)))
            while waiting:
                yield _done(waiting)
        finally:
            pool.shutdown(cancel_futures=True)


def _done(waiting: deque[tuple[T, Future[K]]]) -> tuple[T, K]:
    task, result = waiting.popleft()
    return task, result.result()


def _transactions(steps: Iterable[Step], together: int) -> Iterator[list[_Part]]:
    """Steps in their order, long ones cut, as many together as a transaction takes."""
    held: list[_Part] = []
    share = 0.0
    for step in steps:
        for rows, own in _chunks(step.rows):
            if held and share + own > together:
                yield held
                held, share = [], 0.0
            held.append((step, rows))
            share += own
    if held:
        yield held


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
    return 1 / ROWS + sum([len(value) for value in row if value.__class__ is str]) / CHARACTERS
