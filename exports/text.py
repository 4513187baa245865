"""Words of documents as cells of a table: hostile until made harmless, and never silently changed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

from graph_builder.corrections.cells import defused, undefused
from graph_builder.lookup import Lookup
from graph_builder.model import Span
from graph_builder.view import squeeze

__all__ = ["REPLACEMENT", "Places", "clean", "defused", "one_line", "undefused"]

REPLACEMENT: Final = "\ufffd"
"""Stands where a character stood that a format cannot hold."""

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SENTENCE: Final = re.compile(r"[。；！？\n]")
_BREAK: Final = re.compile(r"\r\n?|\n")
_CONTEXT: Final = 80


def clean(text: str) -> str:
    """The text with characters that XML, CSV readers and databases refuse replaced by `REPLACEMENT`."""
    return _ILLEGAL.sub(REPLACEMENT, text)


def one_line(text: str) -> str:
    """A quote for a cell: without the white space that line wraps left, table cells parted by ｜."""
    return "｜".join(squeeze(cell) for cell in text.split("\t"))


class Places:
    """Where spans stand, for people: pages, line numbers and the sentence around a word."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._breaks: dict[str, list[int]] = {}

    def line(self, source: str, offset: int) -> int:
        """Line number of an offset, from 1."""
        if source not in self._breaks:
            text = self._lookup.sources[source].text
            self._breaks[source] = [hit.start() for hit in _BREAK.finditer(text)]
        return bisect_left(self._breaks[source], offset) + 1

    def place(self, source: str, offset: int) -> int | str:
        """Line number of an offset; `第3页第41行` in a source whose pages are known."""
        pages, line = self._lookup.sources[source].pages, self.line(source, offset)
        return f"第{bisect_right(pages, offset)}页第{line}行" if pages else line

    def quote(self, source: str, span: Span) -> str:
        """The words of a span on one line."""
        return one_line(self._lookup.quote(source, span))

    def sentence(self, source: str, span: Span) -> str:
        """The words around a span up to the ends of its sentence or line, at most some 80 characters away."""
        text = self._lookup.sources[source].text
        before = text[max(0, span.start - _CONTEXT) : span.start]
        after = text[span.end : span.end + _CONTEXT]
        start = max((hit.end() for hit in _SENTENCE.finditer(before)), default=0)
        end = _SENTENCE.search(after)
        return one_line(before[start:] + text[span.start : span.end] + after[: end.end() if end else None])
