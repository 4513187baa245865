"""The sheets by which what staff typed comes back: filled-in cells, decisions, what found no row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from exports.workbook import Column, Sheet
from graph_builder.corrections import headings as h
from graph_builder.corrections.cells import Typed
from graph_builder.corrections.decisions import Decision
from graph_builder.corrections.ledger import digest
from graph_builder.corrections.merge import Filled, Left

Cells = Mapping[str, Typed]

_KINDS: Final = {
    "name": "单位名称",
    "lead": "牵头单位",
    "word": "职责词",
    "same_matter": "同一事项",
    "document": "文号",
}
_WIDTHS: Final = {"说明": 14, "任务内容": 38, "文号": 20, "依据文件": 26, "原文": 40, "相近的任务": 50}
_WIDTH: Final = 14


def with_typed(sheet: Sheet, typed: Mapping[str, Cells]) -> Sheet:
    """The sheet with typed cells in their rows; columns that staff added come after its own."""
    headings = [_plain(column.heading) for column in sheet.columns]
    id_ = next(place for place, name in enumerate(headings) if name in h.IDS)
    more = _added(typed.values(), headings)

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in sheet.rows:
            cells = typed.get(row[id_], {})
            own = (cells.get(name, value) for name, value in zip(headings, row, strict=True))
            yield (*own, *(cells.get(name, "") for name in more))

    columns = (*sheet.columns, *(Column(name, _WIDTH, staff=True) for name in more))
    return Sheet(sheet.title, columns, list(rows()), sheet.printed, sheet.choices)


def sheets(filled: Filled, decisions: Sequence[Decision], applied: Collection[str]) -> Iterator[Sheet]:
    """What was decided, and what found no row; each only where there is something."""
    if decisions:
        yield with_typed(_decided(decisions, applied), filled.review)
    if filled.left:
        yield _left(filled.left)


def base(
    filled: Filled, decisions: Iterable[Decision], held: Mapping[str, Sequence[tuple[str, str]]]
) -> Sheet:
    """The hidden sheet that tells the next reading what was typed since: cells, and digests of the rest."""
    answers = {one.id: {h.VERDICT: Typed(one.answer)} for one in decisions}
    review = {
        id_: {**filled.review.get(id_, {}), **answers.get(id_, {})} for id_ in {*filled.review, *answers}
    }
    cells = [
        (sheet, id_, column, cell)
        for sheet, rows in ((h.TASKS, filled.tasks), (h.REVIEW, review))
        for id_, row in sorted(rows.items())
        for column, cell in sorted(row.items(), key=lambda item: item[0])
    ]
    digests = [(sheet, "", "", digest(_own(sheet, held))) for sheet in (h.TASKS, h.REVIEW, *h.MADE)]
    columns = tuple(Column(name, 20) for name in h.BASE_OWN)
    return Sheet(h.BASE, columns, [*digests, *cells], hidden=True)


def _own(sheet: str, held: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[tuple[str, str]]:
    """The cells of a sheet that the build made, as reading finds them."""
    if sheet in h.MADE:
        yield from (("", words) for _, words in held.get(sheet, ()))
        return
    own = {h.TASKS: h.TASK_OWN, h.REVIEW: (*h.REVIEW_OWN, *h.DECIDED_OWN)}[sheet]
    for title in (sheet, h.DECIDED) if sheet == h.REVIEW else (sheet,):
        yield from ((heading, words) for heading, words in held.get(title, ()) if heading in own)


def _decided(decisions: Iterable[Decision], applied: Collection[str]) -> Sheet:
    columns = (
        *(Column(name, width) for name, width in zip(h.DECIDED_OWN, (10, 30, 30, 40), strict=True)),
        Column(h.VERDICT_HEADING, 22, staff=True),
        Column(h.QUESTION_ID, 36),
    )
    rows = [
        (
            _KINDS[one.kind],
            one.surface,
            _effect(one, applied),
            one.document or one.place or "",
            one.answer,
            one.id,
        )
        for one in decisions
    ]
    return Sheet(h.DECIDED, columns, rows)


def _effect(decision: Decision, applied: Collection[str]) -> str:
    if decision.id not in applied:
        return "本次生成没有遇到这个问题"
    return f"已采用：{decision.canonical}" if decision.canonical else "已采用"


def _left(left: Sequence[Left]) -> Sheet:
    staff = (*h.STAFF, *_added((one.cells for one in left), h.STAFF))
    columns = (
        Column(h.LEFT_ID, 19),
        *(Column(name, _WIDTHS[name]) for name in h.LEFT_OWN),
        *(Column(name, _WIDTH, staff=True) for name in staff),
    )
    return Sheet(h.LEFT, columns, [_left_row(one, staff) for one in left])


def _left_row(one: Left, staff: Iterable[str]) -> tuple[Any, ...]:
    words = {
        "任务内容": one.words.get("内容", ""),
        **one.words,
        "说明": one.why,
        "相近的任务": "\n".join(one.near),
    }
    return one.id, *(words.get(name, "") for name in h.LEFT_OWN), *(one.cells.get(name, "") for name in staff)


def _added(rows: Iterable[Cells], known: Iterable[str]) -> list[str]:
    return sorted({name for cells in rows for name in cells} - set(known))


def _plain(heading: str) -> str:
    return h.VERDICT if heading == h.VERDICT_HEADING else heading
