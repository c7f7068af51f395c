"""How quantities are written: what is read on from a number, and what is none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.quantity_grammar import QuantityGrammar
from gov_bulletin_nlp.annotate.quantity_tables import tables_for
from gov_bulletin_nlp.document import Quantity
from gov_bulletin_nlp.numerals import NUMERAL

TABLES = tables_for(None)
RUN = re.compile(NUMERAL)


def _read(text: str) -> Quantity | None:
    """The first quantity of a text whose numbers are tried one after the other."""
    grammar, at = QuantityGrammar(text, TABLES), 0
    while run := RUN.search(grammar.text, at):
        found, at = grammar.quantity(run.start(), run.end(), run[0])
        if found is not None:
            return found
    return None


def _half(text: str) -> Quantity | None:
    return QuantityGrammar(text, TABLES).half(text.index("半"))


# The text, what of it is the quantity, its value, its unit as printed, and how exact it is.
CASES: list[tuple[str, str, float, str | None, str]] = [
    ("走访36户职工", "36户", 36, "户", "exact"),
    ("３６户", "３６户", 36, "户", "exact"),
    ("36 户", "36 户", 36, "户", "exact"),
    ("三十六户", "三十六户", 36, "户", "exact"),
    ("1,200人", "1,200人", 1200, "人", "exact"),
    ("2.2万元", "2.2万元", 22000, "元", "exact"),
    # vague words behind the number
    ("300余份", "300余份", 300, "份", "over"),
    ("10余万元", "10余万元", 100000, "元", "over"),
    ("3万多名", "3万多名", 30000, "名", "over"),
    ("十几人", "十几人", 10, "人", "over"),
    ("二十来人", "二十来人", 20, "人", "about"),
    ("5年多", "5年多", 5, "年", "over"),
    ("3个多月", "3个多月", 3, "个月", "over"),
    ("5个多百分点", "5个多百分点", 5, "个百分点", "over"),
    ("2分多钟", "2分多钟", 2, "分钟", "over"),
    # a bare multiplier counts beside a vague word
    ("百余名职工", "百余名", 100, "名", "over"),
    ("上千人", "上千人", 1000, "人", "over"),
    ("近百家", "近百家", 100, "家", "nearly"),
    # words of exactness
    ("约120人", "约120人", 120, "人", "about"),
    ("近200余人", "近200余人", 200, "人", "over"),  # 余 stays
    ("不足20分钟", "不足20分钟", 20, "分钟", "under"),
    ("150人左右", "150人左右", 150, "人", "about"),
    ("20年以上", "20年以上", 20, "年", "at_least"),
    ("三日内", "三日内", 3, "日", "at_most"),
    ("近三年", "近三年", 3, "年", "exact"),  # the last three years
    # the half inside or behind the unit
    ("一个半小时", "一个半小时", 1.5, "个小时", "exact"),
    ("两亩半", "两亩半", 2.5, "亩", "exact"),
    ("一半以上", "一半以上", 0.5, None, "at_least"),
    # shares
    ("百分之三十", "百分之三十", 30, "%", "exact"),
    ("负百分之二", "负百分之二", -2, "%", "exact"),
    ("四分之一", "四分之一", 0.25, None, "exact"),
    ("约五分之四", "约五分之四", 0.8, None, "about"),
    ("3/5", "3/5", 0.6, None, "exact"),
    ("92.4%", "92.4%", 92.4, "%", "exact"),
    ("八成", "八成", 8, "成", "exact"),
    ("八成五", "八成五", 8.5, "成", "exact"),
    ("五五折", "五五折", 5.5, "折", "exact"),
    ("75折", "75折", 7.5, "折", "exact"),
    # signs
    ("零下3度", "零下3度", -3, "度", "exact"),
    ("负3.2度", "负3.2度", -3.2, "度", "exact"),
    ("-5度", "-5度", -5, "度", "exact"),
    ("减负3项", "3项", 3, "项", "exact"),  # 减负 is a word
    # 千 and 兆 belong to the number or to the unit
    ("1.4千克", "1.4千克", 1.4, "千克", "exact"),
    ("5千米", "5千米", 5, "千米", "exact"),
    ("五千米", "五千米", 5000, "米", "exact"),
    ("三十两", "三十两", 30, "两", "exact"),
    ("两年零三个月", "两年", 2, "年", "exact"),
    # money
    ("5元6角3分", "5元6角3分", 5.63, "元", "exact"),
    ("3块5毛钱", "3块5毛钱", 3.5, "块", "exact"),
    ("800元人民币", "800元人民币", 800, "元", "exact"),
    ("12元/公斤", "12元/公斤", 12, "元/公斤", "exact"),
    ("80元/人·天", "80元/人·天", 80, "元/人·天", "exact"),
    # without a unit, named by the words before
    ("总票数1482，", "1482", 1482, None, "exact"),
    ("总投资7800万", "7800万", 78000000, None, "exact"),
    ("总投资3个亿", "3个亿", 300000000, None, "exact"),
    # a classifier that no table has
    ("两钵米饭", "两钵", 2, "钵", "exact"),
]


@pytest.mark.parametrize(("text", "span", "value", "unit", "qualifier"), CASES, ids=[text for text, *_ in CASES])
def test_what_is_written(text: str, span: str, value: float, unit: str | None, qualifier: str) -> None:
    found = _read(text)
    assert found is not None
    assert (found.text, found.value, found.unit, found.qualifier) == (span, value, unit, qualifier)
    assert text[found.start : found.end] == span
    assert found.upper is None


@pytest.mark.parametrize(
    ("text", "span", "low", "high", "unit"),
    [
        ("达50—60人", "50—60人", 50, 60, "人"),
        ("2至3天", "2至3天", 2, 3, "天"),
        ("2—3万元", "2—3万元", 20000, 30000, "元"),
        ("8500到3万元", "8500到3万元", 8500, 30000, "元"),
        ("100万—150万元", "100万—150万元", 1000000, 1500000, "元"),
        ("10人至20人", "10人至20人", 10, 20, "人"),
        ("三、四十人", "三、四十人", 30, 40, "人"),
        ("6、7个", "6、7个", 6, 7, "个"),
        ("八九十人", "八九十人", 80, 90, "人"),
        ("约50—60人左右", "约50—60人左右", 50, 60, "人"),
    ],
)
def test_ranges(text: str, span: str, low: int, high: int, unit: str) -> None:
    found = _read(text)
    assert found is not None
    assert (found.text, found.value, found.upper, found.unit, found.qualifier) == (span, low, high, unit, "range")
    assert (found.lower_bound, found.upper_bound) == (low, high)


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("3、5人", "5人", 5),  # a list
        ("由50人增至60人", "50人", 50),  # a change
        ("10人至20分钟", "10人", 10),
    ],
)
def test_two_numbers_that_are_no_range(text: str, span: str, value: int) -> None:
    found = _read(text)
    assert found is not None
    assert (found.text, found.value, found.upper) == (span, value, None)


def test_a_range_that_falls_is_none() -> None:
    assert _read("60—50人") is None


@pytest.mark.parametrize(
    "text",
    [
        "百名职工",  # a hundred or many: nothing says which
        "以上千方百计",
        "编号1482，",
        "500强企业",
        "3A级景区",
        "GB2312",
        "8路公交",
        "前3名",
        "一项活动",
        "2023年",
        "零",
        "职工",
        "",
    ],
)
def test_no_quantity(text: str) -> None:
    assert _read(text) is None


def test_the_rest_of_a_code_is_passed_over() -> None:
    text = "3A级5家"
    found, at = QuantityGrammar(text, TABLES).quantity(0, 1, "3")
    assert (found, text[at:]) == (None, "级5家")


@pytest.mark.parametrize(
    ("text", "span", "qualifier", "kind"),
    [
        ("半年", "半年", "exact", "duration"),
        ("近半年", "近半年", "exact", "duration"),  # the last half-year
        ("约半小时", "约半小时", "about", "duration"),
        ("不到半亩", "不到半亩", "under", "measure"),
        ("半数", "半数", "exact", "fraction"),
        ("职工过半", "过半", "over", "fraction"),
    ],
)
def test_half(text: str, span: str, qualifier: str, kind: str) -> None:
    found = _half(text)
    assert found is not None
    assert (found.text, found.value, found.qualifier, found.kind) == (span, 0.5, qualifier, kind)


@pytest.mark.parametrize("text", ["上半年", "下半场", "大半天", "过半百", "半导体", "半", "夜半"])
def test_no_half(text: str) -> None:
    assert _half(text) is None


def test_units_and_text_are_as_printed() -> None:
    found = _read("走訪三百餘戶職工")
    assert found is not None
    assert (found.text, found.value, found.unit, found.qualifier) == ("三百餘戶", 300, "戶", "over")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("36户", 36, 36), ("100余人", 100, None), ("近200人", None, 200), ("约120人", None, None), ("15人以内", None, 15)],
)
def test_bounds(text: str, low: int | None, high: int | None) -> None:
    found = _read(text)
    assert found is not None
    assert (found.lower_bound, found.upper_bound) == (low, high)


def test_silence_is_told_by_place() -> None:
    grammar = QuantityGrammar("学习《三年行动方案》，培训三年级教师3人", TABLES)
    inside, outside = grammar.text.index("三年"), grammar.text.index("3人")
    assert grammar.is_silent(inside, inside + 2)
    assert not grammar.is_silent(outside, outside + 2)


PIECES = st.sampled_from(
    [
        *"零一二三两十百千万亿半几多余约近超过个人元次年月日天成折倍分角之至—-、，。/·%0123456789. ",
        "百分之", "三分之", "小时", "公里", "千克", "以上", "左右", "不足", "零下", "负", "上", "个多", "个半", "kg", "总投资", "钵米饭",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_every_number_of_any_text_is_read_on_from(text: str) -> None:
    grammar = QuantityGrammar(text, TABLES)
    assert len(grammar.text) == len(text)
    for run in RUN.finditer(grammar.text):
        found, at = grammar.quantity(run.start(), run.end(), run[0])
        assert run.start() < at <= len(text)
        if found is not None:
            assert 0 <= found.start <= run.end() and found.start < found.end <= len(text)
            assert found.text == text[found.start : found.end]
            assert found.value is not None
            assert found.upper is None or (found.upper > found.value and found.qualifier == "range")
