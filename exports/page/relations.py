"""Who is tied to whom, and where the dots stand: edges between bodies and a layout that never changes.

An edge's kind is the role of the body it starts from, towards the body that answers for the task:
the leads, or where none leads, the responsible bodies. Bodies that share the principal role, or
that share a task nobody answers for, are `peer`s (undirected).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

import rustworkx

from exports.page.records import LINK_COLUMNS, NOWHERE, ROLES, Row
from ontology import TASK_ROLES, Role

PEER: Final = "peer"
SEED: Final = 20190101
_ROOM: Final = 130
_STATEMENT, _BODY, _ROLE = (LINK_COLUMNS.index(name) for name in ("statement", "body", "role"))
_SEATS: Final = (Role.CHAIR, Role.MEMBER, Role.OFFICE)

Edge = tuple[int, int, str]


def _held(links: Iterable[Row]) -> Mapping[int, Mapping[Role, tuple[int, ...]]]:
    """For each statement, the bodies in each role."""
    held: defaultdict[int, defaultdict[Role, dict[int, None]]] = defaultdict(lambda: defaultdict(dict))
    for link in links:
        if link[_BODY] != NOWHERE:
            held[link[_STATEMENT]][ROLES[link[_ROLE]]][link[_BODY]] = None
    return {
        statement: {role: tuple(bodies) for role, bodies in roles.items()}
        for statement, roles in held.items()
    }


def _ties(roles: Mapping[Role, tuple[int, ...]]) -> Iterator[Edge]:
    principal = next((role for role in (Role.LEAD, Role.RESPONSIBLE) if role in roles), None)
    answering = roles.get(principal, ()) if principal else ()
    for role in TASK_ROLES:
        if role is not principal:
            yield from ((body, to, role.value) for body in roles.get(role, ()) for to in answering)
    peers = answering or tuple(dict.fromkeys(b for role in TASK_ROLES for b in roles.get(role, ())))
    yield from ((min(pair), max(pair), PEER) for pair in combinations(peers, 2))
    for giver in roles.get(Role.DELEGATOR, ()):
        yield from ((giver, taker, Role.DELEGATOR.value) for taker in roles.get(Role.DELEGATE, ()))
    for group in roles.get(Role.GROUP, ()):
        yield from ((body, group, role.value) for role in _SEATS for body in roles.get(role, ()))


def edges(links: Iterable[Row]) -> dict[Edge, list[int]]:
    """Statements of each edge (from, to, kind), all in order; an edge never ties a body to itself."""
    found: defaultdict[Edge, dict[int, None]] = defaultdict(dict)
    for statement, roles in _held(links).items():
        for edge in _ties(roles):
            if edge[0] != edge[1]:
                found[edge][statement] = None
    return {edge: list(found[edge]) for edge in sorted(found)}


def positions(bodies: int, ties: Mapping[Edge, Sequence[int]]) -> list[tuple[int, int]]:
    """x and y of each body: a spring layout with a fixed seed, on whole numbers."""
    weights: defaultdict[tuple[int, int], float] = defaultdict(float)
    for (start, end, _), statements in ties.items():
        weights[min(start, end), max(start, end)] += len(statements)
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(bodies))
    graph.add_edges_from([(start, end, weight**0.5) for (start, end), weight in sorted(weights.items())])
    layout = rustworkx.spring_layout(graph, seed=SEED, num_iter=60 if bodies < 1000 else 20, weight_fn=float)
    xs, ys = ([layout[body][axis] for body in range(bodies)] for axis in (0, 1))
    return list(zip(_spread(xs), _spread(ys), strict=True))


def _spread(values: Sequence[float]) -> list[int]:
    """The values at even distances in their own order, so that a dense middle does not lie on itself."""
    order = sorted(range(len(values)), key=lambda at: (values[at], at))
    step = _ROOM / max(1.0, len(values) ** 0.5)
    places = [0] * len(values)
    for rank, at in enumerate(order):
        places[at] = round((rank - (len(values) - 1) / 2) * step)
    return places
