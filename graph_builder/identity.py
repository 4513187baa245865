"""Every id of the graph is minted here, from what a document says, never from where a reader found it.

`fold` writes a text so that an IRI segment can hold it and that width, shape of brackets and
white space make no difference. Reading may fold more; ids never do.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

_OPEN: Final = "([{〔［｛【〖〘「『"
_CLOSE: Final = ")]}〕］｝】〗〙」』"
_UNSAFE: Final = '"<>\\^|/#?%`!;:,'
_PLANES: Final = "".join(f"{chr(n << 16)}-{chr((n << 16) + 0xFFFD)}" for n in range(1, 14))
_FORMAT: Final = (
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_DROPPED: Final = re.compile(
    rf"[^!-~\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}\U000e1000-\U000efffd]|[\s{_FORMAT}]"
)
_PLAIN: Final = "0-9A-Za-z\u4e00-\u9fff〇（）《》“”、，。；：！？—·.*+$_~％／-"
_FOLDED: Final = re.compile(f"[{_PLAIN}]*")
_OTHER: Final = re.compile(f"[^{_PLAIN}]+")
_YEAR: Final = re.compile(r"（(\d{4})）")
_TABLE: Final = str.maketrans(
    {
        **dict.fromkeys(_OPEN, "（"),
        **dict.fromkeys(_CLOSE, "）"),
        **{char: chr(ord(char) + 0xFEE0) for char in _UNSAFE},
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)
_COMMON: Final = [(shape, shape.translate(_TABLE)) for shape in "〔〕(),:;%/"]


def fold(text: str) -> str:
    """The text as an id holds it: no white space or controls, brackets （）, safe for an IRI segment, NFC."""
    words = "".join(text.split())
    if _FOLDED.fullmatch(words):  # as most names stand
        return words
    for shape, folded in _COMMON:  # for Chinese, far faster than str.translate
        words = words.replace(shape, folded)
    if _FOLDED.fullmatch(words):
        return words
    return unicodedata.normalize("NFC", _OTHER.sub(_shaped, words))


def _shaped(found: re.Match[str]) -> str:
    return _DROPPED.sub("", found[0].translate(_TABLE))


def fold_number(number: str) -> str:
    """A document number (文号) as an id holds it: folded, its year in 〔〕."""
    return _YEAR.sub(r"〔\1〕", fold(number), count=1)


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def source_id(text: str) -> str:
    """Id of a source, from its decoded text: the same words in another encoding are the same source."""
    return f"source/{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def span_id(source: str, start: int, end: int) -> str:
    """Id of a stretch of a source, half-open code points (RFC 5147 form)."""
    return f"{source}#char={start},{end}"


def document_key(place: str, number: str | None, issuer: str | None, date: str | None, title: str) -> str:
    """What identifies a document: place and 文号, or where it bears none, issuer, date and title."""
    if number:
        return f"{fold(place)}/{fold_number(number)}"
    return f"{fold(place)}/{fold(issuer or '-')}/{date or '-'}/{fold(title) or '-'}"


def document_id(place: str, number: str | None, issuer: str | None, date: str | None, title: str) -> str:
    """Id of a document that was read."""
    return f"doc/{document_key(place, number, issuer, date, title)}"


def other_title_id(document: str, title: str) -> str:
    """Id of a document whose number and place another one with another title already bears."""
    return f"{document}~{title_digest(title)[:6]}"


def title_digest(title: str) -> str:
    """Digest that decides which of two documents keeps an id that both claim (the smaller one)."""
    return hashlib.sha256(fold(title).encode()).hexdigest()


@lru_cache(maxsize=64)
def _unit_digest(document: str, unit: str) -> hashlib._Hash:
    """The digest so far of a statement's document and unit; a long sentence bears many statements."""
    return hashlib.sha256(f"{document}\x1f{fold(unit)}\x1f".encode())


def statement_id(document: str, unit: str, occurrence: int, anchor: int) -> str:
    """Id of a statement.

    `unit` is the text of the bracket, row, line or sentence that holds it (never the extracted
    span), `occurrence` how often its folded form stood earlier in the document, `anchor` the
    offset, in the folded unit, of the role word whose reading makes the statement.
    """
    digest = _unit_digest(document, unit).copy()
    digest.update(f"{occurrence}\x1f{anchor}".encode())
    return digest.hexdigest()[:16]


def word_id(document: str, sentence: str, anchor: int) -> str:
    """Id of the question what a role word means: from its sentence and its offset in the folded sentence."""
    return f"word/{_digest(document, fold(sentence), anchor)[:16]}"


def matter_id(task: str, other: str) -> str:
    """Id of the question whether two statements order the same matter, in either order."""
    return f"matter/{'/'.join(sorted((task, other)))}"


def task_id(statement: str) -> str:
    """Id of the one task that a statement orders."""
    return f"task/{statement}"


def assignment_id(statement: str, role: str, surface: str) -> str:
    """Id of an assignment; the agency meant is a property of it and no part of the id."""
    return f"assignment/{statement}/{role}/{fold(surface)}"


def delegation_id(statement: str, delegator: str, delegate: str) -> str:
    """Id of a delegation, from the two surfaces."""
    return f"delegation/{statement}/{fold(delegator)}/{fold(delegate)}"


def membership_id(statement: str, role: str, surface: str, post: str | None) -> str:
    """Id of a seat in a group."""
    return f"membership/{statement}/{role}/{fold(surface)}/{fold(post or '-')}"


def citation_id(document: str, number: str | None, title: str | None) -> str:
    """Id of a citation: the citing document and what it cites."""
    return f"citation/{document}/{fold_number(number) if number else fold(title or '-')}"


def cited_id(number: str | None, title: str | None) -> str:
    """Id of a document that is only cited and was never read."""
    return f"cited/{fold_number(number) if number else fold(title or '-')}"


def agency_id(canonical: str) -> str:
    """Id of a resolved agency."""
    return f"agency/{fold(canonical)}"


def collective_id(canonical: str) -> str:
    """Id of a class of bodies named as one addressee."""
    return f"collective/{fold(canonical)}"


def body_id(document: str, surface: str) -> str:
    """Id of a body that no layer resolved: bound to its document, so that two 办公室 never merge."""
    return f"body/{document}/{fold(surface)}"


def name_id(agency: str, kind: str, text: str) -> str:
    """Id of one name of one bearer."""
    return f"name/{agency}/{kind}/{fold(text)}"


def division_id(code: str) -> str:
    """Id of an administrative division by its GB/T 2260 code."""
    return f"division/{code}"


def link_id(kind: str, a: str, b: str) -> str:
    """Id of an asserted link between two things: short, for it says no more than its kind and ends."""
    return _digest(kind, a, b)[:20]


def derived_id(kind: str, a: str, b: str, basis: str) -> str:
    """Id of a derived edge."""
    return f"{kind}/{a}/{b}/{basis}"


class Repeats:
    """Gives an id that was minted before its ordinal: `x`, `x/2`, `x/3`, in source order."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def distinct(self, minted: str) -> str:
        """`minted` the first time, then with /2, /3 …"""
        self._seen[minted] += 1
        count = self._seen[minted]
        return minted if count == 1 else f"{minted}/{count}"
