"""The embedded store: what is written is there, read-only, and rdflib sees it as one graph."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, URIRef, Variable
from rdflib import Literal as RdfLiteral
from rdflib.compare import isomorphic
from toy import HOSTILE, PLAN_NUMBER, toy_graph

import ontology
from graph_builder.errors import StoreError
from graph_builder.stores import rdf
from graph_builder.stores.rdf import open_store, renew_store, to_rdflib, write_store

pytestmark = pytest.mark.filterwarnings(r"ignore:.* is deprecated:DeprecationWarning")

LINES = rdf.nquads(toy_graph())
TASKS = "SELECT DISTINCT ?t WHERE { ?t a zz:Task }"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rdf") / "store"
    assert write_store(folder, "".join(LINES).encode()) == len(LINES)
    return folder


def test_the_store_on_disk_holds_the_graph(path: Path) -> None:
    dataset = open_store(path)
    assert len(list(dataset.query(TASKS))) == 12
    [count] = dataset.query("SELECT (COUNT(DISTINCT ?t) AS ?n) WHERE { ?t zz:taskText ?x }").bindings
    assert int(str(count[Variable("n")])) == 12


def test_a_document_is_a_named_graph(path: Path) -> None:
    dataset = open_store(path)
    plan = dataset.graph(URIRef(f"{ontology.GRAPH}doc/云州市/{PLAN_NUMBER}"))
    assert len(list(plan.query("SELECT DISTINCT ?t WHERE { ?t a zz:Task }"))) == 5


def test_the_store_is_opened_read_only(path: Path) -> None:
    dataset = open_store(path)
    triple = (URIRef("http://e/a"), URIRef("http://e/b"), URIRef("http://e/c"))
    with pytest.raises(StoreError, match="只读"):
        dataset.update("INSERT DATA { <http://e/a> <http://e/b> <http://e/c> }")
    with pytest.raises(StoreError, match="只读"):
        dataset.add(triple)
    with pytest.raises(StoreError, match="只读"):
        dataset.remove(triple)
    assert len(list(open_store(path).query(TASKS))) == 12


def test_hostile_text_arrives_as_text_bound_or_found(path: Path) -> None:
    dataset = open_store(path)
    text = "SELECT DISTINCT ?text ?word WHERE { ?t zz:taskText ?text FILTER(CONTAINS(?text, ?word)) }"
    [found] = dataset.query(text, initBindings={"word": RdfLiteral(HOSTILE)}).bindings
    assert str(found[Variable("word")]) == HOSTILE
    assert str(found[Variable("text")]) == f"做好用电保障{HOSTILE}。"


def test_in_memory_it_is_the_same(path: Path) -> None:
    assert len(to_rdflib(toy_graph())) == len(open_store(path)) == len(rdf.ntriples(toy_graph()))


def test_a_missing_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="zhize build"):
        open_store(tmp_path / "nothing")


def test_a_broken_file_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="写不了图库"):
        write_store(tmp_path / "store", b"<a> <b> .\n")


def test_an_unwritable_place_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="写不了图库"):
        write_store(tmp_path / "file", b"")


EARLIER = [*LINES[20:], *(line.replace("#", "#earlier") for line in LINES[:20])]


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """What `earlier` holds, as a file; the store stands beside it."""
    file = tmp_path / "earlier.nq"
    file.write_text("".join(sorted(EARLIER)), encoding="utf-8", newline="\n")
    write_store(tmp_path / "earlier", file.read_bytes())
    return file


def held(path: Path) -> set[str]:
    return {f"{quad} ." for quad in ox.Store.read_only(str(path))}


def test_a_store_brought_up_to_date_holds_what_a_new_one_holds(
    path: Path, before: Path, tmp_path: Path
) -> None:
    first = held(tmp_path / "earlier")
    assert renew_store(tmp_path / "store", LINES, tmp_path / "earlier", before) == len(LINES)
    assert held(tmp_path / "store") == held(path) != first
    assert held(tmp_path / "earlier") == first
    assert not list((tmp_path / "store").glob("LOG.*"))


@pytest.mark.parametrize("wrong", ["no store", "no file", "other file", "no quads", "much differs"])
def test_a_store_that_cannot_be_relied_on_is_not_brought_up_to_date(
    wrong: str, before: Path, tmp_path: Path
) -> None:
    earlier, lines = tmp_path / "earlier", LINES
    if wrong == "no store":
        shutil.rmtree(earlier)
    elif wrong == "no file":
        before.unlink()
    elif wrong == "other file":
        before.write_text("".join(LINES[5:]), encoding="utf-8", newline="\n")
    elif wrong == "no quads":
        lines = [*LINES, "<a> <b> .\n"]
    else:
        lines = LINES[:60]
    assert renew_store(tmp_path / "store", lines, earlier, before) is None
    assert not (tmp_path / "store").exists()


def test_text_is_the_same_twice() -> None:
    assert rdf.nquads(toy_graph()) == LINES
    assert sorted(set(LINES)) == LINES


@pytest.mark.parametrize("name", ["nq", "trig", "jsonld"])
def test_named_graphs_survive(name: str) -> None:
    whole = Dataset()
    whole.parse(
        data=rdf.serialise(toy_graph(), name), format={"jsonld": "json-ld", "nq": "nquads"}.get(name, name)
    )
    direct = Dataset()
    direct.parse(data="".join(LINES), format="nquads")
    assert {g.identifier for g in whole.graphs()} == {g.identifier for g in direct.graphs()}
    for graph in direct.graphs():
        assert isomorphic(graph, whole.graph(graph.identifier))
