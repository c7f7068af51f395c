from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.structure.contents import agreement, entry_title, fold

HEADLINE = "云州市总工会深入企业开展送温暖慰问活动"


@pytest.mark.parametrize(
    ("text", "title", "page"),
    [
        ("1.慰问一线职工……3", "慰问一线职工", 3),
        ("一、慰问一线职工", "慰问一线职工", None),
        ("★ 慰问一线职工 …… 12", "慰问一线职工", 12),
        ("慰问一线职工（3）", "慰问一线职工", 3),
        ("· 慰问一线职工", "慰问一线职工", None),
        ("慰问一线职工", "慰问一线职工", None),
    ],
)
def test_entries(text: str, title: str, page: int | None) -> None:
    assert entry_title(text) == (title, page)


@pytest.mark.parametrize(
    ("title", "candidate", "score"),
    [
        (HEADLINE, HEADLINE, 1.0),
        (HEADLINE[:10], HEADLINE, 0.9),
        (HEADLINE, HEADLINE[:12], 0.9),
        ("云州市总工会开展慰问活动", HEADLINE, 0.7),
        ("云州市总工会深入企业开展送温暖慰问", HEADLINE, 0.9),
        ("明水县举办读书分享会", HEADLINE, 0.0),
        ("云州", HEADLINE, 0.0),
        ("云州市总", HEADLINE, 0.0),
        ("", HEADLINE, 0.0),
        (HEADLINE, "", 0.0),
        (HEADLINE[:6], HEADLINE * 3, 0.0),
    ],
)
def test_agreement(title: str, candidate: str, score: float) -> None:
    assert agreement(title, candidate) == score
    assert agreement(candidate, title) == score


def test_what_does_not_count_in_a_title() -> None:
    assert fold("“助企开工 送工返岗”，专场（春季）招聘会！") == "助企开工送工返岗专场春季招聘会"


@given(st.text("云州市总工会慰问，。 ", max_size=20), st.text("云州市总工会慰问，。 ", max_size=20))
def test_agreement_is_a_share_and_the_same_from_both_sides(a: str, b: str) -> None:
    first, second = fold(a), fold(b)
    assert agreement(first, second) in (0.0, 0.7, 0.9, 1.0)
    assert (agreement(first, second) == 1.0) == (first == second and len(first) >= 3)
