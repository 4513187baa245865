"""The truth file: `data/graph.jsonl` with the sources' texts beside it, and the graph back from them.

OUT/data/graph.jsonl        one record a line, sorted by type, then id
OUT/data/sources/NAME.txt   each source's decoded text, UTF-8, line breaks as they were read
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from graph_builder.errors import StoreError, UsageError
from graph_builder.identity import source_id
from graph_builder.model import Document, Fate, Graph, Source
from graph_builder.outdir.records import TYPES, Misfit, decode, encode, line

GRAPH_FILE: Final = "data/graph.jsonl"
SOURCES: Final = "data/sources"
REBUILD: Final = "请用 zhize build INPUT... -o OUT 重新生成"

_REFERENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "document": {"source": "source"},
    "statement": {"document": "document", "source": "source"},
    "fate": {"document": "document"},
    "assignment": {"statement": "statement", "document": "document", "source": "source", "agency": "agency"},
    "membership": {"statement": "statement", "document": "document", "group": "agency", "agency": "agency"},
    "delegation": {
        "statement": "statement",
        "document": "document",
        "delegator": "agency",
        "delegate": "agency",
    },
    "citation": {"document": "document"},
    "name": {"agency": "agency"},
}
_ODD: Final = re.compile(r"[^\w.()（）〔〕《》、·+=@~ -]|^[. ~-]|[. ]$")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST: Final = 120


def write_graph(graph: Graph, folder: Path) -> None:
    """Write the truth file and the sources' texts under `folder`.

    Raises:
        StoreError: an id stands twice or a record refers to one that the graph does not hold.
    """
    _check(graph)
    texts = folder / SOURCES
    texts.mkdir(parents=True, exist_ok=True)
    names = source_files(graph.sources)
    for source in graph.sources:
        (texts / names[source.id]).write_bytes(source.text.encode("utf-8", "surrogatepass"))
    with (folder / GRAPH_FILE).open("wb") as out:
        out.writelines(map(line, _records(graph, names)))


def read_graph(out: Path) -> Graph:
    """The graph that `write_graph` wrote: equal to it, its tuples sorted.

    Raises:
        UsageError: `out` holds no graph.
        StoreError: a record or a text is damaged, missing, or from another version; names file and line.
    """
    path = out / GRAPH_FILE
    if not path.is_file():
        raise UsageError(f"{out}：这里没有图（缺 {GRAPH_FILE}）；{REBUILD}")
    try:
        with path.open("rb") as lines:
            records = _parsed(path, lines)
        records["source"] = [_with_text(out, *pair) for pair in records["source"]]
    except OSError as error:
        raise StoreError(f"{error.filename}：读不出（{error.strerror}）；{REBUILD}") from error
    graph = _assembled(path, records)
    _check(graph)
    return graph


def records_in(path: Path) -> Counter[str]:
    """How many records of each type a truth file holds, counted on its lines."""
    with path.open("rb") as lines:
        return Counter(str(json.loads(text)["type"]) for text in lines)


def records_of(graph: Graph) -> Counter[str]:
    """How many records of each type a graph holds; types without any are left out."""
    return Counter(
        {kind: len(getattr(graph, field)) for kind, (field, _) in TYPES.items() if getattr(graph, field)}
    )


def source_files(sources: Iterable[Source]) -> dict[str, str]:
    """Source id -> the name of its text file: the source's own where it is a plain one, else made safe.

    A name never leaves the folder, differs from the others on any file system, and ends in `.txt`.
    """
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    for source in sorted(sources, key=lambda source: source.id):
        name = _plain_name(source)
        while name.casefold() in taken:
            name = f"{name.removesuffix('.txt')}~{source.id[-16:]}.txt"
        taken.add(name.casefold())
        chosen[source.id] = name
    return chosen


def _plain_name(source: Source) -> str:
    last = re.split(r"[/\\]", source.name)[-1]
    stem = last[:-4] if last.lower().endswith(".txt") else last
    safe = _ODD.sub("_", stem).encode()[:_LONGEST].decode(errors="ignore")
    if safe != stem or not safe or _RESERVED.match(safe):
        safe = f"{safe or 'source'}~{source.id[-16:]}".lstrip(" .")
        safe = f"_{safe}" if _RESERVED.match(safe) else safe
    return f"{safe}.txt"


def _fate_key(fate: Fate) -> tuple[object, ...]:
    return (fate.document, fate.span.start, fate.span.end, fate.word, fate.outcome, fate.reason)


def _sorted(kind: str, records: Iterable[Any]) -> list[Any]:
    return sorted(records, key=_fate_key if kind == "fate" else lambda record: record.id)


def _records(graph: Graph, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for kind, (field, _) in sorted(TYPES.items()):
        for record in _sorted(kind, getattr(graph, field)):
            more = {"file": names[record.id]} if kind == "source" else {}
            yield encode(kind, record) | more


def _parsed(path: Path, lines: Iterable[bytes]) -> defaultdict[str, list[Any]]:
    records: defaultdict[str, list[Any]] = defaultdict(list)
    for number, text in enumerate(lines, 1):
        try:
            kind, record = _record(text)
        except (ValueError, RecursionError) as error:
            raise StoreError(f"{path} 第 {number} 行不成记录（{error}）；{REBUILD}") from error
        records[kind].append(record)
    return records


def _record(text: bytes) -> tuple[str, Any]:
    values = json.loads(text.decode())
    if not isinstance(values, dict) or values.get("type") not in TYPES:
        raise Misfit("这一版 zhize 没有这种记录")
    kind = values.pop("type")
    if kind != "source":
        return kind, decode(kind, values)
    file = values.pop("file", None)
    if not isinstance(file, str) or not file or re.search(r"[/\\:\0]|^\.", file):
        raise Misfit(f"file：不是单纯的文件名：{file!r:.60}")
    return kind, (decode(kind, values), file)


def _with_text(out: Path, source: Source, file: str) -> Source:
    path = out / SOURCES / file
    try:
        text = path.read_bytes().decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise StoreError(f"{path}：第 {error.start} 字节处不是 UTF-8 文本；{REBUILD}") from error
    if source_id(text) != source.id:
        raise StoreError(f"{path}：不是当初读到的原文，引文会对不上；{REBUILD}")
    return replace(source, text=text)


def _assembled(path: Path, records: Mapping[str, list[Any]]) -> Graph:
    citations = {citation.id: citation for citation in records.get("citation", ())}

    def whole(document: Document) -> Document:
        return replace(document, citations=tuple(citations[id_] for id_ in map(str, document.citations)))

    try:
        documents = [whole(document) for document in records.get("document", ())]
    except KeyError as error:
        raise StoreError(f"{path}：缺文件所引的 {error}；{REBUILD}") from error
    held = {**records, "document": documents}
    return Graph(**{field: tuple(_sorted(kind, held.get(kind, ()))) for kind, (field, _) in TYPES.items()})


def _check(graph: Graph) -> None:
    """Every id stands once, every reference is held, and documents agree with the list of citations."""
    ids = {kind: _ids(kind, getattr(graph, field)) for kind, (field, _) in TYPES.items() if kind != "fate"}
    for kind, references in _REFERENCES.items():
        for record in getattr(graph, TYPES[kind][0]):
            for name, target in references.items():
                value = getattr(record, name)
                if value is not None and value not in ids[target]:
                    raise StoreError(f"图里有一条 {kind} 指向 {target} {value}，却没有这一条；{REBUILD}")
    listed = set(graph.citations)
    for document in graph.documents:
        for citation in document.citations:
            if citation not in listed:
                raise StoreError(f"图里缺文件所引的 {citation.id}；{REBUILD}")


def _ids(kind: str, records: Iterable[Any]) -> set[str]:
    counted = Counter(record.id for record in records)
    twice = sorted(id_ for id_, count in counted.items() if count > 1)
    if twice:
        raise StoreError(f"图里 {kind} {twice[0]} 出现两次；{REBUILD}")
    return set(counted)
