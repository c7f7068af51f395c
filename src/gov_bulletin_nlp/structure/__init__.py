"""``CleanDocument → Outline``: every row gets readings with evidence, one search over the whole issue picks the best."""

from __future__ import annotations

from gov_bulletin_nlp.document import CleanDocument, Outline
from gov_bulletin_nlp.structure.decode import best_path, decode, model
from gov_bulletin_nlp.structure.outline import build
from gov_bulletin_nlp.structure.readings import conventions, readings
from gov_bulletin_nlp.structure.rows import read_rows

__all__ = ["structure"]


def structure(document: CleanDocument) -> Outline:
    """Find masthead, contents, columns, articles and colophon.

    Args:
        document: The cleaned bulletin.

    Returns:
        The outline; text that fits nowhere is kept and listed in its notices.
    """
    issue = read_rows(document)
    trained = model()
    lattice = readings(issue)
    conventions(issue.rows, lattice, best_path(lattice, trained.first))
    return build(document.text, issue, decode(lattice, trained.second), trained.second)
