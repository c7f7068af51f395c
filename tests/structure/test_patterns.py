from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.structure.patterns import cn_number, column_title, marker, opening, paged, verbs


@pytest.mark.parametrize(
    ("text", "style", "number", "rest"),
    [
        ("一、加强领导", "cn", 1, "加强领导"),
        ("十二、加强领导", "cn", 12, "加强领导"),
        ("（一）加强领导", "cnb", 1, "加强领导"),
        ("(十)加强领导", "cnb", 10, "加强领导"),
        ("1.加强领导", "ar", 1, "加强领导"),
        ("12．加强领导", "ar", 12, "加强领导"),
        ("3、 加强领导", "ar", 3, "加强领导"),
        ("1 加强领导", "ar", 1, "加强领导"),
        ("1.3月8日召开会议", "ar", 1, "3月8日召开会议"),
        ("（2）加强领导", "arb", 2, "加强领导"),
        ("①加强领导", "circ", 1, "加强领导"),
        ("⑳加强领导", "circ", 20, "加强领导"),
        ("● 加强领导", "●", None, "加强领导"),
        ("★加强领导", "★", None, "加强领导"),
        ("01 加强领导", "ar", 1, "加强领导"),
        ("【东昌区】加强领导", "【", None, "加强领导"),
        ("[2008-11-12] 加强领导", "stamp", None, "加强领导"),
        ("[11-12]加强领导", "stamp", None, "加强领导"),
        ("标题：加强领导", "label", None, "加强领导"),
        ("[东昌区] 加强领导", "【", None, "加强领导"),
    ],
)
def test_markers(text: str, style: str, number: int | None, rest: str) -> None:
    found = marker(text)
    assert found is not None
    assert (found.style, found.number, text[found.length :]) == (style, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "五、六月份坐诊安排",
        "[11]加强领导",
        "标题党",
        "加强领导",
        "一是加强领导",
        "3.5个百分点",
        "2023年工作",
        "100人",
        "1000. 人",
        "一一",
        "【供稿：宋知远】",
        "【编者按】好",
        "【云州讯】近日",
        "（一",
        "",
        "第一、加强领导",
        "三月里来",
    ],
)
def test_no_markers(text: str) -> None:
    assert marker(text) is None


@given(st.integers(1, 99))
def test_small_numerals(number: int) -> None:
    digits = " 一二三四五六七八九"
    tens, ones = divmod(number, 10)
    written = (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")
    assert cn_number(written) == number
    if number < 21:
        found = marker(f"（{written}）好")
        assert found is not None
        assert found.number == number


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("【工作动态】", "工作动态"),
        ("【 工 作 动 态 】", "工作动态"),
        ("◆基层动态◆", "基层动态"),
        ("※ 简讯 ※", "简讯"),
        ("★★经验交流★★", "经验交流"),
        ("〖领导讲话〗", "领导讲话"),
        ("——理论园地——", "理论园地"),
        ("=== 一线风采 ===", "一线风采"),
        ("  [简讯]  ", "简讯"),
        ("城关街道 更多>>", "城关街道"),
        ("要闻 MORE>", "要闻"),
    ],
)
def test_columns(text: str, title: str) -> None:
    assert column_title(text) == title


@pytest.mark.parametrize(
    "text",
    [
        "工作动态",
        "【工作动态】3月8日，市总走访企业。",
        "◆走访企业，慰问职工。◆",
        "◆基层动态",
        "更多>>",
        "学习更多经验",
        "【】",
        "",
        "【" + "长" * 20 + "】",
        "——记优秀职工",
    ],
)
def test_no_columns(text: str) -> None:
    assert column_title(text) is None


@pytest.mark.parametrize(
    ("text", "title", "page"),
    [
        ("慰问一线职工……3", "慰问一线职工", 3),
        ("慰问一线职工 …………（12）", "慰问一线职工", 12),
        ("慰问一线职工.......3", "慰问一线职工", 3),
        ("慰问一线职工  3", "慰问一线职工", 3),
        ("慰问一线职工\t3", "慰问一线职工", 3),
        ("慰问一线职工（3）", "慰问一线职工", 3),
        ("★ 慰问一线职工 ······ 21", "★ 慰问一线职工", 21),
    ],
)
def test_contents_lines(text: str, title: str, page: int) -> None:
    assert paged(text) == (title, page)


@pytest.mark.parametrize(
    "text", ["慰问一线职工", "慰问一线职工12", "救助11人", "2023……3月8日", "……3", "慰问一线职工……1234", ""]
)
def test_no_contents_lines(text: str) -> None:
    assert paged(text) is None


def test_how_bodies_begin_is_told_by_name() -> None:
    begun = {
        text: found.lastgroup
        for text in ("3月8日，市总", "近日，市总", "为深入推进", "本报讯（记者", "会议强调，")
        if (found := opening().match(text))
    }
    assert list(begun.values()) == ["date", "recently", "purpose", "wire", "continuation"]
    assert opening().match("云州市总工会慰问职工") is None


def test_headlines_have_verbs() -> None:
    assert verbs().search("云州市总工会召开全委会")
    assert not verbs().search("领导的话")
