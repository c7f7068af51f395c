from __future__ import annotations

from gov_bulletin_nlp.assemble import readable
from gov_bulletin_nlp.pipeline import Pipeline


def test_identities_follow_from_the_content(pipeline: Pipeline, bulletin_text: str) -> None:
    one, other = pipeline.parse_text(bulletin_text), pipeline.parse_text(bulletin_text + "\n增补")
    assert one.id == pipeline.parse_text(bulletin_text).id != other.id
    assert [article.id for article in one.articles] == [f"{one.id}-{n}" for n in range(1, len(one.articles) + 1)]


def test_every_find_leads_back_to_the_source(pipeline: Pipeline, bulletin_text: str) -> None:
    record = pipeline.parse_text(bulletin_text)
    for article in record.articles:
        for find in (*article.entities, *article.quantities, *article.dates, *article.paragraphs):
            source = bulletin_text[find.source_start : find.source_end]
            assert "".join(source.split()) == "".join(record.text[find.start : find.end].split())


def test_evidence_only_on_request(pipeline: Pipeline, bulletin_text: str) -> None:
    assert all(article.evidence is None for article in pipeline.parse_text(bulletin_text).articles)
    explained = Pipeline(recogniser=False, explain=True).parse_text(bulletin_text)
    assert all(article.evidence and article.runner_up for article in explained.articles)


def test_names_of_files_are_made_readable() -> None:
    assert readable("云州工运\udcff.txt").isprintable()
    assert readable("云州工运.txt") == "云州工运.txt"
