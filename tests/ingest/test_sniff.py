from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from gov_bulletin_nlp.errors import UnsupportedFormat
from gov_bulletin_nlp.ingest import ingest
from gov_bulletin_nlp.ingest.sniff import kind_of


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "…")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), ".docx"),
        (zipped("xl/workbook.xml"), ".xlsx"),
        (zipped("ppt/presentation.xml"), ".pptx"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "OFD"),
        (zipped("mimetype", "content.xml"), "OpenDocument"),
        (zipped("简报.txt"), "zip archive"),
        (b"PK\x03\x04 torn", "zip archive"),
        (OLE + "WordDocument".encode("utf-16-le"), ".doc"),
        (OLE + "Workbook".encode("utf-16-le"), ".xls"),
        (OLE, "OLE"),
        (b"<!DOCTYPE html>\n<html><body>\xe5\xb7\xa5\xe4\xbc\x9a</body></html>", "HTML"),
        (b"\xef\xbb\xbf\r\n<HTML><head>", "HTML"),
        ("\ufeff<html><body>工会".encode("utf-16-le"), "HTML"),
        (b'<?xml version="1.0"?><a/>', "XML"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0....", "JPEG"),
        (b"BM\x00\x10\x00\x00\x00\x00\x00\x00\x36\x00", "BMP"),
        (b"II*\x00....", "TIFF"),
        (gzip.compress(b"...", mtime=0), "gzip"),
        (b"From: a@b.cn\r\nTo: c@d.cn\r\n\r\n...", "e-mail"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "program"),
    ],
)
def test_other_formats_are_refused_by_name(data: bytes, what: str) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        ingest(data, name="bulletin.txt")
    assert what in caught.value.message


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\n", "pdf"),
        (b"junk of a gateway\r\n%PDF-1.4\n1 0 obj\n", "pdf"),
        (b"\xef\xbb\xbf%PDF-1.7\n", "pdf"),
        ("请以 %PDF-1.4 格式报送".encode(), "text"),
        (b"." * 2000 + b"%PDF-1.4\n1 0 obj\n", "text"),
        (b"BMW and MZ are no pictures", "text"),
        (b"BM 2023\n", "text"),
        ("工会简报".encode(), "text"),
    ],
)
def test_pdf_is_told_by_its_header(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind
