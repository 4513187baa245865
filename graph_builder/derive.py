"""Relations that follow from the assignments; the one definition that stores, queries and exports share.

Let L, S, R, I be the pairs (bearer, task) of lead, support, responsible and implement:

    direct edge                 some assignment gives the bearer the role in the task
    a dependsOn b               a != b, b supports a task that a leads (basis `lead`) or that no body leads
                                and of which a is the one responsible body (basis `sole`)
    a dependsOnImplementation b a != b, b implements a task that a leads
    as member                   a collective's role, carried over to each member; never part of the above
    a coordinatesWith b         a != b, both hold a role on one task; symmetric, so given once, with a < b
    task misses its lead        it has supporters and neither a lead nor a responsible body

Every function is pure and its result is sorted. Ids are the graph's: bearers `agency/…`, tasks `task/…`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from graph_builder.identity import task_id
from graph_builder.model import Graph
from ontology import Role


@dataclass(frozen=True, slots=True, order=True)
class RoleEdge:
    """A bearer's role in a task, with the ids of the assignments behind it.

    `through` is the collective that the bearer is a member of, None where it was named itself.
    """

    task: str
    role: Role
    bearer: str
    assignments: tuple[str, ...]
    through: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Dependence:
    """`dependent` needs `supporter` on `tasks`; basis is `lead`, `sole` or `implementation`."""

    dependent: str
    supporter: str
    basis: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Coordination:
    """Two bearers, the smaller id first, and the tasks on which both hold a role."""

    a: str
    b: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class SharedLead:
    """A task with more than one lead. `distribution` is `several`, `joint` or None as the text has it."""

    task: str
    leads: tuple[str, ...]
    distribution: str | None


Bearers = Mapping[Role, tuple[str, ...]]
"""Who holds which role in one task; each tuple sorted."""


Members = Mapping[str, tuple[str, ...]]
"""The members of each collective that has any."""


def role_edges(graph: Graph) -> tuple[RoleEdge, ...]:
    """One edge for each bearer, role and task, however many assignments say so."""
    behind: defaultdict[tuple[str, Role, str], list[str]] = defaultdict(list)
    for assignment in graph.assignments:
        behind[task_id(assignment.statement), assignment.role, assignment.agency].append(assignment.id)
    return tuple(sorted(RoleEdge(*key, tuple(sorted(ids))) for key, ids in behind.items()))


def bearers_by_task(edges: Iterable[RoleEdge]) -> Mapping[str, Bearers]:
    """The bearers of each task by their role, tasks and bearers in order."""
    tasks: defaultdict[str, defaultdict[Role, set[str]]] = defaultdict(lambda: defaultdict(set))
    for edge in edges:
        tasks[edge.task][edge.role].add(edge.bearer)
    return {
        task: {role: tuple(sorted(bearers)) for role, bearers in tasks[task].items()}
        for task in sorted(tasks)
    }


def answerable(bearers: Bearers) -> tuple[str, tuple[str, ...]]:
    """Who answers for a task, with the basis: its leads, else its one responsible body, else nobody."""
    if leads := bearers.get(Role.LEAD, ()):
        return "lead", leads
    responsible = bearers.get(Role.RESPONSIBLE, ())
    return "sole", responsible if len(responsible) == 1 else ()


def dependences(edges: Iterable[RoleEdge]) -> tuple[Dependence, ...]:
    """Who depends on whom, one record for each basis."""

    def links() -> Iterator[tuple[str, str, str, str]]:
        for task, bearers in bearers_by_task(edges).items():
            basis, dependents = answerable(bearers)
            for dependent in dependents:
                for supporter in bearers.get(Role.SUPPORT, ()):
                    yield dependent, supporter, basis, task

    return _dependences(links())


def implementation_dependences(edges: Iterable[RoleEdge]) -> tuple[Dependence, ...]:
    """Who leads what another body implements: a relation of its own, never part of dependence."""

    def links() -> Iterator[tuple[str, str, str, str]]:
        for task, bearers in bearers_by_task(edges).items():
            for lead in bearers.get(Role.LEAD, ()):
                for implementer in bearers.get(Role.IMPLEMENT, ()):
                    yield lead, implementer, "implementation", task

    return _dependences(links())


def _dependences(links: Iterable[tuple[str, str, str, str]]) -> tuple[Dependence, ...]:
    tasks: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for dependent, supporter, basis, task in links:
        if dependent != supporter:
            tasks[dependent, supporter, basis].append(task)
    return tuple(sorted(Dependence(*key, tuple(sorted(ids))) for key, ids in tasks.items()))


def members(graph: Graph) -> Members:
    """The members of each collective that has any."""
    return {agency.id: agency.members for agency in graph.agencies if agency.members}


def member_edges(collectives: Members, edges: Iterable[RoleEdge]) -> tuple[RoleEdge, ...]:
    """The roles of collectives, carried over to their members; `through` names the collective."""
    return tuple(
        sorted(
            RoleEdge(edge.task, edge.role, member, edge.assignments, edge.bearer)
            for edge in edges
            for member in collectives.get(edge.bearer, ())
        )
    )


def coordinations(edges: Iterable[RoleEdge]) -> Iterator[Coordination]:
    """Every pair of bearers with a common task, in order; not stored: quadratic in the bodies of a task."""
    shared: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for task, bearers in bearers_by_task(edges).items():
        for pair in combinations(sorted({bearer for held in bearers.values() for bearer in held}), 2):
            shared[pair].append(task)
    for (a, b), tasks in sorted(shared.items()):
        yield Coordination(a, b, tuple(tasks))


def tasks_missing_lead(edges: Iterable[RoleEdge]) -> tuple[str, ...]:
    """Tasks with supporters and neither a lead nor a responsible body."""
    return tuple(
        task
        for task, bearers in bearers_by_task(edges).items()
        if Role.SUPPORT in bearers and Role.LEAD not in bearers and Role.RESPONSIBLE not in bearers
    )


def shared_leads(graph: Graph) -> tuple[SharedLead, ...]:
    """Tasks with more than one lead: several (分别牵头), joint, or None where the text does not say."""
    said: defaultdict[str, set[str | None]] = defaultdict(set)
    for assignment in graph.assignments:
        if assignment.role is Role.LEAD:
            said[task_id(assignment.statement)].add(assignment.distribution)
    return tuple(
        SharedLead(task, leads, next((word for word in ("several", "joint") if word in said[task]), None))
        for task, bearers in bearers_by_task(role_edges(graph)).items()
        if len(leads := bearers.get(Role.LEAD, ())) > 1
    )
