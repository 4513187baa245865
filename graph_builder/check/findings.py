"""What is wrong or open in a graph, found without any store: pure Python, fast enough for every build.

A `violation` is an error of the tool, a `warning` something odd or missing in the documents, an `info`
for knowledge only. The kind of a finding is the name of the shape that tells the same, where one does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from graph_builder import derive, identity
from graph_builder.check.matters import Candidate, lead_conflicts
from graph_builder.lookup import Lookup
from graph_builder.model import Agency, Graph, Statement
from ontology import Role

VIOLATION: Final = "violation"
WARNING: Final = "warning"
INFO: Final = "info"
SEVERITIES: Final = (VIOLATION, WARNING, INFO)

KINDS: Final = {
    "minted-id": ("标识与名称不符", "id that its name does not mint"),
    "derived": ("派生关系与重算不符", "derived graph that is not what follows"),
    "data": ("数据与图谱不符", "data that are not what the graph makes"),
    "quote": ("片段不在来源中", "span outside its source"),
    "missing-lead": ("无牵头单位", "task without a lead"),
    "several-leads": ("多个牵头单位而未分工", "several leads and no split between them"),
    "lead-conflict": ("疑似同一事项而牵头单位不同", "what may be one matter has different leads"),
    "vague-duty": ("只有指导、参与", "guidance only"),
    "unresolved-name": ("名称未定", "name not settled"),
    "early-deadline": ("时限早于成文日期", "deadline before the document"),
}
"""What each kind of finding that is made here is called, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `subject` is an id; `words` are the document's own; `detail` says what it is about.

    `other` and `score` belong to candidates: the second task, and how alike the two are (0 to 1).
    """

    kind: str
    severity: str
    subject: str
    words: str = ""
    detail: str = ""
    document: str | None = None
    other: str | None = None
    score: float | None = None


def findings(graph: Graph, matters: Iterable[Candidate] | None = None) -> tuple[Finding, ...]:
    """Everything that this module can find, in order; `matters` as in `lead_conflicts`."""
    look = Lookup(graph)
    found = chain(
        _minted(graph),
        _quotes(look),
        _missing_leads(look),
        _several_leads(look),
        _conflicts(look, matters),
        _vague(look),
        _unresolved(look),
        _early(look),
    )
    return ordered(found)


def ordered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """By severity and kind; candidates with the highest score first, the rest by document and subject."""

    def place(one: Finding) -> tuple[int, str, float, str, str, str]:
        rank = SEVERITIES.index(one.severity)
        return rank, one.kind, -(one.score or 0), one.document or "", one.subject, one.other or one.detail

    return tuple(sorted(found, key=place))


def tally(found: Iterable[Finding]) -> dict[str, int]:
    """How many of each kind, by name: the figures of `run.json`."""
    return dict(sorted(Counter(one.kind for one in found).items()))


def _of_task(kind: str, statement: Statement, detail: str = "") -> Finding:
    return Finding(
        kind, WARNING, identity.task_id(statement.id), statement.task, detail, document=statement.document
    )


def _minted(graph: Graph) -> Iterator[Finding]:
    """Settled bodies whose id is not the one that their full name mints."""
    for agency in graph.agencies:
        mint = {"agency": identity.agency_id, "collective": identity.collective_id}.get(
            agency.id.partition("/")[0]
        )
        if mint and mint(agency.label) != agency.id:
            yield Finding("minted-id", VIOLATION, agency.id, agency.label, mint(agency.label))


def _quotes(look: Lookup) -> Iterator[Finding]:
    """Spans that do not lie in their source, or do not hold the name that they are said to.

    A lead that staff decided on need not be named there.
    """
    for statement in look.graph.statements:
        text = look.sources[statement.source].text
        if not 0 <= statement.span.start < statement.span.end <= len(text):
            yield Finding("quote", VIOLATION, statement.id, statement.task, document=statement.document)
    for one in look.graph.assignments:
        words = "".join(look.quote(one.source, one.span).split())
        if one.basis != "decision" and "".join(one.surface.split()) not in words:
            yield Finding("quote", VIOLATION, one.id, one.surface, words, one.document)


def _missing_leads(look: Lookup) -> Iterator[Finding]:
    missing = set(derive.tasks_missing_lead(derive.role_edges(look.graph)))
    for statement in look.graph.statements:
        if identity.task_id(statement.id) in missing:
            yield _of_task("missing-lead", statement)


def _several_leads(look: Lookup) -> Iterator[Finding]:
    """Tasks with more than one lead, unless the text says how they share it (分别, 联合)."""
    shared = {one.task: one for one in derive.shared_leads(look.graph) if one.distribution is None}
    for statement in look.graph.statements:
        if one := shared.get(identity.task_id(statement.id)):
            yield _of_task("several-leads", statement, _labels(look, one.leads))


def _conflicts(look: Lookup, matters: Iterable[Candidate] | None) -> Iterator[Finding]:
    bearers = derive.bearers_by_task(derive.role_edges(look.graph))

    def heads(statement: str) -> str:
        held = bearers[identity.task_id(statement)]
        return _labels(look, held.get(Role.LEAD, ()) or held.get(Role.RESPONSIBLE, ()))

    for pair in lead_conflicts(look.graph, matters):
        one = look.statements[pair.one]
        yield Finding(
            "lead-conflict",
            WARNING,
            identity.task_id(pair.one),
            one.task,
            f"{heads(pair.one)} / {heads(pair.other)}：{look.statements[pair.other].task}",
            one.document,
            identity.task_id(pair.other),
            pair.score,
        )


def _vague(look: Lookup) -> Iterator[Finding]:
    """Tasks that nobody has to do: somebody guides, at most with others who take part."""
    vague = {
        task: bearers
        for task, bearers in derive.bearers_by_task(derive.role_edges(look.graph)).items()
        if Role.GUIDE in bearers and bearers.keys() <= {Role.GUIDE, Role.SUPPORT}
    }
    for statement in look.graph.statements:
        if bearers := vague.get(identity.task_id(statement.id)):
            yield _of_task("vague-duty", statement, _labels(look, bearers[Role.GUIDE]))


def _unresolved(look: Lookup) -> Iterator[Finding]:
    """Bodies that no layer settled, once for each document, with how often they are named."""
    named: defaultdict[tuple[str, str], int] = defaultdict(int)
    for one in look.graph.assignments:
        if look.agencies[one.agency].kind == "unresolved":
            named[one.agency, one.document] += 1
    for (body, document), count in named.items():
        yield Finding(
            "unresolved-name", WARNING, body, look.agencies[body].label, f"× {count}", document=document
        )


def _early(look: Lookup) -> Iterator[Finding]:
    for statement in look.graph.statements:
        date = look.documents[statement.document].date
        assigned = statement.id in look.assignments_of
        if assigned and date and statement.due_date and statement.due_date < date:
            yield _of_task("early-deadline", statement, f"{statement.due} < {date}")


def _labels(look: Lookup, bearers: Iterable[str]) -> str:
    agencies: Mapping[str, Agency] = look.agencies
    return "、".join(sorted(agencies[bearer].label for bearer in bearers))
