from __future__ import annotations

import pytest

from gov_bulletin_nlp.annotate.name_words import cut
from gov_bulletin_nlp.annotate.persons import find_persons


def _found(text: str) -> set[str]:
    return {text[c.start : c.end] for c in find_persons(text, cut(text))}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市总主席宋知远出席会议。", "宋知远"),
        ("工会干部尉迟敏介绍情况。", "尉迟敏"),
        ("主席欧阳川、副主席马骏参加。", "欧阳川"),
    ],
)
def test_persons_by_surname_and_post(text: str, name: str) -> None:
    assert name in _found(text)


def test_a_surname_with_a_post_is_no_full_name() -> None:
    assert "王副" not in _found("王副市长出席会议。")
    assert not {name for name in _found("王副市长出席会议。") if "市长" in name}
