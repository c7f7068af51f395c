"""Structure scores on bulletins that the weights have not seen: k-fold cross-validation over ``corpora/dev``.

``python bench/structure_folds.py [FOLDER] [--folds 4] [--weights trained|hand|both]``: ``hand`` takes the weights of
``hand_weights.toml`` as they are, ``both`` trains from there and lets the penalty pull back to them. About ten minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import multiprocessing
import sys
from functools import partial
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE / "scripts"))

import gov_bulletin_nlp.structure as stage  # noqa: E402
from gov_bulletin_nlp.evaluate import evaluate  # noqa: E402
from gov_bulletin_nlp.pipeline import Pipeline  # noqa: E402
from gov_bulletin_nlp.structure.decode import Model  # noqa: E402
from reliability import show  # noqa: E402
from train_structure import FOLD_PASSES, fit, load, with_conventions  # noqa: E402

FIELDS = ("headlines", "bodies", "bylines", "masthead", "colophon", "columns")

Scored = tuple[str, dict[str, Any], Any]


def hand_weights() -> dict[str, dict[str, float]]:
    path = Path(__file__).with_name("hand_weights.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def model_without(held: set[str], folder: Path, weights: str) -> Model:
    """A model that has not seen some bulletins."""
    if weights == "hand":
        return Model.of(hand_weights(), hand_weights())
    prior = hand_weights() if weights == "both" else None
    with contextlib.redirect_stderr(io.StringIO()):
        bulletins = [item for item in load([folder]) if item[0] not in held]
        first = fit(bulletins, FOLD_PASSES, prior)
        with_conventions(bulletins, 2, prior)
        return Model.of(first, fit(bulletins, FOLD_PASSES, prior))


def fold(number: int, folds: int, folder: Path, weights: str) -> list[Scored]:
    """Gold and record of every bulletin of one part, read by a model trained on the other parts."""
    paths = sorted(folder.rglob("*.ann"), key=lambda path: hashlib.md5(path.name.encode()).hexdigest())[number::folds]
    trained = model_without({path.name for path in paths}, folder, weights)
    stage.model = lambda: trained
    pipeline = Pipeline(recogniser=False)
    result = []
    for path in paths:
        gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
        result.append((path.name, gold | {"annotated": "structure"}, pipeline.parse(path.with_suffix(".txt"))))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE / "corpora" / "dev")
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--weights", choices=("trained", "hand", "both"), default="trained")
    options = parser.parse_args()
    work = partial(fold, folds=options.folds, folder=options.folder, weights=options.weights)
    with multiprocessing.get_context("fork").Pool() as pool:
        parts = pool.map(work, range(options.folds), chunksize=1)
    report = evaluate(iter(sorted((item for part in parts for item in part), key=lambda item: item[0])))
    scores = report.as_dict()
    print(options.weights, " ".join(f"{name} {scores['fields'][name]['f1']:.3f}" for name in FIELDS))
    print({name: value for name, value in scores.items() if name != "fields"})
    show(report.reliability, "articles")


if __name__ == "__main__":
    main()
