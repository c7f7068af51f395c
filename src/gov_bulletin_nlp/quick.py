"""The one-line doors: a default pipeline, built on first use and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from gov_bulletin_nlp.pipeline import Pipeline, Source
from gov_bulletin_nlp.records import Bulletin

if TYPE_CHECKING:
    from gov_bulletin_nlp.batch import Outcome


@cache
def _default() -> Pipeline:
    return Pipeline()


def parse(source: Source, *, name: str | None = None) -> Bulletin:
    """Parse one bulletin with the default pipeline.

    Args:
        source: A path, bytes, or a file object opened for reading bytes; TXT or PDF, told by content.
        name: What to call it in the record; by default the file's name.

    Raises:
        BulletinError: The input cannot be read; ``code`` says why.
    """
    return _default().parse(source, name=name)


def parse_text(text: str, *, name: str | None = None) -> Bulletin:
    """Parse text that is decoded already, with the default pipeline; any string gives a record."""
    return _default().parse_text(text, name=name)


def parse_many(sources: Iterable[Source], workers: int = 1) -> Iterator[Outcome]:
    """Parse many with the default pipeline; see ``Pipeline.parse_many``."""
    return _default().parse_many(sources, workers)
