"""`run.json`: what a build read, counted and wrote, and the only place where the time of day stands."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from graph_builder.errors import StoreError
from graph_builder.model import Graph, Input
from graph_builder.outdir.contract import DOCUMENTS_FILE, STATEMENTS_FILE
from graph_builder.outdir.truth import GRAPH_FILE, records_in, records_of

RUN_FILE: Final = "run.json"
TOOL: Final = "zhize"

Counts = Mapping[str, int | Mapping[str, int]]


def now() -> str:
    """The time of day, for `run.json` only: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def counts(graph: Graph) -> dict[str, int | dict[str, int]]:
    """What a graph holds, in figures; groups of figures are sorted by name."""
    unresolved = {agency.id for agency in graph.agencies if agency.kind == "unresolved"}
    bodies = Counter("unresolved" if one.agency in unresolved else "resolved" for one in graph.assignments)
    return {
        "sources": len(graph.sources),
        "documents": len(graph.documents),
        "statements": len(graph.statements),
        "statements_by_kind": _tally(str(statement.kind) for statement in graph.statements),
        "mentions": sum(len(statement.mentions) for statement in graph.statements),
        "mentions_by_role": _tally(
            str(mention.role) for statement in graph.statements for mention in statement.mentions
        ),
        "assignments": len(graph.assignments),
        "memberships": len(graph.memberships),
        "delegations": len(graph.delegations),
        "citations": len(graph.citations),
        "agencies": len(graph.agencies),
        "agencies_by_kind": _tally(agency.kind for agency in graph.agencies),
        "assigned_names": {"resolved": bodies["resolved"], "unresolved": bodies["unresolved"]},
        "assigned_names_by_basis": _tally(assignment.basis for assignment in graph.assignments),
        "role_words": len(graph.fates),
        "role_words_by_outcome": _tally(fate.outcome for fate in graph.fates),
    }


def written(folder: Path) -> dict[str, int]:
    """How many records the files of a build hold, counted on their lines."""
    lines = {f"{kind} records in {GRAPH_FILE}": n for kind, n in records_in(folder / GRAPH_FILE).items()}
    for name in (STATEMENTS_FILE, DOCUMENTS_FILE):
        with (folder / name).open("rb") as data:
            lines[f"lines in {name}"] = sum(1 for _ in data)
    return lines


def held(graph: Graph) -> dict[str, int]:
    """How many records the files of a build must hold: the figures of `written`, from the graph."""
    records = {f"{kind} records in {GRAPH_FILE}": n for kind, n in records_of(graph).items()}
    return records | {
        f"lines in {STATEMENTS_FILE}": len(graph.statements),
        f"lines in {DOCUMENTS_FILE}": len(graph.documents),
    }


def reconcile(expected: Mapping[str, int], found: Mapping[str, int]) -> None:
    """Compare figures by name, for example `held(graph)` with `written(folder)`.

    Raises:
        StoreError: a figure differs; the message lists each with both values.
    """
    differing = [
        f"{name}: {expected.get(name, 0)} expected, {found.get(name, 0)} written"
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name, 0) != found.get(name, 0)
    ]
    if differing:
        raise StoreError(f"what was written is not what was read: {'; '.join(differing)}")


def write_run(
    folder: Path,
    inputs: Sequence[Input],
    figures: Mapping[str, Any],
    *,
    started: str,
    files: Iterable[str],
    carried: Mapping[str, str] | None = None,
    merged: Mapping[str, str] | None = None,
    rules: str = "",
) -> dict[str, Any]:
    """Write `run.json` and return what it holds.

    Args:
        folder: the staging folder.
        inputs: every file that was given, readable or not.
        figures: `counts(graph)` and what else was counted (triples, warnings).
        started: `now()` at the beginning.
        files: the paths that this build wrote; their hashes tell a later build what a person changed.
        carried: name -> new name of files that were edited and moved aside.
        merged: name -> hash of files that were edited and taken in.
        rules: the digest of the rules (`reuse.rules`) under which `cache/` was made.
    """
    run = {
        "tool": TOOL,
        "version": version(TOOL),
        "started": started,
        "finished": now(),
        "rules": rules,
        "inputs": [asdict(one) for one in inputs],
        "counts": dict(figures),
        "moved_aside": dict(carried or {}),
        "merged": dict(merged or {}),
        "files": {name: digest(folder / name) for name in sorted(files)},
    }
    (folder / RUN_FILE).write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return run


def note_check(out: Path, found: Mapping[str, int]) -> None:
    """Put the counts of a check's findings into the `run.json` of OUT, as a whole or not at all.

    Raises:
        OSError: OUT cannot be written.
    """
    run = read_run(out)
    if run is None:
        return
    beside = out / f"{RUN_FILE}.new"
    checked = {**run, "checked": dict(sorted(found.items()))}
    beside.write_text(json.dumps(checked, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(out / RUN_FILE)


def read_run(out: Path) -> dict[str, Any] | None:
    """The run that wrote a folder, or None where no run of ours did (or its `run.json` cannot be read)."""
    try:
        run = json.loads((out / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    ours = isinstance(run, dict) and run.get("tool") == TOOL and isinstance(run.get("files"), dict)
    return run if ours else None


def _tally(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
