from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.calendar_cn import TERMS, festival_day, festivals, lunar_day, lunar_month, solar_term


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("春节", 2023, date(2023, 1, 22)),
        ("春节", 2024, date(2024, 2, 10)),
        ("除夕", 2023, date(2023, 1, 21)),
        ("端午节", 2023, date(2023, 6, 22)),
        ("中秋节", 2024, date(2024, 9, 17)),
        ("清明节", 2023, date(2023, 4, 5)),
        ("国庆节", 1999, date(1999, 10, 1)),
    ],
)
def test_days_of_festivals(name: str, year: int, day: date) -> None:
    assert festival_day(festivals()[name], year) == day


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
