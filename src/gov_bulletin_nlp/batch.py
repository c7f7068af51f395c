"""Many bulletins: workers, outcomes in input order, nothing lost when one file or one worker fails."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from gov_bulletin_nlp.errors import BulletinError, InvalidOption, WorkerDied
from gov_bulletin_nlp.pipeline import Pipeline, Source
from gov_bulletin_nlp.records import Bulletin

AHEAD = 4
"""Inputs handed to each worker before its results are read: bounds the memory."""


@dataclass(frozen=True)
class Outcome:
    """What became of one input: a record, or the error that says why there is none."""

    name: str | None
    bulletin: Bulletin | None = None
    error: BulletinError | None = None


def parse_many(pipeline: Pipeline, sources: Iterable[Source], workers: int = 1) -> Iterator[Outcome]:
    """Parse many bulletins; see ``Pipeline.parse_many``."""
    if workers < 1:
        raise InvalidOption("workers must be at least 1.")
    return _serial(pipeline, sources) if workers == 1 else _parallel(pipeline, sources, workers)


def _serial(pipeline: Pipeline, sources: Iterable[Source]) -> Iterator[Outcome]:
    for source in sources:
        yield _outcome(pipeline, source)


def _name(source: Source) -> str | None:
    return str(source) if isinstance(source, (str, Path)) else getattr(source, "name", None)


def _outcome(pipeline: Pipeline, source: Source) -> Outcome:
    try:
        return Outcome(_name(source), bulletin=pipeline.parse(source))
    except BulletinError as error:
        return Outcome(_name(source), error=error)


_worker: dict[str, Pipeline] = {}


def _start(pipeline: Pipeline) -> None:
    _worker["pipeline"] = pipeline


def _work(source: Any) -> Outcome:
    return _outcome(_worker["pipeline"], source)


def _pool(pipeline: Pipeline, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(pipeline,))


def _parallel(pipeline: Pipeline, sources: Iterable[Source], workers: int) -> Iterator[Outcome]:
    """Keep a bounded queue of inputs; when a worker dies, those in flight are tried one by one, so only the cause is lost."""
    waiting: deque[tuple[Source, Future[Outcome] | None]] = deque()
    feed = iter(sources)
    pool = _pool(pipeline, workers)
    try:
        exhausted = False
        while True:
            while not exhausted and len(waiting) < workers * AHEAD:
                try:
                    source = _portable(next(feed))
                except StopIteration:
                    exhausted = True
                    break
                waiting.append((source, pool.submit(_work, source)))
            if not waiting:
                return
            source, future = waiting.popleft()
            try:
                assert future is not None
                yield future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                suspects = [source, *(item for item, _ in waiting)]
                waiting.clear()
                for suspect in suspects:
                    yield _alone(pipeline, suspect)
                pool = _pool(pipeline, workers)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(pipeline: Pipeline, source: Source) -> Outcome:
    pool = _pool(pipeline, 1)
    try:
        return pool.submit(_work, source).result()
    except BrokenProcessPool:
        message = "A worker process ended while it read this file; try it alone with more memory."
        return Outcome(_name(source), error=WorkerDied(message, _name(source)))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _portable(source: Source) -> Source:
    """File objects cannot cross to a worker; their bytes can."""
    if isinstance(source, (str, Path, bytes)):
        return source
    return source.read()
