"""Page furniture: page numbers, running heads and feet; told from text by shape, repetition and place."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from gov_bulletin_nlp.document import Line
from gov_bulletin_nlp.tables import table

EDGE = 0.11
"""Share of a page's height, at top and bottom, in which furniture stands."""

MAX_FURNITURE = 45
"""Longest line, in characters, that is still looked at as a running head."""

MAX_WEB = 80
"""Longest line, in characters, that is still looked at as the frame of a web page."""

_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十〇]+")
_SPACE = re.compile(r"\s+")


@cache
def _shapes(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['shape']})" for row in table("furniture")[kind]))


def is_page_number(line: str) -> bool:
    """Whether a whole line is a page number by its shape (``— 2 —``, ``第 2 页 共 8 页``, ``2``)."""
    return len(line) <= MAX_FURNITURE and _shapes("page_number").fullmatch(line) is not None


def is_rule(line: str) -> bool:
    """Whether a line is drawn, not written: ``————``, ``* * *``, ``======``."""
    return _shapes("rule").fullmatch(line) is not None


def is_web(line: str) -> bool:
    """Whether a line is what a web page prints around its text: ``首页 > 工运动态 > 正文``, ``【打印】【关闭】``."""
    return len(line) <= MAX_WEB and _shapes("web").fullmatch(line) is not None


def _key(line: str) -> str:
    return _DIGITS.sub("#", _SPACE.sub("", line))


def furniture(texts: Sequence[str], lines: Sequence[Line], page_sizes: Sequence[tuple[float, float]]) -> set[int]:
    """Which lines are page furniture.

    A bare number counts only where a page edge or a second page number of the issue speaks for it, so that a table
    cell survives. A running head is a short line that stands beside page numbers, or at page edges, at least twice
    with the same words, or once when it repeats the opening of the issue.

    Args:
        texts: Folded text of each physical line, outer white space gone.
        lines: The physical lines.
        page_sizes: Width and height of each page in points; empty without pages.

    Returns:
        Indices into ``texts``.
    """
    filled = [index for index, text in enumerate(texts) if text]
    numbers = [index for index in filled if is_page_number(texts[index])]
    found = {index for index in filled if is_rule(texts[index]) or is_web(texts[index])}
    at_edge = {index for index in filled if _at_edge(lines[index], page_sizes)}
    plain = [index for index in numbers if not texts[index].isdigit()]
    bare = [index for index in numbers if texts[index].isdigit()]
    bare_series = len(bare) >= 2 and all(
        int(texts[b]) - int(texts[a]) == 1 and b - a > 3 for a, b in itertools.pairwise(bare)
    )
    found.update(plain)
    found.update(index for index in bare if index in at_edge or (bare_series and not page_sizes))
    if not plain and not found & set(bare) and not page_sizes:
        return found
    numbered = set(numbers) & found
    beside: Counter[str] = Counter()
    places: dict[str, list[int]] = {}
    order = {index: position for position, index in enumerate(filled)}
    for index in filled:
        text = texts[index]
        if index in found or len(text) > MAX_FURNITURE or text.endswith(("。", "！", "；")):
            continue
        position = order[index]
        neighbours = {filled[position + step] for step in (-1, 1) if 0 <= position + step < len(filled)}
        if index in at_edge or (neighbours & numbered and not page_sizes):
            key = _key(text)
            beside[key] += 1
            places.setdefault(key, []).append(index)
    opening = "".join(_key(texts[index]) for index in filled[:6])
    opening_indices = set(filled[:6])
    for key, number in beside.items():
        if len(key) < 2:
            continue
        if number >= 2:
            found.update(index for index in places[key] if index not in opening_indices or page_sizes)
            if (
                page_sizes
                and places[key][0] in opening_indices
                and not _at_edge(lines[places[key][0]], page_sizes, 0.06)
            ):
                found.discard(places[key][0])
        elif key.replace("#", "") and key in opening and len(key) >= 4:
            found.update(index for index in places[key] if index not in opening_indices)
    return found


def _at_edge(line: Line, page_sizes: Sequence[tuple[float, float]], edge: float = EDGE) -> bool:
    if line.page is None or line.y0 is None or line.y1 is None or line.page >= len(page_sizes):
        return False
    height = page_sizes[line.page][1]
    return line.y1 < height * edge or line.y0 > height * (1 - edge)
