"""The character table of a model: which characters share a row, what kind each is, and the places it knows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import numpy as np

from gov_bulletin_nlp.annotate.features import CODE_LIMIT, PLACE_LENGTHS, Array, place_hash
from gov_bulletin_nlp.divisions import table as divisions
from gov_bulletin_nlp.divisions import townships

COMMON_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文闫肖付欧"
)
RARE_SURNAMES = (
    "尤严华戚喻柏水窦章云葛奚郎鲁韦昌苗凤花俞柳酆鲍岑倪滕殷毕邬安乐时皮卞齐伍元卜平和穆祁米贝明臧计伏成谈茅庞纪舒屈项祝"
    "阮蓝闵席季麻强路娄危童颜梅盛刁骆樊凌霍虞支柯昝管莫房裘缪干解应宗宣贲郁单杭洪包诸左吉钮嵇邢滑裴荣翁荀羊於惠甄曲家封"
    "芮羿储靳汲邴糜松井富巫乌焦巴弓牧隗山谷车宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖符景詹束幸司韶郜蓟薄印宿怀蒲邰从鄂索咸"
    "籍卓蔺屠蒙池阴胥能苍双闻莘党翟贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿充慕连茹习宦艾鱼容向古慎"
    "戈终居衡步都耿满弘匡国寇广禄阙东殴沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖"
    "益桓公仉督晋楚汝鄢涂钦缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟岳帅琚亓展卫覃仝苟禹邸海揭庹迟植开矫粟线占阿欣户冼税檀原"
    "母尧英卿火兰闪代操郏依行敬宾多次才撒仁冶妥拜折青普官柒朗召"
)
DOUBLE_SURNAMES = (
    "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 长孙 宇文 轩辕 百里 呼延 南宫 独孤 澹台 申屠 东郭 "
    "西门 拓跋 赫连 钟离 鲜于 闾丘 太史 濮阳 淳于 单于 万俟 闻人 公冶 宗政 仲孙 乐正 公羊"
).split()

TAGS = tuple(
    "a ad ag an b c d df e eng f g h i j k l m mq n ng nr nrfg nrt ns nt nz o p q r rz s t tg u ud ug uj ul uv uz v vd vg vn x y z zg".split()
)
"""Parts of speech that rjieba gives, but for the rarest."""

_TOWN = re.compile(r"(?:街道办事处|街道|地区|民族乡|镇|乡)$")

# Ids of the first rows: 0 is the line end, then one row for unseen characters of each kind.
KINDS = ("line end", "other", "common surname", "rare surname", "ideograph", "digit", "small", "capital", "mark")


def fold_table(traditional: dict[str, str]) -> Array:
    """Simplified, half-width form of each code point of the basic plane.

    Args:
        traditional: Simplified character of each traditional one.

    Returns:
        An array that maps codes to codes.
    """
    table = np.arange(CODE_LIMIT, dtype=np.uint16)
    for code in (*range(0xFF01, 0xFF5F), 0x3000, *range(0x2F00, 0x2FE0), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and ord(plain) < CODE_LIMIT:
            table[code] = ord(plain)
    for old, new in traditional.items():
        if len(old) == len(new) == 1 and ord(old) < CODE_LIMIT and ord(new) < CODE_LIMIT:
            table[ord(old)] = ord(new)
    # A lone surrogate would pair up with its neighbour when the folded text is decoded.
    table[0xD800:0xE000] = 0xFFFD
    return table


def kind_of(char: str) -> int:
    """Index into ``KINDS`` of a folded character.

    Args:
        char: One character.

    Returns:
        Its kind.
    """
    if char == "\n":
        return 0
    if char in COMMON_SURNAMES:
        return 2
    if char in RARE_SURNAMES or any(char == name[0] for name in DOUBLE_SURNAMES):
        return 3
    if "㐀" <= char <= "鿿" or char == "\uffff":
        return 4
    if char.isdigit():
        return 5
    if char.islower():
        return 6
    if char.isupper():
        return 7
    return 8 if unicodedata.category(char)[0] in "PZS" else 1


def char_table(texts: Iterable[str], folded: Array, least: int) -> tuple[Array, Array]:
    """Rows of the character table.

    Args:
        texts: What the model learns from.
        folded: See ``fold_table``.
        least: How often a character must occur to have a row of its own.

    Returns:
        The row of each code point, and the kind of each row.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    merged: Counter[int] = Counter()
    for char, count in counts.items():
        code = int(folded[min(ord(char), CODE_LIMIT - 1)])
        merged[ord("0") if chr(code).isdigit() else code] += count
    frequent = sorted(code for code, count in merged.items() if count >= least and code != 10)
    row = {code: index for index, code in enumerate(frequent, len(KINDS))}
    kinds = [*range(len(KINDS)), *(kind_of(chr(code)) for code in frequent)]
    table = np.zeros(CODE_LIMIT, dtype=np.uint16)
    for code in range(CODE_LIMIT):
        base = int(folded[code])
        base = ord("0") if chr(base).isdigit() else base
        table[code] = row[base] if base in row else kind_of(chr(base))
    return table, np.array(kinds, dtype=np.int64)


def place_table(char_ids: Array) -> tuple[Array, Array]:
    """Hashes and kinds of the names in the table of divisions, as the model's features want them.

    Kinds: 1 province or prefecture, 2 county, 3 township; 4 to 6 the same in short form.

    Args:
        char_ids: See ``char_table``.

    Returns:
        Hashes and kinds, sorted by hash.
    """
    kinds: dict[str, int] = {}
    for name in townships():
        kinds[name] = 3
        short = _TOWN.sub("", name)
        if len(short) > 1:
            kinds.setdefault(short, 6)
    known = divisions()
    for names, step in ((known.by_short, 3), (known.by_name, 0)):
        for name, rows in names.items():
            level = 1 if any(row.level < 3 for row in rows) else 2
            kinds[name] = level + step
    rows = sorted(
        (place_hash(char_ids, name), kind)
        for name, kind in kinds.items()
        if len(name) in PLACE_LENGTHS and name != "直辖"
    )
    return np.array([h for h, _ in rows], dtype=np.uint64), np.array([k for _, k in rows], dtype=np.uint16)
