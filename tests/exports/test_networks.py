"""The networks, read back by networkx's own readers, by openpyxl and as text; figures by hand."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from java_tools import gephi
from openpyxl import load_workbook
from toy import HOSTILE, body, toy_graph

from exports.networks import (
    PROJECTIONS,
    coordination,
    dependence,
    files,
    metrics,
    shortest_path,
    to_networkx,
    write_gexf,
    write_graphml,
    write_json,
    write_metrics,
    write_pajek,
    write_ucinet,
)
from exports.networks.metrics import core_of
from exports.networks.projections import labels
from graph_builder import pipeline
from graph_builder.errors import UnknownName, UsageError
from graph_builder.model import Graph

WRITERS = {
    "gexf": write_gexf,
    "graphml": write_graphml,
    "json": write_json,
    "net": write_pajek,
    "dl": write_ucinet,
}
PARALLEL = 3
"""Pairs of body and task with two roles: two bodies lead and support one, a third supports and accepts."""


def twice_said(graph: Graph) -> Graph:
    """The graph with one assignment standing twice, as when a clause names a body twice in one role."""
    first = graph.assignments[0]
    again = replace(first, id=f"{first.id}/2")
    return replace(graph, assignments=tuple(sorted((*graph.assignments, again), key=lambda one: one.id)))


def pairs(network: nx.Graph[str]) -> Counter[tuple[str, str]]:
    directed = network.is_directed()
    return Counter(
        (one, other) if directed else (min(one, other), max(one, other)) for one, other in network.edges()
    )


def kinds_of(network: nx.Graph[str]) -> Counter[str]:
    return Counter(edge["kind"] for _, _, edge in network.edges(data=True))


def weight_of(network: nx.Graph[str]) -> float:
    return sum(float(edge.get("weight", 1)) for _, _, edge in network.edges(data=True))


def test_one_edge_for_each_assignment() -> None:
    graph = toy_graph()
    network = to_networkx(graph)
    assert type(network) is nx.MultiDiGraph
    assert {key for _, _, key in network.edges(keys=True)} == {one.id for one in graph.assignments}
    assert sum(count > 1 for count in pairs(network).values()) == PARALLEL
    tasks = [one for _, one in network.nodes(data=True) if one["type"] == "task"]
    assert (len(tasks), len(network) - len(tasks)) == (12, 12)
    assert sum(HOSTILE in one["label"] for one in tasks) == 1
    edge = next(one for _, _, one in network.edges(data=True) if one["surface"] == "省城管厅")
    assert (edge["role"], edge["label"], edge["number"]) == ("guide", "指导", "云政发〔2019〕8号")
    assert edge["quote"].startswith("整治占道经营｜")


def test_coordination_counts_tasks_and_documents() -> None:
    network = coordination(toy_graph())
    energy, finance = body("市能源局"), body("市财政局")
    assert network.edges[energy, finance] == {"weight": 3, "tasks": 3, "documents": 2}
    by_documents = coordination(toy_graph(), weight="documents")
    assert by_documents.edges[energy, finance]["weight"] == 2
    assert "weight = documents" in by_documents.graph["rule"]
    assert not network.has_edge(energy, body("市民政局"))


def test_collectives_take_part_only_when_asked_for() -> None:
    counties = body("云州市各县（区）人民政府")
    assert counties not in coordination(toy_graph())
    network = coordination(toy_graph(), collectives=True)
    assert set(network[counties]) == {body("市能源局"), body("市财政局"), body("市生态环境局")}
    assert "left out" in coordination(toy_graph()).graph["rule"]
    assert "nodes of their own" in network.graph["rule"]


def test_dependence_has_an_edge_for_each_basis() -> None:
    network = dependence(toy_graph())
    kinds = kinds_of(network)
    assert kinds == {"lead": 8, "sole": 2}
    assert network.edges[body("市城管局"), body("市民政局"), "lead"]["weight"] == 2


def test_a_task_led_by_a_collective_alone_has_no_sole_bearer() -> None:
    graph = toy_graph()
    counties = body("云州市各县（区）人民政府")
    price = next(one for one in graph.statements if one.task.startswith("规范供暖"))
    held = next(one for one in graph.assignments if one.statement == price.id)
    led = replace(held, id=f"{held.id}/9", agency=counties, role=type(held.role)("lead"))
    with_lead = replace(graph, assignments=(*graph.assignments, led))
    assert kinds_of(dependence(with_lead)) == {"lead": 8}


@pytest.mark.parametrize("projection", PROJECTIONS)
@pytest.mark.parametrize(
    "graph", [toy_graph(), twice_said(toy_graph()), Graph()], ids=["toy", "twice", "empty"]
)
def test_gexf_and_graphml_come_back_whole(projection: str, graph: Graph, tmp_path: Path) -> None:
    network = PROJECTIONS[projection](graph)
    write_gexf(graph, tmp_path / "x.gexf", projection)
    write_graphml(graph, tmp_path / "x.graphml", projection)
    for read in (nx.read_gexf(tmp_path / "x.gexf", version="1.3"), nx.read_graphml(tmp_path / "x.graphml")):
        assert set(read) == set(network)
        assert pairs(read) == pairs(network)
        assert read.is_directed() == network.is_directed()
        for node, one in network.nodes(data=True):
            assert read.nodes[node]["label"] == one["label"]
            assert read.nodes[node].get("kind") == one.get("kind")
        assert weight_of(read) == weight_of(network)


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_gexf_has_no_date_and_tells_parallel_edges_apart(projection: str, tmp_path: Path) -> None:
    write_gexf(twice_said(toy_graph()), tmp_path / "x.gexf", projection)
    names = {"g": "http://gexf.net/1.3"}
    root = ET.parse(tmp_path / "x.gexf").getroot()
    assert (root.tag, root.get("version")) == ("{http://gexf.net/1.3}gexf", "1.3")
    meta = root.find("g:meta", names)
    assert meta is not None
    assert meta.attrib == {}
    assert "Nodes are" in meta.findtext("g:description", "", names)
    edges = [edge.attrib for edge in root.iterfind(".//g:edge", names)]
    told = {(edge["source"], edge["target"], edge.get("kind")) for edge in edges}
    assert len(told) == len(edges) == PROJECTIONS[projection](twice_said(toy_graph())).number_of_edges()
    if projection == "assignments":
        assert Counter(edge["kind"].endswith("/2") for edge in edges) == {False: 32, True: 1}


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_gephi_keeps_every_node_and_edge(projection: str, tmp_path: Path) -> None:
    graph = twice_said(toy_graph())
    write_gexf(graph, tmp_path / "x.gexf", projection)
    network = PROJECTIONS[projection](graph)
    kept = gephi(tmp_path / "x.gexf")
    assert kept.nodes == len(network)
    assert len(kept.edges) == network.number_of_edges()


@pytest.mark.parametrize("projection", ["coordination", "dependsOn"])
def test_pajek_comes_back_whole(projection: str, tmp_path: Path) -> None:
    write_pajek(toy_graph(), tmp_path / "x.net", projection)
    network = PROJECTIONS[projection](toy_graph())
    read = nx.read_pajek(tmp_path / "x.net")
    assert set(read) == {label for _, label in network.nodes(data="label")}
    names = {node: one["label"] for node, one in network.nodes(data=True)}
    expected = Counter(
        (*sorted((names[a], names[b])), float(edge["weight"])) for a, b, edge in network.edges(data=True)
    )
    found = Counter((*sorted((a, b)), edge["weight"]) for a, b, edge in read.edges(data=True))
    assert found == expected


def test_pajek_has_its_mark_its_rule_and_two_modes(tmp_path: Path) -> None:
    write_pajek(toy_graph(), tmp_path / "x.net", "assignments")
    data = (tmp_path / "x.net").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf% Nodes are bodies and tasks.")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[1] == "*Vertices 24 12"
    assert lines[2] == '1 "云州供电公司"'
    arcs = lines[lines.index("*Arcs") + 1 : -1]
    assert len(arcs) == 32
    assert all(int(arc.split()[0]) <= 12 < int(arc.split()[1]) for arc in arcs)
    assert all(line.count('"') == 2 for line in (*lines[2:26], *arcs))


def test_ucinet_has_a_square_matrix_twice_and_its_rule(tmp_path: Path) -> None:
    write_ucinet(toy_graph(), tmp_path / "x.dl")
    lines = (tmp_path / "x.dl").read_text("utf-8").splitlines()
    assert lines[:3] == ["DL N=11", "FORMAT = FULLMATRIX DIAGONAL PRESENT", "LABELS:"]
    names = [line.strip('"') for line in lines[3:14]]
    matrix = [list(map(int, line.split())) for line in lines[15:]]
    assert [len(row) for row in matrix] == [11] * 11
    assert matrix == [list(column) for column in zip(*matrix, strict=True)]
    at = {name: place for place, name in enumerate(names)}
    assert matrix[at["云州市能源局"]][at["云州市财政局"]] == 3
    sheet = load_workbook(tmp_path / "x.xlsx")["matrix"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert list(head[1:]) == [row[0] for row in rows] == names
    assert [list(row[1:]) for row in rows] == matrix
    assert "An undirected edge joins" in (tmp_path / "x.txt").read_text("utf-8")


def test_a_network_too_large_for_a_matrix_is_written_as_pairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MATRIX_LIMIT", 10)
    write_ucinet(toy_graph(), tmp_path / "x.dl")
    lines = (tmp_path / "x.dl").read_text("utf-8").splitlines()
    assert lines[1] == "FORMAT = EDGELIST1"
    assert len(lines[15:]) == 2 * 18
    assert not (tmp_path / "x.xlsx").exists()
    assert "no square matrix" in (tmp_path / "x.txt").read_text("utf-8")


def test_json_holds_nodes_edges_and_the_rule(tmp_path: Path) -> None:
    write_json(toy_graph(), tmp_path / "x.json")
    held = json.loads((tmp_path / "x.json").read_text("utf-8"))
    assert (len(held["nodes"]), len(held["edges"]), held["directed"]) == (24, 32, True)
    nodes = {node["id"] for node in held["nodes"]}
    assert all({edge["source"], edge["target"]} <= nodes for edge in held["edges"])
    assert held["rule"].startswith("Nodes are bodies and tasks.")


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("projection", PROJECTIONS)
def test_the_same_graph_gives_the_same_bytes(suffix: str, projection: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        WRITERS[suffix](toy_graph(), tmp_path / name / f"x.{suffix}", projection)
    made = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert f"x.{suffix}" in made
    for name in made:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_unknown_projection_gets_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as caught:
        write_gexf(toy_graph(), tmp_path / "x.gexf", "nothing")
    assert caught.value.suggestions == ("assignments", "coordination", "dependsOn")
    with pytest.raises(UsageError, match="name the DL file"):
        write_ucinet(toy_graph(), tmp_path / "x.xlsx")


def test_labels_are_made_distinct() -> None:
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(
        [(n, {"label": label}) for n, label in zip("abcd", ["x", "x", "x~2", "x"], strict=True)]
    )
    named = labels(network)
    assert named["a"] == "x"
    assert len(set(named.values())) == 4


def test_figures_of_the_toy_city() -> None:
    measured = metrics(toy_graph())
    whole, units = measured.network, {unit.label: unit for unit in measured.units}
    assert (whole.units, whole.pairs, whole.components, whole.diameter) == (11, 18, 1, 4)
    assert whole.density == round(18 / 55, 6)
    degrees = [5, 5, 4, 4, 3, 3, 3, 3, 3, 2, 1]
    assert [unit.degree for unit in measured.units] == degrees
    assert whole.centralisation == round(sum(5 - degree for degree in degrees) / 90, 6)
    assert [name for name, unit in units.items() if unit.articulation] == [
        "云州市财政局",
        "云州市发展和改革委员会",
        "云州市城市管理局",
    ]
    assert units["云州供电公司"].constraint == 1.0
    assert units["云州市财政局"].strength == 8
    assert units["云州供电公司"].betweenness == 0


def test_a_lone_body_has_no_constraint_and_an_empty_graph_no_figures(tmp_path: Path) -> None:
    graph = toy_graph()
    lone = replace(graph, assignments=graph.assignments[:1])
    (unit,) = metrics(lone).units
    assert (unit.degree, unit.constraint, unit.core) == (0, None, False)
    assert metrics(Graph()).network.units == 0
    write_metrics(Graph(), tmp_path / "m.csv")
    assert len((tmp_path / "m.csv").read_text("utf-8").splitlines()) == 1


def test_a_path_names_the_tasks_of_each_step() -> None:
    steps = shortest_path(toy_graph(), body("云州供电公司"), body("市城管局"))
    assert [step.start for step in steps] == [body("云州供电公司"), body("市发改委"), body("市财政局")]
    tasks = {f"task/{one.id}": one.task for one in toy_graph().statements}
    assert tasks[steps[-1].tasks[0]] == "经费和场所保障"
    with pytest.raises(UnknownName):
        shortest_path(toy_graph(), "agency/无", body("市城管局"))


def test_metrics_are_written_as_two_tables(tmp_path: Path) -> None:
    write_metrics(toy_graph(), tmp_path / "metrics.csv")
    with (tmp_path / "metrics.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert (len(rows), rows[0]["label"]) == (11, "云州市财政局")
    with (tmp_path / "metrics-network.csv").open(encoding="utf-8", newline="") as text:
        whole = dict(csv.reader(text))
    assert whole["density"] == "0.327273"
    assert whole["rule"].startswith("Nodes are bodies.")


EDGES = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda edge: edge[0] != edge[1]), max_size=15
)


def misfits(network: nx.Graph[str], core: frozenset[str]) -> int:
    inside = sum(not network.has_edge(*pair) for pair in combinations(sorted(core), 2))
    outside = sum(network.has_edge(*pair) for pair in combinations(sorted(set(network) - core), 2))
    return inside + outside


@given(EDGES)
def test_no_other_core_fits_better(edges: list[tuple[int, int]]) -> None:
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from("0123456")
    network.add_edges_from((str(one), str(other)) for one, other in edges)
    everyone = sorted(network)
    every = [frozenset(some) for size in range(8) for some in combinations(everyone, size)]
    assert misfits(network, core_of(network)) == min(misfits(network, core) for core in every)


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_gephi_keeps_all_of_the_gazettes(projection: str, corpus: Path, tmp_path: Path) -> None:
    graph = pipeline.build([corpus], terms=False).graph
    write_gexf(graph, tmp_path / "x.gexf", projection)
    network = PROJECTIONS[projection](graph)
    kept = gephi(tmp_path / "x.gexf")
    assert network.number_of_edges() > 100
    assert (kept.nodes, len(kept.edges)) == (len(network), network.number_of_edges())
