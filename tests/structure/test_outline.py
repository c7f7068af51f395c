from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.document import Outline
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.structure import structure

FIRST = "3月8日，市总走访12家企业，了解复工复产情况，并给困难职工送去慰问品300余份，受到职工的普遍欢迎。"
SECOND = "近日，明水县总工会举办读书分享会，86名职工围绕劳模精神交流心得，现场赠书近200册，气氛十分热烈。"
THIRD = "为了提高职工的技能水平，青冈县总工会于3月中旬举办技能竞赛，共有120名职工参加，其中女职工占三成。"
HEAD = "云州工运\n第三期\n云州市总工会\n2023年3月\n\n"
TITLES = ["云州市总工会慰问一线职工", "明水县总工会举办读书分享会", "青冈县总工会开展职工技能竞赛"]


def _outline(text: str) -> tuple[str, Outline]:
    document = clean(from_text(text))
    return document.text, structure(document)


def _headlines(text: str) -> list[str | None]:
    return [article.headline_text for article in _outline(text)[1].articles]


def _issue(*bodies: str, byline: str = "") -> str:
    return HEAD + "\n\n".join(f"{title}\n\n{body}{byline}" for title, body in zip(TITLES, bodies, strict=False)) + "\n"


def test_headlines_on_their_own_lines() -> None:
    text, outline = _outline(_issue(FIRST, SECOND, THIRD))
    assert [article.headline_text for article in outline.articles] == TITLES
    assert {article.headline_style for article in outline.articles} == {"line"}
    assert [[text[p.start : p.end] for p in article.paragraphs] for article in outline.articles] == [
        [FIRST],
        [SECOND],
        [THIRD],
    ]


def test_headlines_run_in() -> None:
    text, outline = _outline(
        HEAD
        + "\n\n".join(
            f"{title}　　{body}（宋知远）" for title, body in zip(TITLES, (FIRST, SECOND, THIRD), strict=True)
        )
    )
    assert [article.headline_text for article in outline.articles] == TITLES
    assert {article.headline_style for article in outline.articles} == {"run_in"}
    assert [[text[p.start : p.end] for p in article.paragraphs] for article in outline.articles] == [
        [FIRST],
        [SECOND],
        [THIRD],
    ]


def test_a_numbering_that_runs_on_is_headlines_without_their_numbers() -> None:
    text = HEAD + "\n\n".join(
        f"{number}、{title}\n\n{body}（宋知远）"
        for number, title, body in zip("一二三", TITLES, (FIRST, SECOND, THIRD), strict=True)
    )
    assert _headlines(text) == TITLES


def test_sub_heads_are_no_headlines() -> None:
    text = _issue(
        f"{FIRST}\n\n一、加强组织领导\n\n{SECOND}\n\n二、压实工作责任\n\n{THIRD}（宋知远）", SECOND, byline=""
    )
    _, outline = _outline(text)
    assert [article.headline_text for article in outline.articles] == TITLES[:2]
    assert [paragraph.kind for paragraph in outline.articles[0].paragraphs] == [
        "body",
        "subhead",
        "body",
        "subhead",
        "body",
    ]


def test_bylines_end_their_articles_and_are_no_body() -> None:
    text, outline = _outline(_issue(FIRST, SECOND, byline="（宋知远　尉迟敏）"))
    for article, body in zip(outline.articles, (FIRST, SECOND), strict=True):
        assert [byline.name for byline in article.bylines] == ["宋知远", "尉迟敏"]
        assert [text[p.start : p.end] for p in article.paragraphs] == [body]
        assert all(text[byline.start : byline.end] == byline.name for byline in article.bylines)


def test_columns_hold_for_what_stands_under_them() -> None:
    text = (
        HEAD
        + f"【领导活动】\n\n{TITLES[0]}\n\n{FIRST}\n\n【基层动态】\n\n{TITLES[1]}\n\n{SECOND}\n\n{TITLES[2]}\n\n{THIRD}\n"
    )
    assert [article.column for article in _outline(text)[1].articles] == ["领导活动", "基层动态", "基层动态"]


def test_contents_announce_their_articles() -> None:
    text = (
        HEAD
        + "本期要目\n"
        + "".join(f"★{title}……{page}\n" for page, title in enumerate(TITLES, start=1))
        + "\n"
        + _issue(FIRST, SECOND, THIRD)[len(HEAD) :]
    )
    outlined, outline = _outline(text)
    assert [(entry.title, entry.page, entry.article) for entry in outline.contents] == [
        (title, number, number - 1) for number, title in enumerate(TITLES, start=1)
    ]
    assert all(outlined[entry.start : entry.end] == entry.title for entry in outline.contents)
    assert [article.headline_text for article in outline.articles] == TITLES


def test_an_editors_note_belongs_to_the_article_after_it() -> None:
    note = "送温暖是工会组织的优良传统，本期刊登两篇经验，供各地学习借鉴。"
    text, outline = _outline(HEAD + f"编者按：{note}\n\n{TITLES[0]}\n\n{FIRST}\n\n{TITLES[1]}\n\n{SECOND}\n")
    assert [text[slice(*article.editor_note)] if article.editor_note else None for article in outline.articles] == [
        note,
        None,
    ]


def test_a_subtitle_has_no_dash() -> None:
    text, outline = _outline(HEAD + f"一枝一叶总关情\n——云州市总工会服务职工纪实\n\n{FIRST}\n\n{SECOND}（宋知远）\n")
    (article,) = outline.articles
    assert article.headline_text == "一枝一叶总关情"
    assert article.subtitle is not None
    assert text[slice(*article.subtitle)] == "云州市总工会服务职工纪实"


def test_captions_are_no_body() -> None:
    text, outline = _outline(_issue(f"{FIRST}\n\n图为慰问现场。", SECOND))
    assert [article.headline_text for article in outline.articles] == TITLES[:2]
    assert [text[p.start : p.end] for p in outline.articles[0].paragraphs] == [FIRST]
    assert ("caption", *_place(text, "图为慰问现场。")) in outline.regions


def _web(*credits: str, body: str = FIRST) -> list[str | None]:
    """The days of publication of articles with these credit lines under their headlines."""
    pages = "\n\n".join(f"{title}\n\n{credit}\n\n{body}" for title, credit in zip(TITLES, credits, strict=False))
    _, outline = _outline(pages + "\n")
    assert [article.headline_text for article in outline.articles] == TITLES[: len(credits)]
    return [article.published for article in outline.articles]


@pytest.mark.parametrize(
    ("credit", "published"),
    [
        ("发布时间：2021-04-29 08:46　来源：云州市总工会", "2021-04-29"),
        ("来源：云州市总工会　日期：2021年4月29日", "2021-04-29"),
        ("发布时间: 2021/4/29　作者：宋知远", "2021-04-29"),
        ("时间：2021.04.29　来源：云州市总工会", "2021-04-29"),
        ("2021-04-29 08:46　来源：云州市总工会", "2021-04-29"),  # a stamp needs no label
        ("来源：云州市总工会", None),
        ("发布时间：2021-02-31 08:46　来源：云州市总工会", None),  # no such day
        ("发布时间：2021-13-01 08:46　来源：云州市总工会", None),
        ("编号：12-2021-04-29-7　来源：云州市总工会", None),  # a code
        ("来源：云州市总工会（2022年8月31日）", None),  # neither label nor stamp
    ],
)
def test_the_day_of_publication_is_read_from_a_label_or_a_stamp(credit: str, published: str | None) -> None:
    assert _web(credit, "来源：明水县总工会") == [published, None]


def test_a_day_in_prose_is_not_the_day_of_publication() -> None:
    body = FIRST[:-1] + "（2022年8月31日）。"
    assert _web("来源：云州市总工会", "发布时间：2022-09-02　来源：明水县总工会", body=body) == [None, "2022-09-02"]
    _, outline = _outline(_issue(body, SECOND))
    assert [article.published for article in outline.articles] == [None, None]


def _place(text: str, surface: str) -> tuple[int, int]:
    at = text.index(surface)
    return at, at + len(surface)


def test_masthead_and_colophon_are_no_articles() -> None:
    text, outline = _outline(_issue(FIRST, SECOND) + "\n报：市委、市政府\n送：各县（市、区）总工会\n编辑：宋知远\n")
    assert outline.masthead["title"].value == "云州工运"
    assert outline.colophon["editors"].value == ["宋知远"]
    assert [kind for kind, *_ in outline.regions] == ["masthead"] * 4 + ["article"] * 4 + ["colophon"] * 3
    assert outline.articles[-1].end == text.index("\n报：")


def test_an_empty_text_has_no_parts() -> None:
    assert _outline("")[1] == Outline(masthead={}, contents=(), articles=(), colophon={})


def test_evidence_is_sorted_by_weight() -> None:
    document = clean(from_text(_issue(FIRST, SECOND)))
    assert not any(article.evidence for article in structure(document).articles)
    for article in structure(document, explain=True).articles:
        weights = [abs(evidence.weight) for evidence in article.evidence]
        assert weights
        assert weights == sorted(weights, reverse=True)


PIECES = [FIRST, SECOND, THIRD, *TITLES, "（宋知远）", "编者按：供各地学习。", "【基层动态】", "一、加强领导", "二、压实责任", "1.走访企业", "本期要目", f"{TITLES[0]}……1", "图为现场。",
          "报：市委", "编辑：宋知远", "共印60份", "云州工运", "第三期", "2023年3月", "——服务纪实", f"{TITLES[1]} {SECOND}", "供稿：明水县总工会", "附件：", "同志们："]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_whatever_stands_there_has_one_place(pieces: list[str]) -> None:
    text, outline = _outline("\n\n".join(pieces))
    covered: list[int] = []
    for kind, start, end in outline.regions:
        assert kind in {"masthead", "contents", "column", "note", "article", "caption", "colophon", "remainder"}
        covered += range(start, end)
    assert covered == sorted(set(covered))
    assert [index for index, character in enumerate(text) if character != "\n"] == [
        index for index in covered if text[index] != "\n"
    ]
    for article in outline.articles:
        assert 0 <= article.confidence <= 1
        for paragraph in article.paragraphs:
            assert article.start <= paragraph.start < paragraph.end <= article.end
            surface = text[paragraph.start : paragraph.end]
            assert surface == surface.strip(" \u3000")
    known = {notice.code for notice in outline.notices}
    assert known <= {"unassigned-text", "unsure-boundary", "headline-without-body"}


@pytest.mark.parametrize("text", ["1", "（", "一、", "●", "【】", "——", "报：", "编者按：", "第三期", "\ue123"])
def test_the_shortest_texts(text: str) -> None:
    outlined, outline = _outline(text)
    assert sum(end - start for _, start, end in outline.regions) == len(outlined)
