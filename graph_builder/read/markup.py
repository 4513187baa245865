"""A page's markup cut down to what reading needs, in time linear in its length however broken it is.

HTML parsers take quadratic time over elements with thousands of attributes, and give up below some depth. So
only the elements and attributes that matter reach the parser.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

_TAG: Final = re.compile(r"<(?:(!--)|([!?])|(/?)([a-zA-Z][^\s/>]{0,40}))")
_ATTRIBUTE: Final = re.compile(
    r"""[\s/]*+([^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']?[^\s>]*+)))?+"""
)
_KEPT: Final = frozenset(["rowspan", "colspan", "hidden", "style", "start"])
_VALUE: Final = 200


@dataclass(frozen=True, slots=True)
class Markup:
    """Which elements are kept; of `raw` ones not even what stands in them, of others only the text."""

    kept: Collection[str]
    raw: Collection[str]

    def clean(self, page: str) -> str:
        """The page with the kept elements only; its text escaped anew."""
        return "".join(self._pieces(page))

    def _pieces(self, page: str) -> Iterator[str]:
        at = 0
        while tag := _TAG.search(page, at):
            yield _escaped(page[at : tag.start()])
            comment, declaration, closing, name = tag.groups()
            if comment:
                at = _after(page, "-->", tag.end())
            elif declaration or closing:
                at = _after(page, ">", tag.end())
            else:
                at, attributes = _attributes(page, tag.end())
            name = (name or "").lower()
            if name in self.kept and at <= len(page):
                yield f"</{name}>" if closing else f"<{name}{attributes}>"
            elif name in self.raw and not closing:
                at = _raw_end(page, name, at)
        yield _escaped(page[at:])


def _after(page: str, end: str, at: int) -> int:
    found = page.find(end, at)
    return len(page) + 1 if found < 0 else found + len(end)


def _attributes(page: str, at: int) -> tuple[int, str]:
    """Where a start tag ends (past the page where it does not), and its attributes that are kept."""
    kept: dict[str, str] = {}
    while found := _ATTRIBUTE.match(page, at):
        at = found.end()
        name, *values = found.groups()
        if name.lower() in _KEPT:
            kept.setdefault(name.lower(), next((value for value in values if value), "")[:_VALUE])
    return _after(page, ">", at), "".join(f' {name}="{html.escape(value)}"' for name, value in kept.items())


def _raw_end(page: str, name: str, at: int) -> int:
    found = re.compile(f"</{name}[\\s/>]", re.IGNORECASE).search(page, at)
    return _after(page, ">", found.start()) if found else len(page) + 1


def _escaped(text: str) -> str:
    return html.escape(html.unescape(text), quote=False)
