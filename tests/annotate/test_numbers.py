from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate import numbers

FINDER = next(getattr(numbers, name) for name in dir(numbers) if name.startswith("find"))


@pytest.mark.parametrize(
    ("text", "values"),
    [("三千五百人", [3500]), ("1.2万元和3亿元", [12000, 300000000]), ("没有数字", []), ("负3.2度", [-3.2])],
)
def test_every_number_of_a_text(text: str, values: list[float]) -> None:
    assert [float(found.value) for found in _numerals(text)] == values


def _numerals(text: str) -> list[object]:
    return [found[-1] if isinstance(found, tuple) else found for found in FINDER(text)]


@given(st.text(alphabet="一二三十百千万亿零两半点0123456789.,、/ 余多人", max_size=20))
def test_never_raises(text: str) -> None:
    list(FINDER(text))
