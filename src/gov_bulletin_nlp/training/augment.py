"""Exchanges names in examples for others of the same make, so that a model learns their surroundings, not a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gov_bulletin_nlp.divisions import table as divisions
from gov_bulletin_nlp.divisions import townships
from gov_bulletin_nlp.training.characters import COMMON_SURNAMES, DOUBLE_SURNAMES, RARE_SURNAMES
from gov_bulletin_nlp.training.data import Example, Span

_ENDING = re.compile(r"(?:自治区|自治州|自治县|街道办事处|街道|[省市州盟县区旗镇乡])$")
_MINORITY = (
    "阿卜 阿布都 阿不都 买买提 艾合买提 阿依古丽 古丽 热依汗 玛丽亚木 吐尔逊 艾力 卡德尔 库尔班 依明 努尔 巴哈提 叶尔肯 古丽娜尔 "
    "阿迪力 伊力哈木 帕提古丽 迪丽努尔 木合塔尔 赛买提 塔依尔 居马 哈力克 沙吾提 玉素甫 肉孜"
).split()
_TIBETAN = (
    "扎西 次仁 卓玛 旺堆 多吉 达瓦 尼玛 平措 央金 拉姆 格桑 罗布 顿珠 桑吉 才让 仁青 索南 德吉 洛桑 丹增 曲珍 措姆 普布 白玛 江央 "
    "旦增 加措 巴桑 次旦 贡布"
).split()
_MONGOL = (
    "巴特尔 其其格 乌云 斯琴 高娃 那仁 图雅 苏和 宝音 朝鲁 布和 额尔敦 哈斯 塔娜 萨仁 乌兰 敖登 格日勒 阿拉坦 呼日勒 特木尔 "
    "孟和 娜仁 其木格 满都拉"
).split()


class Renamer:
    """Makes new names from the surnames, the table of divisions and the parts of names it was shown."""

    def __init__(self, examples: Sequence[Example], seed: int) -> None:
        self._given: list[str] = []
        for example in examples:
            for start, end, label in example.spans:
                name = example.text[start:end]
                if label == "PER" and 2 <= len(name) <= 3 and name[0] in COMMON_SURNAMES + RARE_SURNAMES:
                    self._given.append(name[1:])
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
        swapped: dict[str, str] = {}
        for start, end, label in example.spans:
            before = example.text[at:start]
            old = example.text[start:end]
            if old not in swapped:
                swapped[old] = self._person(old, chance) if label == "PER" else self._place(old, label, chance)
            name = swapped[old]
            parts += (before, name)
            length += len(before)
            spans.append((length, length + len(name), label))
            length += len(name)
            at = end
        parts.append(example.text[at:])
        text = "".join(parts)
        return replace(example, text=text, spans=tuple(spans)) if text != example.text else example

    def _person(self, old: str, chance: np.random.Generator) -> str:
        if not 2 <= len(old) <= 4 or not self._given or not ("一" <= old[0] <= "鿿"):
            return old
        draw = chance.random()
        if draw < 0.06:
            pool = (_MINORITY, _TIBETAN, _MONGOL)[int(chance.integers(3))]
            first, second = (str(chance.choice(pool)) for _ in range(2))
            return first + ("·" if pool is _MINORITY else "") + second
        given = str(chance.choice(self._given))
        if draw < 0.10:
            return str(chance.choice(DOUBLE_SURNAMES)) + given
        pool_of = RARE_SURNAMES if draw < 0.30 else COMMON_SURNAMES
        return pool_of[int(chance.integers(len(pool_of)))] + given

    def _place(self, old: str, label: str, chance: np.random.Generator) -> str:
        """A place for a place; in an organisation's name only the place that opens it is exchanged."""
        limit = len(old) if label == "LOC" else len(old) - 2
        for length in range(min(limit, 8), 1, -1):
            head, rest = old[:length], old[length:]
            found = _ENDING.search(head)
            if found and head in self._known:
                pool = self._places[found.group()]
                return str(chance.choice(pool)) + rest
            if head in self._short_set and (label == "ORG" or not rest):
                return str(chance.choice(self._shorts)) + rest
        return old
