"""Rules that a document states once for all its clauses, applied and marked as inferred.

`列第一位的为牵头单位`: the first body of every list of responsible bodies leads as well.
`以下各项任务均需各县（市、区）人民政府落实`: that body implements every task that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from graph_builder.extract.bodies import is_public
from graph_builder.extract.draft import Draft, in_order
from graph_builder.extract.lists import plain_items
from graph_builder.extract.manuscript import Manuscript
from graph_builder.extract.rules import clause_lexicon, declared_for_all, declared_leads
from graph_builder.extract.trie import any_of
from graph_builder.extract.vocabulary import words
from graph_builder.model import Mention
from ontology import Kind, Role

_REACH: Final = 12  # so near behind the rule 下同 belongs to it


class ForAll(NamedTuple):
    """Bodies in a role that a sentence gives to every task after `start`."""

    start: int
    mentions: tuple[Mention, ...]


@cache
def _first() -> re.Pattern[str]:
    return re.compile(any_of(declared_leads()))


@cache
def _henceforth() -> re.Pattern[str]:
    return re.compile(any_of(words()["declared"]["first_leads"]["henceforth"]))


@cache
def _for_all() -> re.Pattern[str]:
    said = words()["declared"]["for_all"]
    head = any_of(declared_for_all())
    verbs = any_of(word for word, lexeme in clause_lexicon().lexemes.items() if lexeme.letter == "v")
    adverbs = any_of(said["adverbs"])
    return re.compile(rf"{head}(?P<list>[^，。；：]{{2,60}}?)(?:{adverbs})?(?P<verb>{verbs})(?=[，。；])")


def apply(drafts: list[Draft], sheet: Manuscript) -> list[Draft]:
    """The drafts with what the document's own rules add, and the rules' own statements, in order."""
    stated = list(_stated(sheet))
    reach = _leads_from(sheet)
    if not stated and reach is None:
        return drafts
    rules = [rule for _, rule in stated]
    drafts = [_implied(draft, rules) for draft in drafts] + [draft for draft, _ in stated]
    if reach is not None:
        drafts = [_led(draft, reach) for draft in drafts]
    return sorted(drafts, key=in_order)


def _leads_from(sheet: Manuscript) -> int | None:
    """From which source offset on the first body leads; None where no rule says so."""
    text = sheet.view.text
    found = _first().search(text)
    if not found:
        return None
    if _henceforth().search(text, found.end(), found.end() + _REACH):
        return sheet.view.offset(max(text.rfind("（", 0, found.start()), 0))
    return 0


def _led(draft: Draft, reach: int) -> Draft:
    roles = [mention.role for mention in draft.mentions]
    if draft.unit.end < reach or draft.kind not in (Kind.CLAUSE, Kind.TABLE):
        return draft
    if Role.LEAD in roles or roles.count(Role.RESPONSIBLE) < 2:
        return draft
    first = draft.mentions[roles.index(Role.RESPONSIBLE)]
    leader = first._replace(role=Role.LEAD, inferred=True)
    return draft._replace(mentions=(leader, *draft.mentions))


def _stated(sheet: Manuscript) -> Iterator[tuple[Draft, ForAll]]:
    text, view = sheet.view.text, sheet.view
    for found in _for_all().finditer(text):
        role = clause_lexicon().lexemes[found["verb"]].role
        if role is None:
            continue
        listed = plain_items(text, *found.span("list"), sheet.known)
        mentions = tuple(one for one in sheet.mentions(listed, role) if is_public(one.surface))
        if not mentions:
            continue
        whole = view.span(*found.span())
        word = view.offset(found.start("verb"))
        draft = Draft(Kind.PROSE, whole, mentions, "declared-for-all", whole, word, words=(word,))
        yield draft, ForAll(whole.end, tuple(mention._replace(inferred=True) for mention in mentions))


def _implied(draft: Draft, rules: list[ForAll]) -> Draft:
    """A clause with the bodies of the last rule above it that adds any."""
    if draft.kind is not Kind.CLAUSE:
        return draft
    said = {(mention.surface, mention.role) for mention in draft.mentions}
    for rule in reversed(rules):
        added = tuple(one for one in rule.mentions if (one.surface, one.role) not in said)
        if added and draft.unit.start >= rule.start:
            return draft._replace(mentions=(*draft.mentions, *added))
    return draft
