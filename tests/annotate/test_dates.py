"""Dates in texts: the specs, the rows of the tables, and what holds for every text."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.dates import find_dates
from gov_bulletin_nlp.calendar_cn import load_toml

SPECS = sorted((Path(__file__).parent.parent / "specs" / "dates").glob("*.jsonl"))
CASES = [json.loads(line) for path in SPECS for line in path.read_text(encoding="utf-8").splitlines()]
TABLE = load_toml("dates.toml")
FESTIVALS = load_toml("festivals.toml")["festival"]
ISSUE = "2023-03-08"


def _values(text: str, reference: str | None) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.value) for mention in find_dates(text, reference)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_spec(case: dict[str, Any]) -> None:
    expected = [(date["text"], date["value"]) for date in case["expected"]]
    assert _values(case["text"], case["reference"]) == expected, case["why"]


def test_there_are_enough_specs_and_each_says_why() -> None:
    assert len(CASES) >= 300
    assert all(case["why"] for case in CASES)
    assert len({(case["text"], case["reference"]) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_spec_values_are_edtf(case: dict[str, Any]) -> None:
    for date in case["expected"]:
        if date["value"] is not None:
            parse_edtf(date["value"])


# Rows of the tables: the word makes a date in the example and none in the counter-example.


def _with_word(text: str, words: list[str]) -> bool:
    return any(word in mention.text for mention in find_dates(text, ISSUE) for word in words)


@pytest.mark.parametrize("row", [*TABLE["relative"], *TABLE["season"]], ids=lambda row: row["words"][0])
def test_word_rows(row: dict[str, Any]) -> None:
    assert _with_word(row["example"], row["words"])
    assert not _with_word(row["counter_example"], row["words"])


@pytest.mark.parametrize("row", TABLE["plan"], ids=lambda row: row["name"])
def test_plan_rows(row: dict[str, Any]) -> None:
    first, last = row["years"]
    assert [value for _, value in _values(row["example"], ISSUE)] == [f"{first}/{last}"]
    assert not find_dates(row["counter_example"], ISSUE)


@pytest.mark.parametrize("row", TABLE["era"], ids=lambda row: row["names"][0])
def test_era_rows(row: dict[str, Any]) -> None:
    assert _with_word(row["example"], row["names"])
    assert not _with_word(row["counter_example"], row["names"])


@pytest.mark.parametrize("row", TABLE["silent"], ids=lambda row: row["example"])
def test_silent_rows(row: dict[str, Any]) -> None:
    assert row["reason"]
    assert not find_dates(row["example"], ISSUE)
    assert find_dates(row["counter_example"], ISSUE)


@pytest.mark.parametrize("row", FESTIVALS, ids=lambda row: row["names"][0])
def test_festival_rows(row: dict[str, Any]) -> None:
    names = [*row["names"], *row.get("bare", ()), *([row["short"]] if "short" in row else [])]
    assert _with_word(row["example"], names)
    assert not _with_word(row["counter_example"], names)


# What stands before the text, and what cannot be resolved


def test_text_before_counts_and_is_not_returned() -> None:
    found = find_dates("3日，消息发布。", "2020-12-15", before="新华社某市11月28日电")
    assert [(m.start, m.end, m.text, m.value) for m in found] == [(0, 2, "3日", "2020-11-03")]
    assert _values("3月10日 球赛开幕。", None) == [("3月10日", None)]
    assert [m.value for m in find_dates("3月10日 球赛开幕。", None, before="2011年")] == ["2011-03-10"]


@pytest.mark.parametrize(
    ("text", "reference", "reason"),
    [
        ("3月8日开会。", None, "no-year"),
        ("8日开会。", "2023", "no-month"),
        ("今年开会。", None, "no-issue-date"),
        ("今天开会。", "2023-03", "no-issue-day"),
        ("当日开会。", "2023-03", "no-day-before"),
        ("次年开会。", "2023-03", "no-year-before"),
        ("2023年2月30日开会。", "2023-03", "no-such-day"),
        ("农历1850年正月初一开会。", "2023-03", "outside-calendar"),
        ("2023年3月8日至2022年3月9日开会。", "2023-03", "ends-before-it-begins"),
    ],
)
def test_what_is_not_resolved_says_why(text: str, reference: str | None, reason: str) -> None:
    assert [(m.value, m.reason) for m in find_dates(text, reference)] == [(None, reason)]


# What holds for every text

PIECES = st.sampled_from(
    [
        *"0123456789０９一二三四五六七八九十廿〇年月日号季旬节周天初底末上下本今去前后当次同",
        *"至到、，。—-~./（）“”《》 \n",
        "2023年", "3月", "8日", "3月8日", "去年", "本月", "春节", "“五一”", "期间", "前夕", "以来", "同期", "十四五",
        "农历", "正月", "十五", "一季度", "上半年", "中旬", "年底", "20世纪", "90年代", "民国", "当日", "次年",
        "公元前", "2023-03-08", "2023.3", "全体职工", "36户",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join)
REFERENCES = st.sampled_from(
    [None, "2023", "2023-03", "2023-03-08", "2024-02-29", "1901-01", "2099-12-31", "0001", "9999-12-31"]
)


@settings(max_examples=400, deadline=None)
@given(TEXTS, REFERENCES)
def test_any_text_gives_ordered_mentions_with_edtf_values(text: str, reference: str | None) -> None:
    end = 0
    for mention in find_dates(text, reference):
        assert end <= mention.start < mention.end
        assert mention.text == text[mention.start : mention.end]
        assert (mention.value is None) == (mention.reason is not None)
        if mention.value is not None:
            parse_edtf(mention.value)
        end = mention.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), REFERENCES)
def test_never_raises(text: str, reference: str | None) -> None:
    find_dates(text, reference)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CASES))
def test_a_neutral_sentence_before_or_after_changes_no_value(case: dict[str, Any]) -> None:
    alone = _values(case["text"], case["reference"])
    neutral = "街道干部走访群众。"
    assert _values(case["text"] + "\n" + neutral, case["reference"]) == alone
    assert _values(neutral + "\n" + case["text"], case["reference"]) == alone


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "、",
        "1、",
        "一、",
        "年",
        "月",
        "《",
        "“",
        "（",
        "2021、",
        "1-",
        "20",
        "第一",
        "十五",
        "今",
        "\n",
        " 1",
        "九十",
    ],
)
def test_long_runs_of_one_piece_stay_ordered(piece: str) -> None:
    # How long such texts take is measured by bench/hostile.py.
    text = piece * (20_000 // len(piece))
    found = find_dates(text, "2023-03")
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(text[date.start : date.end] == date.text for date in found)
