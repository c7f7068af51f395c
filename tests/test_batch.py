from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from gov_bulletin_nlp.batch import AHEAD
from gov_bulletin_nlp.errors import InvalidOption
from gov_bulletin_nlp.pipeline import Pipeline

POISON = "毒药"


def _deadly(texts: Sequence[str]) -> list[list[Any]]:
    """A recogniser that ends its process when it meets a certain word, as a crash in native code does."""
    if any(POISON in text for text in texts):
        os._exit(3)
    return [[] for _ in texts]


def _many(folder: Path, text: str, number: int) -> list[Path]:
    paths = []
    for index in range(number):
        path = folder / f"{index:02}.txt"
        path.write_text(text.replace("第三期", f"第{index + 1}期"), encoding="utf-8")
        paths.append(path)
    return paths


def test_outcomes_come_in_input_order(plain: Pipeline, bulletin_text: str, tmp_path: Path) -> None:
    paths = _many(tmp_path, bulletin_text, 5)[::-1]
    outcomes = list(plain.parse_many(paths))
    assert [outcome.name for outcome in outcomes] == [str(path) for path in paths]
    assert [outcome.bulletin.masthead.issue_number for outcome in outcomes if outcome.bulletin] == [5, 4, 3, 2, 1]


def test_one_bad_file_never_stops_the_rest(plain: Pipeline, bulletin_text: str, tmp_path: Path) -> None:
    good = _many(tmp_path, bulletin_text, 2)
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    sources = [good[0], empty, tmp_path / "missing.txt", tmp_path, good[1]]
    outcomes = list(plain.parse_many(sources))
    assert [outcome.error.code if outcome.error else None for outcome in outcomes] == [None, "empty-document", "not-found", "is-directory", None]
    assert all((outcome.bulletin is None) != (outcome.error is None) for outcome in outcomes)


def test_two_workers_give_the_bytes_of_one(bulletin_text: str, tmp_path: Path) -> None:
    pipeline = Pipeline(recogniser=False, explain=True)
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    sources: list[Any] = [*_many(tmp_path, bulletin_text, 3 * AHEAD), bad, bulletin_text.encode("gb18030"), tmp_path / "missing.txt"]
    serial = [_told(outcome) for outcome in pipeline.parse_many(sources)]
    parallel = [_told(outcome) for outcome in pipeline.parse_many(sources, workers=2)]
    assert parallel == serial
    assert len(serial) == len(sources)


def test_file_objects_cross_to_workers(bulletin_text: str) -> None:
    files = [io.BytesIO(bulletin_text.encode()) for _ in range(3)]
    outcomes = list(Pipeline(recogniser=False).parse_many(files, workers=2))
    assert [bool(outcome.bulletin) for outcome in outcomes] == [True] * 3


def test_a_named_file_object_keeps_its_name_in_a_worker(bulletin_text: str, tmp_path: Path) -> None:
    (path,) = _many(tmp_path, bulletin_text, 1)
    told = []
    for workers in (1, 2):
        with path.open("rb") as file:
            told.append([_told(outcome) for outcome in Pipeline(recogniser=False).parse_many([file], workers=workers)])
    assert told[0] == told[1]
    assert path.name in str(told[0])


def test_a_file_object_that_fails_is_one_failure(bulletin_text: str) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error")

    for workers in (1, 2):
        outcomes = list(Pipeline(recogniser=False).parse_many([bulletin_text.encode(), Broken(), bulletin_text.encode()], workers=workers))  # type: ignore[list-item]
        assert [outcome.error.code if outcome.error else None for outcome in outcomes] == [None, "damaged-file", None]


def test_a_dying_worker_costs_only_its_own_file(bulletin_text: str, tmp_path: Path) -> None:
    paths = _many(tmp_path, bulletin_text, 6)
    paths[2].write_text(bulletin_text.replace("读书分享会", POISON), encoding="utf-8")
    outcomes = list(Pipeline(recogniser=_deadly).parse_many(paths, workers=2))
    assert [outcome.name for outcome in outcomes] == [str(path) for path in paths]
    assert [outcome.error.code if outcome.error else None for outcome in outcomes] == [None, None, "worker-died", None, None, None]
    assert [outcome.bulletin.masthead.issue_number for outcome in outcomes if outcome.bulletin] == [1, 2, 4, 5, 6]


def test_inputs_are_asked_for_as_they_are_needed(plain: Pipeline, bulletin_text: str) -> None:
    asked = 0

    def feed() -> Iterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield bulletin_text.encode()

    outcomes = plain.parse_many(feed())
    assert next(outcomes).bulletin
    assert next(outcomes).bulletin
    assert asked == 2


def test_workers_read_ahead_only_so_far(bulletin_text: str) -> None:
    asked = 0

    def feed() -> Iterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield bulletin_text.encode()

    outcomes = Pipeline(recogniser=False).parse_many(feed(), workers=2)
    for _ in range(3):
        assert next(outcomes).bulletin
    outcomes.close()  # type: ignore[attr-defined]
    assert asked <= 3 + 2 * AHEAD


def test_nothing_in_nothing_out(plain: Pipeline) -> None:
    assert list(plain.parse_many([])) == []
    assert list(plain.parse_many([], workers=2)) == []


def test_workers_must_be_positive(plain: Pipeline) -> None:
    with pytest.raises(InvalidOption, match="at least 1"):
        plain.parse_many([], workers=0)


def _told(outcome: Any) -> Any:
    if outcome.bulletin:
        return outcome.name, outcome.bulletin.model_dump_json()
    return outcome.name, outcome.error.code, str(outcome.error)
