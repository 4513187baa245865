"""What a person typed into a cell, as a value that compares; and texts on their way into and out of cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

Value = str | int | float | bool | date | time | timedelta

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BREAK: Final = re.compile(r"\r\n?")
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Typed:
    """The content of a cell that a person filled in, never empty; `format` is its number format."""

    value: Value
    format: str = "General"

    @property
    def text(self) -> str:
        """The value as words: equal for 5 and 5.0, and for a date with and without midnight."""
        return plain(self.value)


def typed(cell: Any) -> Typed | None:
    """What stands in a cell of openpyxl; None where it is empty or white. A formula is its words."""
    value = cell.value
    if value is not None and not isinstance(value, Value):
        value = str(getattr(value, "text", None) or value)
    if isinstance(value, str):
        value = _read(value)
        return Typed(value) if value.strip() else None
    return None if value is None else Typed(value, str(cell.number_format))


def plain(value: Value | None) -> str:
    """A value as words."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def reread(value: Value | None) -> str:
    """The words that `typed` finds in a cell that holds this value; empty where it finds nothing."""
    text = _read(value) if isinstance(value, str) else plain(value)
    return text if text.strip() else ""


def defused(text: str) -> str:
    """The text with a `'` before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def undefused(text: str) -> str:
    """What `defused` was given."""
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(_FORMULA) else text


def _read(text: str) -> str:
    return undefused(_BREAK.sub("\n", _ESCAPE.sub(_unescaped, text)))


def _unescaped(found: re.Match[str]) -> str:
    """The character that `_xHHHH_` stands for; left as it is where no cell could hold it."""
    char = chr(int(found[1], 16))
    return found[0] if _UNFIT.match(char) else char
