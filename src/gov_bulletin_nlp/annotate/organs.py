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
_INNER = "[mpcPKAIyqniZLlBHNUWRCEeQDobJ]"
_NAME = "myiZqncKpob"
_BARE = r"(?<![gBHWNURCEmyiZqncKpPLlob])"

# A place the table lacks: 清溪市救助管理站.
_STRANGE = r"(?<![gmyiZqncPpKLob])(?:[iZbo]{2,3}|[ynqc])"
_ANCHORED = re.compile(
    rf"(?<!g)(?:[PpK]{{1,4}}A?[Ll]?|A|(?<![iZynbqc])L|{_STRANGE}L|l|J(?=[mpP])|c(?=[SBHR])){_INNER}{{0,10}}(?:[BHWNURCEl]|(?<=[LPpKA])t)"
)
_JOINED = re.compile(r"(?<!g)(?:[PpKA]{1,4}L?|L)m{1,3}u[my]{1,3}[HW]")
_FIXED = re.compile(
    rf"(?:(?<![gmyiZqncPpKLob])(?:[iZb][iZbL]{{1,2}}|[ynqc])(?=S)|[PpKAc]{{0,4}})(?:S(?=S[mH])S|[OSI])(?:{_INNER}{{0,7}}[BHWNURC])?"
)
_UNIT = re.compile(r"(?<![gBm])(?:[LW]t|m{0,2}U(?:m{0,3}[BHWU])?|(?<![PpKAcyiZnm])RB)")
_LONE_POST = re.compile(r"(?<![LPpKAWHNRUycm])t(?=[ZDQnG])")
_NAMED = re.compile(rf"{_BARE}[{_NAME}L][{_NAME}eL]{{0,6}}[NI](?:[mUBHWN]{{0,4}}[UBHWN])?")
_OWN = re.compile(
    rf"(?<![gBHWNURmyiZqncKpPALlob])(?=[moeLCRbqn]{{0,5}}[yiZcKpPGQDIb])[{_NAME}GLICR][{_NAME}eGLICR]{{0,7}}[RCbl](?:m{{0,3}}[WU])?"
)
_FIRM = re.compile(r"(?:[PpK])[^xutTgrvP]{1,7}?R(?![R])")
_LOCAL = re.compile(rf"{_BARE}[yiZqncQb]{{1,4}}[HW]")
_HELD = re.compile(rf"{_BARE}m{{1,4}}[WHB](?=[Tt][ZnDQG])")
_STREET = re.compile(r"(?<![gmyiZqncob])[yiZqncmob]{1,4}E(?:[mZi]{1,5}(?P<site>C))?(?:m{0,4}(?P<body>[WHUBN]))?")
_TOWN = re.compile(r"(?<![gmyiZqncob])[myiZqncob]{1,4}L")
_BRACKETED = re.compile(
    r"[（(][\u4e00-\u9fff]{2,6}[）)][\u4e00-\u9fff]{0,12}?(?:有限责任公司|股份有限公司|有限公司|集团公司|公司)"
    r"(?:[\u4e00-\u9fff]{2,6}分公司)?"
)
_ROAD = re.compile(
    r"[GSXYC]\d{1,4}[\u4e00-\u9fff]{0,4}?(?:高速公路|高速|国道|省道|公路|线)|(?<![\d.])\d{1,3}(?:国道|省道|号线)"
)
_LISTED = re.compile(
    r"、([\u4e00-\u9fff]{2,4}?)(?:等(?:\d+|[一二三四五六七八九十两数多])?|\d+|[一二三四五六七八九十两])个?(?:镇|乡|村|县|区|市|街道|社区|省)"
)
_GENERIC_LIST = re.compile(r"各[级省市县区州旗镇乡街道、（）() ]{0,10}$")
_RANK = {"省": 0, "市": 1, "州": 1, "县": 2, "区": 2, "旗": 2, "盟": 1, "镇": 3, "乡": 3, "街": 3}
_TOTAL = re.compile(r"面积|人口|产值|投资|收入|支出|数|量|额|体|计|共|里程|长|用|装机|规模|部经济|成本|结|分")
_HOSTS = re.compile("(?:联合|再次|成功)?(?:举办|主办|承办|组织|推出|启动|演出|上演)")
_COMMON_WORDS = frozenset("mL")
_AT = frozenset("在到于赴抵")
_POSTS = ("副书记", "副主席", "副主任", "理事长", "书记", "主席", "主任")
_HEAD_WORTH = 3


def find_organs(text: str, words: Words) -> Iterator[Candidate]:
    """Give every candidate the grammar allows; they may overlap."""
    # Inside an organ's name a role (教师发展中心) is a noun; before one it is somebody. The dictionary's places are
    # proper nouns in both.
    parts, bounds, strict = words.parts.translate(_AS_NOUNS), words.bounds, words.parts.translate(_AS_PROPER)
    for found in _ANCHORED.finditer(parts):
        yield from _anchored(text, parts, bounds, found.start(), found.end())
    for found in _JOINED.finditer(parts):
        # 市水利和湖泊局 is one organ, 市教育局和县农业局 are two: the last word says which.
        last = found.end() - 1
        joint = bounds[found.start() + found.group().index("u")]
        bare = bounds[last + 1] - bounds[last] == 1 or text.startswith("中心", bounds[last])
        generic = parts[found.start()] == "L" and _in_generic_list(text, bounds[found.start()])
        if text[joint] == "和" and bare and not generic:
            yield Candidate(bounds[found.start()], bounds[last + 1], "ORG", 0.85, "anchored")
    yield from _fixed(text, parts, bounds)
    yield from _units(text, parts, bounds)
    for found in _NAMED.finditer(parts):
        proper = any(letter in "yiZqncKpP" for letter in found.group())
        yield Candidate(bounds[found.start()], bounds[found.end()], "ORG", 0.65 if proper else 0.6, "named")
    for found in _OWN.finditer(strict):
        last = found.end() - 1
        site = parts[last] in "Cb" and not _acts(words.parts, last + 1)
        if parts[last] == "b" and bounds[last + 1] - bounds[found.start()] < 3:
            continue
        yield Candidate(bounds[found.start()], bounds[last + 1], "LOC" if site else "ORG", 0.6, "own")
    for found in _FIRM.finditer(strict):
        start, end = bounds[found.start()], bounds[found.end()]
        if text.endswith("公司", start, end) and end - bounds[found.end() - 1] > _HEAD_WORTH:
            yield Candidate(start, end, "ORG", 0.7, "firm")
    for found in _LOCAL.finditer(strict):
        last = found.end() - 1
        if bounds[last + 1] - bounds[last] >= (2 if parts[last] == "H" else _HEAD_WORTH):
            yield Candidate(bounds[found.start()], bounds[last + 1], "ORG", 0.6, "local")
    yield from _grounds(text, strict, words)


_AS_NOUNS = str.maketrans("rXY", "myy")
_AS_PROPER = str.maketrans("XY", "yy")


def _fixed(text: str, parts: str, bounds: list[int]) -> Iterator[Candidate]:
    """Give the names that need nothing before them, with their units."""
    for found in _FIXED.finditer(parts):
        first, last = found.span()
        start, end = bounds[first], bounds[last]
        opening = parts[first]
        if opening == "S" and _in_generic_list(text, start):
            continue
        if text[end - 1] == "总" and _TOTAL.match(text, end):
            continue
        if opening == "O" and last - first == 1 and end - start == 2 and parts[last : last + 1] in ("b", "i", "E"):
            continue
        yield Candidate(start, end, "LOC" if parts[last - 1] == "C" else "ORG", 0.9, "organ")


def _units(text: str, parts: str, bounds: list[int]) -> Iterator[Candidate]:
    """Give units, and the bodies that posts name: 校党委书记, 团委书记."""
    for found in _UNIT.finditer(parts):
        start, end = bounds[found.start()], bounds[found.end()]
        if parts[found.end() - 1] == "t":
            if parts[found.start()] == "W" and text[start:end][:1] not in "院矿厂":
                continue
            end = _body_of(text, end)
        yield Candidate(start, end, "ORG", 0.7, "unit")
    for found in _LONE_POST.finditer(parts):
        start = bounds[found.start()]
        if not text.startswith("党委", start):
            yield Candidate(start, _body_of(text, bounds[found.end()]), "ORG", 0.6, "unit")
    for found in _HELD.finditer(parts):
        last = found.end() - 1
        if bounds[last + 1] - bounds[last] > 1:
            yield Candidate(bounds[found.start()], bounds[last + 1], "ORG", 0.6, "held")


def _grounds(text: str, parts: str, words: Words) -> Iterator[Candidate]:
    """Give streets, villages, townships the table lacks, roads, firms with a place in brackets, lists of places."""
    bounds = words.bounds
    for found in _STREET.finditer(parts):
        start, end = bounds[found.start()], bounds[found.end()]
        seat = bounds[found.start() + found.group().index("E") + 1]
        if found["site"] and text[seat - 1] not in "街路巷":
            end = seat
        if found["body"] is None and _COMMON_WORDS.issuperset(found.group().partition("E")[0]):
            continue
        if end - start > 2:
            yield Candidate(start, end, "ORG" if found["body"] else "LOC", 0.6, "street")
    for found in _TOWN.finditer(parts):
        start, end = bounds[found.start()], bounds[found.end()]
        town = text.endswith(("镇", "乡", "自治县", "街道"), start, end) and end - start > 2
        if town and not _COMMON_WORDS.issuperset(found.group()):
            yield Candidate(start, end, "LOC", 0.6, "town")
    for found in _ROAD.finditer(text):
        yield Candidate(found.start(), found.end(), "LOC", 0.65, "road")
    if "公司" in text and ("（" in text or "(" in text):
        for found in _BRACKETED.finditer(text):
            start = _name_start(words, found.start(), "PpcKyXYiZqncobmwRCWN")
            if found.start() - start >= 2:
                yield Candidate(start, found.end(), "ORG", 0.75, "firm")
    yield from _listed(text, words)


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


def _name_start(words: Words, end: int, letters: str = "PpcKyXYiZqncobmw") -> int:
    """Go back from a name's end over words that names are made of."""
    at = bisect_left(words.bounds, end)
    if words.bounds[at] != end:
        return end
    while at and words.parts[at - 1] in letters and end - words.bounds[at - 1] <= 8:
        at -= 1
    return words.bounds[at]


def _in_generic_list(text: str, start: int) -> bool:
    """Say whether a level letter goes on a list of all of a kind: 各市、县教育局, 各县（市、区）总工会, 市、州人大."""
    if text[start - 1 : start] == "、" and text[start] in _RANK:
        # 市、州人大: the letter before stands alone, too.
        before = _RANK.get(text[start - 2 : start - 1], 9)
        if before <= _RANK[text[start]] and not "\u4e00" <= text[max(0, start - 3) : start - 2] <= "\u9fff":
            return True
    found = _GENERIC_LIST.search(text, max(0, start - 12), start)
    if found is None:
        return False
    # A list goes down the levels; 各县（市）区、市医药高新区 starts anew.
    listed = [_RANK[letter] for letter in found.group() if letter in _RANK]
    return not listed or text[start] not in _RANK or _RANK[text[start]] >= listed[-1]


def _acts(parts: str, after: int) -> bool:
    """Say whether a site is spoken of as a body: a post follows it."""
    return after < len(parts) and parts[after] in "Tt"


def _body_of(text: str, end: int) -> int:
    """Cut the post off a body that is written together with it: 校党委书记 → 校党委."""
    for post in _POSTS:
        if text.endswith(post, 0, end):
            return end - len(post)
    return end


_OPEN_PLACES = re.compile(r"(?:[PK]|p(?=[PA]))*A?")


def _anchored(text: str, parts: str, bounds: list[int], first: int, last: int) -> Iterator[Candidate]:
    """Judge a name that opens with a place or a level."""
    if parts[first] == "L" and _in_generic_list(text, bounds[first]):
        return
    inner = parts[first:last]
    while inner.startswith("PP") and _RANK[text[bounds[first + 1] - 1]] > _RANK[text[bounds[first + 2] - 1]]:
        # 高明区佛山市技师学院: the second place is above the first and opens a name of its own.
        first, inner = first + 1, inner[1:]
    start, end = bounds[first], bounds[last]
    head = inner[-1]
    if head == "t":
        if inner[-2:-1] != "L" and text[bounds[last - 1]] in "党纪":
            return
        end = _body_of(text, end)
    elif len(inner) > 1 and inner[-2] == "e" and end - bounds[last - 1] == 1:
        return
    if inner in ("LE", "JE", "Ll", "lN", "lR", "lC", "lE") or (inner[0] == "L" and text[start - 1 : start] == "个"):
        return
    opening = _OPEN_PLACES.match(inner)
    places = opening.end() if opening else 0
    if 0 < places < len(inner) - 1 and (
        head == "E" or (head in "NRC" and "A" in inner[:places]) or (head == "C" and inner[places] in "iZybqn")
    ):
        # A street, village or hotel, a school after its township, a museum of its own name: apart from the places.
        middle = inner.rfind("L", places, len(inner) - 1)
        if head == "E" and middle > places and text[bounds[first + middle + 1] - 1] in "镇乡道":
            yield Candidate(bounds[first + places], bounds[first + middle + 1], "LOC", 0.8, "site")
            places = middle + 1
        yield Candidate(bounds[first + places], end, "LOC", 0.8, "site")
        return
    if head == "C" and "A" in inner[:places] and not set("yiZqnKpPb") & set(inner[places:]):
        # 东路镇蔬菜基地 is any such base there; the township is the name.
        return
    hosts = _HOSTS.match(text, end) is not None and text[start - 1 : start] not in _AT
    site = head == "E" or (head == "C" and not hosts and not _acts(parts, last))
    yield Candidate(start, end, "LOC" if site else "ORG", 0.85, "anchored")
