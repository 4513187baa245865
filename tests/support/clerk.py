"""A clerk at work: small documents built into a folder, and the ledger filled in, sorted and rearranged."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from graph_builder import outdir, pipeline
from graph_builder.check.matters import same_matters
from graph_builder.commands import corrections
from graph_builder.corrections import headings as h
from graph_builder.model import Graph

TASKS = (
    "推进老旧管网改造（市水利局牵头，市财政局、市住建局配合）",
    "落实年度资金（责任单位：市财政局、市水利局）",
    "加强水质监测（市生态环境局牵头，市卫健委配合）",
    "做好应急供水（市应急局负责）",
    "清理违规取水（市铁路办配合）",
    "建设智慧水务平台（市大数据局牵头，市水利局配合）",
)
REVISED = tuple(task.replace("市卫健委", "市疾控中心").replace("市水利局", "市水务局") for task in TASKS)
"""The same tasks in other hands: most ids change."""


def plan(items: Iterable[str], number: int = 5) -> str:
    """A small plan with these items."""
    lines = "\n".join(f"{place}.{item}。" for place, item in enumerate(items, 1))
    return f"""云州市人民政府办公室
关于印发云州市供水改造方案的通知
云政办发〔2023〕{number}号

各县（市、区）人民政府，市直各部门：
《云州市供水改造方案》已经市政府同意，现印发给你们，请认真组织实施。

云州市人民政府办公室
2023年3月1日

云州市供水改造方案

一、重点任务
{lines}
"""


def build(folder: Path, text: str, *merge: Path) -> tuple[Graph, dict[str, Any]]:
    """Build a document into `folder/out` as `zhize build` does, but for store, page and tables."""
    source, out = folder / "plan.txt", folder / "out"
    source.write_text(text, encoding="utf-8")
    with outdir.staging(out) as staged:
        found = corrections.gather(out, merge)
        earlier = partial(outdir.read_kept, out)
        read = pipeline.build([source], terms=False, replay=found.replay, earlier=earlier)
        graph = read.graph
        outdir.write_graph(graph, staged)
        outdir.write_kept(read.kept, graph.sources, staged)
        _, figures = corrections.write(found, graph, same_matters(graph), staged)
        counts = {**outdir.counts(graph), "corrections": figures}
        outdir.finish(staged, out, [], counts, started="", merged=found.merged, rules=read.kept.rules)
    return graph, figures


def ledger(folder: Path) -> Path:
    """The ledger of the folder's build."""
    return folder / "out" / "ledger.xlsx"


def page(book: Workbook, title: str) -> Worksheet:
    """A sheet of an open workbook."""
    found = book[title]
    assert isinstance(found, Worksheet)
    return found


def table(path: Path, title: str) -> list[dict[str, Any]]:
    """A sheet as records by heading; none where there is no such sheet."""
    book = load_workbook(path)
    if title not in book.sheetnames:
        return []
    headings, *rows = page(book, title).iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def column(sheet: Worksheet, heading: str) -> int:
    """The number of the column under a heading; a new one at the end where there is none."""
    found = [cell.column for cell in sheet[1] if cell.value == heading]
    if not found:
        sheet.cell(1, sheet.max_column + 1, heading)
        return sheet.max_column
    return int(found[0])


def row_of(sheet: Worksheet, id_: str, heading: str = h.TASK_ID) -> int:
    """The number of the row with an id."""
    place = column(sheet, heading)
    return next(cell.row for (cell,) in sheet.iter_rows(min_col=place, max_col=place) if cell.value == id_)


def fill(path: Path, cells: Mapping[tuple[str, str], Any]) -> None:
    """Type values into 任务分解表: (任务编号, heading) -> value."""
    book = load_workbook(path)
    sheet = page(book, h.TASKS)
    for (id_, heading), value in cells.items():
        sheet.cell(row_of(sheet, id_), column(sheet, heading)).value = value
    book.save(path)


def answer(path: Path, id_: str, words: str, title: str = h.REVIEW) -> None:
    """Write an answer into 待核 or 已核定."""
    book = load_workbook(path)
    sheet = page(book, title)
    sheet.cell(row_of(sheet, id_, h.QUESTION_ID), column(sheet, h.VERDICT_HEADING)).value = words
    book.save(path)


def question(path: Path, kind: str) -> str:
    """The id of the first open question of a kind."""
    return str(next(row["编号"] for row in table(path, h.REVIEW) if row["类别"] == kind))


def shuffle(path: Path, seed: int) -> None:
    """Put rows and columns of every visible sheet, and the sheets, into a random order."""
    chance = random.Random(seed)
    book = load_workbook(path)
    for sheet in [one for one in book.worksheets if one.sheet_state == "visible"]:
        head, *rows = ([(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows())
        order = chance.sample(range(len(head)), len(head))
        chance.shuffle(rows)
        for number, row in enumerate((head, *rows), 1):
            for place, (value, kind) in enumerate((row[old] for old in order), 1):
                cell = sheet.cell(number, place)
                cell.value, cell.number_format = value, kind
        book.move_sheet(sheet, chance.randint(-3, 3))
    book.save(path)
