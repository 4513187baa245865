"""Paths to a graph: read, segment, extract, resolve. Composes the other modules and decides nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from graph_builder.assemble import Assembler, sorted_graph
from graph_builder.corrections.replay import Replay
from graph_builder.errors import InputError
from graph_builder.extract import extract
from graph_builder.identity import fold, fold_number, other_title_id, title_digest
from graph_builder.model import Citation, Document, Graph, Input, Source
from graph_builder.names import Names
from graph_builder.read import parse
from graph_builder.read.archive import File, files
from graph_builder.read.cache import digest as digest_of
from graph_builder.segment import passages, segment
from graph_builder.terms import Terms

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Build:
    """A graph and what became of every input: read, read before under another name, or failed."""

    graph: Graph
    inputs: tuple[Input, ...]
    failures: tuple[InputError, ...]
    files: int


def build(
    paths: Iterable[Path],
    *,
    aliases: Path | None = None,
    inferred: bool = True,
    terms: bool = True,
    skip: Path | None = None,
    replay: Replay | None = None,
    known: Mapping[str, Source] | None = None,
    progress: Progress | None = None,
) -> Build:
    """Read documents, folders, patterns and zip archives of documents into one graph.

    A file that cannot be read becomes a failure and an input with its error; the rest is built.
    `aliases` is the user's own table of names; `inferred` applies the rules that a document states
    for all its clauses; `terms` cuts the tasks into words; `skip` is a folder inside the given ones that
    is none of the input (OUT); `replay` applies what staff decided; `known` are sources
    read before, by the digest of their file (`read.cache`), which are not read again. `progress` is told
    (step, done, of).

    Raises:
        InputError: a path does not exist, or a folder holds nothing readable; or the aliases file is wrong.
    """
    listed = list(files(paths, skip.resolve() if skip else None))
    names = Names.load(aliases)
    sources, inputs, failures = _read(listed, known or {}, progress)
    documents = _settled([(source, document) for source in sources for document in segment(source)])
    assembler = Assembler(names, Terms() if terms else None)
    for done, (source, document) in enumerate(documents, 1):
        found = extract(source, document, passages(source, document), names, inferred=inferred)
        decided = None
        if replay:
            found = replay(source, document, found)
            decided = replay.names(document, found.statements)
        assembler.add(source, document, found, decided)
        if progress:
            progress("extract", done, len(documents))
    return Build(sorted_graph(sources, assembler.graph()), inputs, failures, len(listed))


def _read(
    found: list[File], known: Mapping[str, Source], progress: Progress | None
) -> tuple[tuple[Source, ...], tuple[Input, ...], tuple[InputError, ...]]:
    sources: dict[str, Source] = {}
    inputs: list[Input] = []
    failures: list[InputError] = []
    for done, file in enumerate(found, 1):
        try:
            data = file.bytes()
            key = digest_of(data)
            source = replace(known[key], name=file.name) if key in known else parse(file.name, data)
            sources.setdefault(source.id, source)
            inputs.append(Input(file.name, key, source.encoding, source.id))
        except InputError as error:
            failures.append(error)
            inputs.append(Input(file.name, None, None, None, str(error)))
        if progress:
            progress("read", done, len(found))
    return tuple(sources.values()), tuple(inputs), tuple(failures)


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
        for place, digest in enumerate(sorted(titles)):
            source, document = _of_record(titles[digest])
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
