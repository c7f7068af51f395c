"""Names of organisations, places and persons in text, found by a model that was trained for bulletins.

A character model in plain numpy: rows of tables are summed to a vector a character, three small dilated convolutions
look seven characters around, and a search over BIOES labels gives the spans. ``models/README.md`` is its card.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from gov_bulletin_nlp.annotate.decode import TYPES, best_path, spans_of
from gov_bulletin_nlp.annotate.features import COLUMNS, LINE_END, Array, FeatureMap, codes_of
from gov_bulletin_nlp.errors import InvalidOption, NotFound
from gov_bulletin_nlp.models_path import model_path

Name = tuple[int, int, str, float]
"""Start, end, label (``ORG``, ``LOC`` or ``PER``) and a score between 0 and 1."""

_CHUNK = 1024
_MARGIN = 6.0


class Recogniser:
    """Finds names in texts; loads its model on first use and pickles as the folder's path.

    Attributes:
        folder: Where the model lies.
        convention: Whose idea of a name to follow; ``own`` is the one of ``ANNOTATION.md``, others are those of the
            public corpora that the model also learnt from.
    """

    def __init__(self, folder: Path | str | None = None, convention: str = "own") -> None:
        self.folder = Path(folder) if folder is not None else model_path("names")
        self.convention = convention

    def __reduce__(self) -> tuple[type[Recogniser], tuple[Path, str]]:
        return Recogniser, (self.folder, self.convention)

    @cached_property
    def _model(self) -> Model:
        return load_model(self.folder, self.convention)

    def __call__(self, texts: Sequence[str]) -> list[list[Name]]:
        """Find the names in some texts.

        Args:
            texts: Passages with a line end between paragraphs; give those of a bulletin together, it is faster.

        Returns:
            One list of names a text, in text order and without overlaps.
        """
        return self._model.names(texts) if texts else []


def recognise(texts: Sequence[str]) -> list[list[Name]]:
    """Find names with the model that comes with the package.

    Args:
        texts: Passages with a line end between paragraphs.

    Returns:
        One list of names a text, in text order and without overlaps.
    """
    return _packaged()(texts)


@lru_cache(maxsize=1)
def _packaged() -> Recogniser:
    return Recogniser()


@lru_cache(maxsize=4)
def load_model(folder: Path, convention: str) -> Model:
    """Read a model for one convention; the last few stay in memory.

    Args:
        folder: See ``read_model``.
        convention: One of the model's conventions.

    Raises:
        NotFound: One of the files is missing.
        InvalidOption: The model does not know the convention.
    """
    config, arrays = read_model(folder)
    if convention not in config["conventions"]:
        known = ", ".join(config["conventions"])
        raise InvalidOption(f"the model knows no convention {convention!r}; choose one of {known}.")
    return Model(config, arrays, config["conventions"].index(convention))


def read_model(folder: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """Read a model folder.

    Args:
        folder: Where ``model.json`` and ``weights.npz`` lie.

    Returns:
        The configuration and the arrays.

    Raises:
        NotFound: One of the files is missing.
    """
    try:
        config = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            return config, {key: stored[key] for key in stored.files}
    except FileNotFoundError as error:
        raise NotFound(f"{folder} is no model folder: {error.filename} is missing.") from error


def feature_map(config: dict[str, Any], arrays: dict[str, Array]) -> FeatureMap:
    """The feature map of a stored model.

    Args:
        config: The content of ``model.json``.
        arrays: The content of ``weights.npz``.

    Returns:
        The map that the model was trained with.
    """
    return FeatureMap(
        char_ids=arrays["char_ids"],
        folded=arrays["folded"],
        tags=tuple(config["tags"]),
        bits=config["bits"],
        place_hashes=arrays["place_hashes"],
        place_kinds=arrays["place_kinds"],
        words=config["words"],
    )


_ALONE = 65536 * 4
"""Multiplications in a product that OpenBLAS still does in one thread."""


def product(rows: Array, weights: Array) -> Array:
    """Matrix product in pieces so small that no library spreads them over threads.

    A second thread would mostly spin, and sums in another order could differ in their last digits.

    Args:
        rows: One row a character.
        weights: One column a result.
    """
    inner, columns = weights.shape
    size = max(1, _ALONE // (inner * columns))
    whole = len(rows) // size * size
    out = np.empty((len(rows), columns), dtype=np.float32)
    if whole:
        np.matmul(rows[:whole].reshape(-1, size, inner), weights, out=out[:whole].reshape(-1, size, columns))
    if whole < len(rows):
        np.matmul(rows[whole:], weights, out=out[whole:])
    return out


class Model:
    """Weights of one model, ready to multiply."""

    def __init__(self, config: dict[str, Any], arrays: dict[str, Array], convention: int) -> None:
        self.features = feature_map(config, arrays)
        self.window: int = config["window"]
        self.reach: int = sum(config["dilations"]) + self.window
        self.temperature: float = config.get("temperature", 1.0)
        self.tables = [(row, arrays[f"table_{name}"]) for row, name in enumerate(COLUMNS) if name in config["columns"]]
        self.scale = arrays["scale"]
        self.layers: list[tuple[int, Array, Array]] = []
        for index, dilation in enumerate(config["dilations"]):
            weight = arrays[f"weight_{index}"].astype(np.float32)
            bias = arrays[f"bias_{index}"] + arrays["convention_hidden"][index, convention]
            self.layers.append((dilation, weight.reshape(3, -1, weight.shape[1]), bias))
        # Side by side, so that one product serves all characters of the window.
        wide = arrays["wide"].astype(np.float32).reshape(2 * self.window + 1, -1, len(arrays["bias"]))
        self.wide = np.ascontiguousarray(np.concatenate(wide, axis=1))
        self.deep: Array | None = None
        if self.layers:
            self.deep = arrays["deep"].astype(np.float32) + arrays["convention_deep"][convention]
        self.bias = arrays["bias"].astype(np.float32) + arrays["convention_out"][convention].astype(np.float32)
        self.transitions = arrays["transitions"].astype(np.float32)

    def names(self, texts: Sequence[str]) -> list[list[Name]]:
        """See ``Recogniser.__call__``."""
        joined = self.join(texts)
        return self.decode(texts, joined, self.scores(joined), self.transitions)

    def join(self, texts: Sequence[str]) -> str:
        """Texts behind each other, so far apart that none is in reach of another."""
        gap = "\n" * self.reach
        return gap + gap.join(texts) + gap

    def decode(self, texts: Sequence[str], joined: str, scores: Array, transitions: Array) -> list[list[Name]]:
        """Names that label scores stand for.

        Args:
            texts: The texts.
            joined: See ``join``.
            scores: See ``scores``.
            transitions: Scores of label after label.

        Returns:
            See ``Recogniser.__call__``.
        """
        path = best_path(scores, transitions, codes_of(joined) == LINE_END, _MARGIN)
        found: list[list[Name]] = [[] for _ in texts]
        spans = spans_of(path)
        if not spans:
            return found
        starts = np.cumsum([self.reach, *(len(text) + self.reach for text in texts)])
        certainty = self._certainty(scores, path)
        owners = np.searchsorted(starts, [start for start, _, _ in spans], side="right") - 1
        for (start, end, kind), owner in zip(spans, owners.tolist(), strict=True):
            offset = int(starts[owner])
            sure = round(float(certainty[start:end].min()), 4)
            found[owner].append((start - offset, end - offset, TYPES[kind], sure))
        return found

    def _certainty(self, scores: Array, path: Array) -> Array:
        """Share of the chosen label in each character's scores; 1 where the choice is "outside"."""
        named = np.flatnonzero(path)
        local = scores[named] / self.temperature
        local -= local.max(axis=1, keepdims=True)
        np.exp(local, out=local)
        sure = np.ones(len(path), dtype=np.float32)
        sure[named] = local[np.arange(len(named)), path[named]] / local.sum(axis=1)
        return sure

    def scores(self, text: str) -> Array:
        """Label scores of each character; the first and last ``reach`` characters must be padding."""
        indices = self.features.encode(text)
        reach = self.reach
        out = np.zeros((len(text), len(self.bias)), dtype=np.float32)
        for start in range(reach, len(text) - reach, _CHUNK):
            end = min(start + _CHUNK, len(text) - reach)
            out[start:end] = self._chunk(indices[:, start - reach : end + reach])
        return out

    def _chunk(self, indices: Array) -> Array:
        """Scores of a stretch without its first and last ``reach`` characters."""
        row, table = self.tables[0]
        total = table.take(indices[row], axis=0).astype(np.int16)
        for row, table in self.tables[1:]:
            total += table.take(indices[row], axis=0)
        base = total * self.scale
        size, labels = len(base) - 2 * self.reach, len(self.bias)
        around = product(base[self.reach - self.window : self.reach + self.window + size], self.wide)
        out: Array = self.bias + around[:size, :labels]
        for shift in range(1, 2 * self.window + 1):
            out += around[shift : shift + size, shift * labels : (shift + 1) * labels]
        hidden = base
        for index, (dilation, weights, bias) in enumerate(self.layers):
            length = len(hidden) - 2 * dilation
            middle = hidden[dilation : dilation + length]
            # Three products, each on rows as they lie, are faster than one on copies side by side.
            layer = product(hidden[:length], weights[0])
            layer += product(middle, weights[1])
            layer += product(hidden[2 * dilation :], weights[2])
            layer += bias
            np.maximum(layer, 0, out=layer)
            if index:
                layer += middle
            hidden = layer
        if self.deep is not None:
            out += product(hidden[self.window : self.window + size], self.deep)
        return out
