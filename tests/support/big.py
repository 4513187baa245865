"""A large valid graph of invented places: agencies, tasks and assignments to order, always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from graph_builder import identity
from graph_builder.model import (
    Agency,
    AgencyName,
    Assignment,
    Document,
    Fate,
    Graph,
    Mention,
    Source,
    Span,
    Statement,
)
from ontology import Kind, Role

_DEPARTMENTS: Final = (
    ("发展和改革委员会", "发改委"),
    ("财政局", "财政局"),
    ("生态环境局", "生态环境局"),
    ("工业和信息化局", "工信局"),
    ("住房和城乡建设局", "住建局"),
    ("农业农村局", "农业农村局"),
    ("能源局", "能源局"),
    ("水利局", "水利局"),
    ("教育局", "教育局"),
    ("科学技术局", "科技局"),
    ("公安局", "公安局"),
    ("民政局", "民政局"),
    ("司法局", "司法局"),
    ("人力资源和社会保障局", "人社局"),
    ("规划和自然资源局", "规划和自然资源局"),
    ("交通运输局", "交通局"),
    ("商务局", "商务局"),
    ("文化和旅游局", "文旅局"),
    ("卫生健康委员会", "卫健委"),
    ("应急管理局", "应急局"),
    ("审计局", "审计局"),
    ("市场监督管理局", "市场监管局"),
    ("统计局", "统计局"),
    ("医疗保障局", "医保局"),
    ("林业和草原局", "林草局"),
    ("信访局", "信访局"),
)
_VERBS: Final = ("推进", "加强", "完善", "开展", "落实", "规范", "加快", "健全")
_MATTERS: Final = (
    "大气污染防治",
    "清洁取暖改造",
    "营商环境优化",
    "职业技能培训",
    "老旧小区改造",
    "河道治理",
    "数据共享",
    "粮食安全",
)
_TAILS: Final = ("工作", "专项行动", "长效机制", "重点项目建设", "监督检查")
_MARKERS: Final = {
    Role.LEAD: "牵头",
    Role.SUPPORT: "配合",
    Role.IMPLEMENT: "落实",
    Role.RESPONSIBLE: "负责",
}
_CITY: Final = "云州市"


@dataclass
class _Draft:
    text: str
    task: str
    clause: tuple[int, int]
    mentions: list[tuple[int, str, Role]]


def _places() -> Iterator[str]:
    yield _CITY
    for first in "清明安和永长新东西南北平宁定兴":
        for second in "河山川原阳泉林城源海":
            for kind in "县区旗":
                yield f"{_CITY}{first}{second}{kind}"


def _bodies(count: int) -> tuple[tuple[str, str], ...]:
    pairs = ((f"{place}{full}", f"{place}{short}") for place in _places() for full, short in _DEPARTMENTS)
    return tuple((full, short.replace(_CITY, "市", 1)) for full, short in islice(pairs, count))


def _draft(
    start: int, number: int, groups: Sequence[tuple[Role, Sequence[str]]], dice: random.Random
) -> _Draft:
    task = f"{dice.choice(_VERBS)}{dice.choice(_MATTERS)}{dice.choice(_TAILS)}（第{number}项）"
    due = f"，{dice.choice((2019, 2020, 2021))}年底前完成" if dice.random() < 0.3 else ""
    text = f"{number}. {task}{due}。"
    opening, mentions = start + len(text), []
    text += "（"
    for place, (role, surfaces) in enumerate(groups):
        text += "，" if place else ""
        for index, surface in enumerate(surfaces):
            text += "、" if index else ""
            mentions.append((start + len(text), surface, role))
            text += surface
        text += _MARKERS[role]
    text += "）"
    return _Draft(text + "\n\n", task + due, (opening, start + len(text)), mentions)


def _share(total: int, parts: int, dice: random.Random, most: int) -> list[int]:
    sizes = [1] * parts
    for _ in range(total - parts):
        index = dice.randrange(parts)
        while sizes[index] >= most:
            index = (index + 1) % parts
        sizes[index] += 1
    return sizes


def _roles(chosen: Sequence[str], dice: random.Random) -> list[tuple[Role, Sequence[str]]]:
    if dice.random() < 0.2:
        return [(Role.RESPONSIBLE, chosen)]
    if len(chosen) < 3:
        return [(Role.LEAD, chosen[:1]), *([(Role.SUPPORT, chosen[1:])] if chosen[1:] else [])]
    leads = 2 if dice.random() < 0.15 else 1
    cut = len(chosen) - (1 if dice.random() < 0.2 and len(chosen) > leads + 1 else 0)
    groups = [(Role.LEAD, chosen[:leads]), (Role.SUPPORT, chosen[leads:cut]), (Role.IMPLEMENT, chosen[cut:])]
    return [group for group in groups if group[1]]


@cache
def big_graph(agencies: int = 1500, tasks: int = 3500, assignments: int = 20000, seed: int = 7) -> Graph:
    """A graph of that many role bearers, statements and assignments; a document holds up to 40 tasks."""
    dice = random.Random(seed)
    bodies = _bodies(agencies)
    popular = [min(int(dice.paretovariate(0.7)) - 1, agencies - 1) % agencies for _ in range(4 * assignments)]
    sizes = _share(assignments, tasks, dice, min(agencies, 24))
    documents: list[Document] = []
    statements: list[Statement] = []
    edges: list[Assignment] = []
    fates: list[Fate] = []
    pieces: list[str] = []
    start = 0
    source_name, bearer = "大公报.txt", {short: identity.agency_id(full) for full, short in bodies}
    drafts: list[tuple[Document, list[_Draft]]] = []
    for first in range(0, tasks, 40):
        serial, year = first // 40 + 1, 2019 + (first // 40) % 2
        number, title = (
            f"云政办发〔{year}〕{serial}号",
            f"{_CITY}人民政府办公室关于印发第{serial}号重点任务分工方案的通知",
        )
        head = f"{title}\n\n{number}\n\n各县（市、区）人民政府：\n\n一、重点任务\n\n"
        begin, body = start, []
        pieces.append(head)
        start += len(head)
        for index in range(first, min(first + 40, tasks)):
            chosen: dict[str, None] = {}
            while len(chosen) < sizes[index]:
                pick = (
                    popular[dice.randrange(len(popular))] if dice.random() < 0.7 else dice.randrange(agencies)
                )
                chosen[bodies[pick][1]] = None
            draft = _draft(start, index - first + 1, _roles(list(chosen), dice), dice)
            pieces.append(draft.text)
            start += len(draft.text)
            body.append(draft)
        date = f"{year}-{serial % 12 + 1:02d}-15"
        key = identity.document_id(_CITY, number, f"{_CITY}人民政府办公室", date, title)
        document = Document(
            key, "", Span(begin, start), number, title, "通知", f"{_CITY}人民政府办公室", date, _CITY
        )
        drafts.append((document, body))
    text = "".join(pieces)
    source = Source(source_name, text, "utf-8", identity.source_id(text))
    for document, body in drafts:
        documents.append(_in(document, source.id))
        for place, draft in enumerate(body):
            statement = _statement(document.id, source.id, text, draft, place)
            statements.append(statement)
            edges += _assignments(statement, bearer)
            marker = text.rindex(statement.mentions[-1].surface, *draft.clause) + len(
                statement.mentions[-1].surface
            )
            fates.append(
                Fate(document.id, Span(marker, marker + 2), text[marker : marker + 2], "extracted", "clause")
            )
    return Graph(
        sources=(source,),
        documents=tuple(sorted(documents, key=lambda record: record.id)),
        statements=tuple(sorted(statements, key=lambda record: record.id)),
        fates=tuple(sorted(fates, key=lambda fate: (fate.document, fate.span.start))),
        agencies=tuple(
            sorted(
                (Agency(bearer[short], full, "agency", "地市级") for full, short in bodies),
                key=lambda a: a.id,
            )
        ),
        names=tuple(sorted(_names(bodies, bearer), key=lambda record: record.id)),
        assignments=tuple(sorted(edges, key=lambda record: record.id)),
    )


def _in(document: Document, source: str) -> Document:
    return Document(
        document.id, source, document.span, document.number, document.title, document.type,
        document.issuer, document.date, document.place,
    )  # fmt: skip


def _names(bodies: Sequence[tuple[str, str]], bearer: dict[str, str]) -> Iterator[AgencyName]:
    for full, short in bodies:
        key = bearer[short]
        yield AgencyName(identity.name_id(key, "full", full), key, "full", full, "table")
        yield AgencyName(identity.name_id(key, "short", short), key, "short", short, "table")


def _statement(document: str, source: str, text: str, draft: _Draft, place: int) -> Statement:
    begin, end = draft.clause
    unit = text[begin:end]
    due = draft.task.partition("，")[2].removesuffix("完成") or None
    return Statement(
        identity.statement_id(document, unit, place, 1),
        document,
        source,
        Kind.CLAUSE,
        Span(begin, end),
        f"一/{place + 1}",
        draft.task,
        tuple(Mention(Span(at, at + len(name)), name, role) for at, name, role in draft.mentions),
        "list-then-verb",
        due,
        f"{due[:4]}-12-31" if due else None,
        "year" if due else None,
        terms=tuple(matter for matter in _MATTERS if matter in draft.task),
    )


def _assignments(statement: Statement, bearer: dict[str, str]) -> Iterator[Assignment]:
    for mention in statement.mentions:
        yield Assignment(
            identity.assignment_id(statement.id, mention.role, mention.surface),
            statement.id,
            statement.document,
            statement.source,
            mention.span,
            mention.surface,
            bearer[mention.surface],
            mention.role,
            None,
            False,
            "table",
        )
