"""The tables of quantities, compiled: order, traps, and what a caller's lexicon adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from gov_bulletin_nlp.annotate.quantity_tables import Tables, Unit, Words, read_hazards, read_toml, tables_for


@dataclass(frozen=True)
class Lexicon:
    units: Mapping[str, str] = field(default_factory=dict)
    hazards: frozenset[str] = frozenset()


BUILT_IN = tables_for(None)


def _unit(tables: Tables, text: str) -> Unit | None:
    return next((unit for unit in tables.units.get(text[0], ()) if unit.text == text), None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("户", "count"),
        ("人次", "count"),
        ("元", "money"),
        ("%", "percent"),
        ("个百分点", "percentage_point"),
        ("成", "fraction"),
        ("倍", "multiple"),
        ("个工作日", "duration"),
        ("周岁", "age"),
        ("平方米", "measure"),
    ],
)
def test_units_have_the_kind_of_their_dimension(text: str, kind: str) -> None:
    unit = _unit(BUILT_IN, text)
    assert unit is not None
    assert unit.kind == kind
    assert text in read_toml("units.toml")[unit.dimension]["units"]


def test_every_unit_stands_under_its_first_character_the_longest_first() -> None:
    for char, units in BUILT_IN.units.items():
        assert all(unit.text.startswith(char) for unit in units)
        assert all(len(a.text) >= len(b.text) for a, b in pairwise(units))
        assert len({unit.text for unit in units}) == len(units)


@pytest.mark.parametrize(("trap", "unit"), [("元旦", "元"), ("期间", "期"), ("平台", "平"), ("周边", "周")])
def test_words_that_begin_like_a_unit_are_known(trap: str, unit: str) -> None:
    assert trap in BUILT_IN.traps[trap[0]]
    assert _unit(BUILT_IN, unit) is not None
    assert _unit(BUILT_IN, trap) is None


def test_no_trap_is_a_unit() -> None:
    traps = {trap for found in BUILT_IN.traps.values() for trap in found}
    units = {unit.text for found in BUILT_IN.units.values() for unit in found}
    assert traps
    assert traps & units == set()


@pytest.mark.parametrize(("words", "edge"), [(BUILT_IN.before, -1), (BUILT_IN.after, 0)])
def test_words_of_exactness_are_asked_by_the_character_beside_the_number(words: Words, edge: int) -> None:
    assert {word[edge] for word, _, _ in words.words} == words.edge
    assert all(len(a) >= len(b) for (a, _, _), (b, _, _) in pairwise(words.words))


def test_hazards_are_phrases_and_places() -> None:
    hazards = set(BUILT_IN.hazards)
    assert {phrase for verdict, phrase, _ in read_hazards() if verdict == "nothing"} <= hazards
    assert {"三门峡市", "七里沟"} <= hazards  # a division; a township without its level
    assert not {phrase for verdict, phrase, _ in read_hazards() if verdict == "counts"} & hazards


def test_rows_of_hazards_have_three_parts() -> None:
    rows = read_hazards()
    assert {verdict for verdict, _, _ in rows} == {"nothing", "counts"}
    assert all(phrase and reason and not phrase.startswith("#") for _, phrase, reason in rows)


def test_the_tables_are_compiled_once() -> None:
    assert tables_for(None) is BUILT_IN
    lexicon = Lexicon({"簸箩": "item"})
    assert tables_for(lexicon) is tables_for(lexicon)


@pytest.mark.parametrize(
    ("dimension", "kind"), [("length", "measure"), ("money", "money"), ("person", "count"), ("簸箩数", "count")]
)
def test_a_lexicon_adds_units_by_dimension(dimension: str, kind: str) -> None:
    tables = tables_for(Lexicon({"簸箩": dimension}))
    assert _unit(tables, "簸箩") == Unit("簸箩", dimension, kind)  # type: ignore[arg-type]
    assert _unit(tables, "户") == _unit(BUILT_IN, "户")
    assert _unit(BUILT_IN, "簸箩") is None


def test_a_lexicon_wins_over_the_table_and_its_traps() -> None:
    tables = tables_for(Lexicon({"元旦": "item", "户": "length"}))
    assert "元旦" not in tables.traps["元"]
    assert _unit(tables, "元旦") == Unit("元旦", "item", "count")
    assert _unit(tables, "户") == Unit("户", "length", "measure")


def test_a_lexicon_adds_hazards() -> None:
    tables = tables_for(Lexicon(hazards=frozenset({"九宫社", ""})))
    assert set(tables.hazards) == {*BUILT_IN.hazards, "九宫社"}


def test_empty_entries_add_nothing() -> None:
    tables = tables_for(Lexicon({"": "item"}, frozenset({""})))
    assert (tables.units, tables.hazards) == (BUILT_IN.units, BUILT_IN.hazards)


def test_many_lexicons_keep_apart() -> None:
    lexicons = [Lexicon({f"簸{number}": "item"}) for number in range(20)]
    for _ in range(2):
        for number, lexicon in enumerate(lexicons):
            tables = tables_for(lexicon)
            assert [unit.text for unit in tables.units["簸"]] == [f"簸{number}"]
