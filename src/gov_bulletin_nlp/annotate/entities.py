"""Names in a bulletin: what model, grammar and lexicon say of each stretch, decided once for the whole issue."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Protocol

from ahocorasick_rs import AhoCorasick, MatchKind

from gov_bulletin_nlp.annotate.confidence import confidence
from gov_bulletin_nlp.annotate.issue_names import Known, covered, names_of_issue, spread
from gov_bulletin_nlp.annotate.name_words import Words, cut
from gov_bulletin_nlp.annotate.organs import Candidate, find_organs
from gov_bulletin_nlp.annotate.persons import find_persons
from gov_bulletin_nlp.annotate.resolve import Meaning, Resolver
from gov_bulletin_nlp.document import EntityLabel, Mention
from gov_bulletin_nlp.script import simplify

Recognised = Sequence[tuple[int, int, str, float]]


class NameLexicon(Protocol):
    """A caller's names; they win over everything found here."""

    @property
    def names(self) -> Sequence[tuple[str, str, Sequence[str], str | None]]:
        """Name, label, aliases, code."""
        ...

    @property
    def never_names(self) -> frozenset[str]:
        """Words that are no names."""
        ...


_TITLE = re.compile(r"《[^《》\n]{1,80}》")
_PLACE = re.compile("[PpKAXYc]")
_APART = re.compile("[、，。；：\n]")
_CHAIN = re.compile("[PpKA]{2,}")
_QUOTED = re.compile("[^“”，。；、\n]{1,12}(?=”)")
_PLACE_SCORES = {"A": 0.65, "X": 0.6, "Y": 0.55, "c": 0.6}
_LABELS: dict[str, EntityLabel] = {"ORG": "ORG", "LOC": "LOC", "PER": "PER"}
_ALONE: dict[EntityLabel, float] = {"ORG": 0.2, "LOC": 0.3, "PER": 0.6}
_TRUSTED = frozenset({"organ", "bracket", "site", "list", "firm"})
"""Rules that find names which the recogniser does not see; what the others find alone was mostly none on unseen texts."""
_BARE_HEADS = frozenset("BWHNRCl")
_VERY_SURE = 0.9
_BEGUN = 0.7
"""What part of the grammar's certainty a longer name of the recogniser has from the name that it begins with."""
_DEEPEST = 3
"""How many places of a chain tell the next one apart."""
_LENGTH_WORTH = 6.0
"""How many characters of length full certainty outweighs: the longest mention wins unless it is much less sure."""


def find_entities(
    passages: Sequence[str],
    *,
    issuer: str | None,
    date: str | None,
    lexicon: NameLexicon | None = None,
    recognised: Sequence[Recognised] | None = None,
    confirmed: bool = False,
) -> list[list[Mention]]:
    """Find the names of every passage and resolve them.

    Args:
        passages: One text an article: headline and paragraphs, a line each.
        issuer: Who issues the bulletin, as the masthead has it.
        date: The issue's date in EDTF.
        lexicon: The caller's names; they win.
        recognised: Spans of a recogniser, one list a passage: start, end, label, score.
        confirmed: Whether the recogniser looks for every kind of name, so that where it sees none only the grammar's
            surest rules are believed: the others alone were right once in four times on bulletins at first sight.
    """
    own = _own_names(lexicon)
    never = lexicon.never_names if lexicon is not None else frozenset()
    resolver = Resolver(simplify(issuer) if issuer else None, date)
    kept: list[list[Candidate]] = []
    cuts: list[Words] = []
    hidden: list[list[tuple[int, int]]] = []
    # Everything is decided on simplified characters; what is given back is as printed.
    plain = [simplify(text) for text in passages]
    for index, text in enumerate(plain):
        words = cut(text)
        candidates = [*find_organs(text, words), *find_persons(text, words), *_places(text, words, resolver.home_names)]
        if recognised is not None and index < len(recognised):
            seen = list(_from_model(text, words, recognised[index]))
            candidates = [
                *(_supported(candidates, seen, text, resolver) if confirmed else candidates),
                *_begun(seen, candidates),
            ]
        if never:
            candidates = [c for c in candidates if text[c.start : c.end] not in never]
        cuts.append(words)
        hidden.append([found.span() for found in _TITLE.finditer(text)])
        kept.append(_decide(candidates, [*own.find(text)] if own else [], hidden[-1]))
    known = names_of_issue(plain, kept, never, resolver.issuer, resolver.written)
    spread(plain, cuts, kept, hidden, known)
    mentions = _resolved(plain, kept, resolver, known, own)
    if confirmed:
        mentions = [[replace(m, confidence=_sure(m)) for m in found] for found in mentions]
    return [
        found if text is before else [_as_printed(mention, before) for mention in found]
        for found, text, before in zip(mentions, plain, passages, strict=True)
    ]


def _sure(mention: Mention) -> float:
    return round(confidence(mention.confidence, mention.sources), 4)


def _as_printed(mention: Mention, text: str) -> Mention:
    """Give a mention the characters of the text it was found in."""
    surface = text[mention.start : mention.end]
    same = mention.canonical == mention.text
    return replace(mention, text=surface, canonical=surface if same else mention.canonical)


def _from_model(text: str, words: Words, spans: Recognised) -> Iterator[Candidate]:
    """Take a recogniser's spans as candidates; what does not fit the text or the convention is left out."""
    bounds, parts = words.bounds, words.parts
    for start, end, label, score in spans:
        if label not in _LABELS or not 0 <= start < end <= len(text) or end - start < 2:
            continue
        if label != "PER" and _APART.search(text, start, end):
            # 、 never stands in a name, it stands between two.
            continue
        first, last = bisect_left(bounds, start), bisect_left(bounds, end)
        if label == "LOC" and bounds[first] == start and _CHAIN.fullmatch(parts, first, last):
            # 龙川县佗城镇 are two places, one below the other.
            continue
        if label == "ORG" and last - first == 1 and parts[first] in _BARE_HEADS and score < _VERY_SURE:
            # 公司, 人民法院: a head alone is a kind.
            continue
        if label == "LOC" and last - first == 1 and parts[first] in "mC" and score < _VERY_SURE:
            # 会议室, 农贸市场: a common noun is seldom a place's name.
            continue
        yield Candidate(start, end, _LABELS[label], score, "model")


def _supported(
    candidates: Sequence[Candidate], seen: Sequence[Candidate], text: str, resolver: Resolver
) -> list[Candidate]:
    """The grammar's candidates by a trusted rule, of the issuer's own place, or touching one of the recogniser's."""
    spans = sorted((c.start, c.end) for c in seen)
    starts = [start for start, _ in spans]
    reach = list(accumulate((end for _, end in spans), max))
    return [
        c
        for c in candidates
        if c.source in _TRUSTED
        or (c.source == "place" and _at_home(text[c.start : c.end], resolver))
        or ((at := bisect_left(starts, c.end)) and reach[at - 1] > c.start)
    ]


def _begun(seen: Sequence[Candidate], candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The recogniser's organisations, surer where the grammar sees their beginning: 省统计局党组 begins with 省统计局."""
    sure: dict[int, list[Candidate]] = {}
    for c in candidates:
        if c.label == "ORG":
            sure.setdefault(c.start, []).append(c)
    for c in seen:
        others = sure.get(c.start, ()) if c.label == "ORG" else ()
        if others and all(other.end < c.end for other in others):
            begun = max(other.score for other in others)
            yield replace(c, score=1 - (1 - c.score) * (1 - _BEGUN * begun))
        else:
            yield c


def _at_home(name: str, resolver: Resolver) -> bool:
    """Whether a place is the issuer's own or a county below it, long or short: 宜宾, 屏山, 屏山县 of 宜宾市总工会."""
    short = name[:-1] if name[-1] in "省市县区州盟旗" else name
    return short in resolver.home_names or (resolver.issuer or "").startswith(name)


def _places(text: str, words: Words, home: frozenset[str]) -> Iterator[Candidate]:
    """Give the divisions and other known places; a bare short county only where it is the issuer's."""
    bounds, parts = words.bounds, words.parts
    for found in _PLACE.finditer(parts):
        at = found.start()
        start, end = bounds[at], bounds[at + 1]
        letter = found.group()
        if letter == "c" and text[start:end] not in home:
            continue
        if letter in "pcK" and text[start - 1 : start] == "“":
            quote = _QUOTED.match(text, start)
            if quote is not None and quote.end() > end:
                # “宜宾工匠” names a title after a place, not the place.
                continue
        yield Candidate(start, end, "LOC", _PLACE_SCORES.get(letter, 0.7), "place")


def _decide(
    candidates: Iterable[Candidate], own: Sequence[Candidate], hidden: Sequence[tuple[int, int]]
) -> list[Candidate]:
    """Choose among overlapping candidates: the caller's first, then the longer and surer; nothing inside 《》."""
    merged: dict[tuple[int, int, str], Candidate] = {}
    for c in candidates:
        key = (c.start, c.end, c.label)
        other = merged.get(key)
        if other is None:
            merged[key] = c
        elif c.source not in other.source:
            # Model and grammar do not copy from each other: both must err for the name to be none. Two rules of the
            # grammar see the same words and are worth the better one.
            apart = ("model" in other.source) != (c.source == "model")
            score = 1 - (1 - other.score) * (1 - c.score) if apart else max(other.score, c.score)
            merged[key] = Candidate(c.start, c.end, c.label, score, f"{other.source}+{c.source}")
    # What the recogniser alone has seen must be likelier right than wrong; below that it only supports others.
    judged = [c for c in merged.values() if c.source != "model" or c.score >= _ALONE[c.label]]
    ranked = sorted(judged, key=lambda c: (c.start - c.end - _LENGTH_WORTH * c.score, c.start, c.label))
    taken: list[Candidate] = []
    starts: list[int] = []
    for c in (*own, *ranked):
        at = bisect_left(starts, c.start)
        if (at < len(taken) and taken[at].start < c.end) or (at and taken[at - 1].end > c.start):
            continue
        if hidden and covered(hidden, c.start, c.end):
            continue
        starts.insert(at, c.start)
        taken.insert(at, c)
    return taken


class _OwnNames:
    """A caller's names with the automaton that finds them."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self.lexicon = lexicon
        self.entries: dict[str, tuple[str, EntityLabel, str | None]] = {}
        for name, label, aliases, code in lexicon.names:
            for form in (name, *aliases):
                if form and label in _LABELS:
                    self.entries.setdefault(form, (name, _LABELS[label], code))
        self._forms = list(self.entries)
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[Candidate]:
        """Give every place in a text where one of the names stands."""
        for which, start, end in self._automaton.find_matches_as_indexes(text):
            yield Candidate(start, end, self.entries[self._forms[which]][1], 1.0, "lexicon")


_own_cache: list[_OwnNames] = []


def _own_names(lexicon: NameLexicon | None) -> _OwnNames | None:
    """Build the automaton of a lexicon once; a process uses one or two lexicons."""
    if lexicon is None or not lexicon.names:
        return None
    for own in _own_cache:
        if own.lexicon is lexicon:
            return own
    own = _OwnNames(lexicon)
    _own_cache[:] = [own, *_own_cache[:3]]
    return own


def _resolved(
    passages: Sequence[str],
    kept: Sequence[Sequence[Candidate]],
    resolver: Resolver,
    known: Known,
    own: _OwnNames | None,
) -> list[list[Mention]]:
    """Turn what was kept into mentions with their meaning."""
    cache: dict[tuple[str, str], Meaning] = {}
    result: list[list[Mention]] = []
    for text, found in zip(passages, kept, strict=True):
        mentions: list[Mention] = []
        nearby = _codes_in(text, found, resolver, cache)
        named: set[str] | None = None
        here: dict[tuple[str, tuple[str, ...]], Meaning] = {}
        above: tuple[str, ...] = ()
        last_end = -1
        for c in found:
            surface = text[c.start : c.end]
            if c.start != last_end:
                above = ()
            entry = own.entries.get(surface) if own is not None and "lexicon" in c.source else None
            key = (surface, c.label)
            if entry is not None:
                meaning = Meaning(entry[0], entry[2])
            elif c.label == "LOC":
                if (surface, above) not in here:
                    here[surface, above] = _place(surface, above, nearby, resolver, known, cache)
                meaning = here[surface, above]
            elif key in cache:
                meaning = cache[key]
            elif (surface, ()) in here:
                meaning = here[surface, ()]
            else:
                meaning = resolver.organ(surface, known.like(surface)) if c.label == "ORG" else Meaning(surface)
                if meaning.canonical is None:
                    # What the issuer leaves open its article may tell.
                    named = _named_in(text, found, resolver, cache) if named is None else named
                    meaning = here[surface, ()] = resolver.organ(surface, known.like(surface), named)
                else:
                    cache[key] = meaning
            above = (*above, meaning.code)[-_DEEPEST:] if c.label == "LOC" and meaning.code else ()
            last_end = c.end
            mentions.append(_mention(c, surface, meaning))
        result.append(mentions)
    return result


def _mention(c: Candidate, surface: str, meaning: Meaning) -> Mention:
    """Put a candidate and its meaning together."""
    return Mention(
        c.start,
        c.end,
        c.label,
        surface,
        meaning.canonical,
        meaning.code,
        round(min(c.score, 1.0), 4),
        tuple(sorted(c.source.split("+"))),
        meaning.candidates,
    )


def _codes_in(
    text: str, found: Sequence[Candidate], resolver: Resolver, cache: dict[tuple[str, str], Meaning]
) -> tuple[str, ...]:
    """Give the codes of the cities and counties an article names, as hints for the places below them."""
    codes: dict[str, None] = {}
    for c in found:
        if c.label == "LOC":
            surface = text[c.start : c.end]
            meaning = cache.get((surface, "LOC"))
            if meaning is None:
                meaning = cache[surface, "LOC"] = resolver.place(surface)
            if meaning.code is not None and not meaning.code.endswith("0000"):
                codes[meaning.code] = None
    return tuple(codes)


def _named_in(
    text: str, found: Sequence[Candidate], resolver: Resolver, cache: dict[tuple[str, str], Meaning]
) -> set[str]:
    """Give the full names of the places an article names, also as the beginning of an organisation's name."""
    named: set[str] = set()
    for c in found:
        surface = text[c.start : c.end]
        if c.label == "LOC":
            named.add(cache[surface, "LOC"].canonical or surface)
        elif c.label == "ORG":
            place = resolver.place_of(surface)
            if place is not None:
                named.add(place)
    return named


def _place(
    surface: str,
    above: tuple[str, ...],
    nearby: tuple[str, ...],
    resolver: Resolver,
    known: Known,
    cache: dict[tuple[str, str], Meaning],
) -> Meaning:
    """Resolve a place by what stands before it, else by the issuer, else by its article."""
    meaning = cache[surface, "LOC"]
    if meaning.code is None and (above or (meaning.candidates and nearby)):
        meaning = resolver.place(surface, above, nearby)
    elif above and meaning.code is not None:
        better = resolver.place(surface, above, nearby)
        meaning = better if better.code is not None else meaning
    if meaning.code is None and meaning.canonical == surface:
        longer = {name for name in known.places if name != surface and name.endswith(surface)}
        if len(longer) == 1:
            return resolver.place(longer.pop())
    return meaning
