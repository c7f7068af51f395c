from __future__ import annotations

import logging
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.util import registry

import gov_bulletin_nlp as gb
from gov_bulletin_nlp.errors import BulletinError, InvalidOption, LexiconInvalid

TEXT = "3月8日，市总走访12家企业，明水县总工会的尉迟敏送去慰问品300余份。"
FACTORIES = ["gov_bulletin_entities", "gov_bulletin_quantities", "gov_bulletin_dates"]


@pytest.fixture(scope="module")
def char() -> Language:
    return gb.load("char", issuer="绥化市总工会", date="2023-03")


@pytest.fixture(scope="module")
def jieba() -> Language:
    return gb.load(issuer="绥化市总工会", date="2023-03")


def _found(doc: Any) -> tuple[list[Any], list[Any], list[Any]]:
    return (
        [(span.text, span.label_, span._.canonical) for span in doc.ents],
        [(quantity.text, quantity.value, quantity.unit, quantity.qualifier) for quantity in doc._.quantities],
        [(date.text, date.value) for date in doc._.dates],
    )


def test_factories_come_by_entry_points() -> None:
    names = {
        point.name for point in entry_points(group="spacy_factories") if point.value.startswith("gov_bulletin_nlp.")
    }
    assert names == set(FACTORIES)
    nlp = spacy.blank("zh")
    for name in FACTORIES:
        nlp.add_pipe(name)
    assert nlp.pipe_names == FACTORIES
    assert nlp("3月8日，走访12家企业。")._.quantities[0].value == 12
    assert callable(registry.tokenizers.get("gov_bulletin.jieba_tokenizer.v1"))


@pytest.mark.parametrize("segmenter", ["char", "jieba"])
def test_what_is_written_on_the_doc(segmenter: str, char: Language, jieba: Language) -> None:
    doc = (char if segmenter == "char" else jieba)(TEXT)
    assert doc.text == TEXT
    entities, quantities, dates = _found(doc)
    assert ("市总", "ORG", "绥化市总工会") in entities
    assert ("明水县总工会", "ORG", "明水县总工会") in entities
    assert quantities == [("12家", 12, "家", "exact"), ("300余份", 300, "份", "over")]
    assert dates == [("3月8日", "2023-03-08")]
    assert [span._.quantity.value for span in doc.spans["quantities"]] == [12, 300]
    assert [span._.date for span in doc.spans["dates"]] == ["2023-03-08"]
    assert all(span._.confidence for span in doc.ents)


def test_every_span_is_aligned_on_characters(char: Language) -> None:
    doc = char(TEXT)
    assert [token.text for token in doc] == list(TEXT)
    assert not doc._.unaligned
    assert [span.text for span in doc.spans["quantities"]] == ["12家", "300余份"]


def test_words_are_jiebas_and_rebuild_the_text(jieba: Language) -> None:
    doc = jieba("工会  组织\n职工疗养。 ")
    assert doc.text == "工会  组织\n职工疗养。 "
    assert "职工" in [token.text for token in doc]


def test_a_span_that_is_no_whole_words_is_told_and_kept_exactly(jieba: Language) -> None:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "gov_bulletin.jieba_tokenizer.v1"}}})
    nlp.add_pipe("gov_bulletin_quantities")

    class Whole:
        """A tokenizer that takes every clause for one word."""

        def __call__(self, text: str) -> Any:
            words = [part for clause in text.split("，") for part in (clause, "，")][:-1]
            return spacy.tokens.Doc(nlp.vocab, words=words, spaces=[False] * len(words))

    nlp.tokenizer = Whole()
    text = "活动开始，共走访12家企业，送去慰问品300余份"
    doc = nlp(text)
    assert [text[start:end] for start, end, *_ in doc._.unaligned] == ["12家", "300余份"]
    assert [(label, surface) for _, _, label, surface in doc._.unaligned] == [("count", "12家"), ("count", "300余份")]
    assert [span.text for span in doc.spans["quantities"]] == ["共走访12家企业", "送去慰问品300余份"]
    assert [text[slice(*span._.exact)] for span in doc.spans["quantities"]] == ["12家", "300余份"]


def test_two_names_in_one_word_do_not_break_the_doc() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("gov_bulletin_entities", config={"recogniser": False})

    class One:
        def __call__(self, text: str) -> Any:
            return spacy.tokens.Doc(nlp.vocab, words=[text], spaces=[False])

    nlp.tokenizer = One()
    doc = nlp("明水县总工会走访青冈县总工会。")
    assert len(doc.ents) == 1
    assert {surface for *_, surface in doc._.unaligned} >= {"明水县总工会", "青冈县总工会"}


def test_many_texts_by_pipe(char: Language) -> None:
    texts = [TEXT, "", "没有数字。", TEXT.replace("12家", "15家")]
    docs = list(char.pipe(texts, batch_size=2))
    assert [_found(doc) for doc in docs] == [_found(char(text)) for text in texts]
    assert [quantity.value for quantity in docs[3]._.quantities] == [15, 300]


def test_issuer_and_date_may_be_set_per_text() -> None:
    nlp = gb.load("char")
    doc = nlp.make_doc(TEXT)
    doc._.issuer, doc._.issue_date = "绥化市总工会", "2021-03"
    entities, _, dates = _found(nlp(doc))
    assert ("市总", "ORG", "绥化市总工会") in entities
    assert dates == [("3月8日", "2021-03-08")]


@pytest.mark.parametrize("segmenter", ["char", "jieba"])
def test_a_pipeline_can_be_stored_and_loaded(segmenter: str, char: Language, jieba: Language, tmp_path: Path) -> None:
    nlp = char if segmenter == "char" else jieba
    expected = _found(nlp(TEXT))
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again.pipe_names == FACTORIES
    assert _found(again(TEXT)) == expected
    assert _found(type(nlp)().from_config(nlp.config).from_bytes(nlp.to_bytes())(TEXT)) == expected


def test_the_callers_terms(tmp_path: Path) -> None:
    terms = tmp_path / "terms.toml"
    terms.write_text(
        '[[name]]\ntext = "云州市职工服务中心"\nlabel = "ORG"\naliases = ["职服中心"]\n[[unit]]\ntext = "场次"\n',
        encoding="utf-8",
    )
    doc = gb.load("char", lexicon=terms)("职服中心举办讲座9场次。")
    assert _found(doc)[0] == [("职服中心", "ORG", "云州市职工服务中心")]
    assert _found(doc)[1] == [("9场次", 9, "场次", "exact")]


def test_nobody_elses_words_leak_into_the_segmenter() -> None:
    import jieba as shared

    shared.setLogLevel(logging.WARNING)
    shared.add_word("走访十二家")
    try:
        assert "走访十二家" not in [token.text for token in gb.load()("市总走访十二家企业。")]
    finally:
        shared.del_word("走访十二家")


def test_it_sees_what_the_record_sees(char: Language) -> None:
    record = gb.parse_text(f"绥化工运\n第三期\n绥化市总工会　2023年3月\n\n慰问职工\n\n{TEXT}\n")
    (article,) = record.articles
    assert [quantity.text for quantity in article.quantities] == [quantity.text for quantity in char(TEXT)._.quantities]
    assert [(date.text, date.value) for date in article.dates] == _found(char(TEXT))[2]


def test_wrong_use_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InvalidOption, match="choose jieba or char"):
        gb.load("pkuseg")  # type: ignore[arg-type]
    with pytest.raises(LexiconInvalid):
        gb.load(lexicon=tmp_path / "nowhere.toml")
    assert issubclass(InvalidOption, BulletinError)
