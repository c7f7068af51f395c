"""Festivals and lunar dates in the year that is written, governs, or lies near the issue."""

from __future__ import annotations

from typing import Any

import pytest

from gov_bulletin_nlp.date_context import Context, Unresolved
from gov_bulletin_nlp.date_festivals import festival_period, lunar_period
from gov_bulletin_nlp.date_periods import read_reference
from gov_bulletin_nlp.date_written import Written


def _context(reference: str | None, **known: Any) -> Context:
    return Context(reference=read_reference(reference), **known)


def _written(**parts: Any) -> Written:
    return Written(start=0, end=1, **parts)


@pytest.mark.parametrize(
    ("festival", "reference", "value"),
    [
        ("春节", "2023-03", "2023-01-22"),
        ("春节", "2023-12", "2024-02-10"),
        ("春节", "2023-11", "2023-01-22"),
        ("国庆节", "2023-03", "2022-10-01"),
    ],
)
def test_the_latest_that_is_not_far_after_the_issue(festival: str, reference: str, value: str) -> None:
    assert festival_period(_written(festival=festival), _context(reference)).edtf == value


def test_what_is_planned_lies_ahead() -> None:
    assert festival_period(_written(festival="国庆节"), _context("2023-03", ahead=True)).edtf == "2023-10-01"


def test_a_written_or_governing_year_decides() -> None:
    assert festival_period(_written(festival="春节", year=1998), _context("2023-03")).edtf == "1998-01-28"
    assert festival_period(_written(festival="春节"), _context("2023-03", year=1998)).edtf == "1998-01-28"


def test_lunar_days_and_months() -> None:
    assert lunar_period(_written(lunar=True, month=1, day=15), _context("2023-03")).edtf == "2023-02-05"
    assert lunar_period(_written(lunar=True, month=1), _context("2023-03")).edtf == "2023-01-22/2023-02-19"


@pytest.mark.parametrize(
    ("written", "reference", "reason"),
    [
        (_written(festival="春节"), None, "no-year"),
        (_written(festival="春节", year=1066), "2023-03", "outside-calendar"),
        (_written(lunar=True, month=1, day=30, year=1066), "2023-03", "outside-calendar"),
    ],
)
def test_what_cannot_be_told_has_a_reason(written: Written, reference: str | None, reason: str) -> None:
    with pytest.raises(Unresolved) as caught:
        (lunar_period if written.lunar else festival_period)(written, _context(reference))
    assert caught.value.reason == reason
