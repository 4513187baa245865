"""`zhize score`: precision and recall against gold annotations, and which statements moved."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from graph_builder import outdir, pipeline
from graph_builder.commands import terminal
from graph_builder.errors import InputError, StoreError, UsageError
from graph_builder.lookup import Lookup
from graph_builder.score import Mistake, Score, moved, read_gold, score
from ontology import Kind

BELOW: Final = 1
_SUMS: Final = ("formal", "all", "canonical", "task", "document", "deadline")


def run(args: Namespace) -> int:
    """Extract what the gold annotates and compare; 1 below a --min, or where the --baseline moved."""
    least = _least(args.min)
    before = _read_baseline(args.baseline, update=args.update)
    measured = _measured(args)
    changes = moved(before, measured.outcomes) if before is not None else []
    if args.json:
        terminal.show_json(_record(measured, changes))
    else:
        _show(measured)
        _show_mistakes(measured, args.errors)
        for id_, was, now in changes:
            terminal.show(f"MOVED   {id_}: {was or '-'} -> {now or '-'}")
    if args.baseline and args.update:
        _write_baseline(args.baseline, measured.outcomes)
    short = [
        f"{name} {measured.value(name):.3f} < {value:g}"
        for name, value in least
        if measured.value(name) < value
    ]
    if short:
        terminal.warn(f"低于要求：{'；'.join(short)}")
    if changes and not args.update:
        terminal.warn(f"与基线相比有 {len(changes)} 条变动；认可后加 --update 更新 {args.baseline}")
    return BELOW if short or (changes and not args.update) else 0


def _measured(args: Namespace) -> Score:
    gold = [record for path in args.gold for record in read_gold(path)]
    files = sorted({record["file"] for record in gold})
    if not files:
        raise InputError("标注文件里没有一条标注")
    with terminal.progress() as progress:
        read = pipeline.build([args.sources / file for file in files], terms=False, progress=progress)
    if read.failures:
        raise read.failures[0]
    lookup = Lookup(read.graph)
    found = [
        outdir.statement_record(lookup, one) for one in outdir.in_source_order(lookup, read.graph.statements)
    ]
    texts = {source.name: source.text for source in read.graph.sources}
    measured = score(gold, found, texts, within=args.within)
    if measured.lost:
        terminal.warn(f"{len(measured.lost)} 条标注在原文中找不到：{'、'.join(measured.lost[:5])}")
    return measured


def _least(rules: Iterable[str]) -> list[tuple[str, float]]:
    """NAME=VALUE arguments: a kind or a sum, and the value that it must reach."""
    names = (*Kind, *_SUMS)
    least: list[tuple[str, float]] = []
    for rule in rules:
        name, _, value = rule.partition("=")
        try:
            least.append((name, float(value)))
        except ValueError:
            raise UsageError(f"--min {rule}：要写成 名称=数值，例如 clause=0.98") from None
        if name not in names:
            raise UsageError(f"--min {rule}：没有叫 {name} 的指标；可用：{' '.join(names)}")
    return least


def _show(measured: Score) -> None:
    terminal.show(f"{'kind':<12}{'P':>8}{'R':>8}{'F1':>8}{'right':>8}{'wrong':>8}{'missed':>8}")
    for kind, one in measured.kinds.items():
        shares = f"{one.precision:8.3f}{one.recall:8.3f}{one.f1:8.3f}"
        terminal.show(f"{kind:<12}{shares}{one.right:8d}{one.wrong:8d}{one.missed:8d}")
    for name, share in measured.shares.items():
        value = (
            f"{share.value:8.3f}  of {share.total} right mentions" if share.value is not None else "       -"
        )
        terminal.show(f"{name:<12}{value}")
    terminal.show(f"measured on {measured.statements} gold statements of {measured.sources} sources")


def _show_mistakes(measured: Score, limit: int) -> None:
    for label, mistakes in (("MISSED", measured.misses), ("WRONG", measured.alarms)):
        for one in mistakes[:limit]:
            terminal.show(f"{label:<7} {one.where} {one.kind} {one.role} {one.surface} | {one.text[:90]}")


def _record(measured: Score, changes: list[tuple[str, str, str]]) -> dict[str, Any]:
    shares = {name: [share.value, share.total] for name, share in measured.shares.items()}
    return {
        "f1": {kind: round(one.f1, 4) for kind, one in measured.kinds.items()},
        "precision": {kind: round(one.precision, 4) for kind, one in measured.kinds.items()},
        "recall": {kind: round(one.recall, 4) for kind, one in measured.kinds.items()},
        "counts": {kind: asdict(one) for kind, one in measured.kinds.items()},
        **shares,
        "statements": measured.statements,
        "sources": measured.sources,
        "missed": _listed(measured.misses),
        "wrong": _listed(measured.alarms),
        "moved": [{"id": id_, "before": before, "after": after} for id_, before, after in changes],
    }


def _listed(mistakes: Iterable[Mistake]) -> list[dict[str, str]]:
    return [asdict(one) for one in mistakes]


def _read_baseline(path: Path | None, *, update: bool) -> dict[str, str] | None:
    """Outcomes by id, one `id TAB outcome` a line; none yet where it is to be written."""
    if path is None:
        return None
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        if update:
            return None
        raise UsageError(f"{path}：没有这个基线文件；加 --update 生成") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}：基线文件读不了（{error}）") from error
    pairs = (line.partition("\t") for line in lines if line)
    return {id_: outcome for id_, _, outcome in pairs}


def _write_baseline(path: Path, outcomes: Mapping[str, str]) -> None:
    text = "".join(f"{id_}\t{outcome}\n" for id_, outcome in sorted(outcomes.items()))
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path}：基线写不了（{error.strerror}）") from error
    terminal.say(f"已写基线：{path}，{len(outcomes)} 条")
