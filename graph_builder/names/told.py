"""Where a document is from whose issuer does not say it: 省人民政府, 市教委, 区人民政府办公室."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from graph_builder.model import Document
from graph_builder.names.divisions import Divisions, Place, named_place
from graph_builder.names.lexicon import read_data
from graph_builder.names.surface import Heads, clean, last_unit

_LEVELS: Final = {"省": "省区", "市": "市", "县": "县", "区": "区", "州": "州", "盟": "盟", "旗": "旗"}
_SENT: Final = re.compile(r"^.*?(?:关于|印发|转发|公布|发布|成立|建立|设立|调整|做好|下达|加强|同意)+《?")
_SENDS: Final = re.compile(r"现将《([^《》]{6,80})》")
_OWN: Final = re.compile("[我全本]([市县区州盟旗])|([市县区州盟旗])(?:委、|政府|人民政府|直)")
_TITLES: Final = re.compile(r"《([^《》]{6,80})》")
_LENGTHS: Final = range(3, 9)  # shorter ones (城区, 矿区) are words too
_OPENING: Final = 2000
_CLOSING: Final = 300


def told_place(divisions: Divisions, heads: Heads, document: Document, text: str, front: str) -> Place | None:
    """The place that a relative issuer means: by the document's titles, its number, its only place name.

    `text` is the document's without white space, `front` how its source begins. A document without an
    issuer is from the place of what it sends out. None where nothing settles it.
    """
    letter = clean(document.issuer or "")[:1]
    if not letter:
        sent = _SENDS.search(text[:_OPENING])
        return (_head(divisions, heads, sent[1]) if sent else None) or _spoken_of(divisions, front)
    if letter not in _LEVELS:
        return None
    for title in _titles(document, text):
        found = _head(divisions, heads, title)
        if found and _fits(found, letter):
            return found
    return _by_number(divisions, letter, document.number or "") or _only_one(
        divisions, letter, f"{front}。{text[:_OPENING]}。{text[-_CLOSING:]}"
    )


def _titles(document: Document, text: str) -> Iterator[str]:
    """Titles that may begin with the place: of the document, of what it sends out, those it names first."""
    yield _SENT.sub("", clean(document.title))
    yield clean(document.instrument or "")
    yield from _TITLES.findall(text[:_OPENING])


def _head(divisions: Divisions, heads: Heads, title: str) -> Place | None:
    if found := divisions.head(title):
        return found[0]
    unlisted = next((head for head in heads.of(title) if head.kind == "unlisted"), None)
    return named_place(last_unit(unlisted.text)) if unlisted else None


def _fits(place: Place, letter: str) -> bool:
    province = place.level == "province" and not place.municipality
    return place.name[-1] in _LEVELS[letter] and province == (letter == "省")


def _by_number(divisions: Divisions, letter: str, number: str) -> Place | None:
    """The province whose sign heads the number (鄂政发); cities have the same signs, so only at its level."""
    name = _signs().get(number[:1])
    place = divisions.find(name) if name else None
    fits = place and (letter == "省" or (letter == "市" and place.municipality))
    return place if fits else None


@cache
def _signs() -> dict[str, str]:
    signs: dict[str, str] = read_data("signs.yaml")
    return signs


def _only_one(divisions: Divisions, letter: str, shown: str) -> Place | None:
    """The only place of the level that the words name in full."""
    named = (divisions.find(name) for name in _names(shown, _LEVELS[letter]))
    found = {place.name: place for place in named if place and _fits(place, letter)}
    cities = {name: place for name, place in found.items() if place.level != "county"}
    kept = cities if letter == "市" and cities else found
    return next(iter(kept.values())) if len(kept) == 1 else None


def _spoken_of(divisions: Divisions, front: str) -> Place | None:
    """The place that a text without an issuer calls 我市, 全县 and names once in full."""
    own = _OWN.search(front)
    return _only_one(divisions, own[1] or own[2], front) if own else None


def _names(text: str, letters: str) -> Iterator[str]:
    """What may be a full name: all stretches of a fit length that end in one of the letters."""
    for end in (match.end() for match in re.finditer(f"[{letters}]", text)):
        for length in _LENGTHS:
            yield text[max(0, end - length) : end]
