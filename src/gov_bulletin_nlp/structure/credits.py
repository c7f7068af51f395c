"""Credits: the names, roles and kinds of author in the text of a byline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from gov_bulletin_nlp import words
from gov_bulletin_nlp.document import Byline
from gov_bulletin_nlp.script import simplify
from gov_bulletin_nlp.tables import lines, table

CJK = "\u3400-\u9fff〇"
_NAME_2_6 = re.compile(rf"[{CJK}]{{2,6}}")
_NAME_2_4 = re.compile(rf"[{CJK}]{{2,4}}")
_GIVEN_LENGTH = re.compile(rf"[{CJK}]{{3,8}}")
_POST = re.compile(
    rf"[{CJK}]{{0,3}}(?:[院校局处科股队所站镇乡村县市区会部處鎮鄉縣][长長]|书记|書記|主任|主席|经理|經理)"
)
_DOTTED = re.compile(rf"[{CJK}]{{1,8}}(?:[·•][{CJK}]{{1,8}}){{1,3}}")
_WORDED = re.compile(r"(.{2,}?)(?:供稿|撰稿|整理|口述|报道|采写|执笔|撰文|文/?图|图/?文|摄影报道|報導|撰)")
_LABEL = re.compile(rf"([{CJK}]{{2,6}})\s?[：:]")
_OTHER_LABEL = "发布时间"
"""A role that gives no names; stands for labels that the table does not list."""
_STAMP = re.compile(
    r"(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)|\d{1,2}[.]\d{1,2}[.](?:19|20)\d\d|\d{1,2}"
    r"|发表于[\u3400-\u9fff]{2,4}|(?:点击|阅读|浏览|人气)?\d*次|打印|关闭|收藏|分享"
)
"""Date, time and counters as web pages print them beside who wrote the page."""
_TITLED = re.compile(
    rf"[{CJK}（()）、]{{1,24}}(?:[局处科股院校厂站所队组部会社镇乡县市区村行][长長]|厂长|书记|主任|主席|经理|委员|常委|代表|会长|理事|院士|教授|研究员|工程师|专员|顾问|同志|村民|居民|子女|社长|总工|劳模)"
)
"""A post with its body before a speaker's name: ``县政协常委、县农业局局长　李建科``."""
_PHOTO = re.compile(rf"(?:^图为|[\s/／)）][摄攝](?:影)?)$|^(?:摄影|攝影)[：:]|^[{CJK}]{{2,4}}[摄攝]$")


@cache
def _roles() -> dict[str, str]:
    return {word: row["gives"] for row in table("bylines")["role"] for word in row["words"]}


def _is_role(label: str) -> bool:
    return "".join(label.split()) in _roles()


@cache
def _role_pattern() -> re.Pattern[str]:
    words = sorted(_roles(), key=len, reverse=True)
    spaced = "|".join(r"\s?".join(re.escape(c) for c in word) for word in words)
    return re.compile(rf"(?P<role>{spaced})\s*(?P<mark>[：:/／|｜\\＼丨]|(?=\s)|$|(?=[^\s：:]))")


@cache
def _forms(kind: str) -> frozenset[str]:
    return frozenset(dict(line.split("\t", 1) for line in lines("surnames.tsv"))[kind].split())


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Surnames of one and of two characters that open a byline."""
    return (
        _forms("single") | _forms("byline"),
        _forms("double"),
    )


@cache
def _given() -> re.Pattern[str]:
    """Minority names, which stand alone or two together, some with a Chinese given name."""
    words = "|".join(sorted(_forms("given"), key=len, reverse=True))
    return re.compile(f"(?:{words}){{1,3}}(?:[{CJK}]{{1,2}})?")


@cache
def organ_endings() -> tuple[str, ...]:
    """What names of bodies end with."""
    return tuple(word for row in table("bylines")["organ_ending"] for word in row["words"])


def _is_word(text: str) -> bool:
    """Whether the dictionary knows a short text, or each half of it, and not as a name: 公告, 平安, 安全管理."""
    if len(text) > 4:
        return False
    parts = words.tag(text)
    return all(len(part) > 1 and not tag.startswith("nr") and words.is_known(part) for part, tag in parts)


@lru_cache(maxsize=8192)
def is_person(name: str) -> bool:
    """Whether a string looks like a full Chinese or minority name: a known surname, two to four characters, or a ``·``."""
    bare = simplify("".join(name.split()))
    if "·" in bare or "•" in bare:
        return _DOTTED.fullmatch(bare) is not None
    if _GIVEN_LENGTH.fullmatch(bare) and bare.endswith(tuple(_forms("given_ending"))):
        return True
    if not _NAME_2_6.fullmatch(bare):
        return False
    if (len(bare) >= 4 and _given().fullmatch(bare)) or bare in _forms("given"):
        return True
    if len(bare) > 4 or _is_word(bare):
        return False
    single, double = _surnames()
    if bare[:2] in double and len(bare) >= 3:
        return True
    return (bare[0] in single and len(bare) <= 3) or (len(bare) == 4 and bare[0] in single and bare[1] in single)


@lru_cache(maxsize=8192)
def is_organ(name: str) -> bool:
    """Whether a string ends as names of bodies end (局, 办公室, 总工会, 中心 …)."""
    bare = simplify("".join(name.split()))
    if (
        not 2 <= len(bare) <= 34
        or bare.endswith(("干部", "内部", "全部", "部分"))
        or re.search(r"[，。；：？！“”]", bare)
    ):
        return False
    return (
        bare.endswith(organ_endings())
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
        found = _speaker(text, at) or _by_company(text, at)
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


def _speaker(text: str, at: int) -> list[Byline]:
    """The person behind a post: ``县政协常委、县农业局局长　李建科``, ``供销社主任焦志刚``; the post is no author."""
    for size in (3, 2, 4):
        person = text.rstrip()[-size:]
        post = text.rstrip()[:-size].rstrip(" \t\u3000")
        if post and not any(c.isspace() for c in person) and is_person(person) and _TITLED.fullmatch(post):
            start = text.rstrip().rfind(person)
            return [Byline(person, "person", None, at + start, at + start + size)]
    spaced = re.fullmatch(rf"(.{{2,40}}?)[ \u3000]+([{CJK}][ \u3000]{{1,3}}[{CJK}])", text.rstrip())
    if spaced and _TITLED.fullmatch(spaced.group(1)) and is_person("".join(spaced.group(2).split())):
        return [Byline("".join(spaced.group(2).split()), "person", None, at + spaced.start(2), at + spaced.end(2))]
    return []


def _by_company(text: str, at: int) -> list[Byline]:
    """Names with rare surnames, told by the sure names that they stand among: （虎晓霞、马骏）."""
    read = _names(text, 0, len(text), None)
    sure = sum(1 for _, kind, *_ in read if kind)
    doubtful = [name for name, kind, *_ in read if kind is None]
    if (
        not sure
        or len(read) > 6
        or _LABEL.search(text)
        or not all(re.fullmatch(rf"[{CJK}]{{2,3}}", name) for name in doubtful)
    ):
        return []
    return [Byline(name, kind or "person", None, at + low, at + high) for name, kind, low, high, _ in read]


def _split_roles(text: str) -> list[tuple[str | None, int, int]]:
    """Cut a byline at its role words: ``(role, start, end)`` of the names under each; a slash role stands after its names."""
    found: list[tuple[str | None, int, int]] = []
    role: str | None = None
    begin = at = 0
    pattern = _role_pattern()
    labelled = len(_LABEL.findall(text)) > 1 and any(_is_role(label) for label in _LABEL.findall(text))
    while at < len(text):
        boundary = at == 0 or text[at - 1] in " \t\u3000、，,；;（(【】：:/|\\□■◇" or text[at - 1] == "\n"
        match = pattern.match(text, at) if boundary else None
        if match:
            word = "".join(match.group("role").split())
            mark = match.group("mark")
            gap = match.end() > match.end("role") and len(word) >= 2  # 编辑 赵鹏, but 文 静 is a name
            glued = not mark and not gap and match.end() < len(text) and text[match.end()] not in " \t\u3000□"
            after_slash = at > 0 and text[at - 1] in "/／"
            runs_on = glued and match.end() == match.end("role")  # ／圖書資訊科 is an office, 林远/图 a role
            if after_slash and not mark and not runs_on:
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
        label = _LABEL.match(text, at) if labelled and boundary else None
        if label:  # 字体：, 浏览： and the like beside 来源：; what they label is no author
            found.append((role, begin, at))
            role, begin = _OTHER_LABEL, label.end()
            at = label.end()
            continue
        at += 1
    if role is not None and begin >= len(text.rstrip()) and found:
        last_role, start, end = found[-1]
        if last_role is None and text[start:end].strip(" \t\u3000/／：:"):
            found[-1] = (role, start, end)
            return found
    found.append((role, begin, len(text)))
    return [(r, s, e) for r, s, e in found if text[s:e].strip(" \t\u3000：:/／□■◇、，,；;|｜\\＼丨【】[]")]


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
        if (
            not bare
            or bare in _roles()
            or bare in ("本报", "本刊", "本网", "本站", "等", "佚名")
            or _STAMP.fullmatch(bare)
        ):
            continue
        kind: Literal["person", "organization"] | None
        if is_person(bare) and not (len(bare) > 2 and is_organ(bare)):
            kind = "person"
        elif is_organ(bare):
            kind = "organization"
        elif (
            role
            and _NAME_2_4.fullmatch(bare)
            and not _POST.fullmatch(bare)
            and _roles().get(role) == "byline"
            and "来源" not in role
            and "單位" not in role
            and "单位" not in role
        ):
            kind = "person"
        elif (
            role
            and not _POST.fullmatch(bare)
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
    for match in re.finditer(r"[^\s、，,；;/／|｜丨\\＼&＆：:□（）()【】]+", stretch):
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
