"""A graph as the page's compact tables: rows of scalars that name each other by row number.

Offsets into a document's text count UTF-16 code units, as the browser does; everything else of
the graph counts code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pypinyin import Style, lazy_pinyin

from graph_builder.lookup import Lookup
from graph_builder.model import Assignment, Document, Graph, Mention, Span, Statement
from ontology import Role

Row = list[Any]

ROLES: Final = tuple(Role)
BODY_COLUMNS: Final = ("id", "label", "short", "kind", "level", "division", "members", "names", "pinyin")
STATEMENT_COLUMNS: Final = (
    "id", "document", "kind", "start", "end", "path", "task", "pattern", "due", "due_date", "open", "terms",
)  # fmt: skip
LINK_COLUMNS: Final = (
    "statement", "body", "role", "start", "end", "distribution", "inferred", "basis", "surface", "post",
)  # fmt: skip
NOWHERE: Final = -1
_NUMBER_YEAR: Final = re.compile(r"[（〔\[(](\d{4})[)\]〕）]")


@dataclass(frozen=True)
class Index:
    """Row numbers of the records, by id."""

    bodies: Mapping[str, int]
    documents: Mapping[str, int]
    statements: Mapping[str, int]


class Units:
    """UTF-16 offsets inside one document of code points of its source."""

    def __init__(self, document: Document, text: str) -> None:
        self.text = text[document.span.start : document.span.end]
        self._start = document.span.start
        self._astral = [index for index, char in enumerate(self.text) if char > "\uffff"]

    def __call__(self, offset: int) -> int:
        """The offset, held inside the document."""
        inside = min(max(offset - self._start, 0), len(self.text))
        return inside + bisect_left(self._astral, inside)

    def span(self, span: Span) -> tuple[int, int]:
        """Both ends of a span."""
        return self(span.start), self(span.end)


def index(graph: Graph) -> Index:
    """Row numbers: documents by date and number, statements as they stand in them, bodies by name."""
    documents = sorted(graph.documents, key=lambda d: (d.date or "", d.number or "", d.id))
    rank = {document.id: place for place, document in enumerate(documents)}
    statements = sorted(graph.statements, key=lambda s: (rank[s.document], s.span.start, s.span.end, s.id))
    bodies = sorted(graph.agencies, key=lambda agency: (agency.label, agency.id))
    return Index(
        {agency.id: place for place, agency in enumerate(bodies)},
        rank,
        {statement.id: place for place, statement in enumerate(statements)},
    )


def year(document: Document) -> int | None:
    """Year of the document's date, else of its number."""
    if document.date:
        return int(document.date[:4])
    match = _NUMBER_YEAR.search(document.number or "")
    return int(match[1]) if match else None


def _fates(graph: Graph) -> Mapping[str, list[Any]]:
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for fate in graph.fates:
        groups[fate.document].append(fate)
    return groups


def documents(graph: Graph, index: Index) -> list[dict[str, Any]]:
    """Each document with its text, its citations and the fate of its role words."""
    lookup, fates = Lookup(graph), _fates(graph)
    rows = []
    for key in index.documents:
        document = lookup.documents[key]
        source = lookup.sources[document.source]
        units = Units(document, source.text)
        rows.append(
            {
                "id": document.id,
                "number": document.number,
                "title": document.title,
                "type": document.type,
                "issuer": document.issuer,
                "date": document.date,
                "year": year(document),
                "instrument": document.instrument,
                "addressees": list(document.addressees),
                "approved": document.approved_by,
                "source": source.name,
                "line": source.text.count("\n", 0, document.span.start) + 1,
                "cites": [
                    [cite.title, cite.number, cite.kind, index.documents.get(cite.target, NOWHERE)]
                    for cite in sorted(document.citations, key=lambda cite: (cite.span.start, cite.id))
                ],
                "fates": [
                    [*units.span(fate.span), fate.outcome, fate.reason]
                    for fate in sorted(fates.get(key, ()), key=lambda f: (f.span.start, f.span.end, f.reason))
                ],
                "text": units.text,
            }
        )
    return rows


def statements(graph: Graph, index: Index) -> list[Row]:
    """Rows of `STATEMENT_COLUMNS`, in document order."""
    lookup = Lookup(graph)
    units = _units(lookup)
    return [
        [
            record.id,
            index.documents[record.document],
            record.kind.value,
            *units[record.document].span(record.span),
            record.path,
            record.task,
            record.pattern,
            record.due,
            record.due_date,
            int(record.open),
            list(record.terms),
        ]
        for record in (lookup.statements[key] for key in index.statements)
    ]


def _units(lookup: Lookup) -> Mapping[str, Units]:
    return {
        document.id: Units(document, lookup.sources[document.source].text)
        for document in lookup.graph.documents
    }


def links(graph: Graph, index: Index) -> list[Row]:
    """Rows of `LINK_COLUMNS`: every body in every role of every statement, seats and delegations too.

    A seat held by a person or an unresolved body has no body (-1) and keeps its surface.
    """
    lookup = Lookup(graph)
    units = _units(lookup)
    rows: list[Row] = []
    for row in (*_assigned(graph), *_seated(graph, lookup), *_delegated(graph, lookup)):
        statement, body, role, span, distribution, inferred, basis, surface, post = row
        own = lookup.statements[statement]
        start, end = units[own.document].span(span) if span else (NOWHERE, NOWHERE)
        rows.append(
            [
                index.statements[statement],
                index.bodies.get(body or "", NOWHERE),
                ROLES.index(role),
                start,
                end,
                distribution,
                int(inferred),
                basis,
                surface,
                post,
            ]
        )
    return sorted(rows, key=lambda row: (row[0], row[3], row[4], row[2], row[1], str(row[8]), str(row[9])))


def _assigned(graph: Graph) -> Iterator[Row]:
    for edge in graph.assignments:
        yield _link(edge)


def _link(edge: Assignment) -> Row:
    return [
        edge.statement, edge.agency, edge.role, edge.span, edge.distribution,
        edge.inferred, edge.basis, edge.surface, None,
    ]  # fmt: skip


def _seated(graph: Graph, lookup: Lookup) -> Iterator[Row]:
    groups: dict[tuple[str, str], None] = {}
    for seat in graph.memberships:
        groups[seat.statement, seat.group] = None
        mention = _mention(lookup.statements[seat.statement], seat.role, seat.surface)
        if seat.role is not Role.GROUP:
            yield [
                seat.statement, seat.agency, seat.role, mention and mention.span, None,
                bool(mention and mention.inferred), "", seat.surface, seat.post,
            ]  # fmt: skip
    for statement, group in groups:
        mention = _mention(lookup.statements[statement], Role.GROUP, None)
        label = lookup.agencies[group].label if group in lookup.agencies else group.partition("/")[2]
        yield [statement, group, Role.GROUP, mention and mention.span, None, False, "", label, None]


def _delegated(graph: Graph, lookup: Lookup) -> Iterator[Row]:
    seen: set[tuple[str, Role, str]] = set()
    for record in graph.delegations:
        for role, body in ((Role.DELEGATOR, record.delegator), (Role.DELEGATE, record.delegate)):
            if (record.statement, role, body) in seen:
                continue
            seen.add((record.statement, role, body))
            label = lookup.agencies[body].label if body in lookup.agencies else body.rpartition("/")[2]
            mention = _bearing(lookup.statements[record.statement], role, body, lookup)
            surface = mention.surface if mention else label
            yield [record.statement, body, role, mention and mention.span, None, False, "", surface, None]


def _mention(statement: Statement, role: Role, surface: str | None) -> Mention | None:
    of_role = [mention for mention in statement.mentions if mention.role is role]
    return next((mention for mention in of_role if surface in (None, mention.surface)), None)


def _bearing(statement: Statement, role: Role, body: str, lookup: Lookup) -> Mention | None:
    """The mention of `body` in `role`: by a name that it bears, or as the only one of the role."""
    of_role = [mention for mention in statement.mentions if mention.role is role]
    names = {name.text for name in lookup.graph.names if name.agency == body} if len(of_role) > 1 else set()
    named = [mention for mention in of_role if mention.surface in names or body.endswith(mention.surface)]
    return named[0] if named else of_role[0] if len(of_role) == 1 else None


def bodies(graph: Graph, index: Index) -> list[Row]:
    """Rows of `BODY_COLUMNS`: names with their kinds and counts, a short label, pinyin to search by."""
    lookup = Lookup(graph)
    divisions = {division.id: division.full_name for division in graph.divisions}
    surfaces = _surfaces(graph)
    names: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in graph.names:
        names[name.agency].append((name.text, name.kind))
    shared = Counter(text for counted in surfaces.values() for text in counted)
    rows = []
    for key in index.bodies:
        agency, seen = lookup.agencies[key], surfaces.get(key, Counter())
        known = _known(agency.label, names[key], seen)
        short = _short(agency.label, seen, shared)
        rows.append(
            [
                agency.id,
                agency.label,
                short,
                agency.kind,
                agency.level,
                divisions.get(agency.division or ""),
                [index.bodies[member] for member in agency.members if member in index.bodies],
                known,
                pinyin([agency.label, short, *(name for name, _, _ in known)]),
            ]
        )
    return rows


def _surfaces(graph: Graph) -> Mapping[str, Counter[str]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for edge in graph.assignments:
        counts[edge.agency][edge.surface] += 1
    for seat in graph.memberships:
        if seat.agency:
            counts[seat.agency][seat.surface] += 1
    return counts


def _known(label: str, names: Iterable[tuple[str, str]], seen: Counter[str]) -> list[Row]:
    """Every name with its kind and how often it stands in a role; those seen first."""
    kinds: dict[str, str] = {}
    for text, kind in sorted(names, key=lambda pair: (pair[1] == "surface", pair)):
        kinds.setdefault(text, kind)
    for text in sorted(seen):
        kinds.setdefault(text, "surface")
    rows = [
        [text, kind, seen.get(text, 0)] for text, kind in kinds.items() if text != label or seen.get(text)
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def _short(label: str, seen: Counter[str], shared: Counter[str]) -> str:
    """The surface most often written, when no other body is written so and it is shorter than the label."""
    own = [text for text in seen if shared[text] == 1 and len(text) < len(label)]
    return min(own, key=lambda text: (-seen[text], len(text), text)) if own else label


def pinyin(names: Sequence[str]) -> str:
    """Initials of each name and the syllables of the first, for search by a latin keyboard."""
    initials = dict.fromkeys("".join(lazy_pinyin(name[:60], style=Style.FIRST_LETTER)) for name in names)
    return " ".join([*initials, "".join(lazy_pinyin(names[0][:60]))]).lower()
