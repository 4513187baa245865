"""One document as all frames share it: its view, its role words, its passages, what is claimed.

Positions are of the view (no white space), offsets of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from graph_builder.extract.bodies import KnownNames
from graph_builder.extract.lists import Item
from graph_builder.extract.numbers import after_number
from graph_builder.extract.rules import role_words
from graph_builder.model import Document, Mention, Passage, Span
from graph_builder.view import View, squeeze
from ontology import Role


class Manuscript:
    """The text of one document, read once for all frames.

    `hits` are the role words, or longer words that hold one, with where they stand: the one scan that all
    share; `running` the passages of running text, those without cells, with where they stand; `blocks` their
    stretches.
    """

    def __init__(
        self, text: str, document: Document, passages: tuple[Passage, ...], known: KnownNames
    ) -> None:
        self.text, self.document, self.passages, self.known = text, document, passages, known
        self.view = View.of(text, document.span.start, document.span.end)
        self.hits = role_words().find(self.view.text)
        self.running = list(self._running())
        self.blocks = [(low, high) for _, low, high in self.running]
        self._hit_ends = [end for _, end, _ in self.hits]
        self._assigning = [start for start, _, lexeme in self.hits if lexeme.letter in "vwlm"]
        self._block_starts = [low for low, _ in self.blocks]
        self._passage_starts = [passage.span.start for passage in passages]

    def _running(self) -> Iterator[tuple[Passage, int, int]]:
        position = self.view.position
        for passage in self.passages:
            low, high = position(passage.span.start), position(passage.span.end)
            if high > low and not passage.cells:
                yield passage, low, high

    def has_role_word(self, span: Span) -> bool:
        """Whether a role word may stand in a stretch of the source: some hit touches it."""
        place = bisect_right(self._hit_ends, self.view.position(span.start))
        return place < len(self.hits) and self.hits[place][0] < self.view.position(span.end)

    def assigns(self, low: int, high: int) -> bool:
        """Whether a word that can give a role stands between two positions."""
        place = bisect_left(self._assigning, low)
        return place < len(self._assigning) and self._assigning[place] < high

    def blocks_from(self, position: int) -> Iterable[tuple[int, int]]:
        """The blocks that end at or after a position."""
        place = max(0, bisect_left(self._block_starts, position) - 1)
        return (block for block in self.blocks[place:] if block[1] >= position)

    def block_at(self, position: int) -> tuple[int, int]:
        """The block that holds a position, or the whole text where none does."""
        place = bisect_right(self._block_starts, position) - 1
        if place >= 0 and position < self.blocks[place][1]:
            return self.blocks[place]
        return 0, len(self.view.text)

    def block_before(self, block: tuple[int, int]) -> tuple[int, int]:
        """The block before one of them; before the first an empty one."""
        place = bisect_left(self._block_starts, block[0])
        return self.blocks[place - 1] if place else (0, 0)

    def blocks_with(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """The blocks in which the expression can match: those that one of its matches touches."""
        starts, blocks, place = self._block_starts, self.blocks, 0
        for found in pattern.finditer(self.view.text):
            place = max(place, bisect_right(starts, found.start()) - 1)
            while place < len(blocks) and starts[place] < found.end():
                if blocks[place][1] > found.start():
                    yield blocks[place]
                place += 1

    def parts(self, block: tuple[int, int], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """A block without its heading number, less the stretches `taken` (sorted)."""
        low, high = block
        return outside(after_number(self.view.text, low, high), high, taken)

    def passage_at(self, offset: int) -> int:
        """Index of the passage at a source offset, 0 before the first."""
        return max(0, bisect_right(self._passage_starts, offset) - 1)

    def mention(self, start: int, end: int, role: Role, distribution: str | None = None) -> Mention:
        """The body that stands between two positions, in its role."""
        return mention_of(self.text, self.view.span(start, end), role, distribution)

    def mentions(self, items: Iterable[Item], role: Role, distribution: str | None = None) -> list[Mention]:
        """The bodies of a list, all in one role."""
        return [self.mention(item.start, item.end, role, distribution) for item in items]


def mention_of(text: str, span: Span, role: Role, distribution: str | None = None) -> Mention:
    """The body that stands at a span of the source text, in its role."""
    return Mention(span, squeeze(text[span.start : span.end]), role, distribution=distribution)


def outside(start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of `start:end` that no stretch of `taken` (sorted) covers."""
    low = start
    for first, last in taken[max(0, bisect_left(taken, (start, 0)) - 1) :]:
        if first >= end:
            break
        if last <= low:
            continue
        if first > low:
            yield low, first
        low = last
    if low < end:
        yield low, end


def inside(position: int, stretches: list[tuple[int, int]]) -> bool:
    """Whether one of the stretches (sorted, apart from each other) holds the position."""
    place = bisect_right(stretches, (position, 1 << 60)) - 1
    return place >= 0 and stretches[place][0] <= position < stretches[place][1]
