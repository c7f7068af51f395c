"""The text layer of a PDF to a ``RawDocument``: characters in reading order, each with its place on the page."""

from __future__ import annotations

import ctypes
import threading
from array import array
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from gov_bulletin_nlp.document import Glyphs, Line, Notice, RawDocument
from gov_bulletin_nlp.errors import DamagedFile, EmptyDocument, EncryptedPdf, NoTextLayer, TooLarge
from gov_bulletin_nlp.ingest.glyphs import Box, Fragment, PageGlyphs, Style, back, page_objects, read_glyphs, turned
from gov_bulletin_nlp.ingest.layout import Region, TextLine, lay_out
from gov_bulletin_nlp.ingest.plumber import Place, SecondReader
from gov_bulletin_nlp.ingest.repair import has_index, with_trailer
from gov_bulletin_nlp.ingest.tables import find_tables
from gov_bulletin_nlp.ingest.text import share_of_known

_PDFIUM = threading.Lock()
"""pdfium keeps global state: two threads must never be inside it at once."""

_WANT_OCR = "Run OCR on it first (for instance ocrmypdf -l chi_sim), then read the result."
_PASSWORD, _SECURITY = 4, 5
_BROKEN = 0.5
"""Share of characters that make no sense from which a page's text layer is taken for broken."""
_COLUMN_LINES = 5
"""Lines from which a column shows where its edges are."""
_FEW = 20
"""Characters on a page that may stand on a scan without being its text: a number, a stamp of the scanning program."""


def read(data: bytes, *, name: str | None, sha256: str, max_pages: int) -> RawDocument:
    """Read the text layer of a PDF.

    Args:
        data: The whole file.
        name: What to call it.
        sha256: Its digest.
        max_pages: Largest number of pages that is read.

    Returns:
        The document with lines, glyphs and page sizes.

    Raises:
        DamagedFile: No page can be read.
        EncryptedPdf: It wants a password.
        NoTextLayer: Its pages are pictures, or the codes of its characters mean nothing.
        EmptyDocument: Its pages are blank.
        TooLarge: It has more pages than allowed.
    """
    with _PDFIUM:
        document, readable = _open(data)
        second = SecondReader(readable if has_index(readable) else None)
        try:
            builder = _Builder(document, second, max_pages)
            if readable is not data:
                builder.notice("file-truncated", "The end of the file is missing; what was left of it was read.")
            return builder.build(name, sha256)
        finally:
            second.close()
            document.close()


def _open(data: bytes) -> tuple[Any, bytes]:
    """Open the document; where the end of the file is lost, once more with an end of our own."""
    try:
        return pypdfium2.PdfDocument(data), data
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (_PASSWORD, _SECURITY) or (code is None and "assword" in str(error)):
            raise EncryptedPdf(
                "The PDF is encrypted and wants a password; save a copy without password (qpdf --decrypt)."
            ) from error
        mended = with_trailer(data)
        if mended is not None:
            try:
                return pypdfium2.PdfDocument(mended), mended
            except pypdfium2.PdfiumError:
                pass
        raise DamagedFile(
            "The PDF is damaged or cut off, and no page of it can be read; transfer or export it again."
        ) from error


class _Builder:
    """The document while its pages are added one by one, so that no page stays in memory."""

    def __init__(self, document: Any, second: SecondReader, max_pages: int) -> None:
        self.document = document
        self.second = second
        self.pages = len(document)
        if self.pages > max_pages:
            raise TooLarge(f"The PDF has {self.pages:,} pages, more than {max_pages:,}; split it, or raise max_pages.")
        self.texts: list[str] = []
        self.glyphs = Glyphs(array("i"), array("f"), array("f"), array("f"), array("f"))
        self.regions: list[tuple[int, float, Region]] = []
        self.spans: list[tuple[int, int]] = []
        self.sizes: list[tuple[float, float]] = []
        self.notices: list[Notice] = []
        self.ocr = self.pictures = self.broken = False
        self.unreadable = self.unmapped = 0

    def build(self, name: str | None, sha256: str) -> RawDocument:
        """Add all pages and make the document."""
        silent: list[int] = []
        for number in range(self.pages):
            try:
                page = self.document[number]
            except pypdfium2.PdfiumError:
                self.sizes.append((0.0, 0.0))
                self.unreadable += 1
                self.notice("page-unreadable", f"Page {number + 1} is damaged and was left out.")
                continue
            try:
                if not self._add_page(number, page):
                    silent.append(number)
            finally:
                page.close()
        self._refuse_silent(silent)
        if self.unmapped:
            self.notice("characters-unmapped", f"{self.unmapped} characters have no Unicode value and became U+FFFD.")
        for number in silent:
            self.notice("no-text-on-page", f"Page {number + 1} has no text layer; if it is a scan it wants OCR.")
        return RawDocument(
            name=name,
            sha256=sha256,
            media_type="application/pdf",
            text="\n".join(self.texts),
            lines=tuple(self._lines()),
            page_count=self.pages,
            page_sizes=tuple(self.sizes),
            ocr=self.ocr,
            glyphs=self.glyphs,
            notices=tuple(self.notices),
        )

    def notice(self, code: str, message: str) -> None:
        """Note something that wants a look."""
        self.notices.append(Notice(code, message))

    def _refuse_silent(self, silent: list[int]) -> None:
        """Say why there is no text, where there is none at all."""
        if self.texts:
            return
        if self.broken:
            raise NoTextLayer(f"The characters of the PDF have no meaning (fonts without Unicode tables). {_WANT_OCR}")
        if self.pictures:
            raise NoTextLayer(f"The pages of the PDF are pictures without a text layer. {_WANT_OCR}")
        if self.unreadable and not silent:
            raise DamagedFile("No page of the PDF can be read; transfer or export it again.")
        raise EmptyDocument("The pages of the PDF are blank; check that the right file was exported.")

    def _add_page(self, number: int, page: Any) -> bool:
        """Read one page; tell whether it gave any text."""
        frame, turn = _frame(page)
        self.sizes.append(
            (frame[2] - frame[0], frame[3] - frame[1])
            if turn % 180 == 0
            else (frame[3] - frame[1], frame[2] - frame[0])
        )
        objects = page_objects(page)
        groups, borrowed = read_glyphs(page, frame, objects.texts)
        if borrowed:
            reread = self.second.read_glyphs(number, frame, _media(page), turn, _hidden(groups))
            if not reread:
                self.notice("font-not-embedded", f"Fonts of page {number + 1} are missing; characters may be too.")
            groups = reread or groups
        text = "".join("".join(group.chars) for group in groups)
        visible = sum(not character.isspace() for character in text)
        hidden = sum(group.hidden for group in groups)
        scanned = (visible <= _FEW or hidden > visible // 2) and _covered(objects.pictures, frame)
        if visible <= _FEW and (scanned or not visible):
            self.pictures = self.pictures or scanned or bool(objects.texts or objects.drawings or objects.pictures)
            return False
        if _is_broken(text):
            self.broken = True
            return False
        if scanned and hidden:
            self.ocr = True
        if any(group.slanted for group in groups):
            self.notice("slanted-text-dropped", f"Slanted text on page {number + 1} (a watermark) was left out.")
        if hidden and not scanned:
            self.notice("hidden-text-dropped", f"Invisible text on page {number + 1} was left out.")
        self.unmapped += sum(group.unmapped for group in groups)
        for group in groups:
            fragments = [f for f in group.fragments if scanned or not f.style.hidden]
            fragments = _on_page(fragments, frame, group.turn)
            if fragments:
                tables = find_tables(objects.drawings, frame, group.turn)
                for region in lay_out(group, fragments, tables):
                    self._add_region(number, region, group, frame, turn)
        return True

    def _add_region(self, number: int, region: Region, group: PageGlyphs, frame: Box, turn: int) -> None:
        upright = (group.turn - turn) % 180 == 0
        self.regions.append((number, self.sizes[number][0 if upright else 1], region))
        for line in region.lines:
            if self.texts:
                self._put_unprinted(number)
            start = len(self.glyphs.page)
            parts = []
            for piece in line.pieces:
                if isinstance(piece, str):
                    parts.append(piece)
                    self._put_unprinted(number)
                else:
                    parts.extend(group.chars[piece.first : piece.last + 1])
                    self._put_printed(number, piece, group, frame, turn)
            # The pieces lead to every character of the page; only the measures of a line are kept.
            line.pieces = []
            self.texts.append("".join(parts))
            self.spans.append((start, len(self.glyphs.page)))

    def _put_unprinted(self, number: int) -> None:
        """Keep step with a character that we put there; it has no box."""
        glyphs = self.glyphs
        glyphs.page.append(number)
        for side in (glyphs.x0, glyphs.y0, glyphs.x1, glyphs.y1):
            side.append(-1.0)

    def _put_printed(self, number: int, fragment: Fragment, group: PageGlyphs, frame: Box, turn: int) -> None:
        """Add the boxes of printed characters in points from the top left of the page as it is displayed."""
        glyphs = self.glyphs
        part = slice(fragment.first, fragment.last + 1)
        count = fragment.last + 1 - fragment.first
        glyphs.page.extend([number] * count)
        if group.turn == turn:
            glyphs.x0.extend(group.x0[part])
            glyphs.x1.extend(group.x1[part])
            glyphs.y0.extend([fragment.y0] * count)
            glyphs.y1.extend([fragment.y1] * count)
            return
        for x0, x1 in zip(group.x0[part], group.x1[part], strict=True):
            box = turned(back((x0, fragment.y0, x1, fragment.y1), frame, group.turn), frame, turn)
            for side, value in zip((glyphs.x0, glyphs.y0, glyphs.x1, glyphs.y1), box, strict=True):
                side.append(value)

    def _lines(self) -> Iterator[Line]:
        """Give the lines with their print; what is centred is told by the margins of the whole document."""
        margins = _margins([region for _, _, region in self.regions])
        weights: Counter[Style] = Counter()
        for _, _, region in self.regions:
            for line in region.lines:
                weights[line.style] += round(line.x1 - line.x0)
        body = weights.most_common(1)[0][0] if weights else None
        spans = iter(self.spans)
        for number, width, region in self.regions:
            columns = _columns(region, margins, width)
            lefts = Counter(round(line.x0) for line in region.lines)
            for line in region.lines:
                start, end = next(spans)
                style = line.style
                yield Line(
                    start=start,
                    end=end,
                    page=number,
                    size=style.size,
                    bold=style.bold,
                    font=style.font or None,
                    color=style.color,
                    # Lines that begin under each other are flush or indented, even if they happen to end in the middle.
                    centred=not line.table and lefts[round(line.x0)] < 3 and _is_centred(line, columns, body),
                    x0=round(line.x0, 2),
                    x1=round(line.x1, 2),
                    y0=round(line.y0, 2),
                    y1=round(line.y1, 2),
                    space_above=None if line.space_above is None else round(line.space_above, 2),
                    table=line.table,
                )


def _frame(page: Any) -> tuple[Box, int]:
    """The visible box of a page in its own space, and its turn."""
    rect = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page.raw, rect) and rect.right > rect.left and rect.top > rect.bottom:
        frame = (rect.left, rect.bottom, rect.right, rect.top)
    else:
        width, height = page.get_size()
        frame = (0.0, 0.0, width, height)
    return frame, max(0, pdfium.FPDFPage_GetRotation(page.raw)) * 90


def _media(page: Any) -> Box:
    """The whole box of a page, of which the visible one is a part."""
    left, bottom, right, top = page.get_mediabox()
    return left, bottom, right, top


def _hidden(groups: list[PageGlyphs]) -> set[Place]:
    """Characters that are printed invisibly, with their rounded places."""
    return {
        (group.chars[place], round(group.x0[place]), round(fragment.y1))
        for group in groups
        for fragment in group.fragments
        if fragment.style.hidden
        for place in range(fragment.first, fragment.last + 1)
    }


def _covered(pictures: list[Any], frame: Box) -> bool:
    """Tell whether pictures cover most of the page, as scans do (some scanners cut a page into strips)."""
    area = 0.0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for item in pictures:
        if pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            area += abs((right.value - left.value) * (top.value - bottom.value))
    return area > 0.5 * (frame[2] - frame[0]) * (frame[3] - frame[1])


def _is_broken(text: str) -> bool:
    """Tell a text layer whose codes mean nothing: private, unmapped or never-used characters throughout."""
    wrong, known = share_of_known(text)
    return wrong > _BROKEN or (wrong > 0.02 and known < _BROKEN)


def _on_page(fragments: list[Fragment], frame: Box, turn: int) -> list[Fragment]:
    """Leave out what stands beyond the page's edges."""
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    if turn % 180:
        width, height = height, width
    return [f for f in fragments if f.x1 > 0 and f.x0 < width and f.y1 > 0 and f.y0 < height]


def _margins(regions: list[Region]) -> list[tuple[float, float]]:
    """The usual left and right edges of columns, by where they stand (in steps of an inch), and those of the page."""
    groups: dict[tuple[int, int], list[Region]] = {}
    for region in regions:
        if len(region.lines) > _COLUMN_LINES:
            groups.setdefault((round(region.x0 / 72), round(region.x1 / 72)), []).append(region)
    edges = [(median(r.x0 for r in group), median(r.x1 for r in group)) for group in groups.values()]
    return [*edges, (min(a for a, _ in edges), max(b for _, b in edges))] if edges else []


def _columns(region: Region, margins: list[tuple[float, float]], width: float) -> list[tuple[float, float]]:
    """Where the column of a region may begin and end: as usual in the document, round the page's middle, by itself."""
    columns = []
    holding = [edge for edge in margins if edge[0] <= region.x0 + 2 and edge[1] >= region.x1 - 2]
    if holding:
        columns.append(min(holding, key=lambda edge: edge[1] - edge[0]))
    if margins and region.x0 < width / 2 < region.x1:
        left, right = margins[-1]
        columns.append(((width - right + left) / 2, (width + right - left) / 2))
    if len(region.lines) >= _COLUMN_LINES or not columns:
        columns.append((region.x0, region.x1))
    return columns


def _is_centred(line: TextLine, columns: list[tuple[float, float]], body: Style | None) -> bool:
    """Tell a line that stands in the middle of its column and is clearly shorter."""
    size = line.style.size
    if line.far:
        return False
    # The first line of a paragraph is indented by two ems and may happen to end two ems early.
    strong = body is not None and (size > body.size + 0.4 or line.style.bold > body.bold)
    least = 0.5 * size if strong else 2.6 * size
    for left, right in columns:
        before, after = line.x0 - left, right - line.x1
        if before > least and after > 0 and abs(before - after) < 0.75 * size + 0.03 * before:
            return True
    return False
