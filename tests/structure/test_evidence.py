from __future__ import annotations

import pytest

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.structure.evidence import bucket, ending, neighbours, own, tail_evidence
from gov_bulletin_nlp.structure.rows import read_rows


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("慰问职工。", "stop"),
        ("慰问职工！", "cry"),
        ("各单位：", "colon"),
        ("慰问职工，", "comma"),
        ("“五一”", "quote"),
        ("（宋知远）", "bracket"),
        ("慰问职工", "word"),
        ("12", "other"),
    ],
)
def test_how_a_row_ends(text: str, end: str) -> None:
    assert ending(text) == end


def test_lengths_fall_into_ordered_classes() -> None:
    classes = [bucket(number) for number in (3, 4, 9, 10, 110, 111)]
    assert classes == ["0", "1", "2", "3", "10", "x"]


def test_a_row_tells_of_itself_and_its_neighbours() -> None:
    issue = read_rows(clean(from_text("一、市总慰问职工\n近日，市总走访企业。（宋知远）\n二、县总开展竞赛\n")))
    first, second, _ = issue.rows
    assert {"mark", "mark:one", "end:word"} <= set(own(first, issue))
    assert "first" in neighbours(first, None, second)
    assert "p:tail:person" in neighbours(issue.rows[2], second, None)
    assert "last" in neighbours(issue.rows[2], second, None)
    assert "opens:recently" in own(second, issue)


def test_a_tail_without_brackets_is_told_from_one_with() -> None:
    bracketed, bare = (
        read_rows(clean(from_text(text))).rows[0] for text in ("市总走访企业。（宋知远）", "市总走访企业。　宋知远")
    )
    assert tail_evidence(bracketed) == ["tail:person", "tail:after:stop"]
    assert "tail:bare" in tail_evidence(bare)


def test_a_row_is_told_by_what_its_neighbours_are() -> None:
    body = "近日，市总召开全委会，总结去年工作，部署今年任务，表彰先进集体36个和先进个人120名，现予通报。"
    text = f"关于表彰先进的通报\n\n各县（市、区）总工会：\n\n{body}\n\n云州市总工会\n\n2023年3月8日\n"
    title, salutation, middle, signed, _ = read_rows(clean(from_text(text))).rows
    assert "n:is:salutation" in neighbours(title, None, salutation)
    assert "p:is:document-title" in neighbours(salutation, title, middle)
    assert "n:is:signed" in neighbours(middle, salutation, signed)
