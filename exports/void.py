"""A description of a build as a dataset (VoID, DCAT): what it holds, was made from and is written in.

No time of day and no machine stands in it: the same inputs give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

import ontology
from graph_builder.model import Graph
from graph_builder.projections.nquads import merged, term
from graph_builder.projections.triples import TYPE, Literal, iri
from ontology import BASE, DERIVED_GRAPH, ID, ONTOLOGY, ONTOLOGY_GRAPH

_PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".jsonl": "application/x-ndjson",
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
VOID: Final = "data/void.ttl"
"""Where the description of a build stands."""

_EXAMPLES: Final = 3
_VOCABULARY: Final = f" <{ONTOLOGY_GRAPH}> .\n"
_DERIVED: Final = f" <{DERIVED_GRAPH}> .\n"
_TYPE: Final = f"<{TYPE}>"


def void(graph: Graph, lines: Iterable[str], folder: Path, files: Sequence[str]) -> str:
    """The description of a graph and of the files that hold it, as Turtle.

    `lines` are the graph's sorted N-Quads. `files` are paths within `folder`; each becomes a distribution
    with its size and checksum.
    """
    held = [one for one in lines if not one.endswith(_VOCABULARY)]
    dataset = f"{BASE}dataset/{_digest(graph)}"
    classes = _classes(dataset, held)
    parts = [
        "".join(f"@prefix {name}: <{space}> .\n" for name, space in sorted(_PREFIXES.items())),
        _subject(dataset, _dataset(graph, dataset, held, [node for node, _ in classes], files)),
        _subject(f"{dataset}#derived", _derived(held)),
        *(_subject(node, lines) for node, lines in classes),
    ]
    for name in sorted(files):
        parts += [_subject(node, lines) for node, lines in _distribution(dataset, folder, name)]
    return "\n".join(parts)


def write_void(graph: Graph, lines: Iterable[str], folder: Path) -> None:
    """Write `data/void.ttl` for the files that a build's folder holds in `data/`."""
    files = [one.relative_to(folder).as_posix() for one in (folder / "data").rglob("*") if one.is_file()]
    text = void(graph, lines, folder, [name for name in files if name != VOID])
    (folder / VOID).write_text(text, encoding="utf-8")


def _dataset(
    graph: Graph, dataset: str, held: Sequence[str], classes: Sequence[str], files: Sequence[str]
) -> Iterator[str]:
    yield "a void:Dataset, dcat:Dataset"
    yield 'dcterms:title "职责图谱"@zh, "A graph of responsibilities"@en'
    yield f"dcat:version {_text(version('zhize'))}"
    yield f"dcterms:conformsTo <{BASE}ontology/0.1.0>, <{BASE}shapes>"
    yield f"void:uriSpace {_text(ID)}"
    yield f"void:vocabulary <{ONTOLOGY}>"
    yield f"void:triples {len(merged(held))}"
    yield f"void:documents {len(graph.documents)}"
    yield f"void:subset <{dataset}#derived>"
    yield from (f"void:classPartition <{node}>" for node in classes)
    yield from (f"void:exampleResource <{iri(one.id)}>" for one in graph.documents[:_EXAMPLES])
    yield from (f"prov:wasDerivedFrom <{iri(one.id)}>" for one in graph.sources)
    yield from (f"dcat:distribution <{_file(dataset, name)}>" for name in sorted(files))


def _derived(held: Sequence[str]) -> Iterator[str]:
    """The derived graph and the rules that it follows, in their order."""
    yield "a void:Dataset"
    yield 'dcterms:title "派生关系"@zh, "Derived relations"@en'
    yield f"void:triples {sum(one.endswith(_DERIVED) for one in held)}"
    yield from (f"dcterms:conformsTo <{rule}>" for rule in ontology.rules())


def _classes(dataset: str, held: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Each class of things with how many there are of it."""
    split = (one.split(" ", 3) for one in held if _TYPE in one)
    members = {(subject, name) for subject, predicate, name, _ in split if predicate == _TYPE}
    return [
        (f"{dataset}#{name[1:-1].removeprefix(ONTOLOGY)}", [f"void:class {name}", f"void:entities {count}"])
        for name, count in sorted(Counter(name for _, name in members).items())
    ]


def _distribution(dataset: str, folder: Path, name: str) -> Iterator[tuple[str, list[str]]]:
    data = (folder / name).read_bytes()
    node = _file(dataset, name)
    kind = MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")
    yield (
        node,
        [
            "a dcat:Distribution",
            f"dcterms:title {_text(name)}",
            f"dcat:mediaType <https://www.iana.org/assignments/media-types/{kind}>",
            f"dcat:byteSize {len(data)}",
            f"spdx:checksum <{node}-sha256>",
        ],
    )
    yield (
        f"{node}-sha256",
        [
            "a spdx:Checksum",
            "spdx:algorithm spdx:checksumAlgorithm_sha256",
            f'spdx:checksumValue "{hashlib.sha256(data).hexdigest()}"^^xsd:hexBinary',
        ],
    )


def _subject(node: str, lines: Iterator[str] | list[str]) -> str:
    return f"<{node}> " + " ;\n    ".join(lines) + " .\n"


def _file(dataset: str, name: str) -> str:
    return f"{dataset}#file-{name.replace('/', '-')}"


def _digest(graph: Graph) -> str:
    """What tells one dataset from another: its sources and the version that read them."""
    return hashlib.sha256(
        "\n".join([version("zhize"), *(one.id for one in graph.sources)]).encode()
    ).hexdigest()[:16]


def _text(value: str) -> str:
    return term(Literal(value))
