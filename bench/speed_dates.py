"""Characters a second of dates beside ``jieba.cut`` in the same process.

``python bench/speed_dates.py [FILE…]``: text files, by default the texts of ``corpora/dev``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from gov_bulletin_nlp.annotate.dates import find_dates

LEAST = 400_000


def _text(paths: list[Path]) -> str:
    # Some bulletins of the corpus are in other encodings: what is no UTF-8 is left out.
    text = "\n".join(path.read_bytes().decode("utf-8", errors="ignore") for path in paths)
    return "\n".join([text] * (LEAST // len(text) + 1)) if text else ""


def _rate(text: str, work: Callable[[str], object]) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        work(text)
        best = min(best, time.process_time() - started)
    return len(text) / best


def main() -> None:
    """Print both rates and their ratio."""
    import jieba

    root = Path(__file__).parent.parent
    text = _text([Path(name) for name in sys.argv[1:]] or sorted((root / "corpora" / "dev").glob("*.txt")))
    if not text:
        sys.exit("no text to read: name text files")
    jieba.initialize()
    find_dates("3月8日", "2023-03")
    base = _rate(text, lambda given: list(jieba.cut(given)))
    rate = _rate(text, lambda given: find_dates(given, "2023-03"))
    print(f"{len(text):,} characters, {len(find_dates(text, '2023-03')):,} dates")
    print(f"{'jieba.cut':12}{base:>14,.0f} characters/s")
    print(f"{'dates':12}{rate:>14,.0f} characters/s {rate / base:6.1f} x jieba.cut")


if __name__ == "__main__":
    main()
