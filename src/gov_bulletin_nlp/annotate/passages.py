"""``CleanDocument + Outline → Annotations``: each article's headline and body as one passage, spans mapped back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from gov_bulletin_nlp.annotate.dates import find_dates
from gov_bulletin_nlp.annotate.entities import find_entities
from gov_bulletin_nlp.annotate.quantities import find_quantities
from gov_bulletin_nlp.document import Annotations, Article, CleanDocument, DateMention, Mention, Outline, Quantity, Span
from gov_bulletin_nlp.lexicon import Lexicon

Recogniser = Callable[[Sequence[str]], Sequence[Sequence[tuple[int, int, str, float]]]]
"""Texts to spans ``(start, end, label, score)``, one list a text."""

_YEAR = re.compile(r"(?<!\d)(?:199[5-9]|20\d\d)(?=年)")
"""Undated files are from the time of web pages; an earlier year is the history that an article tells."""

_Found = TypeVar("_Found", Quantity, DateMention, Mention)


@dataclass(frozen=True)
class Passage:
    """An article's searched text and where each of its pieces stands in the bulletin."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def back(self, found: _Found, text: str) -> _Found:
        """Move a find to offsets of the bulletin; its surface is what stands there."""
        start = self._at(found.start)
        end = self._at(found.end - 1) + 1
        return replace(found, start=start, end=end, text=text[start:end])

    def _at(self, offset: int) -> int:
        piece = bisect_right(self.starts, offset) - 1
        return self.places[piece] + offset - self.starts[piece]


def passage_of(article: Article, text: str) -> Passage:
    """Headline and paragraphs of an article, a line each; a headline printed on two lines is one."""
    spans: list[tuple[Span, str]] = []
    if article.headline:
        at = article.headline[0]
        for part in text[article.headline[0] : article.headline[1]].split("\n"):
            spans.append(((at, at + len(part)), ""))
            at += len(part) + 1
        spans[-1] = (spans[-1][0], "\n")
    spans += [((paragraph.start, paragraph.end), "\n") for paragraph in article.paragraphs]
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for (start, end), closing in spans:
        starts.append(at)
        pieces.append(text[start:end] + closing)
        at += end - start + len(closing)
    return Passage("".join(pieces).rstrip("\n"), tuple(starts), tuple(start for (start, _), _ in spans))


def annotate(
    document: CleanDocument,
    outline: Outline,
    lexicon: Lexicon,
    recogniser: Recogniser | None,
    *,
    confirmed: bool = False,
) -> Annotations:
    """Find quantities, dates and names in every article.

    Args:
        document: The clean text.
        outline: Its articles.
        lexicon: The caller's terms.
        recogniser: Gives candidate names; ``None`` for lexicon and patterns alone.
        confirmed: Whether what the recogniser does not see is no name, unless the lexicon has it.

    Returns:
        One list of each an article, offsets into the clean text.
    """
    text = document.text
    passages = [passage_of(article, text) for article in outline.articles]
    reference = _reference(outline)
    issuer = outline.masthead.get("issuer")
    texts = [passage.text for passage in passages]
    names = find_entities(
        texts,
        issuer=str(issuer.value) if issuer else None,
        date=reference,
        lexicon=lexicon,
        recognised=recogniser(texts) if recogniser and texts else None,
        confirmed=confirmed,
    )
    return Annotations(
        quantities=tuple(tuple(p.back(q, text) for q in find_quantities(p.text, lexicon=lexicon)) for p in passages),
        dates=tuple(
            tuple(p.back(d, text) for d in find_dates(p.text, article.published or reference or _only_year(p.text)))
            for p, article in zip(passages, outline.articles, strict=True)
        ),
        entities=tuple(tuple(p.back(m, text) for m in found) for p, found in zip(passages, names, strict=True)),
    )


def _only_year(text: str) -> str | None:
    """The year that an article of an undated issue speaks of: the one that it names, if it names no other."""
    years = set(_YEAR.findall(text))
    return years.pop() if len(years) == 1 else None


def _reference(outline: Outline) -> str | None:
    """The issue's date: as the masthead has it, else the print date, else the year; web pages have the last day of publication."""
    for fields, key in ((outline.masthead, "date"), (outline.colophon, "print_date"), (outline.masthead, "year")):
        if key in fields:
            return str(fields[key].value)
    return max((article.published for article in outline.articles if article.published), default=None)
