"""The command ``train``: annotated text in, a model folder with its scores out."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gov_bulletin_nlp.annotate.recogniser import Recogniser
from gov_bulletin_nlp.errors import InvalidOption, MissingExtra, NotFound
from gov_bulletin_nlp.training.data import Example, Source, read_source
from gov_bulletin_nlp.training.scores import score_examples

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def train(
    data: Path | Sequence[Path],
    out: Path,
    *,
    recipe: Path | None = None,
    start: Path | None = None,
    seed: int | None = None,
    epochs: int | None = None,
    folds: int = 0,
    log: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Train a name recogniser.

    Without a recipe the data are all there is to learn from. A recipe's ``[[data]]`` tables name its sources; they are
    looked up in the folders given as ``data``.

    Args:
        data: A folder of annotated bulletins (``*.ann``) and marked sentences (``sentences*.txt``), or several.
        out: Folder to write the model to.
        recipe: A TOML file with a ``[recipe]`` table and ``[[data]]`` tables.
        start: A model folder to start from, such as the packaged one; a dozen bulletins are then enough.
        seed: Replaces the recipe's seed.
        epochs: Replaces the recipe's number of passes over the data.
        folds: With 2 or more, first train that often on all but one part of the documents in convention ``own`` and
            score on that part.
        log: Where to report progress.

    Returns:
        What was trained on, and the scores of the folds.

    Raises:
        MissingExtra: torch is not installed.
        NotFound: A source is missing, or there is nothing annotated in it.
        InvalidOption: There are fewer documents than folds.
    """
    try:
        from gov_bulletin_nlp.training.fit import Recipe, fit
    except ImportError as error:
        raise MissingExtra('training needs torch; run pip install "gov-bulletin-nlp[train]".') from error
    roots = [data] if isinstance(data, Path) else list(data)
    plan: dict[str, Any] = tomllib.loads(recipe.read_text(encoding="utf-8")) if recipe is not None else {}
    settings = Recipe.from_table(plan.get("recipe", {}))
    settings = replace(settings, seed=settings.seed if seed is None else seed, epochs=epochs or settings.epochs)
    sources = [_source(row, roots) for row in plan["data"]] if "data" in plan else [Source(root) for root in roots]
    examples = [example for source in sources for example in read_source(source)]
    if not any(example.spans for example in examples):
        raise NotFound("no annotated name was found; mark some as corpora/README.md shows.", str(roots[0]))
    traditional = _traditional()
    scores: list[dict[str, float]] = []
    for number, (rest, part) in enumerate(_folds(examples, folds, settings.seed), 1):
        with tempfile.TemporaryDirectory() as scratch:
            fit(rest, Path(scratch) / "model", settings, traditional, start, log=log)
            scores.append(score_examples(Recogniser(Path(scratch) / "model"), part))
        log(f"fold {number}: {json.dumps(scores[-1], ensure_ascii=False)}")
    fit(examples, out, settings, traditional, start, log=log)
    result: dict[str, Any] = {
        "examples": len(examples),
        "characters": sum(len(example.text) for example in examples),
        "names": sum(len(example.spans) for example in examples),
        "folds": scores,
    }
    (out / "training.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return result


def _source(row: dict[str, Any], roots: Sequence[Path]) -> Source:
    for root in roots:
        if (root / row["path"]).exists():
            return Source(
                path=root / row["path"],
                convention=row.get("convention", "own"),
                weight=float(row.get("weight", 1.0)),
                where=dict(row.get("where", {})),
            )
    raise NotFound(f"the recipe's source {row['path']!r} is in none of the data folders.")


def _folds(examples: Sequence[Example], folds: int, seed: int) -> list[tuple[list[Example], list[Example]]]:
    """The examples without and with each part of the own documents."""
    if folds < 2:
        return []
    documents = sorted({example.document for example in examples if example.convention == "own"})
    if len(documents) < folds:
        raise InvalidOption(f"{folds} folds need as many documents; there are {len(documents)}.")
    np.random.default_rng(seed).shuffle(documents)
    parts = [frozenset(documents[number::folds]) for number in range(folds)]
    own = [example.convention == "own" for example in examples]
    return [
        (
            [e for e, mine in zip(examples, own, strict=True) if not (mine and e.document in part)],
            [e for e, mine in zip(examples, own, strict=True) if mine and e.document in part],
        )
        for part in parts
    ]


def _traditional() -> dict[str, str]:
    """Simplified form of each traditional character, after OpenCC; without it only simplified text can be learnt."""
    try:
        from opencc import OpenCC  # type: ignore[import-untyped]
    except ImportError:
        return {}
    convert = OpenCC("t2s").convert
    pairs = ((chr(code), convert(chr(code))) for code in range(0x3400, 0xA000))
    return {old: new for old, new in pairs if len(new) == 1 and new != old}
