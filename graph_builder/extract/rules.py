"""The lexicons of extraction: which letter, role and reading each word has in each kind of frame.

A wrong entry (a role that does not exist, a word in two classes of one frame that `overlaps`
does not name) raises DataError when the rules are loaded, naming the word and the place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, product
from typing import Final

from graph_builder.errors import DataError
from graph_builder.extract.trie import Scanner, Spellings, any_of
from graph_builder.extract.vocabulary import words
from ontology import Role

PUNCTUATION: Final = {"、": "s", "，": "c", "；": "z", "。": "o", "！": "o", "？": "o", "：": "u"}
_WITH_COPULA: Final = ("lead", "support", "responsible")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """What a word is: its letter, the role it gives, how it distributes, why it gives none.

    `length` is how much of the word the token takes where more words follow, None for all of it.
    """

    letter: str
    role: Role | None = None
    distribution: str | None = None
    why: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one kind of frame and what finds the longest of them.

    `words` also finds opening brackets, which the lexer reads by itself.
    """

    lexemes: Mapping[str, Lexeme]
    words: Spellings[Lexeme]


Layer = Mapping[str, Lexeme]


def _role(name: str, place: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise DataError(f"words.yaml: {place}: no role is called {name!r}") from None


def _verbs(frame: str) -> Layer:
    joint = tuple(words()["verbs"]["joint"])
    return {
        word: Lexeme("v", _role(role, f"verbs.{frame}"), "joint" if _holds(word, joint) else None)
        for role, listed in words()["verbs"][frame].items()
        for word in listed
    }


def role_of(listed: Mapping[str, Sequence[str]], word: str) -> Role:
    """The role under which a word is listed; DataError for one that does not exist."""
    return _role(next(role for role, among in listed.items() if word in among), word)


def _holds(word: str, parts: tuple[str, ...]) -> bool:
    return any(part in word for part in parts)


def _undone(verbs: Layer) -> Layer:
    """A verb and the words before which it is itself: longer than the trap, taken as the verb alone."""
    return {
        verb + follower: Lexeme("v", verbs[verb].role, length=len(verb))
        for verb, followers in words()["verbs"]["undone"].items()
        for follower in followers
    }


def _labels() -> Layer:
    labels = words()["labels"]
    found = {
        stem + noun + "：": Lexeme("l", _role(role, "labels.stems"))
        for role, stems in labels["stems"].items()
        for stem, noun in product(stems, labels["nouns"])
    }
    for role, listed in labels["colon"].items():
        found |= {word + "：": Lexeme("l", _role(role, "labels.colon")) for word in listed}
    return found


def _framed() -> Layer:
    """Labels in brackets of their own: 【责任单位】市水利局."""
    labels = words()["labels"]
    return {
        f"（{stem}{noun}）{colon}": Lexeme("l", _role(role, "labels.stems"))
        for role, stems in labels["stems"].items()
        for stem, noun, colon in product(stems, labels["nouns"], ("", "："))
    }


def _copulas() -> Layer:
    """Labels with 为 or 是 instead of a colon."""
    labels = words()["labels"]
    return {
        stem + noun + copula: Lexeme("l", _role(role, "labels.stems"))
        for role in _WITH_COPULA
        for stem, noun, copula in product(labels["stems"][role], ("单位", "部门"), labels["copulas"])
        if stem not in labels["defined"]
    }


def _appointing() -> Layer:
    """为牵头单位 and the like, behind the bodies."""
    return {
        "为" + noun: Lexeme("v", _role(role, "appointed"))
        for role, nouns in words()["appointed"].items()
        for noun in nouns
    }


@cache
def headings() -> Mapping[str, Role]:
    """Labels without their colon, as a table's header writes them."""
    labels = {**_labels(), **_copulas()}
    return {word[:-1]: lexeme.role for word, lexeme in labels.items() if lexeme.role}


def _compounds() -> Layer:
    """Of a compound that two entries make, the first entry says what it is."""
    return {
        verb + noun: Lexeme("n" if entry["as"] == "name" else "t", why=entry["why"])
        for entry in reversed(words()["compounds"])
        for verb, noun in product(entry["verbs"], entry["nouns"])
    }


def _traps() -> Layer:
    return {word: Lexeme("t", why=entry["why"]) for entry in words()["traps"] for word in entry["words"]}


@cache
def closers() -> tuple[str, ...]:
    """What may follow 等 at the end of a list, longest possible forms included."""
    data = words()["closers"]
    plain = [head + tail for head, tail in product(data["heads"], data["tails"])]
    numbers = map(str, range(2, data["figures"] + 1))
    counted = map("".join, product(numbers, data["figured"]))
    return (*plain, *(count + "部门" for count in data["counts"]), *counted)


@cache
def declared_leads() -> frozenset[str]:
    """The ways to say that the first body of a list leads."""
    said = words()["declared"]["first_leads"]
    return frozenset("".join(parts) for parts in product(said["heads"], said["copulas"], said["nouns"]))


@cache
def declared_for_all() -> frozenset[str]:
    """How a sentence starts that gives a body a role in every task."""
    said = words()["declared"]["for_all"]
    return frozenset(map("".join, product(said["starts"], said["copulas"])))


def _shared() -> list[tuple[str, Layer]]:
    """What every kind of frame reads."""
    data = words()
    return [
        ("punctuation", {mark: Lexeme(letter) for mark, letter in PUNCTUATION.items()}),
        ("from", {word: Lexeme("f") for word in data["from"]}),
        ("with", {word: Lexeme("w", Role.LEAD) for word in data["with"]}),
        ("names", {word: Lexeme("n", why="part of a body's name") for word in data["names"]}),
        ("closers", {"等": Lexeme("e"), **{"等" + closer: Lexeme("e") for closer in closers()}}),
        (
            "declared",
            {
                word: Lexeme("t", why="a rule of the document")
                for word in declared_leads() | declared_for_all()
            },
        ),
        ("whole", {word: Lexeme("n") for word in data["whole"]}),
    ]


def combined(layers: Sequence[tuple[str, Layer]], overlaps: frozenset[str]) -> dict[str, Lexeme]:
    """All layers in one, a later one before an earlier; DataError for a word in two that is not declared."""
    merged: dict[str, Lexeme] = {}
    places: dict[str, str] = {}
    for place, layer in layers:
        twice = sorted(word for word in layer.keys() & merged.keys() if word not in overlaps)
        if twice:
            raise DataError(f"words.yaml: {twice[0]!r} stands in {places[twice[0]]} and in {place}")
        places |= dict.fromkeys(layer, place)
        merged |= layer
    return merged


def _lexicon(lexemes: dict[str, Lexeme]) -> Lexicon:
    return Lexicon(lexemes, Spellings({**lexemes, "（": Lexeme("n")}))


@cache
def _overlaps() -> frozenset[str]:
    return frozenset(words()["overlaps"])


@cache
def clause_lexicon() -> Lexicon:
    """The words of brackets, label lines and cells."""
    adverbs = {
        word: Lexeme("a", distribution=None if kind == "plain" else kind)
        for kind in ("plain", "joint", "several")
        for word in words()["adverbs"][kind]
        if len(word) > 1
    }
    layers: list[tuple[str, Layer]] = [
        ("adverbs", adverbs),
        ("compounds", _compounds()),
        ("traps", _traps()),
        ("verbs.clause", _verbs("clause")),
        *_shared(),
        ("other_labels", {word + "：": Lexeme("x") for word in words()["other_labels"]}),
        ("labels", _labels()),
        ("labels with a copula", _copulas()),
        ("labels in brackets", _framed()),
        ("appointed", _appointing()),
    ]
    return _lexicon(combined(layers, _overlaps()))


@cache
def sentence_lexicon() -> Lexicon:
    """The words of running text."""
    verbs = _verbs("sentence")
    data = words()["supervising"]
    layers: list[tuple[str, Layer]] = [
        ("compounds", _compounds()),
        ("traps", _traps()),
        ("verbs.sentence", verbs),
        *_shared(),
        ("delegate", {word: Lexeme("d", Role.DELEGATOR) for word in words()["delegate"]}),
        (
            "supervising",
            {v + n: Lexeme("m", Role.SUPERVISE) for v, n in product(data["verbs"], data["nouns"])},
        ),
    ]
    return _lexicon({**combined(layers, _overlaps()), **_undone(verbs)})


@cache
def sentence_roles() -> re.Pattern[str]:
    """A word without which no sentence of running text gives a role."""
    lexemes = sentence_lexicon().lexemes
    verbs = [word for word, lexeme in lexemes.items() if lexeme.letter in "vwdm"]
    nouns = chain.from_iterable(words()["appointed"].values())
    closing = map("".join, product(chain.from_iterable(words()["closing"].values()), "，；。"))
    return re.compile(any_of([*verbs, *nouns, *closing]))


@cache
def label_words() -> re.Pattern[str]:
    """The labels of clauses."""
    lexemes = clause_lexicon().lexemes
    return re.compile(any_of(word for word, lexeme in lexemes.items() if lexeme.letter == "l"))


@cache
def role_words() -> Scanner[Lexeme]:
    """Every word that could give a role, and every longer word that holds one."""
    layers = (clause_lexicon().lexemes, sentence_lexicon().lexemes)
    kept = {
        word: lexeme
        for layer in layers
        for word, lexeme in layer.items()
        if lexeme.letter in "vwldmt" or (lexeme.letter == "n" and lexeme.why)
    }
    return Scanner(kept)
