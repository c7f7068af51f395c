"""Project an annotated bulletin onto the rows of the cleaned text: the kind that each row really is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from gov_bulletin_nlp.markup import JOIN, Marked
from gov_bulletin_nlp.structure.patterns import part
from gov_bulletin_nlp.structure.rows import Row

WINDOW = 9


def fold(text: str) -> tuple[str, list[int]]:
    """Text without white space, widths folded, and for each of its characters the index in the original."""
    characters, places = [], []
    for index, character in enumerate(text):
        if character.isspace() or character == JOIN or character in "\u200b\ufeff":
            continue
        folded = unicodedata.normalize("NFKC", character)
        characters.append(folded if len(folded) == 1 else character)
        places.append(index)
    return "".join(characters), places


def align(printed: str, annotated: str) -> list[int]:
    """For each character of ``printed`` its index in ``annotated``, or −1; both folded, nearly equal."""
    result = [-1] * len(printed)
    i = j = 0
    while i < len(printed) and j < len(annotated):
        if printed[i] == annotated[j]:
            result[i] = j
            i, j = i + 1, j + 1
            continue
        for size in (WINDOW, 5, 3):
            skip_annotated = annotated.find(printed[i : i + size], j, j + 600)
            skip_printed = printed.find(annotated[j : j + size], i, i + 600)
            if skip_annotated >= 0 or skip_printed >= 0:
                break
        if skip_annotated >= 0 and (skip_printed < 0 or skip_annotated - j <= skip_printed - i):
            j = skip_annotated
        elif skip_printed >= 0:
            i = skip_printed
        else:
            i, j = i + 1, j + 1
    return result


@dataclass
class Truth:
    """Kind of a row, and for a run-in headline where in the row its body begins."""

    kind: str
    body_at: int | None = None


def truths(marked: Marked, rows: list[Row], text: str) -> list[Truth]:
    """The kind of every row.

    Args:
        marked: The annotated bulletin.
        rows: Rows of the cleaned text.
        text: The cleaned text.
    """
    annotated, annotated_places = fold(marked.text)
    printed, printed_places = fold(text)
    places = align(printed, annotated)
    back = {index: annotated_places[j] for index, j in zip(printed_places, places, strict=True) if j >= 0}
    bodies = [m for m in marked.marks if m.tag == "b"]
    first_body = min((m.start for m in marked.marks if m.tag in "bha"), default=len(marked.text))
    last_end = max((m.end for m in marked.marks if m.tag in ("b", "by", "byo")), default=0)
    headlined: dict[int, bool] = {}
    open_headline = False
    for mark in marked.marks:
        if mark.tag in ("h", "a"):
            open_headline = mark.tag == "h" or open_headline
        elif mark.tag == "b":
            headlined[mark.start] = open_headline
            open_headline = False
    started: set[int] = set()
    headlines_started: set[int] = set()
    result: list[Truth] = []
    in_contents = False
    for row in rows:
        at = [back[i] for i in range(row.start, row.end) if i in back]
        if at and at[0] >= last_end and result and result[-1].kind == "F":
            result.append(Truth("F"))
            continue
        if (
            "signature" in row.flags
            and result
            and result[-1].kind == "K"
            and not any(b.start <= at[0] < b.end for b in bodies if at)
        ):
            result.append(Truth("K"))
            continue
        result.append(
            _truth(
                row, at, back, marked, bodies, headlined, started, headlines_started, first_body, last_end, in_contents
            )
        )
        if at and at[0] < first_body:
            in_contents = result[-1].kind == "T"
    return result


def _truth(
    row, at, back, marked, bodies, headlined, started, headlines_started, first_body, last_end, in_contents
) -> Truth:  # type: ignore[no-untyped-def]
    if not at:
        return Truth("F" if result_is_late(row) else "B")
    inside = {}
    for mark in marked.marks:
        if mark.tag in ("h", "sub", "col", "note", "cap", "toc", "by", "byo", "b"):
            overlap = sum(1 for index in at if mark.start <= index < mark.end)
            if overlap:
                inside.setdefault(mark.tag, []).append((overlap, mark))
    if "toc" in inside:
        return Truth("T")
    if "b" in inside:
        body = max(inside["b"], key=lambda item: item[0])[1]
        first = body.start not in started
        started.add(body.start)
        names = [
            m
            for tag in ("by", "byo")
            for _, m in inside.get(tag, [])
            if m.start >= body.end and m.start - body.end < 40
        ]
        closed = bool(names) and row.tail is not None and bool(row.tail.credits.names)
        captions = sum(overlap for overlap, _ in inside.get("cap", []))
        if captions * 2 > len(at):
            started.discard(body.start) if first else None
            return Truth("P")
        head = [m for _, m in inside.get("h", []) if m.end <= body.start]
        if first and head:
            body_at = next((i for i in range(row.start, row.end) if i in back and back[i] >= body.start), row.end)
            return Truth("r" if closed else "R", body_at - row.start)
        if first and not headlined[body.start]:
            return Truth("i" if closed else "I")
        return Truth("b" if closed else "B")
    if "h" in inside:
        mark = inside["h"][0][1]
        again = mark.start in headlines_started
        previous = [m for m in marked.marks if m.tag == "h" and m.end <= mark.start and m.start in headlines_started]
        follows = previous and not any(
            m.tag in ("b", "a") and previous[-1].end <= m.start < mark.start for m in marked.marks
        )
        headlines_started.add(mark.start)
        return Truth("G" if again or follows else "H")
    for tag, kind in (("sub", "S"), ("cap", "P"), ("note", "N"), ("col", "C")):
        if tag in inside:
            return Truth(
                "T" if tag == "col" and in_contents and at[0] < first_body and _contents_follow(marked, at[0]) else kind
            )
    if "by" in inside or "byo" in inside:
        following = [b for b in bodies if b.start > at[-1]]
        opens = [m for m in marked.marks if m.tag in ("h", "a") and m.start < at[0]]
        last_open = max((m.start for m in opens), default=-1)
        waiting = not any(last_open <= b.start <= at[0] for b in bodies) and last_open >= 0
        return Truth("Q" if waiting and following else "K")
    if at[0] < first_body:
        if "contents-heading" in row.flags:
            return Truth("T")
        closes = row.column is not None or row.repeats_later or bool(row.flags & {"briefs", "paged"})
        if in_contents and (closes or _contents_follow(marked, at[0])):
            return Truth("T")
        if any(m.tag == "note" and m.start - at[-1] in range(12) for m in marked.marks) and part("note").match(
            row.text
        ):
            return Truth("N")
        return Truth("L" if len(row.text) > 30 and row.text[-1] in "。：" else "M")
    if at[0] >= last_end:
        return Truth(
            "K" if row.byline and row.byline.credits.strength == "none" and not _is_colophon(marked, row) else "F"
        )
    if part("note").match(row.text):
        return Truth("N")
    if row.byline:
        opens = [m for m in marked.marks if m.tag in ("h", "a") and m.start < at[0]]
        last_open = max((m.start for m in opens), default=-1)
        return Truth("K" if any(last_open <= b.start <= at[0] for b in bodies) else "Q")
    opened = max((m.start for m in marked.marks if m.tag in ("h", "a") and m.start < at[0]), default=-1)
    if opened >= 0 and not any(opened <= b.start <= at[0] for b in bodies):
        return Truth("Q")
    return Truth("L")


def result_is_late(row: Row) -> bool:
    """Rows that hold nothing of the annotated text are page furniture; late ones read as colophon."""
    return "colophon" in row.flags


def _is_colophon(marked: Marked, row: Row) -> bool:
    editors = (marked.header.get("colophon") or {}).get("editors") or []
    return any("".join(name.split()) in "".join(row.text.split()) for name in editors)


def _contents_follow(marked: Marked, at: int) -> bool:
    return any(m.tag == "toc" and m.start > at for m in marked.marks)
