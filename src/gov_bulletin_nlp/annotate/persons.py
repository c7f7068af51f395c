"""Persons found by surname and what stands around the name: posts, forms of address, lists, verbs of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gov_bulletin_nlp.annotate.name_words import Words, tables
from gov_bulletin_nlp.annotate.organs import Candidate

# Letters of name_words: Z surname, D double surname, i b o w single characters (w mostly words of their own), q n c
# two-character words, Q a dictionary's full name, G names without a surname.
_OPENING = re.compile("[ZnDQG]")
_FULL = re.compile(
    r"Z[Zibo]{2}|Z[Zibo]w(?=[xTt])|Zw[Zibo](?=[xTtvVwhu])|Z[Zibo]|Zw(?=[xTt])|Z[qnc]|n[Zi]?"
    r"|D[Zibo]w(?=[xTt])|D[Zibo]{1,2}|D[qnc]|Q|G{1,4}"
)
_LONG = re.compile(r"Z[Zibo]{2}|Zw[Zi]|D[Zibo]{1,2}|D[qnc]|Q|GG{1,3}")
_COMMON_GIVEN = re.compile(r"Z[mpyKhc]")
_DOT = re.compile("[·•・]")

_POST, _BREAK, _ENDS = frozenset("Tt"), frozenset("x"), frozenset("xvTtVwhu")
_OUTER = frozenset("NHBUWRSIl")
_INSIDE = frozenset("ZiycqnmDGob")


def find_persons(text: str, words: Words) -> Iterator[Candidate]:
    """Give every stretch that reads as a person's full name."""
    parts, bounds = words.parts, words.bounds
    last_sure = -1
    frequent = tables().frequent
    size = len(parts)
    for opening in _OPENING.finditer(parts):
        first = opening.start()
        before = parts[first - 1] if first else "x"
        after_comma = first > 0 and text[bounds[first] - 1] == "、"
        found = _FULL.match(parts, first)
        score, end = 0.0, first
        if found is not None:
            end = found.end()
            after = parts[end] if end < size else "x"
            usual = text[bounds[first]] in frequent
            if before in _POST:
                score = 0.85
            elif after in _POST and before not in _INSIDE:
                score = 0.8
            elif after_comma and bounds[first] - 1 == last_sure and after in _ENDS:
                score = 0.75
            elif _LONG.fullmatch(parts, first, end) is not None and usual:
                if after in _POST:
                    score = 0.75
                elif before in _BREAK and after in _ENDS:
                    score = 0.7
                elif before in _OUTER and after in _ENDS:
                    score = 0.6
            elif usual and before in _BREAK and after == "V":
                score = 0.7
            elif usual and before in _OUTER and after == "x" and text[bounds[end] : bounds[end] + 1] == "、":
                score = 0.6
        if not score and (found := _COMMON_GIVEN.match(parts, first)) is not None:
            end = found.end()
            after = parts[end] if end < size else "x"
            three = bounds[end] - bounds[first] == 3
            if three and ((before in _POST and after in "xvTtVwu") or (after in _POST and before not in _INSIDE)):
                score = 0.75
        if score:
            last_sure = bounds[end]
            yield Candidate(bounds[first], bounds[end], "PER", score, "person")
    if "·" in text or "•" in text or "・" in text:
        yield from _dotted(text)


def _dotted(text: str) -> Iterator[Candidate]:
    """Give names with dots, as far as the characters that foreign names are written with go on either side."""
    sounds = tables().sounds
    reached = 0
    for dot in _DOT.finditer(text):
        middle = dot.start()
        if middle < reached:
            continue
        left, right = middle, middle + 1
        while left > reached and text[left - 1] in sounds:
            left -= 1
        while right < len(text) and (text[right] in sounds or text[right] in "·•・"):
            right += 1
        reached = right
        if middle - left >= 2 and right - middle > 2:
            yield Candidate(left, right, "PER", 0.8, "person-dotted")
