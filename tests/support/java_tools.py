"""Other people's readers, run from their published jars: ROBOT for ontologies, Gephi for networks."""

from dataclasses import dataclass
from pathlib import Path

import jars


@dataclass(frozen=True, slots=True)
class GephiGraph:
    """What Gephi keeps of a file: the count of nodes, and (source, target, kind) of every edge, sorted."""

    nodes: int
    edges: tuple[tuple[str, str, str], ...]


def robot(*arguments: str | Path) -> str:
    """The output of ROBOT (``robot("reason", "--input", path)``); an AssertionError if it fails."""
    done = jars.run("robot", "org.obolibrary.robot.CommandLineInterface", *arguments)
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    return output


def gephi(path: Path) -> GephiGraph:
    """Open ``path`` (gexf, graphml, csv, …) with Gephi's importer, as the program itself does."""
    source = Path(__file__).with_name("GephiImport.java")
    headless = ("-Djava.awt.headless=true",)
    done = jars.run("gephi", str(source), path, options=headless, compiler=True)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    counts = {row[0]: int(row[1]) for row in rows[:2]}
    edges = tuple(sorted((source, target, kind) for source, target, kind in rows[2:]))
    assert counts["edges"] == len(edges)
    return GephiGraph(counts["nodes"], edges)
