"""Bylines in all the forms that offices use, and what only looks like one. All names are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.structure import bylines

BODY = "活动受到职工的普遍欢迎。"
PER, ORG = "person", "organization"

# What stands after the last sentence of a paragraph, the names it gives, and its role words.
TAILS: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    ("（宋知远）", [("宋知远", PER, None)]),
    ("(宋知远)", [("宋知远", PER, None)]),
    ("（宋知远 ）", [("宋知远", PER, None)]),
    ("（黄 寰）", [("黄寰", PER, None)]),
    ("（欧阳川）", [("欧阳川", PER, None)]),
    ("（尉迟敏）", [("尉迟敏", PER, None)]),
    ("（宋知远 尉迟敏）", [("宋知远", PER, None), ("尉迟敏", PER, None)]),
    ("（宋知远、尉迟敏）", [("宋知远", PER, None), ("尉迟敏", PER, None)]),
    ("（宋知远，尉迟敏）", [("宋知远", PER, None), ("尉迟敏", PER, None)]),
    ("（宋知远/尉迟敏）", [("宋知远", PER, None), ("尉迟敏", PER, None)]),
    ("（刘 伟 王 芳）", [("刘伟", PER, None), ("王芳", PER, None)]),
    ("（刘 伟、王 芳）", [("刘伟", PER, None), ("王芳", PER, None)]),
    ("（宋知远 王 芳）", [("宋知远", PER, None), ("王芳", PER, None)]),
    ("（买买提·艾力）", [("买买提·艾力", PER, None)]),
    ("（通讯员 宋知远）", [("宋知远", PER, "通讯员")]),
    ("（通讯员 宋知远 记者 尉迟敏）", [("宋知远", PER, "通讯员"), ("尉迟敏", PER, "记者")]),
    ("（记者 宋知远 通讯员 刘伟 王芳）", [("宋知远", PER, "记者"), ("刘伟", PER, "通讯员"), ("王芳", PER, "通讯员")]),
    ("（本报通讯员 宋知远）", [("宋知远", PER, "本报通讯员")]),
    ("（特约通讯员：宋知远）", [("宋知远", PER, "特约通讯员")]),
    ("（供稿：宋知远）", [("宋知远", PER, "供稿")]),
    ("（供稿人：宋知远）", [("宋知远", PER, "供稿人")]),
    ("（供稿：云州市教育局）", [("云州市教育局", ORG, "供稿")]),
    ("（撰稿：宋知远）", [("宋知远", PER, "撰稿")]),
    ("（来源：云州市教育局）", [("云州市教育局", ORG, "来源")]),
    ("（市教育局办公室）", [("市教育局办公室", ORG, None)]),
    ("（云州市救助管理站）", [("云州市救助管理站", ORG, None)]),
    ("（明水县总工会）", [("明水县总工会", ORG, None)]),
    ("（云州一中、云州二中）", [("云州一中", ORG, None), ("云州二中", ORG, None)]),
    ("（明水县总工会 宋知远）", [("明水县总工会", ORG, None), ("宋知远", PER, None)]),
    ("（明水县总工会宋知远）", [("明水县总工会", ORG, None), ("宋知远", PER, None)]),
    ("（文/宋知远 图/尉迟敏）", [("宋知远", PER, "文"), ("尉迟敏", PER, "图")]),
    ("（宋知远 文/图）", [("宋知远", PER, "文/图")]),
    ("（来源：明水县总工会 作者：宋知远）", [("明水县总工会", ORG, "来源"), ("宋知远", PER, "作者")]),
    ("供稿：宋知远", [("宋知远", PER, "供稿")]),
    ("撰稿：明水县总工会", [("明水县总工会", ORG, "撰稿")]),
    ("（宋知远）（尉迟敏）", [("宋知远", PER, None), ("尉迟敏", PER, None)]),
    ("（虎晓霞、马骏）", [("虎晓霞", PER, None), ("马骏", PER, None)]),
    # without brackets
    ("宋知远", [("宋知远", PER, None)]),
    ("宋知远 尉迟敏", [("宋知远", PER, None), ("尉迟敏", PER, None)]),
    ("宋知远、尉迟敏", [("宋知远", PER, None), ("尉迟敏", PER, None)]),
    ("明水县总工会", [("明水县总工会", ORG, None)]),
    ("明水县总工会 宋知远", [("明水县总工会", ORG, None), ("宋知远", PER, None)]),
    # the post after a name is none
    ("（作者：宋知远 副局长）", [("宋知远", PER, "作者")]),
    ("（作者：宋知远 校长 尉迟敏 党委书记）", [("宋知远", PER, "作者"), ("尉迟敏", PER, "作者")]),
    ("（通讯员 宋知远 副主席）", [("宋知远", PER, "通讯员")]),
    # labels of a web page
    ("来源：明水县总工会 浏览：128次 作者：宋知远", [("明水县总工会", ORG, "来源"), ("宋知远", PER, "作者")]),
]

# Brackets at the end of a paragraph that are ordinary parentheses, and sentences that mention writers.
NO_TAILS = [
    "（以下简称“市总”）",
    "（下称市总）",
    "（详见附件）",
    "（见第3版）",
    "（2023年3月）",
    "（试行）",
    "（修订版）",
    "（其中女职工21人）",
    "（含退休职工）",
    "（同比增长3%）",
    "（待续）",
    "（笔试）",
    "（中）",
    "（附后）",
    "（依据《云州市条例》）",
    "（一家亲）",
    "来自各地的通讯员参加了培训。",
    "记者在现场看到，职工们干劲十足。",
    "会议由县委书记主持",
    "会议强调",
    "要压实责任",
    "大家热烈鼓掌",
    "宋知远主持会议",
    "地点：市总工会",
    "地点：明水县总工会",
]

ROWS: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    ("（宋知远）", [("宋知远", PER, None)]),
    ("(黄 寰)", [("黄寰", PER, None)]),
    ("宋知远", [("宋知远", PER, None)]),
    ("□ 宋知远", [("宋知远", PER, None)]),
    ("□本报通讯员 宋知远", [("宋知远", PER, "本报通讯员")]),
    ("本报通讯员 宋知远", [("宋知远", PER, "本报通讯员")]),
    ("通讯员 宋知远 记者 尉迟敏", [("宋知远", PER, "通讯员"), ("尉迟敏", PER, "记者")]),
    ("文/宋知远 图/尉迟敏", [("宋知远", PER, "文"), ("尉迟敏", PER, "图")]),
    ("供 稿：明水县总工会", [("明水县总工会", ORG, "供稿")]),
    ("来源：明水县融媒体中心", [("明水县融媒体中心", ORG, "来源")]),
    ("撰稿：宋知远　审核：尉迟敏", [("宋知远", PER, "撰稿")]),
    ("　　　　（明水县总工会）", [("明水县总工会", ORG, None)]),
    ("作者单位：明水县第一小学", [("明水县第一小学", ORG, "作者单位")]),
    ("通訊員 宋知遠", [("宋知遠", PER, "通訊員")]),
    ("来源：明水县总工会 浏览：128次 作者：宋知远", [("明水县总工会", ORG, "来源"), ("宋知远", PER, "作者")]),
    ("来源：明水县总工会　字体：大 中 小", [("明水县总工会", ORG, "来源")]),
    ("作者：宋知远 保存：市档案馆", [("宋知远", PER, "作者")]),
    ("作者：宋知远 县委书记", [("宋知远", PER, "作者")]),
]

NO_NAMES = [
    "编辑：宋知远",
    "审核：宋知远",
    "摄影：宋知远",
    "宋知远 摄",
    "宋知远摄",
    "宋知远/摄",
    "宋知远 摄影",
    "图为慰问现场。宋知远 摄",
    "责任编辑：宋知远 校对：尉迟敏",
]

NO_ROWS = [
    "（详见附件）",
    "（试行）",
    "3月8日，市总走访企业。",
    "云州市总工会慰问一线职工",
    "2023年3月8日",
    "一、加强领导",
    "",
    "（一）",
    "地点：市总工会",
    "单位：明水县总工会",
    "浏览：128 分享：3",
    "作者：副局长",
]

LEADS: list[tuple[str, int, list[tuple[str, str, str | None]]]] = [
    ("本报讯（记者 宋知远）近日，市总走访企业。", 11, [("宋知远", PER, "记者")]),
    ("本报讯（记者 宋知远 通讯员 尉迟敏） 近日，", 20, [("宋知远", PER, "记者"), ("尉迟敏", PER, "通讯员")]),
    ("本刊讯　近日，市总走访企业。", 4, []),
    ("本网讯 近日，市总走访企业。", 4, []),
    ("【云州讯】近日，市总走访企业。", 5, []),
    ("【供稿/明水县总工会】近日，", 11, [("明水县总工会", ORG, "供稿")]),
    ("（通讯员 宋知远）近日，", 9, [("宋知远", PER, "通讯员")]),
    ("（学生记者宋知远、尉迟敏）近日，", 13, [("宋知远", PER, "学生记者"), ("尉迟敏", PER, "学生记者")]),
    ("云州新闻网10月10日消息：今天下午，", 14, []),
    ("4月26日消息：近日，", 8, []),
    ("【新竹縣訊】日前，", 6, []),
    ("【記者宋知遠／新竹報導】日前，", 12, [("宋知遠", PER, "記者")]),
    ("【記者宋知遠新竹縣報導】日前，", 12, [("宋知遠", PER, "記者")]),
]

NO_LEADS = [
    "近日，市总走访企业。",
    "本报编辑部召开会议。",
    "（一）加强领导。",
    "【工作动态】",
    "通讯员培训班开班。",
    "10月10日消息传来，大家都很高兴。",
    "4月26日，消息公布。",
    "【採訪組】今年報導三百篇。",
    "",
]


def _names(found: bylines.Found | None) -> list[tuple[str, str, str | None]]:
    return [(byline.name, byline.kind, byline.role) for byline in found.credits.names] if found else []


def _spans_hold(text: str, found: bylines.Found) -> bool:
    return all(
        "".join(text[name.start : name.end].split()) == name.name and found.start <= name.start < name.end <= found.end
        for name in found.credits.names
    )


@pytest.mark.parametrize(("written", "names"), TAILS, ids=[written for written, _ in TAILS])
def test_at_the_end_of_a_paragraph(written: str, names: list[tuple[str, str, str | None]]) -> None:
    text = BODY + written
    found = bylines.tail(text)
    assert _names(found) == names
    assert found is not None
    assert text[: found.start] == BODY
    assert _spans_hold(text, found)


@pytest.mark.parametrize("written", NO_TAILS)
def test_what_is_no_byline_at_the_end(written: str) -> None:
    assert bylines.tail(BODY + written) is None


@pytest.mark.parametrize("written", ["（宋知远 摄）", "（宋知远/摄）", "（摄影：宋知远）"])
def test_photo_credits_at_the_end_give_no_byline(written: str) -> None:
    assert _names(bylines.tail(BODY + written)) == []


def test_a_sentence_that_stops_short_is_no_byline() -> None:
    assert bylines.tail("要压实责任。会议强调") is None
    assert _names(bylines.tail("要压实责任。宋知远")) == [("宋知远", PER, None)]


def test_a_bracket_with_a_full_stop_after_it() -> None:
    assert _names(bylines.tail(f"{BODY}（宋知远）。")) == [("宋知远", PER, None)]


@pytest.mark.parametrize(("written", "names"), ROWS, ids=[written for written, _ in ROWS])
def test_on_a_line_of_its_own(written: str, names: list[tuple[str, str, str | None]]) -> None:
    found = bylines.row(written)
    assert _names(found) == names
    assert found is not None
    assert _spans_hold(written, found)


@pytest.mark.parametrize("written", NO_NAMES)
def test_credits_that_give_no_byline(written: str) -> None:
    found = bylines.row(written)
    assert found is not None
    assert found.credits.names == ()


@pytest.mark.parametrize("written", NO_ROWS)
def test_lines_that_are_none(written: str) -> None:
    assert bylines.row(written) is None


def test_names_and_roles_in_traditional_characters_are_given_as_printed() -> None:
    found = bylines.tail("活動受到歡迎。（撰稿：劉建國、見習記者 陳衛東）")
    assert _names(found) == [("劉建國", PER, "撰稿"), ("陳衛東", PER, "見習記者")]
    assert bylines.row("供稿單位：縣總工會") == bylines.Found(
        0, 9, bylines.Credits((bylines.Byline("縣總工會", ORG, "供稿單位", 5, 9),), "role")
    )


def test_a_square_opens_the_credit_behind_a_headline() -> None:
    found = bylines.tail("老站长的第二个工作台□宋知远")
    assert found is not None
    assert (found.start, _names(found)) == (10, [("宋知远", PER, None)])
    assert bylines.tail("请在方框□里打钩") is None


@pytest.mark.parametrize(("written", "end", "names"), LEADS, ids=[written for written, *_ in LEADS])
def test_at_the_head_of_a_body(written: str, end: int, names: list[tuple[str, str, str | None]]) -> None:
    found = bylines.lead(written)
    assert found is not None
    assert (found.start, _names(found)) == (0, names)
    assert written[found.end :].lstrip(" \u3000") == written[end:].lstrip(" \u3000")
    assert _spans_hold(written, found)


@pytest.mark.parametrize("written", NO_LEADS)
def test_heads_of_bodies_that_are_none(written: str) -> None:
    assert bylines.lead(written) is None


fragments = st.lists(
    st.sampled_from(
        [
            "宋知远",
            "黄 寰",
            "市教育局",
            "通讯员",
            "记者",
            "供稿：",
            "文/",
            "图/",
            "（",
            "）",
            "(",
            ")",
            "、",
            " ",
            "\u3000",
            "。",
            "□",
            "来源：",
            "编辑：",
            "好",
            "等",
            "和",
        ]
    )
    | st.text(max_size=2),
    max_size=10,
).map("".join)


@given(fragments)
def test_whatever_is_written_spans_hold_their_names(text: str) -> None:
    for found in (bylines.tail(text), bylines.row(text), bylines.lead(text)):
        if found is not None:
            assert 0 <= found.start < found.end <= len(text)
            assert _spans_hold(text, found)


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-29 08:46　浏览：33",
        "发布时间：2016-12-02 | 浏览次数：11次",
        "字号：大 中 小 打印",
        "2012-08-02 09:14 云州新闻网 我要评论(0) T|T",
        "作者：     来源：",
    ],
)
def test_page_facts(text: str) -> None:
    assert bylines.is_page_facts(text)


@pytest.mark.parametrize(
    "text", ["2023年3月8日", "来源：云州市总工会", "发布时间公布后群众反响热烈", "中小学校安全", "打印"]
)
def test_no_page_facts(text: str) -> None:
    assert not bylines.is_page_facts(text)


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("本网讯 通讯员宋知远 黄寰 9月21日，市医院义诊。", ["宋知远", "黄寰"], "9月21日，市医院义诊。"),
        ("云州新闻网讯 宋知远 报道：7月5日晚，暴雨。", ["宋知远"], "7月5日晚，暴雨。"),
        ("本报讯 记者宋知远报道 3月5日，市总走访。", ["宋知远"], "3月5日，市总走访。"),
        ("云州在线8月22日讯（记者 宋知远）市总走访。", ["宋知远"], "市总走访。"),
        ("县融媒体中心讯（记者 宋知远）市总走访。", ["宋知远"], "市总走访。"),
        ("本网讯 近日，市医院义诊。", [], "近日，市医院义诊。"),
    ],
)
def test_leads_without_brackets(text: str, names: list[str], rest: str) -> None:
    found = bylines.lead(text)
    assert found is not None
    assert [byline.name for byline in found.credits.names] == names
    assert text[found.end :] == rest


def test_a_day_may_stand_with_the_name() -> None:
    found = bylines.tail("大家满载而归。（2016年10月12日　市财政局老干部处）")
    assert found is not None
    assert [byline.name for byline in found.credits.names] == ["市财政局老干部处"]
    assert bylines.tail("大家满载而归。（2016年10月12日）") is None
