"""An annotated bulletin with small changes of layout: headlines run in or broken, the masthead gone, bylines moved."""

from __future__ import annotations

import itertools
import random
import re

from gov_bulletin_nlp.markup import Mark, Marked


def edited(marked: Marked, edits: list[tuple[int, int, str]]) -> Marked:
    """The bulletin with stretches replaced, its marks moved along; marks that lie in a dropped stretch are dropped."""
    pieces, at, moves = [], 0, []
    for start, end, new in sorted(edits):
        pieces += [marked.text[at:start], new]
        moves.append((start, end, len(new)))
        at = end
    pieces.append(marked.text[at:])

    def move(offset: int) -> int:
        shift = 0
        for start, end, size in moves:
            if offset >= end:
                shift += size - (end - start)
            elif offset > start:
                return start + shift
        return offset + shift

    marks = []
    for mark in marked.marks:
        if any(start <= mark.start and mark.end <= end and end > start and not new for start, end, new in edits):
            continue
        marks.append(Mark(mark.tag, mark.value, mark.optional, move(mark.start), move(mark.end)))
    return Marked(marked.header, "".join(pieces), marks)


def restyled(marked: Marked, draw: random.Random) -> list[Marked]:
    """The bulletin as other offices would set it: headlines run in or on their own line, no masthead, no bylines, one article."""
    result = []
    marks = [m for m in marked.marks if m.tag in ("h", "b", "sub", "by", "byo", "a", "col", "note", "toc")]
    pairs = [(h, b) for h, b in itertools.pairwise(marks) if h.tag == "h" and b.tag == "b"]
    gaps = [(h.end, b.start, marked.text[h.end : b.start]) for h, b in pairs]
    own_line = [(start, end) for start, end, gap in gaps if "\n" in gap and not gap.strip()]
    run_in = [(start, end) for start, end, gap in gaps if "\n" not in gap]
    if len(own_line) >= 2:
        space = draw.choice((" ", "  ", "\u3000", "。"))
        result.append(edited(marked, [(start, end, space) for start, end in own_line]))
    if len(run_in) >= 2:
        result.append(edited(marked, [(start, end, "\n") for start, end in run_in]))
    long_heads = [
        m for m in marked.marks if m.tag == "h" and m.end - m.start >= 16 and "\n" not in marked.text[m.start : m.end]
    ]
    broken = []
    for mark in long_heads:
        printed = marked.text[mark.start : mark.end]
        places = [i + 1 for i, c in enumerate(printed) if c in " ，\u3000”" and 5 <= i <= len(printed) - 6] or [
            len(printed) // 2
        ]
        cut = mark.start + draw.choice(places)
        broken.append((cut - (marked.text[cut - 1] in " \u3000"), cut, "\n"))
    if broken and own_line:
        result.append(edited(marked, broken))
    opens = [m for m in marked.marks if m.tag in ("h", "a", "b")]
    if opens:
        line = marked.text.rfind("\n", 0, opens[0].start) + 1
        last = max(m.end for m in marked.marks if m.tag in ("b", "by", "byo"))
        stop = marked.text.find("\n", last)
        bare = Marked({**marked.header, "masthead": None, "colophon": None}, marked.text, marked.marks)
        result.append(edited(bare, [(0, line, "")] + ([(stop, len(marked.text), "")] if stop > 0 else [])))
    bodies = [m for m in marked.marks if m.tag == "b"]
    tails = []
    for body in bodies:
        closing = re.match(r"[（(][^（()）\n]{2,60}[）)]", marked.text[body.end :].lstrip("\u3000 \n"))
        if closing:
            start = marked.text.index(closing.group(), body.end)
            tails.append((body.end, start + len(closing.group()), ""))
    if tails:
        result.append(edited(marked, tails))
        result.append(_leading(marked, draw))
    return result


def _leading(marked: Marked, draw: random.Random) -> Marked:
    """Bylines in brackets after a body moved in front of it: 【供稿/…】 or a credit line under the headline."""
    style = draw.choice(
        ("【供稿/{}】", "（供稿：{}）", "本报讯（通讯员 {}）", "\n来源：{}\n", "\n供稿：{}  编辑：林之远\n")
    )
    edits: list[tuple[int, int, str]] = []
    bodies = [m for m in marked.marks if m.tag == "b"]
    for body in bodies:
        after = marked.text[body.end : body.end + 70]
        closing = re.match(r"[\u3000 \n]*[（(]([^（()）\n]{2,60})[）)]", after)
        before = marked.text[: body.start]
        if closing and before.rstrip(" \u3000")[-1:] in ("\n", ""):
            edits.append((body.start, body.start, style.format(closing.group(1)).removeprefix("\n")))
            edits.append((body.end, body.end + closing.end(), ""))
    moved = edited(marked, edits)
    for mark in moved.marks:
        if mark.tag == "b":  # an insertion at a body's start stands before it
            for start, end, new in edits:
                if start == end and new and moved.text[mark.start : mark.start + len(new)] == new:
                    mark.start += len(new)
                    break
    return moved
