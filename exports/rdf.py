"""A graph as an RDF file: Turtle, N-Triples, N-Quads, TriG, JSON-LD, RDF/XML.

Each says in its first lines what it holds; JSON-LD has no comments and leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from graph_builder.model import Graph
from graph_builder.projections.triples import Quad
from graph_builder.stores import rdf

FORMATS: Final = tuple(rdf.FORMATS)
"""Names of the formats; nq, trig and jsonld keep the named graphs, ttl, nt and rdfxml merge them."""

WHOLE: Final = (
    "The whole graph with its vocabulary, no projection: a named graph for each document, one for what they "
    "share, one for what is derived, one for the vocabulary."
)
MERGED: Final = (
    "The whole graph with its vocabulary, no projection: all named graphs merged into one, so that which "
    "document states a triple is told by statedIn alone. Derived relations are among the triples."
)
_XML: Final = b"?>"


def write(graph: Graph, path: Path, name: str) -> None:
    """Writes the graph with the vocabulary in the format; the same graph gives the same bytes."""
    write_lines(rdf.nquads(graph), path, name)


def write_quads(records: Iterable[Quad], path: Path, name: str) -> None:
    """Writes quads, as a server gave them back, with the vocabulary in the format."""
    _write(rdf.serialised(records, name), path, name)


def write_lines(lines: Sequence[str], path: Path, name: str) -> None:
    """Writes a dataset, given as its sorted N-Quads lines, in the format."""
    _write(rdf.converted(lines, name), path, name)


def _write(data: bytes, path: Path, name: str) -> None:
    rule = WHOLE if rdf.FORMATS[name].supports_datasets else MERGED
    if name == "rdfxml":
        declaration, mark, rest = data.partition(_XML)
        data = declaration + mark + f"\n<!-- {rule} -->".encode() + rest
    elif name != "jsonld":
        data = f"# {rule}\n".encode() + data
    path.write_bytes(data)
