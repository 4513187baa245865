"""Frames over one document: tables first, then brackets, seats, label lines, groups, running text.

Every frame claims its stretch once; what is left is running text. Each role word of the
document ends with a fate: extracted, trap or unmatched.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass

from graph_builder.extract import declared
from graph_builder.extract.bodies import KnownNames
from graph_builder.extract.brackets import Brackets
from graph_builder.extract.draft import Draft, in_order, merged
from graph_builder.extract.fates import Fates
from graph_builder.extract.finish import finish
from graph_builder.extract.groups import Groups
from graph_builder.extract.manuscript import Manuscript, inside, outside
from graph_builder.extract.running import Running
from graph_builder.extract.seats import Seats
from graph_builder.extract.tables import Tables
from graph_builder.model import Document, Fate, Passage, Source, Statement

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document yields: its statements in source order and the fate of each role word."""

    statements: tuple[Statement, ...]
    fates: tuple[Fate, ...]


def extract(
    source: Source,
    document: Document,
    passages: tuple[Passage, ...],
    known: KnownNames,
    *,
    inferred: bool = True,
) -> Extraction:
    """Read one document; spans count code points of the source.

    `known` is the names lexicon; `inferred` applies the rules that the document states for all its clauses.
    """
    sheet = Manuscript(source.text, document, passages, known)
    frames = _Frames(sheet)
    drafts = frames.read()
    if inferred:
        drafts = declared.apply(drafts, sheet)
    statements = finish(source, document, passages, drafts)
    return Extraction(statements, tuple(Fates(sheet, drafts, frames.running.prose.misses)))


class _Frames:
    """All frames of one document, and the stretches of its view that they claim."""

    def __init__(self, sheet: Manuscript) -> None:
        self.sheet = sheet
        self.running = Running(sheet)
        self.tables: list[Stretch] = []
        self.brackets: list[Stretch] = []
        self.others: list[Stretch] = []

    def read(self) -> list[Draft]:
        """All statements of the document as drafts, in source order."""
        clauses = Brackets(self.sheet)
        found = list(self._tables())
        self.tables = joined(self.tables)
        found += self._claimed(clauses.brackets(self.tables), self.brackets)
        found += self._seats()
        taken = joined(self.tables + self.brackets + self.others)
        found += self._claimed(clauses.label_lines(taken), self.others)
        taken = joined(self.tables + self.others)  # brackets stay: running text masks them
        found += Groups(self.sheet).read(taken)
        found += self.running.read(joined(taken + self.brackets))
        return list(merged(self.sheet.text, sorted(found, key=in_order)))

    def _tables(self) -> Iterator[Draft]:
        position = self.sheet.view.position
        for table, drafts in Tables(self.sheet).read():
            stretch = position(table.start), position(table.end)
            if not inside(stretch[0], self.tables):
                insort(self.tables, stretch)
                yield from drafts

    def _claimed(
        self, claims: Iterator[tuple[Stretch, list[Draft]]], stretches: list[Stretch]
    ) -> Iterator[Draft]:
        for stretch, drafts in claims:
            stretches.append(stretch)
            yield from drafts

    def _seats(self) -> Iterator[Draft]:
        view, seats = self.sheet.view, Seats(self.sheet)
        for low, high in outside(0, len(view.text), self.tables):
            span = view.span(low, high)
            for draft in seats.read(span.start, span.end):
                self.others.append((view.position(draft.span.start), view.position(draft.span.end)))
                yield draft


def joined(stretches: list[Stretch]) -> list[Stretch]:
    """Stretches in order, those that overlap made one."""
    found: list[Stretch] = []
    for low, high in sorted(stretches):
        if found and low < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return found
