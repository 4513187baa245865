"""Plain text in UTF-8 (with or without byte order mark) or GB18030."""

from __future__ import annotations

import codecs
import re
from typing import Final

from graph_builder.errors import InputError
from graph_builder.identity import source_id
from graph_builder.model import Source
from graph_builder.read.kept import RECOGNISE

_NO_TEXT: Final = (
    (b"\x89PNG", " PNG 图片", RECOGNISE),
    (b"\xff\xd8\xff", " JPEG 图片", RECOGNISE),
    (b"GIF8", " GIF 图片", RECOGNISE),
    (b"BM", " BMP 图片", RECOGNISE),
    (b"II*\x00", " TIFF 图片", RECOGNISE),
    (b"MM\x00*", " TIFF 图片", RECOGNISE),
    (b"RIFF", "图片、声音或影像（RIFF）", RECOGNISE),
    (b"%PDF", " PDF 文件", "请先把文字另存为 .txt"),
    (b"PK\x03\x04", "压缩包（也许是 .docx 或 .xlsx）", "请先把文字另存为 .txt"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件（.doc、.xls）", "请先把文字另存为 .txt"),
    (b"\x1f\x8b", " gzip 压缩包", "请先解压"),
    (b"\xff\xfe", " UTF-16 文本", "请另存为 UTF-8"),
    (b"\xfe\xff", " UTF-16 文本", "请另存为 UTF-8"),
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE: Final = 50_000
_BROKEN_SHARE: Final = 0.2
_COMMON_SHARE: Final = 0.8


def decode(name: str, data: bytes) -> Source:
    """Decode `data`; the text loses a byte order mark and keeps its line breaks as they are.

    Raises InputError for nothing but white space, for binary data and for broken encodings.
    """
    _refuse_binary(name, data)
    encoding, text = decoded(name, data)
    if not text or text.isspace():
        raise InputError(f"{name}：文件是空的；请给出有文字的文件")
    control = _CONTROL.search(text)
    if control:
        place = _place(text[: control.start()].encode("utf-8", "replace"))
        raise InputError(f"{name}：不是文本文件（{place}有控制字符）；请先把文字另存为 UTF-8")
    return Source(name, text, encoding, source_id(text))


def _refuse_binary(name: str, data: bytes) -> None:
    for magic, what, cure in _NO_TEXT:
        if data.startswith(magic) and (
            len(magic) > 2 or b"\x00" in data or magic in (b"\xff\xfe", b"\xfe\xff")
        ):
            raise InputError(f"{name}：不是文本文件，而是{what}；{cure}")
    nul = data.find(b"\x00")
    if nul >= 0:
        raise InputError(f"{name}：不是文本文件（第 {nul} 字节是空字节）；请先把文字另存为 UTF-8")


def decoded(name: str, data: bytes) -> tuple[str, str]:
    """Encoding and text of bytes in UTF-8 or GB18030; raises InputError for anything else."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", _strict(name, data[len(codecs.BOM_UTF8) :], "utf-8")
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise _broken(name, data, error, "UTF-8") from error
    text = _strict(name, data, "gb18030")
    if not _common(text):
        raise InputError(f"{name}：既不是 UTF-8 文本，也不是 GB18030 文本；请另存为 UTF-8")
    return "gb18030", text


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(name, data, error, encoding.upper()) from error


def _broken(name: str, data: bytes, error: UnicodeDecodeError, encoding: str) -> InputError:
    place = _place(data[: error.start])
    return InputError(f"{name}：{encoding} 编码在第 {error.start} 字节（{place}）处坏了；请重新存为 UTF-8")


def _place(before: bytes) -> str:
    lines = before.count(b"\n") + 1
    return f"第 {lines} 行"


def _mostly_utf8(data: bytes) -> bool:
    """Whether bad bytes are the exception among what reads as UTF-8: a damaged file, not another encoding."""
    text = data[: 20 * _SAMPLE].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(not char.isascii() for char in text) - bad
    return bad < _BROKEN_SHARE * good


def _common(text: str) -> bool:
    """Whether most that is not ASCII is in everyday use; bytes of other encodings give rare characters."""
    foreign = [char for char in text[:_SAMPLE] if not char.isascii()]
    usual = "".join(foreign).encode("gb2312", "ignore")
    return len(usual) >= 2 * _COMMON_SHARE * len(foreign)
