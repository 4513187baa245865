"""Coverage-guided fuzzing: ``fuzz_readers.py READER SECONDS [FOLDER]``; READER is docx, pdf, html or text.

Every input has to give a text or an InputError, within the time and memory that libFuzzer is told. What
breaks that is written into FOLDER: make it small, fix the reader, and keep it in tests/cases/hostile/.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import atheris
from office_files import cell, docx, lists, numbered, paragraph, table
from pdf_files import Page, pdf

with atheris.instrument_imports(include=["graph_builder"]):
    from graph_builder.errors import InputError
    from graph_builder.read import docx as _docx
    from graph_builder.read import html as _html
    from graph_builder.read import parse
    from graph_builder.read import pdf as _pdf

assert all((_docx, _html, _pdf))
WORDS = "市水利局负责。"
BODY = numbered(WORDS, 1) + table(cell("甲") + cell("乙"), cell("1", "2") + cell("丙")) + paragraph(WORDS)


def as_document(data: bytes) -> bytes:
    """A Word file whose main part is what is fuzzed; damage of the zip itself is for the whole-file seed."""
    if data.startswith(b"PK"):
        return data
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", data)
    return buffer.getvalue()


def main_part(data: bytes) -> bytes:
    """The part that `as_document` puts back."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read("word/document.xml")


WORD = docx(BODY, lists(("chineseCounting", "%1、")))
PDF = pdf(
    Page().text(80, 700, WORDS).rules([80, 140, 300], [680, 650, 600]).text(90, 660, "甲"), Page(turned=90)
)
TABLE = "<table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table>"
HTML = f"<html><meta charset=gbk><p>{WORDS}{TABLE}<ol><li>丁".encode()
READERS: dict[str, tuple[list[bytes], Callable[[bytes], bytes]]] = {
    "docx": ([WORD, main_part(WORD)], as_document),
    "pdf": ([PDF], bytes),
    "html": ([HTML, b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + HTML], bytes),
    "text": ([WORDS.encode(), WORDS.encode("gb18030"), b"\xef\xbb\xbfx"], bytes),
}


def main(reader: str, seconds: str, folder: str = "") -> None:
    """Fuzz one reader for some seconds, from its seeds and the cases that were kept."""
    seeds, wrapped = READERS[reader]
    corpus = Path(tempfile.mkdtemp())
    for number, seed in enumerate(seeds):
        (corpus / f"seed{number}").write_bytes(seed)
    kept = Path(__file__).parents[1] / "cases" / "hostile"

    def one_input(data: bytes) -> None:
        try:
            parse("x", wrapped(data))
        except InputError:
            return

    limits = ["-timeout=20", "-rss_limit_mb=2000", "-max_len=20000", "-verbosity=0", "-print_final_stats=1"]
    target = [f"-artifact_prefix={folder}/{reader}-"] if folder else []
    found = [sys.argv[0], f"-max_total_time={seconds}", *limits, *target, str(corpus), str(kept)]
    atheris.Setup(found, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in READERS:
        sys.exit(__doc__)
    main(*sys.argv[1:])
