"""What a document's lines say of it: issuer, date, addressees, instrument, approval, attachments."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from graph_builder.dates import find_date
from graph_builder.segment.header import Header, is_metadata, issuer_line
from graph_builder.segment.lines import Line
from graph_builder.segment.vocabulary import alternation, ending, labels, words
from graph_builder.view import View, squeeze

_DATE_ONLY: Final = re.compile(
    r"^[（]?[\d〇○零ＯO一二三四五六七八九十]{4}[年\-./][\d一二三四五六七八九十]{1,3}[月\-./][\d一二三四五六七八九十]{1,3}日?[）]?$"
)
_SIGNED: Final = re.compile(
    r"^(?P<who>[\u4e00-\u9fff（）]{4,40}?)(?P<date>(?:19|20)\d\d年\d{1,2}月\d{1,2}日|二[〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$"
)
_LONGEST_DATED: Final = 52  # as long as _SIGNED can be
_VERB: Final = re.compile("关于|转发|批转|印发|颁发|公布|令|公告|通告")
_OWN_WORK: Final = re.compile(r"(?<=人民政府)(?=(?:19|20)\d\d年|工作)")
_SENDING: Final = "印发|颁发|颁布|转发|批转|下发|发布|公布"
_PROMULGATED: Final = re.compile(
    rf"(?:{_SENDING})(?:《(?P<quoted>.+)》.*|(?P<plain>.+))的(?:通知|通报|决定|公告|通告|函|命令)$"
)
_SENT_OUT: Final = re.compile(
    r"(?:现将|现公布|现发布|公布|发布)《([^《》]{4,80})》|《([^《》]{4,80})》已[^。]{0,80}?(?:现予?以?(?:印发|公布|发布)|通过)"
)
_APPROVED: Final = re.compile(
    r"(?:已经|业经|已由|经)(?![济营费验常])([^。；《》：]{2,60}?(?:审议通过|研究通过|讨论通过|研究确定|研究同意|会议通过|审定|同意|批准|通过))"
)
_ATTACHED: Final = re.compile(r"^附件?[:：]")
_ITEM: Final = re.compile(r"^\d{1,2}[.、．]")
_ENACTED: Final = re.compile(
    r"((?:19|20)\d\d年\d{1,2}月\d{1,2}日)((?:(?!(?:19|20)\d\d年).){2,80}?)(通过|修订|修正|公布|发布|颁布)"
)
_TERM: Final = re.compile(r"第[〇零一二三四五六七八九十百\d]+届")
_SESSION: Final = re.compile(r"第[〇零一二三四五六七八九十百\d]+次.*$|(?:常务|全体)?会议.*$|令.*$")
_DIRECTIVE: Final = ("为", "现", "根据", "按照", "经", "《", "依据", "联系", "以下")


@cache
def _label() -> re.Pattern[str]:
    return re.compile(f"({alternation(tuple(labels()))})[\\]】]?：")


def metadata(lines: list[Line]) -> dict[str, str]:
    """Values of the metadata lines by field (number, issuer, date, title), the first of each."""
    values: dict[str, str] = {}
    for index, line in enumerate(lines[:80]):
        if not is_metadata(line):
            continue
        pieces = _label().split(line.tight)
        for label, value in zip(pieces[1::2], pieces[2::2], strict=False):
            following = (
                lines[index + 1].tight if index + 1 < len(lines) and not is_metadata(lines[index + 1]) else ""
            )
            words_of = value or (following if len(pieces) == 3 else "")
            if words_of:
                values.setdefault(labels()[label], words_of)
    return values


def signature(lines: list[Line]) -> int | None:
    """Index of the line with the date below the text, the one with an issuer above it first."""
    lone = 0
    for index, line in enumerate(lines):
        if len(line.tight) > _LONGEST_DATED:
            continue
        signed = _signed(line.tight)
        if signed or _DATE_ONLY.match(line.tight):
            if signed or (index and issuer_line(lines[index - 1])):
                return index
            lone = lone or index
    return lone or None


def _signed(tight: str) -> re.Match[str] | None:
    """A signature and its date on one line."""
    return _SIGNED.match(tight) if tight.endswith("日") else None


def signer(lines: list[Line], at: int | None) -> str | None:
    """The body or bodies that sign above the date line `at`."""
    if at is None:
        return None
    together = _signed(lines[at].tight)
    if together:
        return together["who"]
    first = at
    while first and issuer_line(lines[first - 1]):
        first -= 1
    names = [name for line in lines[first:at] for name in _several(line.text)]
    return "、".join(names) or None


def _several(raw: str) -> list[str]:
    """Names that stand beside each other, parted by white space."""
    parts = raw.split()
    return parts if all(ending(part, "bodies") and len(part) > 2 for part in parts) else [squeeze(raw)]


def issuer_of_title(heads: str, title: str) -> str | None:
    """The issuer or issuers before 关于 (转发, 公告 …) in the title; `heads` as printed, with its blanks."""
    verb = _VERB.search(heads or title) or _OWN_WORK.search(title)
    raw = (heads or title)[: verb.start()] if verb else heads
    joined = squeeze(raw)
    if not joined or len(joined) > 80 or ending(joined, "bodies") is None:
        return None
    return "、".join(_several(raw))


def enactment(lines: list[Line], title: str) -> tuple[str | None, str | None]:
    """(issuer, date) of a statute from the bracket or lines under its title; the last adoption counts."""
    text = "".join(line.tight for line in lines[:8] if len(line.tight) < 400)[:900]
    if ending(title, "types") is None:
        return None, None
    found = [match for match in _ENACTED.finditer(text) if not _approval(match)]
    if not found or found[0].start() > 40:
        return None, None
    bodies = [body for body in (_adopter(match[2]) for match in found) if body]
    return (bodies[0] if bodies else None), find_date(found[-1][1])


def _approval(match: re.Match[str]) -> bool:
    return "批准" in match[2]


def _adopter(words_between: str) -> str | None:
    body = _SESSION.sub("", _TERM.sub("", words_between)).lstrip("由经，、")
    return body if len(body) >= 3 and ending(body, "bodies") else None


def addressees(lines: list[Line]) -> tuple[str, ...]:
    """The bodies that a notice is sent to: the first words of the text, up to a colon."""
    text = ""
    for line in lines[:6]:
        text += line.tight or View.of(line.text[:400]).text
        if "：" in text or "。" in text or len(text) > 700:
            break
    head, colon, _ = text.partition("：")
    if not colon or re.search("[。；《》]", head) or head.startswith(_DIRECTIVE) or len(head) > 700:
        return ()
    names = tuple(name for group in re.split("[，,]", head) for name in _group(group) if name)
    return names if names and all(_addressee(name) for name in names) else ()


def _group(group: str) -> list[str]:
    """Members of one group: parted at 、 where each is a body by itself, else kept as it stands."""
    members = re.split("、(?![^（]*）)", group)
    return members if all(_whole(member) for member in members) else [group]


def _whole(member: str) -> bool:
    """Whether a member needs no head from the one before it (各县（区）委、人民政府 is one entry)."""
    word = ending(member, "bodies") or next((each for each in words("groups") if member.endswith(each)), None)
    return word is not None and len(member) >= 4 and len(member) > len(word)


def _addressee(name: str) -> bool:
    bare = re.sub("（[^（）]*）$", "", name)
    return len(bare) >= 2 and (ending(bare, "bodies") is not None or bare.endswith(words("addressees")))


def instrument_of(header: Header, lines: list[Line]) -> str | None:
    """Title of the plan or rules that the document sends out (公布 sends out only what is quoted)."""
    named = _PROMULGATED.search(header.title)
    if named and named["quoted"]:
        return named["quoted"]
    if named and not named.group().startswith(("发布", "公布")):
        return named["plain"]
    sent = _SENT_OUT.search("".join(line.tight or View.of(line.text[:600]).text for line in lines[:4]))
    announced = header.order or header.title.endswith(("公告", "令", "通知", "决定"))
    return (sent[1] or sent[2]) if sent and announced else None


def approval_of(lines: list[Line], end: int | None) -> str | None:
    """The meeting or body that approved the instrument, as worded in the covering text."""
    text = "".join(line.tight or View.of(line.text[:3000]).text for line in lines[: min(end or 8, 8)])
    found = _APPROVED.search(text[:3000])
    return found[1] if found else None


def attachments_of(lines: list[Line]) -> tuple[str, ...]:
    """Titles in the list of attachments (附件：1. … 2. …)."""
    for index, line in enumerate(lines):
        if _ATTACHED.match(line.tight):
            return tuple(_attached(lines[index : index + 30]))
    return ()


def _attached(lines: list[Line]) -> list[str]:
    names: list[str] = []
    for position, line in enumerate(lines):
        tight = _ATTACHED.sub("", line.tight)
        if position and not _ITEM.match(tight):
            if not names or names[-1].count("（") <= names[-1].count("）"):
                break
            names[-1] += tight
            continue
        names.append(_ITEM.sub("", tight))
    return [re.sub(r"（共[^（）]*）$|[。；]$", "", name).strip("《》") for name in names if name]
