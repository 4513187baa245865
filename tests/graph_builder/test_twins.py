"""One answer whatever the store: every canned question to Oxigraph, Neo4j and Fuseki, row by row."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import neo4j_server as harness
import pytest
from fuseki_server import FusekiServer
from questions import Question, examples, questions
from toy import toy_graph

import ontology
import queries
from graph_builder import answer
from graph_builder.answer.directory import Directory
from graph_builder.model import Graph
from graph_builder.stores import load, neo4j, sparql
from graph_builder.stores.base import AnswerStore
from graph_builder.stores.rdf import EmbeddedStore, to_rdflib

pytestmark = pytest.mark.outside

EXAMPLES = Path(__file__).parents[2] / "examples"
GRAPHS = ("toy", "sample", "gazettes")
ASKED = {"toy": 270, "sample": 180, "gazettes": 200}
"""At least so many different questions to each graph."""
WITH_ROWS = {"toy": 180, "sample": 110, "gazettes": 140}
"""At least so many of them with an answer that has rows."""


@cache
def graph(name: str) -> Graph:
    if name == "toy":
        return toy_graph()
    from graph_builder.pipeline import build

    if name == "sample":
        return build(sorted(EXAMPLES.glob("*.txt"))).graph
    if not os.environ.get("ZHIZE_CORPUS"):
        pytest.skip("ZHIZE_CORPUS is not set: it names the folder with the two gazettes")
    return build([Path(os.environ["ZHIZE_CORPUS"])]).graph


@cache
def embedded(name: str) -> EmbeddedStore:
    return EmbeddedStore.of(graph(name))


@cache
def asked(name: str) -> list[Question]:
    return [*questions(graph(name)), *(examples() if name == "toy" else ())]


@cache
def answers(name: str) -> list[tuple[answer.Row, ...]]:
    """What the embedded store says to each question."""
    return said(name, embedded(name))


def said(name: str, store: AnswerStore) -> list[tuple[answer.Row, ...]]:
    names = Directory(graph(name))
    return [answer.ask(query, given, names, store).rows for query, given in asked(name)]


@pytest.fixture(scope="module", params=harness.LINES)
def store(request: pytest.FixtureRequest, neo4j_server: harness.Neo4jServer) -> Iterator[neo4j.Neo4jStore]:
    if request.param == "neo4j-5":
        neo4j_server.empty()
        with neo4j.connect(neo4j_server.environment) as opened:
            yield opened
        return
    with harness.started(request.param) as own, neo4j.connect(own.environment) as opened:
        yield opened


def compare(name: str, store: AnswerStore) -> None:
    expected, found = answers(name), said(name, store)
    assert len(asked(name)) >= ASKED[name]
    assert sum(map(bool, expected)) >= WITH_ROWS[name]
    assert {query for query, _ in asked(name)} == set(queries.names())
    for question, rows, same in zip(asked(name), expected, found, strict=True):
        assert same == rows, question


@pytest.mark.parametrize("name", GRAPHS)
def test_neo4j_answers_as_the_embedded_store(name: str, store: neo4j.Neo4jStore) -> None:
    load.load(graph(name), store, prune=True)
    compare(name, store)


@pytest.mark.parametrize("name", GRAPHS)
def test_fuseki_answers_as_the_embedded_store(name: str, empty_fuseki: FusekiServer) -> None:
    sparql.load(graph(name), empty_fuseki.url)
    compare(name, sparql.SparqlStore(empty_fuseki.url))


def test_every_query_has_rows_somewhere() -> None:
    with_rows = {query for (query, _), rows in zip(asked("toy"), answers("toy"), strict=True) if rows}
    assert with_rows == set(queries.names())


@pytest.mark.parametrize("name", GRAPHS)
def test_the_same_counts_by_class_and_role(name: str, store: neo4j.Neo4jStore) -> None:
    held = load.load(graph(name), store, prune=True).held
    dataset = to_rdflib(graph(name))
    found = dataset.query("SELECT DISTINCT ?s ?c { ?s a ?c }")
    pairs = [(str(s), str(c)) for s, c in found if str(s).startswith(ontology.ID)]  # type: ignore[misc]
    rdf = Counter(kind.removeprefix(ontology.ONTOLOGY) for _, kind in pairs)
    labels = {key[1:]: count for key, count in held.items() if key.startswith(":") and key != ":Resource"}
    assert labels == rdf
    roles = Counter(assignment.role.value for assignment in graph(name).assignments)
    assert dict(store.read("MATCH (x:Assignment) RETURN x.role, count(*)")) == roles
    assert sum(roles.values()) == labels["Assignment"]
