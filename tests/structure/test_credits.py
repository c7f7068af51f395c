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


def _names(text: str) -> list[tuple[str, str, str | None]] | None:
    credits = parse_credits(text)
    return [(byline.name, byline.kind, byline.role) for byline in credits.names] if credits else None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "来源：明水县总工会 浏览：128次 作者：宋知远",
            [("明水县总工会", "organization", "来源"), ("宋知远", "person", "作者")],
        ),
        ("作者：宋知远 保存：市档案馆", [("宋知远", "person", "作者")]),
        ("地点：明水县总工会 作者：宋知远", [("宋知远", "person", "作者")]),
        ("来源：明水县总工会 发布时间：2023-03-08 09:00", [("明水县总工会", "organization", "来源")]),
    ],
)
def test_what_an_unknown_label_names_is_no_author(text: str, names: list[tuple[str, str, str | None]]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize("text", ["地点：市总工会", "单位：明水县总工会", "浏览：128 分享：3", "主持人：宋知远"])
def test_unknown_labels_alone_make_no_credit(text: str) -> None:
    assert _names(text) is None


@pytest.mark.parametrize(
    "text", ["摄影：宋知远", "宋知远 摄", "宋知远/摄", "宋知远摄", "（图）宋知远 摄影", "图为慰问现场。宋知远 摄"]
)
def test_photo_credits_give_no_byline(text: str) -> None:
    assert _names(text) == []


def test_who_writes_may_photograph() -> None:
    assert _names("宋知远 文/图") == [("宋知远", "person", "文/图")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("作者：宋知远 副局长", ["宋知远"]),
        ("作者：宋知远 主任", ["宋知远"]),
        ("作者：宋知远（副主席）", ["宋知远"]),
        ("作者：宋知远 校长 尉迟敏 党委书记", ["宋知远", "尉迟敏"]),
        ("通讯员 宋知远 副主席", ["宋知远"]),
        ("作者：宋知远 尉迟敏", ["宋知远", "尉迟敏"]),
        ("作者：官月", ["官月"]),  # a rare surname behind a role
    ],
)
def test_the_post_after_a_name_is_no_name(text: str, names: list[str]) -> None:
    credits = parse_credits(text)
    assert credits is not None
    assert [byline.name for byline in credits.names] == names


def test_a_post_alone_is_no_author() -> None:
    assert _names("作者：副局长") is None


@pytest.mark.parametrize(
    "text",
    [
        "县政协常委、县农业局局长　宋知远",
        "蓝旗供销社主任宋知远",
        "石门村党支部书记 宋 知 远"[:-6] + "宋知远",
        "市劳模　宋知远",
    ],
)
def test_of_a_speaker_with_a_post_only_the_person_signs(text: str) -> None:
    found = parse_credits(text)
    assert found is not None
    assert [(byline.name, byline.kind) for byline in found.names] == [("宋知远", "person")]
    assert text[found.names[0].start : found.names[0].end] == "宋知远"


@pytest.mark.parametrize("text", ["市委书记、市长", "参加活动的主任", "关于宋知远"])
def test_posts_alone_sign_nothing(text: str) -> None:
    found = parse_credits(text)
    assert found is None or not found.names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("来源\\云州学院 文\\宋知远 图\\尉迟敏 初审\\黄寰", ["云州学院", "宋知远", "尉迟敏"]),
        ("记者：宋知远  通讯员：尉迟敏 黄寰", ["宋知远", "尉迟敏", "黄寰"]),
        ("【日期：2019-4-1】 【发稿人：宋知远】 【 关 闭 】", ["宋知远"]),
        ("云州电视台记者 宋知远 编辑 尉迟敏", ["云州电视台", "宋知远"]),
    ],
)
def test_credits_of_web_pages(text: str, names: list[str]) -> None:
    found = parse_credits(text)
    assert found is not None
    assert [byline.name for byline in found.names] == names
