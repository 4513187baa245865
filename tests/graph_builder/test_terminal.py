"""What commands print survives any console, and who interrupts or leaves early gets no traceback."""

import os
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from commands import apart, command, zhize

SAMPLE = sorted((Path(__file__).parents[2] / "examples").glob("sample_gazette*.txt"))


def test_output_is_utf8_under_a_plain_locale() -> None:
    done = apart("queries", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.code, "哪些单位依赖某单位" in done.stdout) == (0, True)
    failed = apart("names", "无此文件夹", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert failed.code == 2
    assert failed.stderr.startswith("错误：")


def test_a_chinese_console_keeps_its_encoding_and_survives_what_it_cannot_show() -> None:
    done = apart("explain", "𠮷县水利局负责供水。", encoding="gb18030", PYTHONIOENCODING="gbk")
    assert done.code == 0, done.stderr
    assert "县水利局" in done.stdout
    assert "\\U00020bb7" in done.stdout


def test_what_would_steer_a_terminal_is_not_printed(tmp_path: Path) -> None:
    done = zhize("build", tmp_path / "a\x1b[31m.txt", "-o", tmp_path / "out")
    assert done.code == 3
    assert "\x1b" not in done.stderr


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with subprocess.Popen(
        command("extract", *SAMPLE), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
    assert (process.returncode, errors) == (0, "")


def bar(lines: Iterator[bytes]) -> str:
    return b"".join(lines).decode("utf-8", "replace")


def test_a_bar_is_drawn_on_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    drawn, piped = on_terminal(tmp_path / "a"), apart("build", *SAMPLE, "-o", tmp_path / "b")
    assert "\r" in drawn.replace("\r\n", "\n")
    assert "|" in drawn
    assert "\r" not in piped.stderr
    assert "|" not in piped.stderr


def on_terminal(out: Path) -> str:
    """What a build of many documents writes to a terminal on stderr."""
    main_end, end = os.openpty()
    termios.tcsetwinsize(end, (24, 80))
    arguments = command("build", *SAMPLE, "-o", out)
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=end)
    os.close(end)
    written = bar(chunks(main_end))
    assert process.wait(120) == 0
    return written


def chunks(descriptor: int) -> Iterator[bytes]:
    try:
        while chunk := os.read(descriptor, 4096):
            yield chunk
    except OSError:  # a terminal whose other end is closed has no more to say
        os.close(descriptor)


def test_the_module_runs_too_and_an_interrupt_is_exit_130() -> None:
    assert apart("--version").stdout == f"zhize {version('zhize')}\n"
    interrupted = (
        "import signal, os, graph_builder.cli as c; c._parser = lambda: os.kill(os.getpid(), {}); c.main()"
    )
    code = interrupted.format(int(signal.SIGINT)).replace("c.main()", "raise SystemExit(c.main())")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (130, "已中断\n")
