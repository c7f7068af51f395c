"""What written dates mean beside the issue's date and the dates named before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.date_context import Context, Unresolved
from gov_bulletin_nlp.date_grammar import grammar
from gov_bulletin_nlp.date_periods import Period, Point, read_reference
from gov_bulletin_nlp.date_resolution import resolve
from gov_bulletin_nlp.date_written import Written


def _written(text: str) -> Written:
    written = grammar().read(text, 0)
    assert written is not None
    return written


def _issue(reference: str | None, **known: Any) -> Context:
    return Context(reference=read_reference(reference))._replace(**known)


def _edtf(text: str, context: Context) -> str:
    return resolve(_written(text), context).edtf


@pytest.mark.parametrize(
    ("text", "reference", "edtf"),
    [
        # A month or day without a year lies at most two months after the issue.
        ("3月8日", "2023-03", "2023-03-08"),
        ("5月31日", "2023-03", "2023-05-31"),
        ("6月1日", "2023-03", "2022-06-01"),
        ("5月8日", "2023-03-08", "2023-05-08"),
        ("5月9日", "2023-03-08", "2022-05-09"),
        ("12月", "2023-03", "2022-12"),
        ("12月", "2023", "2023-12"),
        ("8日上午", "2023-03", "2023-03-08"),
        ("30日上午", "2023-02", "2023-01-30"),  # February has none: the month before
        ("1月5日", "2022-12-30", "2022-01-05"),
        # years
        ("今年", "2023-03", "2023"),
        ("去年3月", "2023-03", "2022-03"),
        ("2021、2023年", None, "{2021,2023}"),
        ("2022—2023年", None, "2022/2023"),
        ("公元前221年", None, "-0220"),
        ("民国112年3月", None, "2023-03"),
        ("今年以来", "2023-03", "2023/.."),
        ("“十四五”期间", None, "2021/2025"),
        ("20世纪90年代", None, "199X"),
        ("90年代", "2023-03", "199X"),
        ("上世纪八十年代", "2023-03", "198X"),
        ("十九世纪", "2023-03", "18XX"),
        ("岁末年初，", "2023-01", "2022~/2023~"),
        ("岁末年初，", "2022-12", "2022~/2023~"),
        # parts of a year
        ("一季度", "2023-04", "2023-33"),
        ("四季度", "2023-03", "2022-36"),
        ("上季度", "2023-01", "2022-36"),
        ("一季度末", "2023-04", "2023-03~"),
        ("一季度初", "2023-04", "2023-01~"),
        ("前三季度", "2023-10", "2023-01/2023-09"),
        ("上半年", "2023-07", "2023-01/2023-06"),
        ("今年春季", "2023-05", "2023-21"),
        ("去年底", "2023-03", "2022~"),
        # parts of a month
        ("3月上旬", "2023-03", "2023-03-01/2023-03-10"),
        ("2月下旬", "2023-03", "2023-02-21/2023-02-28"),
        ("2024年2月下旬", None, "2024-02-21/2024-02-29"),
        ("月底", "2023-03", "2023-03~"),
        ("上月", "2023-01", "2022-12"),
        # several
        ("3、4月", "2023-03", "2023-03/2023-04"),
        ("1、3、5月", "2023-05", "{2023-01,2023-03,2023-05}"),
        ("10-12日", "2023-03", "2023-03-10/2023-03-12"),
        ("8、10日", "2023-03", "{2023-03-08,2023-03-10}"),
        # ranges
        ("3月1日至5日", "2023-03", "2023-03-01/2023-03-05"),
        ("3月28日至2日", "2023-04", "2023-03-28/2023-04-02"),
        ("11月至2月", "2023-03", "2022-11/2023-02"),
        ("12月28日至2023年1月3日", None, "2022-12-28/2023-01-03"),
        ("3月1日至2023年5月3日", None, "2023-03-01/2023-05-03"),
        ("11月至次年2月", "2023-03", "2022-11/2023-02"),
        ("一季度至三季度", "2023-10", "2023-01/2023-09"),
        ("2019年至今", None, "2019/.."),
        # from the issue's day, a Wednesday
        ("今天", "2023-03-08", "2023-03-08"),
        ("昨日", "2023-03-01", "2023-02-28"),
        ("星期五", "2023-03-08", "2023-03-10"),
        ("上周五", "2023-03-08", "2023-03-03"),
        ("本周", "2023-03-08", "2023-03-06/2023-03-12"),
        ("本周末", "2023-03-08", "2023-03-11/2023-03-12"),
        # festivals and the lunar calendar
        ("春节", "2023-03", "2023-01-22"),
        ("春节期间", "2023-01", "2023-01-22~"),
        ("2022年中秋节", "2023-03", "2022-09-10"),
        ("国庆节", "2023-03", "2022-10-01"),
        ("除夕", "2023-02", "2023-01-21"),
        ("正月十五", "2023-03", "2023-02-05"),
        ("腊月廿三", "2023-03", "2023-01-14"),
        ("农历2023年闰二月初一", None, "2023-03-22"),
        ("农历2023年八月", None, "2023-09-15/2023-10-14"),
    ],
)
def test_beside_the_issue(text: str, reference: str | None, edtf: str) -> None:
    assert _edtf(text, _issue(reference)) == edtf


@pytest.mark.parametrize(
    ("text", "known", "edtf"),
    [
        # A year that governs goes before the issue's.
        ("6月8日", {"year": 2019}, "2019-06-08"),
        ("年底", {"year": 2019}, "2019~"),
        ("全年", {"year": 2019}, "2019"),
        ("今年", {"year": 2019}, "2023"),
        ("中秋节", {"year": 2019}, "2019-09-13"),
        ("腊月廿三", {"year": 2019}, "2019-01-28"),  # the month that ended in 2019
        ("农历正月初一", {"year": 2019}, "2019-02-05"),
        # The last ones named.
        ("8日上午", {"month": (2022, 11)}, "2022-11-08"),
        ("次年", {"last_year": 2019}, "2020"),
        ("同年3月", {"last_year": 2019}, "2019-03"),
        ("当月", {"month": (2022, 11)}, "2022-11"),
        ("次月", {"month": (2022, 12)}, "2023-01"),
        ("当日", {"day": Point(2022, 11, 30)}, "2022-11-30"),
        ("次日", {"day": Point(2022, 11, 30)}, "2022-12-01"),
        ("月底", {"local_month": (2022, 11)}, "2022-11~"),
        ("月底", {"month": (2022, 11)}, "2023-03~"),
        # A bare day is not of a month in another paragraph a year or more ago.
        ("8日上午", {"month": (2021, 11)}, "2023-03-08"),
        ("8日上午", {"month": (2021, 11), "local_month": (2021, 11)}, "2021-11-08"),
        # 同期 is the last period, moved; without one the issue's month.
        ("去年同期", {"period": Period(Point(2023, 1), Point(2023, 2))}, "2022-01/2022-02"),
        ("去年同期", {"period": Period(Point(2023), open=True)}, "2022"),
        ("2021年同期", {"period": Period(Point(2023, 33))}, "2021-33"),
        ("去年同期", {}, "2022-03"),
        # A plan lies ahead.
        ("12月8日", {"ahead": True}, "2023-12-08"),
        ("12月8日", {"ahead": False}, "2022-12-08"),
        ("端午节", {"ahead": True}, "2023-06-22"),
        ("端午节", {"ahead": False}, "2022-06-03"),
    ],
)
def test_beside_what_was_named(text: str, known: dict[str, Any], edtf: str) -> None:
    assert _edtf(text, _issue("2023-03", **known)) == edtf


@pytest.mark.parametrize(
    ("text", "reference", "reason"),
    [
        ("3月8日", None, "no-year"),
        ("上半年", None, "no-year"),
        ("国庆节", None, "no-year"),
        ("8日上午", "2023", "no-month"),
        ("今年", None, "no-issue-date"),
        ("岁末年初，", None, "no-issue-date"),
        ("本季度", "2023", "no-issue-month"),
        ("今天", "2023-03", "no-issue-day"),
        ("上周五", "2023-03", "no-issue-day"),
        ("次日", "2023-03-08", "no-day-before"),
        ("次年", "2023-03", "no-year-before"),
        ("当月", "2023-03", "no-month-before"),
        ("2022年同期", None, "no-period-before"),
        ("2月30日", "2023-03", "no-such-day"),
        ("2023年2月28、29日", None, "no-such-day"),
        ("2200年春节", None, "outside-calendar"),
        ("农历2023年闰三月", None, "outside-calendar"),  # the doubled month was the second
        ("2023年3月8日至2022年3月9日", None, "ends-before-it-begins"),
    ],
)
def test_what_is_not_known_here_says_why(text: str, reference: str | None, reason: str) -> None:
    with pytest.raises(Unresolved) as caught:
        resolve(_written(text), _issue(reference))
    assert caught.value.reason == reason


def test_the_same_date_is_known_elsewhere() -> None:
    assert _edtf("2月29日", _issue("2024-03")) == "2024-02-29"
    assert _edtf("今天", _issue("2023-03-08")) == "2023-03-08"
    assert _edtf("农历2023年闰二月", _issue(None)) == "2023-03-22/2023-04-19"


FORMS = st.sampled_from(
    [
        "3月8日", "30日上午", "8、9日", "28—2日", "3月", "11月至2月", "3月28日至2日", "3月底", "中旬", "年初",
        "去年底", "今年", "明年", "2019年", "2022—2023年", "2019年至今", "一季度", "二、三季度", "上季度", "上半年",
        "今年春季", "前三季度", "去年同期", "今年以来", "90年代", "上世纪八十年代", "十九世纪", "岁末年初，",
        "“十四五”期间", "今天", "次日", "上周五", "本周", "星期三", "次年", "同年3月", "当月", "春节", "中秋节期间",
        "国庆节", "正月十五", "腊月", "农历2023年闰二月初一", "公元前221年", "2月29日", "12月28日至2023年1月3日",
        "一季度末", "8日上午",
    ]
)  # fmt: skip
REFERENCES = st.sampled_from(
    [None, "2023", "2023-03", "2023-03-08", "2024-02-29", "1900-01", "2100-12-31", "0003-01-01", "9990-12-31"]
).map(read_reference)
MONTHS = st.none() | st.tuples(st.integers(1, 9999), st.integers(1, 12))
CONTEXTS = st.builds(
    Context,
    reference=REFERENCES,
    year=st.none() | st.integers(1, 9999),
    month=MONTHS,
    local_month=MONTHS,
    day=st.none() | st.just(Point(2023, 3, 8)),
    period=st.sampled_from([None, Period(Point(2024, 2, 29)), Period(Point(2023), open=True), Period(Point(1990, unknown=1))]),
    last_year=st.none() | st.integers(1, 9998),
    ahead=st.booleans(),
)  # fmt: skip


@given(FORMS, CONTEXTS)
def test_every_date_has_a_value_in_edtf_or_a_reason(text: str, context: Context) -> None:
    try:
        edtf = _edtf(text, context)
    except Unresolved as unresolved:
        assert unresolved.reason == unresolved.reason.lower().replace(" ", "-") != ""
    else:
        parse_edtf(edtf)


@given(st.dates().filter(lambda day: day.year < 9990), CONTEXTS)
def test_a_full_date_needs_no_context(day: date, context: Context) -> None:
    written = Written(0, 9, year=day.year, month=day.month, day=day.day)
    assert resolve(written, context).edtf == day.isoformat()
