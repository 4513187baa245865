"""Leading groups in running text: who sets them up, chairs them, sits in them, where their office is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from graph_builder.extract.bodies import is_public
from graph_builder.extract.draft import Draft
from graph_builder.extract.lists import Item, plain_items
from graph_builder.extract.manuscript import Manuscript
from graph_builder.extract.posts import WORKING_GROUP, body_length, is_committee, set_up, title
from graph_builder.extract.sentences import sentences
from graph_builder.extract.trie import any_of
from graph_builder.extract.vocabulary import Spotter, group_words
from graph_builder.model import Mention, Span
from ontology import Kind, Role

_NUMBER: Final = r"(?:\d+个|[一二三四五六七八九十]+个)?"
_MARKS: Final = "、，和及由以"
_HEADED: Final = re.compile(f"{WORKING_GROUP}(?=：|$)")
_HEADING: Final = 12  # a working group's name is no longer
_FAR: Final = 800  # and so many characters back a notice sets it up
_FIRST: Final = 16  # so far before it a group's name and 主要 may stand
_BACK: Final = 8  # so many sentences back a group's name is looked for


def _any(key: str) -> str:
    return any_of(group_words()[key])


def _chairs() -> list[str]:
    chairs: list[str] = group_words()["seats"]["chair"]
    return chairs


@cache
def _group() -> re.Pattern[str]:
    return re.compile(rf"[^，。；：、（）]{{0,40}}?{_any('groups')}(?!成)")


@cache
def _seat_first() -> re.Pattern[str]:
    return re.compile(f"{any_of([*_chairs(), '成员', '成员单位', '组成人员'])}[由是为包有]")


@cache
def _set_up_group() -> re.Pattern[str]:
    return re.compile(
        rf"{_founding().pattern}(?P<name>[^，。；：、（）]{{2,40}}?{_any('groups')})(?=[（，。])"
    )


@cache
def _group_kind() -> re.Pattern[str]:
    return re.compile(f"{_any('groups')}$")


@cache
def _office() -> re.Pattern[str]:
    return re.compile(_any("offices"))


@cache
def _hosted() -> re.Pattern[str]:
    """Where a group's office sits."""
    offices, aside = _any("offices"), "(?:（[^（）]*）)?"
    group = rf"(?P<group>[^，。；：、（）]{{2,40}}?)?{aside}(?:{_any('houses')}|的)?"
    office = rf"{offices}(?:（以下[^（）]*）)?(?:，(?:{offices}|{_any('sites')}))?（?"
    return re.compile(rf"{group}{office}{_any('hosted')}(?P<host>[^，。；：（）]{{2,40}})")


@cache
def _chair() -> re.Pattern[str]:
    """Who chairs: 由A任组长, 组长由A担任, 由A牵头的."""
    chairs = any_of(_chairs())
    before = rf"(?:由|以|，|^|、|{_founding().pattern})"
    listed = r"[^，、。；：由]{2,40}?(?:、[^，。；：由]{2,30}?){0,8}"
    appointed = rf"{before}(?P<chair>{listed}){_any('appointed')}{chairs}"
    held = rf"{chairs}由(?P<title>[^，。；：]{{2,40}}?){_any('held')}"
    told = rf"{chairs}[是为](?P<post>[^，。；：]{{2,40}}?{_any('titles')})$"
    return re.compile(
        rf"{appointed}|{held}|{told}|由(?P<head>[^，、。；：由]{{2,20}}?){_any('headed')}(?!人)"
    )


@cache
def _board() -> re.Pattern[str]:
    """Who sits in a committee: 由A任主任, 主任由A担任, A、B为委员, 委员由A、B担任; not 办公室主任."""
    board, committees = group_words()["board"], group_words()["committees"]
    chairs, members, ended = any_of(board["chair"]), any_of(board["member"]), "(?=[，；。]|$)"
    begins = "|".join(["(?<=[，；：。）])", *(f"(?<={re.escape(one)})" for one in committees)])
    held = rf"(?:{begins}){chairs}由(?P<held>[^，。；：]{{2,40}}?){_any('held')}"
    filled = rf"(?:{begins}){members}由(?P<filled>[^，。；：由]{{2,400}}?)(?:担任|组成){ended}"
    chair = rf"[由，](?P<chair>[^，、。；：由]{{2,40}}?){_any('appointed')}{chairs}{ended}"
    seated = rf"[由，](?P<seated>[^，。；：由]{{2,400}}?){_any('appointed')}{members}{ended}"
    return re.compile(f"{held}|{filled}|{chair}|{seated}")


@cache
def _on_a_board() -> list[str]:
    """Words without which no sentence speaks of a committee's seats."""
    seats = [seat for listed in group_words()["board"].values() for seat in listed]
    appointed: list[str] = group_words()["appointed"]
    return [*(f"{seat}由" for seat in seats), *(f"{word}{seat}" for word in appointed for seat in seats)]


@cache
def _members() -> tuple[re.Pattern[str], ...]:
    """Who sits in it: 成员包括A、B; A、B为成员; A参加的."""
    of_group = rf"(?:[^，。；：、]{{0,24}}?{_any('groups')}的?)?(?:领导)?"
    seated = rf"(?P<members>[^，。；：]{{2,}}(?:、[^，。；：]+)*?){_any('membership')}{of_group}成员(?:单位)?"
    return (
        re.compile(rf"成员(?:单位)?{_any('included')}(?!关)[：:]?(?P<members>[^。；]{{2,400}})"),
        re.compile(rf"{seated}|(?P<body>[^，。；：]{{2,}}?){_any('joined')}$"),
    )


@cache
def _composed() -> re.Pattern[str]:
    """由A、B等N个部门组成."""
    listed = r"(?P<seat>成员|组成人员)?由(?P<members>[^，。；：由]{4,}(?:、[^，。；：]+?)+?)等?"
    tail = rf"{_NUMBER}(?:有关|相关)?(?:{_any('composed_tails')})?{_any('composed')}"
    return re.compile(listed + tail)


@cache
def _sitting() -> re.Pattern[str]:
    """What a sentence holds that names members: a cheap test before the costly expressions for them."""
    return re.compile(f"成员|{_any('joined')}$")


@cache
def _composing() -> re.Pattern[str]:
    return re.compile(_any("composed"))


@cache
def _worth() -> re.Pattern[str]:
    """A word without which no sentence speaks of a group's seats or office."""
    data = group_words()
    keys = ("hosted", "headed", "joined", "composed")
    return re.compile(
        any_of([*_chairs(), *_on_a_board(), "成员", *(word for key in keys for word in data[key])])
    )


@cache
def _lead_in() -> Spotter:
    return Spotter.of(group_words()["lead_ins"], group_words()["not_lead_ins"])


class Groups:
    """Reads the groups of one document's running text."""

    def __init__(self, sheet: Manuscript) -> None:
        self.sheet, self.view, self.text = sheet, sheet.view, sheet.view.text

    def read(self, taken: list[tuple[int, int]]) -> Iterator[Draft]:
        """The groups of all paragraphs outside the stretches `taken`."""
        for block in self.sheet.blocks_with(_worth()):
            above = self._heading(self.sheet.block_before(block), taken)
            for low, high in self.sheet.parts(block, taken):
                if _worth().search(self.text, low, high):
                    yield from self._paragraph(low, high, above)
                else:
                    above.append((low, high))

    def _heading(self, block: tuple[int, int], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The end of a block, where it is the name of a working group and no more."""
        last = [*self.sheet.parts(block, taken)][-1:]
        return [
            (low, high)
            for low, high in last
            if high - low <= _HEADING and _HEADED.fullmatch(self.text, low, high)
        ]

    def _paragraph(self, low: int, high: int, above: list[tuple[int, int]]) -> Iterator[Draft]:
        """The groups of a paragraph: a sentence that names none speaks of the one `above`."""
        for start, end in sentences(self.text, low, high):
            draft = self._sentence(start, end, above) if _worth().search(self.text, start, end) else None
            if draft:
                yield draft
            above.append((start, end))

    def _sentence(self, start: int, end: int, above: list[tuple[int, int]]) -> Draft | None:
        housed = _office().search(self.text, start, end)  # a cheap test before the costly one
        hosted = _hosted().search(self.text, start, end) if housed else None
        named = self._named(start, end, hosted)
        earlier = (self._named(*sentence, None) for sentence in reversed(above[-_BACK:]))
        group = named or next((one for one in earlier if one), None)
        announced = None if group else self._announced(start, end)
        group = group or announced
        seats = [*self._seats(start, end, group is not None), *self._board_seats(start, end, group)]
        if group is None or not (seats or (hosted and named)):
            return None
        far = group is announced or (named is None and _HEADED.fullmatch(group.surface))
        mentions = seats if far else [group, *seats]
        if hosted:
            mentions += self._hosts(*hosted.span("host"))[:2]
        said = [one for one in mentions if named or one is not group]
        span = Span(min(one.span.start for one in said), max(one.span.end for one in said))
        return Draft(
            Kind.GROUP,
            span,
            tuple(sorted(mentions, key=lambda one: (one.span.start, one.role))),
            "group-set-up" if seats else "group-hosted",
            self.view.span(start, end),
            span.start,
            task=(self._matter(group) if seats else Span(group.span.start, self._office_end(group)),),
        )

    def _announced(self, start: int, end: int) -> Mention | None:
        """The group that a notice sets up, where a later sentence tells who sits in it (成员由A、B组成)."""
        if not _seat_first().match(self.text, start, end):
            return None
        found = list(_set_up_group().finditer(self.text, max(0, start - _FAR), start))
        return self.sheet.mention(*found[-1].span("name"), Role.GROUP) if found else None

    def _matter(self, group: Mention) -> Span:
        """What the group is for: its name without 领导小组."""
        low, high = self.view.position(group.span.start), self.view.position(group.span.end)
        kind = _group_kind().search(self.text, low, high)
        return self.view.span(low, kind.start()) if kind and kind.start() > low + 1 else group.span

    def _office_end(self, group: Mention) -> int:
        """Where 领导小组办公室 ends, whose seat the sentence tells."""
        after = _office().match(self.text, self.view.position(group.span.end))
        return self.view.span(*after.span()).end if after else group.span.end

    def _named(self, start: int, end: int, hosted: re.Match[str] | None) -> Mention | None:
        """The group's fullest name in the sentence."""
        found = [one.span() for one in _group().finditer(self.text, start, end)]
        of_office = hosted.span("group") if hosted and hosted["group"] else None
        if of_office:
            found.append(of_office)
        names = [(low + _prefix(self.text[low:high]), high) for low, high in found]
        names = [(low, high) for low, high in names if high - low > 1]
        if hosted and of_office and not set_up().search(self.text, start, hosted.start()):
            names = [name for name in names if name[1] == of_office[1]]
        if not names:
            headed = _HEADED.match(self.text, start, end)
            return self.sheet.mention(*headed.span(), Role.GROUP) if headed else None
        low, high = max(names, key=lambda one: (one[1] - one[0], -one[0]))
        return self.sheet.mention(low, self._plain_end(low, high), Role.GROUP)

    def _plain_end(self, low: int, high: int) -> int:
        return high - len("制度") if self.text[low:high].endswith("会议制度") else high

    def _seats(self, start: int, end: int, named: bool) -> Iterator[Mention]:
        taken = start
        sets_up = bool(set_up().search(self.text, start, end))
        for found in _chair().finditer(self.text, start, end):
            name = str(found.lastgroup)
            if name != "head" or sets_up:
                yield from self._people(*found.span(name), Role.CHAIR)
                taken = found.end()
        members = self._member_words(start, taken, end, named or sets_up)
        people = list(self._people(*members, Role.MEMBER)) if members else []
        if taken > start or sets_up or any(map(_is_one, people)):
            yield from people

    def _board_seats(self, start: int, end: int, group: Mention | None) -> Iterator[Mention]:
        """Who sits in a committee; behind 办公室 a 主任 is the office's."""
        if group is None or not is_committee(group.surface):
            return
        seen = self.view.position(group.span.end)
        for found in _board().finditer(self.text, start, end):
            if _office().search(self.text, seen, found.start()):
                return
            seen = max(seen, found.start())
            name = str(found.lastgroup)
            seated = name in ("filled", "seated")
            if seated or title().search(found[name]):
                yield from self._people(*found.span(name), Role.MEMBER if seated else Role.CHAIR)

    def _member_words(self, start: int, taken: int, end: int, named: bool) -> tuple[int, int] | None:
        """Where the members stand, behind what was `taken` for the chairs."""
        seated = (taken > start or named) and _sitting().search(self.text, taken, end)
        for pattern in _members() if seated else ():
            found = pattern.search(self.text, taken, end)
            if found:
                return found.span(str(found.lastgroup))
        made_up = _composing().search(self.text, taken, end)  # a cheap test before the costly one
        found = _composed().search(self.text, taken, end) if made_up else None
        begins = found and _opening(self.text[start : found.start()])
        if found and (
            (named and (found["seat"] or begins)) or _group().search(self.text, start, found.start())
        ):
            return found.span("members")
        return None

    def _listed(self, start: int, end: int) -> tuple[Item, ...]:
        """A list's members, without what sets the group up before it."""
        lead = list(_founding().finditer(self.text, start, end))
        if lead and lead[-1].end() < end:
            start = lead[-1].end()
        while start < end and self.text[start] in _MARKS:
            start += 1
        return plain_items(self.text, start, end, self.sheet.known)

    def _hosts(self, start: int, end: int) -> list[Mention]:
        return [self.sheet.mention(item.start, item.end, Role.OFFICE) for item in self._listed(start, end)]

    def _people(self, start: int, end: int, role: Role) -> Iterator[Mention]:
        """The bodies of a list of members or chairs, their posts left out."""
        for item in self._listed(start, end):
            name = self.text[item.start : item.end]
            length = body_length(name)
            if role is Role.MEMBER:
                whole = name.startswith(tuple(group_words()["others"]))
            else:
                whole = _is_rank(name, length)
            stop = item.end if whole or not length else item.start + length
            yield self.sheet.mention(item.start, stop, role)


def _opening(before: str) -> bool:
    """Whether 由A、B组成 begins a sentence, or what stands behind a group's name and its ："""
    return not before or before.endswith("：") or (before.endswith("主要") and len(before) < _FIRST)


@cache
def _founding() -> re.Pattern[str]:
    return re.compile(any_of(word for word in group_words()["set_up"] if word != "调整"))


def _is_rank(name: str, length: int) -> bool:
    """Whether a chair is told by rank alone (政府主要领导, 公司总经理), so that no one body stands in it."""
    return not is_public(name[:length]) or name.endswith(tuple(group_words()["leaders"]))


def _is_one(member: Mention) -> bool:
    """Whether a member is a body of its own, no class of them (各成员单位有关负责同志)."""
    return is_public(member.surface) and not member.surface.startswith(tuple(group_words()["others"]))


def _prefix(name: str) -> int:
    """How much before a group's name is no part of it (成立, 为成员的)."""
    ends = [found.end() for found in _lead_in().pattern.finditer(name) if found[0] not in _lead_in().harmless]
    last = ends[-1] if ends else 0
    return last if last < len(name) - 1 else 0
