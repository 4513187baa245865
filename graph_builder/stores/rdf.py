"""The embedded RDF store: Oxigraph on disk, seen through rdflib or asked for canned queries."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset

import ontology
from graph_builder.errors import DataError, StoreError
from graph_builder.model import Graph
from graph_builder.projections import nquads as text
from graph_builder.projections.triples import DATE, INTEGER, Quad, iri, quads
from graph_builder.stores.base import Cell, Value
from queries import Query

FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Serialisations by name; nq, trig and jsonld keep the named graphs, the others merge them."""

_MUCH: Final = 4
"""Where more than one quad in so many differs, a store is written anew sooner than changed."""


def vocabulary() -> Iterator[ox.Triple]:
    """The triples of the ontology itself."""
    for quad in ox.parse(ontology.core_ttl(), format=ox.RdfFormat.TURTLE):
        yield quad.triple


def nquads(graph: Graph) -> list[str]:
    """The whole dataset, vocabulary included, as sorted N-Quads lines: `OUT/data/graph.nq`."""
    return _nquads(quads(graph))


def ntriples(graph: Graph) -> list[str]:
    """All named graphs merged, vocabulary included, as sorted N-Triples lines."""
    return text.merged(nquads(graph))


def _nquads(records: Iterable[Quad]) -> list[str]:
    own = (f"{triple} <{ontology.ONTOLOGY_GRAPH}> .\n" for triple in vocabulary())
    return sorted([*text.nquads(records), *own])


def serialise(graph: Graph, name: str) -> bytes:
    """The graph in one of `FORMATS`; the same graph gives the same bytes."""
    return serialised(quads(graph), name)


def serialised(records: Iterable[Quad], name: str) -> bytes:
    """Quads and the vocabulary in one of `FORMATS`; the same quads in any order give the same bytes."""
    return converted(_nquads(records), name)


def converted(lines: Sequence[str], name: str) -> bytes:
    """A dataset, given as its sorted N-Quads lines (`nquads`), in one of `FORMATS`."""
    target = FORMATS[name]
    named = target.supports_datasets
    whole = "".join(lines if named else text.merged(lines)).encode()
    if name in ("nq", "nt"):
        return whole
    parsed = ox.parse(whole, format=ox.RdfFormat.N_QUADS if named else ox.RdfFormat.N_TRIPLES)
    parsed_back = parsed if named else (quad.triple for quad in parsed)
    return ox.serialize(parsed_back, format=target, prefixes=ontology.PREFIXES) or b""


def write_store(path: Path, lines: BinaryIO | bytes) -> int:
    """Loads N-Quads into a new store on disk and returns how many quads it holds.

    StoreError where the folder cannot be written or the text is no N-Quads.
    """
    try:
        store = ox.Store(str(path))
        store.bulk_load(lines, format=ox.RdfFormat.N_QUADS)
        store.flush()
        return len(store)
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(f"写不了图库 {path}：{error}") from error


def renew_store(path: Path, lines: Sequence[str], earlier: Path, before: Path) -> int | None:
    """Copies an earlier store and changes what differs; returns how many quads the copy holds.

    `lines` are the quads that it shall hold, each once, `before` is the file of those that the earlier one
    holds, both N-Quads as `nquads` writes them. None, with nothing at `path`, where much differs or the
    copy does not come to hold as many as there are lines: write it anew.
    """
    try:
        gone, new = _difference(before, lines)
        if (len(gone) + len(new)) * _MUCH < len(lines):
            shutil.copytree(earlier, path, ignore=shutil.ignore_patterns("LOG*"))
            if _changed(path, gone, new) == len(lines):
                return len(lines)
    except (OSError, SyntaxError, ValueError):
        pass
    shutil.rmtree(path, ignore_errors=True)
    return None


def _difference(before: Path, lines: Iterable[str]) -> tuple[list[str], list[str]]:
    """The lines of the file that are not among `lines`, and those of `lines` that are not in the file."""
    new, gone = set(lines), []
    with before.open(encoding="utf-8", newline="\n") as earlier:
        for line in earlier:
            if line in new:
                new.remove(line)
            else:
                gone.append(line)
    return gone, sorted(new)


def _changed(path: Path, gone: Iterable[str], new: Iterable[str]) -> int:
    store = ox.Store(str(path))
    for quad in _parsed(gone):
        store.remove(quad)
    store.extend(_parsed(new))
    store.flush()
    return len(store)


def _parsed(lines: Iterable[str]) -> Iterable[ox.Quad]:
    return ox.parse("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)


class _ReadOnly(OxigraphStore):
    """A store that answers and takes nothing; a named graph needs no declaration to be looked at."""

    def add_graph(self, graph: object) -> None:
        """Nothing to do: rdflib declares every graph that it looks at."""

    def _refuse(self, *_: object, **__: object) -> None:
        raise StoreError("图库是只读的；重新生成请用 zhize build")

    add = addN = remove = remove_graph = update = _refuse


def _open(path: Path) -> ox.Store:
    if not path.is_dir():
        raise StoreError(f"{path} 没有图库；请先运行 zhize build INPUT... -o OUT")
    try:
        return ox.Store.read_only(str(path))
    except OSError as error:
        raise StoreError(f"打不开图库 {path}：{error}") from error


def _dataset(store: OxigraphStore) -> Dataset:
    dataset = Dataset(store=store, default_union=True)
    for prefix, namespace in ontology.PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset


def open_store(path: Path) -> Dataset:
    """A store on disk as an rdflib Dataset, read-only; its default graph is the union of all."""
    return _dataset(_ReadOnly(store=_open(path)))


def to_rdflib(graph: Graph) -> Dataset:
    """A graph as an rdflib Dataset over Oxigraph in memory, one named graph a document."""
    return _dataset(OxigraphStore(store=_memory(graph)))


def _memory(graph: Graph) -> ox.Store:
    store = ox.Store()
    store.bulk_load("".join(nquads(graph)).encode(), format=ox.RdfFormat.N_QUADS)
    return store


def term(value: Value) -> ox.NamedNode | ox.Literal:
    """A parameter as the RDF term that queries compare with."""
    match value.type:
        case "agency" | "document":
            return ox.NamedNode(iri(str(value.value)))
        case "role":
            return ox.NamedNode(f"{ontology.ROLE}{value.value}")
        case "date":
            return ox.Literal(str(value.value), datatype=ox.NamedNode(DATE))
        case "year" | "int":
            return ox.Literal(int(value.value))
        case _:
            return ox.Literal(str(value.value))


def cell(found: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None) -> Cell:
    """An RDF term as a plain cell: entities as their ids, roles by name."""
    match found:
        case None:
            return None
        case ox.NamedNode():
            return found.value.removeprefix(ontology.ID).removeprefix(ontology.ROLE)
        case ox.Literal():
            return int(found.value) if found.datatype.value == INTEGER else found.value
    raise DataError(f"预置查询不能返回 {found}")


class EmbeddedStore:
    """Answers canned queries from Oxigraph, over the union of all named graphs."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @classmethod
    def open(cls, path: Path) -> EmbeddedStore:
        """The store on disk, read-only."""
        return cls(_open(path))

    @classmethod
    def of(cls, graph: Graph) -> EmbeddedStore:
        """A store in memory, made from a graph."""
        return cls(_memory(graph))

    def rows(self, query: Query, values: Mapping[str, Value]) -> Iterable[tuple[Cell, ...]]:
        """The rows of the query's SPARQL text."""
        solutions = self._store.query(
            query.sparql,
            prefixes=ontology.PREFIXES,
            use_default_graph_as_union=True,
            substitutions={ox.Variable(name): term(value) for name, value in values.items()},
        )
        if not isinstance(solutions, ox.QuerySolutions):
            raise DataError(f"query {query.name}: its text is no SELECT")
        for solution in solutions:
            yield tuple(cell(solution[column]) for column in query.columns)
