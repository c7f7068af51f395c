"""What is a name once in an issue is one everywhere: short forms, names in brackets, levels left out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from gov_bulletin_nlp.annotate.name_words import Words, tables
from gov_bulletin_nlp.annotate.organs import Candidate
from gov_bulletin_nlp.annotate.resolve import shortens
from gov_bulletin_nlp.document import EntityLabel

_CALLED = re.compile(
    r"[（(](?:以下|下)?(?:统称|简称|称|称为)[为：:]?[“\"‘]?([^（）()“”‘’\"，。；：\n]{2,16})[”\"’]?[）)]"
)
_LATIN = re.compile(r"[（(]((?:[A-Z][A-Za-z.&-]*)(?: [A-Za-z&-]+){0,9})[）)]")
_LEVEL = re.compile(r"[省市县区州旗盟](?=.{3,})")
_SEATED = re.compile(r"^(.{2,6}?(?:社区|村|镇|乡))(?=.{3,})")
_ENOUGH = 0.6
_MOST = 1000
"""How many organisations are compared with a short form: no issue has more, and a hostile text must not cost more."""
_HEADS = frozenset("ECWHNRUBLl")
_OPEN = ("省", "市", "县", "区", "州", "旗", "盟", "镇", "乡", "团", "自治区", "街道")


@dataclass(frozen=True, slots=True)
class Known:
    """The names of an issue.

    Attributes:
        forms: Every form with its label and whether it counts only where words end and nothing modifies it.
        organs: The organisations, as found.
        by_ending: The same by their last character.
        places: The places, as found.
    """

    forms: dict[str, tuple[EntityLabel, bool]]
    organs: tuple[str, ...]
    by_ending: dict[str, list[str]]
    places: tuple[str, ...]

    def like(self, name: str) -> Sequence[str]:
        """Give the organisations that a name may be short for: those that end as it does, for 县总 all."""
        return self.organs[:_MOST] if name.startswith(_OPEN) else self.by_ending.get(name[-1], ())


def names_of_issue(
    passages: Sequence[str],
    kept: Sequence[list[Candidate]],
    never: frozenset[str],
    issuer: str | None,
    home: Sequence[str],
) -> Known:
    """Gather the names that were found with enough certainty, and the other forms they go by.

    Names given in brackets are added to what was found, too.

    Args:
        passages: The texts.
        kept: What was found in each; what brackets name is added.
        never: Words that are no names.
        issuer: The issuer, whom the issue calls by a short form.
        home: Places in the issuer's name that no table has.
    """
    votes: Counter[tuple[str, EntityLabel]] = Counter()
    sure: set[str] = set()
    for text, found in zip(passages, kept, strict=True):
        _add_called(text, found, never)
        for c in found:
            if c.score >= _ENOUGH:
                surface = text[c.start : c.end]
                votes[surface, c.label] += 1
                if c.end - c.start > 2 or c.label != "LOC":
                    sure.add(surface)
    labels: dict[str, EntityLabel] = {}
    for (name, label), _ in sorted(votes.items(), key=lambda item: (item[1], item[0])):
        labels[name] = label
    organs = tuple(sorted(name for name, label in labels.items() if label == "ORG"))
    places = tuple(sorted(name for name, label in labels.items() if label == "LOC"))
    forms: dict[str, tuple[EntityLabel, bool]] = {name: (labels[name], len(name) < 3) for name in sure}
    for name, label in sorted(labels.items()):
        for form, form_label in _other_forms(name, label):
            forms.setdefault(form, (form_label, True))
    endings: dict[str, list[str]] = {}
    for name in organs[:_MOST]:
        endings.setdefault(name[-1], []).append(name)
    for head in tables().short_heads:
        bodies = {name for name in (*endings.get(head[-1], ()), issuer or "") if name and name != head}
        if len({name for name in bodies if shortens(head, name)}) == 1:
            forms.setdefault(head, ("ORG", True))
    for place in home:
        forms.setdefault(place, ("LOC", False))
        forms.setdefault(place[:-1], ("LOC", True))
    for word in never:
        forms.pop(word, None)
    return Known(forms, organs, endings, places)


def _other_forms(name: str, label: EntityLabel) -> Iterator[tuple[str, EntityLabel]]:
    """Give the shorter forms a name goes by: its level left out, the village or community it opens with."""
    if label == "PER":
        return
    found = _LEVEL.match(name)
    if found is not None:
        yield name[found.end() :], label
    if label == "ORG":
        seat = _SEATED.match(name)
        if seat is not None and _LEVEL.match(name) is None and not seat.group().endswith(("农村", "乡村")):
            yield seat.group(1), "LOC"


def _add_called(text: str, found: list[Candidate], never: frozenset[str]) -> None:
    """Add the names that brackets give to what stands before them: （以下简称“市总”）, （KFAS）."""
    if "（" not in text and "(" not in text:
        return
    ends = {c.end: c for c in found}
    added = [
        Candidate(match.start(1), match.end(1), before.label, min(before.score, 0.85), "bracket")
        for pattern in (_CALLED, _LATIN)
        for match in pattern.finditer(text)
        if (before := ends.get(len(text[: match.start()].rstrip()))) is not None and match.group(1) not in never
    ]
    for c in added:
        # The bracket says outright what the name is; whatever else was seen in it gives way.
        found[:] = [other for other in found if other.end <= c.start or other.start >= c.end]
        found.append(c)
    if added:
        found.sort(key=lambda c: c.start)


def covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether a stretch touches one of the ordered spans."""
    at = bisect_left(spans, (end,))
    return at > 0 and spans[at - 1][1] > start


def spread(
    passages: Sequence[str],
    cuts: Sequence[Words],
    kept: Sequence[list[Candidate]],
    hidden: Sequence[Sequence[tuple[int, int]]],
    known: Known,
) -> None:
    """Mark the issue's names wherever they stand unmarked."""
    if not known.forms:
        return
    patterns = sorted(known.forms)
    automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)
    for text, words, found, titles in zip(passages, cuts, kept, hidden, strict=True):
        starts = [c.start for c in found]
        for which, start, end in automaton.find_matches_as_indexes(text):
            at = bisect_right(starts, start)
            if (at and found[at - 1].end > start) or (at < len(found) and found[at].start < end):
                continue
            if titles and covered(titles, start, end):
                continue
            label, guarded = known.forms[patterns[which]]
            if guarded and not _stands_alone(words, start, end):
                continue
            found.insert(at, Candidate(start, end, label, 0.6, "issue"))
            starts.insert(at, start)


def _stands_alone(words: Words, start: int, end: int) -> bool:
    """Say whether a stretch begins and ends with words and nothing before it makes it another, or a kind."""
    bounds = words.bounds
    first, last = bisect_left(bounds, start), bisect_left(bounds, end)
    if bounds[first] != start or bounds[last] != end:
        return False
    if words.parts[last : last + 1] in _HEADS:
        return False
    return not first or words.parts[first - 1] not in "gme"
