"""Figures against gold annotations: mentions right, wrong and missed, and which statements moved.

A mention is right when a gold statement of the same file, whose text holds the mention's start, has
the same surface (white space left out) in the same role. Statements whose note starts with
`borderline` or `UNSURE`, and lines with `dont_care`, neither help nor hurt.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

from graph_builder.errors import InputError
from graph_builder.view import squeeze

Record = Mapping[str, Any]

FORMAL: Final = ("clause", "table")
SIMILAR: Final = 0.8
_REACH: Final = 4000


@dataclass(frozen=True, slots=True)
class Figures:
    """Mentions found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the right mentions also have something else right."""

    right: int
    total: int

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.right / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mention missed or found wrongly. `where` is the gold id, or the file of a false alarm."""

    where: str
    kind: str
    role: str
    surface: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Figures by kind, then `formal` (clauses and tables) and `all`; shares; what went wrong.

    `outcomes` says, by the id of a gold statement or of a false alarm's statement, how it fared.
    `lost` are gold statements whose text stands nowhere in its source; `statements` and `sources` say
    how many counted.
    """

    kinds: Mapping[str, Figures]
    shares: Mapping[str, Share]
    misses: tuple[Mistake, ...]
    alarms: tuple[Mistake, ...]
    outcomes: Mapping[str, str]
    lost: tuple[str, ...]
    statements: int
    sources: int

    def value(self, name: str) -> float:
        """F1 of a kind, or a share; 0 where nothing was measured."""
        if name in self.shares:
            return self.shares[name].value or 0.0
        return self.kinds[name].f1 if name in self.kinds else 0.0


@dataclass(eq=False, slots=True)
class _Gold:
    """A gold statement with its place in the white-space-free text."""

    record: Record
    start: int
    end: int
    wanted: list[_Wanted] = field(default_factory=list)

    def holds(self, offset: int) -> bool:
        return self.start <= offset < self.end


@dataclass(eq=False, slots=True)
class _Wanted:
    """One mention of a gold statement, and what was found for it: statement and mention."""

    gold: _Gold
    mention: Record
    found: tuple[Record, Record] | None = None


class _Text:
    """A source without white space, and the way there from its own offsets."""

    def __init__(self, text: str) -> None:
        self._kept = [place for place, char in enumerate(text) if not char.isspace()]
        self._lines = [0, *(place + 1 for place, char in enumerate(text) if char == "\n")]
        self.tight = "".join(text[place] for place in self._kept)

    def offset(self, raw: int) -> int:
        """Where the character at a source offset (or the next one that is no white space) stands."""
        return bisect_left(self._kept, raw)

    def line(self, number: int) -> int:
        """Where a line (from 1) starts."""
        return self.offset(self._lines[number - 1]) if number <= len(self._lines) else len(self.tight)


def read_gold(path: Path) -> list[Record]:
    """The lines of a gold file.

    Raises:
        InputError: it cannot be read, or a line is no JSON object with file and text.
    """
    records: list[Record] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            record = json.loads(text)
        except ValueError as error:
            raise InputError(f"{path}, line {number}: no JSON ({error})") from error
        if not isinstance(record, dict) or not {"file", "text", "kind", "agencies"} <= set(record):
            raise InputError(f"{path}, line {number}: a gold statement has file, text, kind and agencies")
        records.append(record)
    return records


def score(
    gold: Iterable[Record], found: Iterable[Record], sources: Mapping[str, str], *, within: bool = False
) -> Score:
    """Compare statements, as `extract` prints them, with gold ones.

    `sources` are the decoded texts by file name. With `within`, what stands before the first or after
    the last gold statement of a file is left out: for gold that covers a part of it.
    """
    texts = {name: _Text(text) for name, text in sources.items()}
    placed, lost = _placed(gold, texts)
    counted = [one for one in placed if not _tolerated(one.record)]
    for one in counted:
        one.wanted = [_Wanted(one, mention) for mention in one.record["agencies"]]
    alarms = _matched(placed, counted, _mentions(found, texts), within=within)
    wanted = [want for one in counted for want in one.wanted]
    return Score(
        _kinds(wanted, alarms),
        _shares(wanted),
        tuple(_missed(want) for want in wanted if not want.found),
        tuple(_alarm(*alarm) for alarm in alarms),
        _outcomes(counted, alarms),
        tuple(lost),
        len(counted),
        len({one.record["file"] for one in counted}),
    )


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(id, outcome before, outcome after) of each statement that fares otherwise now; empty: not there."""
    ids = sorted(before.keys() | after.keys())
    return [
        (id_, before.get(id_, ""), after.get(id_, "")) for id_ in ids if before.get(id_) != after.get(id_)
    ]


_Found = tuple[Record, Record, int]


def _placed(gold: Iterable[Record], texts: Mapping[str, _Text]) -> tuple[list[_Gold], list[str]]:
    """Each gold statement at its place: after the one before, or from its line on."""
    cursor: defaultdict[str, int] = defaultdict(int)
    last: dict[tuple[str, str], int] = {}
    placed: list[_Gold] = []
    lost: list[str] = []
    for record in gold:
        file, needle = record["file"], squeeze(record["text"])
        low = max(cursor[file], last.get((file, needle), -1) + 1)
        start = _find(texts[file], needle, record.get("line"), low)
        if start < 0:
            lost.append(str(record.get("id")))
            continue
        last[file, needle] = start
        if not record.get("dont_care"):
            cursor[file] = start
        placed.append(_Gold(record, start, start + len(needle)))
    return placed, lost


def _find(text: _Text, needle: str, line: int | None, low: int) -> int:
    if line is not None:
        first = text.line(line)
        at = text.tight.find(needle, first)
        if 0 <= at <= first + _REACH:
            return at
    at = text.tight.find(needle, low)
    return at if at >= 0 else text.tight.find(needle)


def _tolerated(record: Record) -> bool:
    note = (record.get("note") or "").lower()
    return bool(record.get("dont_care")) or note.startswith(("borderline", "unsure"))


def _mentions(found: Iterable[Record], texts: Mapping[str, _Text]) -> list[_Found]:
    """Each found mention once, with its statement and its place in the white-space-free text."""
    unique: dict[tuple[str, str, str, int], _Found] = {}
    for statement in found:
        if statement["source"] not in texts:
            continue
        for mention in statement["agencies"]:
            at = texts[statement["source"]].offset(mention["start"])
            key = (statement["source"], squeeze(mention["surface"]), mention["role"], at)
            unique.setdefault(key, (statement, mention, at))
    return list(unique.values())


def _matched(
    placed: Sequence[_Gold], counted: Sequence[_Gold], found: Iterable[_Found], *, within: bool
) -> list[_Found]:
    """Give each wanted mention what was found for it; returns what was wanted by none."""
    index: defaultdict[tuple[str, str, str], list[_Wanted]] = defaultdict(list)
    zones: defaultdict[str, list[_Gold]] = defaultdict(list)
    for one in placed:
        zones[one.record["file"]].append(one)
    for one in counted:
        for wish in one.wanted:
            index[one.record["file"], squeeze(wish.mention["surface"]), wish.mention["role"]].append(wish)
    alarms: list[_Found] = []
    for statement, mention, at in found:
        file = statement["source"]
        if within and not _covered(zones[file], at):
            continue
        rivals = index[file, squeeze(mention["surface"]), mention["role"]]
        want = next((want for want in rivals if not want.found and want.gold.holds(at)), None)
        if want:
            want.found = (statement, mention)
        elif not any(_tolerated(one.record) and one.holds(at) for one in zones[file]):
            alarms.append((statement, mention, at))
    return alarms


def _covered(placed: Sequence[_Gold], offset: int) -> bool:
    return bool(placed) and min(one.start for one in placed) <= offset < max(one.end for one in placed)


def _kinds(wanted: Sequence[_Wanted], alarms: Sequence[_Found]) -> dict[str, Figures]:
    right = Counter(want.gold.record["kind"] for want in wanted if want.found)
    missed = Counter(want.gold.record["kind"] for want in wanted if not want.found)
    wrong = Counter(str(statement["kind"]) for statement, _, _ in alarms)

    def figures(kinds: Iterable[str]) -> Figures:
        listed = list(kinds)
        return Figures(*(sum(counter[kind] for kind in listed) for counter in (right, wrong, missed)))

    kinds = sorted({*right, *wrong, *missed})
    return {kind: figures([kind]) for kind in kinds} | {"formal": figures(FORMAL), "all": figures(kinds)}


def _checks(want: _Wanted) -> dict[str, bool | None]:
    """What else is right about a right mention; None where the gold does not say."""
    gold, mention = want.gold.record, want.mention
    statement, got = want.found or ({}, {})
    named = mention.get("canonical") and not mention.get("collective")
    return {
        "canonical": got.get("canonical") == mention["canonical"] if named else None,
        "task": _similar(statement.get("task"), gold["task"]) if gold.get("task") else None,
        "document": statement.get("document") == gold["doc"] if gold.get("doc") else None,
        "deadline": bool(statement.get("due")) == bool(gold.get("due")),
    }


def _similar(found: str | None, wanted: str) -> bool:
    return SequenceMatcher(None, squeeze(found or ""), squeeze(wanted), autojunk=False).ratio() >= SIMILAR


def _shares(wanted: Iterable[_Wanted]) -> dict[str, Share]:
    checked = [_checks(want) for want in wanted if want.found]
    return {
        name: Share(sum(one[name] is True for one in checked), sum(one[name] is not None for one in checked))
        for name in ("canonical", "task", "document", "deadline")
    }


def _outcomes(counted: Iterable[_Gold], alarms: Iterable[_Found]) -> dict[str, str]:
    """By id: `3/4 canonical 2/3 …` of a gold statement, `wrong 2` of one that only we read."""
    outcomes: dict[str, str] = {}
    for one in counted:
        hits = sum(want.found is not None for want in one.wanted)
        shares = _shares(one.wanted).items()
        parts = [f"{name} {share.right}/{share.total}" for name, share in shares if share.total]
        outcomes[str(one.record.get("id"))] = " ".join([f"{hits}/{len(one.wanted)}", *parts])
    wrong = Counter(str(statement.get("id")) for statement, _, _ in alarms)
    return outcomes | {id_: f"wrong {count}" for id_, count in wrong.items()}


def _missed(want: _Wanted) -> Mistake:
    gold = want.gold.record
    return Mistake(
        str(gold.get("id")), gold["kind"], want.mention["role"], want.mention["surface"], gold["text"]
    )


def _alarm(statement: Record, mention: Record, _: int) -> Mistake:
    return Mistake(
        statement["source"],
        str(statement["kind"]),
        str(mention["role"]),
        mention["surface"],
        statement["text"],
    )
