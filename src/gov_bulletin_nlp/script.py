"""Traditional characters read as simplified ones, so that one table of words serves both scripts."""

from __future__ import annotations

import re
from functools import lru_cache

from gov_bulletin_nlp.tables import lines


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], dict[int, str]]:
    rows = dict(line.split("\t", 1) for line in lines("traditional.tsv"))
    pairs = zip(rows["traditional"], rows["simplified"], strict=True)
    return re.compile(f"[{rows['traditional']}]"), str.maketrans(dict(pairs))


@lru_cache(maxsize=64)  # one row is asked for many things, one after the other
def simplify(text: str) -> str:
    """Write a text in simplified characters, one for one, so that every offset stays."""
    pattern, table = _table()
    return text.translate(table) if pattern.search(text) else text
