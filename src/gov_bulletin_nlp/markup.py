"""The compact markup in which bulletins are annotated, and the gold that it stands for.

One file a bulletin: TOML between ``+++`` lines (masthead, colophon, how the text file is made), then the text itself
with inline marks ``⟦tag:text⟧`` or ``⟦tag=value:text⟧``, which may nest. ``corpora/README.md`` is the annotator's guide.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import Any

from gov_bulletin_nlp.errors import GoldInvalid

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OPEN, CLOSE, JOIN = "⟦", "⟧", "↵"
STRUCTURE = frozenset({"a", "h", "sub", "col", "note", "b", "by", "byo", "cap", "x", "toc"})
INLINE = frozenset({"o", "l", "p", "q", "d"})
LABELS = {"o": "ORG", "l": "LOC", "p": "PER"}
QUALIFIERS = frozenset({"exact", "about", "over", "under", "nearly", "at_least", "at_most", "range"})
_MARK = re.compile(r"⟦([a-z]+\??)(?:=([^:⟦⟧]*))?:")
_ORNAMENT = re.compile(r"^[^\u3400-\u9fffA-Za-z0-9“《（「]+|[^\u3400-\u9fffA-Za-z0-9”》）」！？]+$")
_SPACE = re.compile(r"\s+")
_WIDE = {code: chr(code - 0xFEE0) for code in map(ord, "０１２３４５６７８９％．＋")} | {
    code: chr(code - 0xFEE0)
    for first, last in (("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}
"""Full-width digits and letters are a habit of print; gold has them as the clean text does."""


@dataclass
class Mark:
    """One annotated stretch of ``Marked.text``."""

    tag: str
    value: str | None
    optional: bool
    start: int
    end: int = -1


@dataclass
class Marked:
    """A bulletin taken apart: its header, its text without marks, and the marks with offsets into that text."""

    header: dict[str, Any]
    text: str
    marks: list[Mark] = field(default_factory=list)

    def inside(self, outer: Mark, *tags: str) -> list[Mark]:
        """Marks of some tags that lie within another mark, in text order."""
        return [
            m for m in self.marks if m.tag in tags and outer.start <= m.start and m.end <= outer.end and m is not outer
        ]


def parse_markup(source: str, name: str | None = None) -> Marked:
    """Take a marked bulletin apart.

    Args:
        source: The content of a ``.ann`` file.
        name: Its name, for messages.

    Raises:
        GoldInvalid: The header is no TOML, a mark is unknown, unclosed or malformed.
    """
    header: dict[str, Any] = {}
    body = source.replace("\r\n", "\n")
    if body.startswith("+++\n"):
        head, separator, body = body[4:].partition("\n+++\n")
        if not separator:
            raise GoldInvalid("the header has no closing +++ line; add one.", name)
        try:
            header = tomllib.loads(head)
        except tomllib.TOMLDecodeError as error:
            raise GoldInvalid(f"the header is not TOML ({error}); mend that line.", name) from error
    text: list[str] = []
    length = 0
    marks: list[Mark] = []
    stack: list[Mark] = []
    at = 0
    while at < len(body):
        nexts = [i for i in (body.find(OPEN, at), body.find(CLOSE, at)) if i >= 0]
        stop = min(nexts, default=len(body))
        text.append(body[at:stop])
        length += stop - at
        if stop == len(body):
            break
        if body[stop] == CLOSE:
            if not stack:
                raise GoldInvalid(f"{CLOSE} without {OPEN} near {body[max(0, stop - 20) : stop]!r}.", name)
            stack.pop().end = length
            at = stop + 1
            continue
        found = _MARK.match(body, stop)
        tag = found.group(1).rstrip("?") if found else ""
        if found is None or tag not in STRUCTURE | INLINE:
            raise GoldInvalid(f"unknown mark at {body[stop : stop + 20]!r}.", name)
        mark = Mark(tag, found.group(2), found.group(1).endswith("?"), length)
        marks.append(mark)
        stack.append(mark)
        at = found.end()
    if stack:
        near = "".join(text)[stack[-1].start :][:20]
        raise GoldInvalid(f"mark {stack[-1].tag!r} is not closed, near {near!r}.", name)
    return Marked(header, "".join(text), marks)


def plain_text(marked: Marked) -> str:
    """The bulletin as its office would have printed it: marks gone, damage joints kept as line ends."""
    return marked.text.replace(JOIN, "")


def _fold(text: str) -> str:
    return _SPACE.sub("", text.replace(JOIN, ""))


def _joined(marked: Marked, mark: Mark) -> str:
    """Text of a mark without page noise and captions inside it, damage joints closed."""
    parts: list[str] = []
    at = mark.start
    for hole in marked.inside(mark, "x", "cap"):
        if hole.start >= at:
            parts.append(marked.text[at : hole.start])
            at = hole.end
    parts.append(marked.text[at : mark.end])
    return re.sub(rf"{JOIN}\s*", "", "".join(parts)).translate(_WIDE)


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _quantity(article: int, surface: str, mark: Mark, name: str | None) -> dict[str, Any]:
    fields = [*(mark.value or "").split("|"), "", "", ""][:4]
    lower, _, upper = fields[0].partition("..")
    qualifier = fields[2] or ("range" if upper else "exact")
    if qualifier not in QUALIFIERS:
        raise GoldInvalid(f"quantity {surface!r} has the unknown qualifier {qualifier!r}.", name)
    try:
        value, high = _number(lower), _number(upper) if upper else None
    except ValueError as error:
        raise GoldInvalid(f"quantity {surface!r} has no number: {fields[0]!r}.", name) from error
    row: dict[str, Any] = {"article": article, "text": surface, "value": value, "unit": fields[1] or None}
    row |= {"qualifier": qualifier, "upper": high, "counted": fields[3] or None}
    return row


def gold(marked: Marked, name: str | None = None) -> dict[str, Any]:
    """The gold record of a marked bulletin, in the layout that ``evaluate`` reads.

    Raises:
        GoldInvalid: An article has no body, a value cannot be read.
    """
    articles: list[dict[str, Any]] = []
    entities: list[dict[str, Any]] = []
    counts: list[dict[str, Any]] = []
    dates: list[dict[str, Any]] = []
    extra: dict[str, list[str]] = {"contents": [], "captions": [], "page_noise": [], "editor_notes": []}
    column: str | None = None
    current: dict[str, Any] | None = None
    regions: list[list[Mark]] = []

    def start_article() -> dict[str, Any]:
        article: dict[str, Any] = {
            "headline": None,
            "subtitle": None,
            "column": column,
            "body_start": None,
            "body_end": None,
        }
        article |= {"paragraphs": None, "bylines": []}
        articles.append(article)
        regions.append([])
        return article

    for mark in marked.marks:
        surface = _joined(marked, mark)
        if mark.tag == "col":
            column = (
                re.sub(r"(?<=[\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff])", "", _ORNAMENT.sub("", surface)) or None
            )
        elif mark.tag in ("h", "a"):
            waiting = current is not None and current["body_start"] is None
            if mark.tag == "h" and waiting and current is not None and current["headline"]:
                current["headline"] += surface.strip()
            else:
                current = start_article()
                current["headline"] = re.sub(r"\s*\n\s*", "", surface.strip()) or None
            regions[-1].append(mark)
        elif mark.tag == "sub" and current is not None:
            current["subtitle"] = re.sub(r"\s*\n\s*", "", surface.strip())
        elif mark.tag in ("by", "byo"):
            if current is None:
                raise GoldInvalid(f"byline {surface!r} stands before any article.", name)
            kind = "person" if mark.tag == "by" else "organization"
            current["bylines"].append({"name": _fold(surface), "kind": kind})
        elif mark.tag == "b":
            if current is None or current["body_start"] is not None:
                current = start_article()
            folded = _fold(surface)
            if not folded:
                raise GoldInvalid(f"the body of article {len(articles)} is empty.", name)
            current["body_start"], current["body_end"] = folded[:12], folded[-12:]
            current["paragraphs"] = sum(1 for line in surface.split("\n") if line.strip())
            regions[-1].append(mark)
        elif mark.tag in ("toc", "cap", "x", "note"):
            key = {"toc": "contents", "cap": "captions", "x": "page_noise", "note": "editor_notes"}[mark.tag]
            extra[key].append(surface.strip())
    for index, (article, outer) in enumerate(zip(articles, regions, strict=True)):
        if article["body_start"] is None:
            raise GoldInvalid(f"article {index + 1} ({article['headline']!r}) has no body.", name)
        seen: set[tuple[str, str]] = set()
        for mark in (inner for region in outer for inner in marked.inside(region, *INLINE)):
            surface = _joined(marked, mark).replace("\n", "")
            row: dict[str, Any]
            if mark.tag in LABELS:
                row = {"article": index, "type": LABELS[mark.tag], "text": surface}
                if (row["type"], _fold(surface)) in seen:
                    continue
                seen.add((row["type"], _fold(surface)))
                if mark.value:
                    row["canonical"] = mark.value
                target = entities
            elif mark.tag == "q":
                row, target = _quantity(index, surface, mark, name), counts
            else:
                row, target = {"article": index, "text": surface, "value": mark.value or None}, dates
            if mark.optional:
                row["optional"] = True
            target.append(row)
    result = {
        "masthead": marked.header.get("masthead"),
        "articles": articles,
        "colophon": marked.header.get("colophon"),
    }
    result |= {"entities": entities, "counts": counts, "dates": dates}
    result |= {"extra": {key: value for key, value in extra.items() if value}}
    result["annotated"] = marked.header.get("annotated", "full")
    return result


def problems(marked: Marked) -> list[str]:
    """What an annotator should mend: values that the text does not hold, suspicious marks.

    Args:
        marked: A bulletin taken apart.

    Returns:
        One sentence a problem; empty when all is well.
    """
    found: list[str] = []
    folded = _fold(marked.text)
    for part in ("masthead", "colophon"):
        for key, value in (marked.header.get(part) or {}).items():
            if key in ("date", "print_date", "issue_number", "total_issue", "year", "copies"):
                continue
            found.extend(
                f"{part}.{key}: {item!r} does not stand in the text"
                for item in (value if isinstance(value, list) else [value])
                if _fold(str(item)) not in folded
            )
    label = (marked.header.get("masthead") or {}).get("issue_label") or ""
    if re.search(r"[期刊]\s*[（(]?[总總]|^[（(].*[）)]$", label):
        found.append(f"masthead.issue_label: {label!r} has brackets or a running number; leave them out")
    for mark in marked.marks:
        surface = _joined(marked, mark)
        if mark.tag in INLINE and not surface.strip():
            found.append(f"empty {mark.tag} mark at {mark.start}")
        if mark.tag in ("o", "l", "p", "q") and "\n" in surface.strip():
            found.append(f"{mark.tag} mark over a line end: {surface!r}")
        if mark.tag == "q" and not re.search(
            r"[\d０-９零〇一二三四五六七八九十百千万亿两双几半数俩仨壹贰叁肆伍陆柒捌玖拾佰仟萬億兩幾]", surface
        ):
            found.append(f"quantity without a number: {surface!r}")
        if mark.tag == "d" and not mark.value and not mark.optional and "?" not in surface:
            found.append(f"date without a value: {surface!r}")
        if mark.tag == "b" and re.match(r"\s*[（(]?(?:本报讯|供稿|来源|通讯员)", surface):
            found.append(f"body opens with a byline: {surface[:20]!r}")
        if mark.tag == "b" and re.search(r"[（(](?:供稿|通讯员|来源)[^）)]*[）)]\s*$", surface):
            found.append(f"body ends with a byline: {surface[-20:]!r}")
    return found
