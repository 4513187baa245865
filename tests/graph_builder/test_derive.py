"""The derived relations, on the toy city and against a second, naive reading of the definition."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from toy import PLAN_NUMBER, body, toy_graph

from graph_builder import derive
from graph_builder.derive import RoleEdge
from graph_builder.identity import body_id, task_id
from graph_builder.model import Graph
from ontology import TASK_ROLES, Role

GRAPH = toy_graph()
EDGES = derive.role_edges(GRAPH)
PLAN = f"doc/云州市/{PLAN_NUMBER}"


def task(words: str) -> str:
    found = [statement.id for statement in GRAPH.statements if statement.task.startswith(words)]
    assert len(found) == 1
    return task_id(found[0])


def named(*links: tuple[str, str, str, str]) -> set[tuple[str, str, str, str]]:
    return {(body(a), body(b), basis, task(words)) for a, b, basis, words in links}


def test_one_edge_for_bearer_role_and_task() -> None:
    assert len(EDGES) == 32
    assert sorted(id_ for edge in EDGES for id_ in edge.assignments) == [a.id for a in GRAPH.assignments]
    twice = Graph(assignments=GRAPH.assignments + GRAPH.assignments)
    assert [len(edge.assignments) for edge in derive.role_edges(twice)] == [2] * 32


def test_dependences_of_the_toy_city() -> None:
    found = {(d.dependent, d.supporter, d.basis, t) for d in derive.dependences(EDGES) for t in d.tasks}
    expected = named(
        ("市能源局", "市财政局", "lead", "推进“煤改电”工程，2019"),
        ("市能源局", "市生态环境局", "lead", "推进“煤改电”工程，2019"),
        ("市市场监管局", "市财政局", "lead", "加强散煤"),
        ("市生态环境局", "市财政局", "lead", "加强散煤"),
        ("市发改委", "市市场监管局", "sole", "规范供暖"),
        ("市城管局", "市民政局", "lead", "开展巡查"),
        ("市城管局", "市民政局", "lead", "整治占道"),
        ("市发改委", "市能源局", "lead", "推进“煤改电”工程，2020"),
        ("市发改委", "市财政局", "lead", "推进“煤改电”工程，2020"),
        ("市财政局", "市能源局", "lead", "落实电价"),
        ("市能源局", "市财政局", "lead", "落实电价"),
    )
    railway = (body("市发改委"), body_id(PLAN, "市铁路办"), "sole", task("规范供暖"))
    assert found == expected | {railway}


def test_implementation_and_members_are_apart() -> None:
    [implementation] = derive.implementation_dependences(EDGES)
    assert (implementation.dependent, implementation.supporter) == (
        body("市能源局"),
        body("各县（区）人民政府"),
    )
    members = derive.member_edges(derive.members(GRAPH), EDGES)
    assert {(edge.bearer, edge.role, edge.through) for edge in members} == {
        (body(name), Role.IMPLEMENT, body("各县（区）人民政府"))
        for name in ("清河县人民政府", "云州市东山区人民政府")
    }
    assert {edge.through for edge in EDGES} == {None}


def test_missing_and_shared_leads() -> None:
    assert derive.tasks_missing_lead(EDGES) == (task("做好用电保障"),)
    assert {(lead.task, lead.distribution) for lead in derive.shared_leads(GRAPH)} == {
        (task("加强散煤"), "several"),
        (task("开展煤质"), "joint"),
        (task("落实电价"), None),
    }


edges_of = st.builds(
    RoleEdge,
    st.sampled_from(["task/1", "task/2", "task/3"]),
    st.sampled_from(TASK_ROLES),
    st.sampled_from(["a", "b", "c", "d"]),
    st.just(("assignment",)),
)


def naive(edges: set[RoleEdge]) -> set[tuple[str, str, str, str]]:
    held = {(edge.role, edge.bearer, edge.task) for edge in edges}
    tasks, bodies = {edge.task for edge in edges}, {edge.bearer for edge in edges}
    found = set()
    for t, a, b in product(tasks, bodies, bodies):
        if a == b or (Role.SUPPORT, b, t) not in held:
            continue
        if (Role.LEAD, a, t) in held:
            found.add((a, b, "lead", t))
        led = any((Role.LEAD, x, t) in held for x in bodies)
        others = [x for x in bodies - {a} if (Role.RESPONSIBLE, x, t) in held]
        if not led and (Role.RESPONSIBLE, a, t) in held and not others:
            found.add((a, b, "sole", t))
    return found


@given(st.sets(edges_of, max_size=25))
def test_dependences_are_as_defined(edges: set[RoleEdge]) -> None:
    found = {(d.dependent, d.supporter, d.basis, t) for d in derive.dependences(edges) for t in d.tasks}
    assert found == naive(edges)


@given(st.lists(edges_of, max_size=25))
def test_order_of_input_makes_no_difference(edges: list[RoleEdge]) -> None:
    assert derive.dependences(edges) == derive.dependences(reversed(edges))
    pairs = list(derive.coordinations(edges))
    assert pairs == sorted(derive.coordinations(reversed(edges)))
    assert all(pair.a < pair.b for pair in pairs)


@given(st.sets(edges_of, max_size=25))
def test_coordination_is_a_common_task(edges: set[RoleEdge]) -> None:
    expected = {
        (x.bearer, y.bearer, x.task)
        for x, y in product(edges, edges)
        if x.task == y.task and x.bearer < y.bearer
    }
    assert {(c.a, c.b, t) for c in derive.coordinations(edges) for t in c.tasks} == expected
