from __future__ import annotations

import pytest

from gov_bulletin_nlp.clean.paragraphs import Piece, Setting, columns, joins, setting, unfinished
from gov_bulletin_nlp.document import Line

FULL = "三月八日市总走访企业了解复工复产情况并给困难职工送去慰问品"


def _piece(text: str, *, indent: int = 0, blank: int = 0, torn: bool = False, apart: bool = False) -> Piece:
    return Piece(text, Line(0, len(text)), indent, blank, torn, apart=apart)


def test_wide_characters_take_two_columns() -> None:
    assert columns("市总12家") == 8


def test_hard_wrapped_lines_give_the_measure_away() -> None:
    wrapped = setting([_piece(FULL) for _ in range(6)])
    assert wrapped.wrapped
    assert wrapped.full(_piece(FULL))
    assert not wrapped.full(_piece("市总慰问职工"))
    assert not setting([_piece(FULL[:n] + "。") for n in (5, 12, 20, 28, 9, 17)]).wrapped


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        (_piece(FULL), _piece("三百余份。"), True),
        (_piece(FULL[:-1] + "。"), _piece("近日，县总开展竞赛。"), False),
        (_piece(FULL), _piece("供稿：宋知远"), False),
        (_piece(FULL), _piece("三百余份。", apart=True), False),
        (_piece("市总慰问职工"), _piece("县总开展竞赛"), False),
        (_piece("————侨台要闻————"), _piece("马来西亚同乡回乡恳亲"), False),
    ],
)
def test_a_full_line_goes_on_in_the_next(before: Piece, after: Piece, joined: bool) -> None:
    style = Setting(columns=columns(FULL), characters=None, indented=False, usual_blank=0)
    assert joins(before, after, style, None) is joined


@pytest.mark.parametrize(
    ("text", "open_ended"),
    [(FULL + FULL + FULL, True), ("市总走访明水县企业、", True), ("市总走访企业。", False), ("市总慰问职工", False)],
)
def test_what_cannot_be_an_end(text: str, open_ended: bool) -> None:
    assert unfinished(text) is open_ended
