"""Dates of documents and deadlines of tasks.

A deadline is a time by or within which something is to be done. Its date is the last day of the
period that is named (a day counts as within its own 前), where the words and the date of the
document settle it; a month without a year is of the document's year, when it still lies ahead.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from graph_builder.errors import DataError
from graph_builder.model import Span
from graph_builder.view import View

_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | dict.fromkeys(
    "〇○ＯO", 0
)
_HAN: Final = "[一二三四五六七八九十]{1,3}"
_YEAR: Final = r"(?:(?:19|20)\d\d|[一二][〇○零ＯO九][〇○零ＯO一二三四五六七八九]{2})"
_FULL: Final = re.compile(rf"({_YEAR})年(\d{{1,2}}|{_HAN})月(\d{{1,2}}|{_HAN})日")
_PLAIN: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_CLAUSE: Final = "。；，：（“"
_SCHEDULE: Final = r"[\d月日时点号底末初旬上中下半年周结束后工作个度第季汛期的一二三四五六七八九十]"
_ALWAYS: Final = ("every", "event", "plan")
_WHERE_BINDING: Final = ("range", "date")
_LEAD: Final = 20
_HALVES: Final = {"上": 6, "下": 12}
_CLASS: Final = "".join(map(re.escape, _CLAUSE))
_NAMED_YEAR: Final = re.compile(_YEAR)
_SAID_YEAR: Final = re.compile(_YEAR + "(?=年|[-./—])")
_MONTH: Final = re.compile(rf"(\d{{1,2}}|{_HAN})月份?((?:\d{{1,2}}|{_HAN})日|[底末初]|[上中下]旬)?")
_HALF: Final = re.compile("([上下])半年")
_QUARTER: Final = re.compile("([一二三四1-4])季度")
_PLAN: Final = re.compile("十([一二三四五六七])五")
_NO_YEAR: Final = re.compile(r"[日天周月时]|个|[一二三四五六七八九十]年|半年|(?<!\d)\d{1,2}年")
_TEN_DAYS: Final = {"初": 10, "上": 10, "中": 20}


@dataclass(frozen=True, slots=True)
class Due:
    """The deadlines of one task: `words` without white space, several joined by ；.

    `date` is the latest last permissible day (ISO) that follows from them, `precision` day, month or
    year, both None where none follows. `spans` are the places of the words in the given text.
    """

    words: str
    date: str | None
    precision: str | None
    spans: tuple[Span, ...] = ()


@cache
def due_label() -> re.Pattern[str]:
    """A label whose words are a deadline (完成时限：)."""
    return re.compile(f"(?:{_any('labels')})：")


def find_date(text: str) -> str | None:
    """The first full date in the text as ISO (2019年7月4日, 二〇一九年七月四日, 2019-07-04), else None."""
    match = _FULL.search("".join(text.split())) or _PLAIN.search(text)
    return _iso(_number(match[1]), _number(match[2]), _number(match[3])) if match else None


def find_due(text: str, reference: str | None) -> Due | None:
    """The deadlines in a task's text; `reference` is the ISO date of the document, if known."""
    if not _hint().search(text):
        return None
    view = View.of(text)
    places = list(_deadlines(view, reference))
    if not places:
        return None
    words = [view.text[start:end] for start, end in places]
    day, precision = _latest(words, reference)
    spans = tuple(view.span(start, end) for start, end in places)
    return Due("；".join(dict.fromkeys(words)), day, precision, spans)


@cache
def _words() -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("dates.yaml").read_text("utf-8"))
    except yaml.YAMLError as error:
        raise DataError(f"dates.yaml: {error}") from error
    return loaded


@cache
def _any(name: str) -> str:
    return "|".join(sorted(map(re.escape, _words()[name]), key=lambda word: (-len(word), word)))


def _characters(name: str, place: int) -> str:
    """The characters that the words of a list have at a place."""
    return "".join(sorted({word[place] for word in _words()[name]}))


@cache
def _hint() -> re.Pattern[str]:
    """What every deadline holds, whatever white space stands in it: most texts have none.

    Each alternative starts with a plain character, so that the engine skips at once what starts none.
    """
    forms = (
        ("每年月季", ""),
        ("日天时钟周度", r"\s*[以之]?\s*内"),
        (_characters("events", -1) + "临来始", r"\s*[以之]?\s*前"),
        (_characters("labels", -1), r"\s*[：:]"),
        ("十", r"\s*[一二三四五六七]\s*五"),
        ("-./．﹒", r"\s*\d"),
    )
    return re.compile("|".join(re.escape(char) + rest for chars, rest in forms for char in chars))


def _beginning() -> str:
    """The characters that a deadline or a quoted title may begin with."""
    words = re.escape("".join(_characters(name, 0) for name in ("labels", "events", "to")))
    return rf"[《“\d一二三四五六七八九十第每年全今明本当次翌春夏秋冬上下{words}]"


@cache
def _pattern() -> re.Pattern[str]:
    """One expression for all that may be a deadline; quoted titles are swallowed before anything else."""
    end, to = f"(?:{_any('ends')})", f"(?:{_any('to')})"
    year = f"(?:{_YEAR}年|今年|明年|本年度?|当年|次年|翌年)"
    month = rf"(?:\d{{1,2}}|{_HAN})月份?(?:(?:\d{{1,2}}|{_HAN})日|底|末|初|[上中下]旬)?"
    season = "(?:[上下]半年|第?[一二三四1-4]季度)[底末]?"
    dash = "[—–~～至到-]{1,2}"
    unit = "(?:工作日|自然日|日|天|月|年|小时|分钟|周|季度)"
    ranges = (
        rf"{_YEAR}年?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?{dash}(?:{_YEAR}年(?:{month})?|{month}){end}?",
        rf"{month}{dash}{month}{end}?",
        rf"(?:{_YEAR}年)?\d{{1,2}}{dash}\d{{1,2}}月份?{end}?",
        rf"{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}{end}",
    )
    dates = (
        f"{year}?(?:{month}|{season}){end}?",
        f"{year}(?:年?[底末]|年终)?{end}?",
        f"年[底末]{end}?",
        "年终前|年内|本?年度内|全年",
        rf"[本次当下]月(?:\d{{1,2}}日|底|末|初)?{end}",
    )
    value = rf"(?P<value>[^；。（）]{{1,40}}?)(?=[；。（）]|{_any('label_stops')}|$)"
    forms = {
        "title": "《[^《》]{0,200}》",
        "label": rf"(?:{_any('labels')})：{value}",
        "every": rf"每(?:半年|年|季度?|个?月|周|旬|学期|日|天){_SCHEDULE}{{0,14}}?{end}",
        "count": rf"(?:\d{{1,3}}|{_HAN})个?{unit}(?:以内|之内|内)",
        "event": f"{year}?每?年?(?:[春夏秋冬]季)?(?:{_any('events')})(?:来临|到来|开始)?(?:之前|以前|前)",
        "range": "|".join(ranges),
        "date": f"{to}?(?:{'|'.join(dates)})",
        "plan": f"{to}?“?十[一二三四五六七]五”?(?:规划)?(?:期间|时期|期末|末){end}?",
    }
    choices = "|".join(f"(?P<{name}>{form})" for name, form in forms.items())
    return re.compile(f"(?={_beginning()})(?:{choices})")


def _deadlines(view: View, reference: str | None) -> Iterator[tuple[int, int]]:
    """Places in the view of the words that set a deadline."""
    text = view.text
    for match in _pattern().finditer(text):
        form, start, end = str(match.lastgroup), match.start(), match.end()
        if match["value"]:
            yield from [match.span("value")] if re.search(_any("times"), match["value"]) else []
        elif form == "count":
            yield from _counted(text, start, end)
        elif form in _ALWAYS or (form in _WHERE_BINDING and _binding(view, start, end, reference)):
            yield start, end


def _counted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`15日内` with the event it counts from, if that stands before it; a condition (…内未完成的) is none."""
    before = re.split("[，。；：、（）《》]|在|于|应当|应|须", text[max(0, start - _LEAD) : start])[-1]
    clause = re.split("[，。；、]", text[end : end + 2 * _LEAD])[0]
    if clause.endswith("的"):
        return
    if re.search("(?:后|起|印发|下发|发布|公布|通知)的?$", before):
        yield start - len(before), end
    elif not before.endswith(tuple(_words()["not_before"])):
        yield start, end


@cache
def _tests() -> dict[str, re.Pattern[str]]:
    return {
        "ends": re.compile(f"(?:{_any('ends')})$"),
        "to": re.compile(f"(?:{_any('to')})"),
        "not_after": re.compile(f"(?:{_any('not_after')})"),
        "done": re.compile(f"(?:{_any('done')})"),
        "undated": re.compile(f"[每后起]|季结束|月结束|{_any('events')}"),
        "starts": re.compile(f"(?:^|[{_CLASS}]|{_any('starts')})$"),
    }


def _binding(view: View, start: int, end: int, reference: str | None) -> bool:
    """Whether a date sets a deadline: by its words, or by where it stands in the clause."""
    text = view.text
    words, before, after = text[start:end], text[max(0, start - 8) : start], text[end : end + _LEAD]
    if before.endswith((*_words()["not_before"], "》")):
        return False
    loose = words == "全年" or (words.endswith("内") and words[0] in "年本")
    if _tests()["ends"].search(words) and not loose:
        return not (after.startswith(tuple(_words()["facts"])) or _past(words, after, reference))
    if start in view.breaks and (end in view.breaks or end == len(text)) and start:
        return True
    if words == "全年" or (words.startswith("截") and _before(words, reference)):
        return False
    return _in_place(words, before, after)


def _in_place(words: str, before: str, after: str) -> bool:
    """Whether a bare date stands where a deadline does: at a clause's head or before what is to be done."""
    if _tests()["not_after"].match(after):
        return False
    if before.endswith("（") and after.startswith("）") and "—" not in words:
        return False
    if _tests()["to"].match(words) or _tests()["starts"].search(before):
        return True
    return bool(_tests()["done"].match(after))


def _before(words: str, reference: str | None) -> bool:
    """Whether the words name a year before the document's."""
    year = _NAMED_YEAR.search(words)
    return bool(year and reference and _number(year.group()) < int(reference[:4]))


def _past(words: str, after: str, reference: str | None) -> bool:
    """A cut-off of long ago that only marks out what is meant (1998年底前参加工作的人员)."""
    return _before(words, reference) and "的" in re.split("[，。；]", after)[0]


def _latest(words: list[str], reference: str | None) -> tuple[str | None, str | None]:
    """The latest last day of several deadlines with its precision; a year said once holds for the next."""
    year: int | None = None
    days: list[tuple[str, str]] = []
    for each in words:
        year = _said_year(each, reference) or year
        day = _last_day(each, year, reference)
        if day:
            days.append(day)
    return max(days, default=(None, None))


def _said_year(words: str, reference: str | None) -> int | None:
    years = _SAID_YEAR.findall(words)
    if years:
        return _number(years[-1])
    shift = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "次年": 1, "翌年": 1}
    named = [add for word, add in shift.items() if word in words]
    return int(reference[:4]) + named[0] if named and reference else None


def _last_day(words: str, year: int | None, reference: str | None) -> tuple[str, str] | None:
    """Last permissible day of one deadline, and its precision."""
    plan = _PLAN.search(words)
    if plan and "中" not in words:
        return f"{1955 + 5 * (10 + _DIGITS[plan[1]])}-12-31", "year"
    if _tests()["undated"].search(words):
        return None
    month = _end_month(words)
    if month is None:
        return _year_end(words, year, reference)
    number, part = month
    whole = year or _coming_year(number, part, reference)
    if whole is None:
        return None
    if part and part[0] not in "底末下初上中":
        day = _iso(whole, number, _number(part[:-1]))
        return (day, "day") if day else None
    last = _TEN_DAYS.get(part[:1]) or monthrange(whole, number)[1]
    return f"{whole}-{number:02}-{last:02}", "month"


def _end_month(words: str) -> tuple[int, str] | None:
    """The last month that the words name (of a quarter or half-year too) and the part of it."""
    months = _MONTH.findall(words)
    plain = _PLAIN.search(words)
    if plain:
        months = [(plain[2], plain[3] + "日")]
    half, quarter = _HALF.search(words), _QUARTER.search(words)
    if half:
        return _HALVES[half[1]], ""
    if quarter:
        return 3 * _number(quarter[1]), ""
    if not months or not 1 <= _number(months[-1][0]) <= 12:
        return None
    return _number(months[-1][0]), months[-1][1]


def _year_end(words: str, year: int | None, reference: str | None) -> tuple[str, str] | None:
    if "年" not in words or _NO_YEAR.search(words):
        return None
    own = _said_year(words, reference) or (int(reference[:4]) if reference else None)
    whole = own if _NAMED_YEAR.search(words) or year is None else year
    return (f"{whole}-12-31", "year") if whole else None


def _coming_year(month: int, part: str, reference: str | None) -> int | None:
    """The document's year, if the month has not passed by then: a month that has could be of either year."""
    if not reference or f"{month:02}" < reference[5:7]:
        return None
    if f"{month:02}" == reference[5:7] and part[:1].isdecimal() and _number(part[:-1]) < int(reference[8:10]):
        return None
    return int(reference[:4])


def _number(text: str) -> int:
    """Value of Arabic digits, of digit by digit Chinese (二〇一九) or of 十一, 二十, 三十一."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_DIGITS.get(tens, 1) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)
    value = 0
    for char in text:
        value = 10 * value + _DIGITS.get(char, 0)
    return value


def _iso(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return f"{year}-{month:02}-{day:02}"
