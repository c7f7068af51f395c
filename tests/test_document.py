"""The nouns that pass between the stages: plain, frozen, without behaviour of their own."""

from __future__ import annotations

import dataclasses
import inspect
import pickle
from array import array
from typing import Any, get_args, get_type_hints

import pytest

from gov_bulletin_nlp import document, records
from gov_bulletin_nlp.document import CleanDocument, Glyphs, Line, Notice, Outline, RawDocument
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.traced import TracedText

NOUNS: list[Any] = [
    found for found in vars(document).values() if inspect.isclass(found) and found.__module__ == document.__name__
]


def test_all_are_data_and_documented() -> None:
    assert len(NOUNS) >= 15
    assert all(dataclasses.is_dataclass(noun) and inspect.getdoc(noun) for noun in NOUNS)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_nothing_can_be_changed_or_added(noun: Any) -> None:
    made = noun(**{field.name: None for field in dataclasses.fields(noun)})
    for name in [field.name for field in dataclasses.fields(noun)]:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(made, name, 1)
    with pytest.raises((AttributeError, TypeError)):
        made.remark = "一"


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_none_has_behaviour(noun: Any) -> None:
    own = {name for name, value in vars(noun).items() if callable(value) and not name.startswith("_")}
    assert own == set()


def test_offsets_count_code_points() -> None:
    raw = from_text("𠮷县总工会\n简报")
    assert [(line.start, line.end) for line in raw.lines] == [(0, 5), (6, 8)]
    assert [raw.text[line.start : line.end] for line in raw.lines] == ["𠮷县总工会", "简报"]


def test_the_text_of_a_clean_document_is_the_traced_one() -> None:
    traced = TracedText.of("市总工会", 3)
    assert CleanDocument(traced, (Line(0, 4),)).text == traced.text == "市总工会"


def test_a_source_without_typography_knows_nothing_of_print() -> None:
    line = Line(0, 4)
    assert line.table is False
    assert {getattr(line, f.name) for f in dataclasses.fields(line) if f.name not in ("start", "end", "table")} == {
        None
    }


def test_documents_are_equal_by_what_they_say() -> None:
    assert Notice("a", "b", 0, 1) == Notice("a", "b", 0, 1)
    assert Notice("a", "b", 0, 1) != Notice("a", "b", 0, 2)
    assert Outline({}, (), (), {}) == Outline({}, (), (), {})


def test_they_go_from_process_to_process() -> None:
    glyphs = Glyphs(array("i", [0]), *(array("f", [side]) for side in (1, 2, 3, 4)))
    raw = RawDocument("a.pdf", "0" * 64, "application/pdf", "会", (Line(0, 1, page=0),), glyphs=glyphs)
    assert pickle.loads(pickle.dumps(raw)) == raw


@pytest.mark.parametrize(
    ("ours", "record", "field"),
    [
        (document.Qualifier, records.Quantity, "qualifier"),
        (document.QuantityKind, records.Quantity, "kind"),
        (document.EntityLabel, records.Entity, "label"),
    ],
)
def test_their_words_are_those_of_the_record(ours: Any, record: Any, field: str) -> None:
    assert set(get_args(ours)) == set(get_args(get_type_hints(record)[field]))
