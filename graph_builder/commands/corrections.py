"""What staff typed and decided, on its way through a build: gathered before, placed and told after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from exports import FORMATS
from exports.review import SameMatter, review_rows
from graph_builder import outdir
from graph_builder.check.matters import Candidate
from graph_builder.commands import terminal
from graph_builder.corrections.collect import Collected, collect
from graph_builder.corrections.decisions import DECISIONS_FILE, write_decisions
from graph_builder.corrections.merge import Filled, place
from graph_builder.corrections.replay import Replay
from graph_builder.errors import InputError
from graph_builder.identity import matter_id
from graph_builder.model import Graph

LEDGER: Final = "ledger.xlsx"
_SHOWN: Final = 3
_CHANGES: Final = {
    "names": "认定名称",
    "leads": "补定牵头",
    "statements": "删去语句",
    "mentions": "删去角色",
    "words": "判为不是职责",
    "confirmed": "确认",
}


@dataclass(frozen=True, slots=True)
class Corrections:
    """What was gathered for one build.

    `merged` is OUT's own ledger with its hash, where all that was typed in it is taken in.
    """

    collected: Collected
    replay: Replay
    merged: Mapping[str, str]


def gather(out: Path, ledgers: Sequence[Path]) -> Corrections:
    """Read the decisions of OUT, the ledger that stands there and the ones to merge.

    Raises:
        InputError: one of them cannot be read; nothing has been changed yet.
    """
    own = out / LEDGER
    hashed = outdir.digest(own) if own.is_file() else ""
    read = [own] if hashed and _may_hold(out, hashed) else []
    others = [path for path in ledgers if not (own.is_file() and path.exists() and path.samefile(own))]
    _refuse_missing(others)
    collected = collect(out / DECISIONS_FILE, [*read, *others])
    whole = bool(read) and own not in collected.elsewhere
    return Corrections(collected, Replay(collected.decisions), {LEDGER: hashed} if whole else {})


def write(
    found: Corrections, graph: Graph, candidates: Iterable[Candidate], folder: Path
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Write ledger and decisions; returns what the ledger could not hold, and figures for `run.json`.

    `candidates` are the graph's pairs of tasks that may be one matter.
    """
    decisions, replay = found.collected.decisions, found.replay
    matters = tuple(SameMatter(pair.one, pair.other, pair.words) for pair in candidates)
    for id_ in (*(matter_id(one.one, one.other) for one in matters), *(one.id for one in graph.documents)):
        replay.confirm(id_)
    decided = {one.id for one in decisions}
    review = review_rows(graph, matters, decided)
    filled = place(found.collected.notes, graph, {row.id for row in review} | decided)
    if decisions:
        write_decisions(decisions, folder / DECISIONS_FILE)
    cut = FORMATS["xlsx"](
        graph, folder / LEDGER, filled=filled, decisions=decisions, applied=replay.applied, review=review
    )
    return cut, _figures(found, filled)


def tell(found: Corrections, figures: Mapping[str, Any], out: Path) -> None:
    """What the run changed on the word of staff, and what it could not use."""
    collected = found.collected
    if figures["decisions"] or figures["withdrawn"]:
        changes = {_CHANGES[name]: count for name, count in figures["changes"].items()}
        terminal.say(
            f"核定：{figures['decisions']} 条（新增或改判 {figures['new']}、撤回 {figures['withdrawn']}、"
            f"本次没有遇到 {figures['idle']}）；{terminal.facts(changes)}"
        )
    if figures["typed_cells"]:
        terminal.say(
            f"填写：{figures['typed_cells']} 格已回到原处或保留，"
            f"其中 {figures['left_cells']} 格在“已消失的任务”"
        )
    if figures["conflicts"]:
        terminal.warn(
            f"{figures['conflicts']} 格在两份台账中所填不同：以后合并的为准，另一种记在“已消失的任务”"
        )
    if collected.unread:
        shown = "；".join(f"{id_}：{answer}" for id_, answer in collected.unread[:_SHOWN])
        terminal.warn(
            f"{len(collected.unread)} 处核定看不懂，仍留在原处，请写“对”“错”或“应为……”；"
            f"职责词和同一事项只写“对”或“错”，文号只写“对”（{shown}）"
        )
    for path, places in collected.elsewhere.items():
        kept = "" if path == out / LEDGER else "，合并时未采用，请自行保存这份台账"
        terminal.warn(f"{path}：{'；'.join(places)}；这些内容不会回填{kept}")


def _may_hold(out: Path, hashed: str) -> bool:
    """Whether OUT's ledger may hold anything typed: not where it is as written, with nothing typed before."""
    run = outdir.read_run(out) or {}
    figures = run.get("counts", {}).get("corrections", {})
    same = run.get("files", {}).get(LEDGER) == hashed
    return not (same and figures.get("typed_cells") == 0 and figures.get("decisions") == 0)


def _refuse_missing(ledgers: Sequence[Path]) -> None:
    for path in ledgers:
        if not path.is_file():
            raise InputError(f"{path}：没有这个文件；--merge 后写填好的台账（.xlsx）")


def _figures(found: Corrections, filled: Filled) -> dict[str, Any]:
    collected, replay = found.collected, found.replay
    return {
        "decisions": len(collected.decisions),
        "new": collected.new,
        "withdrawn": collected.withdrawn,
        "idle": len({one.id for one in collected.decisions} - replay.applied),
        "changes": dict(sorted(replay.changes.items())),
        "unread_answers": len(collected.unread),
        "typed_cells": filled.count,
        "left_rows": len(filled.left),
        "left_cells": sum(len(one.cells) for one in filled.left),
        "conflicts": collected.notes.conflicts,
    }
