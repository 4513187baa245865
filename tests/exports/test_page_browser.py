"""Every tab, filter, link, key and export of the page in a real headless Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from big import big_graph
from chromium import Visit, chromium, visiting
from playwright.sync_api import Browser, Page, expect
from toy import toy_graph

from exports.html import write_page
from ontology import Role

TABS = ("卡片", "矩阵", "关系图", "任务台账", "文件")
VIEWS = ("cards", "matrix", "graph", "ledger", "documents")
GRAPH = toy_graph()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    graphs = {"toy": GRAPH, "city": big_graph(45, 320, 880)}
    return {name: write_page(graph, folder / f"{name}.html") for name, graph in graphs.items()}


@pytest.fixture
def visit(browser: Browser, files: dict[str, Path]) -> Iterator[Visit]:
    with visiting(browser, files["toy"]) as opened:
        yield opened


@pytest.fixture
def city(browser: Browser, files: dict[str, Path]) -> Iterator[Visit]:
    with visiting(browser, files["city"]) as opened:
        yield opened


def rows(page: Page) -> int:
    """Rows of the ledger under the filters."""
    table = page.get_by_role("table")
    return int(table.get_attribute("aria-rowcount") or 0) - 1 if table.count() else 0


def test_roles_are_those_that_assistive_technology_expects(visit: Visit) -> None:
    page = visit.open()
    expect(page.get_by_role("searchbox")).to_be_visible()
    assert page.get_by_role("tab").all_inner_texts() == list(TABS)
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    for name, view in zip(TABS, VIEWS, strict=True):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        assert (f"view={view}" in page.url) == (view != "cards")
        assert page.locator("#view > *").count() > 0


def test_arrows_walk_the_tabs(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("tab", name="卡片").focus()
    for name in (*TABS[1:], TABS[0]):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name)).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="文件")).to_have_attribute("aria-selected", "true")


def test_a_deep_link_opens_its_state_and_back_leads_home(visit: Visit) -> None:
    page = visit.open("view=ledger&focus=云州市能源局&role=lead&year=2020")
    expect(page.get_by_role("tab", name="任务台账")).to_have_attribute("aria-selected", "true")
    expect(page.locator('input[name="role"][value="lead"]')).to_be_checked()
    expect(page.get_by_role("button", name=re.compile("^2020"))).to_have_attribute("aria-pressed", "true")
    assert rows(page) == 1
    page.get_by_role("tab", name="卡片").click()
    expect(page.locator(".card-head h2")).to_have_text("云州市能源局")
    page.go_back()
    expect(page.get_by_role("tab", name="任务台账")).to_have_attribute("aria-selected", "true")
    assert rows(page) == 1
    page.go_forward()
    expect(page.locator(".card-head h2")).to_have_text("云州市能源局")


def test_a_broken_link_shows_the_page_all_the_same(visit: Visit) -> None:
    page = visit.open("view=nowhere&role=%E0%A4%A&focus=没有&__proto__=1&s=nothing&pair=a×b&ask=x&read=y")
    expect(page.locator(".card").first).to_be_visible()


@pytest.mark.parametrize("role", ["lead", "support", "responsible", "implement", "member", "delegate"])
def test_the_role_filter_leaves_what_has_the_role(visit: Visit, role: str) -> None:
    page = visit.open("view=ledger")
    everything = rows(page)
    box = page.locator(f'input[name="role"][value="{role}"]')
    shown = int(page.locator(".facet", has=box).locator(".facet-count").inner_text())
    box.check()
    held = {s.id for s in GRAPH.statements if any(m.role is Role(role) for m in s.mentions)}
    assert rows(page) == shown == len(held) < everything
    page.get_by_role("button", name="清除筛选").click()
    assert rows(page) == everything == 14
    assert "role=" not in page.url


def test_year_kind_document_collectives_and_inferred_filter_every_view(visit: Visit) -> None:
    page = visit.open("view=ledger")
    page.get_by_role("button", name=re.compile("^2020")).click()
    assert rows(page) == 3
    page.get_by_role("button", name="清除筛选").click()
    page.locator('input[name="kind"][value="collective"]').check()
    assert rows(page) == 1
    page.get_by_role("button", name="清除筛选").click()
    page.locator('input[name="doc"][value="云政发〔2019〕8号"]').check()
    assert rows(page) == sum(s.document.endswith("8号") for s in GRAPH.statements)
    page.get_by_role("tab", name="卡片").click()
    assert "市发改委" not in page.locator(".card-name").all_inner_texts()
    page.get_by_role("button", name="清除筛选").click()
    assert "各县（区）人民政府" in " ".join(page.locator(".card-name").all_inner_texts())
    page.locator('input[name="collectives"]').uncheck()
    assert "各县（区）人民政府" not in " ".join(page.locator(".card-name").all_inner_texts())
    page.locator('input[name="inferred"]').uncheck()
    assert "collectives=0" in page.url
    assert "inferred=0" in page.url


def test_filters_that_leave_nothing_say_so(visit: Visit) -> None:
    page = visit.open("role=accept&year=2020")
    for name in TABS[:4]:
        page.get_by_role("tab", name=name).click()
        expect(page.locator(".nothing")).to_contain_text("没有内容")


def test_the_panel_quotes_marks_cites_and_closes(visit: Visit) -> None:
    page = visit.open("view=ledger")
    page.locator(".row-open").first.click()
    panel = page.locator("#panel")
    assert panel.locator("mark").all_inner_texts() == [
        "市能源局",
        "市财政局",
        "市生态环境局",
        "各县（区）人民政府",
    ]
    for words in (
        "云政办发〔2019〕1号",
        "关于印发云州市清洁取暖实施方案的通知",
        "一/（一）",
        "2019-03-05",
        "2019年底前",
    ):
        expect(panel).to_contain_text(words)
    expect(panel.locator("h2")).to_be_focused()
    assert "s=" in page.url
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator(".row-open").first).to_be_focused()
    page.go_back()
    expect(panel).to_be_visible()


def test_a_citation_is_copied(browser: Browser, files: dict[str, Path]) -> None:
    with visiting(browser, files["toy"], permissions=["clipboard-read", "clipboard-write"]) as opened:
        page = opened.open("view=ledger")
        page.locator(".row-open").first.click()
        page.get_by_role("button", name="复制引用").click()
        expect(page.get_by_role("button", name="已复制")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "《关于印发云州市清洁取暖实施方案的通知》（云政办发〔2019〕1号）一/（一）：“（一）推进“煤改电”工程"
    )
    assert "\n" not in copied


def test_the_panel_leads_into_the_document(visit: Visit) -> None:
    page = visit.open("view=ledger")
    page.locator(".row-open").nth(2).click()
    page.get_by_role("link", name="在文件中查看").click()
    expect(page.get_by_role("tab", name="文件")).to_have_attribute("aria-selected", "true")
    assert page.locator(".read.chosen").inner_text() == "（责任单位：市财政局）"
    expect(page.locator(".read.chosen")).to_be_in_viewport()


def test_a_card_tells_both_sides_of_dependence(visit: Visit) -> None:
    page = visit.open("focus=云州市财政局")
    blocks = {
        block.locator("h3").inner_text(): block.locator(".bar-name").all_inner_texts()
        for block in page.locator(".columns .block").all()
    }
    assert blocks["它依赖谁"] == ["市能源局"]
    assert set(blocks["谁依赖它"]) == {"市能源局", "市发改委", "市市场监管局", "市生态环境局"}
    page.locator(".tile", has_text="配合").locator("a").click()
    assert rows(page) == 4


def test_a_card_tells_what_changed_between_years(visit: Visit) -> None:
    page = visit.open("focus=云州市能源局")
    block = page.locator(".block", has=page.get_by_role("heading", name="年度变化"))
    assert block.locator("tbody tr").first.locator("td").all_inner_texts() == ["1", "1", "＝"]
    assert "市发改委" in block.locator(".change", has_text="新增").inner_text()
    assert "市生态环境局" in block.locator(".change", has_text="不再").inner_text()
    assert "市财政局" in block.locator(".change", has_text="不变").inner_text()


def test_the_matrix_is_walked_by_keys_and_opens_the_words(visit: Visit) -> None:
    page = visit.open("view=matrix&order=name")
    matrix = page.get_by_role("application")
    matrix.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    status = page.locator("#matrix-status")
    expect(status).to_contain_text("项")
    for _ in range(40):
        if "共同任务" in status.inner_text() and "没有" not in status.inner_text():
            break
        page.keyboard.press("ArrowRight")
        if "×" not in status.inner_text():
            page.keyboard.press("ArrowDown")
    expect(status).to_contain_text("共同任务")
    page.keyboard.press("Enter")
    expect(page.locator("#panel blockquote").first).to_be_visible()
    assert "pair=" in page.url


def test_a_click_on_a_cell_opens_the_pair(city: Visit) -> None:
    page = city.open("view=matrix&order=degree")
    box = page.locator(".matrix-canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 200, box["y"] + 140)
    expect(page.locator("#matrix-status")).to_contain_text("：")
    page.mouse.click(box["x"] + 200, box["y"] + 150)
    expect(page.locator("#panel h2")).to_contain_text("×")


def test_the_matrix_compares_two_years_and_has_a_table(visit: Visit) -> None:
    page = visit.open("view=matrix")
    page.get_by_label("比较两年").select_option("2019~2020")
    page.locator("summary", has_text="以表格查看").click()
    expect(page.locator(".as-table tbody tr").first).to_be_visible()
    changes = set(page.locator(".as-table tbody td:last-child").all_inner_texts())
    assert changes == {"新增", "不再", "不变"}
    page.locator(".as-table tbody button").first.click()
    expect(page.locator("#panel blockquote").first).to_be_visible()


def test_the_graph_has_its_table_and_its_legend_filters(visit: Visit) -> None:
    page = visit.open("view=graph&focus=云州市财政局")
    expect(page.locator(".network canvas")).to_be_visible()
    page.locator("summary", has_text="以表格").click()
    expect(page.locator(".as-table tbody tr").first).to_be_visible()
    before = page.locator(".as-table tbody tr").count()
    assert before >= 5
    page.locator(".as-table tbody button").first.click()
    expect(page.locator("#panel blockquote").first).to_be_visible()
    legend = page.get_by_role("group", name="图例与筛选").get_by_role("button", name="配合")
    legend.click()
    expect(page.get_by_role("group", name="图例与筛选").get_by_role("button", name="配合")).to_have_attribute(
        "aria-pressed", "false"
    )
    page.get_by_role("button", name="两跳").click()
    assert "hops=2" in page.url
    page.get_by_role("button", name="全图").click()
    expect(page.locator(".network canvas")).to_be_visible()


def test_a_click_on_a_dot_makes_it_the_centre(visit: Visit) -> None:
    page = visit.open("view=graph&focus=云州市财政局")
    box = page.locator(".network").bounding_box()
    assert box
    canvas = page.locator(".network canvas")
    found = False
    for y in range(30, 330, 12):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + y)
        if "focus=云州市财政局" not in page.evaluate("decodeURIComponent(location.hash)"):
            found = True
            break
    assert found
    expect(canvas).to_be_visible()


def test_the_ledger_sorts_by_each_column(city: Visit) -> None:
    page = city.open("view=ledger")
    assert rows(page) == 320
    assert page.locator(".rows .row").count() < 60
    for name in ("任务", "牵头", "配合", "完成时限", "依据"):
        header = page.get_by_role("columnheader", name=name)
        header.get_by_role("button").click()
        expect(header).to_have_attribute("aria-sort", "ascending")
        header.get_by_role("button").click()
        expect(header).to_have_attribute("aria-sort", "descending")
    page.get_by_role("columnheader", name="完成时限").get_by_role("button").click()
    assert page.locator(".rows .row").first.locator(".c-due").inner_text() == "2019年底前"
    page.get_by_role("region", name="任务台账").evaluate(
        "element => element.scrollTop = element.scrollHeight"
    )
    expect(page.locator('[aria-rowindex="321"]')).to_be_visible()


def test_documents_show_their_text_with_what_was_not_read(visit: Visit) -> None:
    page = visit.open("view=documents")
    assert page.locator("tbody tr").count() == 3
    page.get_by_role("link", name="关于印发云州市清洁取暖实施方案的通知").click()
    text = page.locator(".text")
    expect(text).to_contain_text("云州市人民政府办公室")
    assert page.locator(".text .unmatched").all_inner_texts() == ["组织"]
    assert "最近的句式" in (page.locator(".text .unmatched").get_attribute("title") or "")
    assert len({spot.get_attribute("data-statement") for spot in page.locator(".text .read").all()}) == 6
    expect(page.locator(".facts").first).to_contain_text("被云政办发〔2020〕3号废止")
    page.get_by_role("button", name="下一处").click()
    expect(page.locator(".here")).to_be_in_viewport()
    page.locator(".text .read").first.click()
    expect(page.locator("#panel blockquote")).to_be_visible()


def test_a_document_is_walked_by_keys(visit: Visit) -> None:
    page = visit.open("view=documents&read=云政办发〔2019〕1号")
    spots = page.locator(".text").get_by_role("link")
    assert spots.count() == 6
    spots.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel blockquote .said")).to_contain_text("按职责分别牵头")
