from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml

from graph_builder.citations import cited, defined, numbers, whole_number
from graph_builder.view import View

DATA: dict[str, Any] = yaml.safe_load(files("graph_builder").joinpath("citations.yaml").read_text("utf-8"))
DOCUMENT = "doc/云州市/云政发〔2020〕1号"


def test_the_examples_are_all_collected() -> None:
    assert len(DATA["number_heads"]["examples"]) == 9
    assert len(DATA["kinds"]["examples"]) == 8
    assert len(DATA["definitions"]["examples"]) == 11


@pytest.mark.parametrize("text", DATA["number_heads"]["examples"])
def test_numbers_without_the_words_before_them(text: str) -> None:
    wanted = DATA["number_heads"]["examples"][text]
    title = cited(View.of(f"《某标准》{text}"), DOCUMENT, None, None)[0]
    found = [number.text for number in numbers(View.of(text))]
    assert (found or [title.number or ""]) == [wanted]


@pytest.mark.parametrize("text", DATA["number_heads"]["near_misses"])
def test_what_is_no_number(text: str) -> None:
    assert list(numbers(View.of(text))) == []


def test_a_number_alone_on_its_line() -> None:
    assert whole_number("云政发（2019）3号") == "云政发〔2019〕3号"
    assert whole_number("（云政发（2019）3号）") == "云政发〔2019〕3号"
    assert whole_number("云政发（2019）3号签发人：张三") == "云政发〔2019〕3号"
    assert whole_number("按照云政发（2019）3号要求办理") is None
    assert whole_number("2019年3月") is None


@pytest.mark.parametrize("text", DATA["kinds"]["examples"])
def test_what_a_text_says_of_another_document(text: str) -> None:
    found = cited(View.of(text), DOCUMENT, None, None)
    assert [citation.kind for citation in found] == DATA["kinds"]["examples"][text]


@pytest.mark.parametrize("text", DATA["definitions"]["examples"])
def test_names_that_a_text_defines(text: str) -> None:
    assert [list(pair) for pair in defined(View.of(text))] == DATA["definitions"]["examples"][text]


@pytest.mark.parametrize("text", DATA["definitions"]["near_misses"])
def test_brackets_that_define_nothing(text: str) -> None:
    assert defined(View.of(text)) == ()


def titles(text: str, own: str | None = None) -> list[tuple[str | None, str | None]]:
    return [(each.title, each.number) for each in cited(View.of(text), DOCUMENT, own, None)]


def test_a_title_is_cited_once_with_the_number_given_at_any_place() -> None:
    text = "按照《河长制方案》要求，落实《河长制方案》（某政发\n〔2017〕7号）各项任务。"
    assert titles(text) == [("河长制方案", "某政发〔2017〕7号")]


def test_titles_inside_titles_belong_to_the_outer_one() -> None:
    text = "根据《关于印发《水法》解释的通知》《某省实施〈水法〉办法》规定"
    assert titles(text) == [("关于印发《水法》解释的通知", None), ("某省实施〈水法〉办法", None)]


def test_short_names_of_cited_titles_are_no_citation() -> None:
    defined_short = "依据《某省矿山基金管理办法》（以下简称《基金办法》），按《基金办法》执行。"
    assert titles(defined_short) == [("某省矿山基金管理办法", None)]
    short = "依据《某省采砂管理条例》，按《条例》处罚，按《通则》计算。"
    assert titles(short) == [("某省采砂管理条例", None), ("通则", None)]
    two = "依据《某省采砂管理条例》《某省水资源条例》，按《条例》处罚。"
    assert len(titles(two)) == 3


def test_a_number_that_stands_alone_is_a_citation_and_the_own_number_is_none() -> None:
    text = "云政发〔2020〕1号 按省政府某政发〔2019〕3号的要求，见《方案》（某政发〔2018〕2号）"
    found = cited(View.of(text), DOCUMENT, None, "云政发〔2020〕1号")
    assert [(each.title, each.number) for each in found] == [
        (None, "某政发〔2019〕3号"),
        ("方案", "某政发〔2018〕2号"),
    ]
    assert found[0].target == "cited/某政发〔2019〕3号"
    assert found[0].id == f"citation/{DOCUMENT}/某政发〔2019〕3号"


def test_the_own_instrument_is_marked_and_points_to_the_document() -> None:
    (own,) = cited(View.of("现将《节水\n方案》印发给你们。"), DOCUMENT, "节水方案", None)
    assert (own.title, own.own, own.kind, own.target) == ("节水方案", True, "promulgates", DOCUMENT)


def test_an_unclosed_title_ends_no_citation() -> None:
    assert titles("《某办法" + "很长" * 200 + "《水法》。") == [("水法", None)]
