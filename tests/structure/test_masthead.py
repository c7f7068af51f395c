from __future__ import annotations

from typing import Any

import pytest

from gov_bulletin_nlp.structure.masthead import looks_like_masthead, read_date, read_masthead


def _read(text: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Values and printed surfaces of a masthead given as lines."""
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    fields = read_masthead(lines)
    surfaces = {name: "|".join(text[start:end] for start, end in field.spans) for name, field in fields.items()}
    return {name: field.value for name, field in fields.items()}, surfaces


BASIC = {
    "title": "云州工运",
    "issue_label": "第三期",
    "issue_number": 3,
    "issuer": "云州市总工会",
    "date": "2023-03",
    "year": 2023,
}

WHOLE: list[tuple[str, dict[str, Any]]] = [
    ("云州工运\n第三期\n云州市总工会\n2023年3月", BASIC),
    ("云州工运\n第三期\n云州市总工会  2023年3月", BASIC),
    ("云州工运\n（第三期）\n云州市总工会编\n2023年3月", BASIC),
    ("云州工运\n第三期\n云州市总工会主办\n二〇二三年三月", BASIC),
    ("内部资料 注意保存\n云州工运\n第三期\n云州市总工会\n2023年3月", BASIC | {"secrecy": "内部资料 注意保存"}),
    (
        "工作简报\n2024年第7期（总第123期）\n明水县教育局办公室  2024年7月15日",
        {
            "title": "工作简报", "issue_label": "2024年第7期", "issue_number": 7, "total_issue": 123, "year": 2024,
            "issuer": "明水县教育局办公室", "date": "2024-07-15",
        },
    ),
    (
        "简报\n〔2024〕7\n明水县水务局\n2024-07-15",
        {"title": "简报", "issue_label": "〔2024〕7", "issue_number": 7, "year": 2024, "issuer": "明水县水务局", "date": "2024-07-15"},
    ),
    (
        "应急快报\n第 12 期\n主办单位：明水县应急管理局\n2024.7.15",
        {"title": "应急快报", "issue_label": "第 12 期", "issue_number": 12, "year": 2024, "issuer": "明水县应急管理局", "date": "2024-07-15"},
    ),
    (
        "法院信息\n增刊\n明水县人民法院\n二〇二四年七月十五日",
        {"title": "法院信息", "issue_label": "增刊", "year": 2024, "issuer": "明水县人民法院", "date": "2024-07-15"},
    ),
    (
        "科技动态\n第十二期\n明水县科学技术局编印\n2024年12月30日",
        {"title": "科技动态", "issue_label": "第十二期", "issue_number": 12, "year": 2024, "issuer": "明水县科学技术局", "date": "2024-12-30"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fields"), WHOLE, ids=[text.replace("\n", " ") for text, _ in WHOLE])
def test_whole_mastheads(text: str, fields: dict[str, Any]) -> None:
    values, surfaces = _read(text)
    assert values == fields
    for name in ("title", "issue_label", "issuer", "secrecy"):
        if name in fields:
            assert surfaces[name] == fields[name]


def test_a_letter_spaced_title_is_closed() -> None:
    values, surfaces = _read("工 作 简 报\n第3期")
    assert (values["title"], surfaces["title"]) == ("工作简报", "工 作 简 报")


def test_a_title_over_two_lines() -> None:
    values, surfaces = _read("明水县\n农情简报\n第3期\n2023年3月")
    assert values["title"] in ("明水县农情简报", "农情简报")
    assert surfaces["title"].replace("|", "") == values["title"]


@pytest.mark.parametrize(
    ("line", "label", "number", "total", "year"),
    [
        ("第三期", "第三期", 3, None, None),
        ("第 12 期", "第 12 期", 12, None, None),
        ("（第3期）", "第3期", 3, None, None),
        ("第二十一期", "第二十一期", 21, None, None),
        ("2023年第3期", "2023年第3期", 3, None, 2023),
        ("２０２０年第１２期", "２０２０年第１２期", 12, None, 2020),
        ("二〇二三年第三期", "二〇二三年第三期", 3, None, 2023),
        ("2024年第7期（总第123期）", "2024年第7期", 7, 123, 2024),
        ("第7期(总第123期)", "第7期", 7, 123, None),
        ("〔2024〕7", "〔2024〕7", 7, None, 2024),
        ("第一百零三期", "第一百零三期", 103, None, None),
    ],
)
def test_issue_labels(line: str, label: str, number: int, total: int | None, year: int | None) -> None:
    values, surfaces = _read(line)
    assert (values.get("issue_label"), values.get("issue_number"), values.get("total_issue"), values.get("year")) == (
        label,
        number,
        total,
        year,
    )
    assert surfaces["issue_label"] == label


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2023年3月", "2023-03"),
        ("2023年3月8日", "2023-03-08"),
        ("2023 年 3 月 8 日", "2023-03-08"),
        ("二〇二四年七月十五日", "2024-07-15"),
        ("二○二四年十二月三十一日", "2024-12-31"),
        ("２０２３年３月８日", "2023-03-08"),
        ("2024-07-15", "2024-07-15"),
        ("2024.7.15", "2024-07-15"),
        ("2024.7", "2024-07"),
        ("2024/7/15", "2024-07-15"),
        ("民國112年3月8日", "2023-03-08"),
        ("云州市总工会  2023年3月8日印发", "2023-03-08"),
    ],
)
def test_dates(text: str, value: str) -> None:
    found = read_date(text)
    assert found is not None
    assert found[0] == value
    start, end = found[1]
    assert text[start:end].strip() == text[start:end]
    assert any(character.isdigit() or character in "一二三四五六七八九十〇○" for character in text[start:end])


@pytest.mark.parametrize("text", ["", "第三期", "2023年第3期", "3月8日", "2023年13月", "0434-5550123", "1年"])
def test_no_dates(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("云州工运", {"title"}),
        ("第三期", {"issue"}),
        ("云州市总工会  2023年3月", {"date"}),
        ("云州市总工会", {"issuer"}),
        ("秘密★1年", {"secrecy"}),
        ("2024年第7期（总第123期）", {"issue"}),
    ],
)
def test_what_a_line_could_hold(text: str, fields: set[str]) -> None:
    assert fields <= looks_like_masthead(text)


@pytest.mark.parametrize("text", ["3月8日，市总走访12家企业。", "慰问一线职工", "云" * 80])
def test_lines_that_are_no_masthead(text: str) -> None:
    assert looks_like_masthead(text) == set()


def test_nothing_there_is_nothing_read() -> None:
    assert read_masthead([]) == {}
    assert _read("——————") == ({}, {})
