"""Set a bulletin as PDF with an embedded Chinese font; the same text and options always give the same bytes.

Masthead title and headlines are read from the gold annotation beside the text (``NAME.gold.json``), if there is one::

    python scripts/make_pdf.py corpora/dev/NAME.txt NAME.pdf --columns 2 --headline bold,larger,centred
"""

from __future__ import annotations

import argparse
import io
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FONT_FILE = Path(__file__).parent / "fonts" / "WenQuanYiMicroHei-subset.ttf"
PAGE = (595.28, 841.89)
MARGIN = (79.5, 72.0)
GUTTER = 21.0
NOT_AT_START = "，。、：；！？”’）》〉】〕％…"
NOT_AT_END = "“‘（《〈【〔"


@dataclass(frozen=True)
class Typography:
    """How a bulletin is set."""

    columns: int = 1
    body: float = 14.0
    leading: float = 1.75
    headline: frozenset[str] = frozenset({"bold", "larger", "centred"})
    """Of ``bold``, ``larger``, ``centred``, ``red``, ``doubled`` (fake bold by printing twice)."""
    title: float = 34.0
    page_number: str = "— {n} —"
    running_head: str = ""
    justify: bool = True
    indent: bool = True


@dataclass
class Cursor:
    """Where the next line goes."""

    canvas: Any
    typography: Typography
    page: int = 1
    column: int = 0
    y: float = MARGIN[1]
    top: float = MARGIN[1]
    widths: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.furnish()

    @property
    def width(self) -> float:
        """Width of a column."""
        whole = PAGE[0] - 2 * MARGIN[0]
        return (whole - GUTTER * (self.typography.columns - 1)) / self.typography.columns

    @property
    def left(self) -> float:
        """Left edge of the column."""
        return MARGIN[0] + self.column * (self.width + GUTTER)

    def furnish(self) -> None:
        """Print running head and page number."""
        if self.typography.running_head:
            head = self.typography.running_head
            self.put(head, (PAGE[0] - width_of(head, 9)) / 2, 40, 9)
        if self.typography.page_number:
            foot = self.typography.page_number.format(n=self.page)
            self.put(foot, (PAGE[0] - width_of(foot, 12)) / 2, PAGE[1] - 36, 12)

    def advance(self, height: float) -> None:
        """Make room for a line, in the next column or on the next page if this one is full."""
        if self.y + height > PAGE[1] - MARGIN[1]:
            self.column += 1
            self.y = self.top
            if self.column == self.typography.columns:
                self.canvas.showPage()
                self.page, self.column, self.y, self.top = self.page + 1, 0, MARGIN[1], MARGIN[1]
                self.furnish()
        self.y += height

    def put(
        self, text: str, x: float, y: float, size: float, style: frozenset[str] = frozenset(), gap: float = 0
    ) -> None:
        """Print one line with its base line at ``y`` from the top."""
        for shift in (0.0, 0.4) if "doubled" in style else (0.0,):
            line = self.canvas.beginText(x + shift, PAGE[1] - y)
            line.setFont("bulletin", size)
            line.setCharSpace(gap)
            red = "red" in style
            line.setFillColorRGB(1 if red else 0, 0, 0)
            line.setStrokeColorRGB(1 if red else 0, 0, 0)
            # reportlab leaves out the mode that it takes for the default, though the last one is still in force.
            line._code.append("2 Tr" if "bold" in style else "0 Tr")
            line.textOut(text)
            self.canvas.setLineWidth(size / 40)
            self.canvas.drawText(line)


@cache
def font() -> Any:
    """The embedded font, registered once."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    loaded = TTFont("bulletin", str(FONT_FILE))
    pdfmetrics.registerFont(loaded)
    return loaded


def width_of(text: str, size: float) -> float:
    """Width of a line in points."""
    return float(font().stringWidth(text, size))


def missing(text: str) -> str:
    """The characters of ``text`` that the font lacks."""
    glyphs = font().face.charToGlyph
    return "".join(sorted({c for c in text if ord(c) not in glyphs and c not in "\r\n\t\x0b\x0c\ufeff"}))


def broken(text: str, first: float, width: float, size: float) -> list[str]:
    """Break a paragraph into lines; no line begins or ends with the wrong punctuation, no number is torn."""
    lines, start, room = [], 0, first
    while start < len(text):
        end, used = start, 0.0
        while end < len(text) and used + (step := width_of(text[end], size)) <= room + 0.01:
            used, end = used + step, end + 1
        end = max(end, start + 1)
        if end < len(text):
            while end - start > 1 and (
                text[end] in NOT_AT_START
                or text[end - 1] in NOT_AT_END
                or (text[end].isascii() and text[end - 1].isascii() and text[end].isalnum() and text[end - 1].isalnum())
            ):
                end -= 1
        lines.append(text[start:end])
        start, room = end, width
    return lines


def set_paragraph(cursor: Cursor, text: str, size: float, style: frozenset[str]) -> None:
    """Print one paragraph."""
    typography = cursor.typography
    centred = "centred" in style
    indent = 2 * size if typography.indent and not centred else 0.0
    lines = broken(text, cursor.width - indent, cursor.width, size)
    for number, line in enumerate(lines):
        cursor.advance(size * typography.leading)
        shift = indent if number == 0 else 0.0
        room = cursor.width - shift - width_of(line, size)
        if centred:
            shift, room = room / 2, 0.0
        last = number == len(lines) - 1
        gap = room / (len(line) - 1) if typography.justify and not last and not centred and len(line) > 1 else 0.0
        cursor.put(line, cursor.left + shift, cursor.y, size, style, gap)


def make_pdf(
    text: str, *, title: str = "", headlines: tuple[str, ...] = (), typography: Typography | None = None
) -> bytes:
    """Set a bulletin.

    Args:
        text: The bulletin, one paragraph a line.
        title: The line that is the masthead's title, printed large, red and centred over the full width.
        headlines: Paragraphs that are these or begin with these and stand alone are set as headlines.
        typography: How it is set.

    Returns:
        The PDF.
    """
    from reportlab.pdfgen.canvas import Canvas

    typography = typography or Typography()
    lacking = missing(text + typography.running_head)
    if lacking:
        raise ValueError(f"The font lacks {lacking}; make a larger subset with scripts/subset_font.py.")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, invariant=1, pageCompression=1)
    cursor = Cursor(canvas, typography)
    wanted = {"".join(headline.split()) for headline in headlines}
    for line in text.splitlines():
        paragraph = line.strip().replace("\t", "\u3000\u3000")
        bare = "".join(paragraph.split())
        if not paragraph:
            continue
        if title and bare == "".join(title.split()) and cursor.page == 1 and cursor.column == 0:
            title = ""
            cursor.advance(typography.title * 1.5)
            x = (PAGE[0] - width_of(paragraph, typography.title)) / 2
            cursor.put(paragraph, x, cursor.y, typography.title, frozenset({"bold", "red"}))
            cursor.y = cursor.top = cursor.y + typography.title
        elif bare.lstrip("●▲★◆■□0123456789一二三四五六七八九十、.．") in wanted:
            cursor.advance(typography.body * 0.5)
            larger = typography.body * 1.25 if "larger" in typography.headline else typography.body
            set_paragraph(cursor, paragraph, larger, typography.headline)
        else:
            set_paragraph(cursor, paragraph, typography.body, frozenset())
    canvas.save()
    return buffer.getvalue()


def main() -> None:
    """Set one text file as PDF."""
    from gov_bulletin_nlp.ingest import ingest

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("text", type=Path)
    parser.add_argument("pdf", type=Path)
    parser.add_argument("--columns", type=int, default=1)
    parser.add_argument("--body", type=float, default=14.0, help="size in points")
    parser.add_argument("--headline", default="bold,larger,centred", help="of bold, larger, centred, red, doubled")
    parser.add_argument("--page-number", default="— {n} —", help="with {n}; empty for none")
    parser.add_argument("--running-head", default="")
    parser.add_argument("--ragged", action="store_true", help="do not justify")
    args = parser.parse_args()
    gold_file = args.text.with_name(args.text.name.removesuffix(".txt") + ".gold.json")
    gold = json.loads(gold_file.read_text(encoding="utf-8")) if gold_file.exists() else {}
    data = make_pdf(
        ingest(args.text).text,
        title=(gold.get("masthead") or {}).get("title") or "",
        headlines=tuple(a["headline"] for a in gold.get("articles", ()) if a.get("headline")),
        typography=Typography(
            columns=args.columns,
            body=args.body,
            headline=frozenset(filter(None, args.headline.split(","))),
            page_number=args.page_number,
            running_head=args.running_head,
            justify=not args.ragged,
        ),
    )
    args.pdf.write_bytes(data)


if __name__ == "__main__":
    main()
