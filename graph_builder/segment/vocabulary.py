"""The word lists of the segmenter, read once from its data files."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from graph_builder.errors import DataError

_VOCABULARY: Final = "vocabulary.yaml"
_EDITION: Final = re.compile(r"（[^（）]{0,40}）$")
_HAN: Final = "零〇一二三四五六七八九十百"
_DIGIT: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@cache
def data(name: str) -> dict[str, Any]:
    """One data file of this package."""
    try:
        loaded = yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DataError(f"segment/{name}: {error}") from error
    if not isinstance(loaded, dict):
        raise DataError(f"segment/{name}: a mapping of word lists is wanted")
    return loaded


@cache
def words(name: str) -> tuple[str, ...]:
    """A word list of vocabulary.yaml, longest word first."""
    return tuple(sorted(data(_VOCABULARY)[name]["words"], key=lambda word: (-len(word), word)))


@cache
def _by_last(name: str) -> dict[str, tuple[str, ...]]:
    """The words of a list by their last character."""
    lasts = {word[-1] for word in words(name)}
    return {last: tuple(word for word in words(name) if word.endswith(last)) for last in lasts}


@cache
def labels() -> dict[str, str]:
    """Metadata field by label."""
    groups: dict[str, list[str]] = data(_VOCABULARY)["metadata"]
    return {label: field for field, group in groups.items() for label in group}


def alternation(choices: tuple[str, ...]) -> str:
    """The words as one expression, longest first."""
    return "|".join(map(re.escape, sorted(choices, key=lambda word: (-len(word), word))))


def without_edition(title: str) -> str:
    """The title without brackets at its end (试行, 2019年修订, 征求意见稿)."""
    bare = title.rstrip("》")
    if bare.endswith(")"):
        bare = bare.replace("(", "（").replace(")", "）")
    return _EDITION.sub("", bare) if bare.endswith("）") else bare


def ending(title: str, name: str) -> str | None:
    """The longest word of the list that the title ends in, brackets at its end aside."""
    bare = without_edition(title)
    return next((word for word in _by_last(name).get(bare[-1:], ()) if bare.endswith(word)), None)


def number_value(text: str) -> int | None:
    """Value of a number in Chinese or Arabic digits (二十三, 十, 一百零二, 12), else None."""
    if text.isdecimal():
        return int(text)
    total, unit = 0, 0
    for char in text:
        if char in _DIGIT:
            unit = _DIGIT[char]
        elif char in "十百":
            total += (unit or 1) * (10 if char == "十" else 100)
            unit = 0
        else:
            return None
    return total + unit


HAN: Final = f"[{_HAN}]{{1,7}}"
"""Expression for a number in Chinese digits."""
