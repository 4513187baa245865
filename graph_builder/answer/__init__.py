"""One answer whatever the store: parameters checked and named, rows in plain cells, sorted here.

`bind` turns what a caller wrote into typed values (names into ids, by the graph), `run` asks a store
and puts the rows in the order that the query's header names, `ask` does both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import queries
from graph_builder.answer.directory import Directory, closest
from graph_builder.errors import DataError, UnknownName, UsageError
from graph_builder.stores.base import AnswerStore, Cell, Value
from ontology import ROLE_LABELS, Role
from queries import Parameter, Query

Row = tuple[Cell, ...]

_YEAR: Final = re.compile(r"[12]\d{3}")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query in its order, with the definitions that they rest on."""

    query: Query
    values: Mapping[str, Value]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self.query.columns

    @property
    def definition(self) -> str:
        """What the words of the answer mean, in Chinese and English."""
        return f"{self.query.definition_zh}\n{self.query.definition_en}"

    def records(self) -> list[dict[str, Cell]]:
        """The rows as plain objects, for JSON."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def find(name: str) -> Query:
    """The query of a name; UnknownName with the nearest ones where there is none."""
    try:
        return queries.load(name)
    except KeyError:
        near = closest(name, queries.names())
        raise UnknownName(f"没有叫“{name}”的问题；zhize queries 列出全部", near) from None
    except ValueError as error:
        raise DataError(str(error)) from error


def bind(query: Query, given: Mapping[str, str], directory: Directory) -> dict[str, Value]:
    """The query's parameters as typed values.

    Missing ones take their default; those that have none stay out and are wildcards. UsageError names
    the parameter and the cure, UnknownName suggests names that exist.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            takes = "、".join(known) or "（无）"
            raise UnknownName(f"{query.name} 没有参数“{name}”；可用：{takes}", closest(name, known))
    values = {}
    for parameter in query.parameters:
        written = given.get(parameter.name, parameter.default)
        if written is not None and written != "":
            values[parameter.name] = _value(parameter, str(written), directory)
        elif parameter.required:
            hint = f"{parameter.name}={parameter.example}"
            raise UsageError(f"{query.name} 缺少参数 {parameter.name}；例如 {hint}")
    return values


def run(query: Query, values: Mapping[str, Value], store: AnswerStore, limit: int | None = None) -> Answer:
    """The rows of a query from a store, sorted by its header and cut to `limit`.

    DataError where the query breaks its own header: a row of another width, or a key that comes twice.
    """
    rows = list(store.rows(query, values))
    _check_keys(query, rows)
    return Answer(query, dict(values), tuple(_sorted(query, rows)[:limit]))


def ask(
    name: str, given: Mapping[str, str], directory: Directory, store: AnswerStore, limit: int | None = None
) -> Answer:
    """The answer to a canned question, from its name and the parameters as written."""
    query = find(name)
    return run(query, bind(query, given, directory), store, limit)


def _check_keys(query: Query, rows: Iterable[Row]) -> None:
    places = [query.columns.index(column) for column in query.key]
    seen: set[Row] = set()
    for row in rows:
        key = tuple(row[place] for place in places)
        if key in seen or len(row) != len(query.columns):
            raise DataError(
                f"query {query.name}: key {query.key} comes twice or row has another width: {row}"
            )
        seen.add(key)


def _sorted(query: Query, rows: list[Row]) -> list[Row]:
    """Sorted by the header's columns, then by the whole row, so that the order is always the same."""
    keys = [(column.lstrip("-"), column.startswith("-")) for column in query.sort]
    ordered = sorted(rows, key=lambda row: tuple(_key(cell) for cell in row))
    for column, descending in reversed(keys):
        place = query.columns.index(column)
        filled = [row for row in ordered if row[place] is not None]
        empty = [row for row in ordered if row[place] is None]
        ordered = _stable(filled, place, descending) + empty
    return ordered


def _stable(rows: list[Row], place: int, descending: bool) -> list[Row]:
    return sorted(rows, key=lambda row: _key(row[place]), reverse=descending)


def _key(cell: Cell) -> tuple[bool, int, str]:
    return (cell is None, cell if isinstance(cell, int) else 0, cell if isinstance(cell, str) else "")


def _value(parameter: Parameter, written: str, directory: Directory) -> Value:
    readers: Mapping[str, Callable[[str], str | int]] = {
        "agency": directory.agency,
        "document": directory.document,
        "role": _role,
        "text": str,
        "date": _date,
        "year": _year,
        "int": _int,
    }
    try:
        return Value(parameter.type, readers[parameter.type](written))
    except ValueError as error:
        raise UsageError(f"{parameter.name}={written}：{error}；例如 {parameter.example}") from error


def _role(written: str) -> str:
    words: dict[str, Any] = {role.value: role for role in Role}
    words |= {label: role for role, labels in ROLE_LABELS.items() for label in labels}
    if written not in words:
        raise UnknownName(f"没有叫“{written}”的角色", closest(written, [r.value for r in ROLE_LABELS]))
    return str(words[written].value)


def _date(written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise ValueError("日期要写成 2020-12-31") from None


def _year(written: str) -> int:
    if not _YEAR.fullmatch(written):
        raise ValueError("年份要写四位数字")
    return int(written)


def _int(written: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", written):
        raise ValueError("要写整数")
    return int(written)
