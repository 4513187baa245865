"""What has to be written to turn the records that a server holds into the wanted ones: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from graph_builder.projections.property_graph import PLAIN, Node, Relationship
from graph_builder.stores.units import Counts, Unit, counted


@dataclass(frozen=True, slots=True)
class Delta:
    """What has to happen: what to write, what to take away, and how many of each label and type.

    `stale_parts` are the ids of nodes that lose a label (`:Label`) or a property (`.key`).
    """

    nodes: list[Node] = field(default_factory=list)
    links: list[Relationship] = field(default_factory=list)
    stale_nodes: list[Node] = field(default_factory=list)
    stale_links: list[Relationship] = field(default_factory=list)
    stale_parts: dict[str, list[str]] = field(default_factory=dict)
    created: Counts = field(default_factory=Counter)
    updated: Counts = field(default_factory=Counter)
    removed: Counts = field(default_factory=Counter)

    @property
    def size(self) -> int:
        """Rows to write."""
        return len(self.nodes) + len(self.links) + len(self.stale_nodes) + len(self.stale_links)


@dataclass(frozen=True, slots=True)
class Held:
    """The records of some units on a server, by id and by type and id."""

    nodes: Mapping[str, Node]
    links: Mapping[tuple[str, str], Relationship]


def difference(changed: Sequence[Unit], held: Held, keep_shared: bool) -> Delta:
    """From what is held of some units to what is wanted of them.

    Held units that are not among the wanted ones go. `keep_shared` leaves what documents share, for
    documents that the wanted ones know nothing of.
    """
    if not held.nodes and not held.links:
        return _everything(changed)
    delta = Delta()
    nodes = {node.id: node for unit in changed for node in unit.nodes}
    links = {(link.type, link.id): link for unit in changed for link in unit.links}
    _add_nodes(delta, nodes, held.nodes)
    _add_links(delta, links, held.links)
    _take_away(delta, nodes.keys(), links.keys(), held, keep_shared)
    return delta


def _everything(units: Sequence[Unit]) -> Delta:
    nodes = [node for unit in units for node in unit.nodes]
    links = [link for unit in units for link in unit.links]
    return Delta(nodes, links, created=sum((unit.counts for unit in units), Counts()))


def _add_nodes(delta: Delta, wanted: Mapping[str, Node], held: Mapping[str, Node]) -> None:
    new = [node for id_, node in wanted.items() if id_ not in held]
    changed = [node for id_, node in wanted.items() if id_ in held and held[id_] != node]
    delta.nodes.extend((*new, *changed))
    delta.created.update(counted(new))
    delta.updated.update(counted(changed))
    for node in changed:
        old = held[node.id]
        labels = set(old.labels) - set(node.labels)
        keys = old.properties.keys() - node.properties.keys()
        for part in (*map(":{}".format, labels), *map(".{}".format, keys)):
            delta.stale_parts.setdefault(part, []).append(node.id)


Links = Mapping[tuple[str, str], Relationship]
"""Relationships by type and id."""


def _add_links(delta: Delta, wanted: Links, held: Links) -> None:
    new = [link for key, link in wanted.items() if key not in held]
    changed = [(held[key], link) for key, link in wanted.items() if key in held and held[key] != link]
    delta.links.extend((*new, *(link for _, link in changed)))
    delta.created.update([link.type for link in new])
    delta.updated.update([link.type for _, link in changed])
    for old, link in changed:
        moved = (old.start, old.end) != (link.start, link.end)
        if moved or old.properties.keys() - link.properties.keys():
            delta.stale_links.append(old)


def _take_away(
    delta: Delta, nodes: Set[str], links: Set[tuple[str, str]], held: Held, keep_shared: bool
) -> None:
    """What is held and not wanted; relationships of a node go with it."""
    for id_, node in held.nodes.items():
        if id_ not in nodes and not (keep_shared and "doc" not in node.properties):
            delta.stale_nodes.append(node)
            delta.removed.update(map(":{}".format, node.labels))
    gone = {node.id for node in delta.stale_nodes}
    for key, link in held.links.items():
        shared = link.type in PLAIN and "doc" not in held.nodes[link.start].properties
        if key not in links and not (keep_shared and shared):
            delta.removed[link.type] += 1
            if not gone & {link.start, link.end}:
                delta.stale_links.append(link)
