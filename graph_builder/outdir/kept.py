"""What was made of each file, beside the build: `cache/ID.jsonl`, one a text; it may be deleted at any time.

The first line says from which files (digest, encoding, pages) and where the text stands. Then come the
documents as segmented, each after its citations, and after a line `part` what one of them yields. `run.json`
says under which rules.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from graph_builder.identity import source_id
from graph_builder.model import Document, Source
from graph_builder.outdir.records import TYPES, decode, encode, line
from graph_builder.outdir.run import digest, read_run
from graph_builder.outdir.truth import SOURCES, source_files
from graph_builder.reuse import Kept, Part, Taken

CACHE: Final = "cache"

_FIELDS: Final = tuple(field.name for field in fields(Part))
_KINDS: Final = {field: kind for kind, (field, _) in TYPES.items()}


def write_kept(kept: Kept, sources: Iterable[Source], folder: Path) -> None:
    """Write what was kept of each file; `sources` are those of the graph, whose texts stand in `folder`."""
    (folder / CACHE).mkdir(parents=True, exist_ok=True)
    read: defaultdict[str, list[tuple[str, str, tuple[int, ...]]]] = defaultdict(list)
    for key, source in kept.sources.items():
        read[source.id].append((key, source.encoding, source.pages))
    for id_, name in source_files(sources).items():
        head = {"source": id_, "text": name, "files": sorted(read[id_])}
        with (folder / CACHE / f"{id_.rpartition('/')[2]}.jsonl").open("wb") as out:
            out.writelines(map(line, [head, *_records(kept.texts[id_])]))


def read_kept(out: Path, rules: str) -> Kept:
    """What the build in OUT kept under these rules; what is missing, changed or damaged is left out."""
    run = read_run(out) or {}
    hashes: Mapping[str, Any] = run["files"] if run.get("rules") == rules else {}
    sources: dict[str, Source] = {}
    texts: dict[str, Taken] = {}
    for path in sorted((out / CACHE).glob("*.jsonl")):
        try:
            if digest(path) == hashes.get(path.relative_to(out).as_posix()):
                _take(out, path, sources, texts)
        except (OSError, UnicodeDecodeError):
            continue
    return Kept(rules, sources, texts)


def _records(taken: Taken) -> Iterator[dict[str, Any]]:
    for document in taken.documents:
        yield from (encode("citation", one) for one in document.citations)
        yield encode("document", document)
    for id_, part in sorted(taken.parts.items()):
        yield {"type": "part", "document": id_}
        for name in _FIELDS:
            yield from (encode(_KINDS[name], one) for one in getattr(part, name))


def _take(out: Path, path: Path, sources: dict[str, Source], texts: dict[str, Taken]) -> None:
    with path.open("rb") as lines:
        head = json.loads(next(lines))
        text = (out / SOURCES / head["text"]).read_bytes().decode("utf-8", "surrogatepass")
        if source_id(text) != head["source"]:
            return
        for key, encoding, pages in head["files"]:
            sources[key] = Source("", text, encoding, head["source"], tuple(pages))
        texts[head["source"]] = _taken(lines)


def _taken(lines: Iterable[bytes]) -> Taken:
    documents: list[Document] = []
    found: defaultdict[str, list[Any]] = defaultdict(list)
    parts: dict[str, defaultdict[str, list[Any]]] = {}
    for text in lines:
        values = json.loads(text)
        kind = values.pop("type")
        if kind == "part":
            found = parts[values["document"]] = defaultdict(list)
        elif kind == "document":
            documents.append(replace(decode(kind, values), citations=tuple(found.pop("citation", ()))))
        else:
            found[kind].append(decode(kind, values))
    made = {id_: Part(*(tuple(held[_KINDS[name]]) for name in _FIELDS)) for id_, held in parts.items()}
    return Taken(tuple(documents), made)
