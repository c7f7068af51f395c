"""What a name means: full names for short forms, codes for places, by who issues the bulletin and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gov_bulletin_nlp import divisions
from gov_bulletin_nlp.annotate.name_words import read_toml, tables
from gov_bulletin_nlp.divisions import Division

_LEVEL = r"自治区|街道|[省市县区州旗盟镇乡]"
_LEVELLED = re.compile(rf"({_LEVEL})(?=[^，。\s])(.+)$")
_LEAGUE = re.compile(rf"团({_LEVEL})委(.*)$")
_SCHOOL = re.compile(r"(?:学校|校)(.+)$")
_OURS = re.compile(r"(?:我|本)(.{1,4})$")
_INSTITUTION = re.compile(r"^.+?(?:大学|学院|学校|中学|小学|医院|集团|公司)")
_WRITTEN = re.compile(r"(?:(?<![\u4e00-\u9fff])|(?<=[省市县区州旗盟]))[\u4e00-\u9fff]{2,4}?[省市县区州旗盟镇乡]")
_TOWNSHIP = re.compile(r"^[\u4e00-\u9fff]{1,6}?(?:镇|乡|街道)")
_LONGER = {"委": ("员", "托"), "总": ("工", "商", "队", "站", "医"), "办": ("公", "事"), "大": ("学", "队")}
"""What makes a short form's last character the beginning of another word: 市委|员会, 市总|工会."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A resolved name; ``canonical`` is ``None`` where it stays open."""

    canonical: str | None = None
    code: str | None = None
    candidates: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _full_forms() -> tuple[dict[str, str], dict[str, str]]:
    """Read the short forms: by level (without the level letter) and those that mean one thing everywhere."""
    table = read_toml("organs.toml")
    levelled = {row["short"]: row["full"] for row in table["full"]}
    fixed: dict[str, str] = {}
    for row in table["everywhere"]:
        fixed.update(pair.split("=") for pair in row["names"].split())
    return levelled, fixed


def _home(issuer: str | None, written: Sequence[str], year: int) -> Division | None:
    """Find the issuer's division; 云州市, which the table lacks, is not the district 云州区 whose short form it holds."""
    home = divisions.locate(issuer, year)
    if home is None or not written:
        return home
    names = {division.name for division in divisions.chain(home.code, year)}
    short = [form for form in divisions.short_forms(home.name) if written[0].startswith(form)]
    lent = written[0] not in names and any(written[0] == form + written[0][-1] for form in short)
    return None if lent else home


class Resolver:
    """Resolves the names of one issue.

    Args:
        issuer: Who issues it, as the masthead has it.
        date: Its date in EDTF; decides which divisions there are.
    """

    def __init__(self, issuer: str | None, date: str | None) -> None:
        self.issuer = issuer
        self.year = divisions.year_of(date)
        plain = issuer.removeprefix("中共").removeprefix("共青团") if issuer else ""
        written = tuple(found.group() for found in _WRITTEN.finditer(plain))
        self.home = _home(issuer, written, self.year)
        self.line: tuple[Division, ...] = divisions.chain(self.home.code, self.year) if self.home else ()
        found = _INSTITUTION.match(issuer) if issuer else None
        self.institution = found.group() if found else None
        self.home_names = self._below()
        # Places the table lacks still lie under the issuer's hand: 云州市 in 云州市总工会.
        self.written = () if self.home else written

    def _below(self) -> frozenset[str]:
        """Give the short names of the counties of the issuer's prefecture: its bulletin calls them so."""
        if self.home is None or self.home.level == 1:
            return frozenset()
        prefecture = self.home.code if self.home.level == 2 else self.home.parent
        rows = divisions.children(prefecture, self.year)
        return frozenset(short for row in rows for short in divisions.short_forms(row.name))

    def place(self, name: str, above: Sequence[str] = (), nearby: Sequence[str] = ()) -> Meaning:
        """Resolve a place; see `divisions.resolve`."""
        found = divisions.resolve(name, self.year, self.home, above, nearby)
        if found.code is not None or found.candidates or found.name is not None:
            return Meaning(found.name, found.code, found.candidates)
        return self._site(name)

    def _site(self, name: str) -> Meaning:
        """Give a site its full name: 市体育馆 is the issuer's."""
        found = _LEVELLED.match(name)
        if found is None:
            return Meaning(name)
        place = self.at_level(found.group(1))
        return Meaning(f"{place}{found.group(2)}") if place else Meaning()

    def place_of(self, organ: str) -> str | None:
        """Name the division that opens an organisation's name."""
        place = divisions.locate(organ, self.year)
        return place.name if place is not None else None

    def at_level(self, level: str) -> str | None:
        """Name the division that a level letter means for the issuer: 市 is its city, 省 its province."""
        if level in ("镇", "乡", "街道"):
            return self._township(level)
        for division in self.line:
            # 区 of a city in an autonomous region is not the region.
            regional = level == "区" and division.level < 3 and division is not self.home
            if division.name.endswith(level) and not regional:
                return division.name
        return next((name for name in reversed(self.written) if name.endswith(level)), None)

    def _township(self, level: str) -> str | None:
        """Name the issuer's own township."""
        if self.issuer is None or self.home is None:
            return None
        for name in (self.home.name, *divisions.short_forms(self.home.name)):
            _, met, rest = self.issuer.partition(name)
            found = _TOWNSHIP.match(rest) if met else None
            if found and found.group().endswith(level):
                return found.group()
        return None

    def organ(self, name: str, known: Iterable[str] = (), places: Iterable[str] = ()) -> Meaning:
        """Resolve an organisation.

        Args:
            name: As written.
            known: Names of organisations the issue has, as evidence for short forms.
            places: Names of the places its article has; the only county among them is the article's 县.
        """
        _, fixed = _full_forms()
        if name in fixed:
            return Meaning(fixed[name])
        league = _LEAGUE.match(name)
        if league is not None:
            return self._of_level(league.group(1), "团*委" + league.group(2), known, places)
        found = _LEVELLED.match(name)
        if found is not None and divisions.locate(name, self.year) is None:
            return self._of_level(found.group(1), "*" + found.group(2), known, places)
        ours = _OURS.match(name)
        if ours is not None:
            return self._own(ours.group(1))
        school = _SCHOOL.match(name)
        if school is not None and self.institution is not None:
            return Meaning(self.institution + school.group(1))
        placed = self._placed(name)
        if placed is not None:
            return Meaning(placed)
        return self._by_issue(name, known)

    def _own(self, kind: str) -> Meaning:
        """Resolve 我局, 我校: the issuer, where it is of that kind."""
        for whole in (self.issuer, self.institution):
            if whole and (whole.endswith(kind) or (kind == "校" and re.search("(?:大学|学院|学校|中学|小学)$", whole))):
                return Meaning(whole)
        if self.issuer and kind in ("委", "会") and self.issuer.endswith("委员会" if kind == "委" else "会"):
            return Meaning(self.issuer)
        place = self.at_level(kind)
        return Meaning(place) if place else Meaning()

    def _of_level(self, level: str, pattern: str, known: Iterable[str], places: Iterable[str]) -> Meaning:
        """Fill in the place a level letter stands for."""
        place = self.at_level(level)
        if place is not None:
            return Meaning(self._longer(pattern, place, level, known) or _expand(pattern, place))
        wanted = {other for other in known if self._speaks_of(other, level, pattern)}
        if len(wanted) == 1:
            return self.organ(wanted.pop())
        if not wanted:
            named = {name for name in places if name.endswith(level) and name != level}
            if len(named) == 1:
                return Meaning(_expand(pattern, named.pop()))
        if self.home is None or wanted:
            return Meaning(candidates=tuple(sorted(wanted)))
        below = [row for row in divisions.children(self.home.code, self.year) if row.name.endswith(level)]
        return Meaning(candidates=tuple(_expand(pattern, row.name) for row in below[:12]))

    def _longer(self, pattern: str, place: str, level: str, known: Iterable[str]) -> str | None:
        """Find what a short form of the issuer's own level shortens: the issuer itself, or a name of the issue."""
        rest = pattern.removeprefix("*")
        if rest == pattern or _expand(pattern, place) != place + rest:
            return None
        if self.issuer is not None:
            _, met, own = self.issuer.partition(place)
            # 办 stands for 办公室.
            if met and len(own) > len(rest) and shortens(rest, own.removesuffix("公室") if rest[-1] == "办" else own):
                return place + own
        longer = {
            other.removeprefix(place).removeprefix(level)
            for other in known
            if other.startswith((place, level)) and len(other) > len(rest) + len(level)
        }
        longer = {other for other in longer if len(other) > len(rest) and shortens(rest, other)}
        return place + longer.pop() if len(longer) == 1 and len(rest) > 2 else None

    def _speaks_of(self, name: str, level: str, pattern: str) -> bool:
        """Say whether a known name is the full form of a levelled short form: 柳河县总工会 of 县总."""
        place = divisions.locate(name, self.year)
        if place is None or not place.name.endswith(level):
            return False
        full = _expand(pattern, place.name)
        return full == name or full == self._placed(name)

    def _placed(self, name: str) -> str | None:
        """Expand the short form behind a written place: 合肥市人防办, 汕头市委."""
        levelled, _ = _full_forms()
        found = divisions.locate(name, self.year)
        if found is None:
            return None
        for place in (found.name, *divisions.short_forms(found.name)):
            before, met, rest = name.partition(place)
            if not met:
                continue
            if place != found.name and rest[:1] == found.name[-1]:
                rest = rest[1:]
            if rest[:1] == found.name[-1] and _opens_short(rest):
                # 通化市市总工会: the level is written twice.
                rest = rest[1:]
            if place != found.name and not any(_matches(short, rest) for short in levelled):
                return name
            full = _expand("*" + rest, found.name)
            return full if full.startswith(("中共", "政协", "共青团")) else before + full
        return None

    def _by_issue(self, name: str, known: Iterable[str]) -> Meaning:
        """Resolve by the issue's own longer names: 救助站 by 通化市救助管理站."""
        longer = {other for other in known if len(other) > len(name) and shortens(name, other)}
        ending = {other for other in longer if other.endswith(name)}
        best = ending or longer
        fulls = {self.organ(other).canonical or other for other in best}
        if len(fulls) == 1:
            return Meaning(fulls.pop())
        if fulls:
            return Meaning(candidates=tuple(sorted(fulls)))
        return Meaning(name) if len(name) > 4 or tables().kinds.get(name) == "O" else Meaning()


def _opens_short(text: str) -> bool:
    """Say whether a text begins with a levelled short form: 市总工会 does, 市场监督管理局 does not."""
    kinds = tables().kinds
    return any(kinds.get(text[:length]) == "S" for length in range(2, 7))


def _matches(short: str, rest: str) -> bool:
    return short.startswith("*") and rest.startswith(short[1:])


def _expand(pattern: str, place: str) -> str:
    """Put a place into a short form: the longest row of the table that opens it, and what follows."""
    levelled, _ = _full_forms()
    for length in range(len(pattern), 1, -1):
        full = levelled.get(pattern[:length])
        if full is None or (length < len(pattern) and not _divides(pattern[:length], pattern[length:])):
            continue
        court = "高级" if place.endswith("省") else "中级" if len(_codes_of_level_two(place)) else ""
        return full.format(place=place, court=court) + pattern[length:]
    return pattern.replace("*", place)


def _divides(short: str, rest: str) -> bool:
    """Say whether a short form may be followed by a unit: 市委组织部, but not 市委员会 or 市总工会."""
    return not rest.startswith(_LONGER.get(short[-1], ()))


@lru_cache(maxsize=256)
def _codes_of_level_two(place: str) -> tuple[str, ...]:
    return tuple(row.code for row in divisions.table().by_name.get(place, ()) if row.level == 2)


def shortens(short: str, full: str) -> bool:
    """Say whether a short form keeps the last character of a full one and takes its others from it in order."""
    if short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(letter in rest for letter in short)
