from __future__ import annotations

from pathlib import Path

import pytest

from gov_bulletin_nlp.errors import LexiconInvalid
from gov_bulletin_nlp.lexicon import Lexicon, read_lexicon
from gov_bulletin_nlp.pipeline import Pipeline

WHOLE = """
never_name = ["送温暖"]

[[name]]
text = "云州市职工服务中心"
label = "ORG"
aliases = ["职服中心"]

[[name]]
text = "云州新区"
label = "LOC"
code = "220599"

[[unit]]
text = "场次"
dimension = "event"

[[hazard]]
text = "三送三问"
reason = "the name of an activity"

[[habit]]
part = "headline"
shape = '^〓'
example = "〓慰问一线职工"
"""


def _file(folder: Path, content: str, name: str = "terms.toml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_every_kind_of_row(tmp_path: Path) -> None:
    lexicon = read_lexicon([_file(tmp_path, WHOLE)])
    assert lexicon.names == (("云州市职工服务中心", "ORG", ("职服中心",), None), ("云州新区", "LOC", (), "220599"))
    assert lexicon.never_names == {"送温暖"}
    assert lexicon.units == {"场次": "event"}
    assert lexicon.hazards == {"三送三问"}
    assert [shape for _, shape in lexicon.habits] == ["^〓"]


def test_no_file_is_an_empty_lexicon() -> None:
    assert read_lexicon([]) == Lexicon()


def test_files_add_up_and_the_later_row_wins(tmp_path: Path) -> None:
    first = _file(tmp_path, WHOLE, "1.toml")
    second = _file(tmp_path, '[[name]]\ntext = "云州新区"\nlabel = "ORG"\n[[unit]]\ntext = "趟"\n', "2.toml")
    lexicon = read_lexicon([first, second])
    assert ("云州新区", "ORG", (), None) in lexicon.names
    assert len(lexicon.names) == 2
    assert lexicon.units == {"场次": "event", "趟": "item"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[name]\n", "not TOML"),
        ('[[name]]\ntext = "云州"\n', r"row name\.0\.label: Field required"),
        ('[[name]]\ntext = "云州"\nlabel = "CITY"\n', r"row name\.0\.label"),
        ('[[name]]\ntext = "云州"\nlabel = "LOC"\ncolour = "red"\n', r"row name\.0\.colour"),
        ('[[nmae]]\ntext = "云州"\n', "row nmae"),
        ('[[habit]]\npart = "headline"\nshape = "("\nexample = "("\n', "no regular expression"),
        ('[[habit]]\npart = "headline"\nshape = "^〓"\nexample = "慰问"\n', "does not match its own example"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = _file(tmp_path, content)
    with pytest.raises(LexiconInvalid, match=message) as caught:
        read_lexicon([path])
    assert str(caught.value).startswith(str(path))


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "terms.toml"
    path.write_bytes('never_name = ["送温暖"]'.encode("gb18030"))
    with pytest.raises(LexiconInvalid, match="UTF-8"):
        read_lexicon([path])


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "terms.toml"
    path.write_text('never_name = ["送温暖"]', encoding="utf-8-sig")
    assert read_lexicon([path]).never_names == {"送温暖"}


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(LexiconInvalid, match="cannot be read"):
        read_lexicon([tmp_path / name])


def test_the_callers_terms_reach_the_record(tmp_path: Path) -> None:
    text = "云州工运\n\n职服中心开展三送三问活动\n\n近日，职服中心在云州新区举办讲座9场次，送温暖到百姓家。\n"
    with_terms = Pipeline(_file(tmp_path, WHOLE), recogniser=False).parse_text(text)
    (article,) = with_terms.articles
    found = {(entity.text, entity.label, entity.canonical, entity.code) for entity in article.entities}
    assert ("职服中心", "ORG", "云州市职工服务中心", None) in found
    assert ("云州新区", "LOC", "云州新区", "220599") in found
    assert [(quantity.text, quantity.unit) for quantity in article.quantities] == [("9场次", "场次")]


def test_a_habit_makes_its_lines_headlines(tmp_path: Path) -> None:
    body = "县总工会走访困难职工，送去米面粮油，并了解他们的生活情况，职工们深受感动。"
    text = f"云州工运\n\n〓在三月的风里\n\n{body}\n\n〓在四月的雨里\n\n{body}\n"
    habitual = Pipeline(_file(tmp_path, WHOLE), recogniser=False).parse_text(text)
    assert [article.headline for article in habitual.articles] == ["〓在三月的风里", "〓在四月的雨里"]
