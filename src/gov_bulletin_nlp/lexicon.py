"""The caller's terms: TOML rows validated, merged and frozen; they win over tables and model."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import regex
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from gov_bulletin_nlp.errors import LexiconInvalid

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Part = Literal["headline", "run_in", "byline", "column", "text", "colophon", "caption", "subtitle", "note"]
_KINDS: dict[str, str] = {
    "headline": "H", "run_in": "Rr", "byline": "KQ", "column": "C", "text": "BbIi", "colophon": "F", "caption": "P", "subtitle": "S", "note": "N",
}  # fmt: skip


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Name(_Row):
    text: str
    label: Literal["ORG", "LOC", "PER"]
    aliases: list[str] = []
    code: str | None = None


class _Unit(_Row):
    text: str
    dimension: str = "item"


class _Hazard(_Row):
    text: str
    reason: str


class _Habit(_Row):
    part: Part
    shape: str
    example: str

    @field_validator("shape")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            regex.compile(value)
        except regex.error as error:
            raise ValueError(f"is no regular expression ({error})") from error
        return value


class _File(_Row):
    name: list[_Name] = []
    never_name: list[str] = []
    unit: list[_Unit] = []
    hazard: list[_Hazard] = []
    habit: list[_Habit] = []


@dataclass(frozen=True)
class Lexicon:
    """A caller's terms, ready for the stages.

    Attributes:
        names: Name, label, aliases, code.
        never_names: Words that are no names.
        units: Unit to dimension.
        hazards: Phrases in which numerals count nothing.
        habits: Kinds of rows (see ``structure/readings.py``) and the shape of lines that are such.
    """

    names: Sequence[tuple[str, str, Sequence[str], str | None]] = ()
    never_names: frozenset[str] = frozenset()
    units: Mapping[str, str] = field(default_factory=dict)
    hazards: frozenset[str] = frozenset()
    habits: tuple[tuple[str, str], ...] = ()


def read_lexicon(paths: Sequence[str | Path]) -> Lexicon:
    """Read and merge lexicon files; of rows for the same text the later file wins.

    Args:
        paths: TOML files.

    Raises:
        LexiconInvalid: A file cannot be read, is not TOML, or holds a row that cannot be used; the message names it.
    """
    names: dict[str, tuple[str, str, Sequence[str], str | None]] = {}
    never: set[str] = set()
    units: dict[str, str] = {}
    hazards: set[str] = set()
    habits: list[tuple[str, str]] = []
    for path in paths:
        content = _read(Path(path))
        for row in content.name:
            names[row.text] = (row.text, row.label, tuple(row.aliases), row.code)
        never.update(content.never_name)
        units.update((row.text, row.dimension) for row in content.unit)
        hazards.update(row.text for row in content.hazard)
        for habit in content.habit:
            if not regex.search(habit.shape, habit.example):
                raise LexiconInvalid(
                    f"the habit {habit.shape!r} does not match its own example {habit.example!r}; mend one.", str(path)
                )
            habits.append((_KINDS[habit.part], habit.shape))
    return Lexicon(tuple(names.values()), frozenset(never), units, frozenset(hazards), tuple(habits))


def _read(path: Path) -> _File:
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise LexiconInvalid(f"the lexicon cannot be read ({error.strerror}); check its path.", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconInvalid(f"the lexicon is not TOML in UTF-8 ({error}); mend that line.", str(path)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LexiconInvalid(f"row {where}: {first['msg']}; mend it.", str(path)) from error
