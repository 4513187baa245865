"""What a stretch of text looks like: a public body, a private party, a class of bodies, nobody.

These are the shapes that let a reader cut a list or a subject; which agency is meant is the
business of `graph_builder.names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, Protocol

from graph_builder.extract.trie import Spellings, any_of
from graph_builder.extract.vocabulary import Spotter, words

_INSIDE: Final = re.compile("(?<=（)(?![省市州县区旗乡镇街道村居、]+）)[^（）]*(?=）[^，。；：（）]{2})")
"""What a bracket in mid-name holds, unless that is a level of government (乡（镇）)."""

_BRACKET: Final = re.compile(r"（[^（）]*）$")
_GAP: Final = 10  # further on, an ending is no longer of the same name
_LONGEST: Final = 50


class KnownNames(Protocol):
    """What extraction asks of the names lexicon; it must not change while texts are read."""

    def __hash__(self) -> int:
        """Readings of short runs are kept by lexicon."""

    def listed(self, surface: str) -> bool:
        """Whether the whole surface is a name of the lexicon."""


@cache
def endings(kind: str) -> tuple[str, ...]:
    """One of the lists of `subjects` in words.yaml."""
    return tuple(words()["subjects"][kind])


@cache
def levels() -> re.Pattern[str]:
    """Several levels of government named in one breath: 各省、自治区、直辖市; 市、县（市、区）."""
    data = words()["levels"]
    before, units, joiners, after = (any_of(data[key]) for key in ("before", "units", "joiners", "after"))
    own = any_of(data["not_before"])
    unit = rf"(?:{any_of(data['within'])})?{units}级?(?:（[^（）]{{1,14}}）)?"
    return re.compile(rf"(?:{before})?{unit}(?:{joiners}{unit}(?!{own}))+(?:{after})?")


@cache
def levels_start() -> frozenset[str]:
    """The characters that `levels` can start with: a cheap test before it."""
    data = words()["levels"]
    return frozenset(word[0] for key in ("before", "within", "units") for word in data[key])


@cache
def levels_end() -> frozenset[str]:
    """The characters that the first of several levels can end with."""
    return frozenset([*(word[-1] for word in words()["levels"]["units"]), "级"])


def bare(text: str) -> str:
    """The text without a bracket at its end (a plate or a remark)."""
    return _BRACKET.sub("", text) if text.endswith("）") else text


def _longest_ending(text: str, kind: str) -> int:
    found = _reversed(kind).match(text[::-1])
    return found.end() if found else 0


@cache
def _reversed(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(word[::-1] for word in endings(kind)))


@lru_cache(maxsize=65536)
def is_private(text: str) -> bool:
    """Ends like a private party or a person's post; public endings that are longer win."""
    plain = bare(text)
    return _longest_ending(plain, "private") > _longest_ending(plain, "public")


@lru_cache(maxsize=65536)
def is_public(text: str) -> bool:
    """Ends like a public body, or is a bare division that stands for its government."""
    if len(text) < 2 or is_private(text):
        return False
    plain = bare(text)
    if plain.startswith("各") and plain.endswith(endings("villages")):
        return True
    return plain.endswith(endings("public")) or text.endswith(endings("government"))


def is_told_by_place(text: str) -> bool:
    """Told by its place in a list (排名第一的部门, 其他部门), as rules for a whole document do."""
    return text.startswith(tuple(words()["by_place"]))


def is_nobody(text: str) -> bool:
    """Addressed to everyone: 各级各部门, 任何单位和个人."""
    return text in endings("nobody")


@lru_cache(maxsize=65536)
def has_verb(text: str) -> bool:
    """Whether a verb or preposition stands in it, so that it is no name alone."""
    return _verbs().stands_in(text)


@cache
def _verbs() -> Spotter:
    return Spotter.of(words()["verbs_in_names"]["words"], words()["verbs_in_names"]["excused"])


def is_body(text: str) -> bool:
    """A public body and nothing but its name: no verb or preposition stands in it."""
    return is_public(text) and not has_verb(text)


@lru_cache(maxsize=65536)
def first_body(text: str) -> int:
    """Length of the body that `text` starts with, 0 where none does.

    A name may go on behind its first ending (市公安局交警支队, 人民政府水行政主管部门); it is
    followed as long as the next ending comes soon and nothing between reads as a verb.
    """
    end = 0
    outside = _INSIDE.sub(_blank, text) if "（" in text else text
    for stop, length in _ends(outside):
        start = stop - length
        if end and start > end and (start - end > _GAP or length < 2):
            break
        if start > end and _broken(text[end:start]):
            if end:
                break
            continue
        end = stop
    end = _closed(text, end)
    return end + _plate(text, end) if end and text.startswith("（", end) else end


def _plate(text: str, start: int) -> int:
    """Length of the bracket at `start` that holds a second name of the body before it, else 0."""
    close = text.find("）", start)
    second = text[start + 1 : close]
    told = second.startswith(tuple(words()["lists"]["remarks"]))
    return close + 1 - start if is_body(second) and not told else 0


def _blank(found: re.Match[str]) -> str:
    return "〇" * len(found[0])


def _closed(text: str, end: int) -> int:
    """The end of a name whose bracket closes right behind it (乡镇（街道）), or the start of that bracket."""
    opened = text.rfind("（", 0, end)
    if opened < 0 or "）" in text[opened:end]:
        return end
    return end + 1 if text[end : end + 1] == "）" else opened


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Where a public ending ends in the text, with the length of the longest one there, in order."""
    longest: dict[int, int] = {}
    for start, (end, _) in _public().longest(text, 0, _LONGEST).items():
        if end > 1:
            longest[end] = max(longest.get(end, 0), end - start)
    yield from sorted(longest.items())


@cache
def _public() -> Spellings[None]:
    return Spellings(dict.fromkeys(endings("public")))


@lru_cache(maxsize=4096)
def _broken(between: str) -> bool:
    return _stops().stands_in(between)


@cache
def _stops() -> Spotter:
    return Spotter.of(words()["ends_of_names"]["words"], words()["ends_of_names"]["excused"])
