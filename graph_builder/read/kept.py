"""Lines of a document to a `Source`: the text that is kept, and where each page starts in it.

Readers give lines in reading order: a paragraph or a table row each, the row's cells parted by tabs. A
`PAGE` mark in a line says that a page starts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from graph_builder.errors import InputError
from graph_builder.identity import source_id
from graph_builder.model import Source

PAGE: Final = "\f"
LONGEST: Final = 60_000_000
"""Characters of a text; some 70,000 pages."""

RECOGNISE: Final = "请先做文字识别（OCR）"
LOCKED: Final = "加了密；请去掉密码，重新保存"
"""What readers of several forms say of a file without text and of one with a password."""

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\x85\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]"
)
_BLANK: Final = re.compile("[ \xa0\r\n]+")


def keep(name: str, lines: Iterable[str], form: str, *, paged: bool = False) -> Source:
    """The source that these lines make; `form` stands where the encoding of a text stands.

    Without any `PAGE` mark the pages are unknown, unless it is `paged`: then all of it is one page.

    Raises:
        InputError: the text is longer than `LONGEST`, or there is none.
    """
    parts: list[str] = []
    length = 0
    for line in lines:
        parts.append(_INVISIBLE.sub("", line).rstrip(" \t"))
        length += len(parts[-1]) + 1
        if length > LONGEST:
            raise InputError(f"{name}：超过 {LONGEST:,} 字；请分成几份")
    pieces = "\n".join([*parts, ""]).split(PAGE)
    text = "".join(pieces)
    if not text.strip():
        raise InputError(f"{name}：里面没有文字；如果是扫描件，{RECOGNISE}")
    starts = tuple(accumulate(map(len, pieces[:-1]), initial=0))
    return Source(name, text, form, source_id(text), pages=starts if paged or len(starts) > 1 else ())


def spaced(text: str) -> str:
    """The text with line breaks and runs of blanks as one blank each, none at its ends."""
    return _BLANK.sub(" ", text).strip(" ")


def row(cells: Sequence[str]) -> str:
    """One line of a table: cells parted by tabs, a tab or line break inside a cell a blank."""
    return "\t".join(spaced(cell.replace("\t", " ")) for cell in cells)
