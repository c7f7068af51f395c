"""The documents tell the truth: their code runs, their lists are complete, what is generated is fresh."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import gov_bulletin_nlp
from gov_bulletin_nlp import errors
from gov_bulletin_nlp.cli import cli

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```python(?P<flags>[^\n]*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)")


def _blocks(path: Path) -> list[tuple[int, str]]:
    """Line and code of every Python block that is meant to be run."""
    text = path.read_text(encoding="utf-8")
    return [
        (text.count("\n", 0, found.start("code")), found["code"])
        for found in BLOCK.finditer(text)
        if "no-run" not in found["flags"]
    ]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


RUNNABLE = [path for path in DOCUMENTS if _blocks(path)]


@pytest.mark.parametrize("path", RUNNABLE, ids=_name)
def test_the_code_of_a_document_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    before = set(ROOT.iterdir())
    namespace: dict[str, Any] = {"__name__": "document"}
    for line, code in _blocks(path):
        exec(compile("\n" * line + code, str(path), "exec"), namespace)
    assert set(ROOT.iterdir()) <= before | {ROOT / "records"}, "a document leaves files behind"


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_code_that_is_not_run_is_python_all_the_same(path: Path) -> None:
    for found in BLOCK.finditer(path.read_text(encoding="utf-8")):
        compile(found["code"], str(path), "exec")
        assert found["flags"].strip() in ("", "no-run")


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_links_lead_somewhere(path: Path) -> None:
    for target, anchor in LINK.findall(path.read_text(encoding="utf-8")):
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), f"{path.name}: {target}"
        if anchor and there.suffix == ".md":
            headings = re.findall(r"^#+ +(.*?) *$", there.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in slugs, f"{path.name}: {target}#{anchor}"


def _warning_codes() -> Iterator[str]:
    """Codes of all notices that the code can make; each is written out where it is made."""
    for path in Path(gov_bulletin_nlp.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if called in ("Notice", "notice") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    assert isinstance(first.value, str)
                    yield first.value
                else:
                    assert path.name == "pdf.py", f"{path.name}:{node.lineno}: a code that is not written out"


def _error_codes() -> set[str]:
    return {
        found.code
        for found in vars(errors).values()
        if isinstance(found, type) and issubclass(found, errors.BulletinError) and "code" in vars(found)
    } - {"bulletin-error"}


def _sections(part: str) -> dict[str, str]:
    """Heading and text of the sections under one of the two titles of ``docs/errors.md``."""
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    (whole,) = re.findall(rf"^# {part}\n(.*?)(?=^# |\Z)", text, re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", whole, re.MULTILINE | re.DOTALL))


def test_every_error_and_warning_is_documented_and_nothing_else() -> None:
    warnings = set(_warning_codes())
    assert len(warnings) >= 5
    assert set(_sections("Errors")) == _error_codes()
    assert set(_sections("Warnings")) == warnings
    for heading, content in {**_sections("Errors"), **_sections("Warnings")}.items():
        assert "*Cause.*" in content, heading
        assert "*Remedy.*" in content, heading


def test_every_error_can_be_met() -> None:
    """Each class is raised somewhere outside its own module: a list of errors that cannot happen is no help."""
    raised = set()
    for path in Path(gov_bulletin_nlp.__file__).parent.rglob("*.py"):
        if path.name != "errors.py":
            raised |= set(re.findall(r"\b([A-Z]\w+)\(", path.read_text(encoding="utf-8")))
    classes = {
        found.__name__ for found in vars(errors).values() if isinstance(found, type) and "code" in vars(found)
    } - {"BulletinError"}
    assert classes - raised == set()


def test_what_is_generated_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/make_record_docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_commands_and_options_of_the_documents_exist() -> None:
    for path in DOCUMENTS:
        for line in re.findall(r"^(?:\$ )?(?:\S*/)?gov-bulletin (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            words = re.split(r"[|<>;&]| #", line)[0].split()
            command = cli.commands.get(words[0])
            if command is None:
                assert words[0].startswith("--"), f"{path.name}: gov-bulletin {line}"
                continue
            known = {option for parameter in command.params for option in parameter.opts}
            assert {word.partition("=")[0] for word in words if word.startswith("--") and word != "--help"} <= known, (
                f"{path.name}: {line}"
            )


def test_both_readmes_give_the_same_commands_and_code() -> None:
    shown = []
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        shown.append(
            (re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL), re.findall(r"<!-- run: (\w+) -->", text))
        )
    assert shown[0] == shown[1]
    assert shown[0][1] == ["convert", "tests"]
