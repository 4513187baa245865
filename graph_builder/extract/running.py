"""Running text as a frame: paragraphs under their headings, their duties as statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph_builder.extract.draft import Draft
from graph_builder.extract.duties import Duty
from graph_builder.extract.manuscript import Manuscript
from graph_builder.extract.prose import Prose
from graph_builder.extract.sentences import sentence_end, sentence_start
from graph_builder.extract.subjects import Subject
from graph_builder.identity import fold
from graph_builder.model import Mention, Passage
from graph_builder.view import squeeze
from ontology import Kind, Role

_REACH: Final = 6000
"""A heading so far above a paragraph is not looked for."""

_UP: Final = 2  # an item's own words may be its heading: the bodies stand in the one above
_HEAD: Final = 12  # so many characters of a heading find it


class Running:
    """Reads the paragraphs of one document."""

    def __init__(self, sheet: Manuscript) -> None:
        self.sheet, self.view = sheet, sheet.view
        self.prose = Prose(sheet.view.text, sheet.known)
        self._heading: dict[str, bool] = {}
        self._heads: dict[tuple[int, str], Subject | None] = {}

    def read(self, taken: list[tuple[int, int]]) -> Iterator[Draft]:
        """The duties of all running text outside the stretches `taken`.

        A paragraph that ends in ： lends its subject to the items below it.
        """
        opened: tuple[tuple[str, ...], Subject] | None = None
        for passage, start, end in self.sheet.running:
            if opened and not _under(passage.path, opened[0]):
                opened = None
            reads = self.prose.may_be_worth_reading(start, end)
            for low, high in self._stretches((start, end), taken) if reads else ():
                head = opened[1] if opened else self._head(passage)
                yield from map(self._draft, self.prose.read(low, high, head))
                if self.prose.opened and not opened and not self._addresses(passage):
                    opened = passage.path, self.prose.opened

    def _stretches(self, block: tuple[int, int], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        return (one for one in self.sheet.parts(block, taken) if self.prose.worth_reading(*one))

    def _addresses(self, passage: Passage) -> bool:
        """Whether a paragraph only says to whom the document goes."""
        to = self.sheet.document.addressees
        text = fold(self.sheet.text[passage.span.start : passage.span.end])
        return bool(to) and not passage.path and text.startswith(fold(to[0]))

    def _head(self, passage: Passage) -> Subject | None:
        """Bodies that the passage's innermost headings name, for the duties under them."""
        near = [one for one in passage.headings[-_UP:] if self._may_head(one)]
        return next((head for heading in reversed(near) if (head := self._named(passage, heading))), None)

    def _may_head(self, heading: str) -> bool:
        if heading not in self._heading:  # most passages stand under the headings of the one before
            self._heading[heading] = bool(heading) and self.prose.reader.may_head(heading)
        return self._heading[heading]

    def _named(self, passage: Passage, heading: str) -> Subject | None:
        """The bodies that a heading above the passage consists of."""
        floor = max(self.sheet.document.span.start, passage.span.start - _REACH)
        at = self.sheet.text.rfind(heading[:_HEAD], floor, passage.span.start)
        if at < 0:
            return None
        if (at, heading) not in self._heads:
            self._heads[at, heading] = self._bodies_at(at, heading)
        return self._heads[at, heading]

    def _bodies_at(self, offset: int, heading: str) -> Subject | None:
        low = self.view.position(offset)
        high = low + len(squeeze(heading))
        run = self.prose.tokens(low, high)
        named = bool(run) and all(token.letter in "nse" for token in run)
        return self.prose.reader.head(low, high, run) if named else None

    def _draft(self, duty: Duty) -> Draft:
        mentions: dict[tuple[int, Role], Mention] = {}
        for reading in duty.readings:
            for mention in self.sheet.mentions(reading.items, reading.role, reading.distribution):
                mentions.setdefault((mention.span.start, mention.role), mention)
        first = duty.readings[0]
        sentence = self.view.span(*self._sentence(duty.word))
        delegated = any(reading.role is Role.DELEGATE for reading in duty.readings)
        return Draft(
            Kind.DELEGATION if delegated else Kind.PROSE,
            self.view.span(min(duty.start, duty.word), duty.end),
            tuple(mentions.values()),
            first.pattern,
            sentence,
            self.view.offset(duty.word),
            any(reading.open for reading in duty.readings),
            (self.view.span(*duty.task),) if duty.task[1] > duty.task[0] else (),
            due=(sentence,),
            words=tuple([self.view.offset(reading.word) for reading in duty.readings]),
        )

    def _sentence(self, position: int) -> tuple[int, int]:
        """The sentence that holds a role word, within its paragraph."""
        low, high = self.sheet.block_at(position)
        mask = self.prose.mask
        return sentence_start(mask, position, low), sentence_end(mask, position, high)


def _under(path: tuple[str, ...], above: tuple[str, ...]) -> bool:
    """Whether a heading path lies below another."""
    return len(path) > len(above) and path[: len(above)] == above
