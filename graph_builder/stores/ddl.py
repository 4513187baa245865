"""Constraints and indexes of the property graph, as Cypher.

Ids are unique among our nodes: a load that is run twice, or two loads at once, cannot double them.
Relationships need no rule of their own: they are created with a node or merged between two, and a merge
locks both ends; a rule for each of some forty types would slow a first load down. Labels such as `Task`,
which other graphs may bear, get indexes. All of it works on the Community edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph_builder.projections.property_graph import RESOURCE

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
    return {
        f"zhize_{label}_{key}": f"CREATE CONSTRAINT zhize_{label}_{key} IF NOT EXISTS "
        f"FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
        for label, key in UNIQUE
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
