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
    """Nodes of one kind in columns: for each of the `arms` (types) the ends, and the own `links`.

    `bridge` are the two places among the arms that the own links run between. There are none where `links`
    is empty.
    """

    nodes: Sequence[Node]
    arms: Sequence[str]
    ends: Sequence[Sequence[str]]
    links: Sequence[Relationship]
    bridge: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Constellation:
    """Everything: stars in shells, with arms to those of shells before, and the links that are no arms."""

    shells: Sequence[Sequence[Star]]
    loose: Sequence[Relationship]


def constellation(nodes: Iterable[Node], links: Iterable[Relationship]) -> Constellation:
    """Hang every link that can be hung; the same whatever the order of the links."""
    by_id = {node.id: node for node in nodes}
    arms, own, loose = _hung(by_id.keys(), links)
    kinds: defaultdict[tuple[tuple[str, ...], str | None], list[str]] = defaultdict(list)
    for id_, node in by_id.items():
        kinds[node.labels, own[id_].type if id_ in own else None].append(id_)
    shells: list[list[Star]] = []
    for shell in _shells([*kinds.values()], arms):
        shells.append([])
        for ids, ends in shell:
            for type_ in arms.keys() - ends.keys():
                loose += (arms[type_][id_] for id_ in ids if id_ in arms[type_])
            held = [own[id_] for id_ in ids if id_ in own]
            bridge = _bridge([*ends.values()], held)
            loose += [] if bridge else held
            members = [by_id[id_] for id_ in ids]
            star = Star(members, [*ends], [*ends.values()], held if bridge else [], bridge or (0, 0))
            shells[-1].append(star)
    return Constellation(shells, sorted(loose, key=lambda link: (link.type, link.id)))


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


def _shells(kinds: Sequence[list[str]], arms: Arms) -> Iterator[list[tuple[list[str], dict[str, list[str]]]]]:
    """Ids of each kind with the ends of its arms; where kinds need each other, one goes without the arm."""
    kind_of = {id_: kind for kind, ids in enumerate(kinds) for id_ in ids}
    ends = [_common(ids, arms) for ids in kinds]
    needs = [
        {type_: set(map(kind_of.__getitem__, column)) for type_, column in columns.items()}
        for columns in ends
    ]
    waiting, done = list(range(len(kinds))), set[int]()
    while waiting:
        held = {kind: [type_ for type_, needed in needs[kind].items() if needed <= done] for kind in waiting}
        missing = {kind: len(needs[kind]) - len(types) for kind, types in held.items()}
        shell = [kind for kind in waiting if not missing[kind]] or [min(waiting, key=missing.__getitem__)]
        yield [(kinds[kind], {type_: ends[kind][type_] for type_ in held[kind]}) for kind in shell]
        waiting = [kind for kind in waiting if kind not in shell]
        done.update(shell)


def _common(ids: Sequence[str], arms: Arms) -> dict[str, list[str]]:
    """The types that all of the nodes have, with the ends."""
    all_ids = set(ids)
    return {
        type_: [held[id_].end for id_ in ids]
        for type_, held in sorted(arms.items())
        if all_ids <= held.keys()
    }


def _bridge(ends: Sequence[Sequence[str]], links: Sequence[Relationship]) -> tuple[int, int] | None:
    """The places of the ends between which the links run, if it is the same for all."""
    starts, stops = [link.start for link in links], [link.end for link in links]
    if not links or starts not in ends or stops not in ends:
        return None
    return ends.index(starts), ends.index(stops)
