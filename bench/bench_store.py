"""The embedded store: filling it beside a bare `bulk_load`, and its answers beside rdflib's own store.

    python bench/bench_store.py [--quads 1000000] [--asked 100000] [--cut 60] [--only NAME ...]

Both sides work on the same synthetic graph in one run; only ratios mean something. Every canned query is
asked of the store on disk and of an rdflib Dataset in memory with the same text and values; what takes
rdflib longer than `--cut` seconds is stopped, and the ratio is then a least value. Rows must agree.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import Dataset
from rdflib import Literal as RdfLiteral
from rdflib.term import URIRef

ROOT: Final = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from big import big_graph  # noqa: E402

import queries  # noqa: E402
from graph_builder import answer  # noqa: E402
from graph_builder.answer.directory import Directory  # noqa: E402
from graph_builder.model import Graph  # noqa: E402
from graph_builder.stores import rdf  # noqa: E402
from graph_builder.stores.base import Value  # noqa: E402

QUADS_AN_ASSIGNMENT: Final = 24
ROUNDS: Final = 3


def main() -> None:
    """Fill, then ask; exit code 1 where a bound of the documentation is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--asked", type=int, default=100_000)
    parser.add_argument("--cut", type=float, default=60)
    parser.add_argument("--only", nargs="*", default=[])
    args = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        if args.quads:
            good &= fill(Path(folder), graph_of(args.quads))
        if args.asked:
            good &= ask(Path(folder), graph_of(args.asked), args.cut, args.only)
    sys.exit(0 if good else 1)


def graph_of(quads: int) -> Graph:
    """A synthetic graph with about so many quads."""
    assignments = quads // QUADS_AN_ASSIGNMENT
    return big_graph(min(1500, assignments // 10), assignments // 6, assignments)


def fill(folder: Path, graph: Graph) -> bool:
    """Load one file both ways, in turn, and compare the medians."""
    lines = rdf.nquads(graph)
    file = folder / "graph.nq"
    file.write_text("".join(lines), "utf-8")
    print(f"{len(lines)} quads, {file.stat().st_size >> 20} MiB of N-Quads", flush=True)
    ours, bare = [], []
    for place in range(ROUNDS):
        ours.append(timed(lambda: rdf.write_store(folder / f"ours{place}", file.read_bytes())))  # noqa: B023
        bare.append(timed(lambda: bulk_load(folder / f"bare{place}", file)))  # noqa: B023
    ratio = statistics.median(ours) / statistics.median(bare)
    print(f"fill: {ratio:.2f} times a bare bulk_load (median of {ROUNDS} each; at most 1.5)\n", flush=True)
    return ratio <= 1.5


def bulk_load(path: Path, file: Path) -> None:
    """What pyoxigraph itself does with the file."""
    ox.Store(str(path)).bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)


def ask(folder: Path, graph: Graph, cut: float, only: list[str]) -> bool:
    """Ask every canned query of both stores and print the ratios, the least first."""
    lines = "".join(rdf.nquads(graph)).encode()
    rdf.write_store(folder / "store", lines)
    store = rdf.EmbeddedStore.open(folder / "store")
    memory = Dataset(default_union=True)
    memory.parse(data=lines, format="nquads")
    directory = Directory(graph)
    found = []
    print(f"{len(lines.splitlines())} quads; canned queries, ratio to rdflib's memory store", flush=True)
    for name in only or queries.names():
        query = answer.find(name)
        values = answer.bind(query, parameters(query, graph), directory)
        count, own = best(lambda: len({tuple(row) for row in store.rows(query, values)}))  # noqa: B023
        theirs, rows = limited(lambda: rdflib_rows(memory, query, values), cut)  # noqa: B023
        agrees = "" if rows is None else "" if rows == count else f"  DIFFERS: {rows} rows"
        more = ">" if rows is None else " "
        found.append(theirs / own)
        print(f"{more}{theirs / own:10.1f}  {own * 1000:8.1f} ms  {count:7} rows  {name}{agrees}", flush=True)
    middle, least = statistics.median(found), min(found)
    print(f"median {middle:.0f} times as fast (at least 20), least {least:.1f} (at least 3)")
    return middle >= 20 and least >= 3


def parameters(query: queries.Query, graph: Graph) -> Mapping[str, str]:
    """Values that the synthetic graph answers to: its busiest bodies, its first document."""
    tally: dict[str, int] = {}
    for one in graph.assignments:
        tally[one.agency] = tally.get(one.agency, 0) + 1
    labels = {agency.id: agency.label for agency in graph.agencies}
    busiest = [labels[one] for one in sorted(tally, key=lambda one: (-tally[one], one))]
    held = {
        "agency": iter(busiest),
        "document": iter([graph.documents[0].number or graph.documents[0].id] * 2),
        "text": iter([graph.statements[0].task[:4]]),
    }
    given = {}
    for parameter in query.parameters:
        if parameter.type in held and (parameter.required or parameter.name == "agency"):
            given[parameter.name] = next(held[parameter.type])
        elif parameter.required:
            given[parameter.name] = str(parameter.example)
    return given


def rdflib_rows(memory: Dataset, query: queries.Query, values: Mapping[str, Value]) -> int:
    """How many rows rdflib finds."""
    bound = {name: rdflib_term(rdf.term(value)) for name, value in values.items()}
    found: Any = memory.query(query.sparql, initBindings=bound)
    return len({tuple(row[column] for column in query.columns) for row in found})


def rdflib_term(term: ox.NamedNode | ox.Literal) -> URIRef | RdfLiteral:
    """The same term for rdflib."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    plain = term.datatype.value.endswith("#string")
    return RdfLiteral(term.value, datatype=None if plain else URIRef(term.datatype.value))


def best(work: Callable[[], int]) -> tuple[int, float]:
    """The result and the shortest of some rounds, after one to warm up."""
    count = work()
    return count, min(timed(work) for _ in range(ROUNDS))


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def limited(work: Callable[[], int], cut: float) -> tuple[float, int | None]:
    """Seconds and result of work in a process of its own, or the limit and None where it was stopped."""
    context = mp.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=lambda: sender.send(_measured(work)))
    process.start()
    if receiver.poll(cut):
        seconds, rows = receiver.recv()
        process.join()
        return seconds, rows
    process.kill()
    process.join()
    return cut, None


def _measured(work: Callable[[], int]) -> tuple[float, int]:
    started = time.perf_counter()
    rows = work()
    return time.perf_counter() - started, rows


if __name__ == "__main__":
    main()
