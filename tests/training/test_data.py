"""Readers of annotated text: bulletins, marked sentences and JSON lines, and what they refuse."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.errors import BulletinError, GoldInvalid, NotFound
from gov_bulletin_nlp.markup import parse_markup
from gov_bulletin_nlp.training.data import (
    Example,
    Source,
    Span,
    lines_of,
    outermost,
    passage,
    read_source,
    regions_of,
)

BULLETIN = """+++
layout = []
+++
⟦col:工作动态⟧
⟦h:⟦o:县总⟧慰问一线职工⟧
⟦sub:——⟦p:宋知远⟧带队⟧
⟦b:3月8日，⟦o:⟦l:云溪县⟧总工会⟧走访⟦q=12|家:12家⟧企业。
⟦cap:⟦p:温若川⟧在现场⟧⟦l?:青石镇⟧派人参加。⟧
（⟦by:尉迟敏⟧）
送：⟦o:市总工会⟧
"""


def surfaces(example: Example) -> list[tuple[str, str]]:
    return [(example.text[start:end], label) for start, end, label in example.spans]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def write_rows(folder: Path, *rows: dict[str, Any]) -> Path:
    return write(folder, "rows.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def test_bulletins_give_headlines_subtitles_and_bodies_line_by_line(tmp_path: Path) -> None:
    examples = read_source(Source(write(tmp_path, "one.ann", BULLETIN)))
    assert [(example.text, surfaces(example)) for example in examples] == [
        ("县总慰问一线职工", [("县总", "ORG")]),
        ("——宋知远带队", [("宋知远", "PER")]),
        ("3月8日，云溪县总工会走访12家企业。", [("云溪县总工会", "ORG")]),
        ("青石镇派人参加。", [("青石镇", "LOC")]),
    ]


@pytest.mark.parametrize(("header", "count"), [("", 4), ('annotated = "full"', 4), ('annotated = "structure"', 0)])
def test_bulletins_without_marked_names_teach_nothing(tmp_path: Path, header: str, count: int) -> None:
    path = write(tmp_path, "one.ann", BULLETIN.replace("layout = []", header))
    assert len(read_source(Source(path))) == count


def test_a_byte_order_mark_hides_no_header(tmp_path: Path) -> None:
    path = write(tmp_path, "one.ann", "\ufeff" + BULLETIN.replace("layout = []", 'annotated = "structure"'))
    assert read_source(Source(path)) == []


@pytest.mark.parametrize(
    ("body", "text", "found"),
    [
        ("到⟦l:青石↵\n镇⟧走访", "到青石镇走访", [("青石镇", "LOC")]),
        ("到⟦l:青石↵\n⟦x:— 2 —⟧\n镇⟧走访", "到青石镇走访", [("青石镇", "LOC")]),
        ("⟦o:县⟦x:页眉⟧总⟧走访", "县总走访", [("县总", "ORG")]),
        ("走访。⟦note:⟦p:宋知远⟧按⟧", "走访。", []),
        ("走访。（⟦byo:⟦o:县总⟧⟧）", "走访。（）", []),
        ("到青石\n镇⟦l:白沙村⟧", "到青石\n镇白沙村", [("白沙村", "LOC")]),
    ],
)
def test_passages_are_free_of_noise_and_damage(body: str, text: str, found: list[tuple[str, str]]) -> None:
    marked = parse_markup(f"刊头\n⟦b:{body}⟧\n刊尾")
    (region,) = regions_of(marked)
    got, spans = passage(marked, region)
    assert (got, surfaces(Example(got, tuple(spans)))) == (text, found)


def test_marked_sentences_stand_between_comments_and_empty_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "sentences.txt", "# ⟦说明\n\n⟦p:宋知远⟧到会。\n  \n无名字。\n")
    assert read_source(Source(path)) == [
        Example("宋知远到会。", ((0, 3, "PER"),), "own", 1.0, "sentences.txt"),
        Example("无名字。", (), "own", 1.0, "sentences.txt"),
    ]


def test_folders_give_their_bulletins_and_sentences_and_no_other_file(tmp_path: Path) -> None:
    write(tmp_path, "b/two.ann", "⟦b:乙⟧")
    write(tmp_path, "a.ann", "⟦b:甲⟧")
    write(tmp_path, "c/d/sentences-3.txt", "丙")
    write(tmp_path, "a.txt", "⟦坏")
    write(tmp_path, "rows.jsonl", "{")
    examples = read_source(Source(tmp_path))
    assert [(example.document, example.text) for example in examples] == [
        ("a.ann", "甲"),
        ("two.ann", "乙"),
        ("sentences-3.txt", "丙"),
    ]


def test_a_folder_with_nothing_annotated_is_empty(tmp_path: Path) -> None:
    assert read_source(Source(tmp_path)) == []


@pytest.mark.parametrize("name", ["one.ann", "sentences.txt", "rows.jsonl"])
def test_convention_weight_and_document_go_with_each_example(tmp_path: Path, name: str) -> None:
    rows = {"one.ann": "⟦h:甲⟧⟦b:乙⟧", "sentences.txt": "甲\n乙", "rows.jsonl": '{"text": "甲\\n乙", "spans": []}'}
    path = write(tmp_path, name, rows[name])
    assert read_source(Source(path, "news", 0.5)) == [
        Example("甲", (), "news", 0.5, name),
        Example("乙", (), "news", 0.5, name),
    ]


def test_json_lines_give_outermost_names_line_by_line(tmp_path: Path) -> None:
    spans = [[0, 3, "LOC"], [0, 6, "ORG", "label"], [7, 10, "PER"]]
    path = write_rows(tmp_path, {"text": "云溪县总工会\n宋知远到会。", "spans": spans})
    first, second = read_source(Source(path))
    assert (first.text, surfaces(first)) == ("云溪县总工会", [("云溪县总工会", "ORG")])
    assert (second.text, surfaces(second)) == ("宋知远到会。", [("宋知远", "PER")])


@pytest.mark.parametrize("mark", ["\u2028", "\x85"])
@pytest.mark.xfail(strict=True, reason="rows are cut wherever str.splitlines cuts")
def test_only_a_line_end_ends_a_row(tmp_path: Path, mark: str) -> None:
    path = write_rows(tmp_path, {"text": f"宋知远{mark}到会。", "spans": [[0, 3, "PER"]]})
    assert [example.text for example in read_source(Source(path))] == [f"宋知远{mark}到会。"]


def test_packed_json_lines_are_read_like_plain_ones(tmp_path: Path) -> None:
    plain = write_rows(tmp_path, {"text": "宋知远到会。", "spans": [[0, 3, "PER"]]}, {"text": "尉迟敏", "spans": []})
    packed = write(tmp_path, "rows.jsonl.gz", gzip.compress(plain.read_bytes()))
    first, second = read_source(Source(plain)), read_source(Source(packed))
    assert [(e.text, e.spans) for e in first] == [(e.text, e.spans) for e in second]
    assert len(first) == 2


@pytest.mark.parametrize(
    ("where", "texts"),
    [
        ({}, "甲乙丙丁"),
        ({"src": ["a"]}, "甲乙"),
        ({"src": ["a", "b"]}, "甲乙丙"),
        ({"src": ["a"], "part": ["dev"]}, "乙"),
        ({"src": ["b"], "part": ["dev"]}, ""),
        ({"src": []}, ""),
        ({"other": ["a"]}, ""),
    ],
)
def test_only_rows_with_all_the_values_wanted_are_read(tmp_path: Path, where: dict[str, list[str]], texts: str) -> None:
    rows = [("甲", "a", "train"), ("乙", "a", "dev"), ("丙", "b", "train")]
    fields = [{"text": text, "spans": [], "src": src, "part": part} for text, src, part in rows]
    path = write_rows(tmp_path, *fields, {"text": "丁", "spans": []})
    assert "".join(example.text for example in read_source(Source(path, where=where))) == texts


@pytest.mark.parametrize("name", ["none", "none.ann", "none.jsonl.gz"])
def test_a_missing_source_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound) as caught:
        read_source(Source(tmp_path / name))
    assert (caught.value.code, caught.value.source) == ("not-found", str(tmp_path / name))


@pytest.mark.parametrize(
    ("name", "content", "source"),
    [
        ("one.ann", "⟦b:⟦o:县总⟧", "one.ann"),
        ("one.ann", "⟦b:县总⟧⟧", "one.ann"),
        ("one.ann", "⟦b:⟦z:县总⟧⟧", "one.ann"),
        ("one.ann", "+++\nlayout = = 1\n+++\n⟦b:县总⟧", "one.ann"),
        ("one.ann", "+++\nlayout = []\n⟦b:县总⟧", "one.ann"),
        ("sentences.txt", "好\n# 好\n⟦o:县总", "sentences.txt:3"),
        ("sentences.txt", "县总⟧", "sentences.txt:1"),
        ("sentences.txt", "\n⟦z:县总⟧", "sentences.txt:2"),
    ],
)
def test_broken_markup_is_refused_with_its_place(tmp_path: Path, name: str, content: str, source: str) -> None:
    write(tmp_path, name, content)
    with pytest.raises(GoldInvalid) as caught:
        read_source(Source(tmp_path))
    assert (caught.value.code, caught.value.source) == ("gold-invalid", source)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('{"text": "县总"', id="no JSON"),
        pytest.param("\n", id="empty line"),
        pytest.param('["县总"]', id="no object"),
        pytest.param('{"spans": []}', id="no text"),
        pytest.param('{"text": "县总"}', id="no spans"),
        pytest.param('{"text": "县总", "spans": [[0, 2]]}', id="no label"),
        pytest.param('{"text": "县总", "spans": [[0, 2, "GPE"]]}', id="unknown label"),
        pytest.param('{"text": "县总", "spans": [[0, 9, "ORG"]]}', id="span beyond the end"),
        pytest.param('{"text": "县总", "spans": [[-2, 2, "ORG"]]}', id="span before the start"),
    ],
)
def test_broken_json_lines_are_refused(tmp_path: Path, content: str) -> None:
    path = write(tmp_path, "rows.jsonl", '{"text": "县总", "spans": [[0, 2, "ORG"]]}\n' + content + "\n")
    with pytest.raises(GoldInvalid) as caught:
        read_source(Source(path))
    assert caught.value.code == "gold-invalid"


@pytest.mark.parametrize("name", ["one.ann", "sentences.txt", "rows.jsonl", "rows.jsonl.gz"])
def test_bytes_that_are_no_text_are_refused_with_a_code(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, "⟦b:县总走访企业⟧".encode("gb18030"))
    with pytest.raises(BulletinError):
        read_source(Source(path))


_SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from(["ORG", "LOC", "PER"])), max_size=8)


@given(spans=_SPANS)
def test_outermost_names_are_disjoint_and_leave_out_only_what_meets_them(spans: list[Span]) -> None:
    chosen = outermost(spans)
    assert set(chosen) <= set(spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(chosen))
    assert outermost(chosen) == chosen
    for start, end, _ in spans:
        if start < end:
            assert any(start < stop and begin < end for begin, stop, _ in chosen)


_PIECES = [
    *("举办讲座。", "走访企业！", "甲，乙、丙：", "\n", " ", "（一）"),
    *("职工" * 70 + "。", "慰问、" * 50 + "。", "职工" * 130),
    *("⟦l:青石镇⟧", "⟦p:宋知远⟧", "⟦o:听。雨，社⟧", "⟦o:" + "联合。" * 60 + "⟧"),
]


@given(parts=st.lists(st.sampled_from(_PIECES), max_size=30))
def test_lines_hold_all_text_and_all_names_in_order(parts: list[str]) -> None:
    marked = parse_markup("⟦b:" + "".join(parts) + "⟧")
    text, spans = passage(marked, regions_of(marked)[0])
    lines = [Example(line, tuple(inner)) for line, inner in lines_of(text, spans)]
    assert all(line.text.strip() and "\n" not in line.text for line in lines)
    assert "".join("".join(line.text for line in lines).split()) == "".join(text.split())
    assert [name for line in lines for name in surfaces(line)] == [(text[s:e], label) for s, e, label in spans]


@given(parts=st.lists(st.integers(2, 240), min_size=1, max_size=30))
def test_lines_of_whole_sentences_are_of_bearable_length(parts: list[int]) -> None:
    text = "".join("职" * (length - 1) + "。" for length in parts)
    lines = [line for line, _ in lines_of(text, [])]
    assert all(line.endswith("。") and len(line) <= 480 for line in lines)
    assert all(len(line) >= 120 for line in lines[:-1])


def test_sentences_too_long_are_cut_at_commas() -> None:
    lines = [line for line, _ in lines_of("慰问职工，" * 200, [])]
    assert len(lines) > 1
    assert all(line.endswith("，") and len(line) <= 240 for line in lines)


def test_a_sentence_too_long_does_not_undo_the_cuts_of_others() -> None:
    lines = [line for line, _ in lines_of("一二三四五六七八九。" * 60 + "甲" * 600, [])]
    assert max(map(len, lines)) == 600
