from __future__ import annotations

from pathlib import Path

import gov_bulletin_nlp as gb
from gov_bulletin_nlp.records import Bulletin


def test_the_doors_give_the_same_record(tmp_path: Path, bulletin_text: str) -> None:
    path = tmp_path / "suihua.txt"
    path.write_text(bulletin_text, encoding="utf-8")
    by_path, by_bytes = gb.parse(path), gb.parse(bulletin_text.encode(), name="suihua.txt")
    assert isinstance(by_path, Bulletin)
    assert by_path.model_dump() == by_bytes.model_dump()
    assert gb.parse_text(bulletin_text).articles[0].headline == by_path.articles[0].headline


def test_one_broken_file_does_not_stop_the_others(tmp_path: Path, bulletin_text: str) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(bulletin_text, encoding="utf-8")
    bad.write_bytes(b"\x00\x01\x02\x03" * 50)
    outcomes = list(gb.parse_many([bad, good]))
    assert [outcome.bulletin is not None for outcome in outcomes] == [False, True]
    assert outcomes[0].error is not None and outcomes[0].error.code == "not-text"
