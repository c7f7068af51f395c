"""Confidence of names: between 0 and 1, rising with the score, higher where sources agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.confidence import confidence
from gov_bulletin_nlp.annotate.entities import find_entities

SOURCES = [("model",), ("anchored", "model"), ("organ",), ("issue",), ("place", "site")]


@pytest.mark.parametrize("sources", SOURCES, ids="+".join)
@given(first=st.floats(0, 1), second=st.floats(0, 1))
def test_a_higher_score_is_never_less_sure(sources: tuple[str, ...], first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert 0 <= confidence(low, sources) <= confidence(high, sources) <= 1


def test_agreement_is_worth_more_than_one_source() -> None:
    assert confidence(0.9, ("model", "place")) > confidence(0.9, ("model",)) > confidence(0.9, ("place",))


def test_a_callers_own_names_keep_their_score() -> None:
    assert confidence(1.0, ("lexicon",)) == 1.0


def test_only_a_recogniser_that_looks_for_every_name_is_measured() -> None:
    text = "宜宾市总工会走访企业。"
    seen = [[(0, 6, "ORG", 0.99)]]
    (measured,) = find_entities([text], issuer=None, date=None, recognised=seen, confirmed=True)[0]
    (plain,) = find_entities([text], issuer=None, date=None, recognised=seen)[0]
    assert measured.text == plain.text == "宜宾市总工会"
    assert measured.confidence == round(confidence(plain.confidence, plain.sources), 4) < plain.confidence
