from __future__ import annotations

from gov_bulletin_nlp.clean import clean
from gov_bulletin_nlp.ingest import from_text
from gov_bulletin_nlp.structure import habits
from gov_bulletin_nlp.structure.readings import Reading, readings
from gov_bulletin_nlp.structure.rows import read_rows


def _with_habit(text: str, kinds: str, shape: str) -> tuple[list[Reading], list[str]]:
    issue = read_rows(clean(from_text(text)))
    lattice = readings(issue)
    notices = habits.apply(issue.rows, lattice, [(kinds, shape)])
    return [reading for row in lattice for reading in row if "habit" in reading.features], [n.code for n in notices]


def test_a_line_of_the_habit_has_its_evidence() -> None:
    found, notices = _with_habit("※云州短波※\n近日，市总走访企业。", "C", r"^※.+※$")
    assert [reading.kind for reading in found] == ["C"]
    assert notices == []


def test_a_group_says_where_a_run_in_headline_ends() -> None:
    found, _ = _with_habit("◎市总慰问◎近日，市总走访12家企业，送去慰问品。", "R", r"^◎(?P<headline>[^◎]+)◎")
    assert [reading.split for reading in found] == [(5, 6)]


def test_other_lines_are_left_alone() -> None:
    assert _with_habit("近日，市总走访企业。", "C", r"^※.+※$")[0] == []


def test_a_pattern_that_takes_too_long_is_passed_over() -> None:
    found, notices = _with_habit("一" * 3000 + "。", "H", r"(一+)+(一+)+$x")
    assert found == []
    assert notices == ["habit-timeout"]
