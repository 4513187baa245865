"""Bodies and documents by whatever they are called; suggestions where nothing or too much is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from toy import PLAN_NUMBER, body, toy_graph

from graph_builder.answer.directory import Directory, closest
from graph_builder.errors import UnknownName
from graph_builder.identity import body_id
from graph_builder.model import Agency, AgencyName

TOY = Directory(toy_graph())
PLAN = f"doc/云州市/{PLAN_NUMBER}"
REVISION = "doc/云州市/云政办发〔2020〕3号"

NAMES = {
    "云州市发展和改革委员会": "市发改委",
    "市发改委": "市发改委",
    " 市发改委\n": "市发改委",
    "agency/云州市发展和改革委员会": "市发改委",
    "云州市知识产权局": "市市场监管局",
    "云州市环境保护局": "市生态环境局",
    "各县(区)人民政府": "各县（区）人民政府",
    "各县〔区〕人民政府": "各县（区）人民政府",
}


@pytest.mark.parametrize("written", NAMES)
def test_any_name_of_a_body(written: str) -> None:
    assert TOY.agency(written) == body(NAMES[written])


def test_an_unresolved_body_by_its_surface() -> None:
    assert TOY.agency("市铁路办") == body_id(PLAN, "市铁路办")


SUGGESTIONS = {
    "市财正局": "市财政局",
    "财政局": "市财政局",
    "shicaizhengju": "市财政局",
    "sczj": "市财政局",
    "市场监管局": "市市场监管局",
}


@pytest.mark.parametrize("written", SUGGESTIONS)
def test_an_unknown_body_gets_real_names(written: str) -> None:
    with pytest.raises(UnknownName, match="没有叫") as caught:
        TOY.agency(written)
    assert SUGGESTIONS[written] in caught.value.suggestions
    for suggestion in caught.value.suggestions:
        assert TOY.agency(suggestion)


def test_an_ambiguous_name_gets_names_that_are_not() -> None:
    graph = toy_graph()
    twin = Agency("agency/海州市财政局", "海州市财政局", "agency")
    name = AgencyName("name/x", twin.id, "surface", "市财政局", "table")
    directory = Directory(replace(graph, agencies=(*graph.agencies, twin), names=(*graph.names, name)))
    with pytest.raises(UnknownName, match="2 个单位中的任何一个") as caught:
        directory.agency("市财政局")
    assert caught.value.suggestions == ("云州市财政局", "海州市财政局")
    assert directory.agency("海州市财政局") == twin.id


def test_bodies_of_two_documents_with_one_surface_are_told_apart_by_id() -> None:
    graph = toy_graph()
    twin = Agency(body_id(REVISION, "市铁路办"), "市铁路办", "unresolved")
    directory = Directory(replace(graph, agencies=(*graph.agencies, twin)))
    with pytest.raises(UnknownName, match="2 个单位中的任何一个") as caught:
        directory.agency("市铁路办")
    assert twin.id in caught.value.suggestions
    assert directory.agency(twin.id) == twin.id


@pytest.mark.parametrize(
    "written",
    [
        PLAN_NUMBER,
        "云政办发[2019]1号",
        "云政办发（2019）1号",
        "云政办发〔２０１９〕1号",
        " 云政办发 【2019】 1号",
        PLAN,
    ],
)
def test_a_document_by_its_number_in_any_brackets(written: str) -> None:
    assert TOY.document(written) == PLAN


def test_a_document_by_its_title() -> None:
    assert TOY.document("关于印发云州市清洁取暖实施方案的通知") == PLAN


def test_an_unknown_document_gets_numbers() -> None:
    with pytest.raises(UnknownName, match="没有文号或标题是") as caught:
        TOY.document("云政办发〔2019〕2号")
    assert PLAN_NUMBER in caught.value.suggestions


def test_a_number_of_two_places_is_ambiguous() -> None:
    graph = toy_graph()
    twin = replace(graph.documents[0], id=f"doc/海州市/{graph.documents[0].number}")
    directory = Directory(replace(graph, documents=(*graph.documents, twin)))
    with pytest.raises(UnknownName, match="2 份文件中的任何一份") as caught:
        directory.document(str(twin.number))
    assert twin.id in caught.value.suggestions


def test_nothing_is_close_to_nothing() -> None:
    assert closest("", ["甲"]) == ()
    assert closest("完全不同", ["甲乙丙"]) == ()
