"""Fits a network to examples and writes the model folder that ``annotate.recogniser`` reads."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gov_bulletin_nlp.annotate.decode import FORBIDDEN, LABELS, allowed, label_path
from gov_bulletin_nlp.annotate.features import COLUMNS, Array, FeatureMap
from gov_bulletin_nlp.annotate.recogniser import feature_map, read_model
from gov_bulletin_nlp.errors import InvalidOption
from gov_bulletin_nlp.training.augment import Renamer
from gov_bulletin_nlp.training.characters import TAGS, char_table, fold_table, place_table, row_kinds
from gov_bulletin_nlp.training.data import Example
from gov_bulletin_nlp.training.network import HASHED, Network, Shape, packed

Log = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the weights, besides the data.

    Attributes:
        seed: Equal seeds give equal weights on one machine.
        epochs: Passes over the data.
        batch: Characters a step.
        rate: Learning rate of the dense weights.
        table_rate: Learning rate of the hashed tables.
        decay: Weight decay of the dense weights.
        columns: Feature columns in use.
        bits: Sizes of the hashed tables as powers of two.
        width: Length of a character's vector.
        hidden: Width of the convolutions.
        dilations: Their dilations; none gives a linear CRF.
        window: Characters on either side that the linear part sees.
        dropout: Share of vector entries dropped.
        drop_feature: Share of whole features dropped, by column.
        least: How often a character, a pair, a triple or a word must occur to get a row of its own.
        doubt: A feature seen ``n`` times is taken for unknown with the chance ``doubt / (n + doubt)``.
        local: Weight of the likelihood of single labels beside that of whole paths.
        rename: Share of examples whose names are exchanged for others in each epoch, by convention.
        lists: Number of invented lists of names, as a share of the number of examples.
        average_from: Share of the training after which weights are averaged.
    """

    seed: int = 1
    epochs: int = 12
    batch: int = 4096
    rate: float = 2e-3
    table_rate: float = 2e-3
    decay: float = 0.01
    columns: tuple[str, ...] = COLUMNS
    bits: dict[str, int] = field(default_factory=lambda: {"pair": 17, "triple": 17, "word": 16})
    width: int = 64
    hidden: int = 96
    dilations: tuple[int, ...] = (1, 2, 4)
    window: int = 1
    dropout: float = 0.3
    drop_feature: dict[str, float] = field(
        default_factory=lambda: {"pair": 0.3, "triple": 0.3, "word": 0.3, "tag": 0.1, "place": 0.1}
    )
    least: int = 3
    doubt: float = 2.0
    local: float = 0.2
    rename: dict[str, float] = field(default_factory=lambda: {"own": 0.5})
    lists: float = 0.003
    average_from: float = 0.6

    @classmethod
    def from_table(cls, table: dict[str, Any]) -> Recipe:
        """Recipe from a TOML table.

        Args:
            table: Values by the names of the attributes; those left out keep their defaults.
        """
        known = {row.name for row in fields(cls)}
        values: dict[str, Any] = {
            key: tuple(v) if isinstance(v, list) else v for key, v in table.items() if key in known
        }
        return cls(**values)


@dataclass
class _Lines:
    """Encoded examples: columns of all characters behind each other, with a line end after each line."""

    columns: Array
    gold: Array
    starts: Array
    lengths: Array
    conventions: Array
    weights: Array


def fit(
    examples: Sequence[Example],
    out: Path,
    recipe: Recipe,
    traditional: dict[str, str] | None = None,
    start: Path | None = None,
    check: Callable[[Path], dict[str, float]] | None = None,
    check_every: int = 0,
    log: Log = print,
) -> None:
    """Train a model and write it.

    Args:
        examples: What to learn from.
        out: Folder to write; replaced in one step when the training is over.
        recipe: How to learn.
        traditional: Simplified form of each traditional character that shall share its row.
        start: A model folder to start from instead of chance; its sizes, characters and conventions are kept.
        check: Scores a model folder, called during the training; its scores are logged.
        check_every: Epochs between checks; 0 for none.
        log: Where to report progress.

    Raises:
        InvalidOption: The model to start from lacks a convention of the examples.
        NotFound: It lacks a file.
    """
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(recipe.seed)
    chance = np.random.default_rng(recipe.seed)
    generator = torch.Generator().manual_seed(recipe.seed)
    renamer = Renamer(examples)
    before = read_model(start) if start is not None else None
    if before is not None:
        config, _ = before
        columns, width, hidden = tuple(config["columns"]), config["recipe"]["width"], config["recipe"]["hidden"]
        dilations, window = tuple(config["dilations"]), config["window"]
        recipe = replace(recipe, columns=columns, width=width, hidden=hidden, dilations=dilations, window=window)
        features = feature_map(*before)
        kinds = row_kinds(features.char_ids, features.folded)
        conventions: list[str] = config["conventions"]
        if strange := sorted({example.convention for example in examples} - set(conventions)):
            raise InvalidOption(
                f"the model to start from has no convention {', '.join(strange)}; give these data one of "
                f"{', '.join(conventions)}, or train without a start."
            )
    else:
        features, kinds = _features(examples, recipe, traditional or {})
        conventions = sorted({example.convention for example in examples} | {"own"}, key=lambda c: (c != "own", c))
    shape = Shape(
        columns=recipe.columns,
        rows={name: features.size(name) for name in COLUMNS},
        width=recipe.width,
        hidden=recipe.hidden,
        dilations=recipe.dilations,
        window=recipe.window,
        conventions=len(conventions),
        dropout=recipe.dropout,
        drop_feature=recipe.drop_feature,
    )
    renamed = [recipe.rename.get(example.convention, 0.0) for example in examples]
    given = [example.convention for example in examples]
    lists = [renamer.name_list(str(chance.choice(given)), chance) for _ in range(int(recipe.lists * len(examples)))]
    examples, renamed = [*examples, *lists], [*renamed, *(1.0 for _ in lists)]
    base = _encode(features, examples, conventions)
    network = Network(shape, kinds, _unknown(base.columns, shape, recipe))
    if before is not None:
        network.load_state_dict(_state(before[1], shape, network))
    sparse = [weight for name, weight in network.named_parameters() if name.removeprefix("tables.")[:-7] in HASHED]
    ids = {id(weight) for weight in sparse}
    dense = [weight for weight in network.parameters() if id(weight) not in ids]
    optimisers: list[torch.optim.Optimizer] = [torch.optim.AdamW(dense, lr=recipe.rate, weight_decay=recipe.decay)]
    if sparse:
        optimisers.append(torch.optim.SparseAdam(sparse, lr=recipe.table_rate))
    average: dict[str, Tensor] = {}
    averaged = 0
    begin = time.monotonic()
    for epoch in range(recipe.epochs):
        lines = base
        if any(renamed):
            changed = [
                renamer.rename(example, chance) if share and chance.random() < share else example
                for example, share in zip(examples, renamed, strict=True)
            ]
            lines = _replace(base, features, examples, changed, conventions)
        total, seen = 0.0, 0
        batches = _batches(lines, chance, recipe.batch)
        network.train()
        for number, rows in enumerate(batches):
            _set_rates(optimisers, (recipe.rate, recipe.table_rate), (epoch + number / len(batches)) / recipe.epochs)
            loss, size = _step(network, lines, rows, generator, recipe.local)
            for optimiser in optimisers:
                optimiser.zero_grad(set_to_none=True)
            (loss / size).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(dense, 5.0)
            for optimiser in optimisers:
                optimiser.step()
            total += float(loss.detach())
            seen += size
        if epoch + 1 > recipe.epochs * recipe.average_from:
            averaged += 1
            for key, value in network.state_dict().items():
                if value.dtype.is_floating_point:
                    mean = average.setdefault(key, torch.zeros_like(value))
                    mean += (value - mean) / averaged
        log(f"epoch {epoch + 1}: loss {total / max(1, seen):.4f} a character, {time.monotonic() - begin:.0f} s")
        last = epoch + 1 == recipe.epochs
        if last or (check is not None and check_every and (epoch + 1) % check_every == 0):
            state = {**network.state_dict(), **average}
            write_model(out, features, kinds, shape, recipe, conventions, state)
            if check is not None:
                log(json.dumps(check(out), ensure_ascii=False))


def _features(examples: Sequence[Example], recipe: Recipe, traditional: dict[str, str]) -> tuple[FeatureMap, Array]:
    folded = fold_table(traditional)
    char_ids, kinds = char_table((example.text for example in examples), folded, recipe.least)
    hashes, place_kinds = place_table(char_ids)
    if "place" not in recipe.columns:
        hashes, place_kinds = hashes[:0], place_kinds[:0]
    words = "word" in recipe.columns or "tag" in recipe.columns
    return FeatureMap(char_ids, folded, TAGS if words else (), dict(recipe.bits), hashes, place_kinds, words), kinds


def _state(arrays: dict[str, Array], shape: Shape, network: Network) -> dict[str, Tensor]:
    """A stored model as weights of a network: the inverse of ``write_model``."""
    state = network.state_dict()
    new: dict[str, Array] = {"kind_table.weight": np.zeros(state["kind_table.weight"].shape)}
    for name in shape.columns:
        new[f"tables.{name}.weight"] = arrays[f"table_{name}"] * arrays["scale"]
    for index in range(len(shape.dilations)):
        new[f"layers.{index}.weight"] = arrays[f"weight_{index}"].T
        new[f"layers.{index}.bias"] = arrays[f"bias_{index}"]
    for name in ("wide", "deep"):
        if name in arrays:
            new[f"{name}.weight"] = arrays[name].T
    for name in ("bias", "convention_hidden", "convention_out", "convention_deep"):
        new[name] = arrays[name]
    new["transitions"] = np.where(allowed(), arrays["transitions"], 0.0)
    return {key: torch.from_numpy(np.array(value, dtype=np.float32)) for key, value in new.items()}


def _unknown(columns: Array, shape: Shape, recipe: Recipe) -> dict[str, Array]:
    """How likely each row is to be taken for unknown in training, by column."""
    shares: dict[str, Array] = {}
    for name in ("char", *HASHED):
        counts = np.bincount(columns[COLUMNS.index(name)], minlength=shape.rows[name])
        share = recipe.doubt / np.maximum(counts + recipe.doubt, 1)
        share[counts < recipe.least] = 1.0
        share[0] = 0.0
        shares[name] = share
    return shares


def _encode(features: FeatureMap, examples: Sequence[Example], conventions: list[str]) -> _Lines:
    lengths = np.array([len(example.text) for example in examples], dtype=np.int64)
    starts = np.cumsum(lengths + 1) - lengths - 1
    # In blocks, so that the arrays in between stay small.
    blocks = [
        features.encode("\n" + "\n".join(example.text for example in examples[at : at + 2000]) + "\n")[:, 1:]
        for at in range(0, len(examples), 2000)
    ]
    gold = [np.append(label_path(len(example.text), list(example.spans)), 0) for example in examples]
    return _Lines(
        columns=np.concatenate(blocks, axis=1),
        gold=np.concatenate(gold).astype(np.int64),
        starts=starts,
        lengths=lengths,
        conventions=np.array([conventions.index(example.convention) for example in examples], dtype=np.int64),
        weights=np.array([example.weight for example in examples]),
    )


def _replace(
    base: _Lines, features: FeatureMap, old: Sequence[Example], new: Sequence[Example], conventions: list[str]
) -> _Lines:
    """The lines with those of changed examples exchanged."""
    at = [index for index, (before, after) in enumerate(zip(old, new, strict=True)) if before is not after]
    if not at:
        return base
    extra = _encode(features, [new[index] for index in at], conventions)
    starts, lengths = base.starts.copy(), base.lengths.copy()
    starts[at] = extra.starts + base.columns.shape[1]
    lengths[at] = extra.lengths
    return _Lines(
        columns=np.concatenate((base.columns, extra.columns), axis=1),
        gold=np.concatenate((base.gold, extra.gold)),
        starts=starts,
        lengths=lengths,
        conventions=base.conventions,
        weights=base.weights,
    )


def _batches(lines: _Lines, chance: np.random.Generator, size: int) -> list[Array]:
    """Lines in random order, those of a batch of similar length so that little padding is needed."""
    times = np.floor(lines.weights + chance.random(len(lines.weights))).astype(np.int64)
    order = np.repeat(np.arange(len(times)), times)
    chance.shuffle(order)
    batches: list[Array] = []
    pool = 2000
    for at in range(0, len(order), pool):
        part = order[at : at + pool]
        part = part[np.argsort(lines.lengths[part], kind="stable")]
        group = np.cumsum(lines.lengths[part] + 1) // size
        batches.extend(part[group == number] for number in np.unique(group))
    chance.shuffle(batches)
    return batches


def _set_rates(optimisers: list[torch.optim.Optimizer], rates: tuple[float, float], done: float) -> None:
    """Short warm-up, then a linear fall to a twentieth."""
    factor = min(1.0, done * 40 + 0.05) * (1 - 0.95 * done)
    for optimiser, rate in zip(optimisers, rates, strict=False):
        for group in optimiser.param_groups:
            group["lr"] = rate * factor


def _step(network: Network, lines: _Lines, rows: Array, generator: torch.Generator, local: float) -> tuple[Tensor, int]:
    reach = network.shape.reach
    lengths = lines.lengths[rows]
    places = [np.arange(start, start + length + 1) for start, length in zip(lines.starts[rows], lengths, strict=True)]
    at = np.concatenate(places)
    columns = np.zeros((len(COLUMNS), len(at) + 2 * reach), dtype=np.int64)
    columns[:, reach:-reach] = lines.columns[:, at]
    conventions = np.zeros(columns.shape[1], dtype=np.int64)
    conventions[reach:-reach] = np.repeat(lines.conventions[rows], lengths + 1)
    scores = network.scores(torch.from_numpy(columns), torch.from_numpy(conventions), generator)
    longest = int(lengths.max())
    steps = np.arange(longest)[None, :]
    inside = steps < lengths[:, None]
    grid = np.where(inside, (np.cumsum(lengths + 1) - lengths - 1)[:, None] + steps, 0)
    gold = np.where(inside, lines.gold[np.where(inside, lines.starts[rows][:, None] + steps, 0)], 0)
    loss = network.loss(scores, torch.from_numpy(grid), torch.from_numpy(lengths), torch.from_numpy(gold), local)
    return loss, int(lengths.sum())


def write_model(
    out: Path,
    features: FeatureMap,
    kinds: Array,
    shape: Shape,
    recipe: Recipe,
    conventions: list[str],
    state: dict[str, Tensor],
) -> None:
    """Write a model folder, replacing what is there in one step.

    Args:
        out: The folder.
        features: Feature map of the model.
        kinds: Kind of each row of the character table.
        shape: Sizes of its network.
        recipe: How it was trained.
        conventions: Names of the conventions, ``own`` first.
        state: The network's weights.
    """
    arrays: dict[str, Array] = {
        "char_ids": features.char_ids,
        "folded": features.folded,
        "place_hashes": features.place_hashes,
        "place_kinds": features.place_kinds,
    }
    weights = {key: value.detach().numpy() for key, value in state.items()}
    tables = {name: weights[f"tables.{name}.weight"] for name in shape.columns}
    tables["char"] = tables["char"] + weights["kind_table.weight"][kinds]
    small, arrays["scale"] = packed(tables)
    arrays |= {f"table_{name}": table for name, table in small.items()}
    for index in range(len(shape.dilations)):
        arrays[f"weight_{index}"] = np.ascontiguousarray(weights[f"layers.{index}.weight"].T).astype(np.float16)
        arrays[f"bias_{index}"] = weights[f"layers.{index}.bias"]
    arrays["wide"] = np.ascontiguousarray(weights["wide.weight"].T).astype(np.float16)
    if shape.dilations:
        arrays["deep"] = np.ascontiguousarray(weights["deep.weight"].T).astype(np.float16)
    for name in ("bias", "convention_hidden", "convention_out", "convention_deep"):
        arrays[name] = weights[name]
    arrays["transitions"] = np.where(allowed(), weights["transitions"], FORBIDDEN).astype(np.float32)
    config = {
        "labels": list(LABELS),
        "conventions": conventions,
        "tags": list(features.tags),
        "bits": features.bits,
        "words": features.words,
        "columns": list(shape.columns),
        "dilations": list(shape.dilations),
        "window": shape.window,
        "temperature": 1.0,
        "recipe": asdict(recipe),
    }
    fresh = out.with_name(out.name + ".new")
    fresh.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(fresh / "weights.npz", allow_pickle=False, **arrays)
    (fresh / "model.json").write_text(json.dumps(config, ensure_ascii=False, indent=1), encoding="utf-8")
    out.mkdir(parents=True, exist_ok=True)
    for name in ("weights.npz", "model.json"):
        (fresh / name).replace(out / name)
    shutil.rmtree(fresh)
