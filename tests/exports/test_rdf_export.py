"""RDF files: two independent readers see the same graph in every format, and twice the same bytes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from java_tools import robot
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic
from toy import toy_graph

import ontology
from exports.rdf import FORMATS, MERGED, WHOLE, write
from graph_builder.stores.rdf import FORMATS as SYNTAX
from graph_builder.stores.rdf import nquads, ntriples

pytestmark = pytest.mark.filterwarnings(r"ignore:.* is deprecated:DeprecationWarning")

RDFLIB = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld", "rdfxml": "xml"}


@pytest.fixture(scope="module")
def merged() -> Graph:
    graph = Graph()
    graph.parse(data="".join(ntriples(toy_graph())), format="nt")
    return graph


def test_every_format_is_tested() -> None:
    assert set(FORMATS) == set(RDFLIB)
    assert len(FORMATS) == 6


@pytest.mark.parametrize("name", FORMATS)
def test_rdflib_reads_the_same_graph(name: str, tmp_path: Path, merged: Graph) -> None:
    write(toy_graph(), tmp_path / name, name)
    dataset = Dataset(default_union=True)
    dataset.parse(data=(tmp_path / name).read_bytes(), format=RDFLIB[name])
    found = Graph()
    for triple in dataset.triples((None, None, None)):
        found.add(triple)
    assert len(merged) > 1900
    assert isomorphic(found, merged)


@pytest.mark.parametrize("name", FORMATS)
def test_oxigraph_reads_the_same_graph(name: str, tmp_path: Path, merged: Graph) -> None:
    write(toy_graph(), tmp_path / name, name)
    parsed = {quad.triple for quad in ox.parse(path=tmp_path / name, format=SYNTAX[name])}
    assert len(parsed) == len(merged)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_bytes_twice(name: str, tmp_path: Path) -> None:
    write(toy_graph(), tmp_path / "a", name)
    write(toy_graph(), tmp_path / "b", name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("name", ["nq", "trig", "jsonld"])
def test_named_graphs_come_back(name: str, tmp_path: Path) -> None:
    write(toy_graph(), tmp_path / name, name)
    whole = set(ox.parse("".join(nquads(toy_graph())), format=ox.RdfFormat.N_QUADS))
    assert set(ox.parse(path=tmp_path / name, format=SYNTAX[name])) == whole
    assert len({quad.graph_name for quad in whole}) == 6


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "jsonld"])
def test_a_file_says_what_it_holds(name: str, tmp_path: Path) -> None:
    write(toy_graph(), tmp_path / name, name)
    head = (tmp_path / name).read_text("utf-8")[:500]
    assert (MERGED if name in ("ttl", "nt", "rdfxml") else WHOLE) in head


def test_robot_opens_what_protege_opens(tmp_path: Path) -> None:
    """OWLAPI, which Protégé is made of, reads the export and finds all of the vocabulary and the agencies."""
    write(toy_graph(), tmp_path / "x.rdf", "rdfxml")
    robot("convert", "--input", tmp_path / "x.rdf", "--output", tmp_path / "x.owl")
    read = (tmp_path / "x.owl").read_text("utf-8")
    agencies = [agency.id for agency in toy_graph().agencies]
    assert len(agencies) == 18
    assert all(f"{ontology.ID}{agency}" in read for agency in agencies)
    assert read.count("<owl:Class rdf:about") > 20
