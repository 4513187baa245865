"""A frame's text as tokens: one letter a token, the longest word wins, the rest is name runs.

Brackets inside a frame belong to the name before them; levels of government named in one
breath (各省、自治区、直辖市) are one name; a role word inside a body's name is part of it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from graph_builder.extract.bodies import is_public, levels, levels_end, levels_start
from graph_builder.extract.rules import Lexeme, Lexicon

NAME: Final = Lexeme("n")
_NUMBER: Final = re.compile(
    r"（\d{1,2}）|[①-⑳]|(?<![\d.])\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十百]+条(?![一-龥]{0,3}[的款项规]|[、和至])"
)
_NUMBER_STARTS: Final = frozenset("第（0123456789") | frozenset(map(chr, range(ord("①"), ord("⑳") + 1)))
_JOINER: Final = re.compile("以及|[和及与]")
_BACK: Final = 6  # a joiner with the first of several levels is no longer
_NESTED: Final = re.compile(r"（(?:[^（）]|（[^（）]*）){0,80}）")


class Token(NamedTuple):
    """One lexeme of a frame; `start` and `end` are positions in the document's view."""

    letter: str
    start: int
    end: int
    lexeme: Lexeme


def tokens(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens of `text[start:end]`, name runs merged."""
    found: list[Token] = []
    words, run_starts = lexicon.words.longest(text, start, end), _run_starts()
    ahead = sorted(words, reverse=True)
    position = name = start  # `name` is where the name run begins that goes up to the token
    fresh = True  # whether a new run starts here, where levels and numbers may stand
    while position < end:
        token = _run_start(text, position, end) if fresh and text[position] in run_starts else None
        if token is None:
            while ahead and ahead[-1] < position:
                ahead.pop()
            if not ahead:
                break
            low = ahead.pop()
            framed = _may_be_framed(text, low, start, found)
            token = _joined_levels(text, position, low, end) or _token(text, low, words[low], end, framed)
        position = token.end
        fresh = token.letter != "n"
        if fresh:
            if token.start > name:
                found.append(Token("n", name, token.start, NAME))
            found.append(token)
            name = position
    if end > name:
        found.append(Token("n", name, end, NAME))
    return tuple(found)


def _may_be_framed(text: str, low: int, start: int, found: list[Token]) -> bool:
    """Whether a label in brackets may stand at a place: first in the frame, or behind such a one.

    Behind a name it says what that body is: 市水利局（牵头单位）.
    """
    return text[low] == "（" and (
        low == start or (bool(found) and found[0].letter == "l" and text[found[0].start] == "（")
    )


def _token(text: str, low: int, word: tuple[int, Lexeme], end: int, framed: bool) -> Token:
    """The token of the word or bracket at a place; `framed` lets a bracket be a label."""
    high, lexeme = word
    if text[low] == "（" and not (framed and lexeme.letter == "l"):
        return _bracket(text, low, end)
    if lexeme.length and high < end:
        high = low + lexeme.length
    return Token(lexeme.letter, low, high, lexeme)


def _joined_levels(text: str, position: int, mark: int, end: int) -> Token | None:
    """Levels that a joiner adds to a list (市水利局和县、区人民政府), the first one ending at a mark."""
    if text[mark - 1] not in levels_end():
        return None
    for found in _JOINER.finditer(text, max(position, mark - _BACK), mark):
        several = levels().match(text, found.end(), end)
        if several and several.end() > mark and is_public(text[position : found.start()]):
            return Token("n", position, several.end(), NAME)
    return None


def letters(listed: tuple[Token, ...]) -> str:
    """The letters of the tokens, as patterns read them."""
    return "".join([token.letter for token in listed])


def is_run(listed: tuple[Token, ...]) -> bool:
    """Whether tokens are nothing but names, marks and 等."""
    return not letters(listed).strip("nse")


def _run_start(text: str, position: int, end: int) -> Token | None:
    """An item number or several levels of government, which only the start of a run can hold."""
    if text[position] in _NUMBER_STARTS:
        number = _NUMBER.match(text, position, end)
        if number:
            return Token("q", position, number.end(), NAME)
    several = levels().match(text, position, end)
    return Token("n", position, several.end(), NAME) if several else None


@cache
def _run_starts() -> frozenset[str]:
    """The characters that a number or several levels can start with: a cheap test before them."""
    return _NUMBER_STARTS | levels_start()


def _bracket(text: str, position: int, end: int) -> Token:
    number = _NUMBER.match(text, position, end)
    nested = number or _NESTED.match(text, position, end)
    return Token("q" if number else "n", position, nested.end() if nested else position + 1, NAME)
