"""Train the weights of the structure stage: ``train_structure.py corpora/dev --out models/structure``.

A linear-chain CRF over the readings of each row (see ``structure/readings.py``), log-likelihood with an L2 penalty,
AdaGrad, the weights of the last passes averaged; deterministic. Each bulletin is also shown damaged.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import math
import random
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from damage import blank_lines, digit_spaces, half_width, print_as, tear, wrap
from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.document import CleanDocument
from gov_bulletin_nlp.ingest import ingest
from gov_bulletin_nlp.markup import Marked, parse_markup, plain_text
from gov_bulletin_nlp.structure.conventions import conventions
from gov_bulletin_nlp.structure.decode import KINDS, TAIL, Table, Weights, best_path, sweep
from gov_bulletin_nlp.structure.readings import ALLOWED, CLOSED, FINAL, Reading, readings
from gov_bulletin_nlp.structure.rows import Row, read_rows
from layouts import reset
from restyle import restyled
from structure_gold import Truth, truths

PASSES = 20
AVERAGED = 6
FOLD_PASSES = 10
LEAST = 4
WORDINGS = ("^:", "$:", "pair:")
RESETS = 2
PENALTY = 0.03
RATE = 0.25


def variants(marked: Marked, seed: int) -> list[tuple[Marked, bytes, float]]:
    """The bulletin as printed, damaged, and restyled, each with its weight in training."""
    draw = random.Random(seed)
    text, made = plain_text(marked), marked.header.get("print", {})
    result = [(marked, print_as(text, **made), 1.0)]
    damaged = (
        wrap(text, draw.choice((28, 32, 36, 40)), indent=draw.random() < 0.6),
        tear(blank_lines(text, 1), draw.choice((9, 14, 20))),
        blank_lines(digit_spaces(text, seed), draw.choice((0, 2))),
        half_width(text),
    )
    result += [(marked, data.encode(), 0.3) for data in damaged]
    result += [(other, plain_text(other).encode(), 0.3) for other in restyled(marked, draw)]
    others = [reset(marked, draw) for _ in range(RESETS)]
    result += [(other, plain_text(other).encode(), 0.3) for other in others if other is not None]
    return result


def lattice_of(document: CleanDocument, marked: Marked) -> tuple[list[Row], list[list[Reading]], list[int]] | None:
    """Readings of every row and the index of the true one; the nearest one where the truth is not offered."""
    issue = read_rows(document)
    lattice = readings(issue)
    truth = truths(marked, issue.rows, document.text)
    gold = []
    for row, offered, true in zip(issue.rows, lattice, truth, strict=True):
        choice = _choose(offered, true, row.start)
        if choice is None:
            return None
        gold.append(choice)
    return issue.rows, lattice, gold


def _choose(offered: list[Reading], true: Truth, start: int) -> int | None:
    exact = [i for i, r in enumerate(offered) if r.kind == true.kind]
    if true.kind in "Rr" and exact and true.body_at is not None:
        return min(exact, key=lambda i: abs((offered[i].split or (0, 0))[1] - true.body_at))
    if exact:
        return exact[0]
    for other in {
        "R": "I",
        "r": "i",
        "G": "H",
        "b": "B",
        "i": "I",
        "K": "F",
        "Q": "L",
        "C": "H",
        "T": "M",
        "M": "L",
        "P": "B",
        "S": "B",
        "N": "B",
        "L": "B",
        "F": "B",
        "H": "B",
    }.get(true.kind, "B"):
        found = [i for i, r in enumerate(offered) if r.kind == other]
        if found:
            return found[0]
    return next((i for i, r in enumerate(offered) if r.kind == "B"), None)


def repair(lattice: list[list[Reading]], gold: list[int]) -> list[int] | None:
    """The gold path must be one that can happen; where it is not, the bulletin is left out."""
    kinds = [row[choice].kind for row, choice in zip(lattice, gold, strict=True)]
    for before, after in zip(["^", *kinds], kinds, strict=False):
        if after not in ALLOWED[before]:
            return None
    return gold if kinds and kinds[-1] in FINAL else None


def _move(a: str, b: str) -> tuple[str, str]:
    return TAIL if a in CLOSED else a, ">" + b.upper()


class Chain:
    """One bulletin ready for training: evidence as numbers.

    Attributes:
        flat: Evidence of all readings, one behind the other; ``offsets`` and ``sizes`` say whose is whose.
        rows: The row of each reading, and ``kinds`` its kind as an index of ``KINDS``.
        starts: The first reading of each row, and ``gold`` the true one.
    """

    def __init__(self, lattice: list[list[Reading]], gold: list[int], ids: dict[tuple[str, str], int]) -> None:
        flat: list[int] = []
        bounds: list[int] = []
        for reading in itertools.chain.from_iterable(lattice):
            bounds.append(len(flat))
            flat += [ids.setdefault((reading.kind.upper(), f), len(ids)) for f in (*reading.evidence(), "*")]
            if reading.kind in CLOSED:
                flat += [ids.setdefault((TAIL, f), len(ids)) for f in (*reading.tail, "*")]
        self.flat = np.array(flat, dtype=np.int64)
        self.offsets = np.array(bounds, dtype=np.int64)
        self.sizes = np.diff(np.append(self.offsets, len(flat)))
        counts = [len(row) for row in lattice]
        self.rows = np.repeat(np.arange(len(lattice)), counts)
        self.kinds = np.array([KINDS.index(r.kind) for row in lattice for r in row])
        self.starts = np.cumsum(counts) - counts
        self.gold = self.starts + np.array(gold)
        path = [KINDS.index("^"), *self.kinds[self.gold]]
        self.moves = np.zeros((len(KINDS), len(KINDS)))
        np.add.at(self.moves, (path[:-1], path[1:]), 1.0)


_FINAL = np.array([float(kind in FINAL) for kind in KINDS])
_CAN = np.array([[b in ALLOWED[a] for b in KINDS] for a in KINDS])


def gradient(chain: Chain, weights: np.ndarray, moves: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood, and expected minus true counts of each reading and of each transition.

    Args:
        chain: The bulletin.
        weights: Of evidence.
        moves: Weights of transitions, from row to column.
    """
    emission = np.add.reduceat(weights[chain.flat], chain.offsets)
    tops = np.maximum.reduceat(emission, chain.starts)
    own = np.exp(emission - tops[chain.rows])
    masses = np.zeros((len(chain.starts), len(KINDS)))
    np.add.at(masses, (chain.rows, chain.kinds), own)
    factors = np.where(_CAN, np.exp(moves), 0.0)
    forward, backward, scales = sweep(masses, factors)
    total = np.log(scales).sum() + tops.sum() + math.log(max((forward[-1] * _FINAL).sum(), 1e-300))
    both = forward * backward
    both /= np.maximum(both.sum(axis=1, keepdims=True), 1e-300)
    share = both[chain.rows, chain.kinds] * own / np.maximum(masses[chain.rows, chain.kinds], 1e-300)
    share[chain.gold] -= 1
    ahead = masses[1:] * backward[1:]
    norms = np.maximum(((forward[:-1] @ factors) * ahead).sum(axis=1), 1e-300)
    expected = factors * (forward[:-1].T @ (ahead / norms[:, None]))
    expected[KINDS.index("^")] = both[0]
    score = emission[chain.gold].sum() + (chain.moves * moves).sum()
    return float(score - total), share, expected - chain.moves


def train(
    chains: list[Chain], ids: dict[tuple[str, str], int], counts: list[float], passes: int, prior: Table, seed: int = 7
) -> np.ndarray:
    """AdaGrad over the bulletins in a fixed shuffled order; what the penalty pulls towards is ``prior``, zero where silent."""
    places = np.array([[ids.setdefault(_move(a, b), len(ids)) if b in ALLOWED[a] else 0 for b in KINDS] for a in KINDS])
    centre = np.array([prior.get(kind, {}).get(feature, 0.0) for kind, feature in ids])
    weights = centre.copy()
    squares = np.full(len(ids), 1e-6)
    average = np.zeros(len(ids))
    draw = random.Random(seed)
    order = list(range(len(chains)))
    for number in range(passes):
        draw.shuffle(order)
        likelihood = 0.0
        for index in order:
            chain = chains[index]
            value, share, moves = gradient(chain, weights, weights[places])
            likelihood += value * counts[index]
            step = np.bincount(chain.flat, np.repeat(share, chain.sizes), len(ids))
            np.add.at(step, places[_CAN], moves[_CAN])
            step = step * counts[index] + PENALTY * (weights - centre) / 4
            squares += step * step
            weights -= RATE * step / np.sqrt(squares)
        if number in (0, passes - 1):
            print(f"pass {number + 1}: log-likelihood {likelihood:.1f}", file=sys.stderr)
        if number >= passes - AVERAGED:
            average += weights / AVERAGED
    return average


@dataclass
class Example:
    """One variant of a bulletin: rows, readings, the true ones, and its weight."""

    rows: list[Row]
    lattice: list[list[Reading]]
    gold: list[int]
    weight: float


def load(folders: list[Path]) -> list[tuple[str, list[Example]]]:
    """All bulletins of some folders with their variants; says which could not be used."""
    result = []
    for path in sorted(path for folder in folders for path in folder.rglob("*.ann")):
        marked = parse_markup(path.read_text(encoding="utf-8"), path.name)
        seed = int(hashlib.sha256(path.name.encode()).hexdigest()[:6], 16)
        usable = []
        for number, (true, data, weight) in enumerate(variants(marked, seed)):
            found = lattice_of(clean(ingest(data)), true)
            gold = repair(found[1], found[2]) if found else None
            if found is None or gold is None:
                kinds = "".join(row[c].kind for row, c in zip(found[1], found[2], strict=True)) if found else ""
                print(
                    f"{path.name} variant {number}: the gold reading cannot happen; left out {kinds if not number else ''}",
                    file=sys.stderr,
                )
                continue
            usable.append(Example(found[0], found[1], gold, weight))
        result.append((path.name, usable))
    _forget_rare(result)
    return result


def _forget_rare(bulletins: list[tuple[str, list[Example]]]) -> None:
    """Drop wordings that fewer than ``LEAST`` bulletins have: they would be learnt by heart."""
    seen: Counter[str] = Counter()
    for _, usable in bulletins:
        seen.update(
            {f for example in usable for row in example.lattice for f in row[0].shared if f.startswith(WORDINGS)}
        )
    rare = {feature for feature, count in seen.items() if count < LEAST}
    for _, usable in bulletins:
        for reading in (reading for example in usable for row in example.lattice for reading in row):
            reading.shared = tuple(feature for feature in reading.shared if feature not in rare)


def fit(
    bulletins: list[tuple[str, list[Example]]], passes: int = PASSES, prior: Table | None = None
) -> dict[str, dict[str, float]]:
    """Weights by kind and evidence, small ones dropped; ``prior`` is where the penalty pulls them to."""
    ids: dict[tuple[str, str], int] = {}
    examples = [example for _, usable in bulletins for example in usable]
    chains = [Chain(example.lattice, example.gold, ids) for example in examples]
    learned = train(chains, ids, [example.weight for example in examples], passes, prior or {})
    table: dict[str, dict[str, float]] = {}
    for (kind, feature), index in ids.items():
        value = round(float(learned[index]), 3)
        if abs(value) >= 0.01:
            table.setdefault(kind, {})[feature] = value
    return {kind: dict(sorted(rows.items())) for kind, rows in sorted(table.items())}


def with_conventions(bulletins: list[tuple[str, list[Example]]], folds: int = 3, prior: Table | None = None) -> None:
    """Add the issues' conventions as a first reading finds them, by weights that have not seen the bulletin."""
    for fold in range(folds):
        held = bulletins[fold::folds]
        names = {name for name, _ in held}
        first = fit([item for item in bulletins if item[0] not in names], FOLD_PASSES, prior)
        for _, usable in held:
            for example in usable:
                conventions(example.rows, example.lattice, best_path(example.lattice, Weights.of(first)))


def main() -> int:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    bulletins = load(options.data)
    recipe = {"command": f"python scripts/train_structure.py {' '.join(map(str, options.data))} --out models/structure"}
    recipe |= {"passes": PASSES, "averaged": AVERAGED, "penalty": PENALTY, "least": LEAST, "rate": RATE, "seed": 7}
    recipe |= {"bulletins": [name for name, _ in bulletins], "examples": sum(len(usable) for _, usable in bulletins)}
    first = fit(bulletins)
    with_conventions(bulletins)
    options.out.mkdir(parents=True, exist_ok=True)
    content = json.dumps(
        {"recipe": recipe, "first": first, "second": fit(bulletins)}, ensure_ascii=False, indent=1, sort_keys=True
    )
    (options.out / "weights.json").write_text(content + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
