"""A role verb in its clause, and the adverbs and modals between a subject and its verb."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from graph_builder.extract.lexer import Token
from graph_builder.extract.rules import Lexeme
from graph_builder.extract.trie import any_of
from graph_builder.extract.vocabulary import prose_words, words
from ontology import Role

_REACH: Final = 16  # no adverb is longer
_WORDS: Final = 600
_TOKENS: Final = 300


class Tail(NamedTuple):
    """What stands between a subject and its verb: where it begins and what it says."""

    start: int
    distribution: str | None
    negative: bool
    permitted: bool


def strip_tail(text: str, start: int, end: int) -> Tail:
    """Adverbs and modals before a verb, longest first, from `end` leftwards down to `start`."""
    length, kinds = _tail(text[start:end])
    distribution = next((kind for kind in ("joint", "several") if kind in kinds), None)
    return Tail(end - length, distribution, "negative" in kinds, "permission" in kinds)


@lru_cache(maxsize=4096)
def _tail(text: str) -> tuple[int, frozenset[str]]:
    pattern, kinds = _tail_words()
    position, seen = len(text), set()
    while position > 0:
        found = pattern.match(text[max(0, position - _REACH) : position][::-1])
        if not found:
            break
        seen.add(kinds[found[0][::-1]])
        position -= found.end()
    return len(text) - position, frozenset(seen)


@cache
def _tail_words() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {word: kind for kind, listed in words()["adverbs"].items() for word in listed}
    return re.compile(any_of(word[::-1] for word in kinds)), kinds


class Verb(NamedTuple):
    """One role verb: its clause's tokens `listed`, its place among them and the token itself.

    `low` is the place of the first token of the run before it, `fronted` tells that 由 or the like
    stands before that run, `governed` that it stands inside another verb's duty.
    """

    mask: str
    listed: tuple[Token, ...]
    place: int
    token: Token
    low: int
    tail: Tail
    governed: bool

    @classmethod
    def at(cls, mask: str, listed: tuple[Token, ...], place: int, governed: bool) -> Verb:
        """The verb at a place of its clause."""
        low = _run_before(listed, place)
        token, start = listed[place], listed[low].start
        return cls(mask, listed, place, token, low, strip_tail(mask, start, token.start), governed)

    @property
    def role(self) -> Role | None:
        """The role that it gives."""
        return self.token.lexeme.role

    @property
    def lexeme(self) -> Lexeme:
        """What the verb is in the lexicon."""
        return self.token.lexeme

    @property
    def word(self) -> str:
        """The verb as it stands."""
        return self.mask[self.token.start : self.token.end]

    @property
    def end(self) -> int:
        """Where its clause ends."""
        return self.listed[-1].end

    @property
    def after(self) -> str:
        """The words of its clause behind it, so far as they matter to what it is."""
        return self.mask[self.token.end : min(self.end, self.token.end + _WORDS)]

    @property
    def before(self) -> tuple[Token, ...]:
        """The run of bodies right before it."""
        return self.listed[self.low : self.place]

    @property
    def behind(self) -> tuple[Token, ...]:
        """The tokens of its clause behind it, so far as one list can reach."""
        return self.listed[self.place + 1 : self.place + 1 + _TOKENS]

    @property
    def fronted(self) -> bool:
        """Whether 由 stands before the run."""
        return self.low > 0 and self.listed[self.low - 1].letter == "f"

    @property
    def starts_anew(self) -> bool:
        """Whether own bodies may stand before it inside a duty: after 由, or right after its verb."""
        letter = self.listed[self.low - 1].letter if self.low else ""
        return self.fronted or (letter == "v" and self.listed[self.low].letter == "s")

    @property
    def is_part_of_a_name(self) -> bool:
        """Whether 负责…工作的部门 before a further role verb is the name of that verb's subject."""
        if self.governed or self.role is not Role.RESPONSIBLE:
            return False
        later = next((token for token in self.behind if token.letter in "vw"), None)
        if later is None:
            return False
        tail = strip_tail(self.mask, self.token.end, later.start)
        return bool(_relative().search(self.mask, self.token.end, name_end(self.mask, tail.start)))


def name_end(mask: str, end: int) -> int:
    """Where a name ends, without the bracket (以下简称…) that closes at `end`."""
    return mask.rindex("（", 0, end) if mask.endswith("）", 0, end) else end


def _run_before(listed: tuple[Token, ...], place: int) -> int:
    low = place
    while low > 0 and listed[low - 1].letter in "nse":
        low -= 1
    return low


@cache
def _relative() -> re.Pattern[str]:
    return re.compile(f"[^，。]{{2,24}}的[^，。的]{{0,14}}{any_of(prose_words()['relative'])}$")
