"""The trainable twin of ``annotate.recogniser``: the same sums and convolutions in torch, with a CRF on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gov_bulletin_nlp.annotate.decode import FORBIDDEN, LABELS, allowed
from gov_bulletin_nlp.annotate.features import COLUMNS, Array

HASHED = ("pair", "triple", "word")


@dataclass(frozen=True)
class Shape:
    """Sizes of a network.

    Attributes:
        columns: Which feature columns it looks at.
        rows: Number of rows of each column's table.
        width: Length of a character's vector.
        hidden: Width of the convolutions.
        dilations: Dilation of each convolution; none leaves the linear model.
        window: Characters on either side that the linear part sees.
        conventions: Number of conventions.
        dropout: Share of vector entries dropped in training.
        drop_feature: Share of features dropped whole in training, by column.
    """

    columns: tuple[str, ...]
    rows: dict[str, int]
    width: int
    hidden: int
    dilations: tuple[int, ...]
    window: int
    conventions: int
    dropout: float
    drop_feature: dict[str, float]

    @property
    def reach(self) -> int:
        """Characters of context on either side."""
        return sum(self.dilations) + self.window


class Network(nn.Module):
    """Tables, convolutions and transitions.

    Args:
        shape: Sizes.
        kinds: Kind of each row of the character table.
        unknown: By column, how likely each row is to be taken for unknown in training: rare ones more, because a text
            to come will hold others in their stead. 1 for rows too rare to learn.
    """

    def __init__(self, shape: Shape, kinds: Array, unknown: dict[str, Array]) -> None:
        super().__init__()
        self.shape = shape
        self.kinds = torch.from_numpy(kinds)
        self.unknown = {name: torch.from_numpy(share.astype(np.float32)) for name, share in unknown.items()}
        scale = shape.width**-0.5
        self.tables = nn.ModuleDict()
        for name in shape.columns:
            # Rows of hashed tables start at nothing: those never learnt stay so, and pack well.
            hashed = name in HASHED
            table = nn.Embedding(shape.rows[name], shape.width, sparse=hashed, padding_idx=0 if hashed else None)
            if hashed:
                nn.init.zeros_(table.weight)
            else:
                nn.init.normal_(table.weight, std=scale * 0.5)
            self.tables[name] = table
        self.kind_table = nn.Embedding(int(kinds.max()) + 1, shape.width)
        nn.init.normal_(self.kind_table.weight, std=scale * 0.5)
        self.layers = nn.ModuleList()
        size = shape.width
        for _ in shape.dilations:
            self.layers.append(nn.Linear(3 * size, shape.hidden))
            size = shape.hidden
        labels = len(LABELS)
        self.wide = nn.Linear((2 * shape.window + 1) * shape.width, labels, bias=False)
        self.deep = nn.Linear(size, labels, bias=False) if shape.dilations else None
        self.bias = nn.Parameter(torch.zeros(labels))
        self.convention_hidden = nn.Parameter(torch.zeros(len(shape.dilations), shape.conventions, shape.hidden))
        self.convention_out = nn.Parameter(torch.zeros(shape.conventions, labels))
        self.convention_deep = nn.Parameter(torch.zeros(shape.conventions, size, labels))
        self.transitions = nn.Parameter(torch.zeros(labels, labels))
        self.allowed = torch.from_numpy(allowed())

    def scores(self, indices: Tensor, conventions: Tensor, generator: torch.Generator | None = None) -> Tensor:
        """Label scores of all characters but ``reach`` at each end.

        Args:
            indices: One row a column of ``COLUMNS``.
            conventions: Convention of each character.
            generator: Source of chance for dropout, in training only.

        Returns:
            One row a character.
        """
        shape = self.shape
        char = indices[0]
        if generator is not None:
            hide = torch.rand(char.shape, generator=generator) < self.unknown["char"][char]
            char = torch.where(hide, self.kinds[char], char)
        base = self.tables["char"](char) + self.kind_table(self.kinds[char])
        for name in shape.columns:
            if name == "char":
                continue
            at = indices[COLUMNS.index(name)]
            if generator is not None and name in self.unknown:
                at = at.masked_fill(torch.rand(at.shape, generator=generator) < self.unknown[name][at], 0)
            rows = self.tables[name](at)
            share = shape.drop_feature.get(name, 0.0)
            if generator is not None and share:
                keep = torch.rand(char.shape, generator=generator) >= share
                rows = rows * (keep.to(rows.dtype) / (1 - share))[:, None]
            base = base + rows
        base = _drop(base, shape.dropout, generator)
        reach, window = shape.reach, shape.window
        size = len(base) - 2 * reach
        around = [base[reach - window + shift : reach - window + shift + size] for shift in range(2 * window + 1)]
        inner = conventions[reach : reach + size]
        out: Tensor = self.wide(torch.cat(around, 1)) + self.bias + self.convention_out[inner]
        hidden = base
        for index, (dilation, layer) in enumerate(zip(shape.dilations, self.layers, strict=True)):
            length = len(hidden) - 2 * dilation
            middle = hidden[dilation : dilation + length]
            conventions = conventions[dilation : dilation + length]
            result = layer(torch.cat((hidden[:length], middle, hidden[2 * dilation :]), 1))
            result = torch.relu(result + self.convention_hidden[index][conventions])
            result = _drop(result, shape.dropout, generator)
            hidden = result + middle if index else result
        if self.deep is not None:
            top = hidden[window : window + size]
            out = out + self.deep(top)
            for convention in torch.unique(inner).tolist():
                mine = (inner == convention).nonzero().squeeze(1)
                out = out.index_add(0, mine, top[mine] @ self.convention_deep[convention])
        return out

    def loss(self, scores: Tensor, lines: Tensor, lengths: Tensor, gold: Tensor, local: float) -> Tensor:
        """Negative log-likelihood of the gold paths under the CRF, summed, and that of the single labels.

        Args:
            scores: Label scores, one row a character, and one row of zeros more for padding.
            lines: Row of each character of each line, padding rows at the end.
            lengths: Length of each line.
            gold: Labels, of the shape of ``lines``.
            local: Weight of the single labels.
        """
        transitions = self.transitions.masked_fill(~self.allowed, FORBIDDEN)
        rows = scores[lines]
        paths: Tensor = _Crf.apply(rows, transitions, lengths, gold)  # type: ignore[no-untyped-call]
        # Without this share the scores of labels that no path can reach are arbitrary, so that neither "surely outside"
        # nor the certainty of a label could be read off them.
        inside = torch.arange(lines.shape[1])[None, :] < lengths[:, None]
        return paths + local * nn.functional.cross_entropy(rows[inside], gold[inside], reduction="sum")


def _drop(values: Tensor, share: float, generator: torch.Generator | None) -> Tensor:
    if generator is None or not share:
        return values
    keep = torch.rand(values.shape, generator=generator) >= share
    return values * (keep.to(values.dtype) / (1 - share))


class _Crf(torch.autograd.Function):
    """CRF likelihood with its gradient from one forward and one backward sweep, in scaled probabilities."""

    @staticmethod
    def forward(ctx: Any, scores: Tensor, transitions: Tensor, lengths: Tensor, gold: Tensor) -> Tensor:
        """See ``Network.loss``; "outside" stands before and after each line."""
        lines, steps, _ = scores.shape
        local = scores.double()
        top = local.max(2, keepdim=True).values
        weights = (local - top).exp()
        step = transitions.double().exp()
        valid = torch.arange(steps)[None, :] < lengths[:, None]
        alpha = torch.empty_like(weights)
        norm = torch.ones(lines, steps, dtype=torch.float64)
        current = step[0][None, :] * weights[:, 0]
        for t in range(steps):
            if t:
                current = torch.where(valid[:, t, None], (alpha[:, t - 1] @ step) * weights[:, t], alpha[:, t - 1])
            total = current.sum(1)
            norm[:, t] = total
            alpha[:, t] = current / total[:, None]
        last = lengths - 1
        ending = (alpha[torch.arange(lines), last] * step[:, 0]).sum(1)
        partition = (norm.log() * valid).sum() + ending.log().sum() + (top[:, :, 0] * valid).sum()
        beta = torch.empty_like(weights)
        final = step[:, 0] / ending[:, None]
        behind = final
        for t in range(steps - 1, -1, -1):
            if t < steps - 1:
                behind = ((weights[:, t + 1] * beta[:, t + 1]) @ step.T) / norm[:, t + 1, None]
            beta[:, t] = torch.where(last.eq(t)[:, None], final, behind)
        mask = valid[:, :, None]
        marginal = alpha * beta * mask
        pairs = ((weights[:, 1:] * beta[:, 1:]) / norm[:, 1:, None]) * mask[:, 1:]
        expected = step * torch.einsum("bti,btj->ij", alpha[:, :-1], pairs)
        expected[0] += marginal[:, 0].sum(0)
        expected[:, 0] += marginal[torch.arange(lines), last].sum(0)
        truth = torch.zeros_like(weights)
        truth.scatter_(2, gold[:, :, None], 1.0)
        truth *= mask
        before = torch.cat((torch.zeros(lines, 1, dtype=gold.dtype), gold[:, :-1]), 1)
        observed = torch.zeros_like(expected)
        observed.index_put_((before[valid], gold[valid]), torch.ones(int(valid.sum()), dtype=torch.float64), True)
        ends = gold[torch.arange(lines), last]
        observed.index_put_((ends, torch.zeros_like(ends)), torch.ones(lines, dtype=torch.float64), True)
        path = (local * truth).sum() + (transitions.double() * observed).sum()
        ctx.save_for_backward((marginal - truth).to(scores.dtype), (expected - observed).to(transitions.dtype))
        return (partition - path).to(scores.dtype)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Expected minus observed."""
        scores, transitions = ctx.saved_tensors
        return scores * grads[0], transitions * grads[0], None, None


def packed(tables: dict[str, Array]) -> tuple[dict[str, Array], Array]:
    """Tables as 8-bit integers with one scale a column that all share, so that rows can be added up as integers.

    Args:
        tables: Tables of vectors.

    Returns:
        The integers and the scales.
    """
    # A few outliers are clipped: a scale that fits them would waste the bits of all others.
    top = np.max([np.quantile(np.abs(table), 0.9995, axis=0) for table in tables.values()], axis=0)
    scale = np.maximum(top, 1e-6) / 127
    small = {name: np.clip(np.rint(table / scale), -127, 127).astype(np.int8) for name, table in tables.items()}
    return small, scale.astype(np.float32)
