"""Bytes of a bulletin to a ``RawDocument``: the one door through which files come in."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from gov_bulletin_nlp.document import RawDocument
from gov_bulletin_nlp.errors import (
    BulletinError,
    DamagedFile,
    EmptyDocument,
    InvalidOption,
    IsDirectory,
    NotFound,
    PermissionDenied,
    TooLarge,
)
from gov_bulletin_nlp.ingest import text as text_format
from gov_bulletin_nlp.ingest.sniff import kind_of

__all__ = ["MAX_BYTES", "MAX_PAGES", "from_text", "ingest", "read_bytes"]

MAX_BYTES = 64 * 1024 * 1024
"""Default limit on the size of one input."""

MAX_PAGES = 5000
"""Default limit on the pages of one PDF."""


def ingest(
    source: str | Path | bytes | BinaryIO,
    *,
    name: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_pages: int = MAX_PAGES,
) -> RawDocument:
    """Read one bulletin, TXT or PDF, told by its content.

    Args:
        source: A path, the bytes themselves, or a file object opened for reading bytes.
        name: What to call it in the record and in messages; by default the file's name.
        max_bytes: Largest input that is read.
        max_pages: Largest number of pages that is read.

    Returns:
        The text with its lines and, for a PDF, with the place and print of each character.

    Raises:
        BulletinError: One of its subclasses says why the input cannot be read and what to do.
    """
    try:
        name = name if name is not None else _name_of(source)
        data = read_bytes(source, max_bytes)
        if not data:
            raise EmptyDocument("The input is empty (0 bytes); check that it was saved or transferred completely.")
        if kind_of(data) == "pdf":
            from gov_bulletin_nlp.ingest import pdf

            return pdf.read(data, name=name, sha256=_digest(data), max_pages=max_pages)
        decoded, encoding, notices = text_format.decode(data)
        return RawDocument(
            name=name,
            sha256=_digest(data),
            media_type="text/plain",
            text=decoded,
            lines=text_format.split_lines(decoded),
            encoding=encoding,
            notices=notices,
        )
    except BulletinError as error:
        if error.source is None and name:
            raise type(error)(error.message, name) from error.__cause__
        raise
    except Exception as error:
        message = f"Reading it failed ({type(error).__name__}: {error}); the file is probably damaged, export it again."
        raise DamagedFile(message, name) from error


def from_text(text: str, *, name: str | None = None) -> RawDocument:
    """Wrap text that is decoded already; any string is taken as it is."""
    return RawDocument(
        name=name,
        sha256=_digest(text.encode("utf-8", errors="surrogatepass")),
        media_type="text/plain",
        text=text,
        lines=text_format.split_lines(text),
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _name_of(source: object) -> str | None:
    """Name an input after its file: the last part of the path, so that records do not depend on the machine."""
    if not isinstance(source, (str, Path)):
        source = getattr(source, "name", None)
    return Path(source).name or None if isinstance(source, (str, Path)) else None


def read_bytes(source: object, max_bytes: int = MAX_BYTES) -> bytes:
    """Read the bytes of an input, and translate what the system says when it cannot.

    Args:
        source: A path, the bytes themselves, or a file object opened for reading bytes.
        max_bytes: Largest input that is read.

    Raises:
        BulletinError: It cannot be read, or is larger.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        data = bytes(source)
    elif isinstance(source, (str, Path)):
        data = _read_path(source, max_bytes)
    elif hasattr(source, "read"):
        data = _read_stream(source, max_bytes)
    else:
        raise InvalidOption(
            f"A {type(source).__name__} cannot be read; give a path, bytes, or a file object opened in binary mode."
        )
    if len(data) > max_bytes:
        raise TooLarge(f"The input is larger than {max_bytes:,} bytes; split it, or raise max_bytes.")
    return data


def _read_path(path: str | Path, max_bytes: int) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise _access_error(error, path) from error


def _access_error(error: OSError | ValueError, path: str | Path | None) -> BulletinError:
    """Choose the error of ours that says what the system's error means."""
    number = error.errno if isinstance(error, OSError) else None
    # Windows answers "permission denied" when a folder is opened.
    if number == errno.EISDIR or (number == errno.EACCES and path is not None and Path(path).is_dir()):
        return IsDirectory("It is a folder; give a file, or use `gov-bulletin convert` for whole folders.")
    if number in (errno.EACCES, errno.EPERM):
        return PermissionDenied("The file may not be read; change its permissions or run as a user who may.")
    if number in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL, None):
        return NotFound("There is no such file; check the path (text itself is parsed with parse_text).")
    return DamagedFile(f"The system could not read the file ({os.strerror(number)}); check the disk or connection.")


def _read_stream(stream: object, max_bytes: int) -> bytes:
    """Read a file object to its end; pipes and sockets may give less than was asked for at a time."""
    parts: list[bytes] = []
    room = max_bytes + 1
    while room > 0:
        try:
            part = stream.read(room)  # type: ignore[attr-defined]
        except BulletinError:
            raise
        except OSError as error:
            raise _access_error(error, None) from error
        except Exception as error:
            raise DamagedFile(f"The file object could not be read ({type(error).__name__}: {error}).") from error
        if isinstance(part, str):
            raise InvalidOption("The file object gives text; open it in binary mode ('rb'), or use parse_text.")
        if not part:
            break
        parts.append(bytes(part))
        room -= len(part)
    return b"".join(parts)
