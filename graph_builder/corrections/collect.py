"""From ledgers and the decisions so far to the decisions of this build and the cells that people typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph_builder.corrections import headings as h
from graph_builder.corrections.decisions import Decision, decide, read_decisions
from graph_builder.corrections.ledger import Key, read_ledger
from graph_builder.corrections.merge import Notes, combine


@dataclass(frozen=True, slots=True)
class Collected:
    """What people decided and typed. `unread` are answers that were not understood: (id, words).

    `elsewhere` tells, by ledger, what was typed where nothing comes back from.
    """

    decisions: tuple[Decision, ...] = ()
    notes: Notes = field(default_factory=Notes)
    new: int = 0
    withdrawn: int = 0
    unread: tuple[tuple[str, str], ...] = ()
    elsewhere: Mapping[Path, tuple[str, ...]] = field(default_factory=dict)


def collect(decided: Path, ledgers: Sequence[Path]) -> Collected:
    """Read the decisions so far and the ledgers, the latest last, and draw the new decisions from them.

    Raises:
        InputError: a ledger or the file of decisions cannot be read.
    """
    known = {one.id: one for one in read_decisions(decided)}
    edits = {path: read_ledger(path) for path in ledgers}
    notes = combine(edits.values())
    unread: list[tuple[str, str]] = []
    new = 0
    for key in sorted(key for key in notes.cells if key[2] == h.VERDICT):
        answer = notes.cells[key].text
        decision = decide(key[1], answer, notes.words.get(key[1], {}).get("内容", ""))
        if decision is None:
            unread.append((key[1], answer))
        elif (key in notes.changed or not decided.exists()) and known.get(decision.id) != decision:
            known[decision.id] = decision
            new += 1
    withdrawn = {id_ for _, id_, column in notes.cleared if column == h.VERDICT} & known.keys()
    cells = {key: cell for key, cell in notes.cells.items() if not _consumed(key, unread)}
    elsewhere = {path: one.elsewhere for path, one in edits.items() if one.elsewhere}
    return Collected(
        tuple(sorted(one for id_, one in known.items() if id_ not in withdrawn)),
        replace(notes, cells=cells),
        new,
        len(withdrawn),
        tuple(unread),
        elsewhere,
    )


def _consumed(key: Key, unread: Sequence[tuple[str, str]]) -> bool:
    """Whether the cell is an answer that became a decision."""
    return key[2] == h.VERDICT and key[1] not in {id_ for id_, _ in unread}
