"""The tables of a PDF page, found by the lines that are drawn: cells as boxes, in rows.

Boxes are (left, bottom, right, top) in points, of the page as it is shown.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import pypdfium2.raw as pdfium

_TOLERANCE: Final = 3.0
_SHORTEST: Final = 5.0
_DEEPEST: Final = 5
_REACH: Final = 12
_MOST: Final = 20_000
"""Lines and objects of a page; what draws more is a picture, and no table is looked for in it."""

Matrix = tuple[float, float, float, float, float, float]
_CROSSINGS: Final = 100_000
SAME: Final[Matrix] = (1, 0, 0, 1, 0, 0)


class Box(NamedTuple):
    """A rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def distance(self, x: float, y: float) -> float:
        """How far a point lies from it, along the axes; 0 inside."""
        return max(self.left - x, x - self.right, 0) + max(self.bottom - y, y - self.top, 0)


class Rule(NamedTuple):
    """A straight line along an axis: at `at` on the other axis, from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows from top to bottom, each with its cells from left to right; None where another cell goes on."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


def tables(page: pdfium.FPDF_PAGE, upright: Matrix = SAME) -> list[Table]:
    """The ruled tables of a page with at least two columns, from top to bottom; `upright` turns the page."""
    across, down = _rules(page, upright)
    if len(across) < 2 or len(down) < 2:
        return []
    across, down = _merged(across), _merged(down)
    if len(across) * len(down) > _CROSSINGS:
        return []
    across, down = _framed(across, down)
    groups = _grouped(_cells(across, down))
    found = [_table(cells) for cells in groups if len({cell.left for cell in cells}) > 1]
    return sorted(found, key=lambda one: (-one.box.top, one.box.left))


def _rules(page: pdfium.FPDF_PAGE, upright: Matrix) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical lines that a page draws, edges of rectangles included."""
    across: list[Rule] = []
    down: list[Rule] = []
    for number, ((x0, y0), (x1, y1)) in enumerate(_strokes(page, upright)):
        if number > _MOST:
            return [], []
        if abs(y1 - y0) <= 1 and abs(x1 - x0) >= _SHORTEST:
            across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= 1 and abs(y1 - y0) >= _SHORTEST:
            down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return across, down


Point = tuple[float, float]


def _strokes(page: pdfium.FPDF_PAGE, upright: Matrix) -> Iterator[tuple[Point, Point]]:
    objects = [
        (pdfium.FPDFPage_GetObject(page, index), upright, 0)
        for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST))
    ]
    while objects:
        one, outer, depth = objects.pop()
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _segments(one, _times(_matrix(one), outer))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            matrix = _times(_matrix(one), outer)
            count = min(pdfium.FPDFFormObj_CountObjects(one), _MOST - len(objects))
            objects += [
                (pdfium.FPDFFormObj_GetObject(one, index), matrix, depth + 1) for index in range(count)
            ]


def _matrix(one: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(one, found):
        return SAME
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _segments(path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path, the closing one too."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MOST)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield last, first


def _merged(rules: list[Rule]) -> list[Rule]:
    """Lines at nearly the same place drawn as one, pieces that touch joined."""
    merged: list[Rule] = []
    for group in _clusters(rules):
        at = sum(rule.at for rule in group) / len(group)
        pieces = sorted(group, key=lambda rule: rule.start)
        start, end = pieces[0].start, pieces[0].end
        for piece in pieces[1:]:
            if piece.start > end + _TOLERANCE:
                merged.append(Rule(at, start, end))
                start = piece.start
            end = max(end, piece.end)
        merged.append(Rule(at, start, end))
    return merged


def _clusters(rules: Iterable[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if not groups or rule.at - groups[-1][-1].at > _TOLERANCE:
            groups.append([])
        groups[-1].append(rule)
    return groups


def _framed(across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The lines with a frame round those that hang together: a page break leaves a table open at its end."""
    frames = [
        Box(
            min([rule.start for rule in rows] + [rule.at for rule in columns]),
            min([rule.at for rule in rows] + [rule.start for rule in columns]),
            max([rule.end for rule in rows] + [rule.at for rule in columns]),
            max([rule.at for rule in rows] + [rule.end for rule in columns]),
        )
        for rows, columns in _connected(across, down)
    ]
    level = [Rule(at, box.left, box.right) for box in frames for at in (box.bottom, box.top)]
    upright = [Rule(at, box.bottom, box.top) for box in frames for at in (box.left, box.right)]
    return _merged([*across, *level]), _merged([*down, *upright])


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The groups of lines that cross, directly or over others; at least two of each direction."""
    met = {i: [j for j, column in enumerate(down) if _crosses(row, column)] for i, row in enumerate(across)}
    met_by: defaultdict[int, list[int]] = defaultdict(list)
    for i, columns in met.items():
        for j in columns:
            met_by[j].append(i)
    while met:
        rows, held, waiting = set[int](), set[int](), [next(iter(met))]
        while waiting:
            i = waiting.pop()
            if i in met:
                rows.add(i)
                fresh = set(met.pop(i)) - held
                held |= fresh
                waiting += [other for j in fresh for other in met_by[j]]
        if len(rows) > 1 and len(held) > 1:
            yield [across[i] for i in sorted(rows)], [down[j] for j in sorted(held)]


def _cells(across: Sequence[Rule], down: Sequence[Rule]) -> list[Box]:
    """The smallest rectangles that lines enclose: from each crossing to the nearest ones that close it."""
    right: dict[tuple[int, int], int] = {}
    below: dict[tuple[int, int], int] = {}
    columns: defaultdict[int, list[int]] = defaultdict(list)
    for i, row in enumerate(across):
        met = [j for j, column in enumerate(down) if _crosses(row, column)]
        right.update({(i, j): after for j, after in pairwise(met)})
        for j in met:
            columns[j].append(i)
    for j, met in columns.items():
        below.update({(after, j): i for i, after in pairwise(met)})
    found = (_closed(corner, right, below) for corner in sorted(below.keys() & right.keys()))
    return [
        Box(down[corner[1]].at, across[end[0]].at, down[end[1]].at, across[corner[0]].at)
        for corner, end in filter(None, found)
    ]


def _crosses(row: Rule, column: Rule) -> bool:
    return (
        row.start - _TOLERANCE <= column.at <= row.end + _TOLERANCE
        and column.start - _TOLERANCE <= row.at <= column.end + _TOLERANCE
    )


Corner = tuple[int, int]


def _closed(
    corner: Corner, right: dict[Corner, int], below: dict[Corner, int]
) -> tuple[Corner, Corner] | None:
    """The top left corner with the bottom right one of the smallest rectangle at it."""
    across: list[int] = []
    place = corner
    while place in right and len(across) < _REACH:
        place = (place[0], right[place])
        across.append(place[1])
    down: list[int] = []
    place = corner
    while place in below and len(down) < _REACH:
        place = (below[place], place[1])
        down.append(place[0])
    for i in down:
        for j in across:
            if _leads((corner[0], j), (i, j), below, 0) and _leads((i, corner[1]), (i, j), right, 1):
                return corner, (i, j)
    return None


def _leads(start: Corner, end: Corner, step: dict[Corner, int], axis: int) -> bool:
    """Whether a line goes on from crossing to crossing between two corners."""
    place = start
    while place != end:
        if place not in step:
            return False
        place = (step[place], place[1]) if axis == 0 else (place[0], step[place])
        if (place[axis] < end[axis]) if axis == 0 else (place[axis] > end[axis]):
            return False
    return True


def _grouped(cells: Iterable[Box]) -> list[list[Box]]:
    """Cells that share a corner, directly or over others."""
    groups: list[list[Box]] = []
    of: dict[Point, int] = {}
    for cell in cells:
        corners = [(x, y) for x in (cell.left, cell.right) for y in (cell.bottom, cell.top)]
        met = sorted({of[corner] for corner in corners if corner in of})
        target = met[0] if met else len(groups)
        if not met:
            groups.append([])
        groups[target].append(cell)
        of.update(dict.fromkeys(corners, target))
        for other in met[1:]:
            groups[target] += groups[other]
            groups[other] = []
            of.update({corner: target for corner, group in of.items() if group == other})
    return [group for group in groups if group]


def _table(cells: Sequence[Box]) -> Table:
    lefts = sorted({cell.left for cell in cells})
    tops = sorted({cell.top for cell in cells}, reverse=True)
    at = {(cell.top, cell.left): cell for cell in cells}
    box = Box(lefts[0], min(cell.bottom for cell in cells), max(cell.right for cell in cells), tops[0])
    return Table(box, tuple(tuple(at.get((top, left)) for left in lefts) for top in tops))
