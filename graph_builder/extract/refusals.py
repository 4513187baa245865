"""What refuses a role verb its role though a subject stands before it: the traps of running text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

from graph_builder.extract.duties import Sentence
from graph_builder.extract.subjects import Reader, Subject, leading_run
from graph_builder.extract.trie import any_of
from graph_builder.extract.verbs import Verb
from graph_builder.extract.vocabulary import prose_words, words
from ontology import Role

ADJACENT_ONLY: Final = frozenset([Role.GUIDE, Role.SUPERVISE])
"""Roles that a verb gives only to the bodies right beside it."""

_COST_REACH: Final = 14
_ADDRESS: Final = re.compile(r"向[^，]{1,20}$")
_ABOUT: Final = re.compile("并?对")
_RELATIVE: Final = re.compile("[^，。；]{0,12}的")


class Case(NamedTuple):
    """A role verb with its subject; `own` tells a subject beside the verb from a carried one."""

    verb: Verb
    subject: Subject
    own: bool
    sentence: Sentence
    reader: Reader

    @property
    def mask(self) -> str:
        """The document's view with brackets blanked."""
        return self.verb.mask

    @property
    def fronted(self) -> bool:
        """Whether 由 stands right before the subject."""
        return self.subject.start > 0 and self.mask[self.subject.start - 1] == "由"


def refused(case: Case) -> str:
    """Why the verb gives its subject no role, empty where nothing speaks against it."""
    for rule in (_noun, _exhortation):
        if why := rule(case):
            return why
    if case.verb.token.letter == "m":
        return _second_supervision(case)
    return next((why for rule in _RULES if (why := rule(case))), "")


def _noun(case: Case) -> str:
    after = case.verb.after
    return "part of a noun" if after.startswith("的") or _scheme().match(after) else ""


def _exhortation(case: Case) -> str:
    """各部门要密切配合: addressed to everyone, with nothing to support."""
    verb, alone = case.verb, not case.verb.after and not case.sentence.duties
    everybody = case.mask[case.subject.start] == "各"
    wish = verb.role is Role.SUPPORT and "配合" in verb.word
    return "an exhortation" if wish and alone and everybody else ""


def _second_supervision(case: Case) -> str:
    """对…进行监督 behind another duty of the same body is a part of that duty."""
    duties = case.sentence.duties
    if not duties:
        return ""
    if _ABOUT.match(case.mask, case.verb.listed[0].start):
        goes_on = duties[-1].readings[-1].role is not Role.RESPONSIBLE
    else:
        goes_on = duties[-1].readings[0].items == case.subject.items
    return "inside another duty" if goes_on else ""


def _plain_guidance(case: Case) -> str:
    """指导, 监督 without bodies right beside them, or with nothing to guide, are plain verbs."""
    if case.verb.role not in ADJACENT_ONLY:
        return ""
    verb, last = case.verb, case.subject.items[-1]
    far = not case.own and (len(verb.after) < 4 or verb.token.start > verb.listed[0].start)
    idle = case.own and not verb.after and not case.sentence.duties and not case.fronted
    if far or idle:
        return "a plain verb"
    return "a noun" if last.end - last.start < 3 else ""


def _cost(case: Case) -> str:
    """承担费用, 费用由A承担: borne, not done."""
    verb = case.verb
    if "承担" not in verb.word:
        return ""
    start = case.subject.start
    before = case.mask[max(0, start - _COST_REACH) : start].rstrip("由，")
    borne = any(cost in verb.after for cost in words()["liabilities"])
    paid = not verb.after and before.endswith(tuple(prose_words()["costs"]))
    return "a cost or liability" if borne or paid else ""


def _plain_support(case: Case) -> str:
    """协助, 参与 of a carried subject are plain verbs, unless they begin a sentence or say who is helped."""
    verb = case.verb
    carried = not case.own and not case.subject.head
    if verb.role is not Role.SUPPORT or not carried or verb.word not in prose_words()["plain_support"]:
        return ""
    if verb.token.start == case.sentence.start:
        return "a plain verb" if _RELATIVE.match(verb.after) else ""
    helps = verb.word in prose_words()["helping"] and case.reader.after(leading_run(verb.behind), False)
    return "" if helps else "a plain verb"


def _alongside(case: Case) -> str:
    """协同 is an adverb (协同推进) unless it says beside whom."""
    verb = case.verb
    if verb.word not in prose_words()["adverb_alone"]:
        return ""
    return "" if case.reader.after(leading_run(verb.behind), False) else "an adverb"


def _regime(case: Case) -> str:
    return "a noun" if case.verb.word == "主管" and not case.own else ""


def _answers(case: Case) -> str:
    """向…负责: answers to somebody."""
    verb = case.verb
    if verb.after or verb.word not in prose_words()["plain_duty"]:
        return ""
    before = case.mask[verb.listed[0].start : verb.token.start]
    return "answers to somebody" if _ADDRESS.search(before) else ""


_RULES: Final[tuple[Callable[[Case], str], ...]] = (
    _plain_guidance,
    _cost,
    _plain_support,
    _alongside,
    _regime,
    _answers,
)


@cache
def _scheme() -> re.Pattern[str]:
    nouns = any_of(prose_words()["schemes"])
    return re.compile(f"(?:、[^，。]{{0,40}})?的[^，。、]{{0,10}}{nouns}$")
