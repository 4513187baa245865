"""Ten rounds of build, edit and merge: no cell that a person typed is lost, each stands at its task."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from clerk import build, column, ledger, page, plan, row_of, shuffle, table
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from graph_builder.corrections import headings as h
from graph_builder.corrections.cells import plain, reread

ROUNDS = 10
BODIES = ("市水利局", "市财政局", "市住建局", "市生态环境局", "市卫健委", "市应急局", "市铁路办")
MATTERS = ("改造老旧管网", "保障年度资金", "加强水质监测", "开展应急供水", "清理违规取水", "建设智慧平台")
COLUMNS = (*h.STAFF, "联系电话", "核对人")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=12)
VALUES = st.one_of(
    WORDS.filter(lambda text: text.strip() != ""),
    st.integers(-(10**9), 10**9),
    st.dates(min_value=date(1990, 1, 1)),
    st.sampled_from(["=1+1", "'=1", "@甲", "_x0041_", "+86 10", "推进中", "甲\n乙", "#N/A"]),
)

Place = tuple[str, str]
"""Row id and column."""


def items(chance: random.Random) -> list[str]:
    """Some tasks: those of a matter appear, change hands and vanish from round to round."""
    chosen = chance.sample(MATTERS, chance.randint(1, len(MATTERS)))
    return [f"{matter}（{lead}牵头，{support}配合）" for matter in chosen for lead, support in [two(chance)]]


def two(chance: random.Random) -> list[str]:
    return chance.sample(BODIES[:3] if chance.random() < 0.7 else BODIES, 2)


class Clerk:
    """Types into random cells of a ledger and remembers what stood where when it was saved."""

    def __init__(self, chance: random.Random, values: list[Any]) -> None:
        self.chance, self.values = chance, values
        self.wanted: dict[Place, str] = {}

    def edit(self, path: Path) -> None:
        book = load_workbook(path)
        sheet = page(book, h.TASKS)
        if self.chance.random() < 0.2 and sheet.max_row > 2:
            sheet.delete_rows(self.chance.randint(2, sheet.max_row))
        place = column(sheet, h.TASK_ID)
        ids = [str(sheet.cell(number, place).value) for number in range(2, sheet.max_row + 1)]
        for _ in range(self.chance.randint(0, 4)):
            self._type(sheet, self.chance.choice(ids), self.chance.choice(COLUMNS))
        book.save(path)
        if self.chance.random() < 0.5:
            shuffle(path, self.chance.randint(0, 99))

    def _type(self, sheet: Worksheet, id_: str, heading: str) -> None:
        cell, value = sheet.cell(row_of(sheet, id_), column(sheet, heading)), self.chance.choice(self.values)
        cell.value = value
        cell.number_format = "yyyy-mm-dd" if isinstance(value, date) else "General"
        self.wanted[id_, heading] = reread(value)


def held(path: Path) -> Iterator[tuple[str, Place, str]]:
    """Sheet, place and words of every cell of staff in a ledger."""
    own = {*h.TASK_OWN, *h.LEFT_OWN, *h.IDS}
    for title, id_ in ((h.TASKS, h.TASK_ID), (h.LEFT, h.LEFT_ID)):
        for row in table(path, title):
            for heading, value in row.items():
                if heading not in own and reread(value):
                    yield title, (str(row[id_]), heading), reread(value)


def check(path: Path, alive: set[str], wanted: dict[Place, str]) -> None:
    """Every typed cell stands once: at its task while that is there, else among those that are gone."""
    expected = Counter(
        (h.TASKS if place[0] in alive else h.LEFT, place, words) for place, words in wanted.items()
    )
    assert Counter(held(path)) == expected


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.integers(0, 2**32), st.lists(VALUES, min_size=8, max_size=16))
def test_ten_rounds_lose_no_cell(seed: int, values: list[Any]) -> None:
    chance = random.Random(seed)
    clerk = Clerk(chance, values)
    with TemporaryDirectory() as name:
        folder = Path(name)
        build(folder, plan(items(chance)))
        for number in range(ROUNDS):
            merged = []
            path = ledger(folder)
            if chance.random() < 0.4:
                path = folder / f"{number}.xlsx"
                shutil.copy(ledger(folder), path)
                merged.append(path)
            clerk.edit(path)
            graph, figures = build(folder, plan(items(chance)), *merged)
            alive = {one.statement for one in graph.assignments}
            check(ledger(folder), alive, clerk.wanted)
            assert figures["typed_cells"] == len(clerk.wanted)


def test_the_check_would_find_a_loss(tmp_path: Path) -> None:
    graph, _ = build(tmp_path, plan(items(random.Random(1))))
    id_ = graph.assignments[0].statement
    assert plain(5.0) == "5"
    check(ledger(tmp_path), {id_}, {})
    try:
        check(ledger(tmp_path), {id_}, {(id_, "备注"): "甲"})
    except AssertionError:
        return
    raise AssertionError
