"""Characters a second of dates beside ``jieba.cut`` in the same process.

``python bench/speed_dates.py [FILE…]``: text files, by default the texts of ``corpora/dev``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gov_bulletin_nlp.annotate.dates import find_dates
from timing import DEV, paragraphs, rate

LEAST = 400_000


def main() -> None:
    """Print both rates and their ratio."""
    import jieba

    text = "\n".join(paragraphs([Path(name) for name in sys.argv[1:]] or sorted(DEV.glob("*.txt")), LEAST))
    jieba.initialize()
    find_dates("3月8日", "2023-03")
    base = rate([text], lambda given: list(jieba.cut(given)))
    own = rate([text], lambda given: find_dates(given, "2023-03"))
    print(f"{len(text):,} characters, {len(find_dates(text, '2023-03')):,} dates")
    print(f"{'jieba.cut':12}{base:>14,.0f} characters/s")
    print(f"{'dates':12}{own:>14,.0f} characters/s {own / base:6.1f} x jieba.cut")


if __name__ == "__main__":
    main()
