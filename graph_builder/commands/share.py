"""`zhize view`, `export`, `load`: a build for other eyes and other tools."""

from __future__ import annotations

import os
from argparse import Namespace
from typing import Any, Final

from exports import FORMATS, rdf
from exports.html import focused
from graph_builder import outdir
from graph_builder.commands import terminal
from graph_builder.errors import StoreError, UsageError
from graph_builder.model import Graph
from graph_builder.stores import sparql

_DOCUMENTS: Final = {"loaded": "写入", "unchanged": "未变", "removed": "删除", "kept": "保留"}
_HELD: Final = {
    "文件": ":OfficialDocument",
    "任务": ":Task",
    "职责": ":Assignment",
    "主体": ":RoleBearer",
    "节点": ":Resource",
}
_NETWORKS: Final = ("graphml", "gexf", "pajek", "ucinet", "json")


def view(args: Namespace) -> int:
    """Name the page on stdout, and open it where there is a screen."""
    page = args.out / "index.html"
    if not page.is_file():
        raise UsageError(
            f"{args.out}：这里没有网页（缺 index.html）；先运行 zhize build INPUT... -o {args.out}"
        )
    terminal.show(str(page))
    terminal.open_page(page)
    return 0


def export(args: Namespace) -> int:
    """Write the graph of OUT in another format to PATH; with --focus only what concerns one body."""
    if args.from_neo4j:
        return _export_from_neo4j(args)
    if args.out is None:
        raise UsageError("请给出 OUT（zhize build 输出的文件夹），或用 --from-neo4j 从服务器读")
    options = _options(args)
    graph = outdir.read_graph(args.out)
    if args.focus:
        graph, _ = focused(graph, args.focus)
    try:
        args.path.parent.mkdir(parents=True, exist_ok=True)
        FORMATS[args.to](graph, args.path, **options)
    except OSError as error:
        raise StoreError(
            f"{error.filename or args.path}：写不了（{error.strerror or error}）；请用 -o 换一个位置"
        ) from error
    terminal.say(f"已写：{args.path}（{args.to}；{_content(graph)}）")
    return 0


def _export_from_neo4j(args: Namespace) -> int:
    """Rebuild the RDF of what a Neo4j server holds, and write it."""
    from graph_builder.stores.neo4j import connect  # noqa: PLC0415 (the driver takes its time to load)
    from graph_builder.stores.neo4j_way_back import read_back  # noqa: PLC0415

    if args.out is not None or args.focus or args.to not in rdf.FORMATS:
        raise UsageError(f"--from-neo4j 不带 OUT 和 --focus，格式只能是：{' '.join(rdf.FORMATS)}")
    with connect(os.environ) as store:
        records = list(read_back(store))
    try:
        rdf.write_quads(records, args.path, args.to)
    except OSError as error:
        raise StoreError(f"{args.path}：写不了（{error.strerror}）；请用 -o 换一个位置") from error
    terminal.say(f"已写：{args.path}（{args.to}；{len(records)} 条四元组，来自服务器）")
    return 0


def load(args: Namespace) -> int:
    """Load OUT into the Neo4j server that the environment names, or the SPARQL server of a URL."""
    graph = outdir.read_graph(args.out)
    _sparql(args, graph) if args.sparql else _neo4j(args, graph)
    server = f"--sparql {args.sparql}" if args.sparql else "--neo4j"
    terminal.say(f"下一步：zhize query {args.out} workload {server}")
    return 0


def _neo4j(args: Namespace, graph: Graph) -> None:
    from graph_builder.stores import load as loading  # noqa: PLC0415 (the driver takes its time to load)
    from graph_builder.stores.neo4j import connect  # noqa: PLC0415

    with connect(os.environ) as store, terminal.progress() as progress:
        report = loading.load(graph, store, prune=args.prune, progress=progress)
        place = store.place
    changed = {"新建": report.created, "更新": report.updated, "删除": report.removed}
    documents = {_DOCUMENTS[name]: count for name, count in report.documents.items()}
    terminal.say(f"{place}：文件 {terminal.facts(documents)}")
    terminal.say("；".join(f"{name} {sum(counts.values())}" for name, counts in changed.items()))
    held = {name: report.held[label] for name, label in _HELD.items()}
    links = sum(count for name, count in report.held.items() if not name.startswith(":"))
    terminal.say(f"服务器上现有，与图逐项相符：{terminal.facts(held)}；关系 {links}")


def _sparql(args: Namespace, graph: Graph) -> None:
    with terminal.progress() as progress:
        report = sparql.load(graph, args.sparql, prune=args.prune, progress=progress)
    triples = f"{len(report.triples)} 个图、{sum(report.triples.values())} 条三元组"
    terminal.say(
        f"{args.sparql}：写入 {triples}；删除 {len(report.removed)} 个图，保留 {len(report.kept)} 个图"
    )


def _options(args: Namespace) -> dict[str, Any]:
    """What the writer of the format takes besides graph and path; an option of another format is refused."""
    options: dict[str, Any] = {}
    if args.projection:
        if args.to not in _NETWORKS:
            raise UsageError(f"--projection 只用于网络格式：{' '.join(_NETWORKS)}")
        options["projection"] = args.projection
    if args.bom:
        if args.to != "csv":
            raise UsageError("--bom 只用于 csv")
        options["bom"] = True
    if args.focus and args.to in ("html", "docx"):
        options["focus"] = args.focus
    return options


def _content(graph: Graph) -> str:
    return f"文件 {len(graph.documents)}、语句 {len(graph.statements)}、职责 {len(graph.assignments)}"
