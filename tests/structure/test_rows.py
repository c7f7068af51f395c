from __future__ import annotations

import pytest

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.structure.rows import Issue, read_rows

BODY = "3月8日，市总走访12家企业，了解复工复产情况，并给困难职工送去慰问品300余份，受到职工的普遍欢迎，还听取了他们的意见和建议。"


def _rows(text: str) -> Issue:
    return read_rows(clean(from_text(text)))


def _flags(issue: Issue, text: str) -> set[str]:
    (row,) = [row for row in issue.rows if row.text == text]
    return row.flags


def test_an_item_number_before_a_figure_is_told_by_its_neighbours() -> None:
    issue = _rows("6.市总召开全委会。\n7.109国道恢复通行。\n8.县总开展竞赛。\n")
    assert [row.mark.number for row in issue.rows if row.mark] == [6, 7, 8]
    assert issue.rows[1].core == "109国道恢复通行。"


def test_a_decimal_alone_is_no_item() -> None:
    assert _rows("7.109米是警戒水位。\n市总召开全委会。\n").rows[0].mark is None


def test_under_a_heading_of_briefs_stand_briefs() -> None:
    issue = _rows(
        f"市总慰问职工\n{BODY}\n简讯三则\n▲5月6日，市总召开会议。\n▲5月7日，县总开展竞赛。\n工作交流\n{BODY}\n"
    )
    assert "briefs" in _flags(issue, "简讯三则")
    assert [row.text[:6] for row in issue.rows if "brief" in row.flags] == ["▲5月6日，", "▲5月7日，"]


def test_who_signs_stands_over_a_date() -> None:
    issue = _rows(f"关于表彰先进的通报\n{BODY}\n云州市总工会\n2023年3月8日\n")
    assert "signed" in _flags(issue, "云州市总工会")
    assert "signature" in _flags(issue, "2023年3月8日")


def test_a_label_that_comes_back_is_a_credit_and_no_colophon() -> None:
    pages = "".join(f"{title}\n{BODY}\n编辑：宋知远\n" for title in ("市总慰问", "县总竞赛", "区总讲座"))
    assert "label-again" in _flags(_rows(pages + "编辑部电话：0434-1234567\n" + "编辑：欧阳川\n"), "编辑：欧阳川")
    assert "label-again" not in _flags(_rows(f"市总慰问\n{BODY}\n编辑：宋知远\n"), "编辑：宋知远")


def test_many_dated_lines_are_a_chronicle() -> None:
    days = "".join(f"3月{day}日　市总召开会议。\n" for day in range(1, 6))
    assert sum("entry" in row.flags for row in _rows(f"大事记\n{days}").rows) == 5
    assert not any("entry" in row.flags for row in _rows(f"{BODY}\n3月8日　市总召开会议。\n").rows)


def test_contents_are_known_by_the_titles_that_come_back() -> None:
    titles = ["云州市总工会慰问一线职工", "明水县总工会举办读书分享会", "青冈县总工会开展技能竞赛"]
    issue = _rows("本期要目\n" + "\n".join(titles) + "\n" + "".join(f"{title}\n{BODY}\n" for title in titles))
    assert [row.text for row in issue.rows if row.in_toc] == ["本期要目", *titles]
    assert [title for _, title, _ in issue.toc] == titles
    assert all(row.toc_score == 1.0 and row.toc_order for row in issue.rows[4:] if row.text in titles)


@pytest.mark.parametrize(
    ("text", "found"), [("款6台。（滕建新", "滕建新"), ("办结三件。（滕建新）", "滕建新"), ("办结三件。", None)]
)
def test_a_closing_bracket_may_be_missing(text: str, found: str | None) -> None:
    tail = _rows(text).rows[0].tail
    assert (tail.credits.names[0].name if tail else None) == found


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("图书馆延长开放时间 2019-11-06", "图书馆延长开放时间"),
        ("图书馆延长开放时间[2019-11-06]", "图书馆延长开放时间"),
        ("图书馆延长开放时间（点击：207）", "图书馆延长开放时间"),
        ("图书馆延长开放时间 [11-06]", "图书馆延长开放时间"),
    ],
)
def test_a_day_or_counter_behind_a_title_is_a_stamp(text: str, title: str) -> None:
    row = _rows(text).rows[0]
    assert "stamped" in row.flags
    assert row.text[: row.stamp] == title


@pytest.mark.parametrize(
    "text", ["图书馆延长开放时间（试行）", "2019-11-06", "馆藏增至11-06", "市总召开会议（3月8日）"]
)
def test_other_ends_are_no_stamps(text: str) -> None:
    assert all(row.stamp is None for row in _rows(text).rows)


def test_a_title_said_again_just_after_is_an_echo() -> None:
    issue = _rows(f"市总开展送清凉活动\n\n市总开展送清凉活动\n{BODY}\n县总举办读书会\n{BODY}\n")
    assert "echoed" in issue.rows[0].flags
    assert "echo" in issue.rows[1].flags
    assert not _flags(issue, "县总举办读书会") & {"echo", "echoed"}


def test_a_line_of_page_facts_says_so() -> None:
    issue = _rows(f"市总开展送清凉活动\n2021-04-29 08:46　浏览：33\n{BODY}\n供稿：宋知远\n")
    assert "facts" in issue.rows[1].flags
    assert "facts" not in issue.rows[3].flags
