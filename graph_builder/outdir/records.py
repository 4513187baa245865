"""A record of the model as one JSON object, and back, strictly.

Field names are the model's own. Two differ: a document's `type` (文种) is written `doc_type`,
because `type` says which record a line holds, and a document's citations are written as their
ids, because each citation is a record of its own. A span is `[start, end]`.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from graph_builder.model import (
    Agency,
    AgencyName,
    Assignment,
    Citation,
    Delegation,
    Division,
    Document,
    Fate,
    Membership,
    Mention,
    Source,
    Span,
    Statement,
)

TYPES: Final[Mapping[str, tuple[str, type]]] = {
    "agency": ("agencies", Agency),
    "assignment": ("assignments", Assignment),
    "citation": ("citations", Citation),
    "delegation": ("delegations", Delegation),
    "division": ("divisions", Division),
    "document": ("documents", Document),
    "fate": ("fates", Fate),
    "membership": ("memberships", Membership),
    "name": ("names", AgencyName),
    "source": ("sources", Source),
    "statement": ("statements", Statement),
}
"""Record type -> the field of `Graph` that holds such records, and their class."""

_RENAMED: Final = {"type": "doc_type"}
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

Decode = Callable[[Any], Any]


class Misfit(ValueError):
    """A value that does not have the shape of the model; the reader adds file, line and cure."""


def line(record: Mapping[str, Any]) -> bytes:
    """One line of JSON: UTF-8, keys in the order given, a lone surrogate as its escape."""
    text = _JSON.encode(record)
    return _SURROGATE.sub(lambda hit: f"\\u{ord(hit.group()):04x}", text).encode() + b"\n"


def encode(kind: str, record: Any) -> dict[str, Any]:
    """The record as plain values, `type` first."""
    return {"type": kind, **_fields(record)}


def decode(kind: str, values: Mapping[str, Any]) -> Any:
    """The record that `encode` was given (without a source's text and a document's citations).

    Raises `Misfit` for a missing, unknown or ill-typed field.
    """
    return _class_decoder(TYPES[kind][1])(values)


def _fields(record: Any) -> dict[str, Any]:
    return {key: _plain(getattr(record, name)) for key, name in _keys(record.__class__)}


@cache
def _keys(cls: type) -> tuple[tuple[str, str], ...]:
    """Under which key each field of a class is written."""
    left_out = "text" if cls is Source else None
    return tuple((_RENAMED.get(name, name), name) for name in get_type_hints(cls) if name != left_out)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mention):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Citation):
        return value.id
    return _fields(value) if is_dataclass(value) else value


@cache
def _class_decoder(cls: type) -> Decode:
    hints = get_type_hints(cls)
    if cls is Source:
        del hints["text"]
    if cls is Document:
        hints["citations"] = tuple[str, ...]
    decoders = {name: (_RENAMED.get(name, name), _decoder(hint)) for name, hint in hints.items()}
    keys = {key for key, _ in decoders.values()}
    extra = {"text": ""} if cls is Source else {}

    def read(values: Any) -> Any:
        if not isinstance(values, dict) or values.keys() != keys:
            raise Misfit(_key_trouble(cls, values, keys))
        return cls(**{name: _field(values, key, decode) for name, (key, decode) in decoders.items()}, **extra)

    return read


def _key_trouble(cls: type, values: Any, keys: set[str]) -> str:
    if not isinstance(values, dict):
        return f"{cls.__name__} 应是一个对象"
    missing, unknown = sorted(keys - values.keys()), sorted(values.keys() - keys)
    return "；".join(
        f"{what} {'、'.join(names)}" for what, names in (("缺", missing), ("不认得", unknown)) if names
    )


def _field(values: Mapping[str, Any], key: str, decode: Decode) -> Any:
    try:
        return decode(values[key])
    except Misfit as misfit:
        raise Misfit(f"{key}：{misfit}") from None


def _decoder(hint: Any) -> Decode:
    if get_origin(hint) in (Union, types.UnionType):
        return _optional(next(arg for arg in get_args(hint) if arg is not type(None)))
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint))
    if hint is Span:
        return _span
    if isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, tuple)):
        return _class_decoder(hint)
    if issubclass(hint, StrEnum):
        return _choice(hint)
    return _exactly(hint)


def _optional(hint: Any) -> Decode:
    decode = _decoder(hint)
    return lambda value: None if value is None else decode(value)


def _tuple(hints: tuple[Any, ...]) -> Decode:
    endless = hints[-1] is Ellipsis
    decoders = [_decoder(hint) for hint in hints if hint is not Ellipsis]

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not (endless or len(value) == len(decoders)):
            raise Misfit(f"应是列表，却是 {value!r:.60}")
        if endless:
            return tuple(map(decoders[0], value))
        return tuple(decode(item) for decode, item in zip(decoders, value, strict=True))

    return read


def _span(value: Any) -> Span:
    start, end = _tuple((int, int))(value)
    if not 0 <= start <= end:
        raise Misfit(f"不是一段原文的起止：{value!r:.60}")
    return Span(start, end)


def _choice(enum: type[StrEnum]) -> Decode:
    members = {member.value: member for member in enum}

    def read(value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in members:
            raise Misfit(f"应是 {'、'.join(members)} 之一，却是 {value!r:.60}")
        return members[value]

    return read


def _exactly(cls: type) -> Decode:
    def read(value: Any) -> Any:
        if type(value) is not cls:
            raise Misfit(f"应是 {cls.__name__}，却是 {value!r:.60}")
        return value

    return read
