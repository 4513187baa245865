"""Tables as geometry: tab-separated lines into rows, rows into cells.

A cell may stand in several pieces (a row that a page cut, a space-aligned line that wraps),
so it is a tuple of spans with one view over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from graph_builder.model import Span
from graph_builder.view import View, fold_shapes, squeeze

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_NEXT: Final = re.compile(r"[^\r\n]+")
_HEADING: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|附件|附表|注：|说明|备注|第[一二三四五六七八九十]+[章条])"
)
_PAGE_NUMBER: Final = " -—－·0123456789第页\t"
_REACH: Final = 2000
_TAB: Final = re.compile("\t")
_BARS: Final = re.compile(r"[ \t]*\|[ \t]*|\t")


class Cell:
    """The stretches of one cell of the source `text`, in order; `words` are its own without white space."""

    __slots__ = ("_source", "pieces", "words")

    def __init__(self, text: str, pieces: tuple[Span, ...], words: str | None = None) -> None:
        self._source, self.pieces = text, pieces
        self.words = (
            "".join([squeeze(text[one.start : one.end]) for one in pieces]) if words is None else words
        )

    @property
    def view(self) -> View:
        """One view over all the pieces."""
        views = [View.of(self._source, piece.start, piece.end) for piece in self.pieces]
        if len(views) == 1:
            return views[0]
        return View.joined(views)

    @property
    def text(self) -> str:
        """The cell's words without white space, folded: the text of its view."""
        return fold_shapes(self.words)

    def with_more(self, other: Cell) -> Cell:
        """This cell gone on in another one."""
        if not other.words:
            return self
        return Cell(self._source, self.pieces + other.pieces, self.words + other.words)


class Row:
    """One row: its stretch of the source, its cells in column order, the indexes of those that hold words."""

    __slots__ = ("cells", "filled", "span")

    def __init__(self, span: Span, cells: tuple[Cell, ...]) -> None:
        self.span, self.cells = span, cells
        self.filled = tuple([index for index, cell in enumerate(cells) if cell.words])


class Line:
    """One line of a table's stretch: its span without the line break, and where the next line starts."""

    __slots__ = ("after", "span", "tabs", "words")

    def __init__(self, text: str, found: re.Match[str]) -> None:
        self.words = found[0].rstrip("\r\n")
        self.span = Span(found.start(), found.start() + len(self.words))
        self.after, self.tabs = found.end(), _separators(self.words)


def _separators(words: str) -> int:
    """How many marks between cells a line holds: tabs, or the bars of a table on a web page."""
    return sum(1 for _ in _BARS.finditer(words)) if words.count("|") > 1 else words.count("\t")


def _first_separator(text: str, start: int, end: int) -> int:
    found = [at for mark in "\t|" if (at := text.find(mark, start, end)) >= 0]
    return min(found, default=-1)


def tables(text: str, start: int, end: int) -> Iterator[list[Row]]:
    """Runs of tab-separated rows; blank lines and page numbers between rows do not end a table.

    A line that stands right under a row with cells to come goes on its last cell.
    """
    rows: list[Row] = []
    under = False
    for line in _lines(text, start, end):
        if _is_blank(line, bool(rows)):
            under = False
        elif under and _goes_on(rows, line):
            rows.append(_continued(rows.pop(), _tabbed(text, line)))
        elif line.tabs:
            rows.append(_tabbed(text, line))
            under = True
        elif rows and _section(text, line.after, end, rows[0]):
            under = False
        elif rows:
            yield rows
            rows, under = [], False
            if _first_separator(text, line.after, end) < 0:
                return
    if rows:
        yield rows


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines from the first with a tab on."""
    first = _first_separator(text, start, end)
    if first < 0:
        return
    low = max(start, text.rfind("\n", start, first) + 1, text.rfind("\r", start, first) + 1)
    for found in _LINE.finditer(text, low, end):
        yield Line(text, found)


def _is_blank(line: Line, inside: bool) -> bool:
    """Whether nothing stands on the line, or between rows nothing but a page number."""
    if not line.words.strip():
        return True
    return inside and not line.tabs and not line.words.strip(_PAGE_NUMBER)


def _section(text: str, start: int, end: int, header: Row) -> bool:
    """Whether the next line is a row of the same table, so that the one before it is a heading inside it."""
    found = _NEXT.search(text, start, min(end, start + _REACH))
    return found is not None and 2 * _separators(found[0]) >= len(header.cells) - 1 > 1


def _goes_on(rows: list[Row], line: Line) -> bool:
    """Whether a line completes the row above it: cells are missing, or it has none of its own."""
    if len(rows) < 2:
        return False
    if not line.tabs:
        return not _HEADING.match(line.words)
    missing = len(rows[0].cells) - len(rows[-1].cells)
    return line.tabs <= missing and not line.words.startswith("\t")


def _continued(row: Row, rest: Row) -> Row:
    joined = row.cells[-1].with_more(rest.cells[0])
    return Row(Span(row.span.start, rest.span.end), (*row.cells[:-1], joined, *rest.cells[1:]))


def _tabbed(text: str, line: Line) -> Row:
    cells, low = [], 0
    marks = _BARS if line.words.count("|") > 1 else _TAB
    for mark in marks.finditer(line.words + "\t"):
        high = mark.start()
        piece = Span(line.span.start + low, line.span.start + high)
        cells.append(Cell(text, (piece,), squeeze(line.words[low:high])))
        low = mark.end()
    return Row(line.span, tuple(cells))
