"""Lists of who sits in a leading group: `组长：`, `副组长：`, `成员：`, people with posts or plain bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from graph_builder.extract.bodies import is_public
from graph_builder.extract.draft import Draft
from graph_builder.extract.lists import Item, plain_items
from graph_builder.extract.manuscript import Manuscript
from graph_builder.extract.posts import WORKING_GROUP, body_length, is_committee, set_up, title
from graph_builder.extract.trie import any_of
from graph_builder.extract.vocabulary import group_words
from graph_builder.model import Mention, Span
from graph_builder.view import squeeze
from ontology import Kind, Role

_LINE: Final = re.compile(r"[^\r\n]+")
_PIECE: Final = re.compile(r"(?:[（(][^（）()\s]{1,30}[）)]|[^\s、，；])+")
_ALSO: Final = re.compile(r"（?\(?兼\)?）?$|[（(][^（）()]*[）)]$")
_NUMERAL: Final = "[一二三四五六七八九十]"
_PERSON: Final = re.compile(r"\s*(?:[一-龥]{2,4}|[一-龥]\s+[一-龥])\s+[^\s，。；：！？]{4,30}\s*")
"""A name and, behind white space, the words of a post."""

_BRACKETED: Final = re.compile(r"(?P<who>[一-龥]{1,4})[（(](?P<post>[^（）()\s]{2,30})[）)][。；，]?")
"""A name with the post or the body of who bears it in a bracket."""

_HEADING: Final = re.compile(
    rf"\s*(?:{_NUMERAL}+、|[（(]{_NUMERAL}+[)）]|附件|第{_NUMERAL}+[条章]|\d+[.．、])"
)
_GROUP_NUMBER: Final = re.compile(
    rf"\s*(?:附件\s*\d*|{_NUMERAL}+、|[（(](?:{_NUMERAL}+|\d+)[)）]|\d+(?:[.．]\d+)+|\d+[.．、])\s*"
)
_REACH: Final = 160
"""So far before the first seat the group's name may stand."""

_FAR: Final = 800
"""And so far the sentence that sets the group up."""


@cache
def _roles() -> dict[str, Role]:
    data = group_words()
    listed = [*data["seats"].items(), *data["board"].items(), (Role.MEMBER, data["secretary"])]
    return {seat: Role(role) for role, seats in listed for seat in seats}


@cache
def _board() -> frozenset[str]:
    """Seats that an agency has too, so that what stands around them must tell a committee."""
    return frozenset(seat for listed in group_words()["board"].values() for seat in listed)


@cache
def _seat() -> re.Pattern[str]:
    seats = sorted(_roles(), key=lambda one: (-len(one), one))
    spaced = "|".join(r"\s*".join(map(re.escape, seat)) for seat in seats)
    number = r"(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?\s*)?"
    return re.compile(rf"\s*{number}(?P<seat>{spaced})\s*[：:]")


@cache
def _named_seat() -> re.Pattern[str]:
    """A seat as the view holds it: few documents do, so that their lines need no look."""
    return re.compile(f"{any_of(_roles())}：")


@cache
def _group_name() -> re.Pattern[str]:
    """A line that ends like the name of a group, with or without 组成人员名单 behind it."""
    known = rf"[^，。；：\n]{{2,50}}?{any_of(group_words()['groups'])}"
    name = rf"(?P<name>{known}|[^，。；：\n]{{0,8}}{WORKING_GROUP})"
    listing = "(?:组成)?(?:成员|人员|单位|组成人员)?(?:名单|组成)?"
    return re.compile(rf"{name}{listing}(?:[（(][^（）()]*[）)])?$")


@cache
def _founded() -> re.Pattern[str]:
    """成立X领导小组（以下简称…）, 对X委员会组成人员进行调整: the sentence that a list of seats follows on."""
    data = group_words()
    name = rf"(?P<name>[^，。；：、（）]{{2,40}}?{any_of(data['groups'])})"
    known = r"(?:（(?:以下|下)?简称[^（）]*）)?(?:组成人员|成员)(?:进行|作|做|[，。；])"
    told = "[，。；](?:现将|现就|具体)?(?:组成|成员|人员|名单|有关事项)"
    return re.compile(rf"(?:{set_up().pattern}(?!了?以)|对){name}(?=（(?:以下|下)?简称|{known}|{told})")


def _founding(name: str) -> int:
    """How much before a group's name sets it up (成立云州市领导小组)."""
    found = set_up().match(name)
    return found.end() if found and found.end() < len(name) - 3 else 0


class _Seat(NamedTuple):
    """One seat of a list: its name, where that stands, and the stretches of its words."""

    name: str
    span: Span
    stretches: list[Span]


class _Person(NamedTuple):
    """A person by the post: the post's words, the body in them, the place among those on the line."""

    post: Span
    body: Span
    place: int


@dataclass
class _Block:
    """Lines of one list of seats; `board` tells those of a committee, under a 主任."""

    start: int
    board: bool
    seats: list[_Seat] = field(default_factory=list)


class Seats:
    """Reads the lists of seats of one document."""

    def __init__(self, sheet: Manuscript) -> None:
        self.sheet, self.text, self.view = sheet, sheet.text, sheet.view
        self._any = _named_seat().search(self.view.text) is not None

    def read(self, start: int, end: int) -> Iterator[Draft]:
        """One statement for each list of seats in the source's `start:end`."""
        for block in self._blocks(start, end) if self._any else ():
            draft = self._draft(block)
            if draft:
                yield draft

    def _blocks(self, start: int, end: int) -> Iterator[_Block]:
        block: _Block | None = None
        for line in _LINE.finditer(self.text, start, end):
            found = _seat().match(self.text, line.start(), line.end())
            if found:
                name = squeeze(found["seat"])
                board = name in _board()
                if block and block.board != board and name not in group_words()["secretary"]:
                    yield block
                    block = None
                block = block or _Block(found.start("seat"), board)
                rest = Span(found.end(), line.end())
                block.seats.append(_Seat(name, Span(*found.span("seat")), [rest]))
            elif block and line[0].strip():
                if self._continues(block, line[0]):
                    block.seats[-1].stretches.append(Span(line.start(), line.end()))
                else:
                    yield block
                    block = None
        if block:
            yield block

    def _continues(self, block: _Block, line: str) -> bool:
        """Whether a line goes on with the seat above it."""
        last = block.seats[-1].stretches[-1]
        above = self.text[last.start : last.end].strip()
        if not above or above.endswith(("、", "，")) or line.lstrip().startswith("、"):
            return True
        if above.endswith("。") or _HEADING.match(line):
            return False
        if _breaks_off(above) or _PERSON.fullmatch(line):
            return True
        return any(title().search(_ALSO.sub("", piece)) or _bracketed(piece) for piece in line.split())

    def _draft(self, block: _Block) -> Draft | None:
        single = group_words()["single"]
        firsts = [list(self._people(seat.stretches[0])) for seat in block.seats if seat.name in single]
        two_columns = any(len(people) > 1 for people in firsts)
        mentions = [mention for seat in block.seats for mention in self._seated(seat, two_columns)]
        if not mentions:
            return None
        group = self._group(block.start)
        if block.board and not self._is_committee(block, group):
            return None
        start = group.span.start if group else block.start
        whole = Span(start, max(mention.span.end for mention in mentions))
        heads = tuple(seat.span for seat in block.seats)
        return Draft(
            Kind.GROUP,
            whole,
            (group, *mentions) if group else tuple(mentions),
            "seats",
            whole,
            block.start,
            task=(group.span,) if group else heads,
            words=tuple(seat.span.start for seat in block.seats),
        )

    def _is_committee(self, block: _Block, group: Mention | None) -> bool:
        """Whether seats under a 主任 are a committee's: 委员 among them, or its name above several."""
        names = {seat.name for seat in block.seats}
        seats = group_words()["board"]
        if not names.isdisjoint(seats["member"]) and not names.isdisjoint(seats["chair"]):
            return True
        if len(names) == 1 or group is None:
            return False
        return is_committee(group.surface) or self._has_members(group)

    def _has_members(self, group: Mention) -> bool:
        """Whether the words behind a group's name speak of its members, as behind no agency's."""
        return self.view.text.startswith("组成人员", self.view.position(group.span.end))

    def _group(self, start: int) -> Mention | None:
        """The group's name on the last line before the first seat, or in the sentence that sets it up."""
        return self._above(start) or self._set_up(start)

    def _set_up(self, start: int) -> Mention | None:
        floor = max(self.sheet.document.span.start, start - _FAR)
        low, high = self.view.position(floor), self.view.position(start)
        found = list(_founded().finditer(self.view.text, low, high))
        if not found:
            return None
        return self.sheet.mention(*found[-1].span("name"), Role.GROUP)

    def _above(self, start: int) -> Mention | None:
        offset = max(0, start - _REACH)
        before = self.text[offset:start].rstrip()
        line = max(before.rfind("\n"), before.rfind("\r")) + 1
        found = _group_name().search(before[line:].strip())
        if not found:
            return None
        begin = offset + before.index(found["name"], line)
        number = _GROUP_NUMBER.match(found["name"])
        low = number.end() if number else 0
        low += _founding(found["name"][low:])
        span = Span(begin + low, begin + len(found["name"]))
        return Mention(span, squeeze(self.text[span.start : span.end]), Role.GROUP)

    def _seated(self, seat: _Seat, two_columns: bool) -> Iterator[Mention]:
        stretches = [] if self._shares_a_post(seat) else seat.stretches
        people = [person for stretch in stretches for person in self._people(stretch)]
        if not people:
            yield from self._listed(seat)
        for person in people:
            role = Role.MEMBER if two_columns and person.place else _roles()[seat.name]
            surface, post = (squeeze(self.text[one.start : one.end]) for one in (person.body, person.post))
            yield Mention(person.body, surface, role, post=f"{seat.name}：{post}")

    def _shares_a_post(self, seat: _Seat) -> bool:
        """Whether bodies are listed whose last one alone has a post behind it (市财政局、市水利局负责人)."""
        lines = [self.text[one.start : one.end].strip() for one in seat.stretches]
        pieces = _PIECE.findall("".join(lines))
        titled = [bool(title().search(piece.rstrip("。；，"))) for piece in pieces]
        plain = not any(char.isspace() for line in lines for char in line)
        return plain and len(pieces) > 1 and titled[-1] and not any(titled[:-1])

    def _listed(self, seat: _Seat) -> Iterator[Mention]:
        """Plain bodies in a seat, up to the first full stop."""
        low = self.view.position(seat.stretches[0].start)
        high = self.view.position(seat.stretches[-1].end)
        stop = re.compile("[。；]").search(self.view.text, low, high)
        for item in plain_items(self.view.text, low, stop.start() if stop else high, self.sheet.known):
            length = self._body(item, seat)
            if length:
                span = self.view.span(item.start, item.start + length)
                surface = squeeze(self.text[span.start : span.end])
                yield Mention(span, surface, _roles()[seat.name], post=seat.name)

    def _body(self, item: Item, seat: _Seat) -> int:
        """Length of the body that a plain member names, 0 where it names none."""
        name = self.view.text[item.start : item.end]
        cut = body_length(name)
        if cut < 2:
            return 0
        named = is_public(name[:cut]) or self.sheet.known.listed(name[:cut])
        return cut if named or seat.name.endswith(("单位", "部门")) else 0

    def _people(self, stretch: Span) -> Iterator[_Person]:
        """Posts behind people's names, each with the body that it names (or the post itself)."""
        place, told = 0, -1
        for piece in _PIECE.finditer(self.text, stretch.start, stretch.end):
            aside = _bracketed(piece[0])
            if aside:
                low = piece.start() + aside.start("post")
                length = body_length(aside["post"]) or len(aside["post"])
                yield _Person(Span(low, piece.start() + aside.end("post")), Span(low, low + length), place)
                place += 1
                continue
            plain = _ALSO.sub("", piece[0].rstrip("。；，"))
            if not title().search(plain) or any(char in "，。；：！？" for char in plain):
                continue
            length = body_length(plain)
            again = self.text[told : piece.start()] == "、"
            told = piece.end() if length or again else -1
            if again and not length:  # one more post of the same person, at the same body
                continue
            post = Span(piece.start(), piece.start() + len(plain))
            yield _Person(post, Span(post.start, post.start + (length or len(plain))), place)
            place += 1


def _bracketed(piece: str) -> re.Match[str] | None:
    """Somebody with a post or a body in a bracket: 张三（市水利局局长）, 李四（市财政局）."""
    found = _BRACKETED.fullmatch(piece)
    if not found or is_public(found["who"]) or title().search(found["who"]):
        return None
    told = title().search(found["post"]) or (is_public(found["post"]) and not found["post"].endswith("级"))
    return found if told else None


def _breaks_off(words: str) -> bool:
    """Whether a list of bodies ends in mid-name."""
    if "、" not in words or title().search(words):
        return False
    return not is_public(squeeze(words).rpartition("、")[2])
