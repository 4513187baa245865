"""Names that no archetype covers: governments, zones, groups, subordinate units, names as written."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from graph_builder.names.context import Context
from graph_builder.names.divisions import Place
from graph_builder.names.forms import Forms, Named
from graph_builder.names.lexicon import Words
from graph_builder.names.surface import Heads

_JOINS: Final = ("和", "及", "与", "、", "，", "以及")
_HERE: Final = "省市县区"
_PROPER: Final = ("局", "中心", "公司", "集团", "支行", "分行", "大学", "学院", "医院", "委员会")
_TOWN: Final = {"镇": "人民政府", "乡": "人民政府", "苏木": "人民政府", "街道": "办事处"}
_CENTRAL: Final = ("国家", "中国", "全国", "中央", "国务院")


class OwnNames:
    """Reads names by their look, their place and what the document's text spells out."""

    def __init__(self, forms: Forms, heads: Heads, words: Words) -> None:
        self._forms, self._heads, self._words = forms, heads, words

    def kind(self, canonical: str) -> str:
        """agency, body or group, by how the name ends."""
        if canonical.endswith(self._words.group):
            return "group"
        return "body" if canonical.endswith(self._words.company) else "agency"

    def looks_full(self, name: str) -> bool:
        """Whether the name looks complete: a place and a body, a company, a group, a central body."""
        if self._joined(name) or name.endswith(self._words.traps):
            return False
        if (
            name.endswith((*self._words.group, *self._words.zone_ends, "有限公司", "集团公司"))
            and len(name) >= 6
        ):
            return True
        central = name.startswith(_CENTRAL) and name.endswith(self._words.whole) and len(name) >= 6
        return central or self.placed_full(name)

    def placed_full(self, name: str) -> bool:
        """Whether the name is a place, by word or of the table, and a complete body name: 市园林处."""
        if self._joined(name) or name.endswith(self._words.traps):
            return False
        ends = {"short": _PROPER, "unlisted": ()}
        return any(
            head.rest.endswith(ends.get(head.kind, (*self._words.whole, *self._words.company, "办")))
            and 2 <= len(head.rest) <= 16
            and not self._runs_on(head.rest)
            for head in self._heads.of(name)
        )

    def _runs_on(self, core: str) -> bool:
        """Whether another body of a place stands inside: 统计局云州市财政局."""
        return any(letter in _HERE and self._forms.is_core(core[at + 1 :]) for at, letter in enumerate(core))

    def _joined(self, name: str) -> bool:
        return any(word in name for word in (*_JOINS, *self._words.never_inside))

    def government(self, name: str, context: Context) -> Named | None:
        """A bare place means its government; towns and streets are named under their county."""
        for head in self._heads.of(name, context.own):
            if (
                head.kind in ("name", "unlisted")
                and not head.rest
                and not name.endswith(self._words.traps)
                and (place := self._forms.place(head, context))
            ):
                title = self._forms.title(place, context)
                return Named(f"{title}人民政府", place, "agency", "division", f"{place.name}指其人民政府")
        return self._town(name, context)

    def _town(self, name: str, context: Context) -> Named | None:
        county = context.places.get("county")
        body = name.removesuffix("政府").removesuffix("人民").removesuffix("办事处").removesuffix("办")
        end = next((end for end in _TOWN if body.endswith(end) and len(body) > len(end)), None)
        if county is None or end is None or len(body) > 8:
            return None
        title = self._forms.title(county, context)
        core = body.removeprefix(county.name)
        return Named(f"{title}{core}{_TOWN[end]}", county, "agency", "division", f"{county.name}所辖{core}")

    def zone(self, name: str, context: Context) -> Named | None:
        """A development zone's committee, with the place's name that the text gives the zone."""
        end = next((end for end in self._words.zone_ends if name.endswith(end)), "")
        zone = name.removesuffix(end)
        if not zone.endswith(self._words.zones) or len(zone) < 3 or self._forms.listed(zone, context):
            return None
        head = next((h for h in self._heads.of(zone, context.own) if h.kind in ("name", "short")), None)
        if head and head.rest:
            place = self._forms.place(head, context) or context.place
            return Named(f"{zone}管理委员会", place, "agency", "zone", f"{zone}的管理机构")
        stem = (
            zone.removeprefix(zone[0])
            if zone[0] in "省市县区" and zone[1:].endswith(self._words.zones)
            else zone
        )
        found = {spelled for spelled in context.zones if spelled.endswith(stem)}
        shortest = min(found, key=len) if found else ""
        if found and all(spelled.endswith(shortest[2:]) for spelled in found) and len(found) == 1:
            return Named(f"{shortest}管理委员会", context.place, "agency", "full", f"文中写有“{shortest}”")
        return Named(None, context.place, "unresolved", "unresolved", f"“{zone}”是哪一个区，文中未定")

    def group(self, name: str, context: Context) -> Named | None:
        """A leading group: the only one of the text where its name is cut short, else under the issuer."""
        if not name.endswith(self._words.group):
            return None
        head = next((h for h in self._heads.of(name, context.own) if h.kind in ("word", "name")), None)
        place = self._forms.place(head, context) if head else context.place
        core = head.rest if head else name
        stem = core.removesuffix("办公室")
        if stem in ("领导小组", "工作领导小组", "指挥部", "联席会议"):
            groups = {
                group.removesuffix("办公室")
                for group in context.groups
                if group.removesuffix("办公室").endswith(stem)
            }
            if len(groups) != 1:
                return Named(None, place, "unresolved", "unresolved", f"“{name}”是哪一个，文中未定")
            core = groups.pop() + core.removeprefix(stem)
        title = self._forms.title(place, context) if place else ""
        if head and place is None:
            return Named(None, None, "unresolved", "unresolved", f"“{head.text}”在本文件中指何地未定")
        title = "" if core.startswith(("国务院", "国家", "中央", "全国")) else title
        return Named(title + core, place, "group", "group", "议事协调机构，从其设立者")

    def unit(self, name: str, context: Context) -> Named | None:
        """A unit of a body: 市公安局交警支队. A name with its place in full stays as written."""
        head = next(self._heads.of(name, context.own), None)
        if head is None or head.kind != "word" or not name.endswith(self._words.units):
            return None
        for end in range(len(name) - 2, 2, -1):
            parent = (
                self._forms.settle(name[:end], context)
                if name[:end].endswith(("局", "厅", "委", "会", "院"))
                else None
            )
            if parent and parent.canonical and not name[:end].endswith("委员"):
                tail = self._expanded(name[end:])
                why = f"{parent.canonical}的所属单位"
                return replace(parent, canonical=parent.canonical + tail, basis="archetype", why=why)
        return None

    def placed(self, name: str, context: Context) -> Named | None:
        """Place + a complete name: 市园林处. A cut-short ending (办, 委) leaves it open."""
        for head in self._heads.of(name, context.own):
            if head.kind == "short" or (
                head.kind == "unlisted" and not head.rest.endswith(self._words.agency)
            ):
                continue
            place = self._forms.place(head, context)
            if place is None or len(head.rest) < 2:
                continue
            if not head.rest.endswith((*self._words.whole, *self._words.company)):
                return Named(None, place, "unresolved", "unresolved", f"“{name}”不是全称，文中未见全称")
            rest = self._expanded(head.rest) if head.kind == "word" else head.rest
            title = self._forms.title(place, context)
            kind = self.kind(name)
            return Named(title + rest, place, kind, "division", f"辖区{place.name}加所写名称")
        return None

    def _expanded(self, core: str) -> str:
        for short, full in self._words.expand.items():
            if core.startswith(short) and full not in core:
                return full + core.removeprefix(short)
        return core

    def abridged(self, name: str, context: Context) -> Named | None:
        """A cut-short name whose letters stand, in order, in just one full name of the text."""
        for head in self._heads.of(name, context.own):
            if head.kind != "word" or len(head.rest) < 3:
                continue
            place = self._forms.place(head, context)
            cores = [core for core in self._spelled(context) if _abridges(head.rest, core)]
            if place and len(set(cores)) == 1:
                title = self._forms.title(place, context)
                why = f"文中“{cores[0]}”的简写"
                return Named(title + cores[0], place, self.kind(cores[0]), "full", why)
        return None

    def _spelled(self, context: Context) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*context.named, *context.groups)))

    def slip(self, name: str, context: Context) -> Named | None:
        """One wrong letter in a name of six or more, when the text also has it right."""
        if len(name) < 6 or not name.endswith(self._words.whole):
            return None
        right: set[str] = set()
        for at in range(1, len(name) - 1):
            right |= {text for text in _variants(context.text, name, at) if text != name}
        settled = {text: self._forms.settle(text, context) for text in right}
        found = {
            named.canonical: (text, named) for text, named in settled.items() if named and named.canonical
        }
        if len(found) != 1:
            return None
        text, named = next(iter(found.values()))
        return replace(named, basis="slip", why=f"疑为“{text}”之误，文中他处写作“{text}”")

    def _of_issuer(self, name: str, context: Context) -> Named | None:
        """A unit of the body that issues the document: 营销部 of a company, 厅办公室 of a department."""
        issuer = context.issuer
        if issuer is None or len(name) > 12:
            return None
        if context.company:
            inner = name if name.endswith(("部", "办公室", "中心", "室", "处")) and len(name) <= 8 else ""
        elif context.central:
            ministry = issuer.endswith(("部", "委员会", "总局", "署")) and not name.endswith("公司")
            inner = name if ministry and name.endswith(("司", "办公厅")) else ""
        else:
            own = issuer[-1] in "厅局会" and name[0] == issuer[-1].replace("会", "委")
            inner = (
                name[1:] if own and name.endswith(("办公室", "处", "室", "中心")) and "各" not in name else ""
            )
        if not inner:
            return None
        full = (self._forms.central(issuer) or issuer) if context.central else issuer
        kind = "body" if context.company else "agency"
        return Named(f"{full}{inner}", context.place, kind, "issuer", f"发文单位{issuer}的内设机构")

    def whole(self, name: str, context: Context) -> Named | None:
        """A company, hospital or school by its own name; a unit of the body that issues the document."""
        if found := self._of_issuer(name, context):
            return found
        if name.startswith(_CENTRAL) and name.endswith((*self._words.whole, "部")):
            return Named(name, None, self.kind(name), "central", "全称，照录")
        head = next((h for h in self._heads.of(name, context.own) if h.kind in ("short", "name")), None)
        full = name.endswith(("有限公司", "有限责任公司", "集团公司", "医院", "大学", "学院", "集团"))
        if not (head and len(head.rest) > 2 and head.rest.endswith(self._words.whole)) and not (
            full and len(name) >= 6
        ):
            return None
        place: Place | None = self._forms.place(head, context) if head else None
        return Named(name, place, self.kind(name), "whole", "全称，照录")


def _abridges(short: str, full: str) -> bool:
    """Whether `short` is `full` with letters left out: same first letter, same kind of ending."""
    if len(short) >= len(full) or short[0] != full[0]:
        return False
    if short[-1] != full[-1] and not (short[-1] == "办" and full.endswith("办公室")):
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)


def _variants(text: str, name: str, at: int) -> set[str]:
    """Stretches of `text` that are `name` but for the letter at `at`."""
    before, after = name[:at], name[at + 1 :]
    found: set[str] = set()
    start = text.find(before)
    while start >= 0:
        if text.startswith(after, start + at + 1):
            found.add(text[start : start + len(name)])
        start = text.find(before, start + 1)
    return found
