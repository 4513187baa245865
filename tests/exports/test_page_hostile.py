"""Words that try to run, names that try to break the layout; accessibility of every view; speed at size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from big import big_graph
from chromium import PHONE, chromium, visiting
from playwright.sync_api import Browser, Page
from toy import body, toy_graph

from exports.html import write_page
from graph_builder.model import Graph, Span

VIEWS = ("cards", "matrix", "graph", "ledger", "documents")
PAYLOADS = (
    "<img src=x onerror=window.hit=1>",
    "</script><script>window.hit=1</script>",
    "javascript:window.hit=1",
    "\u202e反向文字\u202d\u200f\u2067",
    "{{program}}{{data}}",
    '" onmouseover="window.hit=1" x=\'',
    '=HYPERLINK("http://example.invalid")',
    "长" * 10_000,
)
AXE = Path(axe_playwright_python.__path__[0]) / "axe.min.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


def hostile(payload: str) -> Graph:
    """The toy graph with the payload in every text that a document or a name can bring."""
    graph = toy_graph()
    last = max(graph.sources, key=lambda source: len(source.text))
    text = f"{last.text}\n{payload}\t{payload}\n"
    sources = tuple(
        replace(source, text=text, name=payload) if source is last else source for source in graph.sources
    )
    end = max(document.span.end for document in graph.documents if document.source == last.id)
    return replace(
        graph,
        sources=sources,
        documents=tuple(
            replace(
                document,
                title=payload,
                number=f"{payload}{place}",
                issuer=payload,
                type=payload,
                addressees=(payload,),
                approved_by=payload,
                instrument=payload,
                span=Span(document.span.start, len(text))
                if document.source == last.id and document.span.end == end
                else document.span,
                citations=tuple(
                    replace(citation, title=payload, number=payload) for citation in document.citations
                ),
            )
            for place, document in enumerate(graph.documents)
        ),
        statements=tuple(
            replace(statement, task=payload, path=payload, due=payload, pattern=payload, terms=(payload,))
            for statement in graph.statements
        ),
        fates=tuple(fate._replace(reason=payload) for fate in graph.fates),
        agencies=tuple(
            replace(agency, label=f"{payload}{place}", level=payload)
            for place, agency in enumerate(graph.agencies)
        ),
        names=tuple(replace(name, text=payload) for name in graph.names),
        assignments=tuple(replace(edge, surface=payload, basis=payload) for edge in graph.assignments),
        memberships=tuple(replace(seat, surface=payload, post=payload) for seat in graph.memberships),
    )


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload[:24]))
def test_nothing_in_a_document_runs_or_breaks_the_layout(
    browser: Browser, payload: str, tmp_path: Path
) -> None:
    graph = hostile(payload)
    file = write_page(graph, tmp_path / "index.html")
    statement = graph.statements[0].id
    with visiting(browser, file) as visit:
        for view in VIEWS:
            page = visit.open(f"view={view}")
            widest(page, 1440)
            page = visit.open(
                f"view={view}&s={statement}&focus={body('市财政局')}&read={graph.documents[0].id}"
            )
            assert page.locator("#panel blockquote").count() == 1
            widest(page, 1440)
            page.mouse.move(700, 500)
            page.get_by_role("searchbox").fill(payload[:40])
            assert page.evaluate("window.hit") is None
        words = visit.open("view=ledger").locator(".row-open").first.text_content() or ""
        assert words.startswith(payload[:20])
    with visiting(browser, file, PHONE) as visit:
        for view in VIEWS:
            widest(visit.open(f"view={view}&focus={body('市财政局')}"), PHONE[0])


def widest(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def axe(page: Page) -> list[dict[str, Any]]:
    """What axe-core objects to on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        {
            "rule": rule["id"],
            "where": [node["html"][:160] for node in rule["nodes"]][:4],
            "why": rule["nodes"][0]["failureSummary"],
        }
        for rule in found["violations"]
    ]


STATES = (
    *(f"view={view}" for view in VIEWS),
    "focus=云州市财政局",
    "view=ledger&ask=dependents&focus=云州市财政局",
    "view=matrix&ask=never",
    "view=matrix&compare=2019~2020",
    "view=documents&read=云政办发〔2019〕1号",
    "view=graph&focus=云州市财政局&hops=2&lang=en",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(browser: Browser, state: str, theme: str, tmp_path: Path) -> None:
    graph = toy_graph()
    with visiting(browser, write_page(graph, tmp_path / "index.html")) as visit:
        page = visit.open(f"{state}&theme={theme}&s={graph.statements[0].id}")
        assert axe(page) == []


def test_axe_finds_nothing_in_the_search_and_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    file = write_page(toy_graph(), tmp_path / "index.html")
    with visiting(browser, file, PHONE) as visit:
        page = visit.open()
        page.get_by_role("searchbox").fill("财政局")
        assert axe(page) == []
        page.get_by_role("button", name="怎么看这张图").click()
        assert axe(page) == []


CLICK = """async (selector) => {
  const start = performance.now();
  document.querySelector(selector).click();
  document.body.offsetHeight;
  const done = performance.now() - start;
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return done;
}"""


@pytest.mark.parametrize(
    ("name", "size", "limits"),
    [("gazettes", (45, 320, 880), (1000, 100)), ("large", (1500, 3500, 20000), (3000, 200))],
    ids=["two gazettes", "5,000 bodies and tasks"],
)
def test_speed(
    browser: Browser, name: str, size: tuple[int, int, int], limits: tuple[int, int], tmp_path: Path
) -> None:
    file = write_page(big_graph(*size), tmp_path / "index.html")
    with visiting(browser, file) as visit:
        for view in VIEWS:
            page = visit.open(f"view={view}")
            shown = page.evaluate("performance.getEntriesByName('shown')[0].startTime")
            clicks = [
                page.evaluate(CLICK, selector)
                for selector in ("input[value=lead]", "#filters .chip", ".clear")
            ]
            print(
                f"{name}, {view}: shown after {shown:.0f} ms, filters {[round(click) for click in clicks]} ms"
            )
            assert shown < limits[0]
            assert sorted(clicks)[1] < limits[1]
