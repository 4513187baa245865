"""The bulk import: files that neo4j-admin of both lines takes by the script as it is, nothing lost."""

from __future__ import annotations

import csv
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import jars
import neo4j_server as harness
import pytest
from parts import with_assignments
from toy import HOSTILE, toy_graph

from exports import neo4j_csv
from graph_builder.errors import DataError
from graph_builder.model import Graph
from graph_builder.projections.nquads import nquads
from graph_builder.projections.property_graph import property_graph
from graph_builder.projections.triples import quads
from graph_builder.stores import neo4j
from graph_builder.stores.load import load
from graph_builder.stores.neo4j_way_back import read_back


def hostile() -> Graph:
    """The toy graph with words that a table or an import could trip over, and parallel assignments."""
    words = (HOSTILE, 'a,"b";c|d', "行\n行\r\n末\t", "\x1f\x1e", "'", "\\", " 空 ", "=1+1", "null", "")
    documents = tuple(
        replace(one, addressees=words, attachments=words[::-1]) for one in toy_graph().documents
    )
    statements = tuple(replace(one, terms=words, path=words[2]) for one in toy_graph().statements)
    graph = replace(toy_graph(), documents=documents, statements=statements)
    return with_assignments(graph, lambda one: [one, replace(one, id=f"{one.id}/2", surface=words[1])])


def tables(folder: Path, pattern: str) -> dict[str, list[list[str]]]:
    found = {}
    for path in sorted(folder.glob(pattern)):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.reader(file))
    return found


def test_a_row_for_every_record(tmp_path: Path) -> None:
    neo4j_csv.write(hostile(), tmp_path)
    nodes, links = property_graph(hostile())
    held = tables(tmp_path, "nodes_*.csv")
    notes = held.pop("nodes_ZhizeLoad")
    assert {row[0] for rows in held.values() for row in rows[1:]} == {node.id for node in nodes}
    assert sum(len(rows) - 1 for rows in held.values()) == len(nodes)
    edges = tables(tmp_path, "rels_*.csv")
    assert sum(len(rows) - 1 for rows in edges.values()) == len(links)
    assert {rows[0][0] for rows in held.values()} == {"id:ID"}
    assert all(rows[0][:2] == [":START_ID", ":END_ID"] for rows in edges.values())
    assert edges["rels_ASSIGNEE"][0][2:] == []
    assert edges["rels_LEADS"][0][2:] == ["date:date", "derived:boolean", "doc", "docNumber", "id", "surface"]
    assert len(notes) == len(hostile().documents) + 3
    assert {"start:long", "openList:boolean", "word:string[]", "issueDate:date"} <= {
        column for rows in held.values() for column in rows[0]
    }


def test_the_script_names_every_file(tmp_path: Path) -> None:
    neo4j_csv.write(toy_graph(), tmp_path)
    script = (tmp_path / "import.sh").read_text("utf-8")
    for path in tmp_path.glob("*.csv"):
        assert script.count(f"./{path.name}") == 1
    assert subprocess.run(["sh", "-n", tmp_path / "import.sh"], check=False).returncode == 0
    assert str(tmp_path) not in script


def test_the_delimiter_of_lists_is_one_that_no_value_holds(tmp_path: Path) -> None:
    neo4j_csv.write(toy_graph(), tmp_path / "plain")
    neo4j_csv.write(hostile(), tmp_path / "hostile")
    assert "--array-delimiter=U+001F" in (tmp_path / "plain" / "import.sh").read_text("utf-8")
    assert "--array-delimiter=U+001D" in (tmp_path / "hostile" / "import.sh").read_text("utf-8")
    every = tuple(map(chr, range(0x20)))
    documents = tuple(replace(one, addressees=every) for one in toy_graph().documents)
    with pytest.raises(DataError, match="every control character"):
        neo4j_csv.write(replace(toy_graph(), documents=documents), tmp_path / "none")


def installed(line: str, home: Path) -> dict[str, str]:
    """An environment in which NEO4J_HOME is that of an installation with bin/neo4j-admin."""
    java = jars.java(harness.LINES[line])
    admin = home / "bin" / "neo4j-admin"
    admin.parent.mkdir()
    command = f'"{java}" {" ".join(harness.OPENED)} -cp "{jars.folder(line)}/*" org.neo4j.cli.AdminTool "$@"'
    admin.write_text(f'#!/bin/sh\nNEO4J_CONF="{home}/conf" exec {command}\n', "utf-8")
    admin.chmod(0o755)
    return {**os.environ, "NEO4J_HOME": str(home)}


@pytest.mark.outside
@pytest.mark.parametrize("line", harness.LINES)
def test_the_script_imports_everything_unedited(line: str, tmp_path: Path) -> None:
    graph = hostile()
    neo4j_csv.write(graph, tmp_path)
    with harness.prepared(line) as server:
        command = ["sh", str(tmp_path / "import.sh")]
        done = subprocess.run(
            command, env=installed(line, server.home), cwd="/", capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        server.start()
        with neo4j.connect(server.environment) as store:
            assert nquads(read_back(store)) == nquads(quads(graph))
            report = load(graph, store)  # makes the constraints, and finds everything loaded
            assert sum((report.created + report.updated + report.removed).values()) == 0
            assert report.held[":Assignment"] == len(graph.assignments)
