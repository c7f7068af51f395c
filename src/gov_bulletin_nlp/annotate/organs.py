"""Organisations and sites found by the grammar of their names: place or level, what they are for, head, sub-unit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from gov_bulletin_nlp.annotate.name_words import Words
from gov_bulletin_nlp.document import EntityLabel


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a name, with how sure its source is."""

    start: int
    end: int
    label: EntityLabel
    score: float
    source: str


# The letters are those of name_words.LETTERS. Heads stand among the inner words, because a unit follows its organ.
_INNER = "[mpcPKAIyqniZLlBHNUWRCEeQDob]"
_PROPER = "[yiZqncKpPeGQDIb]"

_ANCHORED = re.compile(rf"(?<!g)(?:[PpK]+A?[Ll]?|A|(?<![iZynb])L|l|c(?=[SBH])){_INNER}{{0,10}}(?:[BHWNURCEl]|(?<=[LPpK])t)")
_FIXED = re.compile(rf"[PpKA]*[OSI](?:{_INNER}{{0,7}}[BHWNUC])?")
_UNIT = re.compile(r"(?<![gBm])(?:Lt|m{0,2}U(?:m{0,3}[BHWU])?)")
_NAMED = re.compile(r"(?<![gBHWNURCEmyiZqncKpPLlo])[myiZqncKpPLo][myiZqncKpPeLo]{0,6}[NI](?:[mUBHWN]{0,4}[UBHWN])?")
_OWN = re.compile(rf"(?<![gBHWNURmyiZqncKpPALlob])(?=[moeLCRb]{{0,5}}{_PROPER})[myiZqncKpPeGLoIbCR]{{1,8}}[RCbl](?:m{{0,3}}[WU])?")
_HELD = re.compile(r"(?<![gBHWNURCEmyiZqncKpPLlob])m{1,4}[WHB](?=[Tt][ZnDQG])")
_STREET = re.compile(r"(?<![gmyiZqncob])[yiZqncmob]{1,4}E(?:[mZi]{1,5}(?P<site>C))?(?:m{0,4}(?P<body>[WHUBN]))?")
_TOWN = re.compile(r"(?<![gmyiZqncob])[yiZqncob]{1,3}L")
_LISTED = re.compile(
    r"、([\u4e00-\u9fff]{2,4}?)(?:等(?:\d+|[一二三四五六七八九十两数多])?|\d+|[一二三四五六七八九十两])个?(?:镇|乡|村|县|区|市|街道|社区|省)"
)
_GENERIC_LIST = re.compile(r"各[级省市县区州旗镇乡街道、（）() ]{0,10}$")
_RANK = {"省": 0, "市": 1, "州": 1, "县": 2, "区": 2, "旗": 2, "镇": 3, "乡": 3, "街": 3}
_TOTAL = re.compile(r"面积|人口|产值|投资|收入|支出|数|量|额|体|计|共|里程|长|用|装机|规模|部经济|成本|结|分")


def find_organs(text: str, words: Words) -> Iterator[Candidate]:
    """Give every candidate the grammar allows; they may overlap."""
    parts, bounds = words.parts, words.bounds
    for found in _ANCHORED.finditer(parts):
        yield from _anchored(text, parts, bounds, found.start(), found.end())
    for found in _FIXED.finditer(parts):
        first, last = found.span()
        start, end = bounds[first], bounds[last]
        if parts[first] == "S" and _in_generic_list(text, start):
            continue
        if text[end - 1] == "总" and _TOTAL.match(text, end):
            continue
        yield Candidate(start, end, "LOC" if parts[last - 1] == "C" else "ORG", 0.9, "organ")
    for found in _UNIT.finditer(parts):
        start, end = bounds[found.start()], bounds[found.end()]
        if parts[found.end() - 1] == "t":
            end = _body_of(text, start, end)
        yield Candidate(start, end, "ORG", 0.7, "unit")
    for found in _NAMED.finditer(parts):
        proper = any(letter in "yiZqcKpP" for letter in found.group())
        yield Candidate(bounds[found.start()], bounds[found.end()], "ORG", 0.65 if proper else 0.6, "named")
    for found in _OWN.finditer(parts):
        last = found.end() - 1
        site = parts[last] in "Cb" and not _acts(parts, last + 1)
        if parts[last] == "b" and bounds[last + 1] - bounds[found.start()] < 3:
            continue
        yield Candidate(bounds[found.start()], bounds[last + 1], "LOC" if site else "ORG", 0.6, "own")
    yield from _listed(text, words)
    for found in _HELD.finditer(parts):
        last = found.end() - 1
        if bounds[last + 1] - bounds[last] > 1:
            yield Candidate(bounds[found.start()], bounds[last + 1], "ORG", 0.6, "held")
    for found in _STREET.finditer(parts):
        start, end = bounds[found.start()], bounds[found.end()]
        seat = bounds[found.start() + found.group().index("E") + 1]
        if found["site"] and text[seat - 1] not in "街路巷":
            end = seat
        if found["body"] is None and found["site"] is None and not set("yiZqncob") & set(found.group()):
            continue
        yield Candidate(start, end, "ORG" if found["body"] else "LOC", 0.6, "street")
    for found in _TOWN.finditer(parts):
        start, end = bounds[found.start()], bounds[found.end()]
        if text[end - 1] in "镇乡" and end - start > 2:
            yield Candidate(start, end, "LOC", 0.6, "town")


def _listed(text: str, words: Words) -> Iterator[Candidate]:
    """Give the places of a list with one head for all: 五华、丰顺两县; 罗店、大场等镇."""
    for found in _LISTED.finditer(text):
        end = found.end(1)
        while True:
            start = _name_start(words, end)
            if not 2 <= end - start <= 4:
                break
            yield Candidate(start, end, "LOC", 0.65, "list")
            if not start or text[start - 1] != "、":
                break
            end = start - 1


def _name_start(words: Words, end: int) -> int:
    """Go back from a name's end over words that names are made of."""
    at = bisect_left(words.bounds, end)
    if words.bounds[at] != end:
        return end
    while at and words.parts[at - 1] in "PpcKyiZqncobm":
        at -= 1
    return words.bounds[at]


def _in_generic_list(text: str, start: int) -> bool:
    """Say whether a level letter goes on a list of all of a kind: 各市、县教育局, 各县（市、区）总工会."""
    found = _GENERIC_LIST.search(text, max(0, start - 12), start)
    if found is None:
        return False
    # A list goes down the levels; 各县（市）区、市医药高新区 starts anew.
    listed = [_RANK[letter] for letter in found.group() if letter in _RANK]
    return not listed or text[start] not in _RANK or _RANK[text[start]] >= listed[-1]


def _acts(parts: str, after: int) -> bool:
    """Say whether a site is spoken of as a body: a post follows it."""
    return after < len(parts) and parts[after] in "Tt"


def _body_of(text: str, start: int, end: int) -> int:
    """Cut the post off a body that is written together with it: 校党委书记 → 校党委."""
    for length in (3, 2):
        stem = text[start : end - length]
        if text[end - length : end] in ("副书记", "副主席", "副主任", "理事长", "书记", "主席", "主任"):
            return start + len(stem)
    return end


def _anchored(text: str, parts: str, bounds: list[int], first: int, last: int) -> Iterator[Candidate]:
    """Judge a name that opens with a place or a level."""
    start, end = bounds[first], bounds[last]
    if parts[first] == "L" and _in_generic_list(text, start):
        return
    head = parts[last - 1]
    if head == "t":
        if parts[last - 2] != "L" and text[bounds[last - 1]] in "党纪":
            return
        end = _body_of(text, start, end)
    inner = parts[first:last]
    if head in "EC" or (head in "NR" and "A" in inner):
        # A street, village, hotel or school after its township is named apart from the places before it.
        places = len(inner) - len(inner.lstrip("PpKA"))
        if (head == "E" or "A" in inner[:places]) and places < len(inner) - 1:
            yield Candidate(bounds[first + places], end, "LOC", 0.8, "site")
            return
    label: EntityLabel = "LOC" if head in "EC" and not _acts(parts, last) else "ORG"
    yield Candidate(start, end, label, 0.85, "anchored")
