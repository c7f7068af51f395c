"""The tables of structure compiled: what lines of each part look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gov_bulletin_nlp.tables import table

SENTENCE_END = "。！？；…!?;"
"""What closes a sentence, and so a line of text."""

CN = "一二三四五六七八九十百"
_CN_VALUE = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)}
_MARKER = re.compile(
    rf"(?P<cn>[{CN}]{{1,3}})(?:、(?![{CN}]{{1,2}}月)|[．.]|，(?=[\u3400-\u9fff“]))|[（(](?P<cnb>[{CN}]{{1,3}})[）)]|(?P<ar>\d{{1,2}})(?:[.．、](?!\d)|[.．、](?=(?P<month>\d{{1,2}})月)|\s(?=[\u3400-\u9fff“]))"
    rf"|[（(](?P<arb>\d{{1,2}})[）)]|【(?P<lent>\d{{1,2}})】|(?P<circ>[①-⑳])|(?P<bul>[●▲★◆■□◇○※➢➤☆△▽▼▶▷•✦❖◎◉♦►✧✿❀·▍▌▎▋█▓◈⊙⦿◪❏❒✓✔☞☛►»])|(?P<pian>第[{CN}]{{1,3}}[篇章编讲]|案例[{CN}\d]{{1,2}}|之[{CN}]|其[{CN}])[\s　：:、]+|(?P<stamp>[\[【（(](?:(?:19|20)\d\d[-/.])?\d{{1,2}}[-/.]\d{{1,2}}[\]】）)])[\s　]*(?=[\u3400-\u9fff“《])|(?P<label>(?:文章)?标题[：:])(?=\s*\S)|(?P<zp>0\d)[\s　]*(?=[\u3400-\u9fff“])"
)
_LEAD_PLACE = re.compile(
    r"[【\[〔](?!\d{1,3}[】\]〕]|本|供稿|来源|作者|通讯员|记者|编者)[^】\]〕\n/／]{2,12}(?<!讯)(?<!訊)(?<!導)[】\]〕][\s　]*(?=\S)"
)
_COLUMN = re.compile(
    r"[【\[〔｛{〖『]\s*(?P<b>[^】\]〕｝}〗』\n]{2,16})\s*[】\]〕｝}〗』]|(?P<d>[◆★☆※●■◇▲○◎♦✦❖=＝═≡\-—~～*＊·•|｜〓☆◈▍▌▓┃]+)\s*(?P<dt>[^◆★☆※●■◇▲○◎♦✦❖=＝═≡~～*＊|｜〓◈▍▌▓┃。，]{2,16}?)\s*[◆★☆※●■◇▲○◎♦✦❖=＝═≡\-—~～*＊·•|｜〓☆◈▍▌▓┃]+"
    r"|(?P<m>[^。，、：:]{2,12}?)\s*(?:更多|更多内容|MORE|More|more)\s*[>＞》»›]{1,3}"
)
_LEADERS = re.compile(
    r"^(?P<title>.{2,90}?)\s*(?:[.…·．•⋯—\-_]{2,}|\s{2,}|\t|\s(?=[（(]\d))\s*[（(]?\s*(?P<page>\d{1,3})\s*[）)]?$"
)
_PAGED = re.compile(r"^(?P<title>.{4,90}?)\s*[（(]\s*(?P<page>\d{1,3})\s*[）)]$")


@cache
def part(name: str) -> re.Pattern[str]:
    """The pattern of one row of ``[[part]]``."""
    (shape,) = [row["shape"] for row in table("structure")["part"] if row["id"] == name]
    return re.compile(shape)


@cache
def opening() -> re.Pattern[str]:
    """How bodies begin: one named group a row of ``[[opening]]``."""
    return re.compile("|".join(f"(?P<{row['id']}>{row['shape']})" for row in table("structure")["opening"]))


def _any_word(kind: str) -> re.Pattern[str]:
    words = sorted({word for row in table("structure")[kind] for word in row["words"]}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def verbs() -> re.Pattern[str]:
    """Verbs that headlines are made of."""
    return _any_word("verb")


@cache
def column_words() -> re.Pattern[str]:
    """Words that names of columns are made of."""
    return _any_word("column")


@cache
def stamp() -> re.Pattern[str]:
    """Day or counter that a list of web pages prints behind a title."""
    (row,) = table("structure")["stamp"]
    return re.compile(row["shape"])


@dataclass(frozen=True)
class Marker:
    """A list marker that opens a line: its style, its number where it has one, its length with following space."""

    style: str
    number: int | None
    length: int


def cn_number(text: str) -> int:
    """Small Chinese numeral (一 … 九十九) as a number."""
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _CN_VALUE.get(text[-1], 0)
    return (_CN_VALUE.get(tens, 1) if tens else 1) * 10 + (_CN_VALUE.get(ones, 0) if ones else 0)


def marker(text: str) -> Marker | None:
    """The list marker at the start of a line: ``一、`` ``（一）`` ``1.`` ``（1）`` ``①`` a bullet, or a place in 【】."""
    match = _MARKER.match(text)
    if not match:
        place = _LEAD_PLACE.match(text)
        return Marker("【", None, place.end()) if place else None
    month = match.group("month")
    style = "ar" if month else match.lastgroup or ""
    value = match.group(style)
    if month and "、" in match.group() and int(month) == int(value) + 1:
        return None  # 3、4月 are two months
    length = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip(" \u3000"))
    if style in ("stamp", "label"):
        return Marker(style, None, length)
    if style == "bul":
        return Marker(value, None, length)
    if style in ("cn", "cnb"):
        return Marker(style, cn_number(value), length)
    if style == "pian":
        digits = "".join(c for c in value if c in CN or c.isdigit())
        return Marker(style, int(digits) if digits.isdigit() else cn_number(digits), length)
    if style == "circ":
        return Marker(style, ord(value) - 0x245F, length)
    return Marker(style, int(value), length)


def column_title(text: str) -> str | None:
    """The words of a decorated column line (``【工作动态】`` ``◆基层动态◆`` ``简讯 更多>>``); ``None`` without decoration."""
    match = _COLUMN.fullmatch(text.strip())
    if not match:
        return None
    title = match.group("b") or match.group("dt") or match.group("m")
    return re.sub(r"(?<=[\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff])", "", title.strip()) if title else None


def paged(text: str) -> tuple[str, int] | None:
    """Title and page of a contents line with leaders or a page in brackets."""
    match = _LEADERS.match(text) or _PAGED.match(text)
    return (match.group("title").rstrip(" .…·．•"), int(match.group("page"))) if match else None
