"""A caller's own habits (lexicon TOML): lines of a certain shape are given a reading, with a weight that mostly decides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import regex

from gov_bulletin_nlp.document import Notice
from gov_bulletin_nlp.script import simplify
from gov_bulletin_nlp.structure import bylines
from gov_bulletin_nlp.structure.credits import parse_credits
from gov_bulletin_nlp.structure.patterns import Marker
from gov_bulletin_nlp.structure.readings import Reading
from gov_bulletin_nlp.structure.rows import Row

TIMEOUT = 0.05
"""Seconds that a caller's pattern may take on one line before it is passed over."""


@lru_cache(maxsize=256)
def _compiled(shape: str) -> Any:
    return regex.compile(shape)


def apply(rows: Sequence[Row], lattice: Sequence[list[Reading]], habits: Sequence[tuple[str, str]]) -> list[Notice]:
    """Add the evidence of a caller's habits to the readings, in place.

    A pattern with a group ``headline`` tells where a run-in headline ends, one with a group ``name`` whose byline it is.

    Args:
        rows: The issue's rows.
        lattice: Their readings.
        habits: Kinds of rows and the pattern of lines that are such.

    Returns:
        A notice for each line on which a pattern took too long.
    """
    notices = []
    for row, offered in zip(rows, lattice, strict=True):
        for kinds, shape in habits:
            try:
                found = _compiled(shape).search(row.text, timeout=TIMEOUT)
            except TimeoutError:
                message = f"The habit {shape!r} took too long on this line and was passed over."
                notices.append(Notice("habit-timeout", message, row.start, row.end))
                continue
            if found:
                _agree(row, offered, kinds, found)
    return notices


def _agree(row: Row, offered: list[Reading], kinds: str, found: Any) -> None:
    groups = found.groupdict()
    if groups.get("name") and "K" in kinds:
        plain, (start, end) = simplify(row.text), found.span("name")
        credits = parse_credits("供稿：" + plain[start:end], start - 3)
        if credits:
            row.byline = bylines.Found(0, len(row.text), bylines.as_printed(credits, plain, row.text))
    if groups.get("headline") and found.start("headline"):
        row.mark = Marker("habit", None, found.start("headline"))
    shared = next((reading for reading in offered if reading.kind == "B"), offered[0]).shared
    for kind in kinds:
        split = None
        if kind in "Rr":
            if not groups.get("headline") or (kind == "r" and not (row.tail and row.tail.credits.names)):
                continue
            split = (found.end("headline"), found.end())
        same = [reading for reading in offered if reading.kind == kind and (split is None or reading.split == split)]
        for reading in same:
            reading.features = (*reading.features, "habit")
        if not same and kind in "HRCKQFPSNB":
            offered.append(Reading(kind, ("habit",), split, shared=shared))
