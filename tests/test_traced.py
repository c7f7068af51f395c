from __future__ import annotations

from array import array

import pytest

from gov_bulletin_nlp.traced import OURS, TracedText


def test_a_source_is_its_own_origin() -> None:
    traced = TracedText.of("云州工运", 5)
    assert traced.text == "云州工运"
    assert list(traced.origin) == [5, 6, 7, 8]
    assert len(traced) == 4


def test_text_and_origins_must_have_one_length() -> None:
    with pytest.raises(ValueError, match="4 characters but 1 origins"):
        TracedText("云州工运", array("q", [0]))


def test_join_marks_what_is_ours() -> None:
    joined = TracedText.join([TracedText.of("上"), "，\n", TracedText.of("下", 7)])
    assert joined.text == "上，\n下"
    assert list(joined.origin) == [0, OURS, OURS, 7]


def test_join_of_nothing_is_empty() -> None:
    assert TracedText.join([]).text == ""


def test_a_slice_keeps_its_origins() -> None:
    traced = TracedText.of("云州市总工会")[2:5]
    assert (traced.text, list(traced.origin)) == ("市总工", [2, 3, 4])


def test_delete_drops_characters_and_origins() -> None:
    traced = TracedText.of("工 作 简 报").delete([(1, 2), (3, 4), (5, 6)])
    assert (traced.text, list(traced.origin)) == ("工作简报", [0, 2, 4, 6])


@pytest.mark.parametrize(
    ("edit", "text", "origin"),
    [
        ((1, 3, "，。"), "甲，。丁", [0, 1, 2, 3]),
        ((1, 3, "乙"), "甲乙丁", [0, 1, 3]),
        ((1, 2, "一二三"), "甲一二三丙丁", [0, 1, 1, 1, 2, 3]),
        ((2, 2, "〇"), "甲乙〇丙丁", [0, 1, OURS, 2, 3]),
        ((0, 4, ""), "", []),
    ],
    ids=["same-length", "shorter", "longer", "insertion", "all-gone"],
)
def test_replacement_inherits_origins(edit: tuple[int, int, str], text: str, origin: list[int]) -> None:
    replaced = TracedText.of("甲乙丙丁").replace([edit])
    assert (replaced.text, list(replaced.origin)) == (text, origin)


def test_no_edit_is_the_same_text() -> None:
    traced = TracedText.of("云州")
    assert traced.replace([]) is traced


@pytest.mark.parametrize(
    "edits", [[(2, 3, ""), (0, 1, "")], [(0, 2, ""), (1, 3, "")], [(0, 9, "")], [(-1, 2, "")], [(3, 1, "")]]
)
def test_edits_must_be_ordered_apart_and_inside(edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="out of order or out of range"):
        TracedText.of("甲乙丙丁").replace(edits)


def test_map_keeps_the_length() -> None:
    traced = TracedText.of("１２人", 3).map(lambda text: text.translate({ord("１"): "1", ord("２"): "2"}))
    assert (traced.text, list(traced.origin)) == ("12人", [3, 4, 5])
    with pytest.raises(ValueError, match="characters but"):
        traced.map(lambda text: text + "。")


def test_source_span_is_the_smallest_stretch() -> None:
    traced = TracedText.join([TracedText.of("甲", 4), "，", TracedText.of("乙丙", 9)])
    assert traced.source_span(0, 4) == (4, 11)
    assert traced.source_span(1, 3) == (9, 10)
    assert traced.source_span(1, 2) is None
    assert traced.source_span(2, 2) is None


def test_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        TracedText.of("甲").text = "乙"  # type: ignore[misc]
