"""Characters: what print and conversion did to single characters is undone one by one, lengths kept."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
"""Characters that print nothing: zero-width marks, direction marks, byte order marks, controls."""

ISSUE_LABEL = re.compile(r"第\s*[０-９]+\s*[期号號]")
HALF_WIDTH = re.compile(r"(?<=[\u3400-\u9fff”’》）])[,;:?!]|[,;:?!](?=[\u3400-\u9fff“‘《（])|(?<=[%‰℃]),(?=\d)")
FULL_WIDTH = {ord(half): full for half, full in zip(",;:?!()", "，；：？！（）", strict=True)}

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_PRIVATE = {0xE5E5: " ", 0xF06C: "●", 0xF06E: "■", 0xF075: "◆", 0xF0B2: "☆", 0xF0D8: "➢", 0xF0FC: "✓", 0xF09F: "•"}
"""Private-use characters that Wingdings bullets and old Founder fonts leave; others stay as they are."""


def _table() -> dict[int, str]:
    table: dict[int, str] = dict(_PRIVATE)
    table.update((ord(space), " ") for space in _SPACES)
    table.update((half, "\ufffd") for half in range(0xD800, 0xE000))  # half a surrogate pair is no character
    blocks = [
        (0x2E80, 0x2FE0),
        (0xF900, 0xFB00),
        (0x2F800, 0x2FA20),
        (0xFF10, 0xFF1A),
        (0xFF21, 0xFF3B),
        (0xFF41, 0xFF5B),
    ]
    for first, last in blocks:
        for code in range(first, last):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and folded != chr(code):
                table[code] = folded
    table |= {
        ord("％"): "%",
        ord("＋"): "+",
        ord("．"): ".",
        ord("／"): "/",
        ord("＠"): "@",
        ord("－"): "-",
        ord("＝"): "=",
    }
    table |= {
        0x2E81: "厂",
        0x2EA0: "民",
        0x2EA9: "王",
        0x2EC5: "见",
        0x2EC6: "角",
        0x2ECB: "车",
        0x2ED3: "长",
        0x2ED4: "门",
    }
    table |= {0x2EE2: "马", 0x2EE5: "鱼", 0x2EE9: "黄", 0x2EEC: "齐", 0x2EF0: "龙"}
    return table


FOLD = _table()
_FOLD_WIDTHLESS = {code: new for code, new in FOLD.items() if not 0xFF10 <= code < 0xFF1A}


def fold_characters(line: str) -> str:
    """Fold compatibility ideographs, radicals, exotic spaces and full-width letters and digits, one for one.

    An issue label such as ``２０２０年第１２期`` is an identifier and keeps its printed digits.

    Args:
        line: One physical line.

    Returns:
        A line of the same length.
    """
    if line.isascii():
        return line
    return line.translate(_FOLD_WIDTHLESS if ISSUE_LABEL.search(line) and len(line) <= 60 else FOLD)


def is_half_width(text: str) -> bool:
    """Whether a whole text was typed with half-width punctuation, so that folding it is repair and not a guess."""
    half = len(HALF_WIDTH.findall(text))
    return half >= 3 and (text.count("，") + text.count("：")) * 20 < half


def fold_punctuation(text: str) -> str:
    """Half-width punctuation beside Chinese characters made full-width, one for one."""
    text = HALF_WIDTH.sub(lambda found: found.group().translate(FULL_WIDTH), text)
    return _bracket_pairs(text)


def _bracket_pairs(text: str) -> str:
    """Round brackets around Chinese text made full-width."""
    return re.sub(r"\(([^()\n]*[\u3400-\u9fff][^()\n]*)\)", r"（\1）", text)
