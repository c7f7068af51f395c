"""spaCy as people expect it: ``load()`` gives a Language whose components write names, quantities and dates on the Doc.

Characters are the truth and tokens are derived from them: an annotation that does not begin and end with a token is
widened to whole tokens on ``doc.ents`` and ``doc.spans``, keeps its exact offsets in ``span._.exact``, and is told in
``doc._.unaligned``. Nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry

from gov_bulletin_nlp.annotate.dates import find_dates
from gov_bulletin_nlp.annotate.entities import find_entities
from gov_bulletin_nlp.annotate.passages import Recogniser
from gov_bulletin_nlp.annotate.quantities import find_quantities
from gov_bulletin_nlp.document import DateMention, Mention, Quantity
from gov_bulletin_nlp.errors import InvalidOption
from gov_bulletin_nlp.lexicon import read_lexicon

Segmenter = Literal["jieba", "char"]
_SPAN_FIELDS = {"canonical": None, "code": None, "confidence": None, "quantity": None, "date": None, "exact": None}


def load(
    segmenter: Segmenter = "jieba",
    *,
    lexicon: str | Path | None = None,
    issuer: str | None = None,
    date: str | None = None,
) -> Language:
    """A Chinese spaCy pipeline with the components ``gov_bulletin_entities``, ``_quantities`` and ``_dates``.

    Args:
        segmenter: ``jieba`` words for people, or ``char``: every character a token, every span aligned.
        lexicon: TOML file with the caller's terms.
        issuer: Who issues the text, for short forms; may be set per text in ``doc._.issuer``.
        date: The issue's date in EDTF, for relative dates and division codes.

    Raises:
        InvalidOption: Another segmenter.
    """
    if segmenter not in ("jieba", "char"):
        raise InvalidOption(f"unknown segmenter {segmenter!r}; choose jieba or char.")
    words = {"nlp": {"tokenizer": {"@tokenizers": "gov_bulletin.jieba_tokenizer.v1"}}}
    nlp = spacy.blank("zh", config=words if segmenter == "jieba" else {})
    settings = {"lexicon": str(lexicon) if lexicon else None}
    nlp.add_pipe("gov_bulletin_entities", config={**settings, "issuer": issuer, "date": date})
    nlp.add_pipe("gov_bulletin_quantities", config=settings)
    nlp.add_pipe("gov_bulletin_dates", config={"date": date})
    return nlp


class JiebaTokenizer:
    """jieba's words as tokens, from a jieba of our own so that nobody's added words leak in."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab
        self._cut: Callable[[str], Iterable[str]] | None = None

    def __call__(self, text: str) -> Doc:
        """Cut a text into a Doc whose tokens rebuild it exactly."""
        if self._cut is None:
            self._cut = _private_jieba()
        words = [word for word in self._cut(text) if word]
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def __getstate__(self) -> dict[str, Any]:
        return {"vocab": self.vocab, "_cut": None}

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Nothing to keep: the dictionary is jieba's own."""

    def from_disk(self, path: str | Path, **_: Any) -> JiebaTokenizer:
        """Nothing to read."""
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to keep."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> JiebaTokenizer:
        """Nothing to read."""
        return self


@registry.tokenizers("gov_bulletin.jieba_tokenizer.v1")  # type: ignore[untyped-decorator]
def make_jieba_tokenizer() -> Callable[[Language], JiebaTokenizer]:
    """Factory for spaCy configs."""
    return lambda nlp: JiebaTokenizer(nlp.vocab)


def _private_jieba() -> Callable[[str], Iterable[str]]:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    return lambda text: tokenizer.cut(text, HMM=True)


def _extensions() -> None:
    for name, default in _SPAN_FIELDS.items():
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)
    for name in ("quantities", "dates", "unaligned"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    for name in ("issuer", "issue_date"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def _span(doc: Doc, start: int, end: int, label: str) -> Span | None:
    """Whole tokens around a stretch; a stretch that is no whole tokens is told."""
    exact = doc.char_span(start, end, label=label)
    if exact is not None:
        return exact
    wide = doc.char_span(start, end, label=label, alignment_mode="expand")
    doc._.unaligned = [*(doc._.unaligned or []), (start, end, label, doc.text[start:end])]
    if wide is not None:
        wide._.exact = (start, end)
    return wide


@Language.factory(
    "gov_bulletin_entities",
    default_config={"lexicon": None, "issuer": None, "date": None, "recogniser": True},
    assigns=["doc.ents"],
)
class EntityComponent:
    """Writes organisations, places and persons to ``doc.ents`` with ``._.canonical``, ``._.code`` and ``._.confidence``."""

    def __init__(
        self, nlp: Language, name: str, lexicon: str | None, issuer: str | None, date: str | None, recogniser: bool
    ) -> None:
        _extensions()
        self._lexicon = read_lexicon([lexicon] if lexicon else [])
        self._issuer, self._date = issuer, date
        self._recogniser: Recogniser | None = None
        if recogniser:
            from gov_bulletin_nlp.annotate.recogniser import recognise

            self._recogniser = recognise

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        if not doc.text:
            return doc
        recognised = self._recogniser([doc.text]) if self._recogniser else None
        (found,) = find_entities(
            [doc.text],
            issuer=doc._.issuer or self._issuer,
            date=doc._.issue_date or self._date,
            lexicon=self._lexicon,
            recognised=recognised,
        )
        taken: list[Span] = []
        for mention in found:
            span = _entity(doc, mention)
            if span is None:
                continue
            if taken and taken[-1].end > span.start:
                doc._.unaligned = [*(doc._.unaligned or []), (mention.start, mention.end, mention.label, mention.text)]
                continue
            taken.append(span)
        doc.ents = tuple(taken)
        return doc


def _entity(doc: Doc, mention: Mention) -> Span | None:
    span = _span(doc, mention.start, mention.end, mention.label)
    if span is not None:
        span._.canonical, span._.code, span._.confidence = mention.canonical, mention.code, mention.confidence
    return span


@Language.factory("gov_bulletin_quantities", default_config={"lexicon": None}, assigns=["doc.spans"])
class QuantityComponent:
    """Writes quantities to ``doc._.quantities``, and their tokens to ``doc.spans["quantities"]``."""

    def __init__(self, nlp: Language, name: str, lexicon: str | None) -> None:
        _extensions()
        self._lexicon = read_lexicon([lexicon] if lexicon else [])

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        found: list[Quantity] = find_quantities(doc.text, lexicon=self._lexicon)
        doc._.quantities = found
        spans = [(_span(doc, q.start, q.end, q.kind), q) for q in found]
        for span, quantity in spans:
            if span is not None:
                span._.quantity = quantity
        doc.spans["quantities"] = [span for span, _ in spans if span is not None]
        return doc


@Language.factory("gov_bulletin_dates", default_config={"date": None}, assigns=["doc.spans"])
class DateComponent:
    """Writes dates to ``doc._.dates``, and their tokens to ``doc.spans["dates"]``."""

    def __init__(self, nlp: Language, name: str, date: str | None) -> None:
        _extensions()
        self._date = date

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        found: list[DateMention] = find_dates(doc.text, doc._.issue_date or self._date)
        doc._.dates = found
        spans = [(_span(doc, d.start, d.end, "DATE"), d) for d in found]
        for span, date in spans:
            if span is not None:
                span._.date = date.value
        doc.spans["dates"] = [span for span, _ in spans if span is not None]
        return doc
