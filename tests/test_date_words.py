"""Words that name dates: each reader's word, and the other word that has the same letters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp import date_patterns as p
from gov_bulletin_nlp.calendar_cn import load_toml
from gov_bulletin_nlp.date_grammar import Grammar
from gov_bulletin_nlp.date_words import Words, edge_of, tens_of
from gov_bulletin_nlp.date_written import Written

WORDS = Words(load_toml("dates.toml"))
HERE = Written(start=0, end=0)


def _said(written: Written | None) -> dict[str, Any]:
    """What a date says, without its place; empty where there is none."""
    return {
        name: value
        for name, value in (written._asdict() if written else {}).items()
        if name not in ("start", "end") and value != Written._field_defaults[name]
    }


@pytest.mark.parametrize(
    ("text", "end", "said"),
    [
        ("今年工作", 2, {"year_shift": 0}),
        ("去年底", 2, {"year_shift": -1}),
        ("大前年，", 3, {"year_shift": -3}),
        ("全年完成", 2, {"year_shift": 0, "anchor": "whole"}),
        ("同年3月", 2, {"year_shift": 0, "anchor": "text"}),
        ("次年", 2, {"year_shift": 1, "anchor": "text"}),
        ("上月", 2, {"month_shift": -1}),
        ("上上个月", 4, {"month_shift": -2}),  # the longer word, not 上个月
        ("上季度", 3, {"quarter_shift": -1}),
        ("昨日", 2, {"day_shift": -1}),
        ("大大后天", 4, {"day_shift": 4}),
        ("次日，", 2, {"day_shift": 1, "anchor": "text"}),
        ("本周，", 2, {"week_shift": 0}),
        ("上周五下午", 3, {"week_shift": -1, "weekday": 5}),
        ("下星期天", 4, {"week_shift": 1, "weekday": 7}),
        ("本周末", 3, {"week_shift": 0, "part": ("weekend", 6, 7)}),
        ("上周三个小组", 2, {"week_shift": -1}),  # three groups, not Wednesday
        ("今春，", 2, {"year_shift": 0, "part": ("code", 21, 21)}),
        ("去冬，", 2, {"year_shift": -1, "part": ("code", 24, 24)}),
    ],
)
def test_relative(text: str, end: int, said: dict[str, Any]) -> None:
    written = WORDS.relative(text, 0)
    assert written is not None
    assert (written.start, written.end, _said(written)) == (0, end, said)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("今年级组", 0),
        ("目前年产能翻番", 1),
        ("当年的艰苦岁月", 0),
        ("本周边店铺", 0),
        ("三次日常巡检", 1),
        ("雨后天气转晴", 1),
        ("校长关明春到场", 3),  # a given name
        ("今秋收机械", 0),
        ("上来的人多是年轻人", 5),  # 是年 only at the head of a clause
        ("职工", 0),
        ("", 0),
    ],
)
def test_no_relative(text: str, at: int) -> None:
    assert WORDS.relative(text, at) is None


@pytest.mark.parametrize(
    ("text", "end", "said"),
    [
        ("农历八月十五", 6, {"month": 8, "day": 15}),
        ("正月初一", 4, {"month": 1, "day": 1}),
        ("腊月廿三", 4, {"month": 12, "day": 23}),
        ("冬月", 2, {"month": 11}),
        ("正月里走亲", 2, {"month": 1}),
        ("闰二月初三", 5, {"month": 2, "day": 3, "leap": True}),
        ("农历2023年正月初五", 11, {"year": 2023, "month": 1, "day": 5}),
    ],
)
def test_lunar(text: str, end: int, said: dict[str, Any]) -> None:
    written = WORDS.lunar(text, HERE)
    assert written is not None
    assert (written.end, _said(written)) == (end, said | {"lunar": True})


@pytest.mark.parametrize("text", ["八月十五日", "元月", "农历年", "农历13月", "正在", ""])
def test_not_lunar(text: str) -> None:
    assert WORDS.lunar(text, HERE) is None


def test_lunar_goes_on_after_a_year() -> None:
    written = WORDS.lunar("2023年正月初五", Written(start=0, end=5, year=2023))
    assert written is not None
    assert (written.start, written.end, written.year, written.month, written.day) == (0, 9, 2023, 1, 5)


@pytest.mark.parametrize(
    ("text", "span", "month", "day", "about"),
    [
        ("元旦期间", "元旦期间", 1, 1, True),
        ("元旦联欢会", "元旦", 1, 1, False),  # whether it is told as a date is not asked here
        ("“五一”前夕", "“五一”前夕", 5, 1, True),
        ("“五一”国际劳动节", "“五一”国际劳动节", 5, 1, False),
        ("“三八”妇女节当天", "“三八”妇女节", 3, 8, False),
        ("国庆節前后", "国庆節前后", 10, 1, True),
        ("端午前", "端午前", 5, 5, True),
        ("端午前往敬老院", "端午", 5, 5, False),
        ("元旦”期间", "元旦", 1, 1, False),  # the mark closes what was opened before
    ],
)
def test_named_festival(text: str, span: str, month: int, day: int, about: bool) -> None:
    written = WORDS.named_festival(text, HERE)
    assert written is not None
    festival = WORDS.festival(written)
    assert (text[: written.end], festival.month, festival.day, written.about) == (span, month, day, about)
    assert written.finest == "day"


@pytest.mark.parametrize("text", ["“元旦联欢会", "三八日", "五一至五三", "节日期间", "工会", ""])
def test_no_festival(text: str) -> None:
    assert WORDS.named_festival(text, HERE) is None


@pytest.mark.parametrize(
    ("text", "end", "said"),
    [
        ("“十四五”期间", 7, {"plan": (2021, 2025)}),
        ("十四五期间", 5, {"plan": (2021, 2025)}),
        ("“十四五”规划期间", 9, {"plan": (2021, 2025)}),
        ("“十三五”以来", 7, {"year": 2016, "open": True}),
        ("“十三五”末", 6, {"year": 2020, "about": True}),
        ("“十三五”初期", 7, {"year": 2016, "about": True}),
        ("“十五五”时期", 7, {"plan": (2026, 2030)}),
    ],
)
def test_five_years(text: str, end: int, said: dict[str, Any]) -> None:
    written = WORDS.five_years(text, 0)
    assert written is not None
    assert (written.end, _said(written)) == (end, said)


@pytest.mark.parametrize("text", ["“十四五”规划", "“七五”普法", "十五期间", "三五成群", "十五个人", ""])
def test_not_five_years(text: str) -> None:
    assert WORDS.five_years(text, 0) is None


@pytest.mark.parametrize(
    ("text", "end", "said"),
    [
        ("年初部署", 2, {"year_shift": 0, "anchor": "whole", "edge": "start", "about": True}),
        ("年底前", 2, {"year_shift": 0, "anchor": "whole", "edge": "end", "about": True}),
        ("年内完成", 2, {"year_shift": 0, "anchor": "whole"}),
        ("岁末年初，", 4, {"year_shift": 0, "turn_of_year": True}),
        ("月底", 2, {"month_shift": 0, "anchor": "whole", "edge": "end", "about": True}),
        ("中旬", 2, {"month_shift": 0, "anchor": "whole", "part": ("days", 11, 20)}),
        ("下半月", 3, {"month_shift": 0, "anchor": "whole", "part": ("days", 16, 31)}),
        ("20世纪90年代", 8, {"year": 1990, "unknown": 1}),
        ("上世纪八十年代", 7, {"year": 80, "unknown": 1, "century_shift": -1}),
        ("十九世纪", 4, {"year": 1800, "unknown": 2}),
        ("20世纪末", 5, {"year": 1900, "unknown": 2, "about": True, "edge": "end"}),
        ("21世纪初", 5, {"year": 2000, "unknown": 2, "about": True, "edge": "start"}),
        ("90年代中期", 6, {"year": 90, "unknown": 1, "about": True, "edge": "middle"}),
    ],
)
def test_edge_word(text: str, end: int, said: dict[str, Any]) -> None:
    written = WORDS.edge_word(text, 0)
    assert written is not None
    assert (written.end, _said(written)) == (end, said)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("每年底", 1),
        ("青年初中生", 1),
        ("3月底", 1),  # the month's number stands before
        ("每月底", 1),
        ("年级", 0),
        ("21世纪", 0),  # part of names and slogans
        ("本世纪", 0),
        ("95年代", 0),
        ("", 0),
    ],
)
def test_no_edge_word(text: str, at: int) -> None:
    assert WORDS.edge_word(text, at) is None


@pytest.mark.parametrize(("text", "day"), [("星期三", 3), ("周日，", 7), ("礼拜天", 7), ("週六", 6)])
def test_weekday(text: str, day: int) -> None:
    written = WORDS.weekday(text, 0)
    assert written is not None
    assert _said(written) == {"weekday": day}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("每周三", 1),
        ("（星期三）", 1),
        ("周一至周五", 0),
        ("周一至周五", 3),
        ("周三、周五", 0),
        ("周五班", 0),
        ("周边", 0),
    ],
)
def test_no_weekday(text: str, at: int) -> None:
    assert WORDS.weekday(text, at) is None


@pytest.mark.parametrize(
    ("word", "edge"), [("年初", "start"), ("伊始", "start"), ("月中", "middle"), ("年底", "end"), ("岁末", "end")]
)
def test_edge_of(word: str, edge: str) -> None:
    assert edge_of(word) == edge


@pytest.mark.parametrize(
    ("word", "days"),
    [("上旬", (1, 10)), ("中旬", (11, 20)), ("下旬", (21, 31)), ("上中旬", (1, 20)), ("上半月", (1, 15))],
)
def test_tens_of(word: str, days: tuple[int, int]) -> None:
    found = p.TENS.match(word)
    assert found is not None
    assert tens_of(HERE, found) == HERE._replace(end=len(word), part=("days", *days))


@pytest.mark.parametrize(
    "text", ["3月8日", "今年", "春节", "“五一”", "农历", "二〇二三年", "第一季度", "星期三", "年底"]
)
def test_where_a_date_may_begin(text: str) -> None:
    assert WORDS.starters.match(text) is not None
    assert WORDS.may_begin(text, 0)


@pytest.mark.parametrize("text", ["36户", "12家企业", "今后", "“市总”", "年级", "第五届", "春耕"])
def test_where_a_cheap_look_is_enough(text: str) -> None:
    assert WORDS.starters.match(text) is None or not WORDS.may_begin(text, 0)


PIECES = st.sampled_from(
    [
        *"0123456789０一二三十廿〇年月日号季旬周初末底上下本今去前后当次同正腊冬闰",
        *"至、，。-—./（）“” ",
        "2023年", "3月", "8日", "去年", "春节", "“五一”", "期间", "以来", "十四五", "农历", "一季度", "上半年", "民国", "公元前", "世纪", "90年代",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join))
def test_no_date_begins_where_the_cheap_look_says_no(text: str) -> None:
    if Grammar(WORDS).read(text, 0) is not None:
        assert WORDS.starters.match(text) is not None
        assert WORDS.may_begin(text, 0)


@given(st.lists(PIECES, max_size=8).map("".join), st.integers(0, 8))
def test_what_is_read_lies_in_the_text(text: str, at: int) -> None:
    readers = (WORDS.relative, WORDS.five_years, WORDS.edge_word, WORDS.weekday)
    found = [read(text, at) for read in readers] if at <= len(text) else []
    moved = Written(start=at, end=at)
    found += [WORDS.lunar(text, moved), WORDS.named_festival(text, moved)]
    for written in found:
        assert written is None or at == written.start < written.end <= len(text)
