"""The package as others get it: its names, its licences, its wheel, its commands and the pages about them."""

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph_builder", "ontology", "queries", "exports")
CLI = ROOT / "graph_builder" / "cli.py"
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md"))]

COPYLEFT = re.compile(r"\bA?GPL|\bGNU (Affero )?General Public", re.IGNORECASE)
CLEARED: dict[str, str] = {}
"""Distributions whose licence text names the GPL although they are free of it, each with the reason."""


SUFFIX = {"sdist": ".gz", "wheel": ".whl"}


def closure(name: str) -> dict[str, metadata.Distribution]:
    """The distributions that installing ``name`` without extras brings, by normalised name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [name]
    while waiting:
        key = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if key not in found:
            found[key] = metadata.distribution(key)
            waiting += needed(found[key])
    return found


def needed(distribution: metadata.Distribution) -> Iterator[str]:
    for text in distribution.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name


def licence(distribution: metadata.Distribution) -> str:
    """What a distribution says of its licence: the expression, else the classifiers, else the first words."""
    about: Message = distribution.metadata  # type: ignore[assignment]
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License")]
    return about.get("License-Expression") or "; ".join(classifiers) or (about.get("License") or "")[:200]


def test_no_dependency_is_under_a_licence_that_binds_the_user() -> None:
    licences = {name: licence(found) for name, found in closure("zhize").items()}
    assert len(licences) > 10
    assert [name for name, text in licences.items() if not text.strip()] == []
    bound = {name: text for name, text in licences.items() if COPYLEFT.search(text) and name not in CLEARED}
    assert bound == {}


def test_the_licence_test_would_find_one() -> None:
    for text in (
        "GPL-3.0-only",
        "AGPL-3.0",
        "License :: OSI Approved :: GNU General Public License v2 (GPLv2)",
    ):
        assert COPYLEFT.search(text)
    for text in ("MIT", "MPL-2.0", "Apache-2.0", "LGPL-3.0", "GNU Lesser General Public License"):
        assert not COPYLEFT.search(text)


@pytest.mark.parametrize("part", ["runtime", "dev"])
def test_a_lock_pins_every_package_with_its_hashes_and_no_place(part: str) -> None:
    text = (ROOT / "requirements" / f"{part}.txt").read_text("utf-8")
    pins = re.findall(r"^([\w.-]+)==\S+", text, re.MULTILINE)
    assert len(pins) > 20
    assert all(
        "--hash=sha256:" in block for block in re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    )
    assert "://" not in text


def test_the_locks_hold_what_is_declared_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    locks = {part: locked(part) for part in ("runtime", "dev")}
    for part, declared in (
        ("runtime", project["project"]["dependencies"]),
        ("dev", project["dependency-groups"]["dev"]),
    ):
        missing = {re.sub(r"[-_.]+", "-", Requirement(text).name).lower() for text in declared} - {
            n for n, _ in locks[part]
        }
        assert missing == set(), "run `make lock`"
    assert locks["runtime"] <= locks["dev"]


def locked(part: str) -> set[tuple[str, str]]:
    text = (ROOT / "requirements" / f"{part}.txt").read_text("utf-8")
    return {(name.lower(), version) for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built offline from the source distribution, that from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(["tar", "-xf", build("sdist", ROOT, folder)], cwd=folder, check=True)
    (unpacked,) = (path for path in folder.iterdir() if path.is_dir())
    return build("wheel", unpacked, folder)


def build(kind: str, source: Path, target: Path) -> Path:
    command: list[str | Path] = [
        Path(sys.executable).with_name("hatchling"),
        "build",
        "-t",
        kind,
        "-d",
        target,
    ]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = (path for path in target.glob("zhize-*") if path.is_file() and path.suffix == SUFFIX[kind])
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and what it declares, nothing else."""
    place = tmp_path_factory.mktemp("elsewhere") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    (site,) = place.glob("lib/python*/site-packages")
    for name, distribution in closure("zhize").items():
        if name != "zhize":
            link(distribution, site)
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        place / "bin" / "python",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", wheel], check=True)
    return place / "bin"


def link(distribution: metadata.Distribution, site: Path) -> None:
    """Make the folders and modules of an installed distribution visible in another environment."""
    tops = {Path(str(file)).parts[0] for file in distribution.files or () if not str(file).startswith("..")}
    for top in tops - {"__pycache__"}:
        if not (site / top).exists():
            (site / top).symlink_to(Path(str(distribution.locate_file(top))))


def elsewhere(command: Path, *arguments: str, where: Path) -> subprocess.CompletedProcess[str]:
    """Run a command far from the checkout, with an environment that knows nothing of it."""
    clean = {"PATH": os.defpath, "HOME": str(where), "LC_ALL": "C"}
    return subprocess.run(
        [command, *arguments],
        cwd=where,
        env=clean,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_the_wheel_holds_the_four_packages_with_their_data(wheel: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(wheel, tmp_path, "zip")
    tops = {path.name for path in tmp_path.iterdir()}
    version = metadata.version("zhize")
    assert tops == {*PACKAGES, f"zhize-{version}.dist-info"}
    shipped = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {name for package in PACKAGES for name in tracked(package)}
    samples = {f"graph_builder/{name}" for name in tracked("examples")}
    assert len(samples) >= 3
    assert {name for name in shipped if ".dist-info/" not in name} == kept - {
        "graph_builder/examples"
    } | samples


def tracked(folder: str) -> list[str]:
    """The files below a folder that belong to the project."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", folder]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return [name for name in done.stdout.splitlines() if (ROOT / name).exists()]


def test_the_four_packages_are_ours(installed: Path, tmp_path: Path) -> None:
    """Their names are common words, and another distribution could own one of them too."""
    code = "import json, importlib.metadata as m; print(json.dumps(m.packages_distributions()))"
    owners = json.loads(elsewhere(installed / "python", "-c", code, where=tmp_path).stdout)
    assert {name: owners[name] for name in PACKAGES} == {name: ["zhize"] for name in PACKAGES}
    assert "openpyxl" in owners


def test_the_wheel_works_elsewhere_without_the_tools_of_developers(installed: Path, tmp_path: Path) -> None:
    code = (
        "import graph_builder, ontology, queries, exports, importlib.util as u; print(u.find_spec('pytest'))"
    )
    done = elsewhere(installed / "python", "-c", code, where=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "None\n", "")


def test_its_commands_work_elsewhere(installed: Path, tmp_path: Path) -> None:
    if not CLI.exists():
        pytest.skip("the command line is not written yet")
    version = elsewhere(installed / "zhize", "--version", where=tmp_path)
    assert (version.returncode, version.stdout) == (0, f"zhize {metadata.version('zhize')}\n"), version.stderr
    demo = elsewhere(installed / "zhize", "demo", where=tmp_path)
    assert demo.returncode == 0, demo.stderr
    assert {"index.html", "ledger.xlsx"} <= {path.name for path in tmp_path.rglob("*")}


def commands() -> list[str]:
    """The names of the commands, as ``zhize --help`` lists them."""
    zhize = Path(sys.executable).with_name("zhize")
    shown = subprocess.run([zhize, "--help"], capture_output=True, encoding="utf-8", check=True).stdout
    listed = re.search(r"\{([a-z,-]+)\}", shown)
    assert listed, shown
    return listed[1].split(",")


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_each_command_is_described_and_helps_with_an_example(page: str) -> None:
    if not CLI.exists():
        pytest.skip("the command line is not written yet")
    text = (ROOT / page).read_text("utf-8")
    names = commands()
    assert len(names) > 5
    assert [name for name in names if f"`zhize {name}" not in text] == []


def shown(page: Path) -> doctest.DocTest:
    """The examples of a page as one doctest; the fences round a block are no part of its output."""
    text = re.sub(r"^```.*", "", page.read_text("utf-8"), flags=re.MULTILINE)
    return doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_run_as_shown(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert runner.run(shown(page)).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_readme_shows_the_python_interface_at_work() -> None:
    if not CLI.exists():
        pytest.skip("the public interface is not written yet")
    assert all(len(shown(page).examples) >= 3 for page in PAGES[:2])


def test_setting_up_with_an_old_python_says_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit\nexit 1\n', "utf-8")
    old.chmod(0o755)
    done = set_up(old, tmp_path)
    assert done.returncode == 1
    assert "3.11 or newer" in done.stderr
    assert "Python 3.9.2" in done.stderr


def test_setting_up_without_venv_says_what_to_install(tmp_path: Path) -> None:
    bare = tmp_path / "python3"
    refuse = 'case "$*" in *ensurepip*) exit 1;; esac'
    bare.write_text(f'#!/bin/sh\n{refuse}\nexec "{sys.executable}" "$@"\n', "utf-8")
    bare.chmod(0o755)
    nobody = tmp_path / "id"
    nobody.write_text("#!/bin/sh\necho 1000\n", "utf-8")
    nobody.chmod(0o755)
    done = set_up(bare, tmp_path)
    assert done.returncode == 1
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert f"sudo apt-get install {version}" in done.stderr


def set_up(python: Path, where: Path) -> subprocess.CompletedProcess[str]:
    """Run the set-up with another Python, into a folder of its own; programs in ``where`` come first."""
    environment = {**os.environ, "PYTHON": str(python), "PATH": f"{where}:{os.environ['PATH']}"}
    command = ["sh", "tools/setup.sh", str(where / "venv")]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
