"""What stands behind a number: a unit of the table, an unlisted classifier, or nothing that the text before excuses."""

from __future__ import annotations

import re

from gov_bulletin_nlp.annotate.quantity_tables import Tables, Unit
from gov_bulletin_nlp.words import tag

_LABEL = re.compile(
    r"(?:数|票|总量|数量|总计|合计|共计|总投资|投资额?|金额|总额|资金|费用|收入|产值|总产值|面积|产量|销量|销售额|"
    r"阅读量|点击量|浏览量|播放量|访问量|关注量|点赞量|转发量|[量额值率])(?:仅|已|就|也|均)?"
    r"(?:为|达到|达|是|有|共|[:：]|突破|超过|超|近|约|逾)*[ \u3000]?$"
)
_STRONG_LABEL = re.compile(
    r"(?:总票数|票数|总数|人数|户数|件数|次数|总量|阅读量|浏览量)(?:仅|已|均)?(?:为|达到|达|共)?[ \u3000]?$"
)
# What may follow a number without being its classifier: 8路公交, 500强企业, 3型材料.
_NO_CLASSIFIER = frozenset(
    "路号线楼层级届期强后前型式版字月日时点分年度环营连师军团街道院所会中小大新老多余来几以左的和及与且并比较同、上下性制"
)
_CLASSIFIERS = frozenset({"q", "zg", "ng", "g", "n", "nr", "k"})


def unit_at(text: str, position: int, tables: Tables) -> Unit | None:
    """The longest unit of the table that begins at a position, if no longer word begins there that is none."""
    if position >= len(text):
        return None
    char = text[position]
    for trap in tables.traps.get(char, ()):
        if text.startswith(trap, position):
            return None
    for unit in tables.units.get(char, ()):
        if text.startswith(unit.text, position):
            if unit.text[-1].isascii() and unit.text[-1].isalpha():
                stop = position + len(unit.text)
                if stop < len(text) and text[stop].isascii() and text[stop].isalnum():
                    continue
            return unit
    return None


def _whole_unit(text: str, unit: Unit, stop: int) -> Unit:
    """The unit with the 次 that makes it another one: 册次, 户次."""
    if (
        text.startswith("次", stop)
        and unit.kind == "count"
        and unit.text[-1] not in "次场期轮"
        and not text.startswith(("次日", "次数", "次生"), stop)
    ):
        return Unit(unit.text + "次", unit.dimension, unit.kind)
    return unit


def spaced_unit(text: str, position: int, tables: Tables) -> tuple[Unit | None, int]:
    """The unit at a position or behind one space."""
    unit = unit_at(text, position, tables)
    if unit is None and position + 1 < len(text) and text[position] in " \u3000\u00a0":
        position += 1
        unit = unit_at(text, position, tables)
    if unit is None:
        return None, position
    unit = _whole_unit(text, unit, position + len(unit.text))
    return unit, position + len(unit.text)


def open_unit(text: str, position: int) -> Unit | None:
    """A classifier that no table has (三钵米饭), recognised by the noun behind it; else ``None``."""
    if position + 1 >= len(text) or not "\u4e00" <= text[position] <= "\u9fff" or text[position] in _NO_CLASSIFIER:
        return None
    words = tag(text[position : position + 6])
    if (
        len(words) < 2
        or len(words[0][0]) != 1
        or words[0][1] not in _CLASSIFIERS
        or words[1][1] not in ("n", "nz", "l")
    ):
        return None
    return Unit(words[0][0], "item", "count")


def names_amount(text: str, start: int, stop: int, run: str, *, qualified: bool) -> bool:
    """Whether a number without a unit is one all the same: 总票数1482, 总投资7800万."""
    after = text[stop] if stop < len(text) else ""
    large = run[-1] in "万亿萬億"
    arabic = run[0] < "\u4e00"
    if not arabic and not any(char in "万亿" for char in run):
        return False
    excused = (large and arabic) or _STRONG_LABEL.search(text, max(0, start - 10), start)
    if "\u4e00" <= after <= "\u9fff" and not excused and after not in "以左的和及与上且并比较同环":
        return False
    return bool(_LABEL.search(text, max(0, start - 12), start)) or (large and (len(run) > 1 or qualified))
