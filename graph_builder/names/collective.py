"""Classes of bodies named as one: 各县（市、区）人民政府, 市直有关部门, 财政部门, 通信运营企业."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from graph_builder.names.context import Context
from graph_builder.names.divisions import Divisions, Place, short_name
from graph_builder.names.lexicon import Lexicon, Words

_EACH: Final = "各有关|有关各|各相关|相关各|各自|各个|各|有关|相关|所辖|所属|"
_GOVERNMENT: Final = {
    "": "人民政府",
    "政府": "人民政府",
    "人民政府": "人民政府",
    "级人民政府": "级人民政府",
    "级政府": "级人民政府",
}
_DIRECT: Final = re.compile(r"^(?:省|市|县|区|州|自治区)((?:直(?:属|有|相|各|部|机)|级(?:有|相|各|部)).*)$")
_LEVELS: Final = (
    ("设区", "city"),
    ("省", "province"),
    ("县", "county"),
    ("区", "county"),
    ("旗", "county"),
    ("省", "province"),
    ("市", "city"),
    ("州", "city"),
)
_HERE: Final = tuple("省市县区州")
_TOWNS: Final = ("街道", "乡", "镇")


@dataclass(frozen=True, slots=True)
class Collective:
    """A class of bodies: its canonical name (None: anybody) and its members where they are settled."""

    canonical: str | None
    level: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """The places that a class is spread over, and what follows in the name."""

    each: str
    area: str
    rest: str


class Collectives:
    """Tells classes from single bodies, and names them."""

    def __init__(self, divisions: Divisions, lexicon: Lexicon, words: Words) -> None:
        self._divisions, self._lexicon, self._words = divisions, lexicon, words
        areas = "|".join(map(re.escape, words.areas))
        self._area = re.compile(
            rf"^(?P<lead>全[省市县区州]|我[省市县区州]|)(?P<each>{_EACH})(?P<area>{areas})(?P<rest>.*)$"
        )
        levels = "|".join(map(re.escape, words.levels))
        self._levels = re.compile(rf"^(?P<levels>{levels})(?P<rest>.*)$")

    def marked(self, name: str) -> bool:
        """Whether the words of the name say that it is a class, whatever stands beside it."""
        words = self._words
        if name in words.class_whole or name in words.nobody or self.area(name):
            return True
        if name.startswith(words.starts) or any(hold in name for hold in words.holds):
            return True
        return name.endswith(words.class_ends) or (name.endswith(words.posts) and name.endswith("领导"))

    def recognised(self, name: str) -> bool:
        """Whether the whole name is a class of bodies and nothing more."""
        words = self._words
        if name in words.class_whole or name in words.nobody or name in self._lexicon.classes:
            return True
        if any(word in name for word in words.never_inside):
            return False
        ends = (*words.class_ends, *words.agency, *words.company, "党委", "成员单位")
        if area := self.area(name):
            return area.rest in _GOVERNMENT or area.rest in self._lexicon.classes or area.rest.endswith(ends)
        held = name.startswith(_HERE) and any(hold in name for hold in words.holds)
        direct = name.startswith(words.starts) or held or name.endswith("成员单位")
        return direct and len(name) <= 16 and name.endswith(ends)

    def department(self, name: str) -> str | None:
        """The class that a bare stem means: 卫健 -> 卫生健康部门; None for anything else."""
        return self._lexicon.classes.get(name)

    def area(self, name: str) -> Area | None:
        """各县（市、区）财政局 and its like; a bare 市 or 县 needs 各 in front."""
        match = self._area.match(name)
        if not match:
            return None
        each, area, rest = match["each"], match["area"], match["rest"]
        if rest.startswith("级") and not each:
            return None
        if len(area) == 1 and each not in ("各", "各有关", "有关各", "有关", "相关", "各相关", "所辖"):
            return None
        if "（" not in area and not each and rest not in _GOVERNMENT and len(area) < 3:
            return None
        return Area(each, area, rest) if rest in _GOVERNMENT or len(rest) >= 2 else None

    def name(self, name: str, context: Context, beside: str | None = None) -> Collective:
        """The class's canonical name: its area under the issuer's place, its words in full."""
        if name in self._words.nobody or self._nobody(name):
            return Collective(None, "other")
        if match := _DIRECT.match(name):
            return self._direct(name, match.group(1), context)
        if (area := self.area(name)) or (area := self._inherited(name, beside)):
            return self._spread(area, context)
        if (match := self._levels.match(name)) and not match["rest"].endswith("企业"):
            return self._at_levels(match["levels"], match["rest"], name)
        if found := self.department(name):
            return Collective(found, "other")
        return self._other(name, context)

    def _nobody(self, name: str) -> bool:
        return name.endswith(self._words.posts) or bool(re.fullmatch(r".{1,8}(?:级|本级|两级|三级)", name))

    def _inherited(self, name: str, beside: str | None) -> Area | None:
        area = self.area(beside) if beside and self.department(name) else None
        return Area(area.each, area.area, name) if area and area.rest not in _GOVERNMENT else None

    def _direct(self, name: str, rest: str, context: Context) -> Collective:
        place = context.here("自治区" if name.startswith("自治区") else name[0])
        if place is None:
            return Collective(None, "other")
        return Collective(self._divisions.title(place, context.places.get("city")) + rest, place.level)

    def _spread(self, area: Area, context: Context) -> Collective:
        each = area.each or "各"
        rest = _GOVERNMENT.get(area.rest) or self._kind(area.rest)
        title = self._divisions.title(context.place, context.places.get("city")) if context.place else ""
        members = self._members(area, context) if rest == "人民政府" and each == "各" else ()
        shown = re.sub(
            r"^(县、市、区|县（区、市）|县（市）区|县市区|市、县、区|县、区、市)$", "县（市、区）", area.area
        )
        if shown.startswith(_TOWNS):
            title, each = (title, each) if area.each else ("", "")
            rest = rest if area.rest else "人民政府" if "街" not in shown else ""
            return Collective(f"{title}{each}{shown}{rest}", "township")
        level = next((level for letter, level in _LEVELS if letter in shown), "county")
        return Collective(f"{title}{each}{shown}{rest}", level, members)

    def _kind(self, rest: str) -> str:
        """部门 in full: 工信部门 -> 工业和信息化部门, 残联 -> 残疾人联合会; 管委会 -> 管理委员会."""
        stem = re.sub(r"(?:行政主管|行业主管|主管|行政)?部门$", "部门", rest)
        return self._lexicon.classes.get(stem) or self._lexicon.classes.get(rest) or rest

    def _at_levels(self, levels: str, rest: str, name: str) -> Collective:
        if rest in _GOVERNMENT and rest:
            return Collective(f"{levels}人民政府", "other")
        if found := self.department(rest):
            return Collective(found, "other")
        return Collective(name, "other")

    def _other(self, name: str, context: Context) -> Collective:
        place = context.place
        expanded = re.sub(r"(?<!人民)政府$", "人民政府", name)
        company = name.endswith(("企业", "运营商")) and not name.startswith(self._words.starts)
        group = name.endswith("成员单位") and any(word in name for word in self._words.group)
        if not place or not (company or group or name[0] in "市省县"):
            return Collective(expanded, "other")
        title = self._divisions.title(place, context.places.get("city"))
        if name.startswith((title, place.name, short_name(place.name))):
            return Collective(expanded, place.level)
        own = (
            name[0] in "市省县区"
            and name[1:2] != "级"
            and context.here(name[0]) is place
            and name[1:2] not in ("级", "直")
        )
        return Collective(title + (expanded[1:] if own else expanded), place.level)

    def _members(self, area: Area, context: Context) -> tuple[str, ...]:
        place = context.place
        if place is None or not place.code:
            return ()
        below = self._below(area.area, place)
        gone = {old.name for child in (place, *below) for old in self._divisions.former_children(child)}
        if any(name in context.text for name in gone):
            return ()
        return tuple(self._divisions.title(child) + "人民政府" for child in below)

    def _below(self, area: str, place: Place) -> tuple[Place, ...]:
        children = self._divisions.children(place)
        kinds = {letter for letter in area if letter in "市县区旗州盟"}
        wanted = "city" if place.level == "province" and "县" not in kinds and "区" not in kinds else "county"
        if area in ("设区市", "设区的市"):
            wanted, kinds = "city", {"市"}
        if place.level == "province" and wanted == "county":
            children = tuple(
                grandchild
                for child in children
                for grandchild in (self._divisions.children(child) if child.level == "city" else (child,))
            )
        return tuple(child for child in children if child.level == wanted and child.name[-1] in kinds)
