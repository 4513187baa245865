"""Tables whose columns are set with blanks: pieces of a line fall under the header they stand below."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from graph_builder.extract.cells import Cell, Row
from graph_builder.extract.vocabulary import table_words
from graph_builder.model import Span

_LINE: Final = re.compile(r"[^\r\n]+")
_GAP: Final = re.compile(r"(?<=\S)(?:[ \u3000]{2,}|\u3000)(?=\S)")
_LONG: Final = 20  # a single piece at the left that is longer ends the table
_HEADS: Final = "一二三四五六七八九十（(附"
_WIDE: Final = "\u2e7f"  # characters behind it take two columns of the screen


class Piece(NamedTuple):
    """Words of a line with the columns of the screen that they cover."""

    low: int
    high: int
    span: Span


@cache
def _role_heads() -> re.Pattern[str]:
    spaced = (r"[^\S\r\n]*".join(word) for word in table_words()["role_heads"])
    return re.compile("|".join(spaced))


def candidates(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Lines without tabs that hold a gap and a word that heads a column of roles."""
    if text.find("  ", start, end) < 0 and text.find("\u3000", start, end) < 0:
        return []
    found: list[tuple[int, int]] = []
    done = start
    for word in _role_heads().finditer(text, start, end):
        if word.start() < done:
            continue
        line = _line_at(text, word.start(), start, end)
        done = line[1]
        if _GAP.search(text, *line) and text.find("\t", *line) < 0:
            found.append(line)
    return found


def _line_at(text: str, position: int, start: int, end: int) -> tuple[int, int]:
    low = max(text.rfind("\n", start, position), text.rfind("\r", start, position), start - 1) + 1
    found = _LINE.match(text, low, end)
    return low, found.end() if found else position


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """The pieces of the line at `start:end`, parted by gaps."""
    line = text[start:end]
    cuts = [(gap.start(), gap.end()) for gap in _GAP.finditer(line)]
    lows = [len(line) - len(line.lstrip()), *(high for _, high in cuts)]
    highs = [*(low for low, _ in cuts), len(line.rstrip())]
    return [
        Piece(_width(line[:low]), _width(line[:high]), Span(start + low, start + high))
        for low, high in zip(lows, highs, strict=True)
        if high > low
    ]


def _width(text: str) -> int:
    return len(text) + sum(char > _WIDE for char in text)


def header_row(text: str, line: tuple[int, int], heads: list[Piece]) -> Row:
    """A line's pieces as a row."""
    return Row(Span(*line), tuple(Cell(text, (piece.span,)) for piece in heads))


def rows_under(text: str, start: int, end: int, header: list[Piece]) -> list[Row]:
    """The rows below a header; lines that begin no new row go on the last one."""
    rows: list[Row] = []
    for line in _LINE.finditer(text, start, end):
        found = pieces(text, line.start(), line.end())
        if not found or _ends(found, header, line[0].strip()):
            break
        row = _row(text, Span(line.start(), line.end()), found, header)
        if rows and row.filled and row.filled[0] > 0:
            row = _joined(rows.pop(), row)
        rows.append(row)
    return rows


def _ends(found: list[Piece], header: list[Piece], words: str) -> bool:
    """Whether a line is text again: one piece at the left, long or with a heading number."""
    if len(found) > 1 or found[0].low >= header[min(1, len(header) - 1)].low:
        return False
    return len(words) > _LONG or words[:1] in _HEADS


def _joined(row: Row, rest: Row) -> Row:
    cells = tuple(one.with_more(two) for one, two in zip(row.cells, rest.cells, strict=True))
    return Row(Span(row.span.start, rest.span.end), cells)


def _row(text: str, span: Span, found: list[Piece], header: list[Piece]) -> Row:
    columns: list[list[Span]] = [[] for _ in header]
    for piece in found:
        best = max(range(len(header)), key=lambda index: _overlap(piece, header[index]))
        columns[best].append(piece.span)
    return Row(span, tuple(Cell(text, tuple(spans)) for spans in columns))


def _overlap(piece: Piece, column: Piece) -> tuple[int, int]:
    shared = min(piece.high, column.high) - max(piece.low, column.low)
    return max(shared, 0) or -1, -abs(piece.low - column.low)
