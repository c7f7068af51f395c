"""Every written number of a text, whatever it means: what the reader of one number finds when it is let loose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gov_bulletin_nlp.numerals import ARABIC, CHINESE, MULTIPLIERS, NUMERAL, Numeral, read_numeral

_LARGER = frozenset(MULTIPLIERS) - frozenset("十拾")
_SIGNS = r"负負－−\-"
_FINDER = re.compile(
    rf"(?P<sign>(?<![{_SIGNS}{ARABIC}])[{_SIGNS}]|零下(?=[{ARABIC}{CHINESE}]))?"
    rf"(?P<number>{NUMERAL}|(?<![{ARABIC}.．])[.．][{ARABIC}]+|半百)"
)
_NEXT = re.compile(NUMERAL)
_ADVERB = re.compile(r"[切些般样直起定致旦向律概贯]")
_ARABIC_FRACTION = re.compile(rf"(?: ([{ARABIC}]{{1,9}}))?[/／]([{ARABIC}]{{1,9}})(?![{ARABIC}/／])")
_OVER = re.compile(r"[分份]之?")
_OPEN_PERCENT = frozenset("百佰千仟万萬")
_SPACE = re.compile(
    rf"(?<=[{CHINESE}])\s+(?=[{MULTIPLIERS}余餘多几幾分点點又]|份)|(?<=[{MULTIPLIERS}点點分之又])\s+(?=[{CHINESE}之])|(?<=[{MULTIPLIERS}])\s+(?=[{ARABIC}])|(?<=[{ARABIC}])\s+(?=[{MULTIPLIERS}分])|(?<=[余餘多几幾])\s+(?=[{MULTIPLIERS}])|(?<=[负負])\s+(?=[{ARABIC}{CHINESE}])"
)


def find_numbers(text: str) -> list[Numeral]:
    """All written numbers of a text in order, whatever they mean: years, ordinals and codes too.

    Letter-spaced numerals (三千 八百) and fractions (三又二分之一, 3/5) are one number. Of 百分之五 the number is 5.
    """
    return list(_iterate(text))


def _iterate(text: str) -> Iterator[Numeral]:
    closed, places = _closed_up(text)
    position = 0
    while match := _FINDER.search(closed, position):
        start = match.start()
        if match["number"] == "一" and _ADVERB.match(closed, match.end()):
            position = match.end()
            continue
        numeral, stop = _longest(closed, match.start("number"), match.end("number"))
        over = _OVER.match(closed, stop) if stop == match.end() else None
        if (
            match["number"][0] in _OPEN_PERCENT
            and over
            and len(match["number"]) == 1
            and _NEXT.match(closed, over.end())
        ):
            position = over.end()  # 百分之五: the number is 5
            continue
        if numeral is not None:
            numeral, stop = _with_fraction(closed, match.start("number"), numeral, stop)
            if match["sign"]:
                numeral = _negative(numeral)
            yield Numeral(numeral.value, numeral.upper, numeral.qualifier, places[start], places[stop - 1] + 1)
        position = stop


def _negative(numeral: Numeral) -> Numeral:
    if numeral.upper is not None:
        return Numeral(-numeral.upper, -numeral.value, numeral.qualifier)
    return Numeral(-numeral.value, None, numeral.qualifier)


def _with_fraction(text: str, start: int, numeral: Numeral, stop: int) -> tuple[Numeral, int]:
    """The number with what makes it a fraction: 三分之一, 三又二分之一, 3/5, 1 4/3."""
    slash = _ARABIC_FRACTION.match(text, stop)
    if slash:
        part = read_numeral(f"{slash[1]}/{slash[2]}" if slash[1] else f"{text[start:stop]}/{slash[2]}")
        if part is None:
            return numeral, stop
        return (Numeral(numeral.value + part.value) if slash[1] else part), slash.end()
    position = stop
    if text.startswith("又", position):
        under = _NEXT.match(text, position + 1)
        if under is None:
            return numeral, stop
        position = under.end()
    link = _OVER.match(text, position)
    if link is None or (link[0][-1] != "之" and position == stop):
        return numeral, stop
    over = _NEXT.match(text, link.end() + text.startswith(("负", "負"), link.end()))
    whole = read_numeral(text[start : over.end()]) if over else None
    return (whole, over.end()) if over and whole else (numeral, stop)


def _closed_up(text: str) -> tuple[str, list[int] | range]:
    """The text without the spaces inside numbers, and where each of its characters stood."""
    kept: list[int] = []
    last = 0
    for match in _SPACE.finditer(text):
        kept.extend(range(last, match.start()))
        last = match.end()
    if not last:
        return text, range(len(text))
    kept.extend(range(last, len(text)))
    return "".join(text[place] for place in kept), kept


def _longest(text: str, start: int, end: int) -> tuple[Numeral | None, int]:
    """The longest stretch from ``start`` that is a number: of 五十千 that is 五十."""
    written = text[start:end]
    if written == "半百":
        return Numeral(50), end
    if written[0] in ".．":
        return read_numeral("0" + written), end
    if all(char in _LARGER for char in written):
        return None, end
    for stop in range(end, max(start, end - 4), -1):
        numeral = read_numeral(text[start:stop])
        if numeral is not None:
            return numeral, stop
    return None, end
