"""A folder of back issues to records: what was finished stays, what failed is told, and a later run resumes."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from gov_bulletin_nlp.assemble import ID_LENGTH, readable
from gov_bulletin_nlp.batch import Outcome
from gov_bulletin_nlp.errors import InvalidOption, PermissionDenied
from gov_bulletin_nlp.export import jsonl
from gov_bulletin_nlp.pipeline import Pipeline

Format = Literal["json", "jsonl"]
FORMATS: tuple[Format, ...] = ("json", "jsonl")
SUFFIXES = frozenset({".txt", ".pdf"})
"""Files with these endings are taken from folders; files named one by one are tried whatever they are called."""

REPORT = "report.json"
JOURNAL = "journal.jsonl"
LINES = "bulletins.jsonl"
_LINE_ID = re.compile(rb'\{"schema_version":"[^"]*","id":"([0-9a-f]+)"')


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
    """Every input with its name in the output: files as given, folders searched for ``.txt`` and ``.pdf``, none twice.

    A path that is not there is kept: it becomes one failure of the report, and the rest is converted.
    """
    found: dict[Path, tuple[Path, Path]] = {}
    for path in paths:
        if path.is_dir():
            members = (p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            for member in sorted(members):
                found.setdefault(member.resolve(), (member, member.relative_to(path)))
        else:
            found.setdefault(path.resolve(), (path, Path(path.name)))
    return list(found.values())


def convert(
    paths: Sequence[Path],
    out: Path,
    *,
    pipeline: Pipeline,
    formats: Sequence[str] = ("json",),
    workers: int = 1,
    progress: Callable[[int, int, Outcome | None], None] = lambda done, total, outcome: None,
) -> Summary:
    """Convert files and folders into a folder of records.

    ``json`` gives one file a bulletin, named as its source; ``jsonl`` one line a bulletin in ``bulletins.jsonl``.
    ``report.json`` lists failures and warnings, ``journal.jsonl`` what was finished; a run over the same inputs and
    formats, with the same version and lexicon, goes on where the last one stopped.

    Args:
        paths: Files and folders.
        out: Folder to write into; made if need be.
        pipeline: What parses.
        formats: Which files to write.
        workers: Number of processes.
        progress: Called with done, total and the outcome after each input.

    Raises:
        InvalidOption: No format, or an unknown one.
        PermissionDenied: The folder cannot be written.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise InvalidOption(f"unknown format {', '.join(unknown) or '(none)'}; choose from {', '.join(FORMATS)}.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        return _run(sources(paths), out, pipeline, formats, workers, progress)
    except OSError as error:
        message = f"this folder cannot be written ({error.strerror or error}); choose another with --out."
        raise PermissionDenied(message, str(out)) from error


def _run(
    found: list[tuple[Path, Path]],
    out: Path,
    pipeline: Pipeline,
    formats: Sequence[str],
    workers: int,
    progress: Callable[[int, int, Outcome | None], None],
) -> Summary:
    summary = Summary()
    names = _names(found)
    keys = [_key(path) for path, _ in found]
    finished = _finished(out, dict(zip(names, keys, strict=True)), formats, pipeline.recipe)
    todo = [i for i, name in enumerate(names) if name not in finished]
    summary.resumed = len(found) - len(todo)
    summary.warned = {name: row["warnings"] for name, row in finished.items() if row.get("warnings")}
    done = summary.resumed
    progress(done, len(found), None)
    try:
        with (out / JOURNAL).open("a", encoding="utf-8", newline="\n") as journal:
            for i, outcome in zip(todo, pipeline.parse_many((found[i][0] for i in todo), workers), strict=True):
                done += 1
                if outcome.bulletin is not None:
                    _write(outcome, out, names[i], formats)
                    warnings = sorted({warning.code for warning in outcome.bulletin.warnings})
                    row = {
                        "name": names[i],
                        "key": keys[i],
                        "formats": list(formats),
                        "recipe": pipeline.recipe,
                        "warnings": warnings,
                    }
                    journal.write(json.dumps(row, ensure_ascii=False) + "\n")
                    journal.flush()
                    summary.converted += 1
                    if warnings:
                        summary.warned[names[i]] = warnings
                elif outcome.error is not None:
                    summary.failed[names[i]] = {"code": outcome.error.code, "message": outcome.error.message}
                progress(done, len(found), outcome)
    finally:
        _report(out, summary)
    return summary


def _names(found: Sequence[tuple[Path, Path]]) -> list[str]:
    """Output names without clashes, also where capitals do not count: a second file of the same name gets a number."""
    taken = {Path(REPORT).stem}
    names = []
    for _, relative in found:
        stem = name = readable(relative.as_posix())
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}~{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _key(path: Path) -> str:
    """Digest of the bytes; an unreadable file has none, and is tried again."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _finished(out: Path, keys: dict[str, str], formats: Sequence[str], recipe: str) -> dict[str, dict[str, Any]]:
    """Rows of the journal whose records are there and would come out the same again; ``bulletins.jsonl`` is made to agree."""
    rows = {row["name"]: row for row in _rows(out / JOURNAL)}
    others = {name: row for name, row in rows.items() if name not in keys}
    finished = {
        name: rows[name]
        for name, key in keys.items()
        if name in rows
        and rows[name].get("key") == key
        and rows[name].get("recipe") == recipe
        and set(formats) <= set(rows[name].get("formats", ()))
    }
    if "json" in formats:
        finished = {name: row for name, row in finished.items() if _record(out, name).is_file()}
    if "jsonl" in formats:
        kept = _tidy(
            out / LINES, Counter(str(row.get("key"))[:ID_LENGTH] for row in (*finished.values(), *others.values()))
        )
        finished = {name: row for name, row in finished.items() if kept[row["key"][:ID_LENGTH]] > 0}
    return finished


def _tidy(path: Path, wanted: Counter[str]) -> Counter[str]:
    """Drop the lines that no row of the journal speaks for: torn, out of date, or written just before an interruption.

    Returns:
        How often each record's id is there.
    """
    kept: Counter[str] = Counter()
    if not path.exists():
        return kept
    partial = path.with_name(path.name + ".part")
    with path.open("rb") as old, partial.open("wb") as new:
        for line in old:
            identity = _LINE_ID.match(line)
            key = identity.group(1).decode() if identity and line.endswith(b"}\n") else ""
            if kept[key] < wanted[key]:
                kept[key] += 1
                new.write(line)
    partial.replace(path)
    return kept


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of the journal; a line torn by an interruption is passed over, and closed so that the next stands alone."""
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    if text and not text.endswith("\n"):
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n")
    for line in text.splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and isinstance(row.get("name"), str) and isinstance(row.get("key"), str):
            yield row


def _record(out: Path, name: str) -> Path:
    return out / f"{name}.json"


def _write(outcome: Outcome, out: Path, name: str, formats: Sequence[str]) -> None:
    assert outcome.bulletin is not None
    if "json" in formats:
        target = _record(out, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".part")
        partial.write_bytes(jsonl.pretty(outcome.bulletin))
        partial.replace(target)
    if "jsonl" in formats:
        with (out / LINES).open("ab") as file:
            file.write(jsonl.line(outcome.bulletin))


def _report(out: Path, summary: Summary) -> None:
    content = {
        "converted": summary.converted,
        "resumed": summary.resumed,
        "failed": summary.failed,
        "warned": summary.warned,
    }
    (out / REPORT).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
