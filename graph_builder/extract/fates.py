"""A fate for every role word of a document: extracted, trap or unmatched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from graph_builder.extract.draft import Draft
from graph_builder.extract.manuscript import Manuscript
from graph_builder.extract.prose import Miss
from graph_builder.model import Fate
from graph_builder.view import squeeze
from ontology import Kind

UNREAD = "no frame reads it"


class Fates:
    """What became of each role word, given the drafts that were made and the words that gave none."""

    def __init__(self, sheet: Manuscript, drafts: list[Draft], misses: list[Miss]) -> None:
        self.sheet = sheet
        self.read = {word: draft.pattern for draft in drafts for word in draft.words}
        framed = (draft for draft in drafts if draft.kind is not Kind.PROSE)
        self.units = sorted((draft.unit.start, draft.unit.end, draft.pattern) for draft in framed)
        self.starts = [start for start, _, _ in self.units]
        self.misses = {miss.start: miss for miss in misses}

    def __iter__(self) -> Iterator[Fate]:
        """One fate for each role word, in order."""
        text, document = self.sheet.text, self.sheet.document.id
        for start, end, lexeme in self.sheet.hits:
            span = self.sheet.view.span(start, end)
            trap = lexeme.letter in "nt"
            outcome, why = ("trap", lexeme.why) if trap else self._fate(start, span.start)
            yield Fate(document, span, squeeze(text[span.start : span.end]), outcome, why)

    def _fate(self, position: int, offset: int) -> tuple[str, str]:
        if offset in self.read:
            return "extracted", self.read[offset]
        place = bisect_right(self.starts, offset) - 1
        if place >= 0 and offset < self.units[place][1]:
            return "extracted", self.units[place][2]
        miss = self.misses.get(position)
        if miss is None:
            return "unmatched", UNREAD
        return "trap" if miss.trap else "unmatched", miss.why
