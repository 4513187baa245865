"""Radicals that some PDF files show for the characters they look like (⽬ for 目, ⻔ for 门)."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

_FIRST: Final = "\u2e80"
_LAST: Final = "\u2fd5"


@cache
def table() -> dict[str, str]:
    """Radical -> character: the Kangxi ones as Unicode has it, the supplement's from `radicals.yaml`."""
    pairs = yaml.safe_load(files("graph_builder.read").joinpath("radicals.yaml").read_text("utf-8"))
    kangxi = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    return kangxi | {pair[0]: pair[1] for pair in pairs["supplement"].split()}


def unradical(char: str) -> str:
    """The character that a radical stands for; any other as it is."""
    return table().get(char, char) if _FIRST <= char <= _LAST else char
