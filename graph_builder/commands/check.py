"""`zhize check`: what is wrong or open in OUT, as a table, as JSON and as a SHACL report."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import Any, Final

from graph_builder import outdir
from graph_builder.check import Finding, Findings, check
from graph_builder.check.findings import INFO
from graph_builder.check.shapes import report_ttl
from graph_builder.commands import terminal
from graph_builder.errors import StoreError
from graph_builder.lookup import Lookup

_DATA: Final = "data/graph.nq"
_SEVERITIES: Final = {"violation": "错误", "warning": "提醒", "info": "备注"}


def run(args: Namespace) -> int:
    """Check the graph of OUT and the RDF that was written of it; 1 where anything but a note was found."""
    graph = outdir.read_graph(args.out)
    look = Lookup(graph)
    try:
        found = check(graph, (args.out / _DATA).read_bytes())
        if args.report:
            args.report.write_text(report_ttl(found.found), encoding="utf-8")
        outdir.note_check(args.out, found.counts())
    except OSError as error:
        raise StoreError(f"{error.filename}：{error.strerror or error}") from error
    if args.json:
        terminal.show_json([_record(look, found, one) for one in found.found])
    else:
        _show(look, found)
    _tell(found)
    if args.report:
        terminal.say(f"已写：{args.report}（SHACL 报告）")
    return found.exit_code


def _show(look: Lookup, found: Findings) -> None:
    """All but the notes: these are counted below, and in the JSON."""
    rows = [_row(_record(look, found, one)) for one in found.found if one.severity != INFO]
    if rows:
        terminal.show_table(("级别", "发现", "出处", "内容", "说明", "相似度"), rows)


def _row(record: dict[str, Any]) -> tuple[Any, ...]:
    severity = _SEVERITIES[record["severity"]]
    return severity, record["name"], record["number"], record["words"], record["detail"], record["score"]


def _record(look: Lookup, found: Findings, one: Finding) -> dict[str, Any]:
    document = look.documents.get(one.document or "")
    number = (document.number or document.title) if document else ""
    return {**asdict(one), "name": found.names[one.kind][0], "number": number}


def _tell(found: Findings) -> None:
    counts = {found.names[kind][0]: count for kind, count in found.counts().items()}
    violations = len(found.violations)
    terminal.say(f"发现：{terminal.facts(counts)}；其中工具自身的错误 {violations} 处")
