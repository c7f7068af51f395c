"""Divisions by name and year, short forms, namesakes, renames."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gov_bulletin_nlp import divisions

SPECS = Path(__file__).parent / "specs"
RENAMED = [json.loads(line) for line in (SPECS / "renamed_divisions.jsonl").read_text(encoding="utf-8").splitlines()]


def name_of(row: dict[str, object]) -> str:
    return f"{row['before']['name']}-{row['year']}"  # type: ignore[index]


@pytest.mark.parametrize("row", RENAMED, ids=name_of)
def test_a_renamed_division_has_the_code_of_its_year(row: dict) -> None:
    year, before, after = row["year"], row["before"], row["after"]
    for when, wanted in ((year - 1, before), (year + 1, after)):
        home = divisions.locate(row["issuer"], when)
        assert divisions.resolve(wanted["name"], when, home).code == wanted["code"]
    if before["name"] != after["name"]:
        # After the change the old name is nobody's; it is known what became of it.
        late = divisions.resolve(before["name"], year + 1, divisions.locate(row["issuer"], year + 1))
        assert late.code is None
        # In the year itself both names are in use.
        home = divisions.locate(row["issuer"], year)
        assert divisions.resolve(before["name"], year, home).code == before["code"]


def test_there_are_a_hundred_renamed_divisions() -> None:
    assert len(RENAMED) >= 100


@pytest.mark.parametrize(
    ("name", "shorts"),
    [
        ("东昌区", ("东昌",)),
        ("通化市", ("通化",)),
        ("通县", ()),
        ("内蒙古自治区", ("内蒙古", "内蒙")),
        ("大理白族自治州", ("大理", "大理自治州", "大理州")),
        ("道真仡佬族苗族自治县", ("道真", "道真自治县", "道真县")),
        ("香港特别行政区", ("香港",)),
        ("敖汉旗", ("敖汉",)),
    ],
)
def test_short_forms(name: str, shorts: tuple[str, ...]) -> None:
    assert divisions.short_forms(name) == shorts


@pytest.mark.parametrize(
    ("issuer", "code"),
    [
        ("通化市总工会", "220500"),
        ("吉林省通化市总工会", "220500"),
        ("中共通化市委", "220500"),
        ("北京市海淀区人民政府", "110108"),
        ("淮南凤台县民防办", "340421"),
        ("内蒙古自治区总工会", "150000"),
        ("清河大学校长办公室", None),
        (None, None),
    ],
)
def test_an_issuer_is_located_by_the_places_that_open_its_name(issuer: str | None, code: str | None) -> None:
    found = divisions.locate(issuer, 2023)
    assert (found.code if found else None) == code


def test_the_chain_goes_up_to_the_province() -> None:
    assert [row.name for row in divisions.chain("220502", 2023)] == ["东昌区", "通化市", "吉林省"]
    assert divisions.chain("999999", 2023) == ()


def test_nothing_is_found_before_the_table_begins() -> None:
    assert divisions.resolve("通化市", 1950).code is None


def test_an_invented_county_is_nothing() -> None:
    assert divisions.resolve("假县", 2023) == divisions.NOWHERE


def test_an_old_name_says_what_became_of_it() -> None:
    assert divisions.resolve("永川市", 2020).candidates == ("永川区 500118",)
    assert [row.name for row in divisions.successors_of("110103", 2023)] == ["东城区"]


def test_townships_have_nine_digits_and_need_their_county() -> None:
    home = divisions.locate("莆田市教育局", 2023)
    assert divisions.resolve("白塘镇", 2023, home).code == "350303101"
    assert divisions.resolve("城关镇", 2023, home).code is None
    assert divisions.resolve("城关镇", 2023, home).candidates


def test_a_year_is_taken_from_any_edtf_date() -> None:
    assert divisions.year_of("2023-03") == 2023
    assert divisions.year_of("1995~") == 1995
    assert divisions.year_of(None) == divisions.LAST_YEAR - 1


def test_every_parent_and_successor_is_in_the_table() -> None:
    known = divisions.table().by_code
    for rows in known.values():
        for row in rows:
            assert not row.parent or row.parent in known
            assert all(heir in known for heir, _ in row.successors)


def test_the_table_is_read_on_use_only() -> None:
    sizes = "d.table.cache_info().currsize, d.townships.cache_info().currsize"
    code = f"import gov_bulletin_nlp.divisions as d; print({sizes})"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["0", "0"]
