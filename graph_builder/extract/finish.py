"""Drafts to statements: which task, which deadline, which heading path, which id."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import Final

from graph_builder.dates import Due, find_due
from graph_builder.extract.draft import Draft
from graph_builder.extract.numbers import without_numbers
from graph_builder.extract.trie import any_of
from graph_builder.extract.units import Occurrences
from graph_builder.extract.vocabulary import words
from graph_builder.identity import Repeats, statement_id
from graph_builder.model import Document, Mention, Passage, Source, Span, Statement
from graph_builder.view import squeeze
from ontology import Kind

_EDGES: Final = "，。；：、,;: \t\n*"
_LEAD: Final = re.compile(r"^(?:外，其余|外，|其余|负责)")
_TRAIL: Final = re.compile(r"(?:由|并由|统一由|，)+$")
_TIMED: Final = re.compile("[年月日季周旬期天前内限底]")
_PERIOD: Final = re.compile("[年月日季周期底]")
_FRONT: Final = 24  # so long a clause before a subject may tell its deadline
_NO_DUE: Final = Due("", None, None)


def finish(
    source: Source, document: Document, passages: tuple[Passage, ...], drafts: list[Draft]
) -> tuple[Statement, ...]:
    """The statements of one document, in source order, each with its task, deadline, path and id."""
    finisher = _Finisher(source, document, passages, drafts)
    return tuple(finisher.statement(draft) for draft in drafts)


class _Finisher:
    def __init__(
        self, source: Source, document: Document, passages: tuple[Passage, ...], drafts: list[Draft]
    ) -> None:
        self.source, self.text = source, source.text
        self.document, self.passages = document, passages
        self.starts = [passage.span.start for passage in passages]
        units = {(draft.unit.start, draft.unit.end) for draft in drafts}
        anchors = {draft.anchor for draft in drafts}
        self.occurrences = Occurrences(self.text, document.span, units, anchors)
        self.repeats = Repeats()
        self.last_end = 0
        self.before_last = 0
        self.last_prose = 0
        self.labelled = ""  # what the last clause's item says behind its words: 责任领导：…

    def statement(self, draft: Draft) -> Statement:
        """One draft finished."""
        passage = self._passage(draft.span.start)
        task = self._task(draft, passage)
        due = self._due(draft, task) or _NO_DUE
        return Statement(
            id=self._id(draft),
            document=self.document.id,
            source=self.source.id,
            kind=draft.kind,
            span=draft.span,
            path="/".join(passage.path) if passage else "",
            task=task,
            mentions=draft.mentions if draft.kind is Kind.TABLE else _ordered(draft.mentions),
            pattern=draft.pattern,
            due=due.words or None,
            due_date=due.date,
            due_precision=due.precision,
            open=draft.open,
            heading=passage.headings[0] if passage and passage.headings else "",
        )

    def _passage(self, offset: int) -> Passage | None:
        place = bisect_right(self.starts, offset) - 1
        return self.passages[place] if place >= 0 else None

    def _said(self, spans: tuple[Span, ...]) -> list[str]:
        return [squeeze(self.text[span.start : span.end]) for span in spans]

    def _task(self, draft: Draft, passage: Passage | None) -> str:
        if draft.task_text is not None:
            return draft.task_text
        if draft.task:
            said = "".join(self._said(draft.task))
            return _LEAD.sub("", _TRAIL.sub("", said.strip(_EDGES))) if draft.kind is Kind.PROSE else said
        if draft.kind in (Kind.CLAUSE, Kind.PROSE):
            return self._before(draft, passage)
        return squeeze(self.text[draft.span.start : draft.span.end])

    def _before(self, draft: Draft, passage: Passage | None) -> str:
        """The words from the item's start, or the end of the clause before, up to the clause."""
        item = passage.item if passage else self.document.span.start
        same = draft.unit.start < self.last_end  # another statement of the bracket before
        low = max(item, self.before_last if same else self.last_end)
        if not same:
            self.before_last = low
        self.last_end = max(self.last_end, draft.unit.end)
        said = self.text[low : draft.unit.start]
        label = _other_label().search(said) if "：" in said or ":" in said else None
        self.labelled = squeeze(said[label.start() :]) if label else ""
        return without_numbers(squeeze(said[: label.start()] if label else said)).lstrip("，。；：、,;:*")

    def _due(self, draft: Draft, task: str) -> Due | None:
        """The deadline that the task's words, or those of its clause or cell, set."""
        if draft.kind is Kind.TABLE:
            return self._cell_due(draft, task)
        if draft.kind is Kind.PROSE:
            return self._found(task) or self._found(self._before_subject(draft))
        behind = [] if draft.task else [self.labelled]
        return self._found("。".join([task, *behind, *self._said(draft.due)]))

    def _found(self, said: str) -> Due | None:
        return find_due(said, self.document.date) if _TIMED.search(said) else None

    def _before_subject(self, draft: Draft) -> str:
        """The clause before who does it (6月底前，由市水利局负责…), where nothing else was read."""
        low = max([span.start for span in draft.due], default=draft.span.start)
        last = self.last_prose if self.last_prose > low else low
        self.last_prose = draft.span.end
        said = without_numbers(squeeze(self.text[last : draft.span.start])).rstrip("由，,")
        return said if len(said) <= _FRONT else ""

    def _cell_due(self, draft: Draft, task: str) -> Due | None:
        """A deadline column tells it, in whatever words; else the task may."""
        said = "".join(self._said(draft.due))
        if not said:
            return find_due(task, self.document.date) if _TIMED.search(task) else None
        due = find_due(f"完成时限：{said}。", self.document.date)
        return due or (Due(said, None, None) if _PERIOD.search(said) else None)

    def _id(self, draft: Draft) -> str:
        low, high = draft.unit.start, draft.unit.end
        unit, earlier = self.occurrences.unit(low, high), self.occurrences.before(low, high)
        anchor = max(0, self.occurrences.place(draft.anchor) - self.occurrences.place(low))
        return self.repeats.distinct(statement_id(self.document.id, unit, earlier, anchor))


@cache
def _other_label() -> re.Pattern[str]:
    """Where the words of an item end and a label tells something else of it (责任领导：…)."""
    return re.compile(rf"(?<=[。；;!！\n])\s*(?:{any_of(words()['other_labels'])})[：:]")


def _ordered(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda mention: (mention.span.start, mention.span.end)))
