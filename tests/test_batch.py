from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from gov_bulletin_nlp.batch import AHEAD
from gov_bulletin_nlp.errors import InvalidOption
from gov_bulletin_nlp.pipeline import Pipeline

POISON = "毒药"


DEADLY = f"""
import os

def recognise(texts):
    if any({POISON!r} in text for text in texts):
        os._exit(3)
    return [[] for _ in texts]

def faulty(texts):
    if any({POISON!r} in text for text in texts):
        raise KeyError("no such row")
    return [[] for _ in texts]
"""


@pytest.fixture
def recognisers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A module whose recognisers end their process, as a crash in native code does, or raise when they meet a certain word."""
    name = "recognisers_that_fail"
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / f"{name}.py").write_text(DEADLY, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "modules")
    yield import_module(name)
    sys.modules.pop(name)


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
    assert [outcome.error.code if outcome.error else None for outcome in outcomes] == [
        None,
        "empty-document",
        "not-found",
        "is-directory",
        None,
    ]
    assert all((outcome.bulletin is None) != (outcome.error is None) for outcome in outcomes)


def test_two_workers_give_the_bytes_of_one(bulletin_text: str, tmp_path: Path) -> None:
    pipeline = Pipeline(recogniser=False, explain=True)
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    sources: list[Any] = [
        *_many(tmp_path, bulletin_text, 3 * AHEAD),
        bad,
        bulletin_text.encode("gb18030"),
        tmp_path / "missing.txt",
    ]
    serial = [_told(outcome) for outcome in pipeline.parse_many(sources)]
    parallel = [_told(outcome) for outcome in pipeline.parse_many(sources, workers=2)]
    assert parallel == serial
    assert len(serial) == len(sources)


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
        outcomes = list(
            Pipeline(recogniser=False).parse_many(
                [bulletin_text.encode(), Broken(), bulletin_text.encode()], workers=workers
            )
        )  # type: ignore[list-item]
        assert [outcome.error.code if outcome.error else None for outcome in outcomes] == [None, "damaged-file", None]


def _poisoned(folder: Path, text: str, number: int, where: int) -> list[Path]:
    paths = _many(folder, text, number)
    paths[where].write_text(text.replace("读书分享会", POISON), encoding="utf-8")
    return paths


def test_a_dying_worker_costs_only_its_own_file(recognisers: Any, bulletin_text: str, tmp_path: Path) -> None:
    paths = _poisoned(tmp_path, bulletin_text, 6, 2)
    outcomes = list(Pipeline(recogniser=recognisers.recognise).parse_many(paths, workers=2))
    assert [outcome.name for outcome in outcomes] == [str(path) for path in paths]
    assert [outcome.error.code if outcome.error else None for outcome in outcomes] == [
        None,
        None,
        "worker-died",
        None,
        None,
        None,
    ]
    assert [outcome.bulletin.masthead.issue_number for outcome in outcomes if outcome.bulletin] == [1, 2, 4, 5, 6]


def test_a_worker_that_dies_while_the_caller_is_busy(recognisers: Any, bulletin_text: str, tmp_path: Path) -> None:
    paths = _poisoned(tmp_path, bulletin_text, 2 * AHEAD + 1, 1)
    outcomes = Pipeline(recogniser=recognisers.recognise).parse_many(paths, workers=2)
    codes = []
    for outcome in outcomes:
        if not codes:
            time.sleep(1.5)  # by now a worker has died, and the next input cannot be handed to the pool
        codes.append(outcome.error.code if outcome.error else None)
    assert codes == ["worker-died" if index == 1 else None for index in range(len(paths))]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_inside_is_one_failure(recognisers: Any, bulletin_text: str, tmp_path: Path, workers: int) -> None:
    paths = _poisoned(tmp_path, bulletin_text, 3, 1)
    outcomes = list(Pipeline(recogniser=recognisers.faulty).parse_many(paths, workers))
    assert [outcome.error.code if outcome.error else None for outcome in outcomes] == [None, "internal-error", None]
    assert "KeyError" in str(outcomes[1].error)


def test_a_pipeline_that_cannot_cross_is_told_before_any_work() -> None:
    pipeline = Pipeline(recogniser=lambda texts: [[] for _ in texts])
    with pytest.raises(InvalidOption, match="define its recogniser in a module"):
        pipeline.parse_many([b"1"], workers=2)


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
