"""Load a graph into Neo4j: only what differs, unit by unit, and never more than what is ours.

    1 constraints and indexes      in force before anything is written; while the server makes them, the
                                   units and their digests are made here
    2 what the server holds        the note of each unit (its digest) and the server's own counts; of an
                                   empty database it is known
    3 what differs                 units without a fitting note are read back and compared record by record
    4 write                        stale relationships out, nodes, relationships, stale nodes out
    5 notes                        taken away before 4, set after it: a load that breaks off goes on there
    6 reconciliation               the server's counts against the graph's, by unit, label and type; where
                                   the database was empty, first by label and type alone

Documents that the graph does not have stay, with whatever they share, unless they are pruned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from graph_builder import derive
from graph_builder.errors import StoreError
from graph_builder.model import Graph
from graph_builder.stores import neo4j_schema, neo4j_way_back
from graph_builder.stores.difference import Held, difference
from graph_builder.stores.neo4j import OWN_DATABASE, Neo4jStore
from graph_builder.stores.neo4j_write import Marks, write
from graph_builder.stores.units import DERIVED, SHARED, Counts, Unit, derived, units

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did and what the server holds now.

    Counts are by label (`:Task`) and by relationship type (`LEADS`). `held` are the server's own, of all
    documents that are ours; documents are `loaded` (new or changed), `unchanged`, `removed` by pruning,
    and `kept` though the graph does not have them.
    """

    held: Counts
    created: Counts
    updated: Counts
    removed: Counts
    documents: Mapping[str, int]


def load(graph: Graph, store: Neo4jStore, *, prune: bool = False, progress: Progress | None = None) -> Report:
    """Make the server hold the graph; a second load of the same graph writes nothing.

    `prune` removes documents that the graph does not have. `progress` is told (step, done, of).

    Raises:
        StoreError: the server refused or is gone, foreign data stands in the way, or the server's
            counts differ from the graph's in the end. Run again, it goes on where it broke off.
    """
    return load_units(units(graph), derive.role_edges(graph), store, prune=prune, progress=progress)


def load_units(
    given: Iterable[Unit],
    edges: Iterable[derive.RoleEdge],
    store: Neo4jStore,
    *,
    prune: bool = False,
    progress: Progress | None = None,
) -> Report:
    """As `load`, from units and the role edges that dependences follow from."""
    with ThreadPoolExecutor(1) as pool:
        ready = pool.submit(neo4j_schema.ensure, store)
        wanted = {unit.key: unit for unit in given}
        marks = {key: unit.digest for key, unit in wanted.items()}
        ready.result()
    empty = neo4j_way_back.is_empty(store)
    before, notes = ({}, {}) if empty else (neo4j_way_back.counts(store), neo4j_way_back.digests(store))
    others = (before.keys() | notes.keys()) - wanted.keys() - {SHARED, DERIVED}
    kept = frozenset(() if prune else others)
    wanted[SHARED] = _without(wanted.get(SHARED, Unit(SHARED, (), ())), kept)
    wanted[DERIVED] = derived([*edges, *(neo4j_way_back.role_edges(store, kept) if kept else ())])
    marks |= {key: wanted[key].digest for key in (SHARED, DERIVED)}
    changed = [
        unit
        for key, unit in wanted.items()
        if notes.get(key) != marks[key] or not _fits(unit, before.get(key, Counter()), bool(kept))
    ]
    touched = [unit.key for unit in changed] + sorted(others - kept)
    if not empty:
        _refuse_strangers(store, changed)
    delta = difference(changed, _held(store, touched, before), bool(kept))
    write(store, delta, Marks(touched, marks), create=empty, progress=progress)
    after = _after(store, changed, empty) if touched else before
    _reconcile(store, wanted, after, kept)
    documents = Counter(
        loaded=sum(unit.key not in (SHARED, DERIVED) for unit in changed),
        removed=len(others - kept),
        kept=len(kept),
        unchanged=len(wanted) - 2 - sum(unit.key not in (SHARED, DERIVED) for unit in changed),
    )
    return Report(sum(after.values(), Counts()), delta.created, delta.updated, delta.removed, documents)


def _without(shared: Unit, kept: frozenset[str]) -> Unit:
    """The shared unit, less what it would say about documents that the server holds in full."""
    return replace(shared, nodes=tuple(node for node in shared.nodes if node.id not in kept))


def _fits(unit: Unit, held: Counts, with_others: bool) -> bool:
    """Whether the server's counts are the unit's; what documents share may be more where others are kept."""
    if unit.key == SHARED and with_others:
        return unit.counts <= held
    return unit.counts == held


def _refuse_strangers(store: Neo4jStore, changed: Iterable[Unit]) -> None:
    strangers = neo4j_way_back.strangers(store)
    clash = sorted(node.id for unit in changed for node in unit.nodes if node.id in strangers)
    if clash:
        raise StoreError(
            f"Neo4j（{store.place}）里有 {len(clash)} 个别人的节点用了我们的编号，例如 {clash[0]}；"
            f"请删去它们，{OWN_DATABASE}"
        )


def _held(store: Neo4jStore, keys: Sequence[str], before: Mapping[str, Counts]) -> Held:
    """The records of these units on the server."""
    present = [key for key in keys if key in before]
    if not present:
        return Held({}, {})
    return Held(
        {node.id: node for node in neo4j_way_back.nodes(store, present)},
        {(link.type, link.id): link for link in neo4j_way_back.links(store, present)},
    )


def _after(store: Neo4jStore, written: Iterable[Unit], was_empty: bool) -> Mapping[str, Counts]:
    """What the server holds of each unit, by its own counts."""
    counts = {unit.key: unit.counts for unit in written}
    wanted = sum(counts.values(), Counts())
    if was_empty and neo4j_way_back.totals(store, wanted) == wanted:
        return counts
    return neo4j_way_back.counts(store)


def _reconcile(
    store: Neo4jStore, wanted: Mapping[str, Unit], after: Mapping[str, Counts], kept: frozenset[str]
) -> None:
    """The server's own counts against the graph's. StoreError names every difference."""
    left = after.keys() - wanted.keys() - kept
    wrong = [f"{key} 还在" for key in sorted(left)]
    for key, unit in wanted.items():
        held = after.get(key, Counter())
        if not _fits(unit, held, bool(kept)):
            names = sorted(unit.counts.keys() | held.keys())
            wrong += [
                f"{key} {name} 只有 {held[name]}，应有 {unit.counts[name]}"
                for name in names
                if held[name] != unit.counts[name]
            ]
    if wrong:
        raise StoreError(
            f"Neo4j（{store.place}）里的和写入的不一样（{len(wrong)} 处）：{'；'.join(wrong[:5])}。"
            "请再载入一次；还是这样，就是有别的程序在写这个数据库"
        )
