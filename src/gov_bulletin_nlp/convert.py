"""A folder of back issues to records: what was finished stays, what failed is told, and a later run resumes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gov_bulletin_nlp.batch import Outcome
from gov_bulletin_nlp.errors import InvalidOption, NotFound, PermissionDenied
from gov_bulletin_nlp.export import jsonl
from gov_bulletin_nlp.pipeline import Pipeline

Format = Literal["json", "jsonl"]
FORMATS: tuple[Format, ...] = ("json", "jsonl")
SUFFIXES = frozenset({".txt", ".pdf"})
"""Files with these endings are taken from folders; files named one by one are tried whatever they are called."""

REPORT = "report.json"
JOURNAL = "journal.jsonl"


@dataclass
class Summary:
    """What a conversion did.

    Attributes:
        converted: Inputs that became records in this run.
        resumed: Inputs whose records were there already.
        failed: Input to code and message.
        warned: Input to the codes of its warnings.
    """

    converted: int = 0
    resumed: int = 0
    failed: dict[str, dict[str, str]] = field(default_factory=dict)
    warned: dict[str, list[str]] = field(default_factory=dict)


def sources(paths: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Every input with its name in the output: files as given, folders searched for ``.txt`` and ``.pdf``.

    Raises:
        NotFound: A path is not there.
    """
    found: list[tuple[Path, Path]] = []
    for path in paths:
        if path.is_dir():
            members = (p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            found += [(p, p.relative_to(path)) for p in sorted(members)]
        elif path.exists():
            found.append((path, Path(path.name)))
        else:
            raise NotFound("there is no such file or folder; check the path.", str(path))
    return found


def convert(
    paths: Sequence[Path],
    out: Path,
    *,
    pipeline: Pipeline,
    formats: Sequence[Format] = ("json",),
    workers: int = 1,
    progress: Callable[[int, int, Outcome | None], None] = lambda done, total, outcome: None,
) -> Summary:
    """Convert files and folders into a folder of records.

    ``json`` gives one file a bulletin, named as its source; ``jsonl`` one line a bulletin in ``bulletins.jsonl``.
    ``report.json`` lists failures and warnings, ``journal.jsonl`` what was finished; a run over the same inputs and
    formats goes on where the last one stopped.

    Args:
        paths: Files and folders.
        out: Folder to write into; made if need be.
        pipeline: What parses.
        formats: Which files to write.
        workers: Number of processes.
        progress: Called with done, total and the outcome after each input.

    Raises:
        NotFound: An input path is not there.
        InvalidOption: No format, or an unknown one.
        PermissionDenied: The folder cannot be written.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise InvalidOption(f"unknown format {', '.join(unknown) or '(none)'}; choose from {', '.join(FORMATS)}.")
    found = sources(paths)
    try:
        out.mkdir(parents=True, exist_ok=True)
        return _run(found, out, pipeline, formats, workers, progress)
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        raise PermissionDenied("this folder cannot be written; choose another with --out.", str(out)) from error


def _run(
    found: list[tuple[Path, Path]],
    out: Path,
    pipeline: Pipeline,
    formats: Sequence[Format],
    workers: int,
    progress: Callable[[int, int, Outcome | None], None],
) -> Summary:
    summary = Summary()
    finished = _finished(out, formats)
    names = _names(found)
    keys = [_key(path) for path, _ in found]
    todo = [i for i, key in enumerate(keys) if finished.get(names[i]) != key]
    summary.resumed = len(found) - len(todo)
    done = summary.resumed
    progress(done, len(found), None)
    try:
        with (out / JOURNAL).open("a", encoding="utf-8") as journal:
            for i, outcome in zip(todo, pipeline.parse_many((found[i][0] for i in todo), workers), strict=True):
                done += 1
                if outcome.bulletin is not None:
                    _write(outcome, out, names[i], formats)
                    journal.write(json.dumps({"name": names[i], "key": keys[i], "formats": list(formats)}, ensure_ascii=False) + "\n")
                    journal.flush()
                    summary.converted += 1
                    if outcome.bulletin.warnings:
                        summary.warned[names[i]] = sorted({warning.code for warning in outcome.bulletin.warnings})
                elif outcome.error is not None:
                    summary.failed[names[i]] = {"code": outcome.error.code, "message": outcome.error.message}
                progress(done, len(found), outcome)
    finally:
        _report(out, summary)
    return summary


def _names(found: Sequence[tuple[Path, Path]]) -> list[str]:
    """Output names without clashes: a second file of the same name gets a number."""
    seen: dict[str, int] = {}
    names = []
    for _, relative in found:
        name = relative.as_posix()
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}~{seen[name]}")
    return names


def _key(path: Path) -> str:
    """Digest of the bytes; an unreadable file has none, and is tried again."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _finished(out: Path, formats: Sequence[Format]) -> dict[str, str]:
    finished: dict[str, str] = {}
    for row in _rows(out / JOURNAL):
        if set(formats) <= set(row.get("formats", [])):
            finished[row["name"]] = row["key"]
    return finished


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of the journal; a last line torn by an interruption is passed over."""
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue


def _write(outcome: Outcome, out: Path, name: str, formats: Sequence[Format]) -> None:
    assert outcome.bulletin is not None
    if "json" in formats:
        target = out / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".part")
        partial.write_bytes(jsonl.pretty(outcome.bulletin))
        os.replace(partial, target)
    if "jsonl" in formats:
        with (out / "bulletins.jsonl").open("ab") as file:
            file.write(jsonl.line(outcome.bulletin))


def _report(out: Path, summary: Summary) -> None:
    content = {"converted": summary.converted, "resumed": summary.resumed, "failed": summary.failed, "warned": summary.warned}
    (out / REPORT).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
