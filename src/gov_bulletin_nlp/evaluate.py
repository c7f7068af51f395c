"""Gold against records: strict scores per field, whole bulletins, and what was gained and lost since a baseline.

The four ways to match headlines and bodies are those of GROBID's evaluation: strict; soft (punctuation, width and space
ignored); Levenshtein similarity ≥ 0.8; Ratcliff-Obershelp similarity ≥ 0.95. White space never counts.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from gov_bulletin_nlp.errors import BulletinError, GoldInvalid, PermissionDenied
from gov_bulletin_nlp.pipeline import Pipeline
from gov_bulletin_nlp.records import Article, Bulletin

MASTHEAD = ("title", "issue_label", "issue_number", "total_issue", "year", "issuer", "date")
COLOPHON = ("editors", "emails", "phones", "report_to", "send_to", "copy_to", "address", "print_date", "copies")
GOLD = ("articles", "entities", "counts", "dates")
"""Lists that every gold file holds."""

LEVENSHTEIN, RATCLIFF = 0.8, 0.95
_SPACE = re.compile(r"\s+")


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


@dataclass
class Report:
    """All scores of an evaluation.

    Attributes:
        tallies: Field to tally.
        whole: Bulletin to whether its structure is wholly right.
        hits: Everything that was right, by name, for the comparison with a baseline.
        reliability: Confidence and rightness of every article.
        failures: Bulletins that could not be read, with the reason.
    """

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    whole: dict[str, bool] = field(default_factory=dict)
    hits: set[str] = field(default_factory=set)
    reliability: list[tuple[float, bool]] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)

    def count(self, name: str, where: str, gold: Counter[Any], found: Counter[Any]) -> bool:
        """Compare two multisets under a field; true when they agree."""
        tally = self.tallies[name]
        for item in (gold & found).elements():
            tally.hit += 1
            self.hits.add(f"{name}\t{where}\t{item}")
        for item in (found - gold).elements():
            tally.extra += 1
            tally.wrong.append(f"{where}: + {item}")
        for item in (gold - found).elements():
            tally.missed += 1
            tally.wrong.append(f"{where}: - {item}")
        return gold == found

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
        }
        result["errors_in_lowest_fifth"] = round(errors_in_lowest_fifth(self.reliability), 4)
        return result


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


def gold_files(path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Source and gold of every annotated bulletin under a folder, or of one ``.gold.json``.

    Raises:
        GoldInvalid: A gold file is no JSON, or its source is missing.
    """
    found = sorted(path.rglob("*.gold.json")) if path.is_dir() else [path]
    if not found:
        raise GoldInvalid("there is no *.gold.json here; give a folder of annotated bulletins.", str(path))
    for gold_path in found:
        try:
            gold = json.loads(gold_path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GoldInvalid(f"this gold cannot be read ({error}).", str(gold_path)) from error
        missing = [key for key in GOLD if not isinstance(gold, dict) or not isinstance(gold.get(key), list)]
        if missing:
            raise GoldInvalid(
                f"this gold lacks {', '.join(missing)}; make it with scripts/build_corpus.py.", str(gold_path)
            )
        source = gold_path.parent / gold.get("file", gold_path.name.replace(".gold.json", ".txt"))
        if not source.exists():
            raise GoldInvalid(f"its source {source.name} is missing.", str(gold_path))
        yield source, gold


def evaluate(pairs: Iterator[tuple[str, dict[str, Any], Bulletin | BulletinError]]) -> Report:
    """Score records against gold.

    Args:
        pairs: Name, gold and outcome of every bulletin.
    """
    report = Report()
    for name, gold, outcome in pairs:
        if isinstance(outcome, BulletinError):
            report.failures[name] = outcome.code
            report.whole[name] = False
        else:
            _score(report, name, gold, outcome)
    return report


def _score(report: Report, name: str, gold: dict[str, Any], bulletin: Bulletin) -> None:
    right = _masthead(report, name, gold, bulletin)
    articles = gold["articles"]
    pairs = align(articles, bulletin.articles)
    right &= report.count(
        "headlines", name, _bag(a.get("headline") for a in articles), _bag(a.headline for a in bulletin.articles)
    )
    _modes(report, articles, pairs)
    report.count(
        "subtitles", name, _bag(a.get("subtitle") for a in articles), _bag(a.subtitle for a in bulletin.articles)
    )
    report.count("columns", name, _gold_columns(articles), _found_columns(pairs))
    right &= _bodies(report, name, articles, pairs, bulletin.articles)
    right &= report.count("bylines", name, _bylines(articles), _found_bylines(pairs))
    right &= _colophon(report, name, gold, bulletin)
    report.whole[name] = right
    if gold.get("annotated", "full") == "full":
        _inner(report, name, gold, pairs)


def _bag(values: Any) -> Counter[str]:
    return Counter(folded(value) for value in values if value)


def align(gold: Sequence[Mapping[str, Any]], found: Sequence[Article]) -> list[tuple[int | None, Article | None]]:
    """Pair gold articles with found ones in order: same body start or headline, the longest common chain.

    Returns:
        Gold index and article; ``None`` on either side where there is no partner.
    """
    same = [[_alike(g, f) for f in found] for g in gold]
    best = [[0] * (len(found) + 1) for _ in range(len(gold) + 1)]
    for i in range(len(gold) - 1, -1, -1):
        for j in range(len(found) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + same[i][j] if same[i][j] else 0)
    pairs: list[tuple[int | None, Article | None]] = []
    i = j = 0
    while i < len(gold) and j < len(found):
        if same[i][j] and best[i][j] == best[i + 1][j + 1] + same[i][j]:
            pairs.append((i, found[j]))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, found[j]))
            j += 1
    pairs += [(k, None) for k in range(i, len(gold))]
    pairs += [(None, article) for article in found[j:]]
    return pairs


def _alike(gold: Mapping[str, Any], found: Article) -> int:
    body = "".join(folded(p.text) for p in found.paragraphs[:3])
    start = folded(gold["body_start"] or "")
    headline = bool(gold.get("headline")) and folded(gold["headline"]) == folded(found.headline or "")
    return 2 * (bool(start) and body.startswith(start)) + 2 * headline + (bool(start) and start[:8] in body[:120])


def _masthead(report: Report, name: str, gold: dict[str, Any], bulletin: Bulletin) -> bool:
    want, right = gold.get("masthead") or {}, True
    for key in MASTHEAD:
        value, found = want.get(key), getattr(bulletin.masthead, key)
        right &= report.count(
            "masthead",
            name,
            Counter([f"{key}={folded(value)}"] if value is not None else []),
            Counter([f"{key}={folded(found)}"] if found is not None else []),
        )
    return right


def _colophon(report: Report, name: str, gold: dict[str, Any], bulletin: Bulletin) -> bool:
    want = gold.get("colophon") or {}
    gold_items: Counter[str] = Counter()
    found_items: Counter[str] = Counter()
    for key in COLOPHON:
        if want and key not in want and key in ("address", "copy_to", "print_date", "copies"):
            continue
        value, found = want.get(key), getattr(bulletin.colophon, key)
        for bag, items in ((gold_items, value), (found_items, found)):
            for item in items if isinstance(items, list) else [items]:
                if item is not None:
                    bag[f"{key}={folded(item)}"] += 1
    return report.count("colophon", name, gold_items, found_items)


def _modes(report: Report, gold: Sequence[Mapping[str, Any]], pairs: list[tuple[int | None, Article | None]]) -> None:
    for mode, same in MODES.items():
        tally = report.tallies[f"headlines:{mode}"]
        for index, article in pairs:
            printed = article.headline if article else None
            wanted = gold[index].get("headline") if index is not None else None
            if wanted and printed and same(wanted, printed):
                tally.hit += 1
            else:
                tally.extra += bool(printed)
                tally.missed += bool(wanted)


def _bodies(
    report: Report,
    name: str,
    gold: Sequence[Mapping[str, Any]],
    pairs: list[tuple[int | None, Article | None]],
    found: Sequence[Article],
) -> bool:
    tally = report.tallies["bodies"]
    starts, ends = report.tallies["body starts"], report.tallies["body ends"]
    counts = report.tallies["paragraph counts"]
    all_right = len(gold) == len(found)
    for index, article in pairs:
        if index is None or article is None:
            missing = tally.wrong.append
            missing(
                f"{name}: {'- ' + str(gold[index]['body_start']) if index is not None else '+ ' + (article.headline or 'no headline') if article else ''}"
            )
            for each in (tally, starts, ends):
                each.missed += index is not None
                each.extra += article is not None
            all_right = False
            if article is not None:
                report.reliability.append((article.confidence, False))
            continue
        body = "".join(folded(p.text) for p in article.paragraphs)
        start, end = folded(gold[index]["body_start"]), folded(gold[index]["body_end"])
        good = (body.startswith(start), body.endswith(end))
        for each, right in ((starts, good[0]), (ends, good[1]), (tally, all(good))):
            each.hit += right
            each.missed += not right
            each.extra += not right
        if not all(good):
            tally.wrong.append(f"{name}: want {start}…{end}, have {body[:12]}…{body[-12:]}")
        else:
            report.hits.add(f"bodies\t{name}\t{start}")
        headline = folded(gold[index].get("headline") or "") == folded(article.headline or "")
        report.reliability.append((article.confidence, all(good) and headline))
        all_right &= all(good)
        wanted = gold[index].get("paragraphs")
        if wanted is not None:
            right = wanted == len(article.paragraphs)
            counts.hit += right
            counts.missed += not right
            counts.extra += not right
            if not right:
                counts.wrong.append(f"{name}: {start} want {wanted}, have {len(article.paragraphs)}")
    return all_right


def _gold_columns(gold: Sequence[Mapping[str, Any]]) -> Counter[str]:
    return Counter(f"{i}:{folded(a['column'])}" for i, a in enumerate(gold) if a.get("column"))


def _found_columns(pairs: list[tuple[int | None, Article | None]]) -> Counter[str]:
    return Counter(f"{i if i is not None else '?'}:{folded(a.column)}" for i, a in pairs if a is not None and a.column)


def _bylines(gold: Sequence[Mapping[str, Any]]) -> Counter[str]:
    return Counter(f"{i}:{b['kind']}:{folded(b['name'])}" for i, a in enumerate(gold) for b in a.get("bylines", []))


def _found_bylines(pairs: list[tuple[int | None, Article | None]]) -> Counter[str]:
    return Counter(
        f"{i if i is not None else '?'}:{b.kind}:{folded(b.name)}" for i, a in pairs if a is not None for b in a.bylines
    )


def _inner(report: Report, name: str, gold: dict[str, Any], pairs: list[tuple[int | None, Article | None]]) -> None:
    partner = {index: article for index, article in pairs if index is not None}
    unpaired = [article for index, article in pairs if index is None and article is not None]
    for label in ("ORG", "LOC", "PER"):
        want: Counter[str] = Counter()
        loose: set[str] = set()
        for row in gold["entities"]:
            if row["type"] == label:
                item = f"{row['article']}:{folded(row['text'])}"
                if row.get("optional"):
                    loose.add(item)
                else:
                    want[item] = 1
        found: Counter[str] = Counter()
        for index, article in [*partner.items(), *((None, a) for a in unpaired)]:
            for entity in article.entities if article else ():
                item = f"{index if index is not None else '?'}:{folded(entity.text)}"
                if entity.label == label and item not in loose:
                    found[item] = 1
        report.count(f"entities:{label}", name, want, found)
        _add(report, "entities", want, found)
    _sequence(
        report,
        name,
        "quantities",
        gold["counts"],
        partner,
        unpaired,
        _gold_quantity,
        lambda a: [(_quantity(q), q.text, q.counted) for q in a.quantities],
    )
    _sequence(
        report,
        name,
        "dates",
        gold["dates"],
        partner,
        unpaired,
        _gold_date,
        lambda a: [(f"{folded(d.text)}={d.value}", d.text, None) for d in a.dates],
    )


def _add(report: Report, name: str, want: Counter[str], found: Counter[str]) -> None:
    tally = report.tallies[name]
    tally.hit += sum((want & found).values())
    tally.extra += sum((found - want).values())
    tally.missed += sum((want - found).values())


def _number(value: Any) -> str:
    return "None" if value is None else f"{float(value):.10g}"


def _gold_quantity(row: Mapping[str, Any]) -> str:
    return f"{_number(row['value'])}|{_number(row.get('upper'))}|{folded(row.get('unit') or '')}|{row['qualifier']}"


def _quantity(quantity: Any) -> str:
    return f"{_number(quantity.value)}|{_number(quantity.upper)}|{folded(quantity.unit or '')}|{quantity.qualifier}"


def _gold_date(row: Mapping[str, Any]) -> str:
    return f"{folded(row['text'])}={row['value']}"


def _sequence(
    report: Report,
    name: str,
    what: str,
    rows: Sequence[Mapping[str, Any]],
    partner: Mapping[int, Article | None],
    unpaired: Sequence[Article],
    key: Callable[[Mapping[str, Any]], str],
    read: Callable[[Article], list[tuple[str, str, str | None]]],
) -> None:
    """Quantities or dates in text order: the longest common sequence; optional ones score neither way."""
    tally = report.tallies[what]
    for index, article in partner.items():
        want = [row for row in rows if row["article"] == index]
        have = read(article) if article else []
        matched = SequenceMatcher(None, [key(row) for row in want], [item[0] for item in have], autojunk=False)
        hit_gold: set[int] = set()
        hit_found: set[int] = set()
        for block in matched.get_matching_blocks():
            for offset in range(block.size):
                row, item = want[block.a + offset], have[block.b + offset]
                hit_gold.add(block.a + offset)
                hit_found.add(block.b + offset)
                if row.get("optional"):
                    continue
                tally.hit += 1
                report.hits.add(f"{what}\t{name}\t{index}:{item[0]}")
                if what == "quantities" and row.get("counted"):
                    counted = report.tallies["counted"]
                    right = _same_counted(row["counted"], item[2])
                    counted.hit += right
                    counted.missed += not right
                    counted.extra += not right
                    if not right:
                        counted.wrong.append(f"{name}: {row['text']} want {row['counted']}, have {item[2]}")
        optional = Counter(folded(row["text"]) for row in want if row.get("optional"))
        for position, row in enumerate(want):
            if position not in hit_gold and not row.get("optional"):
                tally.missed += 1
                tally.wrong.append(f"{name}: - {row['text']} {key(row)}")
        for position, item in enumerate(have):
            if position not in hit_found:
                if optional[folded(item[1])] > 0:
                    optional[folded(item[1])] -= 1
                    continue
                tally.extra += 1
                tally.wrong.append(f"{name}: + {item[1]} {item[0]}")
    for article in unpaired:
        extra = read(article)
        tally.extra += len(extra)
        tally.wrong += [f"{name}: + {item[1]} {item[0]}" for item in extra]


def _same_counted(want: str, found: str | None) -> bool:
    """Right when one noun phrase holds the other: where a phrase begins is a matter of taste."""
    if not found:
        return False
    a, b = softened(want), softened(found)
    return bool(a and b) and (a in b or b in a)


def evaluate_path(path: Path, pipeline: Pipeline) -> Report:
    """Parse and score every annotated bulletin under a path."""

    def pairs() -> Iterator[tuple[str, dict[str, Any], Bulletin | BulletinError]]:
        for source, gold in gold_files(path):
            try:
                yield source.name, gold, pipeline.parse(source)
            except BulletinError as error:
                yield source.name, gold, error

    return evaluate(pairs())


def table(report: Report) -> str:
    """Scores as a table for people."""
    scores = report.as_dict()
    rows = [f"{'field':26} {'precision':>9} {'recall':>9} {'F1':>9} {'gold':>6}"]
    for name, row in scores["fields"].items():
        rows.append(f"{name:26} {row['precision']:9.4f} {row['recall']:9.4f} {row['f1']:9.4f} {row['gold']:6d}")
    rows.append(f"{scores['bulletins']} bulletins, wholly right {scores['wholly_right']:.4f}")
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
