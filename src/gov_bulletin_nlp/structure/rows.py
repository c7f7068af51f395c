"""Rows: each paragraph of the clean text with all that can be told of it alone and from the issue as a whole."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from gov_bulletin_nlp.document import CleanDocument, Line
from gov_bulletin_nlp.script import simplify
from gov_bulletin_nlp.structure import bylines
from gov_bulletin_nlp.structure.contents import agreement, entry_title, fold
from gov_bulletin_nlp.structure.masthead import looks_like_masthead
from gov_bulletin_nlp.structure.patterns import SENTENCE_END, Marker, column_title, marker, opening, paged, part, stamp
from gov_bulletin_nlp.structure.series import mark_series

LONG = 60
"""A row of so many characters is text unless it is marked as something else."""

ECHO = 8
"""How many rows may lie between the title of a web page and the same words as its headline."""

TOC_REACH = 160
"""How many rows from the top are looked at as contents."""


@dataclass
class Row:
    """One paragraph and what is known of it."""

    index: int
    start: int
    text: str
    line: Line
    mark: Marker | None = None
    core: str = ""
    opening: str | None = None
    column: str | None = None
    tail: bylines.Found | None = None
    byline: bylines.Found | None = None
    lead: bylines.Found | None = None
    toc_score: float = 0.0
    toc_order: bool = False
    in_toc: bool = False
    repeats_later: bool = False
    series: str = ""
    series_led: bool = False
    series_closed: bool = False
    peers_titled: str = ""
    peers_closed: bool = False
    peers_short: bool = False
    stamp: int | None = None
    flags: set[str] = field(default_factory=set)

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)

    @property
    def long(self) -> bool:
        """Whether its length alone makes it text."""
        return len(self.text) >= LONG


@dataclass
class Issue:
    """All rows of a bulletin and what holds for the issue as a whole."""

    rows: list[Row]
    body_size: float | None = None
    body_indent: int = 0
    closed: int = 0
    top_evidence: bool = False
    toc: list[tuple[int, str, int | None]] = field(default_factory=list)
    styles: Counter[str] = field(default_factory=Counter)
    decorations: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    announced: frozenset[int] = frozenset()
    usual_space: float = 0.0


_LABEL = re.compile(r"([\u3400-\u9fff]{2,6})[：:]")
_ENTRY = re.compile(
    r"[△▲●]?\s?(?:[12]\d{3}年)?\d{1,2}月(?:\d{1,2}日)?(?:\s?[—－\-至~、]\s?(?:\d{1,2}月)?\d{1,2}日)?[\s　｜|：:]|[△▲●]?\s?(?:是|同|当)[年月日]，?"
)
_ITEM_BEFORE_FIGURE = re.compile(r"(\d{1,2})[.．、](?=\d)")
_YEAR_LINE = re.compile(r"(?:[12]\d{3}|[二一][〇○零一二三四五六七八九]{3})年(?:度|大事记)?")
_PARTS = ("document-title", "note", "caption", "attachment", "salutation", "dialogue", "colophon")
_WHOLE_PARTS = ("signature", "contents-heading", "briefs", "annals")


def read_rows(document: CleanDocument) -> Issue:
    """Look at every paragraph once.

    Args:
        document: The cleaned bulletin.

    Returns:
        Rows with their own marks, and the issue's series, contents and print.
    """
    rows: list[Row] = []
    for line in document.lines:
        text = document.text[line.start : line.end]
        rows.append(_row(len(rows), line.start, text, line))
    _numbers_before_figures(rows)
    issue = Issue(rows)
    _print(issue)
    _contents(issue)
    mark_series(issue)
    issue.decorations = Counter(row.text[0] for row in rows if row.column)
    issue.titles = Counter(title for _, title, _ in issue.toc)
    issue.announced = frozenset(index for index, _, _ in issue.toc)
    _labels(issue)
    _chronicle(issue)
    _signed(issue)
    _twins(issue)
    _briefs(issue)
    issue.top_evidence = any({"issue", "secrecy"} & looks_like_masthead(row.text) for row in rows[:8])
    issue.closed = sum(1 for row in rows if row.tail or (row.byline and row.byline.credits.strength == "role"))
    return issue


def _numbers_before_figures(rows: Sequence[Row]) -> None:
    """``7.109国道恢复通行`` is item 7 where item 6 or 8 stands beside it, and a decimal elsewhere."""
    numbers = [row.mark.number if row.mark and row.mark.style == "ar" else None for row in rows]
    for row in rows:
        found = None if row.mark else _ITEM_BEFORE_FIGURE.match(row.text)
        if found:
            number = int(found.group(1))
            before = numbers[row.index - 1] if row.index else None
            after = numbers[row.index + 1] if row.index + 1 < len(rows) else None
            if before == number - 1 or after == number + 1:
                row.mark = Marker("ar", number, found.end())
                row.core = simplify(row.text[found.end() :])


def _labels(issue: Issue) -> None:
    """Mark credit lines whose label (编辑：, 供稿：) comes back in credit lines all over the issue: no colophon repeats."""
    credits = [row for row in issue.rows if row.byline and not row.long]
    labels = Counter(label for row in credits for label in set(_LABEL.findall(row.text)))
    for row in credits:
        first = _LABEL.search(row.text)
        if first and first.start() <= 1 and labels[first.group(1)] >= 3:
            row.flags.add("label-again")


def _row(index: int, start: int, text: str, line: Line) -> Row:
    row = Row(index, start, text, line)
    if len(text) <= 90:
        stamped = stamp().search(text)
        if stamped and stamped.start() >= 4:
            row.stamp = stamped.start()
            row.flags.add("stamped")
    plain = simplify(text)
    row.mark = marker(text)
    row.core = plain[row.mark.length :] if row.mark else plain
    found = opening().match(row.core)
    row.opening = found.lastgroup if found else None
    if len(text) <= 110:
        if len(text) <= 24:
            row.column = column_title(text)
        row.byline = bylines.row(text)
        if row.byline and not row.byline.credits.names and bylines.is_page_facts(text.strip()):
            row.flags.add("facts")
        row.flags |= {name for name in _PARTS if part(name).match(plain)}
        row.flags |= {name for name in _WHOLE_PARTS if part(name).fullmatch(plain)}
        if paged(text):
            row.flags.add("paged")
    else:
        row.flags |= {name for name in ("note", "dialogue", "colophon", "caption") if part(name).match(plain)}
    last = text[-1]
    if (
        last in "）)】]。.者员文图"
        or "：" in text[-40:]
        or ":" in text[-40:]
        or "□" in text[-20:]
        or bylines.endings(plain)
        or text.rfind("（", -24) > text.rfind("）")
    ):
        row.tail = bylines.tail(text)
        if row.tail and row.tail.start == 0:
            row.tail = None
    row.lead = bylines.lead(text)
    return row


def _print(issue: Issue) -> None:
    weights: Counter[float] = Counter()
    indents: Counter[int] = Counter()
    for row in issue.rows:
        if row.line.size is not None:
            weights[round(row.line.size * 2) / 2] += len(row.text)
        if row.long:
            indents[min(row.line.indent or 0, 8)] += 1
    if weights:
        issue.body_size = weights.most_common(1)[0][0]
    if indents:
        issue.body_indent = indents.most_common(1)[0][0]
    spaces = [row.line.space_above for row in issue.rows if row.line.space_above is not None]
    issue.usual_space = float(median(spaces)) if spaces else 0.0


def _contents(issue: Issue) -> None:
    """Find the contents block and let later rows agree with its titles, in order."""
    rows = issue.rows
    head = next((r.index for r in rows[:40] if "contents-heading" in r.flags), None)
    prefixes: defaultdict[str, list[int]] = defaultdict(list)
    folded = [fold(row.core if row.mark else row.text)[:80] for row in rows]
    for index, text in enumerate(folded):
        if len(text) >= 4:
            prefixes[text[:4]].append(index)
    entries: list[tuple[int, str, int | None]] = []
    begin = head + 1 if head is not None else 0
    quiet = 0
    for row in rows[begin : begin + TOC_REACH]:
        if row.long and "paged" not in row.flags:
            break
        title, page = entry_title(row.text)
        key = fold(title)
        later = [i for i in prefixes.get(key[:4], ()) if i > row.index] if len(key) >= 4 else []
        announced = any(
            folded[i] == key or (len(key) >= 6 and agreement(key, folded[i][: len(key) + 20]) >= 0.9) for i in later
        )
        if row.column is not None:
            announced = announced or any(r.column == row.column and r.index > row.index for r in rows[row.index + 1 :])
        row.repeats_later = announced
        sentence = row.text[-1] in "。；" and page is None
        if row.column is None and not sentence and (head is not None or page or announced) and 4 <= len(key) <= 70:
            seen_before = any(fold(e[1]) == key for e in entries)
            if seen_before:
                break
            if head is None and not announced and page is None:
                quiet += 1
            entries.append((row.index, title, page))
        elif head is None and row.index > 12 and not entries:
            break
        if quiet > 3:
            break
    issue.toc = _trim(rows, entries, head, folded)
    if not issue.toc:
        return
    last = issue.toc[-1][0]
    first = min(issue.toc[0][0], head if head is not None else issue.toc[0][0])
    for row in rows[first : last + 1]:
        row.in_toc = True
    row_after = last + 1
    titles = [fold(title) for _, title, _ in issue.toc]
    heads = {title[0] for title in titles if title}
    position = 0
    for row in rows[row_after:]:
        if row.column is not None or (row.long and folded[row.index][:1] not in heads):
            continue
        text = folded[row.index]
        best, which = 0.0, -1
        for number, title in enumerate(titles):
            score = agreement(title, text if len(text) <= 70 else text[: len(title)])
            if row.long and text.startswith(title) and len(title) >= 5:
                score = max(score, 0.9)
            if score > best or (score == best and score and number == position):
                best, which = score, number
        row.toc_score = best
        if best:
            row.toc_order = which == position
            position = which + 1


def _trim(
    rows: Sequence[Row], entries: list[tuple[int, str, int | None]], head: int | None, folded: Sequence[str]
) -> list[tuple[int, str, int | None]]:
    """Contents end where the first entry comes back; without a heading they need repetition or pages to be believed."""
    if not entries:
        return []
    for position, (index, _, page) in enumerate(entries):
        if position and page is None:
            text = folded[index]
            back = [p for p in range(position) if agreement(fold(entries[p][1]), text) >= 0.7]
            if back:
                entries = entries[:position]
                break
    believed = sum(1 for index, _, page in entries if rows[index].repeats_later or page is not None)
    if head is None:
        strong = [entry for entry in entries if rows[entry[0]].repeats_later or entry[2] is not None]
        return strong if len(strong) >= 2 else []
    if believed * 2 < len(entries):
        shortened = 0
        later = folded[entries[-1][0] + 1 :]
        for _, title, _ in entries:
            key = fold(title)
            shortened += any(agreement(key, text[:70]) >= 0.7 for text in later if len(text) >= 4)
        if (believed + shortened) * 2 < len(entries):
            entries = [e for e in entries if rows[e[0]].repeats_later or e[2] is not None]
    return entries


def _chronicle(issue: Issue) -> None:
    """Mark the entries and year lines of a chronicle: many rows that open with a date and a gap."""
    entries = [row for row in issue.rows if _ENTRY.match(row.text)]
    if len(entries) >= 4 and len(entries) * 3 >= sum(1 for row in issue.rows if not row.in_toc):
        for row in entries:
            row.flags.add("entry")
        for row in issue.rows:
            if _YEAR_LINE.fullmatch(row.text):
                row.flags.add("year-line")


def _signed(issue: Issue) -> None:
    """Mark the line over a date that stands alone: who signs a notice or a letter."""
    for row, after in itertools.pairwise(issue.rows):
        if "signature" in after.flags and len(row.text) <= 30 and row.text[-1] not in SENTENCE_END:
            row.flags.add("signed")


def _twins(issue: Issue) -> None:
    """Mark short lines that come back word for word: sub-heads such as 【基本案情】, or what each page prints."""
    texts = Counter(row.text for row in issue.rows if len(row.text) <= 20 and not row.in_toc)
    for row in issue.rows:
        if texts[row.text] > 1 and not row.in_toc:
            row.flags.add("twin")
    last: dict[str, Row] = {}
    for row in issue.rows:
        key = "" if row.in_toc else fold(row.core)
        if not 5 <= len(key) <= 60:
            continue
        before = last.get(key)
        if before is not None and row.index - before.index <= ECHO:  # a page's title, then its headline
            before.flags.add("echoed")
            row.flags.add("echo")
        last[key] = row


def _briefs(issue: Issue) -> None:
    """Mark what stands under a heading that announces briefs (简讯, 短讯三则, 基层动态), down to the next heading."""
    under = False
    for row in issue.rows:
        if len(row.core) <= 20 and not row.in_toc and not row.byline and row.text[-1] not in SENTENCE_END:
            under = "briefs" in row.flags
        elif under:
            row.flags.add("brief")
