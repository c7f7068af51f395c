from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest

from gov_bulletin_nlp.errors import (
    DamagedFile,
    EmptyDocument,
    InvalidOption,
    IsDirectory,
    NotFound,
    PermissionDenied,
    TooLarge,
)
from gov_bulletin_nlp.ingest import ingest

TEXT = "云州市总工会慰问职工\n"
DATA = TEXT.encode()


def test_every_kind_of_source_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "第三期.txt"
    path.write_bytes(DATA)
    with path.open("rb") as file:
        documents = [ingest(path), ingest(str(path)), ingest(file), ingest(DATA, name="第三期.txt")]
    assert len(set(documents)) == 1
    assert documents[0].name == "第三期.txt"
    assert documents[0].sha256 == hashlib.sha256(DATA).hexdigest()
    assert documents[0].media_type == "text/plain"


def test_the_name_is_never_asked_for_the_format(tmp_path: Path) -> None:
    path = tmp_path / "bulletin.pdf"
    path.write_bytes(DATA)
    assert ingest(path).media_type == "text/plain"


def test_streams_may_give_little_at_a_time() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.rest = DATA

        def read(self, size: int = -1) -> bytes:
            part, self.rest = self.rest[:3], self.rest[3:]
            return part

    assert ingest(Pipe()).text == TEXT  # type: ignore[arg-type]


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        ingest(tmp_path / "no.txt")
    assert caught.value.source == "no.txt"
    with pytest.raises(NotFound):
        ingest("云州工运\n第三期\n" * 200)
    with pytest.raises(NotFound):
        ingest("a\0b")
    with pytest.raises(IsDirectory):
        ingest(tmp_path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(DATA)
    path.chmod(0)
    with pytest.raises(PermissionDenied):
        ingest(path)


def test_permission_as_the_system_reports_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PermissionDenied):
        ingest(tmp_path / "a.txt")


def test_a_failing_disk_is_a_damaged_file() -> None:
    class Broken:
        def read(self, size: int) -> bytes:
            raise OSError(5, "Input/output error")

    class Closed:
        def read(self, size: int) -> bytes:
            raise ValueError("I/O operation on closed file")

    for stream in (Broken(), Closed()):
        with pytest.raises(DamagedFile):
            ingest(stream)  # type: ignore[arg-type]


def test_limits() -> None:
    assert ingest(DATA, max_bytes=len(DATA)).text == TEXT
    with pytest.raises(TooLarge) as caught:
        ingest(DATA, max_bytes=len(DATA) - 1)
    assert "max_bytes" in caught.value.message
    with pytest.raises(TooLarge):
        ingest(io.BytesIO(DATA), max_bytes=3)
    with pytest.raises(EmptyDocument):
        ingest(b"", name="a.txt")


def test_wrong_use() -> None:
    with pytest.raises(InvalidOption):
        ingest(io.StringIO(TEXT))  # type: ignore[arg-type]
    with pytest.raises(InvalidOption):
        ingest(7)  # type: ignore[arg-type]


def test_foreign_exceptions_are_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("gov_bulletin_nlp.ingest.kind_of", fail)
    with pytest.raises(DamagedFile) as caught:
        ingest(DATA, name="a.txt")
    assert caught.value.source == "a.txt"
    assert "RecursionError" in caught.value.message
    assert isinstance(caught.value.__cause__, RecursionError)
