"""PDF files with a text layer: paragraphs put together again over lines and pages, ruled tables as rows.

What stands in the margins of the pages (running titles, page numbers) is no part of the text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Final

import pypdfium2 as pdfium

from graph_builder.errors import InputError
from graph_builder.model import Source
from graph_builder.read.kept import LOCKED, PAGE, RECOGNISE, keep
from graph_builder.read.margins import without_margins
from graph_builder.read.pdf_page import Piece, pieces, upright

MOST_PAGES: Final = 20_000
_PASSWORD: Final = 4
_INDENT: Final = 1.2
_CLOSED: Final = re.compile(r"[。；：！？…][”’）》」』)]*$")
_HANGING: Final = re.compile(r"[，。、；：！？,.;:）」”]$")
_SLACK: Final = 0.3
_SHARED: Final = 3
_NARROWEST: Final = 0.6
"""How much of the paper's width running text takes at least, where too few lines tell."""
_ENOUGH_ROWS: Final = 4
_ROWS_ABOVE: Final = 20
_ITEM: Final = re.compile(
    r"[（(]?[一二三四五六七八九十百]{1,4}[）)、．.]|第[一二三四五六七八九十百零〇\d]{1,6}[章节条]|[（(]\d{1,3}[）)]|\d{1,3}[.．、]\D"
    r"|[①-⑳]|附件|附："
)
_UNREADABLE: Final = re.compile("[\ufffd\ue000-\uf8ff]")
_BAD_SHARE: Final = 0.3


Size = tuple[int, int]


def parse(name: str, data: bytes) -> Source:
    """The text of a PDF file, with where its pages start.

    Raises:
        InputError: it is damaged or encrypted, its pages are pictures, or its fonts do not say what they
            show.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _unopened(name, error) from error
    with closing(document):
        if not len(document):
            raise InputError(f"{name}：里面没有页面；请重新保存")
        if len(document) > MOST_PAGES:
            raise InputError(f"{name}：共 {len(document):,} 页；请分成几份，每份不超过 {MOST_PAGES:,} 页")
        pages, sizes = zip(*(_read(document, index) for index in range(len(document))), strict=True)
    empty = sum(not page for page in pages)
    if 2 * empty > len(pages):
        raise InputError(f"{name}：{len(pages)} 页中有 {empty} 页没有文字（扫描件？）；{RECOGNISE}")
    within = without_margins(pages, [height for _, height in sizes])
    source = keep(name, _lines(within, sizes), "pdf", paged=True)
    if len(_UNREADABLE.findall(source.text)) > _BAD_SHARE * len(source.text):
        raise InputError(f"{name}：字体没有说明各是什么字；{RECOGNISE}")
    return source


def _unopened(name: str, error: pdfium.PdfiumError) -> InputError:
    if getattr(error, "err_code", None) == _PASSWORD:
        return InputError(f"{name}：{LOCKED}")
    return InputError(f"{name}：已损坏或不完整；请重新复制或保存")


def _read(document: pdfium.PdfDocument, index: int) -> tuple[list[Piece], Size]:
    """The pieces of one page and its size; a page that is damaged has none."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return [], (0, 0)
    with closing(page):
        try:
            text = page.get_textpage()
        except pdfium.PdfiumError:
            return [], (0, 0)
        with closing(text):
            matrix, width, height = upright(page)
            return pieces(page, text, matrix), (round(width), round(height))


@dataclass(frozen=True, slots=True)
class _Margins:
    """The left and right edge of a page's running text, and whether an indent tells its paragraphs."""

    left: float
    right: float
    indented: bool

    @classmethod
    def of(cls, page: Sequence[Piece], width: float) -> _Margins:
        lines = [piece for piece in page if not piece.cells]
        left = _left(lines)
        indents = sum(line.box.left > left + _INDENT * line.em for line in lines)
        return cls(left, left + width, indents >= max(1, len(lines) // 20))

    def goes_on(self, line: Piece, following: Piece) -> bool:
        """Whether a line is full, and the next one starts where a paragraph goes on."""
        if following.box.left > self.left + _INDENT * following.em or _ITEM.match(following.text):
            return False
        if line.box.right + following.head < self.right - _SLACK * line.em:
            return False
        return self.indented or not _CLOSED.search(line.text)


def _left(lines: Sequence[Piece]) -> float:
    """The left edge that lines share."""
    edges = Counter(round(line.box.left) for line in lines)
    return min((edge for edge, count in edges.items() if count > 1), default=min(edges, default=0))


def _width(pages: Sequence[Sequence[Piece]], paper: float) -> float:
    """How wide the running text of these pages is: as several lines are, hanging punctuation apart."""
    widths: Counter[int] = Counter()
    for page in pages:
        lines = [piece for piece in page if not piece.cells]
        left = _left(lines)
        widths.update(round((one.box.right - left) / 2) for one in lines if not _HANGING.search(one.text))
    shared = [width for width, count in widths.items() if count + widths[width - 1] >= _SHARED]
    return 2 * max(shared) if shared else max(2 * max(widths, default=0), _NARROWEST * paper)


def _lines(pages: Sequence[Sequence[Piece]], sizes: Sequence[Size]) -> Iterator[str]:
    """The paragraphs and rows of all pages; a page's mark stands before its first word."""
    alike: defaultdict[Size, list[Sequence[Piece]]] = defaultdict(list)
    for page, size in zip(pages, sizes, strict=True):
        alike[size].append(page)
    widths = {size: _width(group, size[0]) for size, group in alike.items()}
    line, last, before = "", None, _Margins(0, 0, indented=False)
    above: list[list[str]] = []
    for index, (page, size) in enumerate(zip(pages, sizes, strict=True)):
        margins = _Margins.of(page, widths[size])
        mark = PAGE if index else ""
        for piece in page:
            edges = before if mark and last else margins
            placed = _shift(piece, edges.left - margins.left) if mark else piece
            cells = piece.text.split("\t") if piece.cells else []
            if mark and _row_goes_on(above, cells):
                line = _grown(line, piece.text, mark)
            elif last and not (last.cells or piece.cells) and edges.goes_on(last, placed):
                line += mark + _joint(line, piece.text) + piece.text
            else:
                yield from [line] * bool(line)
                line = mark + piece.text
            above = (
                [*above[-_ROWS_ABOVE:], cells]
                if above and len(above[-1]) == len(cells) > 0
                else [cells] * bool(cells)
            )
            mark, last = "", piece
        if mark:
            yield from [line] * bool(line)
            line, last, above = mark, None, []
        before = margins
    yield line


def _row_goes_on(above: Sequence[Sequence[str]], after: Sequence[str]) -> bool:
    """Whether the first row of a page is what did not fit into the last row of the page before.

    So it is where every cell it fills had unfinished words above, and where it fills hardly any, or lacks
    what all the rows above have (their number, say).
    """
    if not above or not 1 < len(above[-1]) == len(after):
        return False
    before = above[-1]
    filled = [index for index, cell in enumerate(after) if cell]
    if any(not _unfinished(before[index], after[index]) for index in filled):
        return False
    lacking = [index for index, cell in enumerate(after) if not cell and all(row[index] for row in above)]
    numbered = any(before[index].isdecimal() for index in lacking)
    return 4 * len(filled) <= len(after) or numbered or (len(above) >= _ENOUGH_ROWS and bool(lacking))


def _unfinished(before: str, after: str) -> bool:
    return bool(before) and before[-1] not in "。；！？" and not (before.isdecimal() and after.isdecimal())


def _grown(line: str, more: str, mark: str) -> str:
    """A row with what stands in its cells on the next page."""
    cells = [before + after for before, after in zip(line.split("\t"), more.split("\t"), strict=True)]
    first = next(index for index, cell in enumerate(more.split("\t")) if cell)
    cells[first] = line.split("\t")[first] + mark + more.split("\t")[first]
    return "\t".join(cells)


def _shift(piece: Piece, by: float) -> Piece:
    """A line as it would stand between the margins of the page before."""
    box = piece.box
    return replace(piece, box=box._replace(left=box.left + by, right=box.right + by))


def _joint(before: str, after: str) -> str:
    return (
        " "
        if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
        else ""
    )
