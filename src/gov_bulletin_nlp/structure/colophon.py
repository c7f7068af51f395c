"""Colophon (报尾): addressees, editors, contact, print run from the lines below the last article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from gov_bulletin_nlp.document import Field, Span
from gov_bulletin_nlp.script import simplify
from gov_bulletin_nlp.structure.credits import is_person, merge_letters
from gov_bulletin_nlp.structure.masthead import read_date

_SP = r"[\s　]*"


def _spaced(*words: str) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(_SP.join(map(re.escape, word)) for word in ordered) + ")"


_LABELS = {
    "editors": _spaced(
        "责任编辑", "责编", "编辑", "本期编辑", "本期责任编辑", "本期责编", "值班编辑", "执行编辑", "编辑人员"
    ),
    "approver": _spaced("签发", "签发人", "审定", "批准"),
    "reviewers": _spaced(
        "审核", "审核人", "校对", "核稿", "审稿", "核校", "校核", "编审", "审校", "初审", "终审", "复审"
    ),
    "report_to": _spaced("报送", "报", "呈报", "主送", "呈送", "呈"),
    "send_to": _spaced("发送", "送", "发", "分送", "发至", "印送", "下发"),
    "copy_to": _spaced("抄送", "抄报", "抄发"),
    "phones": _spaced("电话", "联系电话", "电 话", "咨询电话", "投稿电话", "传真", "热线", "编辑部电话", "联络电话"),
    "emails": _spaced(
        "邮箱",
        "电子邮箱",
        "投稿邮箱",
        "电子邮件",
        "信箱",
        "投稿信箱",
        "电子信箱",
        "E-mail",
        "Email",
        "QQ邮箱",
        "电邮",
        "投稿",
    ),
    "address": _spaced("地址", "联系地址", "通讯地址", "通信地址", "社址", "办公地址", "会址"),
    "none": _spaced(
        "主编",
        "副主编",
        "总编",
        "总编辑",
        "编委",
        "拟稿",
        "撰稿",
        "联系人",
        "邮编",
        "邮政编码",
        "网址",
        "微信",
        "微信公众号",
        "承办",
        "承印",
        "印制",
        "打印",
        "排版",
        "编印",
        "主办",
        "主办单位",
        "摄影",
        "监制",
        "顾问",
        "发行人",
        "发行",
        "网站",
        "记录",
        "录入",
        "供稿",
        "编发",
        "印刷",
        "QQ群",
        "QQ",
        "共印",
        "印数",
        "印发",
    ),
}
_LABEL = re.compile(
    "(?:(?<=^)|(?<=[\\s　（(|｜/，。；、]))(?:"
    + "|".join(f"(?P<{key}>{shape})" for key, shape in _LABELS.items())
    + r")(?:[\s　]*[：:][\s　]*|[\s　]+(?=\S))"
)
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(
    r"[（(]0\d{2,3}[）)][\s-]?\d{6,8}(?:[-转]\d{1,6})?|0\d{2,3}[-—－–]\d{7,8}(?:[-转]\d{1,6})?|(?<!\d)1[3-9]\d[\d-]{8,10}(?!\d)|(?<![\d-])[2-8]\d{6,7}(?![\d-])"
    r"|[（(]0\d{1,2}[）)]\d{3,4}-\d{4}|0\d-\d{4}-?\d{4}|(?<!\d)\d{4}[ -]\d{4}(?!\d)"
)
_COPIES = re.compile(
    r"(?:共\s*印|印\s*数?|印\s*发|印\s*刷|印\s*制|份\s*数)\s*[：:（(]?\s*(\d{1,5}|[一二三四五六七八九十百]{1,5})\s*[）)]?\s*(?:份|$)|[（(]\s*(?:共)?\s*(\d{1,5})\s*份\s*[）)]"
)
_PRINTED = re.compile(r"(?:编\s*)?印\s*(?:发|制|刷|行|出)?|付印|出版|发行")
_BARE_HEAD = re.compile(r"(?:委|政府|人大|政协|纪委|监委|人大常委会|常委会)$")
_LEVELS_ONLY = re.compile(r"各(?:[省市县区州盟旗镇乡街道、（）()])+|[省市县区]")
_NO_NAME = re.compile(r"(?:人民)?政府|人大|政协|纪委|[处室队科股组]")
"""What names no body without the words before it: 匹河乡党委、政府 is one addressee."""
_OFFICE = re.compile(r"(?:办公室|办公厅|办|秘书处|(?:主要|有关|分管|相关)?(?:领导|领导同志|负责同志))$")


def read_colophon(lines: Sequence[tuple[int, str]]) -> dict[str, Field]:
    """Read the fields of a colophon.

    Args:
        lines: Offset and text of each of its lines.

    Returns:
        Field name to value and spans; list fields keep print order.
    """
    found = _found([(at, simplify(text)) for at, text in lines])
    fields: dict[str, Field] = {}
    for key, items in found.items():
        spans = tuple(dict.fromkeys(span for _, span in items))
        printed = items if key == "print_date" else [(_as_printed(value, span, lines), span) for value, span in items]
        values = list(dict.fromkeys(value for value, _ in printed))
        fields[key] = Field(values[0] if key in ("approver", "address", "print_date", "copies") else values, spans)
    return fields


def _as_printed(value: object, span: Span, lines: Sequence[tuple[int, str]]) -> object:
    """A value in the characters of the bulletin; letter spacing stays closed."""
    if not isinstance(value, str):
        return value
    at, text = lines[bisect_right(lines, span[0], key=lambda line: line[0]) - 1]
    surface = text[span[0] - at : span[1] - at]
    return next((form for form in (surface, "".join(surface.split())) if len(form) == len(value)), value)


def _found(lines: Sequence[tuple[int, str]]) -> dict[str, list[tuple[object, Span]]]:
    """What each line of a colophon in simplified characters gives, by field, with where it stands."""
    found: dict[str, list[tuple[object, Span]]] = {}
    open_key: str | None = None
    for at, text in lines:
        marks = list(_LABEL.finditer(text))
        head_end = marks[0].start() if marks else len(text)
        head = text[:head_end]
        goes_on = open_key in ("report_to", "send_to", "copy_to") and head.strip(" 　（）()")
        if open_key and goes_on and not _PRINTED.search(head) and not _COPIES.search(head):
            _take(open_key, at, text, 0, head_end, found)
        for index, mark in enumerate(marks):
            key = mark.lastgroup or "none"
            end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
            if (
                ":" not in mark.group()
                and "：" not in mark.group()
                and key in ("report_to", "send_to", "none", "reviewers")
            ):
                continue
            _take(key, at, text, mark.end(), end, found)
            open_key = key
        for match in _EMAIL.finditer(text):
            found.setdefault("emails", []).append((match.group(), (at + match.start(), at + match.end())))
        _take_numbers(at, text, marks, found)
        printed = read_date(text)
        if (
            printed
            and (_PRINTED.search(text) or len(text.strip()) <= printed[1][1] - printed[1][0] + 4)
            and "print_date" not in found
        ):
            found["print_date"] = [(printed[0], (at + printed[1][0], at + printed[1][1]))]
    return found


def _take(key: str, at: int, text: str, start: int, end: int, found: dict[str, list[tuple[object, Span]]]) -> None:
    value = text[start:end]
    if key in ("report_to", "send_to", "copy_to"):
        items = [(item, low, low + len(item)) for item, low in _addressees(value)]
    elif key in ("editors", "reviewers"):
        items = _persons(value)
    elif key == "approver":
        items = _persons(value)[:1]
    elif key == "address":
        stop = re.search(r"\s{2,}|(?:邮编|邮政编码|电话)", value)
        core = value[: stop.start()] if stop else value
        core = core.strip(" 　；;。，,")
        items = [(core, value.find(core), value.find(core) + len(core))] if core else []
    else:
        return
    for item, low, high in items:
        found.setdefault(key, []).append((item, (at + start + low, at + start + high)))


def _take_numbers(at: int, text: str, marks: list[re.Match[str]], found: dict[str, list[tuple[object, Span]]]) -> None:
    phones = [mark for mark in marks if mark.lastgroup == "phones"]
    if phones or re.search(r"电\s*话|传\s*真|热线", text):
        begin = phones[0].end() if phones else 0
        for match in _PHONE.finditer(text, begin):
            if "@" in text[match.end() : match.end() + 1] or text[max(0, match.start() - 1) : match.start()] == "@":
                continue
            found.setdefault("phones", []).append((match.group(), (at + match.start(), at + match.end())))
    copies = _COPIES.search(text)
    if copies and "copies" not in found:
        group = 1 if copies.group(1) else 2
        written = copies.group(group)
        number = int(written) if written.isdigit() else _small(written)
        found["copies"] = [(number, (at + copies.start(group), at + copies.end(group)))]


def _small(text: str) -> int:
    total, current = 0, 0
    for character in text:
        if character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            current = "一二三四五六七八九".find(character) + 1
    return total + current


def _persons(value: str) -> list[tuple[str, int, int]]:
    """Names and offices, each with its stretch; letter-spaced names are closed up."""
    tokens = [
        (match.group(), match.start(), match.end()) for match in re.finditer(r"[^\s　、，,；;/|）)（(。]+", value)
    ]
    return [
        (name, low, high)
        for name, low, high in merge_letters(value, tokens, "编辑")
        if re.fullmatch(r"[\u3400-\u9fff·]{2,12}", name)
        and (is_person(name) or len(name) <= 4 or name.endswith(("室", "处", "部", "科", "组")))
    ]


def _addressees(value: str) -> list[tuple[str, int]]:
    parts: list[tuple[str, int]] = []
    depth = begin = 0
    cuts: list[tuple[int, int, str]] = []
    for index, character in enumerate(value):
        if character in "（(":
            depth += 1
        elif character in "）)":
            depth = max(0, depth - 1)
        elif depth == 0 and character in "，、；;,。":
            cuts.append((begin, index, character))
            begin = index + 1
        elif depth == 0 and character in "\u3000 " and value[index : index + 2].strip() == "":
            cuts.append((begin, index, "，"))
            begin = index + 1
    cuts.append((begin, len(value), ""))
    pending: tuple[int, int] | None = None
    for position, (start, end, separator) in enumerate(cuts):
        if pending is not None:
            start = pending[0]
            pending = None
        piece = value[start:end]
        following = value[cuts[position + 1][0] : cuts[position + 1][1]].strip() if position + 1 < len(cuts) else ""
        if separator == "、" and _shares_end(
            piece.strip(), following, [value[s:e].strip() for s, e, _ in cuts[position + 1 :]]
        ):
            pending = (start, end)
            continue
        core = (
            piece.strip(" 　（(）)。")
            if piece.count("（") != piece.count("）") and piece.count("(") != piece.count(")")
            else piece.strip(" 　。")
        )
        if not core or re.search(r"共\s*印|印发|\d{4}年", core):
            continue
        offset = start + piece.find(core)
        joined = re.match(r"(.{3,})及((?:省|市|县|区|各|全|其|本).{2,})$", core)
        if joined and not re.search(r"[（(][^）)]*$", joined.group(1)):
            parts.append((joined.group(1), offset))
            parts.append((joined.group(2), offset + len(joined.group(1)) + 1))
        else:
            parts.append((core, offset))
    return parts


def _shares_end(piece: str, following: str, rest: list[str]) -> bool:
    """Whether a part leans on the end of a later one: 市委、市人大、市政协办公室 is one addressee."""
    if not following:
        return False
    last = piece.split("、")[-1]
    whole = re.match("[省市县区州][直属]", following)  # 各乡镇、市直各单位 are two
    if (_LEVELS_ONLY.fullmatch(piece) and not whole) or following.startswith("副") or _NO_NAME.fullmatch(following):
        return True
    if piece.startswith("各") and len(following) <= 3 and following[0] not in "省市县区州局各本":
        return True
    if _BARE_HEAD.search(last) and not last.startswith("各"):
        for later in rest:
            if _OFFICE.search(later) and _BARE_HEAD.search(_OFFICE.sub("", later)):
                return True
            if not _BARE_HEAD.search(later):
                return False
    return False
