"""One written date to EDTF, the calendar, and the arithmetic of periods."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

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
