"""The plain words of extraction, read once from this package's YAML files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graph_builder.errors import DataError
from graph_builder.extract.trie import any_of


@cache
def read_data(name: str) -> Any:
    """One of this package's YAML files, parsed; DataError names the file when it is not valid."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise DataError(f"{name}: not valid YAML: {error}") from error


@cache
def _checked(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = read_data(name)
    for place, listed in lists_of(loaded):
        repeated = sorted({word for word in listed if listed.count(word) > 1})
        if repeated:
            raise DataError(f"{name}: {place}: written twice: {'、'.join(repeated)}")
    return loaded


def lists_of(data: Any, place: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of words in parsed data with its place; DataError where one holds other things."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from lists_of(value, f"{place}.{key}" if place else str(key))
    elif isinstance(data, list) and data and all(isinstance(one, Mapping) for one in data):
        for number, value in enumerate(data):
            yield from lists_of(value, f"{place}[{number}]")
    elif isinstance(data, list):
        if not data or not all(isinstance(word, str) for word in data):
            raise DataError(
                f"{place}: a list of words must hold words, quoted where YAML reads another thing"
            )
        yield place, data


def words() -> Mapping[str, Any]:
    """The content of words.yaml."""
    return _checked("words.yaml")


def group_words() -> Mapping[str, Any]:
    """The content of groups.yaml."""
    return _checked("groups.yaml")


def table_words() -> Mapping[str, Any]:
    """The content of tables.yaml."""
    return _checked("tables.yaml")


def prose_words() -> Mapping[str, Any]:
    """The content of prose.yaml."""
    return _checked("prose.yaml")


@dataclass(frozen=True, slots=True)
class Spotter:
    """Finds one of several words, passing over longer words that hold one and are harmless."""

    pattern: re.Pattern[str]
    harmless: frozenset[str]

    @classmethod
    def of(cls, listed: Iterable[str], harmless: Iterable[str] = ()) -> Spotter:
        """A spotter of `listed`; `harmless` are the longer words to pass over."""
        excused = frozenset(harmless)
        return cls(re.compile(any_of([*listed, *excused])), excused)

    def stands_in(self, text: str) -> bool:
        """Whether one of the words stands in the text."""
        return any(found[0] not in self.harmless for found in self.pattern.finditer(text))

    def starts(self, text: str) -> bool:
        """Whether the text starts with one of the words."""
        found = self.pattern.match(text)
        return found is not None and found[0] not in self.harmless
