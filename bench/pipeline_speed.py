"""Speed of the whole pipeline beside jieba in one process, shares of the stages, loading, and memory over many bulletins.

``python bench/pipeline_speed.py [FOLDER of .txt] [--bulletins 2000]``: prints ratios; absolute figures depend on the machine.
"""

from __future__ import annotations

import argparse
import logging
import resource
import time
from pathlib import Path

from timing import timed

HERE = Path(__file__).resolve().parents[1]


def memory() -> float:
    """Resident memory in MB (Linux: from /proc; elsewhere the peak)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE / "corpora" / "dev")
    parser.add_argument("--bulletins", type=int, default=2000)
    options = parser.parse_args()

    start = time.perf_counter()
    from gov_bulletin_nlp.pipeline import Pipeline

    pipeline = Pipeline()
    pipeline.parse_text("云州市总工会3月8日慰问职工12人。")
    print(f"loading and first parse: {time.perf_counter() - start:.2f} s")

    import jieba
    import jieba.posseg

    from gov_bulletin_nlp.annotate.dates import find_dates
    from gov_bulletin_nlp.annotate.entities import find_entities
    from gov_bulletin_nlp.annotate.passages import annotate, passage_of
    from gov_bulletin_nlp.annotate.quantities import find_quantities
    from gov_bulletin_nlp.annotate.recogniser import recognise
    from gov_bulletin_nlp.assemble import assemble
    from gov_bulletin_nlp.clean import clean
    from gov_bulletin_nlp.export import jsonl
    from gov_bulletin_nlp.ingest import ingest
    from gov_bulletin_nlp.structure import structure

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    paths = sorted(options.folder.rglob("*.txt"))
    data = [path.read_bytes() for path in paths]
    raws = [ingest(item) for item in data]
    characters = sum(len(raw.text) for raw in raws)
    cut = timed(lambda: [list(jieba.cut(raw.text)) for raw in raws])
    tag = timed(lambda: [list(jieba.posseg.cut(raw.text)) for raw in raws], 1)
    whole = timed(lambda: [pipeline.parse(item) for item in data])
    print(f"{len(paths)} bulletins, {characters} characters")
    print(f"jieba.cut        {characters / cut:10,.0f} characters a second")
    print(f"jieba.posseg     {characters / tag:10,.0f}")
    print(
        f"whole pipeline   {characters / whole:10,.0f}   {cut / whole:.2f}x jieba.cut, {tag / whole:.1f}x jieba.posseg"
    )

    cleaned = [clean(raw) for raw in raws]
    outlines = [structure(document) for document in cleaned]
    texts = [[passage_of(a, d.text).text for a in o.articles] for d, o in zip(cleaned, outlines, strict=True)]
    recognised = [recognise(passages) if passages else [] for passages in texts]
    notes = [annotate(d, o, pipeline._lexicon, recognise) for d, o in zip(cleaned, outlines, strict=True)]
    records = [pipeline.parse(item) for item in data]
    shares = {
        "ingest": lambda: [ingest(item) for item in data],
        "clean": lambda: [clean(raw) for raw in raws],
        "structure": lambda: [structure(document) for document in cleaned],
        "names: model": lambda: [recognise(passages) for passages in texts if passages],
        "names: rest": lambda: [
            find_entities(passages, issuer="云州市总工会", date="2023-03", recognised=spans)
            for passages, spans in zip(texts, recognised, strict=True)
        ],
        "quantities": lambda: [find_quantities(text) for passages in texts for text in passages],
        "dates": lambda: [find_dates(text, "2023-03") for passages in texts for text in passages],
        "assemble": lambda: [assemble(r, d, o, n) for r, d, o, n in zip(raws, cleaned, outlines, notes, strict=True)],
        "write JSON": lambda: [jsonl.line(record) for record in records],
    }
    for name, work in shares.items():
        seconds = timed(work)
        print(
            f"  {name:14} {seconds / whole:6.1%} of the whole, {characters / seconds:12,.0f} characters a second, {cut / seconds:.1f}x jieba.cut"
        )

    print("memory over one process:")
    for number in range(options.bulletins + 1):
        if number % (options.bulletins // 8 or 1) == 0:
            print(f"  after {number:5d} bulletins {memory():7.1f} MB")
        pipeline.parse(data[number % len(data)])


if __name__ == "__main__":
    main()
