"""Counted and measured amounts in a text: number, exactness, unit, kind, and what is counted.

One pass: a compiled pattern finds where a number may begin, a small parser reads on from there, and tables decide.
"""

from __future__ import annotations

import re
from dataclasses import replace

from gov_bulletin_nlp.annotate.counted import add_counted
from gov_bulletin_nlp.annotate.hazards import date_end, is_date_start, is_era_year
from gov_bulletin_nlp.annotate.quantity_grammar import QuantityGrammar
from gov_bulletin_nlp.annotate.quantity_tables import QuantityLexicon, Tables, tables_for
from gov_bulletin_nlp.annotate.refusals import ARABIC_DIGITS, counts_days, is_weekday, skip_code
from gov_bulletin_nlp.document import Quantity
from gov_bulletin_nlp.numerals import NUMERAL

_CANDIDATE = re.compile(NUMERAL + "|半")
_ONE_BAR_BEFORE = frozenset("落漏第统唯单同万专逐进每某这那之其任何另哪初高大小前后上下去新再有逢唯头尽")
_ONE_TO = re.compile("[至到][二两三四五六七八九]")
_ORDINAL_LINK = re.compile(r"\s?(?:[-－—–~～至到、和及与]|——)\s?$")


def find_quantities(text: str, *, counted: bool = True, lexicon: QuantityLexicon | None = None) -> list[Quantity]:
    """Find every quantity of a text.

    Args:
        text: A headline, a paragraph, or several joined by line ends.
        counted: Also find the noun phrase that is counted; needs the segmenter and costs about as much again.
        lexicon: Units and hazards to use beside the built-in ones.

    Returns:
        Quantities in text order, never overlapping, with offsets into ``text``.
    """
    reader = _Reader(text, tables_for(lexicon))
    found = reader.read()
    return add_counted(text, found) if counted and found else found


class _Reader:
    """One text on its way through the grammar."""

    __slots__ = ("_grammar", "_ordinal_end", "_tables", "_text")

    def __init__(self, text: str, tables: Tables) -> None:
        self._grammar = QuantityGrammar(text, tables)
        self._text = self._grammar.text
        self._tables = tables
        self._ordinal_end = -1

    def read(self) -> list[Quantity]:
        text = self._text
        found: list[Quantity] = []
        position = 0
        search = _CANDIDATE.search
        while True:
            match = search(text, position)
            if match is None:
                return found
            start, end = match.span()
            position = end
            run = match[0]
            if run == "一" and not self._one_may_count(start, end):
                continue
            if run == "半":
                quantity = self._grammar.half(start)
                if quantity is not None and not self._grammar.is_silent(start, end):
                    found.append(quantity)
                    position = max(position, quantity.end)
                continue
            if end - start > 40:
                continue
            resumed = self._not_a_count(start, end)
            if resumed is not None:
                position = max(position, resumed)
                continue
            quantity, position = self._grammar.quantity(start, end, run)
            if quantity is not None:
                if found and quantity.start < found[-1].end:
                    quantity = replace(quantity, start=found[-1].end, text=text[found[-1].end : quantity.end])
                found.append(quantity)

    def _one_may_count(self, start: int, end: int) -> bool:
        text = self._text
        if end >= len(text) or (
            start and text[start - 1] in _ONE_BAR_BEFORE and not text.startswith("过去一年", max(0, start - 2))
        ):
            return False
        return text[end] in self._tables.units or text[end] in "半分 " or _ONE_TO.match(text, end) is not None

    def _not_a_count(self, start: int, end: int) -> int | None:
        """Where to read on when the numeral is an ordinal, a date, a code or part of a set phrase; else ``None``."""
        text = self._text
        before = text[start - 1] if start else ""
        if before == "届":
            return end
        if before == "第":
            self._ordinal_end = end
            return end
        if self._ordinal_end >= 0 and start - self._ordinal_end <= 4:
            link = _ORDINAL_LINK.search(text, self._ordinal_end, start)
            if link and link.start() <= self._ordinal_end + 1:
                self._ordinal_end = end
                return end
        if before in ("周", "期") and is_weekday(text, start, end):
            return end
        if (before and before in "#№@_&=*×+＋") or (before.isascii() and before.isalpha()):
            return skip_code(text, end)
        if (
            before in (":", "：", "∶", "/", "／", ".", "．", "-", "－")
            and start > 1
            and text[start - 2] in ARABIC_DIGITS
        ):
            return skip_code(text, end)
        if end < len(text):
            after = text[end]
            if after in "+＋" or (
                after in "-－" and end + 1 < len(text) and text[end + 1].isascii() and text[end + 1].isalpha()
            ):
                return skip_code(text, end)
            if is_era_year(text, start, end):
                return end
            if is_date_start(text, end):
                stop = date_end(text, start)
                if stop is not None and not counts_days(text, start, stop):
                    return stop
        if not text.startswith("分之", end) and self._grammar.is_silent(start, end):
            return end
        return None
