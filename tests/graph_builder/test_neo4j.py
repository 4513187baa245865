"""Loading into a real Neo4j, both lines: exact, idempotent, document by document, hostile text as text."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import neo4j_server as harness
import pytest
from parts import only, with_assignments
from toy import HOSTILE, PLAN_NUMBER, REVISION_NUMBER, body, toy_graph

from graph_builder import identity
from graph_builder.errors import StoreError
from graph_builder.model import Assignment, Graph
from graph_builder.projections.nquads import nquads
from graph_builder.projections.property_graph import property_graph
from graph_builder.projections.triples import quads
from graph_builder.stores import neo4j
from graph_builder.stores.load import Report, load
from graph_builder.stores.neo4j_way_back import read_back

pytestmark = pytest.mark.outside

PLAN, REVISION = f"doc/云州市/{PLAN_NUMBER}", f"doc/云州市/{REVISION_NUMBER}"
NONE: Counter[str] = Counter()


class Watched(neo4j.Neo4jStore):
    """A store that notes what is written: (statement, rows) of every transaction."""

    def __init__(self, store: neo4j.Neo4jStore) -> None:
        super().__init__(store._driver, store._database, store.place)
        self.written: list[tuple[str, Any]] = []

    def write(self, *statements: neo4j.Statement) -> list[Any]:
        self.written += [(text, terms.get("rows", ())) for text, terms in statements]
        return super().write(*statements)

    def touched(self) -> set[str]:
        """Ids of all nodes that were written, and of both ends of all relationships."""
        ids = set()
        for text, rows in self.written:
            if "ZhizeLoad" not in text:
                ids |= {end for row in rows for end in _ends(text, row)}
        return ids


def _ends(text: str, row: Any) -> tuple[str, ...]:
    """Ids in a row: one of a statement on nodes, two of one on relationships."""
    return tuple(row[:1] if "(n:" in text else row[:2])


@pytest.fixture(scope="module", params=harness.LINES)
def opened(request: pytest.FixtureRequest, neo4j_server: harness.Neo4jServer) -> Iterator[neo4j.Neo4jStore]:
    if request.param == "neo4j-5":
        neo4j_server.empty()
        with neo4j.connect(neo4j_server.environment) as store:
            yield store
        return
    with harness.started(request.param) as own, neo4j.connect(own.environment) as store:
        yield store


@pytest.fixture
def store(opened: neo4j.Neo4jStore) -> Watched:
    """A database without nodes; constraints and indexes of an earlier load stay."""
    opened.write(("MATCH (n) DETACH DELETE n", {}))
    return Watched(opened)


def held(store: neo4j.Neo4jStore) -> list[str]:
    """The RDF of what is on the server, as sorted N-Quads."""
    return nquads(read_back(store))


def expected(graph: Graph) -> list[str]:
    return nquads(quads(graph))


def changes(report: Report) -> tuple[Counter[str], Counter[str], Counter[str]]:
    return report.created, report.updated, report.removed


def dependences(store: neo4j.Neo4jStore) -> dict[tuple[str, str, str], int]:
    found = store.read("MATCH (a)-[r:DEPENDS_ON]->(b) RETURN a.id, b.id, r.basis, r.weight")
    return {(a, b, basis): weight for a, b, basis, weight in found}


def dependences_of(graph: Graph) -> dict[tuple[str, str, str], Any]:
    _, links = property_graph(graph)
    return {
        (link.start, link.end, str(link.properties["basis"])): link.properties["weight"]
        for link in links
        if link.type == "DEPENDS_ON"
    }


def test_what_is_loaded_is_read_back_the_same(store: Watched) -> None:
    report = load(toy_graph(), store)
    nodes, links = property_graph(toy_graph())
    labels = Counter(f":{label}" for node in nodes for label in node.labels)
    assert report.held == report.created == labels + Counter(link.type for link in links)
    assert report.documents == {"loaded": 3, "unchanged": 0, "removed": 0, "kept": 0}
    assert held(store) == expected(toy_graph())
    assert dependences(store) == dependences_of(toy_graph())
    assert any("CREATE (n:" in text for text, _ in store.written)


def test_two_loads_at_once_into_a_blank_database_double_nothing(store: Watched) -> None:
    """Another load of the same graph comes in right after the first nodes are written."""
    others: list[Report] = []

    def intrude(*step: object) -> None:
        if not others:
            others.append(load(toy_graph(), neo4j.Neo4jStore(store._driver, store._database, store.place)))

    load(toy_graph(), store, progress=intrude)
    assert others
    assert held(store) == expected(toy_graph())
    assert dependences(store) == dependences_of(toy_graph())
    assert store.read(harness.DOUBLED) == []


@pytest.mark.parametrize("blank", [True, False])
def test_loads_side_by_side_double_nothing(blank: bool, store: Watched) -> None:
    if not blank:
        load(only(toy_graph(), [PLAN]), store)
    start = threading.Barrier(3)

    def one(_: int) -> None:
        start.wait()
        with contextlib.suppress(StoreError):  # its counts may be those of a load that is half done
            load(toy_graph(), neo4j.Neo4jStore(store._driver, store._database, store.place))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(one, range(3)))
    load(toy_graph(), store)
    assert store.read(harness.DOUBLED) == []
    assert held(store) == expected(toy_graph())
    assert dependences(store) == dependences_of(toy_graph())


def test_a_second_load_writes_nothing(store: Watched) -> None:
    first = load(toy_graph(), store)
    store.written.clear()
    second = load(toy_graph(), store)
    assert changes(second) == (NONE, NONE, NONE)
    assert second.held == first.held
    assert second.documents["unchanged"] == 3
    assert store.written == []


def test_a_load_without_its_notes_compares_and_writes_nothing_but_notes(store: Watched) -> None:
    load(toy_graph(), store)
    store.write(("MATCH (m:ZhizeLoad) DELETE m", {}))
    store.written.clear()
    assert changes(load(toy_graph(), store)) == (NONE, NONE, NONE)
    assert all("ZhizeLoad" in text for text, _ in store.written)
    assert changes(load(toy_graph(), store)) == (NONE, NONE, NONE)


def test_an_added_document_touches_only_its_own(store: Watched) -> None:
    others = sorted({document.id for document in toy_graph().documents} - {REVISION})
    load(only(toy_graph(), others), store)
    store.written.clear()
    report = load(toy_graph(), store)
    assert report.documents == {"loaded": 1, "unchanged": 2, "removed": 0, "kept": 0}
    assert held(store) == expected(toy_graph())
    assert dependences(store) == dependences_of(toy_graph())
    nodes, _ = property_graph(toy_graph())
    owned = {node.id: node.properties.get("doc") for node in nodes}
    assert {owned.get(id_) for id_ in store.touched()} <= {REVISION, None, *others}
    rewritten = {row[0] for text, rows in store.written if "(n:" in text for row in rows}
    assert {owned[id_] for id_ in rewritten if id_ in owned} <= {REVISION, None}
    of_others = {id_ for id_ in store.touched() if owned.get(id_) in others}
    assert of_others <= set(others)  # their own nodes are ends of citations, and nothing else of them is


def test_a_replaced_document_is_exact_and_the_rest_untouched(store: Watched) -> None:
    load(toy_graph(), store)
    moved, dropped = [one for one in toy_graph().assignments if one.document == PLAN][:2]

    def change(one: Assignment) -> list[Assignment]:
        if one.id == dropped.id:
            return []
        return [replace(one, agency=body("市民政局"))] if one.id == moved.id else [one]

    changed = with_assignments(toy_graph(), change)
    store.written.clear()
    report = load(changed, store)
    assert report.documents["loaded"] == 1
    assert held(store) == expected(changed)
    assert dependences(store) == dependences_of(changed)
    assert report.removed[":Assignment"] == 1
    assert report.created[":Assignment"] == 0
    owned = {node.id: node.properties.get("doc") for node in property_graph(toy_graph())[0]}
    assert {owned[id_] for id_ in store.touched()} == {PLAN, None}
    [edge] = store.read("MATCH (a)-[r {id: $id}]->() RETURN a.id", {"id": moved.id})
    assert edge == [body("市民政局")]


def test_documents_of_another_build_stay_until_they_are_pruned(store: Watched) -> None:
    first = only(toy_graph(), [PLAN])
    second = only(toy_graph(), [one.id for one in toy_graph().documents if one.id != PLAN])
    load(first, store)
    report = load(second, store)
    assert report.documents == {"loaded": 2, "unchanged": 0, "removed": 0, "kept": 1}
    assert dependences(store) == dependences_of(toy_graph())
    assert held(store) == expected(toy_graph())
    assert changes(load(second, store)) == (NONE, NONE, NONE)
    pruned = load(second, store, prune=True)
    assert pruned.documents == {"loaded": 0, "unchanged": 2, "removed": 1, "kept": 0}
    assert pruned.removed[":Assignment"] == len(first.assignments)
    assert held(store) == expected(second)
    assert dependences(store) == dependences_of(second)
    assert load(Graph(), store, prune=True).held == NONE


def test_parallel_assignments_are_all_kept(store: Watched) -> None:
    graph = toy_graph()
    twins = with_assignments(graph, lambda one: [one, replace(one, id=f"{one.id}/2")])
    report = load(twins, store)
    assert report.held[":Assignment"] == 2 * len(graph.assignments)
    roles = ["LEADS", "SUPPORTS", "IS_RESPONSIBLE_FOR", "IMPLEMENTS", "GUIDES", "SUPERVISES", "ACCEPTS"]
    assert sum(report.held[type_] for type_ in roles) == 2 * len(graph.assignments)
    assert held(store) == expected(twins)


HOSTILE_TEXTS = [
    HOSTILE,
    "'}) DETACH DELETE n //",
    '"}) MATCH (x) DETACH DELETE x //',
    "`id`}) REMOVE n:Resource //",
    "$rows ${rows} {{rows}} $agency",
    "\\u0027}) \\' \\\" \\n",
    "局\x00\x1f\t\r\n末",
    "<http://e/x> . } ; DROP ALL #",
    "=1+1",
    "\U0001f409𠮷",
]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_arrives_as_text(text: str, store: Watched) -> None:
    graph = toy_graph()
    first = graph.statements[0]
    agencies = tuple(
        replace(one, label=text) if one.id == body("市财政局") else one for one in graph.agencies
    )
    statements = (
        replace(first, task=text, path=text, terms=(text, "词")),
        *graph.statements[1:],
    )
    hostile = with_assignments(
        replace(graph, agencies=agencies, statements=statements), lambda one: [replace(one, surface=text)]
    )
    load(hostile, store)
    assert held(store) == expected(hostile)
    [[task, words]] = store.read(
        "MATCH (t:Task {id: $id}) RETURN t.taskText, t.word", {"id": identity.task_id(first.id)}
    )
    assert (task, sorted(words)) == (text, sorted((text, "词")))
    kinds = {label for (label,) in store.read("CALL db.labels()")}
    assert not [label for label in kinds if "DELETE" in label or "rows" in label]


def test_what_was_deleted_behind_our_back_comes_again(store: Watched) -> None:
    load(toy_graph(), store)
    store.write(("MATCH (x:Assignment) DETACH DELETE x", {}))
    store.write(("MATCH ()-[r:DEPENDS_ON]->() DELETE r", {}))
    report = load(toy_graph(), store)
    assert report.created[":Assignment"] == len(toy_graph().assignments)
    assert report.documents["loaded"] == 3
    assert held(store) == expected(toy_graph())
    assert dependences(store) == dependences_of(toy_graph())


def test_what_others_added_to_our_nodes_stays(store: Watched) -> None:
    load(toy_graph(), store)
    ours = {"id": body("市财政局")}
    store.write(("MATCH (a:Agency {id: $id}) SET a.pageRank = 0.5, a:Chosen RETURN 1", ours))
    store.write(("MATCH (a:Agency {id: $id}) CREATE (a)-[:NOTED {text: 'x'}]->(:Note)", ours))
    agencies = tuple(
        replace(one, level="省级") if one.id == ours["id"] else one for one in toy_graph().agencies
    )
    changed = replace(toy_graph(), agencies=agencies)
    report = load(changed, store)
    assert report.updated == Counter({":Resource": 1, ":Agency": 1, ":RoleBearer": 1})
    assert held(store) == expected(changed)
    rows = store.read("MATCH (a:Chosen {id: $id})-[:NOTED]->(:Note) RETURN a.pageRank, a.level", ours)
    assert rows == [[0.5, "省级"]]


def test_a_lost_property_and_label_go(store: Watched) -> None:
    load(toy_graph(), store)
    id_ = body("市财政局")
    agencies = tuple(
        replace(one, level=None, kind="body") if one.id == id_ else one for one in toy_graph().agencies
    )
    changed = replace(toy_graph(), agencies=agencies)
    load(changed, store)
    assert held(store) == expected(changed)
    [[labels, level]] = store.read("MATCH (a:Resource {id: $id}) RETURN labels(a), a.level", {"id": id_})
    assert (set(labels), level) == ({"Resource", "RoleBearer", "OtherBody"}, None)


def test_a_record_that_was_created_and_never_answered_for(store: Watched) -> None:
    """The first load creates; should a transaction have been written already, the same rows are merged."""
    load(only(toy_graph(), [PLAN]), store)
    store.write(("MATCH (m:ZhizeLoad) DELETE m", {}))

    class Blind(Watched):
        def read(
            self, cypher: str, parameters: Mapping[str, Any] | None = None, *columns: str
        ) -> list[list[Any]]:
            blind = not self.written and cypher.startswith("MATCH")
            return [] if blind else super().read(cypher, parameters, *columns)

    blind = Blind(store)
    load(toy_graph(), blind)
    assert any("MERGE (n:" in text for text, _ in blind.written)
    assert any("CREATE (n:" in text for text, _ in blind.written)
    assert held(store) == expected(toy_graph())


@pytest.mark.parametrize("lost", ["CREATE (n:", "MERGE (n:", "MERGE (a)", "MERGE (m:ZhizeLoad"])
def test_a_commit_without_an_answer_is_made_again(lost: str, store: Watched) -> None:
    """The connection breaks in a commit: where all is new, and where something is there."""
    if "MERGE" in lost:
        load(only(toy_graph(), [REVISION]), store)
    broken: set[str] = set()

    class Broken(Watched):
        def write(self, *statements: neo4j.Statement) -> list[Any]:
            found = super().write(*statements)
            texts = {text for text, _ in statements if lost in text} - broken
            broken.update(texts)
            if texts:
                raise neo4j.CommitUnanswered("no answer")
            return found

    load(toy_graph(), Broken(store))
    assert broken
    assert held(store) == expected(toy_graph())
    assert dependences(store) == dependences_of(toy_graph())
    assert changes(load(toy_graph(), store)) == (NONE, NONE, NONE)


def test_what_the_server_lost_is_an_error(store: Watched) -> None:
    class Forgetful(Watched):
        def write(self, *statements: neo4j.Statement) -> list[Any]:
            found = super().write(*statements)
            super().write(("MATCH ()-[r:SUPPORTS]->() DELETE r", {}))
            return found

    with pytest.raises(StoreError, match=r"和写入的不一样.*SUPPORTS 只有 0，应有") as caught:
        load(toy_graph(), Forgetful(store))
    assert caught.value.exit_code == 4
    load(toy_graph(), store)
    assert held(store) == expected(toy_graph())


def test_progress_reaches_its_end(store: Watched) -> None:
    told: list[tuple[str, int, int]] = []
    load(toy_graph(), store, progress=lambda *step: told.append(step))
    nodes, links = property_graph(toy_graph())
    assert told[-1] == ("write", len(nodes) + len(links), len(nodes) + len(links))
    assert [done for _, done, _ in told] == sorted({done for _, done, _ in told})


def test_constraints_and_indexes_are_in_force(store: Watched) -> None:
    load(toy_graph(), store)
    rules = store.read("SHOW CONSTRAINTS YIELD type RETURN type, count(*)")
    assert rules == [["UNIQUENESS", 2]]
    states = store.read("SHOW INDEXES YIELD state, type RETURN DISTINCT state")
    assert states == [["ONLINE"]]
    with pytest.raises(neo4j.ConstraintViolated):
        store.write(("CREATE (:Resource {id: $id})", {"id": body("市财政局")}))


FULL_TEXT = {'"清洁取暖"': True, '"洁取"': True, "取": True, '"取清"': False}


@pytest.mark.parametrize("words", FULL_TEXT)
def test_full_text_finds_phrases_and_single_characters(words: str, store: Watched) -> None:
    load(toy_graph(), store)
    found = store.read(
        "CALL db.index.fulltext.queryNodes('zhize_text', $words) YIELD node RETURN node.label",
        {"words": words},
    )
    labels = [label for (label,) in found]
    assert bool(labels) == FULL_TEXT[words]
    assert all(words.strip('"') in label for label in labels)
