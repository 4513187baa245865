"""`zhize check` on a build of the toy city: table, JSON, report, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, SH
from rdflib import Graph as RdfGraph
from toy import toy_graph

from graph_builder import outdir
from graph_builder.cli import main
from graph_builder.model import Graph
from graph_builder.stores import rdf


def built(folder: Path, graph: Graph) -> Path:
    (folder / "data").mkdir()
    outdir.write_graph(graph, folder)
    (folder / "data/graph.nq").write_text("".join(rdf.nquads(graph)), "utf-8")
    return folder


def test_what_is_found_stands_in_table_json_and_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = built(tmp_path, toy_graph())
    assert main(["check", str(out)]) == 1
    shown = capsys.readouterr()
    assert "无牵头单位" in shown.out
    assert "被引文件未读 3" in shown.err
    assert "工具自身的错误 0 处" in shown.err
    report = tmp_path / "report.ttl"
    assert main(["check", str(out), "--json", "--report", str(report)]) == 1
    records = json.loads(capsys.readouterr().out)
    results = set(RdfGraph().parse(report).subjects(RDF.type, SH.ValidationResult))
    assert len(results) == len(records) == 9
    missing = next(one for one in records if one["kind"] == "missing-lead")
    assert (missing["severity"], missing["number"]) == ("warning", "云政办发〔2019〕1号")


def test_the_counts_of_a_check_stand_in_the_run(tmp_path: Path) -> None:
    out = built(tmp_path, toy_graph())
    outdir.write_run(out, [], {}, started=outdir.now(), files=[])
    main(["check", str(out)])
    run = outdir.read_run(out)
    assert run is not None
    assert run["checked"]["unread-citation"] == 3
    assert run["tool"] == "zhize"


def test_a_graph_with_nothing_to_find_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(built(tmp_path, Graph()))]) == 0
    assert capsys.readouterr().out == ""


def test_data_that_were_changed_are_our_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = built(tmp_path, toy_graph())
    data = out / "data/graph.nq"
    lines = data.read_text("utf-8").splitlines(keepends=True)
    data.write_text("".join(line for line in lines if "#dependsOn>" not in line), "utf-8")
    assert main(["check", str(out)]) == 1
    assert "派生关系与重算不符" in capsys.readouterr().out


def test_without_a_build_there_is_nothing_to_check(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path)]) == 2
    out = built(tmp_path, Graph())
    (out / "data/graph.nq").unlink()
    assert main(["check", str(out)]) == 4
