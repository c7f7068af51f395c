"""What two written numbers mean together, and traditional print read as simplified."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.quantity_values import adjacent, fold, inherit, listed, plain, with_cents
from gov_bulletin_nlp.numerals import Number, Numeral, read_numeral

CENTS = re.compile(r"(?:(.{1,2})角(?:(.{1,2})分)?|零?(.{1,2})分)$")


def _value(text: str) -> Number:
    numeral = read_numeral(text)
    assert numeral is not None
    return numeral.value


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("三百餘戶", "三百余户"),
        ("兩萬億個", "两万亿个"),
        ("過百條", "过百条"),
        ("三百余户", "三百余户"),
        ("總工會", "總工會"),
    ],
)
def test_only_what_numbers_are_written_with_is_folded(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@given(st.text(alphabet="三百餘戶萬億個條樣總會abc 1") | st.text(max_size=20))
def test_folding_keeps_the_length_and_is_done_at_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("low", "high"), [("三", "四十"), ("三", "四"), ("6", "7"), ("6", "7万"), ("九", "十"), ("一", "两")]
)
def test_neighbours_name_a_span(low: str, high: str) -> None:
    assert adjacent(low, high)


@pytest.mark.parametrize(
    ("low", "high"),
    [("3", "5"), ("四", "三"), ("3", "3"), ("三十", "四十"), ("12", "13"), ("3", "45"), ("人", "四"), ("三", "人")],
)
def test_others_are_a_list(low: str, high: str) -> None:
    assert not adjacent(low, high)


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [("三", "四十", 30), ("三", "四百", 300), ("6", "7万", 60000), ("6", "7", 6), ("三", "四", 3)],
)
def test_the_first_of_a_list_has_the_multiplier_of_the_second(low: str, high: str, value: int) -> None:
    assert listed(_value(low), high) == value


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [
        ("2", "3万", 20000),
        ("50", "100万", 500000),
        ("1.5", "2亿", 150000000),
        ("三", "五百", 300),
        ("二", "三千", 2000),
        ("8500", "3万", 8500),  # would be more than its end
        ("2万", "3万", 20000),
        ("3万", "2亿", 30000),
        ("三百", "五百", 300),
        ("50", "3百", 50),
        ("50", "60", 50),
    ],
)
def test_the_beginning_of_a_range_inherits_a_multiplier_it_leaves_out(low: str, high: str, value: int) -> None:
    assert inherit(_value(low), low, _value(high), high) == value


@given(st.integers(1, 10**6), st.integers(1, 10**4), st.sampled_from(["", "万", "亿", "千"]))
def test_a_range_never_turns_round_by_inheriting(low: int, high: int, scale: str) -> None:
    end = _value(f"{high}{scale}")
    begun = inherit(low, str(low), end, f"{high}{scale}")
    assert begun >= low
    assert begun == low or begun < end


@pytest.mark.parametrize(
    ("yuan", "rest", "value"),
    [
        (5, "6角", "5.6"),
        (5, "6角3分", "5.63"),
        (5, "零5分", "5.05"),
        (5, "五角", "5.5"),
        (12, "八角六分", "12.86"),
    ],
)
def test_parts_of_a_yuan_are_added(yuan: int, rest: str, value: str) -> None:
    small = CENTS.match(rest)
    assert small is not None
    assert with_cents(Numeral(yuan, None, "over"), small) == Numeral(Decimal(value), None, "over")


def test_what_is_no_number_adds_nothing() -> None:
    small = CENTS.match("某角")
    assert small is not None
    assert with_cents(Numeral(5), small).value == 5


@pytest.mark.parametrize(
    ("value", "number"),
    [(36, 36), (Decimal(36), 36), (Decimal("36.0"), 36), (Decimal("2.5"), 2.5), (Decimal("0.1"), 0.1)],
)
def test_a_number_as_the_record_has_it(value: Number, number: float) -> None:
    assert plain(value) == number
    assert type(plain(value)) is type(number)


@given(st.decimals(-(10**12), 10**12, places=3))
def test_whole_numbers_are_whole_and_others_the_nearest_float(value: Decimal) -> None:
    number = plain(value)
    assert isinstance(number, int) == (value == int(value))
    assert number == float(value)
