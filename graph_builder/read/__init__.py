"""Bytes to `Source`: one reader for each form of input, chosen by what the bytes are, not by the name."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

from graph_builder.errors import InputError
from graph_builder.model import Source
from graph_builder.read.forms import form
from graph_builder.read.text import decode

__all__ = ["LARGEST", "SUFFIXES", "decode", "load", "parse", "read"]

LARGEST: Final = 500_000_000
"""Bytes of one file."""

SUFFIXES: Final = frozenset(
    [
        *(".txt", ".text", ".docx", ".docm", ".pdf", ".html", ".htm", ".mht", ".mhtml", ".zip"),
        *(".doc", ".wps", ".rtf", ".ofd", ".odt"),
    ]
)
"""Endings of the files that a folder is searched for. Those that no reader takes are there to be reported.

A file named outright is read whatever it is called."""

_READERS: Final = {
    "docx": "docx:parse",
    "pdf": "pdf:parse",
    "html": "html:parse",
    "mhtml": "html:parse_archive",
    "text": "text:decode",
}


def read(path: Path) -> Source:
    """The text of a file; the source's name is the file's name without folders.

    Raises InputError, with file, place and cure, when it can't be read.
    """
    return parse(path.name, load(path))


def load(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: it is missing, a folder, not readable, or larger than `LARGEST`.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}：超过 {LARGEST:,} 字节；请分成几份")
        return path.read_bytes()
    except IsADirectoryError as error:
        raise InputError(f"{path}：这是文件夹，不是文件；请给出里面的文件") from error
    except FileNotFoundError as error:
        raise InputError(f"{path}：没有这个文件；请检查路径") from error
    except OSError as error:
        raise InputError(f"{path}：读不了（{error.strerror}）；请检查权限") from error


def parse(name: str, data: bytes) -> Source:
    """The text of a file's bytes.

    Raises:
        InputError: no reader takes it, it is damaged or encrypted, or holds no text; names file and cure.
    """
    kind = form(name, data)
    if kind == "zip":
        raise InputError(f"{name}：这是压缩包；请用 zhize build 读它里面的文件")
    module, _, function = _READERS[kind].partition(":")
    source: Source = getattr(import_module(f"graph_builder.read.{module}"), function)(name, data)
    return source
