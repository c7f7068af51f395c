"""Characters by frequency: what tells real text from a wrong decoding."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gov_bulletin_nlp.ingest.frequent import SIMPLIFIED, TRADITIONAL
from gov_bulletin_nlp.script import simplify

KNOWN = frozenset(SIMPLIFIED + TRADITIONAL)
PROSE = "近日市总工会组织职工走访企业慰问困难家庭发放物资并召开座谈会听取意见建议要求各单位压实责任做好安全生产工作"
PRINTED = "近日市總工會組織職工走訪企業慰問困難家庭發放物資並召開座談會聽取意見建議要求各單位壓實責任做好安全生產工作"


def _share(text: str) -> float:
    return sum(char in KNOWN for char in text) / len(text)


@pytest.mark.parametrize("characters", [SIMPLIFIED, TRADITIONAL])
def test_each_character_is_chinese_and_stands_once(characters: str) -> None:
    assert all("\u4e00" <= char <= "\u9fff" for char in characters)
    assert len(set(characters)) == len(characters)


def test_none_is_written_in_both() -> None:
    assert set(SIMPLIFIED) & set(TRADITIONAL) == set()


def test_simplified_characters_are_those_of_the_standard() -> None:
    assert SIMPLIFIED.encode("gb2312").decode("gb2312") == SIMPLIFIED


def test_traditional_forms_stand_in_the_order_of_the_simplified() -> None:
    places = [SIMPLIFIED.find(simplify(char)) for char in TRADITIONAL]
    found = [place for place in places if place >= 0]
    assert len(found) > 0.98 * len(places)
    assert all(before <= after for before, after in pairwise(found))


@pytest.mark.parametrize(("frequent", "rarer"), [("的", "会"), ("国", "县"), ("工", "慰"), ("年", "鼠"), ("發", "網")])
def test_the_frequent_come_first(frequent: str, rarer: str) -> None:
    order = TRADITIONAL if frequent in TRADITIONAL else SIMPLIFIED
    assert order.index(frequent) < order.index(rarer)


@pytest.mark.parametrize("text", [PROSE, PRINTED])
def test_prose_is_made_of_them(text: str) -> None:
    assert _share(text) > 0.98


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [(PROSE, "utf-8", "gb18030"), (PRINTED, "big5", "gb18030"), (PROSE, "gb18030", "big5")],
)
def test_a_wrong_decoding_is_not(text: str, written: str, read: str) -> None:
    assert _share(text.encode(written).decode(read, errors="replace")) < 0.5
