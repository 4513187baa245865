"""The graph as plain tables: CSV files for any tool, and one SQLite file with the same tables.

CSV is UTF-8 without a byte order mark (unless asked) and RFC 4180: comma, CRLF, quotes doubled.
Rows are sorted, so the same graph gives the same bytes. Several values in a cell are parted by ` | `.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Final

from exports.text import Places, clean, defused
from graph_builder.derive import dependences, implementation_dependences, role_edges
from graph_builder.identity import derived_id, task_id
from graph_builder.lookup import Lookup
from graph_builder.model import Assignment, Citation, Document, Graph, Statement

SEPARATOR: Final = " | "

EDGES_RULE: Final = (
    "edges: one row for each role of a body in a task (kind = the role, weight = how often it is said); "
    "dependsOnLead, dependsOnSole: on some task the target supports, the source leads or is the one "
    "responsible body (weight = tasks); dependsOnImplementation: the target implements a task of the source; "
    "delegatesTo; memberOf, officeOf, chairOf: a seat in a group (weight = how often it is said). "
    "Members of collectives get no edges of their own."
)

Cell = str | int | None
Edge = tuple[str, str, str, str, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, SQL type (`TEXT` or `INTEGER`; truth is 1 or 0), and the table that it refers to."""

    name: str
    type: str = "TEXT"
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its rows in order; `key` names the columns that identify a row."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: str = "id"


def tables(graph: Graph) -> tuple[Table, ...]:
    """Every table of a graph, rows sorted by id."""
    lookup = Lookup(graph)
    places = Places(lookup)
    return (
        _table("documents", _DOCUMENTS, graph.documents, lambda one: _document(lookup, places, one)),
        _table("statements", _STATEMENTS, graph.statements, lambda one: _statement(places, one)),
        _table(
            "agencies",
            _AGENCIES,
            graph.agencies,
            lambda one: (one.id, one.label, one.kind, one.level, one.division, SEPARATOR.join(one.members)),
        ),
        _table("names", _NAMES, graph.names, lambda one: (one.id, one.agency, one.kind, one.text, one.basis)),
        _table("assignments", _ASSIGNMENTS, graph.assignments, lambda one: _assignment(lookup, one)),
        _table(
            "memberships",
            _MEMBERSHIPS,
            graph.memberships,
            lambda one: (
                one.id,
                one.statement,
                one.document,
                one.group,
                one.role,
                one.agency,
                one.surface,
                one.post,
            ),
        ),
        _table(
            "delegations",
            _DELEGATIONS,
            graph.delegations,
            lambda one: (one.id, one.statement, one.document, one.delegator, one.delegate),
        ),
        _table("citations", _CITATIONS, graph.citations, lambda one: _citation(lookup, one)),
        _table("edges", _EDGES, sorted(_edges(graph)), lambda row: row),
    )


def write_csv(graph: Graph, path: Path, *, escape: bool = True, bom: bool = False) -> None:
    """Write one CSV file a table into the folder `path`, and `datapackage.json` that describes them.

    With `escape`, a text that a spreadsheet would run as a formula gets a `'` before it; without it
    every text stands exactly as read. `bom` puts a byte order mark before each file, for old Excel.
    """
    path.mkdir(parents=True, exist_ok=True)
    shown = tables(graph)
    for table in shown:
        text = csv_text(table, escape=escape)
        (path / f"{table.name}.csv").write_bytes(text.encode("utf-8-sig" if bom else "utf-8"))
    description = _package(shown, escape=escape)
    text = json.dumps(description, ensure_ascii=False, indent=1) + "\n"
    (path / "datapackage.json").write_text(text, encoding="utf-8")


def write_sqlite(graph: Graph, path: Path) -> None:
    """Write one SQLite file: every table with keys, references and indexes, and the rule in `about`."""
    with closing(sqlite3.connect(":memory:")) as base:
        for table in tables(graph):
            _create(base, table)
        base.execute("CREATE TABLE about (rule TEXT)")
        base.execute("INSERT INTO about VALUES (?)", (EDGES_RULE,))
        base.commit()
        path.write_bytes(base.serialize())


def csv_text(table: Table, *, escape: bool = True) -> str:
    """A table as CSV with its header."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(column.name for column in table.columns)
    for row in table.rows:
        writer.writerow(defused(cell) if escape and isinstance(cell, str) else cell for cell in row)
    return out.getvalue()


def _columns(words: str) -> tuple[Column, ...]:
    """Columns from `name`, `name#` (a number) and `name>table` (a reference)."""

    def column(word: str) -> Column:
        name, _, table = word.partition(">")
        return Column(name.rstrip("#"), "INTEGER" if name.endswith("#") else "TEXT", table or None)

    return tuple(map(column, words.split()))


_DOCUMENTS: Final = _columns(
    "id number title type issuer date place instrument approved_by addressees attachments"
    " source start# end# line# also_printed_in"
)
_STATEMENTS: Final = _columns(
    "id task_id document>documents source start# end# line# kind path heading task quote pattern"
    " due due_date due_precision open# terms"
)
_AGENCIES: Final = _columns("id label kind level division members")
_NAMES: Final = _columns("id agency>agencies kind text basis")
_ASSIGNMENTS: Final = _columns(
    "id statement>statements document>documents document_number date role agency>agencies agency_label"
    " surface distribution inferred# basis source start# end#"
)
_MEMBERSHIPS: Final = _columns(
    "id statement>statements document>documents group>agencies role agency>agencies surface post"
)
_DELEGATIONS: Final = _columns(
    "id statement>statements document>documents delegator>agencies delegate>agencies"
)
_CITATIONS: Final = _columns(
    "id document>documents document_number kind target number title own# start# end#"
)
_EDGES: Final = _columns("source target type kind weight# basis document id")


def _table(
    name: str,
    columns: tuple[Column, ...],
    records: Iterable[Any],
    row: Callable[[Any], tuple[Cell | bool, ...]],
) -> Table:
    return Table(name, columns, tuple(tuple(map(_plain, row(record))) for record in records))


def _plain(cell: Cell | bool) -> Cell:
    if isinstance(cell, str):
        return clean(cell)
    return int(cell) if isinstance(cell, bool) else cell


def _document(lookup: Lookup, places: Places, one: Document) -> tuple[Cell, ...]:
    return (
        *(one.id, one.number, one.title, one.type, one.issuer, one.date, one.place, one.instrument),
        *(one.approved_by, SEPARATOR.join(one.addressees), SEPARATOR.join(one.attachments)),
        *(lookup.sources[one.source].name, one.span.start, one.span.end),
        *(places.line(one.source, one.span.start), SEPARATOR.join(one.also_printed_in)),
    )


def _statement(places: Places, one: Statement) -> tuple[Cell, ...]:
    return (
        *(one.id, task_id(one.id), one.document, one.source, one.span.start, one.span.end),
        *(places.line(one.source, one.span.start), one.kind, one.path, one.heading, one.task),
        *(places.quote(one.source, one.span), one.pattern, one.due, one.due_date, one.due_precision),
        *(one.open, SEPARATOR.join(one.terms)),
    )


def _assignment(lookup: Lookup, one: Assignment) -> tuple[Cell, ...]:
    document = lookup.documents[one.document]
    return (
        *(one.id, one.statement, one.document, document.number, document.date, one.role, one.agency),
        *(lookup.agencies[one.agency].label, one.surface, one.distribution, one.inferred, one.basis),
        *(one.source, one.span.start, one.span.end),
    )


def _citation(lookup: Lookup, one: Citation) -> tuple[Cell, ...]:
    number = lookup.documents[one.document].number
    return (
        *(one.id, one.document, number, one.kind, one.target, one.number, one.title, one.own),
        *(one.span.start, one.span.end),
    )


def _edges(graph: Graph) -> Iterator[Edge]:
    lookup = Lookup(graph)
    edges = role_edges(graph)
    for edge in edges:
        document = lookup.statements[edge.task.removeprefix("task/")].document
        yield _edge(edge.bearer, edge.task, edge.role, len(edge.assignments), document=document)
    for link in (*dependences(edges), *implementation_dependences(edges)):
        kind = f"dependsOn{link.basis.capitalize()}"
        yield _edge(link.dependent, link.supporter, kind, len(link.tasks), basis=link.basis)
    stated = Counter((one.delegator, one.delegate, "delegatesTo") for one in graph.delegations)
    stated.update((seat.agency, seat.group, f"{seat.role}Of") for seat in graph.memberships if seat.agency)
    for (source, target, kind), count in stated.items():
        yield _edge(source, target, kind, count)


def _edge(
    source: str, target: str, kind: str, weight: int, *, basis: str = "stated", document: str = ""
) -> Edge:
    return source, target, "Directed", kind, weight, basis, document, derived_id(kind, source, target, basis)


def _create(base: sqlite3.Connection, table: Table) -> None:
    """Create and fill one table; its name and columns are ours, never a document's words."""
    lines = [
        f'"{one.name}" {one.type}{" PRIMARY KEY" if one.name == table.key else ""}' for one in table.columns
    ]
    references = [one for one in table.columns if one.refers_to]
    lines += [f'FOREIGN KEY ("{one.name}") REFERENCES "{one.refers_to}" (id)' for one in references]
    base.execute(f'CREATE TABLE "{table.name}" ({", ".join(lines)})')
    holes = ", ".join("?" * len(table.columns))
    base.executemany(f'INSERT INTO "{table.name}" VALUES ({holes})', table.rows)
    for one in references:
        base.execute(f'CREATE INDEX "{table.name}_{one.name}" ON "{table.name}" ("{one.name}")')


def _package(shown: Iterable[Table], *, escape: bool) -> dict[str, Any]:
    """What the CSV files hold, in the form of a Data Package."""
    formulas = "a text that begins like a formula has a ' before it" if escape else "texts exactly as read"
    return {
        "name": "zhize-tables",
        "description": f"{EDGES_RULE} Several values in a cell are parted by '{SEPARATOR}'; {formulas}.",
        "resources": [
            {"name": table.name, "path": f"{table.name}.csv", "encoding": "utf-8", "schema": _schema(table)}
            for table in shown
        ],
    }


def _schema(table: Table) -> dict[str, Any]:
    types = {"TEXT": "string", "INTEGER": "integer"}
    return {
        "fields": [{"name": column.name, "type": types[column.type]} for column in table.columns],
        "primaryKey": [table.key],
        "foreignKeys": [
            {"fields": [column.name], "reference": {"resource": column.refers_to, "fields": ["id"]}}
            for column in table.columns
            if column.refers_to
        ],
    }
