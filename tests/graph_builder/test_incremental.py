"""A build over an earlier one gives what a build from nothing gives, and makes nothing unchanged again."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from commands import PLAN, contents, zhize
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_files import docx, paragraph

from graph_builder import outdir, pipeline, reuse
from graph_builder.corrections.decisions import Decision, decide
from graph_builder.corrections.replay import Replay
from graph_builder.pipeline import Build, build
from graph_builder.reuse import Earlier, Kept
from graph_builder.stores import rdf

OTHER = PLAN.replace("供水", "供热").replace("5号", "6号").replace("市水利局", "市能源局")
CITING = PLAN.replace("5号", "7号").replace(
    "一、改造管网", "一、改造管网\n按照《关于印发云州市供水改造方案的通知》（云政办发〔2023〕5号）办理。"
)
POOL = {
    "plan.txt": PLAN.encode(),
    "plan.gb.txt": PLAN.encode("gb18030"),
    "plan.docx": docx("".join(map(paragraph, PLAN.splitlines()))),
    "plan 2.docx": docx("".join(map(paragraph, PLAN.splitlines())) + paragraph("")),
    "again.txt": (PLAN + "（此件公开发布）\n").encode(),
    "same number.txt": PLAN.replace("供水改造方案", "防汛方案").encode(),
    "other.txt": OTHER.encode(),
    "citing.txt": CITING.encode(),
    "gazette.txt": (OTHER + "\n" + CITING + "\n" + PLAN).encode(),
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "county.txt": PLAN.replace("云州市", "云州市东河区").replace("云政", "东政").encode(),
}
ALIASES = "aliases:\n  - name: 云州市水务集团有限公司\n    also: [市水利局]\n"
PLAN_ID = "doc/云州市/云政办发〔2023〕5号"


@cache
def decisions() -> tuple[Decision, ...]:
    """One of each kind that changes what a document says."""
    (statement, *_) = build_of([PLAN]).graph.statements
    said = (
        decide(f"body/{PLAN_ID}/市住建局", "错"),
        decide(f"body/{PLAN_ID}/市财政局", "均应为云州市财政和金融局"),
        decide(statement.id, "应为市审计局"),
    )
    return tuple(one for one in said if one)


def build_of(texts: Sequence[str]) -> Build:
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            Path(folder, f"{number}.txt").write_text(text, "utf-8")
        return build([Path(folder)], terms=False)


def saved(made: Build, out: Path) -> None:
    """What a build writes of its graph and of what it kept."""
    outdir.write_graph(made.graph, out)
    outdir.write_kept(made.kept, made.graph.sources, out)
    outdir.write_run(out, made.inputs, {}, started="", files=outdir.files_in(out), rules=made.kept.rules)


@dataclass(frozen=True)
class Step:
    """What one build is given."""

    names: tuple[str, ...]
    aliases: bool
    inferred: bool
    decided: frozenset[int]

    def build(self, folder: Path, earlier: Earlier) -> Build:
        for name in self.names:
            (folder / name).write_bytes(POOL[name])
        (folder / "aliases.yaml").write_text(ALIASES, "utf-8")
        return build(
            [folder / name for name in self.names],
            terms=False,
            aliases=folder / "aliases.yaml" if self.aliases else None,
            inferred=self.inferred,
            replay=Replay(one for place, one in enumerate(decisions()) if place in self.decided),
            earlier=earlier,
        )


STEPS = st.builds(
    Step,
    names=st.lists(st.sampled_from(sorted(POOL)), min_size=1, unique=True).map(tuple),
    aliases=st.sampled_from((False, False, True)),
    inferred=st.sampled_from((True, True, False)),
    decided=st.frozensets(st.integers(0, 2)),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=2, max_size=5))
def test_any_files_added_removed_and_changed_give_the_graph_of_a_full_build(steps: list[Step]) -> None:
    earlier: Earlier = Kept
    for step in steps:
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as out:
            again, full = step.build(Path(folder), earlier), step.build(Path(folder), Kept)
            assert told(again) == told(full)
            saved(again, Path(out))
            kept = outdir.read_kept(Path(out), again.kept.rules)
            assert named(kept) == named(again.kept)
            earlier = outdir_of(kept)


def told(made: Build) -> Build:
    """Without the errors, which are told by the inputs: no two of them are equal."""
    return replace(made, unchanged=0, failures=())


def named(kept: Kept) -> Kept:
    """Without the names of the files: a build gives them anew."""
    return replace(kept, sources={key: replace(one, name="") for key, one in kept.sources.items()})


def outdir_of(kept: Kept) -> Earlier:
    return lambda rules: kept if kept.rules == rules else Kept(rules)


def test_what_the_pool_holds_and_the_decisions_change_something() -> None:
    assert len(decisions()) == 3
    plain = Step(tuple(POOL), False, True, frozenset()).build
    with tempfile.TemporaryDirectory() as folder:
        made = plain(Path(folder), Kept)
        assert len(made.failures) == 1
        assert {len(one.also_printed_in) for one in made.graph.documents} == {0, 1, 3}
        assert any("~" in one.id for one in made.graph.documents)
        assert any(one.target == PLAN_ID for one in made.graph.citations)
        for place in range(3):
            decided = Step(tuple(POOL), False, True, frozenset([place])).build(Path(folder), Kept)
            assert decided.graph != made.graph


def test_only_what_changed_is_read_and_taken_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    for name in ("plan.txt", "plan.docx", "other.txt"):
        (tmp_path / "in" / name).write_bytes(POOL[name])
    first = build([tmp_path / "in"], terms=False)
    saved(first, tmp_path / "out")
    (tmp_path / "in" / "citing.txt").write_bytes(POOL["citing.txt"])
    (tmp_path / "in" / "other.txt").rename(tmp_path / "in" / "renamed.txt")
    done: list[str] = []
    for name in ("parse", "segment", "extract"):
        monkeypatch.setattr(pipeline, name, noted(done, name))
    again = build(
        [tmp_path / "in"], terms=False, earlier=lambda rules: outdir.read_kept(tmp_path / "out", rules)
    )
    assert done == ["parse", "segment", "extract"]
    assert again.unchanged == 3
    assert {one.name for one in again.graph.sources} >= {"renamed.txt", "citing.txt"}


def noted(done: list[str], name: str):  # type: ignore[no-untyped-def]
    work = getattr(pipeline, name)

    def run(*given, **named):  # type: ignore[no-untyped-def]
        done.append(name)
        return work(*given, **named)

    return run


def test_other_rules_make_everything_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "aliases.yaml").write_text(ALIASES, "utf-8")
    own = reuse.rules()
    others = {
        reuse.rules(tmp_path / "aliases.yaml"),
        reuse.rules(inferred=False),
        reuse.rules(terms=False),
    }
    (tmp_path / "aliases.yaml").write_text(ALIASES + "# ", "utf-8")
    others.add(reuse.rules(tmp_path / "aliases.yaml"))
    monkeypatch.setattr(reuse, "_program", lambda: "another version")
    others.add(reuse.rules())
    assert len(others - {own}) == 5
    made = build_of([PLAN])
    saved(made, tmp_path / "out")
    assert outdir.read_kept(tmp_path / "out", made.kept.rules).texts
    assert outdir.read_kept(tmp_path / "out", own) == Kept(own)


@pytest.mark.parametrize("part", ("cache", "data/sources"))
@pytest.mark.parametrize("damage", ("edited", "cut", "gone"))
def test_what_is_damaged_is_made_anew(part: str, damage: str, tmp_path: Path) -> None:
    made = build_of([PLAN, OTHER])
    saved(made, tmp_path)
    file, _ = sorted((tmp_path / part).iterdir())
    data = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(data[: len(data) // 2] if damage == "cut" else data.replace(b"2023", b"2024"))
    assert len(outdir.read_kept(tmp_path, made.kept.rules).texts) == 1
    (tmp_path / "run.json").unlink()
    assert outdir.read_kept(tmp_path, made.kept.rules).texts == {}


def test_the_command_goes_on_from_an_earlier_build(tmp_path: Path) -> None:
    """Byte for byte, the store and run.json aside; with --fresh nothing of the earlier build is used."""
    given = tmp_path / "in"
    given.mkdir()
    for name in ("plan.txt", "gazette.txt"):
        (given / name).write_bytes(POOL[name])
    assert zhize("build", given, "-o", tmp_path / "out").code == 0
    (given / "gazette.txt").unlink()
    for name in ("county.txt", "plan.docx"):
        (given / name).write_bytes(POOL[name])
    again = zhize("build", given, "-o", tmp_path / "out")
    assert "；1 个没有变化，沿用上次的结果" in again.stderr
    assert zhize("build", given, "-o", tmp_path / "new").code == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "new")
    fresh = zhize("build", given, "-o", tmp_path / "out", "--fresh")
    assert "没有变化" not in fresh.stderr
    assert contents(tmp_path / "out") == contents(tmp_path / "new")


@pytest.mark.parametrize("touched", ["", "data/graph.nq", "store/CURRENT", "store/more.sst"])
def test_the_store_is_brought_up_to_date_where_it_is_as_written(
    touched: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = Path("examples/sample_gazette.txt").read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "sample.txt").write_bytes(sample)
    out = tmp_path / "out"
    assert zhize("build", tmp_path / "in", "-o", out).code == 0
    if touched:
        with (out / touched).open("ab") as file:
            file.write(b"\n")
    (tmp_path / "in" / "plan.txt").write_bytes(POOL["plan.txt"])
    renew, made = rdf.renew_store, []

    def noted(path: Path, lines: Sequence[str], earlier: Path, before: Path) -> int | None:
        made.append(renew(path, lines, earlier, before))
        return made[-1]

    monkeypatch.setattr(rdf, "renew_store", noted)
    assert zhize("build", tmp_path / "in", "-o", out).code == 0
    quads = set(ox.parse(path=out / "data/graph.nq"))
    assert made == ([] if touched else [len(quads)])
    assert set(ox.Store.read_only(str(out / "store"))) == quads
    assert outdir.store_as_written(out, "data/graph.nq")
