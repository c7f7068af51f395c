from __future__ import annotations

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.structure.conventions import conventions
from gov_bulletin_nlp.structure.readings import Reading
from gov_bulletin_nlp.structure.rows import read_rows


def _added(kinds: str) -> list[dict[str, tuple[str, ...]]]:
    """What conventions adds to the readings H and B of four bulleted rows of which a first reading took these kinds."""
    rows = read_rows(clean(from_text("\n".join(f"●第{n}件事办成了" for n in "一二三四")))).rows
    lattice = [[Reading("H", ()), Reading("B", ())] for _ in rows]
    chosen = [row[kind == "B"] for row, kind in zip(lattice, kinds, strict=True)]
    conventions(rows, lattice, chosen)
    return [{reading.kind: reading.evidence() for reading in row} for row in lattice]


def test_rows_with_the_same_marker_are_the_same_thing() -> None:
    added = _added("HHHB")
    assert "mates:most" in added[3]["H"]
    assert "mates:none" in added[3]["B"]


def test_a_row_does_not_vote_for_itself() -> None:
    assert "mates:none" in _added("HBBB")[0]["H"]


def test_articles_of_an_issue_open_alike() -> None:
    added = _added("HHHH")
    assert {"style:most", "style:many:most"} <= set(added[0]["H"])
    assert not any(feature.startswith("style:") for feature in added[0]["B"])


def test_a_row_knows_how_far_its_article_reaches() -> None:
    added = _added("HBBH")
    assert {"since:2:2", "articles:few:2"} <= set(added[3]["H"])
    assert "until:2:2" in added[0]["H"]


def test_articles_of_an_issue_end_alike() -> None:
    rows = read_rows(clean(from_text("\n".join(f"●第{n}件事办成了" for n in "一二三四")))).rows
    lattice = [[Reading("H", ()), Reading("b", ())] for _ in rows]
    conventions(rows, lattice, [row[index % 2] for index, row in enumerate(lattice)])
    assert "closing:most:few:closed" in lattice[2][0].evidence()
    assert "closing:most:few:open" in lattice[1][0].evidence()
