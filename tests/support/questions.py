"""Questions to put to every store alike: each canned query with many values from the graph itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import queries
from graph_builder.model import Graph
from queries import Parameter, Query

Question = tuple[str, Mapping[str, str]]
"""A query's name and its parameters, as a user writes them."""


def questions(graph: Graph, bodies: int = 6) -> list[Question]:
    """Every query with all its parameters and with none that it can do without, for the busiest bodies."""
    busy = Counter(assignment.agency for assignment in graph.assignments)
    chosen = [agency for agency, _ in sorted(busy.items(), key=lambda one: (-one[1], one[0]))[:bodies]]
    chosen += sorted({member for agency in graph.agencies for member in agency.members})[:1]
    found: dict[tuple[str, tuple[tuple[str, str], ...]], None] = {}
    for query in _every():
        for given in _values(query, graph, chosen):
            found[query.name, tuple(sorted(given.items()))] = None
    return [(name, dict(given)) for name, given in found]


def examples() -> list[Question]:
    """Every query with the examples of its header: what only the toy graph knows."""
    every = [(query, {p.name: str(p.example) for p in query.parameters}) for query in _every()]
    return [
        *((query.name, given) for query, given in every),
        *((query.name, query.example) for query, _ in every),
    ]


def _every() -> Iterator[Query]:
    return map(queries.load, queries.names())


def _values(query: Query, graph: Graph, chosen: list[str]) -> Iterator[dict[str, str]]:
    for place in range(len(chosen)):
        full = {
            parameter.name: _value(parameter, graph, chosen, place + shift)
            for shift, parameter in enumerate(query.parameters)
        }
        yield full
        yield {parameter.name: full[parameter.name] for parameter in query.parameters if parameter.required}


def _value(parameter: Parameter, graph: Graph, chosen: list[str], place: int) -> str:
    groups = sorted({seat.group for seat in graph.memberships}) or chosen
    delegates = sorted({one.delegate for one in graph.delegations}) or chosen
    delegators = sorted({one.delegator for one in graph.delegations}) or chosen
    documents = [document.id for document in graph.documents]
    words = sorted({word for statement in graph.statements for word in statement.terms}) or ["工作"]
    years = ("2020", "2019") if parameter.name == "to_year" else ("2019", "2020")
    pools = {
        "group": groups,
        "delegate": delegates,
        "delegator": delegators,
        "topic": [words[len(words) * step // 7] for step in range(7)],
        "since": ["2018-01-01", "2020-01-01"],
        "until": ["2025-12-31"],
        "minimum": ["3", "2"],
    }
    kinds = {"agency": chosen, "document": documents, "year": years}
    pool = pools.get(parameter.name) or kinds.get(parameter.type) or [str(parameter.example)]
    return pool[place % len(pool)]
