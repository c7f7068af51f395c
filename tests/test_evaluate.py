from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from gov_bulletin_nlp.errors import EmptyDocument, GoldInvalid, PermissionDenied
from gov_bulletin_nlp.evaluate import align, evaluate, evaluate_path, gold_files
from gov_bulletin_nlp.pipeline import Pipeline
from gov_bulletin_nlp.records import Bulletin
from gov_bulletin_nlp.scores import (
    MODES,
    Report,
    Tally,
    below,
    calibration_error,
    covered,
    difference,
    errors_in_lowest_fifth,
    folded,
    levenshtein,
    save,
    softened,
    table,
)


def _gold_of(bulletin: Bulletin) -> dict[str, Any]:
    """Gold that a record satisfies wholly."""
    articles, entities, counts, dates = [], [], [], []
    for index, article in enumerate(bulletin.articles):
        body = "".join(folded(paragraph.text) for paragraph in article.paragraphs)
        articles.append(
            {
                "headline": article.headline,
                "subtitle": article.subtitle,
                "column": article.column,
                "body_start": body[:12],
                "body_end": body[-12:],
                "paragraphs": len(article.paragraphs),
                "bylines": [{"name": b.name, "kind": b.kind} for b in article.bylines],
            }
        )
        entities += [{"article": index, "type": e.label, "text": e.text} for e in article.entities]
        counts += [
            {
                "article": index,
                "text": q.text,
                "value": q.value,
                "upper": q.upper,
                "unit": q.unit,
                "qualifier": q.qualifier,
                "counted": q.counted,
            }
            for q in article.quantities
        ]
        dates += [{"article": index, "text": d.text, "value": d.value} for d in article.dates]
    return {
        "masthead": bulletin.masthead.model_dump(), "colophon": bulletin.colophon.model_dump(), "articles": articles,
        "entities": entities, "counts": counts, "dates": dates, "annotated": "full",
    }  # fmt: skip


@pytest.fixture(scope="module")
def bulletin(pipeline: Pipeline, bulletin_text: str) -> Bulletin:
    return pipeline.parse_text(bulletin_text)


@pytest.fixture
def gold(bulletin: Bulletin) -> dict[str, Any]:
    return copy.deepcopy(_gold_of(bulletin))


def _score(gold: dict[str, Any], bulletin: Bulletin) -> Report:
    return evaluate(iter([("2023-03", gold, bulletin)]))


def test_a_record_that_agrees_scores_one_everywhere(gold: dict[str, Any], bulletin: Bulletin) -> None:
    report = _score(gold, bulletin)
    scores = report.as_dict()
    assert scores["wholly_right"] == 1.0
    assert {row["f1"] for row in scores["fields"].values()} == {1.0}
    assert {"masthead", "headlines", "bylines", "entities:ORG", "quantities", "dates", "counted", "colophon"} <= set(
        scores["fields"]
    )
    assert scores["fields"]["headlines"]["gold"] == 3
    assert scores["errors_in_lowest_fifth"] == 1.0


def test_white_space_never_counts(gold: dict[str, Any], bulletin: Bulletin) -> None:
    gold["masthead"]["title"] = "绥 化 工 运"
    gold["articles"][0]["headline"] = " 绥化市总工会　慰问一线职工"
    assert _score(gold, bulletin).whole == {"2023-03": True}


def _spoil(gold: dict[str, Any], what: str) -> None:
    first = gold["articles"][0]
    if what == "masthead":
        gold["masthead"]["issue_number"] = 4
    elif what == "headlines":
        first["headline"] = "绥化市总工会慰问一线职工家属"
    elif what == "bylines":
        first["bylines"][0]["name"] = "宋知近"
    elif what == "colophon":
        gold["colophon"]["editors"] = ["尉迟敏"]
    elif what == "entities:ORG":
        gold["entities"].append({"article": 0, "type": "ORG", "text": "绥化市总"})
    elif what == "quantities":
        gold["counts"][0]["value"] = 13
    elif what == "dates":
        gold["dates"][0]["value"] = "2022-03-08"
    elif what == "subtitles":
        first["subtitle"] = "走访纪实"
    else:
        first["column"] = "工作动态"


@pytest.mark.parametrize(
    ("what", "structural"),
    [
        ("masthead", True), ("headlines", True), ("bylines", True), ("colophon", True), ("entities:ORG", False), ("quantities", False),
        ("dates", False), ("subtitles", False), ("columns", False),
    ],
)  # fmt: skip
def test_a_difference_costs_its_own_field_and_is_named(
    gold: dict[str, Any], bulletin: Bulletin, what: str, structural: bool
) -> None:
    _spoil(gold, what)
    report = _score(gold, bulletin)
    fields = report.as_dict()["fields"]
    assert fields[what]["f1"] < 1
    assert any(item.startswith("2023-03: ") for item in report.tallies[what].wrong)
    others = {name.partition(":")[0] for name, row in fields.items() if row["f1"] < 1} - {what.partition(":")[0]}
    assert not others
    assert report.whole["2023-03"] is not structural


def test_a_missing_article_costs_recall_and_an_extra_one_precision(gold: dict[str, Any], bulletin: Bulletin) -> None:
    fewer = bulletin.model_copy(update={"articles": bulletin.articles[:2]})
    tally = _score(gold, fewer).tallies["headlines"]
    assert (tally.hit, tally.extra, tally.missed) == (2, 0, 1)
    del gold["articles"][2]
    for key in ("entities", "counts", "dates"):
        gold[key] = [row for row in gold[key] if row["article"] < 2]
    report = _score(gold, bulletin)
    assert (report.tallies["headlines"].hit, report.tallies["headlines"].extra) == (2, 1)
    assert report.tallies["quantities"].extra == len(bulletin.articles[2].quantities) > 0


def test_optional_gold_scores_neither_way(gold: dict[str, Any], bulletin: Bulletin) -> None:
    gold["counts"][0]["optional"] = True
    gold["counts"].append(
        {"article": 2, "text": "一次", "value": 1, "unit": "次", "qualifier": "exact", "optional": True}
    )
    gold["entities"][0]["optional"] = True
    before, after = _score(_gold_of(bulletin), bulletin), _score(gold, bulletin)
    assert after.tallies["quantities"].hit == before.tallies["quantities"].hit - 1
    assert (after.tallies["quantities"].extra, after.tallies["quantities"].missed) == (0, 0)
    assert after.tallies["entities"].f1 == 1


def test_only_structure_is_scored_where_only_structure_is_annotated(gold: dict[str, Any], bulletin: Bulletin) -> None:
    gold["annotated"] = "structure"
    assert not {"quantities", "dates", "entities:ORG"} & set(_score(gold, bulletin).tallies)


def test_a_bulletin_that_could_not_be_read_is_a_failure_and_not_right(gold: dict[str, Any]) -> None:
    report = evaluate(iter([("2023-03", gold, EmptyDocument("it is empty."))]))
    assert report.failures == {"2023-03": "empty-document"}
    assert report.as_dict()["wholly_right"] == 0
    assert "2023-03: could not be read [empty-document]" in table(report)


def test_articles_are_paired_in_order(gold: dict[str, Any], bulletin: Bulletin) -> None:
    first, second, third = bulletin.articles
    pairs = align(gold["articles"], [second, third])
    assert [(index, article.index if article else None) for index, article in pairs] == [(0, None), (1, 1), (2, 2)]
    assert align([], [first]) == [(None, first)]


def test_tally() -> None:
    tally = Tally(hit=3, extra=1, missed=2)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.6, pytest.approx(2 / 3))
    assert (Tally().precision, Tally().recall, Tally().f1) == (1.0, 1.0, 1.0)
    assert Tally(missed=1).f1 == 0


@pytest.mark.parametrize(
    ("a", "b", "modes"),
    [
        ("慰问一线 职工", "慰问一线职工", "strict soft levenshtein ratcliff"),
        ("“慰问”，一线职工", "慰问一线职工", "soft levenshtein ratcliff"),
        ("慰问３家", "慰问3家", "soft levenshtein ratcliff"),
        ("市总慰问一线的职工", "市总慰问一线职工", "levenshtein"),
        ("慰问", "走访", ""),
    ],
)
def test_ways_to_match(a: str, b: str, modes: str) -> None:
    assert [name for name, same in MODES.items() if same(a, b)] == modes.split()
    assert [name for name, same in MODES.items() if same(b, a)] == modes.split()


def test_similarity() -> None:
    assert levenshtein("工运", "工运") == 1
    assert levenshtein("工运信息", "工运简报") == 0.5
    assert levenshtein("", "工运") == 0
    assert softened(" （ＡＢＣ）１２％！") == "ABC12"


def test_calibration() -> None:
    assert calibration_error([]) == 0
    assert calibration_error([(1.0, True), (1.0, True)]) == 0
    assert calibration_error([(0.9, True), (0.9, False)]) == pytest.approx(0.4)
    assert calibration_error([(0.25, False), (0.95, True)]) == pytest.approx((0.25 + 0.05) / 2)


def test_where_the_errors_are() -> None:
    pairs = [(0.1, False), *((0.9, True) for _ in range(8)), (0.95, False)]
    assert errors_in_lowest_fifth(pairs) == 0.5
    assert errors_in_lowest_fifth([(0.5, True)]) == 1


def _annotated(folder: Path, gold: dict[str, Any], text: str) -> Path:
    folder.mkdir()
    (folder / "2023-03.txt").write_text(text, encoding="utf-8")
    (folder / "2023-03.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return folder


def test_a_folder_is_scored_and_compared_with_a_baseline(
    pipeline: Pipeline, gold: dict[str, Any], bulletin_text: str, tmp_path: Path
) -> None:
    folder = _annotated(tmp_path / "corpus", gold, bulletin_text)
    report = evaluate_path(folder, pipeline)
    assert report.whole == {"2023-03.txt": True}
    baseline = tmp_path / "baseline.json"
    save(report, baseline)
    assert difference(report, baseline) == "gained 0\nlost 0"
    content = json.loads(baseline.read_text(encoding="utf-8"))
    gone = next(item for item in content["hits"] if item.startswith("headlines\t"))
    content["hits"].remove(gone)
    content["hits"].append("headlines\t2023-03.txt\t没有这一条")
    baseline.write_text(json.dumps(content), encoding="utf-8")
    assert difference(report, baseline) == f"gained 1\n+ {gone}\nlost 1\n- headlines\t2023-03.txt\t没有这一条"


def test_floors(pipeline: Pipeline, gold: dict[str, Any], bulletin_text: str, tmp_path: Path) -> None:
    folder = _annotated(tmp_path / "corpus", gold, bulletin_text)
    gold["articles"][0]["headline"] = "另一个标题"
    (folder / "2023-03.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    report = evaluate_path(folder, pipeline)
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"corpus": {"headlines": 0.6, "bylines": 1.0}}), encoding="utf-8")
    assert below(report, floors, folder) == []
    floors.write_text(json.dumps({"corpus": {"headlines": 0.7, "wholly_right": 0.5, "nothing": 0.1}}), encoding="utf-8")
    assert below(report, floors, folder) == [
        "headlines: 0.6667 is below its floor 0.7000",
        "wholly_right: 0.0000 is below its floor 0.5000",
        "nothing: 0.0000 is below its floor 0.1000",
    ]
    with pytest.raises(GoldInvalid, match="no floors for 'elsewhere'"):
        below(report, floors, tmp_path / "elsewhere")


def test_one_gold_file_can_be_given(gold: dict[str, Any], bulletin_text: str, tmp_path: Path) -> None:
    folder = _annotated(tmp_path / "corpus", gold, bulletin_text)
    ((source, read),) = gold_files(folder / "2023-03.gold.json")
    assert (source.name, read["articles"]) == ("2023-03.txt", gold["articles"])


@pytest.mark.parametrize("fault", ["nothing", "no-json", "no-source", "a-list", "no-articles", "no-folder"])
def test_gold_that_cannot_be_used_is_told(pipeline: Pipeline, tmp_path: Path, fault: str) -> None:
    path = tmp_path
    if fault == "no-json":
        (path / "a.gold.json").write_text("{", encoding="utf-8")
    elif fault == "no-source":
        (path / "a.gold.json").write_text(
            '{"articles": [], "entities": [], "counts": [], "dates": []}', encoding="utf-8"
        )
    elif fault in ("a-list", "no-articles"):
        (path / "a.gold.json").write_text("[]" if fault == "a-list" else '{"masthead": {}}', encoding="utf-8")
        (path / "a.txt").write_text("云州工运", encoding="utf-8")
    elif fault == "no-folder":
        path = path / "nowhere"
    with pytest.raises(GoldInvalid):
        evaluate_path(path, pipeline)


def test_a_baseline_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(PermissionDenied, match="cannot be written here"):
        save(Report(), tmp_path / "nowhere" / "baseline.json")


@pytest.mark.parametrize("content", ["{", "[]", '{"hits": 5}', None])
def test_a_baseline_that_cannot_be_read_is_told(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldInvalid, match="no baseline"):
        difference(Report(), path)


def test_articles_and_bulletins_that_were_wrong_are_named(gold: dict[str, Any], bulletin: Bulletin) -> None:
    report = evaluate(iter([("2023-03.txt", gold, bulletin)]))
    assert (report.articles.f1, report.wrong("articles"), report.wrong("bulletins")) == (1.0, [], [])
    other = copy.deepcopy(gold)
    other["articles"][0]["body_end"] = "不是这样结尾的。"
    report = evaluate(iter([("2023-03.txt", other, bulletin)]))
    count = len(gold["articles"])
    assert report.as_dict()["article_error_rate"] == round(1 / count, 4)
    assert report.wrong("articles") == [f"2023-03.txt: {gold['articles'][0]['headline']}"]
    assert report.wrong("bulletins") == ["2023-03.txt"]


@pytest.mark.parametrize(
    ("found", "held"),
    [
        ([(0, 6), (7, 13)], 11),
        ([(0, 3), (7, 13)], 8),
        ([(0, 13), None], 6),
        ([None, None], 0),
        ([(7, 13), (0, 6)], 0),
    ],
)
def test_coverage_is_what_the_right_body_holds(found: list[tuple[int, int] | None], held: int) -> None:
    assert covered("一二三四五六\n甲乙 丙丁戊", [("一二", "五六"), ("甲", "戊")], found) == (held, 11)
