"""Canonical names and collective flags against the gold of two municipal gazettes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from name_cases import document

from graph_builder.names import Context, Names

pytestmark = pytest.mark.outside
PAIRS = (("gold_000.jsonl", "docs_000.jsonl"), ("gold_002_part.jsonl", "docs_002_part.jsonl"))


def _folder(variable: str) -> Path:
    if not os.environ.get(variable):
        message = f"{variable} is unset: the two municipal gazettes and their gold are not here"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return Path(os.environ[variable])


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _mentions(names: Names, gold: Path, corpus: Path) -> Iterator[tuple[Context, dict[str, Any], str | None]]:
    for statements, documents in PAIRS:
        records = _lines(gold / statements)
        text = (corpus / records[0]["file"]).read_text(encoding="utf-8-sig")
        lines = text.split("\n")
        contexts = {
            doc["number"]: names.context(
                document(doc["issuer"], doc["date"]),
                "\n".join(lines[doc["start_line"] - 1 : doc["end_line"]]),
                text,
            )
            for doc in _lines(gold / documents)
        }
        for record in records:
            if record["doc"] not in contexts or (record.get("note") or "").lower().startswith(
                ("borderline", "unsure")
            ):
                continue
            first = record["agencies"][0]["surface"] if record["agencies"] else None
            for at, agency in enumerate(record["agencies"]):
                yield contexts[record["doc"]], agency, first if at else None


def test_canonical_names_and_flags() -> None:
    gold, corpus = _folder("ZHIZE_GOLD"), _folder("ZHIZE_CORPUS")
    names = Names.load()
    single, flags = [], []
    for context, agency, beside in _mentions(names, gold, corpus):
        found = names.resolve(agency["surface"], agency["collective"], context, beside)
        flags.append(names.is_collective(agency["surface"], context, beside) == agency["collective"])
        if agency["canonical"] and not agency["collective"]:
            single.append(found.canonical == agency["canonical"])
    assert len(single) > 600
    assert sum(single) / len(single) >= 0.97
    assert sum(flags) / len(flags) >= 0.95
