"""What is a name once in an issue is one everywhere, by its short forms too, and what is none for all that."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.issue_names import Known, covered, names_of_issue, spread
from gov_bulletin_nlp.annotate.name_words import cut
from gov_bulletin_nlp.annotate.organs import Candidate
from gov_bulletin_nlp.document import EntityLabel


def _candidate(text: str, name: str, label: EntityLabel = "ORG", score: float = 0.9) -> Candidate:
    start = text.index(name)
    return Candidate(start, start + len(name), label, score, "grammar")


def _known(
    *found: Candidate | tuple[str, EntityLabel],
    text: str | None = None,
    never: frozenset[str] = frozenset(),
    issuer: str | None = None,
    home: Sequence[str] = (),
) -> Known:
    """The names of an issue in which some were found; names alone make a text of themselves."""
    candidates = [item for item in found if isinstance(item, Candidate)]
    passage = text or ""
    for item in found:
        if isinstance(item, tuple):
            passage += item[0]
            candidates.append(Candidate(len(passage) - len(item[0]), len(passage), item[1], 0.9, "grammar"))
            passage += "。"
    return names_of_issue([passage], [candidates], never, issuer, home)


def _marked(
    text: str, known: Known, kept: Sequence[Candidate] = (), hidden: Sequence[tuple[int, int]] = ()
) -> list[str]:
    """The names that spreading marks in a text, those that were kept left out."""
    found = list(kept)
    spread([text], [cut(text)], [found], [hidden], known)
    assert [c.start for c in found] == sorted(c.start for c in found)
    return [text[c.start : c.end] for c in found if c.source == "issue"]


HOME = _known(("清溪市救助管理站", "ORG"))


# Other forms of a name


def test_a_name_is_known_by_itself_and_by_its_head() -> None:
    assert HOME.forms == {"清溪市救助管理站": ("ORG", False), "救助站": ("ORG", True)}
    assert HOME.organs == ("清溪市救助管理站",)
    assert HOME.places == ()


def test_a_head_that_two_bodies_share_means_neither() -> None:
    both = _known(("清溪市救助管理站", "ORG"), ("东岭县救助管理站", "ORG"))
    assert "救助站" not in both.forms
    assert set(both.organs) == {"清溪市救助管理站", "东岭县救助管理站"}


def test_the_issuer_may_be_what_a_head_stands_for() -> None:
    assert _known(issuer="云州市援疆工作指挥部").forms == {"指挥部": ("ORG", True)}
    assert _known(issuer="云州市总工会").forms == {}


@pytest.mark.parametrize(
    ("name", "form", "label"),
    [
        ("市职工服务中心", "职工服务中心", "ORG"),  # the level left out
        ("青石村党支部", "青石村", "LOC"),  # the village a body opens with
        ("清泉社区服务站", "清泉社区", "LOC"),
    ],
)
def test_a_name_has_shorter_forms(name: str, form: str, label: str) -> None:
    assert _known((name, "ORG")).forms[form] == (label, True)


@pytest.mark.parametrize(("name", "label"), [("市一中", "ORG"), ("区玛丽亚", "PER"), ("云州农村合作社", "ORG")])
def test_a_name_without_shorter_forms(name: str, label: EntityLabel) -> None:
    forms = _known((name, label)).forms
    assert set(forms) - {"合作社"} == {name}


def test_names_that_are_not_sure_enough_are_not_known() -> None:
    text = "市职工服务中心揭牌"
    assert _known(_candidate(text, "市职工服务中心", score=0.5), text=text).forms == {}
    assert "市职工服务中心" in _known(_candidate(text, "市职工服务中心", score=0.6), text=text).forms


def test_a_place_of_two_letters_is_not_looked_for() -> None:
    assert _known(("通化", "LOC")).forms == {}
    assert _known(("通化", "LOC")).places == ("通化",)
    assert _known(("市总", "ORG")).forms == {"市总": ("ORG", True)}


def test_words_that_are_never_names() -> None:
    known = _known(("清溪市救助管理站", "ORG"), never=frozenset({"救助站"}))
    assert set(known.forms) == {"清溪市救助管理站"}


def test_home_is_known_with_and_without_its_level() -> None:
    assert _known(home=["云州市"]).forms == {"云州市": ("LOC", False), "云州": ("LOC", True)}


# Names in brackets


@pytest.mark.parametrize(
    ("text", "name", "called"),
    [
        ("云州华侨基金会（以下简称“川侨会”）捐款", "云州华侨基金会", "川侨会"),
        ("云州华侨基金会（简称：川侨会）捐款", "云州华侨基金会", "川侨会"),
        ("云州华侨基金会(下称川侨会)捐款", "云州华侨基金会", "川侨会"),
        ("云州华侨基金会 （YZOF）捐款", "云州华侨基金会", "YZOF"),
        ("云州华侨基金会（Yunzhou Overseas Fund）捐款", "云州华侨基金会", "Yunzhou Overseas Fund"),
    ],
)
def test_brackets_say_what_a_name_is_called(text: str, name: str, called: str) -> None:
    found = [_candidate(text, name)]
    known = names_of_issue([text], [found], frozenset(), None, ())
    assert [text[c.start : c.end] for c in found] == [name, called]
    assert known.forms[called] == ("ORG", False)


@pytest.mark.parametrize(
    "text",
    [
        "云州华侨基金会（川侨会）捐款",  # nothing says that it is so called
        "云州华侨基金会（2023年）捐款",
        "云州华侨基金会捐款（以下简称“川侨会”）",  # nothing named stands before
        "云州华侨基金会以下简称“川侨会”",
    ],
)
def test_other_brackets_name_nothing(text: str) -> None:
    found = [_candidate(text, "云州华侨基金会")]
    known = names_of_issue([text], [found], frozenset(), None, ())
    assert len(found) == 1
    assert "川侨会" not in known.forms


def test_a_bracket_overrules_what_else_was_seen_in_it() -> None:
    text = "云州华侨基金会（以下简称“云州川侨会”）捐款"
    found = [_candidate(text, "云州华侨基金会"), _candidate(text, "川侨会", "LOC")]
    names_of_issue([text], [found], frozenset(), None, ())
    assert [(text[c.start : c.end], c.label) for c in found] == [("云州华侨基金会", "ORG"), ("云州川侨会", "ORG")]


def test_a_bracket_never_names_what_a_caller_forbids() -> None:
    text = "云州华侨基金会（以下简称“川侨会”）捐款"
    found = [_candidate(text, "云州华侨基金会")]
    names_of_issue([text], [found], frozenset({"川侨会"}), None, ())
    assert len(found) == 1


# Spreading


def test_known_names_are_marked_wherever_they_stand() -> None:
    assert _marked("救助站把老人送回家。清溪市救助管理站开展巡查。", HOME) == ["救助站", "清溪市救助管理站"]


@pytest.mark.parametrize(
    "text",
    [
        "各救助站都在巡查",  # a kind
        "社区救助站服务中心揭牌",  # part of another name
        "建有救助管理站",
        "走访职工",
        "",
    ],
)
def test_a_short_form_inside_another_name_is_none(text: str) -> None:
    assert _marked(text, HOME) == []


def test_a_full_name_needs_no_guard() -> None:
    assert _marked("走进清溪市救助管理站服务大厅", HOME) == ["清溪市救助管理站"]


def test_what_is_marked_already_stays() -> None:
    text = "清溪市救助站把老人送回家"
    kept = [_candidate(text, "清溪市救助站", score=0.7)]
    assert _marked(text, HOME, kept) == []
    assert _marked(text + "，救助站在巡查", HOME, kept) == ["救助站"]


def test_titles_are_not_searched() -> None:
    text = "学习《救助站工作规程》，救助站在巡查"
    title = (text.index("《"), text.index("》") + 1)
    assert _marked(text, HOME, hidden=[title]) == ["救助站"]


def test_without_names_nothing_is_marked() -> None:
    assert _marked("救助站把老人送回家", _known()) == []


# What a short form is compared with


def test_a_short_form_is_compared_with_bodies_that_end_alike() -> None:
    known = _known(("明水县总工会", "ORG"), ("清溪市救助管理站", "ORG"), ("青冈县工商业联合会", "ORG"), ("通化", "LOC"))
    assert set(known.like("救助站")) == {"清溪市救助管理站"}
    assert set(known.like("联会")) == {"明水县总工会", "青冈县工商业联合会"}
    assert set(known.like("县总")) == set(known.organs)  # 总 is no ending of 县总工会
    assert list(known.like("驿站盟")) == []


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=5).map(
    lambda steps: [(at, at + size) for at, size in _apart(steps)]
)


def _apart(steps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches one behind the other, from gaps and lengths."""
    placed, at = [], 0
    for gap, size in steps:
        placed.append((at + gap, size))
        at += gap + size
    return placed


@pytest.mark.parametrize(
    ("start", "end", "touches"), [(0, 2, False), (0, 3, True), (3, 4, True), (4, 6, True), (5, 7, False), (7, 9, True)]
)
def test_half_open_stretches_touch_when_they_share_a_character(start: int, end: int, touches: bool) -> None:
    assert covered([(2, 5), (8, 9)], start, end) is touches


@given(SPANS, st.integers(0, 60), st.integers(1, 6))
def test_touching_is_sharing_a_character(spans: list[tuple[int, int]], start: int, size: int) -> None:
    inside = {at for low, high in spans for at in range(low, high)}
    assert covered(spans, start, start + size) is bool(inside & set(range(start, start + size)))


@given(st.text(alphabet="清溪市救助管理站各的老人在《》、，长", max_size=24))
def test_marks_are_ordered_and_never_overlap(text: str) -> None:
    found: list[Candidate] = []
    spread([text], [cut(text)], [found], [[]], HOME)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(text[c.start : c.end] in HOME.forms for c in found)
