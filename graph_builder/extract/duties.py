"""A duty of running text: its words, where they begin, and where the next duty ends them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from graph_builder.extract.clauses import Reading
from graph_builder.extract.sentences import sentence_start
from graph_builder.extract.subjects import Reader, Subject, leading_run
from graph_builder.extract.trie import any_of
from graph_builder.extract.verbs import Verb
from graph_builder.extract.vocabulary import prose_words
from ontology import Role

_PATTERNS = {
    "v": "subject-verb",
    "w": "subject-with-others",
    "d": "subject-delegates",
    "m": "subject-supervises",
}
_SHORT = 4  # fewer words behind the last of several bare verbs are no duty


class Duty(NamedTuple):
    """One statement of running text: its readings, where it stands and the words of the duty."""

    readings: tuple[Reading, ...]
    word: int
    start: int
    end: int
    task: tuple[int, int]


@dataclass
class Sentence:
    """What has been read of one sentence so far.

    `carried` is the subject that its next clause takes, `last` the last one seen, `crossed` tells
    that `carried` comes from the sentence before, `stops` are clauses that leave the duty before
    them, `pending` clauses that no one asked for a subject yet.
    """

    start: int
    carried: Subject | None
    crossed: bool
    duties: list[Duty] = field(default_factory=list)
    last: Subject | None = None
    stops: list[int] = field(default_factory=list)
    pending: list[tuple[int, int, bool]] = field(default_factory=list)

    def speaks_of(self, subject: Subject | None) -> None:
        """The next clauses are about `subject`."""
        self.carried = self.last = subject


class Duties:
    """Makes duties of role verbs and their subjects; `mask` is the view with brackets blanked."""

    def __init__(self, mask: str, reader: Reader) -> None:
        self.mask, self.reader = mask, reader

    def of(self, verb: Verb, subject: Subject, own: bool, sentence: int) -> Duty | None:
        """The duty that a role verb gives its subject; None where 会同 or 委托 has no body behind it."""
        role = verb.role
        if role is None:
            return None
        start = subject.start if subject.start >= sentence or own else verb.listed[0].start
        first = Reading(
            role,
            subject.items,
            verb.token.start,
            start,
            verb.token.end,
            _PATTERNS[verb.token.letter],
            subject.distribution,
            subject.open,
        )
        if verb.token.letter in "vm":
            return Duty((first,), verb.token.start, start, verb.end, self._task(verb, subject))
        return self._with_others(verb, first, subject.permitted)

    def _task(self, verb: Verb, subject: Subject) -> tuple[int, int]:
        if verb.token.letter == "m":
            return subject.items[-1].end, verb.end
        if not verb.after:
            return self._before(verb, subject)
        helped = None
        if verb.role is Role.SUPPORT:
            helped = self.reader.after(leading_run(verb.behind), False)
        return (self._past(helped) if helped else verb.token.end), verb.end

    def _with_others(self, verb: Verb, first: Reading, permitted: bool) -> Duty | None:
        run = leading_run(verb.behind)
        behind = verb.place + 1 + len(run)
        followed = behind >= len(verb.listed) or verb.listed[behind].letter in "vwam"
        others = self.reader.after(run, followed)
        if others is None:
            return None
        delegates = verb.token.letter == "d"
        past = self._past(others)
        if delegates and (permitted or not _powers().match(self.mask, past, past + 6)):
            return None
        role = Role.DELEGATE if delegates else Role.SUPPORT
        second = first._replace(role=role, items=others.items, open=others.open)
        opened = first._replace(open=first.open or others.open)
        return Duty((opened, second), verb.token.start, first.start, verb.end, (past, verb.end))

    def _past(self, others: Subject) -> int:
        """Where the duty begins behind a list: its 等部门 belongs to the list."""
        end = others.items[-1].end
        found = _list_head().match(self.mask, end, end + 14) if others.open else None
        return found.end() if found else end

    def _before(self, verb: Verb, subject: Subject) -> tuple[int, int]:
        """The duty's words when nothing follows the verb: what stands before 由, or 对…."""
        first, end = verb.listed[0], subject.items[-1].end
        gap = self.mask[end : verb.token.start]
        if subject.start >= first.start and len(gap) > 3 and gap[0] in "对向" and gap[1] != "外":
            return end, verb.token.start
        if subject.start - first.start > 2:
            return first.start, subject.start
        low = sentence_start(self.mask, first.start)
        if first.letter == "f" and first.start - low > 3:
            return low, first.start
        return first.start, first.start


@cache
def _powers() -> re.Pattern[str]:
    return re.compile(f"{any_of(prose_words()['powers'])}(?!的)")


@cache
def _list_head() -> re.Pattern[str]:
    return re.compile(f"等[^，。]{{0,8}}?{any_of(prose_words()['list_heads'])}")


def ended(duties: list[Duty], end: int, stops: list[int], mask: str) -> list[Duty]:
    """Each duty runs to the next one of its sentence; one without words of its own joins the next."""
    if not duties:
        return duties
    found: list[Duty] = []
    for duty in duties:
        found.append(_joined(found.pop(), duty) if found and _same_task(found[-1], duty) else duty)
    ends = [_begins(later, duty) for duty, later in pairwise(found)]
    return [
        _cut(duty, min(limit, _next_stop(stops, duty.end, limit)), mask)
        for duty, limit in zip(found, [*ends, end], strict=False)
    ]


def _next_stop(stops: list[int], position: int, limit: int) -> int:
    place = bisect_right(stops, position)
    return stops[place] if place < len(stops) else limit


def _begins(later: Duty, duty: Duty) -> int:
    return later.start if later.start > duty.word else later.word


def _before_verb(duty: Duty) -> bool:
    """Whether the duty's words stand before its verb."""
    return duty.task[1] <= duty.word and duty.task[1] > duty.task[0]


def _same_task(first: Duty, second: Duty) -> bool:
    """Whether two verbs speak of one task: the first has no words behind it, the second none before it."""
    if first.task[1] > first.word or _before_verb(second):
        return False
    own_words = second.task[1] > second.word
    return not (_before_verb(first) and own_words and second.readings[0].items != first.readings[0].items)


def _joined(first: Duty, second: Duty) -> Duty:
    behind = second.task[1] > second.word or second.task[0] < first.task[0]
    return Duty(
        first.readings + second.readings,
        first.word,
        min(first.start, second.start),
        second.end,
        second.task if behind else first.task,
    )


def _cut(duty: Duty, limit: int, mask: str) -> Duty:
    """The duty up to `limit`, without the mark before it."""
    while limit > duty.end and mask[limit - 1] in "，；、":
        limit -= 1
    low = duty.task[0]
    if duty.task[1] > duty.word:
        return duty._replace(end=max(duty.end, limit), task=(low, max(low, limit)))
    if limit - duty.end > _SHORT:  # every verb stands alone: what comes behind the last is the duty
        return duty._replace(end=limit, task=(duty.end + 1, limit))
    return duty
