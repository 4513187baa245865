"""The duty sheet (职责单) of a unit as a Word document: what it leads, supports and answers for, and by what.

Same graph, same bytes; every text of a document is text and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from exports.html import focused
from exports.ledger_rows import BODY_KINDS
from exports.text import Places, clean
from exports.workbook import timeless
from graph_builder.lookup import Lookup
from graph_builder.model import Assignment, Graph, Statement
from graph_builder.outdir import in_source_order
from ontology import ROLE_LABELS, TASK_ROLES, Role

_FONT: Final = "宋体"
_FIXED: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MARGIN: Final = Mm(12)
_DUTY: Final = (
    ("序号", 10),
    ("任务", 70),
    ("同一任务上的其他单位", 52),
    ("完成时限", 26),
    ("依据", 45),
    ("原文", 70),
)
_GROUP: Final = (("序号", 10), ("议事协调机构", 80), ("身份", 48), ("依据", 65), ("原文", 70))
_GIVEN: Final = (("序号", 10), ("委托单位", 63), ("受委托单位", 65), ("依据", 65), ("原文", 70))
_DUE: Final = (("完成时限", 40), ("日期", 26), ("角色", 20), ("任务", 120), ("依据", 67))
_NUMERALS: Final = "一二三四五六七八九十"

Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a sheet: its title, (heading, width in millimetres) of its columns, its rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class DutySheet:
    """What stands on the sheet of one unit; sections without rows are left out."""

    unit: str
    basis: str
    sections: tuple[Section, ...]


def write(graph: Graph, agency: str, path: Path) -> Path:
    """Write the duty sheet of one unit (an id, a label or any of its names).

    Raises:
        UnknownName: no unit, or more than one, bears the name; with suggestions.
    """
    return write_docx(graph, path, focus=agency)


def write_docx(graph: Graph, path: Path, focus: str | None = None) -> Path:
    """Write the duty sheet of the unit `focus`, or those of all units that hold a role, a page each."""
    lookup = Lookup(graph)
    units = [focused(graph, focus)[1]] if focus else _units(lookup)
    path.write_bytes(_document([duty_sheet(lookup, unit) for unit in units]))
    return path


def duty_sheet(lookup: Lookup, agency: str) -> DutySheet:
    """What stands on the sheet of the unit with this id."""
    places = Places(lookup)
    held = {
        role: [one for one in lookup.assignments_to.get(agency, ()) if one.role is role]
        for role in TASK_ROLES
    }
    duties = [
        Section(_TITLES.get(role, ROLE_LABELS[role][0]), _DUTY, list(_duties(lookup, places, held[role])))
        for role in TASK_ROLES
    ]
    sections = (
        *duties,
        Section("议事协调机构", _GROUP, list(_groups(lookup, places, agency))),
        Section("委托", _GIVEN, list(_delegations(lookup, places, agency))),
        Section("按时限", _DUE, list(_deadlines(lookup, [one for ones in held.values() for one in ones]))),
    )
    tasks = {one.statement for ones in held.values() for one in ones}
    documents = {lookup.statements[id_].document for id_ in tasks}
    counts = "，".join(f"{section.title}{len(section.rows)}项" for section in duties if section.rows)
    basis = f"据 {len(documents)} 份文件，有职责的任务 {len(tasks)} 项" + (f"（{counts}）" if counts else "")
    unit = lookup.agencies[agency]
    note = "" if unit.kind in ("agency", "body") else f"（{BODY_KINDS.get(unit.kind, unit.kind)}）"
    return DutySheet(unit.label + note, basis, tuple(one for one in sections if one.rows))


_TITLES: Final = {Role.LEAD: "牵头", Role.SUPPORT: "配合", Role.RESPONSIBLE: "负责"}


def _units(lookup: Lookup) -> list[str]:
    holders = {one.agency for one in lookup.graph.assignments}
    holders |= {one.agency for one in lookup.graph.memberships if one.agency}
    return sorted(holders, key=lambda id_: (lookup.agencies[id_].label, id_))


def _duties(lookup: Lookup, places: Places, held: Iterable[Assignment]) -> Iterator[tuple[str, ...]]:
    mine = {one.statement: one for one in held}
    for number, statement in enumerate(_ordered(lookup, mine), 1):
        due = statement.due or ""
        with_others = _others(lookup, mine[statement.id])
        words = places.quote(statement.source, statement.span)
        yield str(number), statement.task, with_others, due, _basis(lookup, statement), words


def _others(lookup: Lookup, mine: Assignment) -> str:
    """The other bodies of the task by role, as written: 牵头：市能源局；配合：市财政局、市民政局."""
    others: dict[Role, dict[str, None]] = {}
    for one in sorted(lookup.assignments_of[mine.statement], key=lambda one: (one.span.start, one.id)):
        if one.agency != mine.agency:
            others.setdefault(one.role, {})[one.surface] = None
    return "；".join(
        f"{ROLE_LABELS[role][0]}：{'、'.join(others[role])}" for role in TASK_ROLES if role in others
    )


def _groups(lookup: Lookup, places: Places, agency: str) -> Iterator[tuple[str, ...]]:
    seats = [one for one in lookup.graph.memberships if agency in (one.agency, one.group)]
    own = {one.statement: one for one in seats}
    number = 0
    for statement in _ordered(lookup, own):
        for seat in (one for one in seats if one.statement == statement.id):
            number += 1
            role = ROLE_LABELS[seat.role][0] + (f"（{seat.post}）" if seat.post else "")
            who = f"{seat.surface}：{role}" if seat.group == agency else role
            words = places.quote(statement.source, statement.span)
            yield str(number), lookup.agencies[seat.group].label, who, _basis(lookup, statement), words


def _delegations(lookup: Lookup, places: Places, agency: str) -> Iterator[tuple[str, ...]]:
    given = [one for one in lookup.graph.delegations if agency in (one.delegator, one.delegate)]
    number = 0
    for statement in _ordered(lookup, {one.statement: one for one in given}):
        for one in (one for one in given if one.statement == statement.id):
            number += 1
            names = (lookup.agencies[one.delegator].label, lookup.agencies[one.delegate].label)
            words = places.quote(statement.source, statement.span)
            yield str(number), *names, _basis(lookup, statement), words


def _deadlines(lookup: Lookup, held: Sequence[Assignment]) -> Iterator[tuple[str, ...]]:
    """The tasks with a deadline, dated ones first and by date, with the unit's roles."""
    roles: dict[str, list[str]] = {}
    for one in held:
        roles.setdefault(one.statement, []).append(ROLE_LABELS[one.role][0])
    dated = [one for one in _ordered(lookup, roles) if one.due]
    for statement in sorted(dated, key=lambda task: task.due_date or "9999"):
        own = "、".join(dict.fromkeys(roles[statement.id]))
        due = (statement.due or "", statement.due_date or "")
        yield *due, own, statement.task, _basis(lookup, statement)


def _ordered(lookup: Lookup, ids: Iterable[str]) -> list[Statement]:
    return in_source_order(lookup, (lookup.statements[id_] for id_ in ids))


def _basis(lookup: Lookup, statement: Statement) -> str:
    document = lookup.documents[statement.document]
    return " ".join(filter(None, (document.number or f"《{document.title}》", statement.path)))


def _document(sheets: Sequence[DutySheet]) -> bytes:
    page = new_document()
    _set_up(page)
    for number, sheet in enumerate(sheets):
        if number:
            page.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _add_sheet(page, sheet)
    written = BytesIO()
    page.save(written)
    return timeless(written.getvalue())


def _set_up(page: Any) -> None:
    """A4 landscape, narrow margins, a Chinese font, fixed properties."""
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    style = page.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(9)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    properties = page.core_properties
    properties.author = properties.last_modified_by = "zhize"
    properties.title, properties.comments = "职责单", ""
    properties.created = properties.modified = _FIXED


def _add_sheet(page: Any, sheet: DutySheet) -> None:
    title = page.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(title, f"{sheet.unit} 职责单", bold=True, size=16)
    basis = page.add_paragraph()
    basis.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(basis, sheet.basis)
    for number, section in enumerate(sheet.sections):
        heading = page.add_paragraph()
        heading.paragraph_format.space_before = Pt(6)
        heading.paragraph_format.keep_with_next = True
        _say(heading, f"{_NUMERALS[number]}、{section.title}（{len(section.rows)}项）", bold=True, size=11)
        _add_table(page, section)


def _add_table(page: Any, section: Section) -> None:
    table = page.add_table(rows=1 + len(section.rows), cols=len(section.columns), style="Table Grid")
    table.autofit = False
    for column, (_, width) in zip(table.columns, section.columns, strict=True):
        column.width = Mm(width)
    heads = tuple(heading for heading, _ in section.columns)
    for place, (row, texts) in enumerate(zip(table.rows, (heads, *section.rows), strict=True)):
        for cell, text, (_, width) in zip(row.cells, texts, section.columns, strict=True):
            cell.width = Mm(width)
            _say(cell.paragraphs[0], text, bold=not place)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _say(paragraph: Any, text: str, *, bold: bool = False, size: int | None = None) -> None:
    run = paragraph.add_run(clean(text).replace("\r", "\n"))
    run.bold = bold
    if size:
        run.font.size = Pt(size)
