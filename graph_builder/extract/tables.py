"""Rows of tables whose header, or whose cells, say who leads, supports or answers for the row's task."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from graph_builder.extract import aligned
from graph_builder.extract.bodies import is_public
from graph_builder.extract.boxed import boxed
from graph_builder.extract.cells import Cell, Row, tables
from graph_builder.extract.clauses import Reading, read_tokens
from graph_builder.extract.columns import Column, header, nothing
from graph_builder.extract.draft import Draft
from graph_builder.extract.lexer import Token, tokens
from graph_builder.extract.lists import Item, items
from graph_builder.extract.manuscript import Manuscript, mention_of
from graph_builder.extract.numbered import numbered
from graph_builder.extract.rows import Body, Cut, bodies, cuts
from graph_builder.extract.rules import clause_lexicon, role_words
from graph_builder.model import Mention, Span
from graph_builder.view import View, squeeze
from ontology import Kind, Role

_PERSON: Final = 4  # no longer name


class _Group(NamedTuple):
    """Bodies of one cell that share a topic (None: the row's own task)."""

    mentions: tuple[Mention, ...]
    words: tuple[int, ...]
    open: bool
    topic: Span | None
    span: Span

    def with_more(self, other: _Group) -> _Group:
        """This group with the bodies of the one behind it."""
        return _Group(
            self.mentions + other.mentions,
            self.words + other.words,
            self.open or other.open,
            self.topic,
            Span(self.span.start, other.span.end),
        )


class Tables:
    """Reads the tables of one document."""

    def __init__(self, sheet: Manuscript) -> None:
        self.sheet, self.text, self.known = sheet, sheet.text, sheet.known

    def read(self) -> Iterator[tuple[Span, list[Draft]]]:
        """Each table of the document with its statements; the span tells what was read as a table."""
        start, end = self.sheet.document.span.start, self.sheet.document.span.end
        yield from map(self._whole, tables(self.text, start, end))
        yield from self._aligned(start, end)
        yield from map(self._whole, numbered(self.text, start, end))
        yield from map(self._whole, boxed(self.text, start, end))

    def _whole(self, rows: list[Row]) -> tuple[Span, list[Draft]]:
        return Span(rows[0].span.start, rows[-1].span.end), list(self._table(rows))

    def _aligned(self, start: int, end: int) -> Iterator[tuple[Span, list[Draft]]]:
        done = start
        for line in aligned.candidates(self.text, start, end):
            if line[0] < done:
                continue
            heads = aligned.pieces(self.text, *line)
            row = aligned.header_row(self.text, line, heads)
            if header(row) and not any("：" in cell.text for cell in row.cells):
                rows = aligned.rows_under(self.text, line[1], end, heads)
                if rows:
                    done = rows[-1].span.end
                    yield self._whole([row, *rows])

    def _table(self, rows: list[Row]) -> Iterator[Draft]:
        for body in bodies(rows):
            yield from self._body(body)

    def _body(self, body: Body) -> Iterator[Draft]:
        if body.columns is None:
            for row in body.rows:
                yield from self._labelled(row)
            return
        for cut in cuts(body, body.columns):
            if cut.says_something:
                yield from self._row(cut)

    def _row(self, cut: Cut) -> Iterator[Draft]:
        cells, columns = cut.row.cells, cut.columns
        groups = [group for index in cut.own for group in self._cell(cells[index], columns[index])]
        lent = [group for index, cell in cut.lent.items() for group in self._cell(cell, columns[index])]
        plain = [group for group in groups if group.topic is None]
        if plain or (lent and not groups):
            carried = [mention for group in lent for mention in group.mentions]
            yield self._row_draft(cut, plain, carried)
        for group in groups:
            if group.topic is not None:
                yield _cell_draft(group, cut.row.span, (*cut.task, group.topic), cut.due)

    def _row_draft(self, cut: Cut, groups: list[_Group], carried: list[Mention]) -> Draft:
        mentions = tuple(mention for group in groups for mention in group.mentions)
        words = tuple(word for group in groups for word in group.words)
        first = min((mention.span.start for mention in mentions), default=cut.row.span.start)
        task = cut.task
        return Draft(
            _kind((*carried, *mentions)),
            cut.row.span,
            (*carried, *mentions),
            "table-row",
            cut.row.span,
            words[0] if words else first,
            any(group.open for group in groups),
            task,
            self._with_figures(task, cut.figures),
            cut.due,
            words,
        )

    def _with_figures(self, task: tuple[Span, ...], figures: str) -> str | None:
        """The task in words where figures are part of it, else None: its spans tell it."""
        if not figures:
            return None
        return "".join(squeeze(self.text[span.start : span.end]) for span in task) + figures

    def _labelled(self, row: Row) -> Iterator[Draft]:
        """A row without a header whose cells bear labels of their own; the other cells tell the task."""
        search, column = role_words().find, Column("labels")
        labelled = {
            index: self._cell(row.cells[index], column)
            for index in (row.filled if self.sheet.has_role_word(row.span) else ())
            if search(row.cells[index].text)
        }
        groups = [group for found in labelled.values() for group in found]
        if groups:
            others = (row.cells[index] for index in row.filled if not labelled.get(index))
            task = tuple(piece for cell in others for piece in cell.pieces)
            for group in groups:
                yield _cell_draft(group, row.span, task + ((group.topic,) if group.topic else ()), ())

    def _cell(self, cell: Cell, column: Column) -> list[_Group]:
        view = cell.view
        if nothing().fullmatch(view.text):
            return []
        listed = tokens(view.text, 0, len(view.text), clause_lexicon())
        readings = read_tokens(view.text, listed, self.known, view.starts)
        if readings:
            return [group for group in self._grouped(view, readings) if group.mentions]
        return self._bare(view, listed, column) if column.role else []

    def _bare(self, view: View, run: tuple[Token, ...], column: Column) -> list[_Group]:
        """A cell that lists bodies without a role word: the column's role; under two, the first leads."""
        listed = items(view.text, run, self.known, view.starts)
        kept = [_without_person(view, item) for item in listed if _is_name(view.text, item)]
        if column.needs_bodies:
            kept = [item for item in kept if is_public(view.text[item.start : item.end])]
        kept = [item for item in kept if self._stands_whole(view, item)]
        if not kept:
            return []
        mentions = tuple(self._in_column(view, item, column, not place) for place, item in enumerate(kept))
        is_open = any(token.letter == "e" for token in run)
        return [_Group(mentions, (), is_open, None, view.span(0, len(view.text)))]

    def _stands_whole(self, view: View, item: Item) -> bool:
        """Whether a name stands in one stretch of the source, no other column's words inside it."""
        span = view.span(item.start, item.end)
        return len(squeeze(self.text[span.start : span.end])) == item.end - item.start

    def _in_column(self, view: View, item: Item, column: Column, first: bool) -> Mention:
        several = column.use == "labels"
        given = column.role if first or not several else Role.SUPPORT
        role = item.role or given or Role.RESPONSIBLE
        span = view.span(item.start, item.end)
        return Mention(span, squeeze(self.text[span.start : span.end]), role, inferred=several)

    def _grouped(self, view: View, readings: tuple[Reading, ...]) -> Iterator[_Group]:
        """The readings of a cell: one with a topic begins a task of its own."""
        held: _Group | None = None
        for reading in readings:
            group = self._group(view, reading)
            if held is None or group.topic is not None:
                if held is not None:
                    yield held
                held = group
            else:
                held = held.with_more(group)
        if held is not None:
            yield held

    def _group(self, view: View, reading: Reading) -> _Group:
        mentions = tuple(
            mention_of(self.text, view.span(item.start, item.end), reading.role, reading.distribution)
            for item in reading.items
            if self._stands_whole(view, item)
        )
        topic = view.span(*reading.topic) if reading.topic else None
        low = reading.topic[0] if reading.topic else reading.start
        return _Group(
            mentions, (view.offset(reading.word),), reading.open, topic, view.span(low, reading.end)
        )


def _kind(mentions: tuple[Mention, ...]) -> Kind:
    """A row that tells who hands a power to whom is a delegation."""
    roles = {mention.role for mention in mentions}
    return Kind.DELEGATION if {Role.DELEGATOR, Role.DELEGATE} <= roles else Kind.TABLE


def _is_name(text: str, item: Item) -> bool:
    return item.end - item.start > 1 and not nothing().fullmatch(text[item.start : item.end])


def _without_person(view: View, item: Item) -> Item:
    """A body without the name of who answers for it, behind white space (县住建局 张某)."""
    name = view.text[item.start : item.end]
    if is_public(name):
        return item
    last = max((at for at in view.breaks if item.start < at < item.end), default=item.end)
    person = item.end - last <= _PERSON and is_public(view.text[item.start : last])
    return item._replace(end=last) if person else item


def _cell_draft(group: _Group, row: Span, task: tuple[Span, ...], due: tuple[Span, ...]) -> Draft:
    """A statement of a cell's own: with a topic its span is that of the group, else the row."""
    span = row if group.topic is None else group.span
    words = group.words
    return Draft(
        Kind.TABLE, span, group.mentions, "table-cell", row, words[0], group.open, task, None, due, words
    )
