"""Reading that mypyc compiled gives what plain Python gives, to the byte."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMPILED = ROOT / ".cache" / "compiled"
PACKAGES = ("graph_builder", "ontology", "queries", "exports")
TEXTS = 60
READ = """
import hashlib, sys
from pathlib import Path
from graph_builder.extract import engine, extract
from graph_builder.names import Names
from graph_builder.read import decode
from graph_builder.segment import passages, segment

names, digest, documents, statements = Names.load(), hashlib.sha256(), 0, 0
for path in map(Path, sys.argv[1:]):
    source = decode(path.name, path.read_bytes())
    for document in segment(source):
        listed = passages(source, document)
        found = extract(source, document, listed, names)
        digest.update(repr((document, listed, found)).encode("utf-8", "surrogatepass"))
        documents, statements = documents + 1, statements + len(found.statements)
print(Path(engine.__file__).suffix, digest.hexdigest(), documents, statements)
"""


@pytest.fixture(scope="module")
def compiled() -> Path:
    """The package with compiled modules, of the sources that are here now."""
    sources = [
        path for name in PACKAGES for kind in ("py", "yaml") for path in (ROOT / name).rglob(f"*.{kind}")
    ]
    built = [COMPILED / path.relative_to(ROOT) for path in sources]
    if not all(map(_is_like, built, sources)):
        pytest.skip("no compiled package of these sources in .cache/compiled: run `make compiled`")
    return COMPILED


def _is_like(path: Path, other: Path) -> bool:
    return path.is_file() and path.read_bytes() == other.read_bytes()


def run(package: Path, *arguments: str | Path) -> str:
    """What Python prints that imports this package."""
    paths = {"PYTHONPATH": str(package), "PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0"}
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(
        command,
        env={**os.environ, **paths},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.outside
def test_compiled_reading_finds_the_same(compiled: Path) -> None:
    files = sorted([*ROOT.glob("examples/*.txt"), *ROOT.glob("tests/styles/**/*.txt")])
    files += sorted(Path(os.environ.get("ZHIZE_CORPUS") or ROOT / "none").glob("*.txt"))
    assert len(files) >= TEXTS
    plain, fast = (run(package, "-c", READ, *files).split() for package in (ROOT, compiled))
    assert (plain[0], fast[0] != ".py") == (".py", True)
    assert plain[1:] == fast[1:]
    assert int(plain[2]) >= TEXTS and int(plain[3]) > 5 * TEXTS


@pytest.mark.outside
def test_compiled_reading_passes_the_tests_of_extraction(compiled: Path) -> None:
    """Among them that its cost grows with the length: what is lazy in Python may not be when compiled."""
    told = run(compiled, "-m", "pytest", "-q", "-m", "not outside", "tests/graph_builder/extract")
    found = re.search(r"(\d+) passed", told)
    assert found and int(found[1]) > 500, told
