"""``CleanDocument → Outline``: every row gets readings with evidence, one search over the whole issue picks the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gov_bulletin_nlp.document import CleanDocument, Outline
from gov_bulletin_nlp.structure.conventions import conventions
from gov_bulletin_nlp.structure.decode import best_path, decode, model
from gov_bulletin_nlp.structure.habits import apply
from gov_bulletin_nlp.structure.outline import build
from gov_bulletin_nlp.structure.readings import readings
from gov_bulletin_nlp.structure.rows import read_rows

__all__ = ["structure"]


def structure(document: CleanDocument, habits: Sequence[tuple[str, str]] = (), *, explain: bool = False) -> Outline:
    """Find masthead, contents, columns, articles and colophon.

    Args:
        document: The cleaned bulletin.
        habits: A caller's own: kinds of rows and the pattern of lines that are such.
        explain: Whether articles keep the evidence for where they begin.

    Returns:
        The outline; text that fits nowhere is kept and listed in its notices.
    """
    issue = read_rows(document)
    trained = model()
    lattice = readings(issue)
    notices = apply(issue.rows, lattice, habits) if habits else []
    conventions(issue.rows, lattice, best_path(lattice, trained.first))
    outline = build(document.text, issue, decode(lattice, trained.second), trained.second.table if explain else None)
    return replace(outline, notices=(*outline.notices, *notices)) if notices else outline
