"""Word files (.docx, .docm): paragraphs and tables in their order, automatic numbers written out.

Headers, footers, comments, macros, deleted and hidden text are left out. Pages are known where Word left
its marks of the last layout or where a page break is set.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from zipfile import ZipFile

from lxml import etree

from graph_builder.model import Source
from graph_builder.read import office
from graph_builder.read.kept import PAGE, keep, row
from graph_builder.read.numbering import Numbering, attribute, child, local, numbering, whole

_WIDEST: Final = 200
_OUT: Final = frozenset(
    ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "rt", "Fallback", "txbxContent")
)
"""Elements whose text is no running text; text boxes come after the paragraph that holds them."""
_AS: Final = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "lastRenderedPageBreak": PAGE}
_WRAPPERS: Final = frozenset(
    ("sdt", "sdtContent", "customXml", "ins", "moveTo", "AlternateContent", "Choice", "smartTag")
)
_BLOCKS: Final = ("p", "tbl", *sorted(_WRAPPERS))


def parse(name: str, data: bytes) -> Source:
    """The text of a Word file.

    Raises:
        InputError: it is damaged, encrypted, made to harm, or holds no text.
    """
    with office.package(name, data) as archive:
        main = _main_part(name, archive)
        folder = posixpath.dirname(main)
        word = _Word(
            numbering(office.tree(name, archive, posixpath.join(folder, "numbering.xml"))),
            _styles(office.tree(name, archive, posixpath.join(folder, "styles.xml"))),
        )
        body = office.elements(name, office.stream(name, archive, main), main, _BLOCKS)
        return keep(name, word.lines(body), "docx")


def _main_part(name: str, archive: ZipFile) -> str:
    """The part that holds the text, as the package says."""
    relations = office.tree(name, archive, "_rels/.rels")
    for one in relations if relations is not None else ():
        if (attribute(one, "Type") or "").endswith("/officeDocument"):
            return (attribute(one, "Target") or "").lstrip("/")
    return "word/document.xml"


@dataclass(frozen=True, slots=True)
class _Style:
    """What matters of a style: which list it numbers its paragraphs by, and what it is based on."""

    based_on: str | None
    list_: str | None
    depth: int | None


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    return {
        attribute(one, "styleId") or "": _Style(
            attribute(child(one, "basedOn"), "val"),
            attribute(child(one, "pPr", "numPr", "numId"), "val"),
            _depth(child(one, "pPr", "numPr", "ilvl")),
        )
        for one in (root if root is not None else ())
        if local(one) == "style"
    }


def _depth(element: etree._Element | None) -> int | None:
    return None if element is None else whole(attribute(element, "val"))


@dataclass(slots=True)
class _Word:
    """The reading of one document: its lists count as its paragraphs come."""

    lists: Numbering
    styles: dict[str, _Style]
    _pages: str = field(default="", init=False)

    def lines(self, elements: Iterator[etree._Element]) -> Iterator[str]:
        """The lines of a document's body; each block is let go when it is read."""
        for element in elements:
            parent = element.getparent()
            if parent is not None and local(parent) == "body":
                yield from self._block(element)
                parent.remove(element)

    def _block(self, element: etree._Element) -> Iterator[str]:
        name = local(element)
        if name == "p":
            yield from self._paragraph(element).split("\n")
            for box in _boxes(element):
                for one in box:
                    yield from self._block(one)
        elif name == "tbl":
            yield from self._table(element)
        elif name in _WRAPPERS:
            for one in element:
                yield from self._block(one)

    def _paragraph(self, element: etree._Element) -> str:
        """The text of a paragraph with its number; tabs that only move words are blanks."""
        text = "".join(_inline(element)).strip(" \t")
        label = self._label(child(element, "pPr")) if text.strip() else ""
        label = PAGE * text.startswith(PAGE) + label
        before, tab, page = text.removeprefix(PAGE).rpartition("\t")
        if tab and page.strip().isdecimal() and before.strip():
            return f"{label}{before.replace(chr(9), ' ')}\t{page}"
        return label + text.removeprefix(PAGE).replace("\t", " ")

    def _label(self, properties: etree._Element | None) -> str:
        own = child(properties, "numPr")
        list_, depth = attribute(child(own, "numId"), "val"), _depth(child(own, "ilvl"))
        style = attribute(child(properties, "pStyle"), "val")
        for _ in range(len(self.styles)):
            if style not in self.styles or (list_ is not None and depth is not None):
                break
            known = self.styles[style]
            list_, depth = list_ or known.list_, known.depth if depth is None else depth
            style = known.based_on
        return self.lists.label(list_, depth or 0) if list_ and list_ != "0" else ""

    def _table(self, element: etree._Element) -> Iterator[str]:
        rows = [one for one in _through(element) if local(one) == "tr"]
        cells = [[cell for cell in _through(one) if local(cell) == "tc"] for one in rows]
        layout = max(map(len, cells), default=0) < 2 or any(
            local(inner) == "tbl" for one in cells for cell in one for inner in _through(cell)
        )
        for properties, one in zip(rows, cells, strict=True):
            if layout:
                yield from (line for cell in one for inner in cell for line in self._block(inner) if line)
            else:
                yield self._row(child(properties, "trPr"), one)

    def _row(self, properties: etree._Element | None, cells: list[etree._Element]) -> str:
        texts = [""] * _width(child(properties, "gridBefore"), 0)
        for cell in cells:
            merged = child(cell, "tcPr", "vMerge")
            covered = merged is not None and attribute(merged, "val") != "restart"
            text = "\n".join(line for inner in cell for line in self._block(inner))
            texts += ["" if covered else text, *[""] * (_width(child(cell, "tcPr", "gridSpan"), 1) - 1)]
        return row(texts[:_WIDEST])


def _width(element: etree._Element | None, otherwise: int) -> int:
    return min(max(whole(attribute(element, "val"), otherwise), otherwise), _WIDEST)


def _through(element: etree._Element) -> Iterator[etree._Element]:
    """The children, those of wrappers in the wrapper's place."""
    for one in element:
        if local(one) in _WRAPPERS:
            yield from _through(one)
        else:
            yield one


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The contents of the text boxes that a paragraph holds, each once, not those inside another box."""
    for one in element:
        name = local(one)
        if name == "txbxContent":
            yield one
        elif name not in {"Fallback", "del", "moveFrom"}:
            yield from _boxes(one)


def _inline(element: etree._Element) -> Iterator[str]:
    """The running text of a paragraph or of what stands in it."""
    for one in element:
        name = local(one)
        if name == "t":
            yield (one.text or "").replace("\n", " ").replace(PAGE, " ")
        elif name == "br":
            yield PAGE if attribute(one, "type") == "page" else "\n"
        elif name in _AS:
            yield _AS[name]
        elif name == "r" and _hidden(child(one, "rPr", "vanish")):
            continue
        elif name not in _OUT:
            yield from _inline(one)


def _hidden(vanish: etree._Element | None) -> bool:
    return vanish is not None and attribute(vanish, "val") not in {"0", "false", "off"}
