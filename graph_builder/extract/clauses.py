"""Brackets, label lines and cells: letters matched against the patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from graph_builder.extract.bodies import (
    KnownNames,
    endings,
    first_body,
    has_verb,
    is_nobody,
    is_private,
    is_public,
    is_told_by_place,
)
from graph_builder.extract.grammar import Pattern, patterns
from graph_builder.extract.lexer import Token, letters, tokens
from graph_builder.extract.lists import Item, items
from graph_builder.extract.rules import clause_lexicon
from ontology import Role

_LONGEST_NAME = 60


class Reading(NamedTuple):
    """Bodies that one role word gives a role; positions are of the document's view.

    `word` is where the role word stands, `start` and `end` what was read, `topic` the words
    before the list that say which part of the task it is about.
    """

    role: Role
    items: tuple[Item, ...]
    word: int
    start: int
    end: int
    pattern: str
    distribution: str | None = None
    open: bool = False
    topic: tuple[int, int] | None = None


class _Match(NamedTuple):
    """One pattern at one place of the letters."""

    pattern: Pattern
    found: re.Match[str]


def read_clause(
    text: str, start: int, end: int, known: KnownNames, breaks: Sequence[int] = ()
) -> tuple[Reading, ...]:
    """What `text[start:end]` (brackets left out) says of who does what; empty if it is no clause."""
    return read_tokens(text, tokens(text, start, end, clause_lexicon()), known, breaks)


def read_tokens(
    text: str, listed: tuple[Token, ...], known: KnownNames, breaks: Sequence[int] = ()
) -> tuple[Reading, ...]:
    """What a clause's tokens say, for who needs the tokens too."""
    spelled = letters(listed)
    if spelled.startswith("t") or not set(spelled) & set("vwl"):
        return ()
    return tuple(_Clause(text, listed, spelled, known, breaks).readings())


class _Clause:
    """One clause's tokens, read pattern by pattern from left to right."""

    def __init__(
        self, text: str, listed: tuple[Token, ...], spelled: str, known: KnownNames, breaks: Sequence[int]
    ) -> None:
        self.text, self.listed, self.spelled = text, listed, spelled
        self.known, self.breaks = known, breaks

    def readings(self) -> Iterator[Reading]:
        """What each pattern reads where it matches first, and what it leaves over."""
        done = 0
        label: Token | None = None
        for match in _matches(self.spelled):
            at = match.found.start()
            if label:
                yield from self._left_over(done, at, label)
            label = self._label(at) or label
            read = self._match(match)
            if read:
                topic = self._topic(done, at)
                yield from (reading._replace(topic=topic) for reading in read) if topic else read
                done = match.found.end()
        if label:
            yield from self._left_over(done, len(self.listed), label)

    def _label(self, at: int) -> Token | None:
        """The label right before a match, or at its head."""
        places = [at - 1, at] if at else [at]
        return next((self.listed[place] for place in places if self.spelled[place] == "l"), None)

    def _left_over(self, low: int, high: int, label: Token) -> Iterator[Reading]:
        """Bodies behind a label's list and a comma without a role word of their own: the label's role."""
        spelled = self.spelled[low:high]
        if label.lexeme.role is None or len(spelled) < 2 or spelled[0] not in "cz" or spelled.strip("cznse"):
            return
        run = self.listed[low:high]
        listed = self._items(run)
        if listed and all(self._is_body(item) for item in listed):
            yield Reading(
                label.lexeme.role,
                listed,
                label.start,
                run[0].start,
                run[-1].end,
                "label-then-list",
                open="e" in spelled,
            )

    def _match(self, match: _Match) -> tuple[Reading, ...]:
        pattern, found = match
        run = self._run(found, pattern.bodies)
        word = self.listed[found.start(pattern.role)]
        parted = pattern.role != "label" and "c" in found[pattern.bodies]
        first = self._items(self._bodies_only(run) if parted else run)
        if not first or word.lexeme.role is None or not self._acceptable(first, pattern):
            return ()
        if self.text[word.start] == "为" and is_told_by_place(self.text[first[0].start : first[0].end]):
            return ()
        others = pattern.role == "with"
        reading = Reading(
            word.lexeme.role,
            first,
            word.start,
            self.listed[found.start()].start,
            self.listed[found.end() - 1].end,
            pattern.id,
            word.lexeme.distribution or self._distribution(found),
            "e" in found[pattern.bodies] or (others and "e" in found["others"]),
        )
        return self._with_others(reading, found) if others else tuple(_by_role(reading))

    def _with_others(self, reading: Reading, found: re.Match[str]) -> tuple[Reading, ...]:
        rest = tuple(self._without_task(item) for item in self._items(self._run(found, "others")))
        return (reading, reading._replace(role=Role.SUPPORT, items=rest)) if rest else ()

    def _run(self, found: re.Match[str], group: str) -> tuple[Token, ...]:
        low, high = found.span(group)
        return self.listed[low:high]

    def _items(self, run: tuple[Token, ...]) -> tuple[Item, ...]:
        return items(self.text, run, self.known, self.breaks)

    def _is_body(self, item: Item) -> bool:
        name = self.text[item.start : item.end]
        return is_public(name) or self.known.listed(name)

    def _looks_like_body(self, item: Item) -> bool:
        return self._is_body(item) or self.text[item.start] == "各"

    def _without_task(self, item: Item) -> Item:
        """A body behind 会同 without the words of the task that follow it."""
        name = self.text[item.start : item.end]
        length = first_body(name) if has_verb(name) else 0
        return Item(item.start, item.start + length, item.role) if length else item

    def _bodies_only(self, run: tuple[Token, ...]) -> tuple[Token, ...]:
        """The run without leading parts up to a comma that name no body (a topic, a condition)."""
        for place, token in enumerate(run):
            if token.letter == "c":
                before = items(self.text, run[:place], self.known)
                if not any(map(self._looks_like_body, before)):
                    return self._bodies_only(run[place + 1 :])
        return run

    def _distribution(self, found: re.Match[str]) -> str | None:
        if "a" not in found[0]:
            return None
        adverbs = (token for token in self.listed[found.start() : found.end()] if token.letter == "a")
        return next((one.lexeme.distribution for one in adverbs if one.lexeme.distribution), None)

    def _acceptable(self, listed: tuple[Item, ...], pattern: Pattern) -> bool:
        names = [self.text[item.start : item.end] for item in listed]
        if is_nobody(names[0]) or max(map(len, names)) > _LONGEST_NAME:
            return False
        if pattern.role == "label":
            return not all(map(_is_person, names))
        if pattern.needs_bodies:
            return all(map(self._looks_like_body, listed))
        parties = (is_private(name) and not _is_person(name) for name in names)
        return any(map(self._looks_like_body, listed)) or any(parties)

    def _topic(self, done: int, at: int) -> tuple[int, int] | None:
        """The name run before 由 or a colon, or between a number and a label: what the list is for."""
        colon = at > 0 and self.spelled[at - 1] == "u"
        if self.spelled[at] not in "fl" and not colon:
            return None
        high = at - 1 if colon else at
        low = high
        while low > done and self.spelled[low - 1] in "nse":
            low -= 1
        if self.spelled[at] == "l" and not colon and self.spelled[max(0, low - 1)] != "q":
            return None
        return (self.listed[low].start, self.listed[high - 1].end) if low < high else None


@lru_cache(maxsize=16384)
def _matches(spelled: str) -> tuple[_Match, ...]:
    """The earliest match, the longest of several there, and so on behind it."""
    found = ((one, one.expression.search(spelled)) for one in patterns())
    following = [_Match(one, match) for one, match in found if match]
    matches: list[_Match] = []
    while following:
        best = min(following, key=lambda match: (match.found.start(), -match.found.end()))
        matches.append(best)
        later = (_from(one, best.found.end()) for one in following)
        following = [one for one in later if one]
    return tuple(matches)


def _from(match: _Match, position: int) -> _Match | None:
    """The match itself where it starts at a position or behind, else its pattern's next from there."""
    if match.found.start() >= position:
        return match
    found = match.pattern.expression.search(match.found.string, position)
    return _Match(match.pattern, found) if found else None


def _by_role(reading: Reading) -> Iterator[Reading]:
    """A reading for each role, where brackets behind some names give them another one."""
    roles = dict.fromkeys([item.role or reading.role for item in reading.items])
    if list(roles) == [reading.role]:
        yield reading
        return
    for role in roles:
        listed = tuple(item for item in reading.items if (item.role or reading.role) == role)
        yield reading._replace(role=role, items=listed)


def _is_person(name: str) -> bool:
    return name.endswith(_persons())


@cache
def _persons() -> tuple[str, ...]:
    return endings("persons")
