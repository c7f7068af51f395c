"""Series: what rows with the same marker are. All texts are made up."""

from __future__ import annotations

import pytest

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.structure.rows import Issue, read_rows

BODY = "3月8日，市总走访12家企业，了解复工复产情况，并给困难职工送去慰问品300余份，受到职工的普遍欢迎，还听取了他们的意见和建议。"
SHORT = "3月8日，市总走访12家企业，了解复工复产情况，送去慰问品300余份。"


def _rows(text: str) -> Issue:
    return read_rows(clean(from_text(text)))


def test_a_numbering_that_runs_on_over_articles_is_single() -> None:
    issue = _rows(f"一、市总慰问职工\n{BODY}\n二、县总开展竞赛\n{BODY}\n三、区总举办讲座\n{BODY}\n")
    assert {row.series for row in issue.rows if row.mark} == {"single:far"}


def test_a_numbering_that_starts_again_inside_articles_says_so() -> None:
    steps = "1.摸清底数\n2.压实责任\n"
    issue = _rows(f"市总慰问职工\n{BODY}\n{steps}县总开展竞赛\n{BODY}\n{steps}")
    assert {row.series for row in issue.rows if row.mark} == {"restarts:far"}


@pytest.mark.parametrize(
    ("text", "led"), [(BODY, True), (SHORT, True), ("云州工运", False), ("市总召开全委会。", False)]
)
def test_a_series_that_begins_after_text_is_led(text: str, led: bool) -> None:
    issue = _rows(f"市总慰问职工\n{text}\n一、摸清底数\n{BODY}\n二、压实责任\n{BODY}\n")
    assert {row.series_led for row in issue.rows if row.mark} == {led}


def test_bylines_between_the_members_close_them() -> None:
    issue = _rows(f"一、市总慰问职工\n{BODY}（宋知远）\n二、县总开展竞赛\n{BODY}（黄寰）\n三、区总办讲座\n{BODY}\n")
    assert {row.series_closed for row in issue.rows if row.mark} == {True}
    issue = _rows(f"一、市总慰问职工\n{BODY}\n二、县总开展竞赛\n{BODY}\n三、区总办讲座\n{BODY}\n")
    assert {row.series_closed for row in issue.rows if row.mark} == {False}


def test_members_with_a_title_and_a_text_are_titled() -> None:
    items = "".join(f"●{title}。{BODY}\n" for title in ("市总慰问职工", "县总开展竞赛", "区总办讲座"))
    assert {row.peers_titled for row in _rows(items).rows if row.mark} == {"titles"}
    dated = "".join(f"●{BODY}\n" for _ in range(3))
    assert {row.peers_titled for row in _rows(dated).rows if row.mark} == {"dated"}
