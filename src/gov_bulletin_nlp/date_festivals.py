"""Festivals and lunar dates: their days in the year that is written or governs, or near the issue."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from gov_bulletin_nlp import calendar_cn
from gov_bulletin_nlp.date_context import MONTHS_AHEAD, Context, Unresolved, written_year
from gov_bulletin_nlp.date_periods import Period, point_of, shift_month
from gov_bulletin_nlp.date_written import Written


def _nearest(day_in: dict[int, date | None], context: Context) -> date:
    """The latest of a festival's days that is not more than two months after the issue."""
    reference = context.reference
    if reference is None:
        raise Unresolved("no-year")
    found = [day for day in day_in.values() if day is not None]
    if not found:
        raise Unresolved("outside-calendar")
    if reference.month is None:
        same = [day for day in found if day.year == reference.year]
        return (same or found)[-1]
    if context.ahead:
        # A notice of a festival may be printed a few days after it.
        issued = date(reference.year, reference.month, reference.day or 1)
        earliest = issued - min(timedelta(days=15), issued - date.min)
        return min((day for day in found if day >= earliest), default=max(found))
    year, month = shift_month(reference.year, reference.month, MONTHS_AHEAD)
    last = calendar.monthrange(year, month)[1]
    limit = date(year, month, min(reference.day or last, last))
    return max((day for day in found if day <= limit), default=min(found))


def festival_period(written: Written, context: Context) -> Period:
    """The day of a festival in the year that is written or governs, or near the issue."""
    festival = calendar_cn.festivals()[written.festival or ""]
    year = written_year(written, context)
    if year is None:
        year = context.year
    if year is None:
        now = context.reference.year if context.reference else 0
        return Period(point_of(_nearest({y: _in_year(festival, y) for y in (now - 1, now, now + 1)}, context)))
    day = _in_year(festival, year)
    if day is None:
        raise Unresolved("outside-calendar")
    return Period(point_of(day))


def _in_year(festival: calendar_cn.Festival, year: int) -> date | None:
    """The day of a festival where the calendar reaches it."""
    return calendar_cn.festival_day(festival, year) if 1 <= year <= 9999 else None


def lunar_period(written: Written, context: Context) -> Period:
    """A lunar month or day in the lunar year that is written or governs, or near the issue."""
    month = written.month or 0
    year = written_year(written, context)
    if year is None:
        year = context.year
    if year is None:
        now = context.reference.year if context.reference else 0
        firsts = {y: _lunar_first(written, y) for y in (now - 1, now, now + 1)}
        nearest = _nearest(firsts, context)
        year = next(y for y, day in firsts.items() if day == nearest)
    elif month >= 11 and written.year is None and written.year_shift is None:
        year -= 1
    if written.day is not None:
        day = calendar_cn.lunar_day(year, month, written.day, leap=written.leap)
        if day is None:
            raise Unresolved("outside-calendar")
        return Period(point_of(day))
    span = calendar_cn.lunar_month(year, month, leap=written.leap)
    if span is None:
        raise Unresolved("outside-calendar")
    return Period(point_of(span[0]), point_of(span[1]))


def _lunar_first(written: Written, year: int) -> date | None:
    """The day by which a lunar date of that year is compared with the issue."""
    return calendar_cn.lunar_day(year, written.month or 0, written.day or 1, leap=written.leap)
