"""The graph as networks: of networkx, as files for network tools, and in figures.

Every use of networkx is in this package.
"""

from __future__ import annotations

from exports.networks.files import write_gexf, write_graphml, write_json, write_pajek, write_ucinet
from exports.networks.metrics import Metrics, Step, metrics, shortest_path, write_metrics
from exports.networks.projections import PROJECTIONS, coordination, dependence, to_networkx

__all__ = [
    "PROJECTIONS",
    "Metrics",
    "Step",
    "coordination",
    "dependence",
    "metrics",
    "shortest_path",
    "to_networkx",
    "write_gexf",
    "write_graphml",
    "write_json",
    "write_metrics",
    "write_pajek",
    "write_ucinet",
]
