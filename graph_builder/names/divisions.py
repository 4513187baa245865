"""The country's administrative divisions: names to places, places to parents and children."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from graph_builder.identity import division_id
from graph_builder.model import Division

_KINDS: Final = ("自治区", "自治州", "自治县", "自治旗", "特别行政区", "地区", "林区", "矿区", "特区")
_LAST: Final = "省市州盟县区旗"
_PEOPLES: Final = (
    "蒙古族", "蒙古", "回族", "藏族", "维吾尔族", "维吾尔", "苗族", "彝族", "壮族", "布依族", "朝鲜族",
    "满族", "侗族", "瑶族", "白族", "土家族", "哈尼族", "哈萨克族", "哈萨克", "傣族", "黎族", "傈僳族",
    "佤族", "畲族", "拉祜族", "水族", "东乡族", "纳西族", "景颇族", "柯尔克孜族", "柯尔克孜", "土族",
    "达斡尔族", "仫佬族", "羌族", "布朗族", "撒拉族", "毛南族", "仡佬族", "锡伯族", "锡伯", "普米族",
    "塔吉克族", "塔吉克", "怒族", "鄂温克族", "德昂族", "保安族", "裕固族", "独龙族", "各族",
)  # fmt: skip
_LONGEST: Final = 16


@dataclass(frozen=True, slots=True)
class Place:
    """A division. `code` and `parent` are empty for a place that the table does not hold."""

    code: str
    name: str
    level: str
    parent: str = ""
    former: bool = False

    @property
    def municipality(self) -> bool:
        """A city directly under the central government."""
        return self.level == "province" and self.name.endswith("市")

    @property
    def district(self) -> bool:
        """A district of a city (市辖区), which has its city in its bodies' names."""
        return self.level == "county" and self.name.endswith("区")


def short_name(name: str) -> str:
    """The name without its kind and peoples: 云州市 -> 云州, 广西壮族自治区 -> 广西; 应县 stays whole."""
    kind = next((kind for kind in _KINDS if name.endswith(kind)), name[-1] if name[-1] in _LAST else "")
    short = name.removesuffix(kind)
    if kind.startswith("自治"):
        while people := next((p for p in _PEOPLES if short.endswith(p) and len(short) - len(p) >= 2), None):
            short = short.removesuffix(people)
    return short if len(short) >= 2 else name


def named_place(name: str) -> Place | None:
    """A place that the table does not hold, by what its name ends with."""
    ends = {"省": "province", "自治区": "province", "市": "city", "州": "city", "盟": "city", "地区": "city"}
    level = next((level for end, level in ends.items() if name.endswith(end)), None)
    if level is None and name.endswith(("县", "区", "旗")):
        level = "county"
    return Place("", name, level) if level and len(name) >= 3 else None


class Divisions:
    """The table, indexed by code, by full name and by short name."""

    def __init__(self, places: Iterable[Place]) -> None:
        by_name: defaultdict[str, list[Place]] = defaultdict(list)
        by_short: defaultdict[str, list[Place]] = defaultdict(list)
        below: defaultdict[str, list[Place]] = defaultdict(list)
        self.by_code: dict[str, Place] = {}
        for place in places:
            self.by_code[place.code] = place
            by_name[place.name].append(place)
            below[place.parent].append(place)
            if (short := short_name(place.name)) != place.name and not short.startswith("市"):
                by_short[short].append(place)
        self._names: Mapping[str, list[Place]] = by_name
        self._shorts: Mapping[str, list[Place]] = by_short
        self._below: Mapping[str, list[Place]] = below

    def __iter__(self) -> Iterator[Place]:
        return iter(self.by_code.values())

    def parent(self, place: Place) -> Place | None:
        """The division above; None for a province and for a place outside the table."""
        return self.by_code.get(place.parent)

    def chain(self, place: Place) -> tuple[Place, ...]:
        """The place and everything above it, from the bottom up."""
        found = [place]
        while above := self.parent(found[-1]):
            found.append(above)
        return tuple(found)

    def children(self, place: Place) -> tuple[Place, ...]:
        """The divisions right below, in force today, by code; former ones are left out."""
        return tuple(child for child in self._below.get(place.code, ()) if place.code and not child.former)

    def former_children(self, place: Place) -> tuple[Place, ...]:
        """Divisions right below that are abolished or renamed."""
        return tuple(child for child in self._below.get(place.code, ()) if place.code and child.former)

    def title(self, place: Place, home: Place | None = None) -> str:
        """How the place heads its bodies' names: a district with its city, all others alone.

        `home` is the city to put before a district that the table does not hold.
        """
        if not place.district:
            return place.name
        above = self.parent(place) or (home if not place.code else None)
        return f"{above.name}{place.name}" if above else place.name

    def has_name(self, text: str) -> bool:
        """Whether some division is called so."""
        return text in self._names

    def has_short(self, text: str) -> bool:
        """Whether some division's short name is this."""
        return text in self._shorts

    def find(self, name: str, near: Place | None = None) -> Place | None:
        """The place of this full name: the only one, or the one in the city or province of `near`."""
        return self._choose(self._names.get(name, []), near)

    def find_short(self, short: str, near: Place | None = None) -> Place | None:
        """The place of this short name (云州), highest level first: 吉林 is the province."""
        places = self._shorts.get(short, [])
        for level in ("province", "city", "county"):
            if place := self._choose([p for p in places if p.level == level], near):
                return place
        return None

    def _choose(self, places: list[Place], near: Place | None) -> Place | None:
        if len(places) == 1:
            return places[0]
        for above in self.chain(near) if near and places else ():
            inside = [place for place in places if above in self.chain(place)]
            if inside:
                current = [place for place in inside if not place.former] or inside
                return current[0] if len(current) == 1 else None
        current = [place for place in places if not place.former]
        return current[0] if len(current) == 1 else None

    def head(self, text: str, near: Place | None = None) -> tuple[Place, int] | None:
        """The place that the text begins with and where it ends; 云岭省云州市清河县 gives the county."""
        found: tuple[Place, int] | None = None
        start = 0
        while longest := self._longest(text, start, found[0] if found else near, found is not None):
            found, start = longest, longest[1]
        return found

    def _longest(self, text: str, start: int, near: Place | None, inside: bool) -> tuple[Place, int] | None:
        for end in range(min(len(text), start + _LONGEST), start + 1, -1):
            if text[start:end] in self._names:
                place = self.find(text[start:end], near)
                if place and not (inside and near not in self.chain(place)):
                    return place, end
        return None

    def head_short(self, text: str, near: Place | None = None) -> tuple[Place, int] | None:
        """The place whose short name the text begins with, longest first."""
        for end in range(min(len(text), 8), 1, -1):
            if text[:end] in self._shorts and (place := self.find_short(text[:end], near)):
                return place, end
        return None

    def record(self, code: str) -> Division:
        """The division as the graph holds it.

        Raises:
            KeyError: the table has no such code.
        """
        place = self.by_code[code]
        full = "".join(above.name for above in reversed(self.chain(place)))
        parent = self.parent(place)
        return Division(
            division_id(code), code, place.name, full, division_id(parent.code) if parent else None
        )


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    """The table that the package ships (source, date and licence: NOTICE.md)."""
    text = files(__package__).joinpath("divisions.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:])
    return Divisions(
        Place(code, name, level, parent, former == "1") for code, name, level, parent, former in rows
    )
