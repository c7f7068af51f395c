"""What is known where a date stands."""

from __future__ import annotations

import pytest

from gov_bulletin_nlp.date_context import Context, Unresolved, written_year
from gov_bulletin_nlp.date_periods import Point
from gov_bulletin_nlp.date_written import Written


def _year(context: Context, **parts: object) -> int | None:
    return written_year(Written(start=0, end=1, **parts), context)  # type: ignore[arg-type]


def test_nothing_is_known_at_first() -> None:
    assert all(value in (None, False) for value in Context())


def test_a_written_year_is_itself() -> None:
    assert _year(Context(), year=1998) == 1998
    assert _year(Context(), month=3) is None


def test_a_shifted_year_counts_from_the_issue_or_from_the_last_one_named() -> None:
    context = Context(reference=Point(2023, 3), last_year=1998)
    assert _year(context, year_shift=-1) == 2022
    assert _year(context, year_shift=1, anchor="text") == 1999
    assert _year(context._replace(year=2001), year_shift=0, anchor="whole") == 2001


@pytest.mark.parametrize(("anchor", "reason"), [("issue", "no-issue-date"), ("text", "no-year-before")])
def test_a_shifted_year_needs_what_it_counts_from(anchor: str, reason: str) -> None:
    with pytest.raises(Unresolved) as caught:
        _year(Context(), year_shift=-1, anchor=anchor)
    assert caught.value.reason == reason
