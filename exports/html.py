"""The page: one self-contained HTML file that shows a graph with the words behind every edge.

`view` gives the page's data (page/view.schema.json), `render` the file's text, `write_page` the file.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from exports.page import asset, bundle, records, relations
from graph_builder.errors import UnknownName
from graph_builder.model import Graph
from ontology import ROLE_LABELS, Role

View = dict[str, Any]

VERSION: Final = 1
_SHAPES: Final = {
    "agency": "dot",
    "body": "square",
    "collective": "hexagon",
    "group": "diamond",
    "unresolved": "triangle",
}
_STYLES: Final = ("base.css", "views.css", "adapt.css")
_UNSAFE: Final = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_SOURCE_MAP: Final = re.compile(r"^//# sourceMappingURL=.*$", re.M)
_SLOT: Final = re.compile(r"\{\{(\w+)\}\}")


def view(graph: Graph) -> View:
    """The page's data: tables of rows that name each other by row number, and the network."""
    index = records.index(graph)
    links = records.links(graph, index)
    bodies = records.bodies(graph, index)
    return {
        "version": VERSION,
        "focus": None,
        "columns": {
            "bodies": list(records.BODY_COLUMNS),
            "statements": list(records.STATEMENT_COLUMNS),
            "links": list(records.LINK_COLUMNS),
        },
        "roles": [[role.value, *ROLE_LABELS[role]] for role in Role],
        "sources": [[source.name, source.encoding] for source in graph.sources],
        "documents": records.documents(graph, index),
        "bodies": bodies,
        "statements": records.statements(graph, index),
        "links": links,
        "network": network(bodies, links),
    }


def network(bodies: list[records.Row], links: list[records.Row]) -> dict[str, Any]:
    """The bodies as pyvis draws them: places, shapes and sizes of nodes, parallel directed edges.

    Nodes come in the order of `bodies` as [x, y, shape, size]; edges as [from, to, kind, statements].
    """
    from pyvis.network import Network  # noqa: PLC0415  (it loads slowly)

    ties = relations.edges(links)
    places = relations.positions(len(bodies), ties)
    kind, label = (records.BODY_COLUMNS.index(name) for name in ("kind", "label"))
    drawing = Network(directed=True)
    drawing.toggle_physics(False)
    for number, (x, y) in enumerate(places):
        shape = _SHAPES.get(bodies[number][kind], "dot")
        drawing.add_node(number, label=bodies[number][label], shape=shape, x=x, y=y, physics=False)
    for (start, end, kind_), statements in ties.items():
        drawing.add_edge(start, end, kind=kind_, statements=statements)
    nodes, edges, *_, options = drawing.get_network_data()
    return {
        "nodes": [[node["x"], node["y"], node["shape"]] for node in nodes],
        "edges": [[edge["from"], edge["to"], edge["kind"], edge["statements"]] for edge in edges],
        "options": json.loads(options) if isinstance(options, str) else options,
    }


def focused(graph: Graph, name: str) -> tuple[Graph, str]:
    """The part of the graph in which one body has a role, and the body's id.

    `name` is an id, a label or any name. Raises UnknownName, with suggestions, unless one body bears it.
    """
    bearer = _bearer(graph, name)
    kept = {edge.statement for edge in graph.assignments if edge.agency == bearer}
    kept |= {seat.statement for seat in graph.memberships if bearer in (seat.agency, seat.group)}
    kept |= {
        record.statement for record in graph.delegations if bearer in (record.delegator, record.delegate)
    }
    statements = tuple(record for record in graph.statements if record.id in kept)
    documents = {record.document for record in statements}
    assignments = tuple(edge for edge in graph.assignments if edge.statement in kept)
    memberships = tuple(seat for seat in graph.memberships if seat.statement in kept)
    delegations = tuple(record for record in graph.delegations if record.statement in kept)
    bearers = {bearer, *(edge.agency for edge in assignments)}
    bearers |= {body for seat in memberships for body in (seat.agency, seat.group) if body}
    bearers |= {body for record in delegations for body in (record.delegator, record.delegate)}
    return replace(
        graph,
        documents=tuple(record for record in graph.documents if record.id in documents),
        statements=statements,
        fates=tuple(fate for fate in graph.fates if fate.document in documents),
        agencies=tuple(record for record in graph.agencies if record.id in bearers),
        names=tuple(record for record in graph.names if record.agency in bearers),
        assignments=assignments,
        memberships=memberships,
        delegations=delegations,
        citations=tuple(record for record in graph.citations if record.document in documents),
    ), bearer


def _bearer(graph: Graph, name: str) -> str:
    named = [(agency.label, agency.id) for agency in graph.agencies]
    named += [(record.text, record.agency) for record in graph.names]
    found = sorted({id_ for text, id_ in named if name in (text, id_)})
    if len(found) == 1:
        return found[0]
    labels = {agency.id: agency.label for agency in graph.agencies}
    near = found or sorted({id_ for text, id_ in named if name in text or text in name})
    suggestions = tuple(sorted({labels.get(id_, id_) for id_ in near}))[:8]
    problem = "several bodies bear this name" if found else "no body bears this name"
    raise UnknownName(f"{problem}: {name}", suggestions)


def render(data: Mapping[str, Any]) -> str:
    """The page's text. Every script and style is named by its hash in the policy, nothing else may run."""
    style, program, library = "".join(map(asset, _STYLES)), bundle(), _vis_network()
    parts = {
        "style": style,
        "data": embed(data),
        "library": library,
        "program": program,
        "script_hashes": f"{_hash(library)} {_hash(program)}",
        "style_hash": _hash(style),
    }
    return _SLOT.sub(lambda slot: parts[slot[1]], asset("template.html"))


def embed(data: Mapping[str, Any]) -> str:
    """JSON that can stand in a script element: nothing in it can end the element or a line."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return _UNSAFE.sub(lambda char: f"\\u{ord(char[0]):04x}", text)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _vis_network() -> str:
    """The vis-network script that pyvis ships, with its licence comment."""
    library = files("pyvis") / "templates" / "lib"
    folder = max((f for f in library.iterdir() if f.name.startswith("vis-")), key=lambda f: f.name)
    return _SOURCE_MAP.sub("", folder.joinpath("vis-network.min.js").read_text(encoding="utf-8"))


def write_page(graph: Graph, path: Path, focus: str | None = None) -> Path:
    """Writes the page as UTF-8 to `path`; with `focus` (an id or name) only what concerns that body."""
    part, bearer = focused(graph, focus) if focus else (graph, None)
    data = view(part)
    if bearer:
        data["focus"] = next(number for number, body in enumerate(data["bodies"]) if body[0] == bearer)
    path.write_bytes(render(data).encode("utf-8"))
    return path
