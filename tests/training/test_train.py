"""Training of a name recogniser, on a handful of sentences."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from gov_bulletin_nlp.annotate.recogniser import Recogniser, read_model
from gov_bulletin_nlp.errors import GoldInvalid, InvalidOption, MissingExtra, NotFound
from gov_bulletin_nlp.training.data import Example, Source, lines_of, outermost, read_source
from gov_bulletin_nlp.training.scores import strict_scores
from gov_bulletin_nlp.training.train import train

SENTENCES = [
    "⟦o:云溪县总工会⟧主席⟦p:李文博⟧到⟦l:青石镇⟧调研。",
    "⟦o:市民政局⟧派⟦p:王晓燕⟧慰问⟦l:白沙村⟧困难群众。",
    "近日，⟦o:县委宣传部⟧在⟦l:人民广场⟧举办宣讲活动。",
    "⟦p:赵铁军⟧代表⟦o:团市委⟧发言，各有关部门参加。",
    "⟦o=云溪县卫生健康局:县卫健局⟧组织⟦q=20|名||医生:20名⟧医生下乡。",
]

RECIPE = """
[recipe]
epochs = 12
batch = 256
width = 16
hidden = 16
dropout = 0.0
least = 1
doubt = 0.0
bits = { pair = 8, triple = 8, word = 8 }
drop_feature = {}
rate = 0.01
table_rate = 0.01
lists = 0.0
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with three small files of marked sentences."""
    folder = tmp_path / "data"
    folder.mkdir()
    for number in range(3):
        (folder / f"sentences-{number}.txt").write_text("# 云溪\n" + "\n".join(SENTENCES) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """A recipe for a very small model."""
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE, encoding="utf-8")
    return path


def test_marked_sentences_are_read(data: Path) -> None:
    examples = read_source(Source(data))
    assert len(examples) == 15
    assert examples[0].text == "云溪县总工会主席李文博到青石镇调研。"
    assert examples[0].spans == ((0, 6, "ORG"), (8, 11, "PER"), (12, 15, "LOC"))


def test_bulletins_are_read_without_page_noise_and_bylines(tmp_path: Path) -> None:
    text = "+++\nlayout = []\n+++\n云溪简报\n⟦h:⟦o:县总⟧慰问⟧\n"
    text += "⟦b:⟦o:县总工会⟧到⟦l:青石↵\n⟦x:— 2 —⟧\n镇⟧走访。⟧（⟦by:李 明⟧）\n"
    (tmp_path / "one.ann").write_text(text, encoding="utf-8")
    (tmp_path / "one.txt").write_text("no sentences", encoding="utf-8")
    examples = read_source(Source(tmp_path))
    assert [example.text for example in examples] == ["县总慰问", "县总工会到青石镇走访。"]
    assert examples[1].spans == ((0, 4, "ORG"), (5, 8, "LOC"))


def test_json_lines_are_filtered(tmp_path: Path) -> None:
    rows = [{"text": "北京", "spans": [[0, 2, "LOC", "city"]], "src": name} for name in "ab"]
    path = tmp_path / "some.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert read_source(Source(path, "news", where={"src": ["a"]})) == [
        Example("北京", ((0, 2, "LOC"),), "news", 1.0, "some.jsonl")
    ]


def test_bad_markup_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "sentences-x.txt").write_text("好\n⟦z:坏⟧\n", encoding="utf-8")
    with pytest.raises(GoldInvalid, match=r"sentences-x\.txt:2"):
        read_source(Source(tmp_path))


def test_only_the_outermost_names_count() -> None:
    assert outermost([(2, 4, "LOC"), (2, 8, "ORG"), (9, 9, "PER"), (10, 12, "PER")]) == [(2, 8, "ORG"), (10, 12, "PER")]


def test_long_paragraphs_are_cut_at_sentence_ends_only() -> None:
    text = "一二三四五六七八九。" * 60
    pieces = list(lines_of(text, [(595, 599, "ORG")]))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece.endswith("。") and len(piece) <= 240 for piece, _ in pieces)
    assert [piece[start:end] for piece, spans in pieces for start, end, _ in spans] == ["六七八九"]


def test_scores_are_strict() -> None:
    gold = [[(0, 2, "LOC"), (3, 6, "ORG")]]
    assert strict_scores(gold, [[(0, 2, "LOC", 0.9), (3, 5, "ORG", 0.9)]]) == {"all": 0.5, "LOC": 1.0, "ORG": 0.0}


@pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")
class TestTraining:
    """What needs torch."""

    def test_learns_its_sentences_by_heart(self, data: Path, recipe: Path, tmp_path: Path) -> None:
        result = train(data, tmp_path / "model", recipe=recipe, epochs=60, log=lambda _: None)
        assert result["examples"] == 15
        examples = read_source(Source(data))
        names = Recogniser(tmp_path / "model")([example.text for example in examples])
        assert [tuple(name[:3] for name in found) for found in names] == [example.spans for example in examples]

    def test_equal_seeds_give_equal_weights(self, data: Path, recipe: Path, tmp_path: Path) -> None:
        weights = []
        for name, seed in (("a", 3), ("b", 3), ("c", 4)):
            train(data, tmp_path / name, recipe=recipe, seed=seed, epochs=2, log=lambda _: None)
            weights.append(read_model(tmp_path / name)[1])
        assert all(np.array_equal(weights[0][key], weights[1][key]) for key in weights[0])
        assert not np.array_equal(weights[0]["deep"], weights[2]["deep"])

    def test_goes_on_from_a_model(self, data: Path, recipe: Path, tmp_path: Path) -> None:
        train(data, tmp_path / "first", recipe=recipe, epochs=60, log=lambda _: None)
        train(data, tmp_path / "second", recipe=recipe, start=tmp_path / "first", epochs=1, log=lambda _: None)
        example = read_source(Source(data))[0]
        assert tuple(name[:3] for name in Recogniser(tmp_path / "second")([example.text])[0]) == example.spans

    def test_folds_hold_documents_out(self, data: Path, recipe: Path, tmp_path: Path) -> None:
        result = train(data, tmp_path / "model", recipe=recipe, folds=3, epochs=2, log=lambda _: None)
        assert len(result["folds"]) == 3
        with pytest.raises(InvalidOption):
            train(data, tmp_path / "model", recipe=recipe, folds=4, log=lambda _: None)

    def test_linear_model_can_be_trained(self, data: Path, tmp_path: Path) -> None:
        recipe = tmp_path / "linear.toml"
        recipe.write_text(RECIPE + "dilations = []\nwindow = 2\n", encoding="utf-8")
        train(data, tmp_path / "model", recipe=recipe, epochs=60, log=lambda _: None)
        example = read_source(Source(data))[0]
        assert tuple(name[:3] for name in Recogniser(tmp_path / "model")([example.text])[0]) == example.spans

    def test_nothing_annotated_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "sentences.txt").write_text("没有名字。\n", encoding="utf-8")
        with pytest.raises(NotFound):
            train(tmp_path, tmp_path / "model", log=lambda _: None)


def test_without_torch_it_says_what_to_install(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "gov_bulletin_nlp.training.fit", raising=False)
    monkeypatch.delitem(sys.modules, "gov_bulletin_nlp.training.network", raising=False)
    with pytest.raises(MissingExtra, match="train"):
        train(data, tmp_path / "model", log=lambda _: None)
