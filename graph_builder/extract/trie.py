"""Many words at once, as an expression or as a scanner: linear, and always the longest word that fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

T = TypeVar("T")


class Scanner(Generic[T]):
    """Finds the words of a table in long texts, several times as fast as an expression, which can do more."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._values = tuple(table.values())
        self._words = AhoCorasick(table, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[tuple[int, int, T]]:
        """Where the words stand in the text, apart from each other and in order, with what the table says."""
        found = _found(self._words, text, False)
        return [(start, end, self._values[index]) for index, start, end in found]


class Spellings(Generic[T]):
    """Finds the words of a table that start at each place of a text, be they apart from each other or not."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._values = tuple(table.values())
        self._words = AhoCorasick(table)

    def longest(self, text: str, start: int, end: int) -> dict[int, tuple[int, T]]:
        """The longest word at each place of `text[start:end]`: where it ends and what the table says."""
        found = _found(self._words, text[start:end], True)  # of those at one place the longest comes last
        return {start + low: (start + high, self._values[index]) for index, low, high in found}


def _found(words: AhoCorasick, text: str, overlapping: bool) -> list[tuple[int, int, int]]:
    try:
        return words.find_matches_as_indexes(text, overlapping)
    except UnicodeEncodeError:  # half a surrogate pair: each becomes one question mark
        return words.find_matches_as_indexes(text.encode(errors="replace").decode(), overlapping)


def any_of(words: Iterable[str]) -> str:
    """Source of an expression that matches the longest of `words` (at least one) at a place.

    Its outermost alternatives start with a plain character each, because the expression engine
    then skips at once what starts none of them.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    singles, longer = _branches(root)
    return f"(?:{'|'.join([*singles, *longer])})" + ("?" if "" in root else "")


def _branches(node: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The characters with which a word ends here, and the expressions of those that go on."""
    chars = sorted(char for char in node if char)
    singles = [re.escape(char) for char in chars if list(node[char]) == [""]]
    longer = [re.escape(char) + _source(node[char]) for char in chars if list(node[char]) != [""]]
    return singles, longer


def _source(node: dict[str, Any]) -> str:
    singles, longer = _branches(node)
    if not singles and not longer:
        return ""
    options = longer + [f"[{''.join(singles)}]" if len(singles) > 1 else single for single in singles[:1]]
    ends = "" in node
    body = options[0] if len(options) == 1 and not ends else f"(?:{'|'.join(options)})"
    return body + ("?" if ends else "")
