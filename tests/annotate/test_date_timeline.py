"""What has been named so far in a text: the year that governs, the last month, day and period."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.date_timeline import Timeline
from gov_bulletin_nlp.date_context import Context, Unresolved
from gov_bulletin_nlp.date_grammar import grammar
from gov_bulletin_nlp.date_periods import Point, read_reference
from gov_bulletin_nlp.date_resolution import resolve
from gov_bulletin_nlp.date_written import Written


def _written(text: str) -> Iterator[Written]:
    """The dates as written, from left to right."""
    at = 0
    while at < len(text):
        found = grammar().read(text, at)
        if found is not None:
            yield found
        at = found.end if found is not None else at + 1


def _walk(text: str, reference: str | None = "2023-03") -> list[tuple[Context, str | None]]:
    """For each date: what was known where it stands, and its value."""
    timeline = Timeline(Context(reference=read_reference(reference)))
    found: list[tuple[Context, str | None]] = []
    for written in _written(text):
        context = timeline.at(text, written)
        try:
            period = resolve(written, context)
        except Unresolved:
            found.append((context, None))
            continue
        timeline.named(text, written, period)
        found.append((context, period.edtf))
    return found


def _values(text: str, reference: str | None = "2023-03") -> list[str | None]:
    return [value for _, value in _walk(text, reference)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # A line that is a year, or the title of a chronicle, rules what stands under it.
        ("2019年\n6月8日，建站。\n9月1日，开馆。", ["2019", "2019-06-08", "2019-09-01"]),
        ("云州工运2019年大事记\n6月8日，建站。\n9月1日，开馆。", ["2019", "2019-06-08", "2019-09-01"]),
        ("2019年6月大事记\n8日，建站。\n11日，开馆。", ["2019-06", "2019-06-08", "2019-06-11"]),
        ("2019年，建站。\n9月1日，开馆。", ["2019", "2022-09-01"]),  # no heading: the next paragraph is free
        ("会议回顾2019年\n9月1日，开馆。", ["2019", "2022-09-01"]),
        # A year at the head of a sentence rules its paragraph.
        ("2019年，站点建成。6月8日，服务队成立。", ["2019", "2019-06-08"]),
        ("2019年6月8日，站点建成。9月1日，开馆。", ["2019-06-08", "2019-09-01"]),
        ("去年，站点建成。6月8日，服务队成立。", ["2022", "2022-06-08"]),
        ("市总对2019年的工作作了总结。9月1日，开馆。", ["2019", "2022-09-01"]),
        # A full date at the head of a clause rules its sentence.
        ("市总，于2019年6月8日建站，9月1日开馆；12月5日换届。", ["2019-06-08", "2019-09-01", "2022-12-05"]),
        ("市总建站于2019年6月8日，9月1日开馆。", ["2019-06-08", "2022-09-01"]),
        # Months that go back leave the year.
        ("2021年11月，建站，2月8日开馆。", ["2021-11", "2023-02-08"]),
        ("2021年11月，建站，12月8日开馆。", ["2021-11", "2021-12-08"]),
        ("2021年2月，建站，9月开馆，5月换届。", ["2021-02", "2021-09", "2023-05"]),
        ("市总，于2021年2月8日建站；9月开馆。\n4月换届。", ["2021-02-08", "2022-09", "2023-04"]),
        # What is compared, lasts, or is a budget year governs nothing.
        ("2021年度，建站。6月8日，开馆。", ["2021", "2022-06-08"]),
        ("2021年以来，建站。6月8日，开馆。", ["2021/..", "2022-06-08"]),
        ("1月，比2021年同期多。8日上午，开馆。", ["2023-01", "2021-01", "2023-01-08"]),
    ],
)
def test_which_year_governs(text: str, values: list[str]) -> None:
    assert _values(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3月2日，开幕。次日，闭幕。", ["2023-03-02", "2023-03-03"]),
        ("2月2日，开幕，8日上午，闭幕。", ["2023-02-02", "2023-02-08"]),
        ("2月，开幕，月底闭幕。", ["2023-02", "2023-02~"]),
        ("2月，开幕。\n市总月底闭幕。", ["2023-02", "2023-03~"]),  # another paragraph: the issue's
        ("2019年开工，次年完工。", ["2019", "2020"]),
        ("2019年开工，当年完工。", ["2019", "2019"]),
        ("2019年开工。大家讲起当年。", ["2019", None]),  # in those days
        ("2月，发放120份。去年同期80份。", ["2023-02", "2022-02"]),
    ],
)
def test_the_last_ones_named(text: str, values: list[str | None]) -> None:
    assert _values(text) == values


def test_days_at_the_heads_of_lines_follow_each_other() -> None:
    text = "2019年6月大事记\n8日，回顾1月的工作。\n11日，开馆。"
    assert _values(text) == ["2019-06", "2019-06-08", "2019-01", "2019-06-11"]
    # Inside a line the day belongs to the month that was told of.
    assert _values("2019年6月大事记\n8日，回顾1月的工作，直到11日上午。")[-1] == "2019-01-11"


def test_a_heading_without_a_month_opens_none() -> None:
    context, _ = _walk("2019年\n6月8日，建站。")[1]
    assert (context.year, context.local_month) == (2019, None)


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("项目计划12月8日完工。", True),
        ("力争于12月8日前完工。", True),
        ("报名时间延长至12月8日。", True),
        ("12月8日前，要全部完成整改。", True),
        ("12月8日将举办竞赛。", True),
        ("12月8日前，已累计完成整改三处。", False),
        ("12月8日，市总举办竞赛。", False),
        ("按照计划，市总于12月8日举办竞赛。", False),
    ],
)
def test_words_of_a_plan(text: str, ahead: bool) -> None:
    ((context, value),) = _walk(text)
    assert context.ahead is ahead
    assert value == ("2023-12-08" if ahead else "2022-12-08")


def test_a_comparison_counts_for_none_that_follow() -> None:
    timeline = Timeline(Context(reference=Point(2023, 3)))
    text = "2月8日80份，去年同期60份，次日90份。"
    values = []
    for written in _written(text):
        period = resolve(written, timeline.at(text, written))
        timeline.named(text, written, period)
        values.append(period.edtf)
    assert values == ["2023-02-08", "2022-02-08", "2023-02-09"]
    assert timeline.context.last_year == 2023


PIECES = st.sampled_from(
    [
        "2019年", "2019年度", "2021年6月8日", "6月8日", "11月", "8日上午", "去年", "次年", "当年", "次日", "月底", "去年同期", "今年以来", "一季度",
        "大事记", "计划", "前要完成", "将", "于", "，", "。", "\n", "；", "1、", "（一）", "职工",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from([None, "2023", "2023-03", "2023-03-08"]))
def test_any_text_is_walked_through(text: str, reference: str | None) -> None:
    for context, _ in _walk(text, reference):
        assert context.reference == read_reference(reference)
        assert context.year is None or 1500 <= context.year <= 2100


@given(st.lists(PIECES, max_size=10).map("".join))
def test_the_same_paragraph_alone_reads_as_after_a_neutral_one(text: str) -> None:
    assert _values("街道干部走访群众。\n" + text) == _values(text)
