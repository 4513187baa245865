"""Frames of one clause each: outermost brackets, label lines, lines of delegation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Final

from graph_builder.dates import due_label
from graph_builder.extract.bodies import is_public
from graph_builder.extract.clauses import Reading, read_clause
from graph_builder.extract.draft import Draft
from graph_builder.extract.manuscript import Manuscript, inside
from graph_builder.extract.rules import label_words
from graph_builder.extract.trie import any_of
from graph_builder.extract.vocabulary import words
from graph_builder.model import Mention, Span
from ontology import Kind, Role

LIMIT: Final = 600
"""No frame is longer: so much may stand in one bracket or on one label line."""

_DELEGATION_LINE: Final = 200
_DELEGATE_REACH: Final = 60
_WRAPS: Final = 4  # so many further blocks a label line may go on over
_NAME_REACH: Final = 12
_INNER: Final = re.compile("（[^（）]*）")
_MARK: Final = re.compile("[、。；，]")

Claim = tuple[tuple[int, int], list[Draft]]


class Brackets:
    """Reads the brackets and label lines of one document; each claim is a stretch with its statements."""

    def __init__(self, sheet: Manuscript) -> None:
        self.sheet, self.view, self.text = sheet, sheet.view, sheet.view.text

    def brackets(self, tables: list[tuple[int, int]]) -> Iterator[Claim]:
        """The outermost bracket pairs outside `tables` that are clauses."""
        for low, high in outermost(self.text):
            if high - low > LIMIT or not self.sheet.assigns(low, high) or inside(low, tables):
                continue
            if _aside().match(self.text, low + 1) or _defines(self.text[low + 1 : high - 1]):
                continue
            readings = self._read(low + 1, high - 1)
            if readings:
                yield (low, high), list(self._clauses(readings, low, high))

    def label_lines(self, taken: list[tuple[int, int]]) -> Iterator[Claim]:
        """The label lines of running text outside the stretches `taken`."""
        done = 0
        for start, end in self.sheet.blocks_with(label_words()):
            for found in label_words().finditer(self.text, max(start, done), end):
                label = found.start()
                if label < done or inside(label, taken) or not self._begins(label, start):
                    continue
                stop = self._line_end(label, end)
                readings = self._read(label, stop)
                if readings:
                    until = max(stop, self._due_below(end))
                    last = max(reading.end for reading in readings)
                    claimed = last if self.text.startswith("；", last) else stop
                    yield (label, claimed), list(self._labelled(readings, start, label, until))
                done = max(stop, label + 1)

    def _begins(self, label: int, start: int) -> bool:
        """Whether a label may stand there: one in brackets only where a line or sentence begins."""
        return self.text[label] != "（" or label == start or self.text[label - 1] in "。；"

    def _read(self, low: int, high: int) -> tuple[Reading, ...]:
        return read_clause(self.text, low, high, self.sheet.known, self.view.starts)

    def _due_below(self, end: int) -> int:
        """Where the line below ends, if it tells the deadline (完成时限：…), else `end`."""
        below = next((block for block in self.sheet.blocks_from(end + 1) if block[0] >= end), None)
        told = below and below[0] == end and due_label().match(self.text, *below)
        return below[1] if below and told else end

    def _labelled(self, readings: tuple[Reading, ...], start: int, label: int, until: int) -> Iterator[Draft]:
        stop = max(reading.end for reading in readings)
        delegates = readings[0].role is Role.DELEGATOR
        delegate = self._delegate(max(start, label - _DELEGATE_REACH), label) if delegates else None
        if delegate:
            yield self._delegation(delegate, readings, label, stop)
        else:
            yield from self._clauses(readings, label, stop, until)

    def _delegation(self, delegate: Mention, readings: tuple[Reading, ...], label: int, stop: int) -> Draft:
        span = Span(delegate.span.start, self.view.span(label, stop).end)
        word = self.view.offset(label)
        return Draft(
            Kind.DELEGATION,
            span,
            (delegate, *self._mentions(readings)),
            "delegated-by-label",
            span,
            word,
            task=(self._heading(span.start),),
            words=(word,),
        )

    def _delegate(self, start: int, label: int) -> Mention | None:
        """The body that stands in the same line before 委托单位：."""
        line = self.sheet.text.rfind("\n", 0, self.view.offset(label)) + 1
        low = max(start, self.view.position(line))
        if low >= label:
            return None
        delegate = self.sheet.mention(low, label, Role.DELEGATE)
        return delegate if len(delegate.surface) > 2 else None

    def _heading(self, offset: int) -> Span:
        """The heading that a delegation stands under: what is delegated."""
        passages, place = self.sheet.passages, self.sheet.passage_at(offset)
        depth = len(passages[place].path)
        for passage in reversed(passages[: place + 1]):
            if passage.headings and 0 < len(passage.path) <= (depth or len(passage.path)):
                first = self.sheet.text.find("\n", passage.item)
                return Span(passage.item, first if first > 0 else passage.span.end)
        return passages[place].span

    def _line_end(self, label: int, end: int) -> int:
        """A label line ends at 。 or with its block, but goes on behind ： and 、."""
        if self.text.startswith("委托", label):
            return self._delegators_end(label, end)
        stop = _sentence_end(self.text, label, end)
        if stop is not None:
            return stop
        for place, (_, block) in enumerate(self.sheet.blocks_from(end)):
            if place >= _WRAPS or not self._unfinished(label, block):
                return min(block, label + LIMIT)
        return end

    def _unfinished(self, label: int, end: int) -> bool:
        """Whether a line stops in mid-list: at ： or 、, or within a name that the next line ends."""
        text = self.text
        if end >= len(text):
            return False
        if text[end - 1] in "：、":
            return True
        low = max(text.rfind(mark, label, end) for mark in "：、，") + 1
        mark = _MARK.search(text, end, end + _NAME_REACH)
        if not mark or mark[0] != "、" or is_public(text[low:end]):
            return False
        return is_public(text[low : mark.start()])

    def _delegators_end(self, label: int, end: int) -> int:
        """A list of delegations stands line by line: a line that ends with ： or 、 goes on, no other."""
        limit = min(len(self.text), max(end, label + _DELEGATION_LINE))
        starts = self.view.starts
        for stop in starts[bisect_left(starts, label + 1) : bisect_left(starts, limit + 1)]:
            between = self.sheet.text[self.view.offset(stop - 1) + 1 : self.view.offset(stop)]
            if "\n" in between and self.text[stop - 1] not in "：、":
                return stop
        return limit

    def _clauses(self, readings: tuple[Reading, ...], low: int, high: int, until: int = 0) -> Iterator[Draft]:
        """Drafts of one bracket or label line; a deadline may stand behind it, up to `until`."""
        unit = self.view.span(low, high)
        due = self.view.span(low, until) if until > high else unit
        for group in _by_topic(readings):
            topic = group[0].topic
            whole = len(group) == len(readings) and not topic
            start = topic[0] if topic else group[0].start
            words = tuple([self.view.offset(reading.word) for reading in group])
            yield Draft(
                Kind.CLAUSE,
                unit if whole else self.view.span(start, group[-1].end),
                tuple(self._mentions(group)),
                group[0].pattern,
                unit,
                words[0],
                any(reading.open for reading in group),
                due=(due,),
                words=words,
            )

    def _mentions(self, readings: tuple[Reading, ...] | list[Reading]) -> list[Mention]:
        return [
            mention
            for reading in readings
            for mention in self.sheet.mentions(reading.items, reading.role, reading.distribution)
        ]


def outermost(text: str) -> Iterator[tuple[int, int]]:
    """Outermost bracket pairs; one that is still open after LIMIT characters is given up."""
    depth, start = 0, 0
    for found in re.finditer("[（）]", text):
        position = found.start()
        if depth and position - start > LIMIT:
            depth = 0
        if text[position] == "（":
            if depth == 0:
                start = position
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield start, position + 1


@cache
def _aside() -> re.Pattern[str]:
    """（含…）, （包括…）: what the words before it comprise, no clause."""
    return re.compile(any_of(words()["lists"]["comprising"]))


def _defines(inner: str) -> bool:
    """（…，以下简称承建单位）: whether a bracket, those inside it aside, defines a name."""
    defining = _defining().search
    return defining(inner) is not None and defining(_INNER.sub("", inner)) is not None


@cache
def _defining() -> re.Pattern[str]:
    return re.compile(any_of(words()["lists"]["defining"]))


def _by_topic(readings: tuple[Reading, ...]) -> Iterator[list[Reading]]:
    """The readings parted where a new topic begins; one without a topic has that of the one before."""
    held: list[Reading] = []
    for reading in readings:
        if reading.topic and held and reading.topic != held[0].topic:
            yield held
            held = []
        held.append(reading)
    yield held


def _sentence_end(text: str, start: int, end: int) -> int | None:
    """The first 。 outside brackets, or the end of the bracket that all stands in, within LIMIT."""
    depth = 0
    for found in re.compile("[（）。]").finditer(text, start, min(end, start + LIMIT)):
        depth += {"（": 1, "）": -1}.get(found[0], 0)
        if depth < 0 or (found[0] == "。" and depth == 0):
            return found.start()
    return None
