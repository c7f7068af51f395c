"""What the tests of ingest share: a typesetter, and PDF pages drawn by hand."""

from __future__ import annotations

import importlib.util
import io
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

BULLETIN = """云州工运

第三期

云州市总工会　　2023年3月

云州市总工会慰问一线职工

3月8日，市总走访12家企业，发放慰问品300余份。参加活动的职工达50—60人。（宋知远）

云州市开展职工技能竞赛 为了提高职工的技能水平，市总于3月中旬举办竞赛，共有120名职工参加，其中女职工占三成。
"""


@pytest.fixture(scope="session")
def typesetter() -> ModuleType:
    """The script that sets bulletins as PDF."""
    spec = importlib.util.spec_from_file_location("make_pdf", ROOT / "scripts" / "make_pdf.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_pdf"] = module
    spec.loader.exec_module(module)
    module.font()
    return module


Draw = Callable[[Any], None]


@pytest.fixture(scope="session")
def drawn(typesetter: ModuleType) -> Callable[..., bytes]:
    """Make a PDF of pages that functions draw on a canvas with the font ``bulletin``."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def make(*pages: Draw, **options: Any) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(400, 600), invariant=1, **options)
        for draw in pages:
            canvas.setFont("bulletin", 12)
            draw(canvas)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return make
