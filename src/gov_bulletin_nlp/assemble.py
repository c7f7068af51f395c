"""All stages' results → ``Bulletin``: ids, places in the source, warnings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from gov_bulletin_nlp import records
from gov_bulletin_nlp.document import Annotations, Article, CleanDocument, Field, Notice, Outline, RawDocument
from gov_bulletin_nlp.traced import OURS

ID_LENGTH = 16
"""Hexadecimal digits of the input's SHA-256 that make a bulletin's id."""

_ESCAPED = re.compile("[\ud800-\udfff]")


def readable(name: str) -> str:
    """A file name as text that can be written: bytes that the system could not read as text become U+FFFD."""
    return _ESCAPED.sub("\ufffd", name)


class _Places:
    """Where stretches of the clean text stand in the source."""

    def __init__(self, raw: RawDocument, document: CleanDocument) -> None:
        self._traced = document.traced
        self._glyphs = raw.glyphs

    def of(self, start: int, end: int) -> dict[str, Any]:
        """Source offsets for TXT, page boxes for PDF."""
        if self._glyphs is None:
            span = self._traced.source_span(start, end)
            return {"source_start": span[0], "source_end": span[1]} if span else {}
        known = [index for index in self._traced.origin[start:end] if index != OURS]
        return {"locations": self._boxes(known)}

    def pages(self, start: int, end: int) -> list[int]:
        """Pages from 1 that a stretch stands on."""
        if self._glyphs is None:
            return []
        page = self._glyphs.page
        return sorted(
            {page[index] + 1 for index in self._traced.origin[start:end] if index != OURS and page[index] >= 0}
        )

    def _boxes(self, known: list[int]) -> list[records.Location]:
        glyphs = self._glyphs
        assert glyphs is not None
        printed = [index for index in known if glyphs.x0[index] >= 0 or glyphs.x1[index] > 0]
        found = []
        for page, group in groupby(printed, key=lambda index: glyphs.page[index]):
            members = list(group)
            box = (
                round(min(glyphs.x0[i] for i in members), 2),
                round(min(glyphs.y0[i] for i in members), 2),
                round(max(glyphs.x1[i] for i in members), 2),
                round(max(glyphs.y1[i] for i in members), 2),
            )
            found.append(records.Location.model_construct(page=page + 1, bbox=box))
        return found


def assemble(
    raw: RawDocument, document: CleanDocument, outline: Outline, notes: Annotations, *, explain: bool = False
) -> records.Bulletin:
    """Build the record.

    Args:
        raw: The source.
        document: The clean text.
        outline: Its parts.
        notes: What was found in the articles.
        explain: Keep the evidence for each article's start.

    Returns:
        The record; every ``text[start:end]`` is the annotated surface.
    """
    text = document.text
    identity = raw.sha256[:ID_LENGTH]
    places = _Places(raw, document)
    articles = [
        _article(index, article, identity, text, places, notes, explain)
        for index, article in enumerate(outline.articles)
    ]
    contents = [
        records.ContentsEntry.model_construct(
            title=entry.title,
            page=entry.page,
            article_id=articles[entry.article].id if entry.article is not None else None,
        )
        for entry in outline.contents
    ]
    build = records.Bulletin.model_construct
    return build(
        schema_version=records.SCHEMA_VERSION,
        id=identity,
        source=records.Source.model_construct(
            name=readable(raw.name) if raw.name is not None else None,
            sha256=raw.sha256,
            media_type=raw.media_type,
            encoding=raw.encoding,
            page_count=raw.page_count,
            ocr=raw.ocr,
        ),
        text=text,
        masthead=records.Masthead.model_construct(**_fields(outline.masthead)),
        contents=contents,
        articles=articles,
        colophon=records.Colophon.model_construct(**_lists(_fields(outline.colophon))),
        warnings=[_warning(notice) for notice in (*raw.notices, *document.notices, *outline.notices, *notes.notices)],
        regions=[
            records.Region.model_construct(kind=kind, start=start, end=end) for kind, start, end in outline.regions
        ],
    )


_LIST_FIELDS = ("editors", "reviewers", "emails", "phones", "report_to", "send_to", "copy_to")


def _lists(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: [] for name in _LIST_FIELDS} | fields


def _fields(found: Mapping[str, Field]) -> dict[str, Any]:
    values: dict[str, Any] = {name: field.value for name, field in found.items()}
    values["spans"] = {
        name: [records.SpanRef.model_construct(start=start, end=end) for start, end in field.spans]
        for name, field in found.items()
    }
    return values


def _warning(notice: Notice) -> records.Warning:
    return records.Warning.model_construct(code=notice.code, message=notice.message, start=notice.start, end=notice.end)


def _article(
    index: int, article: Article, identity: str, text: str, places: _Places, notes: Annotations, explain: bool
) -> records.Article:
    subtitle, note = article.subtitle, article.editor_note
    headline = article.headline
    return records.Article.model_construct(
        id=f"{identity}-{index + 1}",
        index=index,
        column=article.column,
        headline=article.headline_text,
        subtitle=text[slice(*subtitle)].replace("\n", "") if subtitle else None,
        headline_style=article.headline_style,
        editor_note=text[slice(*note)] if note else None,
        start=article.start,
        end=article.end,
        paragraphs=[
            records.Paragraph.model_construct(
                text=text[p.start : p.end],
                start=p.start,
                end=p.end,
                kind=p.kind,
                pages=places.pages(p.start, p.end),
                **places.of(p.start, p.end),
            )
            for p in article.paragraphs
        ],
        bylines=[
            records.Byline.model_construct(
                name=b.name, kind=b.kind, role=b.role, start=b.start, end=b.end, **places.of(b.start, b.end)
            )
            for b in article.bylines
        ],
        entities=[
            records.Entity.model_construct(
                label=m.label,
                text=m.text,
                start=m.start,
                end=m.end,
                canonical=m.canonical,
                code=m.code,
                confidence=round(m.confidence, 3),
                sources=list(m.sources),
                candidates=list(m.candidates),
                **places.of(m.start, m.end),
            )
            for m in notes.entities[index]
        ],
        quantities=[
            records.Quantity.model_construct(
                text=q.text,
                start=q.start,
                end=q.end,
                value=q.value,
                upper=q.upper,
                unit=q.unit,
                qualifier=q.qualifier,
                kind=q.kind,
                counted=q.counted,
                lower_bound=q.lower_bound,
                upper_bound=q.upper_bound,
                confidence=round(q.confidence, 3),
                **places.of(q.start, q.end),
            )
            for q in notes.quantities[index]
        ],
        dates=[
            records.DateMention.model_construct(
                text=d.text, start=d.start, end=d.end, value=d.value, reason=d.reason, **places.of(d.start, d.end)
            )
            for d in notes.dates[index]
        ],
        published=article.published,
        confidence=article.confidence,
        headline_span=records.SpanRef.model_construct(start=headline[0], end=headline[1]) if headline else None,
        evidence=[records.Evidence.model_construct(feature=e.feature, weight=e.weight) for e in article.evidence]
        if explain
        else None,
        runner_up=article.runner_up if explain else None,
        **places.of(article.start, article.end),
    )
