"""A second chance for PDF files whose end is lost: transfers break off, and the table of contents stands at the end."""

from __future__ import annotations

import re

_START = re.compile(rb"startxref\s+(\d{1,12})")
_INDEX = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_CATALOG = re.compile(rb"(\d+)\s+(\d+)\s+obj\s*<<[^>]{0,400}?/Type\s*/Catalog\b")


def with_trailer(data: bytes) -> bytes | None:
    """Add a trailer that names the document's catalogue, so that the reader can rebuild the rest by scanning.

    Args:
        data: A PDF that could not be opened.

    Returns:
        The bytes with a trailer, or ``None`` if the catalogue itself is lost.
    """
    found: list[tuple[bytes, bytes]] = _CATALOG.findall(data)
    if not found:
        return None
    number, generation = found[-1]
    trailer = b"\nendobj\ntrailer\n<</Root " + number + b" " + generation + b" R>>\nstartxref\n0\n%%EOF\n"
    return data + trailer


def has_index(data: bytes) -> bool:
    """Tell whether the file's table of contents is where its end says; without it a slow reader scans for minutes."""
    starts = _START.findall(data[-2048:])
    return bool(starts) and _INDEX.match(data, int(starts[-1])) is not None
