"""Texts made to be slow are read in linear time; nothing is compared with a clock but with half of itself."""

from time import process_time

import pytest
import readings

from graph_builder.extract import extract
from graph_builder.model import Passage, Span
from graph_builder.read import decode
from graph_builder.segment import segment

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
    "seats": "组长：张三　市水利局局长\n",
    "groups": "成立领导小组由市长任组长",
    "levels": "各省、自治区、直辖市",
    "numbers": "（1）",
    "sentences": "市水利局负责。",
    "supervision": "对市水利局进行监督",
    "first leads": "列第一位的为牵头单位",
    "delegations": "市水利站　委托单位：\n",
}
SIZE = 50_000 // 3  # characters of three bytes each
WORST = 3.5


def _cost(unit: str, size: int) -> float:
    """Processor time of reading one unit repeated up to a size."""
    source = decode("hostile.txt", (unit * (size // len(unit))).encode())
    (document, *_) = segment(source)
    length = len(source.text)
    whole = Passage(Span(0, length), ())
    start = process_time()
    extract(source, document, (whole,), readings.names())
    return process_time() - start


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_cost_grows_with_the_length(unit: str) -> None:
    costs = []
    for _ in range(3):  # another process may disturb one measurement
        costs.append((_cost(unit, SIZE), _cost(unit, 2 * SIZE)))
        if min(full for _, full in costs) < WORST * max(0.02, min(half for half, _ in costs)):
            return
    pytest.fail(f"seconds for half and for the whole: {costs}")


def test_so_many_hostile_texts() -> None:
    assert len(HOSTILE) >= 25
