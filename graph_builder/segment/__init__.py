"""A source's documents, each with what its header says, and the passages of its outline."""

from __future__ import annotations

import re
from typing import Final

from graph_builder.citations import cited, defined, numbers
from graph_builder.dates import find_date
from graph_builder.identity import document_id
from graph_builder.model import Document, Source, Span
from graph_builder.segment.attributes import (
    addressees,
    approval_of,
    attachments_of,
    enactment,
    instrument_of,
    issuer_of_title,
    metadata,
    signature,
    signer,
)
from graph_builder.segment.header import Header, headers, section_line, untitled
from graph_builder.segment.lines import Line, folded_lines
from graph_builder.segment.outline import passages
from graph_builder.segment.place import place_of
from graph_builder.segment.record import document_record
from graph_builder.segment.vocabulary import ending
from graph_builder.view import View, fold_shapes, squeeze

__all__ = ["document_record", "passages", "place_of", "segment"]


def segment(source: Source) -> tuple[Document, ...]:
    """The documents of a source in order of place: at least one for a source with any text.

    Tables of contents belong to none. Linear in the length of the text.
    """
    folded = fold_shapes(source.text)
    lines = folded_lines(source.text, folded)
    found = headers(lines) or [untitled(lines)]
    ends = [header.first for header in found[1:]] + [len(lines)]
    starts = [0, *ends]
    return tuple(
        _document(
            source,
            folded,
            lines[start : header.first],
            header,
            lines[header.first : _trimmed(lines, header, end)],
        )
        for start, header, end in zip(starts, found, ends, strict=False)
    )


def _trimmed(lines: list[Line], header: Header, end: int) -> int:
    """The end of a document's lines without the heading of the gazette's next part."""
    while end > header.body + 1 and section_line(lines[end - 1]):
        end -= 1
    return end


def _document(source: Source, folded: str, before: list[Line], header: Header, lines: list[Line]) -> Document:
    """One document from its lines; `before` are those since the document before it, `folded` is all text."""
    body = lines[header.body - header.first :]
    labelled = metadata([*before[-80:], *lines[:40]])
    number, title = _number_and_title(header, labelled, body)
    signed = signature(body)
    adopter, adopted = enactment(body, title)
    red_head = lines[0].tight.partition("文件")
    letterhead = red_head[0] if red_head[1] and (not red_head[2] or header.number) else None
    issuers = (
        issuer_of_title(header.heads if header.title == title else "", title),
        header.order,
        letterhead,
        adopter,
        signer(body, signed),
        labelled.get("issuer"),
    )
    issuer = next((name for name in issuers if name and ending(name, "bodies")), None)
    date = (
        adopted
        or (find_date(body[signed].tight) if signed is not None else None)
        or _dated(body, labelled, bool(header.order))
    )
    instrument = instrument_of(header, body)
    kind = ending(title, "types") if title else (header.number or "").partition("令")[1] or "公告"
    place = place_of(issuer or (title if kind else None))
    span = Span(lines[0].first, lines[-1].last)
    name = document_id(place, number, issuer, date, title or instrument or "")
    view = View.of_folded(folded, span.start, span.end)
    definitions = defined(view)
    return Document(
        id=name,
        source=source.id,
        span=span,
        number=number,
        title=title or instrument or header.number or "",
        type=kind,
        issuer=issuer,
        date=date,
        place=place,
        addressees=addressees(body),
        instrument=instrument,
        approved_by=approval_of(body, signed),
        attachments=attachments_of(body),
        definitions=definitions,
        citations=cited(view, name, instrument, number, definitions),
    )


_EMPTY: Final = re.compile("[（(][）)]")


def _number_and_title(header: Header, labelled: dict[str, str], body: list[Line]) -> tuple[str | None, str]:
    """Number and title: a number that stands at an end of the title's line is taken out of it."""
    if header.number:
        return header.number, header.title
    title = labelled["title"] if not header.title and "title" in labelled else header.title
    view = View.of(title)
    for number in numbers(view):
        if number.start <= 1 or number.end >= len(view.text) - 1:
            rest = squeeze(title[: number.start] + title[number.end :])
            return number.text, _EMPTY.sub("", rest).strip("《》") or title
    under = [line.tight for line in body[:3] if _UNDER.match(line.tight) and "附件" not in line.tight]
    for words in (labelled.get("number", ""), *under):
        found = next(numbers(View.of(words)), None)
        if found:
            return found.text, title
    return None, title


_UNDER: Final = re.compile(r"^（(?:[^（）]|（\d{4}）)*）$|^(?:19|20)\d\d年[^。]{6,60}?令第")


def _dated(body: list[Line], labelled: dict[str, str], order: bool) -> str | None:
    """A date in brackets under the title, else of the metadata, else of the meeting that passed an order."""
    under = body[0].tight if body else ""
    if under.startswith("（") and under.endswith("）") and len(under) <= 14:
        return find_date(under)
    passed = next((line.tight for line in body[:3] if "通过" in line.tight), "") if order else ""
    return find_date(labelled.get("date", "")) or find_date(passed)
