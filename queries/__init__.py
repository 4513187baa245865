"""The canned questions: NAME.rq and NAME.cypher, two texts of one question, under one header.

The header is the comment block at the top of the .rq, in YAML:

    title_zh, title_en            the question
    questions                     numbers of the product's list of twenty, may be empty
    definition_zh, definition_en  what is printed with every answer
    parameters                    list of {name, type, required, default, example}
    columns                       what both texts return, in this order; headings stand in columns.yaml
    key                           columns (ids) that are unique in the answer
    sort                          columns to sort by, `-` before a name for descending; nulls come last

A parameter is a variable of its own name: it stands in the SELECT, and one that is not given is a
wildcard. Both texts compare ids only, use DISTINCT, and leave sorting and cutting to the runner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

TYPES: Final = ("agency", "document", "role", "text", "date", "year", "int")
"""What a parameter may be; agencies and documents are given by any name and compared by id."""

_FOLDER: Final = files(__name__)
_HEADER: Final = {
    "title_zh": str,
    "title_en": str,
    "questions": list,
    "definition_zh": str,
    "definition_en": str,
    "parameters": list,
    "columns": list,
    "key": list,
    "sort": list,
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `default` is used where it is not given, `example` is a value to try."""

    name: str
    type: str
    required: bool
    default: str | int | None
    example: str | int


@dataclass(frozen=True, slots=True)
class Query:
    """One question with its text in both languages."""

    name: str
    title_zh: str
    title_en: str
    questions: tuple[int, ...]
    definition_zh: str
    definition_en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    key: tuple[str, ...]
    sort: tuple[str, ...]
    sparql: str
    cypher: str

    @property
    def example(self) -> dict[str, str]:
        """The required parameters with their example values, as a caller would write them."""
        return {p.name: str(p.example) for p in self.parameters if p.required}


@cache
def names() -> tuple[str, ...]:
    """The names of all queries, sorted."""
    return tuple(sorted(file.name[:-3] for file in _FOLDER.iterdir() if file.name.endswith(".rq")))


@cache
def load(name: str) -> Query:
    """A query by its name. KeyError for a name that is not there, ValueError for a broken file."""
    if name not in names():
        raise KeyError(name)
    text = _FOLDER.joinpath(f"{name}.rq").read_text(encoding="utf-8")
    cypher = _FOLDER.joinpath(f"{name}.cypher").read_text(encoding="utf-8")
    header = _header(name, text)
    parameters = tuple(_parameter(name, record) for record in header.pop("parameters"))
    lists = {key: tuple(value) for key, value in header.items() if isinstance(value, list)}
    query = Query(**{**header, **lists}, name=name, parameters=parameters, sparql=text, cypher=cypher)
    _expect(set(query.key) <= set(query.columns), name, "key names a column that is not there")
    _expect({column.lstrip("-") for column in query.sort} <= set(query.columns), name, "sort names no column")
    _expect(set(query.columns) <= set(headings()), name, "a column has no heading in columns.yaml")
    return query


@cache
def headings() -> Mapping[str, tuple[str, str]]:
    """Chinese and English heading of every column."""
    table = yaml.safe_load(_FOLDER.joinpath("columns.yaml").read_text(encoding="utf-8"))
    return {column: (zh, en) for column, (zh, en) in table.items()}


def catalogue() -> list[dict[str, Any]]:
    """Every query with its parameters and columns, as plain data for `zhize queries --json`."""
    return [
        {
            "name": query.name,
            "title_zh": query.title_zh,
            "title_en": query.title_en,
            "questions": list(query.questions),
            "definition_zh": query.definition_zh,
            "definition_en": query.definition_en,
            "parameters": [_plain(parameter) for parameter in query.parameters],
            "columns": list(query.columns),
        }
        for query in map(load, names())
    ]


def _plain(parameter: Parameter) -> dict[str, Any]:
    return {field: getattr(parameter, field) for field in ("name", "type", "required", "default", "example")}


def _expect(condition: bool, name: str, what: str) -> None:
    if not condition:
        raise ValueError(f"queries/{name}.rq: {what}")


def _comment(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        if not line.startswith("#"):
            return
        yield line[1:]


def _header(name: str, text: str) -> dict[str, Any]:
    header = yaml.safe_load("\n".join(_comment(text.splitlines())))
    _expect(
        isinstance(header, dict) and set(header) == set(_HEADER), name, f"header must have {sorted(_HEADER)}"
    )
    for key, kind in _HEADER.items():
        _expect(isinstance(header[key], kind), name, f"{key} must be a {kind.__name__}")
    return dict(header)


def _parameter(name: str, record: Mapping[str, Any]) -> Parameter:
    fields = {"name", "type", "required", "default", "example"}
    _expect(set(record) <= fields and {"name", "type", "example"} <= set(record), name, f"parameter {record}")
    _expect(record["type"] in TYPES, name, f"no type of parameter is called {record['type']}")
    return Parameter(
        record["name"],
        record["type"],
        bool(record.get("required", False)),
        record.get("default"),
        record["example"],
    )
