from __future__ import annotations

import json
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.dates import find_date, find_due

DATA: dict[str, Any] = yaml.safe_load(files("graph_builder").joinpath("dates.yaml").read_text("utf-8"))
REFERENCE = "2019-07-23"


def test_the_examples_are_all_collected() -> None:
    assert len(DATA["examples"]) == 41
    assert len(DATA["near_misses"]) == 24


@pytest.mark.parametrize("example", DATA["examples"], ids=lambda example: example["text"])
def test_deadlines_with_their_dates(example: dict[str, Any]) -> None:
    due = find_due(example["text"], REFERENCE)
    assert due is not None
    assert (due.words, due.date, due.precision) == (example["words"], example["date"], example["precision"])


@pytest.mark.parametrize("text", DATA["near_misses"])
def test_dates_that_are_no_deadline(text: str) -> None:
    assert find_due(text, REFERENCE) is None


@pytest.mark.parametrize("example", DATA["examples"], ids=lambda example: example["text"])
def test_spans_hold_the_words(example: dict[str, Any]) -> None:
    spaced = "\n".join(example["text"].replace("\t", ""))
    due = find_due(spaced, REFERENCE)
    if due:
        quoted = ["".join(spaced[span.start : span.end].split()) for span in due.spans]
        assert "；".join(dict.fromkeys(quoted)) == due.words


def test_without_a_reference_only_named_years_give_dates() -> None:
    due = find_due("9月底前完成；年底前验收。", None)
    assert due is not None
    assert (due.words, due.date) == ("9月底前；年底前", None)
    named = find_due("2021年2月底前完成。", None)
    assert named is not None
    assert named.date == "2021-02-28"


DAYS = {
    "2019年7月4日": "2019-07-04",
    "二〇一九年十二月三十一日": "2019-12-31",
    "二○一三年八月六日": "2013-08-06",
    "一九九七年八月三日": "1997-08-03",
    "2019-07-04 10:30": "2019-07-04",
    "2019年 7月\n4日": "2019-07-04",
    "成文日期：2020.1.2": "2020-01-02",
    "（2019年6月1日通过，2019年7月1日起施行）": "2019-06-01",
}


@pytest.mark.parametrize("text", DAYS)
def test_dates_of_documents(text: str) -> None:
    assert find_date(text) == DAYS[text]


@pytest.mark.parametrize("text", ["2019年7月", "2019年13月4日", "2019年2月30日", "〔2019〕3号", ""])
def test_what_is_no_full_date(text: str) -> None:
    assert find_date(text) is None


@given(
    st.text(st.sampled_from(list("2019年6月30日前底内到至每季度。，；（）—“十四五”期间完成时限：汛\n\t ")))
)
def test_any_text_has_deadlines_or_none(text: str) -> None:
    due = find_due(text, REFERENCE)
    assert due is None or (due.words and (due.date is None) == (due.precision is None))


@pytest.mark.parametrize(
    "unit", ["2019年", "每年", "完成时限：", "10日内", "《", "2019-", "一二三", "年底前"]
)
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    start = time.perf_counter()
    find_due(unit * (100_000 // len(unit)), REFERENCE)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("part", ["000", "002_part"])
def test_deadlines_of_the_gold(part: str, gold: Path) -> None:
    def records(kind: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (gold / f"{kind}_{part}.jsonl").read_text("utf-8").splitlines()]

    dates = {document["number"]: document["date"] for document in records("docs")}
    statements = records("gold")
    found = [find_due(each["task"] + each["text"], dates[each["doc"]]) for each in statements]
    right = [bool(due) == bool(each["due"]) for due, each in zip(found, statements, strict=True)]
    assert len(right) > 100
    assert sum(right) / len(right) >= 0.98
