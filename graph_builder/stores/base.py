"""What an answer needs of a store, whichever it is: rows of plain cells for a canned query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from queries import Query

Cell = str | int | None
"""What a row is made of, the same from every store: ids, texts, ISO dates, integers, nothing."""


@dataclass(frozen=True, slots=True)
class Value:
    """A checked parameter of one of `queries.TYPES`: agencies and documents are ids, dates ISO text."""

    type: str
    value: str | int


class AnswerStore(Protocol):
    """A store that runs canned queries: it binds the values, never pastes them into the query's text."""

    def rows(self, query: Query, values: Mapping[str, Value]) -> Iterable[tuple[Cell, ...]]:
        """Cells in the order of the query's columns, rows in any order. Absent values are wildcards."""
        ...
