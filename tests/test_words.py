from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.words import is_known, tag


@given(st.text())
def test_nothing_is_lost(text: str) -> None:
    assert "".join(word for word, _ in tag(text)) == text


def test_words_and_their_parts_of_speech() -> None:
    assert tag("走访企业") == [("走访", "v"), ("企业", "n")]
    assert is_known("职工")
    assert not is_known("职工慰")
