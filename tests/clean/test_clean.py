from __future__ import annotations

import pytest

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.clean.furniture import furniture, is_page_number, is_rule
from gov_bulletin_nlp.document import Line, RawDocument
from gov_bulletin_nlp.ingest import from_text

FIRST = "3月8日，市总走访12家企业，了解复工复产情况，并给困难职工送去慰问品。"
SECOND = "慰问组每到一处，都同职工亲切交谈，鼓励他们坚守岗位、再立新功。"


def _cleaned(text: str) -> str:
    return clean(from_text(text)).text


def _wrapped(paragraphs: list[str], width: int, indent: str = "　　") -> str:
    lines = []
    for paragraph in paragraphs:
        whole = indent + paragraph
        lines += [whole[at : at + width] for at in range(0, len(whole), width)]
    return "\n".join(lines) + "\n"


def test_one_paragraph_a_line_without_indents_and_blank_lines() -> None:
    assert _cleaned(f"\ufeff\n\n　　{FIRST}\r\n\r\n\r\n　　{SECOND}  \r\n") == f"{FIRST}\n{SECOND}"


def test_nothing_is_nothing() -> None:
    document = clean(from_text(" \n\u3000\n"))
    assert (document.text, document.lines) == ("", ())


def test_every_line_tells_its_stretch_and_its_print() -> None:
    document = clean(from_text(f"云州工运\n\n\n　　{FIRST}\n"))
    assert [document.text[line.start : line.end] for line in document.lines] == ["云州工运", FIRST]
    assert document.lines[1].indent == 4
    assert document.lines[1].space_above == 2


@pytest.mark.parametrize("tear", ["\n\n", "\n\n\n", "\n— 2 —\n", "\n\n- 2 -\n\n", "\n第 2 页 共 8 页\n"])
def test_a_torn_paragraph_is_one_again(tear: str) -> None:
    text = f"云州市总工会慰问职工\n\n{FIRST}\n\n{SECOND[:20]}{tear}{SECOND[20:]}\n\n{FIRST}\n"
    assert _cleaned(text).split("\n") == ["云州市总工会慰问职工", FIRST, SECOND, FIRST]


def test_a_tear_between_latin_words_keeps_them_apart() -> None:
    text = "会议学习了有关文件，听取了部门汇报。与会人员围绕数字化转型展开讨论，介绍了 Smart\n\nFactory 的建设经验和做法。\n"
    assert _cleaned(text).count("Smart Factory") == 1


def test_whole_paragraphs_are_not_joined() -> None:
    for text in (f"{FIRST}\n\n{SECOND}", f"{FIRST}\n{SECOND}", f"市总慰问职工\n\n{FIRST}\n\n县总开展竞赛\n\n{SECOND}"):
        assert _cleaned(text).split("\n") == [line for line in text.split("\n") if line]


@pytest.mark.parametrize("width", [22, 30, 38])
def test_hard_line_ends_are_undone(width: int) -> None:
    paragraphs = [FIRST + SECOND, SECOND + FIRST + SECOND, FIRST + FIRST, SECOND + SECOND + FIRST]
    assert _cleaned(_wrapped(paragraphs, width)).split("\n") == paragraphs


def test_page_numbers_and_running_heads_go() -> None:
    page, head = [FIRST, SECOND, FIRST, SECOND], "云州工运 2023年第3期"
    text = "\n".join(["云州工运", "第三期", *page, "— 1 —", head, *page, "— 2 —", head, *page, "— 3 —"])
    assert _cleaned(text).split("\n") == ["云州工运", "第三期", *page, *page, *page]


def test_drawn_rules_go() -> None:
    assert _cleaned(f"云州工运\n————————\n{FIRST}\n* * *\n报：市委\n").split("\n") == ["云州工运", FIRST, "报：市委"]


@pytest.mark.parametrize("line", ["12", "2023", "（3）", "第三期", "3月8日"])
def test_a_single_number_in_a_text_is_no_page_number(line: str) -> None:
    kept = _cleaned(f"{FIRST}\n{line}\n{SECOND}\n").split("\n")
    assert line in kept or line == "（3）"


def test_a_table_of_numbers_survives() -> None:
    text = "各县完成情况\n\n明水县\n12\n青冈县\n7\n望奎县\n30\n"
    assert _cleaned(text).split("\n") == ["各县完成情况", "明水县", "12", "青冈县", "7", "望奎县", "30"]


def test_bare_numbers_that_count_on_are_page_numbers() -> None:
    body = "\n".join([FIRST, SECOND, FIRST])
    text = f"{body}\n1\n{body}\n2\n{body}\n3\n"
    assert not {"1", "2", "3"} & set(_cleaned(text).split("\n"))


def test_half_width_punctuation_is_mended_only_in_a_text_typed_so() -> None:
    half = "3月8日,市总走访企业,送去慰问品;职工们说:谢谢!\n"
    assert _cleaned(half) == "3月8日，市总走访企业，送去慰问品；职工们说：谢谢！"
    assert _cleaned(FIRST * 3 + "他说,好。") == FIRST * 3 + "他说,好。"


def test_shapes_of_page_numbers_and_rules() -> None:
    assert is_page_number("— 2 —")
    assert not is_page_number("— 2 —" + " " * 30)
    assert is_rule("=====")
    assert not is_rule("==")


def _page(y0: float, y1: float, page: int = 0) -> Line:
    return Line(0, 0, page=page, size=12, x0=50, x1=350, y0=y0, y1=y1)


def test_on_a_page_its_edge_speaks_for_furniture() -> None:
    size = ((400.0, 600.0), (400.0, 600.0))
    texts = ["云州工运　第三期", "12", "正文", "2", "云州工运　第三期", "正文"]
    lines = [_page(20, 32), _page(300, 312), _page(320, 332), _page(580, 592), _page(20, 32, 1), _page(300, 312, 1)]
    assert furniture(texts, lines, size) == {0, 3, 4}


def test_cells_of_tables_stay_apart() -> None:
    lines = (Line(0, 3, page=0, table=True), Line(4, 7, page=0, table=True))
    raw = RawDocument(None, "0" * 64, "application/pdf", "明水县\n青冈县", lines)
    assert clean(raw).text == "明水县\n青冈县"
