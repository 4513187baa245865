"""How fast documents are read, beside `jieba.cut` over the same text: one run, one thread, processor time.

    python bench/bench_speed.py [--short] [--rounds N] [--at-least RATIO]

The text is every .txt of the folder ZHIZE_CORPUS, else of examples/. `--short` prints only the table, as
`tools/fill.py speed` puts it into the READMEs. `--at-least` makes the run fail where the extraction is not
so many times as fast as `jieba.cut`. With PYTHONPATH=.cache/compiled it measures what `make compiled` made.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import _lru_cache_wrapper, partial
from pathlib import Path
from typing import Any, Final

import jieba

from graph_builder import pipeline
from graph_builder.extract import engine, extract
from graph_builder.model import Document, Passage, Source
from graph_builder.names import Names
from graph_builder.read import decode
from graph_builder.segment import passages, segment

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
EXTRACTION: Final = "segment, passages, extract"
COPIES: Final = (1, 10, 100)
HOSTILE_BYTES: Final = 100_000
HOSTILE: Final = {
    "opening brackets": "（",
    "pairs of brackets": "（）",
    "quotation marks": "《“",
    "separators": "、，；：",
    "role words": "牵头配合负责",
    "labels": "责任单位：",
    "bracketed labels": "（责任单位：",
    "names": "市水利局、",
    "names and role words": "市水利局牵头，",
    "numbers of documents": "〔2019〕1号",
    "numbered items": "一、",
    "dates": "2019年9月底前",
    "tabs": "\t牵头",
    "line breaks": "牵头\n",
    "white space": "\u3000",
}

Work = Callable[[], object]


def texts() -> list[Path]:
    """The files to read."""
    folder = Path(os.environ.get("ZHIZE_CORPUS") or EXAMPLES)
    found = sorted(folder.glob("*.txt"))
    if not found:
        sys.exit(f"bench_speed: no .txt file in {folder}; set ZHIZE_CORPUS to a folder of documents")
    return found


def memories() -> list[Any]:
    """What functions remember of texts that they met; what they read from a data file is no such thing."""
    cached = [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]
    ours = [each for each in cached if each.__module__.startswith("graph_builder.")]
    return [each for each in ours if (each.cache_parameters()["maxsize"] or 0) > 1]


def seconds(work: Work, remembered: Iterable[Any] = ()) -> float:
    """Processor time of one run, the collector of garbage at rest, as `timeit` has it; every text is new."""
    for each in remembered:
        each.cache_clear()
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()


def best(works: dict[str, Work], rounds: int) -> dict[str, float]:
    """The shortest time of each; the runs take turns, so that a slow moment of the machine hits them all."""
    times: dict[str, list[float]] = {name: [] for name in works}
    remembered = memories()
    for _ in range(rounds + 1):
        for name, work in works.items():
            times[name].append(seconds(work, remembered))
    return {name: min(runs[1:]) for name, runs in times.items()}


Read = tuple[Source, Document, tuple[Passage, ...]]


def parts(sources: list[Source]) -> Iterator[Read]:
    """Every document with its passages."""
    for source in sources:
        for document in segment(source):
            yield source, document, passages(source, document)


def extracted(sources: list[Source], names: Names) -> int:
    """The whole extraction from decoded text; how many documents there are."""
    return len([extract(*read, names) for read in parts(sources)])


def tokenizer() -> Any:
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    cutter.initialize()
    return cutter


def measured(files: list[Path], rounds: int) -> dict[str, float]:
    """Seconds of each stage over all files, `jieba.cut` with its dictionary loaded first."""
    data = [(path.name, path.read_bytes()) for path in files]
    sources = [decode(*each) for each in data]
    names, cutter = Names.load(), tokenizer()
    found = list(parts(sources))
    return best(
        {
            "jieba.cut": lambda: [list(cutter.cut(source.text)) for source in sources],
            "decode": lambda: [decode(*each) for each in data],
            "segment": lambda: [segment(source) for source in sources],
            "passages": lambda: [passages(source, document) for source, document, _ in found],
            "extract": lambda: [extract(*each, names) for each in found],
            EXTRACTION: lambda: extracted(sources, names),
            "build without terms": lambda: pipeline.build(files, terms=False),
            "build with terms (loads the dictionary of jieba)": lambda: pipeline.build(files),
        },
        rounds,
    )


def table(times: dict[str, float], size: int) -> str:
    """A Markdown table of the stages: time, throughput and ratio to `jieba.cut`."""
    compiled = "" if engine.__file__.endswith(".py") else ", compiled"
    rows = [f"| stage{compiled} | ms | MB/s | times as fast as jieba.cut |", "|---|---:|---:|---:|"]
    for name, each in times.items():
        ratio = times["jieba.cut"] / each
        rows.append(f"| {name} | {1000 * each:.1f} | {size / 1e6 / each:.2f} | {ratio:.1f} |")
    return "\n".join(rows)


def linearity(files: list[Path], rounds: int) -> Iterator[str]:
    """The first file's documents, copied one after another into one text: the time of one copy stays."""
    source = decode(files[0].name, files[0].read_bytes())
    one = "\n".join(source.text[each.span.start : each.span.end] for each in segment(source))
    names = Names.load()
    extracted([source], names)
    for copies in COPIES:
        many = [decode(f"{copies}.txt", "\n".join([one] * copies).encode())]
        whole = partial(extracted, many, names)
        each = 1000 * min(seconds(whole) for _ in range(max(1, rounds // copies))) / copies
        count = len(segment(many[0]))
        yield f"{copies:4} x {len(one)} characters, {count:5} documents: {each:7.1f} ms a copy"


def hostile() -> Iterator[str]:
    """Texts of one thing again and again, as no document is: none may take more than some seconds."""
    names = Names.load()
    for name, unit in HOSTILE.items():
        text = unit * (HOSTILE_BYTES // len(unit.encode()))
        source = decode("hostile.txt", f"关于水的通知\n{text}".encode())
        yield f"{name:22} {seconds(partial(extracted, [source], names)):6.2f} s"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--short", action="store_true", help="print only the table")
    options.add_argument("--rounds", type=int, default=5, help="runs of each stage; the best counts")
    options.add_argument("--at-least", type=float, default=0.0, help="the least ratio that passes")
    given = options.parse_args()
    files = texts()
    times = measured(files, given.rounds)
    print(table(times, sum(path.stat().st_size for path in files)))
    if not given.short:
        print("\nlinear in the length:", *linearity(files, given.rounds), sep="\n  ")
        print("\n100 kB of one thing:", *hostile(), sep="\n  ")
    ratio = times["jieba.cut"] / times[EXTRACTION]
    if ratio < given.at_least:
        sys.exit(f"bench_speed: {EXTRACTION} is {ratio:.1f} times as fast as jieba.cut, not {given.at_least}")


if __name__ == "__main__":
    main()
