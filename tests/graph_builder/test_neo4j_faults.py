"""What can go wrong with a real Neo4j, each on purpose: told plainly, nothing lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import neo4j as official
import neo4j_server as harness
import pytest
from big import big_graph
from daemon import free_port
from parts import only
from toy import body, toy_graph

from graph_builder.errors import StoreError, UsageError
from graph_builder.projections.nquads import nquads
from graph_builder.projections.triples import quads
from graph_builder.stores import neo4j
from graph_builder.stores.load import load
from graph_builder.stores.neo4j_way_back import counts, read_back

pytestmark = pytest.mark.outside

READ_ONLY = {"server.databases.default_to_read_only": "true"}
BIG = {"agencies": 60, "tasks": 300, "assignments": 2500}


@pytest.fixture(scope="module")
def own() -> Iterator[harness.OwnServer]:
    """A server that these tests may kill, restart and lock themselves out of."""
    with harness.started() as server:
        yield server


def patient(server: harness.Neo4jServer, seconds: float) -> neo4j.Neo4jStore:
    """A store that waits so long for a server that is away, whatever a busy machine takes to start it."""
    login = server.username, server.password
    driver = official.GraphDatabase.driver(server.uri, auth=login, max_transaction_retry_time=seconds)
    return neo4j.Neo4jStore(driver, None, server.uri)


def test_the_environment_names_no_server() -> None:
    with pytest.raises(UsageError, match="没有设置 NEO4J_URI") as caught:
        neo4j.connect({})
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("uri", ["localhost:7687", "http://localhost:7474", "bolt://", "neo4j://x:y:z"])
def test_the_environment_names_something_else(uri: str) -> None:
    with pytest.raises((UsageError, StoreError)) as caught:
        neo4j.connect({"NEO4J_URI": uri, "NEO4J_PASSWORD": "secret"})
    assert "secret" not in str(caught.value)
    assert uri.rpartition("/")[2] in str(caught.value)


def test_no_server_answers_at_the_start() -> None:
    uri = f"bolt://127.0.0.1:{free_port()}"
    with pytest.raises(StoreError, match=f"{uri} 没有 Neo4j 应答.*请启动服务器") as caught:
        neo4j.connect({"NEO4J_URI": uri, "NEO4J_PASSWORD": "x"})
    assert caught.value.exit_code == 4


def test_no_such_database(own: harness.OwnServer) -> None:
    with pytest.raises(StoreError, match="没有这个数据库；请检查 NEO4J_DATABASE"):
        neo4j.connect({**own.environment, "NEO4J_DATABASE": "elsewhere"})


def test_a_load_outlives_a_server_that_is_killed_and_comes_back(own: harness.OwnServer) -> None:
    own.empty()
    graph = big_graph(**BIG)
    killed: list[int] = []
    loaded = threading.Event()

    def revive() -> None:
        own.start()
        loaded.wait()  # the server dies with the thread that started it

    with patient(own, 600) as store, ThreadPoolExecutor(1) as pool:

        def kill_once(step: str, done: int, of: int) -> None:
            if not killed and done > of // 3:
                killed.append(done)
                own.kill()
                pool.submit(revive)

        report = load(graph, store, progress=kill_once)
        assert killed
        assert report.held[":Assignment"] == BIG["assignments"]
        assert nquads(read_back(store)) == nquads(quads(graph))
        assert sum(load(graph, store).created.values()) == 0
        own.kill()
        loaded.set()
    own.start()


def test_a_server_that_stays_away_is_told_and_the_next_load_goes_on(own: harness.OwnServer) -> None:
    own.empty()
    graph = big_graph(**BIG)

    def kill(step: str, done: int, of: int) -> None:
        if done > of // 3:
            own.kill()

    with patient(own, 1) as store:
        with pytest.raises(StoreError, match=r"没有 Neo4j 应答.*再运行一次就会接着做") as caught:
            load(graph, store, progress=kill)
        assert caught.value.exit_code == 4
    own.start()
    with neo4j.connect(own.environment) as store:
        before = sum(sum(part.values()) for part in counts(store).values())
        report = load(graph, store)
        assert 0 < before < sum(report.held.values())
        assert sum(report.created.values()) == sum(report.held.values()) - before
        assert nquads(read_back(store)) == nquads(quads(graph))


LOADER = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
from big import big_graph
from graph_builder.stores import neo4j, neo4j_write
from graph_builder.stores.load import load

neo4j_write.TOGETHER = 1  # transactions short enough to be killed between two of them
with neo4j.connect(os.environ) as store:
    graph = big_graph(agencies=60, tasks=300, assignments=2500)
    load(graph, store, progress=lambda *step: (print(*step, flush=True), time.sleep(0.3)))
"""


def test_a_loader_that_is_killed_loses_and_doubles_nothing(own: harness.OwnServer) -> None:
    own.empty()
    graph = big_graph(**BIG)
    command = [sys.executable, "-c", LOADER, str(Path(__file__).parents[1] / "support")]
    environment = {**os.environ, **own.environment}
    root = Path(__file__).parents[2]
    for shares in (0.2, 0.3):
        with subprocess.Popen(
            command, env=environment, cwd=root, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            for line in process.stdout:
                _, done, of = line.split()
                if int(done) > shares * int(of):
                    process.send_signal(signal.SIGKILL)
                    break
        assert process.returncode == -signal.SIGKILL
    with neo4j.connect(own.environment) as store:
        assert counts(store)
        report = load(graph, store)
        assert 0 < sum(report.created.values()) < sum(report.held.values())
        assert nquads(read_back(store)) == nquads(quads(graph))
        assert own.run(harness.DOUBLED) == []
        assert sum(load(graph, store).created.values()) == 0


def test_a_read_only_database(own: harness.OwnServer) -> None:
    own.empty()
    with neo4j.connect(own.environment) as store:
        load(toy_graph(), store)
    own.restart(READ_ONLY)
    with neo4j.connect(own.environment) as store:
        assert sum(load(toy_graph(), store).created.values()) == 0  # there is nothing to write
        with pytest.raises(StoreError, match="数据库是只读的；请在服务器设置里允许写入") as caught:
            load(big_graph(**BIG), store)
        assert caught.value.exit_code == 4
        assert nquads(read_back(store)) == nquads(quads(toy_graph()))


def test_a_wrong_password_and_the_limit_that_follows(own: harness.OwnServer) -> None:
    own.restart({"dbms.security.auth_lock_time": "10m"})  # longer than four log-ins on a busy machine
    wrong = {**own.environment, "NEO4J_PASSWORD": "guessed-secret"}
    said = []
    for _ in range(4):
        with pytest.raises(StoreError) as caught:
            neo4j.connect(wrong)
        assert caught.value.exit_code == 4
        assert "guessed-secret" not in str(caught.value)
        said.append(str(caught.value))
    assert "请检查 NEO4J_USERNAME 和 NEO4J_PASSWORD" in said[0]
    assert "密码错得太多" in said[3]
    with pytest.raises(StoreError, match=r"连正确的密码也不接受.*请稍等"):
        neo4j.connect(own.environment)


FOREIGN = """
CREATE (a:Agency {name: 'theirs', id: $id})-[:SUPPORTS {since: 1999}]->(t:Task {id: 7}),
       (:Task {id: 7}), (:OfficialDocument {title: 'x'}), (:Resource {uri: 'http://example.org/x'}),
       (:Person {name: '甲'})-[:KNOWS]->(:Person {name: '乙'}), (:Document)-[:CITES]->(:Document)
"""
FOREIGN_RECORDS = """
MATCH (n) WHERE n.iri IS NULL AND NOT n:ZhizeLoad OPTIONAL MATCH (n)-[r]->(m)
RETURN labels(n) AS n, properties(n) AS p, type(r) AS r, properties(r) AS q, labels(m) AS m, elementId(n) AS e
ORDER BY e
"""


def test_a_foreign_graph_is_left_alone(empty_neo4j: harness.Neo4jServer) -> None:
    empty_neo4j.run(FOREIGN, id=body("市财政局"))
    before = empty_neo4j.run(FOREIGN_RECORDS)
    with neo4j.connect(empty_neo4j.environment) as store:
        for graph in (toy_graph(), only(toy_graph(), [toy_graph().documents[0].id]), toy_graph()):
            report = load(graph, store, prune=True)
            assert empty_neo4j.run(FOREIGN_RECORDS) == before
            assert nquads(read_back(store)) == nquads(quads(graph))
        assert report.held[":Task"] == 12
    assert len(before) == 9


CLASHES = {
    "CREATE (:Resource {id: 1}), (:Resource {id: 1})": "违反“编号不重复”的规则",
    "CREATE INDEX theirs FOR (n:Resource) ON (n.id)": "zhize 要建约束的地方已有别的索引",
    "CREATE CONSTRAINT zhize_Resource_id FOR (n:Boss) REQUIRE n.name IS UNIQUE": "没有建成 zhize_R",
    "CREATE INDEX zhize_Task_id FOR (n:Task) ON (n.name)": "没有建成 zhize_Task_id",
}


@pytest.mark.parametrize("statement", CLASHES)
def test_foreign_data_breaks_our_rules(statement: str, empty_neo4j: harness.Neo4jServer) -> None:
    empty_neo4j.run(statement)
    with neo4j.connect(empty_neo4j.environment) as store:
        with pytest.raises(StoreError, match=CLASHES[statement]) as caught:
            load(toy_graph(), store)
        assert caught.value.exit_code == 4
        assert store.read("MATCH (n) WHERE n.iri IS NOT NULL RETURN n") == []
        assert ["zhize_Resource_id"] not in store.read("SHOW CONSTRAINTS YIELD name") or "zhize_" in statement


def test_a_foreign_node_bears_one_of_our_ids(empty_neo4j: harness.Neo4jServer) -> None:
    empty_neo4j.run("CREATE (:Resource {id: $id, name: 'theirs'})", id=body("市财政局"))
    with neo4j.connect(empty_neo4j.environment) as store:
        with pytest.raises(StoreError, match="1 个别人的节点用了我们的编号，例如 agency/云州市财政局"):
            load(toy_graph(), store)
        assert store.read("MATCH (n) RETURN labels(n), n.name") == [[["Resource"], "theirs"]]


def test_half_a_character_is_refused_in_plain_words(empty_neo4j: harness.Neo4jServer) -> None:
    with (
        neo4j.connect(empty_neo4j.environment) as store,
        pytest.raises(StoreError, match="不收半个字符"),
    ):
        store.write(("CREATE (:X {t: $t})", {"t": "\ud83d"}))
