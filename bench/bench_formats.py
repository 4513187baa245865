"""Reading by format: pages a second against the text, memory over many documents, one new file against all.

    python bench/bench_formats.py [--short] [--files N]

`--short` prints only the tables, as `tools/fill.py formats` puts them into the READMEs. `--files` is how many
gazettes the incremental build has, the new one included. Times are processor time.
"""

from __future__ import annotations

import argparse
import io
import re
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import make_sample_formats as forms  # noqa: E402

from graph_builder import outdir  # noqa: E402
from graph_builder.cli import main as zhize  # noqa: E402
from graph_builder.pipeline import build  # noqa: E402
from graph_builder.read import load, parse  # noqa: E402

PAGE_CHARACTERS = 900
DOCUMENTS = 1_000
ROUNDS = 5
GAZETTE = ROOT / "examples" / forms.SAMPLES[0]


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The best of some rounds: what the machine can do when nobody disturbs it."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def peak() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def speeds(made: dict[str, Path]) -> Iterator[str]:
    """Pages a second of each form."""
    pages = len(made["txt"].read_text("utf-8")) / PAGE_CHARACTERS
    base = 0.0
    yield "| form | pages a second | times the text's time |\n|---|---:|---:|"
    for form, path in made.items():
        data = load(path)
        spent = seconds(lambda data=data: parse("x", data))  # type: ignore[misc]
        base = base or spent
        yield f"| {form} | {pages / spent:,.0f} | {spent / base:.1f} |"


def memory(made: dict[str, Path]) -> str:
    """Peak memory after the first tenth of the documents and after all of them."""
    read = [(form, load(path)) for form, path in made.items()]
    early = 0.0
    for number in range(DOCUMENTS):
        parse("x", read[number % len(read)][1])
        if number == DOCUMENTS // 10:
            early = peak()
    return f"memory after {DOCUMENTS:,} documents: {peak() / early:.2f} times that after {DOCUMENTS // 10}"


def variants(folder: Path, count: int) -> Iterator[Path]:
    """The gazette with other numbers and other years: as many different gazettes."""
    text = GAZETTE.read_text("utf-8")
    for place in range(count):
        other = re.sub(r"〕(\d+)号", lambda found, place=place: f"〕{int(found[1]) + 100 * place}号", text)  # type: ignore[misc]
        other = re.sub(r"202(\d)年", lambda found, place=place: f"20{20 + place}年", other)  # type: ignore[misc]
        path = folder / f"{place:03}.txt"
        path.write_text(other, "utf-8")
        yield path


def again(form: str, paths: list[Path], work: Path) -> str:
    """One new file among many, against all of them: up to the graph, and the whole command."""
    out, earlier = work / f"{form}.out", work / f"{form}.earlier"
    quietly("build", *paths[:-1], "-o", earlier)

    def over() -> None:
        build(paths, earlier=lambda rules: outdir.read_kept(earlier, rules))

    def whole(*options: str) -> None:
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(earlier, out)
        quietly("build", *paths, "-o", out, *options)

    graph = seconds(over, 2) / seconds(lambda: build(paths), 2)
    command = seconds(whole, 2) / seconds(lambda: whole("--fresh"), 2)
    return f"| {form}: 1 new among {len(paths)} | {graph:.2f} | {command:.2f} |"


def quietly(*arguments: str | Path) -> None:
    """Run a command without its messages."""
    with redirect_stderr(io.StringIO()):
        if zhize([str(one) for one in arguments]):
            sys.exit(f"bench_formats: {arguments[0]} failed")


def increments(folder: Path, count: int) -> Iterator[str]:
    """Text and, where LibreOffice is there, PDF."""
    texts = list(variants(folder, count))
    yield "\n| time of a build over an earlier one, of all anew | up to the graph | with all files of OUT |"
    yield "|---|---:|---:|"
    yield again("txt", texts, folder)
    if command := forms.office():
        for path in texts:
            forms.to_docx(list(forms.blocks(path.read_text("utf-8"))), path.with_suffix(".docx"))
            forms.exported(command, path.with_suffix(".docx"), path.with_suffix(".pdf"))
        yield again("pdf", [path.with_suffix(".pdf") for path in texts], folder)


def main() -> None:
    """Print the figures as Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--short", action="store_true", help="print only the tables")
    options.add_argument("--files", type=int, default=10, help="gazettes of the incremental build")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = forms.write(GAZETTE, Path(folder))
        print(*speeds(made), sep="\n")
        if not given.short:
            print(f"\n{memory(made)}")
        print(*increments(Path(folder), given.files), sep="\n")


if __name__ == "__main__":
    main()
