"""What other programs read: `data/statements.jsonl` and `data/documents.jsonl`, one JSON object a line.

Text and surfaces stand without white space; `start` and `end` are half-open code points of the
decoded source text that is kept beside.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

from graph_builder import segment
from graph_builder.identity import fold
from graph_builder.lookup import Lookup
from graph_builder.model import Agency, Document, Graph, Mention, Statement
from graph_builder.outdir.records import line
from graph_builder.view import squeeze
from ontology import Role

STATEMENTS_FILE: Final = "data/statements.jsonl"
DOCUMENTS_FILE: Final = "data/documents.jsonl"

Placed = TypeVar("Placed", Statement, Document)


def write_contract(graph: Graph, folder: Path) -> None:
    """Write both files under `folder`, in source order."""
    lookup = Lookup(graph)
    (folder / STATEMENTS_FILE).parent.mkdir(parents=True, exist_ok=True)
    with (folder / STATEMENTS_FILE).open("wb") as out:
        out.writelines(
            line(statement_record(lookup, one)) for one in in_source_order(lookup, graph.statements)
        )
    with (folder / DOCUMENTS_FILE).open("wb") as out:
        out.writelines(line(document_record(lookup, one)) for one in in_source_order(lookup, graph.documents))


def in_source_order(lookup: Lookup, records: Iterable[Placed]) -> list[Placed]:
    """The records by source name, then place."""
    return sorted(
        records,
        key=lambda one: (lookup.sources[one.source].name, one.source, one.span.start, one.span.end, one.id),
    )


def statement_record(lookup: Lookup, statement: Statement) -> dict[str, Any]:
    """One statement as `zhize extract` prints it.

    `document` is the 文号, or the title of a document that bears none.
    """
    document = lookup.documents[statement.document]
    bearers = bearers_of(lookup, statement)
    return {
        "source": lookup.sources[statement.source].name,
        "document": document.number or document.title,
        "path": statement.path,
        "kind": statement.kind,
        "text": squeeze(lookup.quote(statement.source, statement.span)),
        "start": statement.span.start,
        "end": statement.span.end,
        "task": statement.task,
        "agencies": [
            _mention_record(mention, agency)
            for mention, agency in zip(statement.mentions, bearers, strict=True)
        ],
        "due": statement.due,
        "due_date": statement.due_date,
        "open": statement.open,
        "pattern": statement.pattern,
        "id": statement.id,
    }


def document_record(lookup: Lookup, document: Document) -> dict[str, Any]:
    """One document with its head, what it cites and where it stands; lines count from 1."""
    return segment.document_record(lookup.sources[document.source], document) | {
        "start": document.span.start,
        "end": document.span.end,
        "also_printed_in": list(document.also_printed_in),
        "id": document.id,
    }


def bearers_of(lookup: Lookup, statement: Statement) -> tuple[Agency | None, ...]:
    """For each mention of a statement the role bearer it was resolved to, None where it has none."""
    held = {
        (one.role, one.span, one.surface): one.agency for one in lookup.assignments_of.get(statement.id, ())
    }
    seats = lookup.memberships_of.get(statement.id, ())
    members = {(seat.role, seat.surface, seat.post): seat.agency for seat in seats}
    delegations = [(one, one.id.split("/")) for one in lookup.delegations_of.get(statement.id, ())]
    givers = {parts[2]: one.delegator for one, parts in delegations}
    takers = {parts[3]: one.delegate for one, parts in delegations}

    def bearer(mention: Mention) -> str | None:
        if mention.role is Role.GROUP:
            return seats[0].group if seats else None
        if mention.role is Role.DELEGATOR:
            return givers.get(fold(mention.surface))
        if mention.role is Role.DELEGATE:
            return takers.get(fold(mention.surface))
        assigned = held.get((mention.role, mention.span, mention.surface))
        return assigned or members.get((mention.role, mention.surface, mention.post))

    ids = map(bearer, statement.mentions)
    return tuple(lookup.agencies[id_] if id_ else None for id_ in ids)


def canonical(agency: Agency | None) -> str | None:
    """The full official name, None where no layer settled it."""
    return None if agency is None or agency.kind == "unresolved" else agency.label


def _mention_record(mention: Mention, agency: Agency | None) -> dict[str, Any]:
    return {
        "surface": mention.surface,
        "canonical": canonical(agency),
        "role": mention.role,
        "collective": mention.collective,
        "distribution": mention.distribution,
        "inferred": mention.inferred,
        "start": mention.span.start,
        "end": mention.span.end,
    } | ({"post": mention.post} if mention.post else {})
