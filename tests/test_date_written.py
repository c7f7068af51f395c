"""A date as written: what stands there and nothing else, and its finest unit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.date_written import Written


@pytest.mark.parametrize(
    ("said", "finest"),
    [
        ({"day": 8}, "day"),
        ({"month": 3, "day": 8}, "day"),
        ({"day_shift": -1}, "day"),
        ({"day_shift": 0}, "day"),  # 今天: a shift of nothing is said all the same
        ({"festival": "春节"}, "day"),
        ({"week_shift": -1, "weekday": 5}, "day"),
        ({"year": 2023, "month": 3}, "month"),
        ({"month_shift": 0}, "month"),
        ({"month": 3, "part": ("days", 1, 10)}, "month"),
        ({"year": 2023}, "year"),
        ({"year_shift": 0}, "year"),
        ({"part": ("months", 1, 6)}, "year"),
        ({"quarter_shift": -1}, "year"),
        ({"plan": (2021, 2025)}, "year"),
    ],
)
def test_the_finest_unit_that_is_written(said: dict[str, Any], finest: str) -> None:
    assert Written(0, 4)._replace(**said).finest == finest


def test_a_place_alone_says_nothing() -> None:
    written = Written(3, 7)
    assert (written.start, written.end, written.anchor) == (3, 7, "issue")
    assert not any(value for name, value in written._asdict().items() if name not in ("start", "end", "anchor"))


def test_the_end_of_a_range_is_a_date_of_its_own() -> None:
    written = Written(0, 7, month=3, to=Written(5, 7, month=4, day=5))
    assert written.to is not None
    assert (written.finest, written.to.finest) == ("month", "day")


@given(st.integers(1, 12), st.integers(1, 31), st.integers(1, 9999))
def test_coarser_units_do_not_hide_a_finer_one(month: int, day: int, year: int) -> None:
    whole = Written(0, 9, year=year, month=month, day=day)
    assert whole.finest == "day"
    assert whole._replace(day=None).finest == "month"
    assert whole._replace(day=None, month=None).finest == "year"
