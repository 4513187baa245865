"""`zhize build`, `zhize demo`, `zhize extract`: documents in; an output folder, or statements, out."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from exports import FORMATS
from exports.rdf import write_lines
from exports.void import write_void
from graph_builder import outdir, pipeline
from graph_builder.check.findings import findings, tally
from graph_builder.check.matters import Candidate, same_matters
from graph_builder.commands import corrections, terminal
from graph_builder.commands.corrections import LEDGER, Corrections
from graph_builder.errors import InputError
from graph_builder.lookup import Lookup
from graph_builder.model import Graph
from graph_builder.outdir.records import line
from graph_builder.reuse import Kept
from graph_builder.stores import rdf
from ontology import ROLE_LABELS, Role

PAGE: Final = "index.html"
STORE: Final = "store"
QUADS: Final = "data/graph.nq"
ALIASES: Final = "aliases.yaml"

_KINDS: Final = {
    "clause": "分工短句",
    "table": "表格",
    "prose": "正文",
    "delegation": "委托",
    "group": "议事协调机构",
}
_OUTCOMES: Final = {
    "extracted": "已抽取",
    "trap": "不是分工",
    "unmatched": "未读懂",
    "rejected": "经核定删去",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What a build wrote: the figures of `run.json`, what the ledger could not hold, what was moved aside."""

    figures: Mapping[str, Any]
    cut: tuple[str, ...]
    carried: outdir.Carried


def build(args: Namespace) -> int:
    """Build INPUT... into OUT, all or nothing; 3 where an input could not be read."""
    read = _into(
        args.inputs, args.out, args.aliases, inferred=args.inferred, ledgers=args.merge, fresh=args.fresh
    )
    terminal.say(f"下一步：zhize view {args.out}；zhize queries；zhize query {args.out} workload")
    return InputError.exit_code if read.failures else 0


def demo(args: Namespace) -> int:
    """Build the shipped sample gazettes; page and ledger are named on stdout."""
    with ExitStack() as held:
        folder = files("graph_builder").joinpath("examples")
        names = sorted(one.name for one in folder.iterdir() if one.name.startswith("sample_gazette"))
        inputs = [held.enter_context(as_file(folder.joinpath(name))) for name in names]
        _into(inputs, args.out, None, inferred=True)
    terminal.show(f"网页：{(args.out / PAGE).resolve()}")
    terminal.show(f"台账：{(args.out / LEDGER).resolve()}")
    terminal.say(f"下一步：zhize query {args.out} depends-on agency=市财政局")
    terminal.say("用自己的文件：zhize build INPUT... -o OUT")
    if not args.no_browser:
        terminal.open_page(args.out / PAGE)
    return 0


def extract(args: Namespace) -> int:
    """Statements as JSON Lines on stdout, in source order; 3 where an input could not be read."""
    with terminal.progress() as progress:
        read = pipeline.build(
            args.inputs, aliases=args.aliases, inferred=args.inferred, terms=False, progress=progress
        )
    _tell_failures(read)
    lookup = Lookup(read.graph)
    for statement in outdir.in_source_order(lookup, read.graph.statements):
        sys.stdout.write(line(outdir.statement_record(lookup, statement)).decode())
    _tell_if_nothing(read.graph)
    return InputError.exit_code if read.failures else 0


def _into(
    inputs: Sequence[Path],
    out: Path,
    aliases: Path | None,
    *,
    inferred: bool,
    ledgers: Sequence[Path] = (),
    fresh: bool = False,
) -> pipeline.Build:
    """Read, write, swap; then say what was read and written."""
    started = outdir.now()
    own = out / ALIASES
    with outdir.staging(out) as folder, terminal.progress() as progress:
        table = aliases or (own if own.is_file() else None)
        found = corrections.gather(out, ledgers)
        read = pipeline.build(
            inputs,
            aliases=table,
            inferred=inferred,
            skip=out,
            replay=found.replay,
            earlier=Kept if fresh else partial(outdir.read_kept, out),
            progress=progress,
        )
        _tell_failures(read)
        if not read.graph.sources:
            raise InputError(f"{len(read.failures)} 个输入都读不了，没有可处理的内容；{out} 没有改动")
        written = _write(read, folder, out, progress, started=started, found=found)
    _tell(read, written, out)
    corrections.tell(found, written.figures["corrections"], out)
    return read


def _write(
    read: pipeline.Build,
    folder: Path,
    out: Path,
    progress: terminal.Progress,
    *,
    started: str,
    found: Corrections,
) -> Written:
    """Every file of OUT from the graph; what was written is counted again and compared."""
    graph = read.graph
    quads = rdf.nquads(graph)
    whole = "".join(quads).encode()
    matters = same_matters(graph)
    ledger: list[tuple[tuple[str, ...], dict[str, Any]]] = []
    stored: list[int] = []
    steps: tuple[Callable[[], object], ...] = (
        partial(outdir.write_graph, graph, folder),
        partial(outdir.write_kept, read.kept, graph.sources, folder),
        partial(outdir.write_contract, graph, folder),
        lambda: (folder / QUADS).write_bytes(whole),
        partial(write_lines, quads, folder / "data/graph.ttl", "ttl"),
        lambda: FORMATS["csv"](graph, folder / "data/csv"),
        lambda: stored.append(_store(read, out, folder / STORE, quads, whole)),
        lambda: ledger.append(corrections.write(found, graph, matters, folder)),
        lambda: FORMATS["html"](graph, folder / PAGE),
        partial(write_void, graph, quads, folder),
    )
    for done, step in enumerate(steps, 1):
        step()
        progress("write", done, len(steps))
    asked = {"quads in store": len(quads), **outdir.held(graph)}
    outdir.reconcile(asked, {"quads in store": stored[0], **outdir.written(folder)})
    ((cut, corrected),) = ledger
    figures = {**_figures(read, matters), "quads_written": len(quads), "quads_in_store": stored[0]}
    figures["corrections"] = corrected
    carried = outdir.finish(
        folder, out, read.inputs, figures, started=started, merged=found.merged, rules=read.kept.rules
    )
    return Written(figures, cut, carried)


def _store(read: pipeline.Build, out: Path, path: Path, quads: Sequence[str], whole: bytes) -> int:
    """The store, from the earlier one where that helps and can be relied on; how many quads it holds."""
    held = None
    if read.unchanged and outdir.store_as_written(out, QUADS):
        held = rdf.renew_store(path, quads, out / STORE, out / QUADS)
    return rdf.write_store(path, whole) if held is None else held


def _figures(read: pipeline.Build, matters: Sequence[Candidate]) -> dict[str, Any]:
    """Files given are files read, files that repeat another's text, and files that failed."""
    failed, sources = len(read.failures), len(read.graph.sources)
    given = {
        "given": read.files,
        "read": sources,
        "repeated": read.files - failed - sources,
        "failed": failed,
    }
    figures = {"files": given, "unchanged_files": read.unchanged}
    return {**figures, **outdir.counts(read.graph), "findings": tally(findings(read.graph, matters))}


def _tell(read: pipeline.Build, written: Written, out: Path) -> None:
    """The closing lines: what was read, found, left open and written."""
    figures = written.figures
    given, names = figures["files"], figures["assigned_names"]
    unchanged = figures["unchanged_files"]
    kept = f"；{unchanged} 个没有变化，沿用上次的结果" if unchanged else ""
    repeated = f"，{given['repeated']} 个与其他输入内容相同" if given["repeated"] else ""
    failed = f"，{given['failed']} 个读不了" if given["failed"] else ""
    kinds = {_KINDS.get(kind, kind): count for kind, count in figures["statements_by_kind"].items()}
    roles = {ROLE_LABELS[Role(role)][0]: count for role, count in figures["mentions_by_role"].items()}
    words = {_OUTCOMES[outcome]: count for outcome, count in figures["role_words_by_outcome"].items()}
    settled = f"单位名称已定 {names['resolved']}、未定 {names['unresolved']}"
    for text in (
        f"读入：{given['given']} 个输入，{given['read']} 个已读{repeated}{failed}{kept}",
        f"文件：{figures['documents']} 份，引用 {figures['citations']} 处",
        f"语句：{figures['statements']} 条（{terminal.facts(kinds)}）",
        f"角色：{figures['mentions']} 个（{terminal.facts(roles)}）",
        f"职责：{figures['assignments']} 条，{settled}",
        f"职责用语：{figures['role_words']} 处（{terminal.facts(words)}）",
        f"图库：写入 {figures['quads_written']} 条四元组，库中 {figures['quads_in_store']} 条",
    ):
        terminal.say(text)
    _tell_if_nothing(read.graph)
    for remark in written.cut:
        terminal.warn(remark)
    for name, new in written.carried.aside:
        terminal.warn(f"{out / name} 在上次生成后被改过，已另存为 {out / new}")
    terminal.say(f"已写：{out / LEDGER}、{out / PAGE}、{out / 'data'}、{out / STORE}、{out / 'run.json'}")


def _tell_failures(read: pipeline.Build) -> None:
    for failure in read.failures:
        terminal.warn(f"读不了，已跳过：{failure}")


def _tell_if_nothing(graph: Graph) -> None:
    """Where no assignment was found, say so and the likely reason."""
    if graph.assignments or graph.memberships or graph.delegations or not graph.sources:
        return
    length = sum(len(source.text) for source in graph.sources)
    if not graph.fates:
        reason = f"{length} 字中没有“牵头、配合、负责”一类用语，可能不是布置工作的文件，或文字识别有误"
    else:
        reason = (
            f"{len(graph.fates)} 处职责用语都不是写给某个单位的分工"
            f"（例如“{graph.fates[0].word}”：{graph.fates[0].reason}）；"
            '可用 zhize explain "句子" 看一句话怎么读'
        )
    terminal.warn(f"没有找到任何职责分工：{reason}")
