"""What has been named so far in a text: which year governs, and the last month, day and period."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gov_bulletin_nlp.date_context import Context
from gov_bulletin_nlp.date_periods import Period
from gov_bulletin_nlp.date_written import Written

_HEADING = re.compile(
    r"[\s　]*(?:((?:1[5-9]|20)\d\d)\s?年度?"
    r"|[^\n，。]{0,30}?((?:1[5-9]|20)\d\d)\s?年度?(?:\s?(\d{1,2})\s?月份?)?[^\n，。]{0,6}?(?:大事[记纪]?|[纪记]事|要事)[^\n，。]{0,8})"
    r"[\s　]*(?:\n|$)"
)
"""A line that is a year, or the title of a chronicle of a year or month."""
SENTENCE_END = "。！？!?；;\n"
LONGEST_SENTENCE = 400
"""How far a sentence is followed: a bound, so that a text without full stops costs no more than another."""
_SENTENCE = re.compile(f"[{SENTENCE_END}]")
_CLAUSE_LEAD = re.compile(r"(?:^|[。！？!?；;，,：:、\n\s　（(▲●■◆★])(?:自从|自|从|早在|在|于)?$")
_SENTENCE_LEAD = re.compile(r"(?:^|[。！？!?；;\n▲●■◆★])[\s　]*(?:自从|自|从|早在|在|于)?$")
_PARAGRAPH_LEAD = re.compile(r"[\s　▲●■◆★·]*(?:[0-9]{1,2}[.．、]|[（(][0-9一二三四五六七八九十]{1,3}[）)])?[\s　]*$")
_PLANNED_BEFORE = re.compile(
    r"(?:力争|争取|计划|拟|预计|预期|将|确保|务必|定于|有望|赶在)[^，。；;\n]{0,6}$"
    r"|(?:请(?:于|在)?|须(?:于|在)|应(?:于|在)|(?:缴费|报名|申请|征集|受理|有效|免收|延长|延续|持续|执行|截止)[^，。；;\n]{0,6}(?:到|至))$"
)
_PLANNED_AFTER = re.compile(
    r"[，,]?[^，。；;\n]{0,6}?(?:将|拟|计划|力争|确保)|"
    r"[之以]?前[，,]?(?![^。；;\n]{0,25}(?:已|累计|共))[^。；;\n]{0,25}?(?:要|应|须|需|力争|确保|完成|实现|完工|达到|全部)"
)


@dataclass(slots=True)
class Timeline:
    """What has been named so far; ``context`` is what the next date is resolved against."""

    context: Context
    heading: int | None = None
    lead_month: tuple[int, int] | None = None
    governing: int | None = None
    governing_month: int | None = None
    reaches: int = -1
    last_end: int = -1
    paragraph_start: int = 0
    paragraph_end: int = 0

    def at(self, text: str, written: Written) -> Context:
        """The context of a date, with the year that governs it."""
        if written.start >= self.paragraph_end:
            # A new paragraph: no year of the last one governs, and 月底 is the again.
            self.paragraph_start = max(
                self.paragraph_end, text.rfind("\n", max(self.paragraph_end, 0), written.start) + 1
            )
            end = text.find("\n", written.start)
            self.paragraph_end = len(text) if end < 0 else end + 1
            self.context = self.context._replace(local_month=None)
            self.governing = None
        context = self.context
        if self.lead_month is not None and written.month is None and self._leads_paragraph(text, written):
            # In a chronicle the days at the heads of lines follow each other, whatever a line tells in between.
            context = context._replace(month=self.lead_month, local_month=self.lead_month)
        year = self.heading
        month = written.month
        if self.governing is not None and written.start < self.reaches:
            in_order = self.governing_month is None or month is None or month >= self.governing_month
            year = self.governing if in_order else year
        context = context._replace(year=year, ahead=_planned(text, written))
        if text.startswith("当年", written.start) and _SENTENCE.search(text, max(self.last_end, 0), written.start):
            # 当年 is the year just named in its own sentence; elsewhere it only says "in those days".
            context = context._replace(last_year=None)
        return context

    def named(self, text: str, written: Written, period: Period) -> None:
        """Take a resolved date into account for those that follow; what it was compared with counts for none."""
        if written.same_period:
            self.last_end = written.end
            return
        last = period.end or period.start
        context = self.context._replace(period=period, last_year=last.year)
        if last.month is not None and last.month <= 12:
            month = (last.year, last.month)
            context = context._replace(month=month, local_month=month)
            if self._leads_paragraph(text, written):
                self.lead_month = month
        if last.day is not None and written.finest == "day":
            context = context._replace(day=last)
        self.context = context
        self.last_end = written.end
        if self.governing is not None and last.month is not None and written.start < self.reaches:
            self.governing_month = last.month if last.month <= 12 else self.governing_month
        self._govern(text, written, period)

    def _leads_paragraph(self, text: str, written: Written) -> bool:
        """Whether a date stands at the head of its paragraph, behind a mark or number at most."""
        head = written.start - self.paragraph_start
        return head <= 8 and _PARAGRAPH_LEAD.match(text, self.paragraph_start, written.start) is not None

    def _govern(self, text: str, written: Written, period: Period) -> None:
        """Let a year that was named rule the months and days after it, where the text is built that way."""
        bare = written.finest == "year"
        heading = (
            _HEADING.match(text, self.paragraph_start) if written.year is not None and written.day is None else None
        )
        if heading:
            self.heading = int(heading[1] or heading[2])
            self.lead_month = (self.heading, int(heading[3])) if heading[3] and 1 <= int(heading[3]) <= 12 else None
            return
        named = written.year is not None or written.year_shift is not None
        if (
            not named
            or written.fiscal
            or written.open
            or written.same_period
            or written.unknown
            or written.anchor == "whole"
        ):
            return
        before = text[max(0, written.start - 8) : written.start]
        leads = _SENTENCE_LEAD.search(before) is not None
        if bare and not (leads and text[written.end : written.end + 1] in ("，", ",", "：", ":")):
            return
        if not bare and not _CLAUSE_LEAD.search(before):
            return
        last = period.end or period.start
        self.governing = last.year
        self.governing_month = last.month if last.month is not None and last.month <= 12 else None
        if leads:
            self.reaches = self.paragraph_end
        else:
            limit = min(self.paragraph_end, written.end + LONGEST_SENTENCE)
            sentence_end = _SENTENCE.search(text, written.end, limit)
            self.reaches = sentence_end.start() if sentence_end else limit


def _planned(text: str, written: Written) -> bool:
    """Whether the words around a date speak of a plan or deadline, so that it lies ahead of the issue."""
    before = text[max(0, written.start - 12) : written.start]
    return _PLANNED_BEFORE.search(before) is not None or _PLANNED_AFTER.match(text, written.end) is not None
