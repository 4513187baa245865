"""A knowledge graph of agencies, documents and responsibilities, read from Chinese official documents.

    graph = build([Path("gazette.txt")])      documents and folders -> Graph
    graph = read_graph(Path("out"))           what `zhize build` wrote -> Graph
    to_networkx(graph)                        a networkx MultiDiGraph: bodies, tasks, assignments
    to_rdflib(graph)                          an rdflib Dataset, one named graph a document

What a name stands for is loaded when it is first used.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from exports.networks import to_networkx
    from graph_builder.model import Graph
    from graph_builder.outdir import read_graph
    from graph_builder.stores.rdf import to_rdflib

__all__ = ["Graph", "build", "read_graph", "to_networkx", "to_rdflib"]

_HOMES: Final = {
    "Graph": "graph_builder.model",
    "read_graph": "graph_builder.outdir",
    "to_networkx": "exports.networks",
    "to_rdflib": "graph_builder.stores.rdf",
}


def build(
    paths: Iterable[str | Path] | str | Path, *, aliases: str | Path | None = None, inferred: bool = True
) -> Graph:
    """The graph of documents and of folders of documents.

    What cannot be read or is not there is left out with a warning. `aliases` is a table of names of your own;
    `inferred` applies the rules that a document states for all its clauses.

    Raises:
        InputError: nothing could be read, or the aliases file is wrong.
    """
    from graph_builder.errors import InputError  # noqa: PLC0415 (what only reads a graph needs no more)
    from graph_builder.pipeline import build as read_all  # noqa: PLC0415

    listed = [paths] if isinstance(paths, str | Path) else paths
    read = read_all(map(Path, listed), aliases=Path(aliases) if aliases else None, inferred=inferred)
    if not read.graph.sources:
        raise InputError("; ".join(map(str, read.failures)) or "no input was given")
    for failure in read.failures:
        warnings.warn(str(failure), stacklevel=2)
    return read.graph


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
