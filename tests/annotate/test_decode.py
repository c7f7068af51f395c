from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.annotate.decode import FORBIDDEN, LABELS, TYPES, allowed, best_path, spans_of

TRANSITIONS = np.where(allowed(), 0.0, FORBIDDEN).astype(np.float32)


def _scores(labels: list[str]) -> np.ndarray:
    scores = np.zeros((len(labels), len(LABELS)), dtype=np.float32)
    scores[:, 0] = 1.0
    for position, label in enumerate(labels):
        scores[position, LABELS.index(label)] = 5.0
    return scores


def test_labels_become_spans() -> None:
    path = np.array([LABELS.index(label) for label in ["O", "B-ORG", "I-ORG", "E-ORG", "S-LOC", "O", "B-PER", "E-PER"]])
    assert [(start, end, TYPES[kind]) for start, end, kind in spans_of(path)] == [
        (1, 4, "ORG"),
        (4, 5, "LOC"),
        (6, 8, "PER"),
    ]


def test_a_forbidden_path_is_never_taken() -> None:
    # I-ORG alone scores best, but nothing opens it.
    path = best_path(_scores(["O", "I-ORG", "O"]), TRANSITIONS, np.zeros(3, dtype=bool), 6.0)
    assert not any(LABELS[label] == "I-ORG" for label in path)


def test_no_name_runs_over_a_line_end() -> None:
    path = best_path(_scores(["B-ORG", "I-ORG", "E-ORG"]), TRANSITIONS, np.array([False, True, False]), 6.0)
    assert all(not start < 1 < end for start, end, _ in spans_of(path))


@given(
    st.lists(st.lists(st.floats(-4, 4, width=32), min_size=len(LABELS), max_size=len(LABELS)), min_size=1, max_size=3)
)
def test_the_best_path_is_the_best_of_all(rows: list[list[float]]) -> None:
    scores = np.array(rows, dtype=np.float32)
    can = allowed()
    path = best_path(scores, TRANSITIONS, np.zeros(len(rows), dtype=bool), 100.0)

    def total(labels: tuple[int, ...]) -> float:
        steps = [0, *labels, 0]
        if not all(can[a, b] for a, b in itertools.pairwise(steps)):
            return -1e9
        return float(sum(scores[position, label] for position, label in enumerate(labels)))

    best = max(total(labels) for labels in itertools.product(range(len(LABELS)), repeat=len(rows)))
    assert total(tuple(int(label) for label in path)) == pytest.approx(best, abs=1e-3)
