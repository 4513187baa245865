"""Ledgers put together, and every typed cell brought back to its row or kept on a sheet of its own.

A cell that a ledger holds as it was written says nothing; a cell that differs is what somebody typed.
Where two ledgers say different things of one cell, the later one stands and the other is kept as a row
of the sheet 已消失的任务, so that nothing typed is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from graph_builder.corrections import headings as h
from graph_builder.corrections.cells import Typed
from graph_builder.corrections.ledger import Edits, Key, Row
from graph_builder.lookup import Lookup
from graph_builder.model import Graph, Statement

NEAREST: Final = 3
LIKE: Final = 0.2
"""How alike (Dice, pairs of characters) two tasks must be to be offered for each other."""

Cells = Mapping[str, Typed]


@dataclass(frozen=True, slots=True)
class Left:
    """Typed cells without a row of their own: the id and words of the row they stood in, and why."""

    id: str
    why: str
    cells: Cells
    words: Mapping[str, str] = field(default_factory=dict)
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """What people typed, put together from ledgers; `words` are the own cells of a row, by its id.

    `changed` and `cleared` are the cells that somebody filled in or emptied since they were written.
    """

    cells: Mapping[Key, Typed] = field(default_factory=dict)
    changed: frozenset[Key] = frozenset()
    cleared: frozenset[Key] = frozenset()
    left: tuple[Left, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """Typed cells by row id, for the sheets of tasks and of open questions, and what found no row."""

    tasks: Mapping[str, Cells] = field(default_factory=dict)
    review: Mapping[str, Cells] = field(default_factory=dict)
    left: tuple[Left, ...] = ()

    @property
    def count(self) -> int:
        """How many cells people typed."""
        held = (*self.tasks.values(), *self.review.values(), *(one.cells for one in self.left))
        return sum(map(len, held))


def combine(ledgers: Iterable[Edits]) -> Notes:
    """Put ledgers together, the latest last."""
    state = _State()
    for edits in ledgers:
        state.take(edits)
    changed, cleared = frozenset(state.changed), frozenset(state.cleared)
    return Notes(state.cells, changed, cleared, tuple(state.left), state.words, state.conflicts)


def place(notes: Notes, graph: Graph, questions: Collection[str]) -> Filled:
    """Bring typed cells to the rows of a graph's tasks and open questions (their ids)."""
    alive = {h.TASKS: {one.statement for one in graph.assignments}, h.REVIEW: set(questions)}
    rows: dict[tuple[str, str], dict[str, Typed]] = {}
    for (sheet, id_, column), cell in sorted(notes.cells.items(), key=lambda item: item[0]):
        rows.setdefault((sheet, id_), {})[column] = cell
    left: list[Left] = []
    for one in notes.left:
        home = next((sheet for sheet in (h.TASKS, h.REVIEW) if one.id in alive[sheet]), None)
        rest = _returned(one, rows.setdefault((home, one.id), {})) if home else one
        left += [rest] if rest.cells or (rest.words and not rest.id) else []
    for (sheet, id_), cells in rows.items():
        if id_ not in alive[sheet] and cells:
            why = "任务已不在" if sheet == h.TASKS else "问题已不在"
            left.append(Left(id_, why, cells, notes.words.get(id_, {})))
    kept = {key: cells for key, cells in rows.items() if cells and key[1] in alive[key[0]]}
    return Filled(
        {id_: cells for (sheet, id_), cells in kept.items() if sheet == h.TASKS},
        {id_: cells for (sheet, id_), cells in kept.items() if sheet == h.REVIEW},
        tuple(_with_nearest(_distinct(left), graph)),
    )


class _State:
    """Cells as they stand after the ledgers taken so far."""

    def __init__(self) -> None:
        self.cells: dict[Key, Typed] = {}
        self.changed: set[Key] = set()
        self.cleared: set[Key] = set()
        self.left: list[Left] = []
        self.words: dict[str, Mapping[str, str]] = {}
        self.conflicts = 0

    def take(self, edits: Edits) -> None:
        base = edits.base or {}
        for key, cell in base.items():
            self.cells.setdefault(key, cell)
        for row in edits.rows:
            if row.id and row.sheet != h.LEFT:
                self.words[row.id] = {**self.words.get(row.id, {}), **row.words}
                self._row(row, base)
            else:
                self._spare(row)

    def _row(self, row: Row, base: Mapping[Key, Typed]) -> None:
        rivals: dict[str, Typed] = {}
        for column, cell in row.typed.items():
            key = (row.sheet, row.id, column)
            held, written = self.cells.get(key), base.get(key)
            if _text(cell) == _text(held) or _text(cell) == _text(written):
                continue
            if cell is None:
                if _text(held) == _text(written):
                    self.cells.pop(key, None)
                    self.changed.discard(key)
                    self.cleared.add(key)
                continue
            if held is not None and _text(held) != _text(written):
                rivals[column] = held
            self.cells[key] = cell
            self.changed.add(key)
            self.cleared.discard(key)
        if rivals:
            self.conflicts += len(rivals)
            self.left.append(Left(row.id, "与另一份台账所填不同", rivals, row.words))

    def _spare(self, row: Row) -> None:
        cells = {column: cell for column, cell in row.typed.items() if cell}
        why = row.words.get("说明") or ("没有任务编号" if not row.id else "任务已不在")
        words = {name: text for name, text in row.words.items() if name not in ("说明", "相近的任务")}
        one = Left(row.id, why, cells, words)
        if _content(one) not in map(_content, self.left):
            self.left.append(one)


def _returned(one: Left, cells: dict[str, Typed]) -> Left:
    """Fill the empty cells of a row that is there; what it holds otherwise stays left."""
    rest = {}
    for column, cell in one.cells.items():
        if cells.setdefault(column, cell).text != cell.text:
            rest[column] = cell
    return replace(one, cells=rest, why="与任务所在行所填不同")


def _text(cell: Typed | None) -> str:
    return cell.text if cell else ""


def _content(one: Left) -> tuple[object, ...]:
    cells = sorted((column, cell.text) for column, cell in one.cells.items())
    return one.id, tuple(cells), () if one.id else tuple(sorted(one.words.items()))


def _distinct(left: Iterable[Left]) -> list[Left]:
    """Each once, in an order that the order of rows does not change."""
    found = {_content(one): one for one in left}
    return [found[key] for key in sorted(found, key=repr)]


def _with_nearest(left: Iterable[Left], graph: Graph) -> Iterator[Left]:
    lookup = Lookup(graph)
    tasks = [one for one in graph.statements if one.id in lookup.assignments_of]
    pairs = {one.id: _pairs(one.task) for one in tasks}
    for one in left:
        yield replace(one, near=tuple(_nearest(one, tasks, pairs, lookup)))


def _nearest(
    left: Left, tasks: Iterable[Statement], pairs: Mapping[str, Counter[str]], lookup: Lookup
) -> Iterator[str]:
    """The tasks whose words are most alike, those of the same document first: `编号 任务内容（文号）`."""
    wanted = _pairs(left.words.get("任务内容", ""))
    number, title = left.words.get("文号", ""), left.words.get("依据文件", "")
    scored = []
    for one in tasks:
        if one.id != left.id and (score := _alike(wanted, pairs[one.id])) >= LIKE:
            document = lookup.documents[one.document]
            same = bool(number and number == document.number) or bool(title and title == document.title)
            scored.append((not same, -score, one.id, one, document))
    for _, _, id_, one, document in sorted(scored, key=lambda item: item[:3])[:NEAREST]:
        yield f"{id_} {one.task[:60]}（{document.number or document.title[:30]}）"


def _pairs(text: str) -> Counter[str]:
    return Counter(text[place : place + 2] for place in range(len(text) - 1))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
