from __future__ import annotations

import pytest

from gov_bulletin_nlp.errors import GoldInvalid
from gov_bulletin_nlp.markup import gold, parse_markup, plain_text, problems

MARKED = """+++
issuer_kind = "union"
[masthead]
title = "云州工运"
issue_label = "第三期"
date = "2023-03"
[colophon]
editors = ["宋知远"]
+++
云 州 工 运
第三期

本期要目
⟦toc:慰问一线职工⟧……1

⟦note:编者按：本期刊登两篇。⟧

⟦col:【工 作 动 态】⟧

⟦h:⟦o:云州市总工会⟧慰问一线职工⟧ ⟦b:⟦d=2023-03-08:3月8日⟧，⟦o=云州市总工会:市总⟧走访⟦q=12|家||企业:12家⟧企业，⟦o=云州市总工会:市总⟧发放慰↵
⟦x:— 1 —⟧
问品⟦q=300|份|over|慰问品:300余份⟧。
⟦cap:图为慰问现场⟧
参加活动的职工达⟦q=50..60|人||职工:50—60人⟧，修桥⟦q?=1|座||桥:一座⟧。⟧（⟦by:宋 知 远⟧）

⟦h:开展竞赛⟧
⟦sub:以赛促学⟧
⟦b:⟦p:尉迟敏⟧在⟦l:云州⟧夺冠。⟧
⟦byo:云州市教育局⟧

⟦col:⟧

⟦a:⟧⟦b:没有标题的一条。⟧

编辑：宋知远
"""


def test_marks_are_taken_off_with_their_places() -> None:
    marked = parse_markup(MARKED)
    assert marked.header["masthead"]["title"] == "云州工运"
    headline = next(mark for mark in marked.marks if mark.tag == "h")
    assert marked.text[headline.start : headline.end] == "云州市总工会慰问一线职工"
    (inner,) = marked.inside(headline, "o")
    assert marked.text[inner.start : inner.end] == "云州市总工会"
    optional = [mark for mark in marked.marks if mark.optional]
    assert [(mark.tag, mark.value, marked.text[mark.start : mark.end]) for mark in optional] == [
        ("q", "1|座||桥", "一座")
    ]


def test_the_plain_text_is_what_the_office_printed() -> None:
    text = plain_text(parse_markup(MARKED))
    assert not set("⟦⟧↵") & set(text)
    assert "云州市总工会慰问一线职工 3月8日，市总走访12家企业，市总发放慰\n— 1 —\n问品300余份。\n图为慰问现场\n" in text
    assert text.startswith("云 州 工 运\n第三期\n")


def test_gold_of_the_articles() -> None:
    record = gold(parse_markup(MARKED))
    first, second, third = record["articles"]
    assert (first["headline"], first["column"], first["paragraphs"]) == ("云州市总工会慰问一线职工", "工作动态", 2)
    assert first["bylines"] == [{"name": "宋知远", "kind": "person"}]
    assert (first["body_start"], first["body_end"]) == ("3月8日，市总走访12家", "50—60人，修桥一座。")
    assert (second["headline"], second["subtitle"], second["bylines"]) == (
        "开展竞赛",
        "以赛促学",
        [{"name": "云州市教育局", "kind": "organization"}],
    )
    assert (third["headline"], third["column"], third["bylines"]) == (None, None, [])


def test_gold_of_what_stands_inside() -> None:
    record = gold(parse_markup(MARKED))
    assert [
        (q["text"], q["value"], q["upper"], q["unit"], q["qualifier"], q["counted"], q.get("optional", False))
        for q in record["counts"]
    ] == [
        ("12家", 12, None, "家", "exact", "企业", False),
        ("300余份", 300, None, "份", "over", "慰问品", False),
        ("50—60人", 50, 60, "人", "range", "职工", False),
        ("一座", 1, None, "座", "exact", "桥", True),
    ]
    assert record["dates"] == [{"article": 0, "text": "3月8日", "value": "2023-03-08"}]
    assert [(e["article"], e["type"], e["text"], e.get("canonical")) for e in record["entities"]] == [
        (0, "ORG", "云州市总工会", None),
        (0, "ORG", "市总", "云州市总工会"),
        (1, "PER", "尉迟敏", None),
        (1, "LOC", "云州", None),
    ]
    assert record["extra"] == {
        "contents": ["慰问一线职工"],
        "captions": ["图为慰问现场"],
        "page_noise": ["— 1 —"],
        "editor_notes": ["编者按：本期刊登两篇。"],
    }


def test_a_headline_over_two_lines_is_one() -> None:
    record = gold(parse_markup("⟦h:云州市总工会\n慰问职工⟧\n⟦b:好。⟧\n⟦h:第一行⟧\n⟦h:第二行⟧\n⟦b:好。⟧"))
    assert [article["headline"] for article in record["articles"]] == ["云州市总工会慰问职工", "第一行第二行"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("+++\ntitle = 1\n", "no closing"),
        ("+++\ntitle =\n+++\n", "not TOML"),
        ("⟦b:开放", "is not closed"),
        ("多了⟧", "without"),
        ("⟦zz:不认识⟧", "unknown mark"),
        ("⟦没有标签⟧", "unknown mark"),
    ],
)
def test_what_breaks_the_markup_is_told(source: str, message: str) -> None:
    with pytest.raises(GoldInvalid, match=message) as caught:
        parse_markup(source, "x.ann")
    assert caught.value.source == "x.ann"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("⟦h:只有标题⟧", "has no body"),
        ("⟦h:标题⟧⟦b: ⟧", "is empty"),
        ("⟦by:宋知远⟧", "before any article"),
        ("⟦b:⟦q=many|家:多家⟧⟧", "no number"),
        ("⟦b:⟦q=3|家|roughly:三家⟧⟧", "unknown qualifier"),
    ],
)
def test_what_breaks_the_gold_is_told(source: str, message: str) -> None:
    with pytest.raises(GoldInvalid, match=message):
        gold(parse_markup(source), "x.ann")


def test_a_sound_bulletin_has_no_problems() -> None:
    assert problems(parse_markup(MARKED)) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('+++\n[masthead]\ntitle = "云州工运"\n+++\n云州信息', "masthead.title: '云州工运' does not stand in the text"),
        (
            '+++\n[colophon]\neditors = ["宋知远", "尉迟敏"]\n+++\n编辑：宋知远',
            "colophon.editors: '尉迟敏' does not stand",
        ),
        (
            '+++\n[masthead]\nissue_label = "第3期（总第9期）"\n+++\n第3期（总第9期）',
            "has brackets or a running number",
        ),
        ("⟦b:⟦o:⟧好。⟧", "empty o mark"),
        ("⟦b:⟦o:云州\n市⟧好。⟧", "over a line end"),
        ("⟦b:⟦q=3|家:家⟧⟧", "quantity without a number"),
        ("⟦b:⟦d:3月⟧⟧", "date without a value"),
        ("⟦b:本报讯 近日，⟧", "opens with a byline"),
        ("⟦b:近日。（供稿：宋知远）⟧", "ends with a byline"),
    ],
)
def test_suspicious_marks_are_told(source: str, problem: str) -> None:
    assert any(problem in found for found in problems(parse_markup(source)))


def test_windows_line_ends_are_read_alike() -> None:
    assert gold(parse_markup(MARKED.replace("\n", "\r\n"))) == gold(parse_markup(MARKED))
