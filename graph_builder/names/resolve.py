"""Which body a name means, layer by layer: the first that settles it answers, and says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from graph_builder.model import Document
from graph_builder.names.aliases import Alias, read_aliases
from graph_builder.names.collective import Collectives
from graph_builder.names.context import Context, Contexts
from graph_builder.names.divisions import Divisions, Place, divisions
from graph_builder.names.forms import Forms, Named, Reading
from graph_builder.names.lexicon import Central, Lexicon, Words, lexicon, words
from graph_builder.names.own import OwnNames
from graph_builder.names.surface import Head, Heads, clean, split_plates

_COUNCIL: Final = re.compile("国务院(?P<field>.{2,10}?)(?:行政)?(?:主管)?(?:行政)?(?:部门|机关)")
_LONGEST: Final = 40
_TOO_LONG: Final = 80
_MEMO: Final = 50_000


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a surface means. `canonical` is None where the text does not settle it.

    `kind` is agency, body, collective, group or unresolved; `level` national, province, city, county,
    township or other; `division` a code of the table; `basis` the layer that answered: decision (of
    staff), definition, alias, plate, full (spelled out), central, archetype, vertical, division (place +
    name as written), group, zone, issuer, slip, collective or unresolved; `members` canonical names.
    """

    canonical: str | None
    kind: str
    level: str
    division: str | None
    plates: tuple[str, ...]
    basis: str
    why: str
    members: tuple[str, ...] = ()


class Names:
    """The lexicon, the divisions and a user's aliases behind one door. Holds caches, no other state."""

    def __init__(
        self, divisions: Divisions, lexicon: Lexicon, words: Words, aliases: tuple[Alias, ...] = ()
    ) -> None:
        self.divisions = divisions
        self.aliases = aliases
        self._lexicon, self._words = lexicon, words
        self._heads = Heads(divisions)
        self._forms = Forms(divisions, lexicon, self._heads)
        self._own = OwnNames(self._forms, self._heads, words)
        self._collectives = Collectives(divisions, lexicon, words)
        self._contexts = Contexts(divisions, lexicon, words, self._heads)
        self._known: dict[str, bool] = {}
        self._listed: dict[str, bool] = {}
        self._meant = {(text, alias.place): alias for alias in aliases for text in (*alias.also, alias.name)}

    @classmethod
    def load(cls, aliases: Path | None = None) -> Names:
        """The shipped lexicon, under a user's aliases file if there is one.

        Raises:
            InputError: the aliases file is unreadable or has a wrong shape.
            DataError: the shipped data contradict themselves.
        """
        return cls(divisions(), lexicon(), words(), read_aliases(aliases) if aliases else ())

    def context(self, document: Document, text: str, around: str = "") -> Context:
        """What `document` says about names.

        `text` is its own text (definitions, groups); `around` that of its source, where full names and
        plates may stand in a sister document. Work over `around` is shared by documents of one place.
        """
        return self._contexts.read(document, text, around)

    def known(self, surface: str) -> bool:
        """Whether the whole surface is one recognised body (so that 和 inside it joins nothing)."""
        found = self._known.get(surface)
        if found is None:
            if len(self._known) >= _MEMO:
                self._known.clear()
            found = self._known[surface] = len(surface) <= _LONGEST and self._recognised(clean(surface))
        return found

    def listed(self, surface: str) -> bool:
        """Whether the lexicon itself bears the surface: a body, a place or a stem, not only its shape.

        Stricter than `known`: what merely ends like a body (市工信局及某企业) is not listed.
        """
        found = self._listed.get(surface)
        if found is None:
            if len(self._listed) >= _MEMO:
                self._listed.clear()
            found = self._listed[surface] = len(surface) <= _LONGEST and self._borne(clean(surface))
        return found

    def _borne(self, name: str) -> bool:
        lexicon = self._lexicon
        if name in lexicon.anywhere or name in lexicon.at_centre or name in lexicon.classes:
            return True
        return self.divisions.has_name(name) or any(
            reading.head.kind != "unlisted" for reading in self._forms.readings(name)
        )

    def is_body(self, surface: str) -> bool:
        """Whether the surface ends like a body of any kind, or is a place, a stem or a class of bodies."""
        name = split_plates(clean(surface), self._words)[0]
        ends = (*self._words.agency, *self._words.unit, *self._words.company, *self._words.group)
        looks = name.endswith((*ends, *self._words.zone_ends)) and not name.endswith(self._words.traps)
        return looks or self.known(name)

    def is_collective(self, surface: str, context: Context, beside: str | None = None) -> bool:
        """Whether the surface names a class of bodies. `beside`: the first body of its list or sentence.

        A bare stem or X部门 is a class, unless it stands beside one body of a place (市残联会同教育、民政).
        """
        key = ("collective", surface, beside)
        if key not in context.memo:
            context.memo[key] = self._class(clean(surface), context, clean(beside) if beside else None)
        return bool(context.memo[key])

    def resolve(
        self, surface: str, collective: bool, context: Context, beside: str | None = None
    ) -> Resolution:
        """Which body `surface` means in the document of `context`; cached there.

        `beside` is the first surface of the list it stands in: 省发改委、财政厅 leaves the level out.
        """
        key = (surface, collective, beside)
        if key not in context.memo:
            decided = context.decided.get(surface)
            context.memo[key] = (
                self._decided(surface, decided, context)
                if decided
                else self._resolve(surface, collective, context, beside)
            )
        found: Resolution = context.memo[key]
        return found

    def _recognised(self, name: str) -> bool:
        """Whether the name is a body."""
        name = split_plates(name, self._words)[0]
        lexicon = self._lexicon
        if not name:
            return False
        if any(
            name in names
            for names in (lexicon.anywhere, lexicon.at_centre, lexicon.classes, lexicon.forms[""])
        ):
            return True
        if self.divisions.has_name(name) or self._collectives.recognised(name):
            return True
        return next(self._forms.readings(name), None) is not None or self._own.looks_full(name)

    def _class(self, name: str, context: Context, beside: str | None) -> bool:
        if self.divisions.has_name(name) or name in context.own or name in self._lexicon.anywhere:
            return False
        if self._of_the_council(name, context):
            return False
        if name in context.definitions:
            return self._class(context.definitions[name], replace(context, definitions={}, memo={}), None)
        if self._collectives.department(name):
            return not (beside and self._single_place(beside, context))
        named = next(self._forms.readings(name, context.own), None)
        if named is not None and named.head.kind != "unlisted":
            local = self._forms.place(named.head, context) is not None
            return not local and not named.form.sure
        return self._collectives.marked(name)

    def _single_place(self, beside: str, context: Context) -> Place | None:
        """The place of the one body that stands beside, if it is one body of a place."""
        if self._collectives.marked(beside) and not next(self._forms.readings(beside, context.own), None):
            return None
        for head in self._heads.of(beside, context.own):
            if head.kind in ("word", "name") and (place := self._forms.place(head, context)):
                return place
        return None

    def _resolve(self, surface: str, collective: bool, context: Context, beside: str | None) -> Resolution:
        name, plates = split_plates(clean(surface), self._words)
        if not 0 < len(name) <= _TOO_LONG:
            return Resolution(None, "unresolved", "other", None, (), "unresolved", "空白或过长，不像一个单位")
        beside = clean(beside) if beside else None
        if settled := self._said(name, context):
            return replace(settled, plates=plates)
        if ministry := self._of_the_council(name, context):
            return self._result(ministry, plates)
        if collective:
            return self._collective(name, context, beside)
        found = self._settle(name, context, beside)
        host = context.plates.get(found.canonical or "")
        if host and host != found.canonical:
            return Resolution(
                host, "agency", _level(found.place), _code(found.place), (name,), "plate", f"{host}加挂的牌子"
            )
        return self._result(found, plates)

    def _decided(self, surface: str, name: str, context: Context) -> Resolution:
        """What staff said a surface means; a short name of theirs is resolved as the document would.

        A class of bodies that they took as it is written stays one.
        """
        plain = replace(context, decided={}, memo={})
        collective = self.is_collective(name, plain)
        inner = self._resolve(name, collective, plain, None)
        why = f"核定：{name}"
        if collective and surface == name:
            return inner
        if inner.canonical:
            return replace(inner, basis="decision", why=why)
        head = self.divisions.head(name, context.place)
        where = head[0] if head else None
        return Resolution(name, self._own.kind(name), _level(where), _code(where), (), "decision", why)

    def _said(self, name: str, context: Context) -> Resolution | None:
        """What the document's own definitions or the user's aliases say."""
        if full := context.definitions.get(name):
            inner = self._resolve(full, False, replace(context, definitions={}, memo={}), None)
            why = f"本文件定义：{full}（以下简称{name}）"
            kind = "agency" if inner.kind == "unresolved" else inner.kind
            if inner.canonical is not None or self.is_body(full):
                return replace(
                    inner, canonical=inner.canonical or full, kind=kind, basis="definition", why=why
                )
        place = context.place.name if context.place else None
        alias = self._meant.get((name, place)) or self._meant.get((name, None))
        if alias is None:
            return None
        head = self.divisions.head(alias.name, context.place)
        where = head[0] if head else None
        kind = alias.kind or self._own.kind(alias.name)
        why = f"别名表：{name} 即 {alias.name}"
        return Resolution(alias.name, kind, _level(where), _code(where), (), "alias", why)

    def _collective(self, name: str, context: Context, beside: str | None) -> Resolution:
        found = self._collectives.name(name, context, beside)
        code = context.place.code or None if context.place else None
        if found.canonical is None:
            return Resolution(
                None, "collective", found.level, None, (), "unresolved", f"“{name}”泛指，文中未限定"
            )
        why = "集合主体，按其所辖范围" + ("，成员据行政区划表" if found.members else "")
        return Resolution(
            found.canonical, "collective", found.level, code, (), "collective", why, found.members
        )

    def _settle(self, name: str, context: Context, beside: str | None) -> Named:
        own = self._own
        found = self._central(name, context) or self._forms.settle(name, context)
        if found and (found.canonical or found.place):
            return found if found.canonical else own.abridged(name, context) or found
        layers: tuple[Callable[[], Named | None], ...] = (
            lambda: own.zone(name, context),
            lambda: own.government(name, context),
            lambda: own.group(name, context),
            lambda: own.unit(name, context),
            lambda: own.abridged(name, context),
            lambda: own.slip(name, context),
            lambda: own.placed(name, context),
            lambda: self._beside(name, context, beside),
            lambda: self._central_unit(name),
            lambda: own.whole(name, context),
        )
        tried = (layer() for layer in layers)
        open_ones = [found] if found else []
        for named in tried:
            if named and named.canonical:
                return named
            open_ones += [named] if named else []
        nowhere = Named(None, None, "unresolved", "unresolved", f"“{name}”所指，文中与名录均未见")
        return open_ones[0] if open_ones else nowhere

    def _central(self, name: str, context: Context) -> Named | None:
        bodies = list(self._lexicon.anywhere.get(name, ()))
        if not bodies and context.central:
            bodies = list(self._lexicon.at_centre.get(name, ()))
        if not bodies:
            return None
        fits = [body for body in bodies if _existed(body, context.date)] or bodies
        if len({body.canonical for body in fits}) > 1:
            return Named(None, None, "unresolved", "unresolved", f"“{name}”先后指几个机构，文件日期未定")
        canonical = fits[0].canonical
        return Named(canonical, None, self._own.kind(canonical), "central", f"中央机构名录：{canonical}")

    def _of_the_council(self, name: str, context: Context) -> Named | None:
        """国务院自然资源主管部门: the ministry of that field at the document's time."""
        found = _COUNCIL.fullmatch(name)
        if not found:
            return None
        field = self._words.fields.get(found["field"], found["field"])
        national = (f"国家{field}{kind}" for kind in ("委", "委员会", "总局", "局"))
        for written in (f"{field}部", *national, f"{field}总局"):
            bodies = [
                body for body in self._lexicon.anywhere.get(written, ()) if _existed(body, context.date)
            ]
            if bodies:
                why = f"国务院主管{field}的部门"
                return Named(bodies[0].canonical, None, "agency", "central", why)
        return None

    def _central_unit(self, name: str) -> Named | None:
        """An office of a central body: 教育部办公厅."""
        for end in range(len(name) - 2, 2, -1):
            bodies = self._lexicon.anywhere.get(name[:end])
            if bodies and name[end:].endswith(self._words.units):
                return Named(
                    bodies[0].canonical + name[end:], None, "agency", "central", f"{name[:end]}的内设机构"
                )
        return None

    def _beside(self, name: str, context: Context, beside: str | None) -> Named | None:
        """A name without its level: that of the list's first body, or of a county's document."""
        place = self._single_place(beside, context) if beside else None
        basis = f"与“{beside}”并列，层级从之"
        if place is None and context.place and beside is None:
            usual = context.place.level == "county" or (
                name.endswith("厅") and context.place.level == "province"
            )
            place = context.place if usual or name in self._lexicon.classes else None
            basis = "从发文机关的层级"
        if place is None:
            return None
        for form in self._lexicon.forms[""].get(name, ()) or filter(None, [self._lexicon.bare.get(name)]):
            if form.archetype.exists(context.date):
                found = self._forms.titled(Reading(Head("", "word", name), form, name), place, context)
                return replace(found, why=f"{found.why}；{basis}")
        return None

    def _result(self, found: Named, plates: tuple[str, ...]) -> Resolution:
        level = "national" if found.basis == "central" else _level(found.place)
        kind = found.kind if found.canonical else "unresolved"
        return Resolution(found.canonical, kind, level, _code(found.place), plates, found.basis, found.why)


def _existed(body: Central, date: str | None) -> bool:
    if not date:
        return not body.until
    return body.since <= date and (not body.until or date < body.until)


def _level(place: Place | None) -> str:
    return place.level if place else "other"


def _code(place: Place | None) -> str | None:
    return (place.code or None) if place else None
