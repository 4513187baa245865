"""What stands in the ledger, as plain values: rows of tasks, units and names, and who meets whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.text import Places
from graph_builder.derive import coordinations, role_edges
from graph_builder.lookup import Lookup
from graph_builder.model import Assignment, Graph, Statement
from graph_builder.outdir import canonical, in_source_order
from ontology import ROLE_LABELS, TASK_ROLES, Role

BODY_KINDS: Final = {
    "agency": "机关单位",
    "body": "其他组织",
    "collective": "集合主体",
    "group": "议事协调机构",
    "unresolved": "未定",
}
OPEN: Final = "等（名单未尽）"
MATRIX_LIMIT: Final = 300
_OVERSIGHT: Final = (Role.GUIDE, Role.SUPERVISE, Role.ACCEPT)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One task. `due_date` is ISO; `line` counts from 1."""

    number: int
    category: str
    task: str
    lead: str
    support: str
    responsible: str
    implement: str
    oversight: str
    due: str
    due_date: str
    title: str
    document_number: str
    path: str
    quote: str
    line: int | str
    id: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One role of one unit in one task; `number` is the task's in the ledger."""

    unit: str
    kind: str
    role: str
    surface: str
    number: int
    task: str
    due: str
    document_number: str
    path: str
    id: str


@dataclass(frozen=True, slots=True)
class NameRow:
    """One surface and what it was resolved to; `basis` names the layers that settled it."""

    surface: str
    canonical: str
    kind: str
    count: int
    basis: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many tasks two units share, and on the diagonal how many each has; `left_out` units did not fit."""

    units: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    left_out: int


def ledger_rows(graph: Graph) -> tuple[LedgerRow, ...]:
    """A row for each statement that gives a body a role in a task, in source order."""
    lookup = Lookup(graph)
    places = Places(lookup)
    tasks = [one for one in graph.statements if one.id in lookup.assignments_of]
    return tuple(
        _ledger_row(lookup, places, number, statement)
        for number, statement in enumerate(in_source_order(lookup, tasks), 1)
    )


def unit_rows(graph: Graph, ledger: Sequence[LedgerRow]) -> tuple[UnitRow, ...]:
    """Every unit's tasks: by unit, role and place in the ledger."""
    lookup = Lookup(graph)
    rows = {row.id: row for row in ledger}
    ordered = sorted(
        graph.assignments,
        key=lambda one: (
            lookup.agencies[one.agency].label,
            one.agency,
            TASK_ROLES.index(one.role),
            rows[one.statement].number,
            one.span.start,
            one.id,
        ),
    )
    return tuple(_unit_row(lookup, one, rows[one.statement]) for one in ordered)


def name_rows(graph: Graph) -> tuple[NameRow, ...]:
    """Every surface that bears a role in a task or a seat in a group, and what it means, by surface."""
    agencies = Lookup(graph).agencies
    bases: defaultdict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    for assignment in graph.assignments:
        bases[assignment.surface, assignment.agency][assignment.basis] += 1
    for seat in graph.memberships:
        if seat.role is not Role.CHAIR:
            bases[seat.surface, seat.agency][""] += 1
    merged: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for (surface, id_), basis in bases.items():
        agency = agencies[id_] if id_ else None
        kind = BODY_KINDS.get(agency.kind if agency else "unresolved", "")
        merged[surface, canonical(agency) or "", kind].update(basis)
    return tuple(
        NameRow(*key, basis.total(), "、".join(sorted(filter(None, basis))))
        for key, basis in sorted(merged.items())
    )


def matrix(graph: Graph, limit: int = MATRIX_LIMIT) -> Matrix:
    """Shared tasks of named units (collectives and unresolved bodies left out), by name.

    Of more than `limit` units, those with the most tasks.
    """
    agencies = Lookup(graph).agencies
    edges = [
        edge for edge in role_edges(graph) if agencies[edge.bearer].kind not in ("collective", "unresolved")
    ]
    tasks: defaultdict[str, set[str]] = defaultdict(set)
    for edge in edges:
        tasks[edge.bearer].add(edge.task)
    busiest = sorted(tasks, key=lambda unit: (-len(tasks[unit]), agencies[unit].label, unit))[:limit]
    units = sorted(busiest, key=lambda unit: (agencies[unit].label, unit))
    shared = {(unit, unit): len(tasks[unit]) for unit in units}
    for pair in coordinations(edges):
        shared[pair.a, pair.b] = shared[pair.b, pair.a] = len(pair.tasks)
    return Matrix(
        tuple(agencies[unit].label for unit in units),
        tuple(tuple(shared.get((one, other), 0) for other in units) for one in units),
        len(tasks) - len(units),
    )


def _ledger_row(lookup: Lookup, places: Places, number: int, statement: Statement) -> LedgerRow:
    document = lookup.documents[statement.document]
    held = sorted(lookup.assignments_of[statement.id], key=lambda one: (one.span.start, one.id))
    names = _names_by_role(lookup, statement, held)
    return LedgerRow(
        number=number,
        category=statement.heading,
        task=statement.task,
        lead=names.get(Role.LEAD, ""),
        support=names.get(Role.SUPPORT, ""),
        responsible=names.get(Role.RESPONSIBLE, ""),
        implement=names.get(Role.IMPLEMENT, ""),
        oversight="；".join(f"{ROLE_LABELS[role][0]}：{names[role]}" for role in _OVERSIGHT if role in names),
        due=statement.due or "",
        due_date=statement.due_date or "",
        title=document.title,
        document_number=document.number or "",
        path=statement.path,
        quote=places.quote(statement.source, statement.span),
        line=places.place(statement.source, statement.span.start),
        id=statement.id,
    )


def _names_by_role(lookup: Lookup, statement: Statement, held: Sequence[Assignment]) -> dict[Role, str]:
    """The surfaces of each role in source order, each open list marked where its 等 stands."""
    names: defaultdict[Role, dict[str, None]] = defaultdict(dict)
    for assignment in held:
        names[assignment.role][assignment.surface] = None
    joined = {role: "、".join(surfaces) for role, surfaces in names.items()}
    if statement.open:
        last = {one.role: one for one in held}
        text = lookup.sources[statement.source].text
        followed = [role for role, one in last.items() if _followed_by_etc(text, one.span.end)]
        for role in followed or [held[-1].role]:
            joined[role] += OPEN
    return joined


def _followed_by_etc(text: str, offset: int) -> bool:
    return text[offset : offset + 40].lstrip().startswith("等")


def _unit_row(lookup: Lookup, assignment: Assignment, row: LedgerRow) -> UnitRow:
    agency = lookup.agencies[assignment.agency]
    return UnitRow(
        agency.label,
        BODY_KINDS.get(agency.kind, agency.kind),
        ROLE_LABELS[assignment.role][0],
        assignment.surface,
        row.number,
        row.task,
        row.due,
        row.document_number,
        row.path,
        row.id,
    )
