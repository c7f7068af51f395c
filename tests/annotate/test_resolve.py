"""Short forms to full names and places to codes, by issuer and date."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gov_bulletin_nlp.annotate.name_words import read_toml
from gov_bulletin_nlp.annotate.resolve import Resolver

SPEC = Path(__file__).parent.parent / "specs" / "resolution.jsonl"
CASES = [json.loads(line) for line in SPEC.read_text(encoding="utf-8").splitlines()]
ROWS = [*read_toml("organs.toml")["full"], *read_toml("organs.toml")["everywhere"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text']}@{case['issuer']}-{case['date']}")
def test_case(case: dict) -> None:
    resolver = Resolver(case["issuer"], case["date"])
    if case["label"] == "ORG":
        found = resolver.organ(case["text"], case.get("known", ()))
    else:
        found = resolver.place(case["text"], case.get("above", ()))
    assert (found.canonical, found.code) == (case["canonical"], case["code"])


def test_enough_cases_stay_open() -> None:
    assert len(CASES) >= 200
    assert sum(case["canonical"] is None for case in CASES) >= 60


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["example"][0])
def test_row(row: dict) -> None:
    short, issuer, full = row["example"]
    assert Resolver(issuer, "2023-03").organ(short).canonical == full
    short, issuer = row["counter_example"]
    assert Resolver(issuer, "2023-03").organ(short).canonical is None


def test_what_stays_open_names_its_candidates() -> None:
    assert "柳河县总工会" in Resolver("通化市总工会", "2023-03").organ("县总").candidates
    assert Resolver("通化市总工会", "2023-03").place("朝阳区").candidates == ("朝阳区 110105", "朝阳区 220104")


def test_the_home_counties_are_known_by_their_short_names() -> None:
    assert {"东昌", "柳河", "集安"} <= Resolver("通化市总工会", "2023-03").home_names
    assert Resolver(None, None).home_names == frozenset()
