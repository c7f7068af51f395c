from __future__ import annotations

from collections.abc import Sequence

from gov_bulletin_nlp.annotate.passages import annotate, passage_of
from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.document import Annotations, CleanDocument, Outline
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.lexicon import Lexicon
from gov_bulletin_nlp.structure import structure

WEB = (
    "市总慰问一线职工\n发布时间：2021-04-29 08:46　来源：云州市总工会　作者：宋知远\n"
    "4月28日，市总走访12家企业，送去慰问品300余份，受到职工的普遍欢迎，走访一直持续到当天下午六点。\n"
    "县总开展技能竞赛\n发布时间：2022-07-04 09:00　来源：明水县总工会　作者：尉迟敏\n"
    "7月3日，县总举办技能竞赛，86名职工参加，评出一等奖3名，竞赛在县职教中心的实训车间举行。\n"
)


def _parts(text: str) -> tuple[CleanDocument, Outline]:
    document = clean(from_text(text))
    return document, structure(document)


def _annotated(text: str, recogniser: object = None) -> tuple[CleanDocument, Outline, Annotations]:
    document, outline = _parts(text)
    return document, outline, annotate(document, outline, Lexicon(), recogniser)  # type: ignore[arg-type]


def test_a_passage_is_headline_and_paragraphs_a_line_each() -> None:
    document, outline = _parts(WEB)
    first = passage_of(outline.articles[0], document.text)
    assert first.text.split("\n")[0] == "市总慰问一线职工"
    assert first.text.split("\n")[1].startswith("4月28日")


def test_finds_lie_where_they_stand_in_the_bulletin() -> None:
    document, _, notes = _annotated(WEB)
    for group in (notes.quantities, notes.dates, notes.entities):
        assert all(document.text[find.start : find.end] == find.text for found in group for find in found)
    assert [find.text for find in notes.quantities[0]] == ["12家", "300余份"]


def test_the_day_of_publication_dates_an_article() -> None:
    _, outline, notes = _annotated(WEB)
    assert [article.published for article in outline.articles] == ["2021-04-29", "2022-07-04"]
    assert [found[0].value for found in notes.dates] == ["2021-04-28", "2022-07-03"]


def test_a_callers_recogniser_sees_one_text_an_article() -> None:
    seen: list[str] = []

    def recogniser(texts: Sequence[str]) -> list[list[tuple[int, int, str, float]]]:
        seen.extend(texts)
        return [[(text.index("市总"), text.index("市总") + 2, "ORG", 0.99)] if "市总" in text else [] for text in texts]

    _, outline, notes = _annotated(WEB, recogniser)
    assert len(seen) == len(outline.articles) == 2
    assert "市总" in {find.text for find in notes.entities[0]}


def _day(body: str) -> str | None:
    """What the first bare day of an undated bulletin is taken for."""
    text = f"全区举行民兵点验大会\n{body}参加的有民兵86名，大会在区体育场举行，受到各界的普遍关注和好评。\n"
    _, _, notes = _annotated(text)
    return next(date.value for date in notes.dates[0] if date.text == "4月27日")


def test_an_undated_article_is_of_the_one_year_that_it_names() -> None:
    assert _day("4月27日上午，2017年度民兵点验大会召开。") == "2017-04-27"
    assert _day("4月27日上午，2017年度民兵点验大会召开，总结2016年工作。") is None
    assert _day("4月27日上午，大家缅怀1946年牺牲的烈士。") is None
    assert _day("4月27日上午，大会召开。") is None
