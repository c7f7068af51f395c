"""Many bulletins: workers, outcomes in input order, nothing lost when one file or one worker fails."""

from __future__ import annotations

import gc
import pickle
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

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


@dataclass(frozen=True)
class _Job:
    """An input in a shape that crosses to a worker: a path or bytes, with its name in messages and in the record."""

    source: Source
    label: str | None
    name: str | None = None


def parse_many(pipeline: Pipeline, sources: Iterable[Source], workers: int = 1) -> Iterator[Outcome]:
    """Parse many bulletins; see ``Pipeline.parse_many``."""
    if workers < 1:
        raise InvalidOption("workers must be at least 1.")
    if workers == 1:
        return _serial(pipeline, sources)
    try:
        pickle.dumps(pipeline)
    except Exception as error:
        message = f"this pipeline cannot cross to a worker process ({error}); define its recogniser in a module, or use one worker."
        raise InvalidOption(message) from error
    return _parallel(pipeline, sources, workers)


def _serial(pipeline: Pipeline, sources: Iterable[Source]) -> Iterator[Outcome]:
    for source in sources:
        yield _outcome(pipeline, _Job(source, _label(source)))


def _label(source: Source) -> str | None:
    name = source if isinstance(source, (str, Path)) else getattr(source, "name", None)
    return str(name) if isinstance(name, (str, Path)) else None


def _outcome(pipeline: Pipeline, job: _Job) -> Outcome:
    try:
        return Outcome(job.label, bulletin=pipeline.parse(job.source, name=job.name))
    except BulletinError as error:
        return Outcome(job.label, error=error)


_worker: dict[str, Pipeline] = {}


def _start(pipeline: Pipeline) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the parent alone decides what it means
    gc.set_threshold(20_000, 20, 50)  # a bulletin is many small objects without cycles: fewer sweeps, a seventh faster
    _worker["pipeline"] = pipeline


def _work(job: _Job) -> Outcome:
    return _outcome(_worker["pipeline"], job)


def _pool(pipeline: Pipeline, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(pipeline,))


def _parallel(pipeline: Pipeline, sources: Iterable[Source], workers: int) -> Iterator[Outcome]:
    """Keep a bounded queue of inputs; when a worker dies, those in flight are tried one by one, so only the cause is lost."""
    waiting: deque[tuple[_Job, Future[Outcome] | None]] = deque()
    feed = iter(sources)
    pool = _pool(pipeline, workers)
    try:
        while True:
            for source in islice(feed, workers * AHEAD - len(waiting)):
                waiting.append(_submit(pipeline, pool, source))
            if not waiting:
                return
            job, future = waiting.popleft()
            outcome = _result(future)
            if outcome is not None:
                yield outcome
                continue
            pool.shutdown(wait=False, cancel_futures=True)
            suspects = [(job, None), *waiting]
            waiting.clear()
            yield from _one_by_one(pipeline, suspects)
            pool = _pool(pipeline, workers)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _submit(pipeline: Pipeline, pool: ProcessPoolExecutor, source: Source) -> tuple[_Job, Future[Outcome] | None]:
    """Hand an input to the pool; without a future where the pool is broken, with a finished one where it cannot be read."""
    label = _label(source)
    job = _Job(source, label, Path(label).name if label else None)
    try:
        if not isinstance(source, (str, Path, bytes)):  # file objects cannot cross to a worker; their bytes can
            job = replace(job, source=pipeline.read(source))
        return job, pool.submit(_work, job)
    except BrokenProcessPool:
        return job, None
    except BulletinError as error:
        told: Future[Outcome] = Future()
        told.set_result(Outcome(label, error=type(error)(error.message, job.name)))
        return job, told


def _result(future: Future[Outcome] | None) -> Outcome | None:
    """What a worker found; ``None`` where the pool broke or never had it."""
    try:
        return future.result() if future is not None else None
    except (BrokenProcessPool, CancelledError):
        return None


def _one_by_one(pipeline: Pipeline, suspects: Iterable[tuple[_Job, Future[Outcome] | None]]) -> Iterator[Outcome]:
    """Try what was in flight when a worker died in a worker of its own, so that the guilty input is known."""
    pool = _pool(pipeline, 1)
    try:
        for job, finished in suspects:
            outcome = _result(finished) or _result(pool.submit(_work, job))
            if outcome is None:
                message = "A worker process ended while it read this file; try it alone with more memory."
                outcome = Outcome(job.label, error=WorkerDied(message, job.name))
                pool.shutdown(wait=False, cancel_futures=True)
                pool = _pool(pipeline, 1)
            yield outcome
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
