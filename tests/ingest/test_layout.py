"""Fragments of a page to lines in reading order; the pages are made by hand, in points from the top left."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.ingest.glyphs import Fragment, PageGlyphs, Style
from gov_bulletin_nlp.ingest.layout import Region, TableBlock, TextLine, lay_out

SIZE = 10.0
PLAIN = Style(SIZE, False, "SimSun", "#000000", False)
BOLD = PLAIN._replace(bold=True)
COLUMN = "云州市总工会组织职工参加技能竞赛"
"""A line that fills its column."""


class Page:
    """A page while text is put on it; every character is an em wide, half of one in ASCII."""

    def __init__(self) -> None:
        self.glyphs = PageGlyphs(0)

    def put(self, x: float, y: float, text: str, style: Style = PLAIN) -> Page:
        """Print a text whose line begins at ``x`` and has its top at ``y``."""
        glyphs = self.glyphs
        first = len(glyphs.chars)
        begin = x
        for char in text:
            glyphs.chars.append(char)
            glyphs.x0.append(x)
            x += style.size * (0.5 if char.isascii() else 1.0)
            glyphs.x1.append(x)
        glyphs.fragments.append(Fragment(first, len(glyphs.chars) - 1, begin, x, y, y + style.size, style))
        return self

    def regions(self, *tables: TableBlock) -> list[Region]:
        """What the page reads."""
        return lay_out(self.glyphs, [replace(f) for f in self.glyphs.fragments], list(tables))

    def lines(self, *tables: TableBlock) -> list[TextLine]:
        """Its lines in reading order."""
        return [line for region in self.regions(*tables) for line in region.lines]

    def text(self, *tables: TableBlock) -> list[str]:
        """Their text."""
        return [
            "".join(p if isinstance(p, str) else "".join(self.glyphs.chars[p.first : p.last + 1]) for p in line.pieces)
            for line in self.lines(*tables)
        ]


def test_nothing_is_read_from_a_blank_page() -> None:
    assert Page().regions() == []


def test_lines_go_from_top_to_bottom_whatever_was_printed_first() -> None:
    page = Page().put(20, 60, "第三行").put(20, 20, "第一行").put(20, 40, "第二行")
    assert page.text() == ["第一行", "第二行", "第三行"]


def test_parts_of_a_line_go_from_left_to_right() -> None:
    assert Page().put(40, 20, "总工会").put(20, 20, "云州").text() == ["云州总工会"]


@pytest.mark.parametrize(
    ("first", "gap", "second", "read"),
    [
        ("共分", 0.0, "2", "共分2"),
        ("共分", 3.0, "2", "共分2"),  # the air between Chinese and figures
        ("黄", 5.0, "文", "黄 文"),
        ("黄", 20.0, "文", "黄 文"),
        ("市总工会", 21.0, "三月", "市总工会\u3000三月"),
        ("Trade", 1.0, "Union", "TradeUnion"),
        ("Trade", 2.0, "Union", "Trade Union"),
        ("黄 ", 5.0, "文", "黄 文"),  # there is a space already
    ],
)
def test_gaps_become_spaces(first: str, gap: float, second: str, read: str) -> None:
    page = Page().put(20, 20, first)
    page.put(page.glyphs.x1[-1] + gap, 20, second)
    assert page.text() == [read]
    assert page.lines()[0].far is ("\u3000" in read)


def test_white_space_at_the_ends_of_a_line_is_left_out() -> None:
    (line,) = Page().put(20, 20, "  云州工运 ").lines()
    assert Page().put(20, 20, "  云州工运 ").text() == ["云州工运"]
    assert (line.x0, line.x1) == (30, 70)
    assert Page().put(20, 20, "  ").text() == []


def test_small_raised_marks_stay_on_their_line() -> None:
    page = Page().put(20, 20, "市总").put(40, 18, "①", PLAIN._replace(size=5.0)).put(45, 20, "走访")
    page.put(20, 36, "下一行")
    assert page.text() == ["市总①走访", "下一行"]


def test_a_line_has_the_style_of_most_of_its_characters() -> None:
    (line,) = Page().put(20, 20, "近日，", BOLD).put(50, 20, "市总走访企业").lines()
    assert line.style == PLAIN
    (line,) = Page().put(20, 20, "市总走访企业，", BOLD).put(90, 20, "近日").lines()
    assert line.style == BOLD


def test_space_above_is_told_in_ems() -> None:
    lines = Page().put(20, 20, "第一行").put(20, 35, "第二行").put(20, 40, "紧贴着", PLAIN).lines()
    assert lines[0].space_above is None
    assert lines[1].space_above == pytest.approx(0.5)
    lines = Page().put(20, 20, "第一行").put(20, 50, "大字", PLAIN._replace(size=20.0)).lines()
    assert lines[1].space_above == pytest.approx(1.0)


# Columns


def _columns(page: Page, rows: int = 5, top: float = 40.0, shift: float = 0.0) -> Page:
    for number in range(rows):
        page.put(220, top + 15 * number + shift, COLUMN + "右")
        page.put(20, top + 15 * number, COLUMN + "左")
    return page


@pytest.mark.parametrize("shift", [0.0, 4.0, 7.5])
def test_two_columns_are_read_one_after_the_other(shift: float) -> None:
    text = _columns(Page(), shift=shift).text()
    assert [line[-1] for line in text] == ["左"] * 5 + ["右"] * 5
    assert len(_columns(Page(), shift=shift).regions()) == 2


def test_what_spans_both_columns_parts_them() -> None:
    page = _columns(Page().put(120, 20, "云州工运"), 3)
    page.put(20, 90, "标题横贯全页，它把上下两段分开来，先读完上面的，再读下面的。")
    _columns(page, 3, top=110)
    assert [line[-1] for line in page.text()] == ["运", *"左左左", *"右右右", "。", *"左左左", *"右右右"]


def test_lines_indented_within_a_column_stay_in_it() -> None:
    page = _columns(Page(), 4)
    page.put(40, 100, COLUMN[2:] + "左").put(240, 100, COLUMN[2:] + "右")
    assert [line[-1] for line in page.text()] == ["左"] * 5 + ["右"] * 5


def test_a_list_with_its_pages_is_no_pair_of_columns() -> None:
    page = Page()
    for number, title in enumerate(["慰问职工", "举办技能竞赛", "开展创建工作", "组织疗养", "召开会议"]):
        page.put(20, 20 + 15 * number, title).put(330, 20 + 15 * number, f"第{number + 1}页")
    assert page.text()[0] == "慰问职工\u3000第1页"
    assert len(page.regions()) == 1


def test_two_lines_beside_each_other_are_no_columns() -> None:
    text = _columns(Page(), 2).text()
    assert [line[-1] for line in text] == ["右", "右"]


def test_a_number_below_one_column_is_not_of_it() -> None:
    page = _columns(Page(), 6).put(190, 180, "—2—")
    assert page.text()[-1] == "—2—"


def test_a_date_above_one_column_is_not_of_it() -> None:
    page = _columns(Page(), 6, top=80).put(300, 20, "三月")
    assert [line[-1] for line in page.text()] == ["月", *"左左左左左左", *"右右右右右右"]


@pytest.mark.parametrize(("widths", "regions"), [([17, 17, 9, 17, 12, 17], 2), ([17, 9, 8, 12, 10, 7], 1)])
def test_columns_are_justified_and_lists_are_not(widths: list[int], regions: int) -> None:
    page = Page()
    for number, width in enumerate(widths):
        page.put(20, 20 + 15 * number, COLUMN).put(220, 20 + 15 * number, (COLUMN + "右")[:width])
    assert len(page.regions()) == regions


# Words set downwards


def test_a_word_set_downwards_in_the_margin_is_one_line() -> None:
    page = Page()
    for number in range(4):
        page.put(60, 20 + 15 * number, COLUMN)
    for number, char in enumerate("内部资料"):
        page.put(20, 18 + 14 * number, char)
    assert page.text() == [COLUMN] * 4 + ["内部资料"]


def test_single_characters_in_the_middle_are_none() -> None:
    page = Page()
    for number, char in enumerate("内部资料"):
        page.put(20, 20 + 15 * number, "市总").put(60, 20 + 15 * number, char).put(100, 20 + 15 * number, "走访")
    assert page.text() == [f"市总 {char}\u3000走访" for char in "内部资料"]


# Tables

CELLS: list[list[tuple[float, float, float, float] | None]] = [
    [(20, 100, 120, 130), (120, 100, 220, 130), (220, 100, 320, 130)],
    [(20, 130, 120, 160), (120, 130, 220, 160), (220, 130, 320, 160)],
]
TABLE = TableBlock(20, 100, 320, 160, CELLS)


def test_a_row_of_a_table_is_one_line() -> None:
    page = Page().put(20, 60, "表前").put(25, 110, "单位").put(125, 110, "人数").put(225, 110, "金额")
    page.put(25, 140, "市总").put(225, 140, "12.5").put(20, 200, "表后")
    assert page.text(TABLE) == ["表前", "单位\t人数\t金额", "市总\t\t12.5", "表后"]
    assert [line.table for line in page.lines(TABLE)] == [False, True, True, False]


def test_lines_of_a_cell_are_joined() -> None:
    page = Page().put(25, 102, "云州市").put(25, 116, "总工会").put(125, 102, "Trade").put(125, 116, "Union")
    assert page.text(TABLE) == ["云州市总工会\tTrade Union"]


def test_what_hangs_over_from_above_has_no_cell() -> None:
    cells = [CELLS[0], [None, *CELLS[1][1:]]]
    page = Page().put(25, 110, "市总").put(125, 110, "甲").put(125, 140, "乙")
    assert page.text(TableBlock(20, 100, 320, 160, cells)) == ["市总\t甲", "\t乙"]


def test_rules_around_running_text_are_no_table() -> None:
    page = Page()
    for number in range(14):
        page.put(20, 20 + 15 * number, COLUMN)
    frame = TableBlock(10, 10, 390, 400, [[(10, 10, 390, 400)]])
    assert page.text(frame) == [COLUMN] * 14
    assert not any(line.table for line in page.lines(frame))


def test_a_table_without_text_is_none() -> None:
    assert Page().put(20, 60, "表前").text(TABLE) == ["表前"]


WORDS = st.sampled_from(["职工", "3月8日", "会", "Union", COLUMN, "— 2 —", "。", "   "])
PLACES = st.tuples(
    st.integers(0, 38).map(lambda x: x * 10 + 0.3), st.integers(0, 40).map(lambda y: y * 7.5 + 0.3), WORDS
)


@given(st.lists(PLACES, max_size=20), st.booleans())
def test_every_character_is_read_once(words: list[tuple[float, float, str]], ruled: bool) -> None:
    page = Page()
    for x, y, word in words:
        page.put(x, y, word)
    read = "".join(page.text(*[TABLE] if ruled else []))
    assert sorted("".join(read.split())) == sorted("".join("".join(word for _, _, word in words).split()))


@given(st.lists(PLACES, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_printing_does_not_matter(words: list[tuple[float, float, str]], random: Random) -> None:
    words = list({(x, y): (x, y, word) for x, y, word in words}.values())
    shuffled = list(words)
    random.shuffle(shuffled)
    first, second = Page(), Page()
    for page, order in ((first, words), (second, shuffled)):
        for x, y, word in order:
            page.put(x, y, word)
    assert first.text() == second.text()
