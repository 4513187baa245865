"""The passages of a document: its text as headings, numbered items, paragraphs and table rows.

A paragraph goes on over hard line breaks and page breaks; a number at the start of a line heads an
item only where it is written as one and, for the weaker styles, follows in sequence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from graph_builder.citations import whole_number
from graph_builder.identity import fold
from graph_builder.model import Document, Passage, Source, Span
from graph_builder.segment.attributes import signature
from graph_builder.segment.header import is_metadata, issuer_line, order_line
from graph_builder.segment.lines import Line, contents, lines_of
from graph_builder.segment.numbering import Mark, Sequence, annex_of, heading_of, measures
from graph_builder.segment.vocabulary import alternation, ending, words
from graph_builder.view import squeeze

_STOPS = tuple("。！？；：…")
_CLOSERS = "”’）》」』)*"
_PAIRED = re.compile("[（(《“）)》”]")
_CLOSING = "）)》”"
_CARRIED = "，。、；：！？）》”’"
_ON = ("会同", "等单位", "等有关", "等部门")
"""Words that begin no paragraph: they go on with a list of bodies."""

_PROSE = re.compile("[，。；、（“]")
_NAMED = re.compile("[。：:]")
_LONGEST_HEADING = 40
_LONGEST_PARAGRAPH = 4000
_NARROWEST, _WIDEST = 15, 60
_HEADER = 14


@dataclass(slots=True)
class _Level:
    """A level of the outline: its number, the path and the headings down to it, where its item starts."""

    mark: Mark | None = None
    path: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    item: int = 0


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as it grows line by line: `mark` is its own number, `last` its last line."""

    start: int
    end: int
    last: str
    mark: Mark | None
    open: int


@dataclass(slots=True)
class _Outline:
    """The levels that the next line stands under, the top of the document first."""

    sequence: Sequence
    levels: list[_Level] = field(default_factory=lambda: [_Level()])

    def leave_all(self) -> None:
        """Go back to the top of the document."""
        del self.levels[1:]

    def enter(self, mark: Mark, item: int) -> None:
        """Go to a numbered item: out of its own style or of what ranks below it, then in."""
        for depth, level in enumerate(self.levels):
            if level.mark and mark.ends(level.mark):
                del self.levels[depth:]
                break
        self._add(mark, mark.path, item)
        self.sequence.seen(mark)

    def annex(self, path: str, item: int) -> None:
        """Go to an annex."""
        self.leave_all()
        self._add(None, path, item)
        self.sequence.restart()

    def _add(self, mark: Mark | None, path: str, item: int) -> None:
        above = self.levels[-1]
        self.levels.append(_Level(mark, (*above.path, path), (*above.headings, ""), item))


def passages(source: Source, document: Document) -> tuple[Passage, ...]:
    """The text of a document after its header, in order, tables of contents left out; linear in length."""
    lines = lines_of(source.text, document.span)
    skipped = contents(lines)
    first = _body(lines, document)
    rest = [line for index, line in enumerate(lines) if index >= first and index not in skipped]
    return tuple(_passages(source.text, rest, document))


def _body(lines: list[Line], document: Document) -> int:
    """Index of the first line after title, number and letterhead; a text without a title is all body."""
    if document.type is None and document.number is None:
        return 0
    title, number = fold(document.title), document.number or ""
    index = 0
    while index < min(len(lines), _HEADER) and _heads(lines[index], title, number):
        index += 1
    return index


def _heads(line: Line, title: str, number: str) -> bool:
    tight = fold(line.tight).strip("*#")
    if not tight:
        return False
    known = tight in title or whole_number(line.tight) is not None or tight in fold(number)
    return known or order_line(line.tight) is not None or tight.endswith("文件") or is_metadata(line)


def _signed_at(lines: list[Line]) -> int:
    """Index of the first line of the signature, or past the end."""
    at = signature(lines)
    if at is None:
        return len(lines)
    while at and issuer_line(lines[at - 1]):
        at -= 1
    return at


def _width(lines: list[Line]) -> int:
    """The width at which the text is hard-wrapped, 0 when its lines are whole paragraphs."""
    rows = [line.bare for line in lines]
    if len(rows) < 10:
        return 0
    width = sorted(map(len, rows))[len(rows) * 9 // 10]
    full = [row for row in rows if width - 2 <= len(row) <= width + 1]
    cut = sum(not _closes(row) for row in full)
    wrapped = _NARROWEST <= width <= _WIDEST and 3 * len(full) > len(rows) and 2 * cut > len(full)
    return width if wrapped else 0


def _passages(text: str, lines: list[Line], document: Document) -> Iterator[Passage]:
    outline, width, signed = _Outline(Sequence.of(lines)), _width(lines), _signed_at(lines)
    current: _Paragraph | None = None
    row = attached = False
    for index, line in enumerate(lines):
        cells = line.cells if "\t" in line.text else ()
        row = bool(cells) and (row or "\t" in line.bare)
        if current and (index == signed or row):
            yield _closed(text, current, outline)
            current = None
        if index == signed:
            outline.leave_all()
        if row:
            yield _row(line, cells, outline)
            continue
        entry = attached and line.tight[:1].isdecimal()
        attached = entry or line.tight.startswith(("附件：", "附："))
        ended = current is None or entry or _ends(current, line, width)
        mark = None if attached else heading_of(line, outline.sequence, ended)
        annex = None if mark else annex_of(line, index > signed)
        if current and not (ended or mark or annex):
            _grow(current, line)
            continue
        if current:
            yield _closed(text, current, outline)
        current = _opened(line, mark, annex, outline)
    if current:
        yield _closed(text, current, outline)


def _opened(line: Line, mark: Mark | None, annex: str | None, outline: _Outline) -> _Paragraph:
    """A new paragraph, under its own number where it has one."""
    start = line.first
    end = start + len(line.bare)
    if annex:
        outline.annex(annex, end)
    elif mark:
        outline.enter(mark, min(line.start + mark.width, end))
    return _Paragraph(start, end, line.bare, mark, _opening(line.bare))


def _opening(text: str) -> int:
    """How many brackets and quotation marks a text opens and leaves open."""
    marks = _PAIRED.findall(text)
    return len(marks) - 2 * sum(map(_CLOSING.count, marks)) if marks else 0


def _grow(paragraph: _Paragraph, line: Line) -> None:
    paragraph.end = line.last
    paragraph.last = line.bare
    paragraph.open += _opening(line.bare)


def _ends(paragraph: _Paragraph, line: Line, width: int) -> bool:
    """Whether a paragraph ended before `line`, its line break being no mere wrap."""
    last, following = paragraph.last, line.bare
    if paragraph.end - paragraph.start > _LONGEST_PARAGRAPH:
        return True
    if paragraph.open > 0 or following[0] in _CARRIED or following.startswith(_ON) or labels_bodies(last):
        return False
    return _closes(last) or not _unfinished(paragraph, following, width)


def _closes(text: str) -> bool:
    """Whether a sentence, a part of one or a bracket ends with the text."""
    return text[-1] in "）)" or text.rstrip(_CLOSERS).endswith(_STOPS)


def _unfinished(paragraph: _Paragraph, following: str, width: int) -> bool:
    """Whether words without a full stop break off, and do not make a heading or an entry of a list."""
    last, mark = paragraph.last, paragraph.mark
    if measures(following) and not (mark and mark.style.startswith("decimal")):
        return True
    if width:
        return len(last) >= width - 3
    told = mark is None or mark.style == "article"
    if not told and paragraph.end - paragraph.start <= _LONGEST_HEADING and "。" not in last:
        return len(_PROSE.split(last)[-1]) < 3
    alone = paragraph.end - paragraph.start == len(last)
    return bool(_PROSE.search(last)) and not (alone and _list_line(last))


@cache
def _label() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('responsible'))})(?:单位|部门|机关|机构|主体)$")


def labels_bodies(text: str) -> bool:
    """Whether a line ends in a label (委托单位：) whose bodies stand on the next."""
    words_before = text.rstrip()
    return words_before.endswith(("：", ":")) and bool(_label().search(words_before[:-1]))


def _list_line(last: str) -> bool:
    """Whether a line is an entry of a list of bodies, whole without a full stop."""
    return len(last) <= _LONGEST_HEADING and "，" not in last and ending(last, "bodies") is not None


def _closed(text: str, paragraph: _Paragraph, outline: _Outline) -> Passage:
    """The finished paragraph; its heading becomes known to what stands under it."""
    level, mark = outline.levels[-1], paragraph.mark
    if mark:
        level.headings = (*level.headings[:-1], _heading(text[level.item : paragraph.end]))
    if mark and mark.own:  # its style numbers one paragraph only
        outline.levels.pop()
    item = level.item if level.mark else paragraph.start
    return Passage(Span(paragraph.start, paragraph.end), level.path, level.headings, (), item)


def _heading(text: str) -> str:
    """The words that name an item: its first sentence, when short."""
    first = squeeze(_NAMED.split(text[: 4 * _LONGEST_HEADING], maxsplit=1)[0]).replace("*", "")
    return first if len(first) <= _LONGEST_HEADING else ""


def _row(line: Line, cells: tuple[Span, ...], outline: _Outline) -> Passage:
    level, first = outline.levels[-1], line.first
    return Passage(Span(first, first + len(line.bare)), level.path, level.headings, cells, first)
