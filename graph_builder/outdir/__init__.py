"""The output folder: the truth file and the graph back from it, the contract files, `run.json`, the swap.

with staging(out) as folder:
    write_graph(graph, folder)
    write_contract(graph, folder)
    ...                                     ledger, page, store, tables
    reconcile(held(graph), written(folder))
    finish(folder, out, inputs, counts(graph), started=started)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graph_builder.model import Input
from graph_builder.outdir.contract import (
    bearers_of,
    canonical,
    document_record,
    in_source_order,
    statement_record,
    write_contract,
)
from graph_builder.outdir.kept import read_kept, write_kept
from graph_builder.outdir.run import (
    counts,
    digest,
    held,
    note_check,
    now,
    read_run,
    reconcile,
    write_run,
    written,
)
from graph_builder.outdir.swap import Carried, carry_over, files_in, staging, store_as_written, store_files
from graph_builder.outdir.truth import read_graph, source_files, write_graph

__all__ = [
    "Carried",
    "Input",
    "bearers_of",
    "canonical",
    "carry_over",
    "counts",
    "digest",
    "document_record",
    "files_in",
    "finish",
    "held",
    "in_source_order",
    "note_check",
    "now",
    "read_graph",
    "read_kept",
    "read_run",
    "reconcile",
    "source_files",
    "staging",
    "statement_record",
    "store_as_written",
    "write_contract",
    "write_graph",
    "write_kept",
    "write_run",
    "written",
]


def finish(
    folder: Path,
    out: Path,
    inputs: Sequence[Input],
    figures: Mapping[str, Any],
    *,
    started: str,
    merged: Mapping[str, str] | None = None,
    rules: str = "",
) -> Carried:
    """The last step of a build: carry a person's files over and write `run.json`.

    `folder` is the staging folder of `out`, complete but for this. `merged` are files of `out` whose
    content this build has taken in, with their hashes; `rules` is what `cache/` was made under. What
    was edited and moved aside is in the result; say so to the user.
    """
    merged = dict(merged or {})
    carried = carry_over(out, folder, merged)
    own = [name for name in files_in(folder) if name not in carried.files]
    write_run(
        folder,
        inputs,
        figures,
        started=started,
        files=[*own, *store_files(folder)],
        carried=dict(carried.aside),
        merged=merged,
        rules=rules,
    )
    return carried
