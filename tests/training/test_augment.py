"""Exchange of names: others of the same make come in, and the marks still fit the text."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.divisions import table, townships
from gov_bulletin_nlp.training.augment import Renamer
from gov_bulletin_nlp.training.characters import name_parts
from gov_bulletin_nlp.training.data import Example, Span

SHOWN = [
    Example("绥化市总工会主席宋知远到明水县走访。", ((0, 6, "ORG"), (8, 11, "PER"), (12, 15, "LOC"))),
    Example("市民政局局长尉迟敏、干部温若川参加。", ((0, 4, "ORG"), (6, 9, "PER"), (12, 15, "PER"))),
    Example("明水县图书馆举办讲座，龚晓岚主讲。", ((0, 6, "ORG"), (11, 14, "PER"))),
    Example("县妇联、听雨书社慰问，龚岚到会。", ((0, 3, "ORG"), (4, 8, "ORG"), (11, 13, "PER"))),
    Example("知秋学堂开课。", ((0, 4, "ORG"),)),
]
SEEDS = range(40)
seeds = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def renamer() -> Renamer:
    return Renamer(SHOWN)


@pytest.fixture(scope="module")
def again() -> Renamer:
    """A second one that was shown the same."""
    return Renamer(SHOWN)


def marked(parts: list[tuple[str, str]], convention: str = "news") -> Example:
    """An example from stretches of text and their labels, "" for none."""
    spans: list[Span] = []
    at = 0
    for surface, label in parts:
        if label:
            spans.append((at, at + len(surface), label))
        at += len(surface)
    return Example("".join(surface for surface, _ in parts), tuple(spans), convention)


def names(example: Example) -> list[str]:
    return [example.text[start:end] for start, end, _ in example.spans]


def between(example: Example) -> list[str]:
    """What stands before, between and behind the names."""
    edges = [0, *itertools.chain.from_iterable(span[:2] for span in example.spans), len(example.text)]
    return [example.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def new_names(renamer: Renamer, surface: str, label: str, convention: str = "news") -> list[str]:
    example = marked([("今天，", ""), (surface, label), ("。", "")], convention)
    return [names(renamer.rename(example, np.random.default_rng(seed)))[0] for seed in SEEDS]


def is_person(name: str) -> bool:
    parts = name_parts()
    if name.startswith((*parts.single, *parts.double)):
        return True
    return any(name[len(first) :].removeprefix("·") in parts.given for first in parts.given if name.startswith(first))


def is_place(name: str, ending: str) -> bool:
    known = name in table().by_name or name in townships()
    return known and name.endswith(ending)


@pytest.mark.parametrize("old", ["宋知远", "尉迟敏", "宋敏"])
def test_persons_become_other_persons(renamer: Renamer, old: str) -> None:
    found = new_names(renamer, old, "PER")
    assert all(is_person(name) for name in found)
    assert len(set(found) - {old}) > len(SEEDS) // 2


@pytest.mark.parametrize(("old", "ending"), [("明水县", "县"), ("绥化市", "市"), ("北林区", "区")])
def test_places_become_others_of_the_same_level(renamer: Renamer, old: str, ending: str) -> None:
    found = new_names(renamer, old, "LOC")
    assert all(is_place(name, ending) for name in found)
    assert len(set(found) - {old}) > len(SEEDS) // 2


def test_short_places_become_other_short_places(renamer: Renamer) -> None:
    found = new_names(renamer, "绥化", "LOC")
    assert set(found) <= set(table().by_short)
    assert len(set(found) - {"绥化"}) > len(SEEDS) // 2


def test_organs_move_to_other_places_of_the_same_level(renamer: Renamer) -> None:
    found = new_names(renamer, "明水县总工会", "ORG")
    assert all(name.endswith("总工会") and is_place(name.removesuffix("总工会"), "县") for name in found)
    assert len(set(found)) > len(SEEDS) // 2


@pytest.mark.parametrize(
    ("old", "label"),
    [
        *(("宋", "PER"), ("宋知远宋敏", "PER"), ("Song", "PER")),
        *(("听雨亭", "LOC"), ("听雨县", "LOC")),
        *(("市总工会", "ORG"), ("听雨书社", "ORG")),
    ],
)
def test_names_of_no_known_make_stay(renamer: Renamer, old: str, label: str) -> None:
    example = marked([("今天，", ""), (old, label), ("来了。", "")])
    assert all(renamer.rename(example, np.random.default_rng(seed)) is example for seed in SEEDS)


def test_bulletins_also_change_the_organ_behind_the_place(renamer: Renamer) -> None:
    found = new_names(renamer, "明水县总工会", "ORG", "own")
    tails = {re.sub(".+县", "", name) for name in found}
    assert tails == {"总工会", "图书馆", "民政局", "妇联"}
    # The letter that stands for a place stays; an organ without a place gives way to one that needs none either.
    assert set(new_names(renamer, "县妇联", "ORG", "own")) == {f"县{tail}" for tail in tails}
    assert set(new_names(renamer, "听雨书社", "ORG", "own")) == {"听雨书社", "知秋学堂"}


def test_spread_names_stay_spread(renamer: Renamer) -> None:
    found = new_names(renamer, "宋　敏", "PER")
    assert any("　" in name for name in found)
    assert all(len(name) == 3 and name[1] == "　" for name in found if "　" in name)
    assert not any("　" in name for name in new_names(renamer, "宋敏", "PER"))


def test_a_name_said_twice_is_changed_alike(renamer: Renamer) -> None:
    example = marked([("宋知远", "PER"), ("说，", ""), ("明水县", "LOC"), ("有", ""), ("宋知远", "PER")])
    for seed in SEEDS:
        first, _, second = names(renamer.rename(example, np.random.default_rng(seed)))
        assert first == second


def test_a_person_and_a_place_that_share_a_name_part_ways(renamer: Renamer) -> None:
    example = marked([("延安", "PER"), ("到", ""), ("延安", "LOC")])
    for seed in SEEDS:
        _, place = names(renamer.rename(example, np.random.default_rng(seed)))
        assert place in table().by_short


_NAMES = st.sampled_from(
    [
        *(("宋知远", "PER"), ("尉迟敏", "PER"), ("宋　敏", "PER"), ("古丽娜尔", "PER"), ("宋", "PER")),
        *(("明水县", "LOC"), ("绥化", "LOC"), ("听雨亭", "LOC")),
        *(("绥化市总工会", "ORG"), ("市民政局", "ORG"), ("听雨书社", "ORG")),
    ]
)
_WORDS = st.sampled_from(["今天，", "到", "。", "宋知远", "A1", "\U00020bb7", " "]).map(lambda word: (word, ""))


@given(parts=st.lists(_NAMES | _WORDS, max_size=12), convention=st.sampled_from(["own", "news"]), seed=seeds)
def test_marks_still_fit_and_the_rest_stays(
    renamer: Renamer, parts: list[tuple[str, str]], convention: str, seed: int
) -> None:
    before = marked(parts, convention)
    after = renamer.rename(before, np.random.default_rng(seed))
    assert between(after) == between(before)
    assert [label for _, _, label in after.spans] == [label for _, _, label in before.spans]
    assert all(start < end for start, end, _ in after.spans)
    assert (after.convention, after.weight, after.document) == (before.convention, before.weight, before.document)


@given(seed=seeds)
def test_equal_seeds_give_equal_names(renamer: Renamer, again: Renamer, seed: int) -> None:
    one, two = np.random.default_rng(seed), np.random.default_rng(seed)
    assert [renamer.rename(e, one) for e in SHOWN] == [again.rename(e, two) for e in SHOWN]
    assert renamer.name_list("own", one) == again.name_list("own", two)


def told(renamer: Renamer) -> list[str]:
    chance = np.random.default_rng(1)
    changed = [renamer.rename(example, chance) for example in SHOWN for _ in range(5)]
    return [example.text for example in (*changed, *(renamer.name_list("own", chance) for _ in range(5)))]


def test_names_do_not_hang_on_the_order_of_sets(renamer: Renamer) -> None:
    lines = [
        "import importlib.util, json",
        f"spec = importlib.util.spec_from_file_location('here', {__file__!r})",
        "here = importlib.util.module_from_spec(spec)",
        "spec.loader.exec_module(here)",
        "print(json.dumps(here.told(here.Renamer(here.SHOWN))))",
    ]
    environment = {**os.environ, "PYTHONHASHSEED": "11"}
    ran = subprocess.run([sys.executable, "-c", "\n".join(lines)], env=environment, capture_output=True, check=True)
    assert json.loads(ran.stdout) == told(renamer)


def test_other_seeds_give_other_names(renamer: Renamer) -> None:
    assert len({renamer.rename(SHOWN[0], np.random.default_rng(seed)) for seed in SEEDS}) == len(SEEDS)
    assert len({renamer.name_list("own", np.random.default_rng(seed)) for seed in SEEDS}) == len(SEEDS)


def test_given_names_are_those_of_the_examples() -> None:
    renamer = Renamer([Example("温若川", ((0, 3, "PER"),)), Example("宋先生到", ((0, 3, "PER"),))])
    found = new_names(renamer, "宋知远", "PER")
    plain = [name for name in found if name.startswith((*name_parts().single, *name_parts().double))]
    assert sum(name.endswith("若川") for name in plain) > len(SEEDS) // 2
    assert not any(name.endswith("先生") for name in found)


@given(seed=seeds, convention=st.sampled_from(["own", "news"]))
def test_lists_hold_names_of_one_kind_and_nothing_unmarked(renamer: Renamer, seed: int, convention: str) -> None:
    example = renamer.name_list(convention, np.random.default_rng(seed))
    found, (before, *rest) = names(example), between(example)
    (label,) = {label for _, _, label in example.spans}
    assert example.convention == convention
    assert 5 <= len(found) < (40 if label == "PER" else 10)
    assert all(name and name == name.strip() for name in found)
    assert not before or before.endswith(("：", "）"))
    units = "件|户|毫米|万元|人|%|次|家|亩"
    note = r"(?:（[女族，回满藏壮维吾尔]+）)?" if label == "PER" else rf"(?:[　、]*\d+(?:{units}))?"
    assert all(re.fullmatch(rf"{note}[　、， ]*。?", text) for text in rest)
    if label == "PER":
        assert all(is_person(name.replace("　", "")) for name in found)


def test_lists_of_all_kinds_are_made(renamer: Renamer) -> None:
    made = [renamer.name_list("own", np.random.default_rng(seed)) for seed in SEEDS]
    assert {example.spans[0][2] for example in made} == {"PER", "LOC", "ORG"}


def test_given_names_are_what_follows_the_whole_surname() -> None:
    renamer = Renamer([Example("尉迟敏到会。", ((0, 3, "PER"),))])
    assert {name for name in new_names(renamer, "宋知远", "PER") if name.endswith("迟敏")} <= {"尉迟敏", "迟敏"}


def test_lists_can_be_renamed_where_no_organ_was_shown() -> None:
    renamer = Renamer([Example("宋知远到会。", ((0, 3, "PER"),))])
    for seed in SEEDS:
        chance = np.random.default_rng(seed)
        made = renamer.name_list("own", chance)
        assert between(renamer.rename(made, chance)) == between(made)
