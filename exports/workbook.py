"""Sheets of plain values as an Excel workbook: same sheets, same bytes; no text runs as a formula."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from exports.text import clean, defused
from graph_builder.corrections.cells import Typed, reread

CELL_LIMIT: Final = 32_767
"""UTF-16 units that one cell of Excel holds."""
ROW_LIMIT: Final = 1_048_576

_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FIXED: Final = datetime(2000, 1, 1)
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FORMATS: Final = {"head": "@", "cell": "@", "number": "General", "staff": "General", "date": "yyyy-mm-dd"}

_THIN: Final = Side("thin", color="BFBFBF")
_GRID: Final = Border(_THIN, _THIN, _THIN, _THIN)
_SHADE: Final = PatternFill("solid", fgColor="FFF7E0")
_HEAD: Final = PatternFill("solid", fgColor="DCE6F1")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and whether staff fill it in."""

    heading: str
    width: int
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook; `printed` is how many columns go to paper (0: all).

    A cell that is `Typed` keeps its number format and is shaded as staff's.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any]]
    printed: int = 0
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: bool = False


class Book:
    """A workbook written sheet by sheet.

    `lost` says in words which cells were cut; `held` is, by sheet, the heading and the words of each cell,
    headings themselves under an empty one.
    """

    def __init__(self) -> None:
        self.lost: list[str] = []
        self.held: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._book = Workbook(write_only=True)
        self._book.properties.creator = "zhize"
        self._book.properties.created = _FIXED
        scratch = self._book.create_sheet("样式")
        self._styles = {name: _styled(WriteOnlyCell(scratch), name) for name in _FORMATS}
        self._book.remove(scratch)

    def add(self, sheet: Sheet) -> None:
        """Write a sheet; of more rows than Excel holds, the rest goes to sheets `title（2）` and on."""
        rows, size = list(sheet.rows), ROW_LIMIT - 1
        for part, start in enumerate(range(0, max(1, len(rows)), size), 1):
            title = sheet.title if part == 1 else f"{sheet.title}（{part}）"
            self._write(sheet.title, replace(sheet, title=title, rows=rows[start : start + size]))

    def bytes(self) -> bytes:
        """The file, free of the time of day."""
        written = BytesIO()
        self._book.save(written)
        return timeless(written.getvalue())

    def _write(self, family: str, sheet: Sheet) -> None:
        rows = list(sheet.rows)
        page = self._book.create_sheet(sheet.title)
        _lay_out(page, sheet, len(rows) + 1)
        heads = [self._fitting(column.heading, f"{sheet.title}!1") for column in sheet.columns]
        page.append([self._cell(page, head, "head") for head in heads])
        held = self.held[family]
        held += [("", reread(head)) for head in heads]
        styles = ["staff" if column.staff else "cell" for column in sheet.columns]
        for number, row in enumerate(rows, 2):
            fitting = [
                self._fitting(value, f"{sheet.title}!{get_column_letter(place)}{number}")
                for place, value in enumerate(row, 1)
            ]
            page.append([self._cell(page, *pair) for pair in zip(fitting, styles, strict=True)])
            for column, value in zip(sheet.columns, fitting, strict=True):
                held.append((column.heading, reread(value.value if isinstance(value, Typed) else value)))

    def _fitting(self, value: Any, place: str) -> Any:
        """The value as the cell holds it: text cleaned, defused, escaped and, where too long, cut."""
        if isinstance(value, Typed):
            return replace(value, value=self._fitting(value.value, place))
        if not isinstance(value, str):
            return value
        text = _ESCAPED.sub("_x005F_", defused(clean(value)))
        cut = _cut(text)
        if cut != text:
            self.lost.append(f"{place}：原有 {len(text)} 字，超出单元格上限，截至 {len(cut)} 字。")
        return cut

    def _cell(self, page: Any, value: Any, style: str) -> Any:
        if isinstance(value, Typed):
            filled = self._cell(page, value.value, "staff")
            filled._style = copy(self._styles["staff"]._style)
            filled.number_format = value.format
            return filled
        cell: Any = WriteOnlyCell(page, None if value == "" else value)
        if isinstance(value, str) and value:
            cell.data_type = "s"
        own = next(
            (name for kind, name in ((date, "date"), (int, "number")) if isinstance(value, kind)), style
        )
        cell._style = self._styles[own]._style
        return cell


def timeless(workbook: bytes) -> bytes:
    """The same workbook with fixed times in its zip directory and its properties."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + _FIXED.isoformat().encode() + b"Z", data)
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return out.getvalue()


def _styled(cell: Any, name: str) -> Any:
    head = name == "head"
    cell.font = Font(name="宋体", size=10, bold=head)
    cell.alignment = Alignment(
        horizontal="center" if head else None, vertical="center" if head else "top", wrap_text=True
    )
    cell.border = _GRID
    cell.number_format = _FORMATS[name]
    if name in ("head", "staff"):
        cell.fill = _HEAD if head else _SHADE
    return cell


def _lay_out(page: Any, sheet: Sheet, rows: int) -> None:
    """Widths, frozen header, filter and print set-up; before the first row is written."""
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    last = get_column_letter(len(sheet.columns))
    page.freeze_panes = "A2"
    page.sheet_state = "hidden" if sheet.hidden else "visible"
    page.auto_filter.ref = f"A1:{last}{rows}"
    page.print_title_rows = "1:1"
    page.print_area = f"A1:{get_column_letter(sheet.printed or len(sheet.columns))}{rows}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = 0.4
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
    for place, column in enumerate(sheet.columns, 1):
        if column.heading in sheet.choices and rows > 1:
            page.data_validations.append(
                _choice(sheet.choices[column.heading], get_column_letter(place), rows)
            )


def _choice(words: Iterable[str], letter: str, rows: int) -> DataValidation:
    """A list to choose from that lets anything else be typed."""
    formula = f'"{",".join(words)}"'
    return DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=False,
        sqref=f"{letter}2:{letter}{rows}",
    )


def _cut(text: str) -> str:
    """The text, or as much of it as a cell holds and an ellipsis; Excel counts UTF-16 units."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return text
    return units[: 2 * (CELL_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"
