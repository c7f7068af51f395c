"""Rows of the tables are rules; their examples and counter-examples are the tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gov_bulletin_nlp.clean.furniture import is_page_number, is_rule, is_web
from gov_bulletin_nlp.structure.credits import is_organ, parse_credits
from gov_bulletin_nlp.tables import table

TABLES = ("furniture", "structure", "bylines")

# How a row's shape is used: on the whole line, at its start, or anywhere in it.
WHOLE = {
    "furniture.page_number",
    "furniture.rule",
    "furniture.web",
    "structure.part.contents-heading",
    "structure.part.signature",
    "structure.part.briefs",
    "structure.part.annals",
    "structure.part.occasion",
}
SEARCHED = {"bylines.decoy", "structure.stamp"}


def _rows() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in TABLES:
        for kind, rows in table(name).items():
            for number, row in enumerate(rows):
                yield f"{name}.{kind}.{row.get('id', number)}", row


ROWS = dict(_rows())


def _matcher(name: str, row: dict[str, Any]) -> Callable[[str], bool]:
    if "shape" in row:
        pattern = re.compile(row["shape"])
        if any(name == whole or name.startswith(f"{whole}.") for whole in WHOLE):
            return lambda text: pattern.fullmatch(text) is not None
        if name.rpartition(".")[0] in SEARCHED:
            return lambda text: pattern.search(text) is not None
        return lambda text: pattern.match(text) is not None
    return lambda text: any(word in text for word in row["words"])


def _cases(key: str) -> list[Any]:
    return [pytest.param(name, row, text, id=f"{name}: {text}") for name, row in ROWS.items() for text in row[key]]


@pytest.mark.parametrize("name", ROWS)
def test_every_row_has_a_rule_a_proof_and_a_limit(name: str) -> None:
    row = ROWS[name]
    assert ("shape" in row) != ("words" in row)
    assert row["example"]
    assert row["counter_example"]
    if "words" in row:
        assert len(set(row["words"])) == len(row["words"]), "a word stands twice"


@pytest.mark.parametrize(("name", "row", "text"), _cases("example"))
def test_examples_match(name: str, row: dict[str, Any], text: str) -> None:
    assert _matcher(name, row)(text)


@pytest.mark.parametrize(("name", "row", "text"), _cases("counter_example"))
def test_counter_examples_do_not_match(name: str, row: dict[str, Any], text: str) -> None:
    assert not _matcher(name, row)(text)


@pytest.mark.parametrize("name", [name for name in ROWS if name.startswith("furniture.")])
def test_rows_of_furniture_are_used(name: str) -> None:
    used = {"page_number": is_page_number, "rule": is_rule, "web": is_web}[name.split(".")[1]]
    assert all(used(text) for text in ROWS[name]["example"])
    assert not any(used(text) for text in ROWS[name]["counter_example"])


@pytest.mark.parametrize("name", [name for name in ROWS if name.startswith("bylines.role")])
def test_rows_of_roles_are_used(name: str) -> None:
    gives_names = ROWS[name]["gives"] == "byline"
    for text in ROWS[name]["example"]:
        credits = parse_credits(text)
        assert credits is not None
        assert bool(credits.names) == gives_names


def test_no_role_word_has_two_meanings() -> None:
    words = [word for name, row in ROWS.items() if name.startswith("bylines.role") for word in row["words"]]
    assert len(set(words)) == len(words)


def test_ids_are_told_apart() -> None:
    for name in TABLES:
        for kind, rows in table(name).items():
            ids = [row["id"] for row in rows if "id" in row]
            assert len(set(ids)) == len(ids), f"{name}.{kind}"


@pytest.mark.parametrize("name", [name for name in ROWS if name.startswith("bylines.organ_ending")])
def test_rows_of_endings_are_used(name: str) -> None:
    assert all(is_organ(text) for text in ROWS[name]["example"])
    assert not is_organ(ROWS[name]["counter_example"][0])
