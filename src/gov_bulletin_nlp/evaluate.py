"""Gold against records: every field of every bulletin, articles paired in order; white space never counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from gov_bulletin_nlp.errors import BulletinError, GoldInvalid
from gov_bulletin_nlp.pipeline import Pipeline
from gov_bulletin_nlp.records import Article, Bulletin
from gov_bulletin_nlp.scores import MODES, Report, covered, folded, softened

MASTHEAD = ("title", "issue_label", "issue_number", "total_issue", "year", "issuer", "date")
COLOPHON = ("editors", "emails", "phones", "report_to", "send_to", "copy_to", "address", "print_date", "copies")
GOLD = ("articles", "entities", "counts", "dates")
"""Lists that every gold file holds."""


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
    _articles(report, name, articles, pairs, bulletin.text)
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


def _articles(
    report: Report,
    name: str,
    gold: Sequence[Mapping[str, Any]],
    pairs: list[tuple[int | None, Article | None]],
    text: str,
) -> None:
    """Articles right as wholes, and how much of the bodies is in the right one."""
    tally = report.articles
    partner: dict[int, Article] = {}
    for index, article in pairs:
        if index is None or article is None:
            tally.missed += index is not None
            tally.extra += article is not None
            continue
        partner[index] = article
        wanted, body = gold[index], "".join(folded(p.text) for p in article.paragraphs)
        right = (
            folded(wanted.get("headline") or "") == folded(article.headline or "")
            and body.startswith(folded(wanted["body_start"]))
            and body.endswith(folded(wanted["body_end"]))
            and _bylines([wanted]) == _found_bylines([(0, article)])
        )
        tally.hit += right
        tally.missed += not right
        tally.extra += not right
        if not right:
            tally.wrong.append(f"{name}: {wanted.get('headline') or wanted['body_start']}")
    spans = [
        (a.paragraphs[0].start, a.paragraphs[-1].end) if (a := partner.get(i)) and a.paragraphs else None
        for i in range(len(gold))
    ]
    bodies = [(folded(a["body_start"]), folded(a["body_end"])) for a in gold]
    held, total = covered(text, bodies, spans)
    report.covered = (report.covered[0] + held, report.covered[1] + total)


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
        report.tallies["entities"].compare(name, want, found)
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
