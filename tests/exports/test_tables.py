"""The tables, read back with csv and sqlite3."""

from __future__ import annotations

import csv
import json
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from graphs import graphs
from hypothesis import HealthCheck, given, settings
from toy import HOSTILE, body, toy_graph

from exports.tables import Table, csv_text, tables, write_csv, write_sqlite
from exports.text import undefused
from graph_builder.model import Graph

SIZES = {
    "documents": 3,
    "statements": 14,
    "agencies": 18,
    "names": 30,
    "assignments": 32,
    "memberships": 4,
    "delegations": 1,
    "citations": 6,
    "edges": 47,
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, strict=True))


def test_every_table_has_its_rows(tmp_path: Path) -> None:
    write_csv(toy_graph(), tmp_path)
    assert {path.stem: len(rows(path)) for path in tmp_path.glob("*.csv")} == SIZES


def test_csv_is_rfc_4180_without_a_byte_order_mark(tmp_path: Path) -> None:
    write_csv(toy_graph(), tmp_path)
    for path in tmp_path.glob("*.csv"):
        data = path.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        assert data.count(b"\r\n") == data.count(b"\n")
    write_csv(toy_graph(), tmp_path, bom=True)
    assert (tmp_path / "edges.csv").read_bytes().startswith(b"\xef\xbb\xbfsource,target,type,kind,")


def test_a_row_says_what_the_graph_says(tmp_path: Path) -> None:
    write_csv(toy_graph(), tmp_path)
    found = rows(tmp_path / "assignments.csv")
    row = next(one for one in found if one["surface"] == "市城管局" and one["inferred"] == "1")
    assert (row["role"], row["agency"], row["agency_label"]) == ("lead", body("市城管局"), "云州市城市管理局")
    assert (row["document_number"], row["date"]) == ("云政发〔2019〕8号", "2019-09-20")
    statements = {one["id"]: one for one in rows(tmp_path / "statements.csv")}
    assert statements[row["statement"]]["quote"] == "市城管局会同市民政局开展巡查"
    assert sum(HOSTILE in one["task"] for one in statements.values()) == 1


def test_edges_of_a_pair_differ_in_kind(tmp_path: Path) -> None:
    write_csv(toy_graph(), tmp_path)
    found = rows(tmp_path / "edges.csv")
    assert len({(one["source"], one["target"], one["kind"]) for one in found}) == len(found)
    assert {one["type"] for one in found} == {"Directed"}
    kinds = {one["kind"]: 0 for one in found}
    for one in found:
        kinds[one["kind"]] += 1
    assert kinds["dependsOnLead"] == 8
    assert kinds["dependsOnSole"] == 2
    assert kinds["dependsOnImplementation"] == 1
    assert (kinds["memberOf"], kinds["officeOf"], kinds["delegatesTo"]) == (2, 1, 1)
    urban = next(one for one in found if one["kind"] == "dependsOnLead" and one["weight"] == "2")
    assert urban["source"] == body("市城管局")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t1", "\r1", "'=1"])
def test_formulas_are_defused_unless_the_exact_text_is_asked_for(text: str, tmp_path: Path) -> None:
    graph = toy_graph()
    hostile = replace(graph, agencies=tuple(replace(one, label=text) for one in graph.agencies))
    write_csv(hostile, tmp_path / "safe")
    write_csv(hostile, tmp_path / "exact", escape=False)
    safe = {one["label"] for one in rows(tmp_path / "safe" / "agencies.csv")}
    assert safe == {f"'{text}"}
    assert {undefused(label) for label in safe} == {text}
    assert {one["label"] for one in rows(tmp_path / "exact" / "agencies.csv")} == {text}


def test_quotes_commas_and_line_breaks_come_back() -> None:
    words = 'a,"b"\r\nc\nd'
    graph = replace(toy_graph(), agencies=tuple(replace(one, label=words) for one in toy_graph().agencies))
    table = next(one for one in tables(graph) if one.name == "agencies")
    read = list(csv.DictReader(StringIO(csv_text(table), newline=""), strict=True))
    assert {one["label"] for one in read} == {words}


def test_the_description_names_every_file_column_and_key(tmp_path: Path) -> None:
    write_csv(toy_graph(), tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert "dependsOnSole" in package["description"]
    described = {one["path"]: one["schema"] for one in package["resources"]}
    assert set(described) == {path.name for path in tmp_path.glob("*.csv")}
    for name, schema in described.items():
        found = rows(tmp_path / name)
        assert [field["name"] for field in schema["fields"]] == list(found[0])
        numbers = [field["name"] for field in schema["fields"] if field["type"] == "integer"]
        assert all(one[name].isdecimal() for one in found for name in numbers)
        assert len({one["id"] for one in found}) == len(found)


def test_sqlite_holds_the_same_tables_with_references_that_hold(tmp_path: Path) -> None:
    write_sqlite(toy_graph(), tmp_path / "x.sqlite")
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in tables(toy_graph()):
            held = base.execute(f'SELECT * FROM "{table.name}"').fetchall()
            assert sorted(held, key=repr) == sorted(table.rows, key=repr)
        leads = base.execute(
            "SELECT count(*) FROM assignments JOIN agencies ON agencies.id = assignments.agency"
            " WHERE label = '云州市财政局' AND role = 'support'"
        ).fetchone()
    assert leads == (4,)


def test_sqlite_names_a_missing_reference(tmp_path: Path) -> None:
    write_sqlite(toy_graph(), tmp_path / "x.sqlite")
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as base:
        base.execute("DELETE FROM statements")
        assert base.execute("PRAGMA foreign_key_check").fetchall() != []


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_any_graph_is_written_and_read_back_as_it_is(graph: Graph) -> None:
    shown = tables(graph)
    for table in shown:
        assert [tuple(one) for one in _cells(table)] == [
            tuple("" if cell is None else str(cell) for cell in row) for row in table.rows
        ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.sqlite")
        write_sqlite(graph, path)
        first = path.read_bytes()
        write_sqlite(graph, path)
        assert path.read_bytes() == first


def _cells(table: Table) -> list[list[str]]:
    text = StringIO(csv_text(table, escape=False), newline="")
    return list(csv.reader(text, strict=True))[1:]
