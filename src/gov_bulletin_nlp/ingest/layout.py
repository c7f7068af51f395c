"""Fragments of a page to lines in reading order: rows, columns, spaces; plain geometry that knows no file format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from gov_bulletin_nlp.ingest.glyphs import Fragment, PageGlyphs, Style

_SEGMENT_GAP = 0.8
"""Gap in ems that parts a row into segments, which may belong to different columns."""
_SPACE_GAP = 0.4
"""Gap in ems that is a space where Chinese is involved; less is justification or the air between Han and digits."""
_LATIN_SPACE = 0.15
_FAR_GAP = 2.0
"""Gap in ems from which an ideographic space says that the parts stand far from each other."""
_MIN_COLUMN_LINES = 3
_MIN_COLUMN_EMS = 5.0
_STACK = 4
_STACK_STEP = 2.5
"""Fewest characters under each other that are a word set downwards, and the most that one follows the other by."""
_FILLED_LINES = 0.4
"""Share of a column's lines that reach its right edge; Chinese columns are justified, lists and tables are not."""


@dataclass(slots=True)
class TextLine:
    """One printed line: fragments of glyphs, and strings that we put between them."""

    pieces: list[Fragment | str]
    x0: float
    x1: float
    y0: float
    y1: float
    style: Style
    table: bool = False
    far: bool = False
    """Its parts stand far from each other, as issuer and date of a masthead do."""
    space_above: float | None = None


@dataclass(slots=True)
class Region:
    """Lines of one column, or of the full width above, between and below columns."""

    lines: list[TextLine]
    x0: float
    x1: float


@dataclass(slots=True)
class TableBlock:
    """A ruled table: its box, and rows of cells (boxes) from top left to bottom right."""

    x0: float
    y0: float
    x1: float
    y1: float
    rows: list[list[tuple[float, float, float, float] | None]]


@dataclass(slots=True)
class _Segment:
    """Neighbouring fragments of one row, or a whole table."""

    row: int
    x0: float
    x1: float
    y0: float
    y1: float
    fragments: list[Fragment] = field(default_factory=list)
    table: list[TextLine] | None = None


def lay_out(glyphs: PageGlyphs, fragments: list[Fragment], tables: list[TableBlock]) -> list[Region]:
    """Put the fragments of a page in reading order.

    Args:
        glyphs: The characters that the fragments refer to.
        fragments: Those fragments of it that are to be laid out.
        tables: Ruled tables, in the same coordinates; the text in them becomes one line a row.

    Returns:
        Regions in reading order, each with its lines from top to bottom.
    """
    rest, stacks = _margin_stacks(glyphs, fragments)
    segments: list[_Segment] = []
    for table in tables:
        inside = [f for f in rest if _within(f, (table.x0, table.y0, table.x1, table.y1))]
        lines = _table_lines(glyphs, table, inside)
        if lines is None:
            continue
        taken = set(map(id, inside))
        rest = [f for f in rest if id(f) not in taken]
        segments.append(_Segment(-1, table.x0, table.x1, table.y0, table.y1, table=lines))
    segments.extend(_segments(glyphs, rest))
    regions = [region for part in _in_columns(segments) if (region := _region(glyphs, part)).lines]
    return regions + [_stacked(stack) for stack in stacks]


def _margin_stacks(glyphs: PageGlyphs, fragments: list[Fragment]) -> tuple[list[Fragment], list[list[Fragment]]]:
    """Part off words set downwards in the margin, character under character; they would tear into each line."""
    by_left: dict[int, list[Fragment]] = {}
    for fragment in fragments:
        if fragment.first == fragment.last and glyphs.chars[fragment.first] > "\u2e7f":
            by_left.setdefault(round(fragment.x0), []).append(fragment)
    stacks = []
    for stack in by_left.values():
        if len(stack) < _STACK:
            continue
        members = set(map(id, stack))
        others = [f for f in fragments if id(f) not in members]
        left, right = min(f.x0 for f in stack), max(f.x1 for f in stack)
        if any(f.x1 > left for f in others) and any(f.x0 < right for f in others):
            continue
        stack.sort(key=lambda f: f.y0)
        if all(0.9 < (b.y0 - a.y0) / a.style.size < _STACK_STEP for a, b in pairwise(stack)):
            stacks.append(stack)
            fragments = others
    return fragments, stacks


def _stacked(stack: list[Fragment]) -> Region:
    """Make one line of characters that stand under each other."""
    first, last = stack[0], stack[-1]
    line = TextLine([*stack], first.x0, max(f.x1 for f in stack), first.y0, last.y1, first.style)
    return Region([line], line.x0, line.x1)


def _within(fragment: Fragment, box: tuple[float, float, float, float]) -> bool:
    x, y = (fragment.x0 + fragment.x1) / 2, (fragment.y0 + fragment.y1) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Group fragments that stand on one line: their boxes overlap by half of the lower one."""
    rows: list[list[Fragment]] = []
    top = bottom = 0.0
    for fragment in sorted(fragments, key=lambda f: (f.y0 + f.y1, f.x0)):
        overlap = min(bottom, fragment.y1) - max(top, fragment.y0)
        if rows and overlap >= 0.5 * min(bottom - top, fragment.style.size):
            rows[-1].append(fragment)
            # The tallest speaks for the row, so that superscripts do not let it drift to the next.
            if fragment.style.size > bottom - top:
                top, bottom = fragment.y0, fragment.y1
        else:
            rows.append([fragment])
            top, bottom = fragment.y0, fragment.y1
    return rows


def _segments(glyphs: PageGlyphs, fragments: list[Fragment]) -> Iterator[_Segment]:
    """Part each row at its wide gaps."""
    for number, row in enumerate(_rows(fragments)):
        row.sort(key=lambda f: f.x0)
        part: list[Fragment] = []
        for fragment in row:
            if part and fragment.x0 - part[-1].x1 > _SEGMENT_GAP * max(fragment.style.size, part[-1].style.size):
                yield from _segment(glyphs, number, part)
                part = []
            part.append(fragment)
        yield from _segment(glyphs, number, part)


def _segment(glyphs: PageGlyphs, row: int, fragments: list[Fragment]) -> Iterator[_Segment]:
    """Make a segment without the white space at its ends, which would blur the edges of columns."""
    chars, x0, x1 = glyphs.chars, glyphs.x0, glyphs.x1
    while fragments:
        first = fragments[0]
        while first.first <= first.last and chars[first.first].isspace():
            first.first += 1
        if first.first <= first.last:
            first.x0 = x0[first.first]
            break
        fragments = fragments[1:]
    while fragments:
        last = fragments[-1]
        while chars[last.last].isspace():
            last.last -= 1
            if last.last < last.first:
                break
        if last.first <= last.last:
            last.x1 = x1[last.last]
            break
        fragments = fragments[:-1]
    if fragments:
        yield _Segment(
            row,
            fragments[0].x0,
            max(f.x1 for f in fragments),
            min(f.y0 for f in fragments),
            max(f.y1 for f in fragments),
            fragments,
        )


def _in_columns(segments: list[_Segment]) -> list[list[_Segment]]:
    """Part segments into columns and what stands above, between and below them, in reading order."""
    segments = sorted(segments, key=lambda s: (s.y0, s.x0))
    found = _best_band(segments)
    if found is None:
        return [segments] if segments else []
    left, right = found
    top, bottom = min(s.y0 for s in (*left, *right)), max(s.y1 for s in (*left, *right))
    inside = {id(s) for s in (*left, *right)}
    others = [s for s in segments if id(s) not in inside]
    above = [s for s in others if s.y0 + s.y1 < top + bottom]
    below = [s for s in others if s.y0 + s.y1 >= top + bottom]
    return [*_in_columns(above), *_in_columns(left), *_in_columns(right), *_in_columns(below)]


def _best_band(segments: list[_Segment]) -> tuple[list[_Segment], list[_Segment]] | None:
    """Find the stretch of the page that holds most lines in two columns side by side."""
    if len(segments) < 2 * _MIN_COLUMN_LINES:
        return None
    left = min(s.x0 for s in segments)
    width = max(s.x1 for s in segments) - left
    edges = Counter(round(s.x0) for s in segments if s.x0 > left + 0.15 * width)
    best: tuple[list[_Segment], list[_Segment]] | None = None
    for edge, _ in edges.most_common(8):
        # A column's first lines are indented, and rounding parts one edge into two.
        if edges[edge - 1] + edges[edge] + edges[edge + 1] < _MIN_COLUMN_LINES:
            continue
        for band in _bands(segments, edge - 1.5):
            columns = _columns(band, edge - 1.5)
            if columns and (best is None or len(columns[0]) + len(columns[1]) > len(best[0]) + len(best[1])):
                best = columns
    return best


def _bands(segments: list[_Segment], x: float) -> Iterator[list[_Segment]]:
    """Cut the page, from top to bottom, at the segments that cross ``x``."""
    band: list[_Segment] = []
    for segment in segments:
        if segment.x0 < x < segment.x1:
            yield band
            band = []
        else:
            band.append(segment)
    yield band


def _columns(band: list[_Segment], x: float) -> tuple[list[_Segment], list[_Segment]] | None:
    """Part a band at ``x`` if both sides look like columns of text."""
    left, right = [s for s in band if s.x1 <= x], [s for s in band if s.x0 >= x]
    _trim(left, right)
    _trim(right, left)
    if not (_is_column(left) and _is_column(right)):
        return None
    shared = min(left[-1].y1, right[-1].y1) - max(left[0].y0, right[0].y0)
    shorter = min(left[-1].y1 - left[0].y0, right[-1].y1 - right[0].y0)
    return (left, right) if shared >= 0.5 * shorter else None


def _trim(side: list[_Segment], other: list[_Segment]) -> None:
    """Take page furniture off a column's ends: a short line away from the rest, beyond the end of the other side."""
    if not other:
        return
    width = max((s.x1 - s.x0 for s in side), default=0.0)
    while len(side) > 1:
        last, before = side[-1], side[-2]
        if last.table or last.y0 - before.y1 < 1.5 * (last.y1 - last.y0) or last.y0 < other[-1].y0 - 1:
            break
        if last.x1 - last.x0 > 0.6 * width:
            break
        side.pop()
    while len(side) > 1:
        first, after = side[0], side[1]
        if first.table or after.y0 - first.y1 < 1.5 * (first.y1 - first.y0) or first.y0 > other[0].y0 + 1:
            break
        if first.x1 - first.x0 > 0.6 * width:
            break
        side.pop(0)


def _is_column(side: list[_Segment]) -> bool:
    """Tell running text from a list, a table without rules or the two ends of a masthead."""
    if len(side) < _MIN_COLUMN_LINES:
        return False
    size = median(s.y1 - s.y0 for s in side)
    if median(s.x1 - s.x0 for s in side) < _MIN_COLUMN_EMS * size:
        return False
    edge = max(s.x1 for s in side)
    return sum(s.x1 > edge - 2 * size for s in side) >= _FILLED_LINES * len(side)


def _region(glyphs: PageGlyphs, segments: list[_Segment]) -> Region:
    """Make the lines of one column."""
    lines: list[TextLine] = []
    row: list[_Segment] = []
    for segment in segments:
        if row and (segment.table is not None or segment.row != row[0].row):
            lines.append(_line(glyphs, row))
            row = []
        if segment.table is not None:
            lines.extend(segment.table)
        else:
            row.append(segment)
    if row:
        lines.append(_line(glyphs, row))
    for before, line in pairwise(lines):
        line.space_above = max(0.0, line.y0 - before.y1) / line.style.size
    return Region(lines, min((s.x0 for s in segments), default=0.0), max((s.x1 for s in segments), default=0.0))


def _line(glyphs: PageGlyphs, row: list[_Segment]) -> TextLine:
    """Join the segments of a row."""
    fragments = sorted((f for s in row for f in s.fragments), key=lambda f: f.x0)
    return _joined(glyphs, fragments)


def _joined(glyphs: PageGlyphs, fragments: list[Fragment]) -> TextLine:
    """Join fragments to a line with spaces where the print has gaps that are no spaces yet."""
    chars = glyphs.chars
    pieces: list[Fragment | str] = [fragments[0]]
    weights: Counter[Style] = Counter()
    for before, fragment in zip([None, *fragments], fragments, strict=False):
        weights[fragment.style] += fragment.last - fragment.first + 1
        if before is not None:
            gap = fragment.x0 - before.x1
            size = min(before.style.size, fragment.style.size)
            if gap > _LATIN_SPACE * size:
                space = _space(chars[before.last], chars[fragment.first], gap / size)
                if space:
                    pieces.append(space)
            pieces.append(fragment)
    return TextLine(
        pieces,
        fragments[0].x0,
        max(f.x1 for f in fragments),
        min(f.y0 for f in fragments),
        max(f.y1 for f in fragments),
        weights.most_common(1)[0][0],
        far="\u3000" in pieces,
    )


def _space(before: str, after: str, gap: float) -> str:
    """Choose what to put into a gap (in ems) between two characters."""
    if before.isspace() or after.isspace():
        return ""
    if gap > _FAR_GAP:
        return "\u3000"
    return " " if gap > (_LATIN_SPACE if before.isascii() and after.isascii() else _SPACE_GAP) else ""


def _table_lines(glyphs: PageGlyphs, table: TableBlock, fragments: list[Fragment]) -> list[TextLine] | None:
    """Make one line of each row of a table, cells parted by a tab; nothing if the rules frame a page, not a table."""
    lines: list[TextLine] = []
    for row in table.rows:
        bottom = max((cell[3] for cell in row if cell), default=0.0)
        top = min((cell[1] for cell in row if cell), default=0.0)
        near = [f for f in fragments if top <= (f.y0 + f.y1) / 2 <= bottom]
        pieces: list[Fragment | str] = []
        used: list[TextLine] = []
        for number, cell in enumerate(row):
            if number:
                pieces.append("\t")
            if cell is None:
                continue
            inside = [f for f in near if _within(f, cell)]
            text = [_joined(glyphs, part) for part in _cell_rows(glyphs, inside)]
            if len(text) > 12:
                return None
            for before, line in zip([None, *text], text, strict=False):
                if before is not None and _needs_space(glyphs, before, line):
                    pieces.append(" ")
                pieces.extend(line.pieces)
            used.extend(text)
        while pieces and pieces[-1] == "\t":
            pieces.pop()
        if used:
            style = Counter(line.style for line in used).most_common(1)[0][0]
            y0, y1 = min(line.y0 for line in used), max(line.y1 for line in used)
            lines.append(TextLine(pieces, table.x0, table.x1, y0, y1, style, table=True))
    return lines or None


def _cell_rows(glyphs: PageGlyphs, fragments: list[Fragment]) -> Iterator[list[Fragment]]:
    for row in _rows(fragments):
        row.sort(key=lambda f: f.x0)
        for segment in _segment(glyphs, 0, row):
            yield segment.fragments


def _needs_space(glyphs: PageGlyphs, before: TextLine, line: TextLine) -> bool:
    """Tell whether two lines of a cell would glue two Latin words together."""
    end, start = before.pieces[-1], line.pieces[0]
    if isinstance(end, str) or isinstance(start, str):
        return False
    a, b = glyphs.chars[end.last], glyphs.chars[start.first]
    return a.isascii() and b.isascii() and a.isalnum() and b.isalnum()
