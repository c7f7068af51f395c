"""Traditional characters read as simplified ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.script import simplify


@pytest.mark.parametrize(
    ("text", "simplified"),
    [("總工會慰問職工", "总工会慰问职工"), ("总工会", "总工会"), ("ABC，12", "ABC，12"), ("", "")],
)
def test_simplified_characters(text: str, simplified: str) -> None:
    assert simplify(text) == simplified


@given(st.text(alphabet="總工會慰問職工总会國发發髮一A，", max_size=20) | st.text(max_size=20))
def test_simplifying_is_one_for_one_and_done_at_once(text: str) -> None:
    assert len(simplify(text)) == len(text)
    assert simplify(simplify(text)) == simplify(text)
