"""Names of bodies: the shipped lexicon against its own examples, and cases of other places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from name_cases import context

from graph_builder.names import Names
from graph_builder.names.lexicon import Archetype, lexicon, read_data, words

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "names.yaml").read_text(encoding="utf-8")
)
RESOLVE, COLLECTIVE = CASES["resolve"], CASES["collective"]
ARCHETYPES = lexicon().archetypes


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.load()


def _where(names: Names, case: dict[str, Any]) -> Any:
    return context(names, case["in"], case.get("text", ""), case.get("date", "2021-05-01"))


def test_case_counts() -> None:
    assert len(RESOLVE) >= 100
    assert len(COLLECTIVE["class"]) >= 15
    assert len(COLLECTIVE["single"]) >= 10
    assert len(ARCHETYPES) >= 150


@pytest.mark.parametrize("case", RESOLVE, ids=lambda case: f"{case['in']}-{case['surface']}")
def test_resolve(names: Names, case: dict[str, Any]) -> None:
    found = names.resolve(
        case["surface"], case.get("collective", False), _where(names, case), case.get("beside")
    )
    assert found.canonical == case["canonical"], found.why
    for key in ("basis", "kind", "level", "division"):
        assert getattr(found, key) == case.get(key, getattr(found, key))
    for key in ("plates", "members"):
        assert list(getattr(found, key)) == case.get(key, list(getattr(found, key)))
    assert found.why
    assert (found.canonical is None) == (found.basis == "unresolved")


@pytest.mark.parametrize("flag", ["class", "single"])
def test_is_collective(names: Names, flag: str) -> None:
    wrong = [
        case
        for case in COLLECTIVE[flag]
        if names.is_collective(case["surface"], _where(names, case), case.get("beside")) != (flag == "class")
    ]
    assert wrong == []


def test_known(names: Names) -> None:
    assert [name for name in CASES["known"]["known"] if not names.known(name)] == []
    assert [name for name in CASES["known"]["unknown"] if names.known(name)] == []


@pytest.mark.parametrize("archetype", ARCHETYPES, ids=lambda archetype: archetype.id)
def test_archetype(names: Names, archetype: Archetype) -> None:
    assert archetype.examples, "an archetype needs an example"
    assert archetype.near, "an archetype needs a near miss"
    where = context(names, "unlisted", date=archetype.date or "2021-05-01")
    for surface, canonical in archetype.examples:
        found = names.resolve(surface, names.is_collective(surface, where), where)
        assert found.canonical == canonical, found.why
        assert names.is_body(surface) or "云" in surface
    for surface in archetype.near:
        found = names.resolve(surface, names.is_collective(surface, where), where)
        assert f"“{archetype.id}”" not in found.why, f"{surface} is no {archetype.id}"


def _lists(data: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    if "words" in data:
        return [(path, data)]
    inner = [(key, value) for key, value in data.items() if isinstance(value, dict) and key != "expand"]
    return [found for key, value in inner for found in _lists(value, f"{path}/{key}")]


@pytest.mark.parametrize(("path", "entry"), _lists(read_data("words.yaml")))
def test_word_lists_hold_their_examples(path: str, entry: dict[str, Any]) -> None:
    assert entry["examples"], path
    assert entry["near"], path
    assert len(set(entry["words"])) == len(entry["words"]), f"{path}: a word stands twice"

    def fits(text: str) -> bool:
        listed = entry["words"]
        return {
            "ends": text.endswith(tuple(listed)) and (path == "/traps" or not text.endswith(words().traps)),
            "starts": text.startswith(tuple(listed)),
            "holds": any(word in text for word in listed),
            "whole": text in listed,
        }[entry["match"]]

    assert [text for text in entry["examples"] if not fits(text)] == []
    assert [text for text in entry["near"] if fits(text)] == []


def test_words_load_longest_first() -> None:
    assert [len(word) for word in words().areas] == sorted(
        (len(word) for word in words().areas), reverse=True
    )
