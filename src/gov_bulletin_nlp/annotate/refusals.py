"""Numbers with a unit that count nothing all the same: ranks, addresses, squads, days of the week, codes."""

from __future__ import annotations

import re

from gov_bulletin_nlp.annotate.quantity_tables import Unit
from gov_bulletin_nlp.numerals import MULTIPLIERS, Numeral

ARABIC_DIGITS = frozenset("0123456789０１２３４５６７８９")
"""Arabic digits, half and full width."""

_CODE = ARABIC_DIGITS | frozenset("+＋-－._/")
_BUILT = frozenset(MULTIPLIERS + "廿卅卌点點")
# 一 is mostly the article of Chinese (一项活动); only where it is likely to be meant as a number is it returned.
_ONE_KINDS = frozenset({"duration", "money", "multiple", "fraction", "measure", "percent", "age"})
_ONE_UNITS = frozenset("人名位座户台辆栋幢所间艘架头") | {"人次", "户次", "场次", "批次"}
_TWO_BAR = frozenset("二貳贰")
_TWO_UNITS = frozenset({"人", "位", "个", "個", "名", "项", "項", "件"})
_PAIR_BAR = frozenset("国地岸级方者侧岗院委会校县市区省州村镇乡企馆")
_NUMBERED = frozenset({"班", "队", "组", "排", "版", "营", "连"})
_CLASS = re.compile(r"[0-9０-９一二三四五六七八九十]{1,3}班")
# 采煤三队 and 3班同学 are names, 共三队 and 每周3班 counts.
_COUNTING = frozenset("共分了编成为的派出开设办建有个飞周月天日")
_HOUSE = re.compile(r"(?:[0-9０-９一二三四五六七八九十]+(?:单元|室|号|层|楼))")


def unit_counts(text: str, start: int, run: str, unit: Unit, unit_end: int, numeral: Numeral) -> bool:
    """Whether number and unit together mean an amount, not a rank, an address or part of a name."""
    before = text[start - 1] if start else ""
    if before in ("前", "后") and unit.kind == "count" and (start < 2 or text[start - 2] not in "提之以目先此"):
        return False
    written = run[0] not in ARABIC_DIGITS
    if run == "一":
        return unit.kind in _ONE_KINDS or unit.text in _ONE_UNITS
    if run in _TWO_BAR and unit.kind == "count" and unit.text not in _TWO_UNITS:
        return False
    if (
        unit.dimension == "area_unit"
        and len(unit.text) == 1
        and written
        and not any(char in "十百千万" for char in run)
    ):
        return False
    if len(run) == 1 and run in "两" and unit.text in _PAIR_BAR:
        return False
    if unit.text == "年" and len(run) == 4 and run.isdigit() and "1600" <= run <= "2200":
        return False
    if unit.text in ("栋", "幢", "座", "排", "组") and _HOUSE.match(text, unit_end):
        return False
    if unit.text == "年" and _CLASS.match(text, unit_end):
        return False
    if unit.text == "点" and not text.startswith(("意见", "要求", "希望", "建议", "启示", "体会", "做法"), unit_end):
        return False  # 三点意见 is a count, 三点 mostly a time
    if run == "千万" and unit.kind == "count":
        return False
    numbered = unit.text in _NUMBERED and len(run) == 1 and (written or unit.text == "班")
    if numbered and "\u4e00" <= before <= "\u9fff" and before not in _COUNTING:
        return False
    positional = written and len(run) >= 2 and unit.text != "折" and not any(char in _BUILT for char in run)
    return not (positional and numeral.qualifier == "exact")


def skip_code(text: str, end: int) -> int:
    """Past the rest of a code: digits, Latin letters and the signs between them."""
    while end < len(text) and (text[end] in _CODE or (text[end].isascii() and text[end].isalnum())):
        end += 1
    return end


def counts_days(text: str, start: int, stop: int) -> bool:
    """Whether 3日 is a stretch of days (为期3日, 3日内) rather than a day of the month."""
    if text[stop - 1] != "日":
        return False
    before = text[max(0, start - 2) : start]
    return before in ("为期", "历时", "限期") or text.startswith(("以内", "之内", "内", "游"), stop)


def is_weekday(text: str, start: int, end: int) -> bool:
    """每周四晚 is a day of the week, 每周三次 a number of times."""
    if end - start != 1 or text[start] not in "一二三四五六":
        return False
    head = text[max(0, start - 2) : start]
    if head[-1] == "期" and head != "星期":
        return False
    if start > 1 and text[start - 2] in "至到、":
        return True  # 周一至周三人最多
    return end >= len(text) or text[end] not in "次场天节班期小个名人项家件"
