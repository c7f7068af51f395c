"""Readings: what each row could be, with the evidence for it. ``decode`` chooses the best reading of the whole issue.

Kinds: ``M`` masthead, ``L`` lead-in, ``T`` contents, ``C`` column, ``N`` editor's note, ``H`` headline, ``G`` its second line,
``S`` subtitle, ``Q`` credit under a headline, ``R`` headline with its body run in, ``I`` first paragraph of an article
without headline, ``B`` further paragraph, ``K`` byline on its own line, ``P`` caption, ``F`` colophon. In lower case
(``r i b``) the paragraph ends with the article's byline; such a reading is weighed as its capital plus the tail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gov_bulletin_nlp.structure.contents import fold
from gov_bulletin_nlp.structure.masthead import looks_like_masthead
from gov_bulletin_nlp.structure.patterns import opening, verbs
from gov_bulletin_nlp.structure.rows import SENTENCE_END, Issue, Row

ALLOWED: dict[str, str] = {
    "^": "MLTCHRrIiNPB",
    "M": "MLTCHRrIiNPFQ",
    "L": "LTCHRrIiNPMFK",
    "T": "TCHRrIiNPLM",
    "C": "CHRrIiNPFKL",
    "N": "NHRrIiCBbQSPLF",
    "H": "GSQBbNPFHR",
    "G": "GSQBbNP",
    "S": "SQBbNPG",
    "Q": "BbNPSQ",
    "P": "PBbHRrIiCKFNQSL",
    "R": "BbKHRrIiCPNFL",
    "I": "BbKHRrIiCPNFL",
    "B": "BbKHRrIiCPNFL",
    "r": "HRrIiCPNFKL",
    "i": "HRrIiCPNFKL",
    "b": "HRrIiCPNFKL",
    "K": "KHRrIiCPNFL",
    "F": "F",
}
"""Which kind may follow which; what is missing cannot happen in a bulletin."""

CLOSED = "rib"
"""Kinds whose paragraph ends with the article's byline."""

FINAL = frozenset("RrIiBbKPFNTMLCHG")

RUN_IN_REACH = 76
"""How far into a paragraph the end of a run-in headline is looked for."""

_SPLIT = re.compile(
    r"(?<=[^\s])(?P<space>[ \u3000]{1,8})(?=[^\s])|(?P<stop>[。．！？])(?=[^\s”’）)])|(?P<colon>[：:])(?=[^\s\d]|\d{1,4}[年月日])"
)
_GLUED = re.compile(
    r"(?<=[\u3400-\u9fff”》）])(?=(?:(?:[12]\d{3}年)?\d{1,2}月\d{1,2}日|[12]\d{3}年\d|近日，|日前，|为(?:深入|进一步|认真|切实|全面|贯彻|切实|扎实)|今年以来，|近期，|近年来，|本报讯|连日来，|入[秋冬春夏汛]以来|[今去]年[，来]|据[^，。]{2,12}[，。]|围绕|根据|按照|随着))"
)
_BEFORE_DATE = frozenset(" \u3000：:。，、（于在自从至到为是定截以及和与对期")
_DATE_ONLY = re.compile(r"[\d年月日时分份初底上中下旬至、—－\-~～ （）一二三四五六日天周星期]+")
_LEAD_PLACE = re.compile(r"【[^】\n]{2,10}】")
_LENGTHS = (3, 6, 9, 13, 18, 24, 31, 40, 52, 70, 110)


@dataclass(slots=True)
class Reading:
    """One way to read a row: its kind, where a run-in headline ends, the evidence by name."""

    kind: str
    features: list[str]
    split: tuple[int, int] | None = None
    tail: tuple[str, ...] = ()


def _bucket(number: int) -> str:
    for position, bound in enumerate(_LENGTHS):
        if number <= bound:
            return f"{position}"
    return "x"


def _ending(text: str) -> str:
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


def readings(issue: Issue) -> list[list[Reading]]:
    """Every reading of every row that a bulletin could have."""
    result: list[list[Reading]] = []
    rows = issue.rows
    count = len(rows)
    seen_body = False
    for row in rows:
        before = rows[row.index - 1] if row.index else None
        after = rows[row.index + 1] if row.index + 1 < count else None
        if row.long and not row.in_toc:
            found = _long(row, before, after, issue, seen_body)
        else:
            found = _short(row, before, after, issue, seen_body)
        seen_body = seen_body or (row.long and row.text[-1] in "。）)” 」" and not row.in_toc)
        result.append(found)
    return result


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


def _neighbours(row: Row, before: Row | None, after: Row | None) -> list[str]:
    shape = f"{_size(row)}:{_ending(row.text)}"
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
        features.append("p:" + ("long" if before.long else _bucket(len(before.text))) + _ending(before.text))
        if before.tail:
            features.append("p:tail:" + before.tail.credits.strength)
        if before.byline and not before.long:
            features.append("p:byline:" + before.byline.credits.strength)
        if before.column:
            features.append("p:column")
    if after is None:
        features.append("last")
    else:
        features.append("n:" + ("long" if after.long else _bucket(len(after.text))))
        features.append("n:end:" + _ending(after.text))
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


def conventions(rows: Sequence[Row], lattice: Sequence[Sequence[Reading]], kinds: Sequence[Reading]) -> None:
    """Add to each reading how well it agrees with a first reading of the rest of the issue.

    Offices keep to one convention: rows with the same marker are the same thing, articles open in the same way.

    Args:
        rows: The issue's rows.
        lattice: Their readings; evidence is added in place.
        kinds: The first reading of every row.
    """
    by_mark: Counter[tuple[str, str]] = Counter()
    marks: Counter[str] = Counter()
    styles: Counter[tuple[str, str, str]] = Counter()
    for row, chosen in zip(rows, kinds, strict=True):
        style = _style(row, chosen)
        if row.mark:
            by_mark[row.mark.style, chosen.kind.upper()] += 1
            marks[row.mark.style] += 1
        if style:
            styles[style] += 1
    total = sum(styles.values())
    for row, offered, chosen in zip(rows, lattice, kinds, strict=True):
        own_style = _style(row, chosen)
        for reading in offered:
            added = []
            kind = reading.kind.upper()
            if row.mark and marks[row.mark.style] > 1:
                same = by_mark[row.mark.style, kind] - (chosen.kind.upper() == kind)
                added.append("mates:" + _share(same, marks[row.mark.style] - 1))
            style = _style(row, reading)
            others = total - (own_style is not None)
            if style and others:
                same = styles[style] - (style == own_style)
                added.append("style:" + _share(same, others))
                if others >= 3:
                    added.append("style:many:" + _share(same, others))
            reading.features = reading.features + added


def _style(row: Row, reading: Reading) -> tuple[str, str, str] | None:
    """How an article opens: with which kind of row, which marker, which end of a run-in headline."""
    kind = reading.kind.upper()
    if kind not in "HRI":
        return None
    how = next((f for f in reading.features if f.startswith("split:")), "") if kind == "R" else ""
    return kind, row.mark.style if row.mark else "", how


def _share(part: int, whole: int) -> str:
    if part <= 0:
        return "none"
    share = part / whole
    return "few" if share < 0.34 else "some" if share < 0.67 else "most"


def _own(row: Row, issue: Issue) -> list[str]:
    text = row.text
    features = ["len:" + _bucket(len(text)), "end:" + _ending(text), f"commas:{min(text.count('，'), 3)}"]
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
    if row.lead:
        features.append("lead")
    features += ["is:" + flag for flag in sorted(row.flags)]
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


def _long(row: Row, before: Row | None, after: Row | None, issue: Issue, seen_body: bool) -> list[Reading]:
    common = _own(row, issue) + _neighbours(row, before, after)
    found = [Reading("B", common), Reading("I", common)]
    found += _closed_and_run_in(row, common)
    if "note" in row.flags:
        found.append(Reading("N", common))
    elif before is not None and "note" in before.flags and len(before.text) < 12:
        found.append(Reading("N", [*common, "after:note"]))
    if not seen_body and row.index < 30:
        found.append(Reading("L", common))
    if "colophon" in row.flags:
        found.append(Reading("F", common))
    if len(row.text) <= 110 and row.text[-1] not in "。" and "。" not in row.text:
        found.append(Reading("H", common))
    if "caption" in row.flags:
        found.append(Reading("P", common))
    return found


def _closed_and_run_in(row: Row, common: list[str]) -> list[Reading]:
    """Readings with a run-in headline, and all readings of a paragraph that ends with a byline."""
    splits = _splits(row) if len(row.text) >= 18 else []
    found = [Reading("R", common + features, split) for split, features in splits]
    if row.tail and row.tail.credits.names:
        tail = tuple(_tail_evidence(row))
        before = row.text[: row.tail.start].rstrip(" \u3000")
        bare = [f for f in common if not f.startswith(("end:", "seen:"))] + (
            ["end:" + _ending(before)] if before else []
        )
        found += [Reading("b", bare, None, tail), Reading("i", bare, None, tail)]
        found += [Reading("r", bare + features, split, tail) for split, features in splits if split[1] < row.tail.start]
    return found


def _tail_evidence(row: Row) -> list[str]:
    assert row.tail is not None
    at = row.tail.start
    features = ["tail:" + row.tail.credits.strength]
    if at:
        features.append("tail:after:" + ("stop" if row.text[at - 1] in SENTENCE_END + "”）)　 " else "word"))
    if len(row.tail.credits.names) > 1:
        features.append("tail:many")
    return features


def _splits(row: Row) -> list[tuple[tuple[int, int], list[str]]]:
    """Where a run-in headline could end: after a gap, a full stop, a colon, or at a lost line end."""
    text = row.text
    base = row.mark.length if row.mark else 0
    place = _LEAD_PLACE.match(text[base:])
    if place:
        base += place.end()
    found: list[tuple[float, tuple[int, int], list[str]]] = []
    limit = base + RUN_IN_REACH
    first_stop = len(text)
    for match in _SPLIT.finditer(text, base, min(len(text), limit)):
        start, end = match.span()
        if _inside_quotes(text, base, start):
            continue
        how = match.lastgroup or ""
        if how == "space":
            how = "gap" if end - start > 1 else "space"
        candidate = _split(row, base, start, end, how)
        if candidate and start <= first_stop:
            found.append(candidate)
        if match.lastgroup == "stop":
            first_stop = min(first_stop, start)
    for match in _GLUED.finditer(text, base + 4, min(len(text), limit)):
        if (
            "。" in text[base : match.start()]
            or _inside_quotes(text, base, match.start())
            or text[match.start() - 1] in _BEFORE_DATE
        ):
            continue
        candidate = _split(row, base, match.start(), match.start(), "glued")
        if candidate:
            found.append(candidate)
            break
    found.sort(key=lambda item: -item[0])
    return [(split, features) for _, split, features in found[:4]]


def _split(row: Row, base: int, start: int, end: int, how: str) -> tuple[float, tuple[int, int], list[str]] | None:
    text = row.text
    if text[start] in "！？":
        start += 1  # such a mark belongs to the headline
    head, body = text[base:start], text[end:]
    if not 2 <= len(head.strip()) <= 70 or len(body) < 8:
        return None
    head_text = head.rstrip("。 ")
    opens = opening().match(body)
    if _DATE_ONLY.fullmatch(head_text) or (how == "glued" and opening().match(head_text)):
        return None
    if (
        how == "stop"
        and not row.mark
        and not row.toc_score
        and (not opens or len(head_text) > 45 or "以下" in head_text)
    ):
        return None
    features = ["split:" + how, "head:len:" + _bucket(len(head_text)), f"head:commas:{min(head_text.count('，'), 3)}"]
    score = 0.0
    if how == "gap":
        score += 1.5
    if opens:
        features.append("rest:opens:" + (opens.lastgroup or ""))
        score += 2
    else:
        features.append("rest:plain")
    if "；" in head or "、" in head[:2]:
        features.append("head:odd")
        score -= 1
    match = verbs().search(head_text)
    if match:
        features.append("head:verb")
        score += 1
    else:
        features.append("head:noverb")
    if opening().match(head_text):
        features.append("head:opens")
        score -= 2
    if row.mark:
        features.append("head:mark:" + ("number" if row.mark.number is not None else "bullet"))
        if row.peers_titled:
            features.append(f"split:{how}:{row.peers_titled}")
        features.append(f"split:{how}:" + ("number" if row.mark.number is not None else "bullet"))
    else:
        features.append(f"split:{how}:unmarked")
    if _repeats(head_text, body):
        features.append("rest:echoes")
        score += 1
    if row.toc_score:
        features.append("split:toc" if fold(head_text) and row.toc_score >= 0.7 else "split:toc:no")
    if re.search(r"[（(][^）)]*$", head_text) or head_text.count("“") != head_text.count("”"):
        features.append("head:unbalanced")
        score -= 3
    if " " in body[:14] and how in ("space", "gap") and not opens:
        features.append("rest:gap")
    return score, (start, end), features


def _repeats(head: str, body: str) -> bool:
    """Whether the body takes up the headline's first words (the issuer) again early on."""
    opening_words = head[:4]
    return len(opening_words) == 4 and opening_words in body[:40]


def _inside_quotes(text: str, start: int, at: int) -> bool:
    stretch = text[start:at]
    return (
        stretch.count("“") > stretch.count("”")
        or stretch.count("《") > stretch.count("》")
        or stretch.count("（") > stretch.count("）")
        or stretch.count("(") > stretch.count(")")
        or stretch.count("「") > stretch.count("」")
    )


def _short(row: Row, before: Row | None, after: Row | None, issue: Issue, seen_body: bool) -> list[Reading]:
    text = row.text
    own = _own(row, issue)
    common = own + _neighbours(row, before, after)
    verb = verbs().search(row.core)
    if verb:
        common.append("verb")
    length = len(text)
    found: list[Reading] = []
    top = row.index < 14 and not seen_body
    fields = looks_like_masthead(text)
    if top and not row.in_toc:
        mast = (
            common
            + ["top:" + ("evidence" if issue.top_evidence else "bare")]
            + ["looks:" + name for name in sorted(fields)]
            + [f"row:{min(row.index, 6)}"]
        )
        if not fields:
            mast.append("looks:none")
        if issue.top_evidence or fields - {"issuer"}:
            found.append(Reading("M", mast))
        found.append(Reading("L", [*common, "top"]))
    if (
        row.in_toc
        or "contents-heading" in row.flags
        or "paged" in row.flags
        or (issue.toc and row.index < issue.toc[-1][0] + 3)
    ):
        toc = [*common, "in:toc" if row.in_toc else "out:toc"]
        if row.repeats_later:
            toc.append("toc:repeats")
        found.append(Reading("T", toc))
    if row.column or length <= 18:
        decorated = "decorated" if row.column else "plain"
        column = [*common, "column:" + decorated, f"again:{min(_again(row, issue), 2)}"]
        if re.search(
            r"动态|简讯|要闻|之窗|交流|信息|风采|工作|经验|聚焦|园地|建设|之声|关注|专栏|专题|视点|论坛|快讯|短讯|天地|速递|简报|學|訊",
            text,
        ):
            column.append("column:word")
        found.append(Reading("C", column))
    if row.byline:
        credit = [
            *common,
            "credit:" + row.byline.credits.strength,
            "credit:" + ("bare" if text[0] not in "（(【[" else "bracket"),
        ]
        if row.byline.credits.names:
            credit.append(f"credit:{min(len(row.byline.credits.names), 3)}")
        found += [Reading("K", credit), Reading("Q", credit)]
    elif before is not None and not before.long and length <= 40:
        found.append(Reading("Q", [*common, "credit:no"]))
    if text.startswith("——") or (before is not None and not before.long and length <= 50):
        found.append(Reading("S", [*common, "dash" if text.startswith(("——", "—", "--")) else "nodash"]))
    if before is not None and not before.long and length <= 60:
        whole = before.text + text
        found.append(
            Reading(
                "G", [*common, "join:" + _bucket(len(whole)), "join:" + ("open" if _opens(before.text) else "shut")]
            )
        )
    near = any(other is not None and "colophon" in other.flags for other in (before, after))
    repeated = "label-again" in row.flags  # 编辑：… after every article is a credit; a colophon stands once
    if not repeated and ("colophon" in row.flags or (length <= 60 and text[-1] not in "。；！" and (near or fields))):
        colophon = list(common)
        if row.index > 0.7 * len(issue.rows):
            colophon.append("late")
        if fields:
            colophon.append("like:masthead")
        found.append(Reading("F", colophon))
    if "note" in row.flags or (before is not None and "note" in before.flags and len(before.text) < 12):
        found.append(Reading("N", [*common, "is:note" if "note" in row.flags else "after:note"]))
    if "caption" in row.flags or (length <= 50 and row.text[-1] not in "，、；"):
        found.append(Reading("P", common))
    head = [*common]
    if row.mark:
        head.append("head:" + ("number" if row.mark.number is not None else "bullet"))
        head.append("head:series:" + row.series)
    sentence = row.tail is not None and row.tail.start > 0 and row.text[row.tail.start - 1] in "。；"
    if not sentence:
        found.append(Reading("H", head))
    found.append(Reading("B", common))
    found.append(Reading("I", common))
    return found + _closed_and_run_in(row, common)


def _again(row: Row, issue: Issue) -> int:
    """How many other rows carry the same decoration, or the same words in the contents."""
    if row.column:
        return issue.decorations[row.text[0]] - 1
    return issue.titles[row.text] - (row.index in issue.announced)


def _opens(text: str) -> bool:
    """Whether a line stops inside a phrase, so that the next must belong to it."""
    return (
        text[-1] in "、，（“《的和与及在对为"
        or text.count("“") != text.count("”")
        or text.count("《") != text.count("》")
    )
