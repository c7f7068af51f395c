"""The published list of phrases in which numerals count nothing, and their neighbours in which they do."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gov_bulletin_nlp.annotate.quantities import find_quantities
from gov_bulletin_nlp.annotate.quantity_tables import read_hazards

ROWS = read_hazards()
NOTHING = [(phrase, reason) for verdict, phrase, reason in ROWS if verdict == "nothing"]
COUNTS = [(text, wanted) for verdict, text, wanted in ROWS if verdict == "counts"]


def test_the_list_is_long_enough_and_gives_reasons() -> None:
    assert len(NOTHING) >= 400
    assert len(COUNTS) >= 100
    assert all(reason for _, reason in NOTHING)
    assert len({phrase for _, phrase, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize("frame", ["{}", "会上，{}。", "（{}）", "有关部门抓好{}，"])
def test_hazards_are_silent(frame: str) -> None:
    loud = {
        phrase: [item.text for item in found]
        for phrase, _ in NOTHING
        if (found := find_quantities(frame.format(phrase), counted=False))
    }
    assert loud == {}


def test_neighbours_count() -> None:
    missed = {}
    for text, wanted in COUNTS:
        value, unit = wanted.split(" ")
        found = [(str(item.value), item.unit) for item in find_quantities(text, counted=False)]
        if (value, unit) not in found:
            missed[text] = found
    assert missed == {}


def test_a_lexicon_adds_hazards_and_units() -> None:
    lexicon = SimpleNamespace(units={"簸箩": "item"}, hazards=frozenset({"九宫社"}))
    assert find_quantities("九宫社收粮九簸箩", lexicon=lexicon)[0].unit == "簸箩"
    assert len(find_quantities("九宫社收粮九簸箩", lexicon=lexicon)) == 1
    assert find_quantities("社员三宫社九宫社", lexicon=lexicon) == []
