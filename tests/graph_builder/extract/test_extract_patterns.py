"""Each pattern reads its examples and leaves its near misses alone; a wrong name in one is an error."""

from typing import Any

import pytest
import readings

from graph_builder.errors import DataError
from graph_builder.extract import grammar, vocabulary
from graph_builder.extract.clauses import read_clause
from graph_builder.view import View

PATTERNS: list[dict[str, Any]] = vocabulary.read_data("patterns.yaml")["patterns"]
EXAMPLES = [
    pytest.param(pattern["id"], case["text"], case["gives"], id=f"{pattern['id']}-{number}")
    for pattern in PATTERNS
    for number, case in enumerate(pattern["examples"])
]
NEAR_MISSES = [
    pytest.param(text, id=f"{pattern['id']}-{text}")
    for pattern in PATTERNS
    for text in pattern["near_misses"]
]


def _read(text: str) -> tuple[dict[str, list[str]], set[str]]:
    view = View.of(text)
    bracketed = view.text.startswith("（")
    read = read_clause(view.text, int(bracketed), len(view.text) - bracketed, readings.names(), view.starts)
    given: dict[str, list[str]] = {}
    for reading in read:
        spans = [view.span(item.start, item.end) for item in reading.items]
        given.setdefault(reading.role.value, []).extend(text[span.start : span.end] for span in spans)
    return given, {reading.pattern for reading in read}


@pytest.mark.parametrize(("pattern", "text", "gives"), EXAMPLES)
def test_example(pattern: str, text: str, gives: dict[str, list[str]]) -> None:
    given, used = _read(text)
    assert given == gives
    assert pattern in used


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_miss(text: str) -> None:
    assert _read(text) == ({}, set())


def test_every_pattern_has_cases() -> None:
    assert len(PATTERNS) == 4
    assert len(EXAMPLES) >= 15
    assert len(NEAR_MISSES) >= 13
    assert [
        pattern["id"] for pattern in PATTERNS if not (pattern["examples"] and pattern["near_misses"])
    ] == []


def test_a_name_that_no_letter_bears_is_an_error() -> None:
    with pytest.raises(DataError, match="nothing is called 'lead"):
        grammar.expression("from? leader")
    with pytest.raises(DataError, match="nothing is called"):
        grammar.expression("<leaders>")


def test_a_pattern_needs_a_list_and_a_role() -> None:
    with pytest.raises(DataError, match="needs a list"):
        grammar._pattern("x", grammar.expression("<verb>"), "verb", False)


def test_letters_are_named_once() -> None:
    letters = vocabulary.read_data("patterns.yaml")["letters"]
    assert len(set(letters.values())) == len(letters)
