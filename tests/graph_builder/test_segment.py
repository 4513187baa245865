from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_builder.model import Document, Passage, Source
from graph_builder.read import decode, read
from graph_builder.segment import document_record, passages, place_of, segment
from graph_builder.segment.attributes import addressees
from graph_builder.segment.lines import lines_of
from graph_builder.segment.numbering import Sequence, annex_of, heading_of
from graph_builder.segment.outline import labels_bodies
from graph_builder.segment.vocabulary import data, ending, number_value

CASES = Path(__file__).parent.parent / "cases"
DOCUMENTS: list[dict[str, Any]] = yaml.safe_load((CASES / "segment_documents.yaml").read_text("utf-8"))
PASSAGES: list[dict[str, Any]] = yaml.safe_load((CASES / "segment_passages.yaml").read_text("utf-8"))
VOCABULARY = data("vocabulary.yaml")
STYLES = data("numbering.yaml")["styles"]


def source_of(text: str) -> Source:
    return decode("case.txt", text.encode())


def squeeze(text: str) -> str:
    return "".join(text.split())


def words(source: Source, passage: Passage) -> str:
    return squeeze(source.text[passage.span.start : passage.span.end])


def test_the_cases_are_all_collected() -> None:
    assert len(DOCUMENTS) == 33
    assert len(PASSAGES) == 9
    assert len({case["name"] for case in [*DOCUMENTS, *PASSAGES]}) == 42


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda case: case["name"])
@pytest.mark.parametrize("breaks", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_documents_and_what_their_headers_say(case: dict[str, Any], breaks: str) -> None:
    source = source_of(case["text"].replace("\n", breaks))
    documents = segment(source)
    assert len(documents) == len(case["documents"])
    for document, wanted in zip(documents, case["documents"], strict=True):
        record = {**document_record(source, document), "place": document.place}
        expected = {key: str(value) if key == "date" and value else value for key, value in wanted.items()}
        assert {key: record[key] for key in expected} == expected


@pytest.mark.parametrize("case", PASSAGES, ids=lambda case: case["name"])
def test_passages_of_a_document(case: dict[str, Any]) -> None:
    source = source_of(case["text"])
    (document,) = segment(source)
    found = passages(source, document)
    assert [(list(each.path), words(source, each)) for each in found] == [
        (wanted["path"], wanted["text"]) for wanted in case["passages"]
    ]
    for passage, wanted in zip(found, case["passages"], strict=True):
        assert len(passage.headings) == len(passage.path)
        if "item" in wanted:
            assert squeeze(source.text[passage.item :]).startswith(wanted["item"])
        if "headings" in wanted:
            assert list(passage.headings) == wanted["headings"]
        cells = [source.text[cell.start : cell.end] for cell in passage.cells]
        assert cells == wanted.get("cells", [])


def listed(group: str) -> Iterator[tuple[str, str]]:
    yield from VOCABULARY[group]["examples"].items()


@pytest.mark.parametrize("group", ["types", "official", "bodies"])
def test_words_that_a_name_or_title_ends_in(group: str) -> None:
    for title, word in listed(group):
        assert ending(title, group) == word
    assert VOCABULARY[group]["near_misses"]
    for title in VOCABULARY[group]["near_misses"]:
        assert ending(title, group) is None


def test_addressees_are_bodies_before_a_colon() -> None:
    group = VOCABULARY["addressees"]
    for text, names in group["examples"].items():
        assert list(addressees(lines_of(f"{text}：\n现印发给你们。"))) == names
    for text in group["near_misses"]:
        assert addressees(lines_of(f"{text}：\n现印发给你们。")) == ()


def test_places_that_head_an_issuer() -> None:
    group = VOCABULARY["places"]
    assert {issuer: place_of(issuer) for issuer in group["examples"]} == group["examples"]
    assert {issuer: place_of(issuer) for issuer in group["near_misses"]} == dict.fromkeys(
        group["near_misses"], "-"
    )
    assert place_of(None) == "-"


def test_labels_whose_bodies_stand_on_the_next_line() -> None:
    group = VOCABULARY["responsible"]
    assert all(labels_bodies(text) for text in group["examples"])
    assert not any(labels_bodies(text) for text in group["near_misses"])


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style["id"])
def test_styles_of_numbering(style: dict[str, Any]) -> None:
    for text, path in style["examples"].items():
        (line,) = lines_of(text)
        sequence = Sequence(last={style["id"]: 0 if "一" in path or "1" in path or "①" in path else 1})
        mark = heading_of(line, sequence, ended=True)
        assert mark is not None
        assert (mark.style, mark.path) == (style["id"], path)
    for text in style["near_misses"]:
        (line,) = lines_of(text)
        mark = heading_of(line, Sequence(), ended=True)
        assert mark is None or mark.style != style["id"]


def test_annexes_stand_alone_or_after_the_signature() -> None:
    group = data("numbering.yaml")["annexes"]
    for text, path in group["examples"].items():
        assert annex_of(lines_of(text)[0], signed=False) == path
    for text in group["near_misses"]:
        assert annex_of(lines_of(text)[0], signed=True) is None
    assert annex_of(lines_of("附件1：任务分解表")[0], signed=True) == "附件1"
    assert annex_of(lines_of("附件1：任务分解表")[0], signed=False) is None


def test_numbers_in_chinese_digits() -> None:
    assert [number_value(text) for text in ("一", "十", "十二", "二十", "三十一", "一百零二", "7", "丙")] == [
        1,
        10,
        12,
        20,
        31,
        102,
        7,
        None,
    ]


def test_citations_carry_ids_and_their_place_in_the_text() -> None:
    text = DOCUMENTS[1]["text"]
    source = source_of(text)
    (document,) = segment(source)
    assert document.id == "doc/清河县/清政办〔2015〕67号"
    own, law = document.citations
    assert (own.own, own.kind, own.target) == (True, "promulgates", document.id)
    assert (law.kind, law.target) == ("based_on", "cited/中华人民共和国气象法")
    assert law.id == f"citation/{document.id}/中华人民共和国气象法"
    assert source.text[law.span.start : law.span.end] == "中华人民共和国气象法"


ODD = st.text(
    st.sampled_from(
        "一二（一）1.、：，。；第章条附件目录号令〔2019〕云州市人民政府办公室关于的通知《》\n\r\t \u3000"
    ),
    max_size=300,
)


@settings(max_examples=150, deadline=None)
@given(ODD)
def test_any_text_gives_documents_and_passages_in_order(text: str) -> None:
    if not text.strip():
        return
    source = source_of("x" + text)
    documents = segment(source)
    assert documents
    ends = 0
    for document in documents:
        assert ends <= document.span.start < document.span.end <= len(source.text)
        ends = document.span.end
        in_order(source, document)


def in_order(source: Source, document: Document) -> None:
    end = document.span.start
    for passage in passages(source, document):
        assert end <= passage.span.start < passage.span.end <= document.span.end
        assert document.span.start <= passage.item <= passage.span.end
        for cell in passage.cells:
            assert "\t" not in source.text[cell.start : cell.end]
        end = passage.span.end


def test_line_breaks_and_width_of_punctuation_change_no_id() -> None:
    for case in DOCUMENTS:
        before = [document.id for document in segment(source_of(case["text"]))]
        wide = case["text"].replace("：", ":").replace("\n", "\r\n")
        assert [document.id for document in segment(source_of(wide))] == before


HOSTILE = (
    *(
        "（",
        "《",
        "《某办法》",
        "2019年",
        "〔2019〕3号",
        "令第1号",
        "（以下简称",
        "局（局",
        "目录\n",
        "1.\n",
        "a\t",
    ),
    *(
        "附件1\n",
        "云政发〔2019〕3号\n",
        "2019年3月4日\n",
        "第一章 总则\n",
        "牵头负责配合",
        "索引号：",
        ".....1",
    ),
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    source = source_of("x" + unit * (100_000 // len(unit)))
    start = time.perf_counter()
    for document in segment(source):
        passages(source, document)
    assert time.perf_counter() - start < 10


def test_a_long_single_line_is_one_passage() -> None:
    source = source_of("市水利局负责全市节水工作，市财政局配合。" * 50_000)
    (document,) = segment(source)
    (passage,) = passages(source, document)
    assert (passage.span.start, passage.span.end) == (0, len(source.text))


def fold(value: str | None) -> str:
    return re.sub("[《》]", "", squeeze(value or "")).translate(str.maketrans("〔〕()", "（）（）"))


@pytest.mark.parametrize("part", ["docs_000", "docs_002_part"])
def test_gazettes_give_the_documents_of_the_gold(part: str, gold: Path, corpus: Path) -> None:
    wanted = [json.loads(line) for line in (gold / f"{part}.jsonl").read_text("utf-8").splitlines()]
    (path,) = corpus.glob(f"{part.split('_')[1]}_*.txt")
    source = read(path)
    found = {fold(each.number): document_record(source, each) for each in segment(source)}
    assert len(found) == 10
    for document in wanted:
        record = found[fold(document["number"])]
        for name in ("title", "type", "issuer", "date", "promulgates"):
            assert fold(record[name]) == fold(document[name])
        assert (record["start_line"], record["end_line"]) == (document["start_line"], document["end_line"])
        named = {fold(each["title"]): fold(each["number"]) for each in record["cites"]}
        for cited in document["cites"]:
            if not cited.get("note") and not cited.get("self"):
                assert named[fold(cited["title"])] == fold(cited["number"])


@pytest.mark.parametrize("part", ["gold_000", "gold_002_part"])
def test_gazettes_give_the_paths_of_the_gold(part: str, gold: Path, corpus: Path) -> None:
    lines = (gold / f"{part}.jsonl").read_text("utf-8").splitlines()
    (path,) = corpus.glob(f"{part.split('_')[1]}_*.txt")
    source = read(path)
    bodies: dict[str | None, list[tuple[str, str]]] = {}
    for document in segment(source):
        found = passages(source, document)
        bodies[document.number] = [("/".join(each.path), words(source, each)) for each in found]
    missing = []
    for line in lines:
        statement = json.loads(line)
        text, place = squeeze(statement["text"]), fold(statement["path"])
        if not any(fold(at) == place and text in body for at, body in bodies[statement["doc"]]):
            missing.append((statement["id"], place, text[:40]))
    assert len(lines) > 100
    assert missing == []


def test_records_hold_only_plain_values() -> None:
    source = source_of(DOCUMENTS[0]["text"])
    record = document_record(source, segment(source)[0])
    assert json.loads(json.dumps(record)) == record
    assert asdict(segment(source)[0]) == asdict(segment(source)[0])
