"""The numbers that Word puts before paragraphs by itself: 一、（一）1. and so on, counted as Word does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

_HIGHEST: Final = 9999
_PLACE: Final = re.compile(r"%([1-9])")
_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = dict(zip("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟", strict=True))
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def counting(number: int) -> str:
    """A number below 10,000 in Chinese as headings write it: 十, 十二, 二十, 一百零五."""
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + name
        gap = not digit
    return words.removeprefix("一") if 10 <= number < 20 else words


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        words += letters * (number // value)
        number %= value
    return words


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from(first: str, last: int) -> Callable[[int], str]:
    """Numbers that are one character each, from `first` on, decimal past the last."""
    return lambda number: chr(ord(first) + number - 1) if number <= last else str(number)


def _of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


_LIKE_COUNTING: Final = (
    "chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "taiwaneseCounting",
    "japaneseCounting", "ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand",
)  # fmt: skip
_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    **dict.fromkeys(_LIKE_COUNTING, counting),
    "chineseLegalSimplified": lambda number: "".join(_LEGAL[char] for char in counting(number)),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "bullet": lambda _: "",
    "none": lambda _: "",
}


def written(number: int, form: str) -> str:
    """A number in one of Word's formats; what is unknown or out of range is written in digits."""
    if not 0 < number <= _HIGHEST:
        return str(number)
    return _FORMATS.get(form, str)(number)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: `text` holds the places of the numbers, as `（%1）`."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted.

    Lists that share an abstract one count on in common; an instance with a start of its own begins anew.
    """

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_: str, depth: int) -> str:
        """The number of the next paragraph of a list, with what stands round it; empty for a bullet."""
        abstract = self.abstract.get(list_, "")
        levels = self.levels.get(abstract, {})
        if depth not in levels:
            return ""
        counts = self._counts[abstract]
        self._count(list_, depth, levels[depth], counts)
        if levels[depth].form in {"bullet", "none"}:
            return ""

        def number(hit: re.Match[str]) -> str:
            at = int(hit[1]) - 1
            level = levels.get(at, Level())
            value = counts.get(at, level.start)
            return str(value) if levels[depth].legal else written(value, level.form)

        label = _PLACE.sub(number, levels[depth].text)
        return f"{label} " if label[-1:].isascii() and label.strip() else label

    def _count(self, list_: str, depth: int, level: Level, counts: dict[int, int]) -> None:
        anew = self.restarts.get(list_, {}).get(depth)
        if anew is not None and (list_, depth) not in self._begun:
            counts[depth] = anew
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self._begun.add((list_, depth))
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next(
        (str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), None
    )


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of that name, then its first child of the next name, and so on."""
    for name in path:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number from an attribute."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else otherwise


def numbering(root: etree._Element | None) -> Numbering:
    """The lists that `numbering.xml` declares."""
    found = Numbering()
    for element in root if root is not None else ():
        if local(element) == "abstractNum":
            found.levels[attribute(element, "abstractNumId") or ""] = _levels(element)
        elif local(element) == "num":
            _instance(found, element)
    return found


def _levels(element: etree._Element) -> dict[int, Level]:
    return {whole(attribute(one, "ilvl")): _level(one) for one in element if local(one) == "lvl"}


def _level(element: etree._Element) -> Level:
    return Level(
        whole(attribute(child(element, "start"), "val"), 1),
        attribute(child(element, "numFmt"), "val") or "decimal",
        attribute(child(element, "lvlText"), "val") or "",
        child(element, "isLgl") is not None,
    )


def _instance(found: Numbering, element: etree._Element) -> None:
    """One list: of which abstract one, with its own starts and levels where it overrides them."""
    name = attribute(element, "numId") or ""
    base = attribute(child(element, "abstractNumId"), "val") or ""
    found.abstract[name] = base
    for override in (one for one in element if local(one) == "lvlOverride"):
        depth = whole(attribute(override, "ilvl"))
        start, level = child(override, "startOverride"), child(override, "lvl")
        if level is not None:
            own = f"{base}/{name}"
            found.levels[own] = {**found.levels.get(found.abstract[name], {}), depth: _level(level)}
            found.abstract[name] = own
        if start is not None:
            found.restarts.setdefault(name, {})[depth] = whole(attribute(start, "val"), 1)
