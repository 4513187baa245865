"""Paths in, one graph out: what is kept, what is told apart, what is told."""

from dataclasses import replace
from pathlib import Path

from graph_builder.lookup import Lookup
from graph_builder.pipeline import build
from ontology import TASK_ROLES, Role

NOTICE = """云州市人民政府办公室关于印发节水工作方案的通知

云政办发〔2023〕{number}号

各县（市、区）人民政府：

现将《节水工作方案》印发给你们。

一、强化管理。{matter}（市水利局牵头，市财政局、市发改委配合）

二、加强巡查。（责任单位：各县（市、区）人民政府）

云州市人民政府办公室

2023年5月6日
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_notice_becomes_tasks_with_resolved_bearers(tmp_path: Path) -> None:
    graph = build([written(tmp_path, "a.txt", NOTICE.format(number=7, matter="修编规划。"))]).graph
    look = Lookup(graph)
    told = {(one.role, look.agencies[one.agency].label) for one in graph.assignments}
    assert told == {
        (Role.LEAD, "云州市水利局"),
        (Role.SUPPORT, "云州市财政局"),
        (Role.SUPPORT, "云州市发展和改革委员会"),
        (Role.RESPONSIBLE, "云州市各县（市、区）人民政府"),
    }
    assert {look.agencies[one.agency].kind for one in graph.assignments if one.role is Role.RESPONSIBLE} == {
        "collective"
    }
    assert all(look.quote(one.source, one.span) for one in graph.assignments)


def test_everything_points_to_something_and_every_task_role_makes_one_assignment(tmp_path: Path) -> None:
    examples = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))
    graph = build(examples).graph
    agencies = {agency.id for agency in graph.agencies}
    documents = {document.id for document in graph.documents}
    statements = {statement.id for statement in graph.statements}
    assert len(statements) == len(graph.statements) > 150
    assert {one.agency for one in graph.assignments} <= agencies
    assert {one.statement for one in graph.assignments} <= statements
    assert {one.document for one in graph.statements} <= documents
    assert {name.agency for name in graph.names} <= agencies
    assert {member for one in graph.agencies for member in one.members} <= agencies
    roles = sum(mention.role in TASK_ROLES for one in graph.statements for mention in one.mentions)
    assert roles == len(graph.assignments)


def test_the_same_input_gives_the_same_graph_in_any_order(tmp_path: Path) -> None:
    one = written(tmp_path, "a.txt", NOTICE.format(number=7, matter="修编规划。"))
    two = written(tmp_path, "b.txt", NOTICE.format(number=8, matter="修复管网。"))
    assert build([one, two]).graph == build([two, one]).graph


def test_a_document_printed_twice_counts_once_and_says_where_else_it_stands(tmp_path: Path) -> None:
    long = NOTICE.format(number=7, matter="修编规划。") + "\n（此件公开发布）\n"
    paths = [
        written(tmp_path, "a.txt", NOTICE.format(number=7, matter="修编规划。")),
        written(tmp_path, "b.txt", long),
    ]
    graph = build(paths).graph
    assert len(graph.documents) == 1
    (document,) = graph.documents
    sources = {source.name: source.id for source in graph.sources}
    assert document.source == sources["b.txt"]
    assert document.also_printed_in == (sources["a.txt"],)


def test_two_documents_with_one_number_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    first = NOTICE.format(number=7, matter="修编规划。")
    second = first.replace("节水工作方案", "防汛工作方案")
    paths = [written(tmp_path, "a.txt", first), written(tmp_path, "b.txt", second)]
    graph = build(paths).graph
    ids = sorted(document.id for document in graph.documents)
    assert len(ids) == 2
    assert ids[1].startswith(ids[0] + "~")
    assert {one.document for one in graph.statements} == set(ids)


def test_a_citation_of_a_document_that_was_read_points_to_it(tmp_path: Path) -> None:
    first = NOTICE.format(number=7, matter="修编规划。")
    second = NOTICE.format(number=8, matter="按照《关于印发节水工作方案的通知》（云政办发〔2023〕7号）办理。")
    graph = build([written(tmp_path, "a.txt", first), written(tmp_path, "b.txt", second)]).graph
    cited = [one for one in graph.citations if one.number and "7号" in one.number]
    assert [one.target for one in cited] == ["doc/云州市/云政办发〔2023〕7号"]


def test_one_bad_file_among_good_ones_is_told_and_the_rest_is_built(tmp_path: Path) -> None:
    good = written(tmp_path, "a.txt", NOTICE.format(number=7, matter="修编规划。"))
    bad = tmp_path / "b.txt"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    found = build([good, bad])
    assert len(found.graph.documents) == 1
    assert len(found.failures) == 1
    assert "b.txt" in str(found.failures[0])
    assert [one.error is None for one in found.inputs] == [True, False]


def test_what_is_not_there_is_told_and_the_rest_is_built(tmp_path: Path) -> None:
    good = written(tmp_path, "a.txt", NOTICE.format(number=7, matter="修编规划。"))
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.xyz").write_text("x", encoding="utf-8")
    found = build([tmp_path / "empty", tmp_path / "nowhere.txt", tmp_path / ("x" * 300), good], terms=False)
    assert [one.name for one in found.inputs if one.error] == ["empty", "nowhere.txt", "x" * 300]
    reasons = ("这个文件夹里没有能读的文件", "没有这个文件或文件夹", "查不到")
    for failure, reason in zip(found.failures, reasons, strict=True):
        assert reason in str(failure)
    assert len(found.graph.documents) == 1


def test_a_users_alias_settles_a_name_and_changes_no_id(tmp_path: Path) -> None:
    text = NOTICE.format(number=7, matter="修编规划。").replace("市财政局、", "市河湖办、")
    path = written(tmp_path, "a.txt", text)
    aliases = written(
        tmp_path, "aliases.yaml", "aliases:\n  - name: 云州市河湖长制办公室\n    also: [市河湖办]\n"
    )
    plain, told = build([path]).graph, build([path], aliases=aliases).graph
    assert [one.id for one in plain.assignments] == [one.id for one in told.assignments]
    settled = {one.surface: one for one in told.assignments}["市河湖办"]
    assert settled.agency == "agency/云州市河湖长制办公室"
    assert settled.basis == "alias"


def test_rules_of_the_document_can_be_left_out(tmp_path: Path) -> None:
    text = NOTICE.format(number=7, matter="修编规划。").replace(
        "二、加强巡查。（责任单位：各县（市、区）人民政府）",
        "二、加强巡查。（责任单位：市公安局、市城管局，列第一位的为牵头单位，下同）",
    )
    path = written(tmp_path, "a.txt", text)
    led = [one for one in build([path]).graph.assignments if one.inferred]
    assert [(one.role, one.surface) for one in led] == [(Role.LEAD, "市公安局")]
    assert [one for one in build([path], inferred=False).graph.assignments if one.inferred] == []


def test_words_of_a_task_are_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", NOTICE.format(number=7, matter="推进煤改电和集中供暖工程建设。"))
    graph = build([path]).graph
    words = {word for one in graph.statements for word in one.terms}
    assert {"供暖"} <= words or {"集中供暖"} <= words
    assert "推进" not in words
    assert all(one.terms == () for one in build([path], terms=False).graph.statements)
    assert replace(graph.statements[0], terms=()) in build([path], terms=False).graph.statements


def test_the_shipped_aliases_are_of_the_right_shape() -> None:
    folder = Path(__file__).parents[2] / "examples"
    graph = build(sorted(folder.glob("*.txt")), aliases=folder / "aliases.yaml", terms=False).graph
    labels = {agency.label for agency in graph.agencies}
    assert "云州市河湖长制办公室" in labels
