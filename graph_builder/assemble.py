"""Statements to a graph: mentions become assignments, seats and delegations of resolved bearers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from graph_builder.extract import Extraction
from graph_builder.identity import (
    Repeats,
    agency_id,
    assignment_id,
    body_id,
    collective_id,
    delegation_id,
    membership_id,
    name_id,
)
from graph_builder.model import (
    Agency,
    AgencyName,
    Assignment,
    Delegation,
    Division,
    Document,
    Fate,
    Graph,
    Membership,
    Mention,
    Source,
    Statement,
)
from graph_builder.names import Context, Divisions, Names, Resolution
from graph_builder.reuse import Part
from graph_builder.terms import Terms
from ontology import TASK_ROLES, Kind, Role


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Record = TypeVar("_Record", bound=_Identified)
_SEATS = (Role.CHAIR, Role.MEMBER, Role.OFFICE)


def assembled(
    source: Source,
    document: Document,
    found: Extraction,
    *,
    names: Names,
    terms: Terms | None,
    decided: Mapping[str, str] | None = None,
) -> Part:
    """What one document says, its bearers resolved and, with `terms`, its tasks cut into words.

    `decided` is what staff say that its names mean.
    """
    text = source.text[document.span.start : document.span.end]
    context = replace(names.context(document, text, source.text), decided=decided or {})
    return _Assembler(names, terms, document, context).part(found)


class _Assembler:
    """Collects what one document says."""

    def __init__(self, names: Names, terms: Terms | None, document: Document, context: Context) -> None:
        self._names, self._terms, self._document, self._context = names, terms, document, context
        self._repeats = Repeats()
        self._assignments: list[Assignment] = []
        self._memberships: list[Membership] = []
        self._delegations: list[Delegation] = []
        self._agencies: dict[str, Agency] = {}
        self._called: dict[str, AgencyName] = {}

    def part(self, found: Extraction) -> Part:
        """Everything that the statements and the head of the document name."""
        group: str | None = None
        statements = [self._marked(raw) for raw in found.statements]
        for statement in statements:
            meant = [self._meant(mention, statement) for mention in statement.mentions]
            bearers = [self._bearer(*pair) for pair in zip(statement.mentions, meant, strict=True)]
            self._assign(statement, bearers, [found.basis for found in meant])
            group = self._seat(statement, bearers, group)
            self._delegate(statement, bearers)
        if self._document.issuer:
            self._known(self._document.issuer)
        return Part(
            tuple(statements),
            found.fates,
            tuple(self._assignments),
            tuple(self._memberships),
            tuple(self._delegations),
            tuple(self._agencies.values()),
            tuple(self._called.values()),
        )

    def _marked(self, statement: Statement) -> Statement:
        """The statement with its collectives told and its task cut into words."""
        mentions = tuple(
            mention._replace(collective=self._names.is_collective(mention.surface, self._context, beside))
            for mention, beside in _beside(statement.mentions)
        )
        terms = self._terms.of(statement.task) if self._terms else ()
        return replace(statement, mentions=mentions, terms=terms)

    def _meant(self, mention: Mention, statement: Statement) -> Resolution:
        """What a mention means; one that staff gave to a statement stands over the whole of it."""
        first = statement.mentions[0].surface
        beside = None if first == mention.surface else first
        found = self._names.resolve(mention.surface, mention.collective, self._context, beside)
        given = mention.inferred and mention.span == statement.span
        return replace(found, basis="decision") if given else found

    def _bearer(self, mention: Mention, found: Resolution) -> Agency:
        agency = self._agency(mention, found)
        self._name(agency, mention.surface, found)
        return agency

    def _known(self, surface: str) -> None:
        """The issuer as a bearer, so that documents hang on the agency that issued them."""
        found = self._names.resolve(surface, False, self._context)
        if found.canonical:
            mention = Mention(self._document.span, surface, Role.RESPONSIBLE)
            self._name(self._agency(mention, found), surface, found)

    def _agency(self, mention: Mention, found: Resolution) -> Agency:
        canonical = found.canonical
        if canonical is None:
            minted, kind = body_id(self._document.id, mention.surface), "unresolved"
            if mention.collective:
                kind = "collective"
        elif found.kind == "collective":
            minted, kind = collective_id(canonical), "collective"
        else:
            minted, kind = agency_id(canonical), found.kind
        if mention.role is Role.GROUP:
            kind = "group"
        members = tuple(agency_id(member) for member in found.members)
        for member, name in zip(members, found.members, strict=True):
            self._merged(Agency(member, name, "agency", "county", None))
        agency = Agency(minted, canonical or mention.surface, kind, found.level, found.division, members)
        return self._merged(agency)

    def _merged(self, agency: Agency) -> Agency:
        self._agencies[agency.id] = agency = _joined(self._agencies.get(agency.id), agency)
        return agency

    def _name(self, agency: Agency, surface: str, found: Resolution) -> None:
        kind = "full" if surface == agency.label else "surface" if found.canonical is None else "short"
        called = [(kind, surface), *(("plate", plate) for plate in found.plates)]
        if found.canonical:
            called.append(("full", agency.label))
        for kind, text in called:
            name = AgencyName(name_id(agency.id, kind, text), agency.id, kind, text, found.basis)
            self._called[name.id] = _best(self._called.get(name.id), name)

    def _assign(self, statement: Statement, bearers: list[Agency], bases: list[str]) -> None:
        for mention, agency, basis in zip(statement.mentions, bearers, bases, strict=True):
            if mention.role in TASK_ROLES:
                minted = self._repeats.distinct(assignment_id(statement.id, mention.role, mention.surface))
                self._assignments.append(
                    Assignment(
                        minted,
                        statement.id,
                        statement.document,
                        statement.source,
                        mention.span,
                        mention.surface,
                        agency.id,
                        mention.role,
                        mention.distribution,
                        mention.inferred,
                        basis,
                    )
                )

    def _seat(self, statement: Statement, bearers: list[Agency], group: str | None) -> str | None:
        """Seats in the group that the statement names, or that the document named last."""
        for mention, agency in zip(statement.mentions, bearers, strict=True):
            if mention.role is Role.GROUP:
                group = agency.id
        for mention, agency in zip(statement.mentions, bearers, strict=True):
            if mention.role in _SEATS:
                held = group or self._nameless()
                minted = self._repeats.distinct(
                    membership_id(statement.id, mention.role, mention.surface, mention.post)
                )
                self._memberships.append(
                    Membership(
                        minted,
                        statement.id,
                        statement.document,
                        held,
                        mention.role,
                        agency.id,
                        mention.surface,
                        mention.post,
                    )
                )
        return group

    def _nameless(self) -> str:
        """A group that the document fills without naming it: its title stands for it."""
        surface = self._document.instrument or self._document.title
        minted = body_id(self._document.id, surface)
        self._agencies.setdefault(minted, Agency(minted, surface, "group"))
        return minted

    def _delegate(self, statement: Statement, bearers: list[Agency]) -> None:
        if statement.kind is not Kind.DELEGATION:
            return
        pairs = list(zip(statement.mentions, bearers, strict=True))
        for giver, delegator in pairs:
            for taker, delegate in pairs:
                if giver.role is Role.DELEGATOR and taker.role is Role.DELEGATE:
                    minted = self._repeats.distinct(delegation_id(statement.id, giver.surface, taker.surface))
                    self._delegations.append(
                        Delegation(minted, statement.id, statement.document, delegator.id, delegate.id)
                    )


def _beside(mentions: tuple[Mention, ...]) -> Iterable[tuple[Mention, str | None]]:
    for mention in mentions:
        first = mentions[0].surface
        yield mention, None if mention.surface == first else first


def _joined(held: Agency | None, agency: Agency) -> Agency:
    """What several mentions say of one bearer, whatever their order."""
    if held is None:
        return agency
    kinds = ("group", "agency", "body", "collective", "unresolved")
    return replace(
        agency,
        kind=min(held.kind, agency.kind, key=kinds.index),
        level=min(filter(None, (held.level, agency.level)), default=None),
        division=min(filter(None, (held.division, agency.division)), default=None),
        members=tuple(sorted({*held.members, *agency.members})),
    )


def _best(held: AgencyName | None, name: AgencyName) -> AgencyName:
    return min(name, held or name, key=lambda one: (one.basis, one.text))


def composed(
    sources: Iterable[Source], documents: Iterable[Document], parts: Iterable[Part], places: Divisions
) -> Graph:
    """One graph of what documents say each by itself: bearers and names merged, all sorted by id."""
    parts, documents = tuple(parts), tuple(documents)
    agencies: dict[str, Agency] = {}
    called: dict[str, AgencyName] = {}
    for part in parts:
        for agency in part.agencies:
            agencies[agency.id] = _joined(agencies.get(agency.id), agency)
        for name in part.names:
            called[name.id] = _best(called.get(name.id), name)
    return Graph(
        sources=_by_id(sources),
        documents=_by_id(documents),
        statements=_by_id(one for part in parts for one in part.statements),
        fates=tuple(sorted((one for part in parts for one in part.fates), key=_place)),
        agencies=_by_id(agencies.values()),
        names=_by_id(called.values()),
        divisions=_by_id(_divisions(agencies.values(), places)),
        assignments=_by_id(one for part in parts for one in part.assignments),
        memberships=_by_id(one for part in parts for one in part.memberships),
        delegations=_by_id(one for part in parts for one in part.delegations),
        citations=_by_id(one for document in documents for one in document.citations),
    )


def _divisions(agencies: Iterable[Agency], places: Divisions) -> Iterator[Division]:
    """The divisions of the bearers, and those above them."""
    wanted = sorted({agency.division for agency in agencies if agency.division})
    table = {place.code: place for place in places if place.code}
    chains = [places.chain(table[code]) for code in wanted if code in table]
    for code in sorted({place.code for chain in chains for place in chain if place.code}):
        yield places.record(code)


def _by_id(records: Iterable[_Record]) -> tuple[_Record, ...]:
    return tuple(sorted(records, key=lambda one: one.id))


def _place(fate: Fate) -> tuple[str, int, int]:
    return fate.document, fate.span.start, fate.span.end
