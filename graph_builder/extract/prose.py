"""Running text: who is the subject of a duty, in which role, with whom.

A paragraph is read clause by clause. A role verb takes the bodies right before it, or the
subject that the sentence (or the head of a list of duties) carries on. What follows the
verb is the duty; role verbs inside it are part of it unless bodies of their own stand
before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Final, NamedTuple

from graph_builder.extract.bodies import KnownNames, bare, first_body, has_verb, is_nobody, is_private
from graph_builder.extract.clauses import Reading
from graph_builder.extract.closing import appoints, closing
from graph_builder.extract.duties import Duties, Duty, Sentence, ended
from graph_builder.extract.lexer import Token, is_run, tokens
from graph_builder.extract.lists import Item
from graph_builder.extract.refusals import ADJACENT_ONLY, Case, refused
from graph_builder.extract.rules import sentence_lexicon, sentence_roles
from graph_builder.extract.sentences import clauses, masked, sentences
from graph_builder.extract.subjects import Reader, Subject, leading_run
from graph_builder.extract.trie import any_of
from graph_builder.extract.verbs import Verb, name_end
from graph_builder.extract.vocabulary import prose_words, words
from ontology import Role

_EARLY: Final = 8  # a role word so near a sentence's start may take the subject of the one before
_TITLE: Final = 30  # so short a first sentence may be a head that names bodies
_OWN_SUBJECT: Final = 24  # no longer body starts a clause of its own
_RELATIVE_NAME: Final = 45
_FRONTED_PHRASE: Final = 60
_PARTY_REACH: Final = 24


class Miss(NamedTuple):
    """A role word that gives no role, and why."""

    start: int
    end: int
    why: str
    trap: bool


class Prose:
    """Reads the running text of one document; `text` is its view.

    `misses` are the role words that gave none, `opened` the subject of a paragraph that ended
    in ： (主要职责是：), for the list under it.
    """

    def __init__(self, text: str, known: KnownNames) -> None:
        self.text, self.mask = text, masked(text)
        self.reader = Reader(text, self.mask, known)
        self.duties = Duties(self.mask, self.reader)
        self.misses: list[Miss] = []
        self.opened: Subject | None = None
        self._role_words = [found.start() for found in sentence_roles().finditer(self.mask)]
        self._role_words.append(len(text))

    def role_word(self, start: int, end: int) -> int | None:
        """Where the first word stands that may give a role, if one does."""
        first = self._role_words[bisect_left(self._role_words, start)]
        return first if first < end else None

    def may_be_worth_reading(self, start: int, end: int) -> bool:
        """Whether some part of a paragraph may be worth reading: a cheap test before it is cut."""
        return self.role_word(start, end) is not None or self.mask.find("：", start, end) >= 0

    def worth_reading(self, start: int, end: int) -> bool:
        """Whether a stretch may say who does what, or opens a list that does."""
        return self.mask[end - 1] == "：" or self.role_word(start, end) is not None

    def read(self, start: int, end: int, head: Subject | None = None) -> list[Duty]:
        """The duties of one paragraph; `head` are bodies that its heading names."""
        found: list[Duty] = []
        carried = head
        opens = self.mask[end - 1] == "："
        kept = self._sentences(start, end)
        for low, high in kept:
            titled = self._title(low, high) if low == start else None
            if titled:
                carried = head = titled
                continue
            crossed = low > start and self.mask[low - 1] != "；"
            sentence = Sentence(low, carried, crossed)
            self._sentence(sentence, high, settle=opens or (low, high) != kept[-1])
            found += ended(sentence.duties, high, sentence.stops, self.mask)
            carried = _carried_on(sentence, head)
        self.opened = carried._replace(head=True) if opens and carried else None
        return found

    def _sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        """The sentences with a role word, each with the one before it, whose subject it may carry on."""
        listed = list(sentences(self.mask, start, end))
        kept: set[int] = {0} if listed and listed[0][1] - listed[0][0] <= _TITLE else set()
        for place, (low, high) in enumerate(listed):
            word = self.role_word(low, high)
            if word is not None:
                kept |= {place, max(0, place - 1)} if word - low < _EARLY else {place}
        if listed and self.mask[end - 1] == "：":
            kept.add(len(listed) - 1)
        return [listed[place] for place in sorted(kept)]

    def _title(self, low: int, high: int) -> Subject | None:
        """The bodies that a paragraph's first sentence consists of, and nothing else."""
        if not self.mask.startswith("。", high) or self.mask.find("，", low, high) >= 0:
            return None
        if appoints(self.mask, low, high):
            return None
        run = self.tokens(low, high)
        return self.reader.head(low, high, run) if is_run(run) else None

    def tokens(self, low: int, high: int) -> tuple[Token, ...]:
        """The tokens of a clause of running text."""
        return tokens(self.mask, low, high, sentence_lexicon())

    def _sentence(self, sentence: Sentence, end: int, settle: bool) -> None:
        for place, (low, high) in enumerate(clauses(self.mask, sentence.start, end)):
            self._clause(sentence, low, high, place == 0)
        if settle:
            self._settle(sentence)

    def _settle(self, sentence: Sentence) -> None:
        """Look for the last subject in the clauses that were passed over, now that one is asked for."""
        for start, end, first in reversed(sentence.pending):
            may_matter = self.reader.may_lead(start, end) or (first and sentence.carried)
            if may_matter and self._lead(sentence, self.tokens(start, end), (start, end), first):
                break
        sentence.pending.clear()

    def _clause(self, sentence: Sentence, start: int, end: int, first: bool) -> None:
        plain = self.role_word(start, end) is None
        if plain and not sentence.duties and self.mask[end : end + 1] != "：":
            sentence.pending.append((start, end, first))
            return
        listed = self.tokens(start, end)
        self.misses += [_trapped(token) for token in listed if token.letter == "t"]
        places = [place for place, token in enumerate(listed) if token.letter in "vwdm"]
        if not places:
            if not self._closing(sentence, start, end):
                self._lead(sentence, listed, (start, end), first)
            return
        governed = False
        for place in places:
            governed = self._verb(sentence, Verb.at(self.mask, listed, place, governed)) or governed
        if not governed:
            self._lead(sentence, listed[: places[0]], (start, listed[places[0]].start), first)

    def _lead(
        self, sentence: Sentence, listed: tuple[Token, ...], clause: tuple[int, int], first: bool
    ) -> bool:
        """Take the subject that a clause starts with, for the clauses behind it; whether there is one."""
        run = leading_run(listed)
        opens_list = first and bool(_opens().search(self.mask, *clause))
        if first and not opens_list and self.mask.startswith("：", clause[1]):
            head = self.reader.head(*clause, run)
            if head:
                sentence.speaks_of(head)
            return head is not None
        if sentence.duties and self._turns(run, clause[0]):
            sentence.stops.append(clause[0])
        if not run or listed[0].letter == "f":
            return False
        subject = self._founded(*clause) or self.reader.leading(run, first)
        if subject:
            sentence.speaks_of(subject)
        elif first and not opens_list and not (sentence.carried and sentence.carried.head):
            sentence.carried = None
        return subject is not None

    def _closing(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether the last word of a clause without another role verb gives the bodies before it a role."""
        found = closing(self.reader, start, end, bool(sentence.duties))
        if not found:
            return False
        subject = found.subject
        reading = Reading(
            found.role,
            subject.items,
            found.word,
            subject.start,
            end,
            found.pattern,
            subject.distribution,
            subject.open,
        )
        sentence.duties.append(Duty((reading,), found.word, subject.start, end, found.matter))
        sentence.speaks_of(subject)
        sentence.pending.clear()
        return True

    def _turns(self, run: tuple[Token, ...], start: int) -> bool:
        """Whether a clause leaves the duty before it: a subject of its own, or a rule on the side."""
        if _turns().match(self.mask, start) or _other_party(self.mask[start : start + _PARTY_REACH]):
            return True
        name = self.text[run[0].start : run[0].end] if run else ""
        length = first_body(name)
        return 0 < length < len(name) and length <= _OWN_SUBJECT and not has_verb(name[:length])

    def _founded(self, start: int, end: int) -> Subject | None:
        """The body that a clause sets up (市政府设立市防汛指挥部，负责…): the next clauses speak of it."""
        plain = bare(self.mask[start:end])
        found = _sets_up().search(plain)
        if not found or _permitted().search(plain, 0, found.start()):
            return None
        run = self.tokens(start + found.end(), start + len(plain))
        return self.reader.before(run, start + len(plain)) if is_run(run) else None

    def _verb(self, sentence: Sentence, verb: Verb) -> bool:
        """Read one role verb; whether it governs what follows it in the clause."""
        if verb.tail.negative:
            return self._miss(verb, "negated", True)
        if verb.is_part_of_a_name:
            return self._miss(verb, "part of a body's name", True)
        own = self._own(verb)
        if own is None:
            self._settle(sentence)
        subject = own or self._carried(sentence, verb)
        sentence.pending.clear()
        if subject is None:
            return self._miss(verb, "inside another duty" if verb.governed else "no subject before it", False)
        subject = subject._replace(
            distribution=verb.tail.distribution or verb.lexeme.distribution, permitted=verb.tail.permitted
        )
        why = refused(Case(verb, subject, own is not None, sentence, self.reader))
        if why:
            return self._miss(verb, why, True)
        duty = self.duties.of(verb, subject, own is not None, sentence.start)
        if duty is None:
            return self._miss(verb, "no body after it", False)
        sentence.duties.append(duty)
        _carry(sentence, verb, subject, own is not None)
        return True

    def _own(self, verb: Verb) -> Subject | None:
        """The subject right before a verb, or one that its clause starts with."""
        if verb.token.letter == "m" and not verb.governed:
            beside = (
                self.reader.before(verb.before, verb.tail.start) if verb.before and verb.fronted else None
            )
            return beside or self.reader.leading(leading_run(verb.listed), False)
        if not verb.before or (verb.governed and not verb.starts_anew):
            return None
        named = None if verb.governed else self._relative(verb)
        if named:
            return Subject((named,)) if named.end - named.start <= _RELATIVE_NAME else None
        subject = self.reader.before(verb.before, verb.tail.start)
        if subject is None and not verb.governed and verb.low == 0:
            subject = self.reader.leading(leading_run(verb.before), False)
        return None if subject and _stands_apart(verb, subject) else subject

    def _relative(self, verb: Verb) -> Item | None:
        """The name of the kind 负责…工作的部门 that ends before the verb."""
        earlier = (place for place in range(verb.place) if verb.listed[place].letter in "vwdm")
        first = next(earlier, None)
        if first is None:
            return None
        named = Verb.at(self.mask, verb.listed, first, False)
        if not named.is_part_of_a_name:
            return None
        return Item(verb.listed[named.low].start, name_end(self.mask, verb.tail.start))

    def _carried(self, sentence: Sentence, verb: Verb) -> Subject | None:
        """The sentence's subject, where the clause starts with the verb or with a phrase."""
        if verb.governed or verb.fronted or (verb.low > 0 and verb.listed[verb.low - 1].letter != "q"):
            return None
        left = self.mask[verb.before[0].start : verb.tail.start] if verb.before else ""
        phrase = left[:1] in prose_words()["carries"] and len(left) < _FRONTED_PHRASE
        if left and (sentence.crossed or not phrase):
            return None
        headed = sentence.last if sentence.last and sentence.last.head else None
        return sentence.carried or headed

    def _miss(self, verb: Verb, why: str, trap: bool) -> bool:
        self.misses.append(Miss(verb.token.start, verb.token.end, why, trap))
        return False


def _other_party(words: str) -> bool:
    """Whether a clause speaks of somebody else: a private party that must, a body by whom (具体由…)."""
    found = _must().match(words)
    who = found["who"] if found else ""
    return found is not None and (who is None or is_private(who) or is_nobody(who))


@cache
def _must() -> re.Pattern[str]:
    data = prose_words()
    return re.compile(f"(?P<who>[^，。；、]{{2,16}}?){any_of(data['must'])}|{any_of(data['by_whom'])}")


def _trapped(token: Token) -> Miss:
    return Miss(token.start, token.end, token.lexeme.why, True)


def _stands_apart(verb: Verb, subject: Subject) -> bool:
    """Whether words stand between a subject and a verb that must be right beside it."""
    return verb.role in ADJACENT_ONLY and verb.tail.start > subject.items[-1].end and not subject.open


def _carry(sentence: Sentence, verb: Verb, subject: Subject, own: bool) -> None:
    """What the sentence speaks of behind a duty: who only lends a hand is not its subject."""
    joins = verb.role is Role.SUPPORT and verb.token.letter == "v" and not verb.after
    if not joins:
        sentence.speaks_of(subject)
    elif own:
        sentence.carried = None


def _carried_on(sentence: Sentence, head: Subject | None) -> Subject | None:
    """The subject that the next sentence takes: a heading's, unless this one had a new head."""
    if sentence.last and sentence.last.head:
        return sentence.last
    kept = sentence.carried or sentence.last
    return head if head and not (kept and kept.head) else kept


@cache
def _opens() -> re.Pattern[str]:
    data = prose_words()
    return re.compile(f"{any_of(data['opens'])}(?:{any_of(data['opens_with'])})?$|如下$")


@cache
def _sets_up() -> re.Pattern[str]:
    return re.compile(f"{any_of(prose_words()['set_up'])}(?!的)(?=[^，。]{{2,40}}$)")


@cache
def _permitted() -> re.Pattern[str]:
    return re.compile(any_of(words()["adverbs"]["permission"]))


@cache
def _turns() -> re.Pattern[str]:
    data = prose_words()
    plain = any_of([*data["asides"], *data["own_text"]])
    threat = f"对[^，。；]{{2,30}}的(?=，|{any_of(data['sanctions'])})"
    serious = f"重大[^，]{{1,6}}{any_of(data['serious'])}"
    return re.compile(f"{plain}|{threat}|{serious}|[^，。；]{{2,12}}{any_of(data['payments'])}")
