"""Structure scores on every bulletin of a corpus, damaged in each of the ways that bulletins are damaged (seeded).

``python bench/damaged.py [corpora/test]`` prints one line a damage: headlines, bodies, bylines, masthead, colophon, wholly
right, and how well the confidence is calibrated over all variants together.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE / "scripts"))

from damage import blank_lines, digit_spaces, half_width, letter_space, print_as, tear, wrap  # noqa: E402
from gov_bulletin_nlp.evaluate import evaluate  # noqa: E402
from gov_bulletin_nlp.markup import Marked, gold, parse_markup, plain_text  # noqa: E402
from gov_bulletin_nlp.pipeline import Pipeline  # noqa: E402
from gov_bulletin_nlp.scores import Report, calibration_error, errors_in_lowest_fifth  # noqa: E402

FIELDS = ("headlines", "bodies", "bylines", "masthead", "colophon")


def seed_of(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)


def titles_of(marked: Marked) -> list[str]:
    title = (marked.header.get("masthead") or {}).get("title") or ""
    short = [marked.text[m.start : m.end] for m in marked.marks if m.tag == "h" and m.end - m.start <= 12]
    return [text for text in [title, *short] if text and " " not in text and "\n" not in text]


def traditional() -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC("s2t").convert


def damages() -> dict[str, Callable[[str, Marked, int], bytes]]:
    return {
        "as printed": lambda text, marked, seed: print_as(text, **marked.header.get("print", {})),
        "hard-wrapped": lambda text, marked, seed: wrap(text, random.Random(seed).choice((28, 32, 36, 40))).encode(),
        "wrapped, no indent": lambda text, marked, seed: wrap(
            text, random.Random(seed).choice((28, 34, 40)), indent=False
        ).encode(),
        "torn by pages": lambda text, marked, seed: tear(text, random.Random(seed).choice((10, 16, 22))).encode(),
        "GB18030, CRLF": lambda text, marked, seed: text.replace("\n", "\r\n").encode("gb18030"),
        "UTF-16": lambda text, marked, seed: text.encode("utf-16"),
        "half-width": lambda text, marked, seed: half_width(text).encode(),
        "spaces round digits": lambda text, marked, seed: digit_spaces(text, seed).encode(),
        "blank lines doubled": lambda text, marked, seed: blank_lines(text, 2).encode(),
        "blank lines removed": lambda text, marked, seed: blank_lines(text, 0).encode(),
        "letter-spaced titles": lambda text, marked, seed: letter_space(text, titles_of(marked)).encode(),
    }


def converted(value: Any, convert: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return convert(value)
    if isinstance(value, list):
        return [converted(item, convert) for item in value]
    if isinstance(value, dict):
        return {
            key: value[key] if key in ("date", "print_date", "kind", "file") else converted(value[key], convert)
            for key in value
        }
    return value


def show(name: str, report: Report) -> None:
    scores = report.as_dict()
    row = "  ".join(f"{scores['fields'][field]['f1']:.3f}" for field in FIELDS)
    print(f"{name:22} {row}  {scores['wholly_right']:.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE / "corpora" / "test")
    options = parser.parse_args()
    pipeline = Pipeline(recogniser=False)
    loaded = [
        (path.stem, parse_markup(path.read_text(encoding="utf-8"), path.name))
        for path in sorted(options.folder.rglob("*.ann"))
    ]
    reliability: list[tuple[float, bool]] = []
    print(f"{'damage':22} " + "  ".join(f"{field[:5]}" for field in FIELDS) + "  whole")
    convert = traditional()

    def pairs(damage: Callable[[str, Marked, int], bytes]) -> Iterator[tuple[str, dict[str, Any], Any]]:
        for name, marked in loaded:
            yield (
                name,
                {**gold(marked, name), "annotated": "structure"},
                pipeline.parse(damage(plain_text(marked), marked, seed_of(name))),
            )

    def script() -> Iterator[tuple[str, dict[str, Any], Any]]:
        for name, marked in loaded:
            truth = converted({**gold(marked, name), "annotated": "structure"}, convert)
            yield name, truth, pipeline.parse(convert(plain_text(marked)).encode())

    for name, damage in damages().items():
        report = evaluate(pairs(damage))
        reliability += report.reliability
        show(name, report)
    report = evaluate(script())
    reliability += report.reliability
    show("traditional script", report)
    print(
        f"all variants: expected calibration error {calibration_error(reliability):.3f}, lowest fifth holds {errors_in_lowest_fifth(reliability):.3f} of the wrong articles"
    )


if __name__ == "__main__":
    main()
