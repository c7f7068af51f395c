"""The patterns of written dates and the numerals in them: what each takes, and its neighbour that it leaves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp import date_patterns as p
from gov_bulletin_nlp.numerals import format_numeral

COMPILED = {name: value for name, value in vars(p).items() if isinstance(value, re.Pattern)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8", 8),
        ("08", 8),
        ("１２", 12),
        ("元", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十一", 31),
        ("廿三", 23),
        ("卅", 30),
        ("一一二", 112),
        ("一百一十二", 112),
        ("二〇二三", 2023),
        ("二○二三", 2023),
    ],
)
def test_a_numeral(text: str, value: int) -> None:
    assert p.number(text) == value


@given(st.integers(1, 199), st.sampled_from(["arabic", "chinese", "fullwidth"]))
def test_numerals_of_every_writing_are_read_back(value: int, style: str) -> None:
    assert p.number(format_numeral(value, style)) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "rest", "values", "ranged"),
    [
        ("8", "", (8,), False),
        ("3", "、4", (3, 4), False),
        ("一", "和三", (1, 3), False),
        ("10", "-12", (10, 12), True),
        ("十", "至十二", (10, 12), True),
        ("10", " — 12", (10, 12), True),
        ("1", "至3、8", (1, 3, 8), False),
    ],
)
def test_several_numerals_are_a_list_or_a_stretch(first: str, rest: str, values: tuple[int, ...], ranged: bool) -> None:
    assert p.numbers(first, rest) == (values, ranged)


# Each pattern at the start of a text: what it takes, and texts of which it takes nothing.
ROWS: list[tuple[re.Pattern[str], dict[str, str], list[str]]] = [
    (
        p.YEARS,
        {
            "2023年开工": "2023年",
            "２０２３年": "２０２３年",
            "二〇二三年春": "二〇二三年",
            "2022—2023年": "2022—2023年",
            "2021、2022和2023年": "2021、2022和2023年",
            "2019-20年": "2019-20年",
            "公元1937 年": "公元1937 年",
        },
        ["2023户", "3023年", "202年", "三〇二三年"],
    ),
    (p.COMMON_ERA, {"公元前221年": "公元前221年", "公元25年": "公元25年"}, ["前221年", "公元年"]),
    (p.REPUBLIC_YEAR, {"112年度": "112年", "112年3月": "112年"}, ["112年来", "212年度", "112户"]),
    (
        p.SHORT_YEAR,
        {"98年8月": "98年", "’98年8月": "’98年", "08年": "08年", "九八年三月": "九八年", "15年底": "15年"},
        ["15年", "98年间", "98户"],
    ),
    (p.YEAR_TAIL, {"度": "度", "学年": "学年", "份": "份"}, ["份额"]),
    (
        p.MONTHS,
        {"3月": "3月", "三月份": "三月份", "3、4月": "3、4月", "11月至": "11月", "十一月": "十一月", "9 月": "9 月"},
        ["3个月", "3日", "月"],
    ),
    (p.DAYS, {"8日": "8日", "八号": "八号", "10-12日": "10-12日", "8、9日": "8、9日", "廿三日": "廿三日"}, ["8天", "8月"]),
    (p.DAY_LEFT_OPEN, {"28至4月2日": "28", "28—4 月 2 日": "28"}, ["28至4人", "28日"]),
    (p.NEXT_DAY, {"、29日开会": "、29日"}, ["，29日", "、29日至31日", "、29日—31日"]),
    (p.NEXT_MONTH, {"、4月份": "、4月份", "、四月": "、四月"}, ["、4月2日", "、4月上旬", "、4月底"]),
    (p.LUNAR_WORD, {"农历": "农历", "農曆": "農曆", "阴历": "阴历"}, ["农业", "日历"]),
    (p.LUNAR_MONTH, {"正月": "正月", "闰二月": "闰二月", "腊月": "腊月", "十二月": "十二月", "8月": "8月"}, ["元月", "闰年"]),
    (
        p.LUNAR_DAY,
        {"初一": "初一", "十五": "十五", "廿三": "廿三", "三十": "三十", "15日": "15日", "八日": "八日"},
        ["八", "15", "十名", "三个"],
    ),
    (
        p.QUARTERS,
        {"一季度": "一季度", "第四季度": "第四季度", "二、三季度": "二、三季度", "1-2季度": "1-2季度", "三季末": "三季"},
        ["五季度", "一季", "季度"],
    ),
    (p.FIRST_QUARTERS, {"前三季度": "前三季度", "前两个季度": "前两个季度"}, ["前四季度", "三季度"]),
    (p.FIRST_MONTHS, {"前10个月": "前10个月", "头两月": "头两月", "前8月": "前8月"}, ["10个月", "前月"]),
    (p.HALF, {"上半年": "上半年", "后半年": "后半年"}, ["上半年来", "下半年时间", "半年", "上半月"]),
    (p.SEASON, {"春季": "春季", "冬天": "冬天"}, ["春耕", "雨季"]),
    (
        p.YEAR_EDGE,
        {"年底": "年底", "底": "底", "初，": "初", "年末": "年末", "中，": "中", "伊始": "伊始"},
        ["底层", "初中", "初级", "末端", "中国", "年级"],
    ),
    (
        p.YEAR_EDGE_WORD,
        {"年初": "年初", "年内": "年内", "岁末": "岁末", "岁末年初，": "岁末年初"},
        ["年级", "岁末年初的", "年底层", "年中"],
    ),
    (p.MONTH_EDGE, {"底": "底", "月末": "月末", "初，": "初"}, ["底部", "初赛", "末梢"]),
    (p.MONTH_EDGE_WORD, {"月底": "月底", "月中旬": "月中旬"}, ["月份", "月中"]),
    (p.TENS, {"上旬": "上旬", "中下旬": "中下旬", "上半月": "上半月"}, ["旬", "上半年", "中半月"]),
    (p.WEEKDAY, {"五": "五", "星期日": "星期日", "周末": "周末", "五，": "五"}, ["五个", "三次", "五十", "一起次"]),
    (p.BARE_WEEKDAY, {"周三": "周三", "星期天": "星期天", "礼拜五": "礼拜五"}, ["周末", "星期三班", "周日报", "周边"]),
    (p.SINCE, {"以来": "以来", "至今，": "至今", "来，": "来"}, ["来到", "至今年", "至今日", "至今天"]),
    (p.AROUND, {"前后": "前后"}, ["前后勤", "前后续", "前夕"]),
    (p.SAME_PERIOD, {"同期": "同期", "同一时期": "同一时期"}, ["同时", "期间"]),
    (p.RANGE, {"至": "至", "—": "—", "起至": "起至", "（星期三）至": "（星期三）至"}, ["，", "（三）至"]),
    (p.PLAN_CUE, {"期间": "期间", "规划期间": "规划期间", "末": "末", "以来": "以来"}, ["规划", "计划纲要"]),
    (
        p.FESTIVAL_TAIL,
        {"期间": "期间", "假期": "假期", "小长假期间": "小长假期间", "前": "前", "前后": "前后", "佳节前夕": "佳节前夕"},
        ["前往", "前来", "前线", "晚会"],
    ),
    (
        p.CENTURY,
        {"20世纪90年代": "20世纪90年代", "上世纪八十年代末": "上世纪八十年代末", "二十世纪初": "二十世纪初", "本世纪": "本世纪"},
        ["世纪", "90年代", "上周"],
    ),
    (p.DECADE, {"90年代": "90年代", "八十年代中期": "八十年代中期"}, ["95年代", "十年代", "90年"]),
    (p.NUMERIC_SHORT, {"3.12": "3.12", "12日": "12日", "3-12": "3-12", "12": "12"}, ["3.12.5", "12:30", "12.5.6"]),
]  # fmt: skip


def _taken() -> list[tuple[str, str, str]]:
    names = {id(pattern): name for name, pattern in COMPILED.items()}
    return [(names[id(pattern)], text, taken) for pattern, takes, _ in ROWS for text, taken in takes.items()]


def _left() -> list[tuple[str, str]]:
    names = {id(pattern): name for name, pattern in COMPILED.items()}
    return [(names[id(pattern)], text) for pattern, _, leaves in ROWS for text in leaves]


@pytest.mark.parametrize(("name", "text", "taken"), _taken())
def test_what_a_pattern_takes(name: str, text: str, taken: str) -> None:
    found = COMPILED[name].match(text)
    assert found is not None
    assert found[0] == taken


@pytest.mark.parametrize(("name", "text"), _left())
def test_what_a_pattern_leaves(name: str, text: str) -> None:
    assert COMPILED[name].match(text) is None


@pytest.mark.parametrize(
    ("text", "day", "month"),
    [
        ("2023-03-08", "2023-03-08", None),
        ("2023.3.8，", "2023.3.8", None),
        ("2023/3/8", "2023/3/8", None),
        ("2023 03 08", "2023 03 08", None),
        ("2023.3.8日", "2023.3.8日", None),
        ("2023-03", None, "2023-03"),
        ("2023.3，", None, "2023.3"),
        ("2023-3/8", None, None),  # two marks make no date
        ("2023.3%", None, None),
        ("2023.123", None, None),
    ],
)
def test_dates_in_figures(text: str, day: str | None, month: str | None) -> None:
    by_day, by_month = (pattern.match(text) for pattern in p.NUMERIC[False])
    assert (by_day[0] if by_day else None) == day
    assert day is not None or (by_month[0] if by_month else None) == month


def test_a_dash_before_a_date_in_figures_is_a_code_unless_a_range_ends_there() -> None:
    text = "A-2023-03-08"
    assert p.NUMERIC[False][0].match(text, 2) is None
    assert p.NUMERIC[True][0].match(text, 2) is not None


@pytest.mark.parametrize(
    ("text", "at", "free"),
    [
        ("2023年", 0, True),
        ("于2023年", 1, True),
        ("12023年", 1, False),
        ("1.2023年", 2, True),  # the number of an item
        ("3.2023年", 2, True),
        ("13.2023年", 3, False),
        ("；12.2023年", 4, True),
        ("值3.2023年", 3, False),
    ],
)
def test_a_number_is_not_the_end_of_a_longer_one(text: str, at: int, free: bool) -> None:
    assert (p.YEARS.match(text, at) is not None) is free


def test_thirds_of_a_month_cover_it_once() -> None:
    days = [day for third in "上中下" for day in range(p.TENS_DAYS[third][0], p.TENS_DAYS[third][1] + 1)]
    assert days == list(range(1, 32))
    assert p.TENS_DAYS["上中"] == (p.TENS_DAYS["上"][0], p.TENS_DAYS["中"][1])
    assert p.TENS_DAYS["中下"] == (p.TENS_DAYS["中"][0], p.TENS_DAYS["下"][1])


@pytest.mark.parametrize("name", sorted(COMPILED))
def test_every_repetition_is_bounded(name: str) -> None:
    bare = re.sub(r"\[[^\]]*\]", "", re.sub(r"\\.", "", COMPILED[name].pattern))
    assert re.search(r"[*+]|\{\d*,\}", bare) is None
