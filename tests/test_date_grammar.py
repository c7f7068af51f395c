"""How dates are written: what one place of a text says, and texts that say no date there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.date_grammar import grammar
from gov_bulletin_nlp.date_written import Written

READ = grammar().read


def _said(written: Written) -> dict[str, Any]:
    """What a date says, without its place."""
    return {
        name: value
        for name, value in written._asdict().items()
        if name not in ("start", "end") and value != Written._field_defaults[name]
    }


MARCH_8 = {"year": 2023, "month": 3, "day": 8}

# The text, what of it is the date, and what the date says.
CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("2023年3月8日上午", "2023年3月8日", MARCH_8),
    ("二〇二三年三月八日", "二〇二三年三月八日", MARCH_8),
    ("２０２３年３月８日", "２０２３年３月８日", MARCH_8),
    ("2023 年 3 月 8 日", "2023 年 3 月 8 日", MARCH_8),
    ("2023-03-08", "2023-03-08", MARCH_8),
    ("2023.3.8，", "2023.3.8", MARCH_8),
    ("2023/3/8", "2023/3/8", MARCH_8),
    ("2023年3月8号", "2023年3月8号", MARCH_8),
    ("2023年的3月", "2023年的3月", {"year": 2023, "month": 3}),
    ("2023-03", "2023-03", {"year": 2023, "month": 3}),
    ("3月8日", "3月8日", {"month": 3, "day": 8}),
    ("8日上午", "8日", {"day": 8}),
    ("5号上午", "5号", {"day": 5}),
    ("八日晚", "八日", {"day": 8}),
    ("十五日，", "十五日", {"day": 15}),
    ("3月份", "3月份", {"month": 3}),
    ("元月", "元月", {"month": 1}),
    # years
    ("2023年度工作", "2023年度", {"year": 2023, "fiscal": True}),
    ("2023年份额", "2023年", {"year": 2023}),
    ("112年度", "112年度", {"year": 2023, "fiscal": True}),
    ("民国112年", "民国112年", {"year": 2023}),
    ("光绪二十年", "光绪二十年", {"year": 1894}),
    ("公元前221年", "公元前221年", {"year": -220}),
    ("公元25年", "公元25年", {"year": 25}),
    ("08年", "08年", {"year": 2008}),
    ("98年8月", "98年8月", {"year": 1998, "month": 8}),
    ("2022—2023年", "2022—2023年", {"year": 2022, "more": (2023,), "ranged": True}),
    ("2019-20年", "2019-20年", {"year": 2019, "more": (2020,), "ranged": True}),
    ("2021、2023年", "2021、2023年", {"year": 2021, "more": (2023,)}),
    ("去年3月", "去年3月", {"year_shift": -1, "month": 3}),
    # parts of a year
    ("一季度", "一季度", {"part": ("code", 33, 33)}),
    ("2022年第四季度", "2022年第四季度", {"year": 2022, "part": ("code", 36, 36)}),
    ("二、三季度", "二、三季度", {"part": ("months", 4, 9)}),
    ("前三季度", "前三季度", {"part": ("months", 1, 9)}),
    ("上半年", "上半年", {"part": ("months", 1, 6)}),
    ("2023年前半年", "2023年前半年", {"year": 2023, "part": ("months", 1, 6)}),
    ("前10个月，", "前10个月", {"part": ("months", 1, 10)}),
    ("今年前5月", "今年前5月", {"year_shift": 0, "part": ("months", 1, 5)}),
    ("今年春季", "今年春季", {"year_shift": 0, "part": ("code", 21, 21)}),
    ("一季度末", "一季度末", {"part": ("code", 33, 33), "edge": "end", "about": True}),
    ("2022年年底", "2022年年底", {"year": 2022, "edge": "end", "about": True}),
    ("去年底", "去年底", {"year_shift": -1, "edge": "end", "about": True}),
    # parts of a month
    ("3月上旬", "3月上旬", {"month": 3, "part": ("days", 1, 10)}),
    ("3月底前", "3月底", {"month": 3, "edge": "end", "about": True}),
    ("3月初中", "3月", {"month": 3}),  # 初中 is a school
    ("上月下旬", "上月下旬", {"month_shift": -1, "part": ("days", 21, 31)}),
    # several
    ("3、4月", "3、4月", {"month": 3, "more": (4,)}),
    ("1、3、5月", "1、3、5月", {"month": 1, "more": (3, 5)}),
    ("8、9日", "8、9日", {"day": 8, "more": (9,)}),
    ("10-12日", "10-12日", {"day": 10, "more": (12,), "ranged": True}),
    ("2月28日、29日", "2月28日、29日", {"month": 2, "day": 28, "more": (29,)}),
    ("2023年3月、4月", "2023年3月、4月", {"year": 2023, "month": 3, "more": (4,)}),
    ("3日、8日", "3日", {"day": 3}),  # no neighbours: two dates
    ("3月3日、8日", "3月3日", {"month": 3, "day": 3}),
    # words behind that widen it
    ("今年以来", "今年以来", {"year_shift": 0, "open": True}),
    ("2019年至今", "2019年至今", {"year": 2019, "open": True}),
    ("2019年至今年3月", "2019年至今年3月", {"year": 2019, "to": {"year_shift": 0, "month": 3}}),
    ("去年同期", "去年同期", {"year_shift": -1, "same_period": True}),
    ("5月25日前后", "5月25日前后", {"month": 5, "day": 25, "about": True}),
    ("5月25日前后勤", "5月25日", {"month": 5, "day": 25}),
    # ranges
    ("3月1日至5日", "3月1日至5日", {"month": 3, "day": 1, "to": {"day": 5}}),
    ("3月28日—4月2日", "3月28日—4月2日", {"month": 3, "day": 28, "to": {"month": 4, "day": 2}}),
    ("2023.3.8—3.12", "2023.3.8—3.12", {**MARCH_8, "to": {"year": 2023, "month": 3, "day": 12}}),
    ("3月8日（星期三）至10日", "3月8日（星期三）至10日", {"month": 3, "day": 8, "to": {"day": 10}}),
    ("11月至次年2月", "11月至次年2月", {"month": 11, "to": {"year_shift": 1, "anchor": "text", "month": 2}}),
    ("3月8日至今年", "3月8日", {"month": 3, "day": 8}),  # no day ends with a year
]


@pytest.mark.parametrize(("text", "span", "said"), CASES, ids=[text for text, *_ in CASES])
def test_what_is_written(text: str, span: str, said: dict[str, Any]) -> None:
    written = READ(text, 0)
    assert written is not None
    assert (written.start, text[: written.end]) == (0, span)
    found = _said(written)
    if written.to is not None:
        assert written.to.end == written.end
        found["to"] = _said(written.to)
    assert found == said


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 0),
        ("8日", 2),
        ("2023户", 0),
        ("2023.5万元", 0),
        ("2023.13", 0),
        ("A-2023-03-08", 2),  # a code
        ("2023-15-08", 0),
        ("3个月", 0),
        ("13月8日", 0),
        ("123月", 1),
        ("共3.5日", 3),
        ("32日", 0),
        ("5号线", 0),
        ("八日", 0),  # a stretch of days as much as a day
        ("第8日", 1),
        ("〔2023〕8日", 6),
        ("9:30", 2),  # a clock time
        ("每一季度", 1),
        ("四至二季度", 0),
        ("前半年", 0),
        ("上半年来", 0),
        ("春季", 0),
        ("前10个月的", 1),
        ("1、3月8日", 0),  # the number of an item
        ("2、5月开会", 0),
        ("职工", 0),
    ],
)
def test_no_date_is_written(text: str, at: int) -> None:
    assert READ(text, at) is None


def test_the_number_of_an_item_does_not_hide_its_date() -> None:
    written = READ("1、3月8日", 2)
    assert written is not None
    assert _said(written) == {"month": 3, "day": 8}


def test_the_grammar_is_built_once() -> None:
    assert grammar() is grammar()


PIECES = st.sampled_from(
    [
        *"0123456789０一二三十廿〇年月日号季旬周初末底上下本今去前后当次同",
        *"至到、，。-—~./（） \n",
        "2023年", "3月", "8日", "去年", "春节", "期间", "以来", "同期", "“十四五”", "农历", "正月", "一季度", "20世纪", "90年代", "公元前",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30), st.integers(0, 12))
def test_whatever_is_read_begins_where_it_was_asked_for(text: str, at: int) -> None:
    written = READ(text, at)
    if written is not None:
        assert at == written.start < written.end <= len(text)
        assert written.to is None or at < written.to.start < written.to.end == written.end
        assert written.month is None or 1 <= written.month <= 12
        assert written.day is None or 1 <= written.day <= 31
