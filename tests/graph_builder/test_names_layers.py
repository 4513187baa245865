"""Layers over the archetypes: the document's definitions, a user's aliases, what the text spells out."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from name_cases import context, document

from graph_builder.errors import DataError, InputError
from graph_builder.names import Names
from graph_builder.names.aliases import read_aliases
from graph_builder.names.lexicon import Lexicon


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.load()


def _aliases(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "aliases.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_definition_beats_archetype(names: Names) -> None:
    where = context(
        names, "city", definitions=(("市改革办", "嘉兴市发展和改革委员会"), ("专项资金", "嘉兴市专项资金"))
    )
    found = names.resolve("市改革办", False, where)
    assert (found.canonical, found.basis) == ("嘉兴市发展和改革委员会", "definition")
    assert names.resolve("专项资金", False, where).canonical is None


def test_alias_beats_archetype_and_definition_beats_alias(tmp_path: Path) -> None:
    path = _aliases(
        tmp_path, "aliases:\n- name: 嘉兴市水务局\n  also: [市水利局]\n  former: [嘉兴市水利局]\n"
    )
    names = Names.load(path)
    found = names.resolve("市水利局", False, context(names, "city"))
    assert (found.canonical, found.basis, found.division) == ("嘉兴市水务局", "alias", "330400")
    where = context(names, "city", definitions=(("市水利局", "嘉兴市水利局"),))
    assert names.resolve("市水利局", False, where).basis == "definition"


def test_alias_of_another_place(tmp_path: Path) -> None:
    path = _aliases(tmp_path, "aliases:\n- {name: 嘉兴市水务局, also: [市水利局], place: 嘉兴市}\n")
    names = Names.load(path)
    assert names.resolve("市水利局", False, context(names, "city")).basis == "alias"
    assert names.resolve("市水利局", False, context(names, "county")).canonical == "杭州市水利局"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- 嘉兴市水务局\n", "one list under `aliases:`"),
        ("aliases: {}\n", "one list under `aliases:`"),
        ("aliases:\n- also: [市水利局]\n", "entry 1: needs `name:`"),
        ("aliases:\n- {name: 甲局, alos: [乙局]}\n", "entry 1 (甲局): unknown key alos"),
        ("aliases:\n- {name: 甲局, also: 乙局}\n", "`also:` takes a list"),
        ("aliases:\n- {name: 甲局, also: [3]}\n", "`also:` takes a list"),
        ("aliases:\n- {name: 甲局, kind: bureau}\n", "`kind:` is one of"),
        ("aliases:\n- {name: 甲局, place: [1]}\n", "`place:` takes one word"),
        (
            "aliases:\n- {name: 甲局, also: [丙]}\n- {name: 乙局, also: [丙]}\n",
            "is given to 甲局 and to 乙局",
        ),
        ("aliases: [\n", "is no YAML"),
    ],
)
def test_bad_aliases(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_aliases(_aliases(tmp_path, text))
    assert says in str(caught.value)
    assert "aliases.yaml" in str(caught.value)


def test_missing_and_empty_aliases(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Names.load(tmp_path / "none.yaml")
    assert read_aliases(_aliases(tmp_path, "")) == ()


def test_slip_needs_the_right_name_in_the_text(names: Names) -> None:
    wrong = "市交通运偷局"
    found = names.resolve(wrong, False, context(names, "city", text="市交通运输局牵头，市交通运偷局配合"))
    assert (found.canonical, found.basis) == ("嘉兴市交通运输局", "slip")
    assert names.resolve(wrong, False, context(names, "city")).basis == "division"


def test_sister_document_spells_a_name_out(names: Names) -> None:
    own = "市自然资源与规划局负责。"
    sister = own + "另：嘉兴市规划和自然资源局。"
    where = names.context(document("嘉兴市人民政府"), own, sister)
    assert names.resolve("市自然资源与规划局", False, where).canonical == "嘉兴市规划和自然资源局"


def test_one_rival_spelling_may_be_a_slip(names: Names) -> None:
    once = context(names, "city", text="由市住房保障和城乡建设局负责")
    twice = context(names, "city", text="由市住房保障和城乡建设局负责，市住房保障和城乡建设局牵头")
    assert names.resolve("市住建局", False, once).canonical == "嘉兴市住房和城乡建设局"
    assert names.resolve("市住建局", False, twice).canonical == "嘉兴市住房保障和城乡建设局"


def test_former_division_in_the_text_leaves_members_open(names: Names) -> None:
    where = context(names, "大同市人民政府", text="大同县要落实")
    found = names.resolve("各县（区）人民政府", True, where)
    assert (found.canonical, found.members) == ("大同市各县（区）人民政府", ())


def test_same_question_same_answer(names: Names) -> None:
    first, second = context(names, "city"), context(names, "city")
    assert names.resolve("市发改委", False, first) is names.resolve("市发改委", False, first)
    assert names.resolve("市发改委", False, first) == names.resolve("市发改委", False, second)


def test_load_is_quick() -> None:
    start = time.perf_counter()
    Names.load()
    assert time.perf_counter() - start < 0.25


@pytest.mark.parametrize(
    "text", ["（" * 100_000, "市、" * 50_000, "负责牵头" * 25_000, "市局" * 50_000, "“" * 100_000]
)
def test_hostile_text_stays_cheap(names: Names, text: str) -> None:
    start = time.perf_counter()
    where = context(names, "city", text=text)
    found = names.resolve(text, names.is_collective(text, where), where)
    names.known(text)
    names.is_body(text)
    assert found.canonical is None
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize("surface", ["", " ", "（）", "等", "（市）", "\u200b", "市", "的", "各"])
def test_odd_surfaces_settle_nothing(names: Names, surface: str) -> None:
    for who in ("central", "province", "city", "county", "unlisted", "company"):
        where = context(names, who)
        found = names.resolve(surface, False, where)
        assert found.canonical is None, f"{who}: {found}"
        assert names.resolve(surface, True, where).why
    assert not names.is_body(surface)


def test_no_context_at_all(names: Names) -> None:
    where = names.context(document(None, None), "")
    assert names.resolve("市财政局", False, where).canonical is None
    assert names.resolve("财政部", False, where).canonical == "中华人民共和国财政部"
    assert names.resolve("云州市财政局", False, where).canonical == "云州市财政局"


def test_lexicon_refuses_bad_rows() -> None:
    with pytest.raises(DataError, match="unknown keys"):
        Lexicon([{"id": "甲", "full": ["甲"], "ends": ["局"] * 3, "near_misses": []}], [])
    with pytest.raises(DataError, match="needs id"):
        Lexicon([{"id": "甲"}], [])
    rival = [{"id": name, "forms": {"{H}甲局": f"{{D}}{name}局"}} for name in ("甲", "乙")]
    with pytest.raises(DataError, match="stands in 甲 and in 乙"):
        Lexicon(rival, [])
