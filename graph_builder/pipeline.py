"""Paths to a graph: read, segment, extract, resolve. Composes the other modules and decides nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph_builder.assemble import assembled, composed
from graph_builder.corrections.replay import Replay
from graph_builder.errors import InputError
from graph_builder.extract import Extraction, extract
from graph_builder.identity import fold, fold_number, other_title_id, title_digest
from graph_builder.model import Citation, Document, Graph, Input, Source
from graph_builder.names import Names
from graph_builder.read import parse
from graph_builder.read.archive import File, files
from graph_builder.reuse import Earlier, Kept, Part, Taken, digest, rules
from graph_builder.segment import passages, segment
from graph_builder.terms import Terms

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Build:
    """A graph and what became of every input: read, read before under another name, or failed.

    `kept` is what was made of each file, for the next build; `unchanged` counts the files that an earlier
    build had and that were not read again.
    """

    graph: Graph
    inputs: tuple[Input, ...]
    failures: tuple[InputError, ...]
    files: int
    kept: Kept
    unchanged: int


def build(
    paths: Iterable[Path],
    *,
    aliases: Path | None = None,
    inferred: bool = True,
    terms: bool = True,
    skip: Path | None = None,
    replay: Replay | None = None,
    earlier: Earlier = Kept,
    progress: Progress | None = None,
) -> Build:
    """Read documents, folders, patterns and zip archives of documents into one graph.

    A file that cannot be read, a path that does not exist and a folder that holds nothing readable become
    failures and inputs with their error; the rest is built.
    `aliases` is the user's own table of names; `inferred` applies the rules that a document states
    for all its clauses; `terms` cuts the tasks into words; `skip` is a folder inside the given ones that
    is none of the input (OUT); `replay` applies what staff decided; `earlier` gives what an earlier
    build kept: a file that it had is not read and taken apart again, where the rules are still the same.
    The graph is the same with and without it. `progress` is told (step, done, of).

    Raises:
        InputError: the aliases file is wrong.
    """
    listed = list(files(paths, skip.resolve() if skip else None))
    reader = _Reader(Names.load(aliases), Terms() if terms else None, inferred)
    valid = rules(aliases, inferred=inferred, terms=terms)
    known = earlier(valid)
    read = _read(listed, known.sources, progress)
    texts = {one.id: Taken(_documents(known, one)) for one in read.texts.values()}
    documents = _settled([(read.texts[id_], one) for id_, held in texts.items() for one in held.documents])
    parts: list[Part] = []
    for done, (source, document) in enumerate(documents, 1):
        part = _known_part(known, source, document) or reader.part(source, document)
        texts[source.id].parts[document.id] = part
        parts.append(reader.decided(source, document, part, replay))
        if progress:
            progress("extract", done, len(documents))
    graph = composed(read.texts.values(), (one for _, one in documents), parts, reader.names.divisions)
    kept = Kept(valid, read.files, texts)
    unchanged = sum(one.sha256 in known.sources for one in read.inputs)
    return Build(graph, tuple(read.inputs), tuple(read.failures), len(listed), kept, unchanged)


def _documents(known: Kept, source: Source) -> tuple[Document, ...]:
    taken = known.texts.get(source.id)
    return taken.documents if taken else segment(source)


def _known_part(known: Kept, source: Source, document: Document) -> Part | None:
    taken = known.texts.get(source.id)
    return taken.parts.get(document.id) if taken else None


@dataclass(frozen=True, slots=True)
class _Reader:
    """The rules of a build, as applied to one document."""

    names: Names
    terms: Terms | None
    inferred: bool

    def part(self, source: Source, document: Document) -> Part:
        """What the document says by itself."""
        found = extract(source, document, passages(source, document), self.names, inferred=self.inferred)
        return assembled(source, document, found, names=self.names, terms=self.terms)

    def decided(self, source: Source, document: Document, part: Part, replay: Replay | None) -> Part:
        """The same as the decisions of staff leave it."""
        if replay is None:
            return part
        found = Extraction(part.statements, part.fates)
        changed = replay(source, document, found)
        meant = replay.names(document, changed.statements)
        if changed == found and not meant:
            return part
        return assembled(source, document, changed, names=self.names, terms=self.terms, decided=meant)


@dataclass(frozen=True, slots=True)
class _Read:
    """The texts by id, each under the name of its first file; the files by digest; what became of each."""

    texts: dict[str, Source] = field(default_factory=dict)
    files: dict[str, Source] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    failures: list[InputError] = field(default_factory=list)


def _read(found: list[File], known: Mapping[str, Source], progress: Progress | None) -> _Read:
    read = _Read()
    for done, file in enumerate(found, 1):
        try:
            data = file.bytes()
            key = digest(data)
            source = replace(known[key], name=file.name) if key in known else parse(file.name, data)
            read.texts.setdefault(source.id, source)
            read.files.setdefault(key, source)
            read.inputs.append(Input(file.name, key, source.encoding, source.id))
        except InputError as error:
            read.failures.append(error)
            read.inputs.append(Input(file.name, None, None, None, str(error)))
        if progress:
            progress("read", done, len(found))
    return read


def _settled(found: list[tuple[Source, Document]]) -> list[tuple[Source, Document]]:
    """Documents with distinct ids: one printed twice is kept once, two with one number are told apart."""
    groups: dict[str, list[tuple[Source, Document]]] = {}
    for source, document in found:
        groups.setdefault(document.id, []).append((source, document))
    settled: list[tuple[Source, Document]] = []
    for same in groups.values():
        titles: dict[str, list[tuple[Source, Document]]] = {}
        for source, document in same:
            titles.setdefault(title_digest(document.title), []).append((source, document))
        for place, title in enumerate(sorted(titles)):
            source, document = _of_record(titles[title])
            settled.append((source, _renamed(document) if place else document))
    return _linked(settled)


def _of_record(printed: list[tuple[Source, Document]]) -> tuple[Source, Document]:
    """The longest text of a document printed several times; the others are where it also stands."""
    source, document = max(printed, key=lambda one: (one[1].span.end - one[1].span.start, one[0].id))
    others = tuple(sorted({other.id for other, _ in printed} - {source.id}))
    return source, replace(document, also_printed_in=others)


def _renamed(document: Document) -> Document:
    minted = other_title_id(document.id, document.title)
    moved = tuple(
        replace(citation, id=citation.id.replace(document.id, minted, 1), document=minted)
        for citation in document.citations
    )
    return replace(document, id=minted, citations=moved)


def _linked(found: list[tuple[Source, Document]]) -> list[tuple[Source, Document]]:
    """Citations of documents that were read point to them."""
    numbers: dict[str, set[str]] = {}
    titles: dict[str, set[str]] = {}
    for _, document in found:
        if document.number:
            numbers.setdefault(fold_number(document.number), set()).add(document.id)
        titles.setdefault(fold(document.title), set()).add(document.id)
    return [
        (
            source,
            replace(document, citations=tuple(_target(one, numbers, titles) for one in document.citations)),
        )
        for source, document in found
    ]


def _target(citation: Citation, numbers: Mapping[str, set[str]], titles: Mapping[str, set[str]]) -> Citation:
    meant = numbers.get(fold_number(citation.number), set()) if citation.number else set()
    meant = meant or titles.get(fold(citation.title or ""), set())
    if citation.own or len(meant) != 1 or meant == {citation.document}:
        return citation
    return replace(citation, target=next(iter(meant)))
