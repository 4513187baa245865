"""What tests share: things from outside as fixtures, and no skip that goes unseen.

A test that needs the gazettes, a server, Java or a browser asks for its fixture here, bears the marker
``outside`` by that, and skips where the thing is missing. Skips are listed at the end of every run; where
``CI`` is set each of them is a failure.
"""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import fuseki_server as fuseki
import hypothesis
import neo4j_server as neo4j
import pytest

SERVERS = {"neo4j_server", "empty_neo4j", "fuseki_server", "empty_fuseki"}
OUTSIDE = SERVERS | {"corpus", "gold", "evaluation", "browser"}
UNDER_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}

# A slow machine is no fault of the code, and a run under CI has to be repeatable.
hypothesis.settings.register_profile("zhize", deadline=None, derandomize=UNDER_CI)
hypothesis.settings.load_profile("zhize")


def _folder(variable: str, what: str) -> Path:
    """The folder that an environment variable names; skips the test when it is not set."""
    if not os.environ.get(variable):
        pytest.skip(f"{variable} is not set: it names the folder with {what}")
    path = Path(os.environ[variable]).absolute()
    assert path.is_dir(), f"{variable} names no folder: {path}"
    return path


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with the two municipal gazettes."""
    return _folder("ZHIZE_CORPUS", "the two gazettes")


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder with their gold annotations."""
    return _folder("ZHIZE_GOLD", "the gold annotations of the gazettes")


@pytest.fixture(scope="session")
def evaluation() -> Path:
    """The folder with the reference scorers."""
    return _folder("ZHIZE_EVAL", "the reference scorers")


@pytest.fixture(scope="session")
def browser() -> str:
    """The command of a Chromium."""
    for name in (os.environ.get("ZHIZE_BROWSER", ""), "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return pytest.skip("no Chromium found: install one, or name it in ZHIZE_BROWSER")


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[neo4j.Neo4jServer]:
    """One Neo4j for the whole run; what an earlier test left is still in it."""
    with neo4j.connect() as server:
        yield server


@pytest.fixture
def empty_neo4j(neo4j_server: neo4j.Neo4jServer) -> neo4j.Neo4jServer:
    """The same Neo4j with nothing in it: no node, constraint or index."""
    neo4j_server.empty()
    return neo4j_server


@pytest.fixture(scope="session")
def fuseki_server() -> Iterator[fuseki.FusekiServer]:
    """One SPARQL server for the whole run; what an earlier test left is still in it."""
    with fuseki.started() as server:
        yield server


@pytest.fixture
def empty_fuseki(fuseki_server: fuseki.FusekiServer) -> fuseki.FusekiServer:
    """The same SPARQL server with no graph in it."""
    fuseki_server.empty()
    return fuseki_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs something from outside, so that ``-m "not outside"`` is the quick run."""
    for item in items:
        if OUTSIDE & set(getattr(item, "fixturenames", ())):
            item.add_marker("outside")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI a test that skips has failed."""
    report = yield
    if UNDER_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"skipped under CI: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Under CI a file that skips as a whole has failed."""
    report = yield
    if UNDER_CI and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped under CI: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what was skipped, with the reasons, where nobody can overlook it."""
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section(f"NOT RUN: {len(skipped)} skipped", yellow=True, bold=True)
    reasons: dict[str, list[str]] = {}
    for report in skipped:
        reasons.setdefault(_reason(report), []).append(report.nodeid)
    for reason, tests in sorted(reasons.items()):
        terminalreporter.write_line(f"{reason}")
        for test in tests:
            terminalreporter.write_line(f"    {test}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
