"""Frozen value types: what is read, what is asserted, what is resolved.

Those that a document has by the thousand are named tuples, which are made in half the time of a
frozen dataclass. Offsets are half-open and count code points of `Source.text`. Records refer to
each other by id (see `identity`), so a graph can be written line by line and
one document replaced without touching another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ontology import Kind, Role


class Span(NamedTuple):
    """A half-open stretch of code points in a source's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """One decoded input. `text` has no byte order mark and keeps its line breaks.

    `encoding` is the text's encoding, or the form it was read from (`docx`, `pdf`). `pages` are the offsets
    where the pages start, empty where they are not known.
    """

    name: str
    text: str = field(repr=False)
    encoding: str
    id: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One file that a build was given; `source` is None where it could not be read, and `error` says why."""

    name: str
    sha256: str | None
    encoding: str | None
    source: str | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A document naming another one, and what it says of it.

    `kind` is one of based_on, implements, promulgates, repeals, amends, cites.
    `target` is the id of the cited document: `doc/…` when it was read, else `cited/…`.
    `own` marks the document's own instrument (the plan that a notice sends out).
    """

    id: str
    document: str
    title: str | None
    number: str | None
    kind: str
    target: str
    span: Span
    own: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One official document inside a source.

    `place` is the division that heads the issuer (`-` for central and provincial bodies).
    `date` is ISO; `definitions` are (short name, full name) pairs that the text itself sets.
    """

    id: str
    source: str
    span: Span
    number: str | None
    title: str
    type: str | None
    issuer: str | None
    date: str | None
    place: str
    addressees: tuple[str, ...] = ()
    instrument: str | None = None
    approved_by: str | None = None
    attachments: tuple[str, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    citations: tuple[Citation, ...] = ()
    also_printed_in: tuple[str, ...] = ()


class Passage(NamedTuple):
    """One stretch of a document's body: a heading, a numbered item, a paragraph or a table row.

    `path` is the heading numbers down to here, as written (`三`, `（一）`, `1`, `第五条`, `附件1`).
    `headings` are the heading texts along the path, without their numbers.
    `cells` are the spans of a tab-separated row's cells, empty for running text.
    `item` is where the innermost numbered item starts that this passage belongs to.
    """

    span: Span
    path: tuple[str, ...]
    headings: tuple[str, ...] = ()
    cells: tuple[Span, ...] = ()
    item: int = 0


class Mention(NamedTuple):
    """One body as written, in its role. Which agency is meant is resolved elsewhere.

    `distribution` is `joint`, `several` or None; `inferred` marks a role that a rule of the
    document gives rather than the words beside the name; `post` is the words for a person's
    post in a group (`组长`, `副组长：市政府副秘书长`).
    """

    span: Span
    surface: str
    role: Role
    collective: bool = False
    distribution: str | None = None
    inferred: bool = False
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A span of text that gives bodies their roles towards one task, delegation or group.

    `heading` is the text of the outermost heading above it, empty where there is none.
    """

    id: str
    document: str
    source: str
    kind: Kind
    span: Span
    path: str
    task: str
    mentions: tuple[Mention, ...]
    pattern: str
    due: str | None = None
    due_date: str | None = None
    due_precision: str | None = None
    open: bool = False
    terms: tuple[str, ...] = ()
    heading: str = ""


class Fate(NamedTuple):
    """What became of one role word of a document.

    `outcome` is extracted, trap, unmatched or rejected (by a decision of staff); `reason` the pattern,
    the trap or the nearest miss.
    """

    document: str
    span: Span
    word: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Agency:
    """A role bearer: an agency, another body, a collective, a group or an unresolved body.

    `kind` is agency, body, collective, group or unresolved. `members` are agency ids of a
    collective, where the text or the table of divisions settles them.
    """

    id: str
    label: str
    kind: str
    level: str | None = None
    division: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A name that a role bearer goes by. `kind` is full, short, plate, former or surface."""

    id: str
    agency: str
    kind: str
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division with its GB/T 2260 code."""

    id: str
    code: str
    name: str
    full_name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """The reified edge: one bearer, one role, one task, with its evidence."""

    id: str
    statement: str
    document: str
    source: str
    span: Span
    surface: str
    agency: str
    role: Role
    distribution: str | None
    inferred: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who hands a power to whom, as one statement says it."""

    id: str
    statement: str
    document: str
    delegator: str
    delegate: str


@dataclass(frozen=True, slots=True)
class Membership:
    """One seat in a leading group or joint conference: who, as what, by which post."""

    id: str
    statement: str
    document: str
    group: str
    role: Role
    agency: str | None
    surface: str
    post: str | None


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that was read, asserted and resolved; each tuple sorted by id."""

    sources: tuple[Source, ...] = ()
    documents: tuple[Document, ...] = ()
    statements: tuple[Statement, ...] = ()
    fates: tuple[Fate, ...] = ()
    agencies: tuple[Agency, ...] = ()
    names: tuple[AgencyName, ...] = ()
    divisions: tuple[Division, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    memberships: tuple[Membership, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    citations: tuple[Citation, ...] = ()
