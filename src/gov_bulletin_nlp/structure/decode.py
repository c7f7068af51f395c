"""The one best reading of a whole issue: a linear-chain CRF over the rows' readings, decoded exactly.

Lafferty, McCallum and Pereira, "Conditional Random Fields" (2001). Weights come from ``models/structure``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gov_bulletin_nlp.models_path import model_path
from gov_bulletin_nlp.structure.readings import ALLOWED, CLOSED, FINAL, Reading

TAIL = "~"
"""Under this key stand the weights of a closing byline, and of what may follow one."""

HABIT = 9.0
"""What agreement with a caller's habit is worth; the strongest trained weights are about 4."""

Weights = Mapping[str, Mapping[str, float]]
"""Kind → evidence → weight; the evidence ``>K`` is what it is worth that kind ``K`` follows."""


@dataclass(frozen=True)
class Model:
    """Weights of the first reading of an issue, and of the second, which also knows the issue's conventions."""

    first: Weights
    second: Weights


@cache
def model() -> Model:
    """The trained weights that the package ships."""
    loaded = json.loads((model_path("structure") / "weights.json").read_text(encoding="utf-8"))
    for weights in (loaded["first"], loaded["second"]):
        for kind in ALLOWED:
            weights.setdefault(kind.upper(), {})["habit"] = HABIT
    return Model(loaded["first"], loaded["second"])


@dataclass(frozen=True, slots=True)
class Decoded:
    """The chosen reading of a row, how sure it is, and what came second."""

    reading: Reading
    probability: float
    runner_up: Reading | None


def scores(row: Sequence[Reading], table: Weights) -> list[float]:
    """Sum of the weights of each reading's evidence."""
    result = []
    closing = table.get(TAIL, {})
    for reading in row:
        get = table.get(reading.kind.upper(), {}).get
        value = sum([get(feature, 0.0) for feature in reading.features]) + get("*", 0.0)
        if reading.kind in CLOSED:
            value += sum([closing.get(feature, 0.0) for feature in reading.tail]) + closing.get("*", 0.0)
        result.append(value)
    return result


def decode(lattice: Sequence[Sequence[Reading]], table: Weights) -> list[Decoded]:
    """Viterbi path with the posterior probability of each of its readings.

    Args:
        lattice: The readings of every row.
        table: Weights.

    Returns:
        One reading a row.
    """
    if not lattice:
        return []
    emissions = [scores(row, table) for row in lattice]
    forward, backward, total = _sums(lattice, emissions, table)
    path = _best(lattice, emissions, table)
    result = []
    for position, choice in enumerate(path):
        row = lattice[position]
        posterior = [math.exp(min(0.0, f + b - total)) for f, b in zip(forward[position], backward[position], strict=True)]
        chosen = row[choice]
        same = sum(p for p, r in zip(posterior, row, strict=True) if r.kind.upper() == chosen.kind.upper() and r.split == chosen.split)
        others = [(p, i) for i, p in enumerate(posterior) if row[i].kind.upper() != chosen.kind.upper() or row[i].split != chosen.split]
        second = row[max(others)[1]] if others else None
        result.append(Decoded(chosen, min(1.0, same), second))
    return result


def best_path(lattice: Sequence[Sequence[Reading]], table: Weights) -> list[Reading]:
    """The best reading of every row alone, without probabilities."""
    if not lattice:
        return []
    emissions = [scores(row, table) for row in lattice]
    return [row[choice] for row, choice in zip(lattice, _best(lattice, emissions, table), strict=True)]


def transition(a: str, b: str, table: Weights) -> float | None:
    """What it is worth that ``b`` follows ``a``; ``None`` where it cannot."""
    if b not in ALLOWED[a]:
        return None
    own = table.get(TAIL if a in CLOSED else a)
    return own.get(">" + b.upper(), 0.0) if own else 0.0


def _log_sum(values: list[float]) -> float:
    high = max(values, default=-math.inf)
    if high == -math.inf:
        return high
    return high + math.log(sum([math.exp(value - high) for value in values]))


def _by_kind(row: Sequence[Reading]) -> dict[str, list[int]]:
    kinds: dict[str, list[int]] = {}
    for index, reading in enumerate(row):
        kinds.setdefault(reading.kind, []).append(index)
    return kinds


def _sums(
    lattice: Sequence[Sequence[Reading]], emissions: list[list[float]], table: Weights
) -> tuple[list[list[float]], list[list[float]], float]:
    """Forward and backward sums in log space, readings of one kind sharing their transitions."""
    kinds = [_by_kind(row) for row in lattice]
    count = len(lattice)
    forward: list[list[float]] = []
    previous: dict[str, float] = {"^": 0.0}
    for position in range(count):
        reached = {kind: _log_sum([v + t for a, v in previous.items() if (t := transition(a, kind, table)) is not None]) for kind in kinds[position]}
        row = [reached[reading.kind] + emission for reading, emission in zip(lattice[position], emissions[position], strict=True)]
        forward.append(row)
        previous = {kind: _log_sum([row[i] for i in members]) for kind, members in kinds[position].items()}
    total = _log_sum([value for kind, value in previous.items() if kind in FINAL])
    backward: list[list[float]] = [[]] * count
    following: dict[str, float] | None = None
    for position in range(count - 1, -1, -1):
        reached = {}
        for kind in kinds[position]:
            if following is None:
                reached[kind] = 0.0 if kind in FINAL else -math.inf
            else:
                reached[kind] = _log_sum([v + t for b, v in following.items() if (t := transition(kind, b, table)) is not None])
        row = [reached[reading.kind] for reading in lattice[position]]
        backward[position] = row
        following = {kind: _log_sum([row[i] + emissions[position][i] for i in members]) for kind, members in kinds[position].items()}
    return forward, backward, total


def _best(lattice: Sequence[Sequence[Reading]], emissions: list[list[float]], table: Weights) -> list[int]:
    back: list[dict[str, str]] = []
    chosen: list[dict[str, int]] = []
    previous: dict[str, float] = {"^": 0.0}
    for row, emission in zip(lattice, emissions, strict=True):
        best: dict[str, int] = {}
        for index, reading in enumerate(row):
            if reading.kind not in best or emission[index] > emission[best[reading.kind]]:
                best[reading.kind] = index
        pointers: dict[str, str] = {}
        current: dict[str, float] = {}
        for kind, index in best.items():
            high, source = -math.inf, ""
            for a, value in previous.items():
                step = transition(a, kind, table)
                if step is not None and value + step > high:
                    high, source = value + step, a
            if source:
                current[kind] = high + emission[index]
                pointers[kind] = source
        back.append(pointers)
        chosen.append(best)
        previous = current
    ends = {kind: value for kind, value in previous.items() if kind in FINAL} or previous
    kind = max(ends, key=lambda name: ends[name])
    path: list[int] = []
    for pointers, best in zip(reversed(back), reversed(chosen), strict=True):
        path.append(best[kind])
        kind = pointers[kind]
    return path[::-1]
