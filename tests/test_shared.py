"""The material that lies beside some checkouts: a real bulletin with gold, its PDFs, and many files that were met in the wild."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gov_bulletin_nlp import errors
from gov_bulletin_nlp.errors import BulletinError
from gov_bulletin_nlp.evaluate import evaluate
from gov_bulletin_nlp.pipeline import Pipeline
from gov_bulletin_nlp.records import Bulletin
from gov_bulletin_nlp.scores import Report, folded, softened

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
GOLD = SAMPLES / "tonghua-2023-03.gold.json"
LAYOUTS = ("single", "twocol", "weasy_single", "weasy_twocol")
CODES = {
    found.code for found in vars(errors).values() if isinstance(found, type) and issubclass(found, BulletinError)
} - {"bulletin-error", "internal-error"}

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")]


def _score(bulletin: Bulletin, gold: dict[str, Any]) -> Report:
    return evaluate(iter([("2023-03", gold, bulletin)]))


def _wrong(report: Report, *fields: str) -> dict[str, list[str]]:
    """What was wrong in some fields, for the message of a failing test."""
    return {name: report.tallies[name].wrong for name in fields if report.tallies[name].wrong}


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(GOLD.read_text(encoding="utf-8"))
    return content


def test_the_users_bulletin_is_wholly_right(pipeline: Pipeline, gold: dict[str, Any]) -> None:
    bulletin = pipeline.parse(SAMPLES / "tonghua-2023-03.txt")
    report = _score(bulletin, gold)
    fields = [name for name in report.tallies if name.partition(":")[0] not in ("entities", "counted")]
    assert {"masthead", "headlines", "bodies", "bylines", "colophon", "quantities", "dates"} <= set(fields)
    assert _wrong(report, *fields) == {}
    assert report.whole == {"2023-03": True}
    assert [article.headline_style for article in bulletin.articles].count("run_in") == 3
    assert [byline.kind for article in bulletin.articles for byline in article.bylines].count("organization") == 1
    assert len(bulletin.articles) == 5


@pytest.mark.parametrize("layout", LAYOUTS)
def test_its_pdfs_are_right_as_far_as_their_pages_print_the_fields(
    pipeline: Pipeline, gold: dict[str, Any], layout: str
) -> None:
    bulletin = pipeline.parse(SAMPLES / "pdf-layouts" / f"{layout}.pdf")
    report = _score(bulletin, gold)
    assert _wrong(report, "headlines", "bodies", "bylines", "quantities") == {}
    printed = softened(bulletin.text)
    for key in ("title", "issuer"):
        if softened(gold["masthead"][key]) in softened(bulletin.text[: bulletin.articles[0].start]):
            assert folded(getattr(bulletin.masthead, key)) == folded(gold["masthead"][key])
    for key in ("editors", "emails", "report_to", "send_to"):
        if all(softened(item) in printed for item in gold["colophon"][key]):
            assert [folded(item) for item in getattr(bulletin.colophon, key)] == [
                folded(item) for item in gold["colophon"][key]
            ]
    for article in bulletin.articles:
        assert article.locations
        assert all(paragraph.pages and paragraph.locations for paragraph in article.paragraphs)
        assert all(quantity.locations for quantity in article.quantities)


def _files() -> list[Path]:
    return (
        [path for path in sorted(SAMPLES.rglob("*")) if path.is_file() and path.suffix != ".json"]
        if SAMPLES.exists()
        else []
    )


def _spans(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if isinstance(node.get("start"), int):
            yield node
        for value in node.values():
            yield from _spans(value)
    elif isinstance(node, list):
        for value in node:
            yield from _spans(value)


def test_every_file_gives_a_record_with_right_spans_or_a_documented_code(plain: Pipeline) -> None:
    records = 0
    for path in _files():
        try:
            bulletin = plain.parse(path)
        except BulletinError as error:
            assert error.code in CODES, f"{path.name}: {error}"
            continue
        records += 1
        for node in _spans(bulletin.model_dump()):
            surface = bulletin.text[node["start"] : node["end"]]
            assert node["start"] <= node["end"] <= len(bulletin.text), path.name
            assert node.get("text", surface) == surface, path.name
            assert folded(node.get("name", surface)) == folded(surface), path.name
        assert sum(len(set(range(region.start, region.end))) for region in bulletin.regions) + bulletin.text.count(
            "\n"
        ) >= len(bulletin.text), path.name
    assert records >= 20


def test_names_too_have_right_spans_in_the_real_texts(pipeline: Pipeline) -> None:
    texts = [path for path in _files() if path.suffix == ".txt"]
    assert len(texts) >= 11
    for path in texts:
        bulletin = pipeline.parse(path)
        for article in bulletin.articles:
            assert all(bulletin.text[entity.start : entity.end] == entity.text for entity in article.entities), (
                path.name
            )
            assert all(article.start <= entity.start < entity.end <= article.end for entity in article.entities), (
                path.name
            )
