"""Ruled tables of a PDF page: pdfium gives the rules fast, pdfplumber's algebra makes cells of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from gov_bulletin_nlp.ingest.glyphs import Box, turned
from gov_bulletin_nlp.ingest.layout import TableBlock

_THIN = 3.0
"""Width in points up to which a filled box is a rule."""
_LONG = 6.0
"""Length in points from which a rule may be the side of a cell."""
_MOST_RULES = 1500
"""More are a drawing; to look for cells in it would take long and find nothing."""
_TOLERANCE = 3.0
_FORM_DEPTH = 4

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def find_tables(objects: list[Any], frame: Box, turn: int) -> list[TableBlock]:
    """Find the ruled tables of a page.

    Args:
        objects: The paths and forms of a page.
        frame: The visible box of the page in its own space.
        turn: The turn in degrees clockwise that makes the text upright.

    Returns:
        Tables of at least two rows and two columns, from the top, in the coordinates of the text.
    """
    rules = [turned(box, frame, turn) for item in objects for box in _object_rules(item, _IDENTITY, 0)]
    across = sum(x1 - x0 >= y1 - y0 for x0, y0, x1, y1 in rules)
    # Two rows and two columns have three rules each way; fewer are lines under a masthead or round a box.
    if across < 3 or len(rules) - across < 2 or len(rules) > _MOST_RULES:
        return []
    return sorted(_tables(rules), key=lambda table: (table.y0, table.x0))


def _object_rules(item: Any, outer: Matrix, depth: int) -> Iterator[Box]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
        matrix = _times(_matrix(item), outer)
        for index in range(max(0, pdfium.FPDFFormObj_CountObjects(item))):
            yield from _object_rules(pdfium.FPDFFormObj_GetObject(item, index), matrix, depth + 1)
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        for box in _path_boxes(item, outer):
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN and max(box[2] - box[0], box[3] - box[1]) >= _LONG:
                yield box


def _path_boxes(path: Any, outer: Matrix) -> Iterator[Box]:
    """Give the box of a thin path, or the sides of a path of several strokes."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroked)
    if not (mode.value or stroked.value):
        return
    matrix = _times(_matrix(path), outer)
    subpaths: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(path), 4 * _MOST_RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            return
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            subpaths.append([])
        if not subpaths:
            return
        a, b, c, d, e, f = matrix
        subpaths[-1].append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            subpaths[-1].append(subpaths[-1][0])
    for points in subpaths:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = min(xs), min(ys), max(xs), max(ys)
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            yield box
        else:
            for (ax, ay), (bx, by) in pairwise(points):
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _tables(rules: list[Box]) -> Iterator[TableBlock]:
    """Make tables of rules with pdfplumber's algorithm: merge, cross, take the smallest cells, group these."""
    from pdfplumber import table as algebra

    edges = [_edge(*rule) for rule in rules]
    edges = algebra.merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    crossings = algebra.edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    for cells in algebra.cells_to_tables(algebra.intersections_to_cells(crossings)):
        table = _table(cells)
        if table is not None:
            yield table


def _edge(x0: float, y0: float, x1: float, y1: float) -> dict[str, Any]:
    """Give a rule, without its thickness, as pdfplumber writes edges."""
    if x1 - x0 >= y1 - y0:
        y0 = y1 = (y0 + y1) / 2
        orientation = "h"
    else:
        x0 = x1 = (x0 + x1) / 2
        orientation = "v"
    sides = {"x0": x0, "x1": x1, "top": y0, "bottom": y1, "width": x1 - x0, "height": y1 - y0}
    return {"orientation": orientation, **sides}


def _table(cells: list[Box]) -> TableBlock | None:
    """Put cells on a grid; cells that span several columns or rows stand at the first, the rest is empty."""
    lefts, tops = sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})
    if len(lefts) < 2 or len(tops) < 2:
        return None
    rows: list[list[Box | None]] = [[None] * len(lefts) for _ in tops]
    for cell in cells:
        rows[tops.index(cell[1])][lefts.index(cell[0])] = cell
    return TableBlock(lefts[0], tops[0], max(c[2] for c in cells), max(c[3] for c in cells), rows)
