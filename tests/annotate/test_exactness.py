"""How exact a number is said to be: the words on either side of it, and words that only look like them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.exactness import qualifier_after, qualifier_before
from gov_bulletin_nlp.annotate.quantity_tables import Unit, tables_for
from gov_bulletin_nlp.annotate.units import unit_at
from gov_bulletin_nlp.document import Qualifier
from gov_bulletin_nlp.numerals import NUMERAL, Numeral, read_numeral

TABLES = tables_for(None)


def _parts(text: str) -> tuple[int, int, Numeral, Unit | None]:
    """Where the last number of a text begins, where its unit ends, the number, and the unit."""
    found = list(re.finditer(NUMERAL, text))[-1]
    numeral = read_numeral(found[0])
    assert numeral is not None
    unit = unit_at(text, found.end(), TABLES)
    return found.start(), found.end() + (len(unit.text) if unit else 0), numeral, unit


def _before(text: str) -> tuple[Qualifier, str]:
    """The qualifier, and the words from where it begins to the number."""
    start, _, numeral, unit = _parts(text)
    qualifier, head = qualifier_before(text, start, numeral, unit, TABLES.before)
    return qualifier, text[head:start]


def _after(text: str, qualifier: Qualifier = "exact", *, within: bool = False) -> tuple[Qualifier, str]:
    """The qualifier, and the words from the unit to its end."""
    _, stop, _, _ = _parts(text)
    end, found = qualifier_after(text, stop, qualifier, TABLES.after, within=within)
    return found, text[stop:end]


@pytest.mark.parametrize(
    ("text", "qualifier", "words"),
    [
        ("受益职工约120人", "about", "约"),
        ("聚集了近200名", "nearly", "近"),
        ("观看超过3万人次", "over", "超过"),
        ("用时不足20分钟", "under", "不足"),
        ("走访至少2次", "at_least", "至少"),
        ("每组不超过15人", "at_most", "不超过"),  # the longer word, not 超过
        ("约 120人", "about", "约 "),
        # small words may stand between
        ("超过了300人", "over", "超过了"),
        ("接近达到200人", "nearly", "接近达到"),
        # a verb, or the noun that the share is of
        ("至少开展2次", "at_least", "至少开展"),
        ("至少由市总和县总选派3人", "exact", ""),  # too far
        ("不超过贷款额的40%", "at_most", ""),
        ("不低于总人数的三成", "exact", ""),
        # 突破 and its kin want a large number
        ("突破300人", "over", "突破"),
        ("突破3个难点", "exact", ""),
        ("突破5亿元", "over", "突破"),
        # years that are past, and years that are nearly full
        ("近3年", "exact", "近"),
        ("在近10年", "exact", "近"),
        ("成立近10年", "nearly", "近"),
        ("近10小时", "nearly", "近"),
        # another word with the same letters
        ("全年节约120万元", "exact", ""),
        ("走访附近200户", "exact", ""),
        ("学习反超3名", "exact", ""),
        ("职工120人", "exact", ""),
        ("120人", "exact", ""),
    ],
)
def test_words_before_the_number(text: str, qualifier: str, words: str) -> None:
    assert _before(text) == (qualifier, words)


def test_what_the_number_says_itself_stays() -> None:
    start, _, numeral, unit = _parts("近200人")
    over = Numeral(numeral.value, None, "over")
    assert qualifier_before("近200人", start, over, unit, TABLES.before) == ("over", 0)


@pytest.mark.parametrize(
    ("text", "qualifier", "words"),
    [
        ("150人左右", "about", "左右"),
        ("20年以上的职工", "at_least", "以上"),
        ("3人及以上", "at_least", "及以上"),
        ("3个工作日以内", "at_most", "以内"),
        ("15人以下", "at_most", "以下"),
        ("150人 左右", "about", " 左右"),
        ("10家以下简称先进", "exact", ""),
        ("3人左右手", "exact", ""),
        ("3人以上级要求为准", "exact", ""),
        ("3人上下联动", "exact", ""),
        ("3人参加", "exact", ""),
        ("3人", "exact", ""),
    ],
)
def test_words_behind_the_quantity(text: str, qualifier: str, words: str) -> None:
    assert _after(text) == (qualifier, words)


def test_what_was_said_before_the_number_stays() -> None:
    assert _after("150人左右", "nearly") == ("nearly", "左右")
    assert _after("3年内", "over", within=True) == ("over", "内")


@pytest.mark.parametrize(
    ("text", "within", "qualifier", "words"),
    [
        ("3年内完成", True, "at_most", "内"),
        ("3年内完成", False, "exact", ""),
        ("3年内容", True, "exact", ""),
        ("3天内部", True, "exact", ""),
        ("3年以内", True, "at_most", "以内"),
    ],
)
def test_a_stretch_of_time_within_which(text: str, within: bool, qualifier: str, words: str) -> None:
    assert _after(text, within=within) == (qualifier, words)


@given(
    st.text(alphabet="约近超过不足至少多于左右以上内下的了达 突破，在", max_size=8),
    st.sampled_from(["3", "三百", "5万"]),
    st.sampled_from(["", "人", "年", "元", "%", "个月"]),
    st.text(alphabet="左右以上内下级许多 ，简称", max_size=5),
)
def test_the_words_touch_the_number(before: str, number: str, unit: str, after: str) -> None:
    text = before + number + unit + after
    numeral = read_numeral(number)
    assert numeral is not None
    start, stop = len(before), len(before + number + unit)
    _, head = qualifier_before(text, start, numeral, unit_at(text, start + len(number), TABLES), TABLES.before)
    end, _ = qualifier_after(text, stop, "exact", TABLES.after, within=True)
    assert 0 <= head <= start <= stop <= end <= len(text)
