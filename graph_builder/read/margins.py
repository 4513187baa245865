"""Running titles and page numbers: what stands in the margins of printed pages, left out of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graph_builder.read.pdf_page import Piece


@dataclass(frozen=True, slots=True)
class Rules:
    """What `margins.yaml` says."""

    zone: float
    lines: int
    pages: int
    share: float
    always: re.Pattern[str]
    never: re.Pattern[str]


@cache
def data() -> dict[str, Any]:
    """`margins.yaml` as it stands."""
    found: dict[str, Any] = yaml.safe_load(
        files("graph_builder.read").joinpath("margins.yaml").read_text("utf-8")
    )
    return found


@cache
def rules() -> Rules:
    """The rules, read once."""
    found = data()
    always, never = ("|".join(f"(?:{one})" for one in found[name]) for name in ("always", "never"))
    return Rules(
        found["zone"], found["lines"], found["pages"], found["share"], re.compile(always), re.compile(never)
    )


def without_margins(pages: Sequence[Sequence[Piece]], heights: Sequence[float]) -> list[list[Piece]]:
    """The pages without the lines that repeat at their ends or only number them."""
    known = rules()
    ends = [_ends(page, height, known) for page, height in zip(pages, heights, strict=True)]
    counts = Counter(key for page in ends for key in set(page.values()))
    enough = max(known.pages, known.share * len(pages))
    return [
        [piece for piece in page if not _is_margin(piece, of.get(id(piece)), counts, enough)]
        for page, of in zip(pages, ends, strict=True)
    ]


def _ends(page: Sequence[Piece], height: float, known: Rules) -> dict[int, str]:
    """The lines in the margins by their identity, each as it is compared with those of other pages."""
    ordered = sorted((piece for piece in page if not piece.cells), key=lambda piece: -piece.box.top)
    top = [one for one in ordered[: known.lines] if one.box.bottom > (1 - known.zone) * height]
    bottom = [one for one in ordered[-known.lines :] if one.box.top < known.zone * height]
    return {
        id(one): f"{end} {_folded(one.text)}"
        for end, found in (("top", top), ("bottom", bottom))
        for one in found
    }


def _folded(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split()))


def _is_margin(piece: Piece, key: str | None, counts: Counter[str], enough: float) -> bool:
    if key is None:
        return False
    known = rules()
    if known.always.fullmatch(piece.text):
        return True
    return counts[key] >= enough and not known.never.match(piece.text)
