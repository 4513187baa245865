"""What a file is, told by its bytes: which reader takes it, or why none does and the way out."""

from __future__ import annotations

import re
from typing import Final

from graph_builder.errors import InputError
from graph_builder.read.kept import LOCKED
from graph_builder.read.office import package

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_START: Final = 2048
_PAGE: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,1500}?-->\s*)*<(?:!doctype\s+html|(?:html|head|body|meta|title|table|div|p|h\d)\b)",
    re.IGNORECASE | re.DOTALL,
)
_WEB_ARCHIVE: Final = re.compile(
    rb"(?:[A-Za-z-]{2,40}:[^\n]{0,500}\n(?:[ \t][^\n]{0,500}\n){0,9}){0,20}?MIME-Version:", re.I
)
CONVERT: Final = (
    "请用 WPS、Word 或 LibreOffice 打开，另存为 .docx（或运行 soffice --headless --convert-to docx 文件）"
)
_ZIPPED: Final = (
    ("xl/workbook.xml", " Excel 文件（.xlsx）", "请把表中文字另存为 .docx 或 .txt"),
    ("ppt/presentation.xml", " PowerPoint 文件（.pptx）", "请导出为 PDF"),
    ("OFD.xml", " OFD 文件", "请用 OFD 阅读器导出为 PDF 或 .docx"),
    ("META-INF/manifest.xml", " OpenDocument 一类的文件", CONVERT),
)


def form(name: str, data: bytes) -> str:
    """`docx`, `pdf`, `html`, `mhtml`, `zip` or, for whatever else, `text`.

    Raises:
        InputError: it is of a kind that no reader takes; says the way out.
    """
    start = data[:_START].removeprefix(b"\xef\xbb\xbf")
    if start.startswith(_ZIP):
        return _zipped(name, data)
    if start.startswith(_COMPOUND):
        raise _compound(name, data)
    if start.startswith(b"{\\rtf"):
        raise InputError(f"{name}：不是文本文件，而是 RTF 文件；{CONVERT}")
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[2:].replace(b"\x00", b"")
    if _PAGE.match(start):
        return "html"
    return "mhtml" if _WEB_ARCHIVE.match(start) else "text"


def _zipped(name: str, data: bytes) -> str:
    with package(name, data) as archive:
        members = set(archive.namelist())
    if "[Content_Types].xml" in members and any(one.startswith("word/") for one in members):
        return "docx"
    for part, what, cure in _ZIPPED:
        if part in members:
            raise InputError(f"{name}：不是文本文件，而是{what}；{cure}")
    return "zip"


def _compound(name: str, data: bytes) -> InputError:
    """Old Office files and encrypted new ones are one kind of container; its directory tells them apart."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return InputError(f"{name}：{LOCKED}")
    if "WordDocument".encode("utf-16-le") in data:
        return InputError(f"{name}：旧版 Word 或 WPS 文件（.doc、.wps）；{CONVERT}")
    return InputError(f"{name}：不是文本文件，而是旧版 Office 文件（.xls、.ppt 等）；{CONVERT}")
