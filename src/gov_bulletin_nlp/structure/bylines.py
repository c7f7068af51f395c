"""Bylines: who wrote or supplied an article, in all the forms that offices use, and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from gov_bulletin_nlp.document import Byline
from gov_bulletin_nlp.tables import lines, table

CJK = "\u3400-\u9fff〇"
_NAME_2_6 = re.compile(rf"[{CJK}]{{2,6}}")
_NAME_2_4 = re.compile(rf"[{CJK}]{{2,4}}")
_DOTTED = re.compile(rf"[{CJK}]{{1,8}}(?:[·•][{CJK}]{{1,8}}){{1,3}}")
_BRACKET_TAIL = re.compile(r"[（(\[【]([^（()）\[\]【】\n]{2,60})[）)\]】]?[。.]?$")
_BRACKET_PAIR_TAIL = re.compile(r"((?:[（(][^（()）\n]{2,40}[）)]\s*){2,3})[。.]?$")
_LEAD = re.compile(
    r"^(?:[【\[（(](?P<supply>(?:供稿|来源|撰稿|作者|通讯员|本报讯|本刊讯|记者)[^】\]）)\n]{0,60})[】\]）)]"
    r"|(?:【[^】\n]{1,12}讯】|\[[^\]\n]{1,12}讯\])"
    r"|(?:本报|本刊|本站|本网|本台|[^\s，。（(：:]{2,8}(?:报|网|台|社))(?:[^\s，。（(]{0,6})?讯(?=[\s（(：:　]|[^\s息]))"
    r"(?P<after>\s*[（(](?P<names>[^（()）\n]{2,60})[）)])?[\s:：]*"
    r"|^(?P<agency>[^\s，。：:；（(]{2,14}?(?:社|网|報|报|台|客户端)[^\s，。：:；（(\d]{0,8}\s?\d{1,2}月\d{1,2}日(?:电|讯|電|訊))\s*"
    r"(?:[（(](?P<wire>[^（()）\n]{2,60})[）)])?[\s:：]*"
    r"|^[（(](?P<plain>(?:本报|本刊|特约|通讯员|记者|供稿)[^（()）\n]{1,50})[）)]\s*"
)
_CREDIT = re.compile(
    r"(?:^|(?<=[。！？”’）)\s　]))(?P<credit>(?:[（(]?\s*(?:供\s*稿|撰\s*稿|来\s*源|來\s*源|作\s*者|撰\s*文|(?:本[报刊网台站])?(?:特约|见习|实习)?(?:通讯员|通訊員|记者|記者)|文\s*/|图\s*/|文[字图]?\s*[：:]|文图|图文|信息来源|稿件来源|采写|执笔|整理|编辑|責任編輯|责任编辑|值班编辑|审核|校对|摄影|□|■|◇)"
    r")[^。！？\n]{1,90})[）)]?$"
)


@cache
def _roles() -> dict[str, str]:
    return {word: row["gives"] for row in table("bylines")["role"] for word in row["words"]}


@cache
def _role_pattern() -> re.Pattern[str]:
    words = sorted(_roles(), key=len, reverse=True)
    spaced = "|".join(r"\s?".join(re.escape(c) for c in word) for word in words)
    return re.compile(rf"(?P<role>{spaced})\s*(?P<mark>[：:/／|｜]|(?=\s)|$|(?=[^\s：:]))")


@cache
def _decoys() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['shape']})" for row in table("bylines")["decoy"]))


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    rows = dict(line.split("\t", 1) for line in lines("surnames.tsv"))
    single, double, traditional = lines("surnames_common.txt")
    return frozenset(single + traditional) | set(rows["single"].split()), frozenset(double.split()) | set(
        rows["double"].split()
    )


@cache
def _given() -> re.Pattern[str]:
    """Minority names, which stand alone or two together, some with a Chinese given name."""
    rows = dict(line.split("\t", 1) for line in lines("surnames.tsv"))
    words = "|".join(sorted(rows["given"].split(), key=len, reverse=True))
    return re.compile(f"(?:{words}){{1,3}}(?:[{CJK}]{{1,2}})?")


@cache
def _given_words() -> frozenset[str]:
    rows = dict(line.split("\t", 1) for line in lines("surnames.tsv"))
    return frozenset(rows["given"].split())


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(lines("organ_endings.txt"), key=len, reverse=True))


@lru_cache(maxsize=8192)
def is_person(name: str) -> bool:
    """Whether a string looks like a full Chinese or minority name: a known surname, two to four characters, or a ``·``."""
    bare = "".join(name.split())
    if "·" in bare or "•" in bare:
        return _DOTTED.fullmatch(bare) is not None
    if not _NAME_2_6.fullmatch(bare):
        return False
    if (len(bare) >= 4 and _given().fullmatch(bare)) or bare in _given_words():
        return True
    if len(bare) > 4:
        return False
    single, double = _surnames()
    if bare[:2] in double and len(bare) >= 3:
        return True
    return (bare[0] in single and len(bare) <= 3) or (len(bare) == 4 and bare[0] in single and bare[1] in single)


@lru_cache(maxsize=8192)
def is_organ(name: str) -> bool:
    """Whether a string ends as names of bodies end (局, 办公室, 总工会, 中心 …)."""
    bare = "".join(name.split())
    if (
        not 2 <= len(bare) <= 34
        or bare.endswith(("干部", "内部", "全部", "部分"))
        or re.search(r"[，。；：？！“”]", bare)
    ):
        return False
    return (
        bare.endswith(_endings())
        or re.search(
            r"[\u3400-\u9fff][一二三四五六七八九十](?:中|小|幼)$|(?:局|委|办|院|校|处|部|中心|公司|支队|大学|总工会)[（(][^（()）]+[）)]$",
            bare,
        )
        is not None
    )


@dataclass(frozen=True)
class Credits:
    """Names read from a byline's text, and how strongly it looks like one."""

    names: tuple[Byline, ...]
    strength: Literal["role", "person", "organ", "mixed", "none"]


def parse_credits(text: str, at: int = 0) -> Credits | None:
    """Read the names in the text of a byline.

    Args:
        text: What stands inside the brackets or on the line.
        at: Offset to add to the spans.

    Returns:
        Names with spans; ``None`` where the text is no byline. ``names`` is empty for credits that give none (编辑, 摄影).
    """
    if _PHOTO.search(text):
        return Credits((), "none")
    pieces = _split_roles(text)
    found: list[Byline] = []
    has_role = any(role for role, _, _ in pieces)
    clean = True
    for role, start, end in pieces:
        gives = _roles().get(role or "", "byline")
        for name, kind, low, high, own_role in _names(text, start, end, role):
            if kind is None:
                clean = False
                continue
            if gives == "none" and own_role is None:
                continue
            found.append(Byline(name, kind, own_role or role, at + low, at + high))
    if not clean and not has_role:
        found = _by_company(text, at)
        if not found:
            return None
    if has_role:
        silent = all(role and _roles().get(role) == "none" for role, _, _ in pieces)
        if not clean and not found and not silent:
            return None
        return Credits(tuple(found), "role" if found else "none")
    if not found:
        return None
    kinds = {byline.kind for byline in found}
    strength: Literal["person", "organ", "mixed"] = (
        "mixed" if len(kinds) > 1 else "person" if "person" in kinds else "organ"
    )
    return Credits(tuple(found), strength)


def _by_company(text: str, at: int) -> list[Byline]:
    """Names with rare surnames, told by the sure names that they stand among: （虎晓霞、马骏）."""
    read = _names(text, 0, len(text), None)
    sure = sum(1 for _, kind, *_ in read if kind)
    doubtful = [name for name, kind, *_ in read if kind is None]
    if not sure or len(read) > 6 or not all(re.fullmatch(rf"[{CJK}]{{2,3}}", name) for name in doubtful):
        return []
    return [Byline(name, kind or "person", None, at + low, at + high) for name, kind, low, high, _ in read]


def _split_roles(text: str) -> list[tuple[str | None, int, int]]:
    """Cut a byline at its role words: ``(role, start, end)`` of the names under each; a slash role stands after its names."""
    found: list[tuple[str | None, int, int]] = []
    role: str | None = None
    begin = at = 0
    pattern = _role_pattern()
    while at < len(text):
        boundary = at == 0 or text[at - 1] in " \t\u3000、，,；;（(【：:/|□■◇" or text[at - 1] == "\n"
        match = pattern.match(text, at) if boundary else None
        if match:
            word = "".join(match.group("role").split())
            mark = match.group("mark")
            glued = not mark and match.end() < len(text) and text[match.end()] not in " \t\u3000□"
            after_slash = at > 0 and text[at - 1] in "/／"
            if after_slash and not mark:
                found.append((word, begin, at - 1))
                role, begin = None, match.end()
                at = match.end()
                continue
            if not glued or word.endswith(("员", "者", "員")) or (len(word) >= 2 and mark):
                found.append((role, begin, at))
                role, begin = word, match.end()
                at = match.end()
                continue
            if glued and word in ("供稿", "撰稿") and is_person(text[match.end() :].strip()):
                found.append((role, begin, at))
                role, begin = word, match.end()
                at = match.end()
                continue
        at += 1
    if role is not None and begin >= len(text.rstrip()) and found:
        last_role, start, end = found[-1]
        if last_role is None and text[start:end].strip(" \t\u3000/／：:"):
            found[-1] = (role, start, end)
            return found
    found.append((role, begin, len(text)))
    return [(r, s, e) for r, s, e in found if text[s:e].strip(" \t\u3000：:/／□■◇、，,；;|｜")]


def _names(
    text: str, start: int, end: int, role: str | None
) -> list[tuple[str, Literal["person", "organization"] | None, int, int, str | None]]:
    """The names in one stretch, each with kind (``None`` where it is no name), span, and a role glued to it."""
    tokens = merge_letters(text, _tokens(text, start, end), role)
    result: list[tuple[str, Literal["person", "organization"] | None, int, int, str | None]] = []
    for name, low, high in tokens:
        glued = re.match(r"(.{2,}?)(?:本报|特约|实习|见习)?(记者|通讯员)$", name)
        if glued and glued.group(1) not in ("本报", "本刊", "本网", "特约", "实习", "见习", "融媒体", "全媒体"):
            result.append((glued.group(1), "organization", low, low + len(glued.group(1)), glued.group(2)))
            continue
        worded = _WORDED.fullmatch(name)
        if worded and (is_person(worded.group(1)) or is_organ(worded.group(1))) and not is_organ(name):
            name, high = worded.group(1), low + len(worded.group(1))
        bare = "".join(name.split())
        if not bare or bare in _roles() or bare in ("本报", "本刊", "本网", "本站", "等"):
            continue
        kind: Literal["person", "organization"] | None
        if is_person(bare) and not (len(bare) > 2 and is_organ(bare)):
            kind = "person"
        elif is_organ(bare):
            kind = "organization"
        elif (
            role
            and _NAME_2_4.fullmatch(bare)
            and _roles().get(role) == "byline"
            and "来源" not in role
            and "單位" not in role
            and "单位" not in role
        ):
            kind = "person"
        elif (
            role
            and re.fullmatch(rf"[{CJK}A-Za-z0-9（）()·—\-“”]{{2,30}}", bare)
            and (
                "来源" in role or "单位" in role or "供稿" in role or "來源" in role or "報送" in role or "报送" in role
            )
        ):
            kind = "organization"
        else:
            split = _organ_and_person(name)
            if split:
                cut = low + split
                result.append((name[:split], "organization", low, cut, None))
                result.append(("".join(name[split:].split()), "person", cut, high, None))
                continue
            kind = None
        result.append((bare if kind == "person" else name.strip(), kind, low, high, None))
    return result


def _organ_and_person(name: str) -> int | None:
    for size in (3, 2, 4):
        head, tail = name[:-size], name[-size:]
        if len(head) >= 3 and is_person(tail) and is_organ(head):
            return len(head)
    return None


def _tokens(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Words between separators; 和 and 及 separate only between two whole names."""
    stretch = text[start:end].strip("：:□■◇")
    begin = text.index(stretch, start) if stretch else start
    result: list[tuple[str, int, int]] = []
    for match in re.finditer(r"[^\s、，,；;/／|｜&＆：:□（）()]+", stretch):
        word, low = match.group(), begin + match.start()
        parts = re.split(r"(和|及)", word)
        if len(parts) == 3 and all(is_person(p) or is_organ(p) for p in (parts[0], parts[2])):
            result.append((parts[0], low, low + len(parts[0])))
            result.append((parts[2], low + len(parts[0]) + 1, low + len(word)))
        elif word.endswith("等") and is_person(word[:-1]):
            result.append((word[:-1], low, low + len(word) - 1))
        else:
            result.append((word, low, low + len(word)))
    return result


def merge_letters(text: str, tokens: Sequence[tuple[str, int, int]], role: str | None) -> list[tuple[str, int, int]]:
    """Join the single characters of letter-spaced names: 黄 寰 → 黄寰; 刘 伟 王 芳 → two names."""
    result: list[tuple[str, int, int]] = []
    run: list[tuple[str, int, int]] = []

    def flush() -> None:
        single, double = _surnames()
        while run:
            size = len(run)
            if size > 3 and run[0][0] in single:
                size = 2 if run[2][0] in single else 3
            elif size == 3 and run[0][0] not in single and run[0][0] + run[1][0] not in double and role is None:
                size = 3
            chunk, run[:] = run[:size], run[size:]
            result.append(("".join(part[0] for part in chunk), chunk[0][1], chunk[-1][2]))

    for token in tokens:
        if len(token[0]) == 1 and re.match(rf"[{CJK}]", token[0]):
            if run and text[run[-1][2] : token[1]].strip():
                flush()
            run.append(token)
        else:
            flush()
            result.append(token)
    flush()
    return result


_ROLE_ANYWHERE = re.compile(r"[：:/／|｜□]|通讯员|记者|記者|通訊員|供稿|撰稿|作者|执笔|摄")
_WORDED = re.compile(r"(.{2,}?)(?:供稿|撰稿|整理|口述|报道|采写|执笔|撰文|文/?图|图/?文|摄影报道|報導|撰)")
_PHOTO = re.compile(r"(?:^图为|[\s/／)）][摄攝](?:影)?)$|^(?:摄影|攝影)[：:]")
_ROLE_INSIDE = re.compile(
    r"(?:^|[\s、，])(?:本报|本刊|特约)?(?:通讯员|记者)|(?:供稿|撰稿|作者|来源|执笔|整理|采写|文|图|撰文|报送)(?:单位|人)?[：:/／|｜]|^(?:供稿|撰稿|作者|来源)"
)
_ENDING_WORD = re.compile(r"(?:通讯员|记者|供稿|撰稿|作者|来源|文/|文：|□)[^。！？]{1,40}$")


def endings(text: str) -> bool:
    """Whether the last characters of a paragraph hold a byline's role word, so that ``tail`` is worth asking."""
    return _ENDING_WORD.search(text[-44:]) is not None


@dataclass(frozen=True)
class Found:
    """A byline with the stretch, brackets and role words included, that is not body."""

    start: int
    end: int
    credits: Credits


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
        if not _decoys().search(content) or _ROLE_INSIDE.search(content):
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


def _may_be_bare(text: str) -> bool:
    """Whether a line without brackets and role words is short enough, and ends well enough, to be names alone."""
    if len(text) <= 4:
        return True
    return len(text) <= 24 and (
        " " in text or "、" in text or "·" in text or "\u3000" in text or text.endswith(_endings())
    )


def row(text: str) -> Found | None:
    """A line that is a byline as a whole."""
    stripped = text.strip()
    if not stripped or len(stripped) > 110 or (stripped.endswith(("。", "；", "！")) and not stripped.endswith("）。")):
        return None
    if stripped[0] not in "（([【□" and not _ROLE_ANYWHERE.search(stripped) and not _may_be_bare(stripped):
        return None
    lead = len(text) - len(text.lstrip())
    inner = stripped
    offset = lead
    dashed = re.match(r"[—\-－]{1,4}\s*(?=[\u3400-\u9fff]{2,4}$)", stripped)
    if dashed:
        inner, offset = stripped[dashed.end() :], lead + dashed.end()
    bracket = re.fullmatch(r"[（(\[【［]([^\n]{2,80}?)[）)\]】］]?[。.]?", stripped)
    if bracket and not re.search(r"[（()）]", bracket.group(1)):
        inner, offset = bracket.group(1), lead + 1
        if _decoys().search(inner) and not _ROLE_INSIDE.search(inner):
            return None
    credits = parse_credits(inner, offset)
    if credits is None:
        return None
    if not credits.names and credits.strength != "none":
        return None
    return Found(lead, lead + len(stripped), credits)


def lead(text: str) -> Found | None:
    """The byline or dateline that opens a body: ``本报讯（记者 …）``, ``新华社…电``, ``【供稿/…】``."""
    match = _LEAD.match(text)
    if not match or not match.end():
        return None
    names: tuple[Byline, ...] = ()
    for group in ("supply", "names", "wire", "plain"):
        content = match.group(group)
        if content:
            credits = parse_credits(content, match.start(group))
            if credits is None and group != "supply":
                return None if group == "plain" else Found(0, match.start(group) - 1, Credits((), "none"))
            names += credits.names if credits else ()
    return Found(0, match.end(), Credits(names, "role" if names else "none"))
