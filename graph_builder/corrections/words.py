"""Ids of role words: from their sentence, so that an answer finds its question again in an edited source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from graph_builder.identity import Repeats, fold, word_id
from graph_builder.model import Fate, Span

_END: Final = re.compile(r"[。；！？]|\n[ \t\u3000\r]*\n")
_CONTEXT: Final = 200


def word_ids(text: str, fates: Iterable[Fate]) -> Mapping[Span, str]:
    """Place of each role word of one document -> its id; `text` is that of the source."""
    repeats = Repeats()
    found: dict[Span, str] = {}
    for fate in sorted(fates, key=lambda one: (one.span.start, one.span.end)):
        start, end = _sentence(text, fate.span)
        anchor = len(fold(text[start : fate.span.start]))
        if fate.span not in found:
            found[fate.span] = repeats.distinct(word_id(fate.document, text[start:end], anchor))
    return found


def _sentence(text: str, span: Span) -> tuple[int, int]:
    """From the end of the sentence before to the end of this one, at most 200 characters either way."""
    low, high = max(0, span.start - _CONTEXT), min(len(text), span.end + _CONTEXT)
    start = max((found.end() for found in _END.finditer(text, low, span.start)), default=low)
    end = _END.search(text, span.end, high)
    return start, end.start() if end else high
