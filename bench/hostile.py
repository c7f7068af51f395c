"""What bad and large texts cost: the worst by stage, a large one against a small one, thousands of shuffled ones.

``python bench/hostile.py [--characters 500000]``: each text is one piece over and over; growth near 2 is linear.
``python bench/hostile.py --large``: structure of 5 MB with 5,000 articles against 500 kB with 500.
``python bench/hostile.py --shuffled 50000``: seeded texts of shuffled lines, characters and marks; none may raise.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from gov_bulletin_nlp.annotate.dates import find_dates
from gov_bulletin_nlp.annotate.quantities import find_quantities
from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.pipeline import Pipeline
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


def large(articles: int) -> str:
    """A bulletin of so many articles of about a kilobyte and a half each."""
    parts = ["云州工运\n第3期\n云州市总工会　2023年3月\n"]
    for number in range(articles):
        parts.append(f"市总工会第{number}次走访企业")
        parts.append(
            f"3月{number % 28 + 1}日，市总工会走访{number + 2}家企业，" + "与职工座谈，了解生产情况和困难。" * 12
        )
        parts.append(
            f"座谈会上，职工代表提出{number % 9 + 2}条建议，" + "市总工会逐条答复，限期办理。" * 12 + "（宋知远）"
        )
    return "\n".join(parts)


def shuffled(count: int, seed: int = 7) -> int:
    """How many of so many odd texts raise in the whole pipeline; prints the slowest."""
    draw = random.Random(seed)
    folder = Path(__file__).parent.parent / "corpora" / "dev"
    lines = [
        line
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_bytes().decode("utf-8", "ignore").splitlines()
    ]
    marks = [piece for pieces in PIECES.values() for piece in pieces]
    pipeline = Pipeline(recogniser=False)
    failures, slowest = 0, 0.0
    for _ in range(count):
        parts = [
            draw.choice(lines) if draw.random() < 0.5 else draw.choice(marks) * draw.randrange(1, 9) for _ in range(12)
        ]
        text = draw.choice(("\n", "", " ", "\u3000", "\r\n")).join(parts)
        if draw.random() < 0.3:
            text = "".join(draw.sample(text, len(text)))
        started = time.process_time()
        try:
            pipeline.parse_text(text)
        except Exception as error:  # counted and shown: that none comes is what is measured
            failures += 1
            print(f"{type(error).__name__}: {error}: {text[:80]!r}")
        slowest = max(slowest, time.process_time() - started)
    print(f"{count} texts, {failures} exceptions, the slowest took {slowest:.2f} s")
    return failures


def main() -> int:
    """Print one line a text; 1 if a shuffled text raised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=500_000)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--shuffled", type=int, default=0)
    options = parser.parse_args()
    if options.shuffled:
        return int(shuffled(options.shuffled) > 0)
    if options.large:
        small, big = large(500), large(5000)
        WORK["structure"](small)
        took = [min(seconds(WORK["structure"], text) for _ in range(3)) for text in (small, big)]
        sizes = [len(text.encode()) for text in (small, big)]
        print(f"{sizes[0]:,} bytes {took[0]:.2f} s, {sizes[1]:,} bytes {took[1]:.2f} s: {took[1] / took[0]:.1f} times")
        return 0
    for stage, pieces in PIECES.items():
        WORK[stage]("云州市总工会3月8日慰问职工12人。")
        for piece in pieces:
            text = piece * (options.characters // len(piece))
            half, whole = seconds(WORK[stage], text[: len(text) // 2]), seconds(WORK[stage], text)
            print(f"{stage:10} {piece!r:14} {whole:7.2f} s, {whole / max(half, 1e-9):4.1f}x for twice the text")
    return 0


if __name__ == "__main__":
    sys.exit(main())
