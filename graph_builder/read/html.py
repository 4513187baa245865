"""Saved web pages (.html, .mhtml): paragraphs and tables, without scripts, menus and hidden parts."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any, Final

import yaml
from lxml import etree

from graph_builder.errors import InputError
from graph_builder.model import Source
from graph_builder.read import text as plain
from graph_builder.read.kept import PAGE, keep, row, spaced
from graph_builder.read.markup import Markup

_HEAD: Final = 4096
_DECLARED: Final = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.I
)
_WIDEST: Final = 200
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class _Words:
    """What `html.yaml` says."""

    markup: Markup
    dropped: frozenset[str]
    blocks: frozenset[str]
    tables: frozenset[str]
    lists: frozenset[str]
    links: int
    share: float
    encodings: dict[str, str]
    hidden: tuple[str, ...]


@cache
def _words() -> _Words:
    found: dict[str, Any] = yaml.safe_load(
        files("graph_builder.read").joinpath("html.yaml").read_text("utf-8")
    )
    dropped, blocks, tables = (frozenset(found[name]) for name in ("dropped", "blocks", "tables"))
    markup = Markup(dropped | blocks | tables | frozenset(found["inline"]), frozenset(found["raw"]))
    return _Words(
        markup, dropped, blocks, tables, frozenset(found["lists"]), found["links"], found["share"],
        found["encodings"], tuple(found["hidden"]),
    )  # fmt: skip


def parse(name: str, data: bytes) -> Source:
    """The text of a saved page.

    Raises:
        InputError: its encoding is broken, or it shows no text.
    """
    encoding, words = _decoded(name, data)
    return _page(name, words, encoding)


def parse_archive(name: str, data: bytes) -> Source:
    """The text of a page that a browser saved as one file (.mht, .mhtml).

    Raises:
        InputError: it holds no page.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        page = next(part for part in message.walk() if part.get_content_type() == "text/html")
        body = page.get_payload(decode=True)
    except (StopIteration, ValueError, LookupError, AttributeError, RecursionError) as error:
        raise InputError(f"{name}：这个网页存档里没有网页；请另存为 .html") from error
    declared = _words().encodings.get(str(page.get_param("charset")).lower(), "")
    if not isinstance(body, bytes):
        raise InputError(f"{name}：这个网页存档里没有网页；请另存为 .html")
    if declared and _fits(body, declared):
        return _page(name, body.decode(declared), declared)
    return parse(name, body)


def _decoded(name: str, data: bytes) -> tuple[str, str]:
    """Encoding and text: by byte order mark, UTF-8 where it fits, then as the page declares."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, data[len(mark) :].decode(encoding, "replace")
    if _fits(data, "utf-8"):
        return "utf-8", data.decode()
    found = _DECLARED.search(data[:_HEAD])
    declared = _words().encodings.get(found[1].decode("ascii", "replace").lower()) if found else None
    if declared and _fits(data, declared):
        return declared, data.decode(declared)
    return plain.decoded(name, data)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _page(name: str, words: str, encoding: str) -> Source:
    """The page's text; the parser sees a cleaned copy, which leaves it nothing to do but to nest."""
    known = _words()
    cleaned = f"<html><body>{known.markup.clean(words)}</body></html>"
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    root = etree.fromstring(cleaned.encode("utf-8", "replace"), parser)
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise InputError(f"{name}：嵌套太深，读不了；请把网页打印成 PDF 再用")
    article = _Article(known, _menus(root, known))
    article.inside(root)
    article.flush()
    return keep(name, article.lines, encoding)


def _menus(root: etree._Element, words: _Words) -> set[etree._Element]:
    """The elements that are little but links."""
    menus: set[etree._Element] = set()
    counts: defaultdict[etree._Element, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for element in reversed(list(root.iter())):
        chars, linked, links = counts[element]
        chars += _length(element.text)
        if element.tag == "a":
            linked, links = chars, 1
        if element.tag in words.lists and links >= words.links and linked >= words.share * chars:
            menus.add(element)
        parent = element.getparent()
        if parent is not None:
            more = counts[parent]
            counts[parent] = (more[0] + chars + _length(element.tail), more[1] + linked, more[2] + links)
    return menus


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


@dataclass(slots=True)
class _Article:
    """A page as it is read: finished lines, and the words of the line that is being read."""

    words: _Words
    menus: set[etree._Element]
    lines: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _numbers: dict[etree._Element, count[int]] = field(default_factory=dict)
    _verbatim: int = 0

    def flush(self) -> None:
        """End the line."""
        line = spaced("".join(self._parts).replace("\t", " ").replace(PAGE, " "))
        self._parts.clear()
        if line:
            self.lines.append(line)

    def inside(self, element: etree._Element) -> None:
        """Read what stands in an element."""
        self._text(element.text)
        for one in element:
            if not self._skipped(one):
                self._element(one)
            self._text(one.tail)

    def _element(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self.flush()
        elif tag == "table":
            self.flush()
            self._table(element)
        elif tag in self.words.blocks or tag in self.words.tables:
            self.flush()
            self._verbatim += tag == "pre"
            self._text(self._number(element) if tag == "li" else None)
            self.inside(element)
            self._verbatim -= tag == "pre"
            self.flush()
        else:
            self.inside(element)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self._verbatim:
            self._parts.append(text)
            return
        first, *others = text.split("\n")
        self._parts.append(first)
        for line in others:
            self.flush()
            self._parts.append(line)

    def _skipped(self, element: etree._Element) -> bool:
        style = (element.get("style") or "").lower().replace(" ", "")
        hidden = element.get("hidden") is not None or any(word in style for word in self.words.hidden)
        return element.tag in self.words.dropped or hidden or element in self.menus

    def _number(self, item: etree._Element) -> str | None:
        """The number that a browser shows before an item of a numbered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return None
        start = parent.get("start") or "1"
        first = int(start) if re.fullmatch("[0-9]{1,5}", start) else 1
        return f"{next(self._numbers.setdefault(parent, count(first)))}. "

    def _table(self, table: etree._Element) -> None:
        rows = [[cell for cell in one if cell.tag in {"td", "th"}] for one in _rows(table)]
        layout = max(map(len, rows), default=0) < 2
        if layout or any(cell.find(".//table") is not None for cells in rows for cell in cells):
            self.inside(table)
            return
        taken: dict[int, int] = {}
        for cells in rows:
            self.lines.append(row(self._row(cells, taken)))

    def _row(self, cells: list[etree._Element], taken: dict[int, int]) -> list[str]:
        """The texts of a row; `taken` counts for each column how many rows a cell above still covers."""
        texts: list[str] = []
        waiting = deque(cells)
        while (waiting or taken.get(len(texts))) and len(texts) < _WIDEST:
            if taken.get(len(texts)):
                taken[len(texts)] -= 1
                texts.append("")
                continue
            cell = waiting.popleft()
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(len(texts), len(texts) + width):
                taken[column] = height - 1
            texts += [self._cell(cell), *[""] * (width - 1)]
        return texts

    def _cell(self, cell: etree._Element) -> str:
        inner = _Article(self.words, self.menus)
        if not self._skipped(cell):
            inner.inside(cell)
            inner.flush()
        return " ".join(inner.lines)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for one in table:
        if one.tag == "tr":
            yield one
        elif one.tag in {"thead", "tbody", "tfoot"}:
            yield from (inner for inner in one if inner.tag == "tr")


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name) or "1"
    return min(max(int(text), 1), _WIDEST) if re.fullmatch("[0-9]{1,5}", text) else 1
