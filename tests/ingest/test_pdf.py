from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gov_bulletin_nlp.document import RawDocument
from gov_bulletin_nlp.errors import (
    BulletinError,
    DamagedFile,
    EmptyDocument,
    EncryptedPdf,
    NoTextLayer,
    TooLarge,
)
from gov_bulletin_nlp.ingest import ingest

from .conftest import BULLETIN

Drawn = Callable[..., bytes]
LINE = "云州市总工会组织职工参加技能竞赛活动，"


def lines(raw: RawDocument) -> list[str]:
    return [raw.text[line.start : line.end] for line in raw.lines]


def codes(raw: RawDocument) -> list[str]:
    return [notice.code for notice in raw.notices]


def check(raw: RawDocument) -> None:
    """What holds for every PDF."""
    assert raw.glyphs is not None
    glyphs = raw.glyphs
    assert {len(part) for part in (glyphs.page, glyphs.x0, glyphs.y0, glyphs.x1, glyphs.y1)} == {len(raw.text)}
    assert "\n".join(lines(raw)) == raw.text
    assert raw.page_count == len(raw.page_sizes)
    for place, character in enumerate(raw.text):
        box = glyphs.x0[place], glyphs.y0[place], glyphs.x1[place], glyphs.y1[place]
        width, height = raw.page_sizes[glyphs.page[place]]
        if character == "\n":
            assert box == (-1, -1, -1, -1)
        elif not character.isspace():
            assert -1 < box[0] <= box[2] < width + 20
            assert -1 < box[1] < box[3] < height + 20
    for line in raw.lines:
        text = raw.text[line.start : line.end]
        assert text == text.strip(" \u3000")
        assert set(glyphs.page[line.start : line.end]) == {line.page}


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("justify", [True, False])
def test_a_set_bulletin_comes_back_in_order(typesetter: ModuleType, columns: int, justify: bool) -> None:
    typography = typesetter.Typography(columns=columns, body=11, justify=justify, running_head="云州工运 第三期")
    data = typesetter.make_pdf(
        BULLETIN * 6, title="云州工运", headlines=("云州市总工会慰问一线职工",), typography=typography
    )
    raw = ingest(data)
    check(raw)
    furniture = [f"— {n + 1} —" for n in range(raw.page_count or 0)] + ["云州工运 第三期"] * (raw.page_count or 0)
    body = lines(raw)
    for line in furniture:
        body.remove(line)
    assert "".join("".join(body).split()) == "".join((BULLETIN * 6).split())
    assert codes(raw) == []


def test_print_of_the_lines(typesetter: ModuleType) -> None:
    data = typesetter.make_pdf(BULLETIN, title="云州工运", headlines=("云州市总工会慰问一线职工",))
    raw = ingest(data, name="a.pdf")
    check(raw)
    found = dict(zip(lines(raw), raw.lines, strict=True))
    title, headline = found["云州工运"], found["云州市总工会慰问一线职工"]
    body = next(line for text, line in found.items() if text.startswith("3月8日"))
    assert (title.size, title.color, title.bold, title.centred) == (34, "#ff0000", True, True)
    assert (headline.size, headline.color, headline.bold, headline.centred) == (17.5, "#000000", True, True)
    assert (body.size, body.bold, body.centred) == (14, False, False)
    assert body.space_above == pytest.approx(0.75, abs=0.05)
    assert headline.space_above and body.space_above and headline.space_above > body.space_above
    assert body.font and "WenQuanYi" in body.font
    assert raw.media_type == "application/pdf"
    assert (raw.name, raw.encoding, raw.ocr, raw.page_count) == ("a.pdf", None, False, 1)
    # The space between a run-in headline and its body is the only thing that parts them.
    assert any("云州市开展职工技能竞赛 为了提高" in text for text in found)
    assert "云州市总工会\u3000\u30002023年3月" in found


def test_fake_bold_by_printing_twice(typesetter: ModuleType, drawn: Drawn) -> None:
    typography = typesetter.Typography(headline=frozenset({"doubled"}))
    raw = ingest(typesetter.make_pdf(BULLETIN, headlines=("云州市总工会慰问一线职工",), typography=typography))
    found = dict(zip(lines(raw), raw.lines, strict=True))
    assert found["云州市总工会慰问一线职工"].bold
    assert sum(bool(line.bold) for line in raw.lines) == 1

    def each_twice(canvas: Any) -> None:
        for number, character in enumerate("模范职工之家活动"):
            canvas.drawString(50 + 12 * number, 500, character)
            canvas.drawString(50.3 + 12 * number, 500, character)
        canvas.drawString(50, 450, "人人为我，我为人人")

    raw = ingest(drawn(each_twice))
    assert lines(raw) == ["模范职工之家活动", "人人为我，我为人人"]
    assert [line.bold for line in raw.lines] == [True, False]


def test_spaces_only_where_there_are_gaps(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        for number, character in enumerate("工作简报"):
            canvas.drawString(50 + 24 * number, 550, character)
        canvas.drawString(50, 500, "共分")
        canvas.drawString(77, 500, "2")
        canvas.drawString(86, 500, "批")
        canvas.drawString(50, 450, "（黄")
        canvas.drawString(80, 450, "文）")
        canvas.drawString(50, 400, "云州市总工会")
        canvas.drawString(250, 400, "2023年3月")
        canvas.drawString(50, 350, "Trade")
        canvas.drawString(90, 350, "Union")

    assert lines(ingest(drawn(draw))) == [
        "工 作 简 报",
        "共分2批",
        "（黄 文）",
        "云州市总工会\u30002023年3月",
        "Trade Union",
    ]


def two_columns(canvas: Any, shift: float = 0.0) -> None:
    canvas.drawString(150, 560, "云州工运第三期")
    for number in range(8):
        canvas.drawString(215, 520 - 16 * number + shift, LINE[:12] + "右栏")
    for number in range(8):
        canvas.drawString(20, 520 - 16 * number, LINE[:13] + "左栏")
    canvas.drawString(20, 360, "两栏之间的标题横贯全页，它把上下两段分开来，先上后下。")
    for number in range(5):
        canvas.drawString(20, 330 - 16 * number, LINE[:13] + "左下")
        canvas.drawString(215, 330 - 16 * number, LINE[:12] + "右下")


@pytest.mark.parametrize("shift", [0.0, 5.0, 8.0])
def test_columns_whatever_the_order_of_drawing(drawn: Drawn, shift: float) -> None:
    raw = ingest(drawn(lambda canvas: two_columns(canvas, shift)))
    check(raw)
    assert [text[-2:] for text in lines(raw)] == [
        "三期",
        *["左栏"] * 8,
        *["右栏"] * 8,
        "下。",
        *["左下"] * 5,
        *["右下"] * 5,
    ]


def test_a_list_in_two_parts_is_no_pair_of_columns(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        for number, title in enumerate(["慰问职工", "举办技能竞赛活动", "开展创建工作", "组织疗养", "召开会议"]):
            canvas.drawString(50, 500 - 20 * number, title)
            canvas.drawString(330, 500 - 20 * number, f"第{number + 1}页")

    assert lines(ingest(drawn(draw)))[:2] == ["慰问职工\u3000第1页", "举办技能竞赛活动\u3000第2页"]


def test_ruled_table(drawn: Drawn) -> None:
    cells = [["单位", "项目", "金额"], ["市总工会", "职工", "12.5"], ["市教育局", "", "3"]]

    def draw(canvas: Any) -> None:
        canvas.drawString(50, 550, "表一之前的正文")
        canvas.grid([50, 150, 250, 350], [400, 440, 480, 520])
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                canvas.drawString(55 + 100 * column, 495 - 40 * row, text)
        canvas.drawString(155, 440 + 4, "技能竞赛")
        canvas.drawString(50, 350, "表一之后的正文")

    raw = ingest(drawn(draw))
    check(raw)
    assert lines(raw) == [
        "表一之前的正文",
        "单位\t项目\t金额",
        "市总工会\t职工技能竞赛\t12.5",
        "市教育局\t\t3",
        "表一之后的正文",
    ]
    assert [line.table for line in raw.lines] == [False, True, True, True, False]


def test_rules_of_a_masthead_are_no_table(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.rect(20, 20, 360, 560)
        for y in (540, 500, 80):
            canvas.line(40, y, 360, y)
        for number in range(20):
            canvas.drawString(40, 480 - 18 * number, LINE)

    raw = ingest(drawn(draw))
    assert lines(raw) == [LINE] * 20
    assert not any(line.table for line in raw.lines)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_upright(drawn: Drawn, turn: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, LINE)
        canvas.drawString(50, 480, "近日举行。")

    raw = ingest(drawn(draw).replace(b"/Rotate 0", b"/Rotate %d" % turn))
    check(raw)
    assert lines(raw) == [LINE, "近日举行。"]
    assert raw.page_sizes == ((600, 400) if turn % 180 else (400, 600),)
    assert raw.glyphs
    x, y = raw.glyphs.x0[0], raw.glyphs.y0[0]
    near = {90: (500, 50), 180: (338, 498), 270: (88, 338)}[turn]
    assert (x, y) == pytest.approx(near, abs=4)


def test_text_drawn_sideways_on_an_upright_page(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.rotate(90)
        canvas.drawString(50, -200, LINE)
        canvas.drawString(50, -220, "近日举行。")

    raw = ingest(drawn(draw))
    check(raw)
    assert lines(raw) == [LINE, "近日举行。"]


def test_words_set_downwards_in_the_margin_do_not_tear_lines(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        for number in range(6):
            canvas.drawString(60, 500 - 18 * number, LINE)
        for number, character in enumerate("内部资料注意保存"):
            canvas.drawString(20, 497 - 14 * number, character)

    assert lines(ingest(drawn(draw))) == [LINE] * 6 + ["内部资料注意保存"]


def test_watermarks_and_hidden_text_are_left_out_with_a_notice(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, LINE)
        canvas.drawString(50, 480, LINE)
        hidden = canvas.beginText(50, 460)
        hidden.setTextRenderMode(3)
        hidden.textOut("不可见的一行文字")
        canvas.drawText(hidden)
        canvas.rotate(45)
        canvas.drawString(300, 100, "内部资料")

    raw = ingest(drawn(draw))
    assert lines(raw) == [LINE, LINE]
    assert codes(raw) == ["slanted-text-dropped", "hidden-text-dropped"]


def picture() -> Any:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    return ImageReader(Image.new("RGB", (40, 60), "white"))


def test_scans(drawn: Drawn) -> None:
    def scan(canvas: Any) -> None:
        canvas.drawImage(picture(), 0, 0, 400, 600)

    def stamped(canvas: Any) -> None:
        scan(canvas)
        canvas.drawString(300, 20, "全能王扫描")

    def recognised(canvas: Any) -> None:
        scan(canvas)
        hidden = canvas.beginText(50, 500)
        hidden.setTextRenderMode(3)
        for _ in range(3):
            hidden.textLine(LINE)
        canvas.drawText(hidden)

    def typed(canvas: Any) -> None:
        canvas.drawString(50, 500, LINE)

    for pages in ([scan], [stamped, scan]):
        with pytest.raises(NoTextLayer) as caught:
            ingest(drawn(*pages))
        assert "OCR" in caught.value.message
    raw = ingest(drawn(recognised))
    assert (lines(raw), raw.ocr, codes(raw)) == ([LINE] * 3, True, [])
    raw = ingest(drawn(typed, scan))
    assert (lines(raw), raw.ocr, codes(raw)) == ([LINE], False, ["no-text-on-page"])


def test_characters_without_meaning(drawn: Drawn) -> None:
    data = drawn(lambda canvas: canvas.drawString(50, 500, LINE))
    broken = data.replace(b"/ToUnicode", b"/ToNothing")
    assert broken != data
    with pytest.raises(NoTextLayer):
        ingest(broken)


def test_fonts_that_are_not_embedded_give_the_same_on_every_machine(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("STSong-Light", 14)
        canvas.setFillColorRGB(1, 0, 0)
        canvas.drawString(50, 500, "云州市总工会")
        canvas.setFillColorRGB(0, 0, 0)
        for number, character in enumerate("近日，走访两家企业。"):
            canvas.drawString(50 + 14 * number, 470, character)
        canvas.drawString(50, 440, "工作")
        canvas.drawString(50.4, 440, "工作")

    raw = ingest(drawn(draw))
    check(raw)
    assert lines(raw) == ["云州市总工会", "近日，走访两家企业。", "工作"]
    assert [line.color for line in raw.lines] == ["#ff0000", "#000000", "#000000"]
    assert [line.bold for line in raw.lines] == [False, False, True]
    assert codes(raw) == []
    assert raw.lines[0].x0 == pytest.approx(50)
    assert raw.lines[0].x1 == pytest.approx(50 + 6 * 14)
    assert raw.lines[0].y1 == pytest.approx(600 - 500 + 0.12 * 14, abs=0.1)


def test_missing_fonts_in_a_damaged_file_are_a_notice(drawn: Drawn) -> None:
    data = drawn(lambda canvas: (canvas.setFont("STSong-Light", 14), canvas.drawString(50, 500, LINE)))
    raw = ingest(b"gateway\n" + data)
    assert lines(raw) == [LINE]
    assert codes(raw) == ["font-not-embedded"]


def test_encryption(drawn: Drawn) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, LINE)

    with pytest.raises(EncryptedPdf) as caught:
        ingest(drawn(draw, encrypt=StandardEncryption("user", "owner")))
    assert "password" in caught.value.message
    assert lines(ingest(drawn(draw, encrypt=StandardEncryption("", "owner", canPrint=0)))) == [LINE]


def test_damaged_files(drawn: Drawn) -> None:
    data = drawn(*[lambda canvas: canvas.drawString(50, 500, LINE)] * 3)
    assert lines(ingest(b"gateway\r\n" + data)) == [LINE] * 3
    cut = data[: data.index(b"xref\n")]
    raw = ingest(cut)
    assert lines(raw) == [LINE] * 3
    assert codes(raw) == ["file-truncated"]
    for broken in (b"%PDF-1.4\n", data[:300], b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"):
        with pytest.raises(DamagedFile):
            ingest(broken)


def test_blank_pages_and_too_many(drawn: Drawn) -> None:
    with pytest.raises(EmptyDocument):
        ingest(drawn(lambda canvas: None))
    with pytest.raises(TooLarge) as caught:
        ingest(drawn(*[lambda canvas: None] * 3), max_pages=2)
    assert "max_pages" in caught.value.message


def test_what_lies_beyond_the_page_is_left_out(drawn: Drawn) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 500, LINE)
        canvas.drawString(50, 700, "页外")
        canvas.drawString(-300, 480, "页外")

    assert lines(ingest(drawn(draw))) == [LINE]


def test_threads_read_one_after_the_other(typesetter: ModuleType) -> None:
    data = typesetter.make_pdf(BULLETIN * 4)
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(lambda _: ingest(data).text, range(8)))
    assert len(set(documents)) == 1


def test_the_same_text_gives_the_same_bytes(typesetter: ModuleType) -> None:
    assert typesetter.make_pdf(BULLETIN) == typesetter.make_pdf(BULLETIN)
    with pytest.raises(ValueError, match="\u9f98"):
        typesetter.make_pdf("\u9f98")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.data())
def test_spoilt_pdfs_give_a_document_or_an_error_of_ours(drawn: Drawn, data: st.DataObject) -> None:
    whole = drawn(lambda canvas: two_columns(canvas))
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        spoilt = whole[:place] + data.draw(st.binary(min_size=1, max_size=30)) + whole[place + 20 :]
    else:
        spoilt = whole[:place]
    try:
        check(ingest(io.BytesIO(spoilt)))
    except BulletinError as error:
        assert error.message
