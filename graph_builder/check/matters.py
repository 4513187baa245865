"""Tasks of different documents that may be the same matter: candidates with a score, never an identity.

Two tasks are alike as far as their words agree once names of bodies and places are taken out. The score is
the weighted Jaccard index: the weight of the words that both have by the weight of those that either has,
a word weighing log(tasks / tasks with it). Only pairs with a rare word in common are looked at, so the
work grows with the tasks and not with their square.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from graph_builder import derive
from graph_builder.identity import task_id
from graph_builder.lookup import Lookup
from graph_builder.model import Graph
from ontology import Role

LEAST: Final = 0.2
"""Scores below this are no candidates."""

RARE: Final = 30
"""A word of at most so many tasks is rare: it can bring two of them together."""

_COMMON: Final = 2


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two statements of different documents that may order the same, and the words that they share."""

    one: str
    other: str
    score: float
    words: tuple[str, ...]


def same_matters(graph: Graph, least: float = LEAST) -> tuple[Candidate, ...]:
    """Pairs of tasks with a score of at least `least`, the highest first."""
    words = _words(graph)
    tasks: defaultdict[str, list[str]] = defaultdict(list)
    for task, own in words.items():
        for word in own:
            tasks[word].append(task)
    weights = {word: math.log(len(words) / len(held)) for word, held in tasks.items()}
    documents = {statement.id: statement.document for statement in graph.statements}
    found = (
        Candidate(one, other, score, tuple(sorted(words[one] & words[other])))
        for one, other in sorted(_neighbours(tasks))
        if documents[one] != documents[other]
        if (score := _score(words[one], words[other], weights)) >= least
    )
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other)))


def lead_conflicts(graph: Graph, matters: Iterable[Candidate] | None = None) -> tuple[Candidate, ...]:
    """Candidates for one matter that two documents give to different bodies: none leads or answers for both.

    `matters` are the graph's candidates where they are known already (`same_matters`). Collectives are left
    out: what every county does is no rival of what an agency does.
    """
    collectives = {agency.id for agency in graph.agencies if agency.kind == "collective"}
    heads: dict[str, frozenset[str]] = {}
    for task, bearers in derive.bearers_by_task(derive.role_edges(graph)).items():
        held = bearers.get(Role.LEAD, ()) or bearers.get(Role.RESPONSIBLE, ())
        heads[task] = frozenset(held) - collectives
    return tuple(
        pair
        for pair in (same_matters(graph) if matters is None else matters)
        if (one := heads.get(task_id(pair.one)))
        and (other := heads.get(task_id(pair.other)))
        and not one & other
    )


def _words(graph: Graph) -> Mapping[str, frozenset[str]]:
    """The words of each task that tell its matter, by statement."""
    names = {name.text for name in graph.names} | {agency.label for agency in graph.agencies}
    names |= {name for one in graph.divisions for name in (one.name, one.full_name)}
    assigned = Lookup(graph).assignments_of
    return {
        statement.id: own
        for statement in graph.statements
        if statement.id in assigned and (own := frozenset(statement.terms) - names)
    }


def _neighbours(tasks: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for held in tasks.values():
        if _COMMON <= len(held) <= RARE:
            seen.update(combinations(sorted(held), 2))
    return iter(seen)


def _score(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """0 to 1, to three places; 0 where fewer than two words agree."""
    if len(one & other) < _COMMON:
        return 0.0
    either = math.fsum(weights[word] for word in one | other)
    return round(math.fsum(weights[word] for word in one & other) / either, 3) if either else 0.0
