"""Label scores → spans: the best BIOES path, searched only where something other than "outside" is possible."""

from __future__ import annotations

import numpy as np

from gov_bulletin_nlp.annotate.features import Array

TYPES = ("ORG", "LOC", "PER")
LABELS = ("O", *(f"{part}-{kind}" for kind in TYPES for part in "BIES"))
"""The labels, in the order of the columns of the scores."""

_TYPE_OF = np.array([-1, *(t for t in range(len(TYPES)) for _ in "BIES")])
_PART_OF = np.array([0, *(part for _ in TYPES for part in range(1, 5))])
FORBIDDEN = -1e4


def allowed() -> Array:
    """Which label may follow which: a square array of booleans, rows before columns."""
    size = len(LABELS)
    open_before = np.isin(_PART_OF, (1, 2))
    continues = np.isin(_PART_OF, (2, 3))
    same = _TYPE_OF[:, None] == _TYPE_OF[None, :]
    table: Array = np.where(open_before[:, None], continues[None, :] & same, ~continues[None, :])
    assert table.shape == (size, size)
    return table


def islands(scores: Array, transitions: Array, line_ends: Array, margin: float) -> tuple[Array, Array]:
    """Stretches outside of which every character is surely outside of names.

    Args:
        scores: One row of label scores a character.
        transitions: Scores of label after label.
        line_ends: True for characters that end a line; no name runs over them.
        margin: How far "outside" must lead the next label to be taken as sure.

    Returns:
        Starts and ends of the stretches.
    """
    # What a label can gain at most: its own score and that of the best way to come to it.
    gain = transitions.max(axis=0)
    gain[0] = transitions[0, 0]
    columns = np.ascontiguousarray(scores.T) + gain[:, None]
    doubtful = (columns[1:].max(axis=0) + margin > columns[0]) & ~line_ends
    edges = np.flatnonzero(np.diff(np.concatenate(([False], doubtful, [False])).astype(np.int8)))
    return edges[::2], edges[1::2]


def best_path(scores: Array, transitions: Array, line_ends: Array, margin: float) -> Array:
    """Most probable label of each character.

    Args:
        scores: One row of label scores a character.
        transitions: Scores of label after label; forbidden ones are very low.
        line_ends: True for characters that end a line.
        margin: See ``islands``.

    Returns:
        Indices into ``LABELS``.
    """
    path = np.zeros(len(scores), dtype=np.int64)
    starts, ends = islands(scores, transitions, line_ends, margin)
    if not len(starts):
        return path
    # Longest first, so that the stretches still running at a step are a prefix.
    order = np.argsort(starts - ends, kind="stable")
    starts, lengths = starts[order], (ends - starts)[order]
    running = np.searchsorted(-lengths, -np.arange(1, lengths[0] + 1), side="right")
    # Labels come first and stretches last, so that the maximum over labels runs over whole rows at once.
    after = transitions[:, :, None]
    totals = [scores[starts].T + transitions[0][:, None]]
    for step in range(1, int(lengths[0])):
        count = running[step]
        reach = (totals[-1][:, None, :count] + after).max(axis=0)
        reach += scores[starts[:count] + step].T
        totals.append(reach)
    label = np.zeros(len(starts), dtype=np.int64)
    for step in range(int(lengths[0]) - 1, -1, -1):
        count = running[step]
        # A stretch that ends here is followed by "outside", label 0: the initial value of ``label``.
        label[:count] = (totals[step] + transitions[:, label[:count]]).argmax(axis=0)
        path[starts[:count] + step] = label[:count]
    return path


def spans_of(path: Array) -> list[tuple[int, int, int]]:
    """Spans that a path of labels stands for.

    Args:
        path: Indices into ``LABELS``, obeying ``allowed``.

    Returns:
        Start, end and index into ``TYPES`` of each span, in text order.
    """
    parts = _PART_OF[path]
    starts = np.flatnonzero((parts == 1) | (parts == 4))
    ends = np.flatnonzero((parts == 3) | (parts == 4)) + 1
    kinds = _TYPE_OF[path[starts]]
    return list(zip(starts.tolist(), ends.tolist(), kinds.tolist(), strict=True))


def label_path(length: int, spans: list[tuple[int, int, str]]) -> Array:
    """Path of labels that stands for some spans; of overlapping spans the first given wins.

    Args:
        length: Number of characters.
        spans: Start, end and type of each span.

    Returns:
        Indices into ``LABELS``.
    """
    path = np.zeros(length, dtype=np.int64)
    for start, end, kind in spans:
        if end <= start or path[start:end].any():
            continue
        base = 1 + 4 * TYPES.index(kind)
        if end - start == 1:
            path[start] = base + 3
        else:
            path[start:end] = base + 1
            path[start], path[end - 1] = base, base + 2
    return path
