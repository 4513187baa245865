"""Reading by format: pages a second against the text, memory over many documents, new files against all."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import make_sample_formats as forms  # noqa: E402

from graph_builder.pipeline import build  # noqa: E402
from graph_builder.read import load, parse  # noqa: E402

PAGE_CHARACTERS = 900
DOCUMENTS = 1_000
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """The best of some rounds: what the machine can do when nobody disturbs it."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def peak() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def speeds(made: dict[str, Path]) -> None:
    """Pages a second of each form."""
    pages = len(made["txt"].read_text("utf-8")) / PAGE_CHARACTERS
    base = 0.0
    print("| form | pages a second | times the text's time |\n|---|---:|---:|")
    for form, path in made.items():
        data = load(path)
        spent = seconds(lambda data=data: parse("x", data))  # type: ignore[misc]
        base = base or spent
        print(f"| {form} | {pages / spent:,.0f} | {spent / base:.1f} |")


def memory(made: dict[str, Path]) -> None:
    """Peak memory after the first tenth of the documents and after all of them."""
    read = [(form, load(path)) for form, path in made.items()]
    early = 0.0
    for number in range(DOCUMENTS):
        parse("x", read[number % len(read)][1])
        if number == DOCUMENTS // 10:
            early = peak()
    print(f"\nmemory after {DOCUMENTS:,} documents: {peak() / early:.2f} times that after {DOCUMENTS // 10}")


def again(made: dict[str, Path], folder: Path) -> None:
    """A build of a folder to which one file was added, against a build of all of it."""
    copies = []
    for number in range(20):
        copies.append(folder / f"{number:03}.pdf")
        source = made.get("office") or made["docx"]
        copies[-1].write_bytes(source.read_bytes() + b"\n" * number)
    kept = build(copies[:-1], terms=False).kept.under
    full = seconds(lambda: build(copies, terms=False))
    one = seconds(lambda: build(copies, terms=False, earlier=kept))
    print(f"reading {len(copies)} files with 1 new: {one / full:.2f} of the time of reading all")


def main() -> None:
    """Print the figures as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        made = forms.write(ROOT / "examples" / forms.SAMPLES[0], Path(folder))
        speeds(made)
        memory(made)
        again(made, Path(folder))


if __name__ == "__main__":
    main()
