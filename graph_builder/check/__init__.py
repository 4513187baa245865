"""What is wrong or open in a build: the SHACL shapes over its data, and what is found without them.

check(graph) -> Findings        of the data that the graph makes
check(graph, lines) -> Findings of N-Quads that were written, which must be the same data
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_builder.check.findings import INFO, VIOLATION, Finding, findings, ordered, tally
from graph_builder.model import Graph

__all__ = ["Finding", "Findings", "check"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, worst first, and what each kind is called in Chinese and English."""

    found: tuple[Finding, ...]
    names: Mapping[str, tuple[str, str]]

    @property
    def violations(self) -> tuple[Finding, ...]:
        """Errors of the tool itself."""
        return tuple(one for one in self.found if one.severity == VIOLATION)

    @property
    def exit_code(self) -> int:
        """1 where anything but an info was found."""
        return int(any(one.severity != INFO for one in self.found))

    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return tally(self.found)


def check(graph: Graph, lines: bytes | None = None) -> Findings:
    """Check a graph and its RDF; a finding that a shape makes as well stands once.

    `lines` are the N-Quads of a store or file that should hold the graph; they are made where not given.
    """
    from graph_builder.check import shapes  # noqa: PLC0415 (pySHACL takes a second to load)

    own = findings(graph)
    known = {(one.kind, one.subject) for one in own}
    told = shapes.validate(graph, lines)
    found = (*own, *(one for one in told if (one.kind, one.subject) not in known))
    return Findings(ordered(found), shapes.names())
