"""What two written numbers mean together, and traditional print read as simplified: small pure helpers."""

from __future__ import annotations

import re
from decimal import Decimal

from gov_bulletin_nlp.numerals import MULTIPLIERS, Number, Numeral, read_numeral

# Traditional characters that numbers, units and words of exactness are written with, one for one, so offsets stay.
_FOLDED = dict(
    zip(
        "個萬億餘約歲戶處條噸張輛棟間場項種類門雙對隻頭塊臺層頁冊節課題點號縣區鄉鎮國週鐘時圓錢過達內幾數兩來為畝頃裏裡攤樓隊組頓顆筆單學員紅盞艙屆級歷億滿達於從將線樣",
        "个万亿余约岁户处条吨张辆栋间场项种类门双对只头块台层页册节课题点号县区乡镇国周钟时圆钱过达内几数两来为亩顷里里摊楼队组顿颗笔单学员红盏舱届级历亿满达于从将线样",
        strict=True,
    )
)
_TABLE = str.maketrans(_FOLDED)
_TRADITIONAL = re.compile(f"[{''.join(_FOLDED)}]")


def fold(text: str) -> str:
    """The text with the traditional characters of numbers and units made simplified; of the same length."""
    return text.translate(_TABLE) if _TRADITIONAL.search(text) else text


def adjacent(low: str, high: str) -> bool:
    """三、四十人 and 6、7个 name a span; 3、5人 a list."""
    first, second = read_numeral(low), read_numeral(high[0])
    return (
        len(low) == 1
        and first is not None
        and second is not None
        and second.value - first.value == 1
        and (len(high) == 1 or high[1] in MULTIPLIERS)
    )


def listed(low: Number, high_text: str) -> Number:
    """三、四十人: the first digit has the multiplier of the second."""
    scale = read_numeral("一" + high_text[1:]) if len(high_text) > 1 else None
    return low * scale.value if scale else low


def inherit(low: Number, low_text: str, high: Number, high_text: str) -> Number:
    """2—3万 is 20000 to 30000; 8500到3万 is what it says."""
    if high_text[-1] in "万亿萬億":
        scale = 10**8 if high_text[-1] in "亿億" else 10**4
        shared = not any(char in "万亿萬億" for char in low_text)
    else:
        scale = {"百": 100, "佰": 100, "千": 1000, "仟": 1000}.get(high_text[-1], 1)
        shared = low_text[-1] not in MULTIPLIERS and low < 10
    return low * scale if shared and low * scale < high else low


def with_cents(numeral: Numeral, small: re.Match[str]) -> Numeral:
    """5元6角3分 is 5.63: the parts of a yuan, added."""
    value = numeral.value
    for group, unit in ((1, Decimal("0.1")), (2, Decimal("0.01")), (3, Decimal("0.01"))):
        if small[group]:
            part = read_numeral(small[group].lstrip("零"))
            if part is not None:
                value = value + part.value * unit
    return Numeral(value, None, numeral.qualifier)


def plain(value: Number) -> int | float:
    """The number as the record has it: whole, or the nearest float of an exact decimal."""
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
