"""Any SPARQL 1.1 server as a store: written by the graph store protocol, asked by the query protocol.

Each named graph of the dataset is one graph of the server, replaced as a whole: one a document, one for
what documents share, one for what is derived, one for the vocabulary. Other graphs are left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import ontology
from graph_builder import derive
from graph_builder.errors import DataError, StoreError
from graph_builder.model import Graph
from graph_builder.projections import nquads as text
from graph_builder.projections.triples import DATE, INTEGER, Literal, Quad, following, iri, quads
from graph_builder.stores.base import Cell, Value
from graph_builder.stores.sparql_http import Server
from graph_builder.stores.sparql_text import bound
from ontology import DERIVED_GRAPH, GRAPH, ID, ONTOLOGY, ONTOLOGY_GRAPH, ROLE, SHARED_GRAPH, Role
from queries import Query

Progress = Callable[[str, int, int], None]

_SEES_ALL: Final = f"""
ASK {{ <{ONTOLOGY}Task> a <{ontology.PREFIXES["owl"]}Class> . ?source a <{ONTOLOGY}SourceText> }}
"""
_UNION_OF_JENA: Final = "urn:x-arq:UnionGraph"


@dataclass(frozen=True, slots=True)
class Report:
    """What a load wrote: triples by graph; graphs that it pruned; graphs of others that it kept."""

    triples: Mapping[str, int]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def load(graph: Graph, url: str, *, prune: bool = False, progress: Progress | None = None) -> Report:
    """Make the server hold the graph's dataset, graph by graph; a second load changes nothing.

    Documents on the server that the graph does not have stay, with what they share, unless `prune`
    removes them. `progress` is told (step, done, of).

    Raises:
        UsageError: the URL is none.
        StoreError: the server refused or is gone, or counts other triples in the end than were written.
    """
    server = Server(url)
    store = SparqlStore(url)
    contents = _contents(graph)
    others = sorted(store.documents() - contents.keys())
    kept = [] if prune else others
    if kept:
        contents[DERIVED_GRAPH] = _lines(_derived(graph, store, kept))
    for done, name in enumerate(sorted(contents, key=_order), 1):
        server.put(name, "".join(contents[name]), merge=bool(kept) and name == SHARED_GRAPH)
        if progress:
            progress("write", done, len(contents))
    server.put(ONTOLOGY_GRAPH, ontology.core_ttl(), kind="text/turtle")
    removed = [] if kept else others
    for name in removed:
        server.delete(name)
    _reconcile(store, {name: len(lines) for name, lines in contents.items()}, removed, bool(kept))
    return Report({name: len(lines) for name, lines in contents.items()}, tuple(removed), tuple(kept))


def _contents(graph: Graph) -> dict[str, list[str]]:
    """N-Triples lines by graph; the shared and the derived graph are there even if empty."""
    found: defaultdict[str, set[str]] = defaultdict(set, {SHARED_GRAPH: set(), DERIVED_GRAPH: set()})
    for quad in quads(graph):
        found[quad.graph].add(text.triple_line(quad))
    return {name: sorted(lines) for name, lines in found.items()}


def _lines(records: Iterable[Quad]) -> list[str]:
    return sorted({text.triple_line(quad) for quad in records})


def _order(name: str) -> tuple[int, str]:
    return [SHARED_GRAPH, DERIVED_GRAPH].index(name) * 2 if name in (SHARED_GRAPH, DERIVED_GRAPH) else 1, name


def _derived(graph: Graph, store: SparqlStore, kept: Iterable[str]) -> Iterator[Quad]:
    """The derived graph of the graph's documents and the kept ones together."""
    pairs = [(one.delegator, one.delegate) for one in graph.delegations]
    seats = [(one.agency, one.group) for one in graph.memberships if one.agency]
    members = {**store.members(), **derive.members(graph)}
    edges = (*derive.role_edges(graph), *store.role_edges(kept))
    return following(
        tuple(sorted(edges)),
        members,
        [*pairs, *store.pairs("delegator", "delegate", kept)],
        [*seats, *store.pairs("memberAgency", "ofGroup", kept)],
    )


def _reconcile(store: SparqlStore, wanted: Mapping[str, int], removed: Iterable[str], kept: bool) -> None:
    held = store.sizes()
    wrong = [
        f"{name} 只有 {held.get(name, 0)}，应有 {count}"
        for name, count in sorted(wanted.items())
        if held.get(name, 0) != count and not (kept and name == SHARED_GRAPH and held.get(name, 0) > count)
    ]
    wrong += [f"{name} 还在" for name in removed if held.get(name)]
    if wrong:
        raise StoreError(f"SPARQL 服务器里的和写入的不一样：{'；'.join(wrong[:5])}。请再载入一次")


class SparqlStore:
    """Answers canned queries from a SPARQL server, over the union of its graphs."""

    def __init__(self, url: str) -> None:
        self._server = Server(url)

    def rows(self, query: Query, values: Mapping[str, Value]) -> Iterable[tuple[Cell, ...]]:
        """The rows of the query's SPARQL text."""
        terms = {name: _term(value) for name, value in values.items()}
        for binding in self._server.select(bound(query.sparql, terms), self._dataset):
            yield tuple(_cell(binding.get(column)) for column in query.columns)

    @cached_property
    def _dataset(self) -> tuple[str, ...]:
        """The graphs to ask for as default graph; none where the server's own is the union of all."""
        for graphs in ((), (_UNION_OF_JENA,)):
            if self._server.ask(_SEES_ALL, graphs):
                return graphs
        return tuple(sorted(self.sizes()))

    def sizes(self) -> dict[str, int]:
        """Triples in each graph of ours."""
        found = self._server.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        sizes = {str(one["g"]["value"]): int(one["n"]["value"]) for one in found if "g" in one}
        return {name: count for name, count in sizes.items() if name.startswith(GRAPH)}

    def documents(self) -> set[str]:
        """The graphs of documents."""
        return self.sizes().keys() - {SHARED_GRAPH, DERIVED_GRAPH, ONTOLOGY_GRAPH}

    def role_edges(self, graphs: Iterable[str]) -> tuple[derive.RoleEdge, ...]:
        """Who holds which role in which task, as these graphs say it."""
        behind: defaultdict[tuple[str, Role, str], list[str]] = defaultdict(list)
        for x, bearer, role, task in self._links(graphs, "assignee", "role", "onTask"):
            behind[task, Role(role), bearer].append(x)
        return tuple(derive.RoleEdge(*key, tuple(sorted(ids))) for key, ids in behind.items())

    def pairs(self, first: str, second: str, graphs: Iterable[str]) -> list[tuple[str, str]]:
        """What a fact of these graphs links to by two properties."""
        return [(a, b) for _, a, b in self._links(graphs, first, second)]

    def members(self) -> derive.Members:
        """The members of each collective."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for collective, member in self._links([SHARED_GRAPH], "hasMemberAgency"):
            found[collective].add(member)
        return {collective: tuple(sorted(bodies)) for collective, bodies in found.items()}

    def _links(self, graphs: Iterable[str], *properties: str) -> Iterator[list[str]]:
        """For each subject that has all the properties: its id and the ids they lead to."""
        pattern = " ".join(f"?x <{ONTOLOGY}{name}> ?v{place} ." for place, name in enumerate(properties))
        columns = ["x", *(f"v{place}" for place in range(len(properties)))]
        for graph in graphs:
            for found in self._server.select(f"SELECT * {{ GRAPH <{graph}> {{ {pattern} }} }}"):
                yield [str(_cell(found[column])) for column in columns]


def _term(value: Value) -> str:
    """A parameter as a term of SPARQL, escaped."""
    match value.type:
        case "agency" | "document":
            return f"<{iri(str(value.value))}>"
        case "role":
            return f"<{ROLE}{Role(str(value.value)).value}>"
        case "date":
            return text.term(Literal(str(value.value), DATE))
        case "year" | "int":
            return text.term(Literal(str(int(value.value)), INTEGER))
        case _:
            return text.term(Literal(str(value.value)))


def _cell(found: Mapping[str, Any] | None) -> Cell:
    """A term of a JSON result as a plain cell: entities as their ids, roles by name."""
    if found is None:
        return None
    value = str(found["value"])
    if found["type"] == "uri":
        return value.removeprefix(ID).removeprefix(ROLE)
    if found["type"] == "bnode":
        raise DataError(f"预置查询不能返回 {found}")
    return int(value) if found.get("datatype") == INTEGER else value
