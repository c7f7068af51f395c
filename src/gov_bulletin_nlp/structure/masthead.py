"""Masthead (报头): title, issue, issuer, date, secrecy from the lines above the first article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gov_bulletin_nlp.document import Field, Span
from gov_bulletin_nlp.structure.patterns import cn_number

_CN = "一二三四五六七八九十百零〇○"
_DIGIT = "0-9０-９"
_NUMBER = rf"(?:[{_DIGIT}]{{1,4}}|[{_CN}]{{1,5}})"
_ISSUE = re.compile(
    rf"[（(〔\[]?\s*(?:(?P<year>[{_DIGIT}]{{4}}|[二一][{_CN}九]{{3}})\s*年?(?:度)?\s*[、，,]?\s*)?第\s*(?P<number>{_NUMBER})\s*[期号號]\s*"
    rf"(?P<tail>[）)〕\]]?\s*[（(/／、，]?\s*[总總]\s*(?:第)?\s*(?P<total>{_NUMBER})\s*[期号號]?\s*[）)]?)?[）)〕\]]?"
    rf"|[（(]?\s*[总總]\s*第?\s*(?P<only_total>{_NUMBER})\s*[期号號]\s*[）)]?"
    rf"|〔\s*(?P<doc_year>[{_DIGIT}]{{4}})\s*〕\s*(?:第\s*)?(?P<doc_number>[{_DIGIT}]{{1,4}})\s*[期号號]?"
    rf"|(?P<year2>[{_DIGIT}]{{4}})\s*年?\s*[·.—-]\s*(?P<number2>[{_DIGIT}]{{1,3}})\s*期"
    rf"|[（(]?(?:(?P<extra_year>[{_DIGIT}]{{4}})\s*年\s*)?(?P<extra>增\s*刊|特\s*刊|专\s*刊|號外|号外|创刊号|試刊|试刊)\s*(?:第?\s*(?P<extra_number>{_NUMBER})\s*[期号]?)?[）)]?"
)
_LABEL = re.compile(r"[^（()）\[\]\s](?:[^（()）\[\]总總]*?)[期号號刊](?![^（(]*〕)|〔.*")
_DATE = re.compile(
    rf"(?P<y>[12][{_DIGIT}]{{3}}|[１２][０-９]{{3}}|[二一][{_CN}九]{{3}})\s*[年.\-/．－]\s*(?P<m>[{_DIGIT}]{{1,2}}|[{_CN}]{{1,3}})(?:\s*月|(?=[.\-/．－]))"
    rf"(?:\s*[.\-/．－]?\s*(?P<d>[{_DIGIT}]{{1,2}}|[{_CN}]{{1,3}})\s*日?(?!\d|\s*期))?"
    rf"|[民][國国]\s*(?P<roc>[{_DIGIT}]{{2,3}}|[{_CN}]{{2,5}})\s*年\s*(?:(?P<rm>[{_DIGIT}]{{1,2}}|[{_CN}]{{1,3}})\s*月)?(?:\s*(?P<rd>[{_DIGIT}]{{1,2}}|[{_CN}]{{1,3}})\s*日)?"
    rf"|(?P<dotted>[12]\d{{3}}\.\d{{1,2}}(?:\.\d{{1,2}})?)"
)
_SECRECY = re.compile(
    r"(?:内部(?:资料|刊物|文件|材料|情况)|注意保存|(?:绝密|机密|秘密)[★☆]?\s*(?:\d+年|长期)?|不得(?:外传|翻印)|仅供参考|內部資料|内部参阅|请勿外传)(?:[\s　，,、·]*(?:内部(?:资料|刊物|使用)|注意保存|妥善保管|不得外传|请勿外传|免费交流|仅供领导参阅|仅供参考|严禁外传))*"
)
_ISSUER_VERB = re.compile(
    r"(?:主\s*办(?:单位)?|主\s*編|主辦|编\s*印|編\s*印|编\s*发|[合联]编|联合(?:主办|编印)|编(?:辑)?|編|印发|印|出版|发行|發行|承办)\s*$"
)
_DECORATION = "（）()《》【】|｜:：★☆◆●※■◇ \u3000"
_ISSUER_LABEL = re.compile(
    r"^(?:主\s*办(?:单位)?|主辦(?:單位)?|编\s*印(?:单位)?|编\s*辑|编\s*发|承\s*办|发行(?:單位|单位)?|發行(?:單位)?|發行人|出版)\s*[：:]\s*"
)
_TITLE_END = re.compile(
    r"(?:简\s*报|簡\s*報|信息|动态|動態|通讯|通訊|快报|快報|快讯|通报|专报|内参|要情|要闻|公报|公報|会讯|會訊|工作交流|情况反映|参阅|月报|周报|旬报|简讯|简况|参考|交流|工运|专刊|之窗|天地|之声|纵横|月刊|季刊|半月刊|季報|月報|報|报|讯|訊|刊|专递|速递|摘报|快递|农情|社情|警讯|院讯|商情|税讯|日志|之友|情况|反映)$"
)
_ORGAN_END = re.compile(
    r"(?:局|委|委员会|會|会|办|辦|办公室|厅|院|校|大学|学院|中学|小学|公司|集团|中心|处|科|部|站|所|馆|館|社|政府|总工会|法院|检察院|支队|大队|街道|镇|乡|村|社区|联合会|协会|商会|秘书处|党委|工委|领导小组|指挥部|公所|厂|矿|医院|公安局|妇联|团委|研究室|編輯部|编辑部|室|组|基金會|署|處)(?:[（(][^（）()]{2,20}[）)])?$"
)


def _int(text: str) -> int:
    folded = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    if folded.isdigit():
        return int(folded)
    if "十" in folded or "百" in folded or len(folded) == 1:
        if "百" in folded:
            head, _, rest = folded.partition("百")
            return cn_number(head) * 100 + (cn_number(rest.lstrip("零〇○")) if rest.lstrip("零〇○") else 0)
        return cn_number(folded)
    digits = "".join(
        str("零一二三四五六七八九".find(c)) if c in "零一二三四五六七八九" else "0"
        for c in folded.replace("〇", "零").replace("○", "零")
    )
    return int(digits)


def read_date(text: str) -> tuple[str, Span] | None:
    """The first full or partial date of a line as EDTF with its span; 民國 years are counted from 1912."""
    month: int | None
    day: int | None
    for match in _DATE.finditer(text):
        if match.group("dotted"):
            pieces = match.group("dotted").split(".")
            year, month, day = int(pieces[0]), int(pieces[1]), int(pieces[2]) if len(pieces) > 2 else None
        elif match.group("roc"):
            year = _int(match.group("roc")) + 1911
            month = _int(match.group("rm")) if match.group("rm") else None
            day = _int(match.group("rd")) if match.group("rd") else None
        else:
            year, month = _int(match.group("y")), _int(match.group("m"))
            day = _int(match.group("d")) if match.group("d") else None
        if (
            not 1900 <= year <= 2100
            or (month is not None and not 1 <= month <= 12)
            or (day is not None and not 1 <= day <= 31)
        ):
            continue
        value = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
        return value, match.span()
    return None


def looks_like_masthead(text: str) -> set[str]:
    """Which masthead fields a line could hold: ``issue``, ``date``, ``secrecy``, ``issuer``, ``title``."""
    found: set[str] = set()
    if len(text) > 70:
        return found
    if (match := _ISSUE.search(text)) and len(match.group().strip()) >= 2:
        rest = text[: match.start()] + text[match.end() :]
        if len(rest) <= 46:
            found.add("issue")
    if (date := read_date(text)) and len(text) - (date[1][1] - date[1][0]) <= 40 and "，" not in text:
        found.add("date")
    if _SECRECY.match(text.strip("（）()【】 　")):
        found.add("secrecy")
    bare = re.sub(r"\s", "", text)
    if 2 <= len(bare) <= 40 and not re.search(r"[，。；！？]", bare):
        if _ORGAN_END.search(bare) or _ISSUER_VERB.search(bare) or _ISSUER_LABEL.match(bare):
            found.add("issuer")
        if _TITLE_END.search(bare) and len(bare) <= 24 and not bare.startswith(("关于", "在")):
            found.add("title")
    return found


def read_masthead(lines: Sequence[tuple[int, str]]) -> dict[str, Field]:
    """Read the fields of a masthead.

    Args:
        lines: Offset and text of each masthead line.

    Returns:
        Field name to value and spans; a field that is not there is absent.
    """
    fields: dict[str, Field] = {}
    rest: list[tuple[int, str]] = []
    for at, line in lines:
        segments = [(at, line)]
        for name, take in (("secrecy", _take_secrecy), ("issue", _take_issue), ("date", _take_date)):
            following: list[tuple[int, str]] = []
            for offset, segment in segments:
                taken = None if name in fields and name != "issue" else take(offset, segment, fields)
                following += [(offset, segment)] if taken is None else taken
            segments = following
        for offset, segment in segments:
            rest.extend(
                (offset + piece.start(), piece.group())
                for piece in re.finditer(r"\S(?:.*?\S)?(?=\s{2,}|\s*$)", segment)
                if re.search(r"[\u3400-\u9fffA-Za-z]", piece.group())
            )
    _title_and_issuer(rest, fields)
    if "year" not in fields and "date" in fields:
        fields["year"] = Field(int(str(fields["date"].value)[:4]), fields["date"].spans)
    fields.pop("issue", None)
    return fields


def _without(at: int, text: str, start: int, end: int) -> list[tuple[int, str]]:
    return [
        (at + low, text[low:high])
        for low, high in ((0, start), (end, len(text)))
        if text[low:high].strip(" 　（）()、，|｜")
    ]


def _take_secrecy(at: int, text: str, fields: dict[str, Field]) -> list[tuple[int, str]] | None:
    match = _SECRECY.search(text)
    if not match:
        return None
    fields["secrecy"] = Field(match.group().strip(), ((at + match.start(), at + match.end()),))
    return _without(at, text, *match.span())


def _take_issue(at: int, text: str, fields: dict[str, Field]) -> list[tuple[int, str]] | None:
    match = _ISSUE.search(text)
    if not match or len(match.group().strip()) < 2:
        return None
    group = match.groupdict()
    start, end = match.span()
    while end > start and text[end - 1] in " 　、，/":
        end -= 1
    while start < end and text[start] in " 　":
        start += 1
    span = ((at + start, at + end),)
    label = _LABEL.search(text, start, end) if not group["only_total"] and not group["extra"] else None
    if group["extra"]:
        start += len(text[start:end]) - len(text[start:end].lstrip("（("))
        end -= len(text[start:end]) - len(text[start:end].rstrip("）)"))
    label_start, label_end = label.span() if label else (start, end)
    if "issue_label" in fields and "issue_number" not in fields and group["number"]:
        del fields["issue_label"]  # 专刊 was only a remark: the number is the label
    if "issue_label" in fields:
        total = group["only_total"] or group["total"]
        if total and "total_issue" not in fields:
            fields["total_issue"] = Field(_int(total), span)
            return _without(at, text, start, end)
        return None
    fields["issue"] = fields["issue_label"] = Field(text[label_start:label_end], ((at + label_start, at + label_end),))
    number = group["number"] or group["number2"] or group["doc_number"] or group["extra_number"]
    if number:
        fields["issue_number"] = Field(_int(number), span)
    total = group["total"] or group["only_total"]
    if total:
        fields["total_issue"] = Field(_int(total), span)
    year = group["year"] or group["year2"] or group["doc_year"] or group["extra_year"]
    if year and 1900 <= _int(year) <= 2100:
        fields["year"] = Field(_int(year), span)
    return _without(at, text, start, end)


def _take_date(at: int, text: str, fields: dict[str, Field]) -> list[tuple[int, str]] | None:
    found = read_date(text)
    if found is None:
        return None
    value, (start, end) = found
    fields["date"] = Field(value, ((at + start, at + end),))
    return _without(at, text, start, end)


def _title_and_issuer(rest: list[tuple[int, str]], fields: dict[str, Field]) -> None:
    def bare(text: str) -> str:
        return re.sub(r"\s", "", text).strip(_DECORATION)

    issuers: list[tuple[int, str]] = []
    titles: list[tuple[int, str]] = []
    for at, text in rest:
        core = bare(text)
        if len(core) < 2 or len(core) > 44:
            continue
        labelled = _ISSUER_LABEL.match(text)
        verb = _ISSUER_VERB.search(text)
        if labelled or (verb and _ORGAN_END.search(bare(text[: verb.start()]))):
            start = labelled.end() if labelled else 0
            end = verb.start() if verb and not labelled else len(text)
            issuers.insert(0, (at + start, text[start:end].strip()))
        elif _TITLE_END.search(core) and not (titles and _ORGAN_END.search(core)):
            titles.append((at, text))
        elif _ORGAN_END.search(core):
            issuers.append((at, text))
        else:
            titles.append((at, text))
    if len(titles) >= 2 and not _TITLE_END.search(bare(titles[0][1])) and _TITLE_END.search(bare(titles[1][1])):
        (first_at, first), (second_at, second) = titles[:2]
        if len(bare(second)) <= 6 and second_at - first_at - len(first) <= 2:
            fields["title"] = Field(
                bare(first) + bare(second), ((first_at, first_at + len(first)), (second_at, second_at + len(second)))
            )
            titles = []
    if not titles and "title" not in fields and len(issuers) >= 2:
        titles.append(issuers.pop(0))
    if titles:
        named = [t for t in titles if _TITLE_END.search(bare(t[1]))]
        at, text = (named or titles)[0]
        lead = len(text) - len(text.lstrip(_DECORATION))
        core = text.strip(_DECORATION)
        fields["title"] = Field(core if not _spaced(core) else bare(core), ((at + lead, at + lead + len(core)),))
    if issuers:
        at, text = issuers[0]
        first = re.split(r"[、，,\s　]+(?=[\u3400-\u9fff]{3,})", text.strip())[0]
        inner = text.find(first)
        fields["issuer"] = Field(first, ((at + inner, at + inner + len(first)),))


def _spaced(text: str) -> bool:
    return re.fullmatch(r"\S(?:\s+\S)+", text.strip()) is not None
