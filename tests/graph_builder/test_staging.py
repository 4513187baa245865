"""OUT is replaced as a whole or left as it was, whatever happens on the way; a person's files stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph_builder.errors import StoreError, UsageError
from graph_builder.outdir import Carried, carry_over, files_in, finish, read_run, staging, swap

CHILD = """
import os, signal, sys, time
from pathlib import Path
from graph_builder.outdir import finish, staging, swap

out, point = Path(sys.argv[1]), sys.argv[2]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def dying(function):
    def wrapped(*arguments):
        function(*arguments)
        die()
    return wrapped

if point == "between two renames":
    swap._exchanged = lambda one, other: False
    Path.rename = dying(Path.rename)
elif point == "after the swap":
    swap._swap = dying(swap._swap)
elif point == "carrying over":
    swap.carry_over = die
with staging(out) as folder:
    (folder / "a.txt").write_text("new")
    if point == "writing":
        die()
    finish(folder, out, [], {}, started="")
    if point == "finished":
        die()
    print("holding", flush=True)
    if point == "holding":
        time.sleep(100)
"""
SURVIVOR = {
    "writing": "old",
    "finished": "old",
    "carrying over": "old",
    "between two renames": None,
    "after the swap": "new",
}
"""What a reader finds in OUT after a kill at that point; None where two renames left OUT missing."""


def build(out: Path, text: str = "old", **more: str) -> Carried:
    with staging(out) as folder:
        for name, content in {"a.txt": text, **more}.items():
            (folder / name).write_text(content)
        return finish(folder, out, [], {}, started="")


def content(out: Path) -> dict[str, str]:
    return {name: (out / name).read_text() for name in files_in(out) if name != "run.json"}


def child(out: Path, point: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", CHILD, out, point], stdout=subprocess.PIPE, text=True)


def test_a_build_becomes_out_and_the_next_replaces_it_as_a_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    build(out, "one", b="gone next time")
    assert content(out) == {"a.txt": "one", "b": "gone next time"}
    build(out, "two")
    assert content(out) == {"a.txt": "two"}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_readers_see_the_earlier_build_until_the_end(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    with staging(out) as folder:
        (folder / "a.txt").write_text("new")
        assert content(out) == {"a.txt": "old"}
        finish(folder, out, [], {}, started="")
    assert content(out) == {"a.txt": "new"}


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt, StoreError])
def test_a_failing_build_changes_nothing(error: type[BaseException], tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    with pytest.raises(error), staging(out) as folder:
        (folder / "a.txt").write_text("half")
        raise error("x")
    assert content(out) == {"a.txt": "old"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals that cannot be caught")
@pytest.mark.parametrize("point", SURVIVOR)
def test_a_killed_build_leaves_the_earlier_one_and_the_next_cleans_up(point: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    with child(out, point) as process:
        assert process.wait(60) == -signal.SIGKILL
    survivor = SURVIVOR[point]
    assert content(out) == ({"a.txt": survivor} if survivor else {})
    assert len(list(tmp_path.iterdir())) > 1, "the kill left nothing to clean up: it came too late"
    build(out, "next")
    assert content(out) == {"a.txt": "next"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_earlier_build_is_put_back_when_the_next_one_fails_too(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    out.rename(tmp_path / ".out.earlier")
    with pytest.raises(KeyError), staging(out):
        raise KeyError
    assert content(out) == {"a.txt": "old"}


def test_without_a_rename_that_exchanges_it_works_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_exchanged", lambda one, other: False)
    out = tmp_path / "out"
    build(out)
    build(out, "new")
    assert content(out) == {"a.txt": "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_two_builds_at_once_are_refused_and_a_dead_one_is_no_hindrance(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    with child(out, "holding") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        with pytest.raises(StoreError, match=f"进程 {process.pid}"), staging(out):
            pass
        assert content(out) == {"a.txt": "old"}
        process.kill()
    assert (tmp_path / ".out.lock").exists()
    build(out, "new")
    assert content(out) == {"a.txt": "new"}


def test_a_lock_file_of_nobody_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / ".out.lock").write_text(str(os.getpid()))
    build(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_two_builds_in_one_process_are_refused(tmp_path: Path) -> None:
    with staging(tmp_path / "out") as folder:
        with pytest.raises(StoreError, match="另一次运行"), staging(tmp_path / "out"):
            pass
        assert folder.is_dir()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("ten years")
    with pytest.raises(UsageError, match="里是别的东西"), staging(tmp_path / "out"):
        pass
    (tmp_path / "out" / "run.json").write_text('{"tool": "other", "files": {}}')
    with pytest.raises(UsageError, match="里是别的东西"), staging(tmp_path / "out"):
        pass
    assert (tmp_path / "out" / "thesis.docx").read_text() == "ten years"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_and_a_link_to_one_are_built_in(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    build(tmp_path / "link")
    build(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert content(tmp_path / "empty") == {"a.txt": "new"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(UsageError, match="是文件"), staging(tmp_path / "out"):
        pass
    with pytest.raises(StoreError, match="写不了"), staging(tmp_path / "out" / "inner"):
        pass


def test_a_write_that_the_system_refuses_is_told_and_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    with pytest.raises(StoreError, match=r"写不了.*No space left"), staging(out):
        raise OSError(28, "No space left on device", "graph.jsonl")
    assert content(out) == {"a.txt": "old"}


def test_what_a_person_put_into_out_is_carried_over(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    for name in ("aliases.yaml", "decisions.jsonl", "notes.txt", "sub/mine.txt"):
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text(f"mine: {name}")
    for _ in range(3):
        carried = build(out, "new")
        assert carried.kept == ("aliases.yaml", "decisions.jsonl", "notes.txt", "sub/mine.txt")
    assert content(out)["sub/mine.txt"] == "mine: sub/mine.txt"
    run = read_run(out)
    assert run is not None
    assert list(run["files"]) == ["a.txt"]


def test_decisions_that_a_build_wrote_itself_stand_and_are_carried_on(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    (out / "decisions.jsonl").write_text("one")
    assert build(out, **{"decisions.jsonl": "one, two"}) == Carried()
    assert content(out)["decisions.jsonl"] == "one, two"
    build(out)
    assert content(out)["decisions.jsonl"] == "one, two"


def test_an_edited_ledger_is_moved_aside_and_never_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, **{"ledger.xlsx": "v1"})
    (out / "ledger.xlsx").write_text("typed one")
    carried = build(out, **{"ledger.xlsx": "v2"})
    assert carried == Carried((), (("ledger.xlsx", "ledger.edited-1.xlsx"),))
    run = read_run(out)
    assert run is not None
    assert run["moved_aside"] == {"ledger.xlsx": "ledger.edited-1.xlsx"}
    (out / "ledger.xlsx").write_text("typed two")
    build(out, **{"ledger.xlsx": "v3"})
    build(out, **{"ledger.xlsx": "v3"})
    held = content(out)
    assert held["ledger.xlsx"] == "v3"
    assert held["ledger.edited-1.xlsx"] == "typed one"
    assert held["ledger.edited-2.xlsx"] == "typed two"


def test_a_file_that_a_later_version_writes_does_not_replace_a_persons(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    (out / "extra.csv").write_text("mine")
    assert build(out, **{"extra.csv": "ours"}).aside == (("extra.csv", "extra.edited-1.csv"),)
    assert content(out)["extra.csv"] == "ours"
    assert content(out)["extra.edited-1.csv"] == "mine"


def test_what_is_typed_while_the_build_runs_is_carried_too(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, **{"ledger.xlsx": "v1"})
    with staging(out) as folder:
        (folder / "ledger.xlsx").write_text("v2")
        finish(folder, out, [], {}, started="")
        (out / "ledger.xlsx").write_text("typed late")
    assert content(out)["ledger.edited-1.xlsx"] == "typed late"


def test_an_unchanged_or_equal_file_is_nobodys(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, **{"ledger.xlsx": "v1"})
    (out / "ledger.xlsx").write_text("v2")
    assert build(out, **{"ledger.xlsx": "v2"}) == Carried()
    assert carry_over(tmp_path / "none", tmp_path) == Carried()
    (out / "store").mkdir()
    (out / "store" / "LOG").write_text("touched by opening")
    assert build(out, **{"ledger.xlsx": "v2"}) == Carried()
    assert not (out / "store").exists()
