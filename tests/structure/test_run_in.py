from __future__ import annotations

import pytest

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.structure.rows import Row, read_rows
from gov_bulletin_nlp.structure.run_in import headline_start, splits

BODY = "3月8日，市总走访12家企业，送去慰问品300余份，受到职工的普遍欢迎。"


def _row(text: str) -> Row:
    return read_rows(clean(from_text(text))).rows[0]


def _found(text: str) -> dict[str, tuple[str, str]]:
    """By the kind of end: the headline and the first characters of the body that each split gives."""
    row = _row(text)
    return {
        next(f for f in features if f.startswith("split:")): (
            row.text[headline_start(row, start) : start],
            row.text[end : end + 4],
        )
        for (start, end), features in splits(row)
    }


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (f"市总慰问一线职工　　{BODY}", "split:gap"),
        (f"市总慰问一线职工 {BODY}", "split:space"),
        (f"市总慰问一线职工。{BODY}", "split:stop"),
        (f"市总慰问一线职工：{BODY}", "split:colon"),
        (f"市总慰问一线职工{BODY}", "split:glued"),
        (f"【市总慰问一线职工】{BODY}", "split:bracket"),
        (f"●市总慰问一线职工。{BODY}", "split:stop"),
        (f"【东昌区】市总慰问一线职工　　{BODY}", "split:gap"),
        (f"3.【市总慰问一线职工】{BODY}", "split:bracket"),
    ],
)
def test_where_a_headline_may_end(text: str, how: str) -> None:
    assert _found(text)[how] == ("市总慰问一线职工", "3月8日")


@pytest.mark.parametrize(
    "text",
    [
        "3月8日　　市总走访12家企业，送去慰问品300余份，受到职工的普遍欢迎。",
        "市总召开会议，听取了关于“三服务 四送 五联”活动和其他工作情况的汇报",
        "市总慰问职工",
    ],
)
def test_where_no_headline_ends(text: str) -> None:
    assert _found(text) == {}


def test_the_mark_of_a_question_belongs_to_the_headline() -> None:
    assert _found(f"●校车为什么少了5辆？{BODY}")["split:stop"][0] == "校车为什么少了5辆？"
