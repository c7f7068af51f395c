"""Evidence that a row gives of itself and through the rows beside it: names that the trained weights know."""

from __future__ import annotations

from gov_bulletin_nlp.structure.patterns import SENTENCE_END
from gov_bulletin_nlp.structure.rows import Issue, Row

WORDED = 45
"""Rows up to this length, in characters, give the pairs of their characters as evidence."""

GRAM = 3
TAKEN_UP = 120
"""Characters that must agree, and how far into a text they are looked for."""

_LENGTHS = (3, 6, 9, 13, 18, 24, 31, 40, 52, 70, 110)


_TELLS_AFTER = frozenset(
    (
        "annals",
        "briefs",
        "caption",
        "contents-heading",
        "dialogue",
        "document-title",
        "note",
        "salutation",
        "signed",
        "year-line",
    )
)
_TELLS_BEFORE = frozenset(
    ("annals", "attachment", "caption", "dialogue", "entry", "note", "salutation", "signature", "signed", "year-line")
)
"""Flags of a row that also say something of the row after it, and of the one before it."""


def bucket(number: int) -> str:
    """A length as one of a dozen classes."""
    for position, bound in enumerate(_LENGTHS):
        if number <= bound:
            return f"{position}"
    return "x"


def ending(text: str) -> str:
    """How a row ends: with a full stop, a colon, a bracket, a plain word."""
    last = text[-1]
    if last in "。；;.…":
        return "stop"
    if last in "！？!?":
        return "cry"
    if last in "：:":
        return "colon"
    if last in "，、,":
        return "comma"
    if last in "”’》】」』":
        return "quote"
    if last in "）)":
        return "bracket"
    return "word" if last.isalpha() else "other"


def _size(row: Row) -> str:
    length = len(row.text)
    return (
        "xs"
        if length <= 4
        else "s"
        if length <= 9
        else "m"
        if length <= 24
        else "l"
        if length <= 45
        else "xl"
        if length < 75
        else "xxl"
    )


def _after(row: Row | None) -> str:
    """What kind of thing follows, coarsely."""
    if row is None:
        return "end"
    if row.lead:
        return "lead"
    if row.byline:
        return "byline"
    if row.column:
        return "column"
    if row.mark:
        return "mark:" + ("long" if row.long else "short")
    if row.long:
        return "long"
    if "colophon" in row.flags:
        return "colophon"
    return "sentence" if row.text[-1] in SENTENCE_END else "short"


def _before(row: Row | None) -> str:
    """What stands before, coarsely."""
    if row is None:
        return "start"
    if row.tail and row.tail.credits.names:
        return "closed"
    if row.byline:
        return "byline"
    if row.column:
        return "column"
    if row.long or row.text[-1] in SENTENCE_END:
        return "text"
    return "short"


def neighbours(row: Row, before: Row | None, after: Row | None) -> list[str]:
    """Evidence from the rows before and after."""
    shape = f"{_size(row)}:{ending(row.text)}"
    features = [
        f"shape:{shape}:{_after(after)}",
        f"place:{_before(before)}:{shape}",
        f"between:{_before(before)}:{_after(after)}",
    ]
    if row.mark:
        if after is not None and after.mark and after.mark.style == row.mark.style:
            features.append("n:mates")
        if before is not None and before.mark and before.mark.style == row.mark.style:
            features.append("p:mates")
    if before is None:
        features.append("first")
    else:
        features += ["p:is:" + flag for flag in sorted(before.flags & _TELLS_AFTER)]
        features.append("p:" + ("long" if before.long else bucket(len(before.text))) + ending(before.text))
        if before.tail:
            features.append("p:tail:" + before.tail.credits.strength)
        if before.byline and not before.long:
            features.append("p:byline:" + before.byline.credits.strength)
        if before.column:
            features.append("p:column")
    if after is None:
        features.append("last")
    else:
        features += ["n:is:" + flag for flag in sorted(after.flags & _TELLS_BEFORE)]
        features.append("n:" + ("long" if after.long else bucket(len(after.text))))
        features.append("n:end:" + ending(after.text))
        if after.opening:
            features.append("n:opens:" + after.opening)
        if after.mark:
            features.append("n:mark")
        if after.byline:
            features.append("n:byline:" + after.byline.credits.strength)
        if after.lead:
            features.append("n:lead")
        if "colophon" in after.flags:
            features.append("n:colophon")
        if after.column:
            features.append("n:column")
        if after.text.startswith("——"):
            features.append("n:dash")
    return features


def cohesion(row: Row, before: Row | None, after: Row | None) -> list[str]:
    """How much of a short row's words the text after it takes up, and how much the text before it had.

    Args:
        row: A row that is no text.
        before: The nearest text before it.
        after: The nearest text after it.
    """
    if len(row.core) < 6:
        return []
    parts = [row.core[at : at + GRAM] for at in range(len(row.core) - GRAM + 1)]
    features = []
    for name, other in (("before", before), ("after", after)):
        if other is not None:
            text = other.core[:TAKEN_UP]
            share = sum(part in text for part in parts) / len(parts)
            features.append(f"taken:{name}:" + ("none" if not share else "some" if share < 0.3 else "much"))
    return features


def wording(row: Row) -> list[str]:
    """How a row begins and ends in words, and the pairs of characters of a short one."""
    text = row.core
    if len(text) < 2:
        return []
    features = ["^:" + text[0], "^:" + text[:2], "$:" + text[-1], "$:" + text[-2:]]
    if len(text) <= WORDED:
        features += ["pair:" + text[at : at + 2] for at in range(len(text) - 1)]
    return features


def own(row: Row, issue: Issue) -> list[str]:
    """Evidence from a row alone, and from the series, contents and print that it belongs to."""
    text = row.text
    features = ["len:" + bucket(len(text)), "end:" + ending(text), f"commas:{min(text.count('，'), 3)}"]
    if "。" in text[:-1]:
        features.append("has:stop")
    if "——" in text[2:] and not row.long:
        features.append("has:dash")
    if "“" in text and not row.long:
        features.append("has:quote")
    if row.tail:
        features.append("seen:" + row.tail.credits.strength)
    if row.opening:
        features.append("opens:" + row.opening)
    if row.mark:
        features += ["mark", "series:" + row.series]
        kind = "number" if row.mark.number is not None else "bullet"
        features += [
            f"series:{kind}:" + ("led" if row.series_led else "bare"),
            f"series:{kind}:" + ("closed" if row.series_closed else "open"),
        ]
        features.append(
            f"series:{row.series.split(':')[0]}:{'led' if row.series_led else 'bare'}:{'closed' if row.series_closed else 'open'}"
        )
        if row.peers_titled:
            features.append("peers:" + row.peers_titled)
        if row.peers_closed:
            features.append("peers:closed")
        if row.peers_short:
            features.append("peers:short")
        if row.mark.number == 1:
            features.append("mark:one")
    if row.toc_score:
        features.append("toc:strong" if row.toc_score >= 0.9 else "toc:weak")
        if row.toc_order:
            features.append("toc:order")
    elif issue.toc and not row.in_toc and row.index > issue.toc[-1][0]:
        features.append("toc:none")
    features += wording(row)
    if row.lead:
        features.append("lead")
    features += ["is:" + flag for flag in sorted(row.flags)]
    if "brief" in row.flags:
        features.append("brief:" + ("mark" if row.mark else row.opening or "plain"))
    features += _typography(row, issue)
    if issue.closed == 0:
        features.append("issue:open")
    elif issue.closed >= 3:
        features.append("issue:closing")
    return features


def _typography(row: Row, issue: Issue) -> list[str]:
    line = row.line
    features = []
    if line.size is not None and issue.body_size:
        ratio = line.size / issue.body_size
        features.append(
            "size:" + ("huge" if ratio > 1.6 else "large" if ratio > 1.08 else "small" if ratio < 0.93 else "body")
        )
        if line.bold:
            features.append("bold")
    if line.centred:
        features.append("centred")
    if line.color and line.color not in ("#000000", "#000"):
        features.append("colour")
    if line.size is None and issue.body_indent >= 2:
        features.append(
            "indent:body"
            if (line.indent or 0) == issue.body_indent
            else "indent:none"
            if not line.indent
            else "indent:other"
        )
    space = line.space_above or 0.0
    if space > issue.usual_space + 0.45:
        features.append("space:more")
    elif space < issue.usual_space - 0.45:
        features.append("space:less")
    return features


def tail_evidence(row: Row) -> list[str]:
    """Evidence for the byline that ends a row."""
    assert row.tail is not None
    at = row.tail.start
    features = ["tail:" + row.tail.credits.strength]
    if at:
        features.append("tail:after:" + ("stop" if row.text[at - 1] in SENTENCE_END + "”）)　 " else "word"))
    if row.text[at] not in "（([【":
        features.append("tail:bare")
    if len(row.tail.credits.names) > 1:
        features.append("tail:many")
    return features
