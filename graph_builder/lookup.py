"""Ways into a graph: records by id, what belongs to what, and the quoted words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from graph_builder.model import (
    Agency,
    AgencyName,
    Assignment,
    Citation,
    Delegation,
    Document,
    Graph,
    Membership,
    Source,
    Span,
    Statement,
)

T = TypeVar("T")


def _grouped(records: Iterable[T], key: Callable[[T], str]) -> Mapping[str, tuple[T, ...]]:
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return {name: tuple(members) for name, members in groups.items()}


class Lookup:
    """Indexes over one graph, each made when first asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Source by id."""
        return {source.id: source for source in self.graph.sources}

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """Document by id."""
        return {document.id: document for document in self.graph.documents}

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Statement by id."""
        return {statement.id: statement for statement in self.graph.statements}

    @cached_property
    def agencies(self) -> Mapping[str, Agency]:
        """Role bearer by id."""
        return {agency.id: agency for agency in self.graph.agencies}

    @cached_property
    def names_of(self) -> Mapping[str, tuple[AgencyName, ...]]:
        """Names by the id of the role bearer that goes by them."""
        return _grouped(self.graph.names, lambda name: name.agency)

    @cached_property
    def assignments_of(self) -> Mapping[str, tuple[Assignment, ...]]:
        """Assignments by the id of their statement."""
        return _grouped(self.graph.assignments, lambda assignment: assignment.statement)

    @cached_property
    def assignments_to(self) -> Mapping[str, tuple[Assignment, ...]]:
        """Assignments by the id of their role bearer."""
        return _grouped(self.graph.assignments, lambda assignment: assignment.agency)

    @cached_property
    def memberships_of(self) -> Mapping[str, tuple[Membership, ...]]:
        """Seats in groups by the id of their statement."""
        return _grouped(self.graph.memberships, lambda membership: membership.statement)

    @cached_property
    def delegations_of(self) -> Mapping[str, tuple[Delegation, ...]]:
        """Delegations by the id of their statement."""
        return _grouped(self.graph.delegations, lambda delegation: delegation.statement)

    @cached_property
    def citations_in(self) -> Mapping[str, tuple[Citation, ...]]:
        """Citations by the id of the citing document."""
        return _grouped(self.graph.citations, lambda citation: citation.document)

    @cached_property
    def statements_in(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the id of their document."""
        return _grouped(self.graph.statements, lambda statement: statement.document)

    def quote(self, source: str, span: Span) -> str:
        """The raw words of a span, white space and all."""
        return self.sources[source].text[span.start : span.end]
