"""Quantities: the spec files, the rows of the tables, and what holds for every text."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.quantities import find_quantities
from gov_bulletin_nlp.annotate.quantity_tables import read_toml
from gov_bulletin_nlp.document import Quantity

SPECS = Path(__file__).parent.parent / "specs" / "quantities"


def _cases() -> Iterator[dict[str, Any]]:
    for path in sorted(SPECS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


CASES = list(_cases())


def test_there_are_enough_cases_and_each_says_why() -> None:
    assert len(CASES) >= 350
    assert all(case["why"] for case in CASES)
    assert len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_spec(case: dict[str, Any]) -> None:
    found = find_quantities(case["text"])
    assert [item.text for item in found] == [wanted["text"] for wanted in case["expected"]], case["why"]
    for item, wanted in zip(found, case["expected"], strict=True):
        for field, value in wanted.items():
            assert getattr(item, field) == value, (field, case["why"])
        assert case["text"][item.start : item.end] == item.text


@pytest.mark.parametrize("dimension", sorted(read_toml("units.toml")))
def test_rows_of_units(dimension: str) -> None:
    table = read_toml("units.toml")[dimension]
    mine = set(table["units"])
    assert any(item.unit in mine and item.kind == table["kind"] for item in find_quantities(table["example"]))
    assert not any(item.unit in mine for item in find_quantities(table["counter_example"]))


@pytest.mark.parametrize("row", [*read_toml("quantities.toml")["before"], *read_toml("quantities.toml")["after"]])
def test_rows_of_exactness(row: dict[str, Any]) -> None:
    assert any(item.qualifier == row["qualifier"] for item in find_quantities(row["example"]))
    assert not any(item.qualifier == row["qualifier"] for item in find_quantities(row["counter_example"]))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("36户", 36, 36),
        ("100余人", 100, None),
        ("近200人", None, 200),
        ("约120人", None, None),
        ("不足20人", None, 20),
        ("2次以上", 2, None),
        ("15人以内", None, 15),
        ("50—60人", 50, 60),
    ],
)
def test_bounds(text: str, low: int | None, high: int | None) -> None:
    (item,) = find_quantities(text, counted=False)
    assert (item.lower_bound, item.upper_bound) == (low, high)


def _facts(found: list[Quantity]) -> list[tuple[object, ...]]:
    return [(item.text, item.value, item.upper, item.unit, item.qualifier, item.kind) for item in found]


SENTENCES = st.sampled_from([case["text"] for case in CASES])
ALPHABET = "一二三十百千万亿零半几多余约近超个人元次年月日第至—-、，。（）“”《》0123456789.,% 名慰问品abc\n"


@given(SENTENCES, SENTENCES)
@settings(deadline=None)
def test_joining_sentences_changes_nothing(first: str, second: str) -> None:
    alone = _facts(find_quantities(first, counted=False)) + _facts(find_quantities(second, counted=False))
    assert _facts(find_quantities(f"{first}。\n{second}。", counted=False)) == alone


@given(st.text(alphabet=ALPHABET, max_size=60) | st.text(max_size=60))
@settings(deadline=None, max_examples=300)
def test_spans_are_ordered_and_never_overlap(text: str) -> None:
    end = 0
    for item in find_quantities(text):
        assert end <= item.start < item.end <= len(text)
        assert text[item.start : item.end] == item.text
        assert item.value is not None
        end = item.end


@pytest.mark.parametrize("unit", ["1", "一", "、", "（", "“", "《", "半", "第", "1-"])
def test_long_runs_of_one_piece_stay_ordered(unit: str) -> None:
    # How long such texts take is measured by bench/hostile.py.
    text = unit * (20_000 // len(unit))
    found = find_quantities(text, counted=False)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(text[item.start : item.end] == item.text for item in found)


def test_without_counted_the_rest_is_the_same() -> None:
    text = "发放慰问品120份，走访困难职工36户。"
    assert _facts(find_quantities(text)) == _facts(find_quantities(text, counted=False))
    assert [item.counted for item in find_quantities(text, counted=False)] == [None, None]
    assert [item.counted for item in find_quantities(text)] == ["慰问品", "困难职工"]
