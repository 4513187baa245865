"""Running `zhize`: in this process for speed, or in one of its own for signals, streams and limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from graph_builder.cli import main

PLAN = """云州市人民政府办公室
关于印发云州市供水改造方案的通知
云政办发〔2023〕5号

各县（市、区）人民政府，市直各部门：
《云州市供水改造方案》已经市政府同意，现印发给你们，请认真组织实施。

云州市人民政府办公室
2023年3月1日

云州市供水改造方案

一、改造管网
年底前完成老旧管网改造（市水利局牵头，市财政局、市住建局配合，各县（市、区）人民政府落实）。
二、保障资金
落实年度资金（责任单位：市财政局、市水利局）。
"""
"""A small document: seven mentions in two clauses."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """What it printed, parsed."""
        return json.loads(self.stdout)


def zhize(*arguments: str | Path) -> Done:
    """Run a command in this process."""
    out, errors = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code, out.getvalue(), errors.getvalue())


def command(*arguments: str | Path) -> list[str]:
    """A command line that runs `zhize` in a process of its own."""
    return [sys.executable, "-m", "graph_builder", *map(str, arguments)]


def apart(*arguments: str | Path, encoding: str = "utf-8", **environment: str) -> Done:
    """Run a command in a process of its own, with these variables set."""
    variables = {**os.environ, **environment}
    done = subprocess.run(
        command(*arguments), capture_output=True, env=variables, encoding=encoding, timeout=120, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def contents(out: Path) -> dict[str, bytes]:
    """Every file of a build by name, but for the embedded store and run.json."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    named = {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
    return {
        name: data for name, data in named.items() if not name.startswith("store/") and name != "run.json"
    }
