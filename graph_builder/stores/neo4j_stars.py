"""Where all is new, a node is written in one row with links that hang on it: its arms. Pure.

    n   the node
    e   ends of its arms: plain links that every node of its kind has, to nodes that are there already
    own the derived link that goes by the node's id, where it runs from one of these ends to another

Ends are looked up once for all that, and there are half as many rows as nodes and links. Whatever is no arm
follows link by link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from graph_builder.projections.property_graph import PLAIN, Node, Relationship

Arms = Mapping[str, Mapping[str, Relationship]]
"""Type -> id of a node -> the first plain link of the type that starts there."""


@dataclass(frozen=True, slots=True)
class Star:
    """Nodes of one kind; each with the ends of its arms and its own link, which runs over the `bridge`.

    `arms` are types, `own` is one (None: the nodes have no such link), `bridge` two places among the arms.
    """

    labels: tuple[str, ...]
    arms: tuple[str, ...]
    own: str | None
    bridge: tuple[int, int]
    members: Sequence[tuple[Node, tuple[str, ...], Relationship | None]]


@dataclass(frozen=True, slots=True)
class Constellation:
    """Everything: stars, each after those that its arms end at, and the links that are no arms."""

    stars: Sequence[Star]
    loose: Sequence[Relationship]


def constellation(nodes: Sequence[Node], links: Iterable[Relationship]) -> Constellation:
    """Hang every link that can be hung; the order of what is given settles the order of what comes."""
    arms, own, loose = _hung({node.id for node in nodes}, links)
    kinds: defaultdict[tuple[tuple[str, ...], str | None], list[Node]] = defaultdict(list)
    for node in nodes:
        kinds[node.labels, own[node.id].type if node.id in own else None].append(node)
    stars = [_star(members, types, arms, own) for members, types in _ordered([*kinds.values()], arms)]
    for star in stars:
        for type_ in arms.keys() - star.arms:
            loose += (arms[type_][node.id] for node, _, _ in star.members if node.id in arms[type_])
        if star.own is None:
            loose += (own[node.id] for node, _, _ in star.members if node.id in own)
    return Constellation(stars, sorted(loose, key=lambda link: (link.type, link.id)))


def _hung(
    ids: Set[str], links: Iterable[Relationship]
) -> tuple[dict[str, dict[str, Relationship]], dict[str, Relationship], list[Relationship]]:
    """Arms, own links by node, and the rest."""
    arms: dict[str, dict[str, Relationship]] = {}
    own: dict[str, Relationship] = {}
    rest = []
    for link in links:
        if link.type in PLAIN:
            if arms.setdefault(link.type, {}).setdefault(link.start, link) is not link:
                rest.append(link)
        elif link.id in ids:
            own[link.id] = link
        else:
            rest.append(link)
    return arms, own, rest


def _ordered(kinds: Sequence[list[Node]], arms: Arms) -> Iterator[tuple[list[Node], tuple[str, ...]]]:
    """Kinds with the types of their arms; where kinds need each other, one goes without the arm."""
    of = {node.id: kind for kind, nodes in enumerate(kinds) for node in nodes}
    needs = {kind: _common(nodes, arms, of) for kind, nodes in enumerate(kinds)}
    done: set[int] = set()
    while needs:
        kind = min(needs, key=lambda kind: sum(not ends <= done for ends in needs[kind].values()))
        ends = needs.pop(kind)
        yield kinds[kind], tuple(type_ for type_ in sorted(ends) if ends[type_] <= done)
        done.add(kind)


def _common(nodes: Iterable[Node], arms: Arms, of: Mapping[str, int]) -> dict[str, set[int]]:
    """The types that all of the nodes have, with the kinds that they end at."""
    return {
        type_: {of[held[node.id].end] for node in nodes}
        for type_, held in arms.items()
        if all(node.id in held for node in nodes)
    }


def _star(nodes: Sequence[Node], types: tuple[str, ...], arms: Arms, own: Mapping[str, Relationship]) -> Star:
    columns = [[arms[type_][node.id].end for node in nodes] for type_ in types]
    ends = [*zip(*columns, strict=True)] if columns else [()] * len(nodes)
    links = [own.get(node.id) for node in nodes]
    bridge = _bridge(ends, links)
    type_ = links[0].type if links[0] and bridge else None
    held = links if type_ else [None] * len(nodes)
    return Star(nodes[0].labels, types, type_, bridge or (0, 0), [*zip(nodes, ends, held, strict=True)])


def _bridge(ends: Sequence[tuple[str, ...]], links: Sequence[Relationship | None]) -> tuple[int, int] | None:
    """The places of the ends between which the own links run, if it is the same for all."""
    first = links[0]
    if first is None or not {first.start, first.end} <= set(ends[0]):
        return None
    start, end = ends[0].index(first.start), ends[0].index(first.end)
    fits = all(
        link is not None and (found[start], found[end]) == (link.start, link.end)
        for found, link in zip(ends, links, strict=True)
    )
    return (start, end) if fits else None
