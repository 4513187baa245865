"""Finding bodies and documents of a graph by whatever a user calls them.

A body answers to its id, full and short names, plates, former names and every surface that the
documents use; a document to its id, 文号 in any shape of bracket, and title. Nothing is guessed: a
name that nothing or more than one thing bears is an error that suggests what to write instead.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from graph_builder.errors import UnknownName
from graph_builder.identity import fold, fold_number
from graph_builder.model import Graph

_NEAR: Final = 5


def closest(written: str, names: Iterable[str]) -> tuple[str, ...]:
    """Up to five of the names that look or sound like what was written, nearest first."""
    every = list(dict.fromkeys(names))
    near = difflib.get_close_matches(written, every, _NEAR, 0.5)
    if len(near) < _NEAR:
        near += [name for name in every if written and (written in name or name in written)]
        near += _sounding(written, every)
    return tuple(dict.fromkeys(near))[:_NEAR]


def _sounding(written: str, names: Iterable[str]) -> list[str]:
    """Names whose pinyin, or whose pinyin initials, are those of what was written."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 (half a second, needed for a wrong name only)

    wanted = "".join(lazy_pinyin(written)).lower().replace(" ", "")
    sounds = ((name, lazy_pinyin(name)) for name in names)
    return [
        name
        for name, parts in sounds
        if wanted in ("".join(parts), "".join(part[:1] for part in parts).lower())
    ]


class Directory:
    """Names of one graph's bodies and documents."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def agency(self, written: str) -> str:
        """The id of the one body that bears the name. UnknownName, with suggestions, for none or several."""
        found = self._labelled.get(fold(written)) or self._called.get(fold(written), set())
        if written in self._labels:
            return written
        if len(found) == 1:
            return next(iter(found))
        if found:
            options = tuple(self._distinct_label(id_) for id_ in sorted(found))
            raise UnknownName(f"“{written}”可能是 {len(found)} 个单位中的任何一个；请写其中一个", options)
        raise UnknownName(f"没有叫“{written}”的单位", self._near_bodies(written))

    def document(self, written: str) -> str:
        """The id of the one document with this 文号 or title. UnknownName, with suggestions, else."""
        if written in self._titles:
            return written
        found = self._numbered.get(fold_number(written)) or self._titled.get(fold(written), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise UnknownName(
                f"“{written}”可能是 {len(found)} 份文件中的任何一份；请写其中一份", tuple(sorted(found))
            )
        names = [document.number or document.title for document in self._graph.documents]
        raise UnknownName(f"没有文号或标题是“{written}”的文件", closest(fold_number(written), names))

    def _near_bodies(self, written: str) -> tuple[str, ...]:
        """Names close to the written one, each body once, by the name that matched."""
        suggestions: dict[str, str] = {}
        for name in closest(fold(written), self._called):
            for body in sorted(self._called[name]):
                suggestions.setdefault(body, name if len(self._called[name]) == 1 else body)
        return tuple(suggestions.values())

    def _distinct_label(self, id_: str) -> str:
        label = self._labels[id_]
        return label if len(self._labelled[fold(label)]) == 1 else id_

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return {agency.id: agency.label for agency in self._graph.agencies}

    @cached_property
    def _labelled(self) -> Mapping[str, set[str]]:
        return _index((fold(label), id_) for id_, label in self._labels.items())

    @cached_property
    def _called(self) -> Mapping[str, set[str]]:
        pairs = [(label, id_) for id_, label in self._labels.items()]
        pairs += [(name.text, name.agency) for name in self._graph.names]
        pairs += [(assignment.surface, assignment.agency) for assignment in self._graph.assignments]
        pairs += [(seat.surface, seat.agency) for seat in self._graph.memberships if seat.agency]
        return _index((fold(text), id_) for text, id_ in pairs)

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {document.id: document.title for document in self._graph.documents}

    @cached_property
    def _numbered(self) -> Mapping[str, set[str]]:
        return _index((fold_number(d.number), d.id) for d in self._graph.documents if d.number)

    @cached_property
    def _titled(self) -> Mapping[str, set[str]]:
        return _index((fold(title), id_) for id_, title in self._titles.items())


def _index(pairs: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    index: defaultdict[str, set[str]] = defaultdict(set)
    for name, id_ in pairs:
        index[name].add(id_)
    return dict(index)
