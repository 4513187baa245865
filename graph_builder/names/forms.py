"""Reads a name by the archetypes: which place, which kind of body, and the full name that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph_builder.names.context import Context
from graph_builder.names.divisions import Divisions, Place, named_place, short_name
from graph_builder.names.lexicon import LEVELS, Form, Lexicon
from graph_builder.names.surface import Head, Heads, last_unit

_PARTY: Final = "中共"
_ENOUGH: Final = 2
"""A rival of the usual name counts when the text writes it with its place, or twice: once may be a slip."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: the place in front, the form it takes, what the form's core was."""

    head: Head
    form: Form
    core: str


@dataclass(frozen=True, slots=True)
class Named:
    """A full name and what gave it; `canonical` is None where the place or the choice stays open."""

    canonical: str | None
    place: Place | None
    kind: str
    basis: str
    why: str


class Forms:
    """The archetypes applied to surfaces."""

    def __init__(self, divisions: Divisions, lexicon: Lexicon, heads: Heads) -> None:
        self._divisions, self._lexicon, self._heads = divisions, lexicon, heads

    def readings(self, name: str, own: frozenset[str] = frozenset()) -> Iterator[Reading]:
        """Every reading of the name as lead + place + core, the longest lead and place first."""
        text = name.removeprefix(_PARTY)
        for lead in self._lexicon.leads:
            if not text.startswith(lead):
                continue
            cores = self._lexicon.forms[lead]
            for head in self._heads.of(text[len(lead) :], own):
                core = head.rest
                if core.startswith("党委") and core not in cores:
                    core = core[1:]
                for form in cores.get(core, ()):
                    if _allowed(form, head):
                        yield Reading(head, form, core)
                if core.startswith(("人民政府", "政府")) and core not in cores:
                    inner = core.removeprefix("人民").removeprefix("政府")
                    for form in cores.get(inner, ()):
                        yield Reading(head, form, inner)

    def place(self, head: Head, context: Context) -> Place | None:
        """The place that a head means in a document."""
        if head.kind == "word":
            return context.here(head.text)
        near = context.place if context.place and context.place.code else context.places.get("province")
        if head.kind == "short":
            own = next((p for p in context.places.values() if short_name(p.name) == head.text), None)
            return own or self._divisions.find_short(head.text, near)
        unit = last_unit(head.text)
        own = next((place for place in context.places.values() if place.name in (head.text, unit)), None)
        if own or (context.place and not context.place.code and unit[-1] in "县区旗"):
            return own or named_place(unit)
        found = self._divisions.head(head.text, near)
        if found and found[1] == len(head.text):
            return found[0]
        return None if self._divisions.has_name(unit) else named_place(unit)

    def settle(self, name: str, context: Context) -> Named | None:
        """The full name by the archetypes; None when no reading fits, an open one when no place does."""
        unsettled: Named | None = None
        for reading in self.readings(name, context.own):
            archetype = reading.form.archetype
            if not archetype.exists(context.date):
                continue
            place = self.place(reading.head, context)
            if place is None:
                why = f"“{reading.head.text}”在本文件中指何地未定"
                unsettled = unsettled or Named(None, None, "unresolved", "unresolved", why)
                continue
            return self.titled(reading, place, context)
        return unsettled

    def titled(self, reading: Reading, place: Place, context: Context) -> Named:
        """The name of this kind of body at this place."""
        archetype = reading.form.archetype
        spelled = self._spelled(reading, place, context)
        template = f"{{D}}{spelled}" if spelled else reading.form.titles[_level(reading.form, place)]
        if template is None:
            return Named(
                None, place, "unresolved", "unresolved", f"“{reading.core}”可指几种名称，文中未见全称"
            )
        canonical = self._fill(template, place, reading.head, context)
        if canonical is None or self._absent(reading.form, place, context):
            return Named(
                None, place, "unresolved", "unresolved", f"{place.name}所属省份未定，或该省无此类单位"
            )
        where = f"文中写有“{spelled}”" if spelled else f"按“{archetype.id}”一类机构的通例"
        basis = "full" if spelled else "archetype" if archetype.municipal else "vertical"
        return Named(canonical, place, archetype.kind, basis, f"{where}，辖区为{place.name}")

    def _spelled(self, reading: Reading, place: Place, context: Context) -> str | None:
        """The full name that the text itself uses for this kind of body, where it overrules the form."""
        found = context.spelled.get((reading.form.archetype.id, place.level), ())
        if reading.form.sure and reading.form.titles[0] is not None:
            ending = reading.form.titles[0][-1]
            found = tuple(item for item in found if item[0][-1] == ending)
        least = 1 if reading.form.titles[0] is None else _ENOUGH
        if not found or found[0][1] < least or (len(found) > 1 and found[0][1] == found[1][1]):
            return None
        counts = dict(found)
        if reading.form.official and counts.get(reading.form.official, 0) >= found[0][1]:
            return None
        return found[0][0]

    def _absent(self, form: Form, place: Place, context: Context) -> bool:
        province = self._province(place, context)
        return bool(form.archetype.not_in) and province is not None and province.name in form.archetype.not_in

    def _province(self, place: Place, context: Context) -> Place | None:
        if place.code:
            return self._divisions.chain(place)[-1]
        if place.level == "province":
            return place
        return context.places.get("province") if place in context.places.values() else None

    def _fill(self, template: str, place: Place, head: Head, context: Context) -> str | None:
        province = self._province(place, context)
        if province is None and ("{P}" in template or "{p}" in template):
            return None
        title = self.title(place, context)
        party = f"中共{title}委员会" if title.endswith("自治区") else f"中共{title}委"
        return template.format(
            D=title,
            d=short_name(place.name),
            n=place.name,
            P=province.name if province else "",
            p=short_name(province.name) if province else "",
            h="区" if place.name.endswith("自治区") else place.name[-1],
            W=party,
            x=title if head.kind == "word" else head.text,
        )

    def listed(self, name: str, context: Context) -> bool:
        """Whether the name is a division of the table or a place of the document."""
        return name in context.own or self._divisions.has_name(name)

    def is_core(self, text: str) -> bool:
        """Whether some archetype writes this after a place: 财政局."""
        return text in self._lexicon.forms[""]

    def central(self, name: str) -> str | None:
        """The official name of the one central body called so."""
        found = {body.canonical for body in self._lexicon.anywhere.get(name, ())}
        return found.pop() if len(found) == 1 else None

    def title(self, place: Place, context: Context) -> str:
        """How the place heads its bodies' names in this document."""
        return self._divisions.title(place, context.places.get("city"))


def _allowed(form: Form, head: Head) -> bool:
    places = form.archetype.places
    if places == "only short":
        return head.kind == "short"
    return head.kind != "short" or places == "short"


def _level(form: Form, place: Place) -> int:
    if place.municipality and form.archetype.municipal:
        return LEVELS.index("city")
    return LEVELS.index(place.level) if place.level in LEVELS else LEVELS.index("county")
