"""Paragraphs: which physical lines belong together, told by how full a line is, how it ends and how the next begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import east_asian_width

from gov_bulletin_nlp.document import Line

SENTENCE_END = frozenset("。！？；…")
PARAGRAPH_END = frozenset("。！？；：…”’）)》】〕」』.!?;:")
OPEN_END = frozenset("，、,（(“‘《【〔「『—－-＋+与和及的在对向从把被将并")
CLOSING = frozenset("，。、；：？！）》”’】〕」』,.;:?!)")

UNFINISHED_LENGTH = 70
"""A line of so many characters that does not end as a paragraph ends was torn; no headline is as long."""

FULL_SLACK = 5
"""Columns that a full line may lack: two wide characters moved down by the line-start rule and one half-width."""

_MARKED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[●▲★◆■□◇○※➢➤☆△▶•✦❖]"
    r"|【[^】]{2,12}】|第[一二三四五六七八九十\d]{1,3}[章节条，、]|附件|附[：:]|[（(][^（()）]{2,24}[）)]$"
    r"|(?:报|送|发|抄|主|编|责|审|签|校|电|地|印|共|供|撰|来|作|文/|图/|记者|通讯员)[ 　]*(?:报|送|发|抄|辑|任|核|对|话|址|制|印|稿|源|者|/)?[ 　]*[：:]"
    r"|本期(?:编辑|责任编辑|责编|审核)|图为|编者按|按[：:])"
)
_CAPTION = re.compile(r"图为|图\d*[：:]|[（(]?图片|.*摄[）)]?$")
_BODY_OPENING = re.compile(
    r"(?:\d{4}年|\d{1,2}月|今年|去年|近日|日前|近期|为[了深全进认切贯落推加做提扎]|根据|按照|本报讯|本刊讯|\[|自\d|截至)"
)


def columns(text: str) -> int:
    """Width in columns of a fixed-pitch page: wide and full-width characters take two."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


@dataclass
class Piece:
    """A physical line as the joiner sees it."""

    text: str
    line: Line
    indent: int
    blank: int
    torn: bool

    @cached_property
    def width(self) -> int:
        """Columns it takes, its indent included."""
        return columns(self.text) + self.indent


@dataclass(frozen=True)
class Setting:
    """How an issue is set: the measure of its lines, whether paragraphs are indented, the usual blank lines."""

    measure: int | None
    indented: bool
    usual_blank: int


def setting(pieces: Sequence[Piece]) -> Setting:
    """Tell whether an issue has hard line ends, and how its paragraphs open."""
    blanks = Counter(piece.blank for piece in pieces[1:] if not piece.torn)
    usual_blank = min((number for number, count in blanks.items() if count * 3 >= len(pieces)), default=0)
    measure = None
    if len(pieces) >= 4:
        widths = sorted(piece.width for piece in pieces)
        widest = widths[-1 - len(widths) // 40]
        full = [piece for piece in pieces if widest - FULL_SLACK <= piece.width <= widest + 2]
        open_full = sum(1 for piece in full if piece.text[-1] not in SENTENCE_END)
        if widest <= 124 and len(full) >= max(3, len(pieces) // 5) and open_full * 2 >= len(full):
            measure = widest
    openers = [p for p in pieces if p.width > 40 or (measure and p.width >= measure - FULL_SLACK)]
    indented = sum(1 for piece in openers if piece.indent >= 2)
    return Setting(measure, bool(openers) and indented >= 2 and indented * (12 if measure else 3) >= len(openers), usual_blank)


def is_full(piece: Piece, measure: int | None, right: float | None) -> bool:
    """Whether a line runs to the right margin, so that its end may be a mere line end."""
    if right is not None and piece.line.x1 is not None:
        return piece.line.x1 >= right - 1.8 * (piece.line.size or 12)
    return measure is not None and piece.width >= measure - FULL_SLACK


def unfinished(text: str) -> bool:
    """Whether a line breaks off inside a sentence by its own look: no headline and no paragraph ends so."""
    if not text or text[-1] in PARAGRAPH_END:
        return False
    if text[-1] in OPEN_END:
        return len(text) >= 8
    return "。" in text or text.count("，") >= 2 or len(text) >= UNFINISHED_LENGTH


def joins(before: Piece, after: Piece, style: Setting, right: float | None) -> bool:
    """Whether ``after`` continues the paragraph that ``before`` belongs to.

    Args:
        before: A physical line; its text is all that has been joined to it so far.
        after: The next line that is not furniture.
        style: How the issue is set.
        right: Right margin of ``before``'s column in points, for pages.
    """
    a, b = before.text, after.text
    if before.line.table or after.line.table or not a or not b:
        return False
    if _print_differs(before.line, after.line):
        return False
    if b[0] in CLOSING and a[-1] not in SENTENCE_END:
        return True
    blank = after.blank - style.usual_blank
    if is_full(before, style.measure, right) and (blank <= 0 or after.torn):
        if style.indented:
            return after.indent < 2 and not (_MARKED.match(b) and a[-1] in SENTENCE_END)
        if _MARKED.match(b) and a[-1] not in OPEN_END:
            return False
        return a[-1] not in SENTENCE_END or (style.measure is not None and not _BODY_OPENING.match(b) and not after.indent)
    if style.measure is not None and not after.torn and right is None:
        return False
    if right is not None and not after.torn:
        return False
    if _MARKED.match(b) or _CAPTION.match(a) or (style.indented and after.indent >= 2 and not after.torn):
        return False
    if unfinished(a):
        return not (_BODY_OPENING.match(b) and a[-1] not in OPEN_END)
    if after.torn and a[-1] not in PARAGRAPH_END:
        return after.indent < 2 and not _BODY_OPENING.match(b) and ("，" in a or before.indent >= 2) and len(a) > 6
    return False


def _print_differs(a: Line, b: Line) -> bool:
    if a.size is None or b.size is None:
        return False
    if abs(a.size - b.size) > 0.12 * max(a.size, b.size) or a.color != b.color:
        return True
    return bool(a.bold) != bool(b.bold) or bool(a.centred) != bool(b.centred)
