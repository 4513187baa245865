"""Where a document is from whose issuer only says 省, 市, 县 or 区."""

from __future__ import annotations

from dataclasses import replace

import pytest
from name_cases import document

from graph_builder.names import Names


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.load()


CASES = [
    ("省人民政府", "关于支持节水的意见", "鄂政发〔2018〕26号", "", "省水利厅", "湖北省水利厅"),
    ("市教委", "市教委关于建立天津市校车联席会议制度的通知", None, "", "市公安局", "天津市公安局"),
    ("市水务局", "市水务局关于印发节水办法的通知", "沪水务〔2020〕1号", "", "市财政局", "上海市财政局"),
    ("市政府", "关于节水的通知", None, "现将《嘉兴市节水办法》印发给你们。", "市财政局", "嘉兴市财政局"),
    (None, "关于节水的通知", None, "现将《嘉兴市节水办法》印发给你们。", "市财政局", "嘉兴市财政局"),
    (
        "县政府办",
        "县政府办关于节水的通知",
        None,
        "为建设节水型社会，桐庐县编制了规划。",
        "县财政局",
        "桐庐县财政局",
    ),
    (None, "节水分工", None, "来源：嘉兴市政府。全市节水工作分工如下。", "市财政局", "嘉兴市财政局"),
    (None, "节水分工", None, "来源：嘉兴市。节水工作分工如下。", "市财政局", None),
    ("市政府", "市政府关于节水的通知", "青政发〔2020〕1号", "", "市财政局", None),
    ("市政府", "市政府关于节水的通知", None, "学习嘉兴市、湖州市的做法。", "市财政局", None),
    ("区政府", "区政府关于节水的通知", None, "城区、郊区和矿区都要节水。", "区财政局", None),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1])
def test_place_of_a_relative_issuer(names: Names, case: tuple[str | None, ...]) -> None:
    issuer, title, number, text, surface, canonical = case
    assert title is not None and text is not None and surface is not None
    told = replace(document(issuer), title=title, number=number)
    where = names.context(told, text, text)
    assert names.resolve(surface, False, where).canonical == canonical
