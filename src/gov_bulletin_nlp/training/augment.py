"""Exchanges names in examples for others of the same make, so that a model learns their surroundings, not a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gov_bulletin_nlp.divisions import table as divisions
from gov_bulletin_nlp.divisions import townships
from gov_bulletin_nlp.training.characters import COMMON, name_parts
from gov_bulletin_nlp.training.data import Example, Span

_ENDING = re.compile(r"(?:自治区|自治州|自治县|街道办事处|街道|[省市州盟县区旗镇乡])$")

_LEVELS = "省市州盟县区旗镇乡村"
_FULL_NAME = re.compile(r"[一-鿿](?!先生|女士|小姐|[某总局姓老])[一-鿿]{1,2}(?<![某总姐哥嫂])")
_LIST_HEADS = (
    "",
    "",
    "",
    "",
    "名单如下：",
    "（按姓氏笔画为序）",
    "委员：",
    "成员：",
    "组员：",
    "参加人员：",
    "获奖者：",
    "代表（以姓氏笔画为序）：",
)
_SITES = ("山", "水库", "河", "村", "社区", "湖", "岭", "桥", "广场")
_UNITS = ("件", "户", "毫米", "万元", "人", "%", "次", "家", "亩")
_LIST_NOTES = ("（女）", "（女）", "（回族）", "（女，满族）", "（藏族）", "（壮族）", "（女，维吾尔族）")


def _draw(pool: Sequence[str], chance: np.random.Generator) -> str:
    # Not ``chance.choice``, which makes an array of the whole pool first.
    return pool[int(chance.integers(len(pool)))]


class Renamer:
    """Makes new names from the surnames, the table of divisions and the parts of names it was shown."""

    def __init__(self, examples: Sequence[Example]) -> None:
        parts = name_parts()
        self._parts = parts
        self._frequent, self._rare = parts.single[:COMMON], parts.single[COMMON:]
        self._given: list[str] = []
        for example in examples:
            for start, end, label in example.spans:
                name = example.text[start:end]
                surname = 2 if name[:2] in parts.double and len(name) > 2 else 1
                if label == "PER" and _FULL_NAME.fullmatch(name) and name[:surname] in (*parts.single, *parts.double):
                    self._given.append(name[surname:])
        self._given.sort()
        self._places: dict[str, list[str]] = {}
        known = divisions()
        for name in sorted({*known.by_name, *townships()}):
            found = _ENDING.search(name)
            if found and 3 <= len(name) <= 8:
                self._places.setdefault(found.group(), []).append(name)
        self._known = frozenset(name for names in self._places.values() for name in names)
        self._shorts = sorted(known.by_short)
        self._short_set = frozenset(self._shorts)
        self._organs: dict[bool, list[str]] = {True: [], False: []}
        for example in examples:
            for start, end, label in example.spans if example.convention == "own" else ():
                place, rest = self._opening(example.text[start:end])
                if label == "ORG" and len(rest) > 1:
                    self._organs[bool(place)].append(rest)

    def rename(self, example: Example, chance: np.random.Generator) -> Example:
        """The same example with other names in it.

        Args:
            example: What to change; its text and spans are left as they are.
            chance: Source of chance.

        Returns:
            A new example, or the same where no name could be changed.
        """
        parts: list[str] = []
        spans: list[Span] = []
        at = length = 0
        swapped: dict[tuple[str, str], str] = {}
        for start, end, label in example.spans:
            before = example.text[at:start]
            old = example.text[start:end]
            if (old, label) not in swapped:
                if label == "PER":
                    new = self._person(old, chance)
                elif label == "LOC":
                    new = self._place(old, chance)
                else:
                    new = self._organ(old, example.convention, chance)
                swapped[old, label] = new
            name = swapped[old, label]
            parts += (before, name)
            length += len(before)
            spans.append((length, length + len(name), label))
            length += len(name)
            at = end
        parts.append(example.text[at:])
        text = "".join(parts)
        return replace(example, text=text, spans=tuple(spans)) if text != example.text else example

    def name_list(self, convention: str, chance: np.random.Generator) -> Example:
        """A list as offices print it: no sentence around the names, often sorted, at times with notes or figures.

        Args:
            convention: Convention of the example.
            chance: Source of chance.

        Returns:
            A line with five to forty names of one kind.
        """
        label = _draw(("PER", "PER", "LOC", "ORG"), chance)
        names = [self._new_name(label, chance) for _ in range(int(chance.integers(5, 40 if label == "PER" else 10)))]
        if chance.random() < 0.5:
            names.sort()
        between = _draw(("", " ", "　", "　　", "、", "、", "，") if label == "PER" else ("　", "　　", "、"), chance)
        parts: list[str] = [_draw(_LIST_HEADS, chance)] if label == "PER" else []
        length = sum(map(len, parts))
        spans: list[Span] = []
        spaced = between.isspace() and chance.random() < 0.5
        figures = label != "PER" and chance.random() < 0.7
        for name in names:
            shown = "　".join(name) if spaced and label == "PER" and len(name) == 2 else name
            spans.append((length, length + len(shown), label))
            note = _draw(_LIST_NOTES, chance) if label == "PER" and chance.random() < 0.1 else ""
            if figures:
                note = (between if between.isspace() else "") + str(chance.integers(2, 999)) + _draw(_UNITS, chance)
            parts += (shown, note, between)
            length += len(shown) + len(note) + len(between)
        return Example("".join(parts[:-1]) + _draw(("", "。"), chance), tuple(spans), convention)

    def _new_name(self, label: str, chance: np.random.Generator) -> str:
        if label == "PER":
            return self._new_person(chance)
        place = _draw(self._places[_draw(("县", "区", "市", "镇", "镇", "乡", "街道"), chance)], chance)
        if label == "LOC":
            return _ENDING.sub(_draw(_SITES, chance), place) if chance.random() < 0.3 else place
        return place + _draw(self._organs[True] or ("总工会",), chance)

    def _person(self, old: str, chance: np.random.Generator) -> str:
        if not 2 <= len(old) <= 4 or not ("一" <= old[0] <= "鿿"):
            return old
        new = self._new_person(chance)
        return "　".join(new) if "　" in old and len(new) == 2 else new

    def _new_person(self, chance: np.random.Generator) -> str:
        parts, draw = self._parts, chance.random()
        if draw < 0.06:
            first, second = (_draw(parts.given, chance) for _ in range(2))
            return first + _draw(("", "·"), chance) + second
        given = _draw(self._given, chance) if self._given else "明"
        if draw < 0.10:
            return _draw(parts.double, chance) + given
        return _draw(self._frequent if draw > 0.30 else self._rare, chance) + given

    def _organ(self, old: str, convention: str, chance: np.random.Generator) -> str:
        """Another place before the organ, and at times another organ behind a place like this."""
        place, rest = self._opening(old)
        others = self._organs[bool(place)]
        if others and convention == "own" and len(rest) > 1 and chance.random() < 0.4:
            rest = _draw(others, chance)
        return (self._place(place, chance) if len(place) > 1 else place) + rest

    def _opening(self, name: str) -> tuple[str, str]:
        """A name's opening place, or the letter that stands for it (市, 县 …), and the rest."""
        for length in range(min(len(name) - 2, 8), 1, -1):
            if name[:length] in self._known or name[:length] in self._short_set:
                return name[:length], name[length:]
        return (name[0], name[1:]) if len(name) > 2 and name[0] in _LEVELS else ("", name)

    def _place(self, old: str, chance: np.random.Generator) -> str:
        """A place of the same kind, where the table of divisions has the old one."""
        found = _ENDING.search(old)
        if found and old in self._known:
            return _draw(self._places[found.group()], chance)
        return _draw(self._shorts, chance) if old in self._short_set else old
