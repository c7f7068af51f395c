from __future__ import annotations

import pytest

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.structure.readings import ALLOWED, CLOSED, FINAL, readings
from gov_bulletin_nlp.structure.rows import read_rows

BODY = "3月8日，市总走访12家企业，了解复工复产情况，并给困难职工送去慰问品300余份，受到职工的普遍欢迎，还听取了他们的意见。"


def _kinds(*lines: str) -> list[str]:
    return ["".join(sorted({r.kind for r in row})) for row in readings(read_rows(clean(from_text("\n".join(lines)))))]


@pytest.mark.parametrize(
    ("line", "offered", "refused"),
    [
        ("市总慰问一线职工", "HBIC", "Rb"),
        (BODY, "BI", "HCT"),
        (f"{BODY}（宋知远）", "biBI", "H"),
        (f"市总慰问一线职工　　{BODY}", "R", "C"),
        ("图为慰问现场。", "P", "R"),
        ("供稿：宋知远", "KQ", "R"),
    ],
)
def test_what_a_row_may_be(line: str, offered: str, refused: str) -> None:
    (kinds,) = _kinds("某县总开展竞赛", line)[1:]
    assert set(offered) <= set(kinds)
    assert not set(refused) & set(kinds)


def test_the_date_under_a_signature_may_close_an_article() -> None:
    assert "K" in _kinds("各位会员", BODY, "宋知远", "2023年3月8日")[3]


@pytest.mark.parametrize("line", ["2025年9月20日　澳門", "2025年7月至2026年7月 澳門", "9月16日至18日"])
def test_a_day_and_a_place_under_a_headline_do_not_go_on_with_it(line: str) -> None:
    kinds = _kinds("某县总开展竞赛", "某县总开展职工技能竞赛", line, BODY)[2]
    assert "Q" in kinds
    assert not set(kinds) & set("GS")


def test_a_second_line_may_open_with_a_year() -> None:
    assert "G" in _kinds("某县总开展竞赛", "某县总召开", "2025年度职工代表大会", BODY)[2]


def test_every_row_has_a_reading_whatever_it_is() -> None:
    assert all("B" in kinds and "I" in kinds for kinds in _kinds("。", "1", "（", "市总", BODY, "————1————a"))


def test_every_kind_can_be_reached_and_left() -> None:
    followers = set().union(*ALLOWED.values())
    assert set(ALLOWED) - {"^"} <= followers
    assert followers <= set(ALLOWED)
    assert set(CLOSED) <= FINAL
