"""Takes the screenshots of this folder from the sample gazettes: python docs/screenshots/make.py"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from chromium import DESKTOP, PHONE, Visit, chromium, visiting  # noqa: E402

from exports.html import write_page  # noqa: E402
from graph_builder.model import Agency, Graph  # noqa: E402
from graph_builder.pipeline import build  # noqa: E402


def _busiest(graph: Graph) -> tuple[Agency, Agency]:
    """The two agencies with most assignments."""
    count = {agency.id: 0 for agency in graph.agencies if agency.kind == "agency"}
    for edge in graph.assignments:
        if edge.agency in count:
            count[edge.agency] += 1
    agencies = {agency.id: agency for agency in graph.agencies}
    first, second, *_ = sorted(count, key=lambda key: (-count[key], key))
    return agencies[first], agencies[second]


def _states(graph: Graph) -> dict[str, tuple[str, tuple[int, int]]]:
    first, second = (agency.label for agency in _busiest(graph))
    longest = max(
        graph.documents, key=lambda document: sum(s.document == document.id for s in graph.statements)
    )
    return {
        "cards": ("", DESKTOP),
        "card": (f"focus={first}", DESKTOP),
        "matrix": (f"view=matrix&pair={first}×{second}", DESKTOP),
        "matrix-years": ("view=matrix&compare=2023~2024", DESKTOP),
        "graph": (f"view=graph&focus={first}&hops=2", DESKTOP),
        "ledger": (f"view=ledger&s={graph.statements[0].id}", DESKTOP),
        "answer": (f"view=ledger&ask=dependents&focus={second}", DESKTOP),
        "document": (f"view=documents&read={longest.number or longest.id}", DESKTOP),
        "dark-english": ("theme=dark&lang=en", DESKTOP),
        "phone": (f"focus={first}", PHONE),
        "phone-ledger": ("view=ledger", PHONE),
    }


def _take(visit: Visit, name: str, fragment: str) -> None:
    page = visit.open(fragment)
    page.wait_for_timeout(400)
    page.screenshot(path=HERE / f"{name}.png")


def main() -> None:
    """Writes one PNG a state."""
    graph = build([ROOT / "examples"]).graph
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        file = write_page(graph, Path(folder) / "index.html")
        for name, (fragment, size) in _states(graph).items():
            with visiting(browser, file, size) as visit:
                _take(visit, name, fragment)


if __name__ == "__main__":
    main()
