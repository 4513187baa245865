"""Small Word files for tests, written part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def paragraph(text: str, properties: str = "") -> str:
    """One paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, list_: int, depth: int = 0) -> str:
    """A paragraph that Word numbers."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_}"/></w:numPr>')


def table(*rows: str) -> str:
    """A table of rows, each the XML of its cells."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*texts: str, properties: str = "") -> str:
    """A cell with a paragraph for each text."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, texts))}</w:tc>"


def docx(body: str, parts: Mapping[str, str | bytes] | None = None, *, document: str | None = None) -> bytes:
    """A Word file with this body; `parts` are further parts, `document` replaces the whole main part."""
    buffer = io.BytesIO()
    main = document or f"<w:document {W}><w:body>{body}</w:body></w:document>"
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in {"[Content_Types].xml": TYPES, "word/document.xml": main, **(parts or {})}.items():
            package.writestr(name, part)
    return buffer.getvalue()


def lists(*levels: tuple[str, str], extra: str = "") -> dict[str, str]:
    """The part that declares list 1 with levels of (format, text); `extra` are further elements."""
    declared = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    return {
        "word/numbering.xml": f"<w:numbering {W}>"
        f'<w:abstractNum w:abstractNumId="7">{declared}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{extra}</w:numbering>'
    }
