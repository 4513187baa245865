"""Quads as N-Quads text: sorted, each line once, so that the same graph is the same bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from graph_builder.projections.triples import STRING, Literal, Quad

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def term(value: str | Literal) -> str:
    """An IRI or a literal as N-Triples, Turtle and SPARQL write it, escaped."""
    if not isinstance(value, Literal):
        return f"<{value}>"
    quoted = f'"{value.value.translate(_ESCAPES)}"'
    return quoted if value.datatype == STRING else f"{quoted}^^<{value.datatype}>"


def line(quad: Quad) -> str:
    """One quad as a line of N-Quads, line break included."""
    return f"<{quad.subject}> <{quad.predicate}> {term(quad.object)} <{quad.graph}> .\n"


def triple_line(quad: Quad) -> str:
    """One quad as a line of N-Triples, without its graph."""
    return f"<{quad.subject}> <{quad.predicate}> {term(quad.object)} .\n"


def nquads(records: Iterable[Quad]) -> list[str]:
    """N-Quads lines in code-point order, repeated ones once.

    Sorted within each subject, because lines that begin alike are slow to compare.
    """
    about: defaultdict[str, set[str]] = defaultdict(set)
    for quad in records:
        about[f"<{quad.subject}>"].add(line(quad))
    return [line for subject in sorted(about) for line in sorted(about[subject])]


def ntriples(records: Iterable[Quad]) -> list[str]:
    """N-Triples lines of all graphs merged, in code-point order, repeated ones once."""
    return sorted({triple_line(quad) for quad in records})


def triple(line: str) -> str:
    """A line of N-Quads as a line of N-Triples, without its graph."""
    return f"{line[: line.rindex(' <')]} .\n"


def merged(lines: Iterable[str]) -> list[str]:
    """Sorted N-Quads lines as sorted N-Triples lines of all their graphs merged, repeated ones once.

    The graph stands last, so that the same triple of several graphs stands together.
    """
    return [line for line, _ in groupby(map(triple, lines))]
