"""The words that tell a task's matter, by jieba: for topic search and for the same matter elsewhere.

General words (加强, 推进, 工作) and words of one character are left out, and so are words
with figures. The dictionary costs about a second to load, so it is loaded when first asked.
"""

from __future__ import annotations

import logging
import re
from functools import cached_property
from importlib.resources import files
from typing import Any, Final

import yaml

_TWO: Final = 2
_PLAIN: Final = re.compile(r"[一-鿿A-Za-z]+")


class Terms:
    """Cuts tasks into words; one tokenizer of its own, so that no other user's words leak in."""

    @cached_property
    def _tokenizer(self) -> Any:
        import jieba  # noqa: PLC0415  (costs a second: only where words are asked for)

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        tokenizer.initialize()
        return tokenizer

    @cached_property
    def _general(self) -> frozenset[str]:
        text = files(__package__).joinpath("terms.yaml").read_text(encoding="utf-8")
        listed: list[str] = yaml.safe_load(text)["general"]
        return frozenset(listed)

    def of(self, task: str) -> tuple[str, ...]:
        """The task's own words, each once, sorted by code point."""
        cut = self._tokenizer.cut(task, HMM=False)
        kept = {word for word in cut if len(word) >= _TWO and _PLAIN.fullmatch(word)}
        return tuple(sorted(kept - self._general))
