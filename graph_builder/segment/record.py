"""A document as one record of documents.jsonl."""

from __future__ import annotations

from typing import Any

from graph_builder.model import Citation, Document, Source


def document_record(source: Source, document: Document) -> dict[str, Any]:
    """What the header and the citations of a document say; lines count from 1 in the source."""
    return {
        "source": source.name,
        "number": document.number,
        "title": document.title,
        "type": document.type,
        "issuer": document.issuer,
        "date": document.date,
        "promulgates": document.instrument,
        "addressees": list(document.addressees),
        "approved_by": document.approved_by,
        "cites": [_cited(citation) for citation in document.citations],
        "attachments": list(document.attachments),
        "start_line": _line(source.text, document.span.start),
        "end_line": _line(source.text, document.span.end),
    }


def _cited(citation: Citation) -> dict[str, Any]:
    record: dict[str, Any] = {"title": citation.title, "number": citation.number, "kind": citation.kind}
    return {**record, "self": True} if citation.own else record


def _line(text: str, offset: int) -> int:
    """Line of an offset; CRLF, LF and lone CR end a line."""
    before = text[:offset]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1
