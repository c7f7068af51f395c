"""How dates are written: reads one written date at a place of a text, without knowing when the text was written.

``Grammar.read`` is a small parser over the anchored patterns of ``date_patterns``.
"""

from __future__ import annotations

import re
from functools import cache

from gov_bulletin_nlp import calendar_cn
from gov_bulletin_nlp import date_patterns as p
from gov_bulletin_nlp.date_periods import FIRST_QUARTER, SEASONS
from gov_bulletin_nlp.date_words import Words, edge_of, tens_of
from gov_bulletin_nlp.date_written import Part, Written

_NOT_DIGIT_BEFORE = re.compile(p.NOT_DIGIT_BEFORE)
_AFTER_RANGE = re.compile(r"(?<=[0-9０-９][:：—–~～-])[0-9０-９]")
"""The end of a range or of a clock time whose beginning is no date: 2—4日 of something else, 9:30."""
_EDGE = re.compile("[初末底]")


NEARBY = 2000
"""How far back, in characters, a date with its month in Chinese numerals lets a bare 八日 be a day."""


class Grammar:
    """Reads the date written at a place, if one is, over patterns of figures and a table of words."""

    def __init__(self, words: Words) -> None:
        """Take the words."""
        self.words = words

    def read(self, text: str, at: int) -> Written | None:
        """The date written at ``at``, with the end of its range where it has one."""
        if _AFTER_RANGE.match(text, at):
            return None
        first = self._point(text, at)
        if first is None:
            return None
        first = self._tail(text, self._listed(text, first))
        if first.open or first.same_period or first.more:
            return first
        joint = p.RANGE.match(text, first.end)
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
        return first._replace(end=last.end, to=last, open=last.open)

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
            found = (p.NEXT_DAY if days else p.NEXT_MONTH).match(text, end)
            if found is None or p.number(found[1]) != values[-1] + 1:
                break
            values.append(p.number(found[1]))
            end = found.end()
        return written._replace(end=end, more=tuple(values[1:])) if len(values) > 1 else written

    def _tail(self, text: str, written: Written) -> Written:
        """Words after a date that widen it: 以来, 同期, 前后."""
        if p.AROUND.match(text, written.end) and not written.more and not written.about:
            return written._replace(end=written.end + 2, about=True)
        since = p.SINCE.match(text, written.end)
        if since:
            return written._replace(end=since.end(), open=True)
        if written.finest == "year":
            same = p.SAME_PERIOD.match(text, written.end)
            if same:
                return written._replace(end=same.end(), same_period=True)
        return written

    def _short_end(self, text: str, at: int, first: Written) -> Written | None:
        """The end of a range of numeric dates, which may leave out the year: ``2023.3.8—3.12``."""
        mark = text[first.start : first.end]
        if first.day is None or "月" in mark or "日" in mark or not mark[-1].isdigit():
            return None
        found = p.NUMERIC_SHORT.match(text, at)
        if found is None:
            return None
        month, day, only_day = found.groups()
        return Written(
            start=at,
            end=found.end(),
            month=int(month) if month else first.month,
            day=int(day or only_day),
            year=first.year,
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
        relative = self.words.relative(text, at)
        if relative is not None:
            return self._after_word(text, relative)
        return (
            self.words.lunar(text, Written(start=at, end=at))
            or self.words.named_festival(text, Written(start=at, end=at))
            or self.words.five_years(text, at)
            or self._inside_year(text, Written(start=at, end=at))
            or self._month(text, Written(start=at, end=at))
            or self._day(text, Written(start=at, end=at))
            or self.words.edge_word(text, at)
            or self.words.weekday(text, at)
        )

    def _numeric(self, text: str, at: int, *, after_dash: bool = False) -> Written | None:
        """``2023-03-08``, ``2023.3.8``, ``2023/3/8``, ``2023 03 08``, ``2023-03``, ``2023.3``, ``3.8日``."""
        day_pattern, month_pattern = p.NUMERIC[after_dash]
        found = day_pattern.match(text, at)
        if found:
            year, month, day = p.number(found[1]), int(found[5]), int(found[6])
            if 1 <= month <= 12 and 1 <= day <= 31:
                return Written(start=at, end=found.end(), year=year, month=month, day=day)
        found = month_pattern.match(text, at)
        if found:
            month = int(found[3])
            ends = found.end() == len(text) or not (
                "\u4e00" <= text[found.end()] <= "\u9fff" and text[found.end()] not in "至到起"
            )
            # 2023.5 may be a decimal fraction: it is a month only where no counted thing follows.
            if 1 <= month <= 12 and ends and (len(found[3]) == 2 or found[2] in ".．"):
                return Written(start=at, end=found.end(), year=int(found[1]), month=month)
        found = p.DOTTED_DAY.match(text, at)
        if found and 1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= 31:
            return Written(start=at, end=found.end(), month=int(found[1]), day=int(found[2]))
        return None

    def _year(self, text: str, at: int) -> Written | None:
        """A year of any writing."""
        found = p.YEARS.match(text, at)
        if found:
            values, ranged = p.numbers(found[1], found[2])
            years = (values[0], *(_full_year(value, values[0]) for value in values[1:]))
            tail = p.YEAR_TAIL.match(text, found.end())
            fiscal = tail is not None and tail[0] != "份"
            end = tail.end() if tail else found.end()
            return Written(start=at, end=end, year=years[0], more=years[1:], ranged=ranged, fiscal=fiscal)
        found = p.COMMON_ERA.match(text, at)
        if found:
            # EDTF has a year 0: 221 BC is -0220.
            return Written(start=at, end=found.end(), year=1 - int(found[2]) if found[1] else int(found[2]))
        found = p.REPUBLIC_YEAR.match(text, at)
        if found:
            # 113年度 in Taiwan: no amount of years is written so.
            fiscal = text.startswith("度", found.end())
            return Written(start=at, end=found.end() + fiscal, year=1911 + int(found[1]), fiscal=fiscal)
        found = p.SHORT_YEAR.match(text, at)
        if found:
            value = p.number(found[1] or found[2])
            return Written(start=at, end=found.end(), year=value + (1900 if value >= 50 else 2000))
        era = self.words.era_names.match(text, at)
        if era:
            found = p.ERA_YEAR.match(text, era.end())
            if found:
                value = self.words.eras[era[0]] + p.number(found[1])
                # Before 1912 months were lunar, and no table here reaches them: such a date stays a year.
                rest = p.ERA_REST.match(text, found.end()) if value < 1912 else None
                return Written(start=at, end=rest.end() if rest else found.end(), year=value)
        return None

    def _after_year(self, text: str, written: Written) -> Written:
        """What stands after a year: part of the year, month and day, festival."""
        if written.more or (written.year is not None and written.year < 1):
            return written
        if written.fiscal:
            return self._inside_year(text, written) or written
        at = written.end
        if text.startswith("的", at):
            at += 1
        spaces = p.SPACES.match(text, at)
        moved = written._replace(end=spaces.end() if spaces else at)
        finer = (
            self.words.lunar(text, moved)
            or self._inside_year(text, moved)
            or self._month(text, moved)
            or self.words.named_festival(text, moved)
        )
        if finer:
            return finer
        edge = p.YEAR_EDGE.match(text, written.end)
        if edge:
            return written._replace(end=edge.end(), edge=edge_of(edge[0]), about=True)
        return written

    def _after_word(self, text: str, written: Written) -> Written:
        """What stands after a word for a year, month or quarter, as after a written one."""
        if written.month_shift is not None:
            return self._after_month(text, written)
        if written.quarter_shift is not None:
            return self._with_edge(text, written)
        if written.year_shift is not None and written.part is None and written.anchor != "whole":
            return self._after_year(text, written)
        return written

    def _inside_year(self, text: str, written: Written) -> Written | None:
        """A part of a year: quarters, halves, the first months, a season."""
        at = written.end
        found = p.FIRST_QUARTERS.match(text, at)
        if found:
            last = p.number(found[1]) * 3
            return written._replace(end=found.end(), part=("months", 1, last))
        found = p.QUARTERS.match(text, at)
        if found and text[at - 1 : at] not in ("每", "上", "下"):
            first = p.number(found[1])
            last = p.number(found[3]) if found[3] else first
            if last < first:
                return None
            code = ("code", FIRST_QUARTER + first - 1, FIRST_QUARTER + first - 1)
            part: Part = code if last == first else ("months", first * 3 - 2, last * 3)
            return self._with_edge(text, written._replace(end=found.end(), part=part))
        found = p.HALF.match(text, at)
        if found and not (found[1] in "前后" and written.year is None and written.year_shift is None):
            part = ("months", 1, 6) if found[1] in "上前" else ("months", 7, 12)
            return written._replace(end=found.end(), part=part)
        found = p.FIRST_MONTHS.match(text, at)
        if found and 2 <= p.number(found[2]) <= 12 and (_says_year(written) or _stands_alone(text, at, found.end())):
            return written._replace(end=found.end(), part=("months", 1, p.number(found[2])))
        if not _says_year(written):
            return None
        found = p.SEASON.match(text, at)
        if found:
            code = ("code", SEASONS[found[1]], SEASONS[found[1]])
            return written._replace(end=found.end(), part=code)
        return None

    def _with_edge(self, text: str, written: Written) -> Written:
        """A quarter's beginning or end: ``一季度末``."""
        edge = _EDGE.match(text, written.end)
        return written._replace(end=edge.end(), edge=edge_of(edge[0]), about=True) if edge else written

    def _month(self, text: str, written: Written) -> Written | None:
        """A month with what follows it: a third of it, its beginning or end, days."""
        found = p.MONTHS.match(text, written.end)
        if found is None or _digit_before(text, found.start(), written):
            return None
        values, ranged = p.numbers(found[1], found[2])
        if not all(1 <= value <= 12 for value in values):
            return None
        if values[1:] and not ranged and _numbers_item(text, found, values):
            return None
        month = written._replace(end=found.end(), month=values[0], more=values[1:], ranged=ranged)
        if values[1:]:
            return month
        return self._after_month(text, month)

    def _after_month(self, text: str, written: Written) -> Written:
        """The third, the edge or the days of a month."""
        space = p.SPACES.match(text, written.end)
        moved = written._replace(end=space.end() if space else written.end)
        tens = p.TENS.match(text, moved.end)
        if tens:
            return tens_of(moved, tens)
        edge = p.MONTH_EDGE.match(text, written.end)
        if edge:
            return written._replace(end=edge.end(), edge=edge_of(edge[0]), about=True)
        return self._days(text, moved) or written

    def _days(self, text: str, written: Written) -> Written | None:
        """``8日``, ``10-12日``, ``8、9日``."""
        found = p.DAYS.match(text, written.end)
        if found:
            values, ranged = p.numbers(found[1], found[2])
            if all(1 <= value <= 31 for value in values):
                return written._replace(end=found.end(), day=values[0], more=values[1:], ranged=ranged)
        found = p.DAY_LEFT_OPEN.match(text, written.end)
        if found and written.month is not None and 1 <= p.number(found[1]) <= 31:
            return written._replace(end=found.end(), day=p.number(found[1]))
        return None

    def _day(self, text: str, written: Written) -> Written | None:
        """A day without a month."""
        found = self._days(text, written)
        if (
            found is None
            or _digit_before(text, found.start, written)
            or text[found.start - 1 : found.start] in ("〕", "]", "］", "第")
        ):
            return None
        numeral = text[found.start : found.end - 1].strip()
        before = text[max(0, found.start - 2) : found.start]
        closes_range = before[-1:] in ("至", "到", "-", "—", "–", "~") and (
            numeral[-1].isdigit() or before[:1] in ("日", "号", "號")
        )
        if not closes_range and (text[found.end - 1] in "号號" or not numeral[-1].isdigit()):
            return found if _told_as_day(text, found, numeral) else None
        return found


def _told_as_day(text: str, found: Written, numeral: str) -> bool:
    """Whether 5号 or 八日 is a day: lines, buildings and spans of time are written alike, so a word of time must stand by."""
    after = text[found.end : found.end + 2]
    if re.match(p.PART_OF_DAY, after):
        return True
    if text[found.end - 1] in "号號":
        return re.match("[前起至到]|$", after) is not None and not (len(numeral) < 2 and not numeral.isdigit())
    if len(numeral) > 1 and re.match("[前起至到]|$|[，,。]", after):
        return True
    if (
        p.DAY_SPAN.match(text, found.end)
        or p.CHINESE_DATE.search(text, max(0, found.start - NEARBY), found.start) is None
    ):
        return False
    before = text[max(0, found.start - 2) : found.start]
    if before.endswith(("截至", "截止", "从", "自", "于")):
        return True
    return numeral != "一" and before[-1:] in ("", *p.CLAUSE_BEGINS)


def _says_year(written: Written) -> bool:
    """Whether a year is written, in figures or as a word."""
    return written.year is not None or written.year_shift is not None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a clause of its own: 前8月，… are the first months of the year."""
    counted = "个" in text[start:end]  # 前10个月 is the year's beginning even where the clause goes on
    begins = text[start - 1 : start] in ("", *"，,。；;：:、\n \u3000")
    return begins and (counted or text[end : end + 1] in ("，", ","))


def _full_year(value: int, first: int) -> int:
    """The year of ``2019-20``: two figures take the century of the year before."""
    return value if value > 99 else first - first % 100 + value


def _digit_before(text: str, at: int, written: Written) -> bool:
    """Whether the number at ``at`` is the end of a longer one: 123月, 3.5日."""
    if written.end != written.start or at == 0:
        return False
    return text[at - 1].isdigit() or _NOT_DIGIT_BEFORE.match(text, at) is None


def _numbers_item(text: str, found: re.Match[str], values: tuple[int, ...]) -> bool:
    """Whether the first figure of a list numbers an item: ``1、3月8日`` and, at the head of a line, ``2、5月``."""
    if p.DAYS.match(text, found.end()):
        return True
    heads_line = text[found.start() - 1 : found.start()] in ("", "\n", "；", "。")
    return heads_line and len(values) == 2 and values[1] != values[0] + 1


def _may_close(first: Written, last: Written) -> bool:
    """Whether ``last`` may end the range that ``first`` begins."""
    if (
        last.plan
        or last.same_period
        or last.week_shift is not None
        or (last.festival is None) != (first.festival is None)
    ):
        return False
    order = ("year", "month", "day")
    return order.index(last.finest) >= order.index(first.finest) or last.about or last.part is not None


@cache
def grammar() -> Grammar:
    """The grammar over the package's tables, built on first use."""
    return Grammar(Words(calendar_cn.load_toml("dates.toml")))
