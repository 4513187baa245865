"""Write a gazette in the forms that offices have: ``python tools/make_sample_formats.py FOLDER [TEXT...]``.

One text gives ``NAME.gb.txt`` (GB18030), ``NAME.docx``, ``NAME.html``, and the PDF files of a browser
(``NAME.print.pdf``) and of an office program (``NAME.office.pdf``) where these are installed. Each line of
the text becomes a paragraph and each run of tab-separated lines a table; an empty cell under a filled one is
merged with it, as it was on paper.
"""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = ("sample_gazette.txt", "sample_gazette_2024.txt")
LEADER = re.compile(r"\.{3,}\t")


@dataclass(frozen=True)
class Table:
    """Rows of cells, each row as wide as the first; a cell may hold line breaks."""

    rows: tuple[tuple[str, ...], ...]

    def covered(self, row: int, column: int) -> bool:
        """Whether a cell belongs to the one above it."""
        return row > 1 and not self.rows[row][column] and bool(self.rows[row - 1][0] or column)

    def height(self, row: int, column: int) -> int:
        """How many rows a cell takes."""
        below = row + 1
        while below < len(self.rows) and self.covered(below, column):
            below += 1
        return below - row


Block = str | Table


def blocks(text: str) -> list[Block]:
    """The paragraphs and tables of a text in its order; empty lines are left out."""
    found: list[Block] = []
    rows: list[list[str]] = []
    for line in text.splitlines():
        if rows and line.strip() and len(rows[-1]) < len(rows[0]):
            first, *rest = line.strip().split("\t")
            rows[-1] = [*rows[-1][:-1], f"{rows[-1][-1]}\n{first}", *rest]
        elif "\t" in line.strip(" ") and not LEADER.search(line) and len(line.split()) > 1:
            rows.append([cell.strip() for cell in line.split("\t")])
        else:
            if rows and line.strip():
                found.append(table(rows))
                rows = []
            if line.strip():
                found.append(line.strip())
    return [*found, table(rows)] if rows else found


def table(rows: Sequence[Sequence[str]]) -> Table:
    """A table whose rows are all as wide as the widest."""
    width = max(map(len, rows))
    return Table(tuple((*row, *[""] * (width - len(row))) for row in rows))


def to_html(title: str, found: Sequence[Block]) -> str:
    """A page such as a content management system of an office makes: menu, script and the article."""
    body = "\n".join(map(_html_block, found))
    return f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{html.escape(title)}</title>
<style>body {{ font: 12pt/1.6 "Noto Sans CJK SC" }} article p {{ text-indent: 2em; margin: .2em 0 }}
table {{ border-collapse: collapse }} td {{ border: 1px solid; padding: 2px 4px }}</style>
<script>document.title = "负责单位：脚本";</script></head>
<body><nav style="display:none"><ul><li>首页</li><li>政务公开</li></ul></nav>
<article>
{body}
</article><script>var 牵头 = "市脚本局牵头";</script></body></html>
"""


def _html_block(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    rows = "\n".join(f"<tr>{''.join(_html_cells(block, row))}</tr>" for row in range(len(block.rows)))
    return f"<table>\n{rows}\n</table>"


def _html_cells(block: Table, row: int) -> Iterator[str]:
    for column, text in enumerate(block.rows[row]):
        if not block.covered(row, column):
            span = block.height(row, column)
            inner = html.escape(text).replace("\n", "<br>")
            yield f'<td rowspan="{span}">{inner}</td>' if span > 1 else f"<td>{inner}</td>"


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FOOTER = (
    f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
)
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{OFFICE}.document.main+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{OFFICE}.footer+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="f1" Type="{R}/footer" Target="footer1.xml"/></Relationships>',
    "word/footer1.xml": FOOTER,
}
INDENT = '<w:pPr><w:ind w:firstLineChars="200" w:firstLine="480"/></w:pPr>'
EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="f1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720"/>'
    "</w:sectPr>"
)


def to_docx(found: Sequence[Block], path: Path) -> None:
    """A Word file with a page number in its footer and merged cells in its tables; always the same bytes."""
    body = "".join(_docx_block(block) for block in found)
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{PAGE}</w:body></w:document>'
    with zipfile.ZipFile(path, "w") as package:
        for name, part in {**PARTS, "word/document.xml": document}.items():
            data = f'<?xml version="1.0" encoding="UTF-8"?>{part}'
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def _docx_block(block: Block) -> str:
    if isinstance(block, str):
        return f"<w:p>{INDENT}{_run(block)}</w:p>"
    rows = "".join(f"<w:tr>{''.join(_docx_cells(block, row))}</w:tr>" for row in range(len(block.rows)))
    grid = "".join(f'<w:gridCol w:w="{9000 // len(block.rows[0])}"/>' for _ in block.rows[0])
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{EDGES}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"
    )


def _docx_cells(block: Table, row: int) -> Iterator[str]:
    for column, text in enumerate(block.rows[row]):
        merged = "<w:vMerge/>" if block.covered(row, column) else ""
        if not merged and block.height(row, column) > 1:
            merged = '<w:vMerge w:val="restart"/>'
        inner = "".join(f"<w:p>{_run(part)}</w:p>" for part in text.split("\n"))
        yield f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{merged}</w:tcPr>{inner}</w:tc>'


def _run(text: str) -> str:
    inner = html.escape(text, quote=False).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r><w:t xml:space="preserve">{inner}</w:t></w:r>' if text else ""


def browser() -> str | None:
    """The command of a Chromium, as the tests look for it."""
    names = (os.environ.get("ZHIZE_BROWSER", ""), "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def office() -> str | None:
    """The command of LibreOffice."""
    return next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)


def printed(command: str, page: Path, target: Path) -> None:
    """Print a page by a browser, with the date, title and page numbers that it puts in the margins."""
    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        run([command, *options, f"--print-to-pdf={target}", page.absolute().as_uri()])


def exported(command: str, document: Path, target: Path) -> None:
    """Export a document to PDF by an office program."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        run([command, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(document)])
        shutil.move(Path(folder) / f"{document.stem}.pdf", target)


def run(command: Sequence[str]) -> None:
    """Run a program quietly; what it says is shown when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-2000:]}")


def write(text: Path, folder: Path) -> dict[str, Path]:
    """Every form of one text, by its name: txt, gb18030, docx, html and, where possible, print and office."""
    folder.mkdir(parents=True, exist_ok=True)
    words, stem = text.read_text("utf-8"), text.stem
    found = blocks(words)
    made = {
        "txt": folder / f"{stem}.txt",
        "gb18030": folder / f"{stem}.gb.txt",
        "docx": folder / f"{stem}.docx",
        "html": folder / f"{stem}.html",
    }
    made["txt"].write_bytes(words.encode())
    made["gb18030"].write_bytes(words.encode("gb18030"))
    made["html"].write_text(to_html(stem, found), "utf-8")
    to_docx(found, made["docx"])
    if command := browser():
        made["print"] = folder / f"{stem}.print.pdf"
        printed(command, made["html"], made["print"])
    if command := office():
        made["office"] = folder / f"{stem}.office.pdf"
        exported(command, made["docx"], made["office"])
    return made


def main(folder: str, *texts: str) -> None:
    """Write the forms of each text (by default the two samples), and say where they are."""
    for text in texts or [str(ROOT / "examples" / name) for name in SAMPLES]:
        for form, path in write(Path(text), Path(folder)).items():
            print(f"{form}\t{path}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
