"""A graph as RDF quads, in plain tuples: pure, without blank nodes, each fact in one named graph.

What one document says stands in that document's graph; agencies, names, divisions, sources and
documents that are only cited in the shared one; what `derive` adds in the derived one. The
vocabulary's own graph is `ontology.core_ttl()` and is added by the store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from graph_builder import derive, identity
from graph_builder.errors import DataError
from graph_builder.lookup import Lookup
from graph_builder.model import (
    Agency,
    AgencyName,
    Assignment,
    Citation,
    Delegation,
    Division,
    Document,
    Graph,
    Membership,
    Source,
    Span,
    Statement,
)
from ontology import (
    BEARER_CLASS,
    CITATION_PROPERTY,
    DERIVED_GRAPH,
    DIRECT_PROPERTY,
    GRAPH,
    ID,
    MEMBER_PROPERTY,
    ONTOLOGY,
    PREFIXES,
    ROLE,
    SHARED_GRAPH,
)

_XSD: Final = PREFIXES["xsd"]
STRING: Final = f"{_XSD}string"
INTEGER: Final = f"{_XSD}integer"
BOOLEAN: Final = f"{_XSD}boolean"
DATE: Final = f"{_XSD}date"
TYPE: Final = f"{PREFIXES['rdf']}type"
LABEL: Final = f"{PREFIXES['rdfs']}label"
LANGUAGE: Final = f"{PREFIXES['dcterms']}language"

_FORBIDDEN: Final = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff]')


class Literal(NamedTuple):
    """A value with the IRI of its datatype; never a language."""

    value: str
    datatype: str = STRING


class Quad(NamedTuple):
    """One statement: IRIs, and an IRI or a literal as object."""

    subject: str
    predicate: str
    object: str | Literal
    graph: str


Fact = tuple[str, str, "str | Literal | None"]
"""Subject id, local name (or full IRI) of the predicate, object; None for what is not known."""


def iri(id_: str) -> str:
    """The IRI of an id: raw Unicode, never percent-encoded. DataError for what no IRI can hold."""
    if bad := _FORBIDDEN.search(id_):
        raise DataError(f"id {id_!r} cannot be an IRI: character {bad[0]!r} at {bad.start()}")
    return ID + id_


def term(local: str) -> str:
    """The IRI of a class or property of the ontology."""
    return ONTOLOGY + local


def _integer(value: int) -> Literal:
    return Literal(str(value), INTEGER)


def _boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", BOOLEAN)


def _text(value: str | None) -> Literal | None:
    return None if value is None else Literal(value)


def _date(value: str | None) -> Literal | None:
    return None if value is None else Literal(value, DATE)


def _reference(id_: str | None) -> str | None:
    return None if id_ is None else iri(id_)


def _typed(id_: str, *classes: str) -> Iterator[Fact]:
    return ((id_, TYPE, term(name)) for name in classes)


def _quads(facts: Iterable[Fact], graph: str) -> Iterator[Quad]:
    for subject, predicate, value in facts:
        if value is not None:
            full = predicate if ":" in predicate else term(predicate)
            yield Quad(iri(subject), full, value, graph)


def _span(source: Source, span: Span) -> Iterator[Fact]:
    id_ = identity.span_id(source.id, span.start, span.end)
    yield from _typed(id_, "TextSpan")
    yield id_, "inSource", iri(source.id)
    yield id_, "start", _integer(span.start)
    yield id_, "end", _integer(span.end)
    yield id_, "exact", Literal(source.text[span.start : span.end])


def _stated(id_: str, class_: str, document: str, source: Source, span: Span) -> Iterator[Fact]:
    """What every fact of a document has: its class, its document and the words that say it."""
    yield from _typed(id_, class_, "StatedFact")
    yield id_, "statedIn", iri(document)
    yield id_, "evidence", iri(identity.span_id(source.id, span.start, span.end))
    yield from _span(source, span)


def _source(source: Source) -> Iterator[Fact]:
    yield from _typed(source.id, "SourceText")
    yield source.id, "fileName", Literal(source.name)
    yield source.id, "encoding", Literal(source.encoding)
    yield source.id, "textLength", _integer(len(source.text))


def _document(document: Document, issuer: str | None) -> Iterator[Fact]:
    id_ = document.id
    yield from _typed(id_, "OfficialDocument", "Document")
    yield id_, LABEL, Literal(document.title)
    yield id_, LANGUAGE, Literal("zh")
    yield id_, "title", Literal(document.title)
    yield id_, "documentNumber", _text(document.number)
    yield id_, "docType", _text(document.type)
    yield id_, "issuerName", _text(document.issuer)
    yield id_, "issuedBy", _reference(issuer)
    yield id_, "issueDate", _date(document.date)
    yield id_, "place", Literal(document.place)
    yield id_, "approvedBy", _text(document.approved_by)
    for source in (document.source, *document.also_printed_in):
        yield id_, "printedIn", iri(source)
    yield from ((id_, "addressee", Literal(name)) for name in document.addressees)
    yield from ((id_, "attachment", Literal(name)) for name in document.attachments)
    yield from _instrument(document)


def _instrument(document: Document) -> Iterator[Fact]:
    if document.instrument is not None:
        id_ = _instrument_id(document.id)
        yield from _typed(id_, "Instrument", "Document")
        yield id_, LABEL, Literal(document.instrument)
        yield id_, "title", Literal(document.instrument)
        yield document.id, "promulgates", iri(id_)


def _instrument_id(document: str) -> str:
    return f"{document}/instrument"


def _citation(citation: Citation, document: Document, source: Source) -> Iterator[Fact]:
    own = citation.own and document.instrument is not None
    target = _instrument_id(document.id) if own else citation.target
    if citation.kind not in CITATION_PROPERTY:
        raise DataError(f"{citation.id}: no kind of citation is called {citation.kind!r}")
    yield from _stated(citation.id, "Citation", document.id, source, citation.span)
    yield citation.id, "citedDocument", iri(target)
    yield citation.id, "citationKind", Literal(citation.kind)
    yield citation.id, "citedTitle", _text(citation.title)
    yield citation.id, "citedNumber", _text(citation.number)
    yield document.id, CITATION_PROPERTY[citation.kind], iri(target)
    if not own:
        yield document.id, "cites", iri(target)


def _task(statement: Statement, source: Source) -> Iterator[Fact]:
    id_ = identity.task_id(statement.id)
    yield from _stated(id_, "Task", statement.document, source, statement.span)
    yield id_, LABEL, Literal(statement.task)
    yield id_, "taskText", Literal(statement.task)
    yield id_, "heading", _text(statement.heading or None)
    yield from _reading(id_, statement)
    yield id_, "openList", _boolean(statement.open)
    yield id_, "deadlineText", _text(statement.due)
    yield id_, "deadline", _date(statement.due_date)
    yield id_, "deadlinePrecision", _text(statement.due_precision)
    yield from ((id_, "word", Literal(word)) for word in statement.terms)


def _reading(id_: str, statement: Statement) -> Iterator[Fact]:
    """Where in the document's outline it stands, in what form, and which pattern read it."""
    yield id_, "sectionPath", Literal(statement.path)
    yield id_, "statementKind", Literal(statement.kind)
    yield id_, "pattern", Literal(statement.pattern)


def _assignment(assignment: Assignment, statement: Statement, source: Source) -> Iterator[Fact]:
    id_ = assignment.id
    yield from _stated(id_, "Assignment", assignment.document, source, statement.span)
    yield id_, "assignee", iri(assignment.agency)
    yield id_, "role", ROLE + assignment.role
    yield id_, "onTask", iri(identity.task_id(assignment.statement))
    yield id_, "surfaceForm", Literal(assignment.surface)
    yield id_, "mentionedAt", iri(identity.span_id(source.id, assignment.span.start, assignment.span.end))
    yield id_, "distribution", _text(assignment.distribution)
    yield id_, "inferred", _boolean(assignment.inferred)
    yield id_, "resolvedBy", Literal(assignment.basis)
    yield from _span(source, assignment.span)


def _membership(seat: Membership, statement: Statement, source: Source) -> Iterator[Fact]:
    yield from _stated(seat.id, "GroupMembership", seat.document, source, statement.span)
    yield seat.id, "ofGroup", iri(seat.group)
    yield seat.id, "seatRole", ROLE + seat.role
    yield seat.id, "memberAgency", _reference(seat.agency)
    yield seat.id, "surfaceForm", Literal(seat.surface)
    yield seat.id, "post", _text(seat.post)
    yield from _reading(seat.id, statement)


def _delegation(delegation: Delegation, statement: Statement, source: Source) -> Iterator[Fact]:
    yield from _stated(delegation.id, "Delegation", delegation.document, source, statement.span)
    yield delegation.id, "delegator", iri(delegation.delegator)
    yield delegation.id, "delegate", iri(delegation.delegate)
    yield from _reading(delegation.id, statement)


def _bearer(agency: Agency) -> Iterator[Fact]:
    yield from _typed(agency.id, BEARER_CLASS[agency.kind], "RoleBearer")
    yield agency.id, LABEL, Literal(agency.label)
    if agency.kind != "unresolved":
        yield agency.id, "fullName", Literal(agency.label)
    yield agency.id, "level", _text(agency.level)
    yield agency.id, "inDivision", _reference(agency.division and identity.division_id(agency.division))
    yield from ((agency.id, "hasMemberAgency", iri(member)) for member in agency.members)


def _name(name: AgencyName) -> Iterator[Fact]:
    yield from _typed(name.id, "AgencyName")
    yield name.id, LABEL, Literal(name.text)
    yield name.id, "nameText", Literal(name.text)
    yield name.id, "nameKind", Literal(name.kind)
    yield name.id, "nameBasis", Literal(name.basis)
    yield name.agency, "hasName", iri(name.id)


def _division(division: Division) -> Iterator[Fact]:
    yield from _typed(division.id, "AdminDivision")
    yield division.id, LABEL, Literal(division.full_name)
    yield division.id, "divisionCode", Literal(division.code)
    yield division.id, "shortName", Literal(division.name)
    yield division.id, "parentDivision", _reference(division.parent)


def _cited(graph: Graph) -> Iterator[Fact]:
    """Documents that were never read: their number, and the smallest of the titles they are cited with."""
    read = {document.id: document for document in graph.documents}
    titles: dict[str, set[str]] = {}
    for citation in graph.citations:
        own = citation.own and read[citation.document].instrument is not None
        if not own and citation.target not in read:
            titles.setdefault(citation.target, set()).update(filter(None, [citation.title]))
            yield (
                citation.target,
                "documentNumber",
                _text(citation.number and identity.fold_number(citation.number)),
            )
    for target, said in titles.items():
        yield from _typed(target, "CitedDocument", "Document")
        for title in sorted(said)[:1]:
            yield target, LABEL, Literal(title)
            yield target, "title", Literal(title)


def shared_quads(graph: Graph) -> Iterator[Quad]:
    """What belongs to no one document."""
    settled = [agency for agency in graph.agencies if agency.kind != "unresolved"]
    bearers = {agency.id for agency in settled}
    return _quads(
        chain(
            chain.from_iterable(map(_source, graph.sources)),
            chain.from_iterable(map(_bearer, settled)),
            chain.from_iterable(_name(name) for name in graph.names if name.agency in bearers),
            chain.from_iterable(map(_division, graph.divisions)),
            _cited(graph),
        ),
        SHARED_GRAPH,
    )


def document_quads(document: Document, look: Lookup) -> Iterator[Quad]:
    """What one document says, all in its own graph."""
    return _quads(_document_facts(document, look), GRAPH + document.id)


def _document_facts(document: Document, look: Lookup) -> Iterator[Fact]:
    source = look.sources[document.source]
    issuer = identity.agency_id(document.issuer) if document.issuer else None
    yield from _document(document, issuer if issuer in look.agencies else None)
    for citation in look.citations_in.get(document.id, ()):
        yield from _citation(citation, document, source)
    for statement in look.statements_in.get(document.id, ()):
        yield from _statement_facts(statement, look)


def _statement_facts(statement: Statement, look: Lookup) -> Iterator[Fact]:
    source = look.sources[statement.source]
    assignments = look.assignments_of.get(statement.id, ())
    if assignments:
        yield from _task(statement, source)
    for assignment in assignments:
        yield from _assignment(assignment, statement, source)
        yield from _unresolved(look, assignment.agency)
    for seat in look.memberships_of.get(statement.id, ()):
        yield from _membership(seat, statement, source)
        yield from _unresolved(look, seat.agency, seat.group)
    for delegation in look.delegations_of.get(statement.id, ()):
        yield from _delegation(delegation, statement, source)
        yield from _unresolved(look, delegation.delegator, delegation.delegate)


def _unresolved(look: Lookup, *bearers: str | None) -> Iterator[Fact]:
    """Those of the bearers that no layer settled: they and their names belong to the document."""
    for id_ in bearers:
        if id_ is not None and look.agencies[id_].kind == "unresolved":
            yield from _bearer(look.agencies[id_])
            yield from chain.from_iterable(map(_name, look.names_of.get(id_, ())))


Pairs = Iterable[tuple[str, str]]
"""Pairs of ids."""


def derived_quads(graph: Graph) -> Iterator[Quad]:
    """What follows from the rest; made anew, never read back."""
    delegations = ((delegation.delegator, delegation.delegate) for delegation in graph.delegations)
    seats = ((seat.agency, seat.group) for seat in graph.memberships if seat.agency is not None)
    return following(derive.role_edges(graph), derive.members(graph), delegations, seats)


def following(
    edges: tuple[derive.RoleEdge, ...],
    members: derive.Members,
    delegations: Pairs,
    seats: Pairs,
) -> Iterator[Quad]:
    """The derived graph, from role edges, members of collectives, (delegator, delegate) and (body, group)."""
    return _quads(
        chain(_roles(edges, members), _dependences(edges), _links(delegations, seats)), DERIVED_GRAPH
    )


def _roles(edges: Iterable[derive.RoleEdge], members: derive.Members) -> Iterator[Fact]:
    for edge in edges:
        yield edge.bearer, DIRECT_PROPERTY[edge.role], iri(edge.task)
        yield edge.bearer, "hasRoleIn", iri(edge.task)
    for edge in derive.member_edges(members, edges):
        yield edge.bearer, MEMBER_PROPERTY[edge.role], iri(edge.task)


def _dependences(edges: tuple[derive.RoleEdge, ...]) -> Iterator[Fact]:
    for link in derive.dependences(edges):
        yield link.dependent, "dependsOn", iri(link.supporter)
        yield link.dependent, f"dependsOn{link.basis.title()}", iri(link.supporter)
    for link in derive.implementation_dependences(edges):
        yield link.dependent, "dependsOnImplementation", iri(link.supporter)


def _links(delegations: Pairs, seats: Pairs) -> Iterator[Fact]:
    for delegator, delegate in delegations:
        yield delegator, "delegatesTo", iri(delegate)
    for body, group in seats:
        yield body, "memberOfGroup", iri(group)


def quads(graph: Graph) -> Iterator[Quad]:
    """Every quad of a graph, documents in order; a quad may come twice (two facts in one sentence)."""
    look = Lookup(graph)
    yield from shared_quads(graph)
    for document in graph.documents:
        yield from document_quads(document, look)
    yield from derived_quads(graph)
