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
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from damage import blank_lines, digit_spaces, half_width, print_as, tear, wrap
from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.document import CleanDocument
from gov_bulletin_nlp.ingest import ingest
from gov_bulletin_nlp.markup import Mark, Marked, parse_markup, plain_text
from gov_bulletin_nlp.structure.conventions import conventions
from gov_bulletin_nlp.structure.decode import KINDS, TAIL, Weights, best_path, sweep
from gov_bulletin_nlp.structure.readings import ALLOWED, CLOSED, FINAL, Reading, readings
from gov_bulletin_nlp.structure.rows import Row, read_rows
from structure_gold import Truth, truths

PASSES = 20
AVERAGED = 6
FOLD_PASSES = 10
LEAST = 4
WORDINGS = ("^:", "$:", "pair:")
PENALTY = 0.03
RATE = 0.25


def edited(marked: Marked, edits: list[tuple[int, int, str]]) -> Marked:
    """The bulletin with stretches replaced, its marks moved along; marks that lie in a dropped stretch are dropped."""
    pieces, at, moves = [], 0, []
    for start, end, new in sorted(edits):
        pieces += [marked.text[at:start], new]
        moves.append((start, end, len(new)))
        at = end
    pieces.append(marked.text[at:])

    def move(offset: int) -> int:
        shift = 0
        for start, end, size in moves:
            if offset >= end:
                shift += size - (end - start)
            elif offset > start:
                return start + shift
        return offset + shift

    marks = []
    for mark in marked.marks:
        if any(start <= mark.start and mark.end <= end and end > start and not new for start, end, new in edits):
            continue
        marks.append(Mark(mark.tag, mark.value, mark.optional, move(mark.start), move(mark.end)))
    return Marked(marked.header, "".join(pieces), marks)


def restyled(marked: Marked, draw: random.Random) -> list[Marked]:
    """The bulletin as other offices would set it: headlines run in or on their own line, no masthead, no bylines, one article."""
    result = []
    marks = [m for m in marked.marks if m.tag in ("h", "b", "sub", "by", "byo", "a", "col", "note", "toc")]
    pairs = [(h, b) for h, b in itertools.pairwise(marks) if h.tag == "h" and b.tag == "b"]
    gaps = [(h.end, b.start, marked.text[h.end : b.start]) for h, b in pairs]
    own_line = [(start, end) for start, end, gap in gaps if "\n" in gap and not gap.strip()]
    run_in = [(start, end) for start, end, gap in gaps if "\n" not in gap]
    if len(own_line) >= 2:
        space = draw.choice((" ", "  ", "\u3000", "。"))
        result.append(edited(marked, [(start, end, space) for start, end in own_line]))
    if len(run_in) >= 2:
        result.append(edited(marked, [(start, end, "\n") for start, end in run_in]))
    long_heads = [
        m for m in marked.marks if m.tag == "h" and m.end - m.start >= 16 and "\n" not in marked.text[m.start : m.end]
    ]
    broken = []
    for mark in long_heads:
        printed = marked.text[mark.start : mark.end]
        places = [i + 1 for i, c in enumerate(printed) if c in " ，\u3000”" and 5 <= i <= len(printed) - 6] or [
            len(printed) // 2
        ]
        cut = mark.start + draw.choice(places)
        broken.append((cut - (marked.text[cut - 1] in " \u3000"), cut, "\n"))
    if broken and own_line:
        result.append(edited(marked, broken))
    opens = [m for m in marked.marks if m.tag in ("h", "a", "b")]
    if opens:
        line = marked.text.rfind("\n", 0, opens[0].start) + 1
        last = max(m.end for m in marked.marks if m.tag in ("b", "by", "byo"))
        stop = marked.text.find("\n", last)
        bare = Marked({**marked.header, "masthead": None, "colophon": None}, marked.text, marked.marks)
        result.append(edited(bare, [(0, line, "")] + ([(stop, len(marked.text), "")] if stop > 0 else [])))
    bodies = [m for m in marked.marks if m.tag == "b"]
    tails = []
    for body in bodies:
        closing = re.match(r"[（(][^（()）\n]{2,60}[）)]", marked.text[body.end :].lstrip("\u3000 \n"))
        if closing:
            start = marked.text.index(closing.group(), body.end)
            tails.append((body.end, start + len(closing.group()), ""))
    if tails:
        result.append(edited(marked, tails))
        result.append(_leading(marked, draw))
    return result


def _leading(marked: Marked, draw: random.Random) -> Marked:
    """Bylines in brackets after a body moved in front of it: 【供稿/…】 or a credit line under the headline."""
    style = draw.choice(
        ("【供稿/{}】", "（供稿：{}）", "本报讯（通讯员 {}）", "\n来源：{}\n", "\n供稿：{}  编辑：林之远\n")
    )
    edits: list[tuple[int, int, str]] = []
    bodies = [m for m in marked.marks if m.tag == "b"]
    for body in bodies:
        after = marked.text[body.end : body.end + 70]
        closing = re.match(r"[\u3000 \n]*[（(]([^（()）\n]{2,60})[）)]", after)
        before = marked.text[: body.start]
        if closing and before.rstrip(" \u3000")[-1:] in ("\n", ""):
            edits.append((body.start, body.start, style.format(closing.group(1)).removeprefix("\n")))
            edits.append((body.end, body.end + closing.end(), ""))
    moved = edited(marked, edits)
    for mark in moved.marks:
        if mark.tag == "b":  # an insertion at a body's start stands before it
            for start, end, new in edits:
                if start == end and new and moved.text[mark.start : mark.start + len(new)] == new:
                    mark.start += len(new)
                    break
    return moved


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
            flat += [ids.setdefault((reading.kind.upper(), f), len(ids)) for f in (*reading.features, "*")]
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
    chains: list[Chain], ids: dict[tuple[str, str], int], counts: list[float], passes: int, seed: int = 7
) -> np.ndarray:
    """AdaGrad over the bulletins in a fixed shuffled order."""
    places = np.array([[ids.setdefault(_move(a, b), len(ids)) if b in ALLOWED[a] else 0 for b in KINDS] for a in KINDS])
    weights = np.zeros(len(ids))
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
            step = step * counts[index] + PENALTY * weights / 4
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
            {f for example in usable for row in example.lattice for f in row[0].features if f.startswith(WORDINGS)}
        )
    rare = {feature for feature, count in seen.items() if count < LEAST}
    for _, usable in bulletins:
        for reading in (reading for example in usable for row in example.lattice for reading in row):
            reading.features = [feature for feature in reading.features if feature not in rare]


def fit(bulletins: list[tuple[str, list[Example]]], passes: int = PASSES) -> dict[str, dict[str, float]]:
    """Weights by kind and evidence, small ones dropped."""
    ids: dict[tuple[str, str], int] = {}
    examples = [example for _, usable in bulletins for example in usable]
    chains = [Chain(example.lattice, example.gold, ids) for example in examples]
    learned = train(chains, ids, [example.weight for example in examples], passes)
    table: dict[str, dict[str, float]] = {}
    for (kind, feature), index in ids.items():
        value = round(float(learned[index]), 3)
        if abs(value) >= 0.01:
            table.setdefault(kind, {})[feature] = value
    return {kind: dict(sorted(rows.items())) for kind, rows in sorted(table.items())}


def with_conventions(bulletins: list[tuple[str, list[Example]]], folds: int = 3) -> None:
    """Add the issues' conventions as a first reading finds them, by weights that have not seen the bulletin."""
    for fold in range(folds):
        held = bulletins[fold::folds]
        names = {name for name, _ in held}
        first = fit([item for item in bulletins if item[0] not in names], FOLD_PASSES)
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
