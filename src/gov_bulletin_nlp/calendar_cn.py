"""The Chinese calendar: lunar days, solar terms and festivals as Gregorian days.

Months and terms come from ``tables/calendar_cn.tsv`` (1900–2100), festivals from ``tables/festivals.toml``. Outside
those years the answer is ``None``: the calendar of other centuries was fixed by other rules.
"""

from __future__ import annotations

import calendar
import sys
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TERMS = [
    "小寒",
    "大寒",
    "立春",
    "雨水",
    "惊蛰",
    "春分",
    "清明",
    "谷雨",
    "立夏",
    "小满",
    "芒种",
    "夏至",
    "小暑",
    "大暑",
    "立秋",
    "处暑",
    "白露",
    "秋分",
    "寒露",
    "霜降",
    "立冬",
    "小雪",
    "大雪",
    "冬至",
]
"""The 24 solar terms of a Gregorian year, two a month."""


@dataclass(frozen=True, slots=True)
class _LunarYear:
    """One row of the table: where the year begins, which month is doubled, how long each is, when the terms fall."""

    new_year: date
    leap: int
    lengths: tuple[int, ...]
    term_days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival by the rule that gives its day: Gregorian, lunar, a solar term, or the nth weekday of a month."""

    names: tuple[str, ...]
    kind: str
    short: str | None = None
    month: int = 0
    day: int = 0
    term: str = ""
    needs_cue: bool = False


def load_toml(name: str) -> dict[str, Any]:
    """Read one of the package's TOML tables."""
    table = resources.files("gov_bulletin_nlp") / "tables" / name
    return tomllib.loads(table.read_text(encoding="utf-8"))


@cache
def _years() -> dict[int, _LunarYear]:
    """Read the table of lunar years once."""
    table = resources.files("gov_bulletin_nlp") / "tables" / "calendar_cn.tsv"
    years = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line[:1].isdigit():
            continue
        year, new_year, leap, lengths, terms = line.split("\t")
        month, day = new_year.split("-")
        years[int(year)] = _LunarYear(
            new_year=date(int(year), int(month), int(day)),
            leap=int(leap),
            lengths=tuple(29 + int(long) for long in lengths),
            term_days=tuple(int(terms[at : at + 2]) for at in range(0, 48, 2)),
        )
    return years


def lunar_month(year: int, month: int, *, leap: bool = False) -> tuple[date, date] | None:
    """First and last day of a lunar month, or ``None`` where the table or the year does not have it."""
    row = _years().get(year)
    if row is None or not 1 <= month <= 12 or (leap and row.leap != month):
        return None
    place = month - 1 + (1 if row.leap and (month > row.leap or leap) else 0)
    first = row.new_year + timedelta(days=sum(row.lengths[:place]))
    return first, first + timedelta(days=row.lengths[place] - 1)


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The Gregorian day of a lunar one: ``lunar_day(2023, 1, 15)`` is 5 February 2023."""
    span = lunar_month(year, month, leap=leap)
    if span is None or not 1 <= day <= (span[1] - span[0]).days + 1:
        return None
    return span[0] + timedelta(days=day - 1)


def solar_term(year: int, name: str) -> date | None:
    """The Gregorian day of a solar term in a Gregorian year."""
    row = _years().get(year)
    if row is None or name not in TERMS:
        return None
    place = TERMS.index(name)
    return date(year, place // 2 + 1, row.term_days[place])


@cache
def festivals() -> dict[str, Festival]:
    """Every festival by each of its written names."""
    table: dict[str, Festival] = {}
    for row in load_toml("festivals.toml")["festival"]:
        festival = Festival(
            names=tuple(row["names"]),
            kind=row["kind"],
            short=row.get("short"),
            month=row.get("month", 0),
            day=row.get("day", 0),
            term=row.get("term", ""),
            needs_cue=row.get("needs_cue", False),
        )
        for name in festival.names:
            table[name] = festival
        for name in (*row.get("bare", ()), *((festival.short,) if festival.short else ())):
            table[name] = replace(festival, needs_cue=True)
    for name in TERMS:
        table.setdefault(name, Festival(names=(name,), kind="term", term=name, needs_cue=True))
    return table


def festival_day(festival: Festival, year: int) -> date | None:
    """The day on which a festival falls in a year; for lunar ones the year whose first month opened it."""
    if festival.kind == "solar":
        return date(year, festival.month, festival.day)
    if festival.kind == "lunar":
        return lunar_day(year, festival.month, festival.day)
    if festival.kind == "lunar_eve":
        following = lunar_day(year, 1, 1)
        return None if following is None else following - timedelta(days=1)
    if festival.kind == "weekday":
        # ``day`` is nth * 10 + ISO weekday: 27 is the second Sunday.
        nth, weekday = divmod(festival.day, 10)
        first = calendar.weekday(year, festival.month, 1) + 1
        return date(year, festival.month, 1 + (weekday - first) % 7 + 7 * (nth - 1))
    return solar_term(year, festival.term)
