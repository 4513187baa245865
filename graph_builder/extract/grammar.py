"""The patterns of patterns.yaml: expressions over letters, the same for every kind of clause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from graph_builder.errors import DataError
from graph_builder.extract.vocabulary import read_data

_PIECE: Final = re.compile(r"<(?P<group>\w+)>|(?P<word>\w+)|(?P<sign>[()|?*+])|(?P<space>\s+)")
_END: Final = "(?=[czoqsxl]|$)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One rule over letters; `needs_bodies` asks that every item of its list looks like a body.

    `role` names the group whose word gives the role, `bodies` the group that is the list.
    """

    id: str
    expression: re.Pattern[str]
    role: str
    bodies: str
    needs_bodies: bool


@cache
def patterns() -> tuple[Pattern, ...]:
    """The rules of patterns.yaml, compiled to expressions over letters."""
    return tuple(
        _pattern(entry["id"], expression(entry["pattern"]), entry["role"], entry.get("bodies") == "all")
        for entry in read_data("patterns.yaml")["patterns"]
    )


def _pattern(name: str, compiled: re.Pattern[str], role: str, needs_bodies: bool) -> Pattern:
    bodies = next((group for group in ("labelled", "lists", "list") if group in compiled.groupindex), None)
    if bodies is None or role not in compiled.groupindex:
        raise DataError(f"patterns.yaml: {name}: needs a list and a <{role}>")
    return Pattern(name, compiled, role, bodies, needs_bodies)


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """A pattern, or its first pieces, as an expression over letters; DataError for an unknown name."""
    data = read_data("patterns.yaml")
    letters: Mapping[str, str] = {**data["letters"], "END": _END}
    run = _spelled(data["groups"]["list"], letters, {})
    free = f"(?>{run})(?![ac]*v|a*[wu])"
    groups = {
        "list": run,
        "lists": f"{run}(?:c{run})*",
        "others": run,
        "labelled": f"(?>(?>{run})(?:c{free})*)(?!a*[vw])",
        "duty": "n[nse]*",
        "verb": "v",
        "with": "w",
        "label": "l",
    }
    return re.compile(_spelled(pattern, letters, groups))


def _spelled(pattern: str, letters: Mapping[str, str], groups: Mapping[str, str]) -> str:
    """A pattern's names written as letters."""
    out: list[str] = []
    position = 0
    while position < len(pattern):
        piece = _PIECE.match(pattern, position)
        if not piece or not _known(piece, letters, groups):
            raise DataError(f"patterns.yaml: {pattern!r}: nothing is called {pattern[position:][:20]!r}")
        out.append(_written(piece, letters, groups))
        position = piece.end()
    return "".join(out)


def _known(piece: re.Match[str], letters: Mapping[str, str], groups: Mapping[str, str]) -> bool:
    if piece["group"]:
        return piece["group"] in groups
    return not piece["word"] or piece["word"] in letters


def _written(piece: re.Match[str], letters: Mapping[str, str], groups: Mapping[str, str]) -> str:
    if piece["group"]:
        return f"(?P<{piece['group']}>{groups[piece['group']]})"
    if piece["word"]:
        return letters[piece["word"]]
    return (piece["sign"] or "").replace("(", "(?:")
