"""Stars for a first load: everything once, ends in shells before, own links only over a common bridge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st
from toy import toy_graph

from graph_builder.projections.property_graph import (
    PLAIN,
    Node,
    Property,
    Relationship,
    plain,
    property_graph,
)
from graph_builder.stores.difference import Delta
from graph_builder.stores.neo4j_stars import Constellation, Star, constellation
from graph_builder.stores.neo4j_steps import Row, Step, creations

LABELS = [("Resource", "Task"), ("Resource", "Agency"), ("Resource", "Assignment")]


def node(id_: str, labels: tuple[str, ...] = LABELS[0]) -> Node:
    return Node(id_, labels, {})


def own(id_: str, start: str, end: str, type_: str = "LEADS") -> Relationship:
    return Relationship(id_, type_, start, end, {"derived": True})


def stars(found: Constellation) -> list[Star]:
    return [star for shell in found.shells for star in shell]


def written(found: Constellation) -> Iterator[tuple[str, str, str]]:
    """Type, start and end of every link, in the order of writing."""
    for star in stars(found):
        ids = [one.id for one in star.nodes]
        for type_, ends in zip(star.arms, star.ends, strict=True):
            yield from ((type_, id_, end) for id_, end in zip(ids, ends, strict=True))
        start, end = star.bridge
        for place, link in enumerate(star.links):
            assert link.id == ids[place]
            yield link.type, star.ends[start][place], star.ends[end][place]
    yield from ((link.type, link.start, link.end) for link in found.loose)


def check(nodes: Sequence[Node], links: Sequence[Relationship]) -> Constellation:
    found = constellation(nodes, links)
    there: set[str] = set()
    for shell in found.shells:
        assert {end for star in shell for ends in star.ends for end in ends} <= there
        there |= {one.id for star in shell for one in star.nodes}
    for star in stars(found):
        assert len({one.labels for one in star.nodes}) == 1
        assert len({link.type for link in star.links}) <= 1
    assert sorted(one.id for star in stars(found) for one in star.nodes) == sorted(one.id for one in nodes)
    assert Counter(written(found)) == Counter((link.type, link.start, link.end) for link in links)
    return found


def test_an_assignment_comes_with_its_ends_and_its_role_edge() -> None:
    nodes = [node("x", LABELS[2]), node("t"), node("a", LABELS[1])]
    links = [plain("ASSIGNEE", "x", "a"), plain("ON_TASK", "x", "t"), own("x", "a", "t")]
    found = check(nodes, links)
    assert found.loose == []
    assert [[star.arms for star in shell] for shell in found.shells] == [[[], []], [["ASSIGNEE", "ON_TASK"]]]
    [star] = found.shells[1]
    assert ([link.type for link in star.links], star.bridge) == (["LEADS"], (0, 1))


def test_an_own_link_beside_the_ends_is_loose() -> None:
    nodes = [
        node("x", LABELS[2]),
        node("y", LABELS[2]),
        node("t"),
        node("a", LABELS[1]),
        node("b", LABELS[1]),
    ]
    arms = [plain(*names) for names in [("ASSIGNEE", "x", "a"), ("ON_TASK", "x", "t")]]
    arms += [plain(*names) for names in [("ASSIGNEE", "y", "b"), ("ON_TASK", "y", "t")]]
    found = check(nodes, [*arms, own("x", "a", "t"), own("y", "a", "t")])
    assert [link.id for link in found.loose] == ["x", "y"]


def test_kinds_that_need_each_other_do_without_an_arm() -> None:
    nodes = [node("t"), node("a", LABELS[1])]
    found = check(nodes, [plain("STATED_IN", "t", "a"), plain("HAS_NAME", "a", "t")])
    assert len(found.loose) == 1


def test_a_second_link_of_a_type_and_a_link_to_the_same_kind_are_loose() -> None:
    nodes = [node("t"), node("u"), node("a", LABELS[1]), node("b", LABELS[1])]
    links = [plain("EVIDENCE", "t", "a"), plain("EVIDENCE", "t", "b"), plain("EVIDENCE", "u", "a")]
    assert check(nodes, links).loose == [links[1]]
    assert stars(check(nodes, [plain("CITES", "t", "u"), plain("CITES", "u", "t")]))[0].arms == []


@given(st.data())
def test_everything_once_and_ends_before_starts(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    nodes = [node(f"n{place}", data.draw(st.sampled_from(LABELS))) for place in range(count)]
    ids = st.sampled_from([one.id for one in nodes])
    ends = data.draw(
        st.lists(st.tuples(st.sampled_from(sorted(PLAIN)[:4]), ids, ids), max_size=30, unique=True)
    )
    bearers = data.draw(st.lists(ids, max_size=6, unique=True))
    derived = [
        own(id_, data.draw(ids), data.draw(ids), data.draw(st.sampled_from(["LEADS", "GUIDES"])))
        for id_ in bearers
    ]
    check(nodes, [*(plain(*names) for names in ends), *derived])


def test_the_rows_of_all_steps_hold_everything() -> None:
    nodes, links = property_graph(toy_graph())
    steps = [step for part in creations(Delta(nodes=list(nodes), links=list(links))) for step in part]
    assert sum(step.size * len(list(step.rows)) for step in steps) == len(nodes) + len(links)
    assert len(check(nodes, links).loose) < len(links) / 3
    assert not [step for step in steps if "云州" in step.cypher]


def star_step(said: Property, also_said: Property) -> tuple[Step, Row]:
    """The step of an assignment whose node and role edge each say a thing, and its row."""
    nodes = [node("t"), node("a", LABELS[1]), Node("x", LABELS[2], {"said": said})]
    edge = Relationship("x", "LEADS", "a", "t", {"surface": also_said})
    links = [plain("ASSIGNEE", "x", "a"), plain("ON_TASK", "x", "t"), edge]
    *_, assignments, loose = creations(Delta(nodes=nodes, links=links))
    [step], [] = list(assignments), list(loose)
    [row] = step.rows
    return step, row


def test_rows_hold_the_places_of_ends_that_are_sent_once() -> None:
    step, row = star_step("市水利局", "市水务局")
    assert row == ("x", "市水利局", "市水务局", "a", "t")
    sent = step.parameters([row, ("y", "甲", "乙", "b", "t")])
    assert sent["ends"] == ["a", "t", "b"]
    assert sent["rows"] == [("x", "市水利局", "市水务局", 0, 1), ("y", "甲", "乙", 2, 1)]


def test_the_very_same_values_are_sent_once_and_equal_ones_of_other_types_are_not() -> None:
    name = "市水利局"
    step, row = star_step(name, name)
    assert row == ("x", name, "a", "t")
    assert "said: row[1]" in step.cypher and "surface: row[1]" in step.cypher
    assert star_step(True, 1)[1] == ("x", True, 1, "a", "t")
