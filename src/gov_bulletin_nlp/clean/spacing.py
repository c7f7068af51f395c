"""Spaces: those that typesetting and extraction left are dropped, those that separate phrases stay."""

from __future__ import annotations

import re

CJK = "\u3400-\u9fff\uf900-\ufaff〇"
_RUN = re.compile(r"[ \u3000\t]+")
_NEAR_PUNCTUATION = re.compile(r" +(?=[，。；：？！、）》”’】〉」』])|(?<=[，。；：？！、（《“‘【〈「『]) +")
_LABEL = rf"[{CJK}]{{2,5}}[：:]"
_AFTER_NUMBER = re.compile(rf"(?<=[0-9])(?<!:[0-9][0-9]) (?=[{CJK}%‰℃])(?!{_LABEL})")
_BEFORE_NUMBER = re.compile(rf"(?<=[{CJK}]) +(?=[0-9][0-9.,，、—－~～\-]* +[{CJK}%])")
_PHRASE_END = re.compile(r"[，。；：？！、]")
_LETTER_SPACED = re.compile(rf"^[{CJK}](?: {{1,8}}[{CJK}]){{1,}}$")
_SINGLE = re.compile(rf"(?<![{CJK}A-Za-z0-9])[{CJK}](?: {{1,4}}[{CJK}])+(?![{CJK}A-Za-z0-9])")
_DATE_OPENING = re.compile(r"(?<![年月]) +(?=[0-9]{1,4} *[年月日])")


def close_spaces(line: str) -> list[tuple[int, int, str]]:
    """Edits that close the stray spaces of one paragraph.

    Dropped: spaces after a number and, when the number has one after it too, before it (``街面巡查 540 次``); spaces
    beside full-width punctuation; the spacing of letter-spaced titles (``工 作 简 报``) and names (``黄 寰``).
    Kept: a space between two phrases, one before a label (``08:46 来源：``), and the one before a date that may open a body run in after its headline.
    A longer gap becomes two spaces, so that fields far apart on a line stay apart; tabs between table cells stay.

    Args:
        line: A paragraph without outer white space.

    Returns:
        Ordered, non-overlapping edits ``(start, end, replacement)``.
    """
    if " " not in line and "\u3000" not in line and "\t" not in line:
        return []
    if _LETTER_SPACED.match(line.replace("\u3000", " ")) and len(line) <= 80:
        return [(found.start(), found.end(), "") for found in _RUN.finditer(line)]
    flat = line.replace("\u3000", " ")
    drop: set[int] = set()
    for pattern in (_NEAR_PUNCTUATION, _AFTER_NUMBER):
        drop.update(found.start() for found in pattern.finditer(flat))
    first_end = _PHRASE_END.search(flat)
    opening = {
        found.start() for found in _DATE_OPENING.finditer(flat) if not first_end or found.start() < first_end.start()
    }
    drop.update(found.start() for found in _BEFORE_NUMBER.finditer(flat) if found.start() not in opening)
    for found in _SINGLE.finditer(flat):
        if len(found.group().split()) > 3:  # two names, or a title in the middle of a line: whoever reads it decides
            continue
        drop.update(found.start() + inner.start() for inner in re.finditer(" +", found.group()))
    edits = []
    for found in _RUN.finditer(line):
        old = found.group()
        if any(at in drop for at in range(found.start(), found.end())):
            new = ""
        elif "\t" in old:
            new = "\t"
        else:
            new = " " if len(old) == 1 else "  "
        if new != old:
            edits.append((found.start(), found.end(), new))
    return edits
