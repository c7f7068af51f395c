"""One written date to EDTF, the calendar, and the arithmetic of periods."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp import calendar_cn
from gov_bulletin_nlp.date_periods import Period, Point, read_reference, shift_month
from gov_bulletin_nlp.dates import to_edtf


@pytest.mark.parametrize(
    ("written", "reference", "value"),
    [
        ("二〇二三年三月八日", None, "2023-03-08"),
        ("2023.3.8", None, "2023-03-08"),
        ("3月8日", "2023-03", "2023-03-08"),
        ("3月8日", None, None),
        ("一季度", "2023-04", "2023-33"),
        ("上半年", "2023-07", "2023-01/2023-06"),
        ("去年底", "2023", "2022~"),
        ("“十四五”期间", None, "2021/2025"),
        ("民国112年", None, "2023"),
        ("次日", "2023-03-08", None),
        ("三天", "2023-03-08", None),
        ("3月8日上午", "2023-03", None),
        ("", "2023-03", None),
    ],
)
def test_to_edtf_reads_one_whole_date(written: str, reference: str | None, value: str | None) -> None:
    assert to_edtf(written, reference) == value


@pytest.mark.parametrize("reference", ["", "春天", "2023-13", "2023-02-30", "0000", "199X", "２０２３"])
def test_an_odd_reference_is_no_reference(reference: str) -> None:
    assert read_reference(reference) is None or read_reference(reference) == Point(2023)
    assert to_edtf("3月8日", reference) in (None, "2023-03-08")


def test_a_reference_may_be_an_interval_or_approximate() -> None:
    assert read_reference("2023-03/2023-04") == Point(2023, 3)
    assert read_reference("2023-03~") == Point(2023, 3)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_every_day_is_written_so_that_an_edtf_parser_reads_it(day: date) -> None:
    assert str(parse_edtf(Point(day.year, day.month, day.day).edtf)) == day.isoformat()


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{0}年{1}月{2}日", "{0}-{1:02}-{2:02}", "{0}.{1}.{2}"]),
)
def test_a_written_day_is_read_back(day: date, form: str) -> None:
    assert to_edtf(form.format(day.year, day.month, day.day)) == day.isoformat()


def test_moving_a_leap_day_keeps_the_month() -> None:
    assert Period(Point(2024, 2, 29)).moved(-1).edtf == "2023-02-28"


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(-600, 600))
def test_shifting_months_is_its_own_inverse(year: int, month: int, by: int) -> None:
    assert shift_month(*shift_month(year, month, by), -by) == (year, month)


# The calendar


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
    ],
)
def test_festivals_fall_on_the_days_that_were_kept(name: str, year: int, day: date) -> None:
    assert calendar_cn.festival_day(calendar_cn.festivals()[name], year) == day
