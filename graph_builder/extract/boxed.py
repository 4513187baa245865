"""Tables drawn with lines (┌─┬─┐ │ │ └─┴─┘), as old collections of documents print them.

A cell goes on from line to line until a line is drawn under it in its own column, so that a
cell may stand beside several of the next column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from graph_builder.extract.cells import Cell, Row
from graph_builder.model import Span

_LINE: Final = re.compile(r"^[ \t\u3000]*[┌├│└┏┣┃┗][^\r\n]*[┐┤│┘┓┫┃┛](?=\s|$)", re.MULTILINE)
_SEGMENT: Final = re.compile("[^┌┐└┘├┤┬┴┼│┏┓┗┛┣┫┳┻╋┃]+")
_DRAWN: Final = frozenset("─━")
_BREAK: Final = re.compile(r"[ \t\u3000]*(?:\r\n|\r|\n|$)")


class _Line(NamedTuple):
    """One line of a drawn table: its segments, None where a line is drawn."""

    span: Span
    segments: tuple[Span | None, ...]


def boxed(text: str, start: int, end: int) -> Iterator[list[Row]]:
    """The drawn tables in `text[start:end]`, each as its rows."""
    if text.find("│", start, end) < 0 and text.find("┃", start, end) < 0:
        return
    held: list[_Line] = []
    for found in _LINE.finditer(text, start, end):
        line = _read(text, found)
        follows = held and _BREAK.fullmatch(text, held[-1].span.end, found.start())
        if held and not (follows and len(line.segments) == len(held[0].segments)):
            yield from _table(text, held)
            held = []
        held.append(line)
    yield from _table(text, held)


def _read(text: str, found: re.Match[str]) -> _Line:
    segments = (one.span() for one in _SEGMENT.finditer(text, *found.span()))
    inner = (span for span in segments if span[0] > found.start() or text[span[0]] not in " \t\u3000")
    drawn = (None if text[low] in _DRAWN else _trimmed(text, low, high) for low, high in inner)
    return _Line(Span(*found.span()), tuple(drawn))


def _trimmed(text: str, low: int, high: int) -> Span:
    words = text[low:high]
    return Span(low + len(words) - len(words.lstrip()), low + len(words.rstrip()) if words.strip() else low)


def _table(text: str, lines: Sequence[_Line]) -> Iterator[list[Row]]:
    """The rows of a table: one begins where a line is drawn in any column."""
    starts = [at for at, line in enumerate(lines) if None in line.segments]
    rows = [row for low, high in pairwise([*starts, len(lines)]) if (row := _row(text, lines, low, high))]
    if rows:
        yield rows


def _row(text: str, lines: Sequence[_Line], low: int, high: int) -> Row | None:
    """The row that begins with the line `low`: the cells that begin there, whole, others empty."""
    columns = range(len(lines[low].segments))
    begun = [column for column in columns if lines[low].segments[column] is None]
    cells = [Cell(text, _pieces(lines, low + 1, column) if column in begun else ()) for column in columns]
    if not any(cell.words for cell in cells):
        return None
    last = lines[min(high, len(lines)) - 1]
    return Row(Span(lines[low].span.start, last.span.end), tuple(cells))


def _pieces(lines: Sequence[_Line], start: int, column: int) -> tuple[Span, ...]:
    """What stands in a column from a line on, down to the next drawn line."""
    found: list[Span] = []
    for at in range(start, len(lines)):
        segment = lines[at].segments[column]
        if segment is None:
            break
        if segment.end > segment.start:
            found.append(segment)
    return tuple(found)
