"""How sure a name is: what its sources say, corrected by how often such names were right on bulletins never seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection

_RIGHT: dict[str, tuple[tuple[float, float], ...]] = {
    "both": ((0.0, 0.4), (0.65, 0.65), (0.86, 0.76), (0.97, 0.89), (0.99, 0.95), (1.0, 0.99)),
    "model": ((0.0, 0.3), (0.24, 0.42), (0.4, 0.58), (0.75, 0.7), (0.93, 0.8), (0.98, 0.9), (1.0, 0.98)),
    "grammar": ((0.0, 0.2), (0.6, 0.3), (0.84, 0.33), (1.0, 0.6)),
    "issue": ((0.0, 0.3), (0.6, 0.48), (1.0, 0.8)),
}
"""Per kind of support, score → share of right names, read off 68 bulletins of ``corpora/dev`` (x1–x6) that neither the
shipped name model nor the scores had seen; between the points it goes straight."""


def confidence(score: float, sources: Collection[str]) -> float:
    """The chance that a name is right.

    Args:
        score: What its sources make of it, 0–1.
        sources: ``model``, ``issue`` (the name stands elsewhere in the issue), ``lexicon``, rules of the grammar.

    Returns:
        Between 0 and 1; a caller's own names keep their score.
    """
    if "lexicon" in sources:
        return score
    kind = "issue" if "issue" in sources else "grammar"
    if "model" in sources:
        kind = "both" if len(sources) > 1 else "model"
    points = _RIGHT[kind]
    at = min(bisect_right(points, (score, 2.0)), len(points) - 1)
    (low, bottom), (high, top) = points[at - 1], points[at]
    return bottom + (top - bottom) * (min(score, high) - low) / (high - low)
