"""Parameters for a SPARQL text that goes to a server: joined in as data, never pasted over its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_TOKEN: Final = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<iri><[^<>"{}|^`\\\s]*>)
  | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<open>\{)(?!\s*SELECT\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def bound(sparql: str, terms: Mapping[str, str]) -> str:
    """The text with its parameters bound, comments left out.

    Each variable is given its one value at the start of every group, so that filters of every scope see
    it. `terms` are terms in the syntax of SPARQL, already escaped; the texts are the package's own and
    hold no VALUES.
    """
    names, row = " ".join(f"?{name}" for name in terms), " ".join(terms.values())
    data = f"{{ VALUES ({names}) {{ ({row}) }} " if terms else "{ "

    def written(found: re.Match[str]) -> str:
        if found["comment"]:
            return ""
        return data if found["open"] else found[0]

    return _TOKEN.sub(written, sparql)
