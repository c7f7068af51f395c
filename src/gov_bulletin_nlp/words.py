"""Words and parts of speech: the only file that knows the segmenter."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    # Imported on first use: its dictionary takes a fifth of a second and 60 MB that not every caller needs.
    import rjieba

    return rjieba


def tag(text: str) -> list[tuple[str, str]]:
    """Cut a text into words with their parts of speech (n noun, v verb, m numeral, q classifier, …), nothing lost."""
    return list(_segmenter().tag(text)) if text else []


def is_known(word: str) -> bool:
    """Whether the segmenter's dictionary has the word; what it has not, it tags by guess, mostly as a verb."""
    return bool(_segmenter().has_word(word))
