"""What a written date means: resolves it against the issue's date and the dates named before it."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from gov_bulletin_nlp.date_context import MONTHS_AHEAD, Context, Unresolved, written_year
from gov_bulletin_nlp.date_festivals import festival_period, lunar_period
from gov_bulletin_nlp.date_periods import (
    FIRST_QUARTER,
    Period,
    Point,
    is_day,
    point_of,
    shift_day,
    shift_month,
)
from gov_bulletin_nlp.date_written import Written


def resolve(written: Written, context: Context) -> Period:
    """The stretch of the calendar that a written date names; raises ``Unresolved`` where it is not known."""
    if written.to is None:
        return _whole(written, context)
    first, last = _without_end(written), written.to
    says_year = last.year is not None or (last.year_shift is not None and last.anchor == "issue")
    if says_year and first.finest != "year" and written_year(first, context) is None:
        ends = _whole(last, context)
        month = first.month or 0
        earlier = ends.start.month is not None and month > ends.start.month
        starts = _whole(first._replace(year=ends.start.year - earlier), context)
    else:
        starts = _whole(first, context)
        ends = _closing(last, starts, context)
    start = _bound(starts.start, last=first.edge == "end")
    end = _bound(ends.end or ends.start, last=last.edge != "start")
    if last.edge == "end" and end.month is not None and end.day is None and start.day is not None:
        end = Point(end.year, end.month, calendar.monthrange(end.year, end.month)[1])
    if start.first and end.first and end.first < start.first:
        raise Unresolved("ends-before-it-begins")
    return Period(start, None if last.open else end, open=last.open)


def _without_end(written: Written) -> Written:
    """The beginning of a range as a date of its own."""
    return written._replace(to=None, open=False)


def _closing(last: Written, starts: Period, context: Context) -> Period:
    """The end of a range, with what it leaves out taken from the beginning."""
    begin = starts.end or starts.start
    context = context._replace(year=begin.year, last_year=begin.year, period=starts)
    if begin.day is not None:
        context = context._replace(day=begin)
    if begin.month is not None and begin.month <= 12:
        context = context._replace(month=(begin.year, begin.month), local_month=(begin.year, begin.month))
        if last.month is not None and last.year is None and last.year_shift is None and last.month < begin.month:
            last = last._replace(year=begin.year + 1)
        elif last.month is None and last.day is not None and begin.day is not None and last.day < begin.day:
            year, month = shift_month(begin.year, begin.month, 1)
            last = last._replace(year=year, month=month)
    return _whole(last, context)


def _bound(point: Point, *, last: bool) -> Point:
    """A point as the end of a stretch: EDTF's intervals know years, months and days, but no quarters and no decades."""
    if point.unknown:
        return replace(point, year=point.year + (10**point.unknown - 1 if last else 0), unknown=0)
    if point.month is None or point.month < FIRST_QUARTER:
        return point
    month = (point.month - FIRST_QUARTER) * 3 + (3 if last else 1)
    return replace(point, month=month)


def _whole(written: Written, context: Context) -> Period:
    """The stretch of one date, without the end of a range."""
    if written.same_period:
        return _same_period(written, context)
    if written.plan:
        return Period(Point(written.plan[0]), Point(written.plan[1]))
    if written.festival:
        period = festival_period(written, context)
    elif written.lunar:
        period = lunar_period(written, context)
    elif written.unknown:
        period = Period(Point(_decade(written, context), about=written.about, unknown=written.unknown))
    elif written.weekday is not None or written.week_shift is not None:
        period = _week(written, context)
    elif written.day_shift is not None:
        period = _shifted_day(written, context)
    elif written.day is not None or written.month is not None or written.month_shift is not None:
        period = _month_or_day(written, context)
    else:
        period = _year_period(written, context)
    if written.about:
        # The beginning or end of a quarter is about its first or last month.
        point = _bound(period.start, last=written.edge == "end") if period.start.month else period.start
        period = replace(period, start=replace(point, about=True))
    return Period(_bound(period.start, last=False), open=True) if written.open else period


def _same_period(written: Written, context: Context) -> Period:
    """去年同期: the last period named, a year back; without one the issue's month a year back."""
    year = written_year(written, context)
    if context.period is not None:
        # Beside 今年以来 the same stretch of last year has an end that is not said.
        period = replace(context.period, open=False)
        if written.year_shift is not None and written.year_shift < 0:
            return period.moved(written.year_shift)
        if year is not None:
            return period.moved(year - period.start.year)
    if year is None or context.reference is None:
        raise Unresolved("no-period-before")
    return Period(Point(year, context.reference.month))


def _year_for(month: int, day: int | None, context: Context) -> int:
    """The year of a month or day without one: the one that governs, else the issue's, else the year before it."""
    if context.year is not None:
        return context.year
    reference = context.reference
    if reference is None:
        raise Unresolved("no-year")
    if reference.month is None or context.ahead:
        return reference.year
    if reference.day is None or (day is None and month == reference.month):
        return reference.year - (month - reference.month > MONTHS_AHEAD)
    year, limit_month = shift_month(reference.year, reference.month, MONTHS_AHEAD)
    limit = date(year, limit_month, min(reference.day, calendar.monthrange(year, limit_month)[1]))
    last = calendar.monthrange(reference.year, month)[1]
    return reference.year - (date(reference.year, month, min(day or 1, last)) > limit)


def _decade(written: Written, context: Context) -> int:
    """The first year of a decade; one without a century is the latest that had begun by the issue."""
    year = written.year or 0
    if written.century_shift is not None:
        # Without an issue date 上世纪 is read as today's readers do.
        now = context.reference.year if context.reference else 2001
        return (now // 100 + written.century_shift) * 100 + year
    if written.unknown > 1 or year >= 100:
        return year
    now = context.reference.year if context.reference else 1999
    return year + (now - year) // 100 * 100


def _year_period(written: Written, context: Context) -> Period:
    """A year, several years, or a part of one."""
    if written.quarter_shift is not None:
        reference = context.reference
        if reference is None or reference.month is None:
            raise Unresolved("no-issue-month")
        year, month = shift_month(reference.year, (reference.month - 1) // 3 * 3 + 1, written.quarter_shift * 3)
        return Period(Point(year, FIRST_QUARTER + (month - 1) // 3))
    known = written_year(written, context)
    if written.turn_of_year:
        if known is None or context.reference is None:
            raise Unresolved("no-issue-date")
        first = known - (context.reference.month is not None and context.reference.month <= 6)
        return Period(Point(first, about=True), Point(first + 1, about=True))
    if written.part is None:
        if known is None:
            raise Unresolved("no-year")
        return _joined(written, Point(known), [Point(year) for year in written.more])
    kind, low, high = written.part
    if kind == "months":
        year = known if known is not None else _year_for(low, None, context)
        return Period(Point(year, low), Point(year, high)) if high > low else Period(Point(year, low))
    first_month = (low - FIRST_QUARTER) * 3 + 1 if low >= FIRST_QUARTER else 1
    return Period(Point(known if known is not None else _year_for(first_month, None, context), low))


def _joined(written: Written, first: Point, more: list[Point]) -> Period:
    """Several values of one unit: neighbours and ranges are a stretch, others a set."""
    if not more:
        return Period(first)
    values = [first, *more]
    numbers = [point.day or point.month or point.year for point in values]
    if written.ranged or all(after == before + 1 for before, after in pairwise(numbers)):
        return Period(first, more[-1])
    return Period(first, others=tuple(more))


def _month_or_day(written: Written, context: Context) -> Period:
    """A month, a third of one, or days of one."""
    year, month = _month(written, context)
    if written.day is not None:
        if written.month is None and written.month_shift is None and not is_day(year, month, written.day):
            # 30日 in an issue of February: a month that has the day came before.
            year, month = shift_month(year, month, -1)
        elif written.month is None and written.month_shift is None and _yet_to_come(year, month, written.day, context):
            year, month = shift_month(year, month, -1)
        if not is_day(year, month, written.day):
            raise Unresolved("no-such-day")
        return _days(written, year, month)
    if written.part:
        last = calendar.monthrange(year, month)[1]
        _, low, high = written.part
        return Period(Point(year, month, low), Point(year, month, min(high, last)))
    return _joined(written, Point(year, month), _months_after(written, year))


def _yet_to_come(year: int, month: int, day: int, context: Context) -> bool:
    """Whether a bare day of the issue's month lies after the issue: news tells of the month before."""
    reference = context.reference
    if reference is None or reference.day is None or context.ahead or context.month is not None:
        return False
    return (year, month) == (reference.year, reference.month) and day > reference.day


def _months_after(written: Written, year: int) -> list[Point]:
    """The further months of a list or range; a range may run into the next year (``11月至2月``)."""
    points = []
    before = written.month or 0
    for month in written.more:
        year += month < before
        points.append(Point(year, month))
        before = month
    return points


def _days(written: Written, year: int, month: int) -> Period:
    """One day or several of a month; a range may run into the next month (``28—2日``)."""
    more = []
    before = written.day or 0
    for day in written.more:
        if day < before:
            year_of, month_of = shift_month(year, month, 1)
        else:
            year_of, month_of = year, month
        if not is_day(year_of, month_of, day):
            raise Unresolved("no-such-day")
        more.append(Point(year_of, month_of, day))
        before = day
    return _joined(written, Point(year, month, written.day), more)


def _month(written: Written, context: Context) -> tuple[int, int]:
    """The year and month a date stands in."""
    if written.month is not None:
        year = written_year(written, context)
        if year is None:
            year = _year_for(written.month, written.day, context)
        if not 1 <= year <= 9999:
            raise Unresolved("no-such-day")
        return year, written.month
    if written.month_shift is not None and written.anchor == "text":
        if context.month is None:
            raise Unresolved("no-month-before")
        return shift_month(*context.month, written.month_shift)
    if written.month_shift is None and context.month is not None and not _long_past(context):
        return context.month
    if written.anchor == "whole" and context.local_month is not None:
        return context.local_month
    reference = context.reference
    if reference is None or reference.month is None:
        raise Unresolved("no-month")
    return shift_month(reference.year, reference.month, written.month_shift or 0)


def _long_past(context: Context) -> bool:
    """Whether the last month named lies in another paragraph and a year or more before the issue: a bare day is not its."""
    reference, month = context.reference, context.month
    if reference is None or reference.month is None or month is None or context.year is not None:
        return False
    return context.local_month is None and (reference.year - month[0]) * 12 + reference.month - month[1] >= 12


def _shifted_day(written: Written, context: Context) -> Period:
    """今天 and 次日: counted from the issue's day or from the last day named."""
    base = context.day if written.anchor == "text" else _issue_day(context)
    if base is None:
        raise Unresolved("no-day-before" if written.anchor == "text" else "no-issue-day")
    day = shift_day(base, written.day_shift or 0)
    if day is None:
        raise Unresolved("no-such-day")
    return Period(day)


def _issue_day(context: Context) -> Point | None:
    """The issue's date where it is known to the day."""
    reference = context.reference
    return reference if reference is not None and reference.day is not None else None


def _week(written: Written, context: Context) -> Period:
    """A week, its weekend or a day of it, counted from the issue's day."""
    base = _issue_day(context)
    today = base.first if base else None
    if today is None:
        raise Unresolved("no-issue-day")
    first, last = written.part[1:] if written.part else (1, 7)
    if written.weekday is not None:
        first = last = written.weekday
    try:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=written.week_shift or 0)
        begin, end = point_of(monday + timedelta(days=first - 1)), point_of(monday + timedelta(days=last - 1))
    except OverflowError:  # before the year 1 or after 9999
        raise Unresolved("outside-calendar") from None
    return Period(begin) if written.weekday is not None else Period(begin, end)
