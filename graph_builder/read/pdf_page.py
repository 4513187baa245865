"""One PDF page as pieces: lines of running text and rows of tables, each with its place.

Lengths are points; lines and cells are boxes (left, bottom, right, top) of the page as it is shown,
from its bottom left corner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import pypdfium2 as engine
import pypdfium2.raw as pdfium

from graph_builder.read.kept import row, spaced
from graph_builder.read.pdf_tables import SAME, Box, Matrix, Table, tables
from graph_builder.read.radicals import unradical

_PADDING: Final = 0.5
"""What a cell keeps free at its right edge, in widths of a character."""
_LONGEST_HEAD: Final = 12
_BREAKS: Final = frozenset("\r\n")
_HYPHENS: Final = frozenset("\u0002\ufffe")


class Char(NamedTuple):
    """A character with its box; `line` counts the lines of the page as the engine tells them apart."""

    text: str
    box: Box
    line: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of running text, or a row of a table: then `cells` is how many it has.

    `em` is the width of its widest character, `head` that of what cannot be parted from its first one: a
    number, a closing bracket.
    """

    text: str
    box: Box
    em: float = 1.0
    head: float = 0.0
    cells: int = 0


def _head(chars: Sequence[Char]) -> float:
    """The width of the first characters of a line between which it may not break."""
    end = 1
    while end < min(len(chars), _LONGEST_HEAD) and _holds(chars[end - 1].text, chars[end].text):
        end += 1
    return chars[end - 1].box.right - chars[0].box.left


def _holds(one: str, other: str) -> bool:
    """Whether no line may break between two characters."""
    return (
        other in "，。、；：！？）》〕】”’,.;:!?)]"
        or one in "（《〔【“‘(["
        or (one.isascii() and other.isascii())
    )


def upright(page: engine.PdfPage) -> tuple[Matrix, float, float]:
    """What turns the page's own space into the page as it is shown, and its width and height then."""
    left, bottom, right, top = page.get_bbox()
    turned: dict[int, Matrix] = {
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }
    angle = page.get_rotation()
    sides = right - left, top - bottom
    width, height = sides[::-1] if angle % 180 else sides
    return turned.get(angle, (*SAME[:4], -left, -bottom)), width, height


def pieces(page: engine.PdfPage, text: engine.PdfTextPage, matrix: Matrix) -> list[Piece]:
    """The lines and rows of a page in reading order; a table stands where its first word stands."""
    found = tables(page.raw, matrix)
    pending: list[Char] = []
    told: set[int] = set()
    result: list[Piece] = []
    chars = list(_chars(text.raw, matrix))
    inside: dict[int, list[Char]] = {index: [] for index in range(len(found))}
    homes = [_home(char, found) for char in chars]
    for char, home in zip(chars, homes, strict=True):
        if home is not None:
            inside[home].append(char)
    for char, home in zip(chars, homes, strict=True):
        if pending and (home is not None or char.line != pending[-1].line):
            result += _line(pending)
            pending = []
        if home is None:
            pending.append(char)
        elif home not in told:
            told.add(home)
            result += _rows(found[home], inside[home])
    return result + _line(pending)


def _home(char: Char, found: Sequence[Table]) -> int | None:
    x, y = (char.box.left + char.box.right) / 2, (char.box.bottom + char.box.top) / 2
    return next((index for index, table in enumerate(found) if table.box.holds(x, y)), None)


def _chars(text: pdfium.FPDF_TEXTPAGE, matrix: Matrix) -> Iterator[Char]:
    """The characters in the engine's order; blanks that it makes up have no box of their own."""
    rectangle = pdfium.FS_RECTF()
    box, line, high = Box(0, 0, 0, 0), 0, ""
    for index in range(max(pdfium.FPDFText_CountChars(text), 0)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        char = high + chr(code) if code < 0x110000 else "\ufffd"
        high = ""
        if 0xD800 <= code < 0xDC00:
            high = char
            continue
        if char in _BREAKS:
            line += 1
        elif char not in _HYPHENS and code:
            if pdfium.FPDFText_GetLooseCharBox(text, index, rectangle):
                given = _turned(rectangle, matrix)
                box = box if char.isspace() and given.right - given.left < 0.01 else given
            yield Char(
                unradical(char.encode("utf-16", "surrogatepass").decode("utf-16", "replace")), box, line
            )


def _turned(rectangle: pdfium.FS_RECTF, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    left, bottom, right, top = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
    x, other_x = a * left + c * bottom + e, a * right + c * top + e
    y, other_y = b * left + d * bottom + f, b * right + d * top + f
    return Box(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))


def _line(chars: Sequence[Char]) -> list[Piece]:
    words = spaced("".join(char.text for char in chars))
    solid = [char for char in chars if not char.text.isspace()]
    if not (words and solid):
        return []
    em = max(char.box.right - char.box.left for char in solid)
    return [Piece(words, _around([char.box for char in solid]), max(em, 1.0), _head(solid))]


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def _rows(table: Table, chars: Sequence[Char]) -> Iterator[Piece]:
    cells = [cell for cells in table.rows for cell in cells if cell]
    texts: dict[Box, list[Char]] = {cell: [] for cell in cells}
    for char in chars:
        x, y = (char.box.left + char.box.right) / 2, (char.box.bottom + char.box.top) / 2
        home = next((cell for cell in cells if cell.holds(x, y)), None)
        texts[home or min(cells, key=lambda cell: cell.distance(x, y))].append(char)
    for one in table.rows:
        words = row([_cell(cell, texts[cell]) if cell else "" for cell in one])
        if words.strip():
            yield Piece(words, _around([cell for cell in one if cell]), cells=len(one))


def _cell(cell: Box, chars: Sequence[Char]) -> str:
    """The words of a cell: a line that fills it goes on in the next, a shorter one was ended on purpose."""
    lines: list[list[Char]] = []
    for char in chars:
        if not lines or char.line != lines[-1][-1].line or _below(char, lines[-1][-1]):
            lines.append([])
        lines[-1].append(char)
    words, room = "", 0.0
    for piece in (piece for line in lines for piece in _line(line)):
        words += piece.text if not words or room < piece.head else f" {piece.text}"
        room = cell.right - piece.box.right - _PADDING * piece.em
    return words


def _below(char: Char, last: Char) -> bool:
    return char.box.top < last.box.bottom
