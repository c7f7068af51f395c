"""``python -m gov_bulletin_nlp.training``: trains a model from a recipe; for the packaged one see ``models/README.md``."""

from __future__ import annotations

import argparse
from pathlib import Path

from gov_bulletin_nlp.training.train import train


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m gov_bulletin_nlp.training", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders in which sources are looked up")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--recipe", type=Path, help="TOML file; without it everything in --data is learnt from")
    parser.add_argument("--start", type=Path, help="model folder to start from")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    train(
        options.data,
        options.out,
        recipe=options.recipe,
        start=options.start,
        seed=options.seed,
        epochs=options.epochs,
        folds=options.folds,
    )


if __name__ == "__main__":
    main()
