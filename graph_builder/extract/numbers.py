"""Heading numbers as they stand in the view: 第五条, 三、, （一）, 1.2., ①, 一是, 附件1."""

from __future__ import annotations

import re
from typing import Final

_NUMERALS: Final = "[一二三四五六七八九十]"
_ONE: Final = "|".join(
    (
        r"第[一二三四五六七八九十百千零〇\d]+[章节条款]",
        rf"{_NUMERALS}+[、.．]",
        r"（[一二三四五六七八九十\d]+）",
        r"\d{1,2}(?:\.\d{1,2}){1,3}[.．、]?",
        r"\d{1,2}[.．﹒、](?!\d)",
        "[①-⑳]",
        rf"{_NUMERALS}+是",
    )
)
_HEADING: Final = re.compile(rf"{_ONE}|附件\d*[：:]?")
_ALL: Final = re.compile(rf"(?:{_ONE}|[(〔［\[][一二三四五六七八九十\d]+[)〕］\]]|\*\*)+")


def after_number(text: str, low: int, high: int) -> int:
    """Where a paragraph's words begin behind its one heading number."""
    found = _HEADING.match(text, low, high)
    return found.end() if found else low


def without_numbers(words: str) -> str:
    """The words of an item without all the numbers (and stray stars) before them."""
    found = _ALL.match(words)
    return words[found.end() :] if found else words
