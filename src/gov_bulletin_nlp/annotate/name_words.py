"""Text cut into words by the part they play in names: one letter a word, so that a grammar is a regular expression.

The segmenter is our own copy of jieba's dictionary without its guesses at unknown words (they cross the borders of
names), with the divisions and the words of ``tables/organs.toml`` added and its glued titles (区委书记) taken apart.

Letters of the words in ``organs.toml`` are in ``LETTERS``. The others:

| letter | word |
|---|---|
| P p c A K | division in full; short; short county; township; other known place |
| X Y | the dictionary's word for a place; one that may as well be a person |
| I | the dictionary's word for one institution |
| Z D G | surname; double surname; a given name that stands alone (扎西) |
| Q q n | dictionary's full name; given name; given or two-character full name |
| i b o w u | a single character: content; mountain or water; place or time; mostly a word of its own; particle |
| y m v h | longer words: proper noun, noun, verb, function word |
| e x | Latin and digits; punctuation |
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
    "role": "r",
    "short_head": "W",
    "generic": "g",
    "stop": "v",
    "says": "V",
    "modifier": "m",
    "prefix": "J",
    "level": "L",
    "school": "l",
}
"""The letter of each kind of ``organs.toml``; a word listed under two kinds is of the one that comes first here."""

_NOUNS = frozenset(("n", "ng", "nr", "ns", "nt", "nz", "nrfg", "nrt", "j", "vn", "an", "b", "s", "zg", "g"))
_PROPER = frozenset(("nr", "ns", "nt", "nz", "nrfg", "nrt"))
_PERSON = frozenset(("nr", "nrfg", "nrt"))
_WATERS = frozenset("山江河湖岛")
_NUMERALS = frozenset("两一二三四五六七八九十")
_MEASURES = frozenset("所项场类")
_STREAMS = frozenset("河江湖")
_USUAL_SURNAMES = 150
_COMMON = 20_000
_FREQUENCY = {"A": 30, "D": 30, "P": 300, "p": 30, "G": 30}
_MOST_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: ``bounds[k]`` is where word ``k`` starts (one more at the end), ``parts[k]`` its letter."""

    bounds: list[int]
    parts: str


@dataclass(frozen=True, slots=True)
class NameTables:
    """Everything the grammar knows, read from the tables; the last group is explained in ``organs.toml``."""

    kinds: dict[str, str]
    surnames: frozenset[str]
    frequent: frozenset[str]
    sounds: frozenset[str]
    shorts: frozenset[str]
    short_heads: frozenset[str]
    particles: frozenset[str]
    loose: frozenset[str]
    word_heads: frozenset[str]
    roles: frozenset[str]
    ground: frozenset[str]
    not_given: frozenset[str]
    wordlike: frozenset[str]
    firm: re.Pattern[str]


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
    """Read all name tables once."""
    organs = read_toml("organs.toml")
    mended = organs["segmenter"]
    kinds: dict[str, str] = {}
    short_heads: set[str] = set()
    order = {kind: place for place, kind in enumerate(LETTERS)}
    for row in sorted(organs["words"], key=lambda row: order[row["kind"]]):
        forms = row["forms"].split()
        if row["kind"] == "short_head":
            short_heads.update(forms)
        for form in forms:
            kinds.setdefault(form, LETTERS[row["kind"]])
    names = dict(_rows("surnames.tsv"))
    for form in names["given"].split():
        kinds.setdefault(form, "G")
    for _, places in _rows("places.tsv"):
        for form in places.split():
            kinds.setdefault(form, "K")
    shorts = _add_divisions(kinds, frozenset(mended["descriptive"].split()))
    for form in names["double"].split():
        kinds.setdefault(form, "D")
    particles = frozenset(mended["particles"])
    surnames = names["single"].split()
    # The table of surnames is in order of frequency; with nothing beside it only a usual surname makes a name.
    frequent = (frozenset(surnames[:_USUAL_SURNAMES]) - particles) | {form[0] for form in names["double"].split()}
    return NameTables(
        kinds=kinds,
        surnames=frozenset(surnames),
        frequent=frequent,
        sounds=frozenset(names["sound"]),
        shorts=shorts,
        short_heads=frozenset(short_heads),
        particles=particles,
        loose=frozenset(mended["loose"]),
        word_heads=frozenset(mended["word_heads"]),
        roles=frozenset(mended["roles"]),
        ground=frozenset(mended["ground"]),
        not_given=frozenset(mended["not_given"]),
        wordlike=frozenset(mended["wordlike"]),
        firm=re.compile(rf".{{2,}}(?:{'|'.join(mended['firm_endings'].split())})$"),
    )


def _add_divisions(kinds: dict[str, str], descriptive: frozenset[str]) -> frozenset[str]:
    """Add the names of divisions and townships; give the short names of counties, which are mostly words as well."""
    known = divisions.table()
    for name in known.by_name:
        if name not in descriptive:
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
    return frozenset(shorts)


class _Letters(dict[tuple[str, str], str]):
    """Letters by word and tag, worked out once each."""

    def __missing__(self, key: tuple[str, str]) -> str:
        letter = _letter(*key)
        # A cap instead of a cache policy: real text never reaches it, and a hostile one must not fill the memory.
        if len(self) < _MOST_REMEMBERED:
            self[key] = letter
        return letter


def _letter(word: str, tag: str) -> str:
    """Work out the part a word plays."""
    known = tables()
    kind = known.kinds.get(word)
    if kind is not None:
        # 小城镇 is a township somewhere and a common noun everywhere.
        return "m" if kind == "A" and tag == "n" else kind
    if word.isascii() and word.isalnum():
        return "e"
    if not "\u3400" <= word[0] <= "\u9fff":
        return "x"
    if word in known.shorts:
        return "p" if tag == "ns" else "c"
    if len(word) == 1:
        return _letter_of_character(word, tag, known)
    return _letter_of_word(word, tag, known)


def _letter_of_character(word: str, tag: str, known: NameTables) -> str:
    """Work out the part a single character plays."""
    if word in _WATERS:
        return "b"
    if word in known.particles:
        return "u"
    if word in known.loose:
        return "w"
    if word in known.surnames:
        return "Z"
    if tag in ("p", "c", "u"):
        return "w"
    return "o" if tag in ("f", "t") else "i"


def _letter_of_word(word: str, tag: str, known: NameTables) -> str:
    """Work out the part a longer word of the dictionary plays."""
    first, last, size = word[0], word[-1], len(word)
    if size > 3 and known.firm.match(word):
        return "I"
    if size > 2 and tag[0] in "njl":
        # 历史博物馆 is one word of the dictionary and plays the part of its head.
        tail = known.kinds.get(word[-3:]) or known.kinds.get(word[-2:])
        if tail is not None and tail in "HCNRW":
            return tail
        if last in known.word_heads:
            return "H"
        if last == "系" and not word.endswith(("联系", "关系", "体系")):
            return "U"
        if tag[0] == "n" and last in known.roles:
            return "r"
        if tag == "l":
            return "m" if size > 3 else "y"
    if tag in _PROPER and ((size > 2 and last in known.ground) or (tag == "ns" and last in _STREAMS)):
        return "Y" if first in known.surnames and size == 3 and tag != "ns" else "X"
    if tag in _PERSON:
        if first not in known.surnames:
            return "q" if size == 2 else "y"
        return "n" if size == 2 else "Q" if size == 3 and last not in known.not_given else "y"
    if tag in _PROPER:
        return "y"
    if size == 2 and first in _NUMERALS and last in known.loose | known.particles | _MEASURES:
        return "h"
    if tag in _NOUNS or first == "第":
        return "m"
    return "v" if tag.startswith("v") else "h"


@lru_cache(maxsize=1)
def _segmenter() -> tuple[Any, _Letters]:
    # Imported on first use: the dictionary costs a tenth of a second and 25 MB that not every caller needs.
    import rjieba

    jieba = rjieba.Jieba()
    mended = read_toml("organs.toml")["segmenter"]
    for name, rows in divisions.table().by_name.items():
        if any(row.level < 3 for row in rows):
            for stem in (name, *divisions.short_forms(name)):
                for body in mended["bodies"].split():
                    jieba.add_word(stem + body, 0, "n")
    glued = mended["glued"].split()
    for word, kind in tables().kinds.items():
        frequency = _FREQUENCY.get(kind, _COMMON) if len(word) < 4 or kind == "A" else _COMMON
        if len(word) == 2 and word[0] in _NUMERALS:
            # 一小 is a school, and the beginning of 一小时.
            frequency = _FREQUENCY["p"]
        # What is rare must not make a word of the dictionary rarer than it is.
        if len(word) > 1 and word not in glued and (frequency == _COMMON or not jieba.has_word(word)):
            jieba.add_word(word, frequency, "ns")
    for word in glued:
        jieba.add_word(word, 0, "n")
    return jieba, _Letters()


def cut(text: str) -> Words:
    """Cut a text into words and say what part each plays."""
    if not text:
        return Words([0], "")
    jieba, letters = _segmenter()
    tagged: Sequence[tuple[str, str]] = jieba.tag(text, False)
    bounds = [0, *accumulate([len(word) for word, _ in tagged])]
    return Words(bounds, "".join([letters[pair] for pair in tagged]))
