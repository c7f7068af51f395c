"""From the chosen readings to the outline: articles with their parts, masthead, contents, colophon, and what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from gov_bulletin_nlp.dates import to_edtf
from gov_bulletin_nlp.document import Article, Byline, ContentsEntry, Evidence, Notice, Outline, Paragraph, Span
from gov_bulletin_nlp.structure import bylines
from gov_bulletin_nlp.structure.colophon import read_colophon
from gov_bulletin_nlp.structure.contents import agreement, fold
from gov_bulletin_nlp.structure.decode import Decoded, Table
from gov_bulletin_nlp.structure.masthead import read_masthead
from gov_bulletin_nlp.structure.patterns import column_title, marker
from gov_bulletin_nlp.structure.rows import Issue, Row
from gov_bulletin_nlp.structure.run_in import headline_start

UNSURE = 0.6
"""Below this confidence a warning asks for a look; see the reliability table in ``docs/structure.md``."""

_ORNAMENT = re.compile(r"^[^\u3400-\u9fffA-Za-z0-9“《（「]+|[^\u3400-\u9fffA-Za-z0-9”》）」！？]+$")
_FRAMED = re.compile(
    r"[【〖]\s*(?P<inner>[^【】〖〗]+?)\s*[】〗]|[☆★※◆◇●○■□▲△❀✿❖✦♦◎]+\s*(?P<between>[^☆★※◆◇●○■□▲△❀✿❖✦♦◎]+?)\s*[☆★※◆◇●○■□▲△❀✿❖✦♦◎]+"
)
_PUBLISHED = re.compile(
    r"(?:时间|日期|時間)[：:]\s?(?P<labelled>(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日))"
    r"|(?<![\d./-])(?P<stamp>(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2})(?![\d./-])"
)
_DASH = re.compile(r"^[—\-－–]{1,3}\s*")
_NOTE_HEAD = re.compile(
    r"^[【〔\[（(]?\s*(?:编\s*者\s*按|編\s*者\s*按|编者的话|按\s*语|编\s*后(?:语)?|按)\s*[】〕\])）]?\s*[：:]?\s*"
)

NAMES = {
    "M": "masthead", "L": "lead-in", "T": "contents", "C": "column", "N": "editor's note", "H": "headline", "G": "second line of a headline",
    "S": "subtitle", "Q": "credit under a headline", "R": "headline run in", "I": "article without headline", "B": "paragraph", "K": "byline",
    "P": "caption", "F": "colophon", "r": "headline run in", "i": "article without headline", "b": "paragraph",
}  # fmt: skip
"""Kinds of rows in words, for people who read the evidence."""


@dataclass
class _Draft:
    """An article while its rows arrive."""

    start: int
    end: int = 0
    headline: list[Span] = field(default_factory=list)
    style: Literal["line", "run_in"] | None = None
    subtitle: Span | None = None
    column: str | None = None
    note: Span | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    evidence: tuple[Evidence, ...] = ()
    runner_up: str | None = None
    published: str | None = None

    @property
    def has_body(self) -> bool:
        return bool(self.paragraphs)


class _Builder:
    def __init__(self, text: str, issue: Issue, weights: Table | None) -> None:
        self.text = text
        self.issue = issue
        self.weights = weights
        self.drafts: list[_Draft] = []
        self.regions: list[tuple[str, int, int]] = []
        self.masthead: list[tuple[int, str]] = []
        self.colophon: list[tuple[int, str]] = []
        self.column: str | None = None
        self.note: Span | None = None
        self.notices: list[Notice] = []

    def region(self, kind: str, start: int, end: int) -> None:
        if start < end:
            self.regions.append((kind, start, end))

    def open(self, row: Row, decoded: Decoded, start: int) -> _Draft:
        draft = _Draft(start, column=self.column, note=self.note)
        self.note = None
        if self.weights is not None:
            draft.evidence = _explain(decoded, self.weights)
        draft.runner_up = NAMES[decoded.runner_up.kind] if decoded.runner_up else None
        self.drafts.append(draft)
        return draft

    def current(self, row: Row, decoded: Decoded) -> _Draft:
        return self.drafts[-1] if self.drafts else self.open(row, decoded, row.start)

    def add(self, row: Row, decoded: Decoded) -> None:
        kind = decoded.reading.kind
        if kind == "M":
            self.masthead.append((row.start, row.text))
            self.region("masthead", row.start, row.end)
        elif kind == "F":
            self.colophon.append((row.start, row.text))
            self.region("colophon", row.start, row.end)
        elif kind == "T":
            self.region("contents", row.start, row.end)
        elif kind == "C":
            self.column = column_title(row.text) or _plain_column(row.text)
            self.region("column", row.start, row.end)
        elif kind == "N":
            self._add_note(row)
        elif kind == "L":
            self.region("remainder", row.start, row.end)
            self.notices.append(Notice("unassigned-text", "This paragraph belongs to no article.", row.start, row.end))
        else:
            self._add_article_row(kind, row, decoded)

    def _add_note(self, row: Row) -> None:
        head = _NOTE_HEAD.match(row.text)
        start = row.start + (head.end() if head else 0)
        self.region("note", row.start, row.end)
        if start >= row.end:
            return
        draft = self.drafts[-1] if self.drafts else None
        waiting = draft is not None and not draft.has_body
        if waiting and draft is not None:
            draft.note = (draft.note[0] if draft.note else start, row.end)
        else:
            self.note = (self.note[0] if self.note else start, row.end)

    def _add_article_row(self, kind: str, row: Row, decoded: Decoded) -> None:
        draft = self.open(row, decoded, row.start) if kind in "HRrIi" else self.current(row, decoded)
        draft.sure.append(decoded.probability)
        self.region("caption" if kind == "P" else "article", row.start, row.end)
        draft.end = max(draft.end, row.end)
        if kind == "H":
            draft.style = "line"
            draft.headline.append(_line_headline(row))
            draft.published = _published(row.text)
            if row.tail:
                draft.bylines += _shifted(row.tail.credits.names, row.start)
        elif kind == "G" and draft.headline and draft.headline[-1][1] + 1 == row.start:
            draft.headline.append((row.start, row.end))
        elif kind in "GS":  # a line that would go on with the headline belongs to the subtitle when that stands between
            dash = _DASH.match(row.text)
            start = row.start + (dash.end() if dash else 0)
            draft.subtitle = (draft.subtitle[0] if draft.subtitle else start, row.end)
        elif kind in "QK":
            draft.published = draft.published or _published(row.text)
            if row.byline:
                draft.bylines += _shifted(row.byline.credits.names, row.start)
        elif kind in "RrIiBb":
            self._add_body(kind, row, decoded, draft)

    def _add_body(self, kind: str, row: Row, decoded: Decoded, draft: _Draft) -> None:
        start, end = row.start, row.end
        split = decoded.reading.split
        if kind in "Rr" and split:
            draft.style = "run_in"
            draft.headline.append((row.start + headline_start(row, split[0]), row.start + split[0]))
            start = row.start + split[1]
        elif kind in "Ii":
            start += _bullet_end(row)
        if not draft.has_body:
            lead = bylines.lead(self.text[start:end])
            if lead and start + lead.end < end:
                draft.bylines += _shifted(lead.credits.names, start)
                start += lead.end
                start += len(self.text[start:end]) - len(self.text[start:end].lstrip(" \u3000，"))
        if kind in "rib" and row.tail:
            draft.bylines += _shifted(row.tail.credits.names, row.start)
            end = row.start + row.tail.start
        elif row.tail and not row.tail.credits.names:
            end = row.start + row.tail.start
        while end > start and self.text[end - 1] in " \u3000\t":
            end -= 1
        if start < end:
            draft.paragraphs.append(Paragraph(start, end, _paragraph_kind(self.text[start:end], row)))


def _line_headline(row: Row) -> Span:
    """The words of a headline that fills its line: without marker, brackets or ornaments round it, and a credit behind it."""
    start, end = headline_start(row, len(row.text)), row.tail.start if row.tail else len(row.text)
    framed = _FRAMED.fullmatch(row.text, start, end)
    if framed:
        start, end = framed.span(framed.lastgroup or 0)
    if row.stamp is not None and start < row.stamp < end:
        end = row.stamp
    while end > start and row.text[end - 1] in " \u3000":
        end -= 1
    return row.start + start, row.start + end


def _published(credit: str) -> str | None:
    """The day of publication in a credit line, as EDTF: ``发布时间：2021-04-29 08:46``."""
    found = _PUBLISHED.search(credit)
    return to_edtf(found.group("labelled") or found.group("stamp")) if found else None


def _explain(decoded: Decoded, weights: Table) -> tuple[Evidence, ...]:
    own = weights.get(decoded.reading.kind.upper(), {})
    found = [
        Evidence(feature, own[feature]) for feature in dict.fromkeys(decoded.reading.evidence()) if own.get(feature)
    ]
    return tuple(sorted(found, key=lambda item: -abs(item.weight)))


def _shifted(names: Sequence[Byline], by: int) -> list[Byline]:
    return [Byline(n.name, n.kind, n.role, n.start + by, n.end + by) for n in names]


def _bullet_end(row: Row) -> int:
    """The marker that opens an item without headline; steps in brackets, （1）…（2）…, belong to the text."""
    if row.mark and (row.mark.style not in ("cnb", "arb") or row.series.startswith("single")):
        return row.mark.length
    return 0


def _plain_column(text: str) -> str:
    """The words of a column line: marker and ornaments gone, letter spacing closed."""
    mark = marker(text)
    words = _ORNAMENT.sub("", text[mark.length :] if mark else text)
    return re.sub(r"(?<=[\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff])", "", words)


def _paragraph_kind(text: str, row: Row) -> Literal["body", "subhead", "list", "table"]:
    if row.line.table or "\t" in text or text.count("  ") >= 2:
        return "table"
    if marker(text) and len(text) <= 40 and text[-1] not in "。；;":
        return "subhead"
    if marker(text) and len(text) <= 60:
        return "list"
    if len(text) <= 30 and text[-1] not in "。；;！？：:，、”）)" and not row.tail:
        return "subhead"
    return "body"


def build(text: str, issue: Issue, decoded: Sequence[Decoded], weights: Table | None = None) -> Outline:
    """Assemble the outline.

    Args:
        text: The clean text.
        issue: Its rows.
        decoded: The reading of each row.
        weights: What evidence is worth, if it is to be kept with the articles.

    Returns:
        Every character of ``text`` that is not a line end lies in exactly one of ``regions``.
    """
    builder = _Builder(text, issue, weights)
    for row, choice in zip(issue.rows, decoded, strict=True):
        builder.add(row, choice)
    articles = [_finish(draft, text) for draft in builder.drafts]
    masthead = read_masthead(builder.masthead)
    notices = list(builder.notices)
    for article in articles:
        if article.confidence < UNSURE:
            notices.append(
                Notice(
                    "unsure-boundary",
                    "Where this article begins or ends is unsure; look at it.",
                    article.start,
                    article.end,
                )
            )
        if not article.paragraphs:
            notices.append(
                Notice("headline-without-body", "A headline stands here without a body.", article.start, article.end)
            )
    return Outline(
        masthead=masthead,
        contents=_announce(issue, decoded, articles),
        articles=tuple(articles),
        colophon=read_colophon(builder.colophon),
        regions=tuple(builder.regions),
        notices=tuple(notices),
    )


def _finish(draft: _Draft, text: str) -> Article:
    headline = (draft.headline[0][0], draft.headline[-1][1]) if draft.headline else None
    printed = None
    if headline:
        pieces = [text[start:end].strip(" \u3000") for start, end in draft.headline]
        printed = "".join(pieces)
        end = draft.headline[-1][1]
        while end > headline[0] and text[end - 1] in " \u3000":
            end -= 1
        if draft.style == "run_in" and printed.endswith(("。", "：", ":")):
            printed, end = printed[:-1], end - 1
        headline = (headline[0], end)
    subtitle = draft.subtitle
    if headline and printed and draft.style == "line" and subtitle is None and "\n" not in text[slice(*headline)]:
        dash = re.search(r"[^\s—](?P<gap>\s+)?——(?=[^—\s])", printed)
        if dash and dash.group("gap"):
            cut = headline[0] + dash.start() + 1
            subtitle = (headline[0] + dash.end(), headline[1])
            headline = (headline[0], cut)
            printed = text[slice(*headline)]
    confidence = min(draft.sure, default=0.0) if draft.sure else 0.0
    return Article(
        start=draft.start,
        end=draft.end,
        headline=headline,
        headline_style=draft.style if headline else None,
        headline_text=printed or None,
        subtitle=subtitle,
        column=draft.column,
        editor_note=draft.note,
        paragraphs=tuple(draft.paragraphs),
        bylines=tuple(draft.bylines),
        confidence=round(confidence, 3),
        evidence=draft.evidence,
        runner_up=draft.runner_up,
        published=draft.published,
    )


def _announce(issue: Issue, decoded: Sequence[Decoded], articles: Sequence[Article]) -> tuple[ContentsEntry, ...]:
    """Contents entries, each with the article that it announces; pairs keep their order."""
    contents = {row.index for row, choice in zip(issue.rows, decoded, strict=True) if choice.reading.kind == "T"}
    entries = []
    position = 0
    titles = [fold(article.headline_text or "") for article in articles]
    for index, title, page in issue.toc:
        if index not in contents:
            continue
        row = issue.rows[index]
        best, which = 0.0, None
        for number in range(position, len(articles)):
            score = agreement(fold(title), titles[number])
            if score > best:
                best, which = score, number
        if which is not None:
            position = which + 1
        at = row.text.find(title)
        start = row.start + max(at, 0)
        entries.append(ContentsEntry(title, page, start, start + len(title), which))
    return tuple(entries)
