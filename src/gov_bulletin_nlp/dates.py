"""One written date to EDTF; pure, the reference date is an argument."""

from __future__ import annotations

from gov_bulletin_nlp.date_context import Context, Unresolved
from gov_bulletin_nlp.date_periods import read_reference
from gov_bulletin_nlp.date_resolution import resolve


def to_edtf(written: str, reference: str | None = None) -> str | None:
    """The EDTF value of one written date, or ``None`` where it is no date or cannot be resolved.

    Args:
        written: the date and nothing else: ``3月1日至5日``, ``去年底``, ``“十四五”期间``.
        reference: the date it was written, in EDTF at any precision.

    Returns:
        The value in EDTF: ``to_edtf("3月1日至5日", "2023-03")`` is ``2023-03-01/2023-03-05``.
    """
    # On use: compiling its patterns takes longer than importing the rest.
    from gov_bulletin_nlp.date_grammar import grammar

    text = written.strip()
    found = grammar().read(text, 0)
    if found is None or found.end != len(text):
        return None
    try:
        return resolve(found, Context(reference=read_reference(reference))).edtf
    except Unresolved:
        return None
