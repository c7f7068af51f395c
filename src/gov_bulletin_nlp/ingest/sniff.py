"""What a file is, told from its bytes: the name and its extension are never asked."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from gov_bulletin_nlp.errors import UnsupportedFormat

Kind = Literal["pdf", "text"]

PDF_HEADER_WITHIN = 1024
"""Readers accept a header anywhere in the first kilobyte; mail gateways and scanners put bytes before it."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LEADING = b"\xef\xbb\xbf\x00 \t\r\n\x0c"

# (offset, magic bytes, what it is); a row is enough for formats that announce themselves.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"{\\rtf", "an RTF document"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
    (8, b"WEBP", "a WebP image"),
    (4, b"ftyp", "an MP4 video or HEIC image"),
    (0, b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 image"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"AT&TFORM", "a DjVu document"),
    (0, b"CAJ\x00", "a CAJ document"),
    (0, b"KDH ", "a KDH (CAJ) document"),
    (0, b"\x1f\x8b\x08", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "an xz archive"),
    (0, b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x7fELF", "a program"),
    (0, b"SQLite format 3\x00", "a SQLite database"),
    (0, b"OggS", "an Ogg recording"),
    (0, b"ID3", "an MP3 recording"),
)

# Names inside a zip container that say which format it carries.
_ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/", "a Word document (.docx)"),
    ("xl/", "an Excel workbook (.xlsx)"),
    ("ppt/", "a PowerPoint presentation (.pptx)"),
    ("OFD.xml", "an OFD document"),
    ("META-INF/container.xml", "an EPUB book"),
    ("content.xml", "an OpenDocument file"),
)

# Stream names of the old Office container; they stand in its directory in UTF-16.
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "an old Word or WPS document (.doc, .wps)"),
    ("Workbook", "an old Excel workbook (.xls)"),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)"),
    ("EncryptedPackage", "a password-protected Office document"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HTML = re.compile(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_XML = re.compile(rb"<\?xml\s", re.I)
_MAIL = re.compile(rb"(?:From|Return-Path|Received|MIME-Version|Message-ID): [^\r\n]*\r?\n(?:[A-Za-z-]+: |[ \t])", re.I)

_ADVICE = "This library reads TXT and PDF; save it as one of these (PDF keeps the typography)."


def kind_of(data: bytes) -> Kind:
    """Tell PDF from text, and refuse every other format by its name.

    Args:
        data: The whole file.

    Returns:
        ``"pdf"``, or ``"text"`` for whatever is not recognised; whether that really is text is decided by decoding.

    Raises:
        UnsupportedFormat: The content is a known format that is not read.
    """
    if _is_pdf(data):
        return "pdf"
    found = _container(data) or _marked(data) or _markup(data)
    if found:
        raise UnsupportedFormat(f"The content is {found}. {_ADVICE}")
    return "text"


def _is_pdf(data: bytes) -> bool:
    """Look for the header; one that does not come first counts only if PDF objects follow (a text may mention it)."""
    at = data.find(b"%PDF-", 0, PDF_HEADER_WITHIN)
    if at < 0:
        return False
    return not data[:at].strip(_LEADING) or b" obj" in data


def _container(data: bytes) -> str | None:
    """Name what a zip or OLE container carries."""
    if data.startswith(_OLE_MAGIC):
        for stream, what in _OLE_STREAMS:
            if stream.encode("utf-16-le") in data:
                return what
        return "an old Office document (OLE container)"
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
    except Exception:  # zipfile raises many kinds on damaged archives; the answer stays "a zip"
        return "a zip archive (or an Office document that is damaged)"
    for member, what in _ZIP_MEMBERS:
        if any(name.startswith(member) for name in members):
            return what
    return "a zip archive"


def _marked(data: bytes) -> str | None:
    """Name a format that begins with magic bytes."""
    for offset, magic, what in _MAGIC:
        if data.startswith(magic, offset):
            return what
    # Two letters are too little by themselves: a text may begin with them, so the headers' zeros are wanted too.
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return "a BMP image"
    if data.startswith(b"MZ") and b"\0" in data[2:64]:
        return "a program"
    return None


def _markup(data: bytes) -> str | None:
    """Name HTML, XML and mail, which are text but would be read with all their marks."""
    head = data[:4096]
    if head.startswith(_UTF16_MARKS):
        head = head[2:].replace(b"\0", b"")
    head = head.lstrip(_LEADING)
    if _HTML.match(head):
        return "an HTML page"
    if _XML.match(head):
        return "an XML document"
    if _MAIL.match(head):
        return "an e-mail message"
    return None
