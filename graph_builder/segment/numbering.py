"""Heading numbers at the start of a line: 第二章, 第四条, 一、, （一）, 1., （1）, ①, 一是, 1.1, 附件1."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple

from graph_builder.segment.lines import Line
from graph_builder.segment.vocabulary import HAN, data, number_value
from graph_builder.view import View

_FILE: Final = "numbering.yaml"
_HAN, _DIGITS = "一二三四五六七八九十", "0123456789"
_CIRCLES: Final = "".join(chr(ord("①") + i) for i in range(20))
_NUMBERS: Final = {
    "{han}": (f"(?P<n>{HAN})", _HAN),
    "{int}": (r"(?P<n>\d{1,2})", _DIGITS),
    "{circle}": ("(?P<n>[①-⑳])", _CIRCLES),
}
_FIRST: Final = frozenset(f"第（{_HAN}{_DIGITS}{_CIRCLES}")
_REFERENCE: Final = re.compile(
    r"项(?!目)|款(?!项)|目(?!标|录|的|前)|条(?!件|例|款)|规定的|所列|所称|所述|[和至、及或与](?=[（第])"
)
_JOINED: Final = re.compile("[和至、及中或与的]")
_YEAR: Final = re.compile(r"(?:19|20)\d\d年")
_DECIMAL: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})\.?(?=[^\d.%])")
_TOP: Final = re.compile(r"(\d{1,2})(?=[\u4e00-\u9fff])")
_MEASURE: Final = re.compile(r"\d+(?:\.\d+)?(?![\d年月日天])")
_LONGEST_TOP: Final = 25
_SKIP: Final = 3
_WINDOW: Final = 40


@dataclass(frozen=True, slots=True)
class Style:
    """One way of numbering; see numbering.yaml for what its fields mean. `rank` 0 is none.

    `first` holds the characters that it may begin with.
    """

    id: str
    form: re.Pattern[str]
    first: str
    rank: int = 0
    weak: bool = False
    own: bool = False
    spaced: bool = False
    bare: bool = False


class Mark(NamedTuple):
    """A heading number: its style and value, how a path writes it, how many raw characters it takes."""

    style: str
    value: int
    path: str
    width: int
    rank: int = 0
    weak: bool = False
    own: bool = False

    def ends(self, other: Mark) -> bool:
        """Whether an item of `other` is over where this one begins."""
        if self.style == other.style:
            return True
        return bool(self.rank) and (not other.rank or other.rank > self.rank)


@dataclass(slots=True)
class Sequence:
    """The numbers seen so far, by style; `decimal` when the text numbers its headings 1, 1.1, 1.1.1."""

    decimal: bool = False
    last: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: list[Line]) -> Sequence:
        """Ready for a text: it is decimal when a line begins with 1.1 and another with a next such number."""
        numbered = [line.tight for line in lines if line.tight[:1].isdecimal()]
        starts = [match[1] for match in map(_decimal, numbered) if match]
        return cls("1.1" in starts and len(set(starts)) > 2)

    def fits(self, mark: Mark) -> bool:
        """Whether a number begins a list or goes on with one."""
        last = self.last.get(mark.style, 0)
        return mark.value == 1 or last < mark.value <= last + _SKIP

    def seen(self, mark: Mark) -> None:
        """Take note of a number."""
        self.last[mark.style] = mark.value

    def restart(self) -> None:
        """Forget the numbers: an annex begins."""
        self.last.clear()


@cache
def styles() -> tuple[Style, ...]:
    """The styles of numbering.yaml."""
    return tuple(_style(entry) for entry in data(_FILE)["styles"])


@cache
def _beginning(first: str) -> tuple[Style, ...]:
    """The styles whose form may begin with a character."""
    return tuple(style for style in styles() if first in style.first)


def _style(entry: dict[str, Any]) -> Style:
    form = str(entry["form"]).replace(".", "[.、]")
    first = next((chars for name, (_, chars) in _NUMBERS.items() if form.startswith(name)), form[0])
    for name, (expression, _) in _NUMBERS.items():
        form = form.replace(name, expression)
    if entry["id"] == "article":
        form += "(?:之[一二三四五六七八九十]{1,2})?"
    flags = {name: bool(entry.get(name)) for name in ("weak", "own", "spaced")}
    return Style(
        entry["id"],
        re.compile(form),
        first,
        int(entry.get("rank", 0)),
        bare=entry["id"] in ("han", "int"),
        **flags,
    )


def heading_of(line: Line, sequence: Sequence, ended: bool) -> Mark | None:
    """The number that heads an item on this line, else None.

    `ended` says that the text before is complete; in mid-sentence only the next number of its style is one.
    """
    tight = (line.tight or View.of(line.text[:_WINDOW]).text).lstrip("*#")
    if not tight or tight[0] not in _FIRST:
        return None
    mark = _decimal_mark(line, tight, sequence) if sequence.decimal else None
    mark = mark or _mark(line, tight, ended)
    if mark and (mark.weak or not ended) and not sequence.fits(mark):
        return None
    return mark


def _mark(line: Line, tight: str, ended: bool) -> Mark | None:
    for style in _beginning(tight[0]):
        match = style.form.match(tight)
        if not match:
            continue
        width = _raw_width(line.text, match.end())
        if _heads(style, tight[match.end() :], line.text[width - 1].isspace(), ended):
            number = match["n"]
            value = ord(number) - ord("①") + 1 if style.id == "circle" else number_value(number)
            path = number if style.bare else match.group()
            return Mark(style.id, value or 0, path, width, style.rank, style.weak, style.own)
    return None


def _heads(style: Style, rest: str, blank: bool, ended: bool) -> bool:
    """Whether the rest of the line lets a number be one of a heading, and not of a reference or a measure.

    `blank` says that white space stands between them.
    """
    if not rest:
        return False
    if style.spaced and not blank:
        return False
    if style.weak:
        return blank or not (style.bare and rest[0].isdecimal()) or bool(_YEAR.match(rest))
    if _REFERENCE.match(rest):
        return False
    return not (_JOINED.match(rest) and not blank and (style.rank or not ended)) or style.id == "han"


def _decimal(tight: str) -> re.Match[str] | None:
    match = _DECIMAL.match(tight)
    return None if match and tight.startswith(_units(), match.end()) else match


@cache
def _units() -> tuple[str, ...]:
    return tuple(data(_FILE)["units"]["words"])


def measures(text: str) -> bool:
    """Whether a line begins with a measure (2.5万头, 24处), as none but the rest of a sentence does."""
    match = _MEASURE.match(text)
    return bool(match) and text.startswith(_units(), match.end() if match else 0)


def _decimal_mark(line: Line, tight: str, sequence: Sequence) -> Mark | None:
    """1.1 and below, and the 1 above them where it goes on with the last."""
    match = _decimal(tight)
    if match:
        parts = match[1].split(".")
        width = _raw_width(line.text, match.end())
        return Mark(f"decimal-{len(parts)}", int(parts[-1]), match[1], width, 10 + len(parts))
    top = _TOP.match(tight)
    if not top or len(tight) > _LONGEST_TOP or re.search("[，。；：]", tight):
        return None
    mark = Mark("decimal-1", int(top[1]), top[1], _raw_width(line.text, top.end()), 11)
    expected = sequence.last.get("decimal-1", 0) + 1
    return mark if mark.value == expected else None


def _raw_width(text: str, count: int) -> int:
    """How many raw characters hold the first `count` that are not white space, with what is round them."""
    at = len(text) - len(text.lstrip(" \t\u3000*#"))
    for _ in range(count):
        while text[at].isspace():
            at += 1
        at += 1
    while at < len(text) and text[at].isspace():
        at += 1
    return at


@cache
def _annex() -> re.Pattern[str]:
    names = "|".join(data(_FILE)["annexes"]["words"])
    return re.compile(rf"(?P<path>(?:{names})(?:\d{{1,2}}(?:-\d{{1,2}})?|{HAN}|[A-Z])?)(?P<rest>.*)$")


def annex_of(line: Line, signed: bool) -> str | None:
    """Path segment of an annex that begins on this line; `signed` says that the signature stands above."""
    match = (
        _annex().match(line.tight.strip("*#【】")) if line.tight.startswith(("附", "*", "#", "【")) else None
    )
    if not match:
        return None
    rest = match["rest"]
    if rest in ("", "：", ":"):
        return match["path"]
    parted = re.match(r"附\s*[件表录图]\s*[\dA-Z一二三四五六七八九十-]*[\s：:]", line.bare)
    titled = signed and parted and match["path"][2:] and len(rest) <= 60 and not re.search("[。；]", rest)
    return match["path"] if titled else None
