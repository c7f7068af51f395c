"""Bytes of a text file to a ``RawDocument``: the encoding is told by which reading makes the best Chinese."""

from __future__ import annotations

import math
import re
from functools import cache

from gov_bulletin_nlp.document import Line, Notice
from gov_bulletin_nlp.errors import EmptyDocument, NotText
from gov_bulletin_nlp.ingest.frequent import SIMPLIFIED, TRADITIONAL

SAMPLE = 20_000
"""Characters that are weighed to compare readings; more would cost time and change nothing."""

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    # (mark, codec for the bytes after it, the name recorded); UTF-32 first, its mark begins like that of UTF-16.
    (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)

# GB18030 contains GBK and GB2312; of the Big5 family the first that reads every byte is taken.
_LEGACY = ("gb18030", "big5", "cp950", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")

_PUNCTUATION = "，。、：；！？“”‘’（）《》〈〉【】〔〕—…·\u3000％－～●★▲◆■○□※"
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7e\s]+")
_CONTROL = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_LONG_FROM = 400
"""Bytes from which valid UTF-8 needs no rival: no Chinese of that length in another encoding happens to be valid."""

# Natural logarithms of rough probabilities: only their differences between two readings of the same bytes matter.
_LOG_ASCII = -4.5
_LOG_PUNCTUATION = -4.0
_LOG_ACCENTED = -9.0
_LOG_RARE_HAN = -13.0
_LOG_OTHER = -15.0
_LOG_WRONG = -22.0

_READS_WELL = 0.6
"""Share of known characters from which a reading counts as Chinese; true texts have 0.9, wrong readings 0.3."""

_ALLOWED_DAMAGE = 0.005
"""Share of unreadable bytes that is still damage in a text, and not another encoding."""


_HAN = re.compile("[\u3400-\u9fff\ue000-\uf8ff]")
_ACCENTED = re.compile("[\x80-\u024f]")
_MISREADINGS = (
    # (how spoilt text was read, how it should have been read, what the result is made of)
    ("gb18030", "utf-8", _HAN),
    ("cp1252", "gb18030", _ACCENTED),
    ("cp1252", "utf-8", _ACCENTED),
    ("latin-1", "gb18030", _ACCENTED),
    ("latin-1", "utf-8", _ACCENTED),
    ("big5", "utf-8", _HAN),
    ("big5", "gb18030", _HAN),
    ("gb18030", "big5", _HAN),
)


def decode(data: bytes) -> tuple[str, str, tuple[Notice, ...]]:
    """Decode a text file.

    Args:
        data: The whole file.

    Returns:
        The text exactly as decoded but without a byte order mark, the Python codec name, and what wants a look.

    Raises:
        EmptyDocument: It holds nothing but white space.
        NotText: It is binary, in no encoding known here, or was spoilt by a wrong conversion before.
    """
    text, encoding, notices = _decode_marked(data) or _decode_unmarked(data)
    if not text.strip(" \t\r\n\x0b\x0c\x85\xa0\u3000\u2028\u2029\u200b\ufeff\x1a\0"):
        raise EmptyDocument("The file holds no text, only white space; check that it was saved completely.")
    _refuse_spoilt(text)
    return text, encoding, notices


def split_lines(text: str) -> tuple[Line, ...]:
    """Cut text at every kind of line end; the spans leave the line ends out."""
    lines = []
    start = 0
    for end in _LINE_END.finditer(text):
        lines.append(Line(start, end.start()))
        start = end.end()
    if start < len(text):
        lines.append(Line(start, len(text)))
    return tuple(lines)


def _decode_marked(data: bytes) -> tuple[str, str, tuple[Notice, ...]] | None:
    """Decode after a byte order mark, which decides by itself unless the bytes contradict it."""
    for mark, codec, name in _MARKS:
        if not data.startswith(mark):
            continue
        body = data[len(mark) :]
        try:
            return body.decode(codec), name, ()
        except UnicodeDecodeError:
            found = _decode_damaged(body, codec)
            if found:
                return found[0], name, found[1]
    return None


def _decode_unmarked(data: bytes) -> tuple[str, str, tuple[Notice, ...]]:
    """Decode without a mark: UTF-8 if it is valid and long enough to be sure, else the most Chinese of all readings."""
    utf8 = _strict(data, "utf-8")
    # Control characters in short valid UTF-8 hint at UTF-16: 第三期 is 2c 7b 09 4e 1f 67 there.
    sure = len(data) >= _LONG_FROM or (utf8 is not None and utf8.isascii() and not _CONTROL.search(utf8))
    if utf8 is not None and sure and "\0" not in utf8:
        return utf8, "utf-8", ()
    readings = [] if utf8 is None else [(utf8, "utf-8")]
    candidates = _LEGACY if len(data) % 2 else _LEGACY + _WIDE
    for codec in candidates:
        text = _strict(data, codec)
        if text is not None:
            readings.append((text, codec))
    readings = [reading for reading in readings if "\0" not in reading[0]] or readings
    if readings:
        # max keeps the first of equals, so the order of the candidates is the order of preference.
        text, codec = max(readings, key=lambda reading: _likelihood(reading[0]))
        if codec == "utf-8" or reads_well(text):
            return text, codec, ()
    for codec in ("utf-8", *_LEGACY):
        found = _decode_damaged(data, codec)
        if found and (codec == "utf-8" or reads_well(found[0])):
            return found[0], codec, found[1]
    for text, _ in readings:
        _refuse_mojibake(text)
    raise NotText(
        "The bytes are no text in UTF-8, UTF-16, GB18030, GBK or Big5. "
        "If it is a document of a word processor, save it as TXT or PDF."
    )


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _decode_damaged(data: bytes, codec: str) -> tuple[str, tuple[Notice, ...]] | None:
    """Decode what a few bad bytes spoil (a cut at the end, a torn character), or nothing if there are many."""
    text = data.decode(codec, errors="replace")
    lost = text.count("\ufffd")
    if not text or lost > max(1, len(data) * _ALLOWED_DAMAGE) or lost * 4 > len(text):
        return None
    message = f"{lost} byte sequences are not valid {codec} and were replaced by U+FFFD; compare with the original."
    return text, (Notice("bytes-replaced", message),)


@cache
def _weights() -> dict[int, float]:
    """Log-likelihood of each known character, by rank after Zipf."""
    weights: dict[int, float] = {}
    # Traditional forms get the rank of their place in a list a third as long; the difference does not matter.
    for characters, stride in ((SIMPLIFIED, 1.0), (TRADITIONAL, len(SIMPLIFIED) / len(TRADITIONAL))):
        for rank, character in enumerate(characters):
            weights[ord(character)] = -math.log(rank * stride + 20) - 2.0
    weights.update({ord(character): _LOG_PUNCTUATION for character in _PUNCTUATION})
    weights.update(dict.fromkeys((*range(32, 127), 9, 10, 13, 11, 12), _LOG_ASCII))
    # Full-width digits and letters, Roman and circled numerals, Latin marks of units: usual in bulletins.
    weights.update(dict.fromkeys((*range(65281, 65375), *range(8544, 8556), *range(9312, 9332)), -8.0))
    weights.update({ord(character): -9.0 for character in "℃㎡‰°±×÷→≥≤α℡\xa0\u2002\u2003"})
    return weights


def _weight(code: int) -> float:
    known = _weights().get(code)
    if known is not None:
        return known
    if 0x4E00 <= code <= 0x9FFF:
        return _LOG_RARE_HAN
    if 0xC0 <= code <= 0xFF:
        return _LOG_ACCENTED
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xF900 or code == 0xFFFD or code >= 0xF0000:
        return _LOG_WRONG
    return _LOG_OTHER


def _likelihood(text: str) -> float:
    """Log-likelihood of the sample as Chinese: comparable between readings of the same bytes."""
    # A wide reading has fewer characters for the same bytes; the sample must cover the same share of each.
    return sum(map(_weight, map(ord, text[:SAMPLE]))) * max(1.0, len(text) / SAMPLE)


def reads_well(text: str, floor: float = _READS_WELL) -> bool:
    """Tell whether text is Chinese that makes sense: most of its characters beyond ASCII are the usual ones."""
    sample = "".join(_BEYOND_ASCII.findall(text, 0, 4 * SAMPLE))
    if not sample:
        return True
    known = sum(map(_weights().__contains__, map(ord, sample)))
    # A handful of characters may be a rare name (竹笋烘干): there half as much is enough.
    return known >= (floor if len(sample) > 8 else floor / 2) * len(sample)


def share_of_known(text: str) -> tuple[float, float]:
    """Shares of characters beyond ASCII that can be in no text, and that are usual in Chinese."""
    sample = [
        ord(character) for character in text if (character > "\x7e" and not character.isspace()) or character < " "
    ]
    if not sample:
        return 0.0, 1.0
    wrong = sum(_weight(code) == _LOG_WRONG for code in sample)
    weights = _weights()
    return wrong / len(sample), sum(code in weights for code in sample) / len(sample)


def _refuse_spoilt(text: str) -> None:
    """Refuse binary data, and text that a wrong conversion spoilt before it came here."""
    if "\0" in text:
        raise NotText("The file holds NUL characters, so it is binary or damaged; export the text again.")
    _refuse_mojibake(text)
    controls = len(_CONTROL.findall(text, 0, 4 * SAMPLE))
    if controls * 50 > min(len(text), 4 * SAMPLE):
        raise NotText("The file is full of control characters, so it is no text; export it as TXT or PDF.")


def _refuse_mojibake(text: str) -> None:
    """Refuse text that was read in a wrong encoding and saved: undoing that and getting better Chinese is the proof."""
    sample = "".join(_BEYOND_ASCII.findall(text, 0, 4 * SAMPLE))[:2000]
    if not reads_well(sample):
        for wrong, right, made_of in _MISREADINGS:
            # Other scripts are no mojibake: a wrong reading gives rare Chinese, or the accents of Western Europe.
            if len(made_of.findall(sample)) * 2 < len(sample):
                continue
            restored = sample.encode(wrong, errors="ignore").decode(right, errors="ignore")
            if (
                len(restored) * 5 >= len(sample)
                and reads_well(restored)
                and _likelihood(restored) > _likelihood(sample)
            ):
                raise NotText(
                    f"The text was garbled before: {right} was read as {wrong} and saved again. "
                    "Get the original file, or convert it back, and save it as UTF-8."
                )
    if (text.count("\ufffd") + 3 * text.count("锟斤拷")) * 50 > len(text):
        raise NotText(
            "Many characters were lost in a wrong conversion (U+FFFD, 锟斤拷) and cannot be restored; "
            "get the original file and save it as UTF-8."
        )
