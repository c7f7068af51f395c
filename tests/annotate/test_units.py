"""What stands behind a number: a unit of the table, a classifier that no table has, or nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.quantity_tables import tables_for
from gov_bulletin_nlp.annotate.units import names_amount, open_unit, spaced_unit, unit_at
from gov_bulletin_nlp.numerals import NUMERAL

TABLES = tables_for(None)


@pytest.mark.parametrize(
    ("text", "unit", "kind"),
    [
        ("户职工", "户", "count"),
        ("人次", "人次", "count"),  # the longest, not 人
        ("平方米绿地", "平方米", "measure"),
        ("个百分点", "个百分点", "percentage_point"),
        ("个工作日", "个工作日", "duration"),
        ("元人民币", "元", "money"),
        ("km，", "km", "measure"),
        ("GB", "GB", "measure"),
    ],
)
def test_the_longest_unit(text: str, unit: str, kind: str) -> None:
    found = unit_at(text, 0, TABLES)
    assert found is not None
    assert (found.text, found.kind) == (unit, kind)


@pytest.mark.parametrize("text", ["元旦晚会", "期间", "平台", "周边", "年级", "kmx", "GBK", "职工", "", "的"])
def test_no_unit(text: str) -> None:
    assert unit_at(text, 0, TABLES) is None


def test_no_unit_stands_past_the_end() -> None:
    assert unit_at("36户", 3, TABLES) is None


@pytest.mark.parametrize(
    ("text", "unit", "rest"),
    [
        ("36户职工", "户", "职工"),
        ("36 户职工", "户", "职工"),
        ("36\u3000户职工", "户", "职工"),
        ("36\u00a0户职工", "户", "职工"),
        ("36册次", "册次", ""),  # one that 次 makes another
        ("36户次走访", "户次", "走访"),
        ("36册次日送到", "册", "次日送到"),
        ("36场次数", "场次", "数"),
        ("36天次", "天", "次"),
    ],
)
def test_a_unit_behind_one_space_at_most(text: str, unit: str, rest: str) -> None:
    found, end = spaced_unit(text, 2, TABLES)
    assert found is not None
    assert (found.text, text[end:]) == (unit, rest)


@pytest.mark.parametrize("text", ["36  户", "36，户", "36元旦", "36 职工", "36"])
def test_no_unit_there(text: str) -> None:
    assert spaced_unit(text, 2, TABLES)[0] is None


@pytest.mark.parametrize(("text", "unit"), [("钵米饭", "钵"), ("瓢稻米", "瓢"), ("甏米酒送到", "甏"), ("笼馒头", "笼")])
def test_a_classifier_that_no_table_has(text: str, unit: str) -> None:
    found = open_unit("三" + text, 1)
    assert found is not None
    assert (found.text, found.dimension, found.kind) == (unit, "item", "count")


@pytest.mark.parametrize(
    "text", ["路公交", "强企业", "型材料", "届委员", "钵", "钵，", "，米饭", "abc", "职工大会", "", "要求明确"]
)
def test_what_is_no_classifier(text: str) -> None:
    assert open_unit("三" + text, 1) is None


@pytest.mark.parametrize(
    ("text", "qualified", "amount"),
    [
        ("总票数1482", False, True),
        ("阅读量达到1482", False, True),
        ("面积：1482，", False, True),
        ("总投资7800万", False, True),
        ("签约7800万", False, True),  # large enough to be nothing else
        ("约3万", True, True),
        ("票数为1482获选", False, True),
        ("面积1482增加", False, False),  # what follows has no part in it
        ("编号1482", False, False),
        ("门牌1482，", False, False),
        ("总投资7800万，", False, True),
        ("面积1482以上", False, True),
        ("票数三", False, False),
        ("人数五六", False, False),
        ("一万", False, True),
        ("万", False, False),
    ],
)
def test_a_number_without_a_unit(text: str, qualified: bool, amount: bool) -> None:
    run = list(re.finditer(NUMERAL, text))[-1]
    assert names_amount(text, run.start(), run.end(), run[0], qualified=qualified) is amount


@given(st.text(alphabet="元旦户次册人 \u3000平方米台个月日kmG钵米饭，1", max_size=8), st.integers(0, 8))
def test_a_unit_is_what_stands_there(text: str, at: int) -> None:
    found = unit_at(text, at, TABLES)
    assert found is None or text.startswith(found.text, at)
    spaced, end = spaced_unit(text, at, TABLES)
    assert spaced is None or text[at:end].strip(" \u3000") == spaced.text
    classifier = open_unit(text, at)
    assert classifier is None or text[at] == classifier.text
