"""Stretches of a text in which numerals count nothing: phrases of the table, titles, quoted names, dates and times."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

Span = tuple[int, int]

_NUMERALS = "零〇一二两俩三四五六七八九十百千万廿卅"
_TITLE = re.compile(
    r"《[^《》\n]{1,80}》|〔[^〔〕\n]{1,12}〕\s?第?\d*\s?号?|https?://[\w./?=&%#:~+-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_QUOTED = re.compile(r"[“‘「『]([^“”‘’「」『』\n]{1,24})[”’」』]")
_MEASURED = re.compile(r"\d(?:年|天|元|人|万|亿|%|小时|公里|米|吨|岁|个月)")
_SPOKEN = re.compile(r"[，。；：！？]")

# 四门洞村, 四道湾子镇: what looks like a classifier is part of a place name.
_PLACE = re.compile(
    r"[一二三四五六七八九十]+[门家道里台方间棵官塘岔盘眼面条]"
    r"(?:[子洞湾庙店沟岔口坪窑河塘泉井岭岗岩山坡桥官营堡寨庄坝屯梁地垄铺]{1,2}(?:村|镇|乡|街道|社区|街|路|所|站|小学|中学|大队|水库|景区)|[沟湾桥屯坪堡铺寨峡坝](?!的))"
)

# 街道58社区 is one community, 5街道58社区 are many; 劣五类水体 is a class of water.
_RANKED = re.compile(
    r"(?<=[^0-9０-９一二三四五六七八九十百两个各]街道)[0-9０-９一二三四五六七八九十]{1,3}社区|(?<=[劣优])[一二三四五]类(?=[水海])"
)

# 一户一策, 一人一档: a numeral and one word, twice.
_REPEATED = re.compile(
    r"(?<![0-9一二三四五六七八九十百千万第])(?:一(?!等|.[又零])[\u4e00-\u9fff]{1,2}一|1[人户企事岗村校县镇乡店园厂街]1)[\u4e00-\u9fff]"
)

_D = "[0-9０-９]"
_C = "[零〇○一二三四五六七八九十廿卅]"
_SMALL = rf"(?:{_D}{{1,2}}|{_C}{{1,3}})"
_YEAR = rf"(?:(?:1[6-9]|20)\d{{2}}|[12１２]{_D}{{3}}|[〇○零一二三四五六七八九]{{4}})"
_JOIN = r"\s?(?:[-－—–―~～至到、和与及]|——)\s?"
_DAY = rf"{_SMALL}\s?[日号](?!线|楼|院|文|公告|令|馆|厅|门|机|井|地块|台|厂|路|桥|店|库)"
_MONTH = rf"{_SMALL}\s?月(?!度假)(?:份|初|底|末|中旬|上旬|下旬|上中旬)?"
_DATE = re.compile(
    rf"{_YEAR}\s?年?{_JOIN}{_YEAR}\s?(?:年度?|学年度?|财年)(?!以|前|后)?"
    rf"|{_YEAR}\s?(?:年度?|学年度?|届|级)(?:\s?{_MONTH}(?:\s?{_SMALL}\s?[日号])?)?"
    rf"|{_YEAR}\s?[.．/／-]\s?{_D}{{1,2}}(?:\s?[.．/／-]\s?{_D}{{1,2}})?(?![{_D[1:-1]}%％万亿])(?![元人个])"
    rf"|{_SMALL}(?:{_JOIN}{_SMALL}){{0,6}}\s?月(?!度假|龄)(?:份|初|底|末)?(?:\s?{_SMALL}(?:{_JOIN}{_SMALL})*\s?[日号])?"
    rf"|{_SMALL}(?:{_JOIN}{_SMALL})+\s?[日号](?!线|楼|院|文|机|井|地块)"
    rf"|(?<![期时约近超达]){_D}{{1,2}}[.．]{_D}{{1,2}}[日号](?![均内以元龄])"
    rf"|{_SMALL}\s?[日号]"
    rf"|{_D}{{1,2}}\s?[:：]\s?{_D}{{2}}(?:\s?[:：]\s?{_D}{{2}})?"
    rf"|{_SMALL}\s?[时時](?!候|代|常|间|段|期|不|时|有)(?:\s?{_SMALL}\s?分)?(?:{_JOIN}{_SMALL}\s?分)?"
    rf"|{_SMALL}\s?[点點](?:\s?(?:钟|鐘|整|半|许|多钟|左右)|\s?{_SMALL}\s?分|[一三]刻|(?={_JOIN}{_SMALL}\s?[点點]))"
    rf"|{_SMALL}\s?世纪(?:{_SMALL}0?年代)?|{_D}?0年代|[一二三四五六七八九]十年代"
    rf"|{_D}{{2,3}}\s?年\s?{_MONTH}(?:\s?{_SMALL}\s?[日号])?"
    rf"|1[01]\d\s?年(?=度|第|起|底|初)"
)
_ERA = re.compile(
    r"(?:民国|公元前?|洪武|建文|永乐|宣德|正统|景泰|天顺|成化|弘治|正德|嘉靖|隆庆|万历|泰昌|天启|崇祯|顺治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|"
    r"光绪|宣统|贞观|开元|天宝|至元|至正|大正|昭和|平成|令和)$"
)
_DATE_NEXT = frozenset("年月日号时時点點世届级季:：.．/／-－—–―~～至到、和与及 代学财")


def is_date_start(text: str, end: int) -> bool:
    """Whether what follows a number (at ``end``) could make it a date or time: a cheap test before ``date_end``."""
    return end < len(text) and text[end] in _DATE_NEXT


def date_end(text: str, start: int) -> int | None:
    """Where the date or clock time that begins at ``start`` ends, or ``None`` when none begins there."""
    match = _DATE.match(text, start)
    return match.end() if match else None


def is_era_year(text: str, start: int, end: int) -> bool:
    """Whether the number is the year of a reign (光绪二十六年)."""
    return text.startswith("年", end) and _ERA.search(text, max(0, start - 3), start) is not None


@lru_cache(maxsize=8)
def _automaton(phrases: tuple[str, ...]) -> Any:
    # Imported on first use, since the parser of one number alone does not need it.
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(phrases, matchkind=MatchKind.LeftmostLongest)


class Silence:
    """The silent stretches of one text, asked by position."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, text: str, phrases: Sequence[str]) -> None:
        spans = _phrases(text, tuple(phrases))
        if "《" in text or "〔" in text or "@" in text or "://" in text:
            spans.extend(match.span() for match in _TITLE.finditer(text))
        if "“" in text or "「" in text or "‘" in text or "『" in text:
            spans.extend(match.span() for match in _QUOTED.finditer(text) if _is_name(match[1]))
        spans.extend(match.span() for match in _PLACE.finditer(text))
        spans.extend(match.span() for match in _REPEATED.finditer(text))
        if "社区" in text or "类" in text:
            spans.extend(match.span() for match in _RANKED.finditer(text))
        spans.sort()
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            if self._starts and end <= self._ends[-1]:
                continue
            self._starts.append(start)
            self._ends.append(end)

    def end_over(self, start: int, end: int) -> int | None:
        """Where the silent stretch that holds all of ``start:end`` ends, or ``None`` where none does."""
        place = bisect_right(self._starts, start) - 1
        return self._ends[place] if place >= 0 and end <= self._ends[place] else None


def _phrases(text: str, phrases: tuple[str, ...]) -> list[Span]:
    spans = []
    for _, start, end in _automaton(phrases).find_matches_as_indexes(text):
        # A code such as 5G is none inside 5GB, nor 3D inside 13D.
        if text[end - 1].isascii() and end < len(text) and text[end].isascii() and text[end].isalnum():
            continue
        # 三门县 is a county, 三门县级课程 are three courses.
        if text[end - 1] in "县市区镇乡" and text[end : end + 1] in ("级", "域"):
            continue
        if text.startswith(("十分钟", "十分之"), start):
            continue  # no adverb
        spans.append((start, end))
    return spans


def _is_name(inner: str) -> bool:
    """Whether a quoted stretch is a name or slogan (“1+X”, “三个评价”) rather than quoted speech."""
    if _SPOKEN.search(inner):
        return False
    if "+" in inner or "＋" in inner or "、" in inner:
        return True
    return len(inner) <= (6 if inner[0] in _NUMERALS else 8) and not _MEASURED.search(inner)
