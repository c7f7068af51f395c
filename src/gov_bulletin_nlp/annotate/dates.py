"""Finds the dates of a text and resolves them in reading order.

One scan for the characters with which dates begin, the small parser of ``date_grammar`` at each, and a running context:
the heading or sentence whose year governs, the last month, day and period named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from gov_bulletin_nlp import calendar_cn
from gov_bulletin_nlp.annotate.date_timeline import LONGEST_SENTENCE, Timeline
from gov_bulletin_nlp.date_context import Context, Unresolved
from gov_bulletin_nlp.date_periods import Point, read_reference
from gov_bulletin_nlp.date_resolution import resolve
from gov_bulletin_nlp.date_written import Written
from gov_bulletin_nlp.document import DateMention

if TYPE_CHECKING:
    from gov_bulletin_nlp.date_grammar import Grammar

_TITLE = re.compile(r"《[^《》\n]{0,120}》")
_YEAR_IN_TITLE = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_DATELINE = re.compile(r"\s?(?:专?电|讯)(?=[\s　（(：:，,]|$|记者|通讯员)")
_ISSUE_LABEL = re.compile(r"\s?第\s?[0-9０-９一二三四五六七八九十百]{1,4}\s?期")
_FESTIVAL_BEFORE = re.compile(r"(?:在|于|自|从|至|到|距|正值|恰逢|适逢|时值|值此|临近|今年|欢度|喜迎|每逢)$")
_FESTIVAL_AFTER = re.compile(
    r"(?:来临|到来|将至|临近|即将|之际|前(?![线往来])|后|当天|当日|当晚|以来|期间|过后|刚过|这天|起|止)"
)
_FESTIVAL_END = re.compile(r"[，,。；;、）)\s：:！!？?]|$")
_APPOSITION_BEFORE = re.compile(r"[日号號][，,\s　]{0,2}[（(]?$")
_APPOSITION_AFTER = re.compile(r"[，,\s　]{1,2}(?=[0-9０-９一二三四五六七八九十]{1,3}月)")
_FESTIVAL_NEXT = re.compile(r"[、和及与]?")
_BACKWARD = ("当年", "第二天", "隔", "前一", "转年", "当月", "这一", "這一", "同日", "同一天")
_SPEAKER_DAY = re.compile("[，,]?(?:我们(?!将)|咱|你们|大家|同学|更|摇)")
_ACTIVITY = re.compile(
    r"[”\"』」]?(?:[^，。；、\n]{0,6}?(?:活动|慰问|走访|晚会|联欢|系列|主题|庆祝|纪念|表彰|文艺|演出|趣味|专场|特别|"
    r"送温暖|座谈|茶话|团拜|游园|诗会|民俗|文化|习俗|氛围|气氛|礼物|礼品|祝福|贺词|问候|食品|市场|消费|档期|献礼|由来|"
    r"传统|知识|值班|安全|保供|应急|物资|宣传|讲座|比赛|大赛|运动会|招聘|奖|红旗|标兵|先进|班会|致辞|贺信|普法|规划))"
)


@dataclass(frozen=True, slots=True)
class _Silent:
    """The rows of ``silent`` for one finest unit: words beside or at a candidate that make it no date."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    phrase: tuple[str, ...]


@cache
def _silent() -> dict[str, _Silent]:
    """The silent rows by the unit they speak of."""
    rows = calendar_cn.load_toml("dates.toml")["silent"]
    return {
        kind: _Silent(
            before=tuple(word for row in rows if row["kind"] == kind for word in row.get("before", ())),
            after=tuple(word for row in rows if row["kind"] == kind for word in row.get("after", ())),
            phrase=tuple(word for row in rows if row["kind"] == kind for word in row.get("phrase", ())),
        )
        for kind in ("any", "year", "month", "day")
    }


def find_dates(text: str, reference: str | None = None, *, before: str = "") -> list[DateMention]:
    """Every date written in a text, in order, with its value in EDTF.

    Args:
        text: one string: a headline, then paragraphs, joined by line ends, in reading order.
        reference: the issue's date in EDTF at any precision, or ``None``.
        before: what stands before the text without being part of it (a dateline, the heading of a year): its dates
            count for those that follow and are not returned.

    Returns:
        The mentions, ordered, not overlapping; ``value`` is ``None`` with a ``reason`` where too little is said.
    """
    if before:
        offset = len(before) + 1
        return [
            replace(mention, start=mention.start - offset, end=mention.end - offset)
            for mention in find_dates(f"{before}\n{text}", reference)
            if mention.start >= offset
        ]
    # On use: compiling its patterns takes longer than importing the rest.
    from gov_bulletin_nlp.date_grammar import grammar

    rules = grammar()
    timeline = Timeline(Context(reference=read_reference(reference) or _year_of_titles(text)))
    found: list[DateMention] = []
    for written, shown in _candidates(text, rules):
        context = timeline.at(text, written)
        written = _compared(text, written, context)
        try:
            period = resolve(written, context)
        except Unresolved as unresolved:
            if shown and not _needs_antecedent(text, written):
                found.append(
                    DateMention(written.start, written.end, text[written.start : written.end], None, unresolved.reason)
                )
            continue
        timeline.named(text, written, period)
        if shown:
            found.append(DateMention(written.start, written.end, text[written.start : written.end], period.edtf))
    return found


def _compared(text: str, written: Written, context: Context) -> Written:
    """比上月, 较上年: the month or year before the one that is told of, not before the issue's."""
    if (
        text[written.start - 1 : written.start] not in ("比", "较", "較")
        or text[written.start : written.start + 1] != "上"
    ):
        return written
    known = context.month if written.month_shift is not None else context.last_year
    return written._replace(anchor="text") if known is not None and not written.same_period else written


def _year_of_titles(text: str) -> Point | None:
    """The year of an undated text whose titles name one year and no other (《2012年目标责任书》)."""
    years = {int(year) for title in _TITLE.findall(text) for year in _YEAR_IN_TITLE.findall(title)}
    return Point(years.pop()) if len(years) == 1 else None


def _candidates(text: str, rules: Grammar) -> Iterator[tuple[Written, bool]]:
    """Dates as written, and whether each is shown or (a dateline) only counts for those after it."""
    titles = iter(_TITLE.finditer(text))
    title = next(titles, None)
    end = shown_end = -1
    for starter in rules.words.starters.finditer(text):
        at = starter.start()
        if at < end or not rules.words.may_begin(text, at):
            continue
        while title is not None and title.end() <= at:
            title = next(titles, None)
        if title is not None and title.start() <= at:
            end = title.end()
            continue
        written = rules.read(text, at)
        if written is None:
            continue
        if at == shown_end and written.day_shift == 0 and written.anchor == "text":
            # 春节当天, 3月8日当日: part of the date before it.
            end = written.end
            continue
        if written.festival and text[shown_end - 1 : at].strip(" 　，,是") in ("日", "号"):
            # 3月12日植树节: the name of the day before it.
            end = shown_end = written.end
            continue
        if not _told(text, written, rules):
            if written.finest != "year" or written.festival:
                end = written.end
            continue
        end = shown_end = written.end
        yield written, _DATELINE.match(text, end) is None


def _told(text: str, written: Written, rules: Grammar) -> bool:
    """Whether the words around a candidate let it be a date."""
    if written.festival and not _festival_told(text, written, rules):
        return False
    if written.weekday is not None and written.week_shift is None and _in_apposition(text, written):
        return False
    for kind, silent in _silent().items():
        if kind != "any" and (kind != written.finest or not _alone(written)):
            continue
        if any(
            text.startswith(phrase, written.start) and written.end <= written.start + len(phrase)
            for phrase in silent.phrase
        ):
            return False
        if silent.after and text.startswith(silent.after, written.end):
            return False
        if silent.before and text[max(0, written.start - 4) : written.start].endswith(silent.before):
            return False
    if written.finest == "year" and _issue_label(text, written):
        return False
    if written.day_shift is not None and written.anchor == "issue":
        return not _spoken(text, written.start) and not _SPEAKER_DAY.match(text, written.end)
    return True


def _issue_label(text: str, written: Written) -> bool:
    """Whether a year belongs to the label of an issue: 《…》2023年第3期, （2023年第3期）."""
    label = _ISSUE_LABEL.match(text, written.end)
    if label is None:
        return False
    closes = label.end() == len(text) or text[label.end()] in "（()），,。；;、 \u3000\n"
    return closes or text[written.start - 1 : written.start] == "》"


def _in_apposition(text: str, written: Written) -> bool:
    """Whether a weekday only explains a full date beside it: 3月8日，星期三."""
    before = text[max(0, written.start - 4) : written.start]
    return _APPOSITION_BEFORE.search(before) is not None or _APPOSITION_AFTER.match(text, written.end) is not None


def _alone(written: Written) -> bool:
    """Whether only the finest unit is written, so that it could be an amount (3日, 8月, 2000年)."""
    if written.part or written.edge or written.lunar or written.festival or written.to:
        return False
    if written.finest == "day":
        return written.day is not None and written.month is None and written.month_shift is None
    if written.finest == "month":
        return written.month is not None and written.year is None and written.year_shift is None
    return written.year is not None and not written.more


def _spoken(text: str, at: int) -> bool:
    """Whether a place lies inside quotation marks of its line: 今天 is then the speaker's day, not the issue's."""
    line = max(text.rfind("\n", max(0, at - LONGEST_SENTENCE), at) + 1, at - LONGEST_SENTENCE, 0)
    return text.rfind("“", line, at) > text.rfind("”", line, at)


def _needs_antecedent(text: str, written: Written) -> bool:
    """Whether the word is a date only after another one: 当年, 第二天 and 同日 mostly speak of no date."""
    return text.startswith(_BACKWARD, written.start) and written.anchor == "text"


def _festival_told(text: str, written: Written, rules: Grammar) -> bool:
    """Whether a festival's name is said of its day and not of a thing or an activity."""
    if written.about:
        return True
    festival = rules.words.festival(written)
    last = written.end
    # In 元旦、春节期间 the word of time stands behind the last of the list.
    for _ in range(4):
        joint = _FESTIVAL_NEXT.match(text, last)
        following = rules.read(text, joint.end() if joint else last)
        if following is None or not following.festival:
            break
        if following.about:
            return True
        last = following.end
    if _FESTIVAL_AFTER.match(text, last):
        return True
    before = _FESTIVAL_BEFORE.search(text, max(0, written.start - 3), written.start) is not None
    if (written.year is not None or written.year_shift is not None) and written.festival != festival.short:
        return not _ACTIVITY.match(text, last)
    if festival.needs_cue:
        return before and _FESTIVAL_END.match(text, last) is not None
    return not _ACTIVITY.match(text, last)
