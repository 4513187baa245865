"""The lexicon of public bodies: archetypes read from data and laid out for look-up.

A form is one way to write a body: `lead` + place + `core`. 市发改委 is the lead '', the place 市 and
the core 发改委; 武警云州市支队 the lead 武警, the place 云州市 and the core 支队.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from graph_builder.errors import DataError

LEVELS: Final = ("province", "city", "county")
ENDINGS: Final = {
    "委员会": "委员会",
    "委": "委员会",
    "局": "局",
    "厅": "厅",
    "办公室": "办公室",
    "办": "办公室",
}
TAILS: Final = ("部门", "主管部门", "行政主管部门", "行政部门", "行业主管部门", "行政管理部门")
_KEYS: Final = frozenset(
    {"id", "full", "short", "ends", "open", "forms", "class", "bare", "more", "kind", "places"}
    | {"from", "until", "not_in", "stems", "examples", "near", "date"}
)
_HERE: Final = "省市县区州旗"


@dataclass(frozen=True, slots=True, eq=False)
class Archetype:
    """A kind of body that many places have, and when and where it exists."""

    id: str
    kind: str = "agency"
    places: str = "word"
    since: str = ""
    until: str = ""
    not_in: tuple[str, ...] = ()
    municipal: bool = False
    examples: tuple[tuple[str, str], ...] = ()
    near: tuple[str, ...] = ()
    date: str | None = None

    def exists(self, date: str | None) -> bool:
        """Whether the name was in use at `date` (ISO); an unknown date excludes only dated rivals."""
        if not (self.since or self.until):
            return True
        return bool(date) and self.since <= (date or "") and (not self.until or (date or "") < self.until)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What one core means: a template of the name by level (None: several names fit).

    `official` is the core when it is a full name by itself; `sure` says that the ending was written.
    """

    archetype: Archetype
    titles: tuple[str | None, str | None, str | None]
    official: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Central:
    """A central body; `names` count everywhere, `central` only in documents of the centre."""

    canonical: str
    since: str
    until: str


class Lexicon:
    """All forms by lead and core, the classes by stem, the central bodies by name."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], central: Iterable[list[str]]) -> None:
        self.archetypes: list[Archetype] = []
        self.forms: dict[str, dict[str, list[Form]]] = defaultdict(lambda: defaultdict(list))
        self.classes: dict[str, str] = {}
        self.bare: dict[str, Form] = {}
        for row in rows:
            self._add(row)
        self.leads = tuple(sorted(self.forms, key=lambda lead: (-len(lead), lead)))
        self.anywhere: dict[str, list[Central]] = defaultdict(list)
        self.at_centre: dict[str, list[Central]] = defaultdict(list)
        for record in central:
            self._add_central(*record)

    def _add(self, row: Mapping[str, Any]) -> None:
        if unknown := set(row) - _KEYS:
            raise DataError(f"names: archetype {row.get('id', '?')}: unknown keys {sorted(unknown)}")
        if "id" not in row or not ("full" in row or "forms" in row):
            raise DataError(f"names: archetype {row.get('id', '?')}: needs id and full or forms")
        archetype = _archetype(row)
        self.archetypes.append(archetype)
        if "full" in row:
            self._add_department(archetype, row)
        else:
            self._add_organ(archetype, row)

    def _add_department(self, archetype: Archetype, row: Mapping[str, Any]) -> None:
        ends, endings = row["ends"], dict(ENDINGS)
        endings |= {end: end for end in [*row["ends"], *row.get("more", [])]}
        for stem, full in _stems(row).items():
            for written, ending in endings.items():
                title = f"{{D}}{full}{ending}" if full else None
                official = stem + written if full == stem and written == ending else ""
                self._form("", stem + written, Form(archetype, (title, title, title), official))
            usual = [f"{{D}}{full}{end}" if full else None for end in ends]
            by_level = Form(archetype, (usual[0], usual[1], usual[2]), sure=False)
            for tail in ("", *TAILS) if row.get("bare", True) else TAILS:
                self._form("", stem + tail, by_level)
                self._class(stem, tail, full or stem, row, by_level)
        for core, name in row.get("forms", {}).items():
            title = f"{{D}}{name}"
            self._form("", core, Form(archetype, (title, title, title)))

    def _class(self, stem: str, tail: str, full: str, row: Mapping[str, Any], form: Form) -> None:
        name = row.get("class") if full == row["full"][0] else None
        kind = tail if tail in ("主管部门", "行政主管部门") and not name else "部门"
        self.classes.setdefault(stem + tail, name or full + kind)
        self.bare.setdefault(stem + tail, form)

    def _add_organ(self, archetype: Archetype, row: Mapping[str, Any]) -> None:
        form: Form | None = None
        for written, title in row["forms"].items():
            levels = title if isinstance(title, dict) else dict.fromkeys(LEVELS, title)
            form_of = Form(archetype, (levels.get("province"), levels.get("city"), levels.get("county")))
            form = form or form_of
            for here in _HERE if "{h}" in written else ("",):
                lead, _, core = written.replace("{h}", here).partition("{H}")
                self._form(lead, core, form_of)
        for stem in row.get("stems", []):
            for tail in ("", *TAILS):
                self.classes.setdefault(stem + tail, row["class"])
                if form:
                    self.bare.setdefault(stem + tail, form)

    def _form(self, lead: str, core: str, form: Form) -> None:
        forms = self.forms[lead][core]
        rival = next((f for f in forms if not (f.archetype.since or f.archetype.until)), None)
        if rival is None or form.archetype.since or form.archetype.until:
            forms.append(form)
        elif rival.titles != form.titles and rival.archetype is not form.archetype:
            raise DataError(f"names: {lead}…{core} stands in {rival.archetype.id} and in {form.archetype.id}")

    def _add_central(self, canonical: str, names: str, central: str, since: str, until: str) -> None:
        body = Central(canonical, since, until)
        for name in {canonical, canonical.removeprefix("中华人民共和国"), *names.split()}:
            self.anywhere[name].append(body)
        for name in central.split():
            self.at_centre[name].append(body)

    @cached_property
    def _officials(self) -> dict[str, dict[str, Form]]:
        """Cores that are full names by themselves, by their first two letters."""
        found: dict[str, dict[str, Form]] = defaultdict(dict)
        for core, forms in self.forms[""].items():
            for form in forms:
                if form.official:
                    found[core[:2]].setdefault(core, form)
        return {
            start: dict(sorted(cores.items(), key=lambda core: -len(core[0])))
            for start, cores in found.items()
        }

    def official(self, text: str, at: int) -> Form | None:
        """The form of the longest full name that stands at `at` in the text, if there is one."""
        cores = self._officials.get(text[at : at + 2])
        return next((cores[core] for core in cores if text.startswith(core, at)), None) if cores else None


def _archetype(row: Mapping[str, Any]) -> Archetype:
    return Archetype(
        row["id"],
        row.get("kind", "agency"),
        row.get("places", "word"),
        row.get("from", ""),
        row.get("until", ""),
        tuple(row.get("not_in", ())),
        "full" in row,
        tuple(row.get("examples", {}).items()),
        tuple(row.get("near", ())),
        row.get("date"),
    )


def _stems(row: Mapping[str, Any]) -> dict[str, str | None]:
    short = row.get("short", [])
    stems: dict[str, str | None] = dict.fromkeys(row.get("open", []))
    stems |= short if isinstance(short, dict) else dict.fromkeys(short, row["full"][0])
    return stems | {full: full for full in row["full"]}


class Words:
    """The word lists of words.yaml as tuples, ready for endswith and startswith."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        def listed(*path: str) -> tuple[str, ...]:
            entry: Any = data
            for step in path:
                entry = entry[step]
            return tuple(sorted(entry["words"], key=lambda word: (-len(word), word)))

        self.agency, self.unit = listed("ends", "agency"), listed("ends", "unit")
        self.company, self.group = listed("ends", "company"), listed("ends", "group")
        self.whole, self.units = listed("whole"), listed("units")
        self.zones, self.zone_ends = listed("zones"), listed("zone_ends")
        self.starts, self.holds = listed("collective", "starts"), listed("collective", "holds")
        self.class_ends, self.class_whole = (
            listed("collective", "ends"),
            frozenset(listed("collective", "whole")),
        )
        self.posts, self.nobody = listed("posts"), frozenset(listed("nobody"))
        self.areas, self.levels = listed("areas"), listed("levels")
        self.traps, self.never_inside = listed("traps"), listed("never_inside")
        self.expand: Mapping[str, str] = data["expand"]
        self.fields: Mapping[str, str] = data["fields"]


def read_data(name: str) -> Any:
    """A YAML file of this folder.

    Raises:
        DataError: it is no YAML.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(files(__package__).joinpath(name).read_text(encoding="utf-8"), loader)
    except yaml.YAMLError as error:
        raise DataError(f"names/{name}: {error}") from error


def _central() -> Iterator[list[str]]:
    text = files(__package__).joinpath("national.csv").read_text(encoding="utf-8")
    yield from csv.reader(text.splitlines()[1:])


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that the package ships.

    Raises:
        DataError: a file contradicts its schema, or two archetypes claim one core.
    """
    rows = [*read_data("bodies.yaml")["archetypes"], *read_data("organs.yaml")["archetypes"]]
    return Lexicon(rows, _central())


@lru_cache(maxsize=1)
def words() -> Words:
    """The word lists that the package ships."""
    return Words(read_data("words.yaml"))
