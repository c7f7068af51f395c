from __future__ import annotations

import pytest

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.clean.furniture import furniture, is_page_number, is_rule, is_web
from gov_bulletin_nlp.document import Line
from gov_bulletin_nlp.ingest import from_text


def _dropped(*texts: str) -> set[str]:
    lines, at = [], 0
    for text in texts:
        lines.append(Line(at, at + len(text)))
        at += len(text) + 1
    return {texts[index] for index in furniture(texts, lines, ())}


@pytest.mark.parametrize("line", ["— 2 —", "第 2 页 共 8 页", "3 / 12", "第二版　云州工运　2023年4月28日"])
def test_page_numbers_are_told_by_their_shape(line: str) -> None:
    assert is_page_number(line.replace("\u3000", " "))


def test_a_bare_number_is_a_page_only_in_a_series() -> None:
    page = ["市总召开全委会。"] * 4
    assert "2" not in _dropped(*page, "2", *page)
    assert {"2", "3"} <= _dropped(*page, "2", *page, "3", *page)


def test_a_running_head_stands_beside_page_numbers() -> None:
    opening = [f"第{n}件事办成了。" for n in "一二三四五六"]
    found = _dropped(*opening, "云州工运 第3期", "— 2 —", "会议强调安全。", "云州工运 第3期", "— 3 —", "会议结束。")
    assert found == {"云州工运 第3期", "— 2 —", "— 3 —"}


def test_drawn_lines_and_frames_of_web_pages_go() -> None:
    assert is_rule("————————")
    assert is_web("当前位置：首页 > 工运动态 > 正文")
    assert not is_web("首页改版上线")


def test_what_stands_between_web_pages_joins_nothing() -> None:
    pages = "联系人：宋知远，电话：0434-5550123\n打印本页　关闭窗口\n当前位置：首页 > 工运动态\n市总慰问一线职工\n"
    assert clean(from_text(pages)).text == "联系人：宋知远，电话：0434-5550123\n市总慰问一线职工"
