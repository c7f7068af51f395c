"""The character table of a model: which characters share a row, what kind each is, and the places it knows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from gov_bulletin_nlp.annotate.features import CODE_LIMIT, PLACE_LENGTHS, Array, place_hash
from gov_bulletin_nlp.divisions import table as divisions
from gov_bulletin_nlp.divisions import townships


@dataclass(frozen=True)
class NameParts:
    """What names of persons are made of: ``tables/surnames.tsv``.

    Attributes:
        single: Surnames of one character, the frequent ones first.
        double: Surnames of two characters.
        given: Uyghur, Kazakh, Tibetan and Mongolian names.
        sound: Characters that foreign names are written with.
    """

    single: tuple[str, ...]
    double: tuple[str, ...]
    given: tuple[str, ...]
    sound: frozenset[str]


@lru_cache(maxsize=1)
def name_parts() -> NameParts:
    """Read the table once."""
    text = (files("gov_bulletin_nlp") / "tables" / "surnames.tsv").read_text(encoding="utf-8")
    rows = dict(line.split("\t", 1) for line in text.splitlines() if line and not line.startswith("#"))
    single, double, given = (tuple(dict.fromkeys(rows[kind].split())) for kind in ("single", "double", "given"))
    return NameParts(single, double, given, frozenset(rows["sound"]))


_TAGS = (
    "a ad ag an b c d df e eng f g h i j k l m mq n ng nr nrfg nrt ns nt nz o p q r rz s t tg u ud ug uj ul uv uz v vd "
    "vg vn x y z zg"
)
TAGS = tuple(_TAGS.split())
"""Parts of speech that rjieba gives, but for the rarest."""

_TOWN = re.compile(r"(?:街道办事处|街道|地区|民族乡|镇|乡)$")

COMMON = 120
"""So many of the surnames are frequent."""

KINDS = (
    *("line end", "other", "digit", "small letter", "capital", "mark"),
    *(f"{surname}{sound}" for surname in ("ideograph", "frequent surname", "surname") for sound in ("", ", sound")),
)
"""Kinds of characters; the first rows of a character table stand for unseen characters of each kind."""


def fold_table(traditional: dict[str, str]) -> Array:
    """Simplified, half-width form of each code point of the basic plane.

    Args:
        traditional: Simplified character of each traditional one.

    Returns:
        An array that maps codes to codes.
    """
    table = np.arange(CODE_LIMIT, dtype=np.uint16)
    for code in (*range(0xFF01, 0xFF5F), 0x3000, *range(0x2F00, 0x2FE0), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and ord(plain) < CODE_LIMIT:
            table[code] = ord(plain)
    for old, new in traditional.items():
        if len(old) == len(new) == 1 and ord(old) < CODE_LIMIT and ord(new) < CODE_LIMIT:
            table[ord(old)] = ord(new)
    # A lone surrogate would pair up with its neighbour when the folded text is decoded.
    table[0xD800:0xE000] = 0xFFFD
    return table


def kind_of(char: str) -> int:
    """Index into ``KINDS`` of a folded character.

    Args:
        char: One character.

    Returns:
        Its kind.
    """
    if char == "\n":
        return 0
    if "㐀" <= char <= "鿿" or char == "\uffff":
        surname, sound = _ideograph(char)
        return 6 + 2 * surname + sound
    if char.isdigit():
        return 2
    if char.islower():
        return 3
    if char.isupper():
        return 4
    return 5 if unicodedata.category(char)[0] in "PZS" else 1


def _ideograph(char: str) -> tuple[int, bool]:
    parts = name_parts()
    if char in parts.single:
        surname = 1 if parts.single.index(char) < COMMON else 2
    else:
        surname = 2 if any(char == name[0] for name in parts.double) else 0
    return surname, char in parts.sound


def char_table(texts: Iterable[str], folded: Array, least: int) -> tuple[Array, Array]:
    """Rows of the character table.

    Args:
        texts: What the model learns from.
        folded: See ``fold_table``.
        least: How often a character must occur to have a row of its own.

    Returns:
        The row of each code point, and the kind of each row.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    merged: Counter[int] = Counter()
    for char, count in counts.items():
        code = int(folded[min(ord(char), CODE_LIMIT - 1)])
        merged[ord("0") if chr(code).isdigit() else code] += count
    frequent = sorted(code for code, count in merged.items() if count >= least and code != 10)
    row = {code: index for index, code in enumerate(frequent, len(KINDS))}
    table = np.zeros(CODE_LIMIT, dtype=np.uint16)
    for code in range(CODE_LIMIT):
        base = int(folded[code])
        base = ord("0") if chr(base).isdigit() else base
        table[code] = row[base] if base in row else kind_of(chr(base))
    return table, row_kinds(table, folded)


def row_kinds(char_ids: Array, folded: Array) -> Array:
    """The kind of each row of a character table.

    Args:
        char_ids: The row of each code point.
        folded: See ``fold_table``.
    """
    rows, codes = np.unique(char_ids, return_index=True)
    kinds = np.arange(max(int(rows[-1]) + 1, len(KINDS)), dtype=np.int64)
    for row, code in zip(rows.tolist(), codes.tolist(), strict=True):
        if row >= len(KINDS):
            kinds[row] = kind_of(chr(int(folded[code])))
    return kinds


def place_table(char_ids: Array) -> tuple[Array, Array]:
    """Hashes and kinds of the names in the table of divisions, as the model's features want them.

    Kinds: 1 province or prefecture, 2 county, 3 township; 4 to 6 the same in short form.

    Args:
        char_ids: See ``char_table``.

    Returns:
        Hashes and kinds, sorted by hash.
    """
    kinds: dict[str, int] = {}
    for name in townships():
        kinds[name] = 3
        short = _TOWN.sub("", name)
        if len(short) > 1:
            kinds.setdefault(short, 6)
    known = divisions()
    for names, step in ((known.by_short, 3), (known.by_name, 0)):
        for name, rows in names.items():
            kinds[name] = (1 if any(row.level < 3 for row in rows) else 2) + step
    table = sorted(
        (place_hash(char_ids, name), kind)
        for name, kind in kinds.items()
        if len(name) in PLACE_LENGTHS and name != "直辖"
    )
    return np.array([h for h, _ in table], dtype=np.uint64), np.array([k for _, k in table], dtype=np.uint16)
