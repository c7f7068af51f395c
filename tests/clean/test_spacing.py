from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.clean.spacing import close_spaces
from gov_bulletin_nlp.traced import TracedText


def _closed(line: str) -> str:
    return TracedText.of(line).replace(close_spaces(line)).text


@pytest.mark.parametrize(
    ("raw", "closed"),
    [
        ("工 作 简 报", "工作简报"),
        ("工　作　简　报", "工作简报"),
        ("本 期 要 目", "本期要目"),
        ("街面巡查 540 次，救助 11 人次", "街面巡查540次，救助11人次"),
        ("占 3.5 %", "占3.5%"),
        ("（黄 寰）", "（黄寰）"),
        ("好。 （宋知远）", "好。（宋知远）"),
        ("走访 ，慰问 。", "走访，慰问。"),
        ("“ 助企开工 送工返岗 ”", "“助企开工 送工返岗”"),
        ("云州市总工会　　2023年3月", "云州市总工会  2023年3月"),
        ("甲\t乙", "甲\t乙"),
        ("甲 \t 乙", "甲\t乙"),
        ("编辑：宋知远     审核：尉迟敏", "编辑：宋知远  审核：尉迟敏"),
    ],
)
def test_stray_spaces_are_closed(raw: str, closed: str) -> None:
    assert _closed(raw) == closed


@pytest.mark.parametrize(
    "kept",
    [
        "“助企开工 送工返岗”专场招聘会",
        "多措并举抓落实 真情服务暖人心",
        "云州市总工会组织劳模疗养 3月份，市总组织劳模疗养",
        "以人为本，保障温暖过冬 2022年年底，救助站启动行动",
        "Yunzhou Federation of Trade Unions",
        "没有空格。",
        "",
    ],
)
def test_spaces_that_mean_something_stay(kept: str) -> None:
    assert _closed(kept) == kept


@given(st.text("云州工运3年月，。（） \u3000\tA%", max_size=30))
def test_edits_are_in_order_and_touch_only_white_space(line: str) -> None:
    edits = close_spaces(line)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(edits))
    assert all(line[start:end].strip() == new.strip() == "" for start, end, new in edits)
    assert all(len(new) <= end - start and new != line[start:end] for start, end, new in edits)
    assert "".join(_closed(line).split()) == "".join(line.split())
