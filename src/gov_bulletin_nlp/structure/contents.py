"""Contents (目录): where its titles come back as headlines, also when they were shortened."""

from __future__ import annotations

import re

from gov_bulletin_nlp.script import simplify
from gov_bulletin_nlp.structure.patterns import marker, paged

_NOISE = re.compile(r"[\s“”‘’\"'《》（）()【】\[\]，。、：:；;！!？?·—\-…．.★●▲◆■□◇○※☆]")


def fold(text: str) -> str:
    """Letters and digits only, simplified: what must agree between a title in the contents and its headline."""
    return _NOISE.sub("", simplify(text))


def entry_title(text: str) -> tuple[str, int | None]:
    """Title and page of a contents line, its list marker and leaders gone."""
    found = paged(text)
    title, page = found if found else (text.strip(), None)
    mark = marker(title)
    if mark:
        title = title[mark.length :]
    return title.strip(" 　.…·★"), page


def agreement(title: str, candidate: str) -> float:
    """How well a contents title announces a candidate headline: 1 equal, 0.9 prefix, 0.7 shortened, 0 not at all.

    Args:
        title: Folded title from the contents.
        candidate: Folded text of a candidate headline.
    """
    if len(title) < 3 or len(candidate) < 2:
        return 0.0
    if title == candidate:
        return 1.0
    shorter, longer = sorted((title, candidate), key=len)
    if len(shorter) >= 5 and longer.startswith(shorter) and len(longer) <= 2.6 * len(shorter):
        return 0.9
    if len(shorter) >= 6 and len(longer) <= 3 * len(shorter):
        at = 0
        for character in shorter:
            at = longer.find(character, at) + 1
            if not at:
                break
        else:
            return 0.7
        common = sum(1 for a, b in zip(shorter, longer, strict=False) if a == b)
        if common >= 0.8 * len(shorter) and len(longer) - len(shorter) <= 4:
            return 0.7
    return 0.0
