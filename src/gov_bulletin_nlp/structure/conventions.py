"""Conventions: how well a reading agrees with what a first reading found in the rest of the issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gov_bulletin_nlp.structure.readings import Reading
from gov_bulletin_nlp.structure.rows import Row


def conventions(rows: Sequence[Row], lattice: Sequence[Sequence[Reading]], kinds: Sequence[Reading]) -> None:
    """Add to each reading how well it agrees with a first reading of the rest of the issue.

    Offices keep to one convention: rows with the same marker are the same thing, articles open in the same way.

    Args:
        rows: The issue's rows.
        lattice: Their readings; evidence is added in place.
        kinds: The first reading of every row.
    """
    by_mark: Counter[tuple[str, str]] = Counter()
    marks: Counter[str] = Counter()
    styles: Counter[tuple[str, str, str]] = Counter()
    for row, chosen in zip(rows, kinds, strict=True):
        style = _style(row, chosen)
        if row.mark:
            by_mark[row.mark.style, chosen.kind.upper()] += 1
            marks[row.mark.style] += 1
        if style:
            styles[style] += 1
    total = sum(styles.values())
    for row, offered, chosen in zip(rows, lattice, kinds, strict=True):
        own_style = _style(row, chosen)
        for reading in offered:
            added = []
            kind = reading.kind.upper()
            if row.mark and marks[row.mark.style] > 1:
                same = by_mark[row.mark.style, kind] - (chosen.kind.upper() == kind)
                added.append("mates:" + _share(same, marks[row.mark.style] - 1))
            style = _style(row, reading)
            others = total - (own_style is not None)
            if style and others:
                same = styles[style] - (style == own_style)
                added.append("style:" + _share(same, others))
                if others >= 3:
                    added.append("style:many:" + _share(same, others))
            reading.features = reading.features + added


def _style(row: Row, reading: Reading) -> tuple[str, str, str] | None:
    """How an article opens: with which kind of row, which marker, which end of a run-in headline."""
    kind = reading.kind.upper()
    if kind not in "HRI":
        return None
    how = next((f for f in reading.features if f.startswith("split:")), "") if kind == "R" else ""
    return kind, row.mark.style if row.mark else "", how


def _share(part: int, whole: int) -> str:
    if part <= 0:
        return "none"
    share = part / whole
    return "few" if share < 0.34 else "some" if share < 0.67 else "most"
