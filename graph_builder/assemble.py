"""Statements to a graph: mentions become assignments, seats and delegations of resolved bearers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

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
from graph_builder.names import Context, Names, Resolution
from graph_builder.terms import Terms
from ontology import TASK_ROLES, Kind, Role

_SEATS = (Role.CHAIR, Role.MEMBER, Role.OFFICE)


class Assembler:
    """Collects documents into one graph; holds what is shared between them."""

    def __init__(self, names: Names, terms: Terms | None) -> None:
        self._names, self._terms = names, terms
        self._documents: list[Document] = []
        self._statements: list[Statement] = []
        self._fates: list[Fate] = []
        self._assignments: list[Assignment] = []
        self._memberships: list[Membership] = []
        self._delegations: list[Delegation] = []
        self._agencies: dict[str, Agency] = {}
        self._called: dict[str, AgencyName] = {}

    def add(
        self,
        source: Source,
        document: Document,
        found: Extraction,
        decided: Mapping[str, str] | None = None,
    ) -> None:
        """Take in one document with its statements and fates; `decided` is what staff say its names mean."""
        text = source.text[document.span.start : document.span.end]
        context = replace(self._names.context(document, text, source.text), decided=decided or {})
        repeats = Repeats()
        group: str | None = None
        for raw in found.statements:
            statement = self._marked(raw, context)
            meant = [self._meant(mention, statement, context) for mention in statement.mentions]
            bearers = [self._bearer(document, *pair) for pair in zip(statement.mentions, meant, strict=True)]
            self._assign(statement, bearers, [found.basis for found in meant], repeats)
            group = self._seat(document, statement, bearers, group, repeats)
            self._delegate(statement, bearers, repeats)
            self._statements.append(statement)
        self._documents.append(document)
        self._fates += found.fates
        if document.issuer:
            self._known(document, document.issuer, context)

    def graph(self) -> Graph:
        """Everything taken in so far, unsorted and without sources."""
        return Graph(
            documents=tuple(self._documents),
            statements=tuple(self._statements),
            fates=tuple(self._fates),
            agencies=tuple(self._agencies.values()),
            names=tuple(self._called.values()),
            divisions=tuple(self._divisions()),
            assignments=tuple(self._assignments),
            memberships=tuple(self._memberships),
            delegations=tuple(self._delegations),
            citations=tuple(one for document in self._documents for one in document.citations),
        )

    def _marked(self, statement: Statement, context: Context) -> Statement:
        """The statement with its collectives told and its task cut into words."""
        mentions = tuple(
            replace(mention, collective=self._names.is_collective(mention.surface, context, beside))
            for mention, beside in _beside(statement.mentions)
        )
        terms = self._terms.of(statement.task) if self._terms else ()
        return replace(statement, mentions=mentions, terms=terms)

    def _meant(self, mention: Mention, statement: Statement, context: Context) -> Resolution:
        """What a mention means; one that staff gave to a statement stands over the whole of it."""
        first = statement.mentions[0].surface
        beside = None if first == mention.surface else first
        found = self._names.resolve(mention.surface, mention.collective, context, beside)
        given = mention.inferred and mention.span == statement.span
        return replace(found, basis="decision") if given else found

    def _bearer(self, document: Document, mention: Mention, found: Resolution) -> Agency:
        agency = self._agency(document, mention, found)
        self._name(agency, mention.surface, found)
        return agency

    def _known(self, document: Document, surface: str, context: Context) -> None:
        """The issuer as a bearer, so that documents hang on the agency that issued them."""
        found = self._names.resolve(surface, False, context)
        if found.canonical:
            span = document.span
            mention = Mention(span, surface, Role.RESPONSIBLE)
            self._name(self._agency(document, mention, found), surface, found)

    def _agency(self, document: Document, mention: Mention, found: Resolution) -> Agency:
        canonical = found.canonical
        if canonical is None:
            minted, kind = body_id(document.id, mention.surface), "unresolved"
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
        """What several mentions say of one bearer, whatever their order."""
        held = self._agencies.get(agency.id)
        if held is not None:
            kinds = ("group", "agency", "body", "collective", "unresolved")
            agency = replace(
                agency,
                kind=min(held.kind, agency.kind, key=kinds.index),
                level=min(filter(None, (held.level, agency.level)), default=None),
                division=min(filter(None, (held.division, agency.division)), default=None),
                members=tuple(sorted({*held.members, *agency.members})),
            )
        self._agencies[agency.id] = agency
        return agency

    def _name(self, agency: Agency, surface: str, found: Resolution) -> None:
        kind = "full" if surface == agency.label else "surface" if found.canonical is None else "short"
        called = [(kind, surface), *(("plate", plate) for plate in found.plates)]
        if found.canonical:
            called.append(("full", agency.label))
        for kind, text in called:
            name = AgencyName(name_id(agency.id, kind, text), agency.id, kind, text, found.basis)
            held = self._called.get(name.id, name)
            self._called[name.id] = min(name, held, key=lambda one: (one.basis, one.text))

    def _assign(
        self, statement: Statement, bearers: list[Agency], bases: list[str], repeats: Repeats
    ) -> None:
        for mention, agency, basis in zip(statement.mentions, bearers, bases, strict=True):
            if mention.role in TASK_ROLES:
                minted = repeats.distinct(assignment_id(statement.id, mention.role, mention.surface))
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

    def _seat(
        self,
        document: Document,
        statement: Statement,
        bearers: list[Agency],
        group: str | None,
        repeats: Repeats,
    ) -> str | None:
        """Seats in the group that the statement names, or that the document named last."""
        for mention, agency in zip(statement.mentions, bearers, strict=True):
            if mention.role is Role.GROUP:
                group = agency.id
        for mention, agency in zip(statement.mentions, bearers, strict=True):
            if mention.role in _SEATS:
                held = group or self._nameless(document)
                minted = repeats.distinct(
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

    def _nameless(self, document: Document) -> str:
        """A group that the document fills without naming it: its title stands for it."""
        surface = document.instrument or document.title
        minted = body_id(document.id, surface)
        self._agencies.setdefault(minted, Agency(minted, surface, "group"))
        return minted

    def _delegate(self, statement: Statement, bearers: list[Agency], repeats: Repeats) -> None:
        if statement.kind is not Kind.DELEGATION:
            return
        pairs = list(zip(statement.mentions, bearers, strict=True))
        for giver, delegator in pairs:
            for taker, delegate in pairs:
                if giver.role is Role.DELEGATOR and taker.role is Role.DELEGATE:
                    minted = repeats.distinct(delegation_id(statement.id, giver.surface, taker.surface))
                    self._delegations.append(
                        Delegation(minted, statement.id, statement.document, delegator.id, delegate.id)
                    )

    def _divisions(self) -> Iterator[Division]:
        """The divisions of the bearers, and those above them."""
        wanted = sorted({agency.division for agency in self._agencies.values() if agency.division})
        table = {place.code: place for place in self._names.divisions if place.code}
        chains = [self._names.divisions.chain(table[code]) for code in wanted if code in table]
        for code in sorted({place.code for chain in chains for place in chain if place.code}):
            yield self._names.divisions.record(code)


def _beside(mentions: tuple[Mention, ...]) -> Iterable[tuple[Mention, str | None]]:
    for mention in mentions:
        first = mentions[0].surface
        yield mention, None if mention.surface == first else first


def sorted_graph(sources: tuple[Source, ...], graph: Graph) -> Graph:
    """The graph with its sources, every kind of record sorted by id."""
    return replace(
        graph,
        sources=tuple(sorted(sources, key=lambda one: one.id)),
        documents=tuple(sorted(graph.documents, key=lambda one: one.id)),
        statements=tuple(sorted(graph.statements, key=lambda one: one.id)),
        fates=tuple(sorted(graph.fates, key=lambda one: (one.document, one.span.start, one.span.end))),
        agencies=tuple(sorted(graph.agencies, key=lambda one: one.id)),
        names=tuple(sorted(graph.names, key=lambda one: one.id)),
        divisions=tuple(sorted(graph.divisions, key=lambda one: one.id)),
        assignments=tuple(sorted(graph.assignments, key=lambda one: one.id)),
        memberships=tuple(sorted(graph.memberships, key=lambda one: one.id)),
        delegations=tuple(sorted(graph.delegations, key=lambda one: one.id)),
        citations=tuple(sorted(graph.citations, key=lambda one: one.id)),
    )
