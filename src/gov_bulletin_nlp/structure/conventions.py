"""Conventions: how well a reading agrees with what a first reading found in the rest of the issue."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from gov_bulletin_nlp.structure.readings import CLOSED, Reading
from gov_bulletin_nlp.structure.rows import Row

OPENERS = "HRIri"
"""Kinds of rows that open an article."""

PARAGRAPHS = "BbRrIi"
"""Kinds of rows that hold text of a body."""


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
    around = _surroundings([chosen.kind for chosen in kinds])
    for row, offered, chosen, near in zip(rows, lattice, kinds, around, strict=True):
        own_style = _style(row, chosen)
        others = total - (own_style is not None)
        mates = marks[row.mark.style] - 1 if row.mark else 0
        chosen_kind = chosen.kind.upper()
        wider: dict[int, tuple[str, ...]] = {}
        for reading in offered:
            shared = wider.get(id(reading.shared))
            if shared is None:
                shared = wider[id(reading.shared)] = (*reading.shared, *near)
            reading.shared = shared
            added = []
            if row.mark and mates:
                kind = reading.kind.upper()
                added.append("mates:" + _share(by_mark[row.mark.style, kind] - (chosen_kind == kind), mates))
            style = _style(row, reading) if others else None
            if style:
                share = _share(styles[style] - (style == own_style), others)
                added.append("style:" + share)
                if others >= 3:
                    added.append("style:many:" + share)
            if added:
                reading.features = (*reading.features, *added)


def _surroundings(kinds: Sequence[str]) -> list[tuple[str, ...]]:
    """For each row: whether articles end with bylines and the last one did, and how far its article reaches, against the usual."""
    opens = [position for position, kind in enumerate(kinds) if kind in OPENERS]
    bounds = [*opens, len(kinds)]
    stretches = [kinds[start:end] for start, end in itertools.pairwise(bounds)]
    sizes = sorted(sum(kind in PARAGRAPHS for kind in stretch) for stretch in stretches)
    usual = min(sizes[len(sizes) // 2], 4) if sizes else 0
    credited = sum(1 for stretch in stretches if any(kind in CLOSED + "KQ" for kind in stretch))
    share = _closing(credited, len(stretches))
    number = "one" if len(opens) <= 1 else "few" if len(opens) < 5 else "many"
    counted = [0, *itertools.accumulate(kind in PARAGRAPHS for kind in kinds)]
    result: list[tuple[str, ...]] = []
    start = 0
    following = iter(bounds)
    end = next(following)
    for position, kind in enumerate(kinds):
        if position == end:
            end = next(following, len(kinds))
        last = kinds[max(start, position - 3) : position]
        closed = bool(last) and last[-1] in CLOSED + "KP" and any(k in CLOSED + "K" for k in last)
        since = counted[position] - counted[start]
        until = counted[end] - counted[min(position + 1, end)]
        result.append(
            (
                f"closing:{share}:{number}:{'closed' if closed else 'open'}",
                f"since:{min(since, 4)}:{usual}",
                f"until:{min(until, 4)}:{usual}",
                f"articles:{number}:{usual}",
            )
        )
        if kind in OPENERS:
            start = position
    return result


def _closing(part: int, whole: int) -> str:
    if not part:
        return "none"
    share = part / whole
    return "few" if share < 0.34 else "some" if share < 0.75 else "most"


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
