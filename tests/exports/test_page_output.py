"""What leaves the page or changes its looks: files, paper, language, colours, small screens, empty input."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from big import big_graph
from chromium import PHONE, Visit, chromium, visiting
from playwright.sync_api import Browser, Page, expect
from toy import toy_graph

from exports.html import write_page
from graph_builder.model import Graph
from graph_builder.pipeline import build

EXAMPLES = Path(__file__).parents[2] / "examples"

VIEWS = ("cards", "matrix", "graph", "ledger", "documents")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    graphs = {"toy": toy_graph(), "city": big_graph(45, 320, 880), "empty": Graph()}
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


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as caught:
        page.get_by_role("button", name=name, exact=True).click()
    return caught.value.path().read_bytes()


def test_csv_holds_the_filtered_rows_and_no_formula(visit: Visit) -> None:
    page = visit.open("view=ledger&role=lead")
    data = download(page, "CSV")
    assert data.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(table) - 1 == rows(page) == 7
    assert "推进“煤改电”工程，2019年底前完成2万户改造。" in table[1]
    assert not [cell for row in table for cell in row if cell[:1] in "=+-@" and cell]


@pytest.mark.parametrize("view", ["cards", "matrix", "graph"])
def test_pictures_are_svg_and_png_of_twice_the_size(city: Visit, view: str) -> None:
    page = city.open(f"view={view}")
    root = ElementTree.fromstring(download(page, "SVG"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = "".join(root.itertext())
    assert "市财政局" in words.replace("\n", "") or {"市", "财", "政", "局"} <= set(words)
    assert not [
        element for element in root.iter() if element.tag.endswith(("script", "foreignObject", "image"))
    ]
    png = download(page, "PNG")
    assert png.startswith(b"\x89PNG")
    width = struct.unpack(">I", png[16:20])[0]
    assert width == pytest.approx(2 * float(root.attrib["width"]), abs=2)


@pytest.mark.parametrize("hops", [1, 2])
def test_no_name_covers_another_in_the_ring(browser: Browser, tmp_path: Path, hops: int) -> None:
    page_file = write_page(build(sorted(EXAMPLES.glob("*.txt")), terms=False).graph, tmp_path / "sample.html")
    with visiting(browser, page_file) as opened:
        root = ElementTree.fromstring(download(opened.open(f"view=graph&hops={hops}"), "SVG"))
    boxes = []
    for name in root.iter("{http://www.w3.org/2000/svg}text"):
        words, x, y, size = name.text or "", *(float(name.attrib[key]) for key in ("x", "y", "font-size"))
        if "×" not in words:  # of an edge
            boxes.append((x - size * len(words) / 2, y - size, x + size * len(words) / 2, y))
    assert len(boxes) > 12 * hops
    covered = [(a, b) for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2]]
    assert not [(a, b) for a, b in covered if a[1] < b[3] and b[1] < a[3]]


def test_english_by_a_switch(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("tab").all_inner_texts() == ["Cards", "Matrix", "Graph", "Ledger", "Documents"]
    assert page.locator("html").get_attribute("lang") == "en"
    for tab in page.get_by_role("tab").all():
        tab.click()
        left = page.locator("#filters, .tabbar, .view-head").all_inner_texts()
        assert not [words for words in left if re.search("筛选|导出|排列|清除", words)]
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("tab", name="卡片")).to_be_visible()


def test_dark_and_light_by_system_and_by_switch(browser: Browser, files: dict[str, Path]) -> None:
    with visiting(browser, files["toy"], color_scheme="dark") as opened:
        page = opened.open()
        paper = "getComputedStyle(document.body).backgroundColor"
        dark = page.evaluate(paper)
        page.get_by_role("button", name="浅色").click()
        assert page.evaluate(paper) != dark
        page.get_by_role("button", name="深色").click()
        assert page.evaluate(paper) == dark


def test_help_opens_and_escape_closes_it(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("button", name="怎么看这张图").click()
    expect(page.get_by_role("dialog")).to_contain_text("不等于隶属")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_findings_come_from_the_data_and_lead_into_it(city: Visit) -> None:
    page = city.open()
    findings = page.locator(".findings li")
    assert findings.count() == 3
    most = re.search(r"牵头最多：(\d+) 项", findings.nth(0).inner_text())
    assert most
    findings.nth(0).locator("a").click()
    assert rows(page) == int(most[1])


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_shows_every_view_without_scrolling_sideways(
    browser: Browser, files: dict[str, Path], view: str
) -> None:
    with visiting(browser, files["city"], PHONE) as opened:
        page = opened.open(f"view={view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        page = opened.open(f"view={view}&focus=云州市财政局&read=云政办发〔2019〕1号")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_prints(city: Visit, view: str, tmp_path: Path) -> None:
    page = city.open(f"view={view}")
    data = page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    assert data.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type\s*/Page\b", data))
    assert pages >= (8 if view == "ledger" else 1)


def test_an_empty_graph_explains_itself(browser: Browser, files: dict[str, Path]) -> None:
    with visiting(browser, files["empty"]) as opened:
        for view in VIEWS:
            page = opened.open(f"view={view}")
            expect(page.locator(".nothing")).to_be_visible()
        expect(opened.open().locator(".nothing")).to_contain_text("没有读到职责分工")


def test_a_page_for_one_body_opens_on_its_card(browser: Browser, tmp_path: Path) -> None:
    file = write_page(toy_graph(), tmp_path / "one.html", focus="市能源局")
    with visiting(browser, file) as opened:
        page = opened.page
        page.goto(file.as_uri())
        expect(page.locator(".card-head h2")).to_have_text("云州市能源局")
        expect(page.locator("#scope")).to_contain_text("本页只含与市能源局有关的内容")


def test_nothing_moves_for_those_who_ask_for_stillness(browser: Browser, files: dict[str, Path]) -> None:
    duration = "getComputedStyle(document.querySelector('.card')).transitionDuration"
    with visiting(browser, files["toy"], reduced_motion="reduce") as opened:
        assert opened.open().evaluate(duration) == "0s"
    with visiting(browser, files["toy"], reduced_motion="no-preference") as opened:
        assert opened.open().evaluate(duration) != "0s"
