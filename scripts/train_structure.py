"""Train the weights of the structure stage: ``train_structure.py corpora/dev --out models/structure``.

A linear-chain CRF over the readings of each row (see ``structure/readings.py``), log-likelihood with an L2 penalty,
AdaGrad, the weights of the last passes averaged; deterministic. Each bulletin is also shown damaged.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from damage import blank_lines, digit_spaces, half_width, print_as, tear, wrap
from structure_gold import Truth, truths

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.document import CleanDocument
from gov_bulletin_nlp.ingest import ingest
from gov_bulletin_nlp.markup import Marked, parse_markup, plain_text
from gov_bulletin_nlp.structure.readings import ALLOWED, FINAL, Reading, readings
from gov_bulletin_nlp.structure.rows import read_rows

PASSES = 24
AVERAGED = 8
PENALTY = 0.012
RATE = 0.25


def variants(text: str, made: dict[str, object], seed: int) -> list[bytes]:
    """The bulletin as printed, and damaged in four ways."""
    draw = random.Random(seed)
    return [
        print_as(text, **made),
        wrap(text, draw.choice((28, 32, 36, 40)), indent=draw.random() < 0.6).encode(),
        tear(blank_lines(text, 1), draw.choice((9, 14, 20))).encode(),
        blank_lines(digit_spaces(text, seed), draw.choice((0, 2))).encode(),
        half_width(text).encode(),
    ]


def lattice_of(document: CleanDocument, marked: Marked) -> tuple[list[list[Reading]], list[int]] | None:
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
    return lattice, gold


def _choose(offered: list[Reading], true: Truth, start: int) -> int | None:
    exact = [i for i, r in enumerate(offered) if r.kind == true.kind]
    if true.kind in "Rr" and exact and true.body_at is not None:
        return min(exact, key=lambda i: abs((offered[i].split or (0, 0))[1] - true.body_at))
    if exact:
        return exact[0]
    for other in {"R": "I", "r": "i", "G": "H", "b": "B", "i": "I", "K": "F", "Q": "L", "C": "H", "T": "M", "M": "L", "P": "B", "S": "B", "N": "B", "L": "B", "F": "B", "H": "B"}.get(true.kind, "B"):
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


class Chain:
    """One bulletin ready for training: evidence as numbers."""

    def __init__(self, lattice: list[list[Reading]], gold: list[int], ids: dict[tuple[str, str], int]) -> None:
        self.kinds = [[r.kind for r in row] for row in lattice]
        self.gold = gold
        flat: list[int] = []
        self.bounds: list[int] = []
        self.rows: list[tuple[int, int]] = []
        reading = 0
        for row in lattice:
            self.rows.append((reading, reading + len(row)))
            reading += len(row)
            for r in row:
                self.bounds.append(len(flat))
                flat += [ids.setdefault((r.kind, f), len(ids)) for f in r.features]
                flat.append(ids.setdefault((r.kind, "*"), len(ids)))
        self.flat = np.array(flat, dtype=np.int64)
        self.offsets = np.array(self.bounds, dtype=np.int64)
        self.sizes = np.diff(np.append(self.offsets, len(flat)))
        for a in ALLOWED:
            for b in ALLOWED[a]:
                ids.setdefault((a, ">" + b), len(ids))


def gradient(chain: Chain, weights: np.ndarray, ids: dict[tuple[str, str], int]) -> tuple[float, np.ndarray, dict[int, float]]:
    """Log-likelihood, expected minus true evidence for each reading, and the same for transitions."""
    emission = np.add.reduceat(weights[chain.flat], chain.offsets)
    pair = {(a, b): weights[ids[a, ">" + b]] for a in ALLOWED for b in ALLOWED[a]}
    count = len(chain.rows)
    forward: list[dict[str, float]] = []
    previous: dict[str, float] = {"^": 0.0}
    local: list[dict[str, float]] = []
    for position in range(count):
        low, high = chain.rows[position]
        totals: dict[str, float] = {}
        for kind, value in zip(chain.kinds[position], emission[low:high], strict=True):
            totals[kind] = np.logaddexp(totals[kind], value) if kind in totals else float(value)
        local.append(totals)
        current = {}
        for kind, value in totals.items():
            reach = [v + pair[a, kind] for a, v in previous.items() if (a, kind) in pair]
            if reach:
                top = max(reach)
                current[kind] = value + top + math.log(sum(math.exp(x - top) for x in reach))
        forward.append(current)
        previous = current
    ends = [v for k, v in previous.items() if k in FINAL]
    top = max(ends)
    total = top + math.log(sum(math.exp(x - top) for x in ends))
    backward: list[dict[str, float]] = [{}] * count
    following = {k: 0.0 for k in forward[-1] if k in FINAL}
    backward[-1] = following
    for position in range(count - 2, -1, -1):
        nxt, emit = backward[position + 1], local[position + 1]
        current = {}
        for kind in forward[position]:
            reach = [v + emit[b] + pair[kind, b] for b, v in nxt.items() if (kind, b) in pair]
            if reach:
                top = max(reach)
                current[kind] = top + math.log(sum(math.exp(x - top) for x in reach))
        backward[position] = current
    share = np.zeros(len(chain.offsets))
    moves: dict[int, float] = Counter()
    score = 0.0
    before = "^"
    for position in range(count):
        low, high = chain.rows[position]
        for index, kind in enumerate(chain.kinds[position]):
            if kind in backward[position] and kind in forward[position]:
                mass = forward[position][kind] + backward[position][kind] - total
                share[low + index] = math.exp(min(0.0, mass + emission[low + index] - local[position][kind]))
        true = chain.gold[position]
        share[low + true] -= 1
        kind = chain.kinds[position][true]
        score += float(emission[low + true]) + pair[before, kind]
        moves[ids[before, ">" + kind]] -= 1
        before = kind
        sources = {"^": 0.0} if position == 0 else forward[position - 1]
        for a, v in sources.items():
            for b, w in backward[position].items():
                if (a, b) in pair:
                    mass = v + pair[a, b] + local[position][b] + w - total
                    if mass > -12:
                        moves[ids[a, ">" + b]] += math.exp(min(0.0, mass))
    return score - total, share, moves


def train(chains: list[Chain], ids: dict[tuple[str, str], int], counts: list[float], seed: int = 7) -> np.ndarray:
    """AdaGrad over the bulletins in a fixed shuffled order."""
    weights = np.zeros(len(ids))
    squares = np.full(len(ids), 1e-6)
    average = np.zeros(len(ids))
    draw = random.Random(seed)
    order = list(range(len(chains)))
    for number in range(PASSES):
        draw.shuffle(order)
        likelihood = 0.0
        for index in order:
            chain = chains[index]
            value, share, moves = gradient(chain, weights, ids)
            likelihood += value * counts[index]
            step = np.zeros(len(ids))
            np.add.at(step, chain.flat, np.repeat(share, chain.sizes))
            for place, amount in moves.items():
                step[place] += amount
            step = step * counts[index] + PENALTY * weights / 4
            squares += step * step
            weights -= RATE * step / np.sqrt(squares)
        print(f"pass {number + 1}: log-likelihood {likelihood:.1f}", file=sys.stderr)
        if number >= PASSES - AVERAGED:
            average += weights / AVERAGED
    return average


def load(folder: Path, damaged: bool = True) -> list[tuple[str, list[tuple[list[list[Reading]], list[int]]]]]:
    """All bulletins of a folder with their variants; says which could not be used."""
    result = []
    for path in sorted(folder.rglob("*.ann")):
        marked = parse_markup(path.read_text(encoding="utf-8"), path.name)
        seed = int(hashlib.sha256(path.name.encode()).hexdigest()[:6], 16)
        made = variants(plain_text(marked), marked.header.get("print", {}), seed)
        usable = []
        for number, data in enumerate(made if damaged else made[:1]):
            found = lattice_of(clean(ingest(data)), marked)
            gold = repair(*found) if found else None
            if found is None or gold is None:
                print(f"{path.name} variant {number}: the gold reading cannot happen; left out", file=sys.stderr)
                if found and number == 0:
                    kinds = "".join(row[c].kind for row, c in zip(*found, strict=True))
                    print("   ", kinds, file=sys.stderr)
                continue
            usable.append((found[0], gold))
        result.append((path.name, usable))
    return result


def fit(bulletins: list[tuple[str, list[tuple[list[list[Reading]], list[int]]]]]) -> dict[str, dict[str, float]]:
    """Weights by kind and evidence, small ones dropped."""
    ids: dict[tuple[str, str], int] = {}
    chains, counts = [], []
    for _, usable in bulletins:
        for number, (lattice, gold) in enumerate(usable):
            chains.append(Chain(lattice, gold, ids))
            counts.append(1.0 if number == 0 else 0.35)
    learned = train(chains, ids, counts)
    table: dict[str, dict[str, float]] = {}
    for (kind, feature), index in ids.items():
        value = round(float(learned[index]), 3)
        if abs(value) >= 0.01:
            table.setdefault(kind, {})[feature] = value
    return {kind: dict(sorted(rows.items())) for kind, rows in sorted(table.items())}


def main() -> int:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    bulletins = [item for folder in options.data for item in load(folder)]
    recipe = {"command": "python scripts/train_structure.py corpora/dev --out models/structure", "passes": PASSES, "averaged": AVERAGED}
    recipe |= {"penalty": PENALTY, "rate": RATE, "seed": 7, "bulletins": [name for name, _ in bulletins]}
    options.out.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"recipe": recipe, "weights": fit(bulletins)}, ensure_ascii=False, indent=1, sort_keys=True)
    (options.out / "weights.json").write_text(content + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
