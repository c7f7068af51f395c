"""The short patterns of written dates and the reading of their numerals.

Every repetition is bounded, so that no text, however odd, takes more than a fixed time at each place.
"""

from __future__ import annotations

import re

SPACE = r"[ \u3000\u00a0]{0,2}"
SPACES = re.compile(SPACE)
D = "[0-9０-９]"
C = "〇零○ＯO一二三四五六七八九"
YEAR = rf"(?:[12１２]{D}{{3}}|[一二][{C}]{{3}})"
CHINESE_COUNT = "[一二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九元]"
COUNT = rf"(?:{D}{{1,2}}|{CHINESE_COUNT})"
DASH = rf"{SPACE}(?:[-－‐‑–—―─━~～〜]{{1,2}}|至|到){SPACE}"
COMMA = rf"{SPACE}[、和与及]{SPACE}"
JOIN = rf"(?:{DASH}|{COMMA})"
ALTOGETHER = "[两三四五]"
"""How many a list has, said after it: 七、八两月, 八、九两日."""
NOT_DIGIT_BEFORE = (
    r"(?:(?<![0-9０-９.．])|(?<=[\s　：:；;。][0-9][.．])|(?<=[\s　：:；;。][0-9]{2}[.．])|(?<=\A[0-9][.．]))"
)
"""Not inside a longer number; the number of an item (``1.2023年``) is none."""
PART_OF_DAY = "(?:上午|下午|中午|晚上|凌晨|早上|晚间|傍晚|晚|早)"
BRACKET = r"(?:[（(](?:星期|周|农历)[^（）()\n]{1,8}[）)])"

NOT_IN_CODE = r"(?<![0-9０-９.\-/A-Za-z])"
NUMERIC_DAY = (
    rf"({YEAR})(?:(?P<mark>[./\-．－])|{SPACE}(?P<spaced>[./\-．－]){SPACE}|(?P<blank> ))"
    rf"({D}{{1,2}})(?:(?P=mark)|{SPACE}(?P=spaced){SPACE}|(?P=blank))({D}{{1,2}})(?![0-9０-９]|(?P=mark)[0-9]|(?P=spaced)[0-9])日?"
)
NUMERIC_MONTH = rf"((?:19|20){D}{{2}})([.\-/．])({D}{{1,2}})(?![0-9０-９%％‰./A-Za-z]|-[0-9]{{1,3}}(?![0-9]))"
NUMERIC = {
    after_dash: (re.compile(guard + NUMERIC_DAY), re.compile(guard + NUMERIC_MONTH))
    for after_dash, guard in ((False, NOT_IN_CODE), (True, ""))
}
"""Dates in figures; at the end of a range the dash before them is no part of a code."""
DOTTED_DAY = re.compile(rf"(?<![期时约近超达])({D}{{1,2}})[.．]({D}{{1,2}})[日号](?![均内以元龄])")
"""``10.14日``; 为期3.5日 is none."""
NUMERIC_SHORT = re.compile(rf"({D}{{1,2}})[./\-．]({D}{{1,2}})(?![0-9０-９.\-/])|({D}{{1,2}})(?![0-9０-９.\-/:：])日?")
YEARS = re.compile(
    rf"{NOT_DIGIT_BEFORE}(?:公元)?({YEAR})((?:{JOIN}(?:{YEAR}|{D}{{2}}(?!{D}))){{0,5}}){SPACE}(?:年|(?=[上下]半年))"
)
COMMON_ERA = re.compile(rf"公元(前)?{SPACE}({D}{{1,4}}){SPACE}年")
REPUBLIC_YEAR = re.compile(rf"{NOT_DIGIT_BEFORE}(1[0-3][0-9]){SPACE}年(?=度|第|[初底]|{SPACE}{D}{{1,2}}{SPACE}月)")
SHORT_YEAR = re.compile(
    rf"{NOT_DIGIT_BEFORE}[’‘']?({D}{{2}}|[〇零○五六七八九][{C}]){SPACE}年(?={SPACE}{COUNT}{SPACE}月|[初底]|年[初底]|[一二三四]季度)"
    rf"|{NOT_DIGIT_BEFORE}(0{D}){SPACE}年"
)
ERA_YEAR = re.compile(rf"{SPACE}({D}{{1,3}}|[元一二三四五六七八九十百〇零○廿卅]{{1,6}}){SPACE}年")
ERA_REST = re.compile(
    rf"{SPACE}闰?(?:正|腊|臘|冬|{CHINESE_COUNT}|{D}{{1,2}}){SPACE}月(?:{SPACE}初?(?:{CHINESE_COUNT}|{D}{{1,2}})日?)?"
)
"""Month and day after the year of an emperor: lunar, and before the calendar's tables."""
CENTURY = re.compile(
    rf"(?:({D}{{1,2}}|(?!一世){CHINESE_COUNT}){SPACE}|(上个?|本))世纪(?:的?({D}0|[二三四五六七八九]?十){SPACE}年代)?([初末]期?|中[叶期]|中?后期)?"
)
DECADE = re.compile(rf"{NOT_DIGIT_BEFORE}({D}0|[二三四五六七八九]十){SPACE}年代([初末]期?|中期|中?后期|中(?!后))?")
YEAR_TAIL = re.compile(r"度|学年|份(?!额)")
MONTHS = re.compile(rf"({COUNT})((?:{JOIN}{COUNT}){{0,5}})(?:{SPACE}|(?<=[、和与及].){ALTOGETHER})月(份)?")
DAYS = re.compile(rf"({COUNT})((?:{JOIN}{COUNT}){{0,5}})(?:{SPACE}|(?<=[、和与及].){ALTOGETHER})([日号號])")
DAY_LEFT_OPEN = re.compile(rf"({COUNT})(?={DASH}{COUNT}{SPACE}月{SPACE}{COUNT}{SPACE}[日号])")
NEXT_DAY = re.compile(rf"{SPACE}、{SPACE}({COUNT}){SPACE}[日号號](?!{DASH}{COUNT}{SPACE}[日号月])")
NEXT_MONTH = re.compile(rf"{SPACE}、{SPACE}({COUNT}){SPACE}月份?(?!{SPACE}{COUNT}{SPACE}[日号]|[上中下]旬|[初底末])")
CHINESE_DATE = re.compile(f"(?:{CHINESE_COUNT})月(?:{CHINESE_COUNT})日")
DAY_SPAN = re.compile("[内游谈制行报刊元间后以之的均产]")
"""What after 五日 makes it a span of time or part of a word."""
LUNAR_WORD = re.compile("农历|農曆|阴历|旧历|夏历")
LUNAR_MONTH = re.compile(rf"(闰)?(正|腊|臘|冬|十[一二]|[一二三四五六七八九十]|{D}{{1,2}}){SPACE}月")
LUNAR_DAY = re.compile(
    rf"(?=(初(?:[一二三四五六七八九十]|{D}{{1,2}})|[二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|(?:{D}{{1,2}}|[一二三四五六七八九])(?=[日号])))"
    r"\1[日号]?(?![余多几个名人])"
)
QUARTERS = re.compile(
    rf"(?:第{SPACE})?([一二三四1-4１-４])(?:({DASH}|{COMMA})(?:第{SPACE})?([一二三四1-4１-４]))?"
    rf"{SPACE}季(?:度|(?=末))"
)
FIRST_QUARTERS = re.compile(rf"前{SPACE}([二两三23２３]){SPACE}个?季度")
FIRST_MONTHS = re.compile(rf"(前|头){SPACE}({COUNT}|两){SPACE}个?月")
HALF = re.compile(r"([上下前后])半年(?!来|时间)")
SEASON = re.compile(r"([春夏秋冬])(?:季|天)")
_START = "初(?![中步级次始审选赛创等一二三四五六七八九十心衷])"
_END = "底(?![层部下子气线片蕴盘色价])|末(?![端尾梢])"
_MIDDLE = "中(?=[，,。；;、）)召])"
"""Edges of a year or month, and the letters with which they would make another word: 初中, 底层, 末端."""
YEAR_EDGE = re.compile(f"年?(?:{_START}|{_END}|{_MIDDLE}|伊始)")
YEAR_EDGE_WORD = re.compile(
    "(岁末年初|年底年初|年末岁初)(?=[，,。；;、期])"
    f"|(?<![每百千万几多数近当青少老0-9一二三四五六七八九十半两末])(?:年(?:{_START}|{_END}|内)|岁末(?!年初))"
)
MONTH_EDGE = re.compile(f"月?(?:{_START}|{_END}|{_MIDDLE})")
MONTH_EDGE_WORD = re.compile(r"月(?:初|底|末)|(?<![0-9一二三四五六七八九十])月中旬")
TENS = re.compile(r"(上中|中下|上|中|下)旬|([上下])半月")
WEEKDAY = re.compile(r"(?:[周週]|星期)?([一二三四五六日天末])(?![均产]|[一二三四五六七八九十]|起?[个名项次天年月日人])")
BARE_WEEKDAY = re.compile(r"(?:(?:星期|礼拜|禮拜)([一二三四五六日天])|[周週]([一二三四五六日]))(?![班刊报均])")
SINCE = re.compile(r"以来|以來|来(?=[，,])|至今(?![年日天春夏秋冬])")
AROUND = re.compile("前后(?![勤续期备])")
SAME_PERIOD = re.compile(r"同期|同一时期|同比期|同一?[月日天](?![龄岁])")
RANGE = re.compile(rf"{SPACE}{BRACKET}?起?{DASH}")
PLAN_CUE = re.compile("(?:规划|计划)?(?:期间|时期|以来|末期?|初期?)")
CLAUSE_BEGINS = "，,。；;：:！!？?、（(\n \u3000"
QUOTE_OPEN = "“\"‘'「『"
QUOTE_CLOSE = "”\"’'」』"
FESTIVAL_TAIL = re.compile(
    "(?:[小长]{0,2}假期?|假日|佳节)?(?:期间|前夕|前后|前(?![往线来台述]))|小?长假|假期|假日|小长假"
)

HEAD_UNIT = "(?:[年月日号號]|个?季[度末]|世纪)"
ARABIC_HEAD = (
    rf"{NOT_DIGIT_BEFORE}{D}{{1,4}}(?!{D})"
    rf"(?:(?:{JOIN}(?:{D}{{1,4}}|{CHINESE_COUNT})){{0,5}}(?:{SPACE}|{ALTOGETHER}){HEAD_UNIT}"
    rf"|[.．]{D}{{1,2}}[日号]|(?<={D}{{4}})[上下]半年|(?<={D}{{4}})(?:{SPACE}[./\-．－]{SPACE}{D}| {D}{{1,2}} {D}))"
)
CHINESE_HEAD = (
    rf"(?!(?<=同)一)(?<![{C}十廿卅])[{C}十廿卅元]{{1,5}}(?:{JOIN}{COUNT}){{0,5}}(?:{SPACE}|{ALTOGETHER}){HEAD_UNIT}"
)
OTHER_HEADS = (
    "公元", "农历", "農曆", "阴历", "旧历", "夏历", "闰[正一二三四五六七八九十冬腊]", "正月", "腊月", "臘月", "冬月",
    "第[一二三四1-4１-４ ]", "前[ 0-9０-９一二两三四五六七八九十]", "上半", "下半", "上中?旬", "中下?旬", "下旬",
    "本世纪", "上个?世纪", "年[初底末内]", "岁末", "月[初底末中]",
    "星期[一二三四五六日天]", "礼拜[一二三四五六日天]", "禮拜[一二三四五六日天]",
    "周[一二三四五六日]", "週[一二三四五六日]",
)  # fmt: skip
"""Beginnings of dates that are in no table."""

DIGITS = dict(zip("〇一二三四五六七八九零○ＯO元两", (*range(10), 0, 0, 0, 0, 1, 2), strict=True))
TENS_DAYS = {
    "上": (1, 10), "中": (11, 20), "下": (21, 31), "上中": (1, 20), "中下": (11, 31),
}  # fmt: skip
"""The days of the thirds of a month; 31 stands for the last day."""


def number(text: str) -> int:
    """A written number of at most three figures: ``12``, ``十二``, ``廿三``, ``一一二``, ``一百一十二``."""
    if text.isdecimal():
        return int(text)
    if not any(mark in text for mark in "十百廿卅"):
        return int("".join(str(DIGITS.get(char, 0)) for char in text))
    total = 0
    figure = 0
    for char in text:
        if char == "百":
            total += (figure or 1) * 100
            figure = 0
        elif char == "十":
            total += (figure or 1) * 10
            figure = 0
        elif char in "廿卅":
            total += 20 if char == "廿" else 30
        else:
            figure = DIGITS.get(char, 0)
    return total + figure


def numbers(first: str, rest: str) -> tuple[tuple[int, ...], bool]:
    """The values of ``3、4`` or ``10-12`` and whether they are a stretch."""
    pieces = [piece for piece in re.split(JOIN, rest) if piece]
    values = (number(first), *(number(piece) for piece in pieces))
    return values, bool(rest) and not re.search("[、和与及]", rest)
