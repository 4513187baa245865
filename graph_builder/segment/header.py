"""Where documents begin: the lines with title, number (文号) and letterhead.

A number alone on its line marks a header when a title stands directly above or below it. Orders
(令) and announcements have numbers of their own form. A gazette's table of contents tells the
titles of those that bear no number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from graph_builder.citations import whole_number
from graph_builder.segment.lines import Line, contents, entries
from graph_builder.segment.vocabulary import HAN, alternation, ending, labels, words
from graph_builder.view import squeeze

_REACH: Final = 6
_LONGEST_PIECE: Final = 90
_LONGEST_ISSUER: Final = 40
_UNTITLED: Final = 400
_CUT: Final = 60
_SENTENCE: Final = re.compile(r"[。；！？：…]$|[。；！？]")
_COUNT: Final = re.compile(
    rf"^(?:{HAN}、|（{HAN}）|第{HAN}[编章节条]|\d{{1,2}}[.、．]|（\d{{1,2}}）|[①-⑳]|附[件表录图])"
)
_NUMBER_ONLY: Final = re.compile(rf"^（?(?:第?\d{{4}}年)?第?(?:\d{{1,4}}|{HAN})号）?$")
_ORDER: Final = re.compile(
    rf"^(?P<who>[\u4e00-\u9fff]{{2,40}}?)?(?P<word>令|公告)（?(?P<number>(?:\d{{4}}年)?第(?:\d{{1,4}}|{HAN})号)?）?$"
)
_RED_HEAD: Final = re.compile("^[\u4e00-\u9fff]{4,30}文件(?=.)")  # before the number on its line
_SIGNED_OFF: Final = re.compile("签发人：[\u4e00-\u9fff、]{2,20}$")  # and behind it
_SUBTITLE: Final = re.compile("（[^（）]{2,30}）")
_DATED: Final = re.compile("[年月]?\\d{1,2}日）?$|月[一二三四五六七八九十]{1,3}日）?$")
_SHORT: Final = 8
_VERB: Final = re.compile("印发|转发|批转|关于")
_MARKUP: Final = re.compile(r"^[#*\s]+|[*\s]+$")
_BULLETS: Final = "•·●-*[【（"
_TRAIL: Final = re.compile("[>»→|]|首页|当前位置")


@dataclass(frozen=True, slots=True)
class Header:
    """Lines `first:body` of a list of lines hold the header, the text follows.

    `title` is as printed without white space, `heads` the raw words before 关于 (one or more
    issuers), `number` normalised; `order` is the issuer of an order (令) or announcement.
    """

    first: int
    body: int
    title: str
    heads: str = ""
    number: str | None = None
    order: str | None = None


def headers(lines: list[Line]) -> list[Header]:
    """Every header in order; empty when nothing in the text tells where a document begins."""
    listed = contents(lines)
    found = [header for header in _numbered(lines, listed) if header]
    taken = {index for header in found for index in range(header.first, header.body)}
    found += [
        header
        for header in _listed(lines, listed)
        if not taken.intersection(range(header.first, header.body))
    ]
    found.sort(key=lambda header: header.first)
    return _leading(lines, listed, _without_lists(lines, found))


def _numbered(lines: list[Line], listed: set[int]) -> Iterator[Header | None]:
    end = 0
    for index, line in enumerate(lines):
        end = index + 1 if index in listed else end
        if index < end or not _numbers(line.tight) or "\t" in line.bare:
            continue
        header = _at_number(lines, index, end) or _at_order(lines, index, end)
        if header:
            end = header.body
            yield header


def _numbers(tight: str) -> bool:
    """Whether a line may hold the number of a document."""
    return "号" in tight or "令" in tight or "公告" in tight


def _at_number(lines: list[Line], index: int, floor: int) -> Header | None:
    """The header round a number that stands alone on its line."""
    tight = lines[index].tight
    number = whole_number(_SIGNED_OFF.sub("", _RED_HEAD.sub("", tight))) if "号" in tight else None
    if not number:
        return None
    stop = index
    while stop > floor and is_metadata(lines[stop - 1]):
        stop -= 1
    above = _title_above(lines, stop, floor)
    if above is not None:
        return replace(_header(lines, above, stop), body=index + 1, number=number)
    below = _title_below(lines, index + 1)
    if below is not None:
        return replace(
            _header(lines, index + 1, below), first=_letterhead(lines, index, floor), number=number
        )
    return None


def _header(lines: list[Line], start: int, stop: int) -> Header:
    """A header whose title stands on the lines `start:stop`."""
    raw = [_MARKUP.sub("", line.text) for line in lines[start:stop]]
    title = squeeze("".join(raw))
    heads = " ".join(raw).split("关于")[0] if "关于" in title else ""
    return Header(start, stop, title, heads)


def _piece(line: Line) -> bool:
    """Whether a line may be part of a title: short, no sentence, no table row, no heading."""
    tight = line.tight
    if not 1 < len(tight) <= _LONGEST_PIECE or "\t" in line.bare:
        return False
    if _DATED.search(tight):
        return False
    return not (_SENTENCE.search(tight) or _COUNT.match(tight) or _TRAIL.search(tight) or is_metadata(line))


def issuer_line(line: Line) -> bool:
    """Whether a line names one or more issuing bodies and nothing else."""
    tight = line.tight
    plain = len(tight) <= _LONGEST_ISSUER and not re.search("[，。：；、《》？！“”关]", tight)
    return plain and _piece(line) and ending(tight, "bodies") is not None


def _title_above(lines: list[Line], index: int, floor: int) -> int | None:
    """First line of the title that ends on the line above `index`."""
    last = index - 1
    if last > floor and _SUBTITLE.fullmatch(lines[last].tight) and _piece(lines[last]):
        last -= 1  # （2023—2025年） on a line of its own
    if index <= floor or not complete(lines[last].tight):
        return None
    for start in range(index - 1, max(floor, index - _REACH) - 1, -1):
        if not _piece(lines[start]):
            return None
        verb = _VERB.search(lines[start].tight)
        if verb:
            own = ending(lines[start].tight[: verb.start()], "bodies") is not None
            return start if own else _issuers_above(lines, start, floor)
    return _issuers_above(lines, last, floor) if len(lines[last].tight) > 4 else None


def complete(tight: str) -> bool:
    """Whether a title may end here: with a type of document (brackets after it aside)."""
    return ending(tight.strip("*#"), "types") is not None


def _issuers_above(lines: list[Line], start: int, floor: int) -> int:
    while start > floor and issuer_line(lines[start - 1]):
        start -= 1
    return start


def _title_below(lines: list[Line], start: int) -> int | None:
    """Line after the title that begins at `start`, if a title with 关于 or one complete line begins there."""
    title = ""
    for stop in range(start + 1, min(len(lines), start + _REACH) + 1):
        stray = 0 < len(title) <= _SHORT and "关于" not in title and ending(title, "bodies") is None
        if stray or not _piece(lines[stop - 1]):
            return None
        title += lines[stop - 1].tight
        more = lines[stop].tight if stop < len(lines) else ""
        if _finished(title, more):
            return stop
    return None


def _finished(title: str, more: str) -> bool:
    """Whether the title ends here, `more` being the next line."""
    name = "official" if "关于" in title else "types"
    if (
        ending(title, name) is None
        or more.startswith(("的", "》的"))
        or more in ("通知", "公告", "通告", "意见")
    ):
        return False
    return not (
        "关于印发" in title
        and ending(title, "official") not in ("通知", "函", "决定", "公告", "通告", "批复")
    )


def _letterhead(lines: list[Line], index: int, floor: int) -> int:
    """First line of the red head (云州市人民政府文件) above `index`."""
    above = index - 1
    if (
        above >= floor
        and (lines[above].tight.endswith("文件") or issuer_line(lines[above]))
        and len(lines[above].tight) <= 30
    ):
        return above
    return index


def order_line(tight: str) -> re.Match[str] | None:
    """`某某令`, `某某令第12号` or `第12号` after 令, as a whole line."""
    match = _ORDER.match(tight) if len(tight) <= 60 else None
    return (
        match
        if match and (match["who"] is None or ending(match["who"], "bodies") or match["who"].endswith("主席"))
        else None
    )


def _at_order(lines: list[Line], index: int, floor: int) -> Header | None:
    """The header of an order or announcement: `某某令`, its number on the line or the next."""
    match = order_line(lines[index].tight)
    if not match:
        return None
    first, who = index, match["who"] or ""
    if not who:
        first = _issuers_above(lines, index, floor)
        who = "".join(line.tight for line in lines[first:index])
    body, number = index + 1, match["number"]
    if number is None and body < len(lines) and _NUMBER_ONLY.match(lines[body].tight):
        number, body = lines[body].tight.strip("（）"), body + 1
    if not who or number is None:
        return None
    full = f"{who}{match['word']}{number}"
    above = _title_above(lines, first, floor)
    if above is not None:
        return replace(_header(lines, above, first), body=body, number=full, order=who)
    below = _title_below(lines, body)
    if below is not None and "关于" in "".join(line.tight for line in lines[body:below]):
        return replace(_header(lines, body, below), first=first, number=full, order=who)
    return Header(first, body, "", "", full, who)


def _listed(lines: list[Line], listed: set[int]) -> Iterator[Header]:
    """Headers that only the table of contents tells: its titles, where they stand again in the text."""
    titles = sorted(entries(lines, listed))
    starts = {title[0] for title in titles}
    end = max(listed, default=-1) + 1
    for index in [at for at, line in enumerate(lines) if line.tight[:1] in starts]:
        stop = _title_of(lines, index, titles) if index >= end else 0
        if stop:
            yield _header(lines, index, stop)
            end = stop


def _title_of(lines: list[Line], index: int, titles: list[str]) -> int:
    """Line after the one of the sorted titles that begins at `index`, 0 where none does."""
    title = ""
    for stop, line in enumerate(lines[index : index + _REACH], index + 1):
        title += line.tight
        place = bisect_left(titles, title)
        if not line.tight or place == len(titles) or not titles[place].startswith(title):
            return 0
        if titles[place] == title and complete(title):
            return stop
    return 0


def _without_lists(lines: list[Line], found: list[Header]) -> list[Header]:
    """Leave out what only looks like a header: entries of a list of titles and numbers, without text between.

    Where the number comes again it is a contents list without dots; else the last entry goes too.
    """
    counts = Counter(header.number for header in found)
    kept, listing = [], False
    for place, header in enumerate(found):
        after = found[place + 1].first if place + 1 < len(found) else len(lines)
        counts[header.number] -= 1
        again = header.number is not None and counts[header.number] > 0
        entry = header.number is not None and after - header.body <= (2 if again else 0)
        if not (entry or listing):
            kept.append(header)
        listing = entry and not again
    return kept


def _leading(lines: list[Line], listed: set[int], found: list[Header]) -> list[Header]:
    """Put a document in front when much text stands before the first header."""
    if not found:
        return found
    before = [
        index for index in range(found[0].first) if index not in listed and not is_metadata(lines[index])
    ]
    length = sum(len(lines[index].text) for index in before)
    prose = any(lines[index].tight.endswith("。") or not lines[index].tight for index in before)
    if length < _UNTITLED or not prose:
        return found
    return [untitled(lines[: found[0].first], listed), *found]


def untitled(lines: list[Line], listed: set[int] | None = None) -> Header:
    """The header of a text that shows no number: its first title, else its first line."""
    skipped = listed if listed is not None else contents(lines)
    shown = [index for index in range(len(lines)) if index not in skipped and not is_metadata(lines[index])]
    told = False
    for index in shown[:40]:
        stop = _title_below(lines, index) if _piece(lines[index]) else None
        if stop and told:
            return Header(shown[0], shown[0], _header(lines, index, stop).title)
        if stop:
            start = _issuers_above(lines, index, 0)
            return _header(lines, start, stop)
        told = told or lines[index].tight.endswith(("。", "：")) or not lines[index].tight
    return _first_line(lines, shown)


def _first_line(lines: list[Line], shown: list[int]) -> Header:
    first = next((index for index in shown[:10] if _piece(lines[index])), shown[0] if shown else 0)
    titled = bool(shown) and _piece(lines[first])
    title = squeeze(_MARKUP.sub("", lines[first].text[: _LONGEST_PIECE if titled else _CUT]))
    begin = shown[0] if shown else 0  # words above the line that serves as title belong to the document
    return Header(begin, begin if first > begin else first + titled, title)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"[{re.escape(_BULLETS)}]*({alternation(tuple(labels()))})[\]】]?(?:：|$)")


@cache
def _label_starts() -> frozenset[str]:
    return frozenset(_BULLETS).union(label[0] for label in labels())


def is_metadata(line: Line) -> bool:
    """Whether a line is one that web pages put round a document (索引号：…, 发布日期：…)."""
    return line.tight[:1] in _label_starts() and bool(_label().match(line.tight))


def section_line(line: Line) -> bool:
    """Whether a line only heads a part of a gazette (【市政府文件】)."""
    text = line.bare
    framed = text.startswith(("【", "［")) and text.endswith(("】", "］")) and len(text) <= 20
    return framed or line.tight in words("sections")
