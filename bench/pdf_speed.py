"""Pages a second and memory of reading PDF, beside pdfplumber, over one generated document.

    python bench/pdf_speed.py [PAGES]

Processor time is counted, so that other work on the machine matters little; each reader has a process of its own, so
that its peak of memory is its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARAGRAPH = "三月八日，市总工会走访一百二十家企业，发放慰问品三百余份，参加活动的职工达2680人。"


def document(pages: int) -> bytes:
    """A bulletin of so many pages: a headline and full paragraphs on each."""
    sys.path.insert(0, str(ROOT / "scripts"))
    from make_pdf import Typography, make_pdf

    headline = "市总工会慰问一线职工"
    lines = [headline, *[PARAGRAPH * 4] * 4] * pages
    return make_pdf("\n".join(lines), headlines=(headline,), typography=Typography(body=14, running_head="工作简报"))


def ours(data: bytes) -> tuple[int, int]:
    """Everything that the library reads: text, order, boxes, print."""
    from gov_bulletin_nlp.ingest import ingest

    raw = ingest(data)
    return raw.page_count or 0, len(raw.text)


def plumber(data: bytes) -> tuple[int, int]:
    """The same with pdfplumber: characters with boxes and fonts, and the text in lines; pages closed as advised."""
    import io

    import pdfplumber

    characters = 0
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            characters += len(page.extract_text())
            page.close()
        return len(pdf.pages), characters


def measure(reader: Callable[[bytes], tuple[int, int]], data: bytes) -> None:
    """Time one reader, after a short first run that loads its modules."""
    reader(document(1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    pages, characters = reader(data)
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{reader.__name__:8} {pages:5} pages {characters:8} characters {pages / spent:8.1f} pages/s "
        f"peak {peak / 1024:6.0f} MB, {(peak - before) / 1024:+.0f} MB while reading",
        flush=True,
    )


def main(pages: int) -> None:
    """Measure each reader in its own process."""
    data = document(pages)
    print(f"{len(data):,} bytes")
    context = multiprocessing.get_context("spawn")
    for reader in (ours, plumber):
        process = context.Process(target=measure, args=(reader, data))
        process.start()
        process.join()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
