"""The coordination network in figures: who stands in the middle, and what kind of network it is.

Collectives are left out. Figures of a unit are on the unweighted network but for `strength`;
floats are rounded to six places, so that the same graph gives the same bytes.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Final

import networkx as nx

from exports.networks.projections import coordination, shared_tasks
from exports.text import defused
from graph_builder.errors import UnknownName
from graph_builder.model import Graph

PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class UnitMetrics:
    """One unit in the coordination network.

    `strength` counts shared tasks over all partners; `betweenness` is normalised to 0–1; `constraint`
    is Burt's (None without partners); `articulation` marks a unit whose removal parts the network;
    `core` one that belongs to its centre.
    """

    id: str
    label: str
    kind: str
    strength: int
    degree: int
    degree_centrality: float
    betweenness: float
    constraint: float | None
    articulation: bool
    core: bool


@dataclass(frozen=True, slots=True)
class NetworkMetrics:
    """The whole network. Path figures are of its largest component.

    `centralisation` is Freeman's of degree (1 for a star, 0 where all are alike); `core_misfits` counts
    the pairs that speak against the split into core and periphery: strangers within the core and
    partners within the periphery; `core_fit` is 1 less their share of the pairs of both blocks.
    """

    units: int
    pairs: int
    density: float
    centralisation: float
    components: int
    largest_component: int
    mean_path: float
    diameter: int
    core_units: int
    core_misfits: int
    core_fit: float


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures of the network and of each unit, the most connected first."""

    network: NetworkMetrics
    units: tuple[UnitMetrics, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: two bodies and the tasks that they share."""

    start: str
    end: str
    tasks: tuple[str, ...]


def metrics(graph: Graph) -> Metrics:
    """Measure the coordination network of a graph."""
    network = coordination(graph)
    core = core_of(network)
    betweenness, constraint = nx.betweenness_centrality(network), nx.constraint(network)
    joints = set(nx.articulation_points(network))
    others = max(1, len(network) - 1)
    units = [
        UnitMetrics(
            id=node,
            label=network.nodes[node]["label"],
            kind=network.nodes[node]["kind"],
            strength=network.degree(node, weight="tasks"),
            degree=degree,
            degree_centrality=_rounded(degree / others),
            betweenness=_rounded(betweenness[node]),
            constraint=None if math.isnan(constraint[node]) else _rounded(constraint[node]),
            articulation=node in joints,
            core=node in core,
        )
        for node, degree in network.degree
    ]
    ordered = sorted(units, key=lambda unit: (-unit.degree, -unit.strength, unit.label, unit.id))
    return Metrics(_whole(network, core), tuple(ordered))


def shortest_path(graph: Graph, start: str, end: str) -> tuple[Step, ...]:
    """A shortest chain of coordination between two bodies (by id), with the tasks; empty where there is none.

    Raises:
        UnknownName: a body has no role in a task.
    """
    network = coordination(graph)
    for node in (start, end):
        if node not in network:
            raise UnknownName(f"{node} holds no role in any task, so no path leads there")
    if not nx.has_path(network, start, end):
        return ()
    shared = shared_tasks(graph)
    steps = pairwise(nx.shortest_path(network, start, end))
    return tuple(Step(a, b, shared[min(a, b), max(a, b)]) for a, b in steps)


def write_metrics(graph: Graph, path: Path) -> None:
    """Write the units as CSV to `path`, and the figures of the whole network to `STEM-network.csv` beside."""
    measured = metrics(graph)
    names = [field.name for field in fields(UnitMetrics)]
    path.write_bytes(_csv([names, *map(astuple, measured.units)]))
    whole = [(field.name, getattr(measured.network, field.name)) for field in fields(NetworkMetrics)]
    rows = [("measure", "value"), *whole, ("rule", coordination(graph).graph["rule"])]
    path.with_stem(f"{path.stem}-network").write_bytes(_csv(rows))


def core_of(network: nx.Graph[str]) -> frozenset[str]:
    """The core under the ideal pattern: all pairs of the core joined, none of the periphery.

    Sorted by degree, the best core is a head of the list; this takes the shortest head with the fewest
    misfits, among units of equal degree by id.
    """
    order = sorted(network, key=lambda node: (-network.degree[node], node))
    misfits, best, size = network.number_of_edges(), network.number_of_edges(), 0
    for place, node in enumerate(order):
        misfits += place - network.degree[node]
        if misfits < best:
            best, size = misfits, place + 1
    return frozenset(order[:size])


def _whole(network: nx.Graph[str], core: frozenset[str]) -> NetworkMetrics:
    largest = network.subgraph(max(nx.connected_components(network), key=len, default=()))
    periphery = len(network) - len(core)
    blocks = math.comb(len(core), 2) + math.comb(periphery, 2)
    misfits = math.comb(len(core), 2) + network.number_of_edges() - sum(network.degree[node] for node in core)
    return NetworkMetrics(
        units=len(network),
        pairs=network.number_of_edges(),
        density=_rounded(nx.density(network)),
        centralisation=_rounded(_centralisation(network)),
        components=nx.number_connected_components(network),
        largest_component=len(largest),
        mean_path=_rounded(nx.average_shortest_path_length(largest)) if len(largest) > 1 else 0.0,
        diameter=nx.diameter(largest) if len(largest) > 1 else 0,
        core_units=len(core),
        core_misfits=misfits,
        core_fit=_rounded(1 - misfits / blocks) if blocks else 1.0,
    )


def _centralisation(network: nx.Graph[str]) -> float:
    """Freeman's: how far the degrees fall behind the greatest one, as a share of what a star has."""
    degrees = [degree for _, degree in network.degree]
    most = (len(degrees) - 1) * (len(degrees) - 2)
    return sum(max(degrees) - degree for degree in degrees) / most if most > 0 else 0.0


def _rounded(value: float) -> float:
    return round(value, PLACES)


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow(defused(cell) if isinstance(cell, str) else cell for cell in row)
    return out.getvalue().encode()
