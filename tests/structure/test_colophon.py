from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.structure.colophon import read_colophon


def _read(text: str) -> tuple[dict[str, Any], dict[str, list[str]]]:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    fields = read_colophon(lines)
    return {name: field.value for name, field in fields.items()}, {
        name: [text[a:b] for a, b in field.spans] for name, field in fields.items()
    }


CASES: list[tuple[str, dict[str, Any]]] = [
    ("报：市委、市政府", {"report_to": ["市委", "市政府"]}),
    ("报 送：市委，市政府；省总工会", {"report_to": ["市委", "市政府", "省总工会"]}),
    ("主送：明水县委办公室", {"report_to": ["明水县委办公室"]}),
    ("送：各县（市、区）总工会、市直各部门", {"send_to": ["各县（市、区）总工会", "市直各部门"]}),
    ("发：各乡镇人民政府", {"send_to": ["各乡镇人民政府"]}),
    ("抄送：市委办、市政府办", {"copy_to": ["市委办", "市政府办"]}),
    ("报：市委、市人大、市政协办公室", {"report_to": ["市委、市人大、市政协办公室"]}),
    ("送：市委各部委及市直各单位", {"send_to": ["市委各部委", "市直各单位"]}),
    # a part that leans on the end of a later one is no addressee of its own
    ("报：市委、市政府主要领导", {"report_to": ["市委、市政府主要领导"]}),
    ("报：市委、市人大、市政府、市政协领导同志", {"report_to": ["市委、市人大、市政府、市政协领导同志"]}),
    ("送：匹河乡党委、政府", {"send_to": ["匹河乡党委、政府"]}),
    ("送：青石乡党委、人大", {"send_to": ["青石乡党委、人大"]}),
    ("报：省、市关工委", {"report_to": ["省、市关工委"]}),
    ("发：各县、区总工会", {"send_to": ["各县、区总工会"]}),
    ("送：各监区、科室", {"send_to": ["各监区、科室"]}),
    ("送：市委书记、副书记", {"send_to": ["市委书记、副书记"]}),
    # others stand alone
    ("报：市委、市政府，市总工会主要领导", {"report_to": ["市委", "市政府", "市总工会主要领导"]}),
    ("报：省关工委、市关工委", {"report_to": ["省关工委", "市关工委"]}),
    ("报：省委、市关工委", {"report_to": ["省委", "市关工委"]}),
    ("送：青石乡党委、青石乡政府", {"send_to": ["青石乡党委", "青石乡政府"]}),
    ("送：青石乡党委；县政府", {"send_to": ["青石乡党委", "县政府"]}),
    ("送：各乡镇政府、市直各单位", {"send_to": ["各乡镇政府", "市直各单位"]}),
    ("编辑：宋知远", {"editors": ["宋知远"]}),
    ("责任编辑：宋知远 尉迟敏", {"editors": ["宋知远", "尉迟敏"]}),
    ("责任编辑：宋 知 远", {"editors": ["宋知远"]}),
    ("编 辑：黄 寰、刘 伟", {"editors": ["黄寰", "刘伟"]}),
    ("本期编辑 宋知远", {"editors": ["宋知远"]}),
    (
        "编辑：宋知远  审核：尉迟敏  签发：欧阳川",
        {"editors": ["宋知远"], "reviewers": ["尉迟敏"], "approver": "欧阳川"},
    ),
    ("主编：宋知远  校对：尉迟敏", {"reviewers": ["尉迟敏"]}),
    ("邮箱：yzgh@mail.example", {"emails": ["yzgh@mail.example"]}),
    ("投稿邮箱：yzgh_01@mail.example.cn", {"emails": ["yzgh_01@mail.example.cn"]}),
    ("电话：0434-5550123", {"phones": ["0434-5550123"]}),
    ("联系电话：0434-5550123 13800005550", {"phones": ["0434-5550123", "13800005550"]}),
    ("电话：（0434）5550123  传真：5550124", {"phones": ["（0434）5550123", "5550124"]}),
    ("地址：云州市和平路18号  邮编：136000", {"address": "云州市和平路18号"}),
    ("2023年3月10日印发", {"print_date": "2023-03-10"}),
    ("云州市总工会办公室  2023年3月印发", {"print_date": "2023-03"}),
    ("共印30份", {"copies": 30}),
    ("（共印 120 份）", {"copies": 120}),
    ("印数：五十份", {"copies": 50}),
    ("印数：一百二十份", {"copies": 120}),
    ("云州市总工会办公室 2023年3月10日印发 （共印60份）", {"print_date": "2023-03-10", "copies": 60}),
    ("宣传材料", {}),
    ("报名参加培训的职工", {}),
]


@pytest.mark.parametrize(("text", "fields"), CASES, ids=[text for text, _ in CASES])
def test_fields(text: str, fields: dict[str, Any]) -> None:
    values, surfaces = _read(text)
    assert values == fields
    for name, value in fields.items():
        if name in ("print_date", "copies"):
            assert len(surfaces[name]) == 1
        else:
            printed = ["".join(surface.split()) for surface in surfaces[name]]
            assert printed == (value if isinstance(value, list) else [value])


def test_a_whole_colophon() -> None:
    text = "报：市委、市政府\n送：各县（市、区）总工会，\n市直各部门\n编辑：宋知远　审核：尉迟敏\n电话：0434-5550123　邮箱：yzgh@mail.example\n云州市总工会办公室　2023年3月10日印发　共印60份"
    values, _ = _read(text)
    assert values == {
        "report_to": ["市委", "市政府"], "send_to": ["各县（市、区）总工会", "市直各部门"], "editors": ["宋知远"], "reviewers": ["尉迟敏"],
        "phones": ["0434-5550123"], "emails": ["yzgh@mail.example"], "print_date": "2023-03-10", "copies": 60,
    }  # fmt: skip


def test_nothing_there_is_nothing_read() -> None:
    assert read_colophon([]) == {}


@given(
    st.lists(
        st.sampled_from(
            [
                "报：",
                "送：",
                "编辑：",
                "共印",
                "印发",
                "份",
                "电话：",
                "0434-5550123",
                "a@b.cn",
                "宋知远",
                "市委",
                "、",
                "，",
                " ",
                "（",
                "）",
                "及",
                "各县",
                "2023年3月",
                "\n",
                "办公室",
                "地址：",
                "签发：",
            ]
        ),
        max_size=20,
    ).map("".join)
)
def test_spans_hold_what_was_read(text: str) -> None:
    values, surfaces = _read(text)
    for name, value in values.items():
        assert all(surfaces[name])
        if isinstance(value, list):
            assert {"".join(surface.split()) for surface in surfaces[name]} == {"".join(item.split()) for item in value}


def test_a_colophon_in_traditional_characters_is_read_as_printed() -> None:
    lines = [(0, "責任編輯：劉 偉　審核：陳衛東"), (20, "報送：縣委辦公室、縣總工會　聯繫電話：0123-4567890")]
    fields = read_colophon(lines)
    assert fields["editors"].value == ["劉偉"]
    assert fields["editors"].spans == ((5, 8),)
    assert fields["report_to"].value == ["縣委辦公室", "縣總工會"]
