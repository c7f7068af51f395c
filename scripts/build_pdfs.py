"""Set four bulletins of ``corpora/dev`` as PDFs in different layouts, with their gold beside them: ``build_pdfs.py``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parent / "corpora"
LAYOUTS = {
    "party-office-yulin": ("--headline", "bold,larger,centred"),
    "tax-yinzhou-zhejiang": ("--headline", "bold,larger"),
    "customs-youyiguan-guangxi": ("--columns", "2", "--headline", "bold"),
    "village-pingyi-shandong": ("--headline", "larger,centred"),
}
"""Bulletin and how it is set, as options of ``make_pdf.py``."""


def main() -> int:
    """Make all of them."""
    out = CORPORA / "pdf"
    out.mkdir(exist_ok=True)
    for name, layout in LAYOUTS.items():
        source = CORPORA / "dev" / f"{name}.txt"
        command = [sys.executable, str(HERE / "make_pdf.py"), str(source), str(out / f"{name}.pdf"), *layout]
        subprocess.run(command, check=True)
        gold = json.loads(source.with_suffix(".gold.json").read_text(encoding="utf-8"))
        text = json.dumps({**gold, "file": f"{name}.pdf"}, ensure_ascii=False, indent=1) + "\n"
        (out / f"{name}.gold.json").write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
