"""Words that give a role only where they end a clause: A为…牵头单位; after another duty or 由, A落实."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import NamedTuple

from graph_builder.extract.bodies import is_told_by_place
from graph_builder.extract.lexer import Token, is_run, tokens
from graph_builder.extract.rules import role_of, sentence_lexicon
from graph_builder.extract.subjects import Reader, Subject
from graph_builder.extract.trie import any_of
from graph_builder.extract.verbs import strip_tail
from graph_builder.extract.vocabulary import words
from ontology import Role


class Closing(NamedTuple):
    """Bodies, the role that the word at `word` gives them, and where the words of their task stand."""

    subject: Subject
    role: Role
    word: int
    matter: tuple[int, int]
    pattern: str


def closing(reader: Reader, start: int, end: int, chained: bool) -> Closing | None:
    """What the last word of the clause `start:end` gives the bodies before it.

    `chained` tells that its sentence holds a duty already: without one, 落实 and its like are plain
    verbs and 责任单位 a plain noun, unless 由 stands before the bodies.
    """
    if reader.mask[end - 1] not in _last():
        return None
    return _appointed(reader, start, end, chained) or _carried_out(reader, start, end, chained)


def appoints(mask: str, start: int, end: int) -> bool:
    """Whether a clause ends like A为…牵头单位."""
    return mask[end - 1] in _last() and _nouns().search(mask, start, end) is not None


def _appointed(reader: Reader, start: int, end: int, chained: bool) -> Closing | None:
    found = _nouns().search(reader.mask, start, end)
    if not found:
        return None
    low = start + reader.mask.startswith("以", start)
    subject, by = _bodies(reader, low, found.start())
    role = role_of(words()["appointed"], found["word"])
    if subject is None or not (chained or by or role is Role.LEAD):
        return None
    if is_told_by_place(reader.text[subject.start : subject.items[0].end]):
        return None
    told = found.start() if found[0] == "为" + found["word"] else found.start("word")
    before = (low, by.start) if by else (told, told)
    matter = found.span("matter") if found["matter"] else before
    return Closing(subject, role, told, matter, f"subject-is-{role.value}")


def _carried_out(reader: Reader, start: int, end: int, chained: bool) -> Closing | None:
    found = _verbs().search(reader.mask, start, end)
    if not found:
        return None
    tail = strip_tail(reader.mask, start, found.start())
    if tail.start < found.start() and not tail.distribution:  # 要认真落实 is a wish
        return None
    subject, by = _bodies(reader, start, tail.start)
    if subject is None or not (chained or by):
        return None
    subject = subject._replace(distribution=tail.distribution)
    role = role_of(words()["closing"], found[0])
    return Closing(subject, role, found.start(), (start, by.start if by else start), "subject-closing-verb")


def _bodies(reader: Reader, start: int, end: int) -> tuple[Subject | None, Token | None]:
    """The bodies that a stretch consists of, or what stands behind its last 由, and that 由."""
    listed = tokens(reader.mask, start, end, sentence_lexicon())
    low = next((place for place in range(len(listed), 0, -1) if listed[place - 1].letter == "f"), 0)
    run = listed[low:]
    if not run or not is_run(run):
        return None, None
    subject = reader.before(run, end)
    return (subject if subject and _reaches(subject, run[-1], end) else None), listed[
        low - 1
    ] if low else None


def _reaches(subject: Subject, last: Token, end: int) -> bool:
    """Whether nothing stands between the bodies and the word that gives them a role."""
    return last.letter == "e" or subject.items[-1].end == end


@cache
def _last() -> frozenset[str]:
    """The characters with which these words end: a cheap test before the words."""
    listed = chain(words()["appointed"].values(), words()["closing"].values())
    return frozenset(word[-1] for word in chain.from_iterable(listed))


@cache
def _nouns() -> re.Pattern[str]:
    nouns = any_of(chain.from_iterable(words()["appointed"].values()))
    return re.compile(f"(?:为|是|作为)(?P<matter>[^，。；]{{0,30}}?)的?(?P<word>{nouns})$")


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(f"{any_of(chain.from_iterable(words()['closing'].values()))}$")
