"""What a server takes and gives up as a whole: one unit a document, one for the shared, one for the derived.

A unit is known by the document's id, or `shared` (agencies, names, divisions, sources, cited documents)
or `derived` (dependences between bodies, which count tasks over all documents). Its digest says whether
a server holds it as it is.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph_builder import derive
from graph_builder.lookup import Lookup
from graph_builder.model import Graph
from graph_builder.projections.property_graph import (
    PLAIN,
    Node,
    Relationship,
    dependence_links,
    derived_part,
    document_part,
    shared_part,
    type_of,
)

SHARED: Final = "shared"
DERIVED: Final = "derived"
DEPENDENCES: Final = (type_of("dependsOn"), type_of("dependsOnImplementation"))
"""The relationship types of the derived unit."""

Counts = Counter[str]
"""How many: nodes by label (`:Task`), relationships by type (`LEADS`)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Nodes and relationships that are written, replaced and removed together."""

    key: str
    nodes: tuple[Node, ...]
    links: tuple[Relationship, ...]

    @property
    def digest(self) -> str:
        """A hash of everything in it."""
        nodes = [(node.id, node.labels, node.properties) for node in self.nodes]
        plain = [link.id for link in self.links if link.type in PLAIN]
        bearing = [
            (link.id, link.type, link.start, link.end, link.properties)
            for link in self.links
            if link.type not in PLAIN
        ]
        content = repr((nodes, plain, bearing)).encode("utf-8", "surrogatepass")
        return hashlib.sha256(content).hexdigest()[:32]

    @property
    def counts(self) -> Counts:
        """Nodes by label, relationships by type."""
        return counted(self.nodes) + Counter([link.type for link in self.links])


def counted(nodes: Iterable[Node]) -> Counts:
    """How many nodes bear each label."""
    counts = Counts()
    for labels, many in Counter([node.labels for node in nodes]).items():
        counts.update({f":{label}": many for label in labels})
    return counts


def units(graph: Graph) -> Iterator[Unit]:
    """The shared unit, then one for each document; the derived one is for `derived`."""
    look = Lookup(graph)
    following: defaultdict[str, list[Relationship]] = defaultdict(list)
    for link in derived_part(graph):
        if link.type not in DEPENDENCES:
            following[str(link.properties["doc"])].append(link)
    yield Unit(SHARED, *shared_part(graph))
    for document in graph.documents:
        nodes, links = document_part(document, look)
        yield Unit(document.id, nodes, (*links, *following[document.id]))


def derived(edges: Iterable[derive.RoleEdge]) -> Unit:
    """The unit of the dependences that follow from role edges."""
    links = sorted(dependence_links(tuple(sorted(edges))), key=lambda link: (link.type, link.id))
    return Unit(DERIVED, (), tuple(links))
