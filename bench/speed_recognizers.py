"""Quantities and dates against Recognizers-Text's number and datetime models: same text, same process, the ratio.

``python bench/speed_recognizers.py [FILE…]``: text files, by default thirty texts of ``corpora/dev``. Needs the peer, which pins
nothing and breaks with newer emoji: ``pip install recognizers-text-number recognizers-text-date-time "emoji<2"``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from recognizers_date_time import DateTimeRecognizer
from recognizers_number import Culture, NumberRecognizer

from gov_bulletin_nlp.annotate.dates import find_dates
from gov_bulletin_nlp.annotate.quantities import find_quantities

TEXTS = 30


def rate(paragraphs: list[str], work: Callable[[str], object]) -> float:
    """Characters a second, the best of three runs."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        for paragraph in paragraphs:
            work(paragraph)
        best = min(best, time.process_time() - started)
    return sum(map(len, paragraphs)) / best


def main() -> None:
    """Print rates and their ratio."""
    root = Path(__file__).resolve().parents[1]
    paths = [Path(name) for name in sys.argv[1:]] or sorted((root / "corpora" / "dev").glob("*.txt"))[:TEXTS]
    texts = [path.read_bytes().decode("utf-8", errors="ignore") for path in paths]
    paragraphs = [line for text in texts for line in text.splitlines() if line.strip()]
    number = NumberRecognizer(Culture.Chinese).get_number_model()
    datetime = DateTimeRecognizer(Culture.Chinese).get_datetime_model()

    def ours(text: str) -> None:
        find_quantities(text)
        find_dates(text, "2023-03")

    def theirs(text: str) -> None:
        number.parse(text)
        datetime.parse(text)

    ours("3月8日共3人")
    theirs("3月8日共3人")
    base, own = rate(paragraphs, theirs), rate(paragraphs, ours)
    print(f"{sum(map(len, paragraphs)):,} characters in {len(paragraphs):,} paragraphs")
    print(f"Recognizers-Text, number and datetime {base:>12,.0f} characters/s")
    print(f"quantities with counted, and dates    {own:>12,.0f} characters/s {own / base:6.1f} x Recognizers-Text")


if __name__ == "__main__":
    main()
