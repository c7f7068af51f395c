"""Series: what rows with the same marker are, told by all of them together."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gov_bulletin_nlp.structure.patterns import SENTENCE_END

if TYPE_CHECKING:
    from gov_bulletin_nlp.structure.rows import Issue, Row

SENTENCE = 30
"""A row of so many characters that ends as sentences end is text, though it is not long."""


def mark_series(issue: Issue) -> None:
    """Tell numbering that runs on over the issue from numbering that starts again inside articles."""
    by_style: defaultdict[str, list[Row]] = defaultdict(list)
    for row in issue.rows:
        if row.mark and not row.in_toc:
            by_style[row.mark.style].append(row)
            issue.styles[row.mark.style] += 1
    for members in by_style.values():
        numbers = [row.mark.number for row in members if row.mark and row.mark.number is not None]
        if numbers:
            starts = sum(1 for number in numbers if number == 1)
            rising = all(b > a for a, b in itertools.pairwise(numbers))
            gap = max((b.index - a.index for a, b in itertools.pairwise(members)), default=0)
            if starts <= 1 and rising and len(numbers) >= 2:
                kind = "single"
            elif starts >= 2:
                kind = "restarts"
            else:
                kind = "odd" if len(numbers) > 1 else "lonely"
            kind += ":far" if gap > 1 else ":near"
        else:
            short = sum(1 for row in members if not row.long)
            kind = (
                ("bullet-short" if short * 2 > len(members) else "bullet-long") if len(members) > 1 else "bullet-lonely"
            )
        led = any(_is_text(row) for row in issue.rows[issue.toc[-1][0] + 1 if issue.toc else 0 : members[0].index])
        between = sum(
            1 for a, b in itertools.pairwise(members) if any(_closes(row) for row in issue.rows[a.index : b.index])
        )
        titled = _titled(members)
        closed = sum(1 for row in members if row.tail and row.tail.credits.names)
        short = sum(1 for row in members if not row.long and row.text[-1] not in SENTENCE_END)
        for row in members:
            row.series = kind
            row.series_led = led
            row.series_closed = between > 0 and between * 2 >= len(members) - 1
            row.peers_titled = titled
            row.peers_closed = closed >= 2 and closed * 3 >= len(members)
            row.peers_short = len(members) >= 2 and short * 3 >= 2 * len(members)


def _titled(members: Sequence[Row]) -> str:
    """Whether rows of one marker open with a title and then a text, or are plain sentences; told by all of them together."""
    texts = [row for row in members if len(row.core) >= 30]
    if len(texts) < 3:
        return ""
    firsts = [(row, row.core.split("。", 1)) for row in texts]
    short = [
        row
        for row, parts in firsts
        if len(parts) > 1 and parts[1] and len(parts[0]) <= 36 and "，" not in parts[0][4:] and not row.opening
    ]
    dated = sum(1 for row in texts if row.opening in ("date", "recently", "purpose"))
    if len(short) * 5 >= 4 * len(texts):
        return "titles"
    return "dated" if dated * 2 >= len(texts) else "sentences"


def _is_text(row: Row) -> bool:
    """Whether a row is running text: an article has begun where one stands."""
    full = row.long or (len(row.text) >= SENTENCE and row.text[-1] in SENTENCE_END)
    return full and not row.in_toc and row.mark is None


def _closes(row: Row) -> bool:
    return bool(
        (row.tail and row.tail.credits.names) or (row.byline and row.byline.credits.strength in ("role", "none"))
    )
