"""How exact a number is said to be: 近, 约, 超过, 不足, 至少 before it; 左右, 以上, 以内 behind it."""

from __future__ import annotations

import re

from gov_bulletin_nlp.annotate.quantity_tables import Unit, Words
from gov_bulletin_nlp.document import Qualifier
from gov_bulletin_nlp.numerals import Numeral

_DISTANT_QUALIFIERS: dict[str, Qualifier] = {
    "不超过": "at_most",
    "不高于": "at_most",
    "不低于": "at_least",
    "不少于": "at_least",
    "超过": "over",
    "不足": "under",
}
# 不超过贷款额的40%: the word stands before the noun that the share is of.
_DISTANT = re.compile(rf"({'|'.join(_DISTANT_QUALIFIERS)})[^，。；、！？\d]{{1,10}}的$")
# 至少开展2次: a verb may stand between.
_AT_LEAST = re.compile(r"(?:至少|不少于)[\u4e00-\u9fff]{1,4}$")
_FILLER = re.compile(r"(?:达到了?|达|有|为|了|是|共|在|等于|到|计|合|占|需|用)+$")


def qualifier_before(text: str, start: int, numeral: Numeral, unit: Unit | None, words: Words) -> tuple[Qualifier, int]:
    """The qualifier that the words before the number give it, and where they begin."""
    head = start
    stated: Qualifier = numeral.qualifier
    while head and text[head - 1] in " \u3000":
        head -= 1
    filler = _FILLER.search(text, max(0, head - 4), head)
    for edge in (head, filler.start() if filler else head):
        word = _ending(text, edge, words)
        if word is None:
            continue
        qualifier, word_start = word
        if qualifier == "nearly" and _is_past(text, word_start, start, unit):
            return stated, word_start
        if text[word_start:edge] in ("突破", "破", "过", "冲破") and not _is_large(numeral, unit):
            continue
        if stated == "exact":
            stated = qualifier
        return stated, word_start
    if stated == "exact":
        least = _AT_LEAST.search(text, max(0, start - 7), start)
        if least:
            return "at_least", least.start()
    if stated == "exact" and unit is not None and unit.kind == "percent" and start and text[start - 1] == "的":
        distant = _DISTANT.search(text, max(0, start - 14), start)
        if distant:
            return _DISTANT_QUALIFIERS[distant[1]], start
    return stated, start


def qualifier_after(
    text: str, stop: int, qualifier: Qualifier, words: Words, *, within: bool = False
) -> tuple[int, Qualifier]:
    """Where the words of exactness behind the quantity end, and the qualifier with them."""
    if text.startswith("内", stop) and within and not text.startswith(("内容", "内部"), stop):
        return stop + 1, "at_most" if qualifier == "exact" else qualifier
    position = stop
    if position < len(text) and text[position] == " ":
        position += 1
    if position >= len(text) or text[position] not in words.edge:
        return stop, qualifier
    for word, given, bars in words.words:
        if text.startswith(word, position) and not text.startswith(bars, position):
            return position + len(word), given if qualifier == "exact" else qualifier
    return stop, qualifier


def _is_past(text: str, word_start: int, start: int, unit: Unit | None) -> bool:
    """近三年 is the last three years; 成立近10年 is almost ten."""
    if (
        unit is None
        or unit.kind != "duration"
        or text[word_start:start].strip() != "近"
        or unit.text[0] not in "年个周天"
    ):
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
