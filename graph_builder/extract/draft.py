"""A statement as a frame finds it, before its id, path and dates are worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graph_builder.model import Mention, Span
from ontology import Kind

LABELLED = "label-then-list"


class Draft(NamedTuple):
    """What one frame read; all offsets count code points of the source.

    `unit` is the bracket, row, line or sentence that holds it, `anchor` the role word (or first
    body) whose reading makes it, `task` the stretches that tell the task (empty: the item's words
    before it), `task_text` its words where the stretches do not hold them all, `due` where a
    deadline may stand besides the task, `words` where the role words stand that were read.
    """

    kind: Kind
    span: Span
    mentions: tuple[Mention, ...]
    pattern: str
    unit: Span
    anchor: int
    open: bool = False
    task: tuple[Span, ...] = ()
    task_text: str | None = None
    due: tuple[Span, ...] = ()
    words: tuple[int, ...] = ()


def in_order(draft: Draft) -> tuple[int, int, int]:
    """Where a draft stands in the source: key of sorting."""
    return draft.span.start, draft.span.end, draft.anchor


def merged(text: str, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Label lines that follow each other speak of one task: 牵头单位：… and 配合单位：… on the next line."""
    held: Draft | None = None
    for draft in drafts:
        if held is not None and _follows(text, held, draft):
            held = _together(held, draft)
            continue
        if held is not None:
            yield held
        held = draft
    if held is not None:
        yield held


def _follows(text: str, one: Draft, two: Draft) -> bool:
    """Whether two drafts are label lines of other roles, with nothing but marks between them."""
    lines = one.pattern == two.pattern == LABELLED and one.kind is two.kind is Kind.CLAUSE
    in_brackets = text[one.unit.start] in "（([［〔【" and text[one.unit.end - 1] in "）)]］〕】"
    if not lines or in_brackets or one.span.end > two.span.start:
        return False
    if {mention.role for mention in one.mentions} & {mention.role for mention in two.mentions}:
        return False
    return not text[one.span.end : two.span.start].strip(" \t\r\n\u3000。；;，,")


def _together(one: Draft, two: Draft) -> Draft:
    return one._replace(
        span=Span(one.span.start, two.span.end),
        mentions=one.mentions + two.mentions,
        open=one.open or two.open,
        words=one.words + two.words,
        due=one.due + two.due,
    )
