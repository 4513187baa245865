"""Put the constraints and indexes in force before anything is written, and make sure that they are."""

from __future__ import annotations

from graph_builder.errors import StoreError
from graph_builder.stores.ddl import FULL_TEXT, INDEXED, UNIQUE, constraints, indexes
from graph_builder.stores.neo4j import OWN_DATABASE, Neo4jStore


def ensure(store: Neo4jStore) -> None:
    """Make what is missing, and wait until all of it is in force. StoreError where it cannot be."""
    present = _present(store)
    missing = [text for name, text in _wanted() if name not in present]
    if missing:
        store.write(*[(text, {}) for text in missing])
        store.read("CALL db.awaitIndexes(600)")
        present = _present(store)
    left = [name for name, _ in _wanted() if name not in present]
    if left:
        raise StoreError(
            f"Neo4j（{store.place}）没有建成 {'、'.join(left)}：已有别的约束或索引用了这个名字或占了位置；"
            f"请删去它，{OWN_DATABASE}"
        )


def _wanted() -> list[tuple[str, str]]:
    return [*constraints().items(), *indexes().items()]


def _present(store: Neo4jStore) -> set[str]:
    """Names of our constraints and indexes that are in force and are what their name says."""
    rules = store.read("SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties, type")
    held = store.read("SHOW INDEXES YIELD name, state, labelsOrTypes, properties")
    online = {name for name, state, _, _ in held if state == "ONLINE"}
    unique = {f"zhize_{label}_{key}": ([label], [key]) for label, key in UNIQUE}
    ranges = {f"zhize_{label}_{key}": ([label], [key]) for label, key in INDEXED}
    return {
        name
        for name, labels, keys, kind in rules
        if name in online and "UNIQUENESS" in kind and unique.get(name) == (labels, keys)
    } | {
        name
        for name, _, labels, keys in held
        if name in online and (name == FULL_TEXT or ranges.get(name) == (labels, keys))
    }
