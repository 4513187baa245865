"""The lines of a text, each with its place and its words without white space."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from graph_builder.model import Span
from graph_builder.view import fold_shapes

LONGEST: Final = 400
"""A line longer than this is running text: no heading, title or number is looked for in it."""

_FURNITURE: Final = re.compile(r"\s*(?:[-—－–―]+\s*\d{1,4}\s*[-—－–―]+|第\s*\d{1,4}\s*页.{0,12})\s*")
_FURNISHED: Final = "-—－–―第"
_LEADER: Final = re.compile(r"(?:[.．·…。]{3,}|…+|^[^\t]*\t)\s*[（(-]?\d{1,4}[)）-]?\s*$|[.．·…]{6,}\s*$")
_PAGE: Final = re.compile(r"[.．·…。\s]*\d{0,4}$")
_REACH: Final = 600
_TAIL: Final = 60
_QUIET: Final = 12
_TITLE: Final = 200


class Line(NamedTuple):
    """One line that is not blank, without its break; `bare` is its text without white space round it.

    `tight` is folded and without any white space, empty for a line of more than LONGEST characters.
    """

    start: int
    text: str
    bare: str
    tight: str

    @property
    def first(self) -> int:
        """Where `bare` begins."""
        return self.start + self.text.index(self.bare)

    @property
    def last(self) -> int:
        """Where `bare` ends."""
        return self.first + len(self.bare)

    @property
    def cells(self) -> tuple[Span, ...]:
        """Spans of the tab-separated cells, empty cells of width 0; none where only the first is filled."""
        if "\t" not in self.text.rstrip():
            return ()
        spans, at = [], self.start
        for piece in self.text.split("\t"):
            inner = piece.strip()
            begin = at + piece.index(inner)
            spans.append(Span(begin, begin + len(inner)))
            at += len(piece) + 1
        return tuple(spans)


def lines_of(text: str, span: Span | None = None) -> list[Line]:
    """The lines of `text` (or of a stretch of it) that hold more than white space or a page number."""
    start, end = span or (0, len(text))
    return folded_lines(text[start:end], fold_shapes(text[start:end]), start)


def folded_lines(text: str, shapes: str, start: int = 0) -> list[Line]:
    """The same of a text that begins at `start`, `shapes` being what `fold_shapes` makes of it."""
    found = []
    for row, folded in zip(_rows(text), _rows(shapes), strict=True):
        bare = row.strip()
        if bare and not (bare[0] in _FURNISHED and _furniture(row)):
            tight = "".join(folded.split()) if len(row) <= LONGEST else ""
            found.append(Line(start, row, bare, tight))
        start += len(row) + 1
    return found


def _rows(text: str) -> list[str]:
    return text.replace("\r", "\n").split("\n")


def _furniture(row: str) -> bool:
    """Whether a line holds a page number only."""
    return len(row) < _TAIL and _FURNITURE.fullmatch(row) is not None


def contents(lines: list[Line]) -> set[int]:
    """Indexes of the lines of a table of contents (目录), its heading included."""
    listed: set[int] = set()
    for index in [at for at, line in enumerate(lines) if "目录" in line.tight]:
        if lines[index].tight.strip("*#—-") == "目录" and index not in listed:
            listed.update(range(index, _contents_end(lines, index)))
    return listed


def _contents_end(lines: list[Line], heading: int) -> int:
    """Where the entries after a 目录 end: with the last leader dots, or where the first entry comes again."""
    last, quiet = 0, 0
    for index in range(heading + 1, min(len(lines), heading + 1 + _REACH)):
        if _LEADER.search(lines[index].text[-_TAIL:]):
            last, quiet = index + 1, 0
        else:
            quiet += 1
        if quiet > _QUIET:
            break
    return last or _repeated(lines, heading + 1)


def _repeated(lines: list[Line], start: int) -> int:
    """Where one of the first entries of an undotted list stands again; `start` where none does."""
    stop = min(len(lines), start + _REACH)
    for first in range(start, min(start + 3, stop)):
        for index in range(first + 1, stop):
            if not lines[index].tight:
                break
            if lines[index].tight == lines[first].tight:
                return index
    return start


def entries(lines: list[Line], listed: set[int]) -> set[str]:
    """Folded titles that a table of contents lists, without page numbers."""
    titles: set[str] = set()
    title = ""
    for index in sorted(listed):
        words = _PAGE.sub("", lines[index].tight)
        fresh = lines[index].bare.startswith("【") or len(title) > _TITLE
        title = "" if fresh else title + words
        titles.update((words, title))
        if words != lines[index].tight:
            title = ""
    return {title for title in titles if len(title) >= 10}
