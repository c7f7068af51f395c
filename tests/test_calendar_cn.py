"""The calendar: lunar months and days, solar terms, festivals; against astronomy and another library."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp import calendar_cn
from gov_bulletin_nlp.calendar_cn import TERMS, lunar_day, lunar_month, solar_term


def test_lunar_days_and_doubled_months() -> None:
    assert lunar_day(2023, 1, 15) == date(2023, 2, 5)
    assert lunar_day(2023, 2, 1, leap=True) == date(2023, 3, 22)
    assert lunar_month(2024, 2, leap=True) is None
    assert lunar_day(2023, 1, 31) is None
    assert lunar_day(1800, 1, 1) is None


@given(st.integers(1900, 2100), st.integers(1, 11))
def test_months_follow_each_other_without_gaps(year: int, month: int) -> None:
    here, following = lunar_month(year, month), lunar_month(year, month + 1)
    doubled = lunar_month(year, month, leap=True)
    assert here is not None and following is not None
    last = doubled or here
    assert (following[0] - last[1]).days == 1
    assert 29 <= (here[1] - here[0]).days + 1 <= 30


def test_solar_terms_stand_in_order() -> None:
    days = [solar_term(2023, name) for name in TERMS]
    assert days == sorted(days)
    assert solar_term(2023, "冬至") == date(2023, 12, 22)
    assert solar_term(2023, "假节") is None


def test_lunar_years_follow_each_other_without_gap() -> None:
    for year in range(1900, 2100):
        last = calendar_cn.lunar_month(year, 12)
        following = calendar_cn.lunar_day(year + 1, 1, 1)
        assert last is not None and following is not None
        leap = calendar_cn.lunar_month(year, 12, leap=True)
        assert (leap or last)[1] + timedelta(days=1) == following


def test_lunar_months_are_those_of_another_library() -> None:
    lunardate = pytest.importorskip("lunardate")
    # lunardate keeps four months that the mainland's calendar begins a day apart (GB/T 33661-2017).
    apart = {(1933, 6), (1954, 11), (1978, 8), (2057, 9)}
    for year in range(1900, 2100):
        for month in range(1, 13):
            other = lunardate.LunarDate(year, month, 1)
            day = other.to_solar_date() if hasattr(other, "to_solar_date") else other.toSolarDate()
            ours = calendar_cn.lunar_day(year, month, 1)
            assert ours is not None
            assert ours == day or ((year, month) in apart and abs((ours - day).days) == 1), (year, month)


def _sun(day: date) -> float:
    """The sun's longitude at midnight in China, in degrees, to about a hundredth (Meeus, chapter 25)."""
    t = (day.toordinal() + 1721424.5 - 8 / 24 - 2451545.0) / 36525
    anomaly = math.radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * math.sin(anomaly) + 0.019993 * math.sin(2 * anomaly)
    node = math.radians(125.04 - 1934.136 * t)
    return (
        280.46646 + 36000.76983 * t + centre + 0.000289 * math.sin(3 * anomaly) - 0.00569 - 0.00478 * math.sin(node)
    ) % 360


@pytest.mark.parametrize("year", range(1900, 2101, 8))
def test_solar_terms_fall_where_the_sun_says(year: int) -> None:
    for place, name in enumerate(calendar_cn.TERMS):
        day = calendar_cn.solar_term(year, name)
        assert day is not None
        target = (285 + 15 * place) % 360
        begins, ends = ((_sun(d) - target + 180) % 360 - 180 for d in (day, day + timedelta(days=1)))
        assert begins <= 0.02 and ends >= -0.02, (year, name)


def test_outside_the_table_nothing_is_guessed() -> None:
    assert calendar_cn.lunar_day(1899, 1, 1) is None
    assert calendar_cn.lunar_day(2101, 1, 1) is None
    assert calendar_cn.lunar_day(2023, 3, 1, leap=True) is None
    assert calendar_cn.lunar_day(2023, 1, 30) is None
    assert calendar_cn.solar_term(1899, "立春") is None


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("春节", 2023, date(2023, 1, 22)),
        ("除夕", 2023, date(2023, 1, 21)),
        ("元宵节", 2023, date(2023, 2, 5)),
        ("清明节", 2023, date(2023, 4, 5)),
        ("端午节", 2023, date(2023, 6, 22)),
        ("中秋节", 2023, date(2023, 9, 29)),
        ("重阳节", 2023, date(2023, 10, 23)),
        ("母亲节", 2023, date(2023, 5, 14)),
        ("父亲节", 2023, date(2023, 6, 18)),
        ("感恩节", 2023, date(2023, 11, 23)),
        ("三八", 2023, date(2023, 3, 8)),
        ("春节", 2024, date(2024, 2, 10)),
        ("中秋节", 2024, date(2024, 9, 17)),
        ("国庆节", 1999, date(1999, 10, 1)),
    ],
)
def test_festivals_fall_on_the_days_that_were_kept(name: str, year: int, day: date) -> None:
    assert calendar_cn.festival_day(calendar_cn.festivals()[name], year) == day
