"""The servers and programs that other tests lean on really start, answer, survive and report."""

from pathlib import Path

import daemon
import fuseki_server as fuseki
import java_tools
import neo4j_server as neo4j
import pytest
from neo4j.exceptions import ClientError

COUNT = "MATCH (n) RETURN count(n) AS n"
READ_ONLY = {"server.databases.default_to_read_only": "true"}

pytestmark = pytest.mark.outside


def test_neo4j_answers_and_is_emptied(empty_neo4j: neo4j.Neo4jServer) -> None:
    empty_neo4j.run("CREATE CONSTRAINT agency FOR (a:Agency) REQUIRE a.id IS UNIQUE")
    empty_neo4j.run("CREATE (:Agency {id: $id})", id="云州市财政局")
    assert empty_neo4j.run("MATCH (a:Agency) RETURN a.id AS id") == [{"id": "云州市财政局"}]
    empty_neo4j.empty()
    assert empty_neo4j.run(COUNT) == [{"n": 0}]
    assert empty_neo4j.run("SHOW CONSTRAINTS") == []


@pytest.mark.parametrize("line", neo4j.LINES)
def test_neo4j_imports_then_survives_a_kill_and_turns_read_only(line: str, tmp_path: Path) -> None:
    nodes = tmp_path / "agencies.csv"
    nodes.write_text("id:ID,name\n1,云州市财政局\n2,清河县人民政府\n", "utf-8")
    with neo4j.prepared(line) as server:
        done = server.import_csv(f"--nodes=Agency={nodes}")
        assert done.returncode == 0, done.stdout + done.stderr
        server.start()
        assert server.run(COUNT) == [{"n": 2}]
        server.run("CREATE (:Agency)")
        server.kill()
        server.start()
        assert server.run(COUNT) == [{"n": 3}]
        server.restart(READ_ONLY)
        with pytest.raises(ClientError, match="WriteOnReadOnlyAccessDatabase"):
            server.run("CREATE (:Agency)")
    assert not server.home.exists()


def test_a_neo4j_that_holds_data_is_not_touched(
    empty_neo4j: neo4j.Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_neo4j.run("CREATE (:Foreign)")
    for name, value in empty_neo4j.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(RuntimeError, match="holds data"), neo4j.connect():
        pass
    assert empty_neo4j.run(COUNT) == [{"n": 1}]


def test_fuseki_answers_and_is_emptied(empty_fuseki: fuseki.FusekiServer) -> None:
    empty_fuseki.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> '云州市' } }")
    assert empty_fuseki.ask("SELECT ?o { GRAPH ?g { ?s ?p ?o } }").split() == ["o", "云州市"]
    empty_fuseki.empty()
    assert empty_fuseki.ask("SELECT ?o { GRAPH ?g { ?s ?p ?o } }").split() == ["o"]


def test_a_server_that_cannot_start_shows_its_log(tmp_path: Path) -> None:
    broken = daemon.Daemon(["sh", "-c", "echo no room; exit 1"], tmp_path / "log")
    with pytest.raises(RuntimeError, match=r"ended.*\nno room"):
        broken.start(lambda: False)
    assert not broken.running


def test_gephi_keeps_parallel_edges_of_different_kinds_only(tmp_path: Path) -> None:
    edges = "".join(f'<edge id="{i}" source="a" target="b" kind="{kind}"/>' for i, kind in enumerate("xyy"))
    nodes = '<node id="a"/><node id="b"/>'
    graph = f'<graph defaultedgetype="directed"><nodes>{nodes}</nodes><edges>{edges}</edges></graph>'
    path = tmp_path / "edges.gexf"
    path.write_text(f'<gexf xmlns="http://gexf.net/1.3" version="1.3">{graph}</gexf>', "utf-8")
    assert java_tools.gephi(path) == java_tools.GephiGraph(2, (("a", "b", "x"), ("a", "b", "y")))


OWL = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:o> a owl:Ontology .
<urn:A> a owl:Class .
<urn:B> a owl:Class ; rdfs:subClassOf <urn:A> ; owl:disjointWith <urn:A> .
"""


def test_robot_checks_a_profile_and_hermit_finds_what_cannot_be(tmp_path: Path) -> None:
    path = tmp_path / "ontology.ttl"
    path.write_text(OWL, "utf-8")
    assert "in profile" in java_tools.robot("validate-profile", "--profile", "DL", "--input", path)
    with pytest.raises(AssertionError, match="unsatisfiable"):
        java_tools.robot("reason", "--reasoner", "hermit", "--input", path, "--output", tmp_path / "out.ttl")
