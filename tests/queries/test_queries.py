"""The canned questions as files: one header, two texts, and the rules that make their answers one."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

import queries
from ontology import PREFIXES
from queries import Query

EVERY = [queries.load(name) for name in queries.names()]
COMMENT = re.compile(r"^(#|//).*$", re.M)


def sparql(query: Query) -> str:
    return COMMENT.sub("", query.sparql)


def cypher(query: Query) -> str:
    return COMMENT.sub("", query.cypher)


by_query = pytest.mark.parametrize("query", EVERY, ids=[query.name for query in EVERY])


def test_there_are_enough_and_they_cover_the_twenty_questions() -> None:
    assert len(EVERY) == 39
    assert {number for query in EVERY for number in query.questions} == set(range(1, 21))


def test_every_text_has_its_twin() -> None:
    folder = Path(queries.__file__).parent
    assert (
        {p.stem for p in folder.glob("*.rq")}
        == {p.stem for p in folder.glob("*.cypher")}
        == set(queries.names())
    )
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in queries.names())


def test_titles_are_distinct() -> None:
    assert len({query.title_zh for query in EVERY}) == len({query.title_en for query in EVERY}) == len(EVERY)


@by_query
def test_header(query: Query) -> None:
    assert query.key
    assert query.sort
    assert query.definition_zh.endswith("。")
    assert query.definition_en.endswith(".")
    assert len(set(query.columns)) == len(query.columns)
    for parameter in query.parameters:
        assert not (parameter.required and parameter.default is not None)
        assert parameter.example not in (None, "")


@by_query
def test_sparql_returns_columns_then_parameters(query: Query) -> None:
    store = ox.Store()
    result = store.query(query.sparql)
    assert isinstance(result, ox.QuerySolutions)
    extra = [p.name for p in query.parameters if p.name not in query.columns]
    assert [variable.value for variable in result.variables] == [*query.columns, *extra]


@by_query
def test_cypher_returns_the_columns(query: Query) -> None:
    [returned] = re.findall(r"^RETURN DISTINCT\b(.*)\Z", cypher(query), re.S | re.M)
    flat = re.sub(r"\{[^}]*\}|\([^()]*\([^()]*\)[^()]*\)|\([^()]*\)", "", returned)
    names = [re.split(r"\s+AS\s+", part)[-1].strip().strip("`") for part in flat.split(",")]
    assert names == list(query.columns)


@by_query
def test_parameters_are_the_same_in_both(query: Query) -> None:
    names = {parameter.name for parameter in query.parameters}
    assert set(re.findall(r"\$(\w+)", cypher(query))) == names
    assert names <= set(re.findall(r"\?(\w+)", sparql(query)))


@by_query
def test_the_rules_of_one_answer(query: Query) -> None:
    for text in (sparql(query), cypher(query)):
        assert not re.search(r"\b(ORDER\s+BY|LIMIT|SKIP)\b", text, re.I)
        assert not re.search(r"\bcount\s*\((?!\s*DISTINCT\b)", text, re.I)
        assert not re.search(r"\bcollect\s*\(", text, re.I)
    assert not re.search(r"\bSELECT\b(?!\s+DISTINCT\b)", sparql(query))
    assert not re.search(r"\bRETURN\b(?!\s+DISTINCT\b)", cypher(query))
    assert not re.search(r"\bBOUND\b", sparql(query)), "engines differ on a bound parameter"
    for pattern in re.split(r"\b(?:OPTIONAL )?MATCH\b", cypher(query))[1:]:
        clause = re.split(r"\b(?:WHERE|RETURN|WITH|UNWIND|AND|OR)\b", pattern)[0]
        assert len(re.findall(r"-\[", clause)) <= 1, f"two relationships in one MATCH: {clause}"


@by_query
def test_prefixes_are_ours_and_used(query: Query) -> None:
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", query.sparql, re.M))
    assert declared == {name: PREFIXES[name] for name in declared}
    body = re.sub(r"^PREFIX.*$", "", sparql(query), flags=re.M)
    assert set(re.findall(r"\b(\w+):", body)) == set(declared)


def test_headings_are_all_used() -> None:
    assert set(queries.headings()) == {column for query in EVERY for column in query.columns}


def test_catalogue_is_the_contract_of_the_command() -> None:
    catalogue = {record["name"]: record for record in queries.catalogue()}
    assert list(catalogue) == list(queries.names())
    leads = catalogue["leads"]
    assert {"name", "title_zh", "title_en", "parameters", "columns"} <= set(leads)
    assert leads["parameters"] == [
        {"name": "agency", "type": "agency", "required": True, "default": None, "example": "市财政局"}
    ]


def test_an_unknown_name_is_a_key_error() -> None:
    for name in ("nothing", "../queries/leads", ""):
        with pytest.raises(KeyError):
            queries.load(name)


GOOD = """# title_zh: 题
# title_en: t
# questions: []
# definition_zh: 义。
# definition_en: d.
# parameters: [{name: a, type: agency, example: x}]
# columns: [agency]
# key: [agency]
# sort: [agency]
SELECT DISTINCT ?agency ?a WHERE {}
"""
BROKEN = {
    "header must have": GOOD.replace("# sort: [agency]\n", ""),
    "questions must be a list": GOOD.replace("questions: []", "questions: 3"),
    "no type of parameter": GOOD.replace("type: agency", "type: colour"),
    "parameter": GOOD.replace(", example: x", ""),
    "key names": GOOD.replace("key: [agency]", "key: [task]"),
    "sort names": GOOD.replace("sort: [agency]", "sort: [-task]"),
    "has no heading": GOOD.replace("[agency]", "[colour]"),
}


@pytest.mark.parametrize("message", BROKEN)
def test_a_broken_header_names_the_file(
    message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = Path(queries.__file__).with_name("columns.yaml")
    for name, text in (("broken", BROKEN[message]), ("good", GOOD)):
        (tmp_path / f"{name}.rq").write_text(text, "utf-8")
        (tmp_path / f"{name}.cypher").write_text("RETURN DISTINCT 1 AS agency", "utf-8")
    (tmp_path / "columns.yaml").write_bytes(columns.read_bytes())
    monkeypatch.setattr(queries, "_FOLDER", tmp_path)
    queries.names.cache_clear()
    try:
        assert queries.load("good").columns == ("agency",)
        with pytest.raises(ValueError, match=rf"queries/broken\.rq: .*{message}"):
            queries.load("broken")
    finally:
        queries.load.cache_clear()
        queries.names.cache_clear()
