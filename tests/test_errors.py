from __future__ import annotations

import inspect
import io
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from gov_bulletin_nlp import errors
from gov_bulletin_nlp.errors import BulletinError
from gov_bulletin_nlp.pipeline import Pipeline

CLASSES = [
    found
    for _, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, BulletinError) and "code" in vars(found) and found is not BulletinError
]
GROUPS = [errors.InputError, errors.AccessError, errors.UsageError]


def test_codes_are_stable_words_and_one_class_each() -> None:
    codes = [found.code for found in CLASSES]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", code) for code in codes)
    assert {
        "damaged-file",
        "empty-document",
        "encrypted-pdf",
        "no-text-layer",
        "not-text",
        "too-large",
        "unsupported-format",
    } <= set(codes)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = dict(re.findall(r"[├└]── (\w+) +([a-z]+(?:-[a-z]+)+)$", errors.__doc__ or "", re.MULTILINE))
    assert drawn == {found.__name__: found.code for found in CLASSES}


@pytest.mark.parametrize("kind", [*CLASSES, *GROUPS, BulletinError], ids=lambda kind: kind.__name__)
def test_errors_cross_process_borders(kind: type[BulletinError]) -> None:
    for error in (kind("it is wrong; mend it.", "2023-03.pdf"), kind("it is wrong; mend it.")):
        copy = pickle.loads(pickle.dumps(error))
        assert type(copy) is kind
        assert (copy.message, copy.source, copy.code, str(copy)) == (
            error.message,
            error.source,
            error.code,
            str(error),
        )


def test_the_source_leads_the_sentence() -> None:
    assert str(errors.DamagedFile("it breaks off.", "2023-03.pdf")) == "2023-03.pdf: it breaks off."
    assert str(errors.DamagedFile("it breaks off.")) == "it breaks off."


def _pdf(text: str | None, **options: object) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 600), invariant=1, **options)
    canvas.rect(50, 50, 300, 500, fill=1)
    if text:
        canvas.drawString(60, 400, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _locked() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return _pdf("Yunzhou", encrypt=StandardEncryption("secret", strength=128))


def _zip() -> bytes:
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


INPUTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "no bytes at all": ("empty-document", lambda: b""),
    "white space only": ("empty-document", lambda: b" \r\n\t\n" * 9),
    "random bytes": ("not-text", lambda: bytes(range(256)) * 40),
    "zeros in a text": ("not-text", lambda: "云州\0工运\0\0信息".encode() * 50),
    "nothing but zeros": ("empty-document", lambda: b"\0" * 500),
    "a password": ("encrypted-pdf", _locked),
    "a torn PDF": ("damaged-file", lambda: _pdf("Yunzhou")[:300]),
    "only a head of a PDF": ("damaged-file", lambda: b"%PDF-1.7\n"),
    "a picture": ("no-text-layer", lambda: _pdf(None)),
    "a Word file": ("unsupported-format", _zip),
    "a PNG": ("unsupported-format", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
}


@pytest.mark.parametrize(("code", "make"), INPUTS.values(), ids=INPUTS)
def test_bad_input_has_its_code_whatever_it_is_called(
    plain: Pipeline, tmp_path: Path, code: str, make: Callable[[], bytes]
) -> None:
    for name in ("2023-03.txt", "2023-03.pdf"):
        path = tmp_path / name
        path.write_bytes(make())
        with pytest.raises(BulletinError) as caught:
            plain.parse(path)
        assert caught.value.code == code
        _is_helpful(caught.value, name)


def _is_helpful(error: BulletinError, source: str | None) -> None:
    """One sentence says what is wrong, and what to do."""
    assert error.source == source
    assert len(error.message) > 20
    assert error.message.endswith((".", ")"))
    assert re.search(r"[;,(]", error.message), "it tells no way out"


def test_a_folder(plain: Pipeline, tmp_path: Path) -> None:
    with pytest.raises(errors.IsDirectory) as caught:
        plain.parse(tmp_path)
    assert caught.value.code == "is-directory"
    _is_helpful(caught.value, tmp_path.name)


@pytest.mark.parametrize("name", ["nowhere.txt", "nowhere/2023-03.txt", "云" * 300, "a\0b"])
def test_no_such_file(plain: Pipeline, tmp_path: Path, name: str) -> None:
    with pytest.raises(errors.NotFound) as caught:
        plain.parse(tmp_path / name)
    assert caught.value.code == "not-found"


def test_no_permission(plain: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "2023-03.txt"
    path.write_text("云州工运", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(errors.PermissionDenied) as caught:
        plain.parse(path)
    assert caught.value.code == "permission-denied"
    _is_helpful(caught.value, path.name)


def test_too_large(bulletin_text: str) -> None:
    data = bulletin_text.encode()
    small = Pipeline(recogniser=False, max_bytes=len(data) - 1)
    for source in (data, io.BytesIO(data)):
        with pytest.raises(errors.TooLarge) as caught:
            small.parse(source)
        assert caught.value.code == "too-large"
    assert Pipeline(recogniser=False, max_bytes=len(data)).parse(data).articles


@pytest.mark.parametrize("source", [None, 5, io.StringIO("云州工运")], ids=["none", "number", "text-stream"])
def test_a_source_of_the_wrong_kind(plain: Pipeline, source: object) -> None:
    with pytest.raises(errors.InvalidOption) as caught:
        plain.parse(source)  # type: ignore[arg-type]
    assert caught.value.code == "invalid-option"
    _is_helpful(caught.value, None)


def test_a_fault_inside_is_ours_and_keeps_its_cause(bulletin_text: str) -> None:
    def faulty(texts: object) -> object:
        raise KeyError("no such row")

    with pytest.raises(errors.InternalError) as caught:
        Pipeline(recogniser=faulty).parse_text(bulletin_text, name="2023-03.txt")  # type: ignore[arg-type]
    assert isinstance(caught.value.__cause__, KeyError)
    _is_helpful(caught.value, "2023-03.txt")
