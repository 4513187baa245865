"""What the code base promises of itself: direction of imports, size, no catch-all, nothing of one machine."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph_builder", "ontology", "queries", "exports")
MAX_LINES = 400

ONLY_IN = {
    "neo4j": {"graph_builder.stores.neo4j"},
    "rdflib": {"graph_builder.stores.rdf", "exports.rdf", "graph_builder.check"},
    "oxrdflib": {"graph_builder.stores.rdf", "exports.rdf", "graph_builder.check"},
    "pyoxigraph": {"graph_builder.stores.rdf", "exports.rdf", "graph_builder.check"},
    "networkx": {"exports.networks"},
    "pyvis": {"exports.html"},
    "jieba": {"graph_builder.terms", "graph_builder.extract"},
}
"""Each engine and the only modules (with what lies below them) that may know it."""

PYTHON = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
TESTED = sorted(path for name in ("tests", "tools", "bench") for path in (ROOT / name).rglob("*.py"))
PAGES = [path for path in (ROOT / "exports" / "page").rglob("*") if path.suffix in {".js", ".css", ".html"}]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def in_root(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module(path: Path) -> str:
    return in_root(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def layers() -> set[str]:
    """Every module that the layers contract names."""
    contract = PROJECT["tool"]["importlinter"]["contracts"][0]
    return {name.strip(" ()") for layer in contract["layers"] for name in re.split("[|:]", layer)}


def tracked() -> list[Path]:
    """The text files that belong to the project."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout.split(
        "\0"
    )
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_there_is_something_to_look_at() -> None:
    assert len(PYTHON) > 20
    assert len(tracked()) > 40


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_has_its_layer() -> None:
    known = layers()
    homeless = [module(path) for path in PYTHON if not within(module(path), known)]
    assert homeless == ["graph_builder"]


def test_every_layer_exists() -> None:
    missing = [
        name
        for name in sorted(layers())
        if not (ROOT / name.replace(".", "/")).with_suffix(".py").exists()
        and not (ROOT / name.replace(".", "/") / "__init__.py").exists()
    ]
    if "graph_builder.cli" in missing:
        pytest.skip(f"not written yet: {', '.join(missing)}")
    assert missing == []


def test_the_public_api_does_not_know_the_command_line() -> None:
    assert not within("graph_builder.cli", set(imported(ROOT / "graph_builder" / "__init__.py")))


@pytest.mark.parametrize("library", ONLY_IN)
def test_an_engine_is_known_in_few_places(library: str) -> None:
    users = {module(path) for path in PYTHON if any(within(name, {library}) for name in imported(path))}
    assert {user for user in users if not within(user, ONLY_IN[library])} == set()


@pytest.mark.parametrize("path", PYTHON + TESTED + PAGES, ids=in_root)
def test_a_file_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", PYTHON + TESTED, ids=in_root)
def test_nothing_catches_everything(path: Path) -> None:
    caught = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ExceptHandler)
    ]
    broad = [node.lineno for node in caught if node.type is None or catches_everything(node.type)]
    assert broad == []


def catches_everything(kind: ast.expr) -> bool:
    names = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"} for name in names)


def test_nothing_names_a_folder_of_one_machine() -> None:
    absolute = re.compile(rb"(?<![\w.:/-])/(?:home|root|work|Users|mnt|opt)/\w")
    found = [in_root(path) for path in tracked() if absolute.search(path.read_bytes())]
    assert found == []


def test_nothing_is_kept_that_is_made() -> None:
    made = {".pyc", ".whl", ".jar", ".class", ".log"}
    assert [in_root(path) for path in tracked() if path.suffix in made] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_that_it_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").exists()


def test_the_tests_are_no_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_test_files_have_names_of_their_own() -> None:
    names = sorted(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert sorted(set(names)) == names


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    """Distribution names of the dependencies against the top-level modules that the shipped code imports."""
    if not (ROOT / "graph_builder" / "cli.py").exists():
        pytest.skip("the command line is not written yet")
    modules = {"pyyaml": "yaml", "python-docx": "docx"}
    declared = {re.split(r"[<>=; \[]", text)[0].lower() for text in PROJECT["project"]["dependencies"]}
    names = {modules.get(name, name) for name in declared}
    ours = {*PACKAGES, *sys.stdlib_module_names}
    used = {name.split(".")[0] for path in PYTHON for name in imported(path)} - ours
    unseen = {"neo4j-rust-ext"}  # makes the driver quicker from within, and has no module of its own
    assert unseen < names
    assert used == names - unseen


def test_the_check_of_paths_would_find_one() -> None:
    assert os.sep == "/" or sys.platform == "win32"
    assert re.search(rb"(?<![\w.:/-])/(?:home|root)/\w", b'open("/ho' + b'me/me")')
