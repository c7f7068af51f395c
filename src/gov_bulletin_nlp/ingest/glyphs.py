"""One page of a PDF as glyphs in reading position: the only file that talks to pdfium's text interface.

Every call into pdfium costs more than the arithmetic around it, so each character is asked for three things only (code,
box, text object) and everything about print is asked once a text object.
"""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

EM_ABOVE = 0.88
"""Part of the em box above the base line; fonts disagree about their ascent, so all get the box of Chinese type."""

_INVISIBLE, _FILL_AND_STROKE = 3, 2
_FORCE_BOLD = 1 << 18
_BOLD_FROM = 700
BOLD_NAME = re.compile(r"bold|black|heavy|[-_,](?:bd|hv)\b|粗", re.I)
SUBSET_PREFIX = re.compile(r"^[A-Z]{6}\+")
SLANT = math.radians(15)
LATIN_GAP = 0.15
"""Gap in ems that separates two Latin words."""
WIDE_GAP = 0.3
"""Gap in ems at which a fragment ends: more than justified Chinese is stretched by."""

# The same function as pdfium.FPDFText_GetTextObject, but it answers with a number: one ctypes pointer a character would
# take longer than all the rest.
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)

Box = tuple[float, float, float, float]


class Style(NamedTuple):
    """How a run of characters is printed."""

    size: float
    bold: bool
    font: str
    color: str
    hidden: bool


@dataclass(slots=True, eq=False)
class Fragment:
    """Characters printed one after the other on one base line in one style, in reading position."""

    first: int
    last: int
    x0: float
    x1: float
    y0: float
    y1: float
    style: Style


@dataclass(slots=True)
class PageGlyphs:
    """All characters of a page: parallel lists in content order, and the fragments that they make.

    Coordinates are in points from the top left of the page when it is turned so that its text stands upright.
    ``turn`` is that turn in degrees clockwise; pages whose text runs sideways are read in their own direction.
    """

    turn: int
    chars: list[str] = field(default_factory=list)
    x0: list[float] = field(default_factory=list)
    x1: list[float] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    hidden: int = 0
    slanted: int = 0
    unmapped: int = 0


def turned(box: Box, frame: Box, turn: int) -> Box:
    """Bring a box from the page's own space into points from the top left of the page turned clockwise by ``turn``."""
    left, bottom, right, top = frame
    x0, y0, x1, y1 = box
    if turn == 0:
        return x0 - left, top - y1, x1 - left, top - y0
    if turn == 90:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left
    if turn == 180:
        return right - x1, y0 - bottom, right - x0, y1 - bottom
    return top - y1, right - x1, top - y0, right - x0


def back(box: Box, frame: Box, turn: int) -> Box:
    """Undo ``turned``."""
    left, bottom, right, top = frame
    x0, y0, x1, y1 = box
    if turn == 0:
        return x0 + left, top - y1, x1 + left, top - y0
    if turn == 90:
        return y0 + left, x0 + bottom, y1 + left, x1 + bottom
    if turn == 180:
        return right - x1, y0 + bottom, right - x0, y1 + bottom
    return right - y1, top - x1, right - y0, top - x0


@dataclass(slots=True)
class PageObjects:
    """What a page is made of, by kind, as pdfium hands it out; valid until the page is closed."""

    texts: list[Any] = field(default_factory=list)
    drawings: list[Any] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)


def page_objects(page: Any) -> PageObjects:
    """Sort the objects of a page by kind; forms may hold anything, so they count as drawings and as pictures."""
    found = PageObjects()
    raw = page.raw
    kind_of, object_at = pdfium.FPDFPageObj_GetType, pdfium.FPDFPage_GetObject
    for index in range(pdfium.FPDFPage_CountObjects(raw)):
        item = object_at(raw, index)
        kind = kind_of(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.texts.append(item)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            found.drawings.append(item)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(item)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            found.drawings.append(item)
            found.pictures.append(item)
    return found


def read_glyphs(page: Any, frame: Box, texts: list[Any]) -> tuple[list[PageGlyphs], bool]:
    """Read a page's characters, grouped by the direction in which they run; the largest group comes first.

    Args:
        page: A pypdfium2 page.
        frame: The visible box of the page in its own space: left, bottom, right, top.
        texts: The text objects of the page.

    Returns:
        One group for nearly every page, more where some text runs sideways, none if there are no characters; and
        whether Chinese is set in fonts that are not embedded, which pdfium measures with the fonts of this machine.
    """
    textpage = page.get_textpage()
    try:
        reader = _Reader(textpage.raw, frame)
        groups = reader.read()
        # pdfium leaves out what has no shape on this machine, and what is printed a second time (fake bold).
        left_out = [item for item in texts if ctypes.addressof(item.contents) not in reader.objects]
        borrowed = reader.borrowed or not all(map(_embedded, left_out))
        for group in groups:
            _embolden(group, left_out, frame)
    finally:
        textpage.close()
    return sorted(groups, key=lambda group: -len(group.chars)), borrowed


def _embedded(text_object: Any) -> bool:
    """Tell whether the file brings the font of a text object with it."""
    font = pdfium.FPDFTextObj_GetFont(text_object)
    return not font or pdfium.FPDFFont_GetIsEmbedded(font) != 0


def _embolden(group: PageGlyphs, left_out: list[Any], frame: Box) -> None:
    """Mark as bold what text objects without characters of their own cover."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    covered: dict[int, float] = {}
    for item in left_out:
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            continue
        x0, y0, x1, y1 = turned((left.value, bottom.value, right.value, top.value), frame, group.turn)
        for number, fragment in enumerate(group.fragments):
            if y0 < (fragment.y0 + fragment.y1) / 2 < y1:
                covered[number] = covered.get(number, 0.0) + max(0.0, min(x1, fragment.x1) - max(x0, fragment.x0))
    for number, width in covered.items():
        fragment = group.fragments[number]
        if width > 0.6 * (fragment.x1 - fragment.x0):
            fragment.style = fragment.style._replace(bold=True)


class _Object(NamedTuple):
    """What is the same for all characters of a text object."""

    style: Style
    turn: int
    base: float
    embedded: bool


class _Reader:
    """The state of one pass over the characters of a page."""

    def __init__(self, textpage: Any, frame: Box) -> None:
        self.textpage = textpage
        self.frame = frame
        self.groups: dict[int, PageGlyphs] = {}
        self.objects: dict[int, _Object | None] = {}
        self.fonts: dict[int, tuple[str, bool, bool]] = {}
        self.styles: dict[tuple[Any, ...], Style] = {}
        self.starts: dict[str, list[tuple[float, float, int, PageGlyphs, Fragment]]] = {}
        self.borrowed = False
        self.matrix = pdfium.FS_MATRIX()
        self.point = ctypes.c_double(), ctypes.c_double()
        self.color = tuple(ctypes.c_uint() for _ in range(4))

    def read(self) -> list[PageGlyphs]:
        """Walk over the characters once, in content order."""
        textpage = self.textpage
        handle = ctypes.cast(textpage, ctypes.c_void_p).value
        unicode_of, loose_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
        rect = pdfium.FS_RECTF()
        rect_ref = ctypes.byref(rect)
        left = self.frame[0]
        current: int | None = None
        item: _Object | None = None
        fragment: Fragment | None = None
        twin: int | None = None
        group = self._group(0)
        size = last_x0 = last_x1 = 0.0
        last_char = ""
        for index in range(pdfium.FPDFText_CountChars(textpage)):
            address = _text_object(handle, index)
            # Spaces and line ends that pdfium adds by its own guess belong to no object; the layout decides on those.
            if not address or (address == current and item is None) or not loose_box(textpage, index, rect_ref):
                continue
            code = unicode_of(textpage, index)
            if code < 0x20 or code > 0xFFFD:
                code = self._repaired(index, code)
            char = chr(code)
            if address != current:
                current = address
                if address not in self.objects:
                    self.objects[address] = self._object(address, index)
                before, item = item, self.objects[address]
                if item is None:
                    continue
                style, turn, base, embedded = item
                size = style.size
                if before is None or style is not before.style or turn != before.turn or abs(base - before.base) > 0.01:
                    fragment = None
                group = self._group(turn)
                chars, starts, ends = group.chars, group.x0, group.x1
                x0 = rect.left - left if turn == 0 else self._turned(rect, turn)[0]
                twin = self._twin(char, x0, base, size, group)
            if turn == 0:
                x0, x1 = rect.left - left, rect.right - left
            else:
                x0, x1 = self._turned(rect, turn)
            if code > 0x2E7F and not embedded:
                self.borrowed = True
            if twin is not None:
                # The second print of fake bold goes along with the first as long as it says the same.
                if twin < len(chars) and chars[twin] == char and abs(starts[twin] - x0) < 0.5 * size:
                    twin += 1
                    continue
                twin = None
            if style.hidden:
                group.hidden += 1
            if code == 0xFFFD:
                group.unmapped += 1
            place = len(chars)
            if fragment is not None:
                if char == last_char and 0 < x0 - last_x0 < 0.5 * (x1 - x0) and not char.isspace():
                    # Fake bold again: each character is printed twice before the pen moves on.
                    fragment.style = style._replace(bold=True)
                    continue
                gap = x0 - last_x1
                if (
                    (gap > LATIN_GAP * size and (gap > WIDE_GAP * size or (char.isascii() and last_char.isascii())))
                    # One shape may stand for several characters (——, fi): these share its box.
                    or (gap < -0.6 * size and x0 != last_x0)
                ):
                    fragment = None
            chars.append(char)
            starts.append(x0)
            ends.append(x1)
            if fragment is None:
                y0 = base - EM_ABOVE * size
                fragment = Fragment(place, place, x0, x1, y0, y0 + size, style)
                group.fragments.append(fragment)
                self.starts.setdefault(char, []).append((x0, base, place, group, fragment))
            else:
                fragment.last = place
                if x1 > fragment.x1:
                    fragment.x1 = x1
            last_x0, last_x1, last_char = x0, x1, char
        return [group for group in self.groups.values() if group.chars or group.slanted]

    def _group(self, turn: int) -> PageGlyphs:
        return self.groups.get(turn) or self.groups.setdefault(turn, PageGlyphs(turn))

    def _turned(self, rect: Any, turn: int) -> tuple[float, float]:
        """Where a character begins and ends along its line."""
        x0, _, x1, _ = turned((rect.left, rect.bottom, rect.right, rect.top), self.frame, turn)
        return x0, x1

    def _twin(self, char: str, x0: float, base: float, size: float, group: PageGlyphs) -> int | None:
        """Find where the same text begins that was printed at this place before (fake bold, shadows)."""
        if char.isspace():
            return None
        for x, y, place, owner, fragment in self.starts.get(char, ()):
            if owner is group and abs(x - x0) < 0.25 * size and abs(y - base) < 0.25 * size:
                fragment.style = fragment.style._replace(bold=True)
                return place
        return None

    def _repaired(self, index: int, code: int) -> int:
        """Give the character for a code that is none: the mark for a hyphen at a line end, or an unmapped one."""
        if 0xFFFF < code <= 0x10FFFF:
            return code
        if pdfium.FPDFText_IsHyphen(self.textpage, index) == 1:
            return 0x2D
        mapped = pdfium.FPDFText_HasUnicodeMapError(self.textpage, index) != 1
        return 0x20 if code in (0x09, 0x0A, 0x0D) and mapped else 0xFFFD

    def _object(self, address: int, index: int) -> _Object | None:
        """Ask a text object once for its print; nothing comes of slanted text, which is a watermark."""
        textpage, matrix = self.textpage, self.matrix
        pointer = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
        font = pdfium.FPDFTextObj_GetFont(pointer)
        font_address = ctypes.addressof(font.contents) if font else 0
        if font_address not in self.fonts:
            self.fonts[font_address] = _font(font)
        name, bold, embedded = self.fonts[font_address]
        pdfium.FPDFText_GetMatrix(textpage, index, matrix)
        size = round(abs(pdfium.FPDFText_GetFontSize(textpage, index)) * math.hypot(matrix.c, matrix.d), 2)
        quarter = 0
        if matrix.b or matrix.a < 0:
            angle = math.atan2(matrix.b, matrix.a)
            quarter = round(angle / (math.pi / 2))
            if abs(angle - quarter * math.pi / 2) > SLANT:
                self._group(0).slanted += 1
                return None
        if size <= 0:
            return None
        mode = pdfium.FPDFTextObj_GetTextRenderMode(pointer)
        red, green, blue, alpha = self.color
        known = pdfium.FPDFText_GetFillColor(textpage, index, red, green, blue, alpha)
        color = (red.value, green.value, blue.value) if known else (0, 0, 0)
        key = (font_address, size, mode, color)
        if key not in self.styles:
            hexes = "#{:02x}{:02x}{:02x}".format(*color)
            self.styles[key] = Style(size, bold or mode == _FILL_AND_STROKE, name, hexes, mode == _INVISIBLE)
        x, y = self.point
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        turn = quarter % 4 * 90
        base = turned((x.value, y.value, x.value, y.value), self.frame, turn)[3]
        return _Object(self.styles[key], turn, base, embedded)


def _font(font: Any) -> tuple[str, bool, bool]:
    """Name and boldness of a font, and whether it is embedded."""
    if not font:
        return "", False, True
    buffer = ctypes.create_string_buffer(256)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = _decoded_name(buffer.raw[: max(0, min(length, 256) - 1)])
    bold = (
        bool(BOLD_NAME.search(name))
        or pdfium.FPDFFont_GetWeight(font) >= _BOLD_FROM
        or bool(max(0, pdfium.FPDFFont_GetFlags(font)) & _FORCE_BOLD)
    )
    return name, bold, pdfium.FPDFFont_GetIsEmbedded(font) != 0


def _decoded_name(raw: bytes) -> str:
    """Decode a font's name: UTF-8, or GBK as Chinese producers write it; without the prefix of a subset."""
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("gbk", errors="replace")
    return SUBSET_PREFIX.sub("", name)
