"""Strict scores of spans: a name counts when start, end and label are all right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gov_bulletin_nlp.training.data import Example

Finder = Callable[[Sequence[str]], list[list[tuple[int, int, str, float]]]]


def f1(right: int, found: int, wanted: int) -> float:
    """Harmonic mean of precision and recall; 0 where there is nothing.

    Args:
        right: Number of right spans.
        found: Number of spans found.
        wanted: Number of spans in the gold.
    """
    return 2 * right / (found + wanted) if found + wanted else 0.0


def strict_scores(gold: Iterable[Sequence[Any]], found: Iterable[Sequence[Any]]) -> dict[str, float]:
    """F1 of all labels together, and of each.

    Args:
        gold: Spans of each text; start, end and label come first in each span.
        found: Likewise.

    Returns:
        ``all`` and one figure a label, rounded to four places.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for wanted, had in zip(gold, found, strict=True):
        right = {tuple(span[:3]) for span in wanted}
        given = {tuple(span[:3]) for span in had}
        for name, spans in (("right", right & given), ("found", given), ("wanted", right)):
            for span in spans:
                counts[name, span[2]] += 1
                counts[name, "all"] += 1
    labels = ["all", *sorted({label for _, label in counts} - {"all"})]
    return {
        label: round(f1(counts["right", label], counts["found", label], counts["wanted", label]), 4) for label in labels
    }


def score_examples(finder: Finder, examples: Sequence[Example]) -> dict[str, float]:
    """Score a recogniser on examples.

    Args:
        finder: Takes texts, gives names.
        examples: Annotated lines.

    Returns:
        See ``strict_scores``.
    """
    return strict_scores([example.spans for example in examples], finder([example.text for example in examples]))
