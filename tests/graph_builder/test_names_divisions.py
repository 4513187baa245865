"""The table of divisions, and the places that names begin with."""

from __future__ import annotations

import pytest

from graph_builder.names.divisions import Divisions, divisions, named_place, short_name
from graph_builder.names.lexicon import words
from graph_builder.names.surface import Heads, clean, last_unit, split_plates


@pytest.fixture(scope="module")
def table() -> Divisions:
    return divisions()


def test_table_is_whole(table: Divisions) -> None:
    places = list(table)
    assert len({place.code for place in places}) == len(places) > 3300
    current = [place for place in places if not place.former]
    assert len([place for place in current if place.level == "province"]) == 34
    assert 330 <= len([place for place in current if place.level == "city"]) <= 345
    assert 2800 <= len([place for place in current if place.level == "county"]) <= 2950
    assert all(place.level == "province" or table.parent(place) for place in places)
    assert all(not place.name.startswith("市辖") for place in places)


def test_chain_children_title(table: Divisions) -> None:
    district = table.by_code["330402"]
    assert [place.name for place in table.chain(district)] == ["南湖区", "嘉兴市", "浙江省"]
    assert table.title(district) == "嘉兴市南湖区"
    assert table.title(table.by_code["330421"]) == "嘉善县"
    assert len(table.children(table.by_code["330400"])) == 7
    assert [place.name for place in table.former_children(table.by_code["610100"])] == ["户县"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("浙江省", "浙江"),
        ("广西壮族自治区", "广西"),
        ("内蒙古自治区", "内蒙古"),
        ("湘西土家族苗族自治州", "湘西"),
        ("大厂回族自治县", "大厂"),
        ("应县", "应县"),
        ("大兴安岭地区", "大兴安岭"),
        ("云州市", "云州"),
    ],
)
def test_short_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_find_needs_one_place(table: Divisions) -> None:
    assert table.find("鼓楼区") is None
    near = table.find("南京市")
    assert near
    found = table.find("鼓楼区", near)
    assert found
    assert found.code == "320106"
    shorts = table.find_short("吉林")
    assert shorts
    assert shorts.level == "province"


def test_head(table: Divisions) -> None:
    place, end = table.head("浙江省嘉兴市南湖区教育局") or (None, 0)
    assert place
    assert (place.code, end) == ("330402", 9)
    assert table.head("教育局") is None


def test_record(table: Divisions) -> None:
    record = table.record("330402")
    assert (record.id, record.full_name, record.parent) == (
        "division/330402",
        "浙江省嘉兴市南湖区",
        "division/330400",
    )
    with pytest.raises(KeyError):
        table.record("000000")


def test_named_place() -> None:
    found = named_place("云州市")
    assert found
    assert (found.code, found.level) == ("", "city")
    assert named_place("财政") is None


def test_heads_offer_every_reading(table: Divisions) -> None:
    heads = Heads(table)
    first = next(heads.of("嘉兴市财政局"))
    assert (first.text, first.kind) == ("嘉兴市", "name")
    assert ("市", "word", "市场监督管理局") in [
        (h.text, h.kind, h.rest) for h in heads.of("市市场监督管理局")
    ]
    assert ("云州市", "unlisted") in [(head.text, head.kind) for head in heads.of("云州市财政局")]
    assert last_unit("云岭省云州市") == "云州市"


def test_clean_and_plates() -> None:
    assert clean("市 发‘展\n改革委 等") == "市发展改革委"
    assert split_plates(clean("云州市应急管理局(云州市煤矿安全局)"), words()) == (
        "云州市应急管理局",
        ("云州市煤矿安全局",),
    )
    assert split_plates("各县（市、区）", words()) == ("各县（市、区）", ())
    assert split_plates("云州煤业（集团）", words()) == ("云州煤业（集团）", ())
