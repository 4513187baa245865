"""Nodes and relationships for Neo4j: closed vocabulary, nothing lost on the way back."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from toy import HOSTILE, body, toy_graph

import ontology
from graph_builder import derive
from graph_builder.errors import DataError
from graph_builder.model import Graph
from graph_builder.projections import way_back
from graph_builder.projections.nquads import nquads
from graph_builder.projections.property_graph import LABELS, RESOURCE, TYPES, VALUES, property_graph, schema
from graph_builder.projections.triples import quads

NODES, LINKS = property_graph(toy_graph())


def test_the_way_back_gives_the_same_quads() -> None:
    assert nquads(way_back.quads(NODES, LINKS)) == nquads(quads(toy_graph()))
    assert len(nquads(quads(toy_graph()))) > 1300


def test_everything_is_known_by_its_id() -> None:
    assert [node.id for node in NODES] == sorted({node.id for node in NODES})
    keys = [(link.type, link.id) for link in LINKS]
    assert keys == sorted(set(keys))
    ids = {node.id for node in NODES}
    assert {end for link in LINKS for end in (link.start, link.end)} <= ids


def test_labels_types_and_keys_are_closed() -> None:
    assert {node.labels[0] for node in NODES} == {RESOURCE}
    assert {label for node in NODES for label in node.labels[1:]} == LABELS
    assert {link.type for link in LINKS} < set(TYPES)
    keys = {key for node in NODES for key in node.properties}
    assert keys <= set(VALUES) | {"doc", "iri", "role", "seatRole"}
    assert all(HOSTILE not in key for key in keys)


def test_a_role_edge_for_every_assignment() -> None:
    roles = {name for name in map(ontology.DIRECT_PROPERTY.get, ontology.TASK_ROLES) if name}
    edges = [link for link in LINKS if TYPES[link.type].removeprefix(ontology.ONTOLOGY) in roles]
    assert {edge.id for edge in edges} == {assignment.id for assignment in toy_graph().assignments}
    [edge] = [edge for edge in edges if edge.id.endswith("/lead/市发改委")]
    assert edge.properties == {
        "doc": "doc/云州市/云政办发〔2020〕3号",
        "docNumber": "云政办发〔2020〕3号",
        "date": date(2020, 4, 10),
        "surface": "市发改委",
        "derived": True,
    }


def test_parallel_assignments_stay_parallel() -> None:
    graph = toy_graph()
    twin = replace(graph.assignments[0], id=graph.assignments[0].id + "/2")
    _, links = property_graph(replace(graph, assignments=(*graph.assignments, twin)))
    first = [(link.start, link.end) for link in links if link.id in (twin.id, graph.assignments[0].id)]
    assert len(first) == 2
    assert len(set(first)) == 1


def test_dependences_bear_basis_and_weight() -> None:
    found = {
        (link.start, link.end, link.properties["basis"]): link.properties["weight"]
        for link in LINKS
        if link.type == "DEPENDS_ON"
    }
    expected = derive.dependences(derive.role_edges(toy_graph()))
    assert found == {(d.dependent, d.supporter, d.basis): len(d.tasks) for d in expected}
    assert found[body("市城管局"), body("市民政局"), "lead"] == 2


def test_documents_own_what_they_say() -> None:
    owned = Counter(node.properties.get("doc") for node in NODES)
    assert set(owned) == {None, *(document.id for document in toy_graph().documents)}
    for node in NODES:
        assert ("doc" in node.properties) == bool(
            {"StatedFact", "TextSpan"} & set(node.labels)
        ) or node.id.startswith(("doc/", "body/"))


def test_schema_is_plain_data() -> None:
    plain = json.loads(json.dumps(schema(), ensure_ascii=False))
    assert plain == schema()
    assert plain["relationships"]["DEPENDS_ON"]["derived"] is True
    assert plain["relationships"]["ASSIGNEE"] == {"iri": f"{ontology.ONTOLOGY}assignee", "derived": False}


def test_what_the_schema_does_not_know_is_refused() -> None:
    strange = replace(NODES[0], properties={"password": "x"})
    with pytest.raises(DataError, match="password"):
        list(way_back.quads([strange], []))
    with pytest.raises(DataError, match="OWNS"):
        list(way_back.quads([], [replace(LINKS[0], type="OWNS")]))


def test_two_values_where_one_fits_are_refused() -> None:
    graph = toy_graph()
    agency = graph.agencies[0]
    with pytest.raises(DataError, match="2 values of fullName"):
        property_graph(replace(graph, agencies=(*graph.agencies, replace(agency, label="别名"))))


def test_an_empty_graph_is_empty() -> None:
    assert property_graph(Graph()) == ((), ())
