"""Characters a second of quantities, with and without what is counted, beside ``jieba.cut`` in the same process.

``python bench/speed_quantities.py [FILE…]``: text files, by default the texts of ``corpora/dev``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from gov_bulletin_nlp.annotate.quantities import find_quantities

LEAST = 400_000


def _paragraphs(paths: list[Path]) -> list[str]:
    # Some bulletins of the corpus are in other encodings: their bytes do not matter for a measure of speed.
    texts = [path.read_text(encoding="utf-8", errors="ignore") for path in paths]
    paragraphs = [line for text in texts for line in text.splitlines() if line.strip()]
    size = sum(map(len, paragraphs))
    return paragraphs * (LEAST // size + 1) if size else []


def _rate(paragraphs: list[str], work: Callable[[str], object]) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        for paragraph in paragraphs:
            work(paragraph)
        best = min(best, time.process_time() - started)
    return sum(map(len, paragraphs)) / best


def main() -> None:
    """Print rates and their ratios to jieba's."""
    import jieba

    root = Path(__file__).parent.parent
    paragraphs = _paragraphs([Path(name) for name in sys.argv[1:]] or sorted((root / "corpora" / "dev").glob("*.txt")))
    jieba.initialize()
    find_quantities("共3人")
    base = _rate(paragraphs, lambda text: list(jieba.cut(text)))
    print(f"{sum(map(len, paragraphs)):,} characters in {len(paragraphs):,} paragraphs")
    print(f"{'jieba.cut':28}{base:>14,.0f} characters/s")
    for name, counted in (("quantities", False), ("quantities with counted", True)):
        rate = _rate(paragraphs, lambda text, counted=counted: find_quantities(text, counted=counted))  # type: ignore[misc]
        print(f"{name:28}{rate:>14,.0f} characters/s {rate / base:6.1f} x jieba.cut")


if __name__ == "__main__":
    main()
