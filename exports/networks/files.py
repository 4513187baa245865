"""Networks as files that Gephi, Pajek, UCINET and whatever reads GraphML open unedited.

Every function takes a graph, a path and the name of a projection. The projection's rule stands in
the file; UCINET's formats have no place for it, so there it stands in `PATH.txt` beside.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import networkx as nx

from exports.networks.projections import PROJECTIONS, Network, labels
from exports.workbook import Book, Column, Sheet
from graph_builder.errors import UnknownName, UsageError
from graph_builder.model import Graph

GEXF: Final = "http://gexf.net/1.3"
MATRIX_LIMIT: Final = 2_000
"""Above so many nodes a square matrix is no longer written: pairs in the DL file, no workbook."""

_TYPES: Final = {"boolean": bool, "long": int, "double": float, "string": str}
_NATIVE: Final = ("id", "label", "weight")

Attributes = Mapping[str, Any]


def network_of(graph: Graph, projection: str) -> Network[str]:
    """The projection of that name.

    Raises:
        UnknownName: there is none; the names that there are stand in its suggestions.
    """
    if projection not in PROJECTIONS:
        known = tuple(PROJECTIONS)
        raise UnknownName(f"no projection {projection!r}; there are {', '.join(known)}", known)
    return PROJECTIONS[projection](graph)


def write_graphml(graph: Graph, path: Path, projection: str = "assignments") -> None:
    """Write GraphML, parallel edges and all. Gephi merges those: for Gephi, write GEXF."""
    nx.write_graphml_xml(network_of(graph, projection), path, encoding="utf-8", prettyprint=True)


def write_gexf(graph: Graph, path: Path, projection: str = "assignments") -> None:
    """Write GEXF 1.3 without a date. Parallel edges differ in `kind`, so that Gephi keeps each."""
    network = network_of(graph, projection)
    root = ET.Element("gexf", {"xmlns": GEXF, "version": "1.3"})
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = "zhize"
    ET.SubElement(meta, "description").text = network.graph["rule"]
    directed = "directed" if network.is_directed() else "undirected"
    body = ET.SubElement(root, "graph", {"mode": "static", "defaultedgetype": directed})
    nodes = [({"id": node, "label": one["label"]}, one) for node, one in network.nodes(data=True)]
    _add(body, "node", nodes)
    _add(body, "edge", list(_gexf_edges(network)))
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def write_json(graph: Graph, path: Path, projection: str = "assignments") -> None:
    """Write nodes and edges as JSON, as drawing libraries read it: `source`, `target` and the attributes."""
    network = network_of(graph, projection)
    held = {
        "rule": network.graph["rule"],
        "directed": network.is_directed(),
        "nodes": [{"id": node, **one} for node, one in network.nodes(data=True)],
        "edges": [{"source": one, "target": other, **edge} for one, other, edge in network.edges(data=True)],
    }
    path.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_pajek(graph: Graph, path: Path, projection: str = "coordination") -> None:
    """Write a Pajek `.net` file: UTF-8 with the byte order mark that Pajek asks for, rule as a comment.

    Bodies come first; a network of bodies and tasks is marked as two-mode (`*Vertices n bodies`).
    """
    network = network_of(graph, projection)
    places = {node: place for place, node in enumerate(_bodies_first(network), 1)}
    names = labels(network)
    bodies = sum(one["type"] == "body" for _, one in network.nodes(data=True))
    modes = f" {bodies}" if bodies < len(places) else ""
    lines = [f"% {network.graph['rule']}", f"*Vertices {len(places)}{modes}"]
    lines += [f'{place} "{_pajek(names[node])}"' for node, place in places.items()]
    lines.append("*Arcs" if network.is_directed() else "*Edges")
    for one, other, edge in network.edges(data=True):
        kind = edge.get("role") or edge.get("kind")
        words = f' l "{kind}"' if kind else ""
        lines.append(f"{places[one]} {places[other]} {edge.get('weight', 1)}{words}")
    path.write_bytes("\r\n".join((*lines, "")).encode("utf-8-sig"))


def write_ucinet(graph: Graph, path: Path, projection: str = "coordination") -> None:
    """Write a UCINET DL file and, beside it, the same square matrix as `.xlsx` and the rule as `.txt`.

    Labels are full names: UCINET shows the first characters, the workbook all.
    Above `MATRIX_LIMIT` nodes the DL file lists pairs and there is no workbook; the rule says so.
    """
    if path.suffix == ".xlsx":
        raise UsageError(
            f"{path}: name the DL file (for example {path.stem}.dl); the .xlsx is written beside it"
        )
    network = network_of(graph, projection)
    names = labels(network)
    weights = _weights(network)
    note = network.graph["rule"]
    if len(names) > MATRIX_LIMIT:
        note += f" Of more than {MATRIX_LIMIT} nodes no square matrix is written."
        text = _pairs(names, weights)
    else:
        text = _matrix(names, weights)
        _write_matrix(names, weights, path.with_suffix(".xlsx"))
    path.write_bytes(text.encode())
    path.with_suffix(".txt").write_text(note + "\n", encoding="utf-8")


def _gexf_edges(network: Network[str]) -> Iterator[tuple[dict[str, str], Attributes]]:
    """The own attributes of each edge and its others; a kind that its pair bears already takes /2, /3."""
    seen: Counter[tuple[object, str]] = Counter()
    for number, (one, other, edge) in enumerate(network.edges(data=True)):
        kind = str(edge.get("role") or edge.get("kind") or "")
        pair = (one, other) if network.is_directed() else frozenset((one, other))
        seen[pair, kind] += 1
        own = {"id": str(edge.get("id", number)), "source": one, "target": other}
        own["weight"] = str(edge.get("weight", 1))
        if kind:
            own["kind"] = kind if seen[pair, kind] == 1 else f"{kind}/{seen[pair, kind]}"
            own["label"] = str(edge.get("label", kind))
        yield own, {name: value for name, value in edge.items() if name != "kind"}


def _add(body: ET.Element, what: str, items: Sequence[tuple[Mapping[str, str], Attributes]]) -> None:
    """Declare the attributes that the nodes or edges have, then write them."""
    sample: dict[str, Any] = {}
    for _, values in items:
        sample.update(values)
    titles = {title: f"{what}{place}" for place, title in enumerate(t for t in sample if t not in _NATIVE)}
    declared = ET.SubElement(body, "attributes", {"class": what})
    for title, key in titles.items():
        kind = next(name for name, type_ in _TYPES.items() if isinstance(sample[title], type_))
        ET.SubElement(declared, "attribute", {"id": key, "title": title, "type": kind})
    parent = ET.SubElement(body, f"{what}s")
    for own, values in items:
        held = ET.SubElement(ET.SubElement(parent, what, dict(own)), "attvalues")
        for title, key in titles.items():
            if title in values:
                ET.SubElement(held, "attvalue", {"for": key, "value": _text(values[title])})


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bodies_first(network: Network[str]) -> list[str]:
    return sorted(network, key=lambda node: network.nodes[node]["type"] != "body")


def _pajek(label: str) -> str:
    """A label on one line and without the straight quotes and backslashes that would end it."""
    return " ".join(label.split()).replace('"', "＂").replace("\\", "＼")


def _weights(network: Network[str]) -> Counter[tuple[str, str]]:
    """The cells of the square matrix that are not 0: weights of parallel edges summed."""
    weights: Counter[tuple[str, str]] = Counter()
    for one, other, weight in network.edges(data="weight", default=1):
        weights[one, other] += weight
        if not network.is_directed():
            weights[other, one] += weight
    return weights


def _labelled(names: Mapping[str, str], form: str) -> list[str]:
    quoted = (f'"{_pajek(name)}"' for name in names.values())
    return [f"DL N={len(names)}", f"FORMAT = {form}", "LABELS:", *quoted, "DATA:"]


def _matrix(names: Mapping[str, str], weights: Counter[tuple[str, str]]) -> str:
    rows = (" ".join(str(weights[one, other]) for other in names) for one in names)
    return _joined((*_labelled(names, "FULLMATRIX DIAGONAL PRESENT"), *rows))


def _pairs(names: Mapping[str, str], weights: Counter[tuple[str, str]]) -> str:
    places = {node: place for place, node in enumerate(names, 1)}
    rows = (f"{places[one]} {places[other]} {weight}" for (one, other), weight in weights.items())
    return _joined((*_labelled(names, "EDGELIST1"), *rows))


def _joined(lines: Iterable[str]) -> str:
    return "\r\n".join((*lines, ""))


def _write_matrix(names: Mapping[str, str], weights: Counter[tuple[str, str]], path: Path) -> None:
    columns = (Column("", 26), *(Column(name, 10) for name in names.values()))
    book = Book()
    book.add(
        Sheet("matrix", columns, [(names[one], *(weights[one, other] for other in names)) for one in names])
    )
    path.write_bytes(book.bytes())
