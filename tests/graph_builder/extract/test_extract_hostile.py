"""Texts made to be slow are read in linear time; each is compared with a part of itself."""

import gc
from time import process_time

import pytest
import readings

from graph_builder.extract import extract
from graph_builder.model import Passage, Span
from graph_builder.read import decode
from graph_builder.segment import passages, segment

HOSTILE = {
    "open brackets": "（",
    "closing brackets": "）",
    "pairs": "（）",
    "nested": "（（市水利局牵头））",
    "separators": "、",
    "commas": "，",
    "names and separators": "市水利局、",
    "joiners": "市水利局和",
    "role words": "负责",
    "role words and commas": "牵头，",
    "labels": "责任单位：",
    "label lines": "责任单位：市水利局\n",
    "label words": "牵头单位",
    "from": "由市水利局",
    "with": "会同市财政局",
    "etc": "等部门",
    "titles": "《",
    "quotes": "“",
    "tabs": "市水利局\t",
    "rows": "任务\t责任单位\n",
    "blank headers": "任务  责任单位\n",
    "numbered headers": "序号 责任单位\n",
    "numbered lines": "序号\n责任单位\n1\n市水利局\n",
    "wrapped numbers": "序号 任务 责任单位\n1 清淤\n市水利局\n",
    "drawn rows": "├─┼─┤\n│任务│责任单位│\n",
    "drawn lines": "│任务│责任单位│\n",
    "bracketed seats": "组长：张三（市水利局局长）\n",
    "working groups": "抢险组：由市水利局、市财政局组成。",
    "seats": "组长：张三　市水利局局长\n",
    "groups": "成立领导小组由市长任组长",
    "committees": "主任：张三　市水利局局长\n委员：市财政局、市林业局负责人\n",
    "boards": "节水委员会由市长任主任，市水利局为委员，",
    "closing verbs": "市水利局落实，",
    "closing nouns": "市水利局为配合单位，",
    "joined levels": "市水利局和县、区",
    "levels": "各省、自治区、直辖市",
    "numbers": "（1）",
    "sentences": "市水利局负责。",
    "supervision": "对市水利局进行监督",
    "first leads": "列第一位的为牵头单位",
    "delegations": "市水利站　委托单位：\n",
}
ROWS = {
    "empty roles": "\t牵头",
    "labelled cells": "\t牵头单位：",
    "bars": "|市水利局|牵头",
    "numbered cells": "\t1",
    "blanks": "市水利局  牵头  ",
}
"""What makes one long row of a table."""

SMALL = 4_000
TIMES = 8
"""How much longer the long text is: linear reading costs 8 times as much, quadratic 64 times."""
BETWEEN = 22
FLOOR = 0.005  # seconds that a clock can tell apart


def _cost(unit: str, repetitions: int) -> float:
    """Processor time of reading one unit again and again, the collector of garbage at rest."""
    source = decode("hostile.txt", (unit * repetitions).encode())
    (document, *_) = segment(source)
    found = passages(source, document) if unit in ROWS.values() else (Passage(Span(0, len(source.text)), ()),)
    names = readings.names()
    gc.disable()
    try:
        start = process_time()
        extract(source, document, found, names)
        return process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("unit", [*HOSTILE.values(), *ROWS.values()], ids=[*HOSTILE, *ROWS])
def test_cost_grows_with_the_length(unit: str) -> None:
    short, long = [], []
    for attempt in range(4):  # another process may disturb one; no two texts are alike, as readers remember
        repetitions = SMALL // len(unit) + attempt
        short.append(_cost(unit, repetitions))
        long.append(_cost(unit, TIMES * repetitions))
        if min(long) < BETWEEN * max(FLOOR, min(short)):
            return
    pytest.fail(f"seconds for the short text {short}, for {TIMES} times its length {long}")


def test_so_many_hostile_texts() -> None:
    assert len(HOSTILE) >= 25
    assert len(ROWS) >= 5
