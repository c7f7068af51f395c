"""Names, roles and kinds of author in the text of a byline. All names are made up."""

from __future__ import annotations

import pytest

from gov_bulletin_nlp.structure.credits import is_organ, is_person, merge_letters, parse_credits


@pytest.mark.parametrize("name", ["宋知远", "黄寰", "欧阳川", "尉迟敏", "买买提·艾力", "宋 知 远", "司马长风"])
def test_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", ["试行", "宋", "市总工会", "宋知远等五人", "Anna", "", "1号"])
def test_no_persons(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    "name", ["云州市总工会", "市教育局办公室", "明水县第一小学", "云州市救助管理站", "云州市人民医院（东院）"[:7]]
)
def test_organs(name: str) -> None:
    assert is_organ(name)


@pytest.mark.parametrize("name", ["宋知远", "局", "会议强调，要加强市教育局", "工作动态"])
def test_no_organs(name: str) -> None:
    assert not is_organ(name)


@pytest.mark.parametrize("name", ["代知远", "候知远", "陳知遠", "歐陽川", "扎西", "阿依古丽"])
def test_surnames_and_given_names_of_every_kind(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("黄 寰", ["黄寰"]),
        ("刘 伟 王 芳", ["刘伟", "王芳"]),
        ("欧 阳 川", ["欧阳川"]),
        ("宋知远 王 芳", ["宋知远", "王芳"]),
    ],
)
def test_letter_spaced_names_are_joined(text: str, names: list[str]) -> None:
    at, tokens = 0, []
    for word in text.split(" "):
        tokens.append((word, at, at + len(word)))
        at += len(word) + 1
    assert [name for name, _, _ in merge_letters(text, tokens, None)] == names


@pytest.mark.parametrize(
    ("text", "strength"),
    [("宋知远", "person"), ("市教育局", "organ"), ("市教育局 宋知远", "mixed"), ("通讯员 宋知远", "role")],
)
def test_strength_says_what_speaks_for_a_byline(text: str, strength: str) -> None:
    credits = parse_credits(text)
    assert credits is not None
    assert credits.strength == strength


def test_spans_count_from_where_the_text_stands() -> None:
    credits = parse_credits("通讯员 宋知远", 100)
    assert credits is not None
    assert [(byline.start, byline.end, byline.role) for byline in credits.names] == [(104, 107, "通讯员")]


@pytest.mark.parametrize("text", ["会议强调", "试行", "图为活动现场摄影"])
def test_what_gives_no_names(text: str) -> None:
    credits = parse_credits(text)
    assert credits is None or not credits.names
