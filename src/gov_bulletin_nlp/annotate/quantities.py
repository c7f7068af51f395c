"""Counted and measured amounts in a text: number, exactness, unit, kind, and what is counted.

One pass: a compiled pattern finds where a number may begin, a small parser reads on from there, and tables decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gov_bulletin_nlp.annotate.counted import add_counted
from gov_bulletin_nlp.annotate.hazards import Silence, date_end, is_date_start, is_era_year
from gov_bulletin_nlp.annotate.quantity_tables import QuantityLexicon, Tables, Unit, Words, tables_for
from gov_bulletin_nlp.document import Qualifier, Quantity, QuantityKind
from gov_bulletin_nlp.numerals import ARABIC, CHINESE, MULTIPLIERS, NUMERAL, Number, Numeral, read_numeral

_CANDIDATE = re.compile(NUMERAL + "|半")
_NUMERAL = re.compile(NUMERAL)
_LINK = re.compile(r"\s?(?:[-－—–―─~～∼]{1,2}|至|到|——)\s?")
_LIST_LINK = re.compile(r"[、，,]")
_ORDINAL_LINK = re.compile(r"\s?(?:[-－—–~～至到、和及与]|——)\s?$")
_FRACTION_LINK = re.compile(r"\s?分之\s?")
_SLASH = re.compile(rf"[/／]([{ARABIC}]{{1,3}})(?![{ARABIC}/／])")
_SMALL_MONEY = re.compile(rf"\s?([{ARABIC}{CHINESE}]{{1,2}})[角毛](?:([{ARABIC}{CHINESE}]{{1,2}})分)?|\s?[零]?([{ARABIC}{CHINESE}]{{1,2}})分(?!之)")
_LABEL = re.compile(
    r"(?:数|票|总量|数量|总计|合计|共计|总投资|投资额?|金额|总额|资金|费用|收入|产值|总产值|面积|产量|销量|销售额|"
    r"阅读量|点击量|浏览量|播放量|访问量|关注量|点赞量|转发量|[量额值率])(?:仅|已|就|也|均)?(?:为|达到|达|是|有|共|[:：]|突破|超过|超|近|约|逾)*[ \u3000]?$"
)
_STRONG_LABEL = re.compile(r"(?:总票数|票数|总数|人数|户数|件数|次数|总量|阅读量|浏览量)(?:仅|已|均)?(?:为|达到|达|共)?[ \u3000]?$")
_MONEY_HEAD = re.compile(r"(?:人民币|新台币|港币|美元)\s{0,2}$")
_DISTANT_QUALIFIERS: dict[str, Qualifier] = {
    "不超过": "at_most", "不高于": "at_most", "不低于": "at_least", "不少于": "at_least", "超过": "over", "不足": "under"
}
_DISTANT = re.compile(rf"({'|'.join(_DISTANT_QUALIFIERS)})[^，。；、！？\d]{{1,10}}的$")
_FILLER = re.compile(r"(?:达到了?|达|有|为|了|是|共|在|等于|到|计|合|占|需|用)+$")
# Traditional characters that numbers, units and words of exactness are written with, one for one, so offsets stay.
_FOLDED = dict(
    zip(
        "個萬億餘約歲戶處條噸張輛棟間場項種類門雙對隻頭塊臺層頁冊節課題點號縣區鄉鎮國週鐘時圓錢過達內幾數兩來為畝頃裏裡攤樓隊組頓顆筆單學員紅盞艙屆級歷億滿達於從將",
        "个万亿余约岁户处条吨张辆栋间场项种类门双对只头块台层页册节课题点号县区乡镇国周钟时圆钱过达内几数两来为亩顷里里摊楼队组顿颗笔单学员红盏舱届级历亿满达于从将",
        strict=True,
    )
)
_FOLD = str.maketrans(_FOLDED)
_TRADITIONAL = re.compile(f"[{''.join(_FOLDED)}]")
_ASCII_BEFORE = frozenset("+＋/／._#№@:：&=－-*×")
_ARABIC = frozenset("0123456789０１２３４５６７８９")
_HEADS = frozenset(MULTIPLIERS) - frozenset("十拾")
_VAGUE_OVER = frozenset("余餘多几幾")
_POST_OVER = frozenset("余餘多")
_POST_DIMENSIONS = frozenset({"duration", "length", "area", "mass", "money", "age", "volume", "share", "multiple"})
_POST_STOP = frozenset("次个名项元种样半方少位条人家户年")
_PAST = frozenset("年月周天日")

# 一 is mostly the article of Chinese (一项活动); only where it is likely to be meant as a number is it returned.
_ONE_KINDS = frozenset({"duration", "money", "multiple", "fraction", "measure", "percent", "age"})
_ONE_UNITS = frozenset("人 名 位 座 家 户 台 辆 栋 幢 所 间 艘 架 头 人次 户次 口人 场次 批次".split())
_ONE_BAR_BEFORE = frozenset("落漏第统唯单同万专逐进每某这那之其任何另哪初高大小前后上下去新又再有逢唯头尽")
_TWO_BAR = frozenset("二貳贰")
_TWO_UNITS = frozenset({"人", "位", "斤", "两", "元", "成", "角", "分钱", "倍", "%", "％"})
_PAIR_BAR = frozenset("国地岸级方者侧岗院委会校县市区省州村镇乡企馆")
_CHINESE_BAR_DIMENSIONS = frozenset({"area_unit"})
_NUMBERED = frozenset({"班", "队", "组", "排", "版", "营", "连"})
_HOUSE = re.compile(r"(?:[0-9０-９一二三四五六七八九十]+(?:单元|室|号|层|楼))")


def find_quantities(text: str, *, counted: bool = True, lexicon: QuantityLexicon | None = None) -> list[Quantity]:
    """Find every quantity of a text.

    Args:
        text: A headline, a paragraph, or several joined by line ends.
        counted: Also find the noun phrase that is counted; needs the segmenter and costs about as much again.
        lexicon: Units and hazards to use beside the built-in ones.

    Returns:
        Quantities in text order, never overlapping, with offsets into ``text``.
    """
    reader = _Reader(text, tables_for(lexicon))
    found = reader.read()
    return add_counted(text, found) if counted and found else found


class _Reader:
    """One text on its way through the grammar."""

    __slots__ = ("_ordinal_end", "_printed", "_silence", "_tables", "_text")

    def __init__(self, text: str, tables: Tables) -> None:
        self._printed = text
        self._text = text.translate(_FOLD) if _TRADITIONAL.search(text) else text
        self._tables = tables
        self._silence: Silence | None = None
        self._ordinal_end = -1

    def read(self) -> list[Quantity]:
        text = self._text
        found: list[Quantity] = []
        position = 0
        search = _CANDIDATE.search
        while True:
            match = search(text, position)
            if match is None:
                return found
            start, end = match.span()
            position = end
            run = match[0]
            if run == "一" and not self._one_may_count(start, end):
                continue
            if run == "半":
                quantity = self._half(start)
                if quantity is not None and not self._is_silent(start, end):
                    found.append(quantity)
                    position = max(position, quantity.end)
                continue
            if end - start > 40:
                continue
            resumed = self._not_a_count(start, end)
            if resumed is not None:
                position = max(position, resumed)
                continue
            quantity, position = self._quantity(start, end, run)
            if quantity is not None:
                if found and quantity.start < found[-1].end:
                    quantity = replace(quantity, start=found[-1].end, text=text[found[-1].end : quantity.end])
                found.append(quantity)

    def _is_silent(self, start: int, end: int) -> bool:
        if self._silence is None:
            self._silence = Silence(self._text, self._tables.hazards)
        return self._silence.covers(start, end)

    def _one_may_count(self, start: int, end: int) -> bool:
        text = self._text
        if end >= len(text) or (
            start and text[start - 1] in _ONE_BAR_BEFORE and not text.startswith("过去一年", max(0, start - 2))
        ):
            return False
        return text[end] in self._tables.units or text[end] in "半分 "

    def _not_a_count(self, start: int, end: int) -> int | None:
        """Where to read on when the numeral is an ordinal, a date, a code or part of a set phrase; else ``None``."""
        text = self._text
        before = text[start - 1] if start else ""
        if before == "届":
            return end
        if before == "第":
            self._ordinal_end = end
            return end
        if self._ordinal_end >= 0 and start - self._ordinal_end <= 4:
            link = _ORDINAL_LINK.search(text, self._ordinal_end, start)
            if link and link.start() <= self._ordinal_end + 1:
                self._ordinal_end = end
                return end
        if before in ("周", "期") and _is_weekday(text, start, end):
            return end
        if before and before in "#№@_&=*×+＋" or (before.isascii() and before.isalpha()):
            return self._skip_code(end)
        if before in (":", "：", "/", "／", ".", "．", "-", "－") and start > 1 and text[start - 2] in _ARABIC:
            return self._skip_code(end)
        if end < len(text):
            after = text[end]
            if after in "+＋" or (after in "-－" and end + 1 < len(text) and text[end + 1].isascii() and text[end + 1].isalpha()):
                return self._skip_code(end)
            if is_era_year(text, start, end):
                return end
            if is_date_start(text, end):
                stop = date_end(text, start)
                if stop is not None and not self._counts_days(start, stop):
                    return stop
        if not text.startswith("分之", end) and self._is_silent(start, end):
            return end
        return None

    def _skip_code(self, end: int) -> int:
        """Past the rest of a code: digits, Latin letters and the signs between them."""
        text = self._text
        while end < len(text) and (text[end] in _ARABIC or text[end] in "+＋-－._/" or (text[end].isascii() and text[end].isalnum())):
            end += 1
        return end

    def _counts_days(self, start: int, stop: int) -> bool:
        """Whether 3日 is a stretch of days (为期3日, 3日内) rather than a day of the month."""
        text = self._text
        if text[stop - 1] != "日":
            return False
        return text.startswith(("为期", "历时", "限期"), max(0, start - 2)) or text.startswith(("以内", "之内", "内", "游"), stop)

    def _half(self, start: int) -> Quantity | None:
        text = self._text
        before = text[start - 1] if start else ""
        if before and before in "上下前后多大小夜参一":
            return None
        unit_start = start + 1
        if text.startswith("数", unit_start):
            stop = unit_start + 1
            return self._build(start, stop, Numeral(Decimal("0.5")), None, "exact", "fraction", 0.8)
        if before == "过" and not text.startswith("百", unit_start):
            return self._build(start - 1, unit_start, Numeral(Decimal("0.5")), None, "over", "fraction", 0.8)
        unit = self._unit_at(unit_start)
        if unit is None or unit.kind not in ("duration", "measure"):
            return None
        qualifier, head = self._before(start, Numeral(Decimal("0.5")), unit)
        return self._build(head, unit_start + len(unit.text), Numeral(Decimal("0.5")), unit, qualifier, unit.kind, 0.9)

    def _quantity(self, start: int, end: int, run: str) -> tuple[Quantity | None, int]:
        text = self._text
        if run[0] in _HEADS:
            return self._headed(start, end, run)
        percent = _FRACTION_LINK.match(text, end)
        if percent:
            return self._fraction(start, run, percent.end())
        if run[-1] in "千兆" and len(run) > 1 and (unit := self._unit_at(end - 1)) and len(unit.text) > 1:
            # 1.4千克, 8500万千瓦时, 60兆瓦: 千 and 兆 belong to the unit; 五千米 stays 5000米.
            if unit.text != "千米" or run[0] in _ARABIC:
                run, end = run[:-1], end - 1
        if run[0] in "零〇" and len(run) > 1:
            start, run = start + 1, run[1:]  # 两年零三个月
        numeral = read_numeral(run)
        if numeral is None or run in ("零", "〇"):
            return None, end
        if run == "一" and text.startswith("半", end) and not text.startswith(("半天", "半年", "半月"), end):
            half = Numeral(Decimal("0.5"))
            qualifier, head = self._before(start, half, None)
            stop, qualifier = self._after(end + 1, qualifier)
            return self._build(head, stop, half, None, qualifier, "fraction", 0.9), stop
        start, numeral = self._signed(start, numeral)
        return self._after_number(start, end, run, numeral)

    def _headed(self, start: int, end: int, run: str) -> tuple[Quantity | None, int]:
        """百余名, 上千人, 近百家: a bare multiplier is a number only with a word that makes it vague, or 分之."""
        text = self._text
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
        text = self._text
        if text.startswith("零下", max(0, start - 2)) and start >= 2:
            return start - 2, Numeral(-numeral.value, None, numeral.qualifier)
        if start and text[start - 1] in "负負":
            return start - 1, Numeral(-numeral.value, None, numeral.qualifier)
        if start and text[start - 1] in "-－−" and (start == 1 or not (text[start - 2].isalnum() or text[start - 2] in "%％-—–")):
            return start - 1, Numeral(-numeral.value, None, numeral.qualifier)
        return start, numeral

    def _fraction(self, start: int, under: str, over_start: int) -> tuple[Quantity | None, int]:
        text = self._text
        match = _NUMERAL.match(text, over_start)
        if match is None:
            return None, over_start
        if self._is_silent(start, match.end()):
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
        qualifier, head = self._before(start, number, unit)
        stop, qualifier = self._after(match.end(), qualifier)
        return self._build(head, stop, number, unit, qualifier, kind, 0.95), stop

    def _after_number(
        self, start: int, end: int, run: str, numeral: Numeral, *, number_start: int | None = None
    ) -> tuple[Quantity | None, int]:
        """Read on behind the number: vague word, range, unit, words of exactness."""
        text = self._text
        number_start = start if number_start is None else number_start
        stop = end
        if stop < len(text) and text[stop] in _POST_OVER and run != "一" and not text.startswith(("多功能", "多层次"), stop) or (
            stop < len(text) and text[stop] in "几幾" and text[stop - 1] in "十0０"
        ):
            stop += 1
            numeral = Numeral(numeral.value, None, "over")
        elif text.startswith(" 余", stop) or text.startswith(" 多", stop):
            stop += 2
            numeral = Numeral(numeral.value, None, "over")
        elif stop < len(text) and text[stop] in "来來" and numeral.value % 10 == 0 and self._unit_at(stop + 1):
            stop += 1
            numeral = Numeral(numeral.value, None, "about")
        if text.startswith(("个亿", "个万"), stop):
            numeral = Numeral(numeral.value * (10**8 if text[stop + 1] == "亿" else 10**4), None, numeral.qualifier)
            stop += 2
        if text.startswith(("个半", "個半"), stop):
            # 一个半小时: the half stands inside the unit.
            halved = self._unit_at(stop + 2)
            if halved is not None and halved.kind == "duration":
                unit = Unit("个" + halved.text, halved.dimension, halved.kind)
                numeral = Numeral(numeral.value + Decimal("0.5"), None, numeral.qualifier)
                return self._with_unit(start, stop + 2 + len(halved.text), run, numeral, unit)
            if stop + 2 == len(text) or not "\u4e00" <= text[stop + 2] <= "\u9fff" or text[stop + 2] == "月":
                month = text.startswith("月", stop + 2)
                numeral = Numeral(numeral.value + Decimal("0.5"), None, numeral.qualifier)
                unit = Unit("个月", "duration", "duration") if month else Unit("个", "item", "count")
                return self._with_unit(start, stop + 2 + month, run, numeral, unit)
        if text.startswith(("个多", "分多"), stop):
            # 5个多百分点, 3个多月, 2分多钟: the vague word stands inside the unit.
            inner = self._unit_at(stop + 2)
            if text.startswith("钟", stop + 2) or (inner is not None and inner.kind in ("duration", "percentage_point")):
                name = text[stop] + ("钟" if inner is None else inner.text)
                unit = Unit(name, "duration", "duration") if inner is None else Unit(name, inner.dimension, inner.kind)
                numeral = Numeral(numeral.value, None, "over")
                return self._with_unit(start, stop + 1 + len(name), run, numeral, unit)
        unit, unit_end = self._spaced_unit(stop)
        ranged = self._range(start, stop, unit, unit_end, numeral, run)
        if ranged is not None:
            return ranged
        if unit is None:
            return self._bare(start, stop, run, numeral)
        if not self._unit_counts(number_start, run, unit, unit_end, numeral):
            return None, unit_end
        return self._with_unit(start, unit_end, run, numeral, unit)

    def _with_unit(self, start: int, unit_end: int, run: str, numeral: Numeral, unit: Unit) -> tuple[Quantity | None, int]:
        text = self._text
        stop = unit_end
        if unit.kind == "money" and unit.text in ("元", "块", "圆") :
            small = _SMALL_MONEY.match(text, stop)
            if small:
                numeral, stop = _with_cents(numeral, small), small.end()
            elif text.startswith("人民币", stop):
                stop += 3
        elif unit.text == "成" and stop < len(text) and text[stop] in "一二三四五六七八九半":
            tenth = read_numeral(text[stop])
            if tenth is not None and (stop + 1 >= len(text) or text[stop + 1] not in "个名家项天年月"):
                numeral = Numeral(numeral.value + (tenth.value if text[stop] == "半" else Decimal(tenth.value) / 10), None, numeral.qualifier)
                stop += 1
        if text.startswith("半", stop) and unit.dimension in _POST_DIMENSIONS | {"age", "duration"}:
            numeral = Numeral(numeral.value + Decimal("0.5"), None, numeral.qualifier)
            stop += 1
        elif stop < len(text) and text[stop] in _POST_OVER and unit.dimension in _POST_DIMENSIONS:
            follower = text[stop + 1] if stop + 1 < len(text) else ""
            if follower not in _POST_STOP or text[stop] != "多":
                numeral = Numeral(numeral.value, numeral.upper, "over")
                stop += 1
        qualifier, head = self._before(start, numeral, unit)
        # 2010年至2012年3年内: the years are named, so all of them are meant; elsewhere 三年内 is an upper bound.
        within = unit.kind == "duration" and (not start or text[start - 1] not in "年月日号")
        stop, qualifier = self._after(stop, qualifier, within=within)
        confidence = 0.5 if run == "一" else 0.95
        return self._build(head, stop, numeral, unit, qualifier, unit.kind, confidence), stop

    def _range(
        self, start: int, stop: int, unit: Unit | None, unit_end: int, low: Numeral, run: str
    ) -> tuple[Quantity | None, int] | None:
        """50—60人, 2至3天, 100万—150万元, 三、四十人."""
        text = self._text
        if low.qualifier != "exact":
            return None
        link_start = unit_end if unit is not None else stop
        link = _LINK.match(text, link_start)
        listed = False
        if link is None and unit is None:
            link = _LIST_LINK.match(text, stop)
            listed = link is not None
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
        second_unit, second_end = self._spaced_unit(second_stop)
        if second_unit is None and unit is not None:
            return None
        if listed and not _adjacent(run, second[0]):
            return None
        if unit is not None and second_unit is not None and (
            unit.dimension != second_unit.dimension or (start and text[start - 1] in "由从")
        ):
            return None
        if second_unit is None:
            return None, second_end
        low_value = _inherit(low.value, run, high.value, second[0])
        if low_value >= high.value or low_value < 0:
            return None if unit is not None else (None, second_end)
        if not self._unit_counts(start, run, second_unit, second_end, high):
            return None, second_end
        numeral = Numeral(low_value, high.value, "range")
        qualifier, head = self._before(start, numeral, second_unit)
        end, _ = self._after(second_end, qualifier)
        return self._build(head, end, numeral, second_unit, "range", second_unit.kind, 0.95), end

    def _bare(self, start: int, stop: int, run: str, numeral: Numeral) -> tuple[Quantity | None, int]:
        """A number without a unit counts only where the words before it say so: 总票数1482, 总投资7800万."""
        text = self._text
        slash = _SLASH.match(text, stop)
        if slash and run.isdigit() and 0 < int(run) < int(slash[1]) <= 10:
            number = read_numeral(f"{run}/{slash[1]}")
            if number is not None:
                qualifier, head = self._before(start, number, None)
                end, qualifier = self._after(slash.end(), qualifier)
                return self._build(head, end, number, None, qualifier, "fraction", 0.8), end
        if run[0] not in _ARABIC and not any(char in "万亿" for char in run):
            return None, stop
        after = text[stop] if stop < len(text) else ""
        large = run[-1] in "万亿萬億"
        strong = _STRONG_LABEL.search(text, max(0, start - 10), start)
        if "\u4e00" <= after <= "\u9fff" and not strong and not (large and run[0] in _ARABIC) and after not in "以左的和及与、以、上且并比较同环，。":
            return None, stop
        if after.isascii() and after.isalnum():
            return None, self._skip_code(stop)
        qualifier, head = self._before(start, numeral, None)
        label = _LABEL.search(text, max(0, start - 12), start)
        if not label and not (large and (len(run) > 1 or qualifier != "exact")):
            return None, stop
        end, qualifier = self._after(stop, qualifier)
        return self._build(head, end, numeral, None, qualifier, "count", 0.6), end

    def _unit_counts(self, start: int, run: str, unit: Unit, unit_end: int, numeral: Numeral | None = None) -> bool:
        """Whether number and unit together mean an amount, not a rank, an address or part of a name."""
        text = self._text
        before = text[start - 1] if start else ""
        if before in ("前", "后") and unit.kind == "count" and (start < 2 or text[start - 2] not in "提之以目先此"):
            return False
        if run == "一":
            return unit.kind in _ONE_KINDS or unit.text in _ONE_UNITS
        if run[-1] in _TWO_BAR and len(run) == 1 and unit.text not in _TWO_UNITS:
            return False
        if unit.dimension in _CHINESE_BAR_DIMENSIONS and run[0] not in _ARABIC and not any(c in "十百千万" for c in run) and len(unit.text) == 1:
            return False
        if len(run) == 1 and run in "两" and unit.text in _PAIR_BAR:
            return False
        if unit.text == "年" and len(run) == 4 and run.isdigit() and "1600" <= run <= "2200":
            return False
        if unit.text in ("栋", "幢", "座", "排", "组") and _HOUSE.match(text, unit_end):
            return False
        if unit.text == "点" and before in "上午晚晨夜早间日到至前分":
            return False
        if unit.text in _NUMBERED and len(run) == 1 and (run[0] not in _ARABIC or unit.text == "班") and "\u4e00" <= before <= "\u9fff" and before not in "共分了编成为的派出开设办建有个飞周月天日":
            return False
        positional = run[0] not in _ARABIC and len(run) >= 2 and not any(char in MULTIPLIERS or char in "廿卅卌" for char in run)
        return not (positional and (numeral is None or numeral.qualifier == "exact"))

    def _unit_at(self, position: int) -> Unit | None:
        text = self._text
        if position >= len(text):
            return None
        char = text[position]
        for trap in self._tables.traps.get(char, ()):
            if text.startswith(trap, position):
                return None
        for unit in self._tables.units.get(char, ()):
            if text.startswith(unit.text, position):
                if unit.text[-1].isascii() and unit.text[-1].isalpha():
                    stop = position + len(unit.text)
                    if stop < len(text) and text[stop].isascii() and text[stop].isalnum():
                        continue
                return unit
        return None

    def _whole_unit(self, unit: Unit, stop: int) -> Unit:
        """The unit with the 次 that makes it another one: 册次, 户次."""
        text = self._text
        if text.startswith("次", stop) and unit.kind == "count" and unit.text[-1] not in "次场期轮" and not text.startswith(("次日", "次数", "次生"), stop):
            return Unit(unit.text + "次", unit.dimension, unit.kind)
        return unit

    def _spaced_unit(self, position: int) -> tuple[Unit | None, int]:
        """The unit at a position or behind one space."""
        unit = self._unit_at(position)
        if unit is None and position + 1 < len(self._text) and self._text[position] in " \u3000\u00a0":
            position += 1
            unit = self._unit_at(position)
        if unit is None:
            return None, position
        unit = self._whole_unit(unit, position + len(unit.text))
        return unit, position + len(unit.text)

    def _before(self, start: int, numeral: Numeral, unit: Unit | None) -> tuple[Qualifier, int]:
        """The qualifier that the words before the number give it, and where they begin."""
        text = self._text
        head = start
        stated: Qualifier = numeral.qualifier
        while head and text[head - 1] in " \u3000":
            head -= 1
        filler = _FILLER.search(text, max(0, head - 4), head)
        for edge in (head, filler.start() if filler else head):
            word = _ending(text, edge, self._tables.before)
            if word is None:
                continue
            qualifier, word_start = word
            if qualifier == "nearly" and unit is not None and unit.kind == "duration" and _is_past(text, word_start, start, unit):
                return stated, word_start
            if text[word_start:edge] in ("突破", "破", "过", "冲破") and not _is_large(numeral, unit):
                continue
            if stated == "exact":
                stated = qualifier
            return stated, word_start
        if stated == "exact" and unit is not None and unit.kind == "percent" and start and text[start - 1] == "的":
            distant = _DISTANT.search(text, max(0, start - 14), start)
            if distant:
                return _DISTANT_QUALIFIERS[distant[1]], start
        return stated, start

    def _after(self, stop: int, qualifier: Qualifier, *, within: bool = False) -> tuple[int, Qualifier]:
        """Where the words of exactness behind the quantity end, and the qualifier with them."""
        text = self._text
        if text.startswith("内", stop) and within and not text.startswith(("内容", "内部"), stop):
            return stop + 1, "at_most" if qualifier == "exact" else qualifier
        position = stop
        if position < len(text) and text[position] == " ":
            position += 1
        if position >= len(text) or text[position] not in self._tables.after.edge:
            return stop, qualifier
        for word, given, bars in self._tables.after.words:
            if text.startswith(word, position) and not text.startswith(bars, position):
                return position + len(word), given if qualifier == "exact" else qualifier
        return stop, qualifier

    def _build(
        self, start: int, end: int, numeral: Numeral, unit: Unit | None, qualifier: Qualifier, kind: QuantityKind, confidence: float
    ) -> Quantity:
        value, upper = _plain(numeral.value), None if numeral.upper is None else _plain(numeral.upper)
        low: int | float | None = value if qualifier in ("exact", "over", "at_least", "range") else None
        high: int | float | None = value if qualifier in ("exact", "nearly", "under", "at_most") else upper
        name = unit.text if unit else None
        if name and self._printed is not self._text:
            place = self._text.rfind(name, start, end)
            name = self._printed[place : place + len(name)] if place >= 0 else name
        return Quantity(
            start, end, self._printed[start:end], value, upper, name, qualifier, kind, None, low, high, confidence
        )


def _is_weekday(text: str, start: int, end: int) -> bool:
    """每周四晚 is a day of the week, 每周三次 a number of times."""
    if end - start != 1 or text[start] not in "一二三四五六":
        return False
    head = text[max(0, start - 2) : start]
    if head[-1] == "期" and head != "星期":
        return False
    return end >= len(text) or text[end] not in "次场天节班期小个名人项家件"


def _adjacent(low: str, high: str) -> bool:
    """三、四十人 and 6、7个 name a span; 3、5人 a list."""
    first, second = read_numeral(low), read_numeral(high[0])
    return (
        len(low) == 1
        and first is not None
        and second is not None
        and second.value - first.value == 1
        and (len(high) == 1 or high[1] in MULTIPLIERS)
    )


def _inherit(low: Number, low_text: str, high: Number, high_text: str) -> Number:
    """2—3万 is 20000 to 30000; 8500到3万 is what it says."""
    if low_text[-1] in MULTIPLIERS:
        return low
    scale = 1
    for char in reversed(high_text):
        if char not in MULTIPLIERS:
            break
        one = read_numeral("一" + char)
        scale *= int(one.value) if one else 1
    scaled = low * scale
    return scaled if scale > 1 and low < scale and scaled < high else low


def _with_cents(numeral: Numeral, small: re.Match[str]) -> Numeral:
    value = numeral.value
    for group, unit in ((1, Decimal("0.1")), (2, Decimal("0.01")), (3, Decimal("0.01"))):
        if small[group]:
            part = read_numeral(small[group].lstrip("零"))
            if part is not None:
                value = value + part.value * unit
    return Numeral(value, None, numeral.qualifier)


def _is_past(text: str, word_start: int, start: int, unit: Unit) -> bool:
    """近三年 is the last three years; 成立近10年 is almost ten."""
    if text[word_start:start].strip() != "近" or unit.text[0] not in "年个周天":
        return False
    before = text[word_start - 1] if word_start else "，"
    return not ("\u4e00" <= before <= "\u9fff") or before in "在对为于从的是和与及据将把"


def _is_large(numeral: Numeral, unit: Unit | None) -> bool:
    return numeral.value >= 100 or (unit is not None and unit.kind in ("money", "percent", "fraction"))


def _ending(text: str, stop: int, words: Words) -> tuple[Qualifier, int] | None:
    """The longest word of exactness that ends at ``stop``."""
    if not stop or text[stop - 1] not in words.edge:
        return None
    for word, qualifier, bars in words.words:
        start = stop - len(word)
        if start >= 0 and text.startswith(word, start):
            if bars and start and text[start - 1] in bars:
                return None
            return qualifier, start
    return None


def _plain(value: Number) -> int | float:
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


__all__: Sequence[str] = ("find_quantities",)
