"""What a document says of other documents: numbers (文号), cited titles, names that it defines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import yaml

from graph_builder.errors import DataError
from graph_builder.identity import citation_id, cited_id, fold, fold_number
from graph_builder.model import Citation, Span
from graph_builder.view import View

_OPEN: Final = "（〈﹝„「『<\\["
_CLOSE: Final = "）〉﹞‟”」』>\\]"
_YEAR: Final = re.compile(rf"[{_OPEN}]((?:19|20)\d\d)[{_CLOSE}]第?(\d{{1,5}})号")
_ORDER: Final = re.compile(r"(令|公告)（?((?:\d{4}年)?第(?:\d{1,4}|[〇零一二三四五六七八九十百]{1,7})号)）?")
_RUN: Final = re.compile(r"[\u4e00-\u9fff〇A-Za-z]{1,30}\Z")
_ISSUER: Final = re.compile(r"[\u4e00-\u9fff]{2,24}\Z")
_QUOTE: Final = re.compile("[《》]")
_STOP: Final = re.compile("[。；！？]")
_AFTER: Final = re.compile("[。；！？《]")
_LONGEST_TITLE: Final = 200
_CONTEXT: Final = 80
_HEAD: Final = 10
_LONGEST_NUMBER: Final = 40


@cache
def _data() -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = yaml.safe_load(
            files(__package__).joinpath("citations.yaml").read_text("utf-8")
        )
    except yaml.YAMLError as error:
        raise DataError(f"citations.yaml: {error}") from error
    return loaded


@cache
def _standard() -> re.Pattern[str]:
    names = "|".join(sorted(_data()["standards"], key=len, reverse=True))
    return re.compile(
        rf"(?<![A-Za-z])(?:{names})(?:/T)?\d{{1,5}}(?:\.\d{{1,2}})?(?:/T)?\d{{0,5}}(?:[-—–]\d{{4}})?"
    )


class Number(NamedTuple):
    """A document number as it stands in a view: `text` normalised, `start:end` positions of the view."""

    text: str
    start: int
    end: int


def numbers(view: View, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """Numbers of documents (文号, 令, 公告 of a year, standards) in order of place; linear in length."""
    stop = len(view.text) if end is None else end
    for match in _YEAR.finditer(view.text, start, stop):
        head = _head(view, max(start, match.start() - 30), match.start())
        if head:
            yield Number(f"{head}〔{match[1]}〕{match[2]}号", match.start() - len(head), match.end())
    for match in _ORDER.finditer(view.text, start, stop):
        issuer = _order_issuer(view.text[max(start, match.start() - 24) : match.start()])
        if issuer:
            text = f"{issuer}{match[1]}{match[2]}"
            yield Number(text, match.start() - len(issuer), match.end())


def whole_number(text: str) -> str | None:
    """The number that a line consists of (view text, brackets round it allowed), else None."""
    match = _YEAR.search(text, 0, _LONGEST_NUMBER)
    if not match or match.start() > 24:
        return None
    head, tail = text[: match.start()].lstrip("（"), text[match.end() :].rstrip("）")
    if not re.fullmatch(r"[\u4e00-\u9fff〇A-Za-z]{1,14}", head) or (
        tail and not tail.startswith(("签发", "★", "秘密", "机密", "特急", "加急"))
    ):
        return None
    return f"{head}〔{match[1]}〕{match[2]}号"


def _head(view: View, start: int, end: int) -> str | None:
    """The 代字 that ends before a year, without the words that run into it."""
    run = _RUN.search(view.text[start:end])
    if not run:
        return None
    begin = end - len(run.group()) + _cut(run.group())
    if end - begin > _HEAD:
        begin = max((place for place in range(begin, end - 1) if place in view.breaks), default=begin)
    return view.text[begin:end] if 2 <= end - begin <= _HEAD else None


@cache
def _leading() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that may lead in to a 代字, and before them the characters that they end in."""
    words = tuple(_data()["number_heads"]["words"])
    return frozenset(word[-1] for word in words), words


def _cut(words: str) -> int:
    """Where the 代字 begins: after the last leading word that leaves a 代字 behind it."""
    lasts, leading = _leading()
    if lasts.isdisjoint(words[:-2]):
        return 0
    best = 0
    for word in [word for word in leading if word in words]:
        at = words.rfind(word, 0, len(words) - 2)
        rest = words[at + len(word) :] if at >= 0 else ""
        generic = rest.startswith("办") and len(rest) <= 3
        if len(rest) >= 2 and not generic and (len(word) > 1 or at == best):
            best = max(best, at + len(word))
    return best


def _order_issuer(before: str) -> str | None:
    """The body that stands before 令 or 公告, without the words that lead in to it."""
    run = _ISSUER.search(before)
    if not run:
        return None
    words = run.group()
    for lead in _data()["order_leads"]:
        at = words.rfind(lead) if len(lead) > 1 else (0 if words.startswith(lead) else -1)
        if at >= 0 and len(words) - at - len(lead) >= 2:
            words = words[at + len(lead) :]
    return words if len(words) >= 3 or words.endswith(("部", "院")) else None


class _Title(NamedTuple):
    text: str
    start: int
    end: int


def _titles(view: View) -> Iterator[_Title]:
    """Outermost 《》 pairs; one that does not close within a title's length is passed over."""
    text = view.text
    start = text.find("《")
    while start >= 0:
        end = _closing(text, start)
        if end > start + 2:
            yield _Title(text[start + 1 : end - 1], start, end)
        start = text.find("《", end or start + _LONGEST_TITLE + 1)


def _closing(text: str, start: int) -> int:
    """Where the 《 at `start` has been closed, 0 where it is not within a title's length."""
    depth = 0
    for mark in _QUOTE.finditer(text, start, start + _LONGEST_TITLE + 1):
        depth += 1 if mark.group() == "《" else -1
        if depth == 0:
            return mark.end()
    return 0


@cache
def _triggers(side: str) -> tuple[tuple[str, str], ...]:
    kinds: dict[str, dict[str, list[str]]] = _data()["kinds"]
    return tuple(
        (word, kind)
        for kind, sides in kinds.items()
        if kind not in ("examples", "near_misses")
        for word in sides.get(side, [])
    )


def _kind(view: View, title: _Title, last: tuple[int, str]) -> str:
    """What the sentence says of a title; a title in a list takes the kind of the one before it."""
    after = _AFTER.split(view.text[title.end : title.end + _CONTEXT], 1)[0]
    hits = [(after.find(word), kind) for word, kind in _triggers("after") if word in after]
    if hits:
        return min(hits)[1]
    before = _STOP.split(view.text[max(last[0], title.start - _CONTEXT) : title.start])[-1]
    words = [(word, kind) for word, kind in _triggers("before") if word in before]
    nearest = max(((before.rfind(word) + len(word), len(word), kind) for word, kind in words), default=None)
    if nearest:
        return nearest[2]
    listed = title.start - last[0] <= 40 and not _STOP.search(view.text, last[0], title.start)
    return last[1] if listed and not re.search("[，]", before) else "cites"


def _number_beside(view: View, title: _Title) -> str | None:
    """The number in the bracket after a title, or directly before it."""
    text = view.text
    if text[title.end : title.end + 1] == "（":
        close = text.find("）", title.end, title.end + 120) + 1
        stop = max(close, text.find("号", title.end, title.end + 60) + 1, title.end)
        found = next(numbers(view, title.end + 1, stop), None)
        standard = _standard().match(text, title.end + 1)
        return found.text if found else (standard.group() if standard else None)
    if not text.endswith(("号", "）"), 0, title.start):
        return None
    before = list(numbers(view, max(0, title.start - 24), title.start))
    return before[-1].text if before and before[-1].end == title.start else None


class _Named(NamedTuple):
    """A document that a text names: how, where, and whether it is the text's own instrument."""

    title: str | None
    number: str | None
    kind: str
    span: Span
    own: bool = False


def cited(
    view: View,
    document: str,
    own: str | None,
    number: str | None,
    names: Iterable[tuple[str, str]] | None = None,
) -> tuple[Citation, ...]:
    """Every title in 《》 once, with the number beside it, then the numbers that stand alone.

    `own` is the title of the document's own instrument, `number` its own number; short names that
    the text defines for a cited title (`names`, where the caller has them) are no citation.
    """
    titled = _by_title(view, own, defined(view) if names is None else names)
    known = {fold_number(each.number) for each in titled.values() if each.number}
    known |= {fold_number(number)} if number else set()
    named = [*_without_short_forms(titled), *_bare_numbers(view, known)]
    by_id: dict[str, Citation] = {}
    for each in sorted(named, key=lambda each: each.span.start):
        citation = _citation(document, each)
        by_id.setdefault(citation.id, citation)
    return tuple(by_id.values())


def _by_title(view: View, own: str | None, names: Iterable[tuple[str, str]]) -> dict[str, _Named]:
    """What is named by title, by folded title: the first place, with the number that stands beside any."""
    found: dict[str, _Named] = {}
    short = {fold(name) for name, _ in names}
    mine, last = fold(own) if own is not None else None, (0, "cites")
    for title in _titles(view):
        kind, near, key = _kind(view, title, last), _number_beside(view, title), fold(title.text)
        last = (title.end, kind)
        first = found.get(key)
        if first is None and key not in short:
            span = view.span(title.start + 1, title.end - 1)
            found[key] = _Named(title.text, near, "promulgates" if key == mine else kind, span, key == mine)
        elif first and near and not first.number:
            found[key] = first._replace(number=near)
    return found


def _citation(document: str, named: _Named) -> Citation:
    target = document if named.own else cited_id(named.number, named.title)
    name = citation_id(document, named.number, named.title)
    return Citation(name, document, named.title, named.number, named.kind, target, named.span, named.own)


def _without_short_forms(found: dict[str, _Named]) -> list[_Named]:
    """Leave out 《管理办法》 where exactly one longer title ends so and no number stands beside it."""
    kept = []
    for key, named in found.items():
        longer = [other for other in found if other != key and other.endswith(key)] if len(key) <= 6 else []
        if len(longer) != 1 or named.number:
            kept.append(named)
    return kept


def _bare_numbers(view: View, known: set[str]) -> Iterator[_Named]:
    """Numbers that no title bears, each once."""
    for number in numbers(view):
        key = fold_number(number.text)
        if key not in known:
            known.add(key)
            yield _Named(None, number.text, "cites", view.span(number.start, number.end))


@cache
def _definition() -> re.Pattern[str]:
    markers = "|".join(sorted(_data()["definitions"]["markers"], key=len, reverse=True))
    return re.compile(
        rf"（[^（）。]{{0,40}}?(?:{markers})[为：]?[“《‘]?([^“”‘’《》（）。；，、]{{1,30}})[”》’]?"
    )


_NAME: Final = re.compile(r"[^，。；：、！？“”‘’《》\s]{2,60}\Z")
_HEADING: Final = re.compile(r"第[一二三四五六七八九十百零]{1,5}[章节条]|\d{1,2}(?:\.\d{1,2})+")
_TWICE: Final = re.compile(r"^(.{4,30})\1$")
_SUFFIX: Final = "局委办会室部厅心队院处"
_PLATE: Final = re.compile(rf"（(?<=[{_SUFFIX}]（)([\u4e00-\u9fff、]{{3,80}}[{_SUFFIX}])）")
_WORDS: Final = re.compile(r"[\u4e00-\u9fff]{4,60}\Z")


def defined(view: View) -> tuple[tuple[str, str], ...]:
    """(short, full) pairs: names that the text defines (以下简称) and plates beside a body's name."""
    pairs = dict.fromkeys(_shortened(view))
    pairs.update(dict.fromkeys(_plated(view)))
    return tuple(pairs)


def _shortened(view: View) -> Iterator[tuple[str, str]]:
    for match in _definition().finditer(view.text):
        full = _full_name(view.text[max(0, match.start() - 200) : match.start()])
        short = match[1].strip()
        if full and full != short:
            yield short, full


def _full_name(before: str) -> str | None:
    """The name that ends where a definition's bracket opens, without the words that lead in to it."""
    if before.endswith("》"):
        opened = before.rfind("《")
        return before[opened + 1 : -1] if opened >= 0 else None
    run = _NAME.search(before.rstrip("”’"))
    if not run:
        return None
    name = _HEADING.split(run.group())[-1]
    name = _TWICE.sub(r"\1", name)
    for word in _data()["definitions"]["founding"]:
        name = name.rpartition(word)[2] or name
    if name.endswith("会议制度"):
        name = name.removesuffix("制度")
    for word in _lead_ins() * 2:
        if name.startswith(word) and len(name) - len(word) >= 3:
            name = name[len(word) :]
    return name.split("）")[-1] if name.count("）") > name.count("（") else name


@cache
def _lead_ins() -> tuple[str, ...]:
    return tuple(sorted(_data()["definitions"]["lead_ins"], key=len, reverse=True))


def _plated(view: View) -> Iterator[tuple[str, str]]:
    """`A（B、C）` of one division: B and C are plates of A."""
    for match in _PLATE.finditer(view.text):
        plates = match[1].split("、")
        words = _WORDS.search(view.text[max(0, match.start() - 61) : match.start()])
        begin = words.group().rfind(plates[0][:3]) if words else -1
        if words and begin >= 0 and all(plate[:2] == plates[0][:2] for plate in plates):
            yield from ((plate, words.group()[begin:]) for plate in plates)
