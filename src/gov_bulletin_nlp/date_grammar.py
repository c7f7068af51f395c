"""How dates are written: reads one written date at a place of a text, without knowing when the text was written.

``Grammar.read`` is a small parser over short anchored patterns. Every repetition in them is bounded, so that no text,
however odd, takes more than a fixed time at each place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from gov_bulletin_nlp import calendar_cn
from gov_bulletin_nlp.date_periods import FIRST_QUARTER, SEASONS

Anchor = Literal["issue", "text", "whole"]
Part = tuple[str, int, int]
"""A stretch inside a year (``months``), a month (``days``) or one EDTF code (``code``, twice the same number)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: the components that stand there, absolute or as shifts from an anchor.

    ``more`` holds the further values of the finest component (``3、4月``), ``ranged`` whether they are a stretch
    (``10-12日``); ``to`` is the written end of a range.
    """

    start: int
    end: int
    year: int | None = None
    year_shift: int | None = None
    month: int | None = None
    month_shift: int | None = None
    quarter_shift: int | None = None
    week_shift: int | None = None
    weekday: int | None = None
    day: int | None = None
    day_shift: int | None = None
    anchor: Anchor = "issue"
    more: tuple[int, ...] = ()
    ranged: bool = False
    part: Part | None = None
    festival: str | None = None
    lunar: bool = False
    leap: bool = False
    plan: tuple[int, int] | None = None
    unknown: int = 0
    fiscal: bool = False
    edge: str | None = None
    about: bool = False
    open: bool = False
    same_period: bool = False
    turn_of_year: bool = False
    to: Written | None = None

    @property
    def finest(self) -> Literal["year", "month", "day"]:
        """The finest unit that is written."""
        if self.day is not None or self.day_shift is not None or self.festival or self.weekday is not None:
            return "day"
        if self.month is not None or self.month_shift is not None:
            return "month"
        return "year"


SPACE = r"[ \u3000\u00a0]{0,2}"
_D = "[0-9０-９]"
_C = "〇零○Ｏ一二三四五六七八九"
_YEAR = rf"(?:[12１２]{_D}{{3}}|[一二][{_C}]{{3}})"
_COUNT = rf"(?:{_D}{{1,2}}|[一二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九元])"
_DASH = rf"{SPACE}(?:[-－‐‑–—―─━~～〜]{{1,2}}|至|到){SPACE}"
_COMMA = rf"{SPACE}[、和与及]{SPACE}"
_JOIN = rf"(?:{_DASH}|{_COMMA})"
_NOT_DIGIT_BEFORE = r"(?<![0-9０-９.．])"
_PART_OF_DAY = "(?:上午|下午|中午|晚上|凌晨|早上|晚间|傍晚|晚|早)"
_CLOCK = rf"(?:{_D}{{1,2}}[:：时点]{_D}{{0,2}}[分时]?)"
_BRACKET = r"(?:[（(](?:星期|周|农历)[^（）()\n]{1,8}[）)])"

_NOT_IN_CODE = r"(?<![0-9０-９.\-/A-Za-z])"
_NUMERIC_DAY = (
    rf"({_YEAR})(?:(?P<mark>[./\-．－])|{SPACE}(?P<spaced>[./\-．－]){SPACE}|(?P<blank> ))"
    rf"({_D}{{1,2}})(?:(?P=mark)|{SPACE}(?P=spaced){SPACE}|(?P=blank))({_D}{{1,2}})(?![0-9０-９]|(?P=mark)[0-9])日?"
)
_NUMERIC_MONTH = (
    rf"((?:19|20){_D}{{2}})([.\-/．])({_D}{{1,2}})(?![0-9０-９%％‰./A-Za-z]|-[0-9]{{1,3}}(?![0-9]))"
)
_NUMERIC = {
    after_dash: (re.compile(guard + _NUMERIC_DAY), re.compile(guard + _NUMERIC_MONTH))
    for after_dash, guard in ((False, _NOT_IN_CODE), (True, ""))
}
"""Dates in figures; at the end of a range the dash before them is no part of a code."""
_NUMERIC_SHORT = re.compile(rf"({_D}{{1,2}})[./\-．]({_D}{{1,2}})(?![0-9０-９.\-/])|({_D}{{1,2}})(?![0-9０-９.\-/:：])日?")
_YEARS = re.compile(rf"{_NOT_DIGIT_BEFORE}(?:公元)?({_YEAR})((?:{_JOIN}(?:{_YEAR}|{_D}{{2}}(?!{_D}))){{0,6}}){SPACE}年")
_BEFORE_CHRIST = re.compile(rf"公元前{SPACE}({_D}{{1,4}}){SPACE}年")
_SHORT_YEAR = re.compile(
    rf"{_NOT_DIGIT_BEFORE}[’‘']?({_D}{{2}}|[〇零○五六七八九][{_C}]){SPACE}年(?={SPACE}{_COUNT}{SPACE}月|[初底]|年[初底]|[一二三四]季度)"
    rf"|{_NOT_DIGIT_BEFORE}(0{_D}){SPACE}年"
)
_ERA_YEAR = re.compile(rf"{SPACE}({_D}{{1,3}}|[元一二三四五六七八九十百〇零○廿卅]{{1,6}}){SPACE}年")
_CENTURY = re.compile(rf"(?:({_D}{{1,2}}|{_COUNT}){SPACE}|(上个?|本))世纪(?:的?({_D}0|[二三四五六七八九]?十){SPACE}年代)?([初末]期?|中[叶期])?")
_DECADE = re.compile(rf"{_NOT_DIGIT_BEFORE}({_D}0|[二三四五六七八九]十){SPACE}年代([初末中]期?)?")
_YEAR_TAIL = re.compile(r"度|学年|份(?!额)")
_MONTHS = re.compile(rf"({_COUNT})((?:{_JOIN}{_COUNT}){{0,11}}){SPACE}月(份)?")
_DAYS = re.compile(rf"({_COUNT})((?:{_JOIN}{_COUNT}){{0,9}}){SPACE}([日号號])")
_DAY_LEFT_OPEN = re.compile(rf"({_COUNT})(?={_DASH}{_COUNT}{SPACE}月{SPACE}{_COUNT}{SPACE}[日号])")
_NEXT_DAY = re.compile(rf"{SPACE}、{SPACE}({_COUNT}){SPACE}[日号號](?!{_DASH}{_COUNT}{SPACE}[日号月])")
_NEXT_MONTH = re.compile(rf"{SPACE}、{SPACE}({_COUNT}){SPACE}月份?(?!{SPACE}{_COUNT}{SPACE}[日号]|[上中下]旬|[初底末])")
_LUNAR_WORD = re.compile("(?:农历|農曆|阴历|旧历|夏历)")
_LUNAR_MONTH = re.compile(rf"(闰)?(正|腊|臘|冬|十[一二]|[一二三四五六七八九十]|{_D}{{1,2}}){SPACE}月")
_LUNAR_DAY = re.compile(
    rf"(初(?:[一二三四五六七八九十]|{_D}{{1,2}})|[二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|{_D}{{1,2}}(?=[日号]))"
    r"[日号]?(?![余多几个名人])"
)
_QUARTERS = re.compile(
    rf"(?:第{SPACE})?([一二三四1-4１-４])(?:({_DASH}|{_COMMA})(?:第{SPACE})?([一二三四1-4１-４]))?{SPACE}(?:个)?季度(?!末?[^\S\n]*[型级])"
)
_FIRST_QUARTERS = re.compile(rf"前{SPACE}([二两三23２３]){SPACE}个?季度")
_FIRST_MONTHS = re.compile(rf"(前|头){SPACE}({_COUNT}|两){SPACE}个?月")
_HALF = re.compile(r"([上下前后])半年(?!来|时间)")
_SEASON = re.compile(r"([春夏秋冬])(?:季|天)")
_YEAR_EDGE = re.compile(r"(?:年)?(?:([初])(?![中步级次始审选赛创等一二三四五六七八九十心衷])|(底)(?![层部下子气线片蕴盘色价])|(末)(?![端尾梢])|(中)(?=[，,。；;、）)召])|(伊始))")
_YEAR_EDGE_WORD = re.compile(r"(岁末年初|年底年初|年末岁初)|(?:年(?:初(?![一二三四五六七八九十级中])|底|末)|岁末)")
_MONTH_EDGE = re.compile(r"月?(?:(初)(?![中步级次始审选赛创等一二三四五六七八九十心衷])|(底)(?![层部下子气线片蕴盘色价])|(末)(?![端尾梢])|(中)(?=[，,。；;、）)召]))")
_MONTH_EDGE_WORD = re.compile(r"月(?:初|底|末)|(?<![0-9一二三四五六七八九十])月中旬")
_TENS = re.compile(r"(上中|中下|上|中|下)旬|([上下])半月")
_WEEKDAY = re.compile(r"(?:[周週]|星期)?([一二三四五六日天末])(?![一二三四五六七八九十]|起?[个名项次天年月日人])")
_BARE_WEEKDAY = re.compile(r"(?:星期|礼拜|禮拜|[周週])([一二三四五六日天])")
_SINCE = re.compile(r"以来|以來|来(?=[，,])|至今(?![年日天春夏秋冬])")
_SAME_PERIOD = re.compile(r"同期|同一时期|同比期")
_RANGE = re.compile(rf"{SPACE}{_BRACKET}?{_PART_OF_DAY}?{_CLOCK}?起?{_DASH}")
_PLAN_CUE = re.compile("(?:规划|计划)?(?:期间|时期|以来|末期?|初期?)")
_QUOTE_OPEN = "“\"‘'「"
_QUOTE_CLOSE = "”\"’'」"
_FESTIVAL_TAIL = re.compile("(?:[小长]{0,2}假期?|假日|佳节)?(?:期间|前夕|前后)|小?长假|假期|假日|小长假")

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "元": 1, "两": 2}
_TENS_DAYS = {
    "上": (1, 10), "中": (11, 20), "下": (21, 31), "上中": (1, 20), "中下": (11, 31),
}  # fmt: skip
"""The days of the thirds of a month; 31 stands for the last day."""


def number(text: str) -> int:
    """A written number of at most three figures: ``12``, ``十二``, ``廿三``, ``一一二``, ``一百一十二``."""
    if text.isdecimal():
        return int(text)
    if not any(mark in text for mark in "十百廿卅"):
        return int("".join(str(_DIGITS.get(char, 0)) for char in text))
    total = 0
    figure = 0
    for char in text:
        if char == "百":
            total += (figure or 1) * 100
            figure = 0
        elif char == "十":
            total += (figure or 1) * 10
            figure = 0
        elif char in "廿卅":
            total += 20 if char == "廿" else 30
        else:
            figure = _DIGITS.get(char, 0)
    return total + figure


def _numbers(first: str, rest: str) -> tuple[tuple[int, ...], bool]:
    """The values of ``3、4`` or ``10-12`` and whether they are a stretch."""
    pieces = [piece for piece in re.split(_JOIN, rest) if piece]
    values = (number(first), *(number(piece) for piece in pieces))
    return values, bool(rest) and not re.search("[、和与及]", rest)


@dataclass(frozen=True, slots=True)
class Relative:
    """A word that stands for a date beside an anchor, and the letters beside which it is part of another word."""

    unit: str
    shift: int
    anchor: Anchor
    unless_before: str
    unless_after: str


class Grammar:
    """The patterns and tables together; ``read`` gives the date written at a place, if one is."""

    def __init__(self, tables: dict[str, Any]) -> None:
        """Build the word patterns from the tables."""
        self.relatives = {
            word: Relative(
                row["unit"], row["shift"], row["anchor"], row.get("unless_before", ""), row.get("unless_after", "")
            )
            for row in tables["relative"]
            for word in row["words"]
        }
        self.seasons = {word: (row["season"], row["shift"]) for row in tables["season"] for word in row["words"]}
        self.plans = {row["name"]: (row["years"][0], row["years"][1]) for row in tables["plan"]}
        self.eras = {name: row["before_first"] for row in tables["era"] for name in row["names"]}
        self.festivals = calendar_cn.festivals()
        self._words = _longest_first([*self.relatives, *self.seasons])
        self._eras = _longest_first(self.eras)
        self._plan = re.compile(rf"[{_QUOTE_OPEN}]?({'|'.join(sorted(self.plans, key=len, reverse=True))})[{_QUOTE_CLOSE}]?")
        self._festival = self._festival_pattern()
        firsts = {word[0] for word in (*self.relatives, *self.seasons, *self.eras)}
        firsts |= {name[0] for name in self.festivals} | {plan[0] for plan in self.plans}
        firsts |= set("0123456789０１２３４５６７８９一二三四五六七八九十廿卅元〇零公农農阴旧夏闰正腊臘冬第前头上下本年岁月中星礼禮周週’‘'“\"")
        self.starters = re.compile("[" + "".join(sorted(map(re.escape, firsts))) + "]")

    def festival(self, written: Written) -> calendar_cn.Festival:
        """The festival that a written date names."""
        return self.festivals[written.festival or ""]

    def _festival_pattern(self) -> re.Pattern[str]:
        """One pattern for all festivals, a numeral name before the full one with or without quotation marks."""
        names = sorted((n for n, f in self.festivals.items() if n != f.short), key=len, reverse=True)
        full = "|".join(names).replace("节", "[节節]")
        short = "|".join(sorted({f.short for f in self.festivals.values() if f.short}, key=len, reverse=True))
        return re.compile(
            rf"[{_QUOTE_OPEN}]?(?:(?P<short>{short})[{_QUOTE_CLOSE}]?(?P<long>{full})?|(?P<full>{full})[{_QUOTE_CLOSE}]?)"
        )

    def read(self, text: str, at: int) -> Written | None:
        """The date written at ``at``, with the end of its range where it has one."""
        first = self._point(text, at)
        if first is None:
            return None
        first = self._tail(text, self._listed(text, first))
        if first.open or first.same_period or first.more:
            return first
        joint = _RANGE.match(text, first.end)
        if joint is None:
            return first
        last = (
            self._numeric(text, joint.end(), after_dash=True)
            or self._short_end(text, joint.end(), first)
            or self._point(text, joint.end())
        )
        if last is None or not _may_close(first, last):
            return first
        last = self._tail(text, last)
        return replace(first, end=last.end, to=last, open=last.open)

    def _listed(self, text: str, written: Written) -> Written:
        """A list whose later members leave out the month or year of the first: ``2月28日、29日``, ``2023年3月、4月``.

        Only neighbours are one stretch; ``3日、8日`` are two dates.
        """
        if written.more or written.part or written.about or written.lunar or written.month is None:
            return written
        days = written.day is not None
        if not days and written.year is None and written.year_shift is None:
            return written
        values = [written.day if written.day is not None else written.month]
        end = written.end
        while len(values) < 10:
            found = (_NEXT_DAY if days else _NEXT_MONTH).match(text, end)
            if found is None or number(found[1]) != values[-1] + 1:
                break
            values.append(number(found[1]))
            end = found.end()
        return replace(written, end=end, more=tuple(values[1:])) if len(values) > 1 else written

    def _tail(self, text: str, written: Written) -> Written:
        """Words after a date that widen it: 以来, 同期."""
        since = _SINCE.match(text, written.end)
        if since:
            return replace(written, end=since.end(), open=True)
        if written.finest == "year":
            same = _SAME_PERIOD.match(text, written.end)
            if same:
                return replace(written, end=same.end(), same_period=True)
        return written

    def _short_end(self, text: str, at: int, first: Written) -> Written | None:
        """The end of a range of numeric dates, which may leave out the year: ``2023.3.8—3.12``."""
        mark = text[first.start : first.end]
        if first.day is None or "月" in mark or "日" in mark or not mark[-1].isdigit():
            return None
        found = _NUMERIC_SHORT.match(text, at)
        if found is None:
            return None
        month, day, only_day = found.groups()
        return Written(
            start=at, end=found.end(), month=int(month) if month else first.month, day=int(day or only_day), year=first.year
        )

    def _point(self, text: str, at: int) -> Written | None:
        """One date, without the end of a range."""
        if at >= len(text):
            return None
        numeric = self._numeric(text, at)
        if numeric:
            return numeric
        written = self._year(text, at)
        if written is not None:
            return self._after_year(text, written)
        relative = self._relative(text, at)
        if relative is not None:
            return relative
        return (
            self._lunar(text, Written(start=at, end=at))
            or self._named_festival(text, Written(start=at, end=at))
            or self._five_years(text, at)
            or self._inside_year(text, Written(start=at, end=at))
            or self._month(text, Written(start=at, end=at))
            or self._day(text, Written(start=at, end=at))
            or self._edge_word(text, at)
            or self._weekday(text, at)
        )

    def _numeric(self, text: str, at: int, *, after_dash: bool = False) -> Written | None:
        """``2023-03-08``, ``2023.3.8``, ``2023/3/8``, ``2023 03 08``, ``2023-03``, ``2023.3``."""
        day_pattern, month_pattern = _NUMERIC[after_dash]
        found = day_pattern.match(text, at)
        if found:
            year, month, day = number(found[1]), int(found[5]), int(found[6])
            if 1 <= month <= 12 and 1 <= day <= 31:
                return Written(start=at, end=found.end(), year=year, month=month, day=day)
        found = month_pattern.match(text, at)
        if found:
            month = int(found[3])
            ends = found.end() == len(text) or not ("\u4e00" <= text[found.end()] <= "\u9fff" and text[found.end()] not in "至到起")
            # 2023.5 may be a decimal fraction: it is a month only where no counted thing follows.
            if 1 <= month <= 12 and ends and (len(found[3]) == 2 or found[2] in ".．"):
                return Written(start=at, end=found.end(), year=int(found[1]), month=month)
        return None

    def _year(self, text: str, at: int) -> Written | None:
        """A year of any writing."""
        found = _YEARS.match(text, at)
        if found:
            values, ranged = _numbers(found[1], found[2])
            years = (values[0], *(_full_year(value, values[0]) for value in values[1:]))
            tail = _YEAR_TAIL.match(text, found.end())
            fiscal = tail is not None and tail[0] != "份"
            end = tail.end() if tail else found.end()
            return Written(start=at, end=end, year=years[0], more=years[1:], ranged=ranged, fiscal=fiscal)
        found = _BEFORE_CHRIST.match(text, at)
        if found:
            return Written(start=at, end=found.end(), year=1 - int(found[1]))
        found = _SHORT_YEAR.match(text, at)
        if found:
            value = number(found[1] or found[2])
            return Written(start=at, end=found.end(), year=value + (1900 if value >= 50 else 2000))
        era = self._eras.match(text, at)
        if era:
            found = _ERA_YEAR.match(text, era.end())
            if found:
                value = self.eras[era[0]] + number(found[1])
                # Before 1912 months were lunar, and no table here reaches them: such a date stays a year.
                return Written(start=at, end=found.end(), year=value)
        return None

    def _after_year(self, text: str, written: Written) -> Written:
        """What stands after a year: part of the year, month and day, festival."""
        if written.more or written.year is not None and written.year < 1:
            return written
        if written.fiscal:
            return self._inside_year(text, written) or written
        at = written.end
        if text.startswith("的", at):
            at += 1
        spaces = re.compile(SPACE).match(text, at)
        moved = replace(written, end=spaces.end() if spaces else at)
        finer = (
            self._lunar(text, moved)
            or self._inside_year(text, moved)
            or self._month(text, moved)
            or self._named_festival(text, moved)
        )
        if finer:
            return finer
        edge = _YEAR_EDGE.match(text, written.end)
        if edge:
            return replace(written, end=edge.end(), edge=_edge(edge[0]), about=True)
        return written

    def _inside_year(self, text: str, written: Written) -> Written | None:
        """A part of a year: quarters, halves, the first months, a season."""
        at = written.end
        found = _FIRST_QUARTERS.match(text, at)
        if found:
            last = number(found[1]) * 3
            return replace(written, end=found.end(), part=("months", 1, last))
        found = _QUARTERS.match(text, at)
        if found and text[at - 1 : at] not in ("每", "上", "下"):
            first = number(found[1])
            last = number(found[3]) if found[3] else first
            if last < first:
                return None
            code = ("code", FIRST_QUARTER + first - 1, FIRST_QUARTER + first - 1)
            part: Part = code if last == first else ("months", first * 3 - 2, last * 3)
            return self._with_edge(text, replace(written, end=found.end(), part=part))
        found = _HALF.match(text, at)
        if found and not (found[1] in "前后" and written.year is None and written.year_shift is None):
            part = ("months", 1, 6) if found[1] in "上前" else ("months", 7, 12)
            return replace(written, end=found.end(), part=part)
        if written.year is None and written.year_shift is None:
            return None
        found = _FIRST_MONTHS.match(text, at)
        if found and 1 <= number(found[2]) <= 12:
            return replace(written, end=found.end(), part=("months", 1, number(found[2])))
        found = _SEASON.match(text, at)
        if found:
            code = ("code", SEASONS[found[1]], SEASONS[found[1]])
            return replace(written, end=found.end(), part=code)
        return None

    def _with_edge(self, text: str, written: Written) -> Written:
        """A quarter's beginning or end: ``一季度末``."""
        edge = re.compile("[初末底]").match(text, written.end)
        return replace(written, end=edge.end(), about=True) if edge else written

    def _month(self, text: str, written: Written) -> Written | None:
        """A month with what follows it: a third of it, its beginning or end, days."""
        found = _MONTHS.match(text, written.end)
        if found is None or _digit_before(text, found.start(), written):
            return None
        values, ranged = _numbers(found[1], found[2])
        if not all(1 <= value <= 12 for value in values):
            return None
        month = replace(written, end=found.end(), month=values[0], more=values[1:], ranged=ranged)
        if values[1:]:
            return month
        return self._after_month(text, month)

    def _after_month(self, text: str, written: Written) -> Written:
        """The third, the edge or the days of a month."""
        space = re.compile(SPACE).match(text, written.end)
        moved = replace(written, end=space.end() if space else written.end)
        tens = _TENS.match(text, moved.end)
        if tens:
            return _tens(moved, tens)
        edge = _MONTH_EDGE.match(text, written.end)
        if edge:
            return replace(written, end=edge.end(), edge=_edge(edge[0]), about=True)
        return self._days(text, moved) or written

    def _days(self, text: str, written: Written) -> Written | None:
        """``8日``, ``10-12日``, ``8、9日``."""
        found = _DAYS.match(text, written.end)
        if found:
            values, ranged = _numbers(found[1], found[2])
            if all(1 <= value <= 31 for value in values):
                return replace(written, end=found.end(), day=values[0], more=values[1:], ranged=ranged)
        found = _DAY_LEFT_OPEN.match(text, written.end)
        if found and written.month is not None and 1 <= number(found[1]) <= 31:
            return replace(written, end=found.end(), day=number(found[1]))
        return None

    def _day(self, text: str, written: Written) -> Written | None:
        """A day without a month."""
        found = self._days(text, written)
        if found is None or _digit_before(text, found.start, written) or text[found.start - 1 : found.start] in ("〕", "]", "］", "第"):
            return None
        numeral = text[found.start : found.end - 1].strip()
        after = text[found.end : found.end + 2]
        if text[found.end - 1] in "号號" or not numeral[-1].isdigit():
            # 5号, 八日: names of lines, buildings and spans of time are written alike, so a word of time must follow.
            told = re.match(rf"{_PART_OF_DAY}|[，,。前起至到]|$", after)
            alone = not found.more and len(numeral) < 2 and not numeral[-1].isdigit()
            if told is None or (alone and not re.match(_PART_OF_DAY, after)):
                return None
        return found

    def _relative(self, text: str, at: int) -> Written | None:
        """今年, 上月, 次日, 今春 and what follows them."""
        found = self._words.match(text, at)
        if found is None:
            return None
        word, end = found[0], found.end()
        if word in self.seasons:
            if text[end : end + 1] in ("收", "储", "雷", "耕", "运"):
                return None
            name, shift = self.seasons[word]
            return Written(start=at, end=end, year_shift=shift, part=("code", SEASONS[name], SEASONS[name]))
        row = self.relatives[word]
        if at and text[at - 1] in row.unless_before:
            return None
        if end < len(text) and text[end] in row.unless_after:
            return None
        written = Written(start=at, end=end, anchor=row.anchor)
        if row.unit == "year":
            if row.anchor == "whole":
                return replace(written, year_shift=0)
            return self._after_year(text, replace(written, year_shift=row.shift))
        if row.unit == "month":
            return self._after_month(text, replace(written, month_shift=row.shift))
        if row.unit == "quarter":
            return self._with_edge(text, replace(written, quarter_shift=row.shift))
        if row.unit == "week":
            weekday = _WEEKDAY.match(text, end)
            written = replace(written, week_shift=row.shift)
            if weekday and weekday[1] == "末":
                return replace(written, end=weekday.end(), part=("weekend", 6, 7))
            return replace(written, end=weekday.end(), weekday=_weekday(weekday[1])) if weekday else written
        return replace(written, day_shift=row.shift)

    def _lunar(self, text: str, written: Written) -> Written | None:
        """A lunar month or day: 农历八月十五, 正月初一, 腊月."""
        at = written.end
        word = _LUNAR_WORD.match(text, at)
        if word:
            at = word.end()
            if written.year is None:
                year = _YEARS.match(text, at)
                if year and not year[2]:
                    written = replace(written, year=number(year[1]))
                    at = year.end()
        month = _LUNAR_MONTH.match(text, at)
        if month is None or not (word or month[1] or month[2] in "正腊臘冬"):
            return None
        value = {"正": 1, "冬": 11, "腊": 12, "臘": 12}.get(month[2]) or number(month[2])
        if not 1 <= value <= 12:
            return None
        found = replace(written, end=month.end(), month=value, lunar=True, leap=bool(month[1]))
        day = _LUNAR_DAY.match(text, month.end())
        if day:
            return replace(found, end=day.end(), day=number(day[1].removeprefix("初")))
        return found

    def _named_festival(self, text: str, written: Written) -> Written | None:
        """A festival with its 期间 or 前夕; whether it is a date here is for ``festivals_told`` to say."""
        found = self._festival.match(text, written.end)
        if found is None:
            return None
        name = (found["long"] or found["full"] or found["short"]).replace("節", "节")
        end = found.end()
        opened = text[found.start()] in _QUOTE_OPEN
        closed = found[0][-1] in _QUOTE_CLOSE
        if closed and not opened:
            end -= 1
        elif opened and not closed and not (found["long"] and any(mark in found[0][1:] for mark in _QUOTE_CLOSE)):
            return None
        tail = _FESTIVAL_TAIL.match(text, end)
        if tail:
            return replace(written, end=tail.end(), festival=name, about=True)
        return replace(written, end=end, festival=name)

    def _five_years(self, text: str, at: int) -> Written | None:
        """“十四五”期间 and the like."""
        found = self._plan.match(text, at)
        cue = _PLAN_CUE.match(text, found.end()) if found else None
        if found is None or cue is None:
            return None
        quoted = found[0][0] in _QUOTE_OPEN
        if not quoted and len(found[1]) < 3:
            return None
        plan = self.plans[found[1]]
        if cue[0].endswith("以来"):
            return Written(start=at, end=cue.end(), year=plan[0], open=True)
        if re.search("[末初]期?$", cue[0]):
            return Written(start=at, end=cue.end(), year=plan[1] if "末" in cue[0] else plan[0], about=True)
        return Written(start=at, end=cue.end(), plan=plan)

    def _edge_word(self, text: str, at: int) -> Written | None:
        """年初, 月底, 岁末年初, 中旬 without the year or month before them."""
        found = _YEAR_EDGE_WORD.match(text, at)
        if found:
            if found[1]:
                return Written(start=at, end=found.end(), year_shift=0, turn_of_year=True)
            return Written(start=at, end=found.end(), year_shift=0, anchor="whole", edge=_edge(found[0]), about=True)
        found = _MONTH_EDGE_WORD.match(text, at)
        if found and not _letter_number_before(text, at):
            return Written(start=at, end=found.end(), month_shift=0, anchor="whole", edge=_edge(found[0]), about=True)
        found = _TENS.match(text, at)
        if found:
            return _tens(Written(start=at, end=at, month_shift=0, anchor="whole"), found)
        return self._century(text, at)

    def _century(self, text: str, at: int) -> Written | None:
        """20世纪90年代, 上世纪八十年代, 90年代."""
        found = _CENTURY.match(text, at)
        if found:
            century = number(found[1]) if found[1] else {"上": 20, "上个": 20, "本": 21}[found[2]]
            if found[3]:
                year = (century - 1) * 100 + number(found[3])
                return Written(start=at, end=found.end(), year=year, unknown=1, about=bool(found[4]))
            # 21世纪 alone is part of names and slogans; a date only with its beginning or end.
            if 1 <= century <= 20 and found[1] or found[4]:
                return Written(start=at, end=found.end(), year=(century - 1) * 100, unknown=2, about=bool(found[4]))
            return None
        found = _DECADE.match(text, at)
        if found:
            tens = number(found[1])
            return Written(start=at, end=found.end(), year=tens, unknown=1, about=bool(found[2]))
        return None

    def _weekday(self, text: str, at: int) -> Written | None:
        """星期三 without a week."""
        found = _BARE_WEEKDAY.match(text, at)
        if found is None or text[at - 1 : at] in ("每", "逢", "（", "(", "至", "到", "-", "—", "个", "一", "双"):
            return None
        if re.compile("[至到、—-]").match(text, found.end()):
            return None
        return Written(start=at, end=found.end(), weekday=_weekday(found[1]))


def _longest_first(words: Any) -> re.Pattern[str]:
    """A pattern of literal words, the longer before the shorter."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def _full_year(value: int, first: int) -> int:
    """The year of ``2019-20``: two figures take the century of the year before."""
    return value if value > 99 else first - first % 100 + value


def _edge(text: str) -> str:
    """Whether an edge word speaks of the beginning, the middle or the end."""
    return "start" if text[-1] in "初始" else "middle" if text[-1] == "中" else "end"


def _tens(written: Written, found: re.Match[str]) -> Written:
    """A third or a half of a month as a stretch of days."""
    days = _TENS_DAYS[found[1]] if found[1] else ((1, 15) if found[2] == "上" else (16, 31))
    return replace(written, end=found.end(), part=("days", *days))


def _weekday(name: str) -> int:
    """The ISO number of a weekday."""
    return "一二三四五六日".index("日" if name == "天" else name) + 1


def _digit_before(text: str, at: int, written: Written) -> bool:
    """Whether the number at ``at`` is the end of a longer one: 123月, 3.5日."""
    return written.end == written.start and at > 0 and (text[at - 1].isdigit() or text[at - 1] in ".．：:")


def _letter_number_before(text: str, at: int) -> bool:
    """Whether a month's number stands before its edge word, so that the word belongs to it."""
    return at > 0 and (text[at - 1].isdigit() or text[at - 1] in "一二三四五六七八九十每个")


def _may_close(first: Written, last: Written) -> bool:
    """Whether ``last`` may end the range that ``first`` begins."""
    if last.plan or last.same_period or last.week_shift is not None or (last.festival is None) != (first.festival is None):
        return False
    order = ("year", "month", "day")
    return order.index(last.finest) >= order.index(first.finest) or last.about or last.part is not None


@cache
def grammar() -> Grammar:
    """The grammar over the package's tables, built on first use."""
    return Grammar(calendar_cn.load_toml("dates.toml"))
