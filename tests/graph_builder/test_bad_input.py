"""What is given instead of a document gets its message and exit code, and an earlier build survives."""

import json
import os
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from commands import PLAN, command, contents, zhize

from graph_builder import pipeline

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
UNREADABLE = {
    "empty.txt": (b"", "文件是空的"),
    "blank.txt": (" \n\u3000\n".encode(), "文件是空的"),
    "binary.txt": (bytes(range(256)) * 40, "不是文本文件"),
    "picture.txt": (PNG, "PNG 图片"),
    "photo.txt": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500), "JPEG 图片"),
    "scan.txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "scan.txt：已损坏或不完整"),
    "word.txt": (b"PK\x03\x04" + bytes(50), "word.txt：已损坏或不完整"),
    "broken.txt": (PLAN.encode()[:400] + b"\xff\xfe\xfa" + PLAN.encode()[400:], "UTF-8 编码在第 "),
    "cut.txt": (PLAN[:150].encode("gb18030") + b"\x81", "GB18030 编码在第 "),
    "wide.txt": (PLAN.encode("utf-16"), "UTF-16"),
}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A readable document."""
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build, to be copied."""
    folder = tmp_path_factory.mktemp("earlier")
    (folder / "first.txt").write_text(PLAN, encoding="utf-8")
    assert zhize("build", folder / "first.txt", "-o", folder / "out").code == 0
    return folder / "out"


@pytest.fixture
def out(earlier: Path, tmp_path: Path) -> Path:
    """An output folder with an earlier build in it."""
    return Path(shutil.copytree(earlier, tmp_path / "out"))


def untouched(out: Path, earlier: Path) -> bool:
    beside = {path.name for path in out.parent.iterdir() if path.name.startswith(".out")}
    return not beside and contents(out) == contents(earlier)


def test_there_are_cases() -> None:
    assert len(UNREADABLE) == 10


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_told_and_changes_nothing(
    name: str, out: Path, earlier: Path, tmp_path: Path
) -> None:
    data, reason = UNREADABLE[name]
    (tmp_path / name).write_bytes(data)
    done = zhize("build", tmp_path / name, "-o", out)
    assert (done.code, done.stdout) == (3, "")
    assert name in done.stderr
    assert reason in done.stderr
    assert untouched(out, earlier)


def test_nothing_is_left_where_nothing_was(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert zhize("build", tmp_path / "empty.txt", "-o", tmp_path / "new").code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["empty.txt"]


def test_bad_files_among_good_ones_are_told_and_the_rest_is_built(good: Path, out: Path) -> None:
    for name, (data, _) in UNREADABLE.items():
        (good.parent / name).write_bytes(data)
    done = zhize("build", good, *(good.parent / name for name in UNREADABLE), "-o", out)
    assert done.code == 3
    assert all(name in done.stderr for name in UNREADABLE)
    run = json.loads((out / "run.json").read_text("utf-8"))
    assert run["counts"]["files"] == {"given": 11, "read": 1, "repeated": 0, "failed": 10}
    assert run["counts"]["assignments"] == 6
    failed = {one["name"]: one["error"] for one in run["inputs"] if one["error"]}
    assert set(failed) == set(UNREADABLE)
    assert all(reason in failed[name] for name, (_, reason) in UNREADABLE.items())
    assert (out / "ledger.xlsx").exists()


def test_extract_goes_on_past_a_bad_file(good: Path) -> None:
    (good.parent / "bad.txt").write_bytes(PNG)
    done = zhize("extract", good.parent / "bad.txt", good)
    assert done.code == 3
    assert "bad.txt" in done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_a_path_that_is_not_there_is_told_and_the_rest_is_built(out: Path, good: Path) -> None:
    done = zhize("build", good, good.parent / "gone.txt", "-o", out)
    assert done.code == 3
    assert "gone.txt：没有这个文件或文件夹" in done.stderr
    run = json.loads((out / "run.json").read_text("utf-8"))
    assert run["counts"]["files"] == {"given": 2, "read": 1, "repeated": 0, "failed": 1}


def test_where_no_path_is_there_nothing_is_changed(out: Path, earlier: Path, good: Path) -> None:
    done = zhize("build", good.parent / "gone.txt", good.parent / ("x" * 300), "-o", out)
    assert done.code == 3
    assert "gone.txt：没有这个文件或文件夹" in done.stderr
    assert untouched(out, earlier)


def test_a_folder_without_documents_is_told(out: Path, earlier: Path, tmp_path: Path) -> None:
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    (tmp_path / "folder" / "inner" / "song.mp3").write_bytes(b"ID3")
    done = zhize("build", tmp_path / "folder", "-o", out)
    assert done.code == 3
    assert "这个文件夹里没有能读的文件" in done.stderr
    assert untouched(out, earlier)


def test_out_inside_the_given_folder_is_no_input(good: Path) -> None:
    for _ in range(2):
        assert zhize("build", good.parent, "-o", good.parent / "result").code == 0
        run = json.loads((good.parent / "result" / "run.json").read_text("utf-8"))
        assert run["counts"]["files"] == {"given": 1, "read": 1, "repeated": 0, "failed": 0}


def test_a_text_without_any_assignment_is_built_with_a_warning_that_says_why(tmp_path: Path) -> None:
    (tmp_path / "poem.txt").write_text("春眠不觉晓，处处闻啼鸟。\n", encoding="utf-8")
    done = zhize("build", tmp_path / "poem.txt", "-o", tmp_path / "out")
    assert done.code == 0
    assert "没有找到任何职责分工" in done.stderr
    assert "没有“牵头、配合、负责”一类用语" in done.stderr
    (tmp_path / "poem.txt").write_text("张某是项目负责人，实行市长负责制。\n", encoding="utf-8")
    done = zhize("extract", tmp_path / "poem.txt")
    assert (done.code, done.stdout) == (0, "")
    assert "职责用语都不是写给某个单位的分工" in done.stderr


def test_an_alias_file_of_another_shape_is_told(good: Path, out: Path, earlier: Path) -> None:
    (good.parent / "aliases.yaml").write_text("aliases: [{nickname: 水务}]\n", encoding="utf-8")
    done = zhize("build", good, "-o", out, "--aliases", good.parent / "aliases.yaml")
    assert done.code == 3
    assert "aliases.yaml: entry 1" in done.stderr
    assert untouched(out, earlier)


def test_somebody_elses_folder_is_left_alone(good: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_bytes(b"mine")
    done = zhize("build", good, "-o", tmp_path / "photos")
    assert done.code == 2
    assert "里是别的东西" in done.stderr
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["one.jpg"]


@pytest.mark.parametrize("name, code", [("file", 2), ("file/inner", 4)])
def test_an_out_that_can_be_no_folder_is_told(name: str, code: int, good: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = zhize("build", good, "-o", tmp_path / name)
    assert done.code == code
    assert str(tmp_path / "file") in done.stderr
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_a_folder_without_leave_to_write_is_told(good: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    locked = tmp_path / "locked" if os.geteuid() else Path("/proc")  # root may write everywhere else
    done = zhize("build", good, "-o", locked / "out")
    assert done.code == 4
    assert "写不了" in done.stderr


def test_a_full_disk_is_told_and_the_earlier_build_survives(good: Path, out: Path, earlier: Path) -> None:
    limited = subprocess.run(
        command("build", good, "-o", out),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert limited.returncode == 4
    assert "写不了" in limited.stderr
    assert "Traceback" not in limited.stderr
    assert untouched(out, earlier)


def half_way(good: Path, out: Path) -> subprocess.Popen[str]:
    """A build that has begun to write."""
    process = subprocess.Popen(command("build", good, "-o", out), stderr=subprocess.PIPE, encoding="utf-8")
    begun = out.with_name(f".{out.name}.staging") / "data" / "graph.jsonl"
    deadline = time.monotonic() + 60
    while not begun.exists():
        assert process.poll() is None, "the build was over before it could be stopped"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return process


def test_a_killed_build_leaves_the_earlier_one_and_the_next_one_works(
    good: Path, out: Path, earlier: Path
) -> None:
    good.write_text(PLAN.replace("市水利局", "市水务局"), encoding="utf-8")
    with half_way(good, out) as process:
        process.kill()
        assert process.wait(60) == -signal.SIGKILL
    assert contents(out) == contents(earlier)
    assert zhize("build", good, "-o", out).code == 0
    assert "市水务局" in (out / "data" / "statements.jsonl").read_text("utf-8")
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".")] == []


def test_an_interrupted_build_says_so_and_leaves_the_earlier_one(
    good: Path, out: Path, earlier: Path
) -> None:
    with half_way(good, out) as process:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "已中断"
    assert "Traceback" not in errors
    assert untouched(out, earlier)


ONE_LINE = {
    "no role word": "甲乙丙丁戊己庚辛",
    "no sentence end": "改造老旧管网，提升供水能力，",
    "clauses": "改造老旧管网（市水利局牵头，市财政局配合），提升供水能力。",
    "sentences": "市水利局负责施工组织。",
}
"""What a line is filled with."""


def seconds(path: Path, unit: str, size: int) -> float:
    path.write_text(unit * (size // len(unit.encode())), encoding="utf-8")
    begun = time.process_time()
    read = pipeline.build([path], terms=False)
    assert not read.failures
    return time.process_time() - begun


@pytest.mark.parametrize("kind", ONE_LINE)
def test_one_long_line_takes_linear_time(kind: str, tmp_path: Path) -> None:
    size = 2_000_000 if kind.startswith("no") else 200_000
    seconds(tmp_path / "line.txt", ONE_LINE[kind], 10_000)
    short = seconds(tmp_path / "line.txt", ONE_LINE[kind], size)
    assert seconds(tmp_path / "line.txt", ONE_LINE[kind], 4 * size) < 8 * max(short, 0.05)


def test_a_line_of_fifty_megabytes_is_built(tmp_path: Path) -> None:
    unit = "改造老旧管网，提升供水能力，"
    text = unit * (50_000_000 // len(unit.encode())) + "\n" + PLAN
    (tmp_path / "line.txt").write_text(text, encoding="utf-8")
    done = zhize("build", tmp_path / "line.txt", "-o", tmp_path / "out")
    assert done.code == 0, done.stderr
    run = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert run["counts"]["assignments"] == 6
