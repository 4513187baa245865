"""What a document says about the names in it: whose it is, what it defines, what it spells out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graph_builder.model import Document
from graph_builder.names.divisions import Divisions, Place, named_place, short_name
from graph_builder.names.lexicon import Lexicon, Words
from graph_builder.names.surface import WORDS, Heads, clean, last_unit
from graph_builder.names.told import told_place

Spelled = Mapping[tuple[str, str], tuple[tuple[str, int], ...]]
Written = tuple[Spelled, Mapping[str, str], tuple[str, ...], tuple[str, ...]]

_TOKEN: Final = re.compile(r"[\s、，。；：:;,！？（）()〔〕\[\]《》“”0-9]+")
_PLATED: Final = re.compile(r"([一-龥]{4,40})（([一-龥、]{4,80})）")
_HANGS: Final = re.compile(r"([一-龥]{4,30}?)加挂“?([一-龥]{4,30}?)”?的?牌子")
_GROUP: Final = re.compile(r"(?:“[^“”]{1,15}”)?[一-龥]{0,30}(?:领导小组|指挥部|联席会议)(?:办公室)?")
_BEFORE: Final = re.compile(
    r".*(?:成立|设立|建立|组建|调整|的|由|报|对|向|我|全|省(?![级际])|(?<!城)市(?![场民区容政级域])|县(?![级域]))"
)
_FRONT: Final = 1000  # so much of a source may name its place: a web page's data, a gazette's cover
_PARTY: Final = re.compile(r"^(?:中国共产党|中共)(?!中央)")
_PROVINCE: Final = re.compile(r"([一-龥]{2,3}省|[一-龥]{2,8}自治区)(?:人民政府|委)")


@dataclass(frozen=True, eq=False)
class Context:
    """What settles a document's names.

    `place` is the division of the issuer (None for a central body), `places` the divisions above it
    by level, itself included. `spelled` counts, by archetype and level, the full names that the text
    writes out; `named` are other full names, without their place. `decided` is what staff said that a
    surface means here: it goes before everything else.
    """

    issuer: str | None = None
    place: Place | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    central: bool = False
    company: bool = False
    date: str | None = None
    definitions: Mapping[str, str] = field(default_factory=dict)
    plates: Mapping[str, str] = field(default_factory=dict)
    spelled: Spelled = field(default_factory=dict)
    named: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    decided: Mapping[str, str] = field(default_factory=dict)

    @property
    def own(self) -> frozenset[str]:
        """Full names of the document's places."""
        cached: frozenset[str] | None = self.memo.get("own")
        if cached is None:
            cached = self.memo["own"] = frozenset(place.name for place in self.places.values())
        return cached

    def here(self, word: str) -> Place | None:
        """The place that 省, 市, 县, 区 … mean in this document; None where it settles none."""
        letter = WORDS[word]
        if letter == "省":
            return self.places.get("province")
        if letter == "市":
            county, province = self.places.get("county"), self.places.get("province")
            if county and county.name.endswith("市"):
                return county
            return self.places.get("city") or (province if province and province.municipality else None)
        if letter in "州盟":
            return self._ending("city", letter)
        return self._ending("county", letter) or (self._ending("province", "区") if letter == "区" else None)

    def _ending(self, level: str, letter: str) -> Place | None:
        place = self.places.get(level)
        return place if place and place.name.endswith(letter) else None


class Contexts:
    """Reads contexts out of documents."""

    def __init__(self, divisions: Divisions, lexicon: Lexicon, words: Words, heads: Heads) -> None:
        self._divisions, self._lexicon, self._words, self._heads = divisions, lexicon, words, heads
        self._last: tuple[Any, Written] | None = None

    def read(self, document: Document, text: str, around: str = "") -> Context:
        """The context of one document: `text` its own, `around` that of the source it stands in."""
        tight = clean(text)
        issuer = _PARTY.sub("", clean(document.issuer or ""))
        place = self._issuer_place(issuer or clean(document.title), document.place)
        central = place is None and self._is_central(issuer)
        if place is None and not central:
            place = told_place(self._divisions, self._heads, document, tight, clean(around[:_FRONT]))
        places = self._places(place, tight)
        spelled, plates, named, zones = self._written(around or text, place, places)
        return Context(
            issuer or None,
            place,
            places,
            central,
            issuer.endswith(self._words.company),
            document.date,
            {clean(short): clean(full) for short, full in document.definitions},
            plates,
            spelled,
            named,
            tuple(sorted(set(self._groups(tight)))),
            zones,
            tight,
        )

    def _written(self, text: str, place: Place | None, places: Mapping[str, Place]) -> Written:
        """Full names, plates and zones in `text`: the same for all documents of a place in one source."""
        key = (text, *(above.name for above in places.values()))
        if self._last is None or self._last[0] != key:
            base, tight = Context(place=place, places=places), clean(text)
            tokens = {token for token in _TOKEN.split(text) if 4 <= len(token) <= 40}
            named = tuple(sorted(set(self._named(tokens, base))))
            zones = tuple(sorted(set(self._zones(tight, place))))
            self._last = key, (self._spelled(tight, base), dict(self._plates(tight, base)), named, zones)
        return self._last[1]

    def _issuer_place(self, issuer: str, place: str) -> Place | None:
        if found := self._divisions.head(issuer):
            return found[0]
        if place != "-" and (found := self._divisions.head(place)):
            return found[0]
        if issuer.endswith(self._words.company):
            short = self._divisions.head_short(issuer.removeprefix("国网"))
            return short[0] if short else None
        if self._is_central(issuer):
            return None
        unlisted = [head for head in self._heads.of(issuer) if head.kind == "unlisted"]
        named = place if place != "-" else last_unit(unlisted[0].text) if unlisted else ""
        return named_place(named)

    def _is_central(self, issuer: str) -> bool:
        first = re.split(r"[、，\s]", issuer)[0]
        starts = ("国务院", "中共中央", "中华人民共和国", "国家", "中央", "全国")
        return (
            first in self._lexicon.anywhere
            or first.startswith(starts)
            or first.removesuffix("办公厅") in (self._lexicon.anywhere)
        )

    def _places(self, place: Place | None, text: str) -> dict[str, Place]:
        if place is None:
            return {}
        places = {above.level: above for above in self._divisions.chain(place)}
        if not place.code and place.level != "province":
            named = set(_PROVINCE.findall(text))
            if len(named) == 1 and (province := self._province(named.pop())):
                places["province"] = province
        return places

    def _province(self, name: str) -> Place | None:
        return self._divisions.find(name) or named_place(name)

    def _spelled(self, text: str, context: Context) -> Spelled:
        counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for start, level, weight in _starts(text, context):
            if form := self._lexicon.official(text, start):
                counts[form.archetype.id, level][form.official] += weight
        return {
            key: tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))
            for key, found in counts.items()
        }

    def _plates(self, text: str, context: Context) -> Iterator[tuple[str, str]]:
        if context.place is None:
            return
        name = context.place.name
        for match in (*_PLATED.finditer(text), *_HANGS.finditer(text)):
            host = match.group(1)[max(match.group(1).rfind(name), 0) :]
            for plate in match.group(2).split("、"):
                if host.startswith(name) and plate.startswith(name) and plate.endswith(self._words.agency):
                    yield plate, host

    def _named(self, tokens: set[str], context: Context) -> Iterator[str]:
        """Full names of bodies in lists and headings, without their place."""
        ends = (*self._words.whole, *self._words.group)
        for token in tokens:
            for place in context.places.values():
                core = token.removeprefix(place.name)
                if core != token and len(core) >= 5 and core.endswith(ends):
                    yield core

    def _groups(self, text: str) -> Iterator[str]:
        for match in _GROUP.finditer(text):
            name = match.group()
            if not name.startswith("“"):
                name = _BEFORE.sub("", name)
            if len(name.removesuffix("办公室")) >= 8:
                yield name

    def _zones(self, text: str, place: Place | None) -> Iterator[str]:
        if place is None:
            return
        names = "|".join(sorted({place.name, short_name(place.name)}, key=len, reverse=True))
        zones = "|".join(self._words.zones)
        for match in re.finditer(rf"(?:{names})[一-龥]{{0,8}}?(?:{zones})", text):
            yield match.group()


def _starts(text: str, context: Context) -> Iterator[tuple[int, str, int]]:
    """Where a body may begin: after a place of the document; its level; weight 2 for a place by name."""
    levels = {place.name: level for level, place in context.places.items()}
    levels |= {word: here.level for word in ("省", "市", "县", "区", "州") if (here := context.here(word))}
    if not levels:
        return
    pattern = "|".join(sorted(levels, key=lambda name: (-len(name), name)))
    for match in re.finditer(pattern, text):
        yield match.end(), levels[match.group()], 2 if match.group() in context.own else 1
