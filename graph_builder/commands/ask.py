"""`zhize query`, `queries`, `names`, `metrics`: what a build knows, as tables or JSON."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, astuple, fields, replace
from typing import Any, Final

import queries
from exports.ledger_rows import NameRow, name_rows
from exports.networks import metrics as measure
from exports.networks import shortest_path
from exports.review import ReviewRow, review_rows
from graph_builder import answer, outdir
from graph_builder.answer.directory import Directory
from graph_builder.commands import terminal
from graph_builder.errors import UsageError
from graph_builder.lookup import Lookup
from graph_builder.model import Graph
from graph_builder.stores.base import AnswerStore, Cell
from graph_builder.stores.rdf import EmbeddedStore
from graph_builder.stores.sparql import SparqlStore
from ontology import ROLE_LABELS, Role

_BASIS: Final = {
    "definition": "本文件写明的简称",
    "alias": "使用者的别名表",
    "plate": "加挂的牌子",
    "full": "文中写有全称",
    "central": "中央机构名录",
    "archetype": "机构通名加所在层级",
    "vertical": "垂直管理机构",
    "division": "所在行政区划加原名",
    "group": "本文件设立的议事协调机构",
    "zone": "开发区、园区",
    "issuer": "发文机关",
    "slip": "通名的误写",
    "collective": "一类单位",
    "whole": "原文名称本身完整",
    "unresolved": "未定",
}
_PLACES: Final = ("offset", "offset_end")
_UNSETTLED: Final = "名称未定"
_NETWORK: Final = {
    "units": "单位数",
    "pairs": "协作对数",
    "density": "密度",
    "centralisation": "度中心势",
    "components": "连通分量数",
    "largest_component": "最大分量单位数",
    "mean_path": "平均距离",
    "diameter": "直径",
    "core_units": "核心单位数",
    "core_misfits": "核心边缘错位数",
    "core_fit": "核心边缘拟合度",
}
_UNIT: Final = {
    "label": "单位",
    "degree": "协作单位数",
    "strength": "共同任务数",
    "degree_centrality": "度中心性",
    "betweenness": "中介中心性",
    "constraint": "结构约束",
    "articulation": "割点",
    "core": "核心",
}


def query(args: Namespace) -> int:
    """A canned question to OUT: a table with its definition, or JSON."""
    question = answer.find(args.name)
    graph = outdir.read_graph(args.out)
    values = answer.bind(question, _pairs(args.parameters), Directory(graph))
    with _store(args) as store:
        found = answer.run(question, values, store, args.limit)
    if args.json:
        terminal.show_json(found.records())
        return 0
    terminal.show(f"{question.title_zh}\n{question.definition_zh}\n")
    _show_answer(found, Lookup(graph))
    terminal.say(f"{len(found.rows)} 行；编号等其余字段：加 --json")
    return 0


@contextmanager
def _store(args: Namespace) -> Iterator[AnswerStore]:
    """The embedded store of OUT, the Neo4j server of the environment, or the SPARQL server of a URL."""
    if args.neo4j:
        from graph_builder.stores.neo4j import connect  # noqa: PLC0415 (the driver takes its time to load)

        with connect(os.environ) as store:
            yield store
    elif args.sparql:
        yield SparqlStore(args.sparql)
    else:
        yield EmbeddedStore.open(args.out / "store")


def catalogue(args: Namespace) -> int:
    """Every canned question with its parameters."""
    if args.json:
        terminal.show_json(queries.catalogue())
        return 0
    rows = [(one.name, one.title_zh, _takes(one)) for one in map(queries.load, queries.names())]
    terminal.show_table(("名称", "问题", "参数（* 必填）"), rows)
    terminal.say(f"{len(rows)} 个问题；用法：zhize query OUT 名称 参数=值")
    return 0


def names(args: Namespace) -> int:
    """How each surface was resolved and why; with --open only what is not settled, and where it stands."""
    graph = outdir.read_graph(args.out)
    rows = _named(graph)
    left = [row for row in review_rows(graph) if row.kind == _UNSETTLED]
    if args.json:
        terminal.show_json([asdict(row) for row in (left if args.open else rows)])
        return 0
    if args.open:
        _show_open(left)
    else:
        shown = [(row.surface, row.canonical, row.kind, row.count, _why(row.basis)) for row in rows]
        terminal.show_table(("原文名称", "规范名称", "类别", "次数", "依据"), shown)
    uses = sum(row.count for row in left)
    terminal.say(f"{len(rows)} 个名称；未定 {len(left)} 个、{uses} 次")
    if left:
        cure = f"在 {args.out / 'aliases.yaml'} 里写明后重新生成"
        terminal.say(cure if args.open else f"未定的：zhize names {args.out} --open；{cure}")
    return 0


def _named(graph: Graph) -> list[NameRow]:
    """The rows of the ledger's table of names; seats in groups, which bear no basis, get that of the name."""
    labels = {agency.id: agency.label for agency in graph.agencies}
    bases = {(name.text, labels[name.agency]): name.basis for name in graph.names}
    return [
        replace(row, basis=row.basis or bases.get((row.surface, row.canonical), "unresolved"))
        for row in name_rows(graph)
    ]


def metrics(args: Namespace) -> int:
    """The coordination network in figures, or a shortest path between two units."""
    graph = outdir.read_graph(args.out)
    if args.path:
        return _path(args, Lookup(graph), Directory(graph))
    found = measure(graph)
    if args.json:
        terminal.show_json(asdict(found))
        return 0
    terminal.show("协作网络：两个单位在同一任务上都有职责即相连；集合主体不计入。\n")
    terminal.show_table(
        ("指标", "值"), [(_NETWORK.get(name, name), value) for name, value in asdict(found.network).items()]
    )
    terminal.show("")
    shown = found.units[: args.limit]
    terminal.show_table(tuple(_UNIT.values()), [[getattr(one, name) for name in _UNIT] for one in shown])
    terminal.say(
        f"{len(shown)} 个单位，共 {len(found.units)} 个；全部：--limit {len(found.units)}，或 --json"
    )
    return 0


def _path(args: Namespace, lookup: Lookup, directory: Directory) -> int:
    start, end = map(directory.agency, args.path)
    steps = shortest_path(lookup.graph, start, end)
    if args.json:
        terminal.show_json([asdict(step) for step in steps])
        return 0
    rows = [
        (
            lookup.agencies[step.start].label,
            lookup.agencies[step.end].label,
            len(step.tasks),
            _task(lookup, step.tasks[0]),
        )
        for step in steps
    ]
    if rows:
        terminal.show_table(("单位", "协作单位", "共同任务数", "其中一项"), rows)
    terminal.say(f"{len(rows)} 步" if rows else "两个单位之间没有协作路径")
    return 0


def _task(lookup: Lookup, task: str) -> str:
    return lookup.statements[task.removeprefix("task/")].task


def _pairs(parameters: Iterable[str]) -> dict[str, str]:
    """`key=value` arguments as a mapping."""
    pairs: dict[str, str] = {}
    for written in parameters:
        name, sign, value = written.partition("=")
        if not sign or not name:
            raise UsageError(f"{written}：参数要写成 名称=值，例如 agency=市财政局")
        if name in pairs:
            raise UsageError(f"{name} 给了两次：{pairs[name]}、{value}")
        pairs[name] = value
    return pairs


def _show_answer(found: answer.Answer, lookup: Lookup) -> None:
    """The rows for people: without the columns of ids, documents without 文号 by their title."""
    if not found.rows:
        terminal.show("（无）")
        return
    titles = {name: queries.headings()[name][0] for name in found.columns}
    kept = [name for name in found.columns if not titles[name].endswith("编号") and name not in _PLACES]
    rows = [[_cell(name, record, lookup) for name in kept] for record in found.records()]
    terminal.show_table([titles[name] for name in kept], rows)


def _cell(name: str, record: Mapping[str, Cell], lookup: Lookup) -> Cell:
    value = record[name]
    if name in ("role", "other_role") and value in list(Role):
        return ROLE_LABELS[Role(value)][0]
    if name == "number" and value is None and record.get("document") in lookup.documents:
        return f"《{lookup.documents[str(record['document'])].title}》"
    return value


def _takes(question: queries.Query) -> str:
    parts = [f"{one.name}{'*' if one.required else ''}（例：{one.example}）" for one in question.parameters]
    return " ".join(parts)


def _why(basis: str) -> str:
    return "、".join(_BASIS.get(one, one) for one in basis.split("、"))


def _show_open(rows: list[ReviewRow]) -> None:
    if not rows:
        terminal.show("（无）")
        return
    shown: list[tuple[Any, ...]] = [astuple(row) for row in rows]
    places = [place for place, field in enumerate(fields(ReviewRow)) if field.name not in ("kind", "id")]
    terminal.show_table(
        ("名称", "问题", "次数", "原文", "文号", "行"), [[row[place] for place in places] for row in shown]
    )
