from __future__ import annotations

from pathlib import Path

import pytest

from gov_bulletin_nlp.errors import BulletinError
from gov_bulletin_nlp.ingest import ingest

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here"),
]

CODES = {
    "bad_empty.pdf": "empty-document",
    "bad_html.pdf": "unsupported-format",
    "bad_trunc.pdf": "damaged-file",
    "enc_user.pdf": "encrypted-pdf",
    "enc_user_rc4.pdf": "encrypted-pdf",
    "scan_rot.pdf": "no-text-layer",
    "single_notounicode.pdf": "no-text-layer",
    "weasy_single_notounicode.pdf": "no-text-layer",
}


def test_every_sample_gives_a_document_or_its_code() -> None:
    for path in sorted(SAMPLES.rglob("*")):
        if path.is_dir() or path.suffix == ".json":
            continue
        expected = "unsupported-format" if path.suffix == ".ofd" else CODES.get(path.name)
        try:
            raw = ingest(path)
        except BulletinError as error:
            assert error.code == expected, path.name
        else:
            assert expected is None, path.name
            assert raw.lines


@pytest.mark.parametrize(
    "name", ["single", "twocol", "rot_pages", "enc_owneronly", "enc_owneronly_rc4", "bad_head", "bad_tail"]
)
def test_pdf_has_the_characters_of_the_text_in_order(name: str) -> None:
    wanted = "".join(ingest(SAMPLES / "tonghua-2023-03.txt").text.split())
    raw = ingest(SAMPLES / "pdf-layouts" / f"{name}.pdf")
    furniture = {"通化工运信息\u30002023年第3期（总第118期）", *(f"— {n} —" for n in range(1, 9))}
    body = [raw.text[line.start : line.end] for line in raw.lines]
    found = "".join("".join(line for line in body if line not in furniture).split())
    # The masthead of the PDF has the issue in figures and the day.
    wanted = wanted.replace("第三期", "第3期", 1).replace("2023年3月", "2023年3月31日", 1)
    assert found == wanted


@pytest.mark.parametrize("name", ["weasy_single", "weasy_twocol"])
def test_pdf_of_another_producer(name: str) -> None:
    text = "".join(ingest(SAMPLES / "tonghua-2023-03.txt").text.split())
    wanted = text[text.index("通化市总工会组织劳模疗养") :]
    raw = ingest(SAMPLES / "pdf-layouts" / f"{name}.pdf")
    furniture = {"通化工运信息\u30002023年第3期", *(f"— {n} —" for n in range(1, 9))}
    body = [raw.text[line.start : line.end] for line in raw.lines]
    found = "".join("".join(line for line in body if line not in furniture).split())
    assert found == "通化工运信息" + wanted
