"""Administrative divisions as they stood in a given year: names, codes, parents, short forms, renames.

Pure look-ups over ``tables/divisions.tsv`` (county level and above, since 1981) and ``tables/townships.tsv.gz`` (one
vintage). The facts are by the year and describe its last day; a division that was renamed, merged or raised during a
year is known under both names in that year. What the context does not decide is ``None`` with its candidates.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

LAST_YEAR = 9999
"""The ``until`` of a division that still is."""

_ETHNIC = (
    "蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|傣族|黎族|傈僳族|"
    "佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|"
    "塔吉克族|怒族|鄂温克族|保安族|裕固族|独龙族|普米族|各族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔|回|壮"
)
_KIND = "特别行政区|自治区|自治州|自治县|自治旗|林区|特区|地区|省|市|县|区|旗|盟"
_SHORT = re.compile(rf"^(.{{2,}}?)(?:{_ETHNIC})*(?:{_KIND})$")
_AUTONOMOUS = re.compile("自治[州县旗]$")
_FURTHER = {"内蒙古自治区": ("内蒙古", "内蒙"), "双江拉祜族佤族布朗族傣族自治县": ("双江",)}


@dataclass(frozen=True, slots=True)
class Division:
    """A division under one name and code: in use from ``since`` (included) until ``until`` (excluded)."""

    code: str
    name: str
    parent: str
    since: int
    until: int
    successors: tuple[tuple[str, int], ...]

    @property
    def level(self) -> int:
        """Give 1 for provinces, 2 for prefectures, 3 for counties."""
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3

    def within(self, year: int) -> bool:
        """Say whether the name was in use at any time of the year."""
        return self.since <= year <= self.until

    def at_end_of(self, year: int) -> bool:
        """Say whether it was in use on the year's last day."""
        return self.since <= year < self.until


@dataclass(frozen=True, slots=True)
class Place:
    """What a name was resolved to; ``code`` is ``None`` where several remain (``candidates``) or none is known."""

    name: str | None
    code: str | None
    candidates: tuple[str, ...] = ()


NOWHERE = Place(None, None)


@dataclass(frozen=True, slots=True)
class Table:
    """All divisions, by code and by name (full and short)."""

    by_code: dict[str, tuple[Division, ...]]
    by_name: dict[str, tuple[Division, ...]]
    by_short: dict[str, tuple[Division, ...]]
    by_parent: dict[str, tuple[Division, ...]]


def short_forms(name: str) -> tuple[str, ...]:
    """Give the names a division goes by without its kind: ``东昌区`` → ``东昌``; none for ``通县``."""
    if name in _FURTHER:
        return _FURTHER[name]
    found = _SHORT.match(name)
    if found is None:
        return ()
    stem = found.group(1)
    kind = _AUTONOMOUS.search(name)
    # 大理白族自治州 is 大理州, 道真仡佬族苗族自治县 is 道真自治县 and 道真县.
    return (stem, stem + kind.group(), stem + kind.group()[-1]) if kind and stem + kind.group() != name else (stem,)


@lru_cache(maxsize=1)
def table() -> Table:
    """Read the table once."""
    by_code: dict[str, list[Division]] = {}
    by_name: dict[str, list[Division]] = {}
    by_short: dict[str, list[Division]] = {}
    by_parent: dict[str, list[Division]] = {}
    shorts: dict[str, tuple[str, ...]] = {}
    text = (files("gov_bulletin_nlp") / "tables" / "divisions.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, name, parent, since, until, successors = line.split("\t")
        end = int(until) if until else LAST_YEAR
        heirs: tuple[tuple[str, int], ...] = ()
        if successors:
            parts = (entry.partition("@") for entry in successors.split(";"))
            heirs = tuple((heir, int(year) if year else end) for heir, _, year in parts)
        division = Division(code, name, parent, int(since), end, heirs)
        by_code.setdefault(code, []).append(division)
        by_name.setdefault(name, []).append(division)
        by_parent.setdefault(parent, []).append(division)
        if name not in shorts:
            shorts[name] = short_forms(name)
        for short in shorts[name]:
            by_short.setdefault(short, []).append(division)
    return Table(
        {key: tuple(rows) for key, rows in by_code.items()},
        {key: tuple(rows) for key, rows in by_name.items()},
        {key: tuple(rows) for key, rows in by_short.items()},
        {key: tuple(rows) for key, rows in by_parent.items()},
    )


@lru_cache(maxsize=1)
def townships() -> dict[str, tuple[str, ...]]:
    """Read the townships once: name → nine-digit codes."""
    packed = (files("gov_bulletin_nlp") / "tables" / "townships.tsv.gz").read_bytes()
    found: dict[str, list[str]] = {}
    for line in gzip.decompress(packed).decode().splitlines():
        if line.startswith("#"):
            continue
        county, *rows = line.split("\t")
        for row in rows:
            found.setdefault(row[3:], []).append(county + row[:3])
    return {name: tuple(codes) for name, codes in found.items()}


def year_of(date: str | None) -> int:
    """Take the year of an EDTF date; without one, today's divisions count."""
    found = re.match(r"\d{4}", date) if date else None
    return int(found.group()) if found else LAST_YEAR - 1


def division_at(code: str, year: int) -> Division | None:
    """Give the division that had the code on the year's last day."""
    for division in table().by_code.get(code, ()):
        if division.at_end_of(year):
            return division
    return None


def chain(code: str, year: int) -> tuple[Division, ...]:
    """Give a division and those above it, lowest first."""
    found: list[Division] = []
    at: str | None = code
    while at:
        division = division_at(at, year)
        if division is None:
            break
        found.append(division)
        at = division.parent
    return tuple(found)


def successors_of(code: str, year: int) -> tuple[Division, ...]:
    """Follow renames and mergers from a code that went out of use to what holds its area in a year."""
    pending, seen, found = [code], {code}, []
    while pending:
        at = pending.pop(0)
        division = division_at(at, year)
        if division is not None:
            found.append(division)
            continue
        for row in table().by_code.get(at, ()):
            for heir, when in row.successors:
                if when <= year and heir not in seen:
                    seen.add(heir)
                    pending.append(heir)
    return tuple(found)


def in_use(rows: Iterable[Division], year: int) -> list[Division]:
    """Keep what was in use in the year; of one division that had two codes in it, the later."""
    rows = [row for row in rows if row.within(year)]
    lasting = {row.code: row for row in rows if row.at_end_of(year)}
    return [
        row
        for row in rows
        if row.at_end_of(year)
        or not any(heir in lasting and lasting[heir].name == row.name for heir in (row.code, *dict(row.successors)))
    ]


@lru_cache(maxsize=8192)
def locate(name: str | None, year: int) -> Division | None:
    """Find the division an issuer belongs to: the lowest one of the chain of places that opens its name.

    >>> locate("吉林省通化市总工会", 2023).code
    '220500'
    """
    if not name:
        return None
    rest, above = name.removeprefix("中共").removeprefix("共青团"), None
    while rest:
        step = _leading(rest, year, above)
        if step is None:
            break
        above, length = step
        rest = rest[length:]
    return above


def _leading(text: str, year: int, above: Division | None) -> tuple[Division, int] | None:
    """Find the longest division name, full or short, at the start of a text, below ``above`` where that is given."""
    known = table()
    for length in range(min(len(text), 15), 1, -1):
        head = text[:length]
        named = known.by_name.get(head)
        rows = in_use(named, year) if named else []
        if not rows and length < len(text):
            named = known.by_short.get(head)
            rows = in_use(named, year) if named else []
        if not rows:
            continue
        if above is not None:
            rows = [row for row in rows if row.code != above.code and is_below(row.code, above.code)]
        if len(rows) > 1:
            top = min(row.level for row in rows)
            rows = [row for row in rows if row.level == top]
        if len(rows) == 1:
            return rows[0], length
    return None


def children(code: str, year: int) -> tuple[Division, ...]:
    """Give the divisions directly below one."""
    return tuple(row for row in table().by_parent.get(code, ()) if row.at_end_of(year))


def is_below(code: str, above: str) -> bool:
    """Say whether a code lies in a division: 220502 and 220502001 in 220500, and that in 220000."""
    return code.startswith(above.rstrip("0") if not above.endswith("00") else above[: 2 if above[2:] == "0000" else 4])


def resolve(
    name: str, year: int, issuer: Division | None = None, above: Sequence[str] = (), nearby: Sequence[str] = ()
) -> Place:
    """Resolve a place's name, full or short, to the division it means.

    Args:
        name: As written, ``东昌区`` or ``东昌``.
        year: The issue's year.
        issuer: The division of the issuer.
        above: Codes the text puts directly before the name (``长春市`` before ``朝阳区``), the nearest last.
        nearby: Codes of places the same article names, as a weak hint.
    """
    known = table()
    short = False
    rows = in_use(known.by_name.get(name, ()), year)
    if not rows:
        rows, short = in_use(known.by_short.get(name, ()), year), True
    if not rows:
        if name in known.by_name or name in known.by_short:
            return _former(name, year)
        return _township(name, year, issuer, above, nearby)
    code = _nearest([row.code for row in rows], year, issuer, above, nearby, short)
    if code is None or (issuer is not None and not above and _was_at_home(name, code, year, issuer)):
        return Place(None, None, tuple(sorted({f"{row.name} {row.code}" for row in rows})))
    return Place(next(row.name for row in rows if row.code == code), code)


def _was_at_home(name: str, code: str, year: int, issuer: Division) -> bool:
    """Say whether the issuer's area once had a division of that name, so that a namesake elsewhere is not meant."""
    home = issuer.code if issuer.level < 3 else issuer.parent
    return not is_below(code, home) and any(
        row.until <= year and is_below(row.code, home) for row in table().by_name.get(name, ())
    )


def _former(name: str, year: int) -> Place:
    """Give a name that is no longer, or not yet, in use no code, but what became of it as candidates."""
    known = table()
    rows = [row for row in (*known.by_name.get(name, ()), *known.by_short.get(name, ())) if row.until <= year]
    heirs = {f"{heir.name} {heir.code}" for row in rows for heir in successors_of(row.code, year)}
    return Place(name if name in known.by_name else None, None, tuple(sorted(heirs)))


def _township(name: str, year: int, issuer: Division | None, above: Sequence[str], nearby: Sequence[str]) -> Place:
    """Resolve a township; its county must have had the same code then as in the table's vintage."""
    full, codes = name, townships().get(name, ())
    if not codes and (issuer is not None or above) and len(name) < 5:
        # 罗店 for 罗店镇 is said only at home.
        home = above[-1] if above else issuer.code if issuer is not None else ""
        inside = [
            (longer, code)
            for longer in (name + "镇", name + "乡", name + "街道", name + "道")
            for code in townships().get(longer, ())
            if is_below(code, home)
        ]
        if len(inside) != 1:
            return NOWHERE
        full, codes = inside[0][0], (inside[0][1],)
    codes = tuple(code for code in codes if division_at(code[:6], year) and division_at(code[:6], LAST_YEAR - 1))
    if not codes:
        return NOWHERE
    code = _nearest(list(codes), year, issuer, above, nearby, short=False)
    if code is None:
        return Place(full, None, tuple(codes[:8]))
    return Place(full, code)


def _nearest(
    codes: list[str], year: int, issuer: Division | None, above: Sequence[str], nearby: Sequence[str], short: bool
) -> str | None:
    """Choose the one code the context decides for, or none."""
    for outer in reversed(above):
        inside = [code for code in codes if code != outer and is_below(code, outer)]
        if inside:
            codes = inside
            break
    if len(set(codes)) == 1:
        return codes[0]
    if issuer is not None and not above:
        line = chain(issuer.code, year)
        own = [code for code in codes if any(code == division.code for division in line)]
        if own:
            return own[0] if len(set(own)) == 1 else None
        # From the issuer outward; a city's bulletin does not speak of another city's district by its bare name, so the
        # province decides only for an issuer of the province.
        for division in line:
            if division.level == 1 and issuer.level != 1:
                break
            inside = [code for code in codes if is_below(code, division.code)]
            if inside:
                return _highest(inside, short)
    for hint in nearby:
        inside = [code for code in codes if code != hint and is_below(code, hint)]
        if len(set(inside)) == 1:
            return inside[0]
    return _highest(codes, short)


def _highest(codes: list[str], short: bool) -> str | None:
    """Let a bare short form mean the highest division of that name; a full name must be the only one."""
    if len(set(codes)) == 1:
        return codes[0]
    if not short:
        return None
    for zeros in ("0000", "00"):
        top = {code for code in codes if len(code) == 6 and code.endswith(zeros)}
        if top:
            return top.pop() if len(top) == 1 else None
    return None
