"""The truth file gives back the graph it was made of, and says what is wrong with one that does not."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from graphs import WORDS, graphs
from hypothesis import HealthCheck, given, settings
from toy import HOSTILE, toy_graph

from graph_builder.errors import StoreError, UsageError
from graph_builder.identity import source_id
from graph_builder.lookup import Lookup
from graph_builder.model import Document, Graph, Source, Span
from graph_builder.outdir import (
    Input,
    counts,
    document_record,
    held,
    read_graph,
    read_run,
    reconcile,
    source_files,
    statement_record,
    write_contract,
    write_graph,
    write_run,
    written,
)
from ontology import Kind, Role

TRUTH = "data/graph.jsonl"


def lines(folder: Path, name: str = TRUTH) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_bytes().decode().split("\n")[:-1]]


def rewrite(folder: Path, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    """Change or drop (None) the records of a truth file."""
    kept = [record for one in lines(folder) if (record := change(one)) is not None]
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in kept)
    (folder / TRUTH).write_text(text, encoding="utf-8")


def test_the_graph_comes_back(tmp_path: Path) -> None:
    write_graph(toy_graph(), tmp_path)
    assert read_graph(tmp_path) == toy_graph()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_any_graph_comes_back_and_is_written_the_same_again(graph: Graph) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        write_graph(graph, Path(one))
        again = read_graph(Path(one))
        write_graph(again, Path(other))
        assert again == graph
        assert Path(one, TRUTH).read_bytes() == Path(other, TRUTH).read_bytes()


def test_records_stand_in_order_whatever_the_order_of_the_graph(tmp_path: Path) -> None:
    graph = toy_graph()
    write_graph(replace(graph, assignments=graph.assignments[::-1], fates=graph.fates[::-1]), tmp_path)
    keys = [(record["type"], record["id"]) for record in lines(tmp_path) if "id" in record]
    assert keys == sorted(keys)
    assert Counter(kind for kind, _ in keys)["assignment"] == 32
    assert read_graph(tmp_path) == graph


def test_the_type_of_a_document_and_of_its_record_are_told_apart(tmp_path: Path) -> None:
    write_graph(toy_graph(), tmp_path)
    documents = [record for record in lines(tmp_path) if record["type"] == "document"]
    assert [record["doc_type"] for record in documents] == ["通知", "通知", "意见"]
    assert all(isinstance(id_, str) for record in documents for id_ in record["citations"])


def test_texts_are_kept_beside_as_they_were_read(tmp_path: Path) -> None:
    text = "甲\r\n乙\r丙\u2028\x85\ufeff"
    write_graph(Graph(sources=(Source("a.txt", text, "utf-8", source_id(text)),)), tmp_path)
    assert (tmp_path / "data/sources/a.txt").read_bytes() == text.encode()
    assert "甲" not in (tmp_path / TRUTH).read_text("utf-8")
    assert read_graph(tmp_path).sources[0].text == text


ODD_NAMES = (
    "../../etc/passwd",
    "..",
    ".",
    "",
    "/abs/olute.txt",
    "C:\\Users\\x.txt",
    "con.txt",
    "a\x00b.txt",
    "换\n行.txt",
    "x" * 500 + ".txt",
    "字" * 300,
    ".hidden",
    "-rf.txt",
    "trailing. ",
    "report.docx",
    "\u202egnp.txt",
)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_source_name_stays_in_its_folder_and_is_kept(name: str, tmp_path: Path) -> None:
    graph = Graph(sources=(Source(name, name, "utf-8", source_id(name)),))
    write_graph(graph, tmp_path / "out")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.parent for path in files} == {tmp_path / "out/data", tmp_path / "out/data/sources"}
    assert len(files) == 2
    assert read_graph(tmp_path / "out") == graph


@given(WORDS, WORDS)
def test_no_two_sources_share_a_file(one: str, other: str) -> None:
    sources = [
        Source(name, "", "utf-8", f"source/{n:016}") for n, name in enumerate((one, other, one.upper()))
    ]
    files = [name.casefold() for name in source_files(sources).values()]
    assert len(set(files)) == 3
    assert all(re.fullmatch(r"[^/\\\x00-\x1f:*?\"<>|]{1,200}\.txt", name) for name in files)


def change(kind: str, **values: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda record: record | values if record["type"] == kind else record


def without(kind: str, *keys: str) -> Callable[[dict[str, Any]], dict[str, Any] | None]:
    """Drop some fields of a type's records, or the records themselves."""

    def changed(record: dict[str, Any]) -> dict[str, Any] | None:
        if record["type"] != kind:
            return record
        return {key: value for key, value in record.items() if key not in keys} if keys else None

    return changed


DAMAGE = {
    "unknown type": (change("agency", type="ghost"), "第 1 行不成记录（这一版"),
    "missing field": (without("agency", "label"), "第 1 行不成记录（缺 label"),
    "unknown field": (change("agency", colour="red"), "第 1 行不成记录（不认得 colour"),
    "wrong type of value": (change("agency", label=1), "label：应是 str"),
    "a truth value is no number": (change("statement", span=[True, 2]), "span：应是 int"),
    "span the wrong way": (change("statement", span=[9, 2]), "不是一段原文"),
    "unknown role": (change("assignment", role="ghost"), "role：应是 lead、"),
    "no list": (change("agency", members="ab"), "members：应是列表"),
    "file outside": (change("source", file="../../x"), "不是单纯的文件名"),
    "file missing": (change("source", file="none.txt"), "none.txt：读不出"),
    "agency missing": (without("agency"), "指向 agency"),
    "statements cut off": (without("statement"), "指向 statement"),
    "citation missing": (without("citation"), "citation"),
    "another version": (change("agency", members=None), "members"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_truth_file_is_named_with_its_cure(damage: str, tmp_path: Path) -> None:
    write_graph(toy_graph(), tmp_path)
    spoil, message = DAMAGE[damage]
    rewrite(tmp_path, spoil)
    with pytest.raises(StoreError, match=message) as caught:
        read_graph(tmp_path)
    assert "zhize build" in str(caught.value)


@pytest.mark.parametrize("tail", [b'{"type":"agency"', b"\xff\xfe", b"[" * 100_000, b"1\n", b"\n"])
def test_a_broken_line_is_named(tail: bytes, tmp_path: Path) -> None:
    write_graph(toy_graph(), tmp_path)
    path = tmp_path / TRUTH
    number = path.read_bytes().count(b"\n") + 1
    path.write_bytes(path.read_bytes() + tail)
    with pytest.raises(StoreError, match=f"graph.jsonl 第 {number} 行不成记录"):
        read_graph(tmp_path)


def test_a_changed_text_is_found(tmp_path: Path) -> None:
    write_graph(toy_graph(), tmp_path)
    path = tmp_path / "data/sources/一期.txt"
    path.write_text(path.read_text("utf-8").replace("牵头", "配合", 1), "utf-8")
    with pytest.raises(StoreError, match=r"一期\.txt：不是当初读到的原文"):
        read_graph(tmp_path)
    path.write_bytes(b"\xff\xff")
    with pytest.raises(StoreError, match=r"一期\.txt：第 0 字节处不是 UTF-8 文本"):
        read_graph(tmp_path)


def test_a_folder_without_a_graph_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="这里没有图"):
        read_graph(tmp_path)


def test_a_graph_that_contradicts_itself_is_not_written(tmp_path: Path) -> None:
    graph = toy_graph()
    with pytest.raises(StoreError, match="出现两次"):
        write_graph(replace(graph, agencies=graph.agencies + graph.agencies[:1]), tmp_path)
    with pytest.raises(StoreError, match="却没有这一条"):
        write_graph(replace(graph, agencies=()), tmp_path)
    with pytest.raises(StoreError, match="缺文件所引的"):
        write_graph(replace(graph, citations=()), tmp_path)


def test_a_statement_is_written_by_the_contract(tmp_path: Path) -> None:
    write_contract(toy_graph(), tmp_path)
    found = lines(tmp_path, "data/statements.jsonl")
    assert len(found) == len(toy_graph().statements)
    first = next(record for record in found if record["source"] == "一期.txt")
    assert " ".join(first) == (
        "source document path kind text start end task agencies due due_date open pattern id"
    )
    assert " ".join(first["agencies"][0]) == (
        "surface canonical role collective distribution inferred start end"
    )
    assert first["document"] == "云政办发〔2019〕1号"
    assert first["text"] == "（市能源局牵头，市财政局、市生态环境局配合，各县（区）人民政府落实）"
    assert [one["canonical"] for one in first["agencies"]] == [
        "云州市能源局",
        "云州市财政局",
        "云州市生态环境局",
        "云州市各县（区）人民政府",
    ]
    starts = [record["start"] for record in found if record["source"] == "一期.txt"]
    assert starts == sorted(starts)


def test_quotes_of_the_contract_are_the_source_without_white_space(tmp_path: Path) -> None:
    graph = toy_graph()
    texts = {source.name: source.text for source in graph.sources}
    write_contract(graph, tmp_path)
    quoted = 0
    for record in lines(tmp_path, "data/statements.jsonl"):
        text = texts[record["source"]]
        assert "".join(text[record["start"] : record["end"]].split()) == record["text"]
        for one in record["agencies"]:
            assert "".join(text[one["start"] : one["end"]].split()) == one["surface"]
            quoted += 1
    assert quoted == 39


def test_every_form_of_mention_finds_its_canonical_name() -> None:
    lookup = Lookup(toy_graph())

    def names(kind: Kind) -> dict[tuple[str, str], str | None]:
        records = [statement_record(lookup, one) for one in toy_graph().statements if one.kind is kind]
        return {(one["role"], one["surface"]): one["canonical"] for r in records for one in r["agencies"]}

    assert names(Kind.DELEGATION) == {
        (Role.DELEGATE, "云州市救助站"): "云州市救助站",
        (Role.DELEGATOR, "云州市民政局"): "云州市民政局",
    }
    group = names(Kind.GROUP)
    assert group[Role.GROUP, "云州市清洁取暖工作领导小组"] == "云州市清洁取暖工作领导小组"
    assert group[Role.OFFICE, "市能源局"] == "云州市能源局"
    assert group[Role.CHAIR, "副市长"] is None
    assert names(Kind.CLAUSE)[Role.SUPPORT, "市铁路办"] is None


def test_a_document_is_written_with_its_lines() -> None:
    text = "目录\n\n云州市文件\n标题\n正文\n\n\n下一份\n"
    source = Source("a.txt", text, "utf-8", source_id(text))
    document = Document("d", source.id, Span(4, 15), None, "标题", "通知", None, None, "云州市")
    record = document_record(Lookup(Graph((source,), (document,))), document)
    assert (record["start_line"], record["end_line"]) == (3, 5)
    lookup = Lookup(toy_graph())
    plan = next(one for one in toy_graph().documents if one.instrument)
    record = document_record(lookup, plan)
    assert (record["type"], record["promulgates"]) == ("通知", "云州市清洁取暖实施方案")
    assert record["cites"][-1] == {
        "title": "云州市清洁取暖实施方案",
        "number": None,
        "kind": "promulgates",
        "self": True,
    }


def test_figures_agree_with_what_was_written(tmp_path: Path) -> None:
    graph = toy_graph()
    write_graph(graph, tmp_path)
    write_contract(graph, tmp_path)
    reconcile(held(graph), written(tmp_path))
    with pytest.raises(StoreError, match=r"assignment records in .*: 31 expected, 32 written"):
        reconcile(held(replace(graph, assignments=graph.assignments[1:])), written(tmp_path))
    with (tmp_path / "data/statements.jsonl").open("ab") as out:
        out.write(b"{}\n")
    with pytest.raises(StoreError, match="14 expected, 15 written"):
        reconcile(held(graph), written(tmp_path))
    with pytest.raises(StoreError, match="triples: 5 expected, 0 written"):
        reconcile({"triples": 5}, {})


def test_counts_of_the_toy_city() -> None:
    figures = counts(toy_graph())
    assert figures["statements"] == 14
    assert figures["statements_by_kind"] == {"clause": 8, "delegation": 1, "group": 1, "prose": 3, "table": 1}
    assert figures["assigned_names"] == {"resolved": 31, "unresolved": 1}
    assert figures["role_words_by_outcome"] == {"extracted": 8, "unmatched": 1}


def test_the_run_tells_inputs_figures_and_hashes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HOSTILE, "utf-8")
    given_ = [Input("a.txt", "0" * 64, "utf-8", "source/1"), Input("b.png", None, None, None, "a picture")]
    run = write_run(tmp_path, given_, {"documents": 1}, started="2000-01-01T00:00:00+00:00", files=["a.txt"])
    assert read_run(tmp_path) == run
    assert list(run["files"]) == ["a.txt"]
    assert re.fullmatch(r"[0-9a-f]{64}", run["files"]["a.txt"])
    assert run["inputs"][1] == {
        "name": "b.png",
        "sha256": None,
        "encoding": None,
        "source": None,
        "error": "a picture",
    }
    assert run["started"] < run["finished"]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"tool": "other", "files": {}}', '{"tool": "zhize"}', "[" * 100_000]
)
def test_a_foreign_run_is_none_of_ours(text: str, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(text)
    assert read_run(tmp_path) is None
