from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

import gov_bulletin_nlp as gb
from gov_bulletin_nlp import records
from gov_bulletin_nlp.export import jsonl
from gov_bulletin_nlp.pipeline import Pipeline
from gov_bulletin_nlp.records import Bulletin, json_schema

CONTRACT = {
    "Bulletin": "schema_version id source text masthead contents articles colophon warnings",
    "Source": "name sha256 media_type encoding page_count ocr",
    "Masthead": "title issue_label issue_number total_issue year issuer date secrecy spans",
    "ContentsEntry": "title page article_id",
    "Article": "id index column headline subtitle headline_style editor_note start end paragraphs bylines entities quantities dates confidence "
    "locations source_start source_end",
    "Paragraph": "text start end kind pages locations source_start source_end",
    "Byline": "name kind role start end",
    "Entity": "label text start end canonical code confidence locations source_start source_end",
    "Quantity": "text start end value upper unit qualifier kind counted locations source_start source_end",
    "DateMention": "text start end value",
    "Location": "page bbox",
    "Colophon": "editors reviewers approver emails phones address report_to send_to copy_to print_date copies spans",
    "Warning": "code message start end",
}
"""What the first major version promises; nothing here may be renamed or dropped."""

MODELS = [
    found
    for found in vars(records).values()
    if isinstance(found, type) and issubclass(found, records.Record) and found is not records.Record
]


@pytest.fixture(scope="module")
def bulletin(pipeline: Pipeline, bulletin_text: str) -> Bulletin:
    return pipeline.parse_text(bulletin_text, name="2023-03.txt")


@pytest.mark.parametrize("name", CONTRACT)
def test_every_promised_field_is_there(name: str) -> None:
    assert set(CONTRACT[name].split()) <= set(getattr(records, name).model_fields)


def test_the_words_of_the_contract() -> None:
    definitions = json_schema()["$defs"]
    assert definitions["Quantity"]["properties"]["qualifier"]["enum"] == [
        "exact",
        "about",
        "over",
        "under",
        "nearly",
        "at_least",
        "at_most",
        "range",
    ]
    kinds = ["count", "money", "percent", "percentage_point", "measure", "duration", "age", "fraction", "multiple"]
    assert definitions["Quantity"]["properties"]["kind"]["enum"] == kinds
    assert definitions["Paragraph"]["properties"]["kind"]["enum"] == ["body", "subhead", "list", "table"]
    assert definitions["Entity"]["properties"]["label"]["enum"] == ["ORG", "LOC", "PER"]
    assert definitions["Byline"]["properties"]["kind"]["enum"] == ["person", "organization"]
    assert gb.SCHEMA_VERSION == "1.0"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_tells_its_meaning(model: type[BaseModel]) -> None:
    assert model.__doc__
    for name, field in model.model_fields.items():
        assert field.description, f"{model.__name__}.{name}"


def test_the_schema_is_a_schema_and_records_obey_it(bulletin: Bulletin, pipeline: Pipeline) -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for record in (
        bulletin,
        pipeline.parse_text(""),
        Pipeline(recogniser=False, explain=True).parse_text(bulletin.text),
    ):
        validator.validate(json.loads(record.model_dump_json()))
    broken = json.loads(bulletin.model_dump_json())
    broken["articles"][0]["confidence"] = 2
    assert not validator.is_valid(broken)


def test_what_is_written_can_be_read_back(bulletin: Bulletin) -> None:
    again = Bulletin.model_validate_json(bulletin.model_dump_json())
    assert again == bulletin
    assert again.model_dump_json() == bulletin.model_dump_json()


def test_the_fast_path_writes_the_same(bulletin: Bulletin) -> None:
    line = jsonl.line(bulletin)
    assert line == bulletin.model_dump_json().encode() + b"\n"
    assert line.count(b"\n") == 1
    assert json.loads(jsonl.pretty(bulletin)) == json.loads(line)
    assert jsonl.pretty(bulletin).startswith(b'{\n  "schema_version": "1.0",\n')
    assert "慰问".encode() in line


def test_records_are_frozen(bulletin: Bulletin) -> None:
    with pytest.raises(ValidationError):
        bulletin.text = ""  # type: ignore[misc]


def test_fields_of_a_newer_minor_version_are_passed_over(bulletin: Bulletin) -> None:
    newer: dict[str, Any] = json.loads(bulletin.model_dump_json()) | {"mood": "good"}
    newer["articles"][0]["mood"] = "better"
    assert Bulletin.model_validate(newer) == bulletin


def test_another_major_version_is_refused(bulletin: Bulletin) -> None:
    with pytest.raises(ValidationError):
        Bulletin.model_validate(json.loads(bulletin.model_dump_json()) | {"schema_version": "2.0"})


def test_text_records_have_source_offsets_and_no_pages(bulletin: Bulletin, bulletin_text: str) -> None:
    paragraph = bulletin.articles[0].paragraphs[0]
    assert paragraph.source_start is not None
    assert bulletin_text[paragraph.source_start : paragraph.source_end] == paragraph.text
    assert (paragraph.locations, paragraph.pages, bulletin.source.page_count) == (None, [], None)


def test_fields_of_masthead_and_colophon_tell_where_they_were_read(bulletin: Bulletin) -> None:
    for part in (bulletin.masthead, bulletin.colophon):
        assert part.spans
        for name, spans in part.spans.items():
            value = getattr(part, name)
            surfaces = ["".join(bulletin.text[span.start : span.end].split()) for span in spans]
            assert value
            if isinstance(value, list):
                assert surfaces == value
            elif isinstance(value, str) and name not in ("date", "print_date"):
                assert "".join(surfaces) == "".join(value.split())
