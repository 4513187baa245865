"""Small PDF files for tests: lines of Chinese text and ruled lines at given places, no font inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

SIZE = 12
WIDE, HIGH = 600, 800
FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    "/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]"
    "/ItalicAngle 0/Ascent 800/Descent -200/StemV 90/CapHeight 700>>>>]>>"
)


@dataclass
class Page:
    """A page as it is drawn; places are points from the bottom left corner."""

    drawn: list[str] = field(default_factory=list)
    turned: int = 0

    def text(self, x: float, y: float, words: str) -> Page:
        """A line of text."""
        data = words.encode("utf-16-be").hex()
        self.drawn.append(f"BT /F {SIZE} Tf {x} {y} Td <{data}> Tj ET")
        return self

    def paragraphs(self, x: float, y: float, lines: Iterable[str]) -> Page:
        """Lines one below the other."""
        for number, line in enumerate(lines):
            self.text(x + SIZE * (len(line) - len(line.lstrip("　"))), y - 20 * number, line.lstrip("　"))
        return self

    def rules(self, columns: Sequence[float], rows: Sequence[float]) -> Page:
        """A grid of lines."""
        self.drawn += [f"{columns[0]} {y} m {columns[-1]} {y} l S" for y in rows]
        self.drawn += [f"{x} {rows[0]} m {x} {rows[-1]} l S" for x in columns]
        return self


def pdf(*pages: Page) -> bytes:
    """The file."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox[0 0 {WIDE} {HIGH}]"
        "/Resources<</Font<</F 3 0 R>>>>>>",
        FONT,
    ]
    for number, page in enumerate(pages):
        stream = "\n".join(page.drawn)
        objects.append(f"<</Type/Page/Parent 2 0 R/Rotate {page.turned}/Contents {5 + 2 * number} 0 R>>")
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    written, places = "%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R>>\n"
    return (written + end + f"startxref\n{len(written)}\n%%EOF").encode("ascii")
