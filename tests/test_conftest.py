"""A test that skips is listed where nobody can overlook it, and fails where CI is set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SKIPPING = """
import pytest

def test_skips():
    pytest.skip("no such thing here")

def test_needs_the_gazettes(corpus):
    pass

@pytest.mark.xfail(strict=True)
def test_fails_as_expected():
    assert False

def test_runs():
    pass
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of tests under the project's own conftest."""
    (tmp_path / "conftest.py").write_text((TESTS / "conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_one.py").write_text(SKIPPING, "utf-8")
    (tmp_path / "test_whole.py").write_text("import pytest\npytest.importorskip('no_such_module')\n", "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = outside\n", "utf-8")
    return tmp_path


def run(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CI": ci, "ZHIZE_CORPUS": "", "PYTHONPATH": str(TESTS / "support")}
    command: list[str | Path] = [sys.executable, "-m", "pytest", "-q", folder]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_skips_are_listed_with_their_reasons(folder: Path) -> None:
    done = run(folder, ci="")
    assert done.returncode == 0, done.stdout
    assert "NOT RUN: 3 skipped" in done.stdout
    assert "no such thing here\n    test_one.py::test_skips" in done.stdout
    assert "ZHIZE_CORPUS is not set" in done.stdout
    assert "1 passed, 3 skipped, 1 xfailed" in done.stdout


def test_under_ci_every_skip_fails(folder: Path) -> None:
    (folder / "test_whole.py").unlink()
    done = run(folder, ci="true")
    assert done.returncode == 1
    assert "skipped under CI: no such thing here" in done.stdout
    assert "1 passed, 1 xfailed" in done.stdout
    assert "skipped," not in done.stdout


def test_under_ci_a_file_that_skips_as_a_whole_fails(folder: Path) -> None:
    (folder / "test_one.py").unlink()
    done = run(folder, ci="true")
    assert done.returncode != 0
    assert "no_such_module" in done.stdout
