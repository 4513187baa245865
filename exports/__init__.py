"""A graph as files for people and for tools: `FORMATS[name](graph, path)` writes one.

Networks take `projection=` (assignments, coordination, dependsOn), csv takes `escape=` and `bom=`,
html and docx (duty sheets) take `focus=`. A format is one file, or files of one stem; csv and neo4j-csv
are folders. A format's module is loaded when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

Writer = Callable[..., Any]
"""`(graph, path, **options)`: writes the graph to the path; the same graph gives the same bytes."""


def _writer(module: str, function: str, *fixed: str) -> Writer:
    def write(graph: Any, path: Any, **options: Any) -> Any:
        return getattr(import_module(f"exports.{module}"), function)(graph, path, *fixed, **options)

    return write


FORMATS: Final[Mapping[str, Writer]] = {
    "ttl": _writer("rdf", "write", "ttl"),
    "nt": _writer("rdf", "write", "nt"),
    "nq": _writer("rdf", "write", "nq"),
    "trig": _writer("rdf", "write", "trig"),
    "jsonld": _writer("rdf", "write", "jsonld"),
    "rdfxml": _writer("rdf", "write", "rdfxml"),
    "graphml": _writer("networks", "write_graphml"),
    "gexf": _writer("networks", "write_gexf"),
    "pajek": _writer("networks", "write_pajek"),
    "ucinet": _writer("networks", "write_ucinet"),
    "json": _writer("networks", "write_json"),
    "metrics": _writer("networks", "write_metrics"),
    "csv": _writer("tables", "write_csv"),
    "sqlite": _writer("tables", "write_sqlite"),
    "xlsx": _writer("ledger", "write_ledger"),
    "html": _writer("html", "write_page"),
    "docx": _writer("duty_sheet", "write_docx"),
    "neo4j-csv": _writer("neo4j_csv", "write"),
}
"""Format name -> what writes it."""
