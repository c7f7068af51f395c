"""The slow second reader: it says the same as the first, for fonts that no machine has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.ingest.glyphs import EM_ABOVE, Box, PageGlyphs, page_objects, read_glyphs
from gov_bulletin_nlp.ingest.plumber import Place, SecondReader

Drawn = Callable[..., bytes]
FRAME: Box = (0.0, 0.0, 400.0, 600.0)


def _read(
    data: bytes | None, *, number: int = 0, frame: Box = FRAME, turn: int = 0, hidden: set[Place] | None = None
) -> list[PageGlyphs]:
    reader = SecondReader(data)
    try:
        return reader.read_glyphs(number, frame, FRAME, turn, hidden or set())
    finally:
        reader.close()


def _texts(group: PageGlyphs) -> list[str]:
    return ["".join(group.chars[f.first : f.last + 1]) for f in group.fragments]


def _song(text: str, size: float = 14) -> Callable[[Any], None]:
    """Print a text in a font that is not embedded."""

    def draw(canvas: Any) -> None:
        canvas.setFont("STSong-Light", size)
        canvas.drawString(50, 500, text)

    return draw


def test_characters_stand_where_they_are_printed(drawn: Drawn) -> None:
    (group,) = _read(drawn(_song("云州市总工会")))
    assert (_texts(group), group.turn) == (["云州市总工会"], 0)
    assert group.x0 == pytest.approx([50 + 14 * place for place in range(6)])
    assert group.x1 == pytest.approx([64 + 14 * place for place in range(6)])
    (fragment,) = group.fragments
    assert fragment.y0 == pytest.approx(600 - 500 - EM_ABOVE * 14, abs=0.01)
    assert fragment.y1 - fragment.y0 == pytest.approx(14)
    assert (fragment.style.size, fragment.style.bold) == (14, False)
    assert fragment.style.font.startswith("STSong")


def test_both_readers_agree_where_the_font_is_embedded(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, "云州市总工会")
        canvas.drawString(150, 500, "2023年3月")
        canvas.setFillColorRGB(1, 0, 0)
        canvas.drawString(50, 480, "近日，走访企业。")

    data = drawn(draw)
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    (first,), _ = read_glyphs(page, FRAME, page_objects(page).texts)
    document.close()
    (second,) = _read(data)
    assert _texts(second) == _texts(first)
    assert second.x0 == pytest.approx(first.x0, abs=0.5)
    assert [f.y0 for f in second.fragments] == pytest.approx([f.y0 for f in first.fragments], abs=0.5)
    assert [f.style.color for f in second.fragments] == [f.style.color for f in first.fragments]


@pytest.mark.parametrize(
    ("method", "value", "color"),
    [
        ("setFillColorRGB", (1, 0, 0), "#ff0000"),
        ("setFillGray", (0,), "#000000"),
        ("setFillGray", (1,), "#ffffff"),
        ("setFillColorCMYK", (0, 0, 0, 1), "#000000"),
        ("setFillColorCMYK", (0, 1, 1, 0), "#ff0000"),
        ("setFillColorCMYK", (0, 0, 0, 0), "#ffffff"),
    ],
)
def test_colours_in_grey_rgb_and_cmyk(drawn: Drawn, method: str, value: tuple[float, ...], color: str) -> None:
    def draw(canvas: Any) -> None:
        getattr(canvas, method)(*value)
        _song("云州工运")(canvas)

    (group,) = _read(drawn(draw))
    assert [f.style.color for f in group.fragments] == [color]


def test_a_fragment_ends_with_its_line_and_at_a_gap(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(50, 500, "云州")
        canvas.drawString(80, 500, "工运")  # 0.14 em
        canvas.drawString(120, 500, "隔开")
        canvas.drawString(50, 480, "下行")

    (group,) = _read(drawn(draw))
    assert _texts(group) == ["云州工运", "隔开", "下行"]


def test_latin_words_part_at_a_smaller_gap_than_chinese(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(50, 500, "会")
        canvas.drawString(66.8, 500, "议")  # 0.2 em
        canvas.drawString(50, 480, "A")
        canvas.drawString(52.8 + canvas.stringWidth("A", "STSong-Light", 14), 480, "B")

    (group,) = _read(drawn(draw))
    assert _texts(group) == ["会议", "A", "B"]


def test_what_is_printed_twice_is_bold_and_read_once(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(50, 500, "模范职工")
        canvas.drawString(50.4, 500, "模范职工")
        canvas.drawString(50, 480, "职工")

    (group,) = _read(drawn(draw))
    assert _texts(group) == ["模范职工", "职工"]
    assert [f.style.bold for f in group.fragments] == [True, False]


def test_slanted_text_is_counted_and_left_out(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        _song("正文")(canvas)
        canvas.rotate(45)
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(300, 100, "水印")

    (group,) = _read(drawn(draw))
    assert _texts(group) == ["正文"]
    assert group.slanted == 2


def test_text_that_runs_sideways_is_a_group_of_its_own_the_larger_first(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        _song("正文")(canvas)
        canvas.rotate(90)
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(50, -200, "竖着印的字")

    groups = _read(drawn(draw))
    assert [_texts(group) for group in groups] == [["竖着印的字"], ["正文"]]
    assert groups[1].turn == 0
    assert groups[0].turn in (90, 270)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_in_the_direction_of_their_text(drawn: Drawn, turn: int) -> None:
    data = drawn(_song("云州市总工会")).replace(b"/Rotate 0", b"/Rotate %d" % turn)
    (group,) = _read(data, turn=turn)
    assert (_texts(group), group.turn) == (["云州市总工会"], 0)
    assert group.x0[0] == pytest.approx(50, abs=0.5)


def test_what_another_reader_saw_printed_invisibly_is_marked(drawn: Drawn) -> None:
    data = drawn(_song("云州市总工会"))
    (fragment,) = _read(data)[0].fragments
    bottom = round(fragment.y1)
    (group,) = _read(data, hidden={("云", 50, bottom), ("州", 64, bottom), ("市", 300, bottom)})
    assert group.hidden == 2
    assert [(text, f.style.hidden) for text, f in zip(_texts(group), group.fragments, strict=True)] == [
        ("云州", True),
        ("市总工会", False),
    ]


def test_places_count_from_the_visible_frame(drawn: Drawn) -> None:
    (group,) = _read(drawn(_song("会")), frame=(30.0, 100.0, 400.0, 560.0))
    assert group.x0[0] == pytest.approx(20)
    assert group.fragments[0].y0 == pytest.approx(60 - EM_ABOVE * 14, abs=0.01)


def test_pages_are_read_by_their_number(drawn: Drawn) -> None:
    reader = SecondReader(drawn(_song("第一页"), _song("第二页")))
    read = [_texts(reader.read_glyphs(number, FRAME, FRAME, 0, set())[0]) for number in (1, 0)]
    reader.close()
    assert read == [["第二页"], ["第一页"]]


def test_a_page_that_is_not_there_reads_as_none(drawn: Drawn) -> None:
    assert _read(drawn(_song("第一页")), number=7) == []


@pytest.mark.parametrize("data", [None, b"", b"%PDF-1.4\n", "总工会".encode()])
def test_without_a_readable_file_nothing_is_read(data: bytes | None) -> None:
    assert _read(data) == []


def test_a_reader_that_read_nothing_can_be_closed_twice() -> None:
    reader = SecondReader(b"%PDF-1.4\n")
    reader.close()
    reader.close()
    assert reader.document is None


@given(st.data())
def test_spoilt_files_are_read_or_not_but_never_raise(drawn: Drawn, data: st.DataObject) -> None:
    whole = drawn(_song("云州市总工会"))
    place = data.draw(st.integers(0, len(whole) - 1))
    spoilt = whole[:place] + data.draw(st.binary(max_size=12)) + whole[place + data.draw(st.integers(0, 30)) :]
    for group in _read(spoilt):
        assert len(group.chars) == len(group.x0) == len(group.x1)
        assert sum(f.last - f.first + 1 for f in group.fragments) == len(group.chars)
