"""What each command prints, writes and returns."""

import json
import webbrowser
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import PLAN, contents, zhize
from fuseki_server import FusekiServer
from neo4j_server import Neo4jServer

import queries
from exports import FORMATS
from graph_builder.commands import terminal
from graph_builder.outdir import counts, read_graph

EXAMPLES = Path(__file__).parents[2] / "examples"
SAMPLE = sorted(EXAMPLES.glob("sample_gazette*.txt"))
COMMANDS = (
    *("demo", "build", "extract", "explain", "queries", "query"),
    *("names", "metrics", "view", "export", "load", "check", "score"),
)
DOCUMENT_FIELDS = {
    *("source", "number", "title", "type", "issuer", "date", "promulgates", "addressees", "approved_by"),
    *("cites", "attachments", "start_line", "end_line"),
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample gazettes, built."""
    folder = tmp_path_factory.mktemp("sample") / "out"
    assert len(SAMPLE) == 2
    done = zhize("build", *SAMPLE, "-o", folder)
    assert (done.code, done.stdout) == (0, ""), done.stderr
    return folder


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small document."""
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a command opens in the browser."""
    addresses: list[str] = []
    monkeypatch.setattr(webbrowser, "open", addresses.append)
    return addresses


def statements(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_command_is_listed_and_helps_with_an_example() -> None:
    listed = zhize("--help").stdout
    assert f"{{{','.join(COMMANDS)}}}" in listed.replace("\n", "").replace(" ", "")
    for name in COMMANDS:
        done = zhize(name, "--help")
        assert done.code == 0
        assert f"zhize {name}" in done.stdout.partition("例：")[2], name


def test_the_version_is_that_of_the_distribution() -> None:
    assert zhize("--version").stdout == f"zhize {version('zhize')}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["paint"],
        ["build"],
        ["build", "a.txt"],
        ["query", "out"],
        ["queries", "--yaml"],
        ["names", "nowhere"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_2_and_says_where_help_is(arguments: list[str]) -> None:
    done = zhize(*arguments)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith("错误：")


def test_a_build_holds_everything_and_says_so(out: Path) -> None:
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    named = {"ledger.xlsx", "index.html", "run.json"}
    data = {"graph.jsonl", "statements.jsonl", "documents.jsonl", "graph.nq", "graph.ttl"}
    assert named | {f"data/{name}" for name in data} <= files
    assert {f"data/sources/{path.name}" for path in SAMPLE} <= files
    assert "data/csv/assignments.csv" in files
    assert (out / "store").is_dir()


def test_the_run_reconciles_with_the_graph(out: Path) -> None:
    run = json.loads((out / "run.json").read_text("utf-8"))
    figures, graph = run["counts"], read_graph(out)
    assert figures["files"] == {"given": 2, "read": 2, "repeated": 0, "failed": 0}
    assert counts(graph).items() <= figures.items()
    assert figures["quads_written"] == figures["quads_in_store"] > 10_000
    assert figures["quads_written"] == len((out / "data/graph.nq").read_bytes().splitlines())
    assert sum(figures["role_words_by_outcome"].values()) == figures["role_words"] > 100
    assert {one["name"] for one in run["inputs"]} == {path.name for path in SAMPLE}


def test_the_closing_lines_say_what_was_read_written_and_comes_next(plan: Path, tmp_path: Path) -> None:
    done = zhize("build", plan, "-o", tmp_path / "out")
    assert "读入：1 个输入，1 个已读\n" in done.stderr
    assert "语句：2 条（分工短句 2）" in done.stderr
    assert "职责：6 条" in done.stderr
    assert f"{tmp_path / 'out' / 'ledger.xlsx'}" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("下一步：zhize view")
    assert "\r" not in done.stderr


def test_the_contract_files_have_their_fields(out: Path) -> None:
    documents = statements((out / "data/documents.jsonl").read_text("utf-8"))
    assert len(documents) == 11
    assert all(set(document) >= DOCUMENT_FIELDS for document in documents)
    gold = statements((EXAMPLES / "docs_sample.jsonl").read_text("utf-8"))
    assert {one["date"] for one in gold} == {one["date"] for one in documents}
    assert set(gold[0]) <= DOCUMENT_FIELDS | {"id", "file"}


def test_extract_prints_what_build_writes(out: Path) -> None:
    done = zhize("extract", *SAMPLE)
    assert done.code == 0
    assert done.stdout == (out / "data/statements.jsonl").read_text("utf-8")
    texts = {path.name: path.read_bytes().decode("utf-8-sig") for path in SAMPLE}
    found = statements(done.stdout)
    assert len(found) > 150
    for one in found:
        assert "".join(texts[one["source"]][one["start"] : one["end"]].split()) == one["text"]
        for body in one["agencies"]:
            assert "".join(texts[one["source"]][body["start"] : body["end"]].split()) == body["surface"]


def test_the_rules_that_a_document_states_can_be_switched_off() -> None:
    inferred = [
        body["inferred"] for one in statements(zhize("extract", *SAMPLE).stdout) for body in one["agencies"]
    ]
    plain = statements(zhize("extract", *SAMPLE, "--no-inferred").stdout)
    assert any(inferred)
    assert not any(body["inferred"] for one in plain for body in one["agencies"])


def test_twice_the_same_input_is_twice_the_same_output(out: Path, tmp_path: Path) -> None:
    assert zhize("build", *reversed(SAMPLE), "-o", tmp_path / "again").code == 0
    first, again = contents(out), contents(tmp_path / "again")
    assert len(first) > 12
    assert [name for name in first | again if first.get(name) != again.get(name)] == []


def test_aliases_are_taken_from_the_option_and_from_out(plan: Path, tmp_path: Path) -> None:
    def names() -> set[str | None]:
        found = statements((tmp_path / "out/data/statements.jsonl").read_text("utf-8"))
        return {body["canonical"] for one in found for body in one["agencies"]}

    table = "aliases: [{name: 云州市水务和湖泊局, also: [市水利局]}]\n"
    (tmp_path / "mine.yaml").write_text(table, encoding="utf-8")
    assert zhize("build", plan, "-o", tmp_path / "out", "--aliases", tmp_path / "mine.yaml").code == 0
    assert "云州市水务和湖泊局" in names()
    assert zhize("build", plan, "-o", tmp_path / "out").code == 0
    assert "云州市水务和湖泊局" not in names()
    (tmp_path / "out" / "aliases.yaml").write_text(table, encoding="utf-8")
    for _ in range(2):
        assert zhize("build", plan, "-o", tmp_path / "out").code == 0
        assert "云州市水务和湖泊局" in names()


def test_what_was_typed_into_the_ledger_is_in_the_next_one(plan: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "out" / "ledger.xlsx"
    assert zhize("build", plan, "-o", tmp_path / "out").code == 0
    book = openpyxl.load_workbook(ledger)
    book["任务分解表"]["K2"] = "张某"
    book.save(ledger)
    assert zhize("build", plan, "-o", tmp_path / "out").code == 0
    assert openpyxl.load_workbook(ledger)["任务分解表"]["K2"].value == "张某"


def test_the_same_text_twice_is_read_once(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text(PLAN, encoding="utf-8")
    done = zhize("build", plan, tmp_path / "copy.txt", "-o", tmp_path / "out")
    assert (done.code, "1 个与其他输入内容相同" in done.stderr) == (0, True)


def test_demo_builds_the_sample_and_names_page_and_ledger(
    opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = zhize("demo")
    assert done.code == 0
    named = [Path(line.partition("：")[2]) for line in done.stdout.splitlines()]
    assert named == [tmp_path / "zhize-demo" / name for name in ("index.html", "ledger.xlsx")]
    assert all(path.is_file() for path in named)
    assert opened == []


def test_a_page_opens_only_before_a_person_with_a_screen(
    out: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = zhize("view", out)
    assert (done.code, done.stdout, opened) == (0, f"{out / 'index.html'}\n", [])
    monkeypatch.setattr(terminal, "is_screen", lambda: True)
    zhize("view", out)
    assert opened == [(out / "index.html").as_uri()]
    assert zhize("view", out.parent).code == 2


def test_queries_are_listed_with_their_parameters() -> None:
    found = zhize("queries", "--json").json
    assert [one["name"] for one in found] == list(queries.names())
    assert {"name", "title_zh", "title_en", "parameters", "columns"} <= set(found[0])
    parameters = [parameter for one in found for parameter in one["parameters"]]
    assert all(set(one) == {"name", "type", "required", "default", "example"} for one in parameters)
    table = zhize("queries").stdout
    assert all(one["name"] in table and one["title_zh"] in table for one in found)


def test_a_query_answers_as_a_list_of_objects(out: Path) -> None:
    rows = zhize("query", out, "depends-on", "agency=市财政局", "--json").json
    assert rows
    assert list(rows[0]) == list(queries.load("depends-on").columns)
    assert zhize("query", out, "depends-on", "agency=云州市财政局", "--json").json == rows
    assert zhize("query", out, "depends-on", "agency=市财政局", "--limit", "1", "--json").json == rows[:1]


def test_a_query_answers_as_a_table_with_its_definition(out: Path) -> None:
    shown = zhize("query", out, "depends-on", "agency=市财政局").stdout.splitlines()
    question = queries.load("depends-on")
    assert shown[:2] == [question.title_zh, question.definition_zh]
    assert shown[3].startswith("依赖方")
    assert "agency/" not in "".join(shown)
    assert "（无）" in zhize("query", out, "leads", "agency=市委宣传部").stdout


@pytest.mark.parametrize("name", queries.names())
def test_every_query_can_be_asked(name: str, out: Path) -> None:
    graph = read_graph(out)
    known = {
        "agency": "市财政局",
        "document": graph.documents[0].id,
        "role": "lead",
        "text": "改造",
        "date": "2023-12-31",
        "year": "2023",
        "int": "2",
    }
    given = [f"{one.name}={known[one.type]}" for one in queries.load(name).parameters if one.required]
    assert isinstance(zhize("query", out, name, *given, "--json").json, list)


@pytest.mark.parametrize(
    "arguments, told",
    [
        (["depends-onn"], "depends-on"),
        (["depends-on"], "agency=市财政局"),
        (["depends-on", "agency=市财证局"], "市财政局"),
        (["depends-on", "body=市财政局"], "agency"),
        (["depends-on", "市财政局"], "agency=市财政局"),
        (["leads", "agency=市水利局", "agency=市财政局"], "给了两次"),
    ],
)
def test_a_wrong_question_is_exit_2_with_what_was_meant(arguments: list[str], told: str, out: Path) -> None:
    done = zhize("query", out, *arguments)
    assert (done.code, done.stdout) == (2, "")
    assert told in done.stderr


def test_names_say_what_each_means_and_why(out: Path) -> None:
    rows = {(row["surface"], row["canonical"]): row for row in zhize("names", out, "--json").json}
    row = rows["市发改委", "云州市发展和改革委员会"]
    assert (row["count"] > 1, "full" in row["basis"]) == (True, True)
    assert all(row["basis"] for row in rows.values())
    shown = zhize("names", out).stdout
    assert "文中写有全称" in shown
    assert "机构通名加所在层级" in shown
    left = zhize("names", out, "--open", "--json").json
    assert left
    assert all(one["quote"] for one in left)
    assert left[0]["what"] in zhize("names", out, "--open").stdout


def test_metrics_are_of_the_network_and_of_its_units(out: Path) -> None:
    found = zhize("metrics", out, "--json").json
    assert found["network"]["units"] == len(found["units"])
    assert {"degree", "betweenness", "articulation"} <= set(found["units"][0])
    shown = zhize("metrics", out, "--limit", "3").stdout
    assert found["units"][2]["label"] in shown
    assert found["units"][3]["label"] not in shown
    steps = zhize("metrics", out, "--path", "市财政局", "市公安局", "--json").json
    assert steps[0]["start"] == "agency/云州市财政局"
    assert steps[-1]["end"] == "agency/云州市公安局"


def test_a_sentence_is_explained() -> None:
    found = zhize("explain", "加快改造（市水利局牵头，市财政局配合）", "--json").json
    assert found["frames"][0]["letters"] == "nvcnv"
    assert found["statements"][0]["pattern"] == "list-then-verb"
    assert [one["outcome"] for one in found["role_words"]] == ["extracted", "extracted"]
    shown = zhize("explain", "加快改造（市水利局牵头，市财政局配合）").stdout
    assert "牵头  市水利局" in shown
    assert "任务：加快改造" in shown


def test_a_sentence_that_is_no_clause_is_explained_by_its_nearest_miss() -> None:
    found = zhize("explain", "（市财政局完成预算，配合）", "--json").json
    assert found["statements"] == []
    assert found["nearest"][0]["pattern"]
    trapped = zhize("explain", "实行市长负责制。", "--json").json
    assert [one["outcome"] for one in trapped["role_words"]] == ["trap"]
    nothing = zhize("explain", "今天天气好")
    assert (nothing.code, nothing.stdout) == (0, "")
    assert "句中没有职责用语" in nothing.stderr
    assert zhize("explain", " ").code == 2


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_written_whole_and_for_one_body(name: str, out: Path, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    done = zhize("export", out, "--to", name, "-o", whole / f"x.{name}")
    assert (done.code, done.stdout) == (0, ""), done.stderr
    assert zhize("export", out, "--to", name, "-o", part / f"x.{name}", "--focus", "市财政局").code == 0
    assert size(whole) > size(part) > 0


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_an_export_that_cannot_be_written_or_makes_no_sense_is_told(out: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = zhize("export", out, "--to", "ttl", "-o", tmp_path / "file" / "x.ttl")
    assert (done.code, str(tmp_path / "file") in done.stderr) == (4, True)
    assert zhize("export", out, "--to", "ttl", "-o", tmp_path / "x", "--bom").code == 2
    assert zhize("export", out, "--to", "csv", "-o", tmp_path / "x", "--projection", "dependsOn").code == 2
    assert zhize("export", out, "--to", "ttl", "-o", tmp_path / "x", "--focus", "无此单位").code == 2
    assert zhize("export", tmp_path, "--to", "ttl", "-o", tmp_path / "x").code == 2


def test_a_server_has_to_be_named(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_URI", raising=False)
    for arguments in (["load", str(out)], ["query", str(out), "missing-lead", "--neo4j"]):
        done = zhize(*arguments)
        assert (done.code, "NEO4J_URI" in done.stderr) == (2, True)
    for arguments in (["load", str(out)], ["query", str(out), "missing-lead"]):
        assert zhize(*arguments, "--sparql", "no address").code == 2


def test_a_sparql_server_is_loaded_and_asked(out: Path, empty_fuseki: FusekiServer) -> None:
    done = zhize("load", out, "--sparql", empty_fuseki.url)
    assert (done.code, done.stdout) == (0, ""), done.stderr
    asked = ("query", out, "depends-on", "agency=市财政局", "--json")
    assert zhize(*asked, "--sparql", empty_fuseki.url).stdout == zhize(*asked).stdout


def test_a_neo4j_server_is_loaded_and_asked(
    out: Path, empty_neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in empty_neo4j.environment.items():
        monkeypatch.setenv(name, value)
    done = zhize("load", out)
    assert (done.code, done.stdout) == (0, ""), done.stderr
    assert "新建 0；更新 0；删除 0" in zhize("load", out).stderr
    asked = ("query", out, "depends-on", "agency=市财政局", "--json")
    assert zhize(*asked, "--neo4j").stdout == zhize(*asked).stdout
    back = out.parent / "back.nq"
    assert zhize("export", "--from-neo4j", "--to", "nq", "-o", back).code == 0
    told = [line for line in back.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert told == (out / "data" / "graph.nq").read_text(encoding="utf-8").splitlines()
