"""A text without its white space, and the way back.

Line wraps, page breaks and blanks inside names vanish, so a rule sees the words as a
reader does. Characters that a rule may meet in several shapes (half- and full-width
punctuation, brackets, digits) are folded to one. Folding is one character to one, so a
position in the view names one character of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Final

from graph_builder.model import Span

_SHAPES: Final = {
    **{chr(0xFF10 + i): chr(0x30 + i) for i in range(10)},
    **dict.fromkeys("(〔[［【", "（"),
    **dict.fromkeys(")〕]］】", "）"),
    ",": "，",
    ";": "；",
    ":": "：",
    "!": "！",
    "?": "？",
    "｡": "。",
    "､": "、",
    "﹑": "、",
    "．": ".",
    "﹒": ".",
}
_RUN: Final = re.compile(r"\S+")
_ODD: Final = re.compile(f"[{re.escape(''.join(_SHAPES))}]")


@dataclass(frozen=True)
class View:
    """`text` is the folded source from `span` without white space; positions map back by `span()`.

    `breaks` are the positions before which white space stood in the source.
    """

    text: str
    starts: tuple[int, ...] = field(repr=False)
    sources: tuple[int, ...] = field(repr=False)
    breaks: frozenset[int] = field(repr=False)

    @classmethod
    def of(cls, text: str, start: int = 0, end: int | None = None) -> View:
        """View `text[start:end]`; cost is linear in its length."""
        stop = len(text) if end is None else end
        return cls._of(fold_shapes(text[start:stop]), _RUN.finditer(text, start, stop))

    @classmethod
    def of_folded(cls, text: str, start: int, end: int) -> View:
        """The same of a text that `fold_shapes` made."""
        return cls._of(text[start:end], _RUN.finditer(text, start, end))

    @classmethod
    def joined(cls, views: Sequence[View]) -> View:
        """Views of one source as one, one behind the other."""
        ends = accumulate((len(view.text) for view in views), initial=0)
        starts = [end + start for end, view in zip(ends, views, strict=False) for start in view.starts]
        sources = chain.from_iterable([view.sources for view in views])
        return cls("".join([view.text for view in views]), tuple(starts), tuple(sources), frozenset(starts))

    @classmethod
    def _of(cls, folded: str, places: Iterator[re.Match[str]]) -> View:
        runs = folded.split()
        starts = tuple(accumulate(map(len, runs), initial=0))[:-1]
        return cls("".join(runs), starts, tuple(map(re.Match.start, places)), frozenset(starts))

    def offset(self, position: int) -> int:
        """Source offset of the character at `position` of the view."""
        run = bisect_right(self.starts, position) - 1
        return self.sources[run] + position - self.starts[run]

    def span(self, start: int, end: int) -> Span:
        """Source span of the view's characters `start:end` (at least one)."""
        run = bisect_right(self.starts, start) - 1
        shift = self.sources[run] - self.starts[run]
        if run + 1 == len(self.starts) or end <= self.starts[run + 1]:  # no white space between them
            return Span(start + shift, end + shift)
        return Span(start + shift, self.offset(end - 1) + 1)

    def position(self, offset: int) -> int:
        """Position in the view of the first character at or after source `offset`."""
        run = bisect_right(self.sources, offset) - 1
        if run < 0:
            return 0
        inside = self.starts[run] + offset - self.sources[run]
        end = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
        return inside if inside < end else end


def fold_shapes(text: str) -> str:
    """The text with each character in its one shape, at the place where it stood."""
    if not _ODD.search(text):
        return text
    for shape, folded in _SHAPES.items():  # for Chinese, far faster than str.translate
        text = text.replace(shape, folded)
    return text


def squeeze(text: str) -> str:
    """The text without white space, otherwise as it stands."""
    return "".join(text.split())
