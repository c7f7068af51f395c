"""What is known where a date stands, and what it says of its own year."""

from __future__ import annotations

from typing import NamedTuple

from gov_bulletin_nlp.date_periods import Period, Point
from gov_bulletin_nlp.date_written import Written

MONTHS_AHEAD = 2
"""How far after the issue a date without a year may lie before it is read as last year's."""


class Context(NamedTuple):
    """What is known where a date stands.

    ``reference`` is the issue's date at the precision it has; ``year`` a year named before that governs here;
    ``month``, ``day``, ``period`` and ``last_year`` the last ones named; ``local_month`` the last month of the same
    paragraph; ``ahead`` whether the words around speak of a plan.
    """

    reference: Point | None = None
    year: int | None = None
    month: tuple[int, int] | None = None
    local_month: tuple[int, int] | None = None
    day: Point | None = None
    period: Period | None = None
    last_year: int | None = None
    ahead: bool = False


class Unresolved(Exception):
    """A date that cannot be resolved here; ``reason`` is a stable kebab-case word."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def written_year(written: Written, context: Context) -> int | None:
    """The year that is written, absolute or by a word; ``None`` where none is."""
    if written.year is not None:
        return written.year
    if written.year_shift is None:
        return None
    if written.anchor == "text":
        if context.last_year is None:
            raise Unresolved("no-year-before")
        return context.last_year + written.year_shift
    if written.anchor == "whole" and context.year is not None:
        return context.year + written.year_shift
    if context.reference is None:
        raise Unresolved("no-issue-date")
    return context.reference.year + written.year_shift
