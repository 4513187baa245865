"""What a build made of each file, kept so that a later build with the same file need not make it again.

Reading, segmentation and extraction of a file look at its bytes and at the rules, never at another file; so
what they gave is true as long as both are the same. What depends on other files or on staff (documents
printed twice, numbers that two documents bear, citations, decisions, merged agencies) is made at every build.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final

from graph_builder.model import (
    Agency,
    AgencyName,
    Assignment,
    Delegation,
    Document,
    Fate,
    Membership,
    Source,
    Statement,
)

_HERE: Final = Path(__file__).parents[1]
_FOLDERS: Final = ("graph_builder", "ontology")
_RULES: Final = frozenset({".csv", ".py", ".yaml"})


@dataclass(frozen=True, slots=True)
class Part:
    """What one document yields by itself, before any decision of staff.

    `agencies` and `names` are those that it names, as this document alone settles them.
    """

    statements: tuple[Statement, ...] = ()
    fates: tuple[Fate, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    memberships: tuple[Membership, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    agencies: tuple[Agency, ...] = ()
    names: tuple[AgencyName, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A text taken apart: its documents as segmented, and by id what those yield that the graph holds."""

    documents: tuple[Document, ...]
    parts: dict[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was made of every file under one set of `rules`.

    `sources` by the digest of the file's bytes, as read from that very file; `texts` by the id of the source.
    """

    rules: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    texts: Mapping[str, Taken] = field(default_factory=dict)

    def under(self, rules: str) -> Kept:
        """All of it where it was made under these rules, nothing where it was not."""
        return self if self.rules == rules else Kept(rules)


Earlier = Callable[[str], Kept]
"""Given the digest of a build's rules, what an earlier build kept under them; `Kept` itself gives nothing."""


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes, in hexadecimal: how `run.json` names an input."""
    return hashlib.sha256(data).hexdigest()


def rules(aliases: Path | None = None, *, inferred: bool = True, terms: bool = True) -> str:
    """A digest of all that decides what a file yields, besides its bytes: program, data, libraries, options.

    Raises:
        OSError: the aliases file cannot be read.
    """
    own = digest(aliases.read_bytes()) if aliases else ""
    return digest("\n".join([_program(), own, str(inferred), str(terms)]).encode())


@cache
def _program() -> str:
    """The code, its data files, the libraries and the Python that run them."""
    paths = sorted(path for name in _FOLDERS for path in (_HERE / name).rglob("*") if path.suffix in _RULES)
    code = (f"{path.relative_to(_HERE).as_posix()} {digest(path.read_bytes())}" for path in paths)
    return digest("\n".join([sys.version, *_libraries(), *code]).encode())


def _libraries() -> Iterator[str]:
    for needed in sorted(requires("zhize") or ()):
        name = re.split(r"[^\w.-]", needed, maxsplit=1)[0]
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield name
