"""Spans count code points of the source, whatever white space stands in it; every role word has a fate."""

import json
from collections import Counter
from itertools import pairwise

import pytest
import readings
from hypothesis import assume, given
from hypothesis import strategies as st

from graph_builder.extract import Extraction, rules
from graph_builder.model import Source
from graph_builder.read import decode
from graph_builder.view import View, squeeze

TEXT = """云州市人民政府办公室关于印发云州市水利工作方案的通知
云政办发〔2021〕3号
各县（市、区）人民政府：
一、重点任务
（一）修复堤防。2021年6月底前完成堤防修复。（市水利局牵头，市财政局、各县〔市、区〕人民政府配合）
（二）加强巡查。责任单位：市水利局、市应急管理局
二、职责分工
市财政局负责资金预算、拨付。由市工信局牵头，会同市生态环境局进行复核。
序号\t工作任务\t责任单位
1\t清理河道\t市水利局
三、组织领导
成立水利工作领导小组，由市长任组长，市水利局、市财政局为成员单位。领导小组办公室设在市水利局。
市水利局负责人应当到场。
"""
BLANKS = st.sampled_from([" ", "\n", "\r\n", "\t", "\u3000", "\xa0", "\u2003", " \n "])


def _checked(source: Source, found: list[Extraction]) -> int:
    """Every span squeezes to its surface; how many mentions there are."""
    count = 0
    for statement in (one for extraction in found for one in extraction.statements):
        assert squeeze(source.text[statement.span.start : statement.span.end])
        assert 0 <= statement.span.start < statement.span.end <= len(source.text)
        for mention in statement.mentions:
            assert squeeze(source.text[mention.span.start : mention.span.end]) == mention.surface
            assert mention.surface
            count += 1
    return count


def test_spans_of_the_plain_text() -> None:
    source, found = readings.read(TEXT)
    assert _checked(source, found) == 15


@pytest.mark.parametrize("change", ["\r\n", "\r", "\n\n", "\n\u3000\u3000"])
def test_line_breaks_of_every_kind(change: str) -> None:
    source, found = readings.read(TEXT.replace("\n", change))
    assert _checked(source, found) >= 14


def test_a_byte_order_mark_shifts_nothing() -> None:
    plain = readings.read(TEXT)[1]
    marked = decode("case.txt", b"\xef\xbb\xbf" + TEXT.encode())
    spans = [[one.span for one in e.statements] for _, e in readings.documents(marked)]
    assert spans == [[one.span for one in extraction.statements] for extraction in plain]


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), BLANKS), max_size=12))
def test_white_space_anywhere(blanks: list[tuple[int, str]]) -> None:
    text = TEXT
    for place, blank in sorted(blanks, reverse=True):
        text = text[:place] + blank + text[place:]
    source, found = readings.read(text)
    _checked(source, found)
    _fated(source, found)


@given(st.text(alphabet="市县水利局和、，。；：（）()牵头配合负责单位由等对\n\t 会同A1", max_size=80))
def test_any_words_in_any_order(text: str) -> None:
    assume(text.strip())
    source, found = readings.read(text)
    _checked(source, found)
    _fated(source, found)


def _fated(source: Source, found: list[Extraction]) -> None:
    """Exactly one fate for each role word of each document."""
    spans = [(fate.span.start, fate.span.end) for extraction in found for fate in extraction.fates]
    assert spans == sorted(spans)
    assert all(count == 1 for count in Counter(spans).values())
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    for (document, _), extraction in zip(readings.documents(source), found, strict=True):
        view = View.of(source.text, document.span.start, document.span.end)
        words = len(rules.role_words().find(view.text))
        assert len(extraction.fates) == words


def test_fates() -> None:
    source, found = readings.read(TEXT)
    _fated(source, found)
    fates = {fate.word: (fate.outcome, fate.reason) for extraction in found for fate in extraction.fates}
    assert fates["牵头"][0] == "extracted"
    assert fates["责任单位："] == ("extracted", "label-then-list")
    assert fates["负责人"] == ("trap", "a person, a regime or an attitude")
    assert {outcome for outcome, _ in fates.values()} <= {"extracted", "trap", "unmatched"}


def test_a_role_word_that_no_frame_reads_is_unmatched() -> None:
    _, found = readings.read("负责河道管理。")
    assert [(fate.word, fate.outcome, fate.reason) for fate in found[0].fates] == [
        ("负责", "unmatched", "no subject before it")
    ]


def test_rules_of_the_document_can_be_switched_off() -> None:
    text = "各项任务列第一位的为牵头单位。\n加强巡查。（责任单位：市水利局、市财政局）"
    inferred = [
        [mention.inferred for mention in one.mentions] for one in readings.read(text)[1][0].statements
    ]
    assert inferred == [[True, False, False]]
    plain = readings.read(text, inferred=False)[1][0].statements
    assert [[mention.role.value for mention in one.mentions] for one in plain] == [["responsible"] * 2]


def test_the_same_bytes_give_the_same_records() -> None:
    assert _dump() == _dump()


def _dump() -> str:
    _, found = readings.read(TEXT)
    return json.dumps([repr(extraction) for extraction in found])


def test_a_label_line_stays_in_its_bracket() -> None:
    text = "加强巡查（2021年底前完成。责任单位：市水利局）。其他事项。"
    assert [mention.surface for one in readings.statements(text) for mention in one.mentions] == ["市水利局"]
