"""Running text cut into sentences and clauses; what brackets and titles hold is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_OPAQUE: Final = re.compile(r"《[^《》]{0,200}+》|“[^“”]{0,60}+”|（(?:[^（）]|（[^（）]{0,80}+）){0,300}+）")
_END: Final = re.compile(r"[。！？；]")
_COMMA: Final = re.compile("[，：]")
MASK: Final = "〇"


def masked(text: str) -> str:
    """The text with the insides of 《》, “” and （） blanked, so that no word in them is read."""
    return _OPAQUE.sub(_blanked, text)


def _blanked(found: re.Match[str]) -> str:
    words = found[0]
    return words[0] + MASK * (len(words) - 2) + words[-1]


def sentences(mask: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between 。；！？, the mark left out."""
    return _between(_END, mask, start, end)


def clauses(mask: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of a sentence between commas and colons, the mark left out."""
    return _between(_COMMA, mask, start, end)


def sentence_start(mask: str, position: int, low: int = 0) -> int:
    """Where the sentence begins that holds a position: behind the last 。 or ；, or at `low`."""
    return max(low, mask.rfind("。", low, position) + 1, mask.rfind("；", low, position) + 1)


def sentence_end(mask: str, position: int, high: int) -> int:
    """Where that sentence ends: before the next 。 or ；, or at `high`."""
    ends = [at for mark in "。；" if (at := mask.find(mark, position, high)) >= 0]
    return min(ends, default=high)


def _between(mark: re.Pattern[str], mask: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = start
    for piece in mark.split(mask[start:end]):
        if piece:
            yield low, low + len(piece)
        low += len(piece) + 1
