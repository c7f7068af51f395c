"""The name recogniser as packaged, and the parts that it is made of."""

from __future__ import annotations

import itertools
import pickle
from pathlib import Path

import numpy as np
import pytest

from gov_bulletin_nlp.annotate.decode import FORBIDDEN, LABELS, allowed, best_path, label_path, spans_of
from gov_bulletin_nlp.annotate.recogniser import Recogniser, recognise
from gov_bulletin_nlp.errors import InvalidOption, NotFound

BULLETIN = (
    "云溪县总工会开展送清凉活动\n"
    "7月12日，县总工会主席李文博一行到青石镇走访慰问环卫工人。\n"
    "县应急管理局、县卫健局派人参加，欧阳晓峰、买买提·艾力代表职工发言。"
)


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    """Give the packaged recogniser."""
    return Recogniser()


def found(recogniser: Recogniser, text: str) -> set[tuple[str, str]]:
    """Surfaces and labels of the names in a text."""
    return {(text[start:end], label) for start, end, label, _ in recogniser([text])[0]}


def test_finds_names_of_all_three_kinds(recogniser: Recogniser) -> None:
    names = found(recogniser, BULLETIN)
    assert {("县应急管理局", "ORG"), ("李文博", "PER"), ("青石镇", "LOC")} <= names


def test_spans_are_ordered_disjoint_and_inside(recogniser: Recogniser) -> None:
    names = recogniser([BULLETIN])[0]
    assert names
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(names))
    for start, end, label, score in names:
        assert 0 <= start < end <= len(BULLETIN)
        assert "\n" not in BULLETIN[start:end]
        assert label in ("ORG", "LOC", "PER")
        assert 0 <= score <= 1


def test_a_text_is_read_alike_alone_and_among_others(recogniser: Recogniser) -> None:
    texts = [BULLETIN, "", "市委书记王建国到会讲话。", BULLETIN[::-1], "\n\n"]
    together = recogniser(texts)
    alone = [recogniser([text])[0] for text in texts]
    assert [[name[:3] for name in names] for names in together] == [[name[:3] for name in names] for names in alone]


def test_long_texts_are_read_like_their_parts(recogniser: Recogniser) -> None:
    long = "\n".join([BULLETIN] * 60)
    step = len(BULLETIN) + 1
    once = [(start % step, end - start, label) for start, end, label, _ in recogniser([long])[0]]
    size = len(once) // 60
    assert once[size : 2 * size] * 58 == once[size:-size]


def test_no_text_gives_no_names(recogniser: Recogniser) -> None:
    assert recogniser([]) == []
    assert recogniser(["", " ", "\n"]) == [[], [], []]
    assert recognise([]) == []


def test_traditional_text_gives_the_same_names_at_the_same_places(recogniser: Recogniser) -> None:
    simplified = "县应急管理局局长刘国强到会"
    traditional = "縣應急管理局局長劉國強到會"
    assert [name[:3] for name in recogniser([traditional])[0]] == [name[:3] for name in recogniser([simplified])[0]]


@pytest.mark.parametrize("odd", ["\ud800", "\U00020bb7野家", "\x00", "﷽", "👩‍👩‍👧", "a" * 3000, "（" * 50])
def test_odd_characters_do_no_harm(recogniser: Recogniser, odd: str) -> None:
    text = f"{odd}市总工会{odd}"
    for start, end, _, _ in recogniser([text])[0]:
        assert 0 <= start < end <= len(text)


def test_pickles_as_a_path(recogniser: Recogniser) -> None:
    recogniser([BULLETIN])
    data = pickle.dumps(recogniser)
    assert len(data) < 1000
    assert pickle.loads(data)([BULLETIN]) == recogniser([BULLETIN])


def test_unknown_models_and_conventions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Recogniser(tmp_path)(["市委"])
    with pytest.raises(InvalidOption):
        Recogniser(convention="no-such-convention")(["市委"])


def test_other_conventions_of_the_model_can_be_chosen() -> None:
    assert found(Recogniser(convention="news"), "新华社北京电　记者李明报道") >= {("李明", "PER")}


def test_best_path_is_the_best_of_all_paths() -> None:
    chance = np.random.default_rng(5)
    transitions = np.where(allowed(), chance.normal(size=(len(LABELS), len(LABELS))), FORBIDDEN)
    steps = 4
    for _ in range(5):
        scores = chance.normal(scale=2, size=(steps, len(LABELS)))
        best = max(
            itertools.product(range(len(LABELS)), repeat=steps),
            key=lambda p: (
                scores[np.arange(steps), p].sum()
                + transitions[[0, *p], [*p, 0]].sum()  # "outside" stands on both sides
            ),
        )
        assert tuple(best_path(scores, transitions, np.zeros(steps, dtype=bool), 100.0)) == best


def test_spans_and_paths_are_inverse() -> None:
    spans = [(0, 1, "LOC"), (1, 4, "ORG"), (6, 8, "PER")]
    path = label_path(9, spans)
    assert [(start, end, ("ORG", "LOC", "PER")[kind]) for start, end, kind in spans_of(path)] == spans
    assert all(allowed()[before, after] for before, after in itertools.pairwise([0, *path, 0]))
