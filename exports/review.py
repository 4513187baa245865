"""What is open in a graph, as rows for a clerk to settle (待核); each has an id that outlives the build."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from exports.text import Places
from graph_builder.corrections.words import word_ids
from graph_builder.derive import role_edges, tasks_missing_lead
from graph_builder.identity import body_id, matter_id, task_id
from graph_builder.lookup import Lookup
from graph_builder.model import Fate, Graph, Span, Statement
from graph_builder.names.lexicon import TAILS, words
from graph_builder.outdir import in_source_order
from ontology import Role

_STOP: Final = re.compile("[。；！？;]")
_SENT_OUT: Final = re.compile("[印转]发给你们")
_ASIDE: Final = re.compile(r"（[^（）]*）|《[^《》]*》")
_BEFORE: Final = 120
_REASONS: Final = {
    "no frame reads it": "没有合适的句式",
    "no subject before it": "前面找不到主语",
    "no body after it": "后面找不到单位",
    "inside another duty": "在另一项职责之内",
}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One open question. `id` is that of the body, the words, the task or the document asked about."""

    kind: str
    what: str
    question: str
    count: int
    quote: str
    document_number: str
    line: int | str
    id: str


@dataclass(frozen=True, slots=True)
class SameMatter:
    """Two statements of different documents that may order the same matter, and the words they share."""

    one: str
    other: str
    words: tuple[str, ...]


def review_rows(
    graph: Graph, matters: Sequence[SameMatter] = (), decided: Collection[str] = ()
) -> tuple[ReviewRow, ...]:
    """What is open, without the questions of the ids in `decided`.

    Names not settled, tasks without a lead, candidates for the same matter, role words not understood
    (those with a body before them, the others in one line with their number), doubled document numbers.
    """
    lookup = Lookup(graph)
    places = Places(lookup)
    rows = (
        *_open_names(lookup, places),
        *_leaderless(lookup, places),
        *_matters(lookup, places, matters),
        *_unmatched(lookup, places, decided),
        *_doubled(lookup, places),
    )
    return tuple(row for row in rows if row.id not in decided)


def _open_names(lookup: Lookup, places: Places) -> Iterator[ReviewRow]:
    """One row for each unresolved body of a document, at the first statement that names it."""
    found: defaultdict[str, list[tuple[str, Statement]]] = defaultdict(list)
    open_ones = {one.id: one.kind for one in lookup.graph.agencies if _is_open(one.id, one.kind)}
    for assignment in lookup.graph.assignments:
        if assignment.agency in open_ones:
            found[assignment.agency].append((assignment.surface, lookup.statements[assignment.statement]))
    for seat in lookup.graph.memberships:
        if seat.role is Role.CHAIR or (seat.agency is not None and seat.agency not in open_ones):
            continue
        statement = lookup.statements[seat.statement]
        found[seat.agency or body_id(seat.document, seat.surface)].append((seat.surface, statement))
    for collective in (False, True):
        for id_, named in sorted(found.items()):
            if (open_ones.get(id_) == "collective") is collective:
                surface, first = min(named, key=lambda one: (one[1].span.start, one[1].id))
                asked = ("范围未定", "指哪些单位？") if collective else ("名称未定", "指哪个单位？")
                yield ReviewRow(asked[0], surface, asked[1], len(named), *_where(lookup, places, first), id_)


def _is_open(id_: str, kind: str) -> bool:
    return kind == "unresolved" or (kind == "collective" and id_.startswith("body/"))


def _leaderless(lookup: Lookup, places: Places) -> Iterator[ReviewRow]:
    missing = set(tasks_missing_lead(role_edges(lookup.graph)))
    for statement in in_source_order(lookup, lookup.graph.statements):
        if task_id(statement.id) in missing:
            where = _where(lookup, places, statement)
            yield ReviewRow("无牵头单位", statement.task, "由谁牵头？", 1, *where, statement.id)


def _matters(lookup: Lookup, places: Places, matters: Sequence[SameMatter]) -> Iterator[ReviewRow]:
    """The pairs in their order; of each, the task that stands first in the sources first."""
    for matter in matters:
        one, other = in_source_order(lookup, [lookup.statements[id_] for id_ in (matter.one, matter.other)])
        quote, number, line = _where(lookup, places, one)
        quotes = f"{one.task}{quote}\n{other.task}{places.quote(other.source, other.span)}"
        second = lookup.documents[other.document].number or lookup.documents[other.document].title
        question = f"是否同一事项？（另见 {second}，第 {places.line(other.source, other.span.start)} 行）"
        what = "、".join(matter.words)
        yield ReviewRow(
            "可能是同一事项", what, question, 2, quotes, number, line, matter_id(one.id, other.id)
        )


def _where(lookup: Lookup, places: Places, statement: Statement) -> tuple[str, str, int | str]:
    number = lookup.documents[statement.document].number or ""
    line = places.place(statement.source, statement.span.start)
    return places.quote(statement.source, statement.span), number, line


def _unmatched(lookup: Lookup, places: Places, decided: Collection[str]) -> Iterator[ReviewRow]:
    by_document: defaultdict[str, list[Fate]] = defaultdict(list)
    for fate in lookup.graph.fates:
        by_document[fate.document].append(fate)
    rest = 0
    for document in in_source_order(lookup, lookup.graph.documents):
        text = lookup.sources[document.source].text
        fates = by_document[document.id]
        ids = word_ids(text, fates) if fates else {}
        for fate in fates:
            if fate.outcome == "unmatched" and ids[fate.span] not in decided:
                if _bodied(text, fate.span):
                    yield _word_row(lookup, places, fate, ids)
                else:
                    rest += 1
    if rest:
        asked = "句中前面没有单位，多半不是分工；网页“文件”中以灰色标出"
        yield ReviewRow("其余职责词", "", asked, rest, "", "", 0, "rest/words")


def _word_row(lookup: Lookup, places: Places, fate: Fate, ids: Mapping[Span, str]) -> ReviewRow:
    document = lookup.documents[fate.document]
    return ReviewRow(
        "职责词未读懂",
        fate.word,
        f"是否职责？（{_REASONS.get(fate.reason, fate.reason)}）" if fate.reason else "是否职责？",
        1,
        places.sentence(document.source, fate.span),
        document.number or "",
        places.place(document.source, fate.span.start),
        ids[fate.span],
    )


def _bodied(text: str, span: Span) -> bool:
    """Whether a body stands before the word in its sentence."""
    tight = "".join(text[max(0, span.start - _BEFORE) : span.start].split())
    before = _STOP.split(_ASIDE.sub("", tight))[-1]
    if _SENT_OUT.search(before):
        return False
    traps = words().traps
    return any(not before[: found.end()].endswith(traps) for found in _body().finditer(before))


@cache
def _body() -> re.Pattern[str]:
    """How a body ends: 局, 办公室, 主管部门 …; 委 and 办 only behind a level and before a pause or a verb."""
    listed = {*words().agency, *TAILS, *(end for end in words().unit if len(end) > 1)}
    ends = "|".join(sorted(listed, key=lambda end: (-len(end), end)))
    short = "[省市县区州][一-龥]{1,6}[委办](?=$|[、，：由要应会负牵等和及])"
    return re.compile(f"[一-龥]{{1,2}}(?:{ends})|{short}")


def _doubled(lookup: Lookup, places: Places) -> Iterator[ReviewRow]:
    for document in lookup.graph.documents:
        if "~" in document.id:
            yield ReviewRow(
                "文号重复",
                document.title,
                "另一份标题不同的文件有同一文号，哪个文号有误？",
                1,
                "",
                document.number or "",
                places.place(document.source, document.span.start),
                document.id,
            )
