"""Bulletins set as other offices would set them: the layout changes, what is annotated stays."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from gov_bulletin_nlp.markup import Marked, gold, parse_markup

ROOT = Path(__file__).resolve().parents[1]

PLAIN = """某县工会简报
第3期

⟦h:慰问一线职工⟧
⟦b:3月8日，市总走访企业12家，了解生产情况，送去慰问品300份，⟦p:宋知远⟧参加。⟧
（⟦by:尉迟敏⟧）

⟦h:举办技能竞赛⟧
⟦b:3月9日，全市86名选手参加技能竞赛，角逐三个项目的名次，现场气氛热烈。⟧
（⟦by:欧阳川⟧）

⟦h:开展法律宣传⟧
⟦b:3月10日，工会干部在广场发放宣传册500本，解答咨询46人次，受到欢迎。⟧
（⟦by:上官云⟧）
"""


@pytest.fixture(scope="module")
def layouts() -> ModuleType:
    spec = importlib.util.spec_from_file_location("layouts", ROOT / "scripts" / "layouts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["layouts"] = module
    spec.loader.exec_module(module)
    return module


def _words(marked: Marked, *tags: str) -> list[str]:
    return [marked.text[m.start : m.end] for m in marked.marks if m.tag in tags]


@pytest.mark.parametrize("seed", range(40))
def test_headlines_and_bodies_stay(layouts: ModuleType, seed: int) -> None:
    marked = parse_markup(PLAIN)
    other = layouts.reset(marked, random.Random(seed))
    assert _words(other, "h") == _words(marked, "h")
    assert _words(other, "b", "p") == _words(marked, "b", "p")
    record = gold(other)
    assert [article["headline"] for article in record["articles"]] == _words(marked, "h")
    names = ["".join(name.split()) for name in _words(other, "by")]
    assert names in (["尉迟敏", "欧阳川", "上官云"], [])


def test_layouts_differ(layouts: ModuleType) -> None:
    texts = {layouts.reset(parse_markup(PLAIN), random.Random(seed)).text for seed in range(40)}
    assert len(texts) > 30
    assert any("【" in text for text in texts)
    assert any("目" in text and "慰问一线职工…" in text for text in texts)


def test_one_article_is_no_layout(layouts: ModuleType) -> None:
    single = PLAIN[: PLAIN.index("⟦h:举办")]
    assert layouts.reset(parse_markup(single), random.Random(0)) is None


def test_markers_of_the_bodies_are_not_given_to_headlines(layouts: ModuleType) -> None:
    listed = PLAIN.replace("⟦b:3月8日，", "⟦b:一、总体情况\n3月8日，")
    texts = [layouts.reset(parse_markup(listed), random.Random(seed)).text for seed in range(60)]
    assert not any("二、举办技能竞赛" in text for text in texts)
