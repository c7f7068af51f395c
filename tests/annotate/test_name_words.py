"""Text cut into words by the part they play in names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.name_words import LETTERS, cut, read_toml, tables

OTHERS = frozenset("PpcAKXYIZDGQqnibowuymvhex")
"""The letters of words that ``organs.toml`` does not list."""


def _cut(text: str) -> list[str]:
    """Words with their letters: ``市/L``."""
    words = cut(text)
    return [f"{text[a:b]}/{part}" for (a, b), part in zip(pairwise(words.bounds), words.parts, strict=True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # words of organs.toml
        ("市教育局", ["市/L", "教育局/H"]),
        ("民政部", ["民政部/O"]),
        ("省委组织部", ["省委/S", "组织部/U"]),
        ("县总工会", ["县总工会/S"]),
        ("各县总工会", ["各/g", "县总工会/S"]),
        ("救助站站长", ["救助站/W", "站长/T"]),
        ("指挥部", ["指挥部/H"]),
        ("走进体育馆", ["走进/v", "体育馆/C"]),
        # places
        ("涵江区白塘镇", ["涵江区/P", "白塘镇/A"]),
        ("通化市", ["通化市/P"]),
        ("北京人民大会堂", ["北京/p", "人民大会堂/K"]),
        # persons
        ("宋知远", ["宋/Z", "知/i", "远/i"]),
        ("尉迟敏", ["尉迟/D", "敏/i"]),
        ("扎西顿珠", ["扎西/G", "顿珠/G"]),
        ("王副市长", ["王/Z", "副市长/T"]),
        # titles that the dictionary joins to a name are taken apart
        ("区委书记", ["区委/S", "书记/T"]),
        ("教育局局长", ["教育局/H", "局长/T"]),
        ("吉林省委", ["吉林/p", "省委/S"]),
        ("人大代表", ["人大/B", "代表/T"]),
        # the head of a longer word of the dictionary decides
        ("历史博物馆", ["历史博物馆/C"]),
        # an hour is no school, a school no hour
        ("一小时", ["一/w", "小时/m"]),
        # the rest
        ("的和与", ["的/u", "和/u", "与/u"]),
        ("G209，", ["G209/e", "，/x"]),
        ("３级", ["３/x", "级/i"]),
    ],
)
def test_words_and_their_parts(text: str, words: list[str]) -> None:
    assert _cut(text) == words


def test_nothing_is_cut_into_nothing() -> None:
    assert (cut("").bounds, cut("").parts) == ([0], "")


@given(
    st.text(alphabet="市县区总工会教育局书记主任王李宋欧阳在的和，（）A1 \n通化東昌慰問𠮷", max_size=30)
    | st.text(max_size=20)
)
def test_words_cover_the_text_and_have_known_letters(text: str) -> None:
    words = cut(text)
    assert (words.bounds[0], words.bounds[-1]) == (0, len(text))
    assert words.bounds == sorted(set(words.bounds))
    assert len(words.parts) == len(words.bounds) - 1
    assert set(words.parts) <= OTHERS | set(LETTERS.values())


def test_letters_tell_kinds_apart() -> None:
    assert set(LETTERS.values()).isdisjoint(OTHERS - {"v", "m"})
    assert {row["kind"] for row in read_toml("organs.toml")["words"]} <= set(LETTERS)


def test_a_word_of_two_kinds_is_of_the_one_that_comes_first() -> None:
    order = list(LETTERS)
    kinds: dict[str, set[str]] = {}
    for row in read_toml("organs.toml")["words"]:
        for form in row["forms"].split():
            kinds.setdefault(form, set()).add(row["kind"])
    double = {form: found for form, found in kinds.items() if len(found) > 1}
    assert double
    assert {form: tables().kinds[form] for form in double} == {
        form: LETTERS[min(found, key=order.index)] for form, found in double.items()
    }


def test_surnames_that_make_a_name_by_themselves_are_usual_ones() -> None:
    known = tables()
    assert {"王", "李", "宋"} <= known.frequent & known.surnames
    assert "欧" in known.frequent  # opens 欧阳
    assert "佟" in known.surnames - known.frequent
    assert len(known.surnames - known.frequent) > len(known.frequent)


@pytest.mark.parametrize(
    ("word", "firm"), [("云州大学", True), ("云州电视台", True), ("大学", False), ("大学生", False)]
)
def test_what_the_dictionary_s_institutions_end_with(word: str, firm: bool) -> None:
    assert (tables().firm.match(word) is not None) is firm


def test_divisions_that_are_common_nouns_are_left_out() -> None:
    kinds = tables().kinds
    assert kinds["通化市"] == "P"
    assert kinds.get("郊区") != "P"
    assert kinds.get("开发区") != "P"


def test_short_counties_are_kept_apart() -> None:
    known = tables()
    assert "柳河" in known.shorts
    assert known.kinds["通化"] == "p"
    assert "通化" not in known.shorts


def test_heads_that_short_forms_are_made_of() -> None:
    assert {"救助站", "指挥部"} <= tables().short_heads
    assert not {"救助", "教育局", "市总工会"} & tables().short_heads


def test_tables_are_read_once() -> None:
    assert tables() is tables()
    assert read_toml("organs.toml") is read_toml("organs.toml")
