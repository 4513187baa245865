"""Every rule by which an id is minted, pinned: a change here changes every graph ever built."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder import identity

FOLDED = {
    "white space goes": ("市 生态\n环　境局", "市生态环境局"),
    "brackets of every shape": ("各县〔市、区〕[甲]{乙}【丙】", "各县（市、区）（甲）（乙）（丙）"),
    "half-width punctuation": ("A,B;C:D!", "A，B；C：D！"),
    "digits": ("２０１９年", "2019年"),
    "what no segment of an IRI holds": ('"<>\\^|/#?%`', "＂＜＞＼＾｜／＃？％｀"),
    "controls and format marks": ("市\x00财\u200b政\u202e局\ufeff", "市财政局"),
    "private use": ("市\ue000局", "市局"),
    "NFC": ("e\u0301", "é"),
    "compatibility forms stay": ("①ｍ²", "①ｍ²"),
    "a dot stays": ("PM2.5", "PM2.5"),
}


@pytest.mark.parametrize("name", FOLDED)
def test_fold(name: str) -> None:
    given_, wanted = FOLDED[name]
    assert identity.fold(given_) == wanted


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = identity.fold(text)
    assert identity.fold(once) == once
    assert not any(char.isspace() or unicodedata.category(char) in {"Cc", "Cs", "Co"} for char in once)


def test_numbers_have_their_year_in_tortoise_brackets() -> None:
    spellings = [
        "云政办发〔2019〕22号",
        "云政办发[2019]22号",
        "云政办发（2019）２２号",
        " 云政办发 ﹝2019﹞ 22 号",
    ]
    assert {identity.fold_number(one) for one in spellings[:3]} == {"云政办发〔2019〕22号"}


PINNED = {
    "source": (identity.source_id("云州市"), "source/e648d9ec1e607bcb"),
    "span": (identity.span_id("source/ab", 3, 9), "source/ab#char=3,9"),
    "document": (
        identity.document_id(
            "云州市", "云政办发〔2019〕22号", "云州市人民政府办公室", "2019-07-23", "某通知"
        ),
        "doc/云州市/云政办发〔2019〕22号",
    ),
    "document without a number": (
        identity.document_id("云州市", None, "云州市人民政府", "2019-07-23", "关于 某事的通知"),
        "doc/云州市/云州市人民政府/2019-07-23/关于某事的通知",
    ),
    "central document": (
        identity.document_id("-", "国发〔2018〕20号", "国务院", None, "x"),
        "doc/-/国发〔2018〕20号",
    ),
    "document with an id that another holds": (
        identity.other_title_id("doc/云州市/云政发〔2019〕1号", "某通知"),
        "doc/云州市/云政发〔2019〕1号~e765ac",
    ),
    "statement": (identity.statement_id("doc/云州市/x", "（市水利局负责）", 0, 4), "28e6201d20d3d4b9"),
    "role word": (identity.word_id("doc/云州市/x", "市水利局负责。", 4), "word/b6a360b036ef888b"),
    "matter": (identity.matter_id("task/b", "task/a"), "matter/task/a/task/b"),
    "task": (identity.task_id("ab12"), "task/ab12"),
    "assignment": (identity.assignment_id("ab12", "lead", "市 能源局"), "assignment/ab12/lead/市能源局"),
    "delegation": (
        identity.delegation_id("ab12", "市民政局", "市救助站"),
        "delegation/ab12/市民政局/市救助站",
    ),
    "membership": (
        identity.membership_id("ab12", "chair", "副市长", "组长：副市长"),
        "membership/ab12/chair/副市长/组长：副市长",
    ),
    "membership without a post": (
        identity.membership_id("ab12", "member", "市财政局", None),
        "membership/ab12/member/市财政局/-",
    ),
    "citation": (
        identity.citation_id("doc/云州市/x", "云政发[2018]1号", "某意见"),
        "citation/doc/云州市/x/云政发〔2018〕1号",
    ),
    "citation without a number": (
        identity.citation_id("doc/云州市/x", None, "某 意见"),
        "citation/doc/云州市/x/某意见",
    ),
    "cited document": (identity.cited_id("云政发[2018]1号", None), "cited/云政发〔2018〕1号"),
    "agency": (identity.agency_id("云州市财政局"), "agency/云州市财政局"),
    "collective": (identity.collective_id("各县[市]人民政府"), "collective/各县（市）人民政府"),
    "unresolved body": (identity.body_id("doc/云州市/x", "办公室"), "body/doc/云州市/x/办公室"),
    "name": (
        identity.name_id("agency/云州市财政局", "short", "市财政局"),
        "name/agency/云州市财政局/short/市财政局",
    ),
    "division": (identity.division_id("110000"), "division/110000"),
    "link": (identity.link_id("on_task", "assignment/a", "task/b"), "6c138febbf5ab34242c6"),
    "derived edge": (
        identity.derived_id("dependsOn", "agency/a", "agency/b", "lead"),
        "dependsOn/agency/a/agency/b/lead",
    ),
}


@pytest.mark.parametrize("kind", PINNED)
def test_ids_are_pinned(kind: str) -> None:
    minted, wanted = PINNED[kind]
    assert minted == wanted


def test_every_public_rule_is_pinned() -> None:
    public = {name for name in vars(identity) if name.endswith("_id")}
    assert len(public) == 20
    assert len(PINNED) >= len(public) + 4


def test_a_statement_is_told_by_unit_occurrence_and_anchor_and_no_more() -> None:
    base = identity.statement_id("doc/云州市/x", "（市水利局负责）", 0, 4)
    assert base == identity.statement_id("doc/云州市/x", "(市水利局\n负责)", 0, 4)
    others = {
        identity.statement_id("doc/云州市/y", "（市水利局负责）", 0, 4),
        identity.statement_id("doc/云州市/x", "（市水务局负责）", 0, 4),
        identity.statement_id("doc/云州市/x", "（市水利局负责）", 1, 4),
        identity.statement_id("doc/云州市/x", "（市水利局负责）", 0, 5),
    }
    assert base not in others
    assert len(others) == 4


def test_two_offices_of_two_documents_never_merge() -> None:
    assert identity.body_id("doc/云州市/x", "办公室") != identity.body_id("doc/云州市/y", "办公室")


def test_repeats_take_an_ordinal_in_source_order() -> None:
    repeats = identity.Repeats()
    assert [repeats.distinct(one) for one in ("a", "b", "a", "a")] == ["a", "b", "a/2", "a/3"]


def test_the_table_of_dropped_characters_covers_the_running_pythons() -> None:
    kept = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Co"} and identity.fold(chr(code))
    ]
    assert kept == []
