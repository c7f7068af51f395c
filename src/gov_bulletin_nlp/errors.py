"""What a caller can meet when input or use is bad: a closed list, documented one by one in ``docs/errors.md``.

BulletinError
├── InputError            the bytes could not be read as a bulletin
│   ├── DamagedFile       damaged-file
│   ├── EmptyDocument     empty-document
│   ├── EncryptedPdf      encrypted-pdf
│   ├── NoTextLayer       no-text-layer
│   ├── NotText           not-text
│   ├── TooLarge          too-large
│   └── UnsupportedFormat unsupported-format
├── AccessError           the file could not be reached
│   ├── IsDirectory       is-directory
│   ├── NotFound          not-found
│   └── PermissionDenied  permission-denied
├── UsageError            the library was asked for something it does not offer
│   ├── GoldInvalid       gold-invalid
│   ├── InvalidOption     invalid-option
│   ├── LexiconInvalid    lexicon-invalid
│   └── MissingExtra      missing-extra
├── InternalError         internal-error
└── WorkerDied            worker-died
"""

from __future__ import annotations

from typing import ClassVar


class BulletinError(Exception):
    """Base of every failure of this library.

    Attributes:
        code: Stable kebab-case word for programs.
        source: Name of the input concerned, if known.
    """

    code: ClassVar[str] = "bulletin-error"

    def __init__(self, message: str, source: str | None = None) -> None:
        super().__init__(message, source)
        self.message = message
        self.source = source

    def __str__(self) -> str:
        return f"{self.source}: {self.message}" if self.source else self.message


class InputError(BulletinError):
    """The bytes could not be read as a bulletin."""


class DamagedFile(InputError):
    """The file breaks its own format, so that nothing can be read."""

    code = "damaged-file"


class EmptyDocument(InputError):
    """There is no text in it."""

    code = "empty-document"


class EncryptedPdf(InputError):
    """The PDF wants a password."""

    code = "encrypted-pdf"


class NoTextLayer(InputError):
    """The pages are pictures, or their characters cannot be told."""

    code = "no-text-layer"


class NotText(InputError):
    """The bytes are no text in any of the encodings that bulletins come in."""

    code = "not-text"


class TooLarge(InputError):
    """The input is larger than the limit that was set."""

    code = "too-large"


class UnsupportedFormat(InputError):
    """The content is a format that this library does not read."""

    code = "unsupported-format"


class AccessError(BulletinError):
    """The file could not be reached."""


class IsDirectory(AccessError):
    """A folder was given where a file is wanted."""

    code = "is-directory"


class NotFound(AccessError):
    """There is no such file."""

    code = "not-found"


class PermissionDenied(AccessError):
    """The file may not be read."""

    code = "permission-denied"


class UsageError(BulletinError):
    """The library was asked for something that it does not offer."""


class GoldInvalid(UsageError):
    """An annotated bulletin breaks the convention."""

    code = "gold-invalid"


class InvalidOption(UsageError):
    """An option has a value that cannot be used."""

    code = "invalid-option"


class LexiconInvalid(UsageError):
    """A lexicon file holds a row that cannot be used."""

    code = "lexicon-invalid"


class MissingExtra(UsageError):
    """An optional part of the library is not installed."""

    code = "missing-extra"


class InternalError(BulletinError):
    """A fault of this library, or of a recogniser of the caller's; the cause is kept in ``__cause__``."""

    code = "internal-error"


class WorkerDied(BulletinError):
    """A worker process ended while it held this file."""

    code = "worker-died"
