from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.clean.characters import FOLD, INVISIBLE, fold_characters, fold_punctuation, is_half_width


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("⼀⼆三", "一二三"),
        ("⽹络安全⼯作", "网络安全工作"),
        ("⻓城⻋站⻅⻢⻰", "长城车站见马龙"),
        ("豈更車", "豈更車"),
        ("１２ＡＢｃ", "12ABc"),
        ("３．５％", "3.5%"),
        ("ａ＠ｂ．ｃｎ", "a@b.cn"),
        ("云\u00a0州\u2003工\u202f运", "云 州 工 运"),
        ("\uf06c走访企业", "●走访企业"),
        ("\uf0d8走访企业", "➢走访企业"),
        ("甲\ud83d乙", "甲\ufffd乙"),
    ],
)
def test_folding(raw: str, folded: str) -> None:
    assert fold_characters(raw) == folded


@pytest.mark.parametrize(
    "kept",
    [
        "，。：；？！（）",
        "“助企开工　送工返岗”",
        "①②Ⅲ",
        "㎡℃½",
        "\ue123",
        "繁體字",
        "２０２０年第１２期",
        "第３期（总第１１８期）",
    ],
)
def test_what_is_left_alone(kept: str) -> None:
    assert fold_characters(kept) == kept


def test_figures_of_a_long_line_are_folded_although_it_names_an_issue() -> None:
    line = "在《云州工运》第３期上刊登的经验材料里，" + "全市各级工会组织认真学习并结合实际抓好落实，" * 3
    assert "第3期" in fold_characters(line)


@given(st.text(st.characters()))
def test_folding_keeps_the_length_and_is_done_at_once(text: str) -> None:
    once = fold_characters(text)
    assert len(once) == len(text)
    assert fold_characters(once) == once


def test_rows_of_the_fold_are_one_for_one() -> None:
    assert all(len(new) == 1 and ord(new) != old for old, new in FOLD.items())
    assert not {ord(new) for new in FOLD.values()} & set(FOLD)
    assert all(unicodedata.category(new)[0] in "LNPSZ" for new in FOLD.values())


@pytest.mark.parametrize("character", ["\ufeff", "\u200b", "\u00ad", "\x00", "\x07", "\u202a", "\x7f"])
def test_what_prints_nothing_is_found(character: str) -> None:
    assert INVISIBLE.sub("", f"云{character}州") == "云州"


@pytest.mark.parametrize("character", ["\t", "\n", " ", "\u3000", "·", "\u2028"])
def test_what_prints_something_is_not(character: str) -> None:
    assert INVISIBLE.search(f"云{character}州") is None


HALF = "3月8日,市总走访企业,送去慰问品;职工们说:谢谢!\n他们还到医院(市一院)看望病人.\n"


def test_a_text_typed_with_half_width_punctuation_is_told() -> None:
    assert is_half_width(HALF)
    assert not is_half_width("3月8日，市总走访企业，送去慰问品；职工们说：谢谢！")
    assert not is_half_width("市总,县总" + "，走访企业" * 30)
    assert not is_half_width("Yunzhou, Mingshui, Suihua; 3,000 people, 12:30")
    assert is_half_width("参与率85%,同比提高3%,2家企业达到90%,全市最高")
    assert not is_half_width("参与率85%，同比提高3%，2家企业达到90%,全市最高")


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("走访企业,送去慰问品;好!", "走访企业，送去慰问品；好！"),
        ("医院(市一院)看望", "医院（市一院）看望"),
        ("共1,200人,其中", "共1,200人,其中"[:6] + "人，其中"),
        ("12:30开会", "12:30开会"),
        ("(2023)", "(2023)"),
        ("a,b;c", "a,b;c"),
        # a comma behind a percentage ends a clause, too
        ("参与率达85%,同比提高", "参与率达85%，同比提高"),
        ("下降3.2‰,其中", "下降3.2‰，其中"),
        ("增长3%,2家企业", "增长3%，2家企业"),
        ("增长3%;全市", "增长3%；全市"),
        ("3%,a", "3%,a"),
        ("3%;2%", "3%;2%"),
        ("5G,2家", "5G,2家"),
        ("85%, 同比", "85%, 同比"),  # a space stands between
    ],
)
def test_punctuation_beside_chinese(raw: str, folded: str) -> None:
    assert fold_punctuation(raw) == folded


@given(st.text())
def test_punctuation_keeps_the_length(text: str) -> None:
    assert len(fold_punctuation(text)) == len(text)
