"""Seconds that the worst texts take, by stage, and how the time grows when such a text doubles.

``python bench/hostile.py [--characters 500000]``: each text is one piece over and over; growth near 2 is linear.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from gov_bulletin_nlp.annotate.dates import find_dates
from gov_bulletin_nlp.annotate.quantities import find_quantities
from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.structure import structure

PIECES = {
    "dates": ("1", "一", "、", "1-", "第一", "十五", "2021、", "3月", "后年", "今", "“", "（", "《", "\n"),
    "quantities": ("1", "一", "、", "1-", "第", "半", "1人", "“", "（", "《"),
    "structure": (
        "一\n",
        "（",
        "【动态】\n",
        "供稿：张三\n",
        "、",
        "（张三）。",
        "1.一二三四五\n",
        "一二三四五\n",
        "■市总\n",
    ),
}
WORK: dict[str, Callable[[str], object]] = {
    "dates": lambda text: find_dates(text, "2023-03"),
    "quantities": lambda text: find_quantities(text, counted=False),
    "structure": lambda text: structure(clean(from_text(text))),
}


def seconds(work: Callable[[str], object], text: str) -> float:
    """Processor time of one call."""
    started = time.process_time()
    work(text)
    return time.process_time() - started


def main() -> None:
    """Print one line a text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=500_000)
    options = parser.parse_args()
    for stage, pieces in PIECES.items():
        WORK[stage]("云州市总工会3月8日慰问职工12人。")
        for piece in pieces:
            text = piece * (options.characters // len(piece))
            half, whole = seconds(WORK[stage], text[: len(text) // 2]), seconds(WORK[stage], text)
            print(f"{stage:10} {piece!r:14} {whole:7.2f} s, {whole / max(half, 1e-9):4.1f}x for twice the text")


if __name__ == "__main__":
    main()
