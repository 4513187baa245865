"""A body's name as written: cleaned, without its plates, and split at the place in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph_builder.names.divisions import Divisions, short_name
from graph_builder.names.lexicon import Words

WORDS: Final = {
    "省": "省", "自治区": "区", "市": "市", "州": "州", "盟": "盟", "县": "县", "区": "区", "旗": "旗",
    "全省": "省", "全市": "市", "我省": "省", "我市": "市", "我县": "县", "我区": "区",
    "本省": "省", "本市": "市", "全县": "县", "全区": "区", "本县": "县", "本区": "区",
}  # fmt: skip
"""Words for a level of the issuer's own place, and the letter that stands for it."""

_BRACKETS: Final = str.maketrans("([〔［【)]〕］】", "（（（（（）））））")
_STRAY: Final = re.compile(r"[‘’'`\"*_\s]")
_PLATES: Final = re.compile(r"（([^（）]+)）$")
_ETC: Final = re.compile(r"等$")
_UNIT: Final = re.compile(
    r"(?![省市县区旗盟各全我本有相试])(?:(?![由对在将把向和及与的为以按照经报请送据等会同商落实府局厅委])[一-龥]){2,3}?(?:自治区|自治[州县旗]|地区|[省市县区州旗盟])"
)
_SPLIT: Final = re.compile(r"[、，；]")


@dataclass(frozen=True, slots=True)
class Head:
    """A place at the beginning of a name: a level `word`, a full `name` or a `short` one."""

    text: str
    kind: str
    rest: str


def clean(surface: str) -> str:
    """White space and stray marks out, brackets of every shape to （）, a closing 等 off."""
    return _ETC.sub("", _STRAY.sub("", surface).translate(_BRACKETS))


def split_plates(name: str, words: Words) -> tuple[str, tuple[str, ...]]:
    """The name without the plates (加挂牌子) in its closing bracket, and the plates."""
    match = _PLATES.search(name)
    if not match or match.start() < 3:
        return name, ()
    inside = [part for part in _SPLIT.split(match.group(1)) if part]
    ends = (*words.agency, *words.unit, *words.company)
    if not inside or not all(_is_plate(part, name[0], ends) for part in inside):
        return name, ()
    return name[: match.start()], tuple(inside)


def _is_plate(part: str, level: str, ends: tuple[str, ...]) -> bool:
    """Whether a bracket holds a body: by its ending, or short but of the same level (市文明办)."""
    short = part[0] == level and level in "省市县区州" and len(part) >= 3
    return short or (len(part) >= 4 and part.endswith(ends))


class Heads:
    """Finds the places that a name may begin with, by the table and by the words for a level."""

    def __init__(self, divisions: Divisions) -> None:
        self._divisions = divisions

    def of(self, text: str, own: frozenset[str] = frozenset()) -> Iterator[Head]:
        """Every reading of the beginning of `text`, the longest place name first; none is the last.

        `own` are names of places that the table lacks but the document is about.
        """
        ends = self._names(text, own)
        for end in reversed(ends):
            yield Head(text[:end], "name", text[end:])
        for size in (3, 2, 1):
            if text[:size] in WORDS and text[size : size + 1] != "长":  # 市长质量奖
                yield Head(text[:size], "word", text[size:])
        for end in range(min(len(text), 8), 1, -1):
            if end not in ends and (text[:end] in _shorts(own) or self._divisions.has_short(text[:end])):
                yield Head(text[:end], "short", text[end:])
        yield from (Head(text[:end], "unlisted", text[end:]) for end in _unlisted(text) if end not in ends)

    def _names(self, text: str, own: frozenset[str]) -> list[int]:
        ends: list[int] = []
        start = 0
        while start < len(text):
            end = next(
                (
                    end
                    for end in range(min(len(text), start + 16), start + 1, -1)
                    if self._divisions.has_name(text[start:end]) or text[start:end] in own
                ),
                0,
            )
            if not end:
                break
            ends.append(end)
            start = end
        return ends


@lru_cache(maxsize=256)
def _shorts(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(short_name, names))


def _unlisted(text: str) -> list[int]:
    """Ends of place names at the start of `text` by their look alone: 云岭省 | 云州市 | 清河县."""
    ends: list[int] = []
    start = 0
    while match := _UNIT.match(text, start):
        ends.append(match.end())
        start = match.end()
    return ends[::-1]


def last_unit(head: str) -> str:
    """The innermost place of a chain of unlisted names: 云岭省云州市 gives 云州市."""
    units = _UNIT.findall(head)
    return units[-1] if units and "".join(units) == head else head
