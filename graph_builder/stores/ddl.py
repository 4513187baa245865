"""Constraints and indexes of the property graph, as Cypher.

Ids are unique among our nodes and, by type, among relationships: a load that is run twice, or two loads
at once, cannot double anything. Labels such as `Task`, which other graphs may bear, get indexes and no
rules. All of it works on the Community edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph_builder.projections.property_graph import RESOURCE, TYPES

MARK: Final = "ZhizeLoad"
"""Label of the notes that a load keeps: which units it wrote, with their digests."""

FULL_TEXT: Final = "zhize_text"
"""Name of the full-text index over the labels of bodies, names, tasks and documents."""

UNIQUE: Final = ((RESOURCE, "id"), (MARK, "unit"))
"""Labels and the key that is unique among their nodes."""

INDEXED: Final = (
    ("RoleBearer", "id"),
    ("OfficialDocument", "id"),
    ("Task", "id"),
    ("Agency", "fullName"),
    ("AgencyName", "nameText"),
    ("OfficialDocument", "issueDate"),
    ("Task", "deadline"),
)
"""Labels and properties with an index for looking up and for ranges."""


def constraints() -> dict[str, str]:
    """Every constraint: its name and the statement that makes it."""
    nodes = {f"zhize_{label}_{key}": f"FOR (n:{label}) REQUIRE n.{key} IS UNIQUE" for label, key in UNIQUE}
    links = {f"zhize_{type_}": f"FOR ()-[r:{type_}]-() REQUIRE r.id IS UNIQUE" for type_ in sorted(TYPES)}
    return {
        name: f"CREATE CONSTRAINT {name} IF NOT EXISTS {rule}" for name, rule in {**nodes, **links}.items()
    }


def indexes() -> dict[str, str]:
    """Every index: its name and the statement that makes it."""
    ranges = {
        f"zhize_{label}_{key}": f"CREATE INDEX zhize_{label}_{key} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
        for label, key in INDEXED
    }
    text = (
        f"CREATE FULLTEXT INDEX {FULL_TEXT} IF NOT EXISTS "
        "FOR (n:RoleBearer|AgencyName|Task|Document) ON EACH [n.label] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}}"
    )
    return {**ranges, FULL_TEXT: text}


def statements() -> Iterator[str]:
    """Everything as Cypher, to be run once in a database that was filled by other means."""
    yield from constraints().values()
    yield from indexes().values()
