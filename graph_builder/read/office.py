"""The parts of an Office file (a zip of XML), opened so that none can harm: no bomb, entity or network."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from lxml import etree

from graph_builder.errors import InputError
from graph_builder.read.kept import LOCKED

LARGEST: Final = 150_000_000
"""Bytes of one part of a document, unpacked."""
_LARGEST_ASIDE: Final = 30_000_000
RATIO: Final = 400
_SMALL: Final = 1_000_000
BROKEN: Final = (
    zipfile.BadZipFile,
    lzma.LZMAError,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
"""What zipfile raises for damaged, encrypted or oddly packed files."""


def package(name: str, data: bytes | Path) -> zipfile.ZipFile:
    """The zip that a file, or its bytes, is.

    Raises:
        InputError: it is damaged.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except BROKEN as error:
        raise InputError(f"{name}：已损坏或不完整（{error}）；请重新保存或复制") from error


def stream(name: str, archive: zipfile.ZipFile, part: str, most: int = LARGEST) -> IO[bytes]:
    """One part of a zip, unpacked as it is read; it never gives more than its declared size.

    Raises:
        InputError: it is encrypted, too large, packed like a bomb, or missing.
    """
    try:
        info = archive.getinfo(part)
    except KeyError as error:
        raise InputError(f"{name}：已损坏（缺 {part}）；请重新保存") from error
    if info.flag_bits & 1:
        raise InputError(f"{name}：{LOCKED}")
    if info.file_size > most or (info.file_size > _SMALL and info.file_size > RATIO * info.compress_size):
        size = f"{part} 解开后有 {info.file_size:,} 字节"
        raise InputError(f"{name}：{size}，像是恶意文件；确信无害时请自行解压")
    try:
        return archive.open(info)
    except BROKEN as error:
        raise InputError(f"{name}：{part} 解不开（{error}）；请重新保存") from error


def elements(name: str, data: IO[bytes], part: str, tags: Iterable[str] = ()) -> Iterator[etree._Element]:
    """The elements of an XML part as they end (those of `tags`, by default all), their children in them.

    Entities, document types and addresses are never followed.

    Raises:
        InputError: it is no well-formed XML, or damaged.
    """
    try:
        for _, element in etree.iterparse(
            data,
            events=("end",),
            tag=[f"{{*}}{tag}" for tag in tags] or None,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            yield element
    except (*BROKEN, etree.LxmlError) as error:
        raise InputError(f"{name}：{part} 已损坏（{error}）；请重新保存") from error


def tree(name: str, archive: zipfile.ZipFile, part: str) -> etree._Element | None:
    """The root of a part that may be missing."""
    root = None
    if part in archive.namelist():
        for element in elements(name, stream(name, archive, part, _LARGEST_ASIDE), part):
            root = element
    return root
