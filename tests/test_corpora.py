"""The annotated bulletins agree with their markup, and what was reached on them does not fall silently."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gov_bulletin_nlp.evaluate import evaluate_path, gold_files
from gov_bulletin_nlp.pipeline import Pipeline
from gov_bulletin_nlp.scores import below

ROOT = Path(__file__).parents[1]
CORPORA = ROOT / "corpora"
FLOORS = CORPORA / "floors.json"


def _build(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "build_corpus.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_text_and_gold_are_what_the_markup_says() -> None:
    done = _build("--check", CORPORA)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith(" 0 problems")


def test_the_check_sees_what_is_older_and_what_is_wrong(tmp_path: Path) -> None:
    marked = tmp_path / "a.ann"
    marked.write_text("⟦h:慰问职工⟧\n⟦b:市总走访企业。⟧\n", encoding="utf-8")
    assert _build(tmp_path).returncode == 0
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "慰问职工\n市总走访企业。\n"
    assert json.loads((tmp_path / "a.gold.json").read_text(encoding="utf-8"))["articles"][0]["headline"] == "慰问职工"
    assert _build("--check", tmp_path).returncode == 0
    (tmp_path / "a.txt").write_text("改过了", encoding="utf-8")
    done = _build("--check", tmp_path)
    assert (done.returncode, "older than the markup" in done.stderr) == (1, True)
    marked.write_text("⟦h:慰问职工⟧\n", encoding="utf-8")
    done = _build("--check", tmp_path)
    assert (done.returncode, "has no body" in done.stderr) == (1, True)


def test_there_are_enough_of_many_kinds() -> None:
    found = [source for source, _ in gold_files(CORPORA / "dev")]
    assert len(found) >= 14
    assert len({source.name.split("-")[0] for source in found}) >= 14


def test_no_issuer_stands_in_two_parts() -> None:
    issuers = {
        part: {
            gold["masthead"]["issuer"]
            for _, gold in gold_files(CORPORA / part)
            if gold.get("masthead") and gold["masthead"].get("issuer")
        }
        for part in ("dev", "test")
    }
    assert issuers["dev"] & issuers["test"] == set()


FLOORED = list(json.loads(FLOORS.read_text(encoding="utf-8"))) if FLOORS.exists() else []


@pytest.mark.skipif(not FLOORED, reason="there are no floors yet")
@pytest.mark.parametrize("folder", FLOORED or ["none"])
def test_no_score_is_below_its_floor(pipeline: Pipeline, folder: str) -> None:
    report = evaluate_path(CORPORA / folder, pipeline)
    assert report.failures == {}
    assert below(report, FLOORS, CORPORA / folder) == []
