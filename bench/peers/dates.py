"""Dates and holidays of Duckling (zh), JioNLP and Recognizers-Text (zh) against ``find_dates``.

Each peer has its own conventions: Duckling gives a half-open stretch by a grain, JioNLP closed intervals to the second,
Recognizers several candidates with exclusive ends. All become a pair of days, first and last, and are compared as days;
where a peer gives several candidates any one counts. The rules of scope are functions of a case with their reasons.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

from gov_bulletin_nlp import calendar_cn
from gov_bulletin_nlp.annotate.dates import find_dates
from gov_bulletin_nlp.dates import to_edtf
from gov_bulletin_nlp.document import DateMention
from peers import Case, Suite

Days = tuple[date | None, date | None]
"""First and last day; ``None`` is open."""

CHINA = timezone(timedelta(hours=8))

_UNIT = "(?:年|月|天|日|周|週|星期|礼拜|禮拜|工作日|交易日|季度|世纪|小时|小時|个钟|個鐘|分钟|分鐘|秒)"
_NUMBER = "[0-9一二三四五六七八九十两兩二几多半]+"
_CLOCK = re.compile(
    rf"{_NUMBER}\s*(?:点|點|时(?!候|期|间|任)|時(?!候|期|間)|分(?!之|别)|秒|刻)|小时|小時|分钟|分鐘|\d[:：]\d|\d\s?[ap]m?\b",
    re.I,
)
_PART_OF_DAY = re.compile(
    "[今明昨当當][晚晨早夜]|早上|早晨|上午|中午|下午|晚上|傍晚|夜|黎明|凌晨|一早|清晨|晏晝|午后|午间"
)
_NAMES_DAY = re.compile(
    "[日号號]|天|[周週][一二三四五六日]|星期|礼拜|禮拜|节|節|除夕|国庆|中秋|端午|初[一二三四五六七八九十]|\\d{4}[-./]\\d+[-./]\\d"
)
_RECURRING = re.compile("每|逢")
_AMOUNT = re.compile(
    rf"(?:(?<!年)[前後后](?!半)|[上下](?!半|一)|近|过|過去|过去|未来|今后|最近|接下来|剩|再过|还有|還有|最[后後])的?\s*{_NUMBER}\s*[个個]?{_UNIT}(?!份|\d)"
    rf"|(?<![0-9〇零一二三四五六七八九月]){_NUMBER}\s*[个個]?多?(?:半|多)?{_UNIT}(?:鐘)?(?:多|半)?(?:之?[前後后内內]|以[前後后来來内內])"
    rf"|第[0-9一二三四五六七八九十]+[天年](?!度)|月前{_NUMBER}天|年后{_NUMBER}[个個]?月"
)
_DAY_NUMBER = re.compile(r"月\s?[0-9一二三四五六七八九十]+(?![0-9一二三四五六七八九十月]|\s?[日号號]|[-—–~至到])")
_WEEK_OF_MONTH = re.compile(
    "月份?的?第[一二三四五1-5][个個]?[周週星礼禮]|最后一?个?[周週]|年的?第?[0-9一二三四五前最後后末 ]+[个個]?[周週]"
    "|第[一二三四五六七八九十0-9]+[个個](?:星期|周|月)"
)
_BARE_YEAR = re.compile(r"(?<![0-9])(?:1\d|20)\d\d(?![0-9年号]|\s*年|[-—–~至到]\s?\d{4}年)")
_FIGURES = re.compile(r"\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})?(?!\d)")
_SLASHES = re.compile(r"(?<![0-9/\-])\d{1,2}[-/]\d{1,2}(?:[-/]\d{2,4})?(?![0-9]|\s?[日月号年])")
_NO_SEPARATOR = re.compile(r"(?<!\d)(?:19|20)\d{6}(?!\d)")
_ERA = re.compile("神龙|雍正|康熙|乾隆|光绪|贞观|开元|洪武")
_VAGUE = re.compile(
    "左右|前后|大约|大概|[年月度][初末底]|伊始|初期|末期|中期|中叶|世纪初|许久|不久|近来|马上|目前|如今|当前"
)
_LUNAR = re.compile("农历|正月|腊月|大年|春节|端午|中秋|元宵|重阳|除夕")
_POINTS_BACK = re.compile("^(?:[这這]一年|同[月日年]|次[日月年]|当[日月天年]|翌)|[~至到](?:次日|翌日)")
_DIALOGUE = re.compile("全天|此時|而家|依家|现在|最近|马上|随后|刚才|立刻|不久|以后|今后")


def _year_written(text: str) -> bool:
    """Whether the text says the year of its date."""
    return (
        re.search(r"\d{4}|[〇零一二三四五六七八九]{2,4}年|\d\d年|[今去明前后後来來本上下同这這]一?年", text) is not None
    )


def _days_of(value: str) -> Days | None:
    """First and last day of one of our EDTF values; ``None`` where it is a set."""
    if value.startswith("{"):
        return None
    first, _, last = value.partition("/")
    begin = _bounds(first)
    if begin is None:
        return None
    if last == "..":
        return begin[0], None
    end = _bounds(last) if last else begin
    return None if end is None else (begin[0], end[1])


def _bounds(point: str) -> tuple[date, date] | None:
    """First and last day of one EDTF point."""
    found = re.fullmatch(r"(\d{2,3})X+|(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", point.rstrip("~?%"))
    if found is None:
        return None
    if found[1]:
        width = 10 ** (4 - len(found[1]))
        year = max(int(found[1]) * width, 1)
        return date(year, 1, 1), date(int(found[1]) * width + width - 1, 12, 31)
    year, month, day = (int(part) if part else None for part in found.groups()[1:])
    assert year is not None
    if day is not None and month is not None:
        return date(year, month, day), date(year, month, day)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if month > 32:
        month = (month - 33) * 3 + 1
        return date(year, month, 1), date(year, month + 2, calendar.monthrange(year, month + 2)[1])
    if month > 12:
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _ours(text: str, reference: str | None) -> list[tuple[DateMention, Days | None]]:
    """Our mentions with their days."""
    return [(m, _days_of(m.value) if m.value else None) for m in find_dates(text, reference)]


def _parsed(text: str, reference: str | None) -> list[Days | None]:
    """Our days where the peer is given the date itself: the whole text, or the dates in it beside its clock times."""
    value = to_edtf(text, reference)
    if value:
        return [_days_of(value)]
    return [days for _, days in _ours(text, reference)]


def _common_scope(text: str) -> str | None:
    """Reasons that hold for every peer: what is no date for this library."""
    if _RECURRING.search(text):
        return "recurs, names no one day"
    if _DIALOGUE.search(text):
        return "a moment of speech (现在, 最近), no date"
    if _POINTS_BACK.search(text) and not re.search(r"[日号].*次日", text):
        return "points to a date that the text does not name"
    if (_CLOCK.search(text) or _PART_OF_DAY.search(text)) and not _NAMES_DAY.search(_PART_OF_DAY.sub("", text)):
        return "clock time or part of a day without its day"
    if _AMOUNT.search(text):
        return "an amount of time counted from now: a duration, a quantity here"
    if re.search(r"时至.*日|[:：]\d+时?[至到~-].*[日号]", text):
        return "from a clock time to a clock time of another day: two days are named"
    if _WEEK_OF_MONTH.search(text):
        return "the nth week, weekday or month of a period: not written in reports"
    if _SLASHES.search(text):
        return "day and month in slashes or hyphens without a four-figure year first"
    if _NO_SEPARATOR.search(text):
        return "eight bare digits: a number in reports"
    if _BARE_YEAR.search(_FIGURES.sub("", text)):
        return "four digits without 年: a number in reports"
    if re.fullmatch("[廿卅初]?[一二三四五六七八九十]{1,2}|[廿卅].?", text):
        return "a lunar day without its month"
    if re.fullmatch("[〇零一二三四五六七八九]{2}年", text):
        return "a year of two figures without a month: may be an amount of years"
    if _DAY_NUMBER.search(text) and (re.search(r"月\s?\d", text) or not _LUNAR.search(text)):
        return "a day without 日 or 号: not written in reports, where the number counts what follows"
    if _ERA.search(text):
        return "a day of an imperial era: the peer reads its lunar months as Gregorian"
    return None


# Duckling


def _duckling_scope(case: Case) -> str | None:
    expected = case["expected"]
    text = case["input"]
    if expected["kind"] == "interval" and not expected.get("holiday") and not _one_day(_duckling_days(expected)):
        return "an amount of time counted from now, or a weekend from Friday evening"
    holiday = expected.get("holiday")
    if holiday and not (_known_festival(holiday) or _known_festival(text)):
        return "a festival outside the published table of festivals"
    reason = _common_scope(text)
    if reason:
        return reason
    reference = date.fromisoformat(case["reference"][:10])
    first = _duckling_days(expected)[0]
    if first and not _year_written(text) and _later_than_report(first, reference, text):
        return "speaks of the future as in dialogue; a report's date without a year lies at most two months ahead"
    return None


def _one_day(days: Days) -> bool:
    """Whether the days are one."""
    return days[0] == days[1]


def _known_festival(name: str) -> bool:
    """Whether the table of festivals has the name."""
    return name in calendar_cn.festivals()


def _later_than_report(first: date, reference: date, text: str) -> bool:
    """Whether a peer chose a day that no report means by such words."""
    if re.search("[周週]|星期|礼拜|禮拜", text) and not re.search("[上下]", text):
        return first > reference + timedelta(days=6 - reference.weekday())
    if re.search("[周週]|星期|礼拜|禮拜", text):
        monday = reference - timedelta(days=reference.weekday())
        return "下" in text and first < monday + timedelta(weeks=1)
    return first > reference + timedelta(days=62)


def _duckling_days(expected: dict[str, str]) -> Days:
    """The days of Duckling's value: half-open, by its grain."""
    if expected["kind"] == "interval":
        begin, end = (_datetime(expected[key]) for key in ("from", "to"))
        return begin.date(), (end - timedelta(seconds=1)).date()
    first = _datetime(expected["value"]).date()
    grain = expected["grain"]
    if grain == "week":
        return first, first + timedelta(days=6)
    if grain == "month":
        return first, date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    if grain == "quarter":
        month = first.month + 2
        return first, date(first.year, month, calendar.monthrange(first.year, month)[1])
    if grain == "year":
        return first, date(first.year, 12, 31)
    return first, first


def _datetime(text: str) -> datetime:
    """A moment; Duckling's cases write month or day 00 for the first."""
    return datetime.fromisoformat(text.replace("-00", "-01"))


def _duckling_passes(case: Case) -> bool:
    wanted = _duckling_days(case["expected"])
    days = _parsed(case["input"], case["reference"][:10])
    return bool(days) and all(found == wanted for found in days)


# JioNLP


_NO_DATE = ("time_delta", "time_period")
"""Durations and what recurs: no dates, so that the right answer is silence."""


def _jionlp_reference(case: Case) -> str | None:
    """The base time of a case as an EDTF date."""
    base = case.get("kwargs", {}).get("time_base")
    if base is None:
        return None
    if isinstance(base, (int, float)):
        return datetime.fromtimestamp(base, CHINA).date().isoformat()
    parts = [base.get(key, -1) for key in ("year", "month", "day")] if isinstance(base, dict) else list(base[:3])
    known = [part for part in parts if isinstance(part, int) and part > 0]
    return "-".join([f"{known[0]:04d}", *(f"{part:02d}" for part in known[1:])]) if known else None


def _jionlp_scope(case: Case) -> str | None:
    expected = case["expected"]
    text = case["input"]
    if expected["type"] in _NO_DATE:
        return None
    times = expected["time"]
    if "inf" in times or "-inf" in times:
        return "open to the beginning or end of time: the span leaves out 之前 and 之后"
    if case.get("kwargs", {}).get("ret_future"):
        return "asks for the next such day, as in dialogue"
    reason = _common_scope(text)
    if reason:
        return reason
    if re.search("起$|以来$|至今|[以之]?前$", text):
        return "the peer begins or ends an open stretch at the second of asking"
    if any(term in text for term in calendar_cn.TERMS) and not re.search("清明", text):
        return "a solar term: a date beside a word of time only, and of the Gregorian year, not the lunar"
    if re.search("除夕|大年三十", text) and re.search(r"\d年", text):
        return "the peer counts the eve by the lunar year, offices by the year in which it falls"
    if _VAGUE.search(text):
        return "the peer gives a vague word bounds of its own; EDTF says ~"
    if re.search("[春夏秋冬](?!节)", text):
        return "the peer gives a season bounds of its own; EDTF has a code"
    reference = _jionlp_reference(case)
    full = reference is not None and len(reference) == 10 and not _year_written(text)
    if full and _later_than_report(date.fromisoformat(times[0][:10]), date.fromisoformat(str(reference)), text):
        return "speaks of the future as in dialogue; a report's date without a year lies at most two months ahead"
    return None


def _jionlp_passes(case: Case) -> bool:
    if case["expected"]["type"] in _NO_DATE:
        return not find_dates(case["input"], _jionlp_reference(case))
    first, last = (date.fromisoformat(time[:10]) for time in case["expected"]["time"])
    return _parsed(case["input"], _jionlp_reference(case)) == [(first, last)]


def _jionlp_extract_scope(case: Case) -> str | None:
    return _common_scope(case["input"]) if case["expected"] else None


def _jionlp_extract_passes(case: Case) -> bool:
    found = find_dates(case["input"], "2021-06-14")
    wanted = [tuple(mention["offset"]) for mention in case["expected"]]
    return [(m.start, m.end) for m in found] == wanted


# Recognizers-Text

_LEADING = re.compile(r"^(?:从|自|在|于|到)+")
_TRAILING = re.compile(
    r"(?:[,，]?\s?(?:星期|周|礼拜)[一二三四五六日天]|[及或]?之?以?[前后後]|间|之间|时候|开始|起|止|期间|内)+$"
)


def _rt_core(entity: dict[str, object]) -> str:
    """The words of a span that name the date itself: prepositions, 之前, weekdays in apposition are left out."""
    return _TRAILING.sub("", _LEADING.sub("", str(entity["Text"]).strip()))


def _rt_kind(entity: dict[str, object]) -> str:
    return str(entity.get("TypeName") or entity.get("Type")).rpartition(".")[2]


def _rt_scope(case: Case) -> str | None:
    text = case["input"]
    kinds = {_rt_kind(entity) for entity in case["expected"]}
    if kinds & {"duration", "set", "timezone"}:
        return "a duration or a recurring time"
    if kinds & {"time", "timerange"}:
        return "clock time or part of a day without its day"
    names = "；".join(str(entity["Text"]) for entity in case["expected"])
    reason = _common_scope(text if not case["expected"] else names)
    if reason:
        return reason
    if re.search("(?<![〇零一二三四五六七八九])[〇零一二三四五六七八九]{3}年|(?<![0-9])[0-9]{3}年", names):
        return "a year of three figures: an amount of years in reports"
    if _LUNAR.search(names) and any(_rt_days(entity) for entity in case["expected"]):
        return "the peer reads a lunar day as if it were Gregorian"
    if re.search("[春夏秋冬](?:季|天)", names) and any(_rt_values(entity) for entity in case["expected"]):
        return "the peer gives a season no days"
    if re.search("女生节", names):
        return "a festival outside the published table of festivals"
    reference = case.get("reference")
    if reference:
        for entity in case["expected"]:
            if _rt_values(entity) and not _rt_days(entity):
                continue
            firsts = [first for first, _ in _rt_days(entity) if first]
            written = _year_written(str(entity["Text"]))
            if (
                firsts
                and not written
                and all(
                    _later_than_report(first, date.fromisoformat(reference[:10]), str(entity["Text"]))
                    for first in firsts
                )
            ):
                return (
                    "speaks of the future as in dialogue; a report's date without a year lies at most two months ahead"
                )
    return None


def _rt_values(entity: dict[str, object]) -> list[dict[str, str]]:
    """The candidate values of an entity, whatever the layout."""
    value = entity.get("Value")
    if isinstance(value, dict):
        return [value[key] for key in ("FutureResolution", "PastResolution") if value.get(key)]
    resolution = entity.get("Resolution")
    return list(resolution["values"]) if isinstance(resolution, dict) else []


def _rt_days(entity: dict[str, object]) -> list[Days]:
    """The candidates as days, ends made inclusive."""
    days: list[Days] = []
    for value in _rt_values(entity):
        single = value.get("date") or value.get("dateTime")
        single = single or (value.get("value") if value.get("type") in ("date", "datetime") else None)
        try:
            if single:
                day = date.fromisoformat(single[:10])
                days.append((day, day))
                continue
            begin = value.get("startDate") or value.get("startDateTime") or value.get("start")
            end = value.get("endDate") or value.get("endDateTime") or value.get("end")
            if begin or end:
                days.append(
                    (date.fromisoformat(begin[:10]) if begin else None, date.fromisoformat(end[:10]) if end else None)
                )
        except ValueError:
            continue
    return days


def _rt_same(days: Days | None, wanted: Iterable[Days], text: str) -> bool:
    """Whether our days are one of the candidates.

    An end may be exclusive (a whole month) or, for ranges from day to day, the last day itself. Recognizers ends
    ``2016年至2018年`` on the first day of the last unit, which is the first day of ours.
    """
    if days is None:
        return False
    first, last = days
    for begin, end in wanted:
        if begin is None:
            if end in (first, last, last + timedelta(days=1) if last else None):
                return True
        elif end is None:
            if begin == first or (last is not None and begin == last + timedelta(days=1)):
                return True
        elif (
            begin == first
            and last is not None
            and (
                end in (last, last + timedelta(days=1))
                or (re.search("[到至与-]", text) and end.day == 1 and _same_unit(end, last))
            )
        ):
            return True
    return False


def _same_unit(end: date, last: date) -> bool:
    """Whether an end on the first day of a month or year stands for the whole of it."""
    whole_year = end.month == 1 and last == date(end.year, 12, 31)
    return whole_year or ((end.year, end.month) == (last.year, last.month) and (last + timedelta(days=1)).day == 1)


def _rt_passes(case: Case) -> bool:
    text = case["input"]
    reference = case.get("reference")
    found = _ours(text, reference[:10] if reference else "2017-03-22")
    wanted = case["expected"]
    if "TypeName" not in (wanted[0] if wanted else {"TypeName": None}):
        # Extractors and parsers of one kind say nothing of dates of another.
        found = [
            (m, days)
            for m, days in found
            if any(m.start < entity["Start"] + entity["Length"] and entity["Start"] < m.end for entity in wanted)
        ]
    if len(wanted) == 1 and "Value" in wanted[0] and wanted[0]["Text"] == text:
        # A parser is given the date itself.
        value = to_edtf(text, reference[:10] if reference else None)
        if value and _rt_days(wanted[0]):
            return _rt_same(_days_of(value), _rt_days(wanted[0]), text)
    if len(found) != len(wanted):
        return False
    for (mention, days), entity in zip(found, wanted, strict=True):
        core = _rt_core(entity)
        same_span = core.replace(" ", "") in mention.text.replace(" ", "") or mention.text.replace(
            " ", ""
        ) in core.replace(" ", "")
        if not same_span:
            return False
        candidates = _rt_days(entity)
        unresolved = any("not resolved" in str(value) or "0001-01-01" in str(value) for value in _rt_values(entity))
        if unresolved:
            if mention.value is not None:
                return False
        elif candidates and not _rt_same(days, candidates, str(entity["Text"])):
            return False
    return True


_RT = Suite(scope=_rt_scope, passes=_rt_passes)

SUITES: dict[str, Suite] = {
    "duckling_zh_time": Suite(scope=_duckling_scope, passes=_duckling_passes),
    "jionlp_parse_time": Suite(scope=_jionlp_scope, passes=_jionlp_passes),
    "jionlp_extract_time": Suite(scope=_jionlp_extract_scope, passes=_jionlp_extract_passes),
    "rt_DateTime_DateExtractor": _RT,
    "rt_DateTime_DateParser": _RT,
    "rt_DateTime_DatePeriodExtractor": _RT,
    "rt_DateTime_DatePeriodParser": _RT,
    "rt_DateTime_DateTimeModel": _RT,
    "rt_DateTime_HolidayExtractor": _RT,
    "rt_DateTime_HolidayParser": _RT,
}
"""The date suites by file name."""
