"""Make the tables of divisions from public facts: county level and above since 1981, townships of one vintage.

    python scripts/make_divisions.py FOLDER

``FOLDER`` holds ``areacodes_result.csv`` (yescallop/areacodes, CC0: every code since 1981 with its years and its
successors) and ``modood_*.csv`` (a second, independent list of the current divisions down to townships). The second is
the check on the first: a county-level name that the two spell differently stops the script. The same input gives the
same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "src" / "gov_bulletin_nlp" / "tables"

KNOWN_DIFFERENCES = {
    "460302": "counties-only source lists the islands without their districts (since 2020)",
    "460303": "counties-only source lists the islands without their districts (since 2020)",
    "653228": "county made in 2024, after the second source's vintage",
    "653229": "county made in 2024, after the second source's vintage",
}
"""Live codes of the first source that the second rightly lacks."""

TOWNSHIP = re.compile(r"(街道|镇|乡|苏木|地区)$")
OFFICE = re.compile(r"(?<=街道)办事处$|(?<=镇|乡)人民政府$")
SUCCESSOR = re.compile(r"(\d{6})(?:\[(\d{4})\])?")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read one CSV file with a head line."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def parent_of(row: dict[str, str], known: set[str]) -> str:
    """Give the code of the division above; counties a province rules directly have the province."""
    code = row["代码"]
    if row["级别"] == "省级":
        return ""
    if row["级别"] == "地级" or row["二级行政区"] == "直辖":
        return code[:2] + "0000"
    prefecture = code[:4] + "00"
    if prefecture not in known:
        raise SystemExit(f"{code} {row['名称']}: its prefecture {prefecture} is not in the source")
    return prefecture


def division_lines(rows: list[dict[str, str]]) -> Iterator[str]:
    """Write one line a code and period; a line's successors carry their year where it is not the line's last."""
    known = {row["代码"] for row in rows}
    ordered = sorted(rows, key=lambda row: (row["代码"], row["启用时间"]))
    for row in ordered:
        successors = ";".join(
            code + (f"@{year}" if year and year != row["变更/弃用时间"] else "")
            for code, year in SUCCESSOR.findall(row["新代码"])
        )
        fields = (
            row["代码"], row["名称"], parent_of(row, known), row["启用时间"], row["变更/弃用时间"], successors,
        )  # fmt: skip
        yield "\t".join(fields)


def check(rows: list[dict[str, str]], folder: Path) -> int:
    """Compare the live divisions with the second source; give the number of codes on which both agree."""
    live = {row["代码"]: row["名称"] for row in rows if row["状态"] == "在用"}
    second = {row["code"]: row["name"] for row in rows_of(folder / "modood_areas.csv")}
    # Codes of the second source that only statisticians use (development zones) are not divisions and have no rival.
    agreed = 0
    for code, name in live.items():
        if code.endswith("00"):
            continue
        if code not in second:
            if code not in KNOWN_DIFFERENCES:
                raise SystemExit(f"{code} {name}: live in the first source, missing in the second")
            continue
        if second[code] != name:
            raise SystemExit(f"{code}: {name} in the first source, {second[code]} in the second")
        agreed += 1
    for row in rows_of(folder / "modood_cities.csv"):
        code = row["code"] + "00"
        if code in live and live[code] != row["name"]:
            raise SystemExit(f"{code}: {live[code]} in the first source, {row['name']} in the second")
    return agreed


def township_lines(folder: Path, live: set[str]) -> Iterator[str]:
    """Write one line a county: its code, then its townships as the two or three last digits and the name."""
    counties: dict[str, list[str]] = {}
    for row in rows_of(folder / "modood_streets.csv"):
        name = OFFICE.sub("", row["name"])
        if row["areaCode"] in live and TOWNSHIP.search(name) and len(name) <= 12:
            counties.setdefault(row["areaCode"], []).append(row["code"][6:] + name)
    for code in sorted(counties):
        yield "\t".join((code, *sorted(counties[code])))


def write_gzip(path: Path, text: str) -> None:
    """Write without a time stamp or a file name, so that the bytes depend on the text alone."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as handle:
        handle.write(text.encode())
    path.write_bytes(buffer.getvalue())


def main() -> None:
    """Read the folder named on the command line and write both tables."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    folder = Path(sys.argv[1])
    rows = rows_of(folder / "areacodes_result.csv")
    agreed = check(rows, folder)
    first, last = min(row["启用时间"] for row in rows), max(row["启用时间"] for row in rows)
    head = (
        "# Divisions of the PRC at county level and above: code (GB/T 2260), name, parent, from (year, included),\n"
        "# until (year, excluded; empty: still in use), successors (code or code@year, separated by ;).\n"
        f"# Vintage: changes from {first} to {last}. Source: yescallop/areacodes (CC0 1.0), after the Ministry of\n"
        f"# Civil Affairs; {agreed} live county-level names agree with modood/Administrative-divisions-of-China.\n"
        "# Made by scripts/make_divisions.py; do not edit.\n"
    )
    (TABLES / "divisions.tsv").write_text(head + "\n".join(division_lines(rows)) + "\n", encoding="utf-8", newline="\n")
    live = {row["代码"] for row in rows if row["状态"] == "在用"}
    head = (
        "# Townships and streets by county: code, then three digits and name of each. One vintage (2023), no history.\n"
        "# Source: modood/Administrative-divisions-of-China (facts of the National Bureau of Statistics).\n"
    )
    write_gzip(TABLES / "townships.tsv.gz", head + "\n".join(township_lines(folder, live)) + "\n")
    print(f"{len(rows)} rows, {agreed} names agreed, {first}-{last}", file=sys.stderr)


if __name__ == "__main__":
    main()
