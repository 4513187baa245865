"""Which statements of the sample are read as its gold says: a change of a rule shows what moved."""

from pathlib import Path

import pytest

from graph_builder.cli import main

ROOT = Path(__file__).parents[2]


def test_no_statement_of_the_sample_moved(capsys: pytest.CaptureFixture[str]) -> None:
    gold, baseline = ROOT / "examples" / "gold_sample.jsonl", ROOT / "tests" / "golden" / "score_sample.tsv"
    assert len(baseline.read_text(encoding="utf-8").splitlines()) > 150
    done = main(["score", "--gold", str(gold), "--sources", str(gold.parent), "--baseline", str(baseline)])
    assert done == 0, capsys.readouterr().out


def test_no_statement_of_the_gazettes_moved(
    corpus: Path, gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = ROOT / "tests" / "golden" / "score_gold.tsv"
    assert len(baseline.read_text(encoding="utf-8").splitlines()) > 250
    listed = [str(gold / name) for name in ("gold_000.jsonl", "zones_000.jsonl", "gold_002_part.jsonl")]
    arguments = [
        "score",
        "--gold",
        *listed,
        "--within",
        "--sources",
        str(corpus),
        "--baseline",
        str(baseline),
    ]
    assert main(arguments) == 0, capsys.readouterr().out
