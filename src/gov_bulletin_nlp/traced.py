"""A string that remembers where each of its characters came from.

Cleaning knows the truth about what it moves and drops; this type keeps it, so that nothing has to be re-aligned
afterwards by a diff (the idea is pdfplumber's ``TextMap``, carried one step further: the map survives edits).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

OURS = -1
"""Origin of a character that the source does not hold: we put it there."""


@dataclass(frozen=True, slots=True)
class TracedText:
    """Immutable text with the source index of every character.

    Attributes:
        text: The characters.
        origin: One entry a character: its index in the source, or ``OURS``.
    """

    text: str
    origin: array[int]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.origin):
            raise ValueError(f"{len(self.text)} characters but {len(self.origin)} origins")

    @classmethod
    def of(cls, text: str, start: int = 0) -> TracedText:
        """Trace a source: character ``i`` comes from ``start + i``."""
        return cls(text, array("q", range(start, start + len(text))))

    @classmethod
    def join(cls, parts: Iterable[TracedText | str]) -> TracedText:
        """Concatenate; a plain string among the parts is ours."""
        texts: list[str] = []
        origin = array("q")
        for part in parts:
            if isinstance(part, str):
                texts.append(part)
                origin.extend([OURS] * len(part))
            else:
                texts.append(part.text)
                origin.extend(part.origin)
        return cls("".join(texts), origin)

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, key: slice) -> TracedText:
        """Cut; slicing commutes with tracing."""
        return TracedText(self.text[key], self.origin[key])

    def delete(self, spans: Sequence[tuple[int, int]]) -> TracedText:
        """Drop stretches, given in order and without overlap."""
        return self.replace([(start, end, "") for start, end in spans])

    def replace(self, edits: Sequence[tuple[int, int, str]]) -> TracedText:
        """Put new text for stretches, given in order and without overlap.

        Where the lengths match, each new character inherits the origin of the one it replaces; otherwise all of them
        inherit the first replaced character's origin, and an insertion into an empty stretch is ours.
        """
        if not edits:
            return self
        texts: list[str] = []
        origin = array("q")
        at = 0
        for start, end, new in edits:
            if not at <= start <= end <= len(self.text):
                raise ValueError(f"edit ({start}, {end}) is out of order or out of range")
            texts += (self.text[at:start], new)
            origin.extend(self.origin[at:start])
            if len(new) == end - start:
                origin.extend(self.origin[start:end])
            else:
                origin.extend([self.origin[start] if end > start else OURS] * len(new))
            at = end
        texts.append(self.text[at:])
        origin.extend(self.origin[at:])
        return TracedText("".join(texts), origin)

    def map(self, function: Callable[[str], str]) -> TracedText:
        """Apply a function that keeps the length, such as ``str.translate`` with one-to-one rows.

        Raises:
            ValueError: The function changed the number of characters.
        """
        return TracedText(function(self.text), self.origin)

    def source_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Smallest half-open stretch of the source that holds every character of ``[start, end)``; ``None`` if all are ours."""
        part = self.origin[start:end]
        if not part:
            return None
        low, high = min(part), max(part)
        if high == OURS:
            return None
        if low == OURS:
            low = min(index for index in part if index != OURS)
        return low, high + 1
