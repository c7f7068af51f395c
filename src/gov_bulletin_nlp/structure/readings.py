"""Readings: what each row could be, with the evidence for it. ``decode`` chooses the best reading of the whole issue.

Kinds: ``M`` masthead, ``L`` lead-in, ``T`` contents, ``C`` column, ``N`` editor's note, ``H`` headline, ``G`` its second line,
``S`` subtitle, ``Q`` credit under a headline, ``R`` headline with its body run in, ``I`` first paragraph of an article
without headline, ``B`` further paragraph, ``K`` byline on its own line, ``P`` caption, ``F`` colophon. In lower case
(``r i b``) the paragraph ends with the article's byline; such a reading is weighed as its capital plus the tail.
"""

from __future__ import annotations

from dataclasses import dataclass

from gov_bulletin_nlp.script import simplify
from gov_bulletin_nlp.structure.evidence import bucket, cohesion, ending, neighbours, own, tail_evidence
from gov_bulletin_nlp.structure.masthead import looks_like_masthead
from gov_bulletin_nlp.structure.patterns import column_words, part, verbs
from gov_bulletin_nlp.structure.rows import Issue, Row
from gov_bulletin_nlp.structure.run_in import splits

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


@dataclass(slots=True)
class Reading:
    """One way to read a row.

    Attributes:
        kind: One of ``ALLOWED``.
        features: Evidence by name, of this reading alone.
        split: Where a run-in headline ends and its body begins.
        tail: Evidence for the byline that closes the row.
        shared: Evidence by name that other readings of the row have, too: one tuple for all of them.
    """

    kind: str
    features: tuple[str, ...]
    split: tuple[int, int] | None = None
    tail: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    def evidence(self) -> tuple[str, ...]:
        """All that speaks for or against this reading, without its tail."""
        return self.shared + self.features


def readings(issue: Issue) -> list[list[Reading]]:
    """Every reading of every row that a bulletin could have."""
    result: list[list[Reading]] = []
    rows = issue.rows
    count = len(rows)
    seen_body = False
    last_text: Row | None = None
    for row in rows:
        before = rows[row.index - 1] if row.index else None
        after = rows[row.index + 1] if row.index + 1 < count else None
        if row.long and not row.in_toc:
            found = _long(row, before, after, issue, seen_body)
        else:
            text = next((other for other in rows[row.index + 1 : row.index + 3] if other.long), None)
            found = _short(row, before, after, issue, seen_body, cohesion(row, last_text, text))
        last_text = row if row.long else last_text
        seen_body = seen_body or (row.long and row.text[-1] in "。）)” 」" and not row.in_toc)
        result.append(found)
    return result


def _long(row: Row, before: Row | None, after: Row | None, issue: Issue, seen_body: bool) -> list[Reading]:
    common = (*own(row, issue), *neighbours(row, before, after))
    found = [Reading("B", (), shared=common), Reading("I", (), shared=common)]
    found += _closed_and_run_in(row, common)
    if "note" in row.flags:
        found.append(Reading("N", (), shared=common))
    elif before is not None and "note" in before.flags and len(before.text) < 12:
        found.append(Reading("N", ("after:note",), shared=common))
    if (not seen_body and row.index < 30) or (before is not None and (before.column or "briefs" in before.flags)):
        found.append(Reading("L", (), shared=common))
    if "colophon" in row.flags:
        found.append(Reading("F", (), shared=common))
    if len(row.text) <= 110 and row.text[-1] not in "。" and "。" not in row.text:
        found.append(Reading("H", (), shared=common))
    if "caption" in row.flags:
        found.append(Reading("P", (), shared=common))
    return found


def _closed_and_run_in(row: Row, common: tuple[str, ...]) -> list[Reading]:
    """Readings with a run-in headline, and all readings of a paragraph that ends with a byline."""
    ends = splits(row) if len(row.text) >= 18 else []
    found = [Reading("R", tuple(features), split, shared=common) for split, features in ends]
    if row.tail and row.tail.credits.names:
        tail = tuple(tail_evidence(row))
        before = row.text[: row.tail.start].rstrip(" \u3000")
        bare = tuple(f for f in common if not f.startswith(("end:", "seen:")))
        if before:
            bare = (*bare, "end:" + ending(before))
        found += [Reading(kind, (), None, tail, bare) for kind in "bi"]
        found += [
            Reading("r", tuple(features), split, tail, bare) for split, features in ends if split[1] < row.tail.start
        ]
    return found


def _short(
    row: Row, before: Row | None, after: Row | None, issue: Issue, seen_body: bool, taken: list[str]
) -> list[Reading]:
    text = row.text
    common = (*own(row, issue), *neighbours(row, before, after), *taken)
    if "facts" in row.flags:
        return [Reading(kind, ("credit:none",), shared=common) for kind in "KQLMF"]
    if verbs().search(row.core):
        common = (*common, "verb")
    length = len(text)
    found: list[Reading] = []
    top = row.index < 14 and not seen_body
    fields = looks_like_masthead(text)
    if top and not row.in_toc:
        mast = ["top:" + ("evidence" if issue.top_evidence else "bare"), f"row:{min(row.index, 6)}"]
        mast += ["looks:" + name for name in sorted(fields) or ["none"]]
        if issue.top_evidence or fields - {"issuer"}:
            found.append(Reading("M", tuple(mast), shared=common))
        found.append(Reading("L", ("top",), shared=common))
    if (
        row.in_toc
        or "contents-heading" in row.flags
        or "paged" in row.flags
        or (issue.toc and row.index < issue.toc[-1][0] + 3)
    ):
        toc = ["in:toc" if row.in_toc else "out:toc"]
        if row.repeats_later:
            toc.append("toc:repeats")
        found.append(Reading("T", tuple(toc), shared=common))
    if row.column or length <= 18:
        decorated = "decorated" if row.column else "plain"
        column = ["column:" + decorated, f"again:{min(_again(row, issue), 2)}"]
        if column_words().search(simplify(text)):
            column.append("column:word")
        found.append(Reading("C", tuple(column), shared=common))
    occasion = part("occasion").fullmatch(text) is not None
    if row.byline:
        credit = [
            "credit:" + row.byline.credits.strength,
            "credit:" + ("bare" if text[0] not in "（(【[" else "bracket"),
        ]
        if row.byline.credits.names:
            credit.append(f"credit:{min(len(row.byline.credits.names), 3)}")
        found += [Reading(kind, tuple(credit), shared=common) for kind in "KQ"]
    elif before is not None and not before.long and length <= 40:
        found.append(Reading("Q", ("credit:day" if occasion else "credit:no",), shared=common))
    if "signature" in row.flags:  # the date under the name that signs a letter
        found.append(Reading("K", ("credit:date",), shared=common))
    silent = row.byline is not None and row.byline.credits.strength == "none"
    # None of these goes on with a headline.
    apart = silent or "caption" in row.flags or occasion
    if text.startswith("——") or (before is not None and not before.long and length <= 50 and not apart):
        found.append(Reading("S", ("dash" if text.startswith(("——", "—", "--")) else "nodash",), shared=common))
    if before is not None and not before.long and length <= 60 and not apart:
        whole = before.text + text
        found.append(
            Reading(
                "G",
                ("join:" + bucket(len(whole)), "join:" + ("open" if _opens(before.text) else "shut")),
                shared=common,
            )
        )
    near = any(other is not None and "colophon" in other.flags for other in (before, after))
    repeated = "label-again" in row.flags  # 编辑：… after every article is a credit; a colophon stands once
    if not repeated and ("colophon" in row.flags or (length <= 60 and text[-1] not in "。；！" and (near or fields))):
        colophon: list[str] = []
        if row.index > 0.7 * len(issue.rows):
            colophon.append("late")
        if fields:
            colophon.append("like:masthead")
        found.append(Reading("F", tuple(colophon), shared=common))
    if "note" in row.flags or (before is not None and "note" in before.flags and len(before.text) < 12):
        found.append(Reading("N", ("is:note" if "note" in row.flags else "after:note",), shared=common))
    if "caption" in row.flags or (length <= 50 and row.text[-1] not in "，、；"):
        found.append(Reading("P", (), shared=common))
    head: list[str] = []
    if row.mark:
        head.append("head:" + ("number" if row.mark.number is not None else "bullet"))
        head.append("head:series:" + row.series)
    sentence = row.tail is not None and row.tail.start > 0 and row.text[row.tail.start - 1] in "。；"
    if not sentence:
        found.append(Reading("H", tuple(head), shared=common))
    found += [Reading(kind, (), shared=common) for kind in "BI"]
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
