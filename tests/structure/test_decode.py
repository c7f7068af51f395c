from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.structure.decode import Weights, best_path, decode, model, scores
from gov_bulletin_nlp.structure.readings import ALLOWED, FINAL, Reading

KINDS = "HBIRK"


def _weights(values: list[float]) -> Weights:
    take = itertools.cycle(values)
    table = {
        kind: {"a": next(take), "b": next(take)} | {f">{other}": next(take) for other in KINDS}
        for kind in (*KINDS, "^")
    }
    return Weights.of(table)


def _score(path: tuple[Reading, ...], weights: Weights) -> float:
    """The score of a whole path, reckoned the slow way; minus infinity where it cannot happen."""
    total = 0.0
    for before, reading in zip(["^", *(r.kind for r in path)], path, strict=False):
        if reading.kind not in ALLOWED[before]:
            return -math.inf
        own = weights.table[reading.kind]
        total += sum(own[f] for f in reading.evidence()) + weights.table[before].get(">" + reading.kind, 0.0)
    return total if path[-1].kind in FINAL else -math.inf


LATTICES = st.lists(
    st.lists(
        st.builds(
            Reading,
            st.sampled_from(KINDS),
            st.lists(st.sampled_from("ab"), max_size=2).map(tuple),
            shared=st.lists(st.sampled_from("ab"), max_size=2).map(tuple),
        ),
        min_size=1,
        max_size=3,
    ).map(lambda row: [*row, Reading("B", ("a",)), Reading("I", ("b",))]),
    min_size=1,
    max_size=4,
)


@given(LATTICES, st.lists(st.floats(-3, 3), min_size=7, max_size=30))
def test_the_best_path_is_the_best_of_all(lattice: list[list[Reading]], values: list[float]) -> None:
    weights = _weights(values)
    best = max(_score(path, weights) for path in itertools.product(*lattice))
    assert _score(tuple(best_path(lattice, weights)), weights) == pytest.approx(best)


@given(LATTICES, st.lists(st.floats(-3, 3), min_size=7, max_size=30))
def test_probabilities_are_those_of_all_paths(lattice: list[list[Reading]], values: list[float]) -> None:
    weights = _weights(values)
    paths = [(path, math.exp(_score(path, weights))) for path in itertools.product(*lattice)]
    total = sum(mass for _, mass in paths)
    for position, chosen in enumerate(decode(lattice, weights)):
        mass = sum(
            m
            for path, m in paths
            if path[position].kind == chosen.reading.kind and path[position].split == chosen.reading.split
        )
        assert chosen.probability == pytest.approx(min(1.0, mass / total))


def test_nothing_gives_nothing() -> None:
    assert best_path([], model().first) == []
    assert decode([], model().second) == []


def test_evidence_counts_the_same_shared_or_alone() -> None:
    weights = _weights([0.5, -1.25, 2.0, 0.75, -0.5, 1.0, 0.25])
    together = ("a", "b")
    shared = [[Reading("H", ("a",), shared=together), Reading("B", (), shared=together)]]
    alone = [[Reading("H", ("a", "b", "a")), Reading("B", ("a", "b"))]]
    assert scores(shared, weights)[0] == pytest.approx(scores(alone, weights)[0])
    assert scores(shared, weights)[0][0] != scores(shared, weights)[0][1]
