"""What must always hold, whatever is read."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.clean.characters import fold_characters
from gov_bulletin_nlp.errors import BulletinError
from gov_bulletin_nlp.export import jsonl
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.pipeline import Pipeline
from gov_bulletin_nlp.records import Bulletin
from gov_bulletin_nlp.traced import OURS, TracedText

PIECES = [
    "云州市总工会", "市总", "3月8日", "2023年3月", "近日，", "为了", "走访", "12家", "300余份", "１２", "第三期", "第 2 页 共 8 页", "— 2 —", "2", "3", "（宋 知 远）",
    "（记者 宋知远 通讯员 尉迟敏）", "供稿：宋知远", "编者按：", "【工作动态】", "◆简讯◆", "本期要目", "一、", "（一）", "1.", "●", "……3", "——记优秀职工", "报：市委、市政府", "编辑：宋知远",
    "共印60份", "电话：0434-5550123", "，", "。", "：", ",", "(", ")", "“", "”", "　　", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "\x0c", "\u2028", "\u200b", "\ufeff", "⼀", "\ue5e5",
    "\uf06c", "﨑", "é", "Ａ", "A", "b", "%", "２０２０年第１２期", "工 作 简 报", "540 次", "\U00020bb7", "a" * 70, "县里开展" * 20,
]  # fmt: skip
"""Pieces of bulletins and of their damage; put together at random they reach what arbitrary characters never reach."""

SENTENCES = [
    "3月8日，市总走访12家企业，了解复工复产情况，并给困难职工送去慰问品300余份。", "近日，明水县总工会举办读书分享会，86名职工围绕劳模精神交流心得。",
    "会议强调，要压实责任", "一、突出重点，攻坚克难，坚决完成硬任务", "这块园地是怎样种出来的", "图为慰问现场", "云州市总工会慰问一线职工", "（宋知远）", "供稿：明水县总工会",
    "共有120名职工参加，其中女职工占三成", "水，最盼望的", "报：市委、市政府", "● 走访企业", "为了提高职工的技能水平，市总于3月中旬举办竞赛，",
]  # fmt: skip


@st.composite
def _pages(draw: st.DrawFn) -> str:
    """Lines with hard ends, gaps, indents and page numbers: what decides which lines are one paragraph."""
    width = draw(st.sampled_from([12, 18, 24, 34, 400]))
    indent, blank = draw(st.sampled_from(["", "　　", "    "])), draw(st.sampled_from(["", "\n", "\n\n"]))
    lines: list[str] = []
    for paragraph in draw(
        st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map("".join), max_size=14)
    ):
        whole = draw(st.sampled_from(["", indent])) + paragraph
        lines += [whole[at : at + width] for at in range(0, len(whole), width)]
        lines += draw(st.sampled_from([[], [], [blank], ["— 2 —"], ["3"], [draw(st.sampled_from(PIECES))]]))
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


anything = st.text(st.characters(), max_size=120)
bulletins = st.lists(st.sampled_from(PIECES) | st.text(st.characters(), max_size=3), max_size=40).map("".join)
texts = anything | bulletins | _pages()


def _key(text: str) -> str:
    """Characters with white space gone and width folded."""
    return "".join(unicodedata.normalize("NFKC", "".join(map(fold_characters, text))).split())


def _spans(node: Any) -> Iterator[dict[str, Any]]:
    """Every part of a record that has a start and an end."""
    if isinstance(node, dict):
        if isinstance(node.get("start"), int) and isinstance(node.get("end"), int):
            yield node
        for value in node.values():
            yield from _spans(value)
    elif isinstance(node, list):
        for value in node:
            yield from _spans(value)


def _check_spans(bulletin: Bulletin) -> None:
    text = bulletin.text
    for node in _spans(bulletin.model_dump()):
        assert 0 <= node["start"] <= node["end"] <= len(text)
        surface = text[node["start"] : node["end"]]
        if "text" in node:
            assert surface == node["text"]
        if "name" in node:
            assert "".join(surface.split()) == "".join(node["name"].split())
    for article in bulletin.articles:
        inner = [*article.paragraphs, *article.entities, *article.quantities, *article.dates, *article.bylines]
        assert all(article.start <= part.start < part.end <= article.end for part in inner)
        assert all(a.end <= b.start for a, b in zip(article.paragraphs, article.paragraphs[1:], strict=False))
        if article.headline_span and article.headline:
            printed = text[article.headline_span.start : article.headline_span.end]
            assert "".join(printed.split()) == "".join(article.headline.split())
    assert all(a.end <= b.start for a, b in zip(bulletin.articles, bulletin.articles[1:], strict=False))


def _check_regions(bulletin: Bulletin) -> None:
    covered = 0
    for region in bulletin.regions:
        assert region.start >= covered, "regions overlap or are out of order"
        assert not bulletin.text[covered : region.start].strip("\n"), "text between regions"
        assert region.start < region.end
        covered = region.end
    assert not bulletin.text[covered:].strip("\n"), "text after the last region"


def _holds(surface: str, source: str) -> bool:
    """Whether a stretch of source holds the characters of a surface, in order, from its first to its last."""
    wanted, stretch = _key(surface), _key(source)
    if not wanted:
        return True
    at = -1
    for character in wanted:
        at = stretch.find(character, at + 1)
        if at < 0:
            return False
    return stretch[0] == wanted[0] and stretch[-1] == wanted[-1]


@given(texts)
def test_any_text_gives_a_record_whose_spans_are_right(plain: Pipeline, text: str) -> None:
    bulletin = plain.parse_text(text)
    _check_spans(bulletin)
    _check_regions(bulletin)
    for node in _spans(bulletin.model_dump()):
        if node.get("source_start") is not None:
            assert _holds(bulletin.text[node["start"] : node["end"]], text[node["source_start"] : node["source_end"]])


@given(texts)
def test_any_record_can_be_written_and_read_back(plain: Pipeline, text: str) -> None:
    bulletin = plain.parse_text(text)
    assert Bulletin.model_validate_json(bulletin.model_dump_json()) == bulletin
    assert json.loads(jsonl.line(bulletin)) == json.loads(jsonl.pretty(bulletin)) == bulletin.model_dump(mode="json")


@given(bulletins)
def test_names_too_have_right_spans(pipeline: Pipeline, text: str) -> None:
    _check_spans(pipeline.parse_text(text))


@given(
    st.binary(max_size=300)
    | texts.map(lambda text: text.encode("utf-8", "replace"))
    | bulletins.map(lambda text: text.encode("gb18030", "replace"))
)
def test_any_bytes_give_a_record_or_an_error_of_ours(plain: Pipeline, data: bytes) -> None:
    try:
        bulletin = plain.parse(data)
    except BulletinError as error:
        assert error.message
        assert error.code != "bulletin-error"
    else:
        _check_spans(bulletin)


@given(texts)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(from_text(text)).text
    assert clean(from_text(once)).text == once


@given(texts)
def test_clean_text_is_tidy_and_traced(text: str) -> None:
    document = clean(from_text(text))
    assert "\n".join(document.text[line.start : line.end] for line in document.lines) == document.text
    for line in document.text.split("\n") if document.text else ():
        assert line == line.strip(" \t\u3000")
        assert line
    known = [index for index in document.traced.origin if index != OURS]
    assert known == sorted(known), "characters are kept in order"
    printed = [
        index for character, index in zip(document.text, document.traced.origin, strict=True) if not character.isspace()
    ]
    assert len(printed) == len(set(printed)), "no character is kept twice"
    for character, index in zip(document.text, document.traced.origin, strict=True):
        if index == OURS:
            assert character in " \n"
        else:
            assert _key(character) == _key(text[index])


def test_nothing_but_white_space_is_lost_without_furniture(bulletin_text: str) -> None:
    document = clean(from_text(bulletin_text))
    assert _key(document.text) == _key(bulletin_text)


def test_the_source_of_every_part_of_a_bulletin_holds_its_characters(pipeline: Pipeline, bulletin_text: str) -> None:
    bulletin = pipeline.parse_text(bulletin_text)
    nodes = [node for node in _spans(bulletin.model_dump()) if node.get("source_start") is not None]
    assert len(nodes) > 20
    for node in nodes:
        assert _key(bulletin_text[node["source_start"] : node["source_end"]]) == _key(
            bulletin.text[node["start"] : node["end"]]
        )


# Traced text: one operation is a function of the text; chains of them keep the laws.


@st.composite
def _edits(draw: st.DrawFn, length: int) -> list[tuple[int, int, str]]:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    if len(cuts) % 2:
        cuts.pop()
    return [(start, end, draw(st.text(max_size=3))) for start, end in zip(cuts[::2], cuts[1::2], strict=True)]


@st.composite
def _chains(draw: st.DrawFn) -> tuple[str, TracedText, bool]:
    """A source, what a chain of operations made of it, and whether every operation only cut, joined or deleted."""
    source = draw(st.text(max_size=30))
    traced, untouched = TracedText.of(source), True
    for operation in draw(st.lists(st.sampled_from(["slice", "delete", "replace", "join", "map"]), max_size=6)):
        if operation == "slice":
            start, end = draw(st.integers(-3, len(traced) + 3)), draw(st.integers(-3, len(traced) + 3))
            traced = traced[start:end]
        elif operation == "delete":
            traced = traced.delete([(start, end) for start, end, _ in draw(_edits(len(traced)))])
        elif operation == "replace":
            traced, untouched = traced.replace(draw(_edits(len(traced)))), False
        elif operation == "join":
            at = draw(st.integers(0, len(traced)))
            traced = TracedText.join([traced[:at], draw(st.text(max_size=2)), traced[at:]])
        else:
            traced, untouched = traced.map(lambda text: text.replace("a", "b").replace("，", ",")), False
    return source, traced, untouched


@given(_chains())
def test_every_character_has_an_origin_in_the_source(chain: tuple[str, TracedText, bool]) -> None:
    source, traced, untouched = chain
    assert len(traced.origin) == len(traced.text)
    assert all(index == OURS or 0 <= index < len(source) for index in traced.origin)
    if untouched:
        assert all(
            index == OURS or source[index] == character
            for character, index in zip(traced.text, traced.origin, strict=True)
        )


@given(_chains())
def test_origins_stay_in_order(chain: tuple[str, TracedText, bool]) -> None:
    known = [index for index in chain[1].origin if index != OURS]
    assert known == sorted(known)


@given(_chains(), st.integers(-40, 40), st.integers(-40, 40))
def test_slicing_commutes_with_tracing(chain: tuple[str, TracedText, bool], start: int, end: int) -> None:
    _, traced, _ = chain
    piece = traced[start:end]
    assert piece.text == traced.text[start:end]
    assert piece.origin == traced.origin[start:end]


@given(_chains(), st.integers(0, 40))
def test_cut_and_joined_is_the_same(chain: tuple[str, TracedText, bool], at: int) -> None:
    _, traced, _ = chain
    assert TracedText.join([traced[:at], traced[at:]]) == traced


@given(_chains(), st.integers(0, 40), st.integers(0, 40))
def test_the_source_span_holds_all_origins_and_no_smaller_one_does(
    chain: tuple[str, TracedText, bool], start: int, end: int
) -> None:
    _, traced, _ = chain
    known = [index for index in traced.origin[start:end] if index != OURS]
    span = traced.source_span(start, end)
    assert span == ((known[0], known[-1] + 1) if known else None)


def test_the_key_of_these_tests_tells_characters_apart() -> None:
    assert _key("１２ 人") == _key("12人")
    assert _key("市总") != _key("总市")
    assert not _holds("市总", "总市")
    with pytest.raises(AssertionError, match="text between regions"):
        _check_regions(
            Bulletin.model_construct(text="甲\n乙", regions=[]).model_copy(update={"regions": [_region(2, 3)]})
        )


def _region(start: int, end: int) -> Any:
    from gov_bulletin_nlp.records import Region

    return Region(kind="article", start=start, end=end)
