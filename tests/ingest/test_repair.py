"""A second chance for PDF files whose end is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.ingest.repair import has_index, with_trailer

Drawn = Callable[..., bytes]
CATALOG = b"%d 0 obj\n<<\n/Pages 2 0 R /Type /Catalog\n>>\nendobj\n"


def _page(canvas: Any) -> None:
    canvas.drawString(50, 500, "云州市总工会")


@pytest.fixture(scope="module")
def whole(drawn: Drawn) -> bytes:
    return drawn(_page, _page)


def test_a_cut_file_opens_again_with_all_its_pages(whole: bytes) -> None:
    cut = whole[: whole.index(b"xref\n")]
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(cut)
    mended = with_trailer(cut)
    assert mended is not None
    assert mended.startswith(cut)
    document = pypdfium2.PdfDocument(mended)
    assert len(document) == 2
    document.close()


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.4\n", b"1 0 obj\n<</Type /Pages>>\nendobj", b"<</Type /Catalog>>", "目录 /Type /Catalog".encode()],
)
def test_without_a_catalogue_nothing_can_be_done(data: bytes) -> None:
    assert with_trailer(data) is None


def test_the_last_catalogue_is_the_valid_one() -> None:
    mended = with_trailer(CATALOG % 1 + CATALOG % 7)
    assert mended is not None
    assert b"/Root 7 0 R" in mended
    assert b"/Root 1 0 R" not in mended


def test_a_whole_file_has_its_index(whole: bytes) -> None:
    assert has_index(whole)


@pytest.mark.parametrize("damage", ["cut", "moved", "mended", "without end"])
def test_an_index_that_is_not_where_the_end_says(whole: bytes, damage: str) -> None:
    mended = with_trailer(whole[: whole.index(b"xref\n")])
    assert mended is not None
    damaged = {
        "cut": whole[: whole.index(b"xref\n")],
        "moved": b"gateway\r\n" + whole,
        "mended": mended,
        "without end": whole.replace(b"startxref", b"startXref"),
    }[damage]
    assert not has_index(damaged)


def test_an_index_may_be_an_object() -> None:
    data = b"%PDF-1.5\n7 0 obj\n<</Type /XRef>>\nendobj\nstartxref\n9\n%%EOF\n"
    assert has_index(data)
    assert not has_index(data.replace(b"startxref\n9", b"startxref\n12"))


def test_the_last_index_counts() -> None:
    data = b"%PDF-1.5\nxref\nstartxref\n9\n%%EOF\n"
    assert has_index(data)
    assert not has_index(data + b"startxref\n3\n%%EOF\n")


PIECES = st.sampled_from(
    [CATALOG % 3, b"startxref", b"9", b"\n", b"xref", b"<<", b">>", b"/Type /Catalog", b"\xff\x00"]
)


@given(st.lists(PIECES, max_size=8).map(b"".join) | st.binary(max_size=60))
def test_any_bytes_may_be_asked(data: bytes) -> None:
    mended = with_trailer(data)
    assert mended is None or (mended.startswith(data) and b"/Catalog" in data)
    assert not has_index(data) or b"startxref" in data
