"""Written numbers to exact values and back: ``三千五百`` → 3500, ``3亿5千万`` → 350000000, ``七八十`` → 70 to 80.

Pure functions over strings. Values are ``int`` or ``Decimal``: no float is ever made here, so no artefact of one
can reach a record. What a number counts is not this module's business; see ``annotate.quantities``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Number = int | Decimal
"""An exact value."""

NumeralQualifier = Literal["exact", "over", "about", "range"]
NumeralStyle = Literal["arabic", "grouped", "fullwidth", "chinese", "financial", "traditional", "positional", "mixed"]

_DIGITS = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{c: i for i, c in enumerate("○壹貳參肆伍陸柒捌玖")},
    "两": 2,
    "兩": 2,
    "俩": 2,
    "倆": 2,
    "仨": 3,
    "叁": 3,
    "叄": 3,
    "弍": 2,
    "幺": 1,
    "貮": 2,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_DECIMALS = frozenset(_DIGITS) - frozenset("两兩俩倆仨")
_FUSED = {"廿": "二十", "卅": "三十", "卌": "四十"}
_MULTIPLIERS = {**_SMALL, **_LARGE}
_ZEROS = frozenset("零〇○")
_FULLWIDTH = {ord(full): half for full, half in zip("０１２３４５６７８９．，－％＋", "0123456789.,-%+", strict=True)}

ARABIC = "0-9０-９"
"""Character class (without brackets) of Arabic digits, half and full width."""

CHINESE = "".join(sorted({*_DIGITS, *_MULTIPLIERS, *_FUSED}))
"""Character class of the characters Chinese numerals are made of."""

CHINESE_DIGITS = "".join(sorted(_DIGITS))
"""Character class of Chinese digits alone."""

_DECIMAL_CLASS = "".join(sorted(_DECIMALS))

MULTIPLIERS = "".join(sorted(_MULTIPLIERS))
"""Character class of 十 百 千 万 亿 兆 and their variants."""

_VAGUE = "余餘多几幾来來"
_VAGUE_OVER = frozenset("余餘多几幾")

# A full-width comma mostly ends a clause (120，135件); it separates thousands only between full-width digits or where
# the number goes on behind the three digits.
_THOUSANDS = (
    rf"(?:,(?=[{ARABIC}]{{3}}(?![{ARABIC}]))[{ARABIC}]{{3}}"
    rf"|，(?=[０-９]{{3}}(?![{ARABIC}])|[{ARABIC}]{{3}}[,.．])[{ARABIC}]{{3}})"
)
ARABIC_NUMBER = rf"[{ARABIC}]+{_THOUSANDS}*(?:[.．][{ARABIC}]+(?![{ARABIC}]|[.．][{ARABIC}]))?"
"""Pattern of one Arabic number with its thousands separators and decimals."""

NUMERAL = (
    rf"(?:{ARABIC_NUMBER}|零[点點][{ARABIC}]+|[数數几幾]?[{CHINESE}]+(?:[点點][{_DECIMAL_CLASS}]+(?![十百千拾佰仟两兩]))?)"
    rf"(?:[{_VAGUE}]?[{MULTIPLIERS}][{CHINESE}]*(?:{ARABIC_NUMBER})?|(?<=[{MULTIPLIERS}零]){ARABIC_NUMBER}){{0,12}}"
)
"""Pattern of a stretch that may be one written number; ``read_numeral`` decides."""

_TOKEN = re.compile(rf"({ARABIC_NUMBER})|([{CHINESE_DIGITS}])|([{MULTIPLIERS}])")
_SIGN = re.compile(r"^(?:负|負|零下|[-－−])\s*")
_FRACTION = re.compile(r"^(?:(?P<whole>[^又]{1,40})又)?(?P<under>[^又分份]{1,40})[分份]之?(?P<over>[^分份]{1,40})$")
_NEIGHBOURS = re.compile(
    r"(?<![一二两兩三四五六七八九])(?:一[二两兩]|[二两兩]三|三四|三五|四五|五六|六七|七八|八九)(?![一二两兩三四五六七八九])"
)
_MAX_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Numeral:
    """One written number, read.

    Attributes:
        value: The number, or its lower end.
        upper: The upper end of an approximate number that names two (七八十 → 80), else ``None``.
        qualifier: ``over`` for 十几, 数百, 240多万; ``about`` for 十来; ``range`` for 七八十; else ``exact``.
        start: Where it begins in the text that was searched.
        end: Where it ends.
    """

    value: Number
    upper: Number | None = None
    qualifier: NumeralQualifier = "exact"
    start: int = 0
    end: int = 0


def parse_numeral(text: str) -> Number | None:
    """Read a string that is one exact number in any style.

    Args:
        text: The number alone; inner white space is ignored.

    Returns:
        Its value, or ``None`` when the string is not a number or only an approximate one (十几, 七八十).
    """
    numeral = read_numeral(text)
    return numeral.value if numeral is not None and numeral.qualifier == "exact" else None


@lru_cache(maxsize=8192)
def read_numeral(text: str) -> Numeral | None:
    """Read a string that is one number, exact or approximate; ``None`` when it is not a number."""
    if len(text) > _MAX_LENGTH * 4:
        return None
    text = "".join(text.split())
    if not text or len(text) > _MAX_LENGTH:
        return None
    sign = _SIGN.match(text)
    if sign:
        inner = _unsigned(text[sign.end() :])
        if inner is None:
            return None
        if inner.upper is not None:
            return Numeral(-inner.upper, -inner.value, inner.qualifier)
        return Numeral(-inner.value, None, inner.qualifier)
    return _unsigned(text)


def _unsigned(text: str) -> Numeral | None:
    if text == "半":
        return Numeral(Decimal("0.5"))
    value = _exact(text)
    if value is not None:
        return Numeral(value)
    if "分" in text or "份" in text or "/" in text or "／" in text:
        fraction = _fraction(text)
        return None if fraction is None else Numeral(fraction)
    return _approximate(text)


def _fraction(text: str) -> Number | None:
    slash = re.fullmatch(rf"([{ARABIC}]+)[/／]([{ARABIC}]+)", text)
    if slash:
        return _divide(_exact(slash[1]), _exact(slash[2]))
    match = _FRACTION.match(text)
    if match is None:
        return None
    over_text = match["over"]
    sign = _SIGN.match(over_text)
    over = _exact(over_text[sign.end() :] if sign else over_text)
    part = _divide(over, _exact(match["under"]))
    if part is None:
        return None
    if sign:
        part = -part
    if match["whole"] is None:
        return part
    whole = _exact(match["whole"])
    return None if whole is None else whole + part


def _divide(over: Number | None, under: Number | None) -> Number | None:
    if over is None or not under:
        return None
    if isinstance(over, int) and isinstance(under, int) and over % under == 0:
        return over // under
    return Decimal(over) / Decimal(under)


def _approximate(text: str) -> Numeral | None:
    if text[0] in "数數几幾" and len(text) > 1 and text[1] in _MULTIPLIERS:
        value = _exact("一" + text[1:])
        return None if value is None else Numeral(value, None, "over")
    for place, char in enumerate(text):
        if char in _VAGUE and place:
            value = _exact(text[:place] + text[place + 1 :])
            if value is None and text[place - 1] in _ZEROS:
                # 一千五百零几万: the 零 belongs to the digit that is left open.
                value = _exact(text[: place - 1] + text[place + 1 :])
            return None if value is None else Numeral(value, None, "over" if char in _VAGUE_OVER else "about")
    pair = _NEIGHBOURS.search(text)
    if pair is None:
        return None
    low = _exact(text[: pair.start() + 1] + text[pair.end() :])
    high = _exact(text[: pair.start()] + text[pair.end() - 1 :])
    if low is None or high is None or low >= high:
        return None
    return Numeral(low, high, "range")


def _exact(text: str) -> Number | None:
    """Value of an unsigned number without approximation, or ``None``."""
    if text.isascii() and text.isdigit():
        return int(text)
    text = text.translate(_FULLWIDTH)
    for fused, plain in _FUSED.items():
        text = text.replace(fused, plain)
    if len(text) > 1 and all(char in _DIGITS for char in text):
        # 三五, 七八: two neighbouring digits name a span; 一七二零 is read digit by digit.
        if len(text) == 2 and _NEIGHBOURS.match(text):
            return None
        return int("".join(str(_DIGITS[char]) for char in text))
    head, dot, tail = text.replace("點", "点").partition("点")
    if dot:
        return _spoken_decimal(head, tail)
    return _composed(text)


def _spoken_decimal(head: str, tail: str) -> Number | None:
    cut = len(tail)
    while cut and tail[cut - 1] in _MULTIPLIERS:
        cut -= 1
    digits, multipliers = tail[:cut], tail[cut:]
    if not digits or not all(char in _DECIMALS or char.isdigit() for char in digits):
        return None
    whole = (
        int("".join(str(_DIGITS[c]) for c in head))
        if head and all(c in _DIGITS for c in head)
        else _exact(head)
        if head
        else None
    )
    if whole is None or isinstance(whole, Decimal):
        return None
    value: Number = _tidy(Decimal(f"{whole}.{''.join(str(_DIGITS.get(char, char)) for char in digits)}"))
    for char in multipliers:
        value = _tidy(value * _MULTIPLIERS[char])
    return value


def _tidy(value: Number) -> Number:
    """An ``int`` when the value is whole."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


def _composed(text: str) -> Number | None:
    """Digits and multipliers in falling order; a digit left over after a multiplier stands one place below it."""
    parts: list[Number] = []  # finished parts, each a multiple of 万 or more
    section: Number = 0  # what stands below the next 万, 亿 or 兆
    pending: Number | None = None  # a digit or Arabic number that waits for its multiplier
    pending_is_digit = False
    last = 0  # the multiplier before the pending number
    ceiling = 10**5  # multipliers inside a section must fall
    zero = False
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return None
        position = match.end()
        if match[3] is None:
            if match[2] is not None and match[2] in _ZEROS and (parts or section or last or position < len(text)):
                if pending is not None:
                    return None
                zero = True
                continue
            if pending is not None:
                return None
            if match[1] is not None:
                plain = match[1].replace(",", "")
                pending = _tidy(Decimal(plain)) if "." in plain else int(plain)
                pending_is_digit = len(plain) == 1
            else:
                pending, pending_is_digit = _DIGITS[match[2]], True
            continue
        multiplier = _MULTIPLIERS[match[3]]
        if multiplier < 10**4:
            if multiplier >= ceiling:
                return None
            if pending is None:
                if last and not zero and multiplier != 10:
                    return None
                pending = 1
            elif pending >= 10 and section:
                return None
            section += pending * multiplier
            ceiling = multiplier
        else:
            if pending is not None:
                section += _tail(pending, pending_is_digit, last if section else 0, zero)
            if section == 0:
                if not parts:
                    if pending is not None:
                        return None
                    section = 1
                else:
                    parts[-1] = _tidy(parts[-1] * multiplier)
                    pending, last, ceiling, zero = None, multiplier, 10**5, False
                    continue
            while parts and parts[-1] < multiplier:
                section += parts.pop()
            parts.append(_tidy(section * multiplier))
            section, ceiling = 0, 10**5
        pending, last, zero = None, multiplier, False
    if pending is not None:
        section += _tail(pending, pending_is_digit, last, zero)
    return _tidy(sum(parts) + section)


def _tail(pending: Number, is_digit: bool, last: int, zero: bool) -> Number:
    """What a number after the last multiplier is worth: 一万三 is 13000, 一万零三 is 10003, 3万4000 is 34000."""
    return pending * (last // 10) if is_digit and last >= 10 and not zero else pending


_CHINESE_STYLES = {
    "chinese": ("零一二三四五六七八九", "十百千", "万亿"),
    "financial": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万亿"),
    "traditional": ("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬億"),
}


def format_numeral(number: int, style: NumeralStyle) -> str:
    """Write a whole number in a style that ``parse_numeral`` reads back.

    Args:
        number: From −10¹⁶ + 1 to 10¹⁶ − 1.
        style: ``arabic`` 3500, ``grouped`` 3,500, ``fullwidth`` ３５００, ``chinese`` 三千五百, ``financial`` 叁仟伍佰,
            ``traditional`` 參仟伍佰, ``positional`` 三五〇〇, ``mixed`` 3万5000.

    Raises:
        ValueError: The number is too large, or too small for its style.
    """
    if abs(number) >= 10**16:
        raise ValueError("numbers of 17 digits and more have no written form here")
    if number < 0:
        return ("-" if style in ("arabic", "grouped", "fullwidth") else "负") + format_numeral(-number, style)
    if style == "arabic":
        return str(number)
    if style == "grouped":
        return f"{number:,}"
    if style == "fullwidth":
        return str(number).translate({ord(half): chr(ord(half) + 0xFEE0) for half in "0123456789"})
    if style == "positional":
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if style == "mixed":
        return _mixed(number)
    digits, small, large = _CHINESE_STYLES[style]
    return _spelled(number, digits, small, large)


def _mixed(number: int) -> str:
    yi, rest = divmod(number, 10**8)
    wan, ones = divmod(rest, 10**4)
    # A zero-padded group keeps 3亿0500万 apart from the short form 3亿5 (350000000).
    written = f"{yi}亿" if yi else ""
    written += (f"{wan:04d}万" if yi else f"{wan}万") if wan else ""
    return written + ((f"{ones:04d}" if written else str(ones)) if ones or not written else "")


def _spelled(number: int, digits: str, small: str, large: str) -> str:
    if number == 0:
        return digits[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10**4)
        groups.append(group)
    written = ""
    gap = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group:
            if written and (gap or group < 1000):
                written += digits[0]
            written += _spelled_group(group, digits, small)
            gap = False
        elif written:
            gap = True
        if place == 3 or (place == 1 and group):
            written += large[0] if group else ""
        elif place == 2 and written:
            written += large[1]
            gap = gap and group == 0
    return written


def _spelled_group(group: int, digits: str, small: str) -> str:
    written = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            written += (digits[0] if gap and written else "") + digits[digit] + (small[place - 1] if place else "")
            gap = False
        else:
            gap = True
    return written
