"""How often the words of a unit stood in the document before: what tells twin statements apart.

Counted over the document's text, not over what was extracted, so that a better reader gives
no statement another one's id. One pass for all units of a document, linear in its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from graph_builder.extract.trie import any_of
from graph_builder.identity import fold
from graph_builder.model import Span

_PREFIX: Final = 6
_SMALL: Final = 20_000_000
"""Up to so many characters compared, one search a head is faster than one expression for all."""


class Occurrences:
    """Places of units in one document's folded text.

    `text` is the source, `document` the document's span in it, `units` and `anchors` the source
    offsets that will be asked for.
    """

    def __init__(
        self, text: str, document: Span, units: Iterable[tuple[int, int]], anchors: Iterable[int] = ()
    ) -> None:
        units = set(units)
        bounds = sorted({*anchors, *(bound for unit in units for bound in unit)})
        self._folded, self._at = _folded(text, document.start, document.end, bounds)
        self._units: dict[tuple[int, int], str] = {}
        heads = {self.unit(low, high)[:_PREFIX] for low, high in units}
        self._heads: dict[str, list[int]] = {head: [] for head in sorted(heads) if head}
        self._places: dict[str, list[int]] = {}
        if self._heads:
            self._index()

    def unit(self, low: int, high: int) -> str:
        """The folded words of the source's `low:high`; one object for all that ask."""
        if (low, high) not in self._units:
            self._units[low, high] = self._folded[self._at[low] : self._at[high]]
        return self._units[low, high]

    def place(self, offset: int) -> int:
        """Where a source offset falls in the folded text."""
        return self._at[offset]

    def before(self, low: int, high: int) -> int:
        """How often the words of `low:high` stand in the document before `low`."""
        unit = self.unit(low, high)
        places = self._places.get(unit)
        if places is None:
            places = [at for at in self._heads.get(unit[:_PREFIX], ()) if self._folded.startswith(unit, at)]
            self._places[unit] = places
        return bisect_left(places, self._at[low])

    def _index(self) -> None:
        if len(self._heads) * len(self._folded) < _SMALL:
            for head, places in self._heads.items():
                at = self._folded.find(head)
                while at >= 0:
                    places.append(at)
                    at = self._folded.find(head, at + 1)
            return
        sizes = sorted({len(head) for head in self._heads})
        for found in re.finditer(f"(?={any_of(self._heads)})", self._folded):
            for size in sizes:
                head = self._folded[found.start() : found.start() + size]
                if head in self._heads:
                    self._heads[head].append(found.start())


def _folded(text: str, start: int, end: int, bounds: list[int]) -> tuple[str, dict[int, int]]:
    """The folded text and where in it each source offset of `bounds` falls."""
    pieces, at, length, low = [], {}, 0, start
    for bound in [*bounds, end]:
        piece = fold(text[low:bound])
        pieces.append(piece)
        length += len(piece)
        at[bound] = length
        low = max(low, bound)
    return "".join(pieces), at
