"""The registry of formats: each name writes what it promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import toy_graph

from exports import FORMATS

SUFFIXES = {"rdfxml": "rdf", "pajek": "net", "ucinet": "dl", "metrics": "csv", "sqlite": "db"}


def test_every_format_of_the_design_is_there() -> None:
    assert set(FORMATS) >= set(
        "ttl nt nq trig jsonld rdfxml graphml gexf pajek ucinet csv sqlite xlsx json html".split()  # noqa: SIM905
    )


RULES = {
    "graphml": "One edge for each assignment",
    "gexf": "One edge for each assignment",
    "json": "One edge for each assignment",
    "pajek": "An undirected edge joins",
    "ucinet": "An undirected edge joins",
    "metrics": "Nodes are bodies",
    "csv": "one row for each role of a body in a task",
    "sqlite": "one row for each role of a body in a task",
    **dict.fromkeys(("ttl", "nt", "nq", "trig", "rdfxml"), "The whole graph with its vocabulary"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_format_says_by_which_rule_it_is_a_view(name: str, tmp_path: Path) -> None:
    FORMATS[name](toy_graph(), tmp_path / f"x.{SUFFIXES.get(name, name)}")
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert RULES[name] in held.decode("utf-8", "ignore")


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_writes_the_same_bytes_twice(name: str, tmp_path: Path) -> None:
    made = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        FORMATS[name](toy_graph(), folder / f"x.{SUFFIXES.get(name, name)}")
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        made.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})
    assert made[0]
    assert all(made[0].values())
    assert made[0] == made[1]
