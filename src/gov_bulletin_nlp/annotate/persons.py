"""Persons found by surname and what stands around the name: posts, forms of address, lists, verbs of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gov_bulletin_nlp.annotate.name_words import Words, tables
from gov_bulletin_nlp.annotate.organs import Candidate

# Letters of name_words: Z surname, D double surname, i b o w single characters (w mostly words of their own), q n c
# two-character words, Q a dictionary's full name, G names without a surname.
_OPENING = re.compile("[ZnDQYG]")
_FULL = re.compile(
    r"Z[Zibo]{2}|Z[Zibo]w(?=[xTtu]|$)|Zw[Zibo](?=[xTtvVwhu]|$)|Z[Zibo]|Zw(?=[xTtu]|$)|Z[qnc]|n[Zi]?"
    r"|D[Zibo]w(?=[xTtu]|$)|D[Zibo]{1,2}|D[qncmpyhK]|[QY]|GG{0,3}"
)
_LONG = re.compile(r"Z[Zibo]{2}|Zw[Zi]|D[Zibo]{1,2}|D[qncmpyhK]|[QY]|GG{1,3}")
_COMMON_GIVEN = re.compile(r"Z[mpyKhcX]")
_DOT = re.compile("[·•・]")

_AFTER_POST = re.compile(r"(?<=[Ttr])[iouwvEbmyhc](?=[ZibomqncpyhK])")
_RARE = re.compile(r"[Zibo]{1,2}|[qncmpyKh]")

_POST, _BREAK, _ENDS = frozenset("Tt"), frozenset("x"), frozenset("xvTtVwhu")
_OUTER = frozenset("NHBUWRSIl")
_INSIDE = frozenset("ZiycqnmDGob")
_APPOINTED = frozenset(("为", "的", "任"))


def find_persons(text: str, words: Words) -> Iterator[Candidate]:
    """Give every stretch that reads as a person's full name."""
    parts, bounds = words.parts, words.bounds
    last_sure = -1
    known = tables()
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
            usual = text[bounds[first]] in known.frequent
            long = _LONG.fullmatch(parts, first, end) is not None
            if before in _POST:
                score = 0.85
            elif before == "r" and (
                (usual and (long or after in _ENDS))
                or (long and after in "xV" and text[bounds[first]] not in known.wordlike)
            ):
                score = 0.75
            elif after in _POST and before not in _INSIDE:
                score = 0.8
            elif after_comma and bounds[first] - 1 == last_sure and after in _ENDS:
                score = 0.75
            elif parts[first] == "D" and before not in _INSIDE:
                score = 0.65
            elif long and parts[first] == "Z" and before == "v" and text[bounds[end] : bounds[end] + 1] in _APPOINTED:
                score = 0.6
            elif long and after == "r" and before not in _INSIDE:
                score = 0.65
            elif long and usual:
                if after in _POST:
                    score = 0.75
                elif before in _BREAK and after in _ENDS:
                    score = 0.7
                elif (before in _OUTER or before in "uv") and (after in _ENDS and (before in _OUTER or after in "xV")):
                    score = 0.6
            elif usual and before in _BREAK and after == "V":
                score = 0.7
            elif usual and before in _OUTER and after == "x" and text[bounds[end] : bounds[end] + 1] == "、":
                score = 0.6
        if not score and (found := _COMMON_GIVEN.match(parts, first)) is not None:
            end = found.end()
            after = parts[end] if end < size else "x"
            three = bounds[end] - bounds[first] == 3
            if three and (
                (before in _POST and (after in "xvTtVwu" or text[bounds[first]] not in known.wordlike))
                or (before == "r" and (after in "xV" or text[bounds[first]] not in known.wordlike))
                or (after in "Ttr" and before not in _INSIDE)
            ):
                score = 0.75
        if score:
            last_sure = bounds[end]
            yield Candidate(bounds[first], bounds[end], "PER", score, "person")
    yield from _rare(text, words)
    if "·" in text or "•" in text or "・" in text:
        yield from _dotted(text)


def _rare(text: str, words: Words) -> Iterator[Candidate]:
    """Give names after a post whose surname is a word of its own (于, 应, 税) or lies inside one (吴国|松)."""
    parts, bounds = words.parts, words.bounds
    surnames = tables().surnames
    for opening in _AFTER_POST.finditer(parts):
        first = opening.start()
        start = bounds[first]
        known = text[start] in surnames
        found = _RARE.match(parts, first + 1)
        if found is None:
            continue
        end = bounds[found.end()]
        after = parts[found.end()] if found.end() < len(parts) else "x"
        single = bounds[first + 1] - start == 1
        if after not in "xvVTt" or not 2 <= end - start <= 3 or (parts[first] in "myhc" and single):
            continue
        if not single and (not known or found.group()[0] not in "Zibo" or bounds[first + 1] - start != 2):
            continue
        if single and not known and (parts[first] != "i" or end - start != 3 or parts[first - 1] == "r"):
            continue
        yield Candidate(start, end, "PER", 0.65 if known else 0.6, "person-rare")


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
