"""A bounded run of the fuzzer over every reader; ``make fuzz`` runs it longer."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = os.environ.get("ZHIZE_FUZZ_SECONDS") or ("20" if os.environ.get("CI") else "2")


@pytest.mark.outside
@pytest.mark.parametrize("reader", ["docx", "pdf", "html", "text"])
def test_nothing_breaks_a_reader(reader: str, tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed: it is for Linux on x86-64 only")
    fuzzer = Path(__file__).with_name("fuzz_readers.py")
    done = subprocess.run(
        [sys.executable, fuzzer, reader, SECONDS, tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert list(tmp_path.iterdir()) == []
