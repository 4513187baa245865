"""The documents of invented styles are read at least as well as before: F1 of mentions with their role."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import readings

from graph_builder.model import Document, Statement
from graph_builder.read import read
from graph_builder.score import Score, read_gold, score

ROOT = Path(__file__).parents[3]
STYLES = ROOT / "tests" / "styles"
SETS = {
    "styles": (STYLES, "gold_styles.jsonl", {"formal": 0.9935, "all": 0.9848, "prose": 0.9952}),
    "heldout": (STYLES / "heldout", "gold_heldout.jsonl", {"formal": 0.9962, "all": 0.988, "prose": 0.9826}),
    "examples": (ROOT / "examples", "gold_sample.jsonl", {"formal": 0.9934, "all": 0.9807, "prose": 0.9592}),
}


def _record(name: str, document: Document, statement: Statement) -> dict[str, Any]:
    """A statement as `zhize extract` prints it, so far as it is scored here."""
    bodies = [
        {
            "surface": one.surface,
            "canonical": None,
            "role": one.role.value,
            "start": one.span.start,
            "end": one.span.end,
        }
        for one in statement.mentions
    ]
    return {
        "id": statement.id,
        "source": name,
        "document": document.number,
        "kind": statement.kind.value,
        "text": "",
        "task": statement.task,
        "due": statement.due,
        "agencies": bodies,
    }


def _measured(folder: Path, wanted: Sequence[Mapping[str, Any]], *, within: bool = False) -> Score:
    sources = {name: read(folder / name) for name in sorted({record["file"] for record in wanted})}
    found = [
        _record(name, document, statement)
        for name, source in sources.items()
        for document, extraction in readings.documents(source)
        for statement in extraction.statements
    ]
    return score(wanted, found, {name: source.text for name, source in sources.items()}, within=within)


def _below(measured: Score, least: dict[str, float]) -> dict[str, float]:
    figures = {name: round(measured.value(name), 4) for name in least}
    return {name: figure for name, figure in figures.items() if figure < least[name]}


@pytest.mark.parametrize(("folder", "gold", "least"), SETS.values(), ids=SETS.keys())
def test_no_figure_falls(folder: Path, gold: str, least: dict[str, float]) -> None:
    measured = _measured(folder, read_gold(folder / gold))
    assert measured.lost == ()
    assert measured.statements >= 170
    assert _below(measured, least) == {}


def test_no_figure_of_a_whole_gazette_falls(corpus: Path, gold: Path) -> None:
    wanted = read_gold(gold / "gold_000.jsonl") + read_gold(gold / "zones_000.jsonl")
    measured = _measured(corpus, wanted)
    assert measured.statements >= 180
    assert _below(measured, {"formal": 1.0, "all": 1.0}) == {}


def test_no_figure_of_a_part_of_a_gazette_falls(corpus: Path, gold: Path) -> None:
    measured = _measured(corpus, read_gold(gold / "gold_002_part.jsonl"), within=True)
    assert measured.statements >= 90
    assert _below(measured, {"formal": 0.986, "all": 0.969}) == {}
