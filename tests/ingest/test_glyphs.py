"""One page of a PDF as glyphs in reading position."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.ingest.glyphs import (
    BOLD_NAME,
    EM_ABOVE,
    SUBSET_PREFIX,
    Box,
    PageGlyphs,
    back,
    page_objects,
    read_glyphs,
    turned,
)

Drawn = Callable[..., bytes]
FRAME: Box = (0.0, 0.0, 400.0, 600.0)
TURNS = [0, 90, 180, 270]


@contextmanager
def _page(data: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(data)
    try:
        yield document[0]
    finally:
        document.close()


def _read(data: bytes, frame: Box = FRAME) -> tuple[list[PageGlyphs], bool]:
    with _page(data) as page:
        return read_glyphs(page, frame, page_objects(page).texts)


def _texts(group: PageGlyphs) -> list[str]:
    return ["".join(group.chars[f.first : f.last + 1]) for f in group.fragments]


# Boxes on turned pages


@pytest.mark.parametrize(
    ("turn", "box"),
    [(0, (50, 88, 62, 100)), (90, (500, 50, 512, 62)), (180, (338, 500, 350, 512)), (270, (88, 338, 100, 350))],
)
def test_a_box_from_the_top_left_of_the_turned_page(turn: int, box: Box) -> None:
    assert turned((50, 500, 62, 512), FRAME, turn) == box


COORDINATES = st.integers(0, 600)
BOXES = st.tuples(COORDINATES, COORDINATES, st.integers(0, 90), st.integers(0, 90)).map(
    lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
)


@given(BOXES, BOXES, st.sampled_from(TURNS))
def test_turning_is_undone(box: Box, frame: Box, turn: int) -> None:
    assert back(turned(box, frame, turn), frame, turn) == box


@given(BOXES, BOXES, st.sampled_from(TURNS))
def test_turning_keeps_boxes_upright_and_their_size(box: Box, frame: Box, turn: int) -> None:
    x0, y0, x1, y1 = turned(box, frame, turn)
    size = (box[2] - box[0], box[3] - box[1])
    assert (x1 - x0, y1 - y0) == (size if turn % 180 == 0 else size[::-1])


@pytest.mark.parametrize("turn", TURNS)
def test_the_frame_becomes_the_page(turn: int) -> None:
    frame = (10.0, 20.0, 410.0, 620.0)
    assert turned(frame, frame, turn) == ((0, 0, 400, 600) if turn % 180 == 0 else (0, 0, 600, 400))


# Names of fonts


@pytest.mark.parametrize(
    "name", ["SimHei-Bold", "NotoSansCJK-Black", "Arial,Bold", "FZSong-Bd", "方正粗宋", "HeavyKai"]
)
def test_names_of_bold_fonts(name: str) -> None:
    assert BOLD_NAME.search(name)


@pytest.mark.parametrize("name", ["SimSun", "KaiTi_GB2312", "FZSong-Bdx", "方正细宋", "Hbd"])
def test_names_of_other_fonts(name: str) -> None:
    assert not BOLD_NAME.search(name)


@pytest.mark.parametrize(
    ("name", "bare"), [("ABCDEF+SimSun", "SimSun"), ("ABC+SimSun", "ABC+SimSun"), ("SimSun", "SimSun")]
)
def test_the_prefix_of_a_subset(name: str, bare: str) -> None:
    assert SUBSET_PREFIX.sub("", name) == bare


# Pages


def test_what_a_page_is_made_of(drawn: Drawn) -> None:
    from PIL import Image

    def draw(canvas: Any) -> None:
        canvas.beginForm("stamp")
        canvas.rect(0, 0, 10, 10)
        canvas.endForm()
        canvas.drawString(50, 500, "云州工运")
        canvas.rect(50, 400, 100, 20)
        canvas.drawInlineImage(Image.new("RGB", (4, 4), "white"), 50, 300, 40, 40)
        canvas.doForm("stamp")

    with _page(drawn(draw)) as page:
        found = page_objects(page)
    # The form may hold anything, so it is among both.
    assert (len(found.texts), len(found.drawings), len(found.pictures)) == (1, 2, 2)


def test_characters_stand_where_they_are_printed(drawn: Drawn) -> None:
    (group,), borrowed = _read(drawn(lambda canvas: canvas.drawString(50, 500, "云州市总工会")))
    assert (_texts(group), group.turn, borrowed) == (["云州市总工会"], 0, False)
    assert group.x0 == pytest.approx([50 + 12 * place for place in range(6)], abs=0.5)
    assert group.x1 == pytest.approx([62 + 12 * place for place in range(6)], abs=0.5)
    (fragment,) = group.fragments
    assert fragment.y0 == pytest.approx(600 - 500 - EM_ABOVE * 12, abs=0.1)
    assert fragment.y1 - fragment.y0 == pytest.approx(12)
    assert (fragment.x0, fragment.x1) == (group.x0[0], group.x1[-1])
    assert (fragment.style.size, fragment.style.bold, fragment.style.color) == (12, False, "#000000")


def test_places_count_from_the_visible_frame(drawn: Drawn) -> None:
    data = drawn(lambda canvas: canvas.drawString(50, 500, "会"))
    (group,), _ = _read(data, (30.0, 100.0, 400.0, 560.0))
    assert group.x0[0] == pytest.approx(20, abs=0.5)
    assert group.fragments[0].y0 == pytest.approx(60 - EM_ABOVE * 12, abs=0.1)


def test_a_fragment_ends_with_its_line_its_style_and_at_a_gap(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, "云州")
        canvas.drawString(74, 500, "工运")
        canvas.drawString(110, 500, "隔开")
        canvas.drawString(50, 480, "下行")
        canvas.setFillColorRGB(1, 0, 0)
        canvas.drawString(74, 480, "红字")

    (group,), _ = _read(drawn(draw))
    assert _texts(group) == ["云州工运", "隔开", "下行", "红字"]
    assert [f.style.color for f in group.fragments] == ["#000000"] * 3 + ["#ff0000"]


def test_latin_words_part_at_a_smaller_gap_than_chinese(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, "会")
        canvas.drawString(64.5, 500, "议")  # 0.2 em
        canvas.drawString(50, 480, "A")
        canvas.drawString(50 + canvas.stringWidth("A", "bulletin", 12) + 2.5, 480, "B")

    (group,), _ = _read(drawn(draw))
    assert _texts(group) == ["会议", "A", "B"]


@pytest.mark.parametrize("shift", [0.0, 0.3])
def test_what_is_printed_twice_is_bold_and_read_once(drawn: Drawn, shift: float) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, "模范职工之家")
        canvas.drawString(50 + shift, 500, "模范职工之家")
        canvas.drawString(50, 480, "人人为我")

    (group,), _ = _read(drawn(draw))
    assert _texts(group) == ["模范职工之家", "人人为我"]
    assert [f.style.bold for f in group.fragments] == [True, False]


def test_the_same_word_elsewhere_is_no_second_print(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, "职工")
        canvas.drawString(50, 480, "职工")

    (group,), _ = _read(drawn(draw))
    assert _texts(group) == ["职工", "职工"]
    assert not any(f.style.bold for f in group.fragments)


def test_invisible_text_is_marked_and_counted(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, "看得见")
        hidden = canvas.beginText(50, 480)
        hidden.setTextRenderMode(3)
        hidden.textOut("看不见的")
        canvas.drawText(hidden)

    (group,), _ = _read(drawn(draw))
    assert [f.style.hidden for f in group.fragments] == [False, True]
    assert group.hidden == 4


def test_slanted_text_is_counted_and_left_out(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, "正文")
        canvas.rotate(45)
        canvas.drawString(300, 100, "水印")

    (group,), _ = _read(drawn(draw))
    assert (_texts(group), group.slanted) == (["正文"], 1)


def test_text_that_runs_sideways_is_a_group_of_its_own_the_larger_first(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, "正文")
        canvas.rotate(90)
        canvas.drawString(50, -200, "职工技能竞赛")

    groups, _ = _read(drawn(draw))
    assert [_texts(group) for group in groups] == [["职工技能竞赛"], ["正文"]]
    assert groups[1].turn == 0
    assert groups[0].turn in (90, 270)


def test_fonts_that_are_not_embedded_are_told(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(50, 500, "云州市总工会")

    assert _read(drawn(draw))[1] is True


def test_codes_without_meaning_are_counted(drawn: Drawn) -> None:
    data = drawn(lambda canvas: canvas.drawString(50, 500, "云州市总工会"))
    (group,), _ = _read(data.replace(b"/ToUnicode", b"/ToNothing"))
    assert (group.chars, group.unmapped) == (["\ufffd"] * 6, 6)


def test_a_blank_page_has_no_group(drawn: Drawn) -> None:
    assert _read(drawn(lambda canvas: canvas.rect(50, 50, 10, 10))) == ([], False)


@given(
    st.lists(
        st.tuples(st.integers(0, 380), st.integers(20, 580), st.sampled_from(["职工", "3月8日", "A b", "。"])),
        max_size=6,
    )
)
def test_fragments_part_the_characters_of_a_page(drawn: Drawn, words: list[tuple[int, int, str]]) -> None:
    def draw(canvas: Any) -> None:
        for x, y, word in words:
            canvas.drawString(x, y, word)

    for group in _read(drawn(draw))[0]:
        assert len(group.chars) == len(group.x0) == len(group.x1)
        covered = [place for f in group.fragments for place in range(f.first, f.last + 1)]
        assert sorted(covered) == list(range(len(group.chars)))
        assert all(f.x0 <= f.x1 and f.y0 < f.y1 for f in group.fragments)
