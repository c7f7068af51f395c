from __future__ import annotations

import pytest

from gov_bulletin_nlp.annotate.name_words import cut
from gov_bulletin_nlp.annotate.organs import find_organs


def _found(text: str) -> set[tuple[str, str]]:
    return {(text[c.start : c.end], c.label) for c in find_organs(text, cut(text))}


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("通化市总工会举办培训班。", "通化市总工会", "ORG"),
        ("东昌区城管执法局开展检查。", "东昌区城管执法局", "ORG"),
        ("市总召开会议。", "市总", "ORG"),
        ("市水利和湖泊局召开会议。", "市水利和湖泊局", "ORG"),
    ],
)
def test_candidates_by_the_grammar_of_names(text: str, name: str, label: str) -> None:
    assert (name, label) in _found(text)


@pytest.mark.parametrize("text", ["各县总工会要抓好落实。", "有关部门要压实责任。"])
def test_generic_bodies_are_none(text: str) -> None:
    assert not any(name.startswith(("各", "有关", "县总工会")) for name, _ in _found(text))


def test_candidates_lie_inside_the_text() -> None:
    text = "通化市总工会基层工作部到东昌区救助站走访"
    assert all(0 <= c.start < c.end <= len(text) and 0 < c.score <= 1 for c in find_organs(text, cut(text)))
