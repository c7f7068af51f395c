from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import gov_bulletin_nlp.cli
from gov_bulletin_nlp import __version__
from gov_bulletin_nlp.cli import run
from gov_bulletin_nlp.errors import InternalError
from gov_bulletin_nlp.pipeline import Pipeline
from gov_bulletin_nlp.records import Bulletin, json_schema

COMMANDS = ("parse", "convert", "evaluate", "schema", "train")
posix = pytest.mark.skipif(os.name != "posix", reason="signals, shells and terminals of POSIX")

Said = tuple[int, str, str]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process the command line works without the model of names; in a subprocess it works as users have it."""
    monkeypatch.setattr(
        gov_bulletin_nlp.cli,
        "_pipeline",
        lambda lexicons, **settings: Pipeline(list(lexicons), recogniser=False, **settings),
    )


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Said]:
    """Run in this process: exit status, stdout, stderr."""

    def caller(*arguments: object) -> Said:
        status = run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return caller


def _command() -> str:
    found = shutil.which("gov-bulletin", path=str(Path(sys.executable).parent)) or shutil.which("gov-bulletin")
    assert found, "the package is not installed"
    return found


def _spawn(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run as users do, in a process of its own."""
    return subprocess.run([_command(), *map(str, arguments)], capture_output=True, timeout=120, check=False, **options)


def test_the_bare_command_prints_help(call: Callable[..., Said]) -> None:
    status, out, err = call()
    assert (status, err) == (0, "")
    assert all(f"\n  {command} " in out for command in COMMANDS)
    assert call("--help") == (0, out, "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_for_all_its_options(call: Callable[..., Said], command: str) -> None:
    status, out, err = call(command, "--help")
    assert (status, err) == (0, "")
    for parameter in gov_bulletin_nlp.cli.cli.commands[command].params:
        if parameter.param_type_name == "option":
            assert parameter.help, parameter.name
            assert parameter.opts[0] in out


def test_version(call: Callable[..., Said]) -> None:
    assert call("--version") == (0, f"gov-bulletin, version {__version__}\n", "")


def test_only_commands_that_work_are_offered() -> None:
    assert set(gov_bulletin_nlp.cli.cli.commands) == set(COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["parse"],
        ["prase", "x"],
        ["parse", "x", "--pertty"],
        ["convert", "x"],
        ["convert", "x", "--out", "y", "--workers", "0"],
        ["evaluate"],
        ["schema", "x"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_2_and_says_so_on_stderr(call: Callable[..., Said], arguments: list[str]) -> None:
    status, out, err = call(*arguments)
    assert (status, out) == (2, "")
    assert "Usage: gov-bulletin" in err
    assert "Error: " in err


def test_parse_prints_json_lines(call: Callable[..., Said], plain: Pipeline, issues: Path) -> None:
    status, out, err = call("parse", issues / "2023-03.txt", issues / "2023-04.txt")
    assert (status, err) == (0, "")
    assert [Bulletin.model_validate_json(line) for line in out.splitlines()] == [
        plain.parse(issues / f"2023-0{n}.txt") for n in (3, 4)
    ]


def test_pretty_is_the_same_record(call: Callable[..., Said], issues: Path) -> None:
    _, line, _ = call("parse", issues / "2023-03.txt")
    status, out, _ = call("parse", "--pretty", issues / "2023-03.txt")
    assert status == 0
    assert json.loads(out) == json.loads(line)
    assert out.startswith('{\n  "schema_version"')


def test_explain_keeps_the_evidence(call: Callable[..., Said], issues: Path) -> None:
    _, out, _ = call("parse", "--explain", issues / "2023-03.txt")
    assert all(article["evidence"] for article in json.loads(out)["articles"])


def test_a_bad_file_among_good_ones_is_1(call: Callable[..., Said], issues: Path) -> None:
    status, out, err = call(
        "parse", issues / "2023-03.txt", issues / "garbage.txt", issues / "nowhere.txt", issues, issues / "2023-04.txt"
    )
    assert status == 1
    assert [json.loads(line)["source"]["name"] for line in out.splitlines()] == ["2023-03.txt", "2023-04.txt"]
    told = err.splitlines()
    assert [line.rpartition("[")[2] for line in told] == ["not-text]", "not-found]", "is-directory]"]
    assert told[0].startswith(f"{issues / 'garbage.txt'}: ")


def test_standard_input(call: Callable[..., Said], issues: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO((issues / "2023-04.txt").read_bytes()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    status, out, err = call("parse", "-")
    assert (status, err) == (0, "")
    assert json.loads(out)["masthead"]["issue_number"] == 4
    assert json.loads(out)["source"]["encoding"] == "gb18030"


def test_empty_standard_input_is_a_failure(call: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    status, out, err = call("parse", "-")
    assert (status, out) == (1, "")
    assert "[empty-document]" in err


def test_a_lexicon_that_cannot_be_used_is_wrong_use(call: Callable[..., Said], issues: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.toml"
    terms.write_text("[[nmae]]\n", encoding="utf-8")
    for arguments in (["parse", issues / "2023-03.txt"], ["convert", issues, "--out", tmp_path / "out"]):
        status, out, err = call(*arguments, "--lexicon", terms)
        assert (status, out) == (2, "")
        assert err.startswith(f"{terms}: ")
        assert err.endswith("[lexicon-invalid]\n")


def test_convert_reports_on_stderr_and_in_the_folder(call: Callable[..., Said], issues: Path, tmp_path: Path) -> None:
    status, out, err = call("convert", issues, "--out", tmp_path / "out", "--format", "json, jsonl")
    assert (status, out) == (1, "")
    assert "garbage.txt: " in err
    assert "[not-text]" in err
    assert err.splitlines()[-1].startswith("3 converted, 1 failed")
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["failed"].keys() == {
        "garbage.txt"
    }
    (issues / "garbage.txt").unlink()
    status, out, err = call("convert", issues, "--out", tmp_path / "out", "--format", "json,jsonl")
    assert (status, out) == (0, "")
    assert err.startswith("0 converted, 3 were there already, 0 failed")


def test_convert_with_an_unknown_format_is_wrong_use(call: Callable[..., Said], issues: Path, tmp_path: Path) -> None:
    status, out, err = call("convert", issues, "--out", tmp_path / "out", "--format", "xml")
    assert (status, out) == (2, "")
    assert "xml" in err
    assert "[invalid-option]" in err


def test_schema(call: Callable[..., Said]) -> None:
    status, out, err = call("schema")
    assert (status, err) == (0, "")
    assert json.loads(out) == json_schema()


@pytest.fixture
def corpus(tmp_path: Path, bulletin_text: str) -> Path:
    """A folder with one annotated bulletin."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "2023-03.txt").write_text(bulletin_text, encoding="utf-8")
    articles = [
        {
            "headline": h,
            "column": None,
            "body_start": s,
            "body_end": e,
            "paragraphs": n,
            "bylines": [{"name": b, "kind": k}],
        }
        for h, s, e, n, b, k in (
            ("绥化市总工会慰问一线职工", "3月8日，市总走访12家", "送去慰问金2.2万元。", 2, "宋知远", "person"),
            ("绥化市开展职工技能竞赛", "为了提高职工的技能水平", "其中女职工占三成。", 1, "尉迟敏", "person"),
            (
                "明水县总工会举办读书分享会",
                "近日，明水县总工会举办",
                "现场赠书近200册。",
                1,
                "明水县总工会",
                "organization",
            ),
        )
    ]
    masthead = {
        "title": "绥化工运",
        "issue_label": "第三期",
        "issue_number": 3,
        "year": 2023,
        "issuer": "绥化市总工会",
        "date": "2023-03",
    }
    colophon = {
        "editors": ["宋知远"],
        "report_to": ["市委", "市政府"],
        "send_to": ["各县（市、区）总工会"],
        "phones": ["0455-5550123"],
    }
    gold = {
        "masthead": masthead,
        "articles": articles,
        "colophon": colophon,
        "entities": [],
        "counts": [],
        "dates": [],
        "annotated": "structure",
    }
    (folder / "2023-03.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return folder


def test_evaluate_prints_a_table_or_json(call: Callable[..., Said], corpus: Path) -> None:
    status, out, err = call("evaluate", corpus)
    assert (status, err) == (0, "")
    assert out.startswith("field ")
    assert "1 bulletins, wholly right 1.0000" in out
    status, out, err = call("evaluate", corpus, "--json")
    assert (status, json.loads(out)["wholly_right"]) == (0, 1.0)


def test_evaluate_tells_what_was_gained_and_lost(call: Callable[..., Said], corpus: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    assert call("evaluate", corpus, "--save", baseline)[0] == 0
    gold = json.loads((corpus / "2023-03.gold.json").read_text(encoding="utf-8"))
    gold["articles"][0]["headline"] = "另一个标题"
    (corpus / "2023-03.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    status, out, _ = call("evaluate", corpus, "--baseline", baseline, "--wrong", "headlines")
    assert status == 0
    assert "lost 1\n- headlines\t2023-03.txt\t绥化市总工会慰问一线职工" in out
    assert "\nheadlines\n2023-03.txt: + 绥化市总工会慰问一线职工\n2023-03.txt: - 另一个标题\n" in out


def test_evaluate_below_a_floor_is_1(call: Callable[..., Said], corpus: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"corpus": {"headlines": 1.0}}', encoding="utf-8")
    assert call("evaluate", corpus, "--floors", floors)[0] == 0
    floors.write_text('{"corpus": {"headlines": 1.1}}', encoding="utf-8")
    status, out, err = call("evaluate", corpus, "--floors", floors)
    assert (status, err) == (1, "headlines: 1.0000 is below its floor 1.1000\n")
    assert out.startswith("field ")


def test_evaluate_without_gold_is_wrong_use(call: Callable[..., Said], issues: Path) -> None:
    status, out, err = call("evaluate", issues)
    assert (status, out) == (2, "")
    assert "[gold-invalid]" in err


def test_an_interruption_is_130(call: Callable[..., Said], issues: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Pipeline, "parse", interrupted)
    status, out, err = call("parse", issues / "2023-03.txt")
    assert (status, out) == (130, "")
    assert "interrupted" in err


def test_a_fault_inside_is_one_line_and_1(
    call: Callable[..., Said], issues: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object, **__: object) -> None:
        raise InternalError("A fault inside the library met this input (KeyError: 5); please report it.")

    monkeypatch.setattr(Pipeline, "parse", faulty)
    status, out, err = call("parse", issues / "2023-03.txt")
    assert (status, out) == (1, "")
    assert err.count("\n") == 1


# In a process of its own.


@posix
def test_stdout_holds_nothing_but_records(issues: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" parse - garbage.txt 2023-03.txt < 2023-04.txt 2>errors', _command()],
        cwd=issues,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert [json.loads(line)["masthead"]["issue_number"] for line in done.stdout.splitlines()] == [4, 3]
    assert (issues / "errors").read_text(encoding="utf-8").count("\n") == 1


@posix
def test_output_closed_early_is_no_traceback(issues: Path) -> None:
    script = '{ "$0" parse 2023-03.txt 2023-04.txt 2023-03.txt 2023-04.txt; echo "status $?" >&2; } | head -c 40'
    done = subprocess.run(["sh", "-c", script, _command()], cwd=issues, capture_output=True, timeout=120, check=False)
    assert done.stdout.startswith(b'{"schema_version":"1.0"')
    assert done.stderr == b"status 0\n"
    script = '{ "$0" schema; echo "status $?" >&2; } | true'
    done = subprocess.run(["sh", "-c", script, _command()], cwd=issues, capture_output=True, timeout=120, check=False)
    assert done.stderr == b"status 0\n"


@posix
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_keeps_what_is_done(tmp_path: Path, bulletin_text: str, workers: int) -> None:
    folder, out = tmp_path / "issues", tmp_path / "out"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(bulletin_text.replace("第三期", f"第{number}期"), encoding="utf-8")
    command = [
        _command(),
        "convert",
        str(folder),
        "--out",
        str(out),
        "--workers",
        str(workers),
        "--format",
        "json,jsonl",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    journal = out / "journal.jsonl"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (journal.exists() and journal.read_bytes().count(b"\n") >= 2):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    told, errors = process.communicate(timeout=60)
    assert (process.returncode, told) == (130, b"")
    assert errors.strip().decode() == "interrupted; what was finished is kept"
    done = [json.loads(line)["name"] for line in journal.read_text(encoding="utf-8").splitlines()]
    assert 2 <= len(done) < 300
    assert done == [f"{number:03}.txt" for number in range(len(done))]
    assert all((out / f"{name}.json").exists() for name in done)
    assert (out / "bulletins.jsonl").read_bytes().count(b"\n") >= len(done)
    assert json.loads((out / "report.json").read_text(encoding="utf-8"))["converted"] == len(done)


@posix
def test_a_bar_on_a_terminal(issues: Path, tmp_path: Path) -> None:
    import pty

    (issues / "garbage.txt").unlink()
    primary, secondary = pty.openpty()
    command = [_command(), "convert", str(issues), "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=secondary, env={**os.environ, "TERM": "xterm"})
    os.close(secondary)
    shown = b""
    try:
        while part := os.read(primary, 4096):
            shown += part
    except OSError:  # the other end has gone
        pass
    os.close(primary)
    assert process.communicate(timeout=60)[0] == b""
    assert process.returncode == 0
    assert b"converting" in shown
    assert b"100%" in shown
    assert b"3 converted" in shown


def test_a_terminal_without_chinese_is_no_reason_to_fail(corpus: Path) -> None:
    poor = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = _spawn("schema", env=poor)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == json_schema()
    done = _spawn("--help", env=poor)
    assert (done.returncode, done.stderr) == (0, b"")
    done = _spawn("evaluate", corpus, "--wrong", "masthead", env=poor)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="only here may a file name be any bytes")
def test_a_file_name_that_is_no_text(issues: Path, bulletin_text: str) -> None:
    path = os.fsencode(issues) + b"/\xb9\xa4\xd4\xcb.txt"
    Path(os.fsdecode(path)).write_bytes(bulletin_text.encode())
    done = subprocess.run(
        [_command(), "parse", path, path + b".missing"], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["masthead"]["title"] == "绥化工运"
    assert b"[not-found]" in done.stderr
    assert b"Traceback" not in done.stderr
    done = _spawn("convert", issues, "--out", issues / "out", "--format", "json,jsonl")
    assert done.returncode == 1
    assert b"4 converted, 1 failed" in done.stderr
    assert b"Traceback" not in done.stderr


def test_wrong_use_in_a_process_of_its_own() -> None:
    done = _spawn("parse", "--nonsense")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr


def test_train_says_which_extra_it_needs_or_that_there_is_nothing_to_learn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    status = run(["train", str(tmp_path / "empty"), "--out", str(tmp_path / "model")])
    captured = capsys.readouterr()
    assert captured.out == ""
    assert (status, "[missing-extra]" in captured.err) == (2, True) or (status, "[not-found]" in captured.err) == (
        1,
        True,
    )
