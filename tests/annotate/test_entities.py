"""Names in text: the rows of the tables, the conventions, the hazards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.entities import find_entities
from gov_bulletin_nlp.annotate.name_words import cut, read_toml
from gov_bulletin_nlp.document import Mention

ROWS = read_toml("organs.toml")["words"]
ISSUER, DATE = "云州市总工会", "2023-03"
MARK = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True)
class Lexicon:
    names: Sequence[tuple[str, str, Sequence[str], str | None]] = ()
    never_names: frozenset[str] = field(default_factory=frozenset)


def found(*texts: str, issuer: str | None = ISSUER, **options: object) -> list[Mention]:
    passages = find_entities(texts, issuer=issuer, date=DATE, **options)  # type: ignore[arg-type]
    return [mention for mentions in passages for mention in mentions]


def texts_of(*texts: str, issuer: str | None = ISSUER, **options: object) -> list[str]:
    return [mention.text for mention in found(*texts, issuer=issuer, **options)]


def marked(text: str) -> tuple[str, list[str]]:
    return MARK.sub(r"\1", text), MARK.findall(text)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["kind"])
def test_row(row: dict) -> None:
    for text in (row["example"], row["counter_example"]):
        plain, names = marked(text)
        assert texts_of(plain) == names


@pytest.mark.parametrize(
    "text",
    [
        "[市总工会基层工作部]与[区城管执法局]联合走访",
        "走进[涵江区][白塘镇][镇前村]慰问",
        "各县（市、区）总工会、有关部门和企业参加",
        "[市委]、[市政府]对[团市委]的工作给予肯定",
        "书记[张维民]、副局长[李若水]和[欧阳晓]同志出席",
        "[张维民]、[李若水]等参加",
        "王副市长带队，李局长陪同",
        "学习《云州市总工会经费管理办法》并讨论",
        "[东昌]、[二道江]两区启动试点",
        "村党支部书记[买买提·艾力]介绍经验",
        "护林员[扎西顿珠]巡山",
        "[G209线]抢通，[11号线]停运",
        "[北海重工（青岛）有限公司]投产",
        "城市总面积扩大，全市总人口下降",
        "[国家矿山安全监察局]派员检查",
        "[市水利和湖泊局]与[市教育局]和[县农业农村局]会商",
        "[青石岭纪念馆]馆藏丰富，在[市体育馆]举行",
    ],
)
def test_convention(text: str) -> None:
    plain, names = marked(text)
    assert texts_of(plain) == names


def test_labels_and_offsets() -> None:
    text = "市总工会在市体育馆慰问劳模王秀兰同志"
    mentions = found(text)
    assert [(m.label, text[m.start : m.end]) for m in mentions] == [
        ("ORG", "市总工会"),
        ("LOC", "市体育馆"),
        ("PER", "王秀兰"),
    ]
    assert all(m.text == text[m.start : m.end] and 0 <= m.confidence <= 1 and m.sources for m in mentions)


def test_what_is_a_name_once_is_one_everywhere() -> None:
    first = "主任赵若尘介绍了清溪市救助管理站的做法"
    second = "赵若尘与站里同事把老人送到救助站"
    mentions = find_entities([first, second], issuer="通化市总工会", date=DATE)
    assert [m.text for m in mentions[1]] == ["赵若尘", "救助站"]
    assert mentions[1][1].canonical == "清溪市救助管理站"


def test_brackets_give_names() -> None:
    text = "北川华侨基金会（以下简称“川侨会”）捐款。川侨会已捐两次"
    assert texts_of(text) == ["北川华侨基金会", "川侨会", "川侨会"]


def test_resolution_is_filled_in() -> None:
    text = "市总联合东昌区、省总开展活动，县总参加"
    by_text = {m.text: m for m in found(text, issuer="通化市总工会")}
    assert by_text["市总"].canonical == "通化市总工会"
    assert by_text["省总"].canonical == "吉林省总工会"
    assert (by_text["东昌区"].canonical, by_text["东昌区"].code) == ("东昌区", "220502")
    assert by_text["县总"].canonical is None
    assert "柳河县总工会" in by_text["县总"].candidates


def test_the_date_decides_the_code() -> None:
    for date, code in (("1988-05", "229003"), ("1995-05", "220582")):
        (mention,) = find_entities(["在集安市调研"], issuer="通化市总工会", date=date)[0]
        assert mention.code == code


def test_places_before_a_place_tell_it_from_its_namesakes() -> None:
    mentions = found("赴长春市朝阳区学习", issuer="通化市总工会")
    assert [m.code for m in mentions] == ["220100", "220104"]


def test_a_lexicon_wins() -> None:
    lexicon = Lexicon(
        names=[("云州驿站联盟", "ORG", ["驿站盟"], None), ("东湖片区", "LOC", [], "220502")],
        never_names=frozenset({"市教育局"}),
    )
    mentions = found("驿站盟在东湖片区与市教育局、市民政局座谈", lexicon=lexicon)
    assert [(m.text, m.canonical, m.code) for m in mentions[:2]] == [
        ("驿站盟", "云州驿站联盟", None),
        ("东湖片区", "东湖片区", "220502"),
    ]
    assert [m.text for m in mentions[2:]] == ["市民政局"]
    assert mentions[0].sources == ("lexicon",)


def test_a_recogniser_adds_and_agrees() -> None:
    text = "市教育局邀请沐风读书会成员座谈"
    alone = found(text)
    spans = [[(0, 4, "ORG", 0.9), (6, 11, "ORG", 0.9)]]
    both = found(text, recognised=spans)
    assert [m.text for m in both] == ["市教育局", "沐风读书会"]
    assert both[0].confidence > alone[0].confidence
    assert "model" in both[0].sources


@pytest.mark.parametrize(
    "spans", [[(-1, 4, "ORG", 1.0)], [(0, 99, "LOC", 1.0)], [(3, 3, "PER", 1.0)], [(0, 2, "MISC", 1.0)]]
)
def test_spans_that_do_not_fit_are_left_out(spans: list[tuple[int, int, str, float]]) -> None:
    assert found("今天开会", recognised=[spans]) == []


def test_nothing_in_nothing_out() -> None:
    assert find_entities([], issuer=None, date=None) == []
    assert find_entities(["", "\n"], issuer=None, date=None) == [[], []]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(alphabet="市县区总工会委局王李张书记主任在、，。（）《》“”·G2019年 \n的和与阿a通化东昌"), max_size=3
    ),
    st.text(max_size=8),
)
def test_any_text_gives_ordered_mentions_that_do_not_overlap(texts: list[str], issuer: str) -> None:
    for text, mentions in zip(texts, find_entities(texts, issuer=issuer, date="2020"), strict=True):
        at = 0
        for mention in mentions:
            assert at <= mention.start < mention.end <= len(text)
            assert mention.text == text[mention.start : mention.end]
            at = mention.end


@given(st.text())
def test_words_cover_the_text(text: str) -> None:
    words = cut(text)
    assert words.bounds[0] == 0 and words.bounds[-1] == len(text)
    assert len(words.bounds) == len(words.parts) + 1


def test_where_a_full_recogniser_sees_nothing_only_sure_rules_are_believed() -> None:
    text = "也有不甘落后的马拉松爱好者，民政部到场。"
    assert "马拉松" in texts_of(text)
    assert texts_of(text, recognised=[[]], confirmed=True) == ["民政部"]
    assert "马拉松" in texts_of(text, recognised=[[]])  # a caller's own recogniser may look for something else


def test_a_recogniser_however_unsure_supports_the_grammar() -> None:
    text = "宋知远同志在会上发言。"
    assert texts_of(text, recognised=[[(0, 3, "PER", 0.05)]], confirmed=True) == ["宋知远"]


def test_a_name_goes_on_where_the_grammar_saw_its_beginning() -> None:
    text = "省统计局党组书记到场。"
    assert texts_of(text, recognised=[[(0, 6, "ORG", 0.5)]], confirmed=True) == ["省统计局党组"]
    assert texts_of(text, recognised=[[(0, 4, "ORG", 0.9)]], confirmed=True) == ["省统计局"]


def test_the_issuers_own_places_need_no_support() -> None:
    text = "宜宾职工到场，屏山、兴文县职工代表在江安参观，泸州也派人观摩。"
    found_in = texts_of(text, issuer="宜宾市总工会", recognised=[[]], confirmed=True)
    assert found_in == ["宜宾", "屏山", "兴文县", "江安"]
