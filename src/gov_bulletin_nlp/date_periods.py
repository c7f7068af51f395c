"""Stretches of the calendar as dates name them, and their writing in EDTF (ISO 8601-2).

A ``Point`` is a year, a month, a quarter, a season or a day; a ``Period`` is one point, or from one point to another.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

SEASONS = {"春": 21, "夏": 22, "秋": 23, "冬": 24}
"""EDTF's codes of the seasons, written where a month stands."""
FIRST_QUARTER = 33
"""EDTF's code of the first quarter; the others follow."""

LAST_YEAR = 9990
"""The last year a reference may have: some way before the end of the calendar, so that 明年 still lies in it."""

_REFERENCE = re.compile(r"(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Point:
    """A year, or a month (1–12), season (21–24), quarter (33–36) or day of one.

    ``unknown`` counts the last digits of the year that are not said (1 for a decade); ``about`` marks an approximate
    point.
    """

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False
    unknown: int = 0

    @property
    def edtf(self) -> str:
        """The point in EDTF: ``2023-03-08``, ``2023-33``, ``199X``, ``2023-03~``."""
        sign = "-" if self.year < 0 else ""
        text = f"{sign}{abs(self.year):04d}"
        if self.unknown:
            text = text[: -self.unknown] + "X" * self.unknown
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text + "~" if self.about and (self.month or 0) <= 12 else text  # EDTF qualifies no season

    @property
    def first(self) -> date | None:
        """The first day of the point; ``None`` before the year 1."""
        if self.year < 1 or self.year > 9999:
            return None
        month = self.month or 1
        if month >= FIRST_QUARTER:
            month = (month - FIRST_QUARTER) * 3 + 1
        elif month > 12:
            # Spring is February to April, as the solar terms have it.
            month = (month - 21) * 3 + 2
        return date(self.year, month, self.day or 1)

    def moved(self, years: int) -> Point:
        """The same point some years on; 29 February becomes the 28th where the year has none."""
        year = self.year + years
        day = self.day
        if day is not None and self.month is not None and self.month <= 12 and 1 <= year <= 9999:
            day = min(day, calendar.monthrange(year, self.month)[1])
        return replace(self, year=year, day=day)


@dataclass(frozen=True, slots=True)
class Period:
    """One point, or a stretch to ``end``; ``open`` lasts until now; ``others`` are further separate points."""

    start: Point
    end: Point | None = None
    open: bool = False
    others: tuple[Point, ...] = ()

    @property
    def edtf(self) -> str:
        """The period in EDTF: ``2023-03``, ``2023-03-01/2023-03-05``, ``2023/..``, ``{2023-01,2023-03}``."""
        if self.open:
            return f"{self.start.edtf}/.."
        if self.others:
            return "{" + ",".join(point.edtf for point in (self.start, *self.others)) + "}"
        if self.end is not None:
            return f"{self.start.edtf}/{self.end.edtf}"
        return self.start.edtf

    def moved(self, years: int) -> Period:
        """The same stretch some years on."""
        return replace(
            self,
            start=self.start.moved(years),
            end=self.end.moved(years) if self.end else None,
            others=tuple(point.moved(years) for point in self.others),
        )


def read_reference(reference: str | None) -> Point | None:
    """The point an EDTF date names, at the precision it has; an interval counts from its start, else ``None``."""
    match = _REFERENCE.match(reference) if reference else None
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not 1 <= year <= LAST_YEAR or (month is not None and not 1 <= month <= 12):
        return None
    if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return Point(year, month, day)


def point_of(day: date) -> Point:
    """A calendar day as a point."""
    return Point(day.year, day.month, day.day)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the month of that year has such a day."""
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def shift_month(year: int, month: int, months: int) -> tuple[int, int]:
    """The month some months on."""
    place = year * 12 + month - 1 + months
    return place // 12, place % 12 + 1


def shift_day(point: Point, days: int) -> Point | None:
    """The day some days on; ``None`` past the ends of the calendar."""
    if point.first is None or point.day is None:
        return None
    try:
        return point_of(point.first + timedelta(days=days))
    except OverflowError:
        return None
