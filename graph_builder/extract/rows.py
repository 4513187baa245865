"""The rows under a header: those that a page cut put together, merged cells lent to the rows below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph_builder.extract.cells import Cell, Row
from graph_builder.extract.columns import Column, header, nothing, totals
from graph_builder.model import Span

Columns = tuple[Column, ...]
_FIGURES: Final = re.compile(r"[\d.,，%％．]+")


@dataclass(frozen=True, slots=True)
class Body:
    """Rows that share one header; `columns` is None where no header names a role.

    `breaks` are indexes of rows before which a page's header was printed again.
    """

    rows: list[Row]
    columns: Columns | None
    breaks: frozenset[int]


def bodies(rows: list[Row]) -> Iterator[Body]:
    """The rows of a table, parted at its headers."""
    columns: Columns | None = None
    held: list[Row] = []
    breaks: list[int] = []
    for row in rows:
        found = header(row)
        if found and columns is not None and held and _same(found, columns):
            breaks.append(len(held))
        elif found and (columns is None or not held or len(found) == len(row.filled)):
            yield Body(held, columns, frozenset(breaks))
            columns, held, breaks = _under(columns, found, bool(held)), [], []
        elif row.filled:
            held.append(row)
    yield Body(held, columns, frozenset(breaks))


def _same(one: Columns, two: Columns) -> bool:
    """Whether two headers are the same, printed twice."""
    roles = [[found.role for found in columns] for columns in (one, two)]
    heads = [{found.head for found in columns if found.head} for columns in (one, two)]
    return roles[0] == roles[1] or heads[0] == heads[1]


def _under(upper: Columns | None, lower: Columns, separate: bool) -> Columns:
    """A header of two rows: the lower one's words tell more where they stand."""
    if upper is None or separate or len(upper) != len(lower):
        return lower
    return tuple(two if two.head else one for one, two in zip(upper, lower, strict=True))


def whole(body: Body, columns: Columns) -> list[Row]:
    """The rows with those that a page cut put together again."""
    found: list[Row] = []
    for place, row in enumerate(body.rows):
        cut = found and (place in body.breaks or _goes_on(found[-1], row, columns))
        if cut and _is_rest(found[-1], row, columns):
            found.append(_joined(found.pop(), row))
        else:
            found.append(row)
    return found


def _goes_on(last: Row, row: Row, columns: Columns) -> bool:
    """Whether a role cell of the last row ends in 、, so that this row must go on with it."""
    shared = range(min(len(last.cells), len(row.cells), len(columns)))
    return any(columns[index].names_bodies and last.cells[index].words.endswith("、") for index in shared)


def _is_rest(last: Row, row: Row, columns: Columns) -> bool:
    """Whether a row reads as the rest of the one before: no number of its own, no cell that begins anew."""
    if row.filled[0] == 0 or _indexes(row, columns, "sequence"):
        return False
    cut = [last.cells[index].words for index in row.filled if index < len(last.cells)]
    return any(cut) and not any(text.endswith(("。", "；", ";")) for text in cut)


def _joined(row: Row, rest: Row) -> Row:
    shared = [one.with_more(two) for one, two in zip(row.cells, rest.cells, strict=False)]
    size = len(shared)
    return Row(Span(row.span.start, rest.span.end), (*shared, *row.cells[size:], *rest.cells[size:]))


def _indexes(row: Row, columns: Columns, *uses: str) -> list[int]:
    return [index for index in row.filled if index < len(columns) and columns[index].use in uses]


class Cut:
    """A row as it is read under its columns, with the cells that merged cells `above` lend it."""

    def __init__(self, row: Row, columns: Columns, above: dict[int, Cell]) -> None:
        self.row, self.columns, self.above = row, columns, above
        self.own = _indexes(row, columns, "role", "labels")
        self.tasks = _indexes(row, columns, "task")

    @property
    def says_something(self) -> bool:
        """Whether it names bodies, or a task among other cells."""
        return bool(self.own) or (bool(self.tasks) and len(self.row.filled) > 1)

    @property
    def is_total(self) -> bool:
        """Whether it only sums up."""
        return bool(totals().match(self.row.cells[self.row.filled[0]].words))

    @property
    def lent(self) -> dict[int, Cell]:
        """Role cells from above: all where the row has none of its own, else those left of its first cell."""
        return {
            index: self.above[index]
            for index, found in enumerate(self.columns)
            if found.names_bodies
            and index in self.above
            and (index < self.row.filled[0] if self.own else index not in self.own)
        }

    @property
    def due(self) -> tuple[Span, ...]:
        """Where its deadline stands."""
        found = _indexes(self.row, self.columns, "due")
        return tuple(piece for index in found for piece in self.row.cells[index].pieces)

    @property
    def task(self) -> tuple[Span, ...]:
        """Where its task stands, in cells of its own or lent ones."""
        found = [index for index, column in enumerate(self.columns) if column.use == "task"]
        return tuple(piece for index in found for piece in self._task_pieces(index))

    def _task_pieces(self, index: int) -> tuple[Span, ...]:
        cell = self.row.cells[index] if index < len(self.row.cells) else None
        if cell is not None and cell.words:
            return () if nothing().fullmatch(cell.words) else cell.pieces
        lends = index in self.above and (index < self.row.filled[0] or not self.tasks)
        return self.above[index].pieces if lends else ()

    @property
    def figures(self) -> str:
        """Figures with the words of their header, where the row tells its task in numbers alone."""
        cells = [(self.columns[index].head, self.row.cells[index].words) for index in self.tasks]
        numbers = [(head, text) for head, text in cells if _FIGURES.fullmatch(text)]
        told = [(head, text) for head, text in numbers if not totals().search(head)]
        sums = [f"（合计{text}）" for head, text in numbers if totals().search(head)][-1:]
        if len(told) == 1 and not sums:
            return told[0][1]
        return "、".join(head + text for head, text in told) + ("".join(sums) if told else "")


def cuts(body: Body, columns: Columns) -> Iterator[Cut]:
    """The rows of a table's body, each with what the merged cells above lend to it."""
    above: dict[int, Cell] = {}
    for row in whole(body, columns):
        cut = Cut(row, columns, above)
        if cut.is_total:
            continue
        yield cut
        above = _lending(above, row, columns)


def _lending(above: dict[int, Cell], row: Row, columns: Columns) -> dict[int, Cell]:
    """What the row's cells, and those above them, lend to the next row: a new cell ends tasks right of it."""
    first, last = row.filled[0], len(columns) - 1
    if first <= last:
        above = {at: one for at, one in above.items() if at < first or columns[min(at, last)].use != "task"}
    return above | {index: row.cells[index] for index in row.filled}
