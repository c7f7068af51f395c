"""Annotated text → examples: public corpora as JSON lines, bulletins in the markup, and files of marked sentences."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gov_bulletin_nlp.errors import GoldInvalid, NotFound
from gov_bulletin_nlp.markup import JOIN, LABELS, Mark, Marked, parse_markup

Span = tuple[int, int, str]
_LONGEST = 240
_SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’）)」』]*|[^。！？；!?;]+$")
_CLAUSE = re.compile(r"[^，,、：:]*[，,、：:]|[^，,、：:]+$")
_AFTER_JOIN = re.compile(rf"{JOIN}\s*")


@dataclass(frozen=True)
class Example:
    """One line of text with its names.

    Attributes:
        text: Without line ends.
        spans: Start, end and label of each name, the outermost only.
        convention: Whose idea of a name the labels follow.
        weight: How often an epoch shows it, on average.
        document: Where it comes from; examples of one document stay together when the data are divided.
    """

    text: str
    spans: tuple[Span, ...]
    convention: str = "own"
    weight: float = 1.0
    document: str = ""


@dataclass(frozen=True)
class Source:
    """Where examples come from.

    Attributes:
        path: A ``.jsonl`` or ``.jsonl.gz`` file, a ``.ann`` bulletin, a ``.txt`` file of marked sentences, or a folder
            with ``*.ann`` and ``sentences*.txt``.
        convention: Whose idea of a name the labels follow; ``own`` for bulletins.
        weight: How often an epoch shows each example, on average.
        where: Only rows of a JSON lines file whose fields have one of these values.
    """

    path: Path
    convention: str = "own"
    weight: float = 1.0
    where: dict[str, list[str]] = field(default_factory=dict)


def read_source(source: Source) -> list[Example]:
    """Read all examples of a source.

    Args:
        source: What to read.

    Returns:
        The examples in file order, long paragraphs cut at sentence ends.

    Raises:
        NotFound: There is nothing at the path.
        GoldInvalid: A file breaks the markup or the layout.
    """
    path = source.path
    if path.is_dir():
        files = sorted(file for pattern in ("*.ann", "sentences*.txt") for file in path.rglob(pattern))
    elif path.is_file():
        files = [path]
    else:
        raise NotFound("there is nothing to train on at this path.", str(path))
    examples: list[Example] = []
    for file in files:
        for text, spans in _read_file(file, source):
            for piece, inner in lines_of(text, spans):
                examples.append(Example(piece, tuple(inner), source.convention, source.weight, file.name))
    return examples


def _read_file(file: Path, source: Source) -> Iterator[tuple[str, list[Span]]]:
    try:
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        lines = content.decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise GoldInvalid(f"this file is no UTF-8 text ({error}); write it as such.", file.name) from error
    if file.name.endswith((".jsonl", ".jsonl.gz")):
        for number, line in enumerate(lines.splitlines(), 1):
            row = _row(line, f"{file.name}:{number}")
            if all(row.get(key) in values for key, values in source.where.items()):
                yield row["text"], outermost([(span[0], span[1], span[2]) for span in row["spans"]])
        return
    if file.suffix == ".ann":
        marked = parse_markup(lines, file.name)
        # Where only the structure was annotated, unmarked names would teach that they are none.
        if marked.header.get("annotated", "full") == "full":
            for region in regions_of(marked):
                yield passage(marked, region)
        return
    for number, line in enumerate(lines.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                marked = parse_markup(line, f"{file.name}:{number}")
            except GoldInvalid as error:
                raise GoldInvalid(error.message, f"{file.name}:{number}") from error
            yield passage(marked, Mark("b", None, False, 0, len(marked.text)))


def _row(line: str, place: str) -> dict[str, Any]:
    """One row of a JSON lines file: an object with ``text`` and ``spans`` that lie in it."""
    try:
        row = json.loads(line)
        text, spans = row["text"], row["spans"]
        right = all(0 <= span[0] < span[1] <= len(text) and span[2] in LABELS.values() for span in spans)
    except (ValueError, LookupError, TypeError) as error:
        raise GoldInvalid('this row is not {"text": …, "spans": [[start, end, label], …]}; mend it.', place) from error
    if not right:
        raise GoldInvalid(
            f"a span lies outside the text or has a label other than {', '.join(LABELS.values())}.", place
        )
    return row  # type: ignore[no-any-return]


def regions_of(marked: Marked) -> list[Mark]:
    """Headlines, subtitles and bodies: the parts of a bulletin in which names are annotated."""
    return [mark for mark in marked.marks if mark.tag in ("h", "sub", "b")]


def passage(marked: Marked, region: Mark) -> tuple[str, list[Span]]:
    """Clean text of a part of a bulletin with its names: page noise and captions cut out, damage joints closed.

    Args:
        marked: The bulletin.
        region: The part.

    Returns:
        The text and its outermost names.
    """
    kept = list(range(region.start, region.end))
    for hole in marked.inside(region, "x", "cap", "by", "byo", "note"):
        kept = [at for at in kept if not hole.start <= at < hole.end]
    # Joints after holes: page noise stands between a joint and what it is joined to.
    shown = "".join(marked.text[at] for at in kept)
    torn = {at for joint in _AFTER_JOIN.finditer(shown) for at in range(*joint.span())}
    kept = [place for at, place in enumerate(kept) if at not in torn]
    text = "".join(marked.text[at] for at in kept)
    spans = [
        (bisect_left(kept, mark.start), bisect_left(kept, mark.end), LABELS[mark.tag])
        for mark in marked.inside(region, *LABELS)
    ]
    return text, outermost(spans)


def outermost(spans: list[Span]) -> list[Span]:
    """The spans that lie in no other; of equal or crossing ones the first.

    Args:
        spans: In any order.

    Returns:
        Disjoint spans in text order.
    """
    chosen: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if span[1] > span[0] and (not chosen or span[0] >= chosen[-1][1]):
            chosen.append(span)
    return chosen


def lines_of(text: str, spans: list[Span]) -> Iterator[tuple[str, list[Span]]]:
    """Cut a passage into lines of bearable length, never inside a name.

    Args:
        text: A passage.
        spans: Its names.

    Yields:
        A line and its names.
    """
    inside = [False] * (len(text) + 1)
    for start, end, _ in spans:
        inside[start + 1 : end] = [True] * max(0, end - start - 1)
    for found in re.finditer(r"[^\n]+", text):
        for start, end in _pieces(text, found.start(), found.end(), inside):
            line = text[start:end]
            if line.strip():
                yield line, [(s - start, e - start, k) for s, e, k in spans if start <= s and e <= end]


def _pieces(text: str, start: int, end: int, inside: list[bool]) -> list[tuple[int, int]]:
    if end - start <= _LONGEST:
        return [(start, end)]
    return [
        piece
        for begin, stop in _cut(_SENTENCE, text, start, end, inside)
        for piece in ([(begin, stop)] if stop - begin <= 2 * _LONGEST else _cut(_CLAUSE, text, begin, stop, inside))
    ]


def _cut(pattern: re.Pattern[str], text: str, start: int, end: int, inside: list[bool]) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    at = start
    for found in pattern.finditer(text, start, end):
        if found.end() - at >= _LONGEST // 2 and not inside[found.end()]:
            pieces.append((at, found.end()))
            at = found.end()
    return [*pieces, (at, end)] if at < end else pieces
