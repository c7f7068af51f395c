"""The one best reading of a whole issue: a linear-chain CRF over the rows' readings, decoded exactly.

Lafferty, McCallum and Pereira, "Conditional Random Fields" (2001). Weights come from ``models/structure``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np

from gov_bulletin_nlp.models_path import model_path
from gov_bulletin_nlp.structure.readings import ALLOWED, CLOSED, FINAL, Reading

TAIL = "~"
"""Under this key stand the weights of a closing byline, and of what may follow one."""

_BLOCK = 256
"""Rows whose shared evidence is added up at once; more would cost memory on texts of thousands of articles."""

HABIT = 9.0
"""What agreement with a caller's habit is worth; the strongest trained weights are about 4."""

Table = Mapping[str, Mapping[str, float]]
"""Kind → evidence → weight; the evidence ``>K`` is what it is worth that kind ``K`` follows."""

KINDS = tuple(ALLOWED)
_INDEX = {kind: position for position, kind in enumerate(KINDS)}
_CAPITALS = tuple(dict.fromkeys(kind.upper() for kind in KINDS))
_START = _INDEX["^"]
_FINAL = np.array([0.0 if kind in FINAL else -math.inf for kind in KINDS])
_NEVER = [-math.inf] * len(KINDS)


@dataclass(frozen=True)
class Weights:
    """Weights of evidence and of transitions, ready for use.

    Attributes:
        table: As stored; ``own`` is the part of it for each kind, with the kind's column in ``matrix``.
        index: The row of each piece of evidence in ``matrix``; row 0 is for what no weight knows.
        matrix: Weight of each piece of evidence for each kind.
        moves: Weights of transitions, from row to column; ``likelihoods`` are their exponentials.
    """

    table: Table
    own: dict[str, tuple[int, Mapping[str, float]]]
    index: dict[str, int]
    matrix: Any
    moves: Any
    likelihoods: Any

    @classmethod
    def of(cls, table: Table) -> Weights:
        """Lay evidence and transitions out as matrices."""
        index = {feature: row for row, feature in enumerate(dict.fromkeys(f for own in table.values() for f in own), 1)}
        matrix = np.zeros((len(index) + 1, len(_CAPITALS)))
        for column, kind in enumerate(_CAPITALS):
            for feature, value in table.get(kind, {}).items():
                matrix[index[feature], column] = value
        moves = np.full((len(KINDS), len(KINDS)), -math.inf)
        for before, followers in ALLOWED.items():
            leaving = table.get(TAIL if before in CLOSED else before, {})
            for after in followers:
                moves[_INDEX[before], _INDEX[after]] = leaving.get(">" + after.upper(), 0.0)
        own = {kind: (_CAPITALS.index(kind.upper()), table.get(kind.upper(), {})) for kind in KINDS}
        return cls(table, own, index, matrix, moves, np.exp(moves))


@dataclass(frozen=True)
class Model:
    """Weights of the first reading of an issue, and of the second, which also knows the issue's conventions."""

    first: Weights
    second: Weights

    @classmethod
    def of(cls, first: dict[str, dict[str, float]], second: dict[str, dict[str, float]]) -> Model:
        """Complete trained tables by what agreement with a caller's habit is worth."""
        for table in (first, second):
            for kind in KINDS:
                table.setdefault(kind.upper(), {})["habit"] = HABIT
        return cls(Weights.of(first), Weights.of(second))


@cache
def model() -> Model:
    """The trained weights that the package ships."""
    loaded = json.loads((model_path("structure") / "weights.json").read_text(encoding="utf-8"))
    return Model.of(loaded["first"], loaded["second"])


@dataclass(frozen=True, slots=True)
class Decoded:
    """The chosen reading of a row, how sure it is, and what came second."""

    reading: Reading
    probability: float
    runner_up: Reading | None


def _shared_scores(block: Sequence[Sequence[Reading]], weights: Weights) -> dict[int, list[float]]:
    """For each list of shared evidence, by its ``id``, the sum of its weights for every kind."""
    lists = {id(reading.shared): reading.shared for row in block for reading in row}
    rows: list[int] = []
    bounds = []
    for shared in lists.values():
        bounds.append(len(rows))
        rows += map(weights.index.get, shared, repeat(0))
        rows.append(weights.index.get("*", 0))
    sums = np.add.reduceat(weights.matrix[rows], bounds, axis=0)
    return dict(zip(lists, sums.tolist(), strict=True))


def scores(lattice: Sequence[Sequence[Reading]], weights: Weights) -> list[tuple[float, ...]]:
    """Sum of the weights of the evidence of every reading of every row."""
    kinds, closing, nothing = weights.own, weights.table.get(TAIL, {}), repeat(0.0)
    result = []
    for first in range(0, len(lattice), _BLOCK):
        block = lattice[first : first + _BLOCK]
        shared = _shared_scores(block, weights)
        for row in block:
            values = []
            for reading in row:
                column, own = kinds[reading.kind]
                value = shared[id(reading.shared)][column]
                if reading.features:
                    value += sum(map(own.get, reading.features, nothing))
                if reading.tail:
                    value += sum(map(closing.get, reading.tail, nothing)) + closing.get("*", 0.0)
                values.append(value)
            result.append(tuple(values))
    return result


@dataclass(frozen=True, slots=True)
class _Chain:
    """Scores of an issue: of every reading, and per row and kind the best of them with its place."""

    readings: list[tuple[float, ...]]
    best: Any
    places: list[dict[int, int]]


def _chain(lattice: Sequence[Sequence[Reading]], weights: Weights) -> _Chain:
    all_scores = scores(lattice, weights)
    highest = np.empty((len(lattice), len(KINDS)))
    places: list[dict[int, int]] = []
    for position, (row, values) in enumerate(zip(lattice, all_scores, strict=True)):
        best = _NEVER.copy()
        where: dict[int, int] = {}
        for place, (reading, value) in enumerate(zip(row, values, strict=True)):
            kind = _INDEX[reading.kind]
            if value > best[kind]:
                best[kind] = value
                where[kind] = place
        highest[position] = best
        places.append(where)
    return _Chain(all_scores, highest, places)


def _best(chain: _Chain, weights: Weights) -> list[int]:
    """Viterbi: the place of the best reading of every row."""
    moves = weights.moves
    value = moves[_START] + chain.best[0]
    pointers = []
    columns = np.arange(len(KINDS))
    for emission in chain.best[1:]:
        steps = value[:, None] + moves
        source = steps.argmax(axis=0)
        pointers.append(source)
        value = steps[source, columns] + emission
    kind = int((value + _FINAL).argmax())
    path = [kind]
    for source in reversed(pointers):
        kind = int(source[kind])
        path.append(kind)
    return [where[kind] for where, kind in zip(chain.places, reversed(path), strict=True)]


def best_path(lattice: Sequence[Sequence[Reading]], weights: Weights) -> list[Reading]:
    """The best reading of every row alone, without probabilities."""
    if not lattice:
        return []
    return [row[place] for row, place in zip(lattice, _best(_chain(lattice, weights), weights), strict=True)]


def decode(lattice: Sequence[Sequence[Reading]], weights: Weights) -> list[Decoded]:
    """The best reading of an issue with the posterior probability of each of its rows.

    Args:
        lattice: The readings of every row.
        weights: Weights.

    Returns:
        One reading a row.
    """
    if not lattice:
        return []
    chain = _chain(lattice, weights)
    path = _best(chain, weights)
    posterior = _posterior(lattice, chain, weights)
    result = []
    for row, place, odds in zip(lattice, path, posterior, strict=True):
        chosen = row[place]
        same, second, high = 0.0, None, -1.0
        for reading, probability in zip(row, odds, strict=True):
            if reading.kind.upper() == chosen.kind.upper() and reading.split == chosen.split:
                same += probability
            elif probability > high:
                high, second = probability, reading
        result.append(Decoded(chosen, min(1.0, same), second))
    return result


def sweep(masses: Any, factors: Any) -> tuple[Any, Any, Any]:
    """Forward and backward sums over a chain, scaled row by row.

    Args:
        masses: Of each row and kind.
        factors: Of each kind after each, from row to column.

    Returns:
        Both sums, and by what each row of the forward ones was divided.
    """
    forward, backward = np.zeros_like(masses), np.zeros_like(masses)
    scales = np.zeros(len(masses))
    state = factors[_START]
    for position, mass in enumerate(masses):
        state = state * mass
        scales[position] = max(state.sum(), 1e-300)
        forward[position] = state = state / scales[position]
        state = state @ factors
    backward[-1] = state = np.exp(_FINAL)
    for position in range(len(masses) - 2, -1, -1):
        state = factors @ (masses[position + 1] * state)
        backward[position] = state = state / max(state.sum(), 1e-300)
    return forward, backward, scales


def _posterior(lattice: Sequence[Sequence[Reading]], chain: _Chain, weights: Weights) -> Iterator[tuple[float, ...]]:
    """Probability of every reading of every row: forward and backward sums, scaled row by row."""
    masses = np.zeros((len(lattice), len(KINDS)))
    for position, (row, values) in enumerate(zip(lattice, chain.readings, strict=True)):
        top = max(values)
        mass = [0.0] * len(KINDS)
        for reading, value in zip(row, values, strict=True):
            mass[_INDEX[reading.kind]] += math.exp(value - top)
        masses[position] = mass
    forward, backward, _ = sweep(masses, weights.likelihoods)
    both = forward * backward
    both /= np.maximum(both.sum(axis=1, keepdims=True), 1e-300)
    with np.errstate(divide="ignore", invalid="ignore"):
        both = np.where(masses > 0, both / masses, 0.0)
    for row, values, odds in zip(lattice, chain.readings, both, strict=True):
        top, own = max(values), odds.tolist()
        yield tuple(
            own[_INDEX[reading.kind]] * math.exp(value - top) for reading, value in zip(row, values, strict=True)
        )
