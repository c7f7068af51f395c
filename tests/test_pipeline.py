from __future__ import annotations

import io
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import gov_bulletin_nlp as gb
from gov_bulletin_nlp.errors import BulletinError, InvalidOption, LexiconInvalid
from gov_bulletin_nlp.pipeline import Pipeline


def _variants(text: str, number: int) -> list[str]:
    """Bulletins that differ in issue, places and figures."""
    return [
        text.replace("第三期", f"第{i + 1}期")
        .replace("12家", f"{i + 3}家")
        .replace("明水县", ("明水县", "青冈县", "望奎县")[i % 3])
        for i in range(number)
    ]


def _json(pipeline: Pipeline, text: str) -> str:
    return pipeline.parse_text(text).model_dump_json()


def test_a_whole_bulletin(pipeline: Pipeline, bulletin_text: str) -> None:
    bulletin = pipeline.parse_text(bulletin_text, name="2023-03.txt")
    assert bulletin.source.name == "2023-03.txt"
    assert (bulletin.masthead.title, bulletin.masthead.issue_label, bulletin.masthead.issue_number) == (
        "绥化工运",
        "第三期",
        3,
    )
    assert (bulletin.masthead.issuer, bulletin.masthead.year, bulletin.masthead.date) == (
        "绥化市总工会",
        2023,
        "2023-03",
    )
    assert [article.headline for article in bulletin.articles] == [
        "绥化市总工会慰问一线职工",
        "绥化市开展职工技能竞赛",
        "明水县总工会举办读书分享会",
    ]
    assert [article.headline_style for article in bulletin.articles] == ["line", "run_in", "line"]
    assert [[(b.name, b.kind) for b in article.bylines] for article in bulletin.articles] == [
        [("宋知远", "person")],
        [("尉迟敏", "person")],
        [("明水县总工会", "organization")],
    ]
    assert [len(article.paragraphs) for article in bulletin.articles] == [2, 1, 1]
    first = bulletin.articles[0]
    assert [(q.text, q.value, q.upper, q.unit, q.qualifier) for q in first.quantities] == [
        ("12家", 12, None, "家", "exact"),
        ("300余份", 300, None, "份", "over"),
        ("50—60人", 50, 60, "人", "range"),
        ("2.2万元", 22000, None, "元", "exact"),
    ]
    assert [(d.text, d.value) for d in first.dates] == [("3月8日", "2023-03-08")]
    assert ("市总", "ORG", "绥化市总工会") in [(e.text, e.label, e.canonical) for e in first.entities]
    assert (bulletin.colophon.report_to, bulletin.colophon.send_to) == (["市委", "市政府"], ["各县（市、区）总工会"])
    assert (bulletin.colophon.editors, bulletin.colophon.phones, bulletin.colophon.copies) == (
        ["宋知远"],
        ["0455-5550123"],
        60,
    )


def test_every_kind_of_source_gives_the_same_record(pipeline: Pipeline, bulletin_text: str, tmp_path: Path) -> None:
    path = tmp_path / "2023-03.txt"
    data = bulletin_text.encode("utf-8")
    path.write_bytes(data)
    expected = pipeline.parse(path).model_dump_json()
    assert pipeline.parse(str(path)).model_dump_json() == expected
    assert pipeline.parse(data, name="2023-03.txt").model_dump_json() == expected
    assert pipeline.parse(io.BytesIO(data), name="2023-03.txt").model_dump_json() == expected
    with path.open("rb") as file:
        assert pipeline.parse(file).model_dump_json() == expected


def test_the_one_line_doors_work_as_the_pipeline(pipeline: Pipeline, bulletin_text: str, tmp_path: Path) -> None:
    path = tmp_path / "2023-03.txt"
    path.write_text(bulletin_text, encoding="utf-8")
    assert gb.parse(path) == pipeline.parse(path)
    assert gb.parse_text(bulletin_text) == pipeline.parse_text(bulletin_text)
    assert [outcome.bulletin for outcome in gb.parse_many([path])] == [pipeline.parse(path)]


def test_the_id_tells_contents_and_not_names(plain: Pipeline, bulletin_text: str) -> None:
    first, renamed = plain.parse_text(bulletin_text, name="a"), plain.parse_text(bulletin_text, name="b")
    assert first.id == renamed.id == first.source.sha256[: len(first.id)]
    assert plain.parse_text(bulletin_text + "。").id != first.id
    assert [article.id for article in first.articles] == [f"{first.id}-{n}" for n in (1, 2, 3)]


def test_settings_survive_pickling(bulletin_text: str, tmp_path: Path) -> None:
    lexicon = tmp_path / "terms.toml"
    lexicon.write_text('[[name]]\ntext = "读书分享会"\nlabel = "ORG"\n', encoding="utf-8")
    pipeline = Pipeline(lexicon, recogniser=False, explain=True, max_bytes=5000, max_pages=3)
    copy = pickle.loads(pickle.dumps(pipeline))
    assert _json(copy, bulletin_text) == _json(pipeline, bulletin_text)
    assert "读书分享会" in {
        entity.text for article in copy.parse_text(bulletin_text).articles for entity in article.entities
    }
    with pytest.raises(BulletinError) as caught:
        copy.parse(b"\xe4\xba\x91" * 2000)
    assert caught.value.code == "too-large"


def test_the_pickle_is_a_recipe_and_not_the_tables(pipeline: Pipeline) -> None:
    assert len(pickle.dumps(pipeline)) < 1000


def test_eight_threads_give_the_bytes_of_one(pipeline: Pipeline, bulletin_text: str) -> None:
    texts = _variants(bulletin_text, 24)
    alone = [_json(pipeline, text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: _json(pipeline, text), texts))
    assert together == alone
    assert len(set(alone)) == len(texts)


def test_a_fresh_pipeline_in_threads_is_safe_from_the_first_call(bulletin_text: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: _json(Pipeline(), bulletin_text), range(8)))
    assert len(found) == 1


def test_two_lexicons_do_not_mix(pipeline: Pipeline, bulletin_text: str, tmp_path: Path) -> None:
    before = _json(pipeline, bulletin_text)
    pipelines = []
    for label, canonical in (("ORG", "绥化市读书分享会"), ("LOC", "绥化市读书分享会馆")):
        path = tmp_path / f"{label}.toml"
        path.write_text(
            f'[[name]]\ntext = "{canonical}"\nlabel = "{label}"\naliases = ["读书分享会"]\n', encoding="utf-8"
        )
        pipelines.append(Pipeline(path))
    for _ in range(2):
        for one, label, canonical in zip(
            pipelines, ("ORG", "LOC"), ("绥化市读书分享会", "绥化市读书分享会馆"), strict=True
        ):
            entities = [entity for article in one.parse_text(bulletin_text).articles for entity in article.entities]
            assert {(e.label, e.canonical) for e in entities if e.text == "读书分享会"} == {(label, canonical)}
    assert _json(pipeline, bulletin_text) == before


def test_of_several_lexicons_the_later_wins(bulletin_text: str, tmp_path: Path) -> None:
    first, second = tmp_path / "1.toml", tmp_path / "2.toml"
    first.write_text('[[name]]\ntext = "读书分享会"\nlabel = "ORG"\n', encoding="utf-8")
    second.write_text('[[name]]\ntext = "读书分享会"\nlabel = "LOC"\n', encoding="utf-8")
    labels = []
    for lexicons in ([first, second], [str(second), str(first)]):
        entities = [e for a in Pipeline(lexicons).parse_text(bulletin_text).articles for e in a.entities]
        labels.append({e.label for e in entities if e.text == "读书分享会"})
    assert labels == [{"LOC"}, {"ORG"}]


def test_a_recogniser_of_your_own(bulletin_text: str) -> None:
    asked: list[str] = []

    def none(texts: list[str]) -> list[list[object]]:
        asked.extend(texts)
        return [[] for _ in texts]

    bulletin = Pipeline(recogniser=none).parse_text(bulletin_text)  # type: ignore[arg-type]
    assert bulletin.articles
    assert any("明水县总工会" in text for text in asked)


def test_evidence_only_on_request(bulletin_text: str) -> None:
    explained = Pipeline(recogniser=False, explain=True).parse_text(bulletin_text)
    silent = Pipeline(recogniser=False).parse_text(bulletin_text)
    assert all(article.evidence for article in explained.articles)
    assert all(evidence.weight for article in explained.articles for evidence in article.evidence or ())
    assert all(article.evidence is None and article.runner_up is None for article in silent.articles)


@pytest.mark.parametrize("limits", [{"max_bytes": 0}, {"max_pages": -1}])
def test_limits_must_be_positive(limits: dict[str, int]) -> None:
    with pytest.raises(InvalidOption, match="at least 1"):
        Pipeline(**limits)  # type: ignore[arg-type]


def test_a_lexicon_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconInvalid, match="check its path"):
        Pipeline(tmp_path / "nowhere.toml")


def test_the_empty_text_gives_an_empty_record(plain: Pipeline) -> None:
    bulletin = plain.parse_text("")
    assert (bulletin.text, bulletin.articles, bulletin.regions) == ("", [], [])


def test_half_a_surrogate_pair_can_be_written(pipeline: Pipeline) -> None:
    bulletin = pipeline.parse_text("绥化\ud800工运\n\n3月8日，市总走访12家企业。\udfff")
    assert "\ufffd" in bulletin.text
    assert bulletin.model_dump_json()
