"""A date as it stands in a text, before anything is known of when the text was written."""

from __future__ import annotations

from typing import Literal, NamedTuple

Anchor = Literal["issue", "text", "whole"]
Part = tuple[str, int, int]
"""A stretch inside a year (``months``), a month (``days``) or one EDTF code (``code``, twice the same number)."""


class Written(NamedTuple):
    """A date as written: the components that stand there, absolute or as shifts from an anchor.

    ``more`` holds the further values of the finest component (``3、4月``), ``ranged`` whether they are a stretch
    (``10-12日``); ``to`` is the written end of a range.
    """

    start: int
    end: int
    year: int | None = None
    year_shift: int | None = None
    month: int | None = None
    month_shift: int | None = None
    quarter_shift: int | None = None
    week_shift: int | None = None
    weekday: int | None = None
    day: int | None = None
    day_shift: int | None = None
    anchor: Anchor = "issue"
    more: tuple[int, ...] = ()
    ranged: bool = False
    part: Part | None = None
    festival: str | None = None
    lunar: bool = False
    leap: bool = False
    plan: tuple[int, int] | None = None
    unknown: int = 0
    century_shift: int | None = None
    fiscal: bool = False
    edge: str | None = None
    about: bool = False
    open: bool = False
    same_period: bool = False
    turn_of_year: bool = False
    to: Written | None = None

    @property
    def finest(self) -> Literal["year", "month", "day"]:
        """The finest unit that is written."""
        if self.day is not None or self.day_shift is not None or self.festival or self.weekday is not None:
            return "day"
        if self.month is not None or self.month_shift is not None:
            return "month"
        return "year"
