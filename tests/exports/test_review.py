"""The questions that a clerk is asked: which, in what order, and under which id."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from toy import toy_graph

from exports.review import SameMatter, review_rows
from graph_builder import pipeline
from graph_builder.model import Agency, Fate, Graph, Span

EXAMPLES = Path(__file__).parents[2] / "examples"
SENTENCES = (
    ("市发改委要认真落实各项政策。", True),
    ("各县（区）人民政府和有关部门要落实。", True),
    ("（市财政局配合）为了落实有关规定，制定本方案。", False),
    ("根据《云州市人民政府办法》规定，落实责任。", False),
    ("坚持全局观念，落实责任。", False),
    ("《方案》已经市人民政府同意，现印发给你们，请认真抓好落实。", False),
    ("市能源局牵头；落实责任。", False),
)


def graph_of(text: str) -> Graph:
    """A graph with one document of this text and the word 落实 in it not understood."""
    toy = toy_graph()
    source = replace(toy.sources[0], text=text)
    document = replace(toy.documents[0], source=source.id, span=Span(0, len(text)), citations=())
    at = text.index("落实")
    fate = Fate(document.id, Span(at, at + 2), "落实", "unmatched", "no frame reads it")
    return Graph(sources=(source,), documents=(document,), fates=(fate,))


@pytest.mark.parametrize(("text", "listed"), SENTENCES)
def test_a_word_is_asked_about_where_a_body_stands_before_it(text: str, listed: bool) -> None:
    (row,) = review_rows(graph_of(text))
    assert (row.kind == "职责词未读懂") is listed
    assert (row.kind == "其余职责词") is not listed
    assert row.count == 1


def test_the_id_of_a_word_outlives_an_edit_elsewhere_and_a_wrapped_line() -> None:
    text = "市发改委要认真落实各项政策。"
    (before,) = review_rows(graph_of(text))
    (moved,) = review_rows(graph_of("新增的一段话。\n\n" + text.replace("认真", "认\n真")))
    (other,) = review_rows(graph_of(text.replace("认真", "切实")))
    assert re.fullmatch("word/[0-9a-f]{16}", before.id)
    assert moved.id == before.id != other.id


def test_a_class_of_bodies_without_limits_is_a_question_of_its_own() -> None:
    graph = toy_graph()
    changed = [replace(one, kind="collective") if one.kind == "unresolved" else one for one in graph.agencies]
    rows = review_rows(replace(graph, agencies=tuple(changed)))
    assert [(row.kind, row.what) for row in rows][:1] == [("范围未定", "市铁路办")]
    assert Agency in {type(one) for one in changed}


def test_candidates_for_the_same_matter_stand_with_both_sentences() -> None:
    graph = toy_graph()
    one, other = (row for row in graph.statements if row.task.startswith("推进“煤改电”工程"))
    rows = review_rows(graph, (SameMatter(one.id, other.id, ("煤改电", "工程")),))
    (row,) = (row for row in rows if row.kind == "可能是同一事项")
    assert row.what == "煤改电、工程"
    assert row.quote.count("煤改电") == 2
    assert row.id == f"matter/{'/'.join(sorted((one.id, other.id)))}"
    swapped = review_rows(graph, (SameMatter(other.id, one.id, ("煤改电", "工程")),))
    assert row in swapped


def test_what_is_decided_is_no_question_any_more() -> None:
    rows = review_rows(toy_graph())
    left = review_rows(toy_graph(), decided={rows[0].id})
    assert left == rows[1:]


def test_the_shipped_sample_has_questions_of_its_own() -> None:
    sample = Path(__file__).parents[2] / "examples" / "sample_gazette.txt"
    rows = review_rows(pipeline.build([sample], terms=False).graph)
    assert len({row.id for row in rows}) == len(rows) > 3


def test_questions_are_asked_in_chinese() -> None:
    paths = [*EXAMPLES.glob("*.txt"), *(EXAMPLES.parent / "tests" / "styles").rglob("*.txt")]
    rows = review_rows(pipeline.build(sorted(paths), terms=False).graph)
    assert sum(row.kind == "职责词未读懂" for row in rows) > 20
    assert [row.question for row in rows if re.search("[A-Za-z]{2}", row.question)] == []
