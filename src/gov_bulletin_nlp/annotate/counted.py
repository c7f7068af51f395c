"""What a quantity counts: the nearest noun phrase behind or before it, from parts of speech.

``120份慰问品`` and ``慰问品120份`` both count 慰问品. The phrase behind the unit wins where there is one;
what has none on either side may go on counting what the number before it did (``到位金额41.7亿元，同比上升15.9%``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from gov_bulletin_nlp.annotate.quantity_tables import read_toml
from gov_bulletin_nlp.document import Quantity
from gov_bulletin_nlp.words import is_known, tag

_Word = tuple[str, str]

_BEHIND = 18
_BEFORE = 30
_STOP = re.compile(r"[，。；：！？、,;:!?\n（）()【】　]")
_MARKS = frozenset("，。；！？,;!?\n、　")
_NOMINAL = frozenset(
    {
        "n",
        "nr",
        "ns",
        "nt",
        "nz",
        "vn",
        "an",
        "b",
        "j",
        "l",
        "i",
        "nrt",
        "nrfg",
        "ng",
        "eng",
        "a",
        "z",
        "vg",
        "s",
        "k",
        "g",
        "zg",
    }
)
_SKIPPED = frozenset({"d", "uz", "ul", "ad", "t"})
_PERSONAL = frozenset({"人", "人次", "岁", "周岁"})
_EVENTS = frozenset({"次", "场", "场次", "期", "轮", "轮次", "批次", "人次", "车次", "例", "回", "趟", "遍"})
_CHANGING = frozenset({"percent", "percentage_point", "fraction", "multiple"})
_LOCAL = frozenset(
    [
        "中",
        "内",
        "里",
        "上",
        "下",
        "前",
        "后",
        "间",
        "外",
        "等",
        "旁",
        "边",
        "时",
        "左右",
        "以上",
        "以下",
        "以内",
        "多",
        "余",
        "来",
        "处",
    ]
)
_SPAN_NOUN = re.compile(r"(?:期|时|时间|时长|历时|用时|周期|寿命|年限|工龄|行程)$")
# The dictionary takes 考生, 选手 and words that it does not know for verbs.
_NOUN_ENDING = frozenset(
    "生手员者师物品车机店费款金额率量数值价证卡单表册图器具械材料药粮菜苗桥楼镇县灯牌箱服装衣鞋帽被奶肉户桶板屏"
)
_NUMERAL_START = frozenset("零〇一二两三四五六七八九十百千万亿半几数多")
_LABEL_NOUN = re.compile(r"[费用额率量数值价积本款长度]$|(?:时间|时长|期限|人员|总数|占比|比例|户数|人数)$")
_LABEL_ENDS = frozenset("率量额数价值费")
_WHOLE = frozenset(["总投资", "总长", "全长", "总面积", "总产值", "总造价", "月薪", "年产值"])
_LEFTOVER = re.compile(r"(?<=..)[达達高低为仅]$")
_SENTENCE = re.compile(r"[。！？\n]")


@dataclass(frozen=True, slots=True)
class _Words:
    actions: frozenset[str]
    soft: frozenset[str]
    between: frozenset[str]
    openers: frozenset[str]
    persons: frozenset[str]
    bodies: frozenset[str]
    tail: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    lists = {name: frozenset(text.split()) for name, text in read_toml("quantities.toml")["counted"].items()}
    return _Words(**lists)


def add_counted(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The same quantities with ``counted`` filled in where the text names it."""
    pieces: list[str] = []
    for place, quantity in enumerate(quantities):
        floor = quantities[place - 1].end if place else 0
        ceiling = quantities[place + 1].start if place + 1 < len(quantities) else len(text)
        right = min(quantity.end + _BEHIND, ceiling)
        stop = _STOP.search(text, quantity.end, right)
        pieces.append(text[_clause_start(text, quantity.start, floor) : quantity.start].replace("\n", " "))
        pieces.append(text[quantity.end : stop.start() if stop else right])
    lines = _tagged_lines(pieces)
    lists = _words()
    found: list[Quantity] = []
    for place, quantity in enumerate(quantities):
        left, behind = lines[2 * place], lines[2 * place + 1]
        counted = _behind(text, quantity, behind, lists)
        if counted is None:
            counted, open_clause = _ahead(text, quantity, left, lists)
            if counted is None and found:
                counted = _carried(text, found[-1], quantity, open_clause)
        found.append(replace(quantity, counted=counted) if counted else quantity)
    return found


def _clause_start(text: str, start: int, floor: int) -> int:
    """Where the words before a number begin to matter: after the last mark, but over a bracket (西文图书（含俄文）)."""
    low = max(floor, start - _BEFORE)
    left = start
    depth = 0
    while left > low:
        char = text[left - 1]
        if char in "）)":
            depth += 1
        elif char in "（(":
            if not depth:
                break
            depth -= 1
        elif not depth and char in _MARKS:
            break
        left -= 1
    return left


def _corrected(word: str, pos: str) -> str:
    """The part of speech, where the dictionary's own is a likely mistake."""
    if pos == "v" and len(word) > 1 and (word[-1] in _NOUN_ENDING or not is_known(word)):
        return "n"
    if pos == "m" and word[0] not in _NUMERAL_START and not word[0].isdigit():
        return "n"  # 大米
    return pos


def _tagged_lines(pieces: list[str]) -> list[list[_Word]]:
    """All pieces tagged in one call, since a call costs more than the words in it."""
    lines: list[list[_Word]] = [[]]
    for word, pos in tag("\n".join(pieces)):
        if "\n" in word:
            lines.extend([] for _ in range(word.count("\n")))
        else:
            lines[-1].append((word, _corrected(word, pos)))
    return lines


def _behind(text: str, quantity: Quantity, words: list[_Word], lists: _Words) -> str | None:
    end = quantity.end
    if quantity.kind in ("percent", "percentage_point", "multiple") and not text.startswith("的", end):
        return None
    if end < len(text) and text[end] in "“《" and quantity.kind == "count":
        close = text.find("”" if text[end] == "“" else "》", end, end + 24)
        if close > 0:
            return text[end : close + 1] if text[end] == "“" else text[end + 1 : close]
    if quantity.unit in _PERSONAL and quantity.kind != "age":
        return None
    taken: list[str] = []
    for place, (word, pos) in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ("", "")
        if not taken and (word == " " or (word == "的" and quantity.kind != "duration")):
            continue
        if word in _LOCAL or word in lists.tail or (word in lists.actions and word not in lists.persons):
            break
        noun_follows = following[1] in _NOMINAL and following[0] not in lists.actions and following[0] not in _LOCAL
        if word in lists.soft or pos in ("v", "vn", "vd"):
            event = quantity.unit in _EVENTS
            if not (noun_follows or event) or (not taken and quantity.kind != "count"):
                break
        elif pos not in _NOMINAL:
            break
        taken.append(word)
        if _ends_phrase(word, following, lists):
            break
    counted = "".join(taken)
    if len(counted) > 1 and counted[-1] == "内":
        counted = counted[:-1]
    if not counted and quantity.kind == "count" and 0 < len(words) <= 2 and _is_rest(text, quantity, words, lists):
        return "".join(word for word, _ in words)
    if (
        quantity.kind in ("duration", "age", "measure", "money")
        and len(taken) == 1
        and words[0][1] not in ("n", "nz", "l")
    ):
        return None
    return counted or None


def _is_rest(text: str, quantity: Quantity, words: list[_Word], lists: _Words) -> bool:
    """8张分图，: a word that the tagger takes for a verb, alone before the next mark, is what is counted."""
    rest = "".join(word for word, _ in words)
    end = quantity.end + len(rest)
    alone = end >= len(text) or text[end] in _MARKS
    return (
        alone
        and 2 <= len(rest) <= 4
        and not any(w in lists.actions or w in _LOCAL or p in ("d", "p", "u", "c") for w, p in words)
    )


def _ends_phrase(word: str, behind: _Word, lists: _Words) -> bool:
    """Whether a noun of persons or bodies closes the phrase, so that what follows is said about them."""
    following, pos = behind
    if word in lists.persons or word[-2:] in lists.persons or word[-3:] in lists.persons:
        return following not in lists.persons
    return word in lists.bodies and (following in lists.persons or following[-1:] in ("长", "员") or pos == "v")


def _ahead(text: str, quantity: Quantity, words: list[_Word], lists: _Words) -> tuple[str | None, bool]:
    """The noun phrase before the number, and whether its clause names nothing at all."""
    place = len(words) - 1
    changing = quantity.kind in _CHANGING
    while place >= 0:
        word, pos = words[place]
        if word in lists.between or pos in _SKIPPED or word.isspace():
            if word == "的" and not (changing or quantity.kind == "money"):
                break
        elif not (changing and pos == "v" and word in lists.actions):
            break
        place -= 1
    if place < 0:
        return None, True
    if words[place][0] in ("）", ")"):
        while place >= 0 and words[place][0] not in ("（", "("):
            place -= 1
        place -= 1
    if place < 0:
        return None, False
    if words[place][0] in ("》", "”"):
        return _quoted(words, place), False
    # In a list (矿泉水1400瓶、防暑药品300盒) no verb opens the second item.
    begin = quantity.start - sum(len(word) for word, _ in words)
    listed = begin > 0 and text[begin - 1] == "、"
    taken: list[_Word] = []
    while place >= 0:
        word, pos = words[place]
        earlier = words[place - 1] if place else ("", "")
        if len(taken) == 1 and taken[0][0] in _LABEL_ENDS and pos not in ("x", "uj", "m"):
            taken.append((word, "n"))  # 到校率, 存栏量: the tagger cuts the name of an amount in pieces
            place -= 1
            continue
        if word in lists.openers or word in lists.actions or word in _LOCAL:
            break
        if word == "活动" and not taken and earlier[0] in ("", "此次", "本次", "次"):
            break
        if word in lists.soft:
            governed = (
                earlier[0] in lists.actions or earlier[1] in ("v",) or any(w in lists.actions for w, _ in words[:place])
            )
            if not (governed or not taken or (earlier[1] in _NOMINAL and earlier[0] not in lists.openers)):
                break
        elif pos == "v":
            governed = earlier[0] in lists.actions or (place > 1 and words[0][0] in lists.actions)
            if not taken and quantity.unit not in _EVENTS and not governed:
                break
            if not (
                governed or (taken and _LABEL_NOUN.search(taken[0][0])) or earlier[1] in _NOMINAL or earlier[1] == "v"
            ):
                break
        elif pos not in _NOMINAL and not (pos in ("m", "ad") and taken):
            break
        taken.append((word, pos))
        place -= 1
    return _trimmed(quantity, taken, lists, opens=place < 0 and not listed), False


def _quoted(words: list[_Word], place: int) -> str | None:
    title = words[place][0] == "》"
    opening = "《" if title else "“"
    inner: list[str] = []
    cursor = place - 1
    while cursor >= 0 and words[cursor][0] != opening:
        inner.append(words[cursor][0])
        cursor -= 1
    name = "".join(reversed(inner))
    if not name or cursor < 0:
        return None
    return name if title else f"“{name}”"


def _trimmed(quantity: Quantity, taken: list[_Word], lists: _Words, *, opens: bool) -> str | None:
    """The collected words (nearest first) without what only leads up to the noun."""
    if taken and taken[0][0] in _WHOLE:
        return taken[0][0]
    # 改造费用: a verb before the name of an amount is part of it; before other nouns it governs them.
    opens = opens and not (taken and _LABEL_NOUN.search(taken[0][0]))
    while len(taken) > 1 and (
        taken[-1][1] in (("ns", "nt", "m", "nr", "v") if opens else ("ns", "nt", "m", "nr"))
        or taken[-1][0] in lists.openers
    ):
        taken.pop()
    if taken and len(taken) == 1 and taken[0][1] in ("a", "m") and quantity.unit not in _EVENTS:
        return None
    counted = _LEFTOVER.sub("", "".join(word for word, _ in reversed(taken)))
    if not counted or (len(counted) == 1 and quantity.kind in ("measure", "duration", "percent", "percentage_point")):
        return None
    if quantity.kind == "duration" and not _SPAN_NOUN.search(counted):
        return None
    return counted


def _carried(text: str, earlier: Quantity, quantity: Quantity, open_clause: bool) -> str | None:
    """What the number before counted, where this one goes on about it."""
    between = text[earlier.end : quantity.start]
    if between in ("（", "("):
        return earlier.counted
    if not open_clause or len(between) > 30 or _SENTENCE.search(between):
        return None
    if quantity.kind in _CHANGING or (quantity.unit == earlier.unit and between and between[0] not in "、"):
        return earlier.counted
    return None
