"""The nouns that pass between the stages: plain, frozen, without behaviour of their own.

``bytes → RawDocument → CleanDocument → Outline → Annotations → Bulletin``. All offsets are half-open and count
Unicode code points: into ``RawDocument.text`` before cleaning, into ``CleanDocument.text`` after it.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Literal

from gov_bulletin_nlp.traced import TracedText

Span = tuple[int, int]
"""A half-open stretch ``(start, end)`` of code points."""

Qualifier = Literal["exact", "about", "over", "under", "nearly", "at_least", "at_most", "range"]
QuantityKind = Literal[
    "count", "money", "percent", "percentage_point", "measure", "duration", "age", "fraction", "multiple"
]
EntityLabel = Literal["ORG", "LOC", "PER"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that wants a human look; becomes a warning of the record. Offsets are into the clean text."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Where each character of a PDF's raw text stands: one entry a character, boxes in points from the page's top left."""

    page: array[int]
    x0: array[float]
    y0: array[float]
    x1: array[float]
    y1: array[float]


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line of the source with what its print shows; ``None`` where the source has no typography."""

    start: int
    end: int
    page: int | None = None
    size: float | None = None
    bold: bool | None = None
    font: str | None = None
    color: str | None = None
    centred: bool | None = None
    x0: float | None = None
    x1: float | None = None
    y0: float | None = None
    y1: float | None = None
    space_above: float | None = None
    indent: int | None = None
    table: bool = False


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What ``ingest`` read: decoded text, physical lines, and (for pages) where every character stands."""

    name: str | None
    sha256: str
    media_type: str
    text: str
    lines: tuple[Line, ...]
    encoding: str | None = None
    page_count: int | None = None
    page_sizes: tuple[tuple[float, float], ...] = ()
    ocr: bool = False
    glyphs: Glyphs | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """Clean text, one paragraph a line, each character traced to its source; ``lines`` has the print of each paragraph."""

    traced: TracedText
    lines: tuple[Line, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def text(self) -> str:
        """The cleaned text itself."""
        return self.traced.text


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for (positive) or against (negative) a reading, with its weight."""

    feature: str
    weight: float


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote or supplied an article."""

    name: str
    kind: Literal["person", "organization"]
    role: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a body."""

    start: int
    end: int
    kind: Literal["body", "subhead", "list", "table"] = "body"


@dataclass(frozen=True, slots=True)
class Article:
    """An article's parts as spans of the clean text."""

    start: int
    end: int
    headline: Span | None
    headline_style: Literal["line", "run_in"] | None
    headline_text: str | None
    subtitle: Span | None
    column: str | None
    editor_note: Span | None
    paragraphs: tuple[Paragraph, ...]
    bylines: tuple[Byline, ...]
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    runner_up: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A value read from masthead or colophon with the spans it was read from."""

    value: object
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the table of contents."""

    title: str
    page: int | None
    start: int
    end: int
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands where in the issue."""

    masthead: dict[str, Field]
    contents: tuple[ContentsEntry, ...]
    articles: tuple[Article, ...]
    colophon: dict[str, Field]
    regions: tuple[tuple[str, int, int], ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted or measured amount; numbers are in ``unit`` without its multiplier (``2.2万人次`` → 22000 ``人次``)."""

    start: int
    end: int
    text: str
    value: int | float | None
    upper: int | float | None
    unit: str | None
    qualifier: Qualifier
    kind: QuantityKind
    counted: str | None
    lower_bound: int | float | None = None
    upper_bound: int | float | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DateMention:
    """A written date; ``value`` is EDTF (ISO 8601-2) or ``None`` with the ``reason`` why it could not be resolved."""

    start: int
    end: int
    text: str
    value: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A named organisation, place or person, and what it was resolved to."""

    start: int
    end: int
    label: EntityLabel
    text: str
    canonical: str | None = None
    code: str | None = None
    confidence: float = 0.5
    sources: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything found inside the articles, one list an article."""

    quantities: tuple[tuple[Quantity, ...], ...] = ()
    dates: tuple[tuple[DateMention, ...], ...] = ()
    entities: tuple[tuple[Mention, ...], ...] = ()
    notices: tuple[Notice, ...] = field(default=())
