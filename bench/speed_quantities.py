"""Characters a second of quantities, with and without what is counted, beside ``jieba.cut`` in the same process.

``python bench/speed_quantities.py [FILE…]``: text files, by default the texts of ``corpora/dev``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gov_bulletin_nlp.annotate.quantities import find_quantities
from timing import DEV, paragraphs, rate

LEAST = 400_000


def main() -> None:
    """Print rates and their ratios to jieba's."""
    import jieba

    lines = paragraphs([Path(name) for name in sys.argv[1:]] or sorted(DEV.glob("*.txt")), LEAST)
    jieba.initialize()
    find_quantities("共3人")
    base = rate(lines, lambda text: list(jieba.cut(text)))
    print(f"{sum(map(len, lines)):,} characters in {len(lines):,} paragraphs")
    print(f"{'jieba.cut':28}{base:>14,.0f} characters/s")
    for name, counted in (("quantities", False), ("quantities with counted", True)):
        own = rate(lines, lambda text, counted=counted: find_quantities(text, counted=counted))  # type: ignore[misc]
        print(f"{name:28}{own:>14,.0f} characters/s {own / base:6.1f} x jieba.cut")


if __name__ == "__main__":
    main()
