"""The slow second reader, for pages where pdfium depends on the machine or loses characters.

pdfium takes the shapes of fonts that are not embedded from the system, and drops single characters that have no shape
there; pdfplumber goes by the widths in the file. The same file must give the same record everywhere.
"""

from __future__ import annotations

import contextlib
import io
import logging
import math
from typing import Any

from gov_bulletin_nlp.ingest.glyphs import (
    BOLD_NAME,
    EM_ABOVE,
    LATIN_GAP,
    SLANT,
    SUBSET_PREFIX,
    WIDE_GAP,
    Box,
    Fragment,
    PageGlyphs,
    Style,
    back,
    turned,
)

Place = tuple[str, int, int]


class SecondReader:
    """pdfplumber over the same bytes, opened when the first page needs it; without bytes it reads nothing."""

    def __init__(self, data: bytes | None) -> None:
        self.data = data
        self.document: Any = None

    def close(self) -> None:
        """Let go of the document."""
        # Closing walks over the pages once more, and fails on the same damage as reading them.
        with contextlib.suppress(Exception):
            if self.document is not None:
                self.document.close()

    def read_glyphs(self, number: int, frame: Box, media: Box, turn: int, hidden: set[Place]) -> list[PageGlyphs]:
        """Read the characters of a page.

        Args:
            number: Index of the page.
            frame: The visible box of the page in its own space.
            media: The whole box of the page, from which pdfplumber counts.
            turn: How the page is turned for display.
            hidden: Characters, with their rounded places, that are printed invisibly; pdfplumber does not tell.

        Returns:
            Groups as ``glyphs.read_glyphs`` gives them; none if pdfplumber cannot read the page.
        """
        if self.data is None:
            return []
        # pdfminer logs what it dislikes about a file to the root of its own tree; that is no news for a caller.
        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
        try:
            if self.document is None:
                import pdfplumber

                self.document = pdfplumber.open(io.BytesIO(self.data))
            page = self.document.pages[number]
            chars, height = page.chars, float(page.height)
            page.close()
        except Exception:  # sixteen kinds of exception were counted on damaged files; pdfium's reading stands then
            return []
        groups: dict[int, PageGlyphs] = {}
        seen: dict[str, list[tuple[float, float, Fragment]]] = {}
        last: dict[str, Any] | None = None
        fragment: Fragment | None = None
        for char in chars:
            a, b, _, _, x, y = char["matrix"]
            angle = math.atan2(b, a)
            quarter = round(angle / (math.pi / 2))
            size = round(float(char["width"] if quarter % 2 else char["height"]), 2)
            if abs(angle - quarter * math.pi / 2) > SLANT or size <= 0:
                groups.setdefault(turn, PageGlyphs(turn)).slanted += 1
                continue
            upright = (quarter * 90 + turn) % 360
            box = back((char["x0"], char["top"], char["x1"], char["bottom"]), media, turn)
            x0, _, x1, _ = turned(box, frame, upright)
            base = turned(back((x, height - y, x, height - y), media, turn), frame, upright)[3]
            group = groups.setdefault(upright, PageGlyphs(upright))
            text = char["text"] if len(char["text"]) < 5 else "\ufffd"
            text = text.replace("\0", "\ufffd")
            style = _style(char, size, (text, round(x0), round(base + (1 - EM_ABOVE) * size)) in hidden)
            twin = next(
                (f for x, y, f in seen.get(text, ()) if abs(x - x0) < 0.5 * (x1 - x0) and abs(y - base) < 0.3 * size),
                None,
            )
            if twin is not None and not text.isspace():
                twin.style = twin.style._replace(bold=True)
                continue
            gap = x0 - fragment.x1 if fragment else 0.0
            if (
                fragment is None
                or last is None
                or fragment.style._replace(bold=style.bold) != style
                or abs(fragment.y0 - base + EM_ABOVE * size) > 0.25 * size
                or gap < -0.6 * size
                or gap > (LATIN_GAP if text.isascii() and last["text"].isascii() else WIDE_GAP) * size
            ):
                place = len(group.chars)
                y0 = base - EM_ABOVE * size
                fragment = Fragment(place, place - 1, x0, x1, y0, y0 + size, style)
                group.fragments.append(fragment)
            for letter in text:
                group.chars.append(letter)
                group.x0.append(x0)
                group.x1.append(x1)
                fragment.last += 1
            fragment.x1 = max(fragment.x1, x1)
            group.unmapped += text.count("\ufffd")
            group.hidden += style.hidden
            seen.setdefault(text, []).append((x0, base, fragment))
            last = char
        return sorted(groups.values(), key=lambda group: -len(group.chars))


def _style(char: dict[str, Any], size: float, hidden: bool) -> Style:
    name = SUBSET_PREFIX.sub("", str(char.get("fontname") or ""))
    return Style(round(size, 2), bool(BOLD_NAME.search(name)), name, _color(char.get("non_stroking_color")), hidden)


def _color(value: Any) -> str:
    """Turn a fill colour in grey, RGB or CMYK into #rrggbb; patterns and what is unknown count as black."""
    try:
        parts = [min(1.0, max(0.0, float(part))) for part in (value if isinstance(value, (list, tuple)) else (value,))]
    except (TypeError, ValueError):
        return "#000000"
    if len(parts) == 1:
        parts = parts * 3
    elif len(parts) == 4:
        parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    if len(parts) != 3:
        return "#000000"
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
