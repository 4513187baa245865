"""Texts read as documents of their own, for the tests of extraction."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph_builder.extract import Extraction, extract
from graph_builder.model import Document, Source, Statement
from graph_builder.names import Names
from graph_builder.read import decode
from graph_builder.segment import passages, segment

CASES = Path(__file__).parents[1] / "cases"


@cache
def names() -> Names:
    """The names lexicon, loaded once."""
    return Names.load()


def documents(source: Source) -> Iterator[tuple[Document, Extraction]]:
    """The documents of a source with what each yields."""
    for document in segment(source):
        yield document, extract(source, document, passages(source, document), names())


def read(text: str, *, inferred: bool = True) -> tuple[Source, list[Extraction]]:
    """A text as a source, with what each of its documents yields."""
    source = decode("case.txt", text.encode())
    found = [
        extract(source, document, passages(source, document), names(), inferred=inferred)
        for document in segment(source)
    ]
    return source, found


def statements(text: str) -> list[Statement]:
    """All statements of a text, in order."""
    return [statement for extraction in read(text)[1] for statement in extraction.statements]


def roles(text: str) -> dict[str, list[str]]:
    """The bodies that a text gives each role, in source order and without repetition."""
    found: dict[str, list[str]] = {}
    for statement in statements(text):
        for mention in statement.mentions:
            listed = found.setdefault(mention.role.value, [])
            if mention.surface not in listed:
                listed.append(mention.surface)
    return found


def cases(name: str) -> dict[str, dict[str, list[Any]]]:
    """A file of cases: under each key its examples and near misses."""
    loaded: dict[str, dict[str, list[Any]]] = yaml.safe_load((CASES / name).read_text("utf-8"))
    return loaded


def given(case: Any) -> tuple[str, dict[str, list[str]]]:
    """A case's text and the roles it gives; a bare text gives none."""
    return (case, {}) if isinstance(case, str) else (case["text"], case.get("gives", {}))
