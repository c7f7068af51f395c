"""Paragraphs: which physical lines belong together, told by how full a line is, how it ends and how the next begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from gov_bulletin_nlp.document import Line

SENTENCE_END = frozenset("。！？；…")
PARAGRAPH_END = frozenset("。！？；：…”’）)》】〕」』.!?;:")
OPEN_END = frozenset("，、,（(“‘《【〔「『—－-＋+与和及的在对向从把被将并")
CLOSING = frozenset("，。、；：？！）》”’】〕」』,.;:?!)")

UNFINISHED_LENGTH = 70
"""A line of so many characters that does not end as a paragraph ends was torn; no headline is as long."""

TITLE_LENGTH = 40
"""A line with a list marker that is no longer may be a headline, whatever its commas look like."""

FULL_SLACK = 5
"""Columns that a full line may lack: two wide characters moved down by the line-start rule and one half-width."""

_MARKED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[●▲★◆■□◇○※➢➤☆△▶•✦❖]"
    r"|【[^】]{2,12}】|第[一二三四五六七八九十\d]{1,3}(?:部分|[章节条，、])|附件|附[：:]|[（(][^（()）]{2,24}[）)]$"
    r"|目\s*[录錄次]$|本\s?期\s?(?:要\s?目|导\s?读|目\s?录)|本期(?:编辑|责任编辑|责编|审核)|图为|编者按|按[：:])"
)
_FIELD = re.compile(
    r"(?:本期)?(?:QQ)?\s?(?:责\s?任\s?编\s?辑|责\s?编|编\s?辑|值班编辑|主\s?编|审\s?核|签\s?发|校\s?对|核\s?稿|报\s?送?|发\s?送?|送|抄\s?[送报發]|主\s?送|呈\s?报|分\s?送|发\s?至"
    r"|电\s?话|联系电话|邮\s?箱|电子邮箱|地\s?址|联系人|印\s?发|印\s?制|共\s?印|供\s?稿|撰\s?稿|来\s?源|作\s?者|文|图|記者|记者|通讯员)\s?[：:/／]"
)
_CAPTION = re.compile(r"图为|图\d*[：:]|[（(]?图片|.*摄[）)]?$")
_FRAMED = re.compile(r"([—\-=＝═*＊★☆◆·.…~～])\1+\s*[^—\-=＝═*＊★☆◆·.…~～]{2,16}\s*\1{2,}")
"""A column's title between drawn lines: ————侨台要闻————."""
_CAPTION_TAIL = re.compile(r"[。）)]\s*图为[^。]{2,40}$")
_BODY_OPENING = re.compile(
    r"(?:\d{4}年|\d{1,2}月|今年|去年|近日|日前|近期|为[了深全进认切贯落推加做提扎]|根据|按照|本报讯|本刊讯|\[|自\d|截至)"
)


_NARROW = re.compile(r"[\x00-\xa6\xa9\xab\xac\xae\xaf\xb5\xbb\u0100-\u10ff\uff61-\uffdc]")
"""Characters of one column: all before the Hangul block but the ambiguous ones (· × ° ± § …), and half-width forms."""


def columns(text: str) -> int:
    """Width in columns of a fixed-pitch page: wide, full-width and ambiguous characters take two."""
    return 2 * len(text) - len(_NARROW.findall(text))


@dataclass
class Piece:
    """A physical line as the joiner sees it."""

    text: str
    line: Line
    indent: int
    blank: int
    torn: bool
    lead: int = 0
    apart: bool = False

    @cached_property
    def width(self) -> int:
        """Columns it takes, its indent included."""
        return columns(self.text) + self.indent

    @property
    def length(self) -> int:
        """Characters it takes, its indent included."""
        return len(self.text) + self.lead


@dataclass(frozen=True)
class Setting:
    """How an issue is set: the measure of its lines in columns or in characters, its indents, its usual blank lines."""

    columns: int | None
    characters: int | None
    indented: bool
    usual_blank: int
    body_size: float | None = None

    @property
    def wrapped(self) -> bool:
        """Whether paragraphs have hard line ends."""
        return self.columns is not None or self.characters is not None

    def full(self, piece: Piece) -> bool:
        """Whether a line runs to the right margin, so that its end may be a mere line end."""
        return (self.columns is not None and piece.width >= self.columns - FULL_SLACK) or (
            self.characters is not None and piece.length >= self.characters - FULL_SLACK // 2
        )


def _measure(pieces: Sequence[Piece], sizes: Sequence[int], slack: int, limit: int) -> tuple[int | None, float]:
    """The measure of hard-wrapped lines and how many lines fill it; ``None`` where lines are whole paragraphs."""
    ordered = sorted(sizes)
    widest = ordered[-1 - len(ordered) // 40]
    full = [piece for piece, size in zip(pieces, sizes, strict=True) if widest - slack <= size <= widest + 2]
    open_full = sum(1 for piece in full if piece.text[-1] not in SENTENCE_END)
    if widest <= limit and len(full) >= max(3, len(pieces) // 5) and open_full * 2 >= len(full):
        return widest, float(len(full))
    return None, 0.0


def setting(pieces: Sequence[Piece]) -> Setting:
    """Tell whether an issue has hard line ends, and how its paragraphs open."""
    blanks = Counter(piece.blank for piece in pieces[1:] if not piece.torn)
    usual_blank = min((number for number, count in blanks.items() if count * 3 >= len(pieces)), default=0)
    by_columns = by_characters = None
    if len(pieces) >= 4:
        by_columns, columns_full = _measure(pieces, [piece.width for piece in pieces], FULL_SLACK, 124)
        by_characters, characters_full = _measure(pieces, [piece.length for piece in pieces], FULL_SLACK // 2, 62)
        if by_columns and by_characters:
            if columns_full >= characters_full:
                by_characters = None
            else:
                by_columns = None
    style = Setting(by_columns, by_characters, False, usual_blank)
    openers = [piece for piece in pieces if piece.width > 40 or style.full(piece)]
    indented = sum(1 for piece in openers if piece.indent >= 2)
    often = indented >= 2 and indented * (12 if style.wrapped else 3) >= len(openers)
    return Setting(by_columns, by_characters, bool(openers) and often, usual_blank)


def unfinished(text: str) -> bool:
    """Whether a line breaks off inside a sentence by its own look: no headline and no paragraph ends so."""
    if not text or text[-1] in PARAGRAPH_END or _CAPTION_TAIL.search(text):
        return False
    if _MARKED.match(text) and len(text) <= TITLE_LENGTH:
        return False
    if text[-1] in OPEN_END:
        return len(text) >= (TITLE_LENGTH // 2 if text[-1] == "的" else 8)
    return "。" in text or (text.count("，") >= 2 and len(text) >= TITLE_LENGTH // 2) or len(text) >= UNFINISHED_LENGTH


def joins(before: Piece, after: Piece, style: Setting, right: float | None) -> bool:
    """Whether ``after`` continues the paragraph that ``before`` belongs to.

    Args:
        before: A physical line; its text is all that has been joined to it so far.
        after: The next line that is not furniture.
        style: How the issue is set.
        right: Right margin of ``before``'s column in points, for pages.
    """
    a, b = before.text, after.text
    if before.line.table or after.line.table or after.apart or not a or not b:
        return False
    if _FIELD.match(b) or (len(a) <= 30 and _FRAMED.fullmatch(a)):
        return False
    may_go_on = right is not None and a[-1] not in PARAGRAPH_END and not _MARKED.match(b)
    if may_go_on and right is not None and _continues_title(before.line, after.line, right, style.body_size):
        return True
    if _print_differs(before.line, after.line):
        return False
    if b[0] in CLOSING and a[-1] not in SENTENCE_END:
        return True
    blank = after.blank - style.usual_blank
    if right is None:
        full = style.full(before)
    else:
        full = before.line.x1 is not None and before.line.x1 >= right - 2.6 * (before.line.size or 12)
    if full and (blank <= 0 or after.torn):
        if _MARKED.match(b) and not unfinished(a):
            return False
        if style.indented:
            return after.indent < 2 and not (_MARKED.match(b) and a[-1] in SENTENCE_END)
        if _MARKED.match(b) and a[-1] not in OPEN_END:
            return False
        return a[-1] not in SENTENCE_END or (style.wrapped and not _BODY_OPENING.match(b) and not after.indent)
    if (style.wrapped or right is not None) and not after.torn:
        return False
    if _MARKED.match(b) or _CAPTION.match(a) or (style.indented and after.indent >= 2 and not after.torn):
        return False
    if unfinished(a):
        return not (_BODY_OPENING.match(b) and a[-1] not in OPEN_END)
    if after.torn and a[-1] not in PARAGRAPH_END:
        return after.indent < 2 and not _BODY_OPENING.match(b) and ("，" in a or before.indent >= 2) and len(a) > 6
    return False


def _continues_title(a: Line, b: Line, right: float, body_size: float | None) -> bool:
    """Whether a headline as wide as its column goes on in a second line set alike, centred or not."""
    if a.page != b.page or not a.size or not b.size or bool(a.bold) != bool(b.bold) or a.color != b.color:
        return False
    if a.x0 is None or a.x1 is None or b.x0 is None or b.x1 is None:
        return False
    if abs(a.size - b.size) > 0.06 * a.size or (b.space_above or 0.0) > 1.2:
        return False
    display = bool(a.bold) or (body_size is not None and a.size > 1.08 * body_size)
    about_one_axis = abs(a.x0 + a.x1 - b.x0 - b.x1) < a.size
    return display and (bool(b.centred) or about_one_axis) and a.x1 >= right - 4 * a.size


def _print_differs(a: Line, b: Line) -> bool:
    if a.size is None or b.size is None:
        return False
    if abs(a.size - b.size) > 0.12 * max(a.size, b.size) or a.color != b.color:
        return True
    return bool(a.bold) != bool(b.bold) or bool(a.centred) != bool(b.centred)
