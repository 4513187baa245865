"""Ask a Neo4j server the examples of docs/neo4j.md and write what it answers below each of them.

    python tools/neo4j_examples.py      the server is that of NEO4J_URI, with the sample gazette loaded

An example is a block of Cypher right before a block of text; the text is the answer, one row a line, the
names of the columns first. Other text is left alone.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "neo4j.md"
EXAMPLE = re.compile(r"(?<=```cypher\n)([^`].+?)(\n```\n\n```text\n)(.*?)(?=```)", re.DOTALL)

Ask = Callable[[str], tuple[list[str], list[list[Any]]]]
"""From a text in Cypher to the names of its columns and its rows."""


def answered(page: str, ask: Ask) -> str:
    """The page with every example's answer as the server gives it."""
    return EXAMPLE.sub(lambda found: found[1] + found[2] + "".join(_lines(*ask(found[1]))), page)


def _lines(columns: list[str], rows: list[list[Any]]) -> list[str]:
    return [" | ".join(map(_cell, row)).rstrip() + "\n" for row in [columns, *rows]]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_cell, value))
    return "" if value is None else str(value)


def main() -> None:
    """Write the answers into the page."""
    import neo4j  # noqa: PLC0415 (the driver takes its time to load)

    login = os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ["NEO4J_PASSWORD"]
    with neo4j.GraphDatabase.driver(os.environ["NEO4J_URI"], auth=login) as driver:

        def ask(cypher: Any) -> tuple[list[str], list[list[Any]]]:
            records, _, columns = driver.execute_query(cypher, database_=os.environ.get("NEO4J_DATABASE"))
            return columns, [record.values() for record in records]

        PAGE.write_text(answered(PAGE.read_text("utf-8"), ask), "utf-8")


if __name__ == "__main__":
    main()
