from __future__ import annotations

import json

from gov_bulletin_nlp.export import jsonl
from gov_bulletin_nlp.pipeline import Pipeline
from gov_bulletin_nlp.records import Bulletin


def test_a_line_is_one_record(pipeline: Pipeline, bulletin_text: str) -> None:
    bulletin = pipeline.parse_text(bulletin_text + "\u2028行分隔符")
    line = jsonl.line(bulletin)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert Bulletin.model_validate_json(line) == bulletin


def test_pretty_says_the_same_in_more_lines(pipeline: Pipeline, bulletin_text: str) -> None:
    bulletin = pipeline.parse_text(bulletin_text)
    assert json.loads(jsonl.pretty(bulletin)) == json.loads(jsonl.line(bulletin))
    assert jsonl.pretty(bulletin).count(b"\n") > 50
    assert "绥化".encode() in jsonl.pretty(bulletin)
