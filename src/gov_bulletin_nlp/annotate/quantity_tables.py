"""The tables of units, words of exactness and hazards, read once and compiled into the form the grammar uses."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar, cast

from gov_bulletin_nlp import divisions
from gov_bulletin_nlp.document import Qualifier, QuantityKind

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_T = TypeVar("_T")

_NUMERAL_IN_NAME = re.compile("[一二两三四五六七八九十百千万]")
_LEVEL = re.compile("(?:街道|地区|[镇乡县市区])$")

_KINDS: dict[str, QuantityKind] = {
    "person": "count",
    "money": "money",
    "percent": "percent",
    "percentage_point": "percentage_point",
    "share": "fraction",
    "multiple": "multiple",
    "duration": "duration",
    "age": "age",
    "length": "measure",
    "area": "measure",
    "volume": "measure",
    "mass": "measure",
    "energy": "measure",
    "data": "measure",
    "measure": "measure",
}


class QuantityLexicon(Protocol):
    """What a caller may add: units with their dimension, and phrases in which numerals count nothing."""

    @property
    def units(self) -> Mapping[str, str]:
        """Unit → dimension, one of the table heads of ``units.toml`` (anything else counts as ``item``)."""
        ...

    @property
    def hazards(self) -> frozenset[str]:
        """Phrases in which numerals count nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed, its dimension and the kind of quantity it makes."""

    text: str
    dimension: str
    kind: QuantityKind


@dataclass(frozen=True, slots=True)
class Words:
    """Words of exactness on one side of the number, each with what must not stand on its far side."""

    words: tuple[tuple[str, Qualifier, tuple[str, ...]], ...]  # longest first
    edge: frozenset[str]  # the character of each word that touches the number


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the grammar knows, compiled."""

    units: Mapping[str, tuple[Unit, ...]]  # by first character, longest first
    traps: Mapping[str, tuple[str, ...]]  # by first character: words that begin like a unit and are none
    before: Words
    after: Words
    hazards: tuple[str, ...]


def read_toml(name: str) -> dict[str, Any]:
    """One of the package's TOML tables."""
    return tomllib.loads(files("gov_bulletin_nlp.tables").joinpath(name).read_text(encoding="utf-8"))


def read_hazards() -> list[tuple[str, str, str]]:
    """Rows of ``hazards.tsv``: (``nothing`` or ``counts``, phrase, reason)."""
    text = files("gov_bulletin_nlp.tables").joinpath("hazards.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return [(row[0], row[1], row[2]) for row in rows]


_compiled: dict[int, tuple[QuantityLexicon, Tables]] = {}


def tables_for(lexicon: QuantityLexicon | None) -> Tables:
    """The compiled tables, with the lexicon's additions when there is one."""
    if lexicon is None:
        return _built_in()
    known = _compiled.get(id(lexicon))
    if known is not None and known[0] is lexicon:
        return known[1]
    tables = _compile(lexicon.units, lexicon.hazards)
    if len(_compiled) >= 8:
        _compiled.clear()
    # The lexicon is kept with its tables, so that its id cannot be taken over by another object.
    _compiled[id(lexicon)] = (lexicon, tables)
    return tables


@lru_cache(maxsize=1)
def _built_in() -> Tables:
    return _compile({}, frozenset())


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """Names of divisions and townships with a numeral in them, and what they leave when their level is cut off."""
    names = {name for name in (*divisions.table().by_name, *divisions.townships()) if _NUMERAL_IN_NAME.search(name)}
    stems = {_LEVEL.sub("", name) for name in names}
    return frozenset(names | {stem for stem in stems if len(stem) > 2 and _NUMERAL_IN_NAME.match(stem)})


def _compile(more_units: Mapping[str, str], more_hazards: frozenset[str]) -> Tables:
    units: dict[str, Unit] = {}
    traps: set[str] = set()
    for dimension, table in read_toml("units.toml").items():
        for text in table["units"]:
            units.setdefault(text, Unit(text, dimension, table["kind"]))
        traps.update(table.get("also", ()))
    for text, dimension in more_units.items():
        if text:
            units[text] = Unit(text, dimension, _KINDS.get(dimension, "count"))
    traps.difference_update(units)
    words = read_toml("quantities.toml")
    hazards = {phrase for verdict, phrase, _ in read_hazards() if verdict == "nothing"}
    return Tables(
        units=_by_first_char({unit.text: unit for unit in units.values()}),
        traps={char: tuple(items) for char, items in _by_first_char({trap: trap for trap in traps}).items()},
        before=_words(words["before"], -1, "not_after"),
        after=_words(words["after"], 0, "not_before"),
        hazards=tuple(sorted(hazards | _places() | {phrase for phrase in more_hazards if phrase})),
    )


def _by_first_char(items: Mapping[str, _T]) -> dict[str, tuple[_T, ...]]:
    table: dict[str, list[_T]] = {}
    for text in sorted(items, key=lambda item: (-len(item), item)):
        table.setdefault(text[0], []).append(items[text])
    return {char: tuple(found) for char, found in table.items()}


def _words(rows: list[dict[str, Any]], edge: int, bar: str) -> Words:
    words = [(word, cast("Qualifier", row["qualifier"]), tuple(row[bar])) for row in rows for word in row["words"]]
    words.sort(key=lambda item: (-len(item[0]), item[0]))
    return Words(tuple(words), frozenset(word[edge] for word, _, _ in words))
