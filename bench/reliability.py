"""How far confidence can be believed: what share of the things of each confidence was right."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from gov_bulletin_nlp.scores import calibration_error

EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


def show(pairs: Sequence[tuple[float, bool]], what: str) -> None:
    """Print one line a class of confidence, and the expected calibration error."""
    for low, high in itertools.pairwise(EDGES):
        inside = [pair for pair in pairs if low <= pair[0] < high]
        if inside:
            mean, right = (sum(pair[place] for pair in inside) / len(inside) for place in (0, 1))
            print(f"{low:.2f}–{min(high, 1):.2f}  {len(inside):5} {what}  mean {mean:.2f}  right {right:.2f}")
    print(f"expected calibration error {calibration_error(pairs):.3f} over {len(pairs)} {what}")
