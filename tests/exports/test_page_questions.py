"""The product's questions, each asked by one search and ending at a quoted sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Visit, chromium, visiting
from playwright.sync_api import Browser, Page, expect
from toy import toy_graph

from exports.html import write_page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(toy_graph(), tmp_path_factory.mktemp("page") / "index.html")


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Visit]:
    with visiting(browser, file) as opened:
        yield opened


def ask(page: Page, question: str) -> None:
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    search.fill(question)
    page.keyboard.press("Enter")


def quote(page: Page) -> str:
    expect(page.locator("#panel blockquote").first).to_be_visible()
    return page.locator("#panel blockquote").first.inner_text()


IN_THE_LEDGER = [
    ("市能源局牵头哪些任务？", 2, "推进“煤改电”工程，2019年底前完成2万户改造。（市能源局牵头"),
    ("哪些单位要配合市生态环境局？", 1, "（市市场监管局、市生态环境局按职责分别牵头，市财政局配合）"),
    ("市财政局配合哪些部门的工作？", 4, "（市能源局牵头，市财政局、市生态环境局配合"),
    ("哪些单位依赖市财政局？", 4, "（市能源局牵头，市财政局、市生态环境局配合"),
    ("市能源局和市生态环境局在哪些事项上协作，谁牵头？", 1, "（市能源局牵头，市财政局、市生态环境局配合"),
    ("“煤改电”由谁牵头，谁配合，依据是哪一条？", 2, "推进“煤改电”工程"),
    ("哪些任务没有写牵头单位，只写责任单位？", 4, "筹措补助资金。（责任单位：市财政局）"),
    ("哪些任务有两个以上牵头单位，是否“分别牵头”？", 3, "按职责分别牵头"),
    ("哪些任务写了“分别负责”却没说谁管什么？", 2, "按职责分别"),
    ("2019年底前要完成的任务有哪些？", 1, "2019年底前完成2万户改造"),
    ("云州市清洁取暖工作领导小组组长是谁，办公室设在哪个单位？", 1, "组长由副市长担任"),
    ("市能源局参加了哪些领导小组，在哪些里是办公室单位？", 1, "领导小组办公室设在市能源局"),
    ("哪些任务落到各县（市、区）政府？", 1, "各县（区）人民政府落实"),
    ("哪些执法事项被委托，委托单位和受委托单位是谁？", 1, "委托单位：云州市民政局"),
]


@pytest.mark.parametrize(("question", "rows", "words"), IN_THE_LEDGER, ids=[row[0] for row in IN_THE_LEDGER])
def test_one_search_and_one_click_lead_to_the_words(
    visit: Visit, question: str, rows: int, words: str
) -> None:
    page = visit.open()
    ask(page, question)
    expect(page.get_by_role("tab", name="任务台账")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#answer h2")).to_be_visible()
    assert page.get_by_role("table").get_attribute("aria-rowcount") == str(rows + 1)
    page.locator(".row-open").first.click()
    assert words in quote(page)


def test_all_fourteen_are_asked() -> None:
    assert len(IN_THE_LEDGER) == 14


def test_dependents_are_named_with_their_counts_and_the_definition(visit: Visit) -> None:
    page = visit.open()
    ask(page, "哪些单位依赖市财政局")
    expect(page.locator("#answer")).to_contain_text("依赖不等于隶属")
    named = dict(
        zip(
            page.locator("#answer .bar-name").all_inner_texts(),
            page.locator("#answer .bar-n").all_inner_texts(),
            strict=True,
        )
    )
    assert named == {"市能源局": "2", "市发改委": "1", "市市场监管局": "1", "市生态环境局": "1"}
    page.locator("#answer .bar").first.click()
    assert "市财政局" in quote(page)


def test_a_pair_that_never_met_shows_what_each_does(visit: Visit) -> None:
    page = visit.open()
    ask(page, "哪些部门之间从来没有共同任务？")
    expect(page.get_by_role("tab", name="矩阵")).to_have_attribute("aria-selected", "true")
    page.locator(".as-table tbody button").first.click()
    expect(page.locator("#panel")).to_contain_text("没有共同任务")
    assert quote(page)


def test_who_only_supports_ends_at_a_sentence_in_two_clicks(visit: Visit) -> None:
    page = visit.open()
    ask(page, "哪个单位只配合、从不牵头？")
    names = page.locator(".card-name").all_inner_texts()
    assert names == ["云州供电公司", "市铁路办"]
    page.locator(".card-name", has_text="市铁路办").click()
    page.locator(".bar").first.click()
    assert "配合单位：市市场监管局、市铁路办" in quote(page)


def test_who_leads_most_is_the_first_card(visit: Visit) -> None:
    page = visit.open()
    ask(page, "哪个单位牵头最多？")
    assert page.locator(".card-name").first.inner_text() in (
        "市生态环境局",
        "市市场监管局",
        "市能源局",
        "市财政局",
    )
    page.locator(".card-name").first.click()
    page.locator(".task").first.click()
    assert quote(page)


@pytest.mark.parametrize("typed", ["市能源局", "云州市能源局", "snyj", "nyj", "能源"])
def test_a_body_is_found_by_any_of_its_names(visit: Visit, typed: str) -> None:
    page = visit.open()
    page.get_by_role("searchbox").fill(typed)
    expect(page.get_by_role("option", name="云州市能源局", exact=False).first).to_be_visible()
    assert "市能源局牵头哪些任务？" in page.get_by_role("option").all_inner_texts()


def test_a_document_is_found_by_its_number_in_any_brackets(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("searchbox").fill("云政发(2019)8号")
    page.get_by_role("option").filter(has_text="关于规范城市管理执法的意见").click()
    expect(page.locator(".reader h2")).to_have_text("关于规范城市管理执法的意见")


def test_nothing_found_says_how_to_widen_the_search(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("searchbox").fill("不存在的东西")
    expect(page.locator("#suggestions")).to_contain_text("没有找到")
    expect(page.locator("#suggestions")).to_contain_text("清除筛选")


def test_whose_leads_changed_most_between_two_years(visit: Visit) -> None:
    page = visit.open()
    ask(page, "2019年和2020年相比，谁的牵头任务增减最多？")
    rows = page.locator("#answer tbody tr")
    expect(rows.first).to_be_visible()
    counts = {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows.all()}
    assert counts["市发改委"] == ["0", "1", "＋1"]
    assert "市能源局" not in counts
    page.locator("#answer tbody a").first.click()
    page.locator(".task").first.click()
    assert quote(page)


def test_a_short_name_in_a_link_finds_its_body(visit: Visit) -> None:
    page = visit.open("focus=市能源局")
    expect(page.locator(".card-head h2")).to_have_text("云州市能源局")
