from __future__ import annotations

import pytest

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.structure.evidence import bucket, cohesion, ending, neighbours, own, tail_evidence
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


def test_a_headline_is_taken_up_by_the_text_after_it_and_not_by_the_one_before() -> None:
    lines = (
        "3月8日，市总走访12家企业，了解复工复产情况，并给困难职工送去慰问品300余份，受到职工的普遍欢迎和好评。",
        "明水县开展职工技能竞赛",
        "3月9日，明水县总工会开展职工技能竞赛，86名选手参加，评出一等奖3名，竞赛在县职教中心的实训车间举行。",
    )
    text, head, body = read_rows(clean(from_text("\n".join(lines)))).rows
    assert cohesion(head, text, body) == ["taken:before:none", "taken:after:much"]
    assert cohesion(head, body, text) == ["taken:before:much", "taken:after:none"]
    assert cohesion(body, text, None) == ["taken:before:none"]


def test_very_short_rows_say_nothing_of_the_text_around_them() -> None:
    first, second = read_rows(clean(from_text("简讯\n简讯两则在此"))).rows
    assert cohesion(first, None, second) == []
