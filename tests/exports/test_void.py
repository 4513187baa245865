"""The description of a build, read by rdflib and compared with the build."""

from __future__ import annotations

from pathlib import Path

from rdflib import DCAT, RDF, VOID, Namespace
from rdflib import Graph as RdfGraph
from toy import toy_graph

import ontology
from exports.void import void
from graph_builder.projections.triples import quads
from graph_builder.stores.rdf import nquads

SPDX = Namespace("http://spdx.org/rdf/terms#")


def described(folder: Path) -> str:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/graph.nq").write_bytes(b"abc\n")
    (folder / "ledger.xlsx").write_bytes(b"x")
    return void(toy_graph(), nquads(toy_graph()), folder, ["ledger.xlsx", "data/graph.nq"])


def test_the_description_counts_what_there_is(tmp_path: Path) -> None:
    graph = RdfGraph().parse(data=described(tmp_path), format="turtle")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    held = set(quads(toy_graph()))
    assert int(str(graph.value(dataset, VOID.triples))) == len({one[:3] for one in held})
    (derived,) = graph.objects(dataset, VOID.subset)
    assert int(str(graph.value(derived, VOID.triples))) == sum(one.graph.endswith("derived") for one in held)
    partitions = {
        str(graph.value(part, VOID["class"])).split("#")[1]: int(str(graph.value(part, VOID.entities)))
        for part in graph.objects(dataset, VOID.classPartition)
    }
    assert partitions["OfficialDocument"] == 3
    assert partitions["Assignment"] == len(toy_graph().assignments)
    assert len(partitions) == 20


def test_each_file_has_its_size_and_sum(tmp_path: Path) -> None:
    graph = RdfGraph().parse(data=described(tmp_path), format="turtle")
    sizes = sorted(int(str(size)) for size in graph.objects(None, DCAT.byteSize))
    assert sizes == [1, 4]
    sums = {str(value) for value in graph.objects(None, SPDX.checksumValue)}
    assert "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb" in sums


def test_the_rules_are_named_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    text = described(tmp_path)
    assert all(f"<{rule}>" in text for rule in ontology.rules())
    assert f"<{ontology.BASE}ontology/0.1.0>" in ontology.core_ttl()
    assert described(tmp_path) == text
    assert "_:" not in text
