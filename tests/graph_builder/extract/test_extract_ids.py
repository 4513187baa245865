"""What must not change a statement's id: where it stands, how it is printed, what else is found."""

import re

import pytest
import readings

from graph_builder.extract import extract
from graph_builder.extract.units import Occurrences
from graph_builder.model import Span
from graph_builder.read import decode
from graph_builder.segment import passages, segment

TEXT = """云州市人民政府办公室关于印发云州市水利工作方案的通知
云政办发〔2021〕3号
各县（市、区）人民政府：
一、重点任务
（一）修复堤防。（市水利局牵头，市财政局配合）
（二）清理河道。（市水利局牵头，市财政局配合）
（三）加强巡查。责任单位：市水利局、市应急管理局
二、职责分工
市财政局负责资金预算、拨付。由市工信局牵头，会同市生态环境局进行复核。
序号\t工作任务\t责任单位
1\t修复水闸\t市水利局
三、组织领导
领导小组办公室设在市水利局。
"""


def _ids(text: str) -> list[str]:
    return [statement.id for statement in readings.statements(text)]


def _tasks(text: str) -> dict[str, str]:
    return {statement.id: statement.task for statement in readings.statements(text)}


ORIGINAL = _ids(TEXT)


def test_ids_are_distinct_and_pinned() -> None:
    assert len(ORIGINAL) == len(set(ORIGINAL)) == 7
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in ORIGINAL)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(
            TEXT.replace("一、重点任务\n", "总体要求是统筹推进。\n一、重点任务\n"), id="a line before it"
        ),
        pytest.param(
            TEXT.replace("（一）修复堤防。（市水利局牵头，市", "（一）修复堤防。（市水\n利局牵头，市"),
            id="wrapped",
        ),
        pytest.param(TEXT.replace("\n", "\r\n"), id="other line breaks"),
        pytest.param(TEXT.translate(str.maketrans("（），：；", "(),:;")), id="half-width"),
        pytest.param(TEXT.replace("市财政局配合", "市 财 政 局配合"), id="blanks in names"),
        pytest.param(
            TEXT.replace("牵头，市财政局配合）", "牵头，市财政局配合］").replace("（市水利局", "［市水利局"),
            id="brackets",
        ),
    ],
)
def test_ids_survive(changed: str) -> None:
    assert changed != TEXT
    assert _ids(changed) == ORIGINAL


def test_another_outline_changes_no_id() -> None:
    source = decode("case.txt", TEXT.encode())
    (document,) = segment(source)
    flat = tuple(one._replace(path=(), headings=()) for one in passages(source, document))
    assert [one.id for one in extract(source, document, flat, readings.names()).statements] == ORIGINAL


def test_twins_found_later_take_no_id_over() -> None:
    """Clauses that a reader missed before do not shift the ids of those like them."""
    clause = "（市水利局牵头，市财政局配合）"
    text = TEXT.replace(
        "三、组织领导",
        f"三、其他任务\n甲项任务。{clause}\n乙项任务。{clause}\n丙项任务。{clause}\n四、组织领导",
    )
    whole = _tasks(text)
    assert sum(task.endswith("项任务。") for task in whole.values()) == 3
    source = decode("case.txt", text.encode())
    (document,) = segment(source)
    listed = passages(source, document)
    units = {(one.span.start, one.span.end) for one in listed}
    places = Occurrences(text, document.span, units)
    assert all(places.before(*unit) >= 0 for unit in units)
    seen = [text.index(clause)]
    while (at := text.find(clause, seen[-1] + 1)) >= 0:
        seen.append(at)
    spans = {(at, at + len(clause)) for at in seen}
    every = Occurrences(text, document.span, spans)
    alone = Occurrences(text, document.span, {(seen[-1], seen[-1] + len(clause))})
    assert [every.before(at, at + len(clause)) for at in seen] == [0, 1, 2, 3, 4]
    assert alone.before(seen[-1], seen[-1] + len(clause)) == 4


def test_occurrences_count_the_text_and_not_what_was_asked_for() -> None:
    text = "甲乙丙。甲 乙丙。甲乙丁。甲乙丙。"
    units = {(0, 3), (4, 8), (9, 12), (13, 16)}
    places = Occurrences(text, Span(0, len(text)), units, {6})
    assert [places.before(*unit) for unit in sorted(units)] == [0, 1, 0, 2]
    assert places.unit(4, 8) == "甲乙丙"
    assert places.place(6) - places.place(4) == 1


def test_many_units_are_counted_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"第{number % 7}项由市水利局负责。" for number in range(40))
    units = {(found.start(), found.end()) for found in re.finditer("[^。]+。", text)}
    one = Occurrences(text, Span(0, len(text)), units)
    monkeypatch.setattr("graph_builder.extract.units._SMALL", 0)
    other = Occurrences(text, Span(0, len(text)), units)
    counts = [one.before(*unit) for unit in sorted(units)]
    assert counts == [other.before(*unit) for unit in sorted(units)]
    assert max(counts) == 5
