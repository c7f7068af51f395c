"""The stages in their order, and the settings that a worker rebuilds them from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from gov_bulletin_nlp import __version__
from gov_bulletin_nlp.annotate.passages import Recogniser, annotate
from gov_bulletin_nlp.assemble import assemble
from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.document import RawDocument
from gov_bulletin_nlp.errors import BulletinError, InternalError, InvalidOption
from gov_bulletin_nlp.ingest import MAX_BYTES, MAX_PAGES, from_text, ingest, read_bytes
from gov_bulletin_nlp.lexicon import read_lexicon
from gov_bulletin_nlp.records import Bulletin
from gov_bulletin_nlp.structure import structure

if TYPE_CHECKING:
    from gov_bulletin_nlp.batch import Outcome

Source = str | Path | bytes | BinaryIO
"""What can be parsed: a path, bytes, or a file object opened for reading bytes."""


class Pipeline:
    """Turns bulletins into records; build once, use for many. Picklable and thread-safe.

    Args:
        lexicon: One or several TOML files with the caller's terms.
        recogniser: Gives candidate names for texts; ``None`` takes the model that comes with the package, ``False``
            works with lexicon and patterns alone.
        explain: Keep the evidence for each article's start in the record.
        max_bytes: Largest input that is read.
        max_pages: Largest number of pages that is read.

    Raises:
        LexiconInvalid: A lexicon cannot be used.
        InvalidOption: A limit is not positive.
    """

    def __init__(
        self,
        lexicon: str | Path | Sequence[str | Path] | None = None,
        *,
        recogniser: Recogniser | bool | None = None,
        explain: bool = False,
        max_bytes: int = MAX_BYTES,
        max_pages: int = MAX_PAGES,
    ) -> None:
        if max_bytes < 1 or max_pages < 1:
            raise InvalidOption("a limit must be at least 1; leave it out for the default.")
        paths = [lexicon] if isinstance(lexicon, (str, Path)) else list(lexicon or ())
        self._settings: dict[str, Any] = {"lexicon": paths, "recogniser": recogniser, "explain": explain}
        self._settings |= {"max_bytes": max_bytes, "max_pages": max_pages}
        self._lexicon = read_lexicon(paths)
        self._recogniser = _recogniser(recogniser)

    def __getstate__(self) -> dict[str, Any]:
        return self._settings

    def __setstate__(self, settings: dict[str, Any]) -> None:
        self.__init__(**settings)  # type: ignore[misc]

    @property
    def recipe(self) -> str:
        """Digest of what decides the records besides their inputs: this version, the lexicon, the settings."""
        terms, given = self._lexicon, self._settings["recogniser"]
        names = (
            given
            if given is None or isinstance(given, bool)
            else getattr(given, "__qualname__", type(given).__qualname__)
        )
        parts = (
            terms.names,
            sorted(terms.never_names),
            sorted(terms.units.items()),
            sorted(terms.hazards),
            terms.habits,
        )
        made_of = (
            __version__,
            parts,
            names,
            self._settings["explain"],
            self._settings["max_bytes"],
            self._settings["max_pages"],
        )
        return hashlib.sha256(repr(made_of).encode("utf-8", "backslashreplace")).hexdigest()

    def parse(self, source: Source, *, name: str | None = None) -> Bulletin:
        """Parse one bulletin.

        Args:
            source: A path, bytes, or a file object opened for reading bytes; TXT or PDF, told by content.
            name: What to call it in the record; by default the file's name.

        Raises:
            BulletinError: The input cannot be read; ``code`` says why.
        """
        return self._run(
            ingest(source, name=name, max_bytes=self._settings["max_bytes"], max_pages=self._settings["max_pages"])
        )

    def read(self, source: Source) -> bytes:
        """The bytes of an input, within this pipeline's limit.

        Args:
            source: A path, bytes, or a file object opened for reading bytes.

        Raises:
            BulletinError: The input cannot be read; ``code`` says why.
        """
        return read_bytes(source, self._settings["max_bytes"])

    def parse_text(self, text: str, *, name: str | None = None) -> Bulletin:
        """Parse text that is decoded already; any string gives a record."""
        return self._run(from_text(text, name=name))

    def parse_many(self, sources: Iterable[Source], workers: int = 1) -> Iterator[Outcome]:
        """Parse many; outcomes come in input order, and one bad file never stops the rest.

        Args:
            sources: Paths, bytes or file objects.
            workers: Number of processes; 1 works in this one.

        Raises:
            InvalidOption: ``workers`` is not positive.
        """
        from gov_bulletin_nlp.batch import parse_many

        return parse_many(self, sources, workers)

    def _run(self, raw: RawDocument) -> Bulletin:
        try:
            document = clean(raw)
            outline = structure(document, self._lexicon.habits, explain=self._settings["explain"])
            own_model = self._settings["recogniser"] in (None, True)
            notes = annotate(document, outline, self._lexicon, self._recogniser, confirmed=own_model)
            return assemble(raw, document, outline, notes, explain=self._settings["explain"])
        except BulletinError:
            raise
        except Exception as error:
            message = f"A fault inside the library met this input ({type(error).__name__}: {error}); please report it."
            raise InternalError(message, raw.name) from error


def _recogniser(given: Recogniser | bool | None) -> Recogniser | None:
    if given is False:
        return None
    if given is None or given is True:
        from gov_bulletin_nlp.annotate.recogniser import recognise

        return recognise
    return given
