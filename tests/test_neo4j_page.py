"""docs/neo4j.md and the style beside it: what they show is what a real server answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import neo4j_examples
import neo4j_server as harness
import pytest

from graph_builder.pipeline import build
from graph_builder.projections.property_graph import LABELS, TYPES, VALUES
from graph_builder.stores import neo4j
from graph_builder.stores.load import load

ROOT = Path(__file__).parents[1]
PAGE = neo4j_examples.PAGE.read_text("utf-8")
STYLE = (ROOT / "docs" / "neo4j.grass").read_text("utf-8")


def test_the_page_has_ten_examples_with_answers() -> None:
    found = neo4j_examples.EXAMPLE.findall(PAGE)
    assert len(found) == 10
    assert all(answer.count("\n") >= 2 for _, _, answer in found)


@pytest.mark.outside
def test_the_examples_of_the_page_are_answered_as_shown(empty_neo4j: harness.Neo4jServer) -> None:
    with neo4j.connect(empty_neo4j.environment) as store, empty_neo4j.driver() as driver:
        load(build(sorted((ROOT / "examples").glob("*.txt"))).graph, store)

        def ask(cypher: Any) -> tuple[list[str], list[list[Any]]]:
            rows, summary, columns = driver.execute_query(cypher, database_=empty_neo4j.database)
            assert not [one for one in summary.gql_status_objects if one.raw_classification == "DEPRECATION"]
            return columns, [row.values() for row in rows]

        assert neo4j_examples.answered(PAGE, ask) == PAGE


def test_an_answer_is_written_below_its_example() -> None:
    page = "a\n```cypher\nRETURN 1\n```\n\n```text\nold\n```\nz"
    new = neo4j_examples.answered(page, lambda cypher: (["x", "y"], [[1, None], [["a", "b"], "c"]]))
    assert new == "a\n```cypher\nRETURN 1\n```\n\n```text\nx | y\n1 |\na、b | c\n```\nz"


def test_the_style_names_what_the_graph_has() -> None:
    assert STYLE.count("{\n") == STYLE.count("}\n") == len(re.findall(r"^(?:node|relationship)", STYLE, re.M))
    labels, types = (set(re.findall(rf"^{kind}\.(\w+)", STYLE, re.M)) for kind in ("node", "relationship"))
    assert {"Agency", "Task", "OfficialDocument"} <= labels <= LABELS
    assert {"LEADS", "SUPPORTS"} <= types <= TYPES.keys()
    shown = set(re.findall(r'caption: "\{(\w+)\}"', STYLE))
    assert {"label", "taskText"} <= shown <= {*VALUES, "role", "weight"}
