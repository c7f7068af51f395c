"""Stretches of the calendar, their arithmetic and their writing in EDTF."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.date_periods import (
    LAST_YEAR,
    Period,
    Point,
    is_day,
    point_of,
    read_reference,
    shift_day,
    shift_month,
)

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(point_of)
POINTS = DAYS | st.builds(
    Point, st.integers(1, 9999), st.none() | st.integers(1, 12) | st.sampled_from([*range(21, 25), *range(33, 37)])
)


@pytest.mark.parametrize(
    ("point", "edtf"),
    [
        (Point(2023), "2023"),
        (Point(2023, 3), "2023-03"),
        (Point(2023, 3, 8), "2023-03-08"),
        (Point(2023, 3, about=True), "2023-03~"),
        (Point(2023, 33), "2023-33"),
        (Point(2023, 21), "2023-21"),
        (Point(1990, unknown=1), "199X"),
        (Point(1800, unknown=2), "18XX"),
        (Point(1990, unknown=1, about=True), "199X~"),
        (Point(618), "0618"),
        (Point(-220), "-0220"),
    ],
)
def test_a_point_in_edtf(point: Point, edtf: str) -> None:
    assert point.edtf == edtf
    parse_edtf(edtf)


@pytest.mark.parametrize(
    ("period", "edtf"),
    [
        (Period(Point(2023, 3)), "2023-03"),
        (Period(Point(2023, 3, 1), Point(2023, 3, 5)), "2023-03-01/2023-03-05"),
        (Period(Point(2023), open=True), "2023/.."),
        (Period(Point(2023, 1), others=(Point(2023, 3), Point(2023, 5))), "{2023-01,2023-03,2023-05}"),
        (Period(Point(2022, about=True), Point(2023, about=True)), "2022~/2023~"),
    ],
)
def test_a_period_in_edtf(period: Period, edtf: str) -> None:
    assert period.edtf == edtf
    parse_edtf(edtf)


@given(POINTS)
def test_every_point_is_edtf(point: Point) -> None:
    parse_edtf(point.edtf)


@given(DAYS, st.integers(1, 3))
def test_every_approximate_point_is_edtf(point: Point, parts: int) -> None:
    year, month, day = point.year, point.month if parts > 1 else None, point.day if parts > 2 else None
    parse_edtf(Point(year, month, day, about=True).edtf)


@pytest.mark.parametrize(
    ("point", "first"),
    [
        (Point(2023), date(2023, 1, 1)),
        (Point(2023, 4), date(2023, 4, 1)),
        (Point(2023, 4, 9), date(2023, 4, 9)),
        (Point(2023, 33), date(2023, 1, 1)),
        (Point(2023, 36), date(2023, 10, 1)),
        (Point(2023, 21), date(2023, 2, 1)),  # spring begins in February
        (Point(2023, 24), date(2023, 11, 1)),
        (Point(0), None),
        (Point(-220), None),
        (Point(10000), None),
    ],
)
def test_the_first_day_of_a_point(point: Point, first: date | None) -> None:
    assert point.first == first


def test_only_a_leap_day_moves_within_its_month() -> None:
    assert Point(2024, 2, 29).moved(1) == Point(2025, 2, 28)
    assert Point(2024, 2, 29).moved(4) == Point(2028, 2, 29)
    assert Point(2024, 2, 28).moved(1) == Point(2025, 2, 28)
    assert Point(2024, 33).moved(-1) == Point(2023, 33)


@given(POINTS, st.integers(-50, 50))
def test_moving_back_and_forth_loses_nothing_but_a_leap_day(point: Point, years: int) -> None:
    moved = point.moved(years)
    assert moved.year == point.year + years
    if (point.month, point.day) != (2, 29):
        assert moved.moved(-years) == point


def test_all_parts_of_a_period_move() -> None:
    period = Period(Point(2023, 1), Point(2023, 6), open=True, others=(Point(2023, 8),))
    assert period.moved(-1) == Period(Point(2022, 1), Point(2022, 6), open=True, others=(Point(2022, 8),))


@pytest.mark.parametrize(
    ("reference", "point"),
    [
        ("2023", Point(2023)),
        ("2023-03", Point(2023, 3)),
        ("2023-03-08", Point(2023, 3, 8)),
        ("2023-03-08/2023-03-10", Point(2023, 3, 8)),
        ("2024-02-29", Point(2024, 2, 29)),
        (str(LAST_YEAR), Point(LAST_YEAR)),
        (str(LAST_YEAR + 1), None),
        ("2023-02-29", None),
        ("2023-13", None),
        ("2023-00", None),
        ("0000", None),
        ("-0220", None),
        ("3月", None),
        ("", None),
        (None, None),
    ],
)
def test_a_reference(reference: str | None, point: Point | None) -> None:
    assert read_reference(reference) == point


@given(st.text(max_size=12))
def test_any_reference_is_a_point_of_the_calendar_or_none(reference: str) -> None:
    point = read_reference(reference)
    assert point is None or point.first is not None


@given(POINTS.filter(lambda point: point.year <= LAST_YEAR and (point.month or 1) <= 12))
def test_what_was_written_is_read_as_reference(point: Point) -> None:
    assert read_reference(point.edtf) == point


@given(st.integers(0, 10001), st.integers(-1, 14), st.integers(-1, 33))
def test_a_day_is_one_that_the_calendar_has(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        assert not is_day(year, month, day)
    else:
        assert is_day(year, month, day)


@pytest.mark.parametrize(
    ("months", "to"), [(0, (2023, 11)), (1, (2023, 12)), (2, (2024, 1)), (-11, (2022, 12)), (-23, (2021, 12))]
)
def test_some_months_on(months: int, to: tuple[int, int]) -> None:
    assert shift_month(2023, 11, months) == to


@given(DAYS, st.integers(-400, 400))
def test_some_days_on(point: Point, days: int) -> None:
    moved = shift_day(point, days)
    if moved is None:
        assert point.year in (1, 2, 9998, 9999)
    else:
        assert point.first is not None and moved.first is not None
        assert (moved.first - point.first).days == days


def test_days_are_counted_from_days_inside_the_calendar() -> None:
    assert shift_day(Point(9999, 12, 31), 1) is None
    assert shift_day(Point(1, 1, 1), -1) is None
    assert shift_day(Point(2023, 3), 1) is None
    assert shift_day(Point(2023), 1) is None
