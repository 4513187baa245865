"""A ledger that staff filled in, read back: whatever was sorted, filtered, moved, inserted or hidden in it.

A sheet is known by its headings, a row by its id, a column by its heading; their places mean nothing.
"""

from __future__ import annotations

import hashlib
import warnings
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from graph_builder.corrections import headings as h
from graph_builder.corrections.cells import Typed, typed
from graph_builder.errors import InputError
from graph_builder.identity import fold

_HEAD_ROWS: Final = 30
_LARGEST: Final = 1 << 30
_BROKEN: Final = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    SyntaxError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)
"""What openpyxl raises on files that are no workbook, are encrypted, cut off or otherwise damaged."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with what a person may type into it: `typed` holds, for each column read, the cell or None.

    `words` are the row's own cells (任务内容, 文号 …), `sheet` is `任务分解表`, `待核` or `已消失的任务`.
    """

    sheet: str
    id: str
    typed: Mapping[str, Typed | None]
    words: Mapping[str, str] = field(default_factory=dict)


Key = tuple[str, str, str]
"""Sheet, id of the row, column."""


@dataclass(frozen=True, slots=True)
class Edits:
    """What a filled-in ledger holds.

    `base` is what its cells held when it was written (None where the ledger does not say so);
    `elsewhere` tells, in words, where something was typed or changed that has no way back.
    """

    rows: tuple[Row, ...] = ()
    base: Mapping[Key, Typed] | None = None
    elsewhere: tuple[str, ...] = ()


def read_ledger(path: Path) -> Edits:
    """Read what staff filled in, from a file that Excel, WPS or LibreOffice saved.

    Raises:
        InputError: no workbook, or the sheet 任务分解表 or a column of ids is gone; says where, and the cure.
    """
    book = _opened(path)
    base, digests = _base(book)
    rows: list[Row] = []
    elsewhere: list[str] = []
    own: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for page in book.worksheets:
        title = _family(page.title)
        if title == h.BASE:
            continue
        grid = _Grid(path, page, title)
        rows += grid.rows()
        own[grid.sheet] += grid.own()
        if grid.comments:
            elsewhere.append(f"“{page.title}”有批注 {grid.comments} 处")
        if grid.sheet == "" and grid.filled:
            elsewhere.append(f"另加了工作表“{page.title}”")
    if h.TASKS not in own:
        raise InputError(
            f"{path}：没有工作表“{h.TASKS}”；请恢复这张表（表头须有“{h.TASK_ID}”和“{h.STAFF[0]}”等列），"
            "或改用另一份台账"
        )
    changed = sorted(sheet for sheet in digests if digest(own[sheet]) != digests[sheet])
    elsewhere += [f"“{sheet}”中由程序生成的内容有改动" for sheet in changed]
    return Edits(tuple(rows), base, tuple(elsewhere))


def digest(cells: Iterable[tuple[str, str]]) -> str:
    """Digest of (heading, words) pairs, whatever their order."""
    lines = sorted(f"{heading}\x1f{words}" for heading, words in cells if words)
    return hashlib.sha256("\x1e".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _opened(path: Path) -> Any:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise InputError(f"{path}：解开后超过 1 GB，不像台账；请检查这个文件")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return load_workbook(path)
    except OSError as error:
        raise InputError(
            f"{path}：打不开（{error.strerror or error}）；请检查路径，或先关闭正在使用它的程序"
        ) from error
    except _BROKEN as error:
        raise InputError(
            f"{path}：读不了，不是完好的 .xlsx（加了密、没有存完，或是 .xls、.et）；"
            "请用 Excel 或 WPS 打开，另存为 .xlsx"
        ) from error


def _family(title: str) -> str:
    """The sheet's own name, of a further part `待核（2）` that of the first."""
    return fold(title).split("（")[0]


def _base(book: Any) -> tuple[Mapping[Key, Typed] | None, Mapping[str, str]]:
    """What the hidden sheet says: cells as they were written, and digests of what the build made."""
    pages = [page for page in book.worksheets if _family(page.title) == h.BASE]
    cells: dict[Key, Typed] = {}
    digests: dict[str, str] = {}
    for page in pages:
        for row in page.iter_rows(min_row=2, max_col=len(h.BASE_OWN)):
            sheet, id_, column = ((found.text if (found := typed(cell)) else "") for cell in row[:3])
            value = typed(row[3])
            if value is None:
                continue
            if column:
                cells[sheet, id_, column] = value
            else:
                digests[sheet] = value.text
    return (cells if pages else None), digests


class _Grid:
    """The cells of one worksheet, and under which heading each column stands."""

    def __init__(self, path: Path, page: Any, title: str) -> None:
        self._path, self._page = path, page
        self._cells: dict[tuple[int, int], Any] = dict(sorted(page._cells.items()))
        self.comments = sum(cell.comment is not None for cell in self._cells.values())
        self.sheet, self._id, self._head, self._columns = self._known(title)
        self._spread = dict(self._merged())

    @property
    def filled(self) -> bool:
        """Whether anything stands in the sheet."""
        return any(typed(cell) for cell in self._cells.values())

    def rows(self) -> Iterator[Row]:
        """The rows that a person may have typed into."""
        if self.sheet not in (h.TASKS, h.REVIEW, h.LEFT):
            return
        numbers = sorted({row for row, _ in self._cells} | {row for row, _ in self._spread})
        for number in (number for number in numbers if number > self._head):
            id_ = self._text(number, self._id)
            row = self._row(number, id_)
            if row is not None and id_ not in h.IDS:
                yield row

    def own(self) -> Iterator[tuple[str, str]]:
        """Heading and words of the cells that the build made; of a made sheet, of all cells."""
        if self.sheet == h.LEFT:
            return
        kept = set(_OWN.get(self.sheet, {}))
        for (row, column), cell in self._cells.items():
            value = typed(cell)
            heading = self._columns.get(column, "") if kept else ""
            if value and row > self._head and (not kept or (heading in kept and self._text(row, self._id))):
                yield heading, value.text

    def _row(self, number: int, id_: str) -> Row | None:
        cells = {heading: self._cell(number, column) for column, heading in self._columns.items()}
        own = set(_WORDS if not id_ else _OWN.get(self.sheet, ())) | set(h.IDS)
        words = {name: cell.text for name, cell in cells.items() if cell and name in own}
        mine = {name: cell for name, cell in cells.items() if name not in own and name not in _NEVER}
        if not id_ and not any(mine.values()) and not words:
            return None
        return Row(self.sheet, id_, mine, words)

    def _cell(self, row: int, column: int) -> Typed | None:
        cell = self._cells.get(self._spread.get((row, column), (row, column)))
        return None if cell is None else typed(cell)

    def _text(self, row: int, column: int) -> str:
        cell = self._cell(row, column)
        return cell.text.strip() if cell else ""

    def _merged(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """A cell merged over several rows of a column counts for each of them."""
        if self.sheet not in (h.TASKS, h.REVIEW, h.LEFT):
            return
        last = max((row for row, _ in self._cells), default=0)
        for area in self._page.merged_cells.ranges:
            if self._columns.get(area.min_col) in _NEVER or area.min_row <= self._head:
                continue
            for row in range(area.min_row + 1, min(area.max_row, last) + 1):
                yield (row, area.min_col), (area.min_row, area.min_col)

    def _known(self, title: str) -> tuple[str, int, int, dict[int, str]]:
        """Which sheet it is by its headings; column of its ids, row of its headings, heading by column."""
        for number in sorted({row for row, _ in self._cells if row <= _HEAD_ROWS}):
            named = {column: self._heading(number, column) for row, column in self._cells if row == number}
            names = set(named.values())
            for sheet, id_, needed in _MARKS:
                if id_ in names and names & needed:
                    column = next(place for place, name in named.items() if name == id_)
                    return sheet, column, number, self._distinct(number, named)
        if title in (h.TASKS, h.REVIEW, h.DECIDED, h.LEFT):
            self._refuse(title)
        return title if title in h.MADE else "", 0, 0, {}

    def _heading(self, row: int, column: int) -> str:
        text = fold(self._raw(row, column))
        if text in _VERDICTS:
            return h.VERDICT
        return _KNOWN.get(text, self._raw(row, column).strip())

    def _raw(self, row: int, column: int) -> str:
        value = typed(self._cells[row, column]) if (row, column) in self._cells else None
        return value.text if value else ""

    def _distinct(self, head: int, named: Mapping[int, str]) -> dict[int, str]:
        """Every column that holds something, under a heading of its own."""
        filled = {column for (row, column), cell in self._cells.items() if row > head and typed(cell)}
        seen: Counter[str] = Counter()
        found: dict[int, str] = {}
        for column in sorted({*filled, *(place for place, name in named.items() if name)}):
            first = name = named.get(column) or h.NAMELESS
            while seen[name]:
                seen[first] += 1
                name = f"{first}（{seen[first]}）"
            seen[name] += 1
            found[column] = name
        return found

    def _refuse(self, title: str) -> None:
        _, id_, needed = next(mark for mark in _MARKS if mark[0] == title.replace(h.DECIDED, h.REVIEW))
        counts = Counter(row for row, _ in self._cells if row <= _HEAD_ROWS)
        head = max(counts, key=lambda row: (counts[row], -row), default=1)
        at = f"{get_column_letter(1)}{head}"
        raise InputError(
            f"{self._path}，工作表“{self._page.title}”，表头所在的 {at} 一行：没有“{id_}”"
            f"或“{'、'.join(sorted(needed)[:1])}”一列；请恢复这一列（可从未改动的台账复制），没有它，所填内容找不到归处"
        )


_MARKS: Final = (
    (h.LEFT, h.LEFT_ID, frozenset({*h.LEFT_OWN, *h.STAFF})),
    (h.TASKS, h.TASK_ID, frozenset(h.STAFF)),
    (h.REVIEW, h.QUESTION_ID, frozenset({h.VERDICT})),
)
"""Sheet, the heading of its ids, headings of which it has one at least; 已核定 is read as 待核."""

_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    h.TASKS: h.TASK_OWN,
    h.REVIEW: (*h.REVIEW_OWN, *h.DECIDED_OWN),
    h.LEFT: h.LEFT_OWN,
}
_WORDS: Final = h.LEFT_OWN
_VERDICTS: Final = (h.VERDICT, fold(h.VERDICT_HEADING))
_NEVER: Final = frozenset({*h.IDS, "序号"})
_KNOWN: Final = {
    fold(name): name
    for name in (
        *h.TASK_OWN,
        *h.STAFF,
        *h.REVIEW_OWN,
        *h.DECIDED_OWN,
        *h.LEFT_OWN,
        h.TASK_ID,
        h.QUESTION_ID,
        h.LEFT_ID,
    )
}
