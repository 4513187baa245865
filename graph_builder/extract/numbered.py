"""Tables as copied from web pages: one blank between cells, or one cell a line, rows by running number.

Nothing but the numbers tells where a row begins, so a row counts only where its number is the next
one, its cells are as many as the header's, and bodies stand in its columns of roles. A cell that a line
break cuts goes on in the next line; blanks too many are the task's own; merged cells are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, count, islice
from typing import Final

from graph_builder.extract.bodies import is_public
from graph_builder.extract.cells import Cell, Row
from graph_builder.extract.columns import Column, header, nothing
from graph_builder.extract.trie import any_of
from graph_builder.extract.vocabulary import table_words
from graph_builder.model import Span

_LINE: Final = re.compile(r"\S[^\r\n]*")
_CELL: Final = re.compile(r"\S+")
_MARK: Final = re.compile("[、，；]")
_MOST: Final = 12
"""No header of one cell a line has more cells, and no row more lines."""

_LETTERS: Final = re.compile(r"(?<!\S)\S(?: \S)+(?!\S)")
"""A header's word whose characters stand apart (工 作 任 务)."""


def numbered(text: str, start: int, end: int) -> Iterator[list[Row]]:
    """The tables in `text[start:end]` whose header starts with 序号, each with its header as first row."""
    if not _head().search(text, start, end):  # a cheap test before the start of every line
        return
    done = start
    for found in _sequence().finditer(text, start, end):
        if found.start() < done:
            continue
        rows = list(_read(text, _rows(text, found.start("head"), end)))
        if len(rows) > 1:
            done = rows[-1].span.end
            yield rows


@cache
def _sequence() -> re.Pattern[str]:
    return re.compile(rf"^[ \u3000]*(?P<head>{_head().pattern})(?=[ \r\n])", re.MULTILINE)


@cache
def _head() -> re.Pattern[str]:
    return re.compile(any_of(table_words()["sequence"]))


def _rows(text: str, low: int, end: int) -> Iterator[Row]:
    """The header and what stands below it as rows, of either kind."""
    lines = map(_trimmed, _LINE.finditer(text, low, end))
    first = next(lines)
    heads = _heads(text, first)
    if len(heads) > 1:
        head = Row(first, heads)
        yield head
        columns = header(head)
        yield from _wrapped(text, lines, columns) if columns else ()
        return
    listed = [first]
    for line in islice(lines, _MOST):
        if text[line.start : line.end] == "1":
            head = _row(text, listed)
            yield head
            yield from _one_a_line(text, line, lines, head)
            return
        listed.append(line)


def _wrapped(text: str, lines: Iterator[Span], columns: Sequence[Column]) -> Iterator[Row]:
    """Rows of one line and more: each starts with its number, and the last ends as soon as it fits."""
    for held, is_last in _by_number(text, lines, lambda words: words.partition(" ")[0], 1):
        sizes = range(1, len(held) + 1) if is_last else [len(held)]
        rows = (_fitted(text, held[:size], columns) for size in sizes)
        yield from _first_fitting(rows, columns) if is_last else rows


def _by_number(
    text: str, lines: Iterable[Span], shown: Callable[[str], str], least: int
) -> Iterator[tuple[list[Span], bool]]:
    """Lines in heaps of at least so many, each from the line that shows the next running number on.

    The last, which is told, holds what comes behind it, as many lines as a row may have.
    """
    held: list[Span] = []
    numbers = map(str, count(1))
    number = next(numbers)
    for line in lines:
        if (not held or len(held) >= least) and shown(text[line.start : line.end]) == number:
            if held:
                yield held, False
            held, number = [line], next(numbers)
        elif not held or len(held) == _MOST:
            break
        else:
            held.append(line)
    yield held, True


def _first_fitting(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[Row]:
    return islice((row for row in rows if _fits(row, columns)), 1)


def _fitted(text: str, lines: list[Span], columns: Sequence[Column]) -> Row:
    """Lines as one row: a line's first cell goes on the cell above it, blanks too many are the task's.

    Cells too few are merged ones, left empty behind the number.
    """
    cells: list[Cell] = []
    for line in lines:
        listed = _cells(text, line, spaced=True)
        if cells and listed:
            cells[-1] = cells[-1].with_more(listed[0])
            listed = listed[1:]
        cells += listed
    while 1 < len(cells) < len(columns):
        cells.insert(1, Cell(text, ()))
    task = next((index for index, column in enumerate(columns) if column.use == "task"), None)
    while task is not None and len(cells) > len(columns):
        cells[task : task + 2] = [cells[task].with_more(cells[task + 1])]
    return Row(Span(lines[0].start, lines[-1].end), tuple(cells))


def _one_a_line(text: str, first: Span, lines: Iterator[Span], head: Row) -> Iterator[Row]:
    """Rows of a line for each cell, the first of which starts with `first`, each next with its number.

    A cell of several lines is put together and an empty one put in, so that bodies stand under the roles.
    """
    columns = header(head)
    if columns is None:
        return
    for held, is_last in _by_number(text, chain([first], lines), str, 2):
        sizes = range(min(len(columns), len(held)), 1, -1) if is_last else [len(held)]
        rows = (_stacked(text, held[:size], columns) for size in sizes)
        yield from _first_fitting(rows, columns) if is_last else rows


def _stacked(text: str, lines: list[Span], columns: Sequence[Column]) -> Row:
    """Lines as one row of as many cells as there are columns, if they can be put so that it fits."""
    plain = _row(text, lines)
    if len(lines) == len(columns):
        return plain
    rows = (Row(plain.span, cells) for cells in _placed(text, lines, len(columns)))
    fits = (row for row in rows if _fits(row, columns) and not _misplaced(text, row, columns))
    return next(fits, plain)


def _placed(text: str, lines: list[Span], size: int) -> Iterator[tuple[Cell, ...]]:
    """The ways to make `size` cells of lines: one of several, or empty ones side by side."""
    more = len(lines) - size
    for at in range(1, size) if more > 0 else range(size - 1, 0, -1):  # the task is never the empty one
        last = at + max(0, more + 1)
        inner = [tuple(lines[at:last])] if more > 0 else [() for _ in range(-more)]
        groups = [*((line,) for line in lines[:at]), *inner, *((line,) for line in lines[last:])]
        yield tuple(Cell(text, group) for group in groups)


def _misplaced(text: str, row: Row, columns: Sequence[Column]) -> bool:
    """Whether a line that names bodies stands under another column than one of roles."""
    others = [cell for cell, column in zip(row.cells, columns, strict=True) if not column.names_bodies]
    return any(_lists_bodies(text[piece.start : piece.end]) for cell in others for piece in cell.pieces)


def _row(text: str, cells: list[Span]) -> Row:
    return Row(Span(cells[0].start, cells[-1].end), tuple(Cell(text, (one,)) for one in cells))


def _cells(text: str, line: Span, *, spaced: bool = False) -> tuple[Cell, ...]:
    """The cells of a line parted by single blanks; a line with tabs or gaps is another kind of table's.

    `spaced` lets a row under such a header have gaps, where merged cells stand empty.
    """
    words = text[line.start : line.end]
    if "\t" in words or (not spaced and ("\u3000" in words or "  " in words)):
        return ()
    return tuple(Cell(text, (Span(*found.span()),)) for found in _CELL.finditer(text, line.start, line.end))


def _heads(text: str, line: Span) -> tuple[Cell, ...]:
    """The cells of a header, a word whose characters stand apart put together."""
    cells = _cells(text, line)
    if not cells:
        return ()
    apart = [Span(*found.span()) for found in _LETTERS.finditer(text, line.start, line.end)]
    kept = [cell for cell in cells if not any(_holds(word, cell.pieces[0]) for word in apart)]
    joined = [*kept, *(Cell(text, (word,)) for word in apart)]
    return tuple(sorted(joined, key=lambda cell: cell.pieces[0].start))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _trimmed(found: re.Match[str]) -> Span:
    return Span(found.start(), found.start() + len(found[0].rstrip()))


def _read(text: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The header, if it names a role, and the rows up to the first that does not fit it."""
    head = next(rows, None)
    columns = header(head) if head else None
    if head is None or columns is None or columns[0].use != "sequence":
        return
    yield head
    for number, row in enumerate(rows, 1):
        if not _fits(row, columns) or row.cells[0].words != str(number):
            return
        yield row


def _fits(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a row has the header's cells, with bodies in its columns of roles."""
    roles = [index for index, column in enumerate(columns) if column.names_bodies]
    return len(row.cells) == len(columns) and all(_names_bodies(row.cells[index].text) for index in roles)


def _names_bodies(cell: str) -> bool:
    """Whether a cell under a role lists bodies, or says that there are none."""
    return bool(nothing().fullmatch(cell)) or _lists_bodies(cell)


def _lists_bodies(cell: str) -> bool:
    return any(map(is_public, _MARK.split(cell)))
