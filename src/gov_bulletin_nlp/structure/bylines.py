"""Bylines: where an article says who wrote or supplied it, in all the forms that offices use, and what only looks so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, wraps

from gov_bulletin_nlp.document import Byline
from gov_bulletin_nlp.script import simplify
from gov_bulletin_nlp.structure.credits import Credits, organ_endings, parse_credits
from gov_bulletin_nlp.tables import table

_BRACKET_TAIL = re.compile(r"[（(\[【]([^（()）\[\]【】\n]{2,60})[）)\]】]?[。.]?$")
_BRACKET_PAIR_TAIL = re.compile(r"((?:[（(][^（()）\n]{2,40}[）)]\s*){2,3})[。.]?$")
_CREDIT = re.compile(
    r"(?:^|(?<=[。！？”’）)\s　])|(?=□[^□。]{2,14}$))(?P<credit>(?:[（(]?\s*(?:供\s*稿|撰\s*稿|来\s*源|作\s*者|撰\s*文|(?:本[报刊网台站])?(?:特约|见习|实习)?(?:通讯员|记者)|文\s*/|图\s*/|文[字图]?\s*[：:]|文图|图文|信息来源|发布(?:者|时间|日期|人)\s*[：:]|(?:更新|发稿)?(?:时间|日期)\s*[：:]|发稿人|拟稿人|稿件来源|采写|执笔|整理|编辑|责任编辑|值班编辑|审核|校对|摄影|□|■|◇)"
    r")[^。！？\n]{1,90})[）)]?$"
)
_ROLE_ANYWHERE = re.compile(r"[：:/／\\＼|｜□]|通讯员|记者|供稿|撰稿|作者|执笔|摄")
_ROLE_INSIDE = re.compile(
    r"(?:^|[\s、，])(?:本报|本刊|特约)?(?:通讯员|记者)|(?:供稿|撰稿|作者|来源|执笔|整理|采写|文|图|摄影|撰文|报送|审核|审稿|核稿|编辑|责编|校对|初审|复审|终审|一审|二审|三审|签发|监制)(?:单位|人)?[：:/／|｜]|^(?:供稿|撰稿|作者|来源)"
)
_ENDING_WORD = re.compile(r"(?:通讯员|记者|供稿|撰稿|作者|来源|文/|文：|□)[^。！？]{1,40}$")


_BARE_TAIL = re.compile(
    r"[。！？][”’]?[\s\u3000]*(?P<credit>[\u3400-\u9fff·]{2,14}(?:[\s\u3000、]{1,2}[\u3400-\u9fff·]{2,8}){0,3})$"
)


@cache
def _decoys() -> re.Pattern[str]:
    return re.compile(_shapes("decoy"))


def endings(text: str) -> bool:
    """Whether a paragraph ends with a byline's role word, or with a word behind its last sentence: is ``tail`` worth asking."""
    return _ENDING_WORD.search(text[-44:]) is not None or _BARE_TAIL.search(text, max(0, len(text) - 40)) is not None


_DAY = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_SIGNED_DAY = re.compile(r"[\d年月日 ]+")
_REPORTER = (
    r"(?:\s*[（(](?P<names>[^（()）\n]{2,60})[）)]"
    r"|\s*(?P<open>(?:(?:特约|见习|实习)?(?:通讯员|记者)[:：\s]*[\u3400-\u9fff·]{2,4}(?:[\s、]{1,2}(?:通讯员|记者)?\s?[\u3400-\u9fff·]{2,4}){0,4}(?:\s?报道)?"
    r"|[\u3400-\u9fff]{2,4}\s?报道)(?=[\s:：]))|)"
)


def _shapes(kind: str) -> str:
    return "|".join(f"(?:{row['shape']})" for row in table("bylines")[kind])


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_shapes('lead')}){_REPORTER}|{_shapes('lead_alone')})[\s:：]*")


@cache
def _page_facts() -> re.Pattern[str]:
    """A line of nothing but what a web page says of itself: day, counters, size of print, empty fields."""
    return re.compile(rf"(?:[【\[（(]?\s*(?:{_shapes('page_fact')})\s*[】\]）)]?[\s　|｜/·]*){{1,9}}")


@dataclass(frozen=True)
class Found:
    """A byline with the stretch, brackets and role words included, that is not body."""

    start: int
    end: int
    credits: Credits


def as_printed(credits: Credits, plain: str, text: str) -> Credits:
    """Credits found in simplified characters with names and role words as they are printed."""
    names = tuple(
        replace(
            name,
            name="".join(text[name.start : name.end].split()),
            role=text[at : at + len(name.role)] if name.role and (at := plain.find(name.role)) >= 0 else name.role,
        )
        for name in credits.names
    )
    return replace(credits, names=names)


def _in_either_script(find: Callable[[str], Found | None]) -> Callable[[str], Found | None]:
    """Look in simplified characters, and give names and role words as they are printed."""

    @wraps(find)
    def found_in(text: str) -> Found | None:
        plain = simplify(text)
        found = find(plain)
        if found is None or plain is text:
            return found
        return replace(found, credits=as_printed(found.credits, plain, text))

    return found_in


@_in_either_script
def tail(text: str) -> Found | None:
    """The byline at the end of a paragraph: in brackets after the last sentence, or ``供稿：…`` after it."""
    stripped = text.rstrip()
    pair = _BRACKET_PAIR_TAIL.search(stripped)
    if pair:
        inner = [
            parse_credits(m.group(1), pair.start() + m.start(1))
            for m in re.finditer(r"[（(]([^（()）]+)[）)]", pair.group(1))
        ]
        if all(inner):
            names = tuple(name for credit in inner if credit for name in credit.names)
            if names:
                return Found(pair.start(), len(stripped), Credits(names, "role"))
    match = _BRACKET_TAIL.search(stripped)
    if match:
        content = match.group(1)
        undated = _DAY.sub("", content).strip(" \u3000")
        if (undated and not _decoys().search(undated)) or _ROLE_INSIDE.search(content):
            credits = parse_credits(content, match.start(1))
            if credits and (credits.names or credits.strength == "none"):
                return Found(match.start(), len(stripped), credits)
        return None
    credit = _CREDIT.search(stripped[-110:])
    if credit and credit.start("credit") + max(0, len(stripped) - 110) > 0:
        offset = max(0, len(stripped) - 110) + credit.start("credit")
        credits = parse_credits(stripped[offset:].rstrip("）)"), offset)
        if credits and (credits.names or credits.strength == "none"):
            return Found(offset, len(stripped), credits)
        return None
    bare = _BARE_TAIL.search(stripped, max(0, len(stripped) - 40))
    if bare:
        credits = parse_credits(bare.group("credit"), bare.start("credit"))
        if credits and credits.names:
            return Found(bare.start("credit"), len(stripped), credits)
    return None


def _may_be_bare(text: str) -> bool:
    """Whether a line without brackets and role words is short enough, and ends well enough, to be names alone."""
    if len(text) <= 4:
        return True
    return len(text) <= 24 and (
        " " in text or "、" in text or "·" in text or "\u3000" in text or text.endswith((*organ_endings(), "）"))
    )


def is_page_facts(text: str) -> bool:
    """Whether a line says only what a web page says of itself (``2021-04-29 08:46  浏览：33``); a signed day is none."""
    return (
        not _SIGNED_DAY.fullmatch(text)
        and re.search(r"[\d：:]", text) is not None
        and _page_facts().fullmatch(text) is not None
    )


@_in_either_script
def row(text: str) -> Found | None:
    """A line that is a byline as a whole."""
    stripped = text.strip()
    if not stripped or len(stripped) > 110 or (stripped.endswith(("。", "；", "！")) and not stripped.endswith("）。")):
        return None
    lead = len(text) - len(text.lstrip())
    if is_page_facts(stripped):
        return Found(lead, lead + len(stripped), Credits((), "none"))
    if stripped[0] not in "（([【□" and not _ROLE_ANYWHERE.search(stripped) and not _may_be_bare(stripped):
        return None
    inner = stripped
    offset = lead
    dashed = re.match(r"[—\-－]{1,4}\s*(?=[\u3400-\u9fff]{2,4}$)", stripped)
    if dashed:
        inner, offset = stripped[dashed.end() :], lead + dashed.end()
    bracket = re.fullmatch(r"[（(\[【［]([^\n]{2,80}?)[）)\]】］]?[。.]?", stripped)
    if bracket and not re.search(r"[（()）]", bracket.group(1)):
        inner, offset = bracket.group(1), lead + 1
        undated = _DAY.sub("", inner).strip(" \u3000")
        if (not undated or _decoys().search(undated)) and not _ROLE_INSIDE.search(inner):
            return None
    credits = parse_credits(inner, offset)
    if credits is None:
        return None
    if not credits.names and credits.strength != "none":
        return None
    return Found(lead, lead + len(stripped), credits)


@_in_either_script
def lead(text: str) -> Found | None:
    """The byline or dateline that opens a body: ``本报讯（记者 …）``, ``新华社…电``, ``【供稿/…】``."""
    match = _leads().match(text)
    if not match or not match.end():
        return None
    names: tuple[Byline, ...] = ()
    for group in ("supply", "names", "open", "wire", "wired", "plain"):
        content = match.group(group)
        if content:
            credits = parse_credits(content, match.start(group))
            if credits is None and group != "supply":
                return None if group == "plain" else Found(0, match.start(group) - 1, Credits((), "none"))
            names += credits.names if credits else ()
    return Found(0, match.end(), Credits(names, "role" if names else "none"))
