"""Decisions applied to what was extracted, before names are resolved: the same answers at every build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from graph_builder.corrections.decisions import Decision
from graph_builder.corrections.words import word_ids
from graph_builder.extract import Extraction
from graph_builder.identity import body_id, fold
from graph_builder.model import Document, Fate, Mention, Source, Statement
from graph_builder.view import squeeze
from ontology import Role

REJECTED: Final = "rejected"
REASON: Final = "rejected by staff"
_QUOTE: Final = 40


class Replay:
    """Applies decisions document by document and counts what they did.

    `applied` are the ids of decisions that met their question; `changes` counts names, leads,
    mentions, statements, words and confirmed answers.
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._by_id = {one.id: one for one in decisions}
        self._places = {(one.place, one.surface): one for one in self._by_id.values() if one.place}
        self.applied: set[str] = set()
        self.changes: Counter[str] = Counter()

    def __call__(self, source: Source, document: Document, found: Extraction) -> Extraction:
        """What was extracted from a document, as the decisions leave it."""
        if not self._by_id:
            return found
        kept: list[Statement] = []
        gone: list[Statement] = []
        for statement in found.statements:
            changed = self._statement(document, statement)
            (kept if changed else gone).append(changed or statement)
        fates = tuple(_fates(source, found.fates, kept, gone))
        return Extraction(tuple(kept), tuple(self._words(source, fates)))

    def names(self, document: Document, statements: Iterable[Statement]) -> Mapping[str, str]:
        """Surface -> the body it means, as decided for this document or its place."""
        meant: dict[str, str] = {}
        surfaces = {mention.surface for one in statements for mention in one.mentions}
        for surface in sorted(surfaces) if self._by_id else ():
            decision = self._about(document, surface)
            if decision and decision.verdict != "wrong":
                meant[surface] = decision.canonical or surface
                self.applied.add(decision.id)
                self.changes["names"] += 1
        return meant

    def confirm(self, id_: str) -> None:
        """Note that a question outside the documents' statements was met (same matter, doubled number)."""
        if id_ in self._by_id and id_ not in self.applied:
            self.applied.add(id_)
            self.changes["confirmed"] += 1

    def _about(self, document: Document, surface: str) -> Decision | None:
        own = self._by_id.get(body_id(document.id, surface))
        parts = document.id.split("/")
        return own or self._places.get((parts[1] if len(parts) > 1 else "", fold(surface)))

    def _statement(self, document: Document, statement: Statement) -> Statement | None:
        """The statement without what is no body, with the lead that was given; None where it is rejected."""
        decision = self._by_id.get(statement.id)
        if decision:
            self.applied.add(decision.id)
            self.changes[_COUNTED[decision.verdict]] += 1
            if decision.verdict == "wrong":
                return None
            if decision.canonical:
                statement = _led(statement, decision.canonical)
        mentions = tuple(one for one in statement.mentions if not self._is_none(document, one))
        if len(mentions) == len(statement.mentions):
            return statement
        self.changes["mentions"] += len(statement.mentions) - len(mentions)
        if not mentions:
            self.changes["statements"] += 1
            return None
        return replace(statement, mentions=mentions)

    def _is_none(self, document: Document, mention: Mention) -> bool:
        """Whether it was decided that the words name no body."""
        decision = self._about(document, mention.surface)
        if decision is None or decision.verdict != "wrong":
            return False
        self.applied.add(decision.id)
        return True

    def _words(self, source: Source, fates: tuple[Fate, ...]) -> Iterator[Fate]:
        ids = word_ids(source.text, fates) if any(one.kind == "word" for one in self._by_id.values()) else {}
        for fate in fates:
            decision = self._by_id.get(ids.get(fate.span, ""))
            if decision is None or fate.outcome != "unmatched":
                yield fate
                continue
            self.applied.add(decision.id)
            wrong = decision.verdict == "wrong"
            self.changes["words" if wrong else "confirmed"] += 1
            yield fate._replace(outcome=REJECTED, reason=REASON) if wrong else fate


_COUNTED: Final = {"wrong": "statements", "instead": "leads", "right": "confirmed"}


def _led(statement: Statement, name: str) -> Statement:
    """The statement with its lead: the body that it names already, else one added over its whole span."""
    if any(fold(mention.surface) == fold(name) for mention in statement.mentions):
        mentions = tuple(
            mention._replace(role=Role.LEAD, inferred=True)
            if fold(mention.surface) == fold(name)
            else mention
            for mention in statement.mentions
        )
        return replace(statement, mentions=mentions)
    return replace(
        statement,
        mentions=(*statement.mentions, Mention(statement.span, name, Role.LEAD, inferred=True)),
    )


def _fates(
    source: Source, fates: Sequence[Fate], kept: Sequence[Statement], gone: Sequence[Statement]
) -> Iterator[Fate]:
    """The fates with the role words of rejected statements marked; one for each that has none of its own."""
    marked = [
        fate
        for fate in fates
        if fate.outcome == "extracted"
        and any(_holds(one, fate) for one in gone)
        and not any(_holds(one, fate) for one in kept)
    ]
    for fate in fates:
        yield fate._replace(outcome=REJECTED, reason=REASON) if fate in marked else fate
    for statement in gone:
        if not any(_holds(statement, fate) for fate in marked):
            words = squeeze(source.text[statement.span.start : statement.span.end])[:_QUOTE]
            yield Fate(statement.document, statement.span, words, REJECTED, REASON)


def _holds(statement: Statement, fate: Fate) -> bool:
    return statement.span.start <= fate.span.start and fate.span.end <= statement.span.end
