"""Loading Neo4j, side by side: this project's loader, rdflib-neo4j and the bulk import, on one graph.

    .venv/bin/python bench/bench_neo4j.py [--assignments 200000] [--line neo4j-5]

It needs the jars of `make jars`. The graph is synthetic and always the same: for 200,000 reified
assignments 235,000 nodes and 630,000 relationships, of which some run parallel. Each contender gets a
server of its own, cold and empty, one after the other on this machine. Only ratios mean something.
The table goes to standard output (``| python tools/fill.py neo4j`` puts it into the READMEs).

rdflib-neo4j gets the same graph as triples, and less to do: it has no place for the properties of
relationships nor for a second one between the same two nodes. It runs in environments of its own, made
by pip on the first run: as its package installs itself, and once more with the faster driver in Rust that
this project uses. Without them only our own figures come out.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pickle
import random
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

import neo4j_server as harness  # noqa: E402

from exports import neo4j_csv  # noqa: E402
from graph_builder.projections.property_graph import (  # noqa: E402
    TYPES,
    Node,
    Property,
    Relationship,
    plain,
    type_of,
)
from graph_builder.stores import neo4j  # noqa: E402
from graph_builder.stores.load import load_units  # noqa: E402
from graph_builder.stores.units import SHARED, Unit, derived  # noqa: E402
from ontology import DIRECT_PROPERTY, ID, ONTOLOGY, TASK_ROLES  # noqa: E402

SETTINGS = {"server.memory.pagecache.size": "1g"}
"""What a server is given that holds a graph of this size; that of the tests is small."""

THEIRS = {
    "rdflib-neo4j": ("rdflib-neo4j==1.1",),
    "rdflib-neo4j with the driver in Rust": ("rdflib-neo4j==1.1", "neo4j-rust-ext"),
}
"""The other loader: what pip installs for it."""

LOADER = str(ROOT / "bench" / "load_by_rdflib_neo4j.py")

ROLES = [(role.value, type_of(DIRECT_PROPERTY[role])) for role in TASK_ROLES[:4]]


def synthetic(assignments: int, seed: int = 7) -> list[Unit]:
    """Units: agencies shared; documents with 30 tasks and 200 assignments each, some run parallel."""
    dice = random.Random(seed)
    agencies = [f"agency/云州市第{number}局" for number in range(assignments // 50)]
    units = [Unit(SHARED, tuple(_agency(id_) for id_ in agencies), ())]
    units += [_document(number, agencies, dice) for number in range(assignments // 200)]
    return [*units, derived(())]


def _agency(id_: str) -> Node:
    label = id_.partition("/")[2]
    properties = {"iri": ID + id_, "label": label, "fullName": label, "level": "地市级"}
    return Node(id_, ("Resource", "Agency", "RoleBearer"), dict(properties))


def _document(serial: int, agencies: list[str], dice: random.Random) -> Unit:
    number, day = f"云政办发〔2019〕{serial}号", date(2019, serial % 12 + 1, 15)
    doc, title = f"doc/云州市/{number}", f"关于印发第{serial}号重点任务分工方案的通知"
    own: dict[str, Property] = {"doc": doc, "docNumber": number, "date": day}
    values = {"iri": ID + doc, "doc": doc, "label": title, "documentNumber": number, "issueDate": day}
    nodes = [Node(doc, ("Resource", "Document", "OfficialDocument"), dict(values))]
    links = []
    tasks = [f"task/{serial:08x}{place:08x}" for place in range(30)]
    for task in tasks:
        text = f"推进大气污染防治重点项目建设，加强监督检查（{task[-4:]}）"
        said = {"iri": ID + task, "doc": doc, "label": text, "taskText": text}
        nodes.append(Node(task, ("Resource", "StatedFact", "Task"), dict(said)))
        links.append(plain("STATED_IN", task, doc))
    held = {task: (dice.choice(agencies), 0) for task in tasks}
    for place in range(200):
        task = tasks[place % 30]
        if place < 30 or dice.random() > 0.04:
            busy = int(dice.paretovariate(0.5)) - 1
            held[task] = agencies[busy % len(agencies)], dice.randrange(len(ROLES))
        node, edges = _assignment(place, task, *held[task], own)
        nodes.append(node)
        links += edges
    return Unit(doc, tuple(nodes), tuple(links))


def _assignment(
    place: int, task: str, agency: str, role: int, own: dict[str, Property]
) -> tuple[Node, list[Relationship]]:
    name, type_ = ROLES[role]
    surface = agency.partition("/")[2].replace("云州市", "市")
    id_, doc = f"assignment/{task[5:]}/{name}/{surface}/{place}", str(own["doc"])
    values = {"iri": ID + id_, "doc": doc, "role": name, "surfaceForm": surface, "resolvedBy": "table"}
    edge = Relationship(id_, type_, agency, task, {**own, "surface": surface, "derived": True})
    return Node(id_, ("Resource", "Assignment", "StatedFact"), {**values, "inferred": False}), [
        plain("ASSIGNEE", id_, agency),
        plain("ON_TASK", id_, task),
        edge,
    ]


def note(text: str) -> None:
    """Tell how far it is, beside the table."""
    print(f"  {text}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def timed(times: dict[str, float], what: str) -> Iterator[None]:
    begin = time.perf_counter()
    yield
    times[what] = time.perf_counter() - begin
    note(f"{what:<55} {times[what]:8.1f} s")


def ours(units: list[Unit], line: str, times: dict[str, float], kept: dict[str, int]) -> None:
    with harness.started(line, SETTINGS) as server, neo4j.connect(server.environment) as store:
        with timed(times, "zhize, first load"):
            load_units(units, (), store)
        kept["zhize"] = parallel(server)
        with timed(times, "zhize, second load"):
            report = load_units(units, (), store)
        assert not report.created + report.updated + report.removed
        store.write(("MATCH (m:ZhizeLoad) DELETE m", {}))
        with timed(times, "zhize, again without its notes (compares all)"):
            load_units(units, (), store)


def theirs(units: list[Unit], line: str, times: dict[str, float], kept: dict[str, int]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "triples"
        path.write_bytes(pickle.dumps(list(triples(units))))
        for who, packages in THEIRS.items():
            python = environment(packages)
            if python:
                with harness.started(line, SETTINGS) as server:
                    login = (server.uri, server.username, server.password)
                    loads(who, [str(python), LOADER, *login, str(path)], times)
                    kept[who] = parallel(server)


def environment(packages: tuple[str, ...]) -> Path | None:
    """The Python of an environment with these packages; it is made once."""
    folder = ROOT / ".cache" / "bench" / "-".join(package.partition("==")[0] for package in packages)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    if subprocess.run(command, check=False).returncode:
        note(f"pip cannot install {' '.join(packages)}: not measured")
        return None
    return python


def loads(who: str, command: list[str], times: dict[str, float]) -> None:
    """Two loads by another program, which times them itself."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench_neo4j: {who} failed: {done.stderr[-2000:]}")
    for what, seconds in zip(("first load", "second load"), done.stdout.split(), strict=True):
        times[f"{who}, {what}"] = float(seconds)
        note(f"{who + ', ' + what:<55} {float(seconds):8.1f} s")


def triples(units: list[Unit]):  # type: ignore[no-untyped-def]
    """The same graph for rdflib-neo4j, all triples of a subject together, as it wants them."""
    from rdflib import RDF, Literal, URIRef  # noqa: PLC0415

    outgoing: dict[str, list[Relationship]] = {}
    for unit in units:
        for link in unit.links:
            outgoing.setdefault(link.start, []).append(link)
    for unit in units:
        for node in unit.nodes:
            subject = URIRef(ID + node.id)
            for label in node.labels[1:]:
                yield subject, RDF.type, URIRef(ONTOLOGY + label)
            for key, value in node.properties.items():
                yield subject, URIRef(ONTOLOGY + key), Literal(value)
            for link in outgoing.get(node.id, ()):
                yield subject, URIRef(TYPES[link.type]), URIRef(ID + link.end)


def parallel_of(units: list[Unit]) -> int:
    """How many role edges of the graph run beside one of the same type."""
    roles = {type_ for _, type_ in ROLES}
    ends = [(link.type, link.start, link.end) for unit in units for link in unit.links if link.type in roles]
    return len(ends) - len(set(ends))


def parallel(server: harness.Neo4jServer) -> int:
    names = [name for local in DIRECT_PROPERTY.values() for name in (local, type_of(local))]
    [row] = server.run(
        "MATCH (a)-[r]->(t) WHERE type(r) IN $names WITH a, t, type(r) AS kind, count(*) AS n WHERE n > 1 "
        "RETURN coalesce(sum(n - 1), 0) AS more",
        names=names,
    )
    return int(str(row["more"]))


def bulk(units: list[Unit], line: str, times: dict[str, float], kept: dict[str, int]) -> None:
    with tempfile.TemporaryDirectory() as name, harness.prepared(line, SETTINGS) as server:
        folder = Path(name)
        with timed(times, "bulk CSV, written"):
            neo4j_csv.write_units(units, folder)
        script = (folder / "import.sh").read_text("utf-8").replace("\\\n", " ").splitlines()
        options = next(text for text in script if text.startswith("exec")).split()[6:]
        options = [option.replace("=./", f"={folder}/") for option in options if "overwrite" not in option]
        with timed(times, "bulk CSV, imported"):
            done: subprocess.CompletedProcess[str] = server.import_csv(*options)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        server.start()
        kept["bulk CSV"] = parallel(server)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--assignments", type=int, default=200_000)
    parser.add_argument("--line", choices=sorted(harness.LINES), default="neo4j-5")
    given = parser.parse_args()
    harness.QUICK = ()
    units = synthetic(given.assignments)
    nodes, links = (sum(len(getattr(unit, part)) for unit in units) for part in ("nodes", "links"))
    note(f"{given.assignments} assignments: {nodes} nodes + {links} relationships, {given.line}")
    times: dict[str, float] = {}
    kept: dict[str, int] = {}
    for contender in (ours, bulk, theirs):
        contender(units, given.line, times, kept)
    times["bulk CSV"] = times.pop("bulk CSV, written") + times.pop("bulk CSV, imported")
    print("\n".join(table(times, kept, parallel_of(units), nodes + links)))


def table(times: dict[str, float], kept: dict[str, int], there: int, size: int) -> Iterator[str]:
    """What was measured, the slowest first, and the share of the parallel edges that is there."""
    first = times.get("rdflib-neo4j, first load")
    yield f"| {size:,} nodes and relationships | seconds | rdflib-neo4j = 1 | parallel edges kept |"
    yield "|---|---:|---:|---:|"
    for what, seconds in sorted(times.items(), key=lambda item: -item[1]):
        share = f"{seconds / first:.2f}" if first else "-"
        edges = f"{kept[what.partition(',')[0]] / there:.0%}"
        yield f"| {what} | {seconds:.1f} | {share} | {edges} |"


if __name__ == "__main__":
    main()
