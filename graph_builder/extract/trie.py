"""One expression for many words: linear, and always the longest word that fits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def any_of(words: Iterable[str]) -> str:
    """Source of an expression that matches the longest of `words` (at least one) at a place.

    Its outermost alternatives start with a plain character each, because the expression engine
    then skips at once what starts none of them.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    singles, longer = _branches(root)
    return f"(?:{'|'.join([*longer, *singles])})" + ("?" if "" in root else "")


def _branches(node: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The characters with which a word ends here, and the expressions of those that go on."""
    chars = sorted(char for char in node if char)
    singles = [re.escape(char) for char in chars if list(node[char]) == [""]]
    longer = [re.escape(char) + _source(node[char]) for char in chars if list(node[char]) != [""]]
    return singles, longer


def _source(node: dict[str, Any]) -> str:
    singles, longer = _branches(node)
    if not singles and not longer:
        return ""
    options = longer + [f"[{''.join(singles)}]" if len(singles) > 1 else single for single in singles[:1]]
    ends = "" in node
    body = options[0] if len(options) == 1 and not ends else f"(?:{'|'.join(options)})"
    return body + ("?" if ends else "")
