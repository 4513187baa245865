"""Who does it: the subject before a role verb, the bodies after 会同, the subject a sentence carries on."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from graph_builder.extract.bodies import (
    KnownNames,
    endings,
    first_body,
    has_verb,
    is_body,
    is_nobody,
    is_private,
    is_public,
    levels,
)
from graph_builder.extract.lexer import Token
from graph_builder.extract.lists import Item, items
from graph_builder.extract.rules import closers
from graph_builder.extract.trie import any_of
from graph_builder.extract.vocabulary import Spotter, prose_words, words

_LONGEST: Final = 45
_STEM: Final = 8  # a name without a head of its own that shares the list's last one is no longer
_MEMBER: Final = 10
_MODALS: Final = ("plain", "joint", "several", "permission")


class Subject(NamedTuple):
    """Bodies that a duty falls to; `head` marks those of a heading, for the whole list under it."""

    items: tuple[Item, ...]
    open: bool = False
    distribution: str | None = None
    permitted: bool = False
    head: bool = False

    @property
    def start(self) -> int:
        """Where the first body stands."""
        return self.items[0].start


@cache
def _leading() -> re.Pattern[str]:
    data = words()["subjects"]
    relations = any_of([*data["kinds"], *data["lead_ins"]])
    return re.compile(f"(?!{any_of(data['relations'])}){relations}(?=.)")


@cache
def _governed() -> Spotter:
    return Spotter.of([*words()["subjects"]["governed"], *words()["phrases"]])


@cache
def _goes_on() -> re.Pattern[str]:
    """How a clause goes on behind its subject: a modal, an adverb, a phrase."""
    adverbs = [word for kind in _MODALS for word in words()["adverbs"][kind]]
    return re.compile(any_of([*adverbs, *words()["phrases"], *words()["subjects"]["goes_on"]]))


@cache
def _head_end() -> re.Pattern[str]:
    return re.compile(any_of(word[::-1] for word in words()["subjects"]["heads"]))


@cache
def _may_lead() -> re.Pattern[str]:
    return re.compile(any_of([*endings("public"), "等", *prose_words()["set_up"]]))


@cache
def _of_another() -> re.Pattern[str]:
    """A设立的, A所属的: what the body behind it is of."""
    return re.compile(f"{any_of(words()['subjects']['owned'])}的")


@cache
def _closers() -> frozenset[str]:
    """What follows 等 where the list is one of public bodies."""
    others = tuple(words()["closers"]["open_tails"])
    return frozenset(closer for closer in closers() if not closer.endswith(others))


class Reader:
    """Finds bodies in running text; `text` is the view, `mask` the view with brackets blanked."""

    def __init__(self, text: str, mask: str, known: KnownNames) -> None:
        self.text, self.mask, self.known = text, mask, known

    def before(self, run: tuple[Token, ...], end: int) -> Subject | None:
        """The bodies of the tokens before a verb (n, s, 等), whose text ends at `end`."""
        run = _trimmed(run, end)
        closed = bool(run) and run[-1].letter == "e"
        listed = self._items(run)
        if not listed:
            return None
        if not closed:
            last = listed[-1]
            length = self._length(last)
            if not length and self._of_a_place(self._names(listed)):
                length = last.end - last.start
            if not length:
                return None
            listed = (*listed[:-1], Item(last.start, last.start + length, last.role))
        if not self._valid(self._names(listed), self._closer(run[-1]) if closed else None):
            return None
        return Subject(listed, _is_open(run))

    def after(self, run: tuple[Token, ...], followed: bool) -> Subject | None:
        """The bodies that tokens behind 会同 or 委托 start with; `followed` by a verb or the clause's end."""
        return self._prefix(run, followed)[0]

    def leading(self, run: tuple[Token, ...], first: bool) -> Subject | None:
        """The subject that a clause without a role verb of its own starts with.

        Unless the clause is its sentence's first, a modal, an adverb or a phrase must follow.
        """
        if not run or not self.may_lead(run[0].start, run[-1].end):
            return None
        subject, end = self._prefix(run, False)
        if subject is None:
            return None
        if _of_another().match(self.text, end) and is_public(
            self.text[subject.items[-1].start : run[-1].end]
        ):
            return subject._replace(items=(Item(subject.start, run[-1].end),))
        rest = self.text[end : run[-1].end]
        noun = self.text[end - 1] == "级"  # 市级储备粮
        return subject if (first and not noun) or not rest or _goes_on().match(rest) else None

    def may_lead(self, start: int, end: int) -> bool:
        """Whether a clause may name a subject, or set one up: a cheap test before it is read."""
        return _may_lead().search(self.text, start, end) is not None

    def may_head(self, heading: str) -> bool:
        """Whether a heading may consist of bodies: a cheap test before `head`."""
        found = _head_end().match(heading[::-1])
        stem = heading[: len(heading) - found.end()] if found else heading
        return is_public(stem) or stem.endswith((")", "）", "等")) or self.known.listed(stem)

    def head(self, start: int, end: int, run: tuple[Token, ...]) -> Subject | None:
        """A head that is nothing but bodies (市公安局：, 市水利局职责), for the duties listed under it."""
        found = _head_end().match(self.text[start:end][::-1])
        listed = self._items(_trimmed(run, end - (found.end() if found else 0)))
        names = self._names(listed)
        if not names or set(names) <= set(words()["subjects"]["not_heads"]):
            return None
        if not all(is_public(name) or self.known.listed(name) for name in names):
            return None
        return Subject(listed, _is_open(run), head=True) if self._valid(names, None) else None

    def _names(self, listed: tuple[Item, ...] | list[Item]) -> list[str]:
        return [self.text[item.start : item.end] for item in listed]

    def _closer(self, token: Token) -> str:
        return self.text[token.start + 1 : token.end]

    def _prefix(self, run: tuple[Token, ...], followed: bool) -> tuple[Subject | None, int]:
        """The list that the run starts with, cut where its last name ends, and where that is."""
        kept: list[Item] = []
        listed = self._items(run)
        closes = {token.start: token for token in run if token.letter == "e"}
        for place, item in enumerate(listed):
            name = self.text[item.start : item.end]
            member = place + 1 < len(listed) or item.end in closes
            whole = (member or followed) and self._whole(name, member)
            length = len(name) if whole else first_body(name)
            if not length:
                return None, 0
            kept.append(Item(item.start, item.start + length, item.role))
            closed = item.end in closes and not self._list_goes_on(run, item.end)
            if closed or length < len(name):
                break
        return self._listed(kept, closes.get(kept[-1].end)) if kept else (None, 0)

    def _listed(self, kept: list[Item], close: Token | None) -> tuple[Subject | None, int]:
        """A list as a subject, with where it ends; `close` is the 等 behind it."""
        end = close.end if close else kept[-1].end
        if not self._valid(self._names(kept), self._closer(close) if close else None):
            return None, end
        return Subject(tuple(kept), close is not None), end

    def _whole(self, name: str, listed: bool) -> bool:
        """Whether a list's member is a name as it stands: a body, or a stem whose head is shared."""
        if is_body(name) or self.known.listed(name):
            return True
        return listed and len(name) <= _MEMBER and not has_verb(name)

    def _list_goes_on(self, run: tuple[Token, ...], end: int) -> bool:
        """Whether the list goes on behind its 等部门 with 和 or 、."""
        rest = [token for token in run if token.start >= end]
        return len(rest) > 1 and self.text[rest[1].start] in "和及与、"

    def _items(self, run: tuple[Token, ...]) -> tuple[Item, ...]:
        return tuple(map(self._stripped, items(self.text, run, self.known)))

    def _stripped(self, item: Item) -> Item:
        """A member without the words before it that are no part of its name."""
        start = item.start
        while found := _leading().match(self.text, start, item.end):
            start = found.end()
        return Item(start, item.end, item.role) if start > item.start else item

    def _length(self, item: Item) -> int:
        """How much of the words before a verb is the last body; 0 where they are none."""
        name = self.text[item.start : item.end]
        if is_private(name) or name.endswith(endings("posts")):
            return 0
        if is_body(name) or self.known.listed(name):
            return len(name)
        length = first_body(name)
        if length and _goes_on().match(name, length):
            return length
        several = levels().match(name)
        return several.end() if several and _goes_on().match(name, several.end()) else 0

    def _of_a_place(self, names: list[str]) -> bool:
        """A company named as a body is: beside public bodies, or as that of a place (县城投公司)."""
        last = names[-1]
        if not last.endswith(endings("companies")) or has_verb(last):
            return False
        return last[0] in "省市县区镇乡国" or any(map(is_body, names[:-1]))

    def _valid(self, names: list[str], closer: str | None) -> bool:
        """Whether the names make a subject; `closer` is what follows 等 at their end, None without 等."""
        last = names[-1]
        if any(is_nobody(name) or len(name) > _LONGEST for name in names):
            return False
        if _governed().starts(names[0]) and not self.known.listed(names[0]):
            return False
        party = is_private(last)
        if party and not (self.known.listed(last) or self._of_a_place(names)):
            return False
        if closer is not None and closer in _closers():
            return not any(map(has_verb, names))
        return party or self._are_bodies(names, closer is None)

    def _are_bodies(self, names: list[str], ends_in_body: bool) -> bool:
        """Whether one name is a body and all others are bodies or stems."""
        last = names[-1]
        if ends_in_body and not (is_body(last) or (len(last) > 3 and self.known.listed(last))):
            return False
        bodies = [is_body(name) or self.known.listed(name) for name in names]
        return any(bodies) and all(body or _is_stem(name) for name, body in zip(names, bodies, strict=True))


def _is_stem(name: str) -> bool:
    return len(name) <= _STEM and not has_verb(name)


def _is_open(run: tuple[Token, ...]) -> bool:
    return any(token.letter == "e" for token in run)


def leading_run(listed: tuple[Token, ...]) -> tuple[Token, ...]:
    """The names, marks and 等 that tokens start with, item numbers before them left out."""
    low = 0
    while low < len(listed) and listed[low].letter == "q":
        low += 1
    high = low
    while high < len(listed) and listed[high].letter in "nse":
        high += 1
    return listed[low:high]


def _trimmed(run: tuple[Token, ...], end: int) -> tuple[Token, ...]:
    """The run with marks at its ends dropped and its last token cut at `end`."""
    kept = [token for token in run if token.start < end]
    while kept and kept[0].letter in "se":
        kept.pop(0)
    while kept and kept[-1].letter == "s":
        kept.pop()
    if kept and kept[-1].end > end:
        kept[-1] = kept[-1]._replace(end=end)
    return tuple(kept)
