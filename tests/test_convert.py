from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gov_bulletin_nlp.batch import Outcome
from gov_bulletin_nlp.convert import Summary, convert
from gov_bulletin_nlp.errors import InvalidOption, PermissionDenied
from gov_bulletin_nlp.export import jsonl
from gov_bulletin_nlp.pipeline import Pipeline
from gov_bulletin_nlp.records import Bulletin

GOOD = ["2022/2022-01.TXT", "2023-03.txt", "2023-04.txt"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "records"


def _report(out: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return content


def _lines(out: Path) -> list[Bulletin]:
    return [Bulletin.model_validate_json(line) for line in (out / "bulletins.jsonl").read_bytes().splitlines()]


def _journal(out: Path) -> list[str]:
    return [
        json.loads(line)["name"]
        for line in (out / "journal.jsonl").read_text(encoding="utf-8").splitlines()
        if line.startswith("{") and line.endswith("}")
    ]


def _tree(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_a_folder_becomes_a_folder_of_records(plain: Pipeline, issues: Path, out: Path) -> None:
    summary = convert([issues], out, pipeline=plain)
    assert (summary.converted, summary.resumed, list(summary.failed)) == (3, 0, ["garbage.txt"])
    assert _tree(out) == {*(f"{name}.json" for name in GOOD), "report.json", "journal.jsonl"}
    for name in GOOD:
        assert Bulletin.model_validate_json((out / f"{name}.json").read_bytes()) == plain.parse(issues / name)


def test_the_report_names_what_failed_and_what_wants_a_look(plain: Pipeline, issues: Path, out: Path) -> None:
    (issues / "loose.txt").write_text("云州市总工会慰问一线职工\n", encoding="utf-8")
    convert([issues], out, pipeline=plain)
    report = _report(out)
    assert report["converted"] == 4
    assert report["failed"]["garbage.txt"]["code"] == "not-text"
    assert report["failed"]["garbage.txt"]["message"]
    assert "headline-without-body" in report["warned"]["loose.txt"]


def test_one_file_for_all(plain: Pipeline, issues: Path, out: Path) -> None:
    convert([issues], out, pipeline=plain, formats=["jsonl"])
    assert _tree(out) == {"bulletins.jsonl", "report.json", "journal.jsonl"}
    assert (out / "bulletins.jsonl").read_bytes() == b"".join(jsonl.line(plain.parse(issues / name)) for name in GOOD)


def test_both_formats_hold_the_same(plain: Pipeline, issues: Path, out: Path) -> None:
    convert([issues], out, pipeline=plain, formats=["json", "jsonl"])
    assert _lines(out) == [Bulletin.model_validate_json((out / f"{name}.json").read_bytes()) for name in GOOD]


def test_workers_write_the_same_bytes(issues: Path, tmp_path: Path) -> None:
    pipeline = Pipeline(recogniser=False)
    for workers in (1, 2):
        convert([issues], tmp_path / str(workers), pipeline=pipeline, formats=["json", "jsonl"], workers=workers)
    first, second = tmp_path / "1", tmp_path / "2"
    assert _tree(first) == _tree(second)
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in _tree(first))


def test_a_second_run_does_only_what_is_missing(plain: Pipeline, issues: Path, out: Path) -> None:
    convert([issues], out, pipeline=plain, formats=["json", "jsonl"])
    lines = (out / "bulletins.jsonl").read_bytes()
    written = (out / "2023-03.txt.json").stat().st_mtime_ns
    summary = convert([issues], out, pipeline=plain, formats=["json", "jsonl"])
    assert (summary.converted, summary.resumed, list(summary.failed)) == (0, 3, ["garbage.txt"])
    assert (out / "bulletins.jsonl").read_bytes() == lines
    assert (out / "2023-03.txt.json").stat().st_mtime_ns == written
    assert _report(out)["resumed"] == 3


def test_a_look_that_was_wanted_is_still_wanted_after_resuming(plain: Pipeline, issues: Path, out: Path) -> None:
    (issues / "loose.txt").write_text("云州市总工会慰问一线职工\n", encoding="utf-8")
    convert([issues], out, pipeline=plain)
    before = _report(out)["warned"]
    convert([issues], out, pipeline=plain)
    assert _report(out)["warned"] == before != {}


def test_a_changed_source_is_done_again(plain: Pipeline, issues: Path, out: Path, bulletin_text: str) -> None:
    convert([issues], out, pipeline=plain, formats=["json", "jsonl"])
    (issues / "2023-03.txt").write_text(bulletin_text.replace("第三期", "第八期"), encoding="utf-8")
    assert convert([issues], out, pipeline=plain, formats=["json", "jsonl"]).converted == 1
    assert sorted(bulletin.masthead.issue_number or 0 for bulletin in _lines(out)) == [3, 4, 8]
    assert Bulletin.model_validate_json((out / "2023-03.txt.json").read_bytes()).masthead.issue_number == 8


def test_another_lexicon_does_everything_again(plain: Pipeline, issues: Path, out: Path, tmp_path: Path) -> None:
    convert([issues], out, pipeline=plain, formats=["jsonl"])
    terms = tmp_path / "terms.toml"
    terms.write_text('[[name]]\ntext = "读书分享会"\nlabel = "ORG"\n', encoding="utf-8")
    again = Pipeline(terms, recogniser=False)
    assert convert([issues], out, pipeline=again, formats=["jsonl"]).converted == 3
    assert len(_lines(out)) == 3
    assert "读书分享会" in {entity.text for article in _lines(out)[0].articles for entity in article.entities}
    assert convert([issues], out, pipeline=Pipeline([terms], recogniser=False), formats=["jsonl"]).resumed == 3


def test_the_recipe_is_the_same_in_every_process(tmp_path: Path) -> None:
    import subprocess
    import sys

    terms = tmp_path / "terms.toml"
    terms.write_text('never_name = ["甲", "乙", "丙", "丁", "戊"]\n', encoding="utf-8")
    code = f"from gov_bulletin_nlp import Pipeline; print(Pipeline({str(terms)!r}, recogniser=False).recipe)"
    found = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert found == {Pipeline(terms, recogniser=False).recipe + "\n"}


def test_a_deleted_record_is_made_again(plain: Pipeline, issues: Path, out: Path) -> None:
    convert([issues], out, pipeline=plain, formats=["json", "jsonl"])
    (out / "2023-03.txt.json").unlink()
    assert convert([issues], out, pipeline=plain, formats=["json"]).converted == 1
    assert (out / "2023-03.txt.json").exists()
    (out / "bulletins.jsonl").unlink()
    assert convert([issues], out, pipeline=plain, formats=["jsonl"]).converted == 3


def test_another_format_is_made_up_for(plain: Pipeline, issues: Path, out: Path) -> None:
    convert([issues], out, pipeline=plain, formats=["json"])
    assert convert([issues], out, pipeline=plain, formats=["jsonl"]).converted == 3
    assert len(_lines(out)) == 3


@pytest.mark.parametrize("torn", ['{"name": "2023-04.t', "[1, 2]\n", '{"name": 5, "key": null}\n', "\udcff\n"])
def test_a_torn_journal_costs_nothing(plain: Pipeline, issues: Path, out: Path, torn: str) -> None:
    convert([issues], out, pipeline=plain, formats=["json", "jsonl"])
    journal = (out / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    torn_bytes = ("\n".join(journal[:2]) + "\n" + torn).encode("utf-8", "surrogateescape")
    (out / "journal.jsonl").write_bytes(torn_bytes)
    summary = convert([issues], out, pipeline=plain, formats=["json", "jsonl"])
    assert (summary.converted, summary.resumed) == (1, 2)
    assert [bulletin.source.name for bulletin in _lines(out)] == ["2022-01.TXT", "2023-03.txt", "2023-04.txt"]
    assert convert([issues], out, pipeline=plain, formats=["json", "jsonl"]).resumed == 3, (
        "the new row stands on its own line"
    )


def test_a_line_torn_by_an_interruption_is_written_anew(plain: Pipeline, issues: Path, out: Path) -> None:
    convert([issues], out, pipeline=plain, formats=["jsonl"])
    whole = (out / "bulletins.jsonl").read_bytes()
    (out / "bulletins.jsonl").write_bytes(whole[:-40])
    assert convert([issues], out, pipeline=plain, formats=["jsonl"]).converted == 1
    assert (out / "bulletins.jsonl").read_bytes() == whole


class _Interrupt:
    """Stops a run after so many outcomes, as Ctrl-C does."""

    def __init__(self, after: int) -> None:
        self.after = after

    def __call__(self, done: int, total: int, outcome: Outcome | None) -> None:
        if outcome is not None and done == self.after:
            raise KeyboardInterrupt


def test_an_interrupted_run_keeps_what_is_done_and_the_next_goes_on(plain: Pipeline, issues: Path, out: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        convert([issues], out, pipeline=plain, formats=["json", "jsonl"], progress=_Interrupt(2))
    assert _report(out)["converted"] == 2
    assert len(_lines(out)) == len(_journal(out)) == 2
    summary = convert([issues], out, pipeline=plain, formats=["json", "jsonl"])
    assert (summary.converted, summary.resumed) == (1, 2)
    assert len(_lines(out)) == len(_journal(out)) == 3


def test_files_of_one_name_do_not_clash(plain: Pipeline, out: Path, tmp_path: Path, bulletin_text: str) -> None:
    paths = []
    for number, folder in enumerate(("a", "b", "c"), start=1):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / ("03.TXT" if folder == "c" else "03.txt")
        path.write_text(bulletin_text.replace("第三期", f"第{number}期"), encoding="utf-8")
        paths.append(path)
    convert(paths, out, pipeline=plain)
    found = {
        path.name: Bulletin.model_validate_json(path.read_bytes()).masthead.issue_number
        for path in out.glob("03*.json")
    }
    assert found == {
        "03.txt.json": 1,
        "03.txt~2.json": 2,
        "03.TXT~2.json" if (out / "03.TXT~2.json").exists() else "03.TXT~3.json": 3,
    }


def test_a_file_called_report_is_not_overwritten(
    plain: Pipeline, out: Path, tmp_path: Path, bulletin_text: str
) -> None:
    path = tmp_path / "report"
    path.write_text(bulletin_text, encoding="utf-8")
    convert([path], out, pipeline=plain)
    assert _report(out)["converted"] == 1
    assert (out / "report~2.json").exists()


def test_a_file_given_twice_is_done_once(plain: Pipeline, issues: Path, out: Path) -> None:
    summary = convert([issues, issues / "2023-03.txt", issues / "2022" / ".." / "2023-03.txt"], out, pipeline=plain)
    assert summary.converted == 3


def test_a_path_that_is_not_there_is_one_failure(plain: Pipeline, issues: Path, out: Path) -> None:
    summary = convert([issues / "nowhere.txt", issues / "2023-03.txt"], out, pipeline=plain)
    assert (summary.converted, summary.failed["nowhere.txt"]["code"]) == (1, "not-found")


def test_files_named_one_by_one_are_tried_whatever_they_are_called(plain: Pipeline, issues: Path, out: Path) -> None:
    summary = convert([issues / "notes.md"], out, pipeline=plain)
    assert (summary.converted, (out / "notes.md.json").exists()) == (1, True)


def test_an_empty_folder_is_an_empty_report(plain: Pipeline, tmp_path: Path, out: Path) -> None:
    (tmp_path / "none").mkdir()
    assert convert([tmp_path / "none"], out, pipeline=plain) == Summary()
    assert _report(out) == {"converted": 0, "resumed": 0, "failed": {}, "warned": {}}


def test_progress_is_told_from_the_start_to_the_end(plain: Pipeline, issues: Path, out: Path) -> None:
    seen: list[tuple[int, int, bool]] = []
    convert(
        [issues], out, pipeline=plain, progress=lambda done, total, outcome: seen.append((done, total, outcome is None))
    )
    assert seen == [(0, 4, True), (1, 4, False), (2, 4, False), (3, 4, False), (4, 4, False)]


@pytest.mark.parametrize("formats", [[], ["xml"], ["json", "parquets"]])
def test_formats_must_be_known(plain: Pipeline, issues: Path, out: Path, formats: list[Any]) -> None:
    with pytest.raises(InvalidOption, match="choose from json, jsonl"):
        convert([issues], out, pipeline=plain, formats=formats)
    assert not out.exists()


def test_a_folder_that_cannot_be_written_is_told(plain: Pipeline, issues: Path) -> None:
    with pytest.raises(PermissionDenied, match="--out"):
        convert([issues], issues / "2023-03.txt", pipeline=plain)
    with pytest.raises(PermissionDenied, match="--out"):
        convert([issues], issues / "2023-03.txt" / "deeper", pipeline=plain)
    (issues / "taken" / "2023-03.txt.json").mkdir(parents=True)
    with pytest.raises(PermissionDenied, match="--out"):
        convert([issues / "2023-03.txt"], issues / "taken", pipeline=plain)
