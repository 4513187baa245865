"""A list of bodies cut into its members, each as it stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from graph_builder.extract.bodies import KnownNames, endings, is_private, is_public, levels
from graph_builder.extract.lexer import Token
from graph_builder.extract.rules import clause_lexicon, headings
from graph_builder.extract.trie import any_of
from graph_builder.extract.vocabulary import Spotter, words
from ontology import Role

_OWN_ROLE: Final = re.compile(r"（([^（）]{2,6})）$")
_SHORT: Final = 60
_LEADING: Final = re.compile(r"(?:[和及与、，”’'`*　·.—–―•●◆■○]|其中)+")


class Item(NamedTuple):
    """One member of a list: positions in the view, and the role that a bracket behind it gives."""

    start: int
    end: int
    role: Role | None = None


def items(text: str, run: Iterable[Token], known: KnownNames, breaks: Sequence[int] = ()) -> tuple[Item, ...]:
    """The members of a run of name, mark and 等 tokens, in order.

    `breaks` are the positions before which white space stood, in order: in a cell it may part two names.
    """
    found: list[Item] = []
    for letter, start, end, _ in run:
        if letter == "n":
            found += _members(text, start, end, known, breaks)
    return tuple(found)


def plain_items(text: str, start: int, end: int, known: KnownNames) -> tuple[Item, ...]:
    """The members of a list in running words, cut at 、 and at 等, whatever role words they hold."""
    found: list[Item] = []
    low = start
    while low < end:
        mark = _mark(text, low, end)
        found += _members(text, low, mark.start() if mark else end, known)
        if mark is None or mark[0] == "等":
            break
        low = mark.end()
    return tuple(found)


def _mark(text: str, start: int, end: int) -> re.Match[str] | None:
    """The mark that ends the member at `start`; levels in one breath (市、县) are one member."""
    several = levels().match(text, start, end)
    for found in _marks().finditer(text, several.end() if several else start, end):
        if found.lastgroup:  # else a bracket of a name's own, or 高等, 平等: no 等 of a list
            return found
    return None


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(f"（[^（）]*）|{any_of(words()['whole'])}|(?P<mark>[、，等])")


@cache
def _joiner() -> re.Pattern[str]:
    return re.compile(any_of(words()["lists"]["joiners"]))


@cache
def _head_end() -> re.Pattern[str]:
    return re.compile(any_of(["、", *words()["lists"]["joiners"]]))


@cache
def _remark() -> re.Pattern[str]:
    return re.compile(f"（{any_of(words()['lists']['remarks'])}[^（）]*）$")


@cache
def _fillers() -> frozenset[str]:
    return frozenset(words()["lists"]["fillers"])


@cache
def _fresh() -> Spotter:
    return Spotter.of(words()["lists"]["fresh"], words()["lists"]["not_fresh"])


def _members(text: str, start: int, end: int, known: KnownNames, breaks: Sequence[int] = ()) -> list[Item]:
    within = breaks[bisect_right(breaks, start) : bisect_left(breaks, end)] if breaks else ()
    if within or end - start > _SHORT:
        return list(_read(text, start, end, known, within))
    return [Item(start + low, start + high, role) for low, high, role in _short(text[start:end], known)]


@lru_cache(maxsize=32768)
def _short(words: str, known: KnownNames) -> tuple[Item, ...]:
    """The members of a short run, which documents repeat often; positions count from its start."""
    return tuple(_read(words, 0, len(words), known, ()))


def _read(text: str, start: int, end: int, known: KnownNames, breaks: Sequence[int]) -> Iterator[Item]:
    cuts = _cuts(text, start, end, breaks)
    for low, high in _split(text, (start, end), cuts, known) if cuts else [(start, end)]:
        item = _item(text, low, high) if high > low else None
        if item and item.end > item.start and text[item.start : item.end] not in _fillers():
            yield item


def _item(text: str, low: int, high: int) -> Item:
    """A member without marks before it, without the remark, and with the role, in a bracket at its end."""
    marks = _LEADING.match(text, low, high)
    low = min(marks.end(), high) if marks else low
    while high > low and text[high - 1] in ".·":
        high -= 1
    if high == low:
        return Item(low, high)
    if text[high - 1] != "）":
        return Item(low, high)
    remark = _remark().search(text, low, high)
    if remark and remark.start() > low:
        high = remark.start()
    role = _own_role(text[low:high])
    return Item(low, text.rindex("（", low, high) if role else high, role)


@lru_cache(maxsize=4096)
def _own_role(name: str) -> Role | None:
    found = _OWN_ROLE.search(name)
    if not found:
        return None
    lexeme = clause_lexicon().lexemes.get(found[1])
    return lexeme.role if lexeme and lexeme.letter == "v" else headings().get(found[1])


def _split(
    text: str, stretch: tuple[int, int], cuts: list[tuple[int, int]], known: KnownNames
) -> Iterator[tuple[int, int]]:
    """The parts of a stretch between those cuts that separate bodies."""
    low, end = stretch
    for position, after in cuts:
        left, right = text[low:position], text[after:end]
        if position > low and right and _separates(left, text[position:after], right, text[low:end], known):
            yield low, position
            low = after
    yield low, end


def _cuts(text: str, start: int, end: int, breaks: Sequence[int]) -> list[tuple[int, int]]:
    """Where a list may be cut outside its brackets: at a joiner, or where white space stood within it."""
    joiners = [(*found.span(), found[0]) for found in _joiner().finditer(text, start, end)]
    if not joiners and not breaks:
        return []
    cuts = [(low, low + 1 if word == "及其" else high) for low, high, word in joiners]
    if breaks:
        inside = {place for low, high, _ in joiners for place in range(low + 1, high)}
        cuts += [(place, place) for place in breaks if place not in inside]
        cuts.sort()
    if not cuts or text.find("（", start, end) < 0:
        return cuts
    return [cut for cut in cuts if _outside(text, start, cut[0] + 1)]


def _outside(text: str, start: int, end: int) -> bool:
    return text.count("（", start, end) <= text.count("）", start, end)


def _separates(left: str, mark: str, right: str, whole: str, known: KnownNames) -> bool:
    if not mark:  # only white space between them: two names in a cell without 、
        apart = left.endswith(endings("public")) and is_public(right) and _fresh().starts(right)
        return apart or (known.listed(left) and known.listed(right))
    head = _head(right)
    if known.listed(whole) or known.listed(left + mark + head):
        return False
    if _fresh().starts(right):
        return True
    if mark in words()["lists"]["strong"]:
        return any(is_public(one) or is_private(one) or known.listed(one) for one in (left, head))
    if is_public(left) or is_private(left):
        return True
    stem = not is_public(head) or head.endswith(tuple(words()["lists"]["shared_heads"]))
    return stem and known.listed(left) and known.listed(head)


def _head(right: str) -> str:
    found = _head_end().search(right)
    return right[: found.start()] if found else right
