from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.scores import MODES, Report, Tally, folded, levenshtein, softened


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        ("市总慰问职工", "市总 慰问职工", "strict soft levenshtein ratcliff"),
        ("市总：慰问职工", "市总:慰问职工", "soft levenshtein ratcliff"),
        ("市总慰问一线困难职工", "市总慰问一线困难员工", "levenshtein"),
        ("市总慰问职工", "县医院义诊", ""),
    ],
)
def test_the_four_ways_to_match(a: str, b: str, agree: str) -> None:
    assert {mode for mode, same in MODES.items() if same(a, b)} == set(agree.split())


@given(st.text(max_size=12), st.text(max_size=12))
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert levenshtein(a, b) == levenshtein(b, a)
    assert 0 <= levenshtein(a, b) <= 1
    assert (levenshtein(a, b) == 1) == (a == b)


def test_folding() -> None:
    assert folded(" 市 总\n") == "市总"
    assert softened("“市总”（１２）") == "市总12"


def test_rates_of_a_tally() -> None:
    tally = Tally(hit=6, extra=2, missed=4)
    assert (tally.precision, tally.recall) == (0.75, 0.6)
    assert tally.f1 == pytest.approx(12 / 18)
    assert Tally().f1 == 1.0


def test_a_report_counts_repeats_and_names_what_was_wrong() -> None:
    report = Report()
    assert not report.count("headlines", "a.txt", Counter(["甲", "甲", "乙"]), Counter(["甲", "丙"]))
    tally = report.tallies["headlines"]
    assert (tally.hit, tally.extra, tally.missed) == (1, 1, 2)
    assert sorted(tally.wrong) == ["a.txt: + 丙", "a.txt: - 乙", "a.txt: - 甲"]
    assert report.count("headlines", "b.txt", Counter(["丁"]), Counter(["丁"]))


def test_a_tally_names_what_it_counts() -> None:
    tally = Tally()
    tally.compare("a.txt", Counter(["市总", "县总"]), Counter(["市总", "省总"]))
    assert (tally.hit, tally.extra, tally.missed, tally.wrong) == (1, 1, 1, ["a.txt: + 省总", "a.txt: - 县总"])
