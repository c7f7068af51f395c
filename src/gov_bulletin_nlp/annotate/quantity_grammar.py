"""How quantities are written: reads on from a number to its range, unit and exactness, without asking whether it counts."""

from __future__ import annotations

import re
from decimal import Decimal

from gov_bulletin_nlp.annotate.exactness import qualifier_after, qualifier_before
from gov_bulletin_nlp.annotate.hazards import Silence
from gov_bulletin_nlp.annotate.quantity_tables import Tables, Unit
from gov_bulletin_nlp.annotate.quantity_values import adjacent, fold, inherit, listed, plain, with_cents
from gov_bulletin_nlp.annotate.refusals import ARABIC_DIGITS, skip_code, unit_counts
from gov_bulletin_nlp.annotate.units import names_amount, open_unit, spaced_unit, unit_at
from gov_bulletin_nlp.document import Qualifier, Quantity, QuantityKind
from gov_bulletin_nlp.numerals import ARABIC, CHINESE, MULTIPLIERS, NUMERAL, Numeral, read_numeral

_NUMERAL = re.compile(NUMERAL)
_LINK = re.compile(r"\s?(?:[-－—–―─~～∼]{1,2}|至|到|——)\s?")
_LIST_LINK = re.compile(r"[、，,]")
_FRACTION_LINK = re.compile(r"\s?分之\s?")
_SLASH = re.compile(rf"[/／]([{ARABIC}]{{1,3}})(?![{ARABIC}/／])")
_NEGATIVE_SHARE = re.compile(r"[\u4e00-\u9fff][-－−]\d{1,3}(?:\.\d{1,3})?%")
"""海曙区-2.4%: a sign, where the other figures of the row have none."""
_MORE_SHARE = re.compile(r"多(?=[，,。；;、）)的]|$)")
_SMALL_MONEY = re.compile(
    rf"\s?([{ARABIC}{CHINESE}]{{1,2}})[角毛](?:([{ARABIC}{CHINESE}]{{1,2}})分)?|\s?[零]?([{ARABIC}{CHINESE}]{{1,2}})分(?!之)"
)
_HEADS = frozenset(MULTIPLIERS) - frozenset("十拾")
_POST_OVER = frozenset("余餘多")
_POST_DIMENSIONS = frozenset({"duration", "length", "area", "mass", "money", "age", "volume", "share", "multiple"})
_POST_STOP = frozenset("次个名项元种样半方少位条人家户年")


class QuantityGrammar:
    """The grammar over one text."""

    __slots__ = ("_printed", "_silence", "_tables", "text")

    def __init__(self, text: str, tables: Tables) -> None:
        """Take a text and the tables to read it with."""
        self._printed = text
        self.text = fold(text)
        self._tables = tables
        self._silence: Silence | None = None

    def is_silent(self, start: int, end: int) -> bool:
        """Whether a stretch lies in a phrase, title or name in which numerals count nothing.

        A phrase that would cut the unit after the number in two is none: 十分 in 十分钟.
        """
        if self._silence is None:
            self._silence = Silence(self.text, self._tables.hazards)
        stop = self._silence.end_over(start, end)
        if stop is None or stop == end:
            return stop is not None
        unit = unit_at(self.text, end, self._tables)
        return unit is None or end + len(unit.text) <= stop

    def half(self, start: int) -> Quantity | None:
        """The quantity that 半 opens, if it opens one."""
        text = self.text
        before = text[start - 1] if start else ""
        if before and before in "上下前后多大小夜参一":
            return None
        unit_start = start + 1
        if text.startswith("数", unit_start):
            stop = unit_start + 1
            return self._build(start, stop, Numeral(Decimal("0.5")), None, "exact", "fraction", 0.8)
        if before == "过" and not text.startswith("百", unit_start):
            return self._build(start - 1, unit_start, Numeral(Decimal("0.5")), None, "over", "fraction", 0.8)
        unit = unit_at(text, unit_start, self._tables)
        if unit is None or unit.kind not in ("duration", "measure"):
            return None
        qualifier, head = qualifier_before(text, start, Numeral(Decimal("0.5")), unit, self._tables.before)
        return self._build(head, unit_start + len(unit.text), Numeral(Decimal("0.5")), unit, qualifier, unit.kind, 0.9)

    def quantity(self, start: int, end: int, run: str) -> tuple[Quantity | None, int]:
        """The quantity whose number is ``run``, if it is one, and where to read on."""
        text = self.text
        if run[0] in _HEADS:
            return self._headed(start, end, run)
        percent = _FRACTION_LINK.match(text, end)
        if percent:
            return self._fraction(start, run, percent.end())
        if run[-1] == "两" and len(run) > 1 and (run[-2] in MULTIPLIERS or run[-2] in ARABIC_DIGITS):
            run, end = run[:-1], end - 1  # 三十两 is a weight
        if run[-1] in "千兆" and len(run) > 1:
            # 1.4千克, 8500万千瓦时, 60兆瓦: 千 and 兆 belong to the unit; 五千米 stays 5000米.
            unit = unit_at(text, end - 1, self._tables)
            if unit and len(unit.text) > 1 and (unit.text != "千米" or run[0] in ARABIC_DIGITS):
                run, end = run[:-1], end - 1
        if run[0] in "零〇" and len(run) > 1 and run[1] not in "点點":
            start, run = start + 1, run[1:]  # 两年零三个月
        if run[0] == "拾" and len(run) > 1 and run[1] in "一二两三四五六七八九":
            start, run = start + 1, run[1:]  # 拾三遍花: the verb; as a figure it would be 拾叁
        numeral = read_numeral(run)
        if numeral is None or run in ("零", "〇"):
            return None, end
        if run == "一" and text.startswith("半", end) and not text.startswith(("半天", "半年", "半月"), end):
            half = Numeral(Decimal("0.5"))
            qualifier, head = qualifier_before(text, start, half, None, self._tables.before)
            stop, qualifier = qualifier_after(text, end + 1, qualifier, self._tables.after)
            return self._build(head, stop, half, None, qualifier, "fraction", 0.9), stop
        start, numeral = self._signed(start, numeral)
        return self._after_number(start, end, run, numeral)

    def _headed(self, start: int, end: int, run: str) -> tuple[Quantity | None, int]:
        """百余名, 上千人, 近百家: a bare multiplier is a number only with a word that makes it vague, or 分之."""
        text = self.text
        percent = _FRACTION_LINK.match(text, end)
        if percent:
            return self._fraction(start, run, percent.end())
        before = text[start - 1] if start else ""
        numeral = read_numeral(run)
        if numeral is None:
            return None, end
        vague = end < len(text) and text[end] in _POST_OVER
        if before == "上" and (start < 2 or text[start - 2] not in "以线网会晚早街路身江海"):
            return self._after_number(start - 1, end, run, Numeral(numeral.value, None, "over"), number_start=start)
        if before in ("近", "过", "超", "逾", "破", "约") or vague or numeral.qualifier != "exact" or len(run) > 1:
            return self._after_number(start, end, run, numeral)
        return None, end

    def _signed(self, start: int, numeral: Numeral) -> tuple[int, Numeral]:
        text = self.text
        if text.startswith("零下", max(0, start - 2)) and start >= 2:
            return start - 2, Numeral(-numeral.value, None, numeral.qualifier)
        if start and text[start - 1] in "负負" and (start == 1 or text[start - 2] not in "减增抱担肩胜欺自背"):
            return start - 1, Numeral(-numeral.value, None, numeral.qualifier)
        if (
            start
            and text[start - 1] in "-－−"
            and (start == 1 or not (text[start - 2].isalnum() or text[start - 2] in "%％-—–"))
        ):
            return start - 1, Numeral(-numeral.value, None, numeral.qualifier)
        if _NEGATIVE_SHARE.match(text, max(0, start - 2)) and start >= 2:
            return start - 1, Numeral(-numeral.value, None, numeral.qualifier)
        return start, numeral

    def _fraction(self, start: int, under: str, over_start: int) -> tuple[Quantity | None, int]:
        text = self.text
        match = _NUMERAL.match(text, over_start)
        if match is None:
            return None, over_start
        if self.is_silent(start, match.end()):
            return None, match.end()
        part = read_numeral(match[0])
        if part is None:
            return None, match.end()
        sign = text[start - 1] if start else ""
        number: Numeral | None
        unit: Unit | None = None
        kind: QuantityKind = "fraction"
        if under in ("百", "佰"):
            number, unit, kind = part, Unit("%", "percent", "percent"), "percent"
        else:
            number = read_numeral(f"{under}分之{match[0]}")
        if number is None:
            return None, match.end()
        if sign and sign in "负負":
            start, number = start - 1, Numeral(-number.value, number.upper, number.qualifier)
        qualifier, head = qualifier_before(text, start, number, unit, self._tables.before)
        stop, qualifier = qualifier_after(text, match.end(), qualifier, self._tables.after)
        return self._build(head, stop, number, unit, qualifier, kind, 0.95), stop

    def _after_number(
        self, start: int, end: int, run: str, numeral: Numeral, *, number_start: int | None = None
    ) -> tuple[Quantity | None, int]:
        """Read on behind the number: vague word, range, unit, words of exactness."""
        text = self.text
        number_start = start if number_start is None else number_start
        stop = end
        if (
            stop < len(text)
            and text[stop] in _POST_OVER
            and run != "一"
            and not text.startswith(("多功能", "多层次"), stop)
        ) or (stop < len(text) and text[stop] in "几幾" and text[stop - 1] in "十0０"):
            stop += 1
            numeral = Numeral(numeral.value, None, "over")
        elif text.startswith(" 余", stop) or text.startswith(" 多", stop):
            stop += 2
            numeral = Numeral(numeral.value, None, "over")
        elif (
            stop < len(text)
            and text[stop] in "来來"
            and numeral.value % 10 == 0
            and unit_at(text, stop + 1, self._tables)
        ):
            stop += 1
            numeral = Numeral(numeral.value, None, "about")
        if text.startswith(("个亿", "个万"), stop):
            numeral = Numeral(numeral.value * (10**8 if text[stop + 1] == "亿" else 10**4), None, numeral.qualifier)
            stop += 2
        if text.startswith(("个半", "個半"), stop):
            # 一个半小时: the half stands inside the unit.
            halved = unit_at(text, stop + 2, self._tables)
            if halved is not None and halved.kind == "duration":
                whole = Unit("个" + halved.text, halved.dimension, halved.kind)
                numeral = Numeral(numeral.value + Decimal("0.5"), None, numeral.qualifier)
                return self._with_unit(start, stop + 2 + len(halved.text), run, numeral, whole)
            if stop + 2 == len(text) or not "\u4e00" <= text[stop + 2] <= "\u9fff" or text[stop + 2] == "月":
                month = text.startswith("月", stop + 2)
                numeral = Numeral(numeral.value + Decimal("0.5"), None, numeral.qualifier)
                whole = Unit("个月", "duration", "duration") if month else Unit("个", "item", "count")
                return self._with_unit(start, stop + 2 + month, run, numeral, whole)
        if text.startswith(("个多", "分多"), stop):
            # 5个多百分点, 3个多月, 2分多钟: the vague word stands inside the unit.
            inner = unit_at(text, stop + 2, self._tables)
            if (
                text[stop] == "个"
                and text.startswith("月", stop + 2)
                and not text.startswith(("月份", "月饼"), stop + 2)
            ):
                inner = Unit("月", "duration", "duration")
            if text.startswith("钟", stop + 2) or (
                inner is not None and inner.kind in ("duration", "percentage_point")
            ):
                name = text[stop] + ("钟" if inner is None else inner.text)
                whole = Unit(name, "duration", "duration") if inner is None else Unit(name, inner.dimension, inner.kind)
                numeral = Numeral(numeral.value, None, "over")
                return self._with_unit(start, stop + 1 + len(name), run, numeral, whole)
        unit, unit_end = spaced_unit(text, stop, self._tables)
        ranged = self._range(start, stop, unit, unit_end, numeral, run)
        if ranged is not None:
            return ranged
        if unit is None:
            return self._bare(start, stop, run, numeral)
        if not unit_counts(text, number_start, run, unit, unit_end, numeral):
            return None, unit_end
        return self._with_unit(start, unit_end, run, numeral, unit)

    def _with_unit(
        self, start: int, unit_end: int, run: str, numeral: Numeral, unit: Unit
    ) -> tuple[Quantity | None, int]:
        text = self.text
        stop = unit_end
        if (
            unit.text == "块"
            and (small := _SMALL_MONEY.match(text, stop))
            and (small[1] or text.startswith("钱", small.end()))
        ):
            unit = Unit("块", "money", "money")
        if unit.kind == "money" and unit.text in ("元", "块", "圆"):
            small = _SMALL_MONEY.match(text, stop)
            if small:
                numeral, stop = with_cents(numeral, small), small.end()
                stop += text.startswith("钱", stop)
            elif text.startswith("人民币", stop):
                stop += 3
        elif unit.text == "成" and stop < len(text) and text[stop] in "一二三四五六七八九半":
            tenth = read_numeral(text[stop])
            if tenth is not None and (stop + 1 >= len(text) or text[stop + 1] not in "个名家项天年月"):
                numeral = Numeral(
                    numeral.value + (tenth.value if text[stop] == "半" else Decimal(tenth.value) / 10),
                    None,
                    numeral.qualifier,
                )
                stop += 1
        if text.startswith("半", stop) and unit.dimension in _POST_DIMENSIONS | {"age", "duration"}:
            numeral = Numeral(numeral.value + Decimal("0.5"), None, numeral.qualifier)
            stop += 1
        elif stop < len(text) and text[stop] in _POST_OVER and unit.dimension in _POST_DIMENSIONS:
            follower = text[stop + 1] if stop + 1 < len(text) else ""
            if follower not in _POST_STOP or text[stop] != "多":
                numeral = Numeral(numeral.value, numeral.upper, "over")
                stop += 1
        elif unit.kind == "percent" and _MORE_SHARE.match(text, stop):
            numeral = Numeral(numeral.value, numeral.upper, "over")
            stop += 1
        if unit.text == "折" and numeral.value > 10:
            numeral = Numeral(Decimal(numeral.value) / 10)  # 五五折 and 75折 are said without the point
        stop, unit = self._rate(stop, unit)
        qualifier, head = qualifier_before(text, start, numeral, unit, self._tables.before)
        # 2010年至2012年3年内: the years are named, so all of them are meant; elsewhere 三年内 is an upper bound.
        within = unit.kind == "duration" and (not start or text[start - 1] not in "年月日号")
        stop, qualifier = qualifier_after(text, stop, qualifier, self._tables.after, within=within)
        confidence = 0.5 if run == "一" else 0.95
        return self._build(head, stop, numeral, unit, qualifier, unit.kind, confidence), stop

    def _rate(self, stop: int, unit: Unit) -> tuple[int, Unit]:
        """The unit with what the amount is for: 元/公斤, 立方米/小时, 元/人·天."""
        end = stop
        for sign in ("/／∕", "·•"):
            each = unit_at(self.text, end + 1, self._tables) if self.text[end : end + 1] in tuple(sign) else None
            if each is None:
                break
            end += 1 + len(each.text)
        return end, Unit(unit.text + self.text[stop:end], unit.dimension, unit.kind) if end > stop else unit

    def _range(
        self, start: int, stop: int, unit: Unit | None, unit_end: int, low: Numeral, run: str
    ) -> tuple[Quantity | None, int] | None:
        """50—60人, 2至3天, 100万—150万元, 三、四十人."""
        text = self.text
        if low.qualifier != "exact":
            return None
        link_start = unit_end if unit is not None else stop
        link = _LINK.match(text, link_start)
        in_list = False
        if link is None and unit is None:
            link = _LIST_LINK.match(text, stop)
            in_list = link is not None
        if link is None:
            return None
        second = _NUMERAL.match(text, link.end())
        if second is None:
            return None
        high = read_numeral(second[0])
        if high is None or high.qualifier not in ("exact", "over"):
            return None
        second_stop = second.end()
        if second_stop < len(text) and text[second_stop] in _POST_OVER:
            return None
        second_unit, second_end = spaced_unit(text, second_stop, self._tables)
        if second_unit is None and unit is not None:
            return None
        if in_list and not adjacent(run, second[0]):
            return None
        if (
            unit is not None
            and second_unit is not None
            and (unit.dimension != second_unit.dimension or (start and text[start - 1] in "由从"))
        ):
            return None
        if second_unit is None:
            return None, second_end
        low_value = listed(low.value, second[0]) if in_list else inherit(low.value, run, high.value, second[0])
        if low_value >= high.value or low_value < 0:
            return None if unit is not None else (None, second_end)
        if not unit_counts(text, start, run, second_unit, second_end, high):
            return None, second_end
        numeral = Numeral(low_value, high.value, "range")
        qualifier, head = qualifier_before(text, start, numeral, second_unit, self._tables.before)
        end, _ = qualifier_after(text, second_end, qualifier, self._tables.after)
        return self._build(head, end, numeral, second_unit, "range", second_unit.kind, 0.95), end

    def _bare(self, start: int, stop: int, run: str, numeral: Numeral) -> tuple[Quantity | None, int]:
        """A number without a unit counts only where the words before it say so: 总票数1482, 总投资7800万."""
        text = self.text
        slash = _SLASH.match(text, stop)
        if slash and run.isdigit() and 0 < int(run) < int(slash[1]) <= 10:
            number = read_numeral(f"{run}/{slash[1]}")
            if number is not None:
                qualifier, head = qualifier_before(text, start, number, None, self._tables.before)
                end, qualifier = qualifier_after(text, slash.end(), qualifier, self._tables.after)
                return self._build(head, end, number, None, qualifier, "fraction", 0.8), end
        if stop < len(text) and text[stop].isascii() and text[stop].isalnum():
            return None, skip_code(text, stop)
        unit = open_unit(text, stop) if len(run) > 1 or run[0] in ARABIC_DIGITS or run in "两三四五六七八九" else None
        if unit is not None and unit_counts(text, start, run, unit, stop + 1, numeral):
            qualifier, head = qualifier_before(text, start, numeral, unit, self._tables.before)
            return self._build(head, stop + 1, numeral, unit, qualifier, "count", 0.4), stop + 1
        qualifier, head = qualifier_before(text, start, numeral, None, self._tables.before)
        if not names_amount(text, start, stop, run, qualified=qualifier != "exact"):
            return None, stop
        end, qualifier = qualifier_after(text, stop, qualifier, self._tables.after)
        return self._build(head, end, numeral, None, qualifier, "count", 0.6), end

    def _build(
        self,
        start: int,
        end: int,
        numeral: Numeral,
        unit: Unit | None,
        qualifier: Qualifier,
        kind: QuantityKind,
        confidence: float,
    ) -> Quantity:
        value, upper = plain(numeral.value), None if numeral.upper is None else plain(numeral.upper)
        low: int | float | None = value if qualifier in ("exact", "over", "at_least", "range") else None
        high: int | float | None = value if qualifier in ("exact", "nearly", "under", "at_most") else upper
        name = unit.text if unit else None
        if name and self._printed is not self.text:
            place = self.text.rfind(name, start, end)
            name = self._printed[place : place + len(name)] if place >= 0 else name
        return Quantity(
            start, end, self._printed[start:end], value, upper, name, qualifier, kind, None, low, high, confidence
        )
