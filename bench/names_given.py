"""Names as the pipeline decides them (model, grammar, issue), with the articles taken from the gold; how far confidence holds.

``python bench/names_given.py FOLDER…`` of ``.ann`` files: F1 per label over the distinct names of each article, then what share
of the names of each confidence was right, and the expected calibration error.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gov_bulletin_nlp.annotate.entities import find_entities
from gov_bulletin_nlp.annotate.recogniser import recognise
from gov_bulletin_nlp.markup import JOIN, LABELS, Marked, parse_markup
from gov_bulletin_nlp.scores import Tally, folded
from gov_bulletin_nlp.training.data import passage, regions_of
from reliability import show

Name = tuple[str, str]


@dataclass
class Given:
    """An article as the gold has it: its text, its names, and names that score neither way."""

    lines: list[str] = field(default_factory=list)
    names: set[Name] = field(default_factory=set)
    loose: set[Name] = field(default_factory=set)


def articles_of(marked: Marked) -> Iterator[Given]:
    """Headlines and bodies put together as articles."""
    given = Given()
    for region in regions_of(marked):
        text, spans = passage(marked, region)
        given.lines.append(text)
        given.names |= {(label, folded(text[start:end])) for start, end, label in spans}
        given.loose |= {
            (LABELS[mark.tag], folded(marked.text[mark.start : mark.end].replace(JOIN, "")))
            for mark in marked.inside(region, *LABELS)
            if mark.optional
        }
        if region.tag == "b":
            given.names -= given.loose
            yield given
            given = Given()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    tallies: dict[str, Tally] = {label: Tally() for label in ("ORG", "LOC", "PER", "all")}
    pairs: list[tuple[float, bool]] = []
    for path in sorted(path for folder in options.folders for path in folder.rglob("*.ann")):
        marked = parse_markup(path.read_text(encoding="utf-8"), path.name)
        if marked.header.get("annotated", "full") != "full":
            continue
        masthead = marked.header.get("masthead") or {}
        given = list(articles_of(marked))
        texts = ["\n".join(article.lines) for article in given]
        date = masthead.get("date") or (str(masthead["year"]) if masthead.get("year") else None)
        found = find_entities(
            texts, issuer=masthead.get("issuer"), date=date, recognised=recognise(texts), confirmed=True
        )
        for article, mentions in zip(given, found, strict=True):
            sure: dict[Name, float] = {}
            for mention in mentions:
                sure.setdefault((mention.label, folded(mention.text)), mention.confidence)
            have = sure.keys() - article.loose
            pairs += [(sure[name], name in article.names) for name in sorted(have)]
            for label, tally in tallies.items():
                want = Counter(name for name in article.names if label in (name[0], "all"))
                tally.compare(path.name, want, Counter(name for name in have if label in (name[0], "all")))
    print(" ".join(f"{label} {tally.f1:.3f}" for label, tally in tallies.items()))
    show(pairs, "names")


if __name__ == "__main__":
    main()
