"""A committee of models labels text for another: what several agree on is better than what one of them says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from gov_bulletin_nlp.annotate.recogniser import load_model
from gov_bulletin_nlp.training.data import Example

_BATCH = 200


def teach(folders: Sequence[Path], texts: Iterable[str], convention: str, weight: float) -> list[Example]:
    """Label lines with the mean of the scores of some models.

    Args:
        folders: Model folders of one recipe, trained with different seeds.
        texts: Lines without line ends.
        convention: Convention to label in.
        weight: Weight of the examples.

    Returns:
        One example a line.
    """
    models = [load_model(folder, convention) for folder in folders]
    transitions = np.mean([model.transitions for model in models], axis=0)
    lines = list(texts)
    examples: list[Example] = []
    for at in range(0, len(lines), _BATCH):
        batch = lines[at : at + _BATCH]
        joined = models[0].join(batch)
        scores = np.mean([model.scores(joined) for model in models], axis=0)
        for text, names in zip(batch, models[0].decode(batch, joined, scores, transitions), strict=True):
            spans = tuple((start, end, label) for start, end, label, _ in names)
            examples.append(Example(text, spans, convention, weight))
    return examples
