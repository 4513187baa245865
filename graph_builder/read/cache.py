"""Which files need no reading, because a build read the same bytes before by the same readers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from graph_builder.model import Input, Source
from graph_builder.read import VERSION


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes, in hexadecimal: how `run.json` names an input."""
    return hashlib.sha256(data).hexdigest()


def known(inputs: Iterable[Input], sources: Iterable[Source], version: int) -> Mapping[str, Source]:
    """The sources of an earlier build by the digest of their file; none when other readers made them.

    `inputs` and `version` are what that build wrote into `run.json`, `sources` those of its graph.
    """
    if version != VERSION:
        return {}
    held = {source.id: source for source in sources}
    return {one.sha256: held[one.source] for one in inputs if one.sha256 and one.source in held}
