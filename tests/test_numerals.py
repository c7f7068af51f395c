"""Numerals: every style read, every style written and read back, exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.numbers import find_numbers
from gov_bulletin_nlp.numerals import (
    NumeralStyle,
    format_numeral,
    parse_numeral,
    read_numeral,
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3500", 3500),
        ("12,480", 12480),
        ("１２０", 120),
        ("3.14", Decimal("3.14")),
        ("三千五百", 3500),
        ("三千零五", 3005),
        ("一万三", 13000),
        ("一万零三", 10003),
        ("两千三百五", 2350),
        ("3千5百", 3500),
        ("1.2万", 12000),
        ("3亿5千万", 350000000),
        ("25万6千", 256000),
        ("3万4000", 34000),
        ("4.78万亿", 4780000000000),
        ("四万万", 400000000),
        ("壹万贰仟叁佰", 12300),
        ("兩萬五仟", 25000),
        ("廿五", 25),
        ("卅", 30),
        ("二〇二三", 2023),
        ("十", 10),
        ("十五", 15),
        ("仨", 3),
        ("三点五", Decimal("3.5")),
        ("一点二万", 12000),
        ("零点零五", Decimal("0.05")),
        ("半", Decimal("0.5")),
        ("四分之一", Decimal("0.25")),
        ("三又二分之一", Decimal("3.5")),
        ("3/4", Decimal("0.75")),
        ("负3.2", Decimal("-3.2")),
        ("零下5", -5),
        ("负一百二十万", -1200000),
        ("五十五兆一十二亿", 55001200000000),
        ("三千 五百", 3500),
    ],
)
def test_exact(written: str, value: int | Decimal) -> None:
    assert parse_numeral(written) == value
    assert not isinstance(parse_numeral(written), float)


@pytest.mark.parametrize(
    ("written", "value", "upper", "qualifier"),
    [
        ("十几", 10, None, "over"),
        ("二十几万", 200000, None, "over"),
        ("240多万", 2400000, None, "over"),
        ("数十", 10, None, "over"),
        ("几百万", 1000000, None, "over"),
        ("十来", 10, None, "about"),
        ("三五", 3, 5, "range"),
        ("七八十", 70, 80, "range"),
        ("两三百", 200, 300, "range"),
        ("十五六", 15, 16, "range"),
        ("一千五百零几万", 15000000, None, "over"),
    ],
)
def test_approximate(written: str, value: int, upper: int | None, qualifier: str) -> None:
    numeral = read_numeral(written)
    assert numeral is not None
    assert (numeral.value, numeral.upper, numeral.qualifier) == (value, upper, qualifier)
    assert parse_numeral(written) is None


@pytest.mark.parametrize("written", ["", "元", "十一十二", "三五七八万九", "点一", "五十千", "1/0", "abc", "一百一千"])
def test_no_number(written: str) -> None:
    assert parse_numeral(written) is None


@given(st.integers(min_value=0, max_value=10**16 - 1), st.sampled_from(get_args(NumeralStyle)))
def test_round_trip(number: int, style: NumeralStyle) -> None:
    written = format_numeral(number, style)
    numeral = read_numeral(written)
    assert numeral is not None
    if style == "positional" and len(written) == 2 and numeral.qualifier == "range":
        return  # 三五 alone is three to five
    assert numeral.value == number


@given(st.integers(min_value=1, max_value=10**16 - 1), st.sampled_from(("arabic", "chinese", "financial", "mixed")))
def test_negative_round_trip(number: int, style: NumeralStyle) -> None:
    assert parse_numeral(format_numeral(-number, style)) == -number


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_decimals_are_exact(number: Decimal) -> None:
    assert parse_numeral(f"{number:f}") == number


@given(st.text(max_size=40) | st.text(alphabet="零一二两三十百千万亿点几多分之又负/.,0123456789 ", max_size=40))
def test_never_raises(text: str) -> None:
    read_numeral(text)
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end


def test_numbers_of_a_text() -> None:
    found = find_numbers("三分之一的企业，二百五十人，-3.5和三千 八百")
    assert [number.value for number in found] == [Decimal(1) / 3, 250, Decimal("-3.5"), 3800]


def test_too_large_to_write() -> None:
    with pytest.raises(ValueError, match="17 digits"):
        format_numeral(10**16, "chinese")
