"""A real SPARQL 1.1 server: the same dataset by the graph store protocol, hostile values as data, faults."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph as ox
import pytest
from daemon import free_port
from fuseki_server import FusekiServer
from parts import only
from toy import HOSTILE, PLAN_NUMBER, body, toy_graph

import ontology
from graph_builder.answer import ask, find
from graph_builder.answer.directory import Directory
from graph_builder.errors import StoreError, UnknownName, UsageError
from graph_builder.identity import task_id
from graph_builder.model import Graph
from graph_builder.stores import rdf, sparql
from graph_builder.stores.base import Value
from graph_builder.stores.rdf import EmbeddedStore
from graph_builder.stores.sparql_http import Server
from graph_builder.stores.sparql_text import bound

PLAN = f"doc/云州市/{PLAN_NUMBER}"
NAMES = Directory(toy_graph())

outside = pytest.mark.outside


def held(server: FusekiServer) -> set[str]:
    """Every quad on the server, as N-Quads lines."""
    found = server.ask("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }", "application/sparql-results+json")
    rows = json.loads(found)["results"]["bindings"]
    return {" ".join(_term(row[column]) for column in "spog") for row in rows}


def _term(found: dict[str, str]) -> str:
    return json.dumps([found["value"], found.get("datatype"), found.get("xml:lang")], ensure_ascii=False)


def expected(graph: Graph) -> set[str]:
    """The dataset of the embedded store, in the same shape."""
    found = ox.parse("".join(rdf.nquads(graph)), format=ox.RdfFormat.N_QUADS)
    return {
        " ".join(map(_shown, (quad.subject, quad.predicate, quad.object, quad.graph_name))) for quad in found
    }


def _shown(term: object) -> str:
    match term:
        case ox.Literal():
            kind = term.datatype.value
            plain = kind.endswith(("#string", "#langString"))
            return json.dumps([term.value, None if plain else kind, term.language], ensure_ascii=False)
        case ox.NamedNode():
            return json.dumps([term.value, None, None], ensure_ascii=False)
    raise TypeError(term)


@outside
def test_the_dataset_is_the_embedded_one_and_a_second_load_changes_nothing(
    empty_fuseki: FusekiServer,
) -> None:
    report = sparql.load(toy_graph(), empty_fuseki.url)
    assert held(empty_fuseki) == expected(toy_graph())
    assert len(report.triples) == len(toy_graph().documents) + 2
    assert (report.removed, report.kept) == ((), ())
    assert sparql.load(toy_graph(), empty_fuseki.url) == report
    assert held(empty_fuseki) == expected(toy_graph())
    assert len(rdf.nquads(toy_graph())) == len(held(empty_fuseki))


@outside
def test_documents_of_another_build_stay_until_they_are_pruned(empty_fuseki: FusekiServer) -> None:
    first, second = (
        only(toy_graph(), [one.id for one in toy_graph().documents if (one.id == PLAN) == chosen])
        for chosen in (True, False)
    )
    sparql.load(first, empty_fuseki.url)
    report = sparql.load(second, empty_fuseki.url)
    assert report.kept == (ontology.GRAPH + PLAN,)
    assert expected(toy_graph()) <= held(empty_fuseki)
    more = held(empty_fuseki) - expected(toy_graph())
    assert all(ontology.SHARED_GRAPH in line for line in more)
    assert len(more) < 10
    pruned = sparql.load(second, empty_fuseki.url, prune=True)
    assert pruned.removed == (ontology.GRAPH + PLAN,)
    assert held(empty_fuseki) == expected(second)


@outside
def test_a_foreign_graph_is_left_alone(empty_fuseki: FusekiServer) -> None:
    theirs = "<http://example.org/g> { <http://example.org/a> <http://example.org/b> 'x' }"
    empty_fuseki.update(f"INSERT DATA {{ GRAPH {theirs} }}")
    sparql.load(toy_graph(), empty_fuseki.url)
    sparql.load(Graph(), empty_fuseki.url, prune=True)
    assert "http://example.org/b" in empty_fuseki.ask(
        "SELECT ?p { GRAPH <http://example.org/g> { ?s ?p ?o } }"
    )
    assert sparql.SparqlStore(empty_fuseki.url).documents() == set()


HOSTILE_VALUES = [
    HOSTILE,
    '" ) } ; DROP ALL #',
    "' OR 1=1 //",
    "$agency ?task",
    '"@zh . ?s ?p ?o',
    "<http://e/x>",
    "\\u0022 ) } INSERT DATA { <a> <b> <c> }",
    "推进\n煤改电\r\t",
    "\\",
    '"""',
]


@outside
@pytest.mark.parametrize("text", HOSTILE_VALUES)
def test_hostile_text_is_data(text: str, empty_fuseki: FusekiServer) -> None:
    first = toy_graph().statements[0]
    statements = (replace(first, task=f"前{text}后", terms=(text,)), *toy_graph().statements[1:])
    graph = replace(toy_graph(), statements=statements)
    sparql.load(graph, empty_fuseki.url)
    assert held(empty_fuseki) == expected(graph)
    store = sparql.SparqlStore(empty_fuseki.url)
    wanted = {task_id(one.id) for one in statements if text in one.task}
    assert {row["task"] for row in ask("task-topic", {"topic": text}, NAMES, store).records()} == wanted
    assert ask("name-meanings", {"text": text}, NAMES, store).rows == ()
    with pytest.raises(UnknownName):
        ask("leads", {"agency": text}, NAMES, store)


@outside
def test_the_services_are_found_and_may_be_named(empty_fuseki: FusekiServer) -> None:
    sparql.load(toy_graph(), empty_fuseki.url + "/")
    given = {"agency": "市财政局"}
    rows = ask("depends-on", given, NAMES, EmbeddedStore.of(toy_graph())).rows
    for url in (empty_fuseki.url, f"{empty_fuseki.url}/", f"{empty_fuseki.url}/sparql"):
        assert ask("depends-on", given, NAMES, sparql.SparqlStore(url)).rows == rows
    assert rows


@outside
def test_a_server_that_takes_no_writing_is_told(empty_fuseki: FusekiServer) -> None:
    with pytest.raises(StoreError, match=r"没有图存储接口，.* 也没有；.*允许写入") as caught:
        sparql.load(toy_graph(), f"{empty_fuseki.url}/sparql")
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    "url", ["localhost:3030/ds", "ftp://example.org/ds", "file:///etc/passwd", "", "http://"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageError, match="不是 SPARQL 服务器的地址"):
        sparql.load(toy_graph(), url)


def test_a_password_in_the_address_is_used_and_never_said() -> None:
    url = f"http://user:se%40cret@127.0.0.1:{free_port()}/ds"
    with pytest.raises(StoreError, match=r"^http://127\S+ 没有 SPARQL 服务器应答") as caught:
        sparql.load(toy_graph(), url)
    assert "cret" not in str(caught.value)
    assert Server(url)._login == {"Authorization": "Basic dXNlcjpzZUBjcmV0"}


class Answer(BaseHTTPRequestHandler):
    """Answers every request with the class's status and body."""

    status = 404
    body = b"no such place"

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(self.status)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(self.body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    handler = type("Fixed", (Answer,), {"status": status, "body": body})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (404, b"nothing here", "不回答 SPARQL 查询"),
        (200, b"<html>a page</html>", "不回答 SPARQL 查询"),
        (401, b"log in", "401 log in"),
        (500, b"broken", "不回答 SPARQL 查询"),
    ],
)
def test_a_server_of_another_kind_is_told(status: int, body: bytes, said: str) -> None:
    with answering(status, body) as url, pytest.raises(StoreError, match=said):
        sparql.load(toy_graph(), url)


def test_values_are_joined_in_at_every_group() -> None:
    text = "# {x}\nSELECT ?a { ?a ?p '{' . { SELECT ?b { ?b ?c <http://e/#x> } } UNION { FILTER(?a < ?b) } }"
    made = bound(text, {"a": '"x"'})
    assert made.count('{ VALUES (?a) { ("x") }') == 3
    assert "'{'" in made
    assert "# {x}" not in made
    assert bound("SELECT * { ?s ?p ?o }", {}) == "SELECT * {  ?s ?p ?o }"


def test_a_value_that_is_no_id_is_refused_before_it_is_sent() -> None:
    store = sparql.SparqlStore("http://127.0.0.1:9/ds")
    with pytest.raises(Exception, match="cannot be an IRI"):
        list(store.rows(find("leads"), {"agency": Value("agency", "x> ?p ?o } #")}))
    assert body("市财政局")
