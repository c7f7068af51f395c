"""Count what the corpus covers and write it into ``corpora/README.md``: ``corpus_table.py [--check]``."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from gov_bulletin_nlp.markup import Mark, Marked, parse_markup, plain_text

ROOT = Path(__file__).resolve().parents[1] / "corpora"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def habits(marked: Marked) -> set[str]:
    """The habits of a bulletin that its marks and header show."""
    found: set[str] = set()
    text, marks = marked.text, marked.marks
    tags = Counter(mark.tag for mark in marks)
    found |= {
        name
        for tag, name in {
            "toc": "contents",
            "col": "columns",
            "sub": "subtitle",
            "note": "editor's note",
            "cap": "captions",
            "x": "page furniture by hand",
            "by": "byline: person",
            "byo": "byline: organisation",
        }.items()
        if tags[tag]
    }
    if not tags["by"] and not tags["byo"]:
        found.add("no byline at all")
    if "↵" in text:
        found.add("tears by hand")
    printed = plain_text(marked)
    for shape, name in {
        r"附件\d?[：:]": "附件",
        r"^(?:同志们|各位[^。\n]{0,20}|老师们[^。\n]{0,10})[：:，]": "speech or salutation",
        r"^问[：:]": "questions and answers",
        r"\t": "table rows",
        r"以下简称|详见附件|（试行）|摄影[：:]|（节选）": "decoys in brackets",
    }.items():
        if re.search(shape, printed, re.MULTILINE):
            found.add(name)
    found |= _articles(text, marks)
    head = marked.header
    found.add("masthead" if head.get("masthead") else "no masthead")
    found.add("colophon" if head.get("colophon") else "no colophon")
    made = head.get("print", {})
    for key, name in {
        "wrap_at": "hard-wrapped",
        "lines_a_page": "torn by pages",
        "half": "half-width punctuation",
        "digits_spaced": "spaces round digits",
        "blanks": "blank lines set",
        "newline": "CRLF",
    }.items():
        if made.get(key) not in (None, False):
            found.add(name)
    if made.get("encoding", "utf-8") != "utf-8":
        found.add("other encoding than UTF-8")
    return found


def _articles(text: str, marks: list[Mark]) -> set[str]:
    found: set[str] = set()
    heads = [mark for mark in marks if mark.tag == "h"]
    bodies = [mark for mark in marks if mark.tag == "b"]
    if len(bodies) == 1:
        found.add("one single article")
    if len(bodies) >= 20:
        found.add("digest of 20 and more")
    headed = 0
    for mark in heads:
        printed = text[mark.start : mark.end]
        following = next((body for body in bodies if body.start >= mark.end), None)
        gap = text[mark.end : following.start] if following else "\n"
        headed += 1
        if "\n" in printed.strip():
            found.add("two-line headline")
        if "\n" not in gap:
            found.add("run-in headline")
        else:
            found.add("headline on its own line")
        if re.search(r"[？！?!]$", printed.strip()):
            found.add("headline ending in ？ or ！")
        if len(printed) >= 40:
            found.add("very long headline")
        if len("".join(printed.split())) <= 4:
            found.add("headline of up to four characters")
        before = text[max(0, mark.start - 8) : mark.start].rsplit("\n", 1)[-1]
        if re.search(r"[一二三四五六七八九十\d][、.．）)]\s*$", before):
            found.add("numbered headlines")
        if re.search(r"[●▲★◆■□○◎➤▶☆]\s*$", before):
            found.add("bulleted headlines")
        if re.search(r"[】\]]\s*$", before):
            found.add("lead-in 【…】")
    if headed < len(bodies):
        found.add("items without headline")
    return found


def table() -> str:
    """The tables in Markdown."""
    parts = ("dev", "test")
    kinds: dict[str, Counter[str]] = {part: Counter() for part in parts}
    layouts: dict[str, Counter[str]] = {part: Counter() for part in parts}
    sizes: dict[str, list[int]] = {part: [0, 0, 0] for part in parts}
    for part in parts:
        for path in sorted((ROOT / part).rglob("*.ann")):
            marked = parse_markup(path.read_text(encoding="utf-8"), path.name)
            kinds[part][str(marked.header.get("issuer_kind", "other"))] += 1
            layouts[part].update(habits(marked))
            sizes[part][0] += 1
            sizes[part][1] += sum(1 for mark in marked.marks if mark.tag == "b")
            sizes[part][2] += len("".join(plain_text(marked).split()))
    lines = ["| part | bulletins (each its own issuer) | articles | characters |", "|---|---|---|---|"]
    lines += [f"| `{part}` | {sizes[part][0]} | {sizes[part][1]} | {sizes[part][2]} |" for part in parts]
    for title, counted in (("habit", layouts), ("kind of issuer", kinds)):
        lines += ["", f"| {title} | dev | test |", "|---|---|---|"]
        names = sorted(set(counted["dev"]) | set(counted["test"]))
        lines += [f"| {name} | {counted['dev'][name]} | {counted['test'][name]} |" for name in names]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Write the tables, or check that they are current."""
    readme = ROOT / "README.md"
    content = readme.read_text(encoding="utf-8")
    head, _, rest = content.partition(BEGIN)
    tail = rest.partition(END)[2]
    fresh = f"{head}{BEGIN}\n{table()}\n{END}{tail}"
    if "--check" in arguments:
        return int(fresh != content)
    readme.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
