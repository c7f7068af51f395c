"""Number, money, measure, age, duration and percent suites of Recognizers-Text, Duckling, JioNLP and cn2an."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from gov_bulletin_nlp.annotate.numbers import find_numbers
from gov_bulletin_nlp.annotate.quantities import find_quantities
from gov_bulletin_nlp.document import Quantity
from gov_bulletin_nlp.numerals import parse_numeral
from peers import Case, Suite

_NUMERAL_CHARS = re.compile(r"[0-9０-９一二三四五六七八九十百千万拾肆陆陸零两]")
_CANTONESE = re.compile(r"蚊|毫|[個个]半|^[個个]九|分半|鐘|個字|^米|^[百千萬万][一二三四五六七八九]|份一|又十分一|五雙")
_POWER = re.compile(r"\^|[\d０-９][eE][-+]?\d|[\d０-９]\s?[kKMGＫ]|打")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff\d０-９.%％])[ \u3000]+(?=[\u4e00-\u9fff])")


def _close(first: float, second: float) -> bool:
    return abs(first - second) <= 1e-9 * max(1.0, abs(first))


def _same(first: Sequence[float], second: Sequence[float]) -> bool:
    return len(first) == len(second) and all(_close(one, other) for one, other in zip(first, second, strict=True))


def _values(case: Case) -> list[float]:
    return [
        float(str(item["Resolution"]["value"]).rstrip("%"))
        for item in case["expected"]
        if item["Resolution"].get("value")
    ]


def _quantities(text: str) -> list[Quantity]:
    # The clean stage closes letter-spaced print before quantities are read.
    return find_quantities(_SPACED.sub("", text), counted=False)


def _always(_case: Case) -> None:
    return None


# Numbers


def _number_scope(case: Case) -> str | None:
    text = case["input"]
    if _POWER.search(text):
        return "powers, exponents, k/M suffixes and dozens are not written in bulletins"
    if re.search(r"\d\.\d+\.\d", text):
        return "two decimal points make a code, not a number"
    if re.search(r"[负負][^，。]*[负負]", text):
        return "a quotient of two negative numbers"
    if not case["expected"] and _NUMERAL_CHARS.search(text):
        return "names and idioms are silenced by the hazard table of find_quantities, not by the reader of numbers"
    return None


def _number_passes(case: Case) -> bool:
    return _same(_values(case), [float(number.value) for number in find_numbers(case["input"])])


def _ordinal_scope(_case: Case) -> str:
    return "ordinals count nothing and are deliberately silent"


def _duckling_number_scope(case: Case) -> str | None:
    if _CANTONESE.search(case["input"]):
        return "Cantonese short forms and pairs"
    return "k, M and G suffixes" if re.search(r"[kKMG]$", case["input"]) else None


def _duckling_number_passes(case: Case) -> bool:
    numbers = find_numbers(case["input"])
    if case["input"].startswith("半"):
        return _close(case["expected"]["value"], 0.5) and parse_numeral("半") == Decimal("0.5")
    return _same([case["expected"]["value"]], [float(number.value) for number in numbers])


def _cn2an_scope(case: Case) -> str | None:
    if case.get("op", "cn2an") != "cn2an":
        return "writing numbers, not reading them"
    if case["expected"] is None and case.get("mode") == "strict":
        return "refusing what its strict mode refuses: we read it"
    if case["expected"] is None and re.search(r"\d", case["input"]):
        return "refusing mixed digits in its normal mode: we read them"
    return None


def _cn2an_passes(case: Case) -> bool:
    text = case["input"]
    value = parse_numeral(text)
    if value is None and re.search(r"[元圆]", text):
        found = find_quantities(text, counted=False)
        money = [item.value for item in found if item.kind == "money"]
        value = (
            Decimal(str(money[0]))
            if len(money) == 1 and money[0] is not None and found[0].end >= len(text) - 1
            else None
        )
    if case["expected"] is None:
        return value is None
    return value is not None and _close(float(value), float(case["expected"]))


# Percent


def _percent_scope(case: Case) -> str | None:
    text = case["input"]
    if re.search(r"[\d０-９][kKＫ]", text):
        return "k suffixes"
    if not case["expected"] and re.search(r"二三|三四|两三", text):
        return "the expected answer refuses an approximate share that we read as a range"
    if re.search(r"\d[-~－—]\d", text):
        return "the expected answer drops the lower end of a range"
    if re.search(r"[一二三四五六七八九\d]百分之", text):
        return "a fraction that is no per cent"
    if re.search(r"[打對对]折|半折", text):
        return "half price as a word"
    return None


def _percent_value(quantity: Quantity) -> float | None:
    if quantity.value is None:
        return None
    if quantity.kind in ("percent", "percentage_point"):
        return float(quantity.value)
    if quantity.kind != "fraction":
        return None
    if quantity.unit is None:
        return float(quantity.value) * 100
    return float(quantity.value) * 10


def _percent_passes(case: Case) -> bool:
    values = [_percent_value(item) for item in _quantities(case["input"])]
    return _same(_values(case), [value for value in values if value is not None])


# Ranges of numbers

_BOUND_WORDS = {
    "over": ("大于", "超过", "超过了", "高于", "多于", "过"),
    "at_least": ("大于等于", "大于或者等于", "大于或等于", "不小于", "不少于", "至少", "至少有", "≥", "不低于"),
    "under": ("小于", "少于", "低于", "不足"),
    "at_most": ("小于等于", "小于或者等于", "小于或等于", "不大于", "不超过", "最多", "最多为", "≤", "至多"),
}
_WORDS = sorted(
    ((word, bound) for bound, words in _BOUND_WORDS.items() for word in words), key=lambda item: -len(item[0])
)


def _range_scope(case: Case) -> str | None:
    text = case["input"]
    if re.search(r"比|(?<!大于)(?<!小于)(?<!或)(?<!或者)等于|之下|以上|以下|间|位于|[~～至到-]", text):
        return (
            "comparisons with a standard of comparison, intervals and 以上 have other bounds in the record's convention"
        )
    if re.search(r"[与和]", text):
        return "intervals are read as two numbers by the reader of numbers"
    return None


def _range_passes(case: Case) -> bool:
    text = re.sub(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])", "", case["input"])
    found: list[tuple[float | None, bool, float | None, bool]] = []
    last_end = -9
    for number in find_numbers(text):
        head = text[: number.start].rstrip()
        bound = next((bound for word, bound in _WORDS if head.endswith(word)), None)
        value = float(number.value)
        if number.qualifier == "over" or text.startswith("多", number.end):
            bound = bound or "over"
        if bound is None:
            continue
        low = (value, bound == "at_least") if bound in ("over", "at_least") else None
        high = (value, bound == "at_most") if bound in ("under", "at_most") else None
        if found and number.start - last_end <= 12 and "，" not in text[last_end : number.start]:
            low0, closed_low, high0, closed_high = found[-1]
            if high and high0 is None and low0 is not None and low0 < high[0]:
                found[-1] = (low0, closed_low, high[0], high[1])
                last_end = number.end
                continue
            if low and low0 is None and high0 is not None and low[0] < high0:
                found[-1] = (low[0], low[1], high0, closed_high)
                last_end = number.end
                continue
        found.append((low[0] if low else None, bool(low and low[1]), high[0] if high else None, bool(high and high[1])))
        last_end = number.end
    written = [
        f"{'[' if closed else '('}{'' if low is None else f'{low:.10g}'},"
        f"{'' if high is None else f'{high:.10g}'}{']' if shut else ')'}"
        for low, closed, high, shut in found
    ]
    expected = [
        re.sub(r"\d+(?:\.\d+)?", lambda m: f"{float(m[0]):.10g}", item["Resolution"]["value"])
        for item in case["expected"]
    ]
    return written == expected


# Amounts with a unit


def _money_scope(case: Case) -> str | None:
    text = case["input"]
    if any(not item["Resolution"].get("value") for item in case["expected"]):
        return "a currency without an amount"
    if re.search(r"銭|又", text):
        return "sub-units of foreign currencies added up"
    return None


def _kind_passes(case: Case, kinds: tuple[str, ...]) -> bool:
    values = [float(item.value) for item in _quantities(case["input"]) if item.kind in kinds and item.value is not None]
    return _same(_values(case), values)


def _dimension_scope(case: Case) -> str | None:
    text = case["input"]
    if re.search(r"[千兆]比特|千字节", text):
        return "thousands taken for a prefix of the unit"
    return None


def _age_scope(case: Case) -> str | None:
    return "the expected answer drops the lower end of a range" if re.search(r"\d\s*-\s*\d", case["input"]) else None


def _age_passes(case: Case) -> bool:
    return _kind_passes(case, ("age", "duration") if "大" in case["input"] else ("age",))


_SECONDS = {
    "年": 31536000,
    "个月": 2592000,
    "月": 2592000,
    "周": 604800,
    "个星期": 604800,
    "星期": 604800,
    "天": 86400,
    "日": 86400,
}
_SECONDS.update({"小时": 3600, "个小时": 3600, "分钟": 60, "分": 60, "秒": 1, "秒钟": 1, "钟头": 3600, "个钟头": 3600})
_DUCKLING_SECONDS = {
    "year": 31536000,
    "month": 2592000,
    "week": 604800,
    "day": 86400,
    "hour": 3600,
    "minute": 60,
    "second": 1,
}
_FOLD = str.maketrans("時鐘個", "时钟个")


def _total_seconds(text: str) -> float | None:
    found = [item for item in _quantities(text) if item.kind == "duration"]
    if not found:
        return None
    return sum(float(item.value or 0) * _SECONDS.get((item.unit or "").translate(_FOLD), 0) for item in found)


def _duration_scope(case: Case) -> str | None:
    text = case["input"]
    if _CANTONESE.search(text) or re.search(r"^[個个分]半|\d ?月$|半鐘", text):
        return "Cantonese short forms, and months of the year"
    if re.search(r"[余多].*[又零]|余\d", text):
        return "a sum of vague parts"
    return None


def _duckling_duration_passes(case: Case) -> bool:
    total = _total_seconds(case["input"])
    expected = case["expected"]
    return total is not None and _close(total, expected["value"] * _DUCKLING_SECONDS[expected["unit"]])


def _rt_duration_passes(case: Case) -> bool:
    found = [item for item in _quantities(case["input"]) if item.kind == "duration"]
    wanted = [item.get("Value", {}).get("FutureResolution", {}).get("duration") for item in case["expected"]]
    if all(wanted) and len(found) == len(wanted):
        return _same(
            [float(value) for value in wanted], [float(f.value or 0) * _SECONDS.get(f.unit or "", 0) for f in found]
        )
    text = _SPACED.sub("", case["input"])
    # A sum of parts is one duration for them and one quantity a part for us: the parts must tile the same stretch.
    return bool(found) and all(
        any(item["Start"] <= text.find(part.text) < item["Start"] + item["Length"] for item in case["expected"])
        for part in found
    )


def _distance_scope(case: Case) -> str | None:
    text = case["input"]
    if re.search(r"['\"]|foot|feet|inch|吋|^米|米[一二三四五六七八九]|\dm-", text):
        return "imperial units and 三米九, which bulletins do not write"
    return None


def _simple_passes(case: Case) -> bool:
    values = [float(item.value) for item in _quantities(case["input"]) if item.value is not None]
    expected = case["expected"]
    if expected["kind"] == "between":
        item = _quantities(case["input"])
        low, high = (float(value) for value in re.findall(r"[\d.]+", expected["raw"])[-2:])
        return (
            len(item) == 1
            and item[0].upper is not None
            and _same([low, high], [float(item[0].value or 0), float(item[0].upper)])
        )
    value = expected.get("value")
    if value is None:
        value = float(re.findall(r"[\d.]+", expected["raw"])[-1])
    scale = 100 if "Cent " in expected["raw"] and not case["input"].endswith(("分", "仙")) else 1
    if ("Cent " in expected["raw"] and "角" in case["input"]) or "毫" in case["input"]:
        scale = 10 if not case["input"].endswith("分") else 1
    return _same([value], [number * scale for number in values])


def _duckling_money_scope(case: Case) -> str | None:
    text = case["input"]
    if _CANTONESE.search(text) or not re.search(r"元|块|人民币|[幣币]", text):
        return "Cantonese forms, and coins alone, which bulletins do not write"
    if re.search(r"块[零一二三四五六七八九]+角?[^元]*$", text):
        return "spoken amounts without their last unit"
    return None


def _jio_money_scope(case: Case) -> str | None:
    text = case["input"]
    if re.search(r"\d[kK]", text):
        return "k suffixes"
    if isinstance(case["expected"], dict) and not re.search(r"[元币镑布郎块圆]", text):
        return "an amount without a currency"
    return None


def _jio_parse_passes(case: Case) -> bool:
    found = [item for item in _quantities(case["input"]) if item.kind == "money"]
    if len(found) != 1:
        return False
    expected = case["expected"]["num"]
    item = found[0]
    if isinstance(expected, list):
        if item.upper is None:
            # 3000多: they guess an upper end, we say only that it is over.
            return item.qualifier == "over" and _close(float(expected[0]), float(item.value or 0))
        return _same([float(value) for value in expected], [float(item.value or 0), float(item.upper)])
    return abs(float(expected) - float(item.value or 0)) <= 0.005


def _jio_extract_passes(case: Case) -> bool:
    found = [item for item in find_quantities(case["input"], counted=False) if item.kind == "money"]
    spans = [item["offset"] for item in case["expected"]]
    return len(found) == len(spans) and all(
        start <= item.start < end or item.start <= start < item.end
        for item, (start, end) in zip(found, spans, strict=True)
    )


SUITES: dict[str, Suite] = {
    "rt_Number_NumberModel": Suite(_number_scope, _number_passes),
    "rt_Number_OrdinalModel": Suite(_ordinal_scope, lambda case: False),
    "rt_Number_PercentModel": Suite(_percent_scope, _percent_passes),
    "rt_Number_NumberRangeModel": Suite(_range_scope, _range_passes),
    "rt_NumberWithUnit_CurrencyModel": Suite(_money_scope, lambda case: _kind_passes(case, ("money",))),
    "rt_NumberWithUnit_DimensionModel": Suite(_dimension_scope, lambda case: _kind_passes(case, ("measure",))),
    "rt_NumberWithUnit_AgeModel": Suite(_age_scope, _age_passes),
    "rt_DateTime_DurationExtractor": Suite(_duration_scope, _rt_duration_passes),
    "rt_DateTime_DurationParser": Suite(_duration_scope, _rt_duration_passes),
    "duckling_zh_numeral": Suite(_duckling_number_scope, _duckling_number_passes),
    "duckling_zh_money": Suite(_duckling_money_scope, _simple_passes),
    "duckling_zh_distance": Suite(_distance_scope, _simple_passes),
    "duckling_zh_duration": Suite(_duration_scope, _duckling_duration_passes),
    "jionlp_parse_money": Suite(_jio_money_scope, _jio_parse_passes),
    "jionlp_extract_money": Suite(_jio_money_scope, _jio_extract_passes),
    "cn2an_cn2an": Suite(_cn2an_scope, _cn2an_passes),
}
