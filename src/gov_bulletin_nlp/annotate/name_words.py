"""Text cut into words by the part they play in names: one letter a word, so that a grammar is a regular expression.

The segmenter is our own copy of jieba's dictionary without its guesses at unknown words (they cross the borders of
names), with the divisions and the words of ``tables/organs.toml`` added and its glued titles (区委书记) taken apart.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from gov_bulletin_nlp import divisions

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LETTERS = {
    "organ": "O",
    "short": "S",
    "unit": "U",
    "body": "B",
    "head": "H",
    "named": "N",
    "proper": "R",
    "street": "E",
    "site": "C",
    "weak": "W",
    "title": "T",
    "post": "t",
    "generic": "g",
    "stop": "v",
    "says": "V",
    "modifier": "m",
    "level": "L",
    "school": "l",
}
"""The letter of each kind of ``organs.toml``. Others: P full and p short division, c short county, A township, K other
place, Z surname, D double surname, G name of a person without one, q given name, i any other single character, o
one of place or time, w one that is mostly a word of its own, u a particle, h a function word, b a mountain or water, I dictionary organisation, n given or two-character full name, y proper noun, e Latin and digits, x
punctuation."""

_PARTICLES = frozenset(
    "的了着过们但则且即又也还再更最很不没未非并所于被把让将给往至是就等及和与暨跟据按均都你我他她它这那某各每该此本几个只原家"
)
"""Characters that neither an organ nor a person has in its name without being part of a word."""
_LOOSE = frozenset(
    "之而若如因其或无已曾以从有为由向对经共进自应能会时次名人位项件批条出入回来去做作办送说看请派到在赴任率获携邀间同用"
    "一二三四五六七八九十百千万两"
)
"""Characters that are mostly words of their own, yet stand in given names."""
_NOUNS = frozenset(("n", "ng", "nr", "ns", "nt", "nz", "nrfg", "nrt", "j", "vn", "an", "b", "s", "zg", "g"))
_PROPER = frozenset(("nr", "ns", "nt", "nz", "nrfg", "nrt"))
_DESCRIPTIVE = frozenset(("市区", "郊区", "城区", "矿区", "新区", "新城区", "市中区", "东区", "西区", "开发区", "市辖区", "省直辖"))
_GLUED = (
    "北京人民大会堂 学生会主席 妇联主席 家庭农场主 "
    "区委书记 市委书记 省委书记 县委书记 团委书记 党委书记 政协主席 商会会长 市总工会 省总工会 集镇 驻县 市政协 区政协 全国人大代表 市人大代表 "
    "人大代表 政协委员 有限公司 支部书记 党支部书记 工会主席 妇联主席 县政协 学院院长 医院院长 公司经理 大学校长 中学校长 小学校长 院党委 村党支部"
).split()
_COMMON = 20_000
_FREQUENCY = {"A": 30, "D": 30, "P": 300, "p": 30, "G": 30}
_BODIES = ("委", "省委", "市委", "县委", "区委", "政府", "人民政府", "人大", "政协", "总工会", "大学", "军区", "教育厅", "公安局", "人大常委会")
_WATERS = frozenset("山江河湖岛")
_HEADS = frozenset("办局厅委署")
_INSTITUTION = re.compile(r".{2,}(?:大学|学院|中学|公司|集团|银行|出版社|研究院|党校|医院|电视台|交易所|基金会)$")


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: ``bounds[k]`` is where word ``k`` starts (one more at the end), ``parts[k]`` its letter."""

    bounds: list[int]
    parts: str


@dataclass(frozen=True, slots=True)
class NameTables:
    """Everything the grammar knows, read from the tables."""

    kinds: dict[str, str]
    surnames: frozenset[str]
    frequent: frozenset[str]
    sounds: frozenset[str]
    shorts: frozenset[str]
    short_heads: frozenset[str]


@lru_cache(maxsize=4)
def read_toml(name: str) -> dict[str, Any]:
    """Read a table of this package."""
    return tomllib.loads((files("gov_bulletin_nlp") / "tables" / name).read_text(encoding="utf-8"))


def _rows(name: str) -> list[tuple[str, str]]:
    """Read a table of ``kind<tab>forms`` lines."""
    lines = (files("gov_bulletin_nlp") / "tables" / name).read_text(encoding="utf-8").splitlines()
    return [(kind, forms) for kind, _, forms in (line.partition("\t") for line in lines if not line.startswith("#"))]


@lru_cache(maxsize=1)
def tables() -> NameTables:
    """Read all name tables once; of two kinds for one word the one listed first in ``LETTERS`` counts."""
    kinds: dict[str, str] = {}
    short_heads: set[str] = set()
    order = {kind: place for place, kind in enumerate(LETTERS)}
    for row in sorted(read_toml("organs.toml")["words"], key=lambda row: order.get(row["kind"], 0)):
        if row["kind"] == "short_head":
            short_heads.update(row["forms"].split())
            continue
        for form in row["forms"].split():
            kinds.setdefault(form, LETTERS[row["kind"]])
    names = dict(_rows("surnames.tsv"))
    for form in names["given"].split():
        kinds.setdefault(form, "G")
    known = divisions.table()
    for _, forms in _rows("places.tsv"):
        for form in forms.split():
            kinds.setdefault(form, "K")
    for name in known.by_name:
        if name not in _DESCRIPTIVE:
            kinds.setdefault(name, "P")
    shorts = set()
    for short, rows in known.by_short.items():
        if any(row.level < 3 for row in rows):
            kinds.setdefault(short, "p")
        else:
            shorts.add(short)
    for name in divisions.townships():
        if len(name) > 2 and not name.endswith("地区"):
            kinds.setdefault(name, "A")
    for form in names["double"].split():
        kinds.setdefault(form, "D")
    return NameTables(
        kinds,
        frozenset(names["single"].split()),
        # The table is in order of frequency; without a post beside it only a usual surname makes a name.
        frozenset(names["single"].split()[:150]) - _PARTICLES | {form[0] for form in names["double"].split()},
        frozenset(names["sound"]),
        frozenset(shorts),
        frozenset(short_heads),
    )


class _Letters(dict[tuple[str, str], str]):
    """Letters by word and tag, worked out once each."""

    def __missing__(self, key: tuple[str, str]) -> str:
        letter = _letter(*key)
        # A cap instead of a cache policy: real text never reaches it, and a hostile one must not fill the memory.
        if len(self) < 200_000:
            self[key] = letter
        return letter


def _letter(word: str, tag: str) -> str:
    """Work out the part a word plays."""
    known = tables()
    kind = known.kinds.get(word)
    if kind is not None:
        # 小城镇 is a township somewhere and a common noun everywhere.
        return "m" if kind in "AP" and tag == "n" else kind
    first = word[0]
    if word.isascii() and word.isalnum():
        return "e"
    if not "\u3400" <= first <= "\u9fff":
        return "x"
    if word in known.shorts:
        return "p" if tag == "ns" else "c"
    if len(word) == 1:
        if word in _WATERS:
            return "b"
        if word in known.surnames and word not in _PARTICLES and word not in _LOOSE:
            return "Z"
        if word in _PARTICLES:
            return "u"
        if word in _LOOSE or tag in ("p", "c", "u"):
            return "w"
        return "o" if tag in ("f", "t") else "i"
    if len(word) > 3 and _INSTITUTION.match(word):
        return "I"
    if len(word) > 2 and tag[0] in "njl":
        # 历史博物馆 is one word of the dictionary and plays the part of its head.
        tail = known.kinds.get(word[-3:]) or known.kinds.get(word[-2:])
        if tail is not None and tail in "HCNRW":
            return tail
        if word[-1] in _HEADS:
            return "H"
        if word[-1] == "系":
            return "U"
        if tag == "l":
            return "m" if len(word) > 3 else "y"
    if tag in ("nr", "nrfg", "nrt"):
        if first in known.surnames:
            return "Q" if len(word) == 3 else "n" if len(word) == 2 else "y"
        return "q" if len(word) == 2 else "y"
    if tag in _PROPER:
        return "y"
    if tag in _NOUNS or word.startswith("第"):
        return "m"
    return "v" if tag.startswith("v") else "h"


@lru_cache(maxsize=1)
def _segmenter() -> tuple[Any, _Letters]:
    # Imported on first use: the dictionary costs a tenth of a second and 25 MB that not every caller needs.
    import rjieba

    jieba = rjieba.Jieba()
    for word in _GLUED:
        jieba.add_word(word, 0, "n")
    for name, rows in divisions.table().by_name.items():
        if any(row.level < 3 for row in rows):
            for stem in (name, *divisions.short_forms(name)):
                for body in _BODIES:
                    jieba.add_word(stem + body, 0, "n")
    for word, kind in tables().kinds.items():
        if len(word) > 1:
            jieba.add_word(word, _FREQUENCY.get(kind, _COMMON) if len(word) < 4 or kind == "A" else _COMMON, "ns")
    return jieba, _Letters()


def cut(text: str) -> Words:
    """Cut a text into words and say what part each plays."""
    if not text:
        return Words([0], "")
    jieba, letters = _segmenter()
    tagged: Sequence[tuple[str, str]] = jieba.tag(text, False)
    bounds = [0, *accumulate([len(word) for word, _ in tagged])]
    return Words(bounds, "".join([letters[pair] for pair in tagged]))
