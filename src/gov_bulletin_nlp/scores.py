"""Scores: how values are compared, what was right and wrong, and how that stands against a baseline and floors.

The four ways to match headlines are those of GROBID's evaluation: strict; soft (punctuation, width and space ignored);
Levenshtein similarity ≥ 0.8; Ratcliff-Obershelp similarity ≥ 0.95. White space never counts.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import Any

from gov_bulletin_nlp.errors import GoldInvalid, PermissionDenied

LEVENSHTEIN, RATCLIFF = 0.8, 0.95
_SPACE = re.compile(r"\s+")

Span = tuple[int, int]


def folded(value: object) -> str:
    """A value as text without white space."""
    return _SPACE.sub("", str(value))


def softened(value: object) -> str:
    """A value without punctuation, width and white space."""
    text = unicodedata.normalize("NFKC", folded(value))
    return "".join(character for character in text if unicodedata.category(character)[0] not in "PSZ")


def levenshtein(a: str, b: str) -> float:
    """Levenshtein similarity: 1 − distance ÷ longer length."""
    if a == b:
        return 1.0
    previous = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        current = [i]
        for j, right in enumerate(b, start=1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (left != right)))
        previous = current
    return 1 - previous[-1] / max(len(a), len(b), 1)


MODES: dict[str, Callable[[str, str], bool]] = {
    "strict": lambda a, b: folded(a) == folded(b),
    "soft": lambda a, b: softened(a) == softened(b),
    "levenshtein": lambda a, b: levenshtein(softened(a), softened(b)) >= LEVENSHTEIN,
    "ratcliff": lambda a, b: SequenceMatcher(None, softened(a), softened(b), autojunk=False).ratio() >= RATCLIFF,
}


@dataclass
class Tally:
    """Hits, false alarms and misses of one field, with the names of what went wrong."""

    hit: int = 0
    extra: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was said that is right."""
        return self.hit / (self.hit + self.extra) if self.hit + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was said."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = 2 * self.hit + self.extra + self.missed
        return 2 * self.hit / total if total else 1.0

    def compare(self, where: str, gold: Counter[Any], found: Counter[Any]) -> None:
        """Add what two multisets share and where they differ."""
        self.hit += (gold & found).total()
        self.extra += (found - gold).total()
        self.missed += (gold - found).total()
        self.wrong += [f"{where}: + {item}" for item in (found - gold).elements()]
        self.wrong += [f"{where}: - {item}" for item in (gold - found).elements()]


@dataclass
class Report:
    """All scores of an evaluation.

    Attributes:
        tallies: Field to tally.
        whole: Bulletin to whether its structure is wholly right.
        hits: Everything that was right, by name, for the comparison with a baseline.
        reliability: Confidence and rightness of every article.
        articles: Articles right in headline, both ends of the body and bylines.
        covered: Characters of gold bodies that the article paired with them holds, and all of them.
        failures: Bulletins that could not be read, with the reason.
    """

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    whole: dict[str, bool] = field(default_factory=dict)
    hits: set[str] = field(default_factory=set)
    reliability: list[tuple[float, bool]] = field(default_factory=list)
    articles: Tally = field(default_factory=Tally)
    covered: tuple[int, int] = (0, 0)
    failures: dict[str, str] = field(default_factory=dict)

    def count(self, name: str, where: str, gold: Counter[Any], found: Counter[Any]) -> bool:
        """Compare two multisets under a field; true when they agree."""
        self.tallies[name].compare(where, gold, found)
        self.hits.update(f"{name}\t{where}\t{item}" for item in (gold & found).elements())
        return gold == found

    def wrong(self, what: str) -> list[str]:
        """What was wrong in a field, or which ``articles`` or ``bulletins`` were."""
        if what == "articles":
            return self.articles.wrong
        if what == "bulletins":
            return [name for name, right in self.whole.items() if not right]
        return self.tallies[what].wrong

    def as_dict(self) -> dict[str, Any]:
        """Scores as plain data: what floors and baselines are made of."""
        fields = {
            name: {
                "precision": round(t.precision, 4),
                "recall": round(t.recall, 4),
                "f1": round(t.f1, 4),
                "gold": t.hit + t.missed,
            }
            for name, t in sorted(self.tallies.items())
        }
        right = sum(self.whole.values())
        result: dict[str, Any] = {
            "bulletins": len(self.whole),
            "wholly_right": round(right / len(self.whole), 4) if self.whole else 1.0,
        }
        result |= {
            "calibration_error": round(calibration_error(self.reliability), 4),
            "fields": fields,
            "failures": self.failures,
            "article_error_rate": round(1 - self.articles.recall, 4),
            "coverage": round(self.covered[0] / self.covered[1], 4) if self.covered[1] else 1.0,
        }
        result["errors_in_lowest_fifth"] = round(errors_in_lowest_fifth(self.reliability), 4)
        return result


def covered(text: str, bodies: Sequence[tuple[str, str]], found: Sequence[Span | None]) -> tuple[int, int]:
    """How much of the gold bodies the found ones hold, in characters without white space.

    Args:
        text: The clean text of the bulletin.
        bodies: First and last characters of each gold body, in text order, folded.
        found: The stretch of ``text`` that stands for each of them, if any.

    Returns:
        Characters held, and all of them; a gold body that the text does not hold counts for nothing.
    """
    plain = folded(text)
    places = [0, *accumulate(not character.isspace() for character in text)]
    held = total = at = 0
    for (first, last), span in zip(bodies, found, strict=True):
        start = plain.find(first, at)
        end = plain.find(last, max(start, 0)) + len(last)
        if start < 0 or end < len(last):
            continue
        at = end
        total += end - start
        if span is not None:
            held += max(0, min(end, places[span[1]]) - max(start, places[span[0]]))
    return held, total


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: mean distance of confidence and accuracy over equal-width bins (Naeini et al. 2015)."""
    grouped: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in pairs:
        grouped[min(int(confidence * bins), bins - 1)].append((confidence, right))
    total = len(pairs) or 1
    return sum(
        abs(sum(c for c, _ in members) - sum(right for _, right in members)) / total for members in grouped.values()
    )


def errors_in_lowest_fifth(pairs: Sequence[tuple[float, bool]]) -> float:
    """Share of all wrong articles that are among the fifth with the lowest confidence."""
    wrong = sum(1 for _, right in pairs if not right)
    lowest = sorted(pairs)[: max(1, len(pairs) // 5)]
    return sum(1 for _, right in lowest if not right) / wrong if wrong else 1.0


def table(report: Report) -> str:
    """Scores as a table for people."""
    scores = report.as_dict()
    rows = [f"{'field':26} {'precision':>9} {'recall':>9} {'F1':>9} {'gold':>6}"]
    for name, row in scores["fields"].items():
        rows.append(f"{name:26} {row['precision']:9.4f} {row['recall']:9.4f} {row['f1']:9.4f} {row['gold']:6d}")
    rows.append(f"{scores['bulletins']} bulletins, wholly right {scores['wholly_right']:.4f}")
    rows.append(
        f"articles: error rate {scores['article_error_rate']:.4f} (headline, both ends of the body and bylines), "
        f"coverage of the bodies' characters {scores['coverage']:.4f}"
    )
    rows.append(
        f"confidence: expected calibration error {scores['calibration_error']:.4f}, "
        f"the lowest fifth holds {scores['errors_in_lowest_fifth']:.4f} of the wrong articles"
    )
    rows += [f"{name}: could not be read [{code}]" for name, code in scores["failures"].items()]
    return "\n".join(rows)


def save(report: Report, path: Path) -> None:
    """Store scores and hits as a baseline.

    Raises:
        PermissionDenied: The file cannot be written.
    """
    content = {"scores": report.as_dict(), "hits": sorted(report.hits)}
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise PermissionDenied(
            f"the baseline cannot be written here ({error.strerror}); choose another path.", str(path)
        ) from error


def difference(report: Report, baseline: Path) -> str:
    """What was gained and lost since a baseline, by name.

    Raises:
        GoldInvalid: The baseline cannot be read.
    """
    try:
        before = set(json.loads(baseline.read_text(encoding="utf-8"))["hits"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldInvalid("this is no baseline; make one with --save.", str(baseline)) from error
    gained, lost = sorted(report.hits - before), sorted(before - report.hits)
    return "\n".join(
        [
            f"gained {len(gained)}",
            *(f"+ {item}" for item in gained),
            f"lost {len(lost)}",
            *(f"- {item}" for item in lost),
        ]
    )


def below(report: Report, floors: Path, gold: Path) -> list[str]:
    """Sentences on every score under its floor; floors are ``{folder: {field: F1}}``.

    Raises:
        GoldInvalid: The floors cannot be read, or hold none for this folder.
    """
    try:
        wanted = json.loads(floors.read_text(encoding="utf-8"))[gold.name]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldInvalid(f"there are no floors for {gold.name!r} in this file.", str(floors)) from error
    scores = report.as_dict()
    have = {name: row["f1"] for name, row in scores["fields"].items()} | {"wholly_right": scores["wholly_right"]}
    return [
        f"{name}: {have.get(name, 0.0):.4f} is below its floor {floor:.4f}"
        for name, floor in wanted.items()
        if have.get(name, 0.0) < floor
    ]
