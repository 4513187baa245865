"""A small complete graph, made by hand: three documents of an invented city over two sources and two years.

Every span quotes its words, every id comes from `identity`. It holds each kind of statement and each
role, parallel edges, a collective with members, an unresolved body, hostile text in a task, a task
without a lead, one with one responsible body, deadlines and citations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache, partial
from operator import attrgetter
from typing import Final, TypeVar

from toy_data import (
    BODIES,
    CITY,
    DIVISIONS,
    GROUP_NAME,
    HOSTILE,
    MEMBERS,
    OPINION,
    OPINION_NUMBER,
    OPINION_TEXT,
    PLAN,
    PLAN_NUMBER,
    PLAN_TEXT,
    REVISION,
    REVISION_NUMBER,
    REVISION_TEXT,
    Said,
)

from graph_builder import identity
from graph_builder.model import (
    Agency,
    AgencyName,
    Assignment,
    Citation,
    Delegation,
    Division,
    Document,
    Fate,
    Graph,
    Membership,
    Mention,
    Source,
    Span,
    Statement,
)
from ontology import TASK_ROLES, Kind, Role

__all__ = ["GROUP_NAME", "HOSTILE", "OPINION_NUMBER", "PLAN_NUMBER", "REVISION_NUMBER", "body", "toy_graph"]

T = TypeVar("T")

MARKS: Final = {"*": "several", "&": "joint"}


def _source(name: str, text: str) -> Source:
    return Source(name, text, "utf-8", identity.source_id(text))


def _span(text: str, within: Span, words: str, after: int | None = None) -> Span:
    start = text.index(words, within.start if after is None else after, within.end)
    return Span(start, start + len(words))


def _mentions(said: Said, text: str, span: Span) -> tuple[Mention, ...]:
    mentions, after, posts = [], span.start, dict(said.posts)
    for role, marked in said.who:
        mark, surface = (marked[0], marked[1:]) if marked[0] in "*&~" else ("", marked)
        place = _span(text, span, surface, after)
        after = place.end
        collective = surface.startswith("各")
        mentions.append(
            Mention(place, surface, role, collective, MARKS.get(mark), mark == "~", posts.get(surface))
        )
    return tuple(mentions)


def _statement(said: Said, document: Document, text: str) -> Statement:
    unit = _span(text, document.span, said.unit)
    span = _span(text, unit, said.part) if said.part else unit
    anchor = identity.fold(said.unit).index(identity.fold(said.anchor))
    due, due_date, precision = said.due or (None, None, None)
    return Statement(
        identity.statement_id(document.id, said.unit, 0, anchor),
        document.id,
        document.source,
        said.kind,
        span,
        said.path,
        said.task,
        _mentions(said, text, span),
        said.pattern,
        due,
        due_date,
        precision,
        said.open,
        said.terms,
    )


def _document(
    source: Source, words: str, *, number: str, title: str, type_: str, issuer: str, date: str
) -> Document:
    whole = Span(0, len(source.text))
    return Document(
        identity.document_id(CITY, number, issuer, date, title),
        source.id,
        _span(source.text, whole, words),
        number,
        title,
        type_,
        issuer,
        date,
        CITY,
    )


def _cite(
    document: Document,
    text: str,
    words: str,
    *,
    kind: str,
    title: str | None,
    number: str | None,
    **more: object,
) -> Citation:
    return Citation(
        identity.citation_id(document.id, number, title),
        document.id,
        title,
        number,
        kind,
        str(more.get("target") or identity.cited_id(number, title)),
        _span(text, document.span, words),
        bool(more.get("own", False)),
    )


def _sorted(records: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(records, key=attrgetter("id")))


def _documents(first: Source, second: Source) -> tuple[Document, Document, Document]:
    office = "云州市人民政府办公室"
    plan = _document(
        first,
        PLAN_TEXT,
        number=PLAN_NUMBER,
        title="关于印发云州市清洁取暖实施方案的通知",
        type_="通知",
        issuer=office,
        date="2019-03-05",
    )
    opinion = _document(
        first,
        OPINION_TEXT,
        number=OPINION_NUMBER,
        title="关于规范城市管理执法的意见",
        type_="意见",
        issuer="云州市人民政府",
        date="2019-09-20",
    )
    revision = _document(
        second,
        REVISION_TEXT,
        number=REVISION_NUMBER,
        title="关于调整清洁取暖任务分工的通知",
        type_="通知",
        issuer=office,
        date="2020-04-10",
    )
    cite_plan, cite_revision = partial(_cite, plan, PLAN_TEXT), partial(_cite, revision, REVISION_TEXT)
    plan = replace(
        plan,
        addressees=("各县（区）人民政府", "市直有关单位"),
        instrument="云州市清洁取暖实施方案",
        approved_by=None,
        citations=(
            cite_plan("江岭省大气污染防治条例", kind="based_on", title="江岭省大气污染防治条例", number=None),
            cite_plan(
                "江政发〔2018〕9号",
                kind="implements",
                title="江岭省人民政府关于清洁取暖的意见",
                number="江政发〔2018〕9号",
            ),
            cite_plan(
                "云州市清洁取暖实施方案",
                kind="promulgates",
                title="云州市清洁取暖实施方案",
                number=None,
                own=True,
            ),
        ),
    )
    revision = replace(
        revision,
        citations=(
            cite_revision(PLAN_NUMBER, kind="repeals", title=None, number=PLAN_NUMBER, target=plan.id),
            cite_revision("云州市散煤管理办法", kind="amends", title="云州市散煤管理办法", number=None),
            cite_revision(
                OPINION_NUMBER,
                kind="cites",
                title="云州市人民政府关于规范城市管理执法的意见",
                number=OPINION_NUMBER,
                target=opinion.id,
            ),
        ),
    )
    return plan, opinion, revision


def body(name: str) -> str:
    """Id of a body of the toy city by any full or short name of `BODIES`."""
    for canonical, kind, _, _, names in BODIES:
        if name == canonical or any(name in texts for texts in names.values()):
            return (
                identity.collective_id(canonical) if kind == "collective" else identity.agency_id(canonical)
            )
    raise KeyError(name)


def _resolve(surface: str, document: str) -> tuple[str, str]:
    try:
        return body(surface), "archetype"
    except KeyError:
        return identity.body_id(document, surface), "unresolved"


def _agencies(statements: Iterable[Statement]) -> tuple[Agency, ...]:
    settled = {
        body(canonical): Agency(
            body(canonical),
            canonical,
            kind,
            level,
            division,
            tuple(sorted(map(body, MEMBERS))) if kind == "collective" else (),
        )
        for canonical, kind, level, division, _ in BODIES
    }
    for statement in statements:
        for mention in statement.mentions:
            id_, basis = _resolve(mention.surface, statement.document)
            if basis == "unresolved" and mention.role in TASK_ROLES:
                settled[id_] = Agency(id_, mention.surface, "unresolved")
    return tuple(settled[id_] for id_ in sorted(settled))


def _names() -> Iterable[AgencyName]:
    for canonical, kind, _, _, names in BODIES:
        if kind != "collective":
            yield AgencyName(
                identity.name_id(body(canonical), "full", canonical),
                body(canonical),
                "full",
                canonical,
                "table",
            )
        for name_kind, texts in names.items():
            for text in texts:
                yield AgencyName(
                    identity.name_id(body(canonical), name_kind, text),
                    body(canonical),
                    name_kind,
                    text,
                    "table",
                )


def _assignments(statement: Statement) -> Iterable[Assignment]:
    for mention in statement.mentions:
        if mention.role not in TASK_ROLES:
            continue
        agency, basis = _resolve(mention.surface, statement.document)
        yield Assignment(
            identity.assignment_id(statement.id, mention.role, mention.surface),
            statement.id,
            statement.document,
            statement.source,
            mention.span,
            mention.surface,
            agency,
            mention.role,
            mention.distribution,
            mention.inferred,
            basis,
        )


def _memberships(statement: Statement) -> Iterable[Membership]:
    for mention in statement.mentions:
        if mention.role not in (Role.CHAIR, Role.MEMBER, Role.OFFICE):
            continue
        agency, basis = _resolve(mention.surface, statement.document)
        yield Membership(
            identity.membership_id(statement.id, mention.role, mention.surface, mention.post),
            statement.id,
            statement.document,
            body(GROUP_NAME),
            mention.role,
            None if basis == "unresolved" else agency,
            mention.surface,
            mention.post,
        )


def _delegation(statement: Statement) -> Delegation:
    surfaces = {mention.role: mention.surface for mention in statement.mentions}
    giver, taker = surfaces[Role.DELEGATOR], surfaces[Role.DELEGATE]
    return Delegation(
        identity.delegation_id(statement.id, giver, taker),
        statement.id,
        statement.document,
        body(giver),
        body(taker),
    )


def _fates(statements: Iterable[Statement], source: Source, plan: Document) -> Iterable[Fate]:
    for statement in statements:
        words = source.text[statement.span.start : statement.span.end]
        for word in ("牵头", "配合", "责任单位"):
            if statement.source == source.id and word in words:
                start = statement.span.start + words.index(word)
                yield Fate(
                    statement.document, Span(start, start + len(word)), word, "extracted", statement.pattern
                )
    yield Fate(plan.id, _span(source.text, plan.span, "组织"), "组织", "unmatched", "subject-verb")


def _divisions() -> tuple[Division, ...]:
    return tuple(
        Division(identity.division_id(code), code, name, full, parent and identity.division_id(parent))
        for code, name, full, parent in DIVISIONS
    )


@cache
def toy_graph() -> Graph:
    """The graph; the same frozen value at every call."""
    first, second = _source("一期.txt", PLAN_TEXT + OPINION_TEXT), _source("二期.txt", REVISION_TEXT)
    plan, opinion, revision = documents = _documents(first, second)
    texts = {first.id: first.text, second.id: second.text}
    statements = tuple(
        _statement(said, document, texts[document.source])
        for document, sayings in ((plan, PLAN), (opinion, OPINION), (revision, REVISION))
        for said in sayings
    )
    groups = [statement for statement in statements if statement.kind is Kind.GROUP]
    delegations = [statement for statement in statements if statement.kind is Kind.DELEGATION]
    return Graph(
        _sorted((first, second)),
        _sorted(documents),
        _sorted(statements),
        tuple(sorted(_fates(statements, first, plan), key=lambda fate: (fate.document, fate.span.start))),
        _agencies(statements),
        _sorted(_names()),
        _divisions(),
        _sorted(assignment for statement in statements for assignment in _assignments(statement)),
        _sorted(seat for statement in groups for seat in _memberships(statement)),
        _sorted(_delegation(statement) for statement in delegations),
        _sorted(citation for document in documents for citation in document.citations),
    )
