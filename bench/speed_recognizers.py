"""Quantities and dates against Recognizers-Text's number and datetime models: same text, same process, the ratio.

``python bench/speed_recognizers.py [FILE…]``: text files, by default thirty texts of ``corpora/dev``. Needs the peer, which pins
nothing and breaks with newer emoji: ``pip install recognizers-text-number recognizers-text-date-time "emoji<2"``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from recognizers_date_time import DateTimeRecognizer
from recognizers_number import Culture, NumberRecognizer

from gov_bulletin_nlp.annotate.dates import find_dates
from gov_bulletin_nlp.annotate.quantities import find_quantities
from timing import DEV, paragraphs, rate

TEXTS = 30


def main() -> None:
    """Print both rates and their ratio."""
    lines = paragraphs([Path(name) for name in sys.argv[1:]] or sorted(DEV.glob("*.txt"))[:TEXTS])
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
    base, own = rate(lines, theirs), rate(lines, ours)
    print(f"{sum(map(len, lines)):,} characters in {len(lines):,} paragraphs")
    print(f"Recognizers-Text, number and datetime {base:>12,.0f} characters/s")
    print(f"quantities with counted, and dates    {own:>12,.0f} characters/s {own / base:6.1f} x Recognizers-Text")


if __name__ == "__main__":
    main()
