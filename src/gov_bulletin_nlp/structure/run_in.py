"""Run-in headlines: where in a paragraph one could end, and the evidence for each place."""

from __future__ import annotations

import re

from gov_bulletin_nlp.structure.contents import fold
from gov_bulletin_nlp.structure.evidence import bucket
from gov_bulletin_nlp.structure.patterns import opening, verbs
from gov_bulletin_nlp.structure.rows import Row

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
_BRACKETED = re.compile(r"[【〖]\s*(?P<head>[^【】〖〗\n]{4,60}?)\s*[】〗]\s*(?=\S)")
_LEAD_PLACE = re.compile(r"【[^】\n]{2,10}】\s*")


def splits(row: Row) -> list[tuple[tuple[int, int], list[str]]]:
    """Where a run-in headline could end: after a gap, a full stop, a colon, in brackets, or at a lost line end."""
    text = row.text
    base = headline_start(row, len(text))
    found: list[tuple[float, tuple[int, int], list[str]]] = []
    own = row.mark.length if row.mark and row.mark.style != "【" else 0
    bracketed = _BRACKETED.match(text, own)
    if bracketed and not row.lead:
        candidate = _split(row, bracketed.start("head"), bracketed.end("head"), bracketed.end(), "bracket")
        if candidate:
            found.append(candidate)
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


def headline_start(row: Row, end: int) -> int:
    """Where in a row a run-in headline that ends at ``end`` begins: after a marker and a place in brackets."""
    if row.text[end : end + 1] in ("】", "〗") and row.text[end] not in row.text[:end]:
        return max(row.text.find("【"), row.text.find("〖"), -1) + 1
    base = row.mark.length if row.mark else 0
    place = _LEAD_PLACE.match(row.text, base)
    return place.end() if place and place.end() < len(row.text) else base


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
    features = ["split:" + how, "head:len:" + bucket(len(head_text)), f"head:commas:{min(head_text.count('，'), 3)}"]
    score = 0.0
    if how in ("gap", "bracket"):
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
