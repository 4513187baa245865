"""What a table's header says of its columns."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

from graph_builder.extract.cells import Row
from graph_builder.extract.rules import headings
from graph_builder.extract.trie import any_of
from graph_builder.extract.vocabulary import table_words
from ontology import Role

Use = Literal["role", "labels", "sequence", "due", "ignored", "task", "empty"]
_PART: Final = re.compile(r"[\\/／、和与及]|（.*?）")
_ROLE_HEAD: Final = re.compile("[单位部门关构处科股室体所]|分工")
_LONGEST: Final = 24
_LONGEST_DUE: Final = 10
_BEFORE: Final = 4  # so many characters may stand before a heading of roles (具体, 项目)


class Column(NamedTuple):
    """What a header cell says of its column: a role, several (labels stand in the cells), or a use."""

    use: Use
    role: Role | None = None
    head: str = ""

    @property
    def names_bodies(self) -> bool:
        """Whether the column's cells list bodies."""
        return self.use in ("role", "labels")

    @property
    def tells_duties(self) -> bool:
        """Whether its cells may tell duties instead of bodies (职责分工)."""
        return self.head in table_words()["mixed"]

    @property
    def needs_bodies(self) -> bool:
        """Whether its cells may tell something else, so that only what is a body counts."""
        return self.tells_duties or self.head in table_words()["doers"]


def header(row: Row) -> tuple[Column, ...] | None:
    """The columns, if the row is a header that names a role; an empty cell goes with the one before it."""
    if len(row.filled) < 2:
        return None
    heads = [row.cells[index].words for index in row.filled]
    if max(map(len, heads)) > _LONGEST or not _ROLE_HEAD.search("".join(heads)):
        return None
    columns = _with_duties([column(cell.text) for cell in row.cells])
    if not any(found.names_bodies for found in columns):
        return None
    for index in range(1, row.filled[-1]):
        if columns[index].use == "empty" and columns[index - 1].use == "role":
            columns[index] = columns[index - 1]
    return tuple(Column("task") if found.use == "empty" else found for found in columns)


def _with_duties(columns: list[Column]) -> list[Column]:
    """The columns of 单位 beside 职责: its cells name who answers for the duty."""
    data = table_words()
    doers = [index for index, one in enumerate(columns) if one.head in data["doers"]]
    told = [index for index, one in enumerate(columns) if one.head in data["duties"]]
    if len(doers) != 1 or len(told) != 1 or told[0] < doers[0]:
        return columns
    found = list(columns)
    head = columns[doers[0]].head
    others = any(one.names_bodies and not one.tells_duties for one in columns)
    if others and "成员" not in head:
        return columns
    found[doers[0]] = Column("role", Role.MEMBER if others else Role.RESPONSIBLE, head)
    found[told[0]] = Column("task", head=columns[told[0]].head)
    return found


@lru_cache(maxsize=4096)
def column(head: str) -> Column:
    """What a header's words, without white space, say."""
    if not head:
        return Column("empty")
    if head in table_words()["sequence"]:
        return Column("sequence", head=head)
    roles = _roles(head)
    if roles:
        return Column("labels" if len(roles) > 1 else "role", roles[0], head)
    if _aside().search(head):
        return Column("ignored", head=head)
    if len(head) <= _LONGEST_DUE and _due().search(head):
        return Column("due", head=head)
    last = _last_role(head)
    return Column("role", last, head) if last else Column("task", head=head)


def _roles(head: str) -> list[Role]:
    """The roles of a heading; several where it joins or runs together several headings."""
    if head in table_words()["mixed"]:
        return [Role.RESPONSIBLE]
    named = headings()
    joined = _PART.sub("", head)
    if joined in named:
        return [named[joined]]
    return [named[part] for part in _PART.split(head) if part in named] or _run_together(head)


def _run_together(head: str) -> list[Role]:
    """Roles of headings written without a mark between them: 牵头单位配合单位."""
    found: list[Role] = []
    position = 0
    while position < len(head):
        word = _heading().match(head, position)
        if word is None:
            return []
        found.append(headings()[word[0]])
        position = word.end()
    return found


def _last_role(head: str) -> Role | None:
    """The role of a heading with words before it (项目责任单位)."""
    named = headings()
    return next((named[head[cut:]] for cut in range(_BEFORE + 1) if head[cut:] in named), None)


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(any_of(headings()))


@cache
def _aside() -> re.Pattern[str]:
    data = table_words()
    return re.compile(f"{any_of(data['aside'])}$|{any_of(data['aside_anywhere'])}")


@cache
def _due() -> re.Pattern[str]:
    return re.compile(any_of(table_words()["due"]))


@cache
def totals() -> re.Pattern[str]:
    """A row or column of sums starts with, or holds, one of these."""
    return re.compile(any_of(table_words()["totals"]))


@cache
def nothing() -> re.Pattern[str]:
    """A cell that says nothing, matched in full: a figure, a dash, 无, 详见…."""
    data = table_words()
    return re.compile(rf"[\d.%％—\-/／×√*＊\s]*|—+|{any_of(data['nothing'])}|{any_of(data['elsewhere'])}.*")
