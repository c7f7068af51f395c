"""Numbers with a unit that count nothing: ranks, addresses, squads, days of the week, codes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.quantity_tables import tables_for
from gov_bulletin_nlp.annotate.refusals import counts_days, is_weekday, skip_code, unit_counts
from gov_bulletin_nlp.annotate.units import unit_at
from gov_bulletin_nlp.numerals import NUMERAL, read_numeral

TABLES = tables_for(None)


def _counts(text: str) -> bool:
    """Whether the first number of a text and its unit are an amount."""
    run = re.search(NUMERAL, text)
    assert run is not None
    numeral, unit = read_numeral(run[0]), unit_at(text, run.end(), TABLES)
    assert numeral is not None and unit is not None
    return unit_counts(text, run.start(), run[0], unit, run.end() + len(unit.text), numeral)


@pytest.mark.parametrize(
    ("counts", "does_not"),
    [
        ("评出3名", "前3名"),
        ("目前3家", "前3家"),
        ("之后3家", "后3家"),
        ("后3天", "后3名"),
        ("3名在前", "班前3名"),
        # 一 is mostly an article
        ("一年时间", "一项活动"),
        ("一人到场", "一次会议"),
        ("一户困难家庭", "一家企业"),
        ("二人到场", "二村"),
        # a small written number before a level is mostly part of a name
        ("十村", "三村"),
        ("3县", "三县"),
        ("两名", "两县"),
        # years
        ("走过30年", "2023年"),
        ("近1500年", "1937年"),
        # addresses
        ("新建3栋", "3栋2单元"),
        ("3座大楼", "3座5层"),
        ("学制3年", "3年2班"),
        # points of a list, and the time
        ("三点意见", "三点开会"),
        ("3点建议", "3点整"),
        ("两千万名", "千万名"),
        # squads
        ("共三队", "采煤三队"),
        ("每周3班", "高中3班"),
        ("分成三组", "检查三组"),
        ("开行12班", "护理一班"),
        # digits read one by one
        ("三五人", "一一九人"),
        ("二十四人", "二四人"),
    ],
)
def test_an_amount_and_its_neighbour(counts: str, does_not: str) -> None:
    assert _counts(counts)
    assert not _counts(does_not)


@pytest.mark.parametrize(
    ("text", "start", "rest"),
    [
        ("GB/T33190标准", 0, "标准"),
        ("2019-nCoV检测", 4, "检测"),
        ("5G+工业", 1, "工业"),
        ("３６５平台", 0, "平台"),
        ("职工", 0, "职工"),
        ("3A", 2, ""),
    ],
)
def test_the_rest_of_a_code(text: str, start: int, rest: str) -> None:
    assert text[skip_code(text, start) :] == rest


@given(st.text(alphabet="A9-/.+ 级，é二", max_size=12), st.integers(0, 12))
def test_a_code_ends_before_what_is_none(text: str, start: int) -> None:
    end = skip_code(text, start)
    assert end >= start
    assert skip_code(text, end) == end
    assert not re.search("[ 级，é二]", text[start:end])


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("为期3日", True),
        ("历时3日", True),
        ("3日内答复", True),
        ("3日之内", True),
        ("3日游", True),
        ("3日开会", False),
        ("3月3日", False),
        ("近期3日", False),
        ("3天内", False),  # no day of a month that could be meant
    ],
)
def test_a_stretch_of_days_or_a_day(text: str, counts: bool) -> None:
    start = text.rindex("3")
    assert counts_days(text, start, start + 2) is counts


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("每周四晚", True),
        ("星期五", True),
        ("周三", True),
        ("每周三次", False),
        ("一周五天", False),
        ("近期五个", False),
        ("学期三班", False),
        ("周七", False),
        ("周三十", False),
    ],
)
def test_a_day_of_the_week_or_a_number_of_times(text: str, weekday: bool) -> None:
    found = re.search("(?<=[周期])[一二三四五六七十]+", text)
    assert found is not None
    assert is_weekday(text, found.start(), found.end()) is weekday
