"""Words that name dates: 今年, 上周五, 正月初六, 春节前夕, “十四五”期间, 月底, 90年代.

The words are rows of ``tables/dates.toml`` and ``tables/festivals.toml``; each reader takes a place of a text and gives
the date written there, or ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gov_bulletin_nlp import calendar_cn
from gov_bulletin_nlp import date_patterns as p
from gov_bulletin_nlp.date_periods import SEASONS
from gov_bulletin_nlp.date_written import Anchor, Written


@dataclass(frozen=True, slots=True)
class Relative:
    """A word that stands for a date beside an anchor, and the letters beside which it is part of another word."""

    unit: str
    shift: int
    anchor: Anchor
    unless_before: str
    unless_after: str
    leads: bool


class Words:
    """The tables of words and the patterns made of them."""

    def __init__(self, tables: dict[str, Any]) -> None:
        """Build the word patterns from the tables."""
        self.relatives = {
            word: Relative(
                row["unit"],
                row["shift"],
                row["anchor"],
                row.get("unless_before", ""),
                row.get("unless_after", ""),
                row.get("leads", False),
            )
            for row in tables["relative"]
            for word in row["words"]
        }
        self.seasons = {
            word: (row["season"], row["shift"], row.get("unless_after", ""))
            for row in tables["season"]
            for word in row["words"]
        }
        self.plans = {row["name"]: (row["years"][0], row["years"][1]) for row in tables["plan"]}
        self.eras = {name: row["before_first"] for row in tables["era"] for name in row["names"]}
        self.festivals = calendar_cn.festivals()
        self._words = _longest_first([*self.relatives, *self.seasons])
        self.era_names = _longest_first(self.eras)
        self._plan = re.compile(
            rf"[{p.QUOTE_OPEN}]?({'|'.join(sorted(self.plans, key=len, reverse=True))})[{p.QUOTE_CLOSE}]?"
        )
        self._festival = self._festival_pattern()
        self._heads = self._head_patterns()
        self.starters = re.compile("[" + "".join(sorted(map(re.escape, self._heads))) + "]")

    def _head_patterns(self) -> dict[str, re.Pattern[str]]:
        """By first character, a cheap pattern without which no date begins there.

        Most places that look like a beginning are not (``36户``, ``一批``): they must cost next to nothing.
        """
        words: dict[str, list[str]] = {}
        names = {name.replace("节", "[节節]") for name in self.festivals}
        quoted = f"[{p.QUOTE_OPEN}]"
        shorts = {festival.short for festival in self.festivals.values() if festival.short}
        closed = {f"{name}[{p.QUOTE_CLOSE}]?" for name in (*self.plans, *shorts)}
        for word in (*map(re.escape, (*self.relatives, *self.seasons, *self.eras)), *names, *p.OTHER_HEADS):
            words.setdefault(word[0], []).append(word)
        for plan in self.plans:
            words.setdefault(plan[0], []).append(f"{plan}[{p.QUOTE_CLOSE}]?{p.PLAN_CUE.pattern}")
        heads = {first: "|".join(sorted(alternatives, key=len, reverse=True)) for first, alternatives in words.items()}
        for mark in p.QUOTE_OPEN:
            heads[mark] = f"{quoted}(?:{'|'.join(sorted((*closed, *names), key=len, reverse=True))})"
        for figure in "0123456789０１２３４５６７８９":
            heads[figure] = p.ARABIC_HEAD
        for figure in "一二三四五六七八九十廿卅元〇零○":
            heads[figure] = f"{heads[figure]}|{p.CHINESE_HEAD}" if figure in heads else p.CHINESE_HEAD
        return {first: re.compile(pattern) for first, pattern in heads.items()}

    def may_begin(self, text: str, at: int) -> bool:
        """Whether a date could begin at a place that ``starters`` found."""
        return self._heads[text[at]].match(text, at) is not None

    def festival(self, written: Written) -> calendar_cn.Festival:
        """The festival that a written date names."""
        return self.festivals[written.festival or ""]

    def _festival_pattern(self) -> re.Pattern[str]:
        """One pattern for all festivals, a numeral name before the full one with or without quotation marks."""
        names = sorted((n for n, f in self.festivals.items() if n != f.short), key=len, reverse=True)
        full = "|".join(names).replace("节", "[节節]")
        short = "|".join(sorted({f.short for f in self.festivals.values() if f.short}, key=len, reverse=True))
        return re.compile(
            rf"[{p.QUOTE_OPEN}]?(?:(?P<short>{short})(?![月日年号个名、至到—-])[{p.QUOTE_CLOSE}]?(?P<long>{full}|[节節])?|(?P<full>{full})[{p.QUOTE_CLOSE}]?)"
        )

    def relative(self, text: str, at: int) -> Written | None:
        """今年, 上月, 次日, 今春 alone."""
        found = self._words.match(text, at)
        if found is None:
            return None
        word, end = found[0], found.end()
        if word in self.seasons:
            name, shift, unless_after = self.seasons[word]
            if end < len(text) and text[end] in unless_after:
                return None
            # 今秋 and 明春 are also given names.
            if at and text[at - 1] not in p.CLAUSE_BEGINS + "冬在自从于至到":
                return None
            return Written(start=at, end=end, year_shift=shift, part=("code", SEASONS[name], SEASONS[name]))
        row = self.relatives[word]
        if at and (text[at - 1] in row.unless_before or (row.leads and text[at - 1] not in p.CLAUSE_BEGINS)):
            return None
        if end < len(text) and text[end] in row.unless_after:
            return None
        written = Written(start=at, end=end, anchor=row.anchor)
        if row.unit == "year":
            return written._replace(year_shift=row.shift)
        if row.unit == "month":
            return written._replace(month_shift=row.shift)
        if row.unit == "quarter":
            return written._replace(quarter_shift=row.shift)
        if row.unit == "week":
            weekday = p.WEEKDAY.match(text, end)
            written = written._replace(week_shift=row.shift)
            if weekday and weekday[1] == "末":
                return written._replace(end=weekday.end(), part=("weekend", 6, 7))
            return written._replace(end=weekday.end(), weekday=_weekday_number(weekday[1])) if weekday else written
        return written._replace(day_shift=row.shift)

    def lunar(self, text: str, written: Written) -> Written | None:
        """A lunar month or day: 农历八月十五, 正月初一, 腊月."""
        at = written.end
        word = p.LUNAR_WORD.match(text, at)
        if word:
            at = word.end()
            if written.year is None:
                year = p.YEARS.match(text, at)
                if year and not year[2]:
                    written = written._replace(year=p.number(year[1]))
                    at = year.end()
        month = p.LUNAR_MONTH.match(text, at)
        if month is None or not (word or month[1] or month[2] in "正腊臘冬"):
            return None
        value = {"正": 1, "冬": 11, "腊": 12, "臘": 12}.get(month[2]) or p.number(month[2])
        if not 1 <= value <= 12:
            return None
        found = written._replace(end=month.end(), month=value, lunar=True, leap=bool(month[1]))
        day = p.LUNAR_DAY.match(text, month.end())
        if day:
            return found._replace(end=day.end(), day=p.number(day[1].removeprefix("初")))
        return found

    def named_festival(self, text: str, written: Written) -> Written | None:
        """A festival with its 期间 or 前夕; whether it is a date here is for ``festivals_told`` to say."""
        lunar = p.LUNAR_WORD.match(text, written.end)
        found = self._festival.match(text, lunar.end() if lunar else written.end)
        if found is None:
            return None
        long = found["long"] if found["long"] not in ("节", "節") else None
        name = (long or found["full"] or found["short"]).replace("節", "节")
        end = found.end()
        opened = text[found.start()] in p.QUOTE_OPEN
        closed = found[0][-1] in p.QUOTE_CLOSE
        if closed and not opened:
            end -= 1
        elif opened and not closed and not (found["long"] and any(mark in found[0][1:] for mark in p.QUOTE_CLOSE)):
            return None
        tail = p.FESTIVAL_TAIL.match(text, end)
        if tail:
            return written._replace(end=tail.end(), festival=name, about=True)
        return written._replace(end=end, festival=name)

    def five_years(self, text: str, at: int) -> Written | None:
        """“十四五”期间 and the like."""
        found = self._plan.match(text, at)
        cue = p.PLAN_CUE.match(text, found.end()) if found else None
        if found is None or cue is None:
            return None
        quoted = found[0][0] in p.QUOTE_OPEN
        if not quoted and len(found[1]) < 3:
            return None
        if quoted and found[0][-1] not in p.QUOTE_CLOSE:
            at += 1  # the quotation closes elsewhere
        plan = self.plans[found[1]]
        if cue[0].endswith("以来"):
            return Written(start=at, end=cue.end(), year=plan[0], open=True)
        if re.search("[末初]期?$", cue[0]):
            return Written(start=at, end=cue.end(), year=plan[1] if "末" in cue[0] else plan[0], about=True)
        return Written(start=at, end=cue.end(), plan=plan)

    def edge_word(self, text: str, at: int) -> Written | None:
        """年初, 月底, 岁末年初, 中旬 without the year or month before them."""
        found = p.YEAR_EDGE_WORD.match(text, at)
        if found:
            if found[1]:
                return Written(start=at, end=found.end(), year_shift=0, turn_of_year=True)
            if found[0] == "年内":
                return Written(start=at, end=found.end(), year_shift=0, anchor="whole")
            return Written(start=at, end=found.end(), year_shift=0, anchor="whole", edge=edge_of(found[0]), about=True)
        found = p.MONTH_EDGE_WORD.match(text, at)
        if found and not _letter_number_before(text, at):
            return Written(start=at, end=found.end(), month_shift=0, anchor="whole", edge=edge_of(found[0]), about=True)
        found = p.TENS.match(text, at)
        if found:
            return tens_of(Written(start=at, end=at, month_shift=0, anchor="whole"), found)
        return self._century(text, at)

    def _century(self, text: str, at: int) -> Written | None:
        """20世纪90年代, 上世纪八十年代, 90年代."""
        found = p.CENTURY.match(text, at)
        if found:
            written = Written(
                start=at,
                end=found.end(),
                unknown=1 if found[3] else 2,
                about=bool(found[4]),
                edge=_century_edge(found[4]),
            )
            tens = p.number(found[3]) if found[3] else 0
            if found[2]:
                return (
                    written._replace(century_shift=0 if found[2] == "本" else -1, year=tens)
                    if found[3] or found[4]
                    else None
                )
            century = p.number(found[1])
            # 21世纪 alone is part of names and slogans; a date only with its beginning or end.
            if found[3] or found[4] or 2 <= century <= 20:
                return written._replace(year=(century - 1) * 100 + tens)
            return None
        found = p.DECADE.match(text, at)
        if found:
            tens = p.number(found[1])
            return Written(
                start=at, end=found.end(), year=tens, unknown=1, about=bool(found[2]), edge=_century_edge(found[2])
            )
        return None

    def weekday(self, text: str, at: int) -> Written | None:
        """星期三 without a week."""
        found = p.BARE_WEEKDAY.match(text, at)
        if found is None or text[at - 1 : at] in ("每", "逢", "（", "(", "至", "到", "-", "—", "个", "一", "双", "、"):
            return None
        if text.startswith(("至", "到", "、", "—", "-"), found.end()):
            return None
        return Written(start=at, end=found.end(), weekday=_weekday_number(found[1] or found[2]))


def _longest_first(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of literal words, the longer before the shorter."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def edge_of(text: str) -> str:
    """Whether an edge word speaks of the beginning, the middle or the end."""
    return "start" if text[-1] in "初始" else "middle" if text[-1] == "中" else "end"


def _century_edge(word: str | None) -> str | None:
    """The edge of a century or decade: 初, 末期, 中叶."""
    return edge_of(word[0]) if word else None


def tens_of(written: Written, found: re.Match[str]) -> Written:
    """A third or a half of a month as a stretch of days."""
    days = p.TENS_DAYS[found[1]] if found[1] else ((1, 15) if found[2] == "上" else (16, 31))
    return written._replace(end=found.end(), part=("days", *days))


def _weekday_number(name: str) -> int:
    """The ISO number of a weekday."""
    return "一二三四五六日".index("日" if name == "天" else name) + 1


def _letter_number_before(text: str, at: int) -> bool:
    """Whether a month's number stands before its edge word, so that the word belongs to it."""
    return at > 0 and (text[at - 1].isdigit() or text[at - 1] in "一二三四五六七八九十每个")
