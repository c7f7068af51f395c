"""``RawDocument → CleanDocument``: furniture gone, torn and wrapped lines joined, characters and spaces folded."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gov_bulletin_nlp.clean.characters import INVISIBLE, fold_characters, fold_punctuation, is_half_width
from gov_bulletin_nlp.clean.furniture import furniture, is_web
from gov_bulletin_nlp.clean.paragraphs import Piece, columns, joins, setting
from gov_bulletin_nlp.clean.spacing import close_spaces
from gov_bulletin_nlp.document import CleanDocument, Line, RawDocument
from gov_bulletin_nlp.traced import OURS, TracedText

WHITE = " \t\u3000\u00a0\x85\u2028\u2029\x0b\x0c\r\n"

__all__ = ["clean"]


def clean(raw: RawDocument) -> CleanDocument:
    """Rebuild the text of a bulletin: one paragraph a line, every character traced to its source.

    Args:
        raw: What ``ingest`` read.

    Returns:
        Clean text; cleaning it again changes nothing.
    """
    document = _once(raw)
    while raw.glyphs is None:  # a page shows where paragraphs end; a text shows it again once its gaps are closed
        again = _once(RawDocument(raw.name, raw.sha256, raw.media_type, document.text, document.lines))
        if again.text == document.text:
            break
        document = _composed(document, again)
    return document


def _composed(first: CleanDocument, second: CleanDocument) -> CleanDocument:
    """Two cleanings in a row as one: origins lead through to the source, each paragraph keeps its first print."""
    chain = second.traced.origin
    origin = array("q", (first.traced.origin[index] if index != OURS else OURS for index in chain))
    starts = [line.start for line in first.lines]
    lines = []
    for line in second.lines:
        known = next(index for index in chain[line.start : line.end] if index != OURS)
        printed = first.lines[bisect_right(starts, known) - 1]
        lines.append(replace(printed, start=line.start, end=line.end))
    return CleanDocument(TracedText(second.text, origin), tuple(lines), first.notices)


def _once(raw: RawDocument) -> CleanDocument:
    lines = [TracedText.of(raw.text[line.start : line.end], line.start) for line in raw.lines]
    texts = [_visible(line) for line in lines]
    if is_half_width("\n".join(text.text for text in texts)):
        texts = [text.map(fold_punctuation) for text in texts]
    stripped = [text.text.strip(WHITE) for text in texts]
    drop = furniture(stripped, raw.lines, raw.page_sizes)
    pieces, sources = _pieces(texts, raw.lines, drop)
    groups = _groups(pieces, raw)
    paragraphs: list[TracedText] = []
    printed: list[Line] = []
    at = 0
    for group in groups:
        joined = _join([sources[index] for index in group])
        joined = _settle(joined)
        if not joined.text:
            continue
        first = pieces[group[0]]
        space = first.line.space_above if first.line.space_above is not None else float(first.blank)
        centred = first.line.centred if first.line.centred is not None else (len(group) == 1 and first.indent >= 8)
        printed.append(
            replace(first.line, start=at, end=at + len(joined), space_above=space, centred=centred, indent=first.indent)
        )
        paragraphs.append(joined)
        at += len(joined) + 1
    parts: list[TracedText | str] = []
    for index, paragraph in enumerate(paragraphs):
        parts += ["\n", paragraph] if index else [paragraph]
    return CleanDocument(TracedText.join(parts), tuple(printed), raw.notices)


def _visible(line: TracedText) -> TracedText:
    line = line.delete([found.span() for found in INVISIBLE.finditer(line.text)])
    return line.map(fold_characters)


def _pieces(texts: Sequence[TracedText], lines: Sequence[Line], drop: set[int]) -> tuple[list[Piece], list[TracedText]]:
    pieces: list[Piece] = []
    sources: list[TracedText] = []
    blank, torn, apart = 0, False, False
    for index, (text, line) in enumerate(zip(texts, lines, strict=True)):
        bare = text.text.strip(WHITE)
        if not bare:
            blank += 1
            continue
        if index in drop:
            torn = True
            apart = apart or is_web(bare)  # web pages put together: what stands between them tears no sentence
            continue
        lead = len(text.text) - len(text.text.lstrip(WHITE))
        if pieces and line.page is not None and line.page != pieces[-1].line.page:
            torn = True
        pieces.append(Piece(bare, line, columns(text.text[:lead]), blank, torn, lead, apart))
        sources.append(text[lead : lead + len(bare)])
        blank, torn, apart = 0, False, False
    return pieces, sources


def _groups(pieces: list[Piece], raw: RawDocument) -> list[list[int]]:
    """Indices of pieces that make one paragraph each."""
    if not pieces:
        return []
    style = setting(pieces)
    margins = _margins(pieces) if raw.page_sizes else None
    body_size = _body_size(pieces)
    groups = [[0]]
    for index in range(1, len(pieces)):
        before, after = pieces[groups[-1][-1]], pieces[index]
        right = None
        if margins is not None:
            left, right = margins[index - 1]
            after = replace(
                after, indent=2 if after.line.x0 is not None and _is_indented(after.line, margins[index][0]) else 0
            )
            before = replace(before, indent=2 if before.line.x0 is not None and _is_indented(before.line, left) else 0)
        whole = (
            before if len(groups[-1]) == 1 else replace(before, text="".join(pieces[i].text for i in groups[-1][-3:]))
        )
        whole.__dict__["width"] = before.width
        whole.lead = before.length - len(whole.text)
        page_style = replace(style, indented=True, usual_blank=0, body_size=body_size) if margins else style
        if joins(whole, after, page_style, right):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _body_size(pieces: Sequence[Piece]) -> float | None:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        if piece.line.size is not None:
            sizes[round(piece.line.size * 2) / 2] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else None


def _is_indented(line: Line, left: float) -> bool:
    return line.x0 is not None and line.x0 > left + 1.2 * (line.size or 12)


def _margins(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Left and right margin of the column that each line stands in, from the lines of its page that begin near it.

    The right margin is where most of them end: a wide masthead line above two columns must not count.
    """
    result: list[tuple[float, float]] = []
    by_page: dict[int | None, list[Line]] = {}
    for piece in pieces:
        by_page.setdefault(piece.line.page, []).append(piece.line)
    for piece in pieces:
        line = piece.line
        x0, x1, reach = line.x0 or 0.0, line.x1 or 0.0, 3.4 * (line.size or 12)
        near = [
            (o.x0, o.x1) for o in by_page[line.page] if o.x0 is not None and o.x1 is not None and abs(o.x0 - x0) < reach
        ]
        ends = Counter(round(end / 8) for _, end in near)
        top = max(ends.values(), default=0)
        usual = max((8.0 * bucket for bucket, count in ends.items() if count == top), default=x1)
        result.append((min((start for start, _ in near), default=x0), usual))
    return result


def _join(parts: Sequence[TracedText]) -> TracedText:
    if len(parts) == 1:
        return parts[0]
    joined: list[TracedText | str] = []
    for index, part in enumerate(parts):
        if index and _word(parts[index - 1].text[-1]) and _word(part.text[0]):
            joined.append(" ")
        joined.append(part)
    return TracedText.join(joined)


def _word(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _settle(text: TracedText) -> TracedText:
    """Close spaces until nothing moves: closing one gap may show the next."""
    while True:
        edits = close_spaces(text.text)
        if not edits:
            return text
        text = text.replace(edits)
