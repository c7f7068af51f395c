"""How the benches of this folder measure: seconds of processor time, the best of a few runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

DEV = Path(__file__).resolve().parents[1] / "corpora" / "dev"


def timed(work: Callable[[], object], repeat: int = 3) -> float:
    """Seconds of processor time that some work takes, the best of a few runs."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def rate(pieces: Sequence[str], work: Callable[[str], object]) -> float:
    """Characters of some texts that are worked on in a second."""
    return sum(map(len, pieces)) / timed(lambda: [work(piece) for piece in pieces])


def paragraphs(paths: Sequence[Path], least: int = 0) -> list[str]:
    """The lines of some text files, as often as it takes to have so many characters; what is no UTF-8 is left out."""
    texts = [path.read_bytes().decode("utf-8", errors="ignore") for path in paths]
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    return lines * (least // max(1, sum(map(len, lines))) + 1)
