"""The SHACL shapes over a graph's data, by pySHACL; and findings as a SHACL report.

All named graphs are checked merged, with the vocabulary. Whether the data are all that the graph makes, and
the derived graph what follows from the rest, no shape can tell: they are made anew and compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, RDFS, SH, Literal, URIRef
from rdflib import Graph as RdfGraph
from rdflib.term import Node

import ontology
from graph_builder.check.findings import INFO, KINDS, VIOLATION, WARNING, Finding
from graph_builder.errors import DataError
from graph_builder.model import Graph
from graph_builder.projections.nquads import term as written
from graph_builder.projections.triples import Literal as Value
from graph_builder.stores import rdf
from ontology import DERIVED_GRAPH, ID, ONTOLOGY, SHAPE

_SEVERITY: Final = {SH.Violation: VIOLATION, SH.Warning: WARNING, SH.Info: INFO}
_CONTAINERS: Final = tuple(URIRef(ONTOLOGY + name) for name in ("OfficialDocument", "SourceText"))


@cache
def shapes() -> RdfGraph:
    """The shipped shapes."""
    return RdfGraph().parse(data=ontology.shapes_ttl(), format="turtle")


@cache
def names() -> Mapping[str, tuple[str, str]]:
    """What each kind of finding is called, in Chinese and English: shapes and our own."""
    found = dict(KINDS)
    for shape in shapes().subjects(RDF.type, SH.NodeShape):
        said = {label.language: str(label) for label in _literals(shapes(), shape, RDFS.label)}
        found[_kind(shape)] = (said["zh"], said["en"])
    return dict(sorted(found.items()))


def validate(graph: Graph, lines: bytes | None = None) -> tuple[Finding, ...]:
    """What the shapes find in the data, and which named graphs are not what the graph makes.

    `lines` are N-Quads, vocabulary included; without them, those that the graph makes.
    """
    text = "".join(rdf.nquads(graph)).encode() if lines is None else lines
    data = RdfGraph()
    for quad in _parsed(text):
        data.add((_node(quad.subject), URIRef(quad.predicate.value), _node(quad.object)))
    return (*_differences(graph, text), *results(data))


def results(data: RdfGraph) -> Iterator[Finding]:
    """What the shapes say of an RDF graph that holds data and vocabulary."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes(), inference="none", allow_warnings=True)
    if not isinstance(report, RdfGraph):
        raise DataError(f"shapes.ttl: {report}")
    for result in report.objects(None, SH.result):
        yield _finding(report, result, data)


def _finding(report: RdfGraph, result: Node, data: RdfGraph) -> Finding:
    """One result. Where the focus only holds what is meant, the value is the subject."""
    shape = _named(_one(report, result, SH.sourceShape))
    focus, value = _one(report, result, SH.focusNode), report.value(result, SH.value)
    held = any((focus, RDF.type, kind) in data for kind in _CONTAINERS)
    subject = (
        value if held and isinstance(value, URIRef) and not report.value(result, SH.resultPath) else focus
    )
    path = report.value(result, SH.resultPath)
    about = [
        _short(node) for node in (path, value) if isinstance(node, (URIRef, Literal)) and node != subject
    ]
    message = next(one for one in _literals(shapes(), shape, SH.message) if one.language == "zh")
    document = data.value(subject, URIRef(f"{ONTOLOGY}statedIn")) or (focus if held else None)
    words = data.value(subject, RDFS.label) or data.value(subject, URIRef(f"{ONTOLOGY}surfaceForm"))
    return Finding(
        _kind(shape),
        _SEVERITY[URIRef(str(_one(report, result, SH.resultSeverity)))],
        _short(subject),
        str(words or ""),
        "：".join([str(message), " ".join(about)] if about else [str(message)]),
        _short(document) if document and _short(document).startswith("doc/") else None,
    )


def report_ttl(found: Iterable[Finding]) -> str:
    """Findings as a SHACL report in Turtle: no blank nodes, and the same bytes each time."""
    found = tuple(found)
    conforms = str(not found).lower()
    report = f"{ontology.BASE}report"
    head = [f"@prefix sh: <{SH}> .", "", f"<{report}> a sh:ValidationReport ;", f"    sh:conforms {conforms}"]
    listed = ", ".join(f"<{report}#{place}>" for place in range(1, len(found) + 1))
    if found:
        head[-1] += " ;"
        head.append(f"    sh:result {listed}")
    head[-1] += " ."
    return "\n".join([*head, *(_result(report, *one) for one in enumerate(found, 1)), ""])


def _result(report: str, place: int, one: Finding) -> str:
    subject = one.subject if ":" in one.subject else ID + one.subject
    lines = [
        f"\n<{report}#{place}> a sh:ValidationResult ;",
        f"    sh:focusNode <{subject}> ;",
        f"    sh:resultSeverity sh:{one.severity.title()} ;",
        f"    sh:sourceShape <{SHAPE}{one.kind}> ;",
        "    sh:sourceConstraintComponent sh:SPARQLConstraintComponent ;",
    ]
    if one.other:
        lines.append(f"    sh:value <{ID}{one.other}> ;")
    said = "；".join(filter(None, [names()[one.kind][0], one.words, one.detail]))
    return "\n".join([*lines, f"    sh:resultMessage {written(Value(said))} ."])


def _differences(graph: Graph, text: bytes) -> Iterator[Finding]:
    """Named graphs whose quads are not those that the graph makes, each with how many and one of them."""
    there = set(text.decode("utf-8", "replace").splitlines(keepends=True))
    follows = set(rdf.nquads(graph))
    differing: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(there ^ follows):
        differing[one.rpartition(" <")[2].removesuffix("> .\n")].append(one)
    for name, lines in sorted(differing.items()):
        more = [one for one in lines if one in there]
        detail = f"多出 {len(more)} 条，缺少 {len(lines) - len(more)} 条，如 {lines[0].strip()}"
        yield Finding("derived" if name == DERIVED_GRAPH else "data", VIOLATION, name, detail=detail)


def _parsed(text: bytes) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(text, format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise DataError(f"the data are no N-Quads: {error}") from error


def _node(term: object) -> URIRef | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        kind = term.datatype.value
        return Literal(term.value, datatype=None if kind.endswith("#string") else URIRef(kind))
    raise DataError(f"the data hold a blank node: {term}")


def _named(shape: Node) -> Node:
    """The shape with a name that a nameless property shape belongs to."""
    while not isinstance(shape, URIRef):
        shape = _one_subject(shape)
    return shape


def _one_subject(node: Node) -> Node:
    return next(iter(shapes().subjects(None, node)))


def _one(graph: RdfGraph, subject: Node, predicate: URIRef) -> Node:
    found = graph.value(subject, predicate)
    if found is None:
        raise DataError(f"the SHACL report lacks {predicate} at {subject}")
    return found


def _literals(graph: RdfGraph, subject: Node, predicate: URIRef) -> list[Literal]:
    return sorted(one for one in graph.objects(subject, predicate) if isinstance(one, Literal))


def _kind(shape: Node) -> str:
    return str(shape).removeprefix(SHAPE)


def _short(node: Node) -> str:
    return str(node).removeprefix(ID).removeprefix(ONTOLOGY)
