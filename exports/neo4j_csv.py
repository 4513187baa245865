"""A graph as CSV for `neo4j-admin database import full`, with the script that runs it.

    nodes_LABELS.csv     one file for each set of labels        rels_TYPE.csv    one for each type
    nodes_ZhizeLoad.csv  the notes of `zhize load`, so that it finds everything loaded
    import.sh            imports all of it into a stopped server
    schema.cypher        constraints and indexes, to be run once the server is up (`zhize load` does it too)
    schema.json          property, label or type -> IRI: the key for the way back to RDF

Every text is quoted, quotes are doubled and line breaks kept; a cell that is empty and not quoted is
nothing. The same graph gives the same bytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from graph_builder import derive
from graph_builder.errors import DataError
from graph_builder.model import Graph
from graph_builder.projections.property_graph import (
    LISTS,
    PLAIN,
    RESOURCE,
    VALUES,
    Node,
    Property,
    Relationship,
    schema,
)
from graph_builder.projections.triples import BOOLEAN, DATE, INTEGER
from graph_builder.stores.ddl import MARK, statements
from graph_builder.stores.units import Unit, derived, units

Record = TypeVar("Record", Node, Relationship)


_TYPES: Final = {INTEGER: "long", BOOLEAN: "boolean", DATE: "date"}
_LINK_TYPES: Final = {"date": "date", "derived": "boolean", "weight": "long"}
_SCRIPT: Final = """\
#!/bin/sh
# Fill a database of a stopped Neo4j server (5 or newer); what the database held is replaced.
#   sh import.sh [DATABASE]        neo4j-admin is looked for in $NEO4J_HOME/bin, then on the PATH
# Then start the server, and make constraints and indexes: zhize load OUT, or cypher-shell -f schema.cypher
set -eu
cd "$(dirname "$0")"
admin=neo4j-admin
if [ -n "${NEO4J_HOME:-}" ] && [ -x "$NEO4J_HOME/bin/neo4j-admin" ]; then
  admin="$NEO4J_HOME/bin/neo4j-admin"
fi
exec "$admin" database import full "${1:-neo4j}" \\
  --overwrite-destination --id-type=string --multiline-fields=true --array-delimiter=U+%04X \\
  %s
"""


def write(graph: Graph, folder: Path) -> None:
    """Write the files into the folder, which is made where it is missing."""
    write_units([*units(graph), derived(derive.role_edges(graph))], folder)


def write_units(parts: Sequence[Unit], folder: Path) -> None:
    """As `write`, from the units of a graph."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = _delimiter(node for part in parts for node in part.nodes)
    options = [
        *_write_nodes(folder, (node for part in parts for node in part.nodes), mark),
        *_write_notes(folder, parts),
        *_write_links(folder, (link for part in parts for link in part.links)),
    ]
    _write(folder / "import.sh", [_SCRIPT % (ord(mark), " \\\n  ".join(options))])
    _write(folder / "schema.cypher", (f"{text};\n" for text in statements()))
    _write(folder / "schema.json", [json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True), "\n"])


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _delimiter(nodes: Iterable[Node]) -> str:
    """A control character that no value of a list holds. DataError if every one is used."""
    used = {
        char
        for node in nodes
        for key in LISTS
        for value in _each(node.properties.get(key, ()))
        for char in str(value)
    }
    for code in range(0x1F, 0x00, -1):
        if code not in (0x09, 0x0A, 0x0D) and chr(code) not in used:
            return chr(code)
    raise DataError("the lists of the graph hold every control character: none is left to part them by")


def _write_nodes(folder: Path, nodes: Iterable[Node], mark: str) -> Iterator[str]:
    groups: defaultdict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in nodes:
        groups[node.labels].append(node)
    for labels, members in sorted(groups.items()):
        keys = sorted({key for node in members for key in node.properties})
        path = folder / f"nodes_{'_'.join(label for label in labels if label != RESOURCE)}.csv"
        rows = ((node.id, *(node.properties.get(key) for key in keys)) for node in _sorted(members))
        _write(path, _lines(["id:ID", *map(_column, keys)], rows, mark))
        yield f"--nodes={':'.join(labels)}=./{path.name}"


def _write_notes(folder: Path, parts: Iterable[Unit]) -> Iterator[str]:
    path = folder / f"nodes_{MARK}.csv"
    _write(path, _lines(["unit", "digest"], sorted((part.key, part.digest) for part in parts)))
    yield f"--nodes={MARK}=./{path.name}"


def _write_links(folder: Path, links: Iterable[Relationship]) -> Iterator[str]:
    groups: defaultdict[str, list[Relationship]] = defaultdict(list)
    for link in links:
        groups[link.type].append(link)
    for type_, members in sorted(groups.items()):
        keys = sorted({key for link in members for key in _values(link)})
        path = folder / f"rels_{type_}.csv"
        header = [":START_ID", ":END_ID", *(_typed(key, _LINK_TYPES.get(key)) for key in keys)]
        rows = ((link.start, link.end, *map(_values(link).get, keys)) for link in _sorted(members))
        _write(path, _lines(header, rows))
        yield f"--relationships={type_}=./{path.name}"


def _values(link: Relationship) -> Mapping[str, Property]:
    """What the database is told of a link: its id is a property where it does not follow from the ends."""
    return link.properties if link.type in PLAIN else {"id": link.id, **link.properties}


def _sorted(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: record.id)


def _column(key: str) -> str:
    """The heading of a property of nodes, with its type."""
    _, datatype = VALUES.get(key, ("", ""))
    return _typed(key, "string[]" if key in LISTS else _TYPES.get(datatype))


def _typed(key: str, type_: str | None) -> str:
    return f"{key}:{type_}" if type_ else key


def _lines(header: Sequence[str], rows: Iterable[Sequence[Property | None]], mark: str = "") -> Iterator[str]:
    yield f"{','.join(header)}\n"
    for row in rows:
        yield f"{','.join(_cell(value, mark) for value in row)}\n"


def _each(value: Property) -> Sequence[object]:
    return value if isinstance(value, tuple) else (value,)


def _cell(value: Property | None, mark: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return _quoted(mark.join(map(str, value)))
    return _quoted(value)


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), chr(34) * 2)}"'
