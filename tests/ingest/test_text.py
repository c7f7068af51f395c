from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_bulletin_nlp.errors import BulletinError, EmptyDocument, NotText
from gov_bulletin_nlp.ingest import from_text, ingest
from gov_bulletin_nlp.ingest.text import reads_well, split_lines

SIMPLIFIED = "云州市总工会慰问一线职工\r\n3月8日，市总走访12家企业，发放慰问品300余份。（宋知远）\r\n"
TRADITIONAL = "雲州市總工會慰問第一線職工\r\n三月八日，走訪十二家企業，發放慰問品三百餘份。\r\n"


@pytest.mark.parametrize(
    ("text", "written_as", "read_as"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (TRADITIONAL, "gbk", "gb18030"),
        ("發放慰問品予深水埗街坊及鰂魚涌居民", "big5hkscs", "big5hkscs"),
        ("第三期", "gbk", "gb18030"),
        ("第三期", "utf-16-le", "utf-16-le"),
        ("第三期", "utf-8", "utf-8"),
        ("工作简报", "gbk", "gb18030"),
        ("工作簡報", "big5", "big5"),
        ("Bush hid the facts", "ascii", "utf-8"),
        ("Notice No. 3\n", "utf-16-le", "utf-16-le"),
        ("竹笋烘干㐂", "gb18030", "gb18030"),
    ],
)
def test_encoding_is_told_by_how_the_text_reads(text: str, written_as: str, read_as: str) -> None:
    raw = ingest(text.encode(written_as))
    assert (raw.text, raw.encoding) == (text, read_as)
    assert raw.notices == ()


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_the_mark_of_utf16_decides_and_is_left_out(mark: bytes) -> None:
    codec = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    raw = ingest(mark + "第三期".encode(codec))
    assert (raw.text, raw.encoding) == ("第三期", codec)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (SIMPLIFIED.encode("utf-8").decode("gb18030", errors="replace").encode("utf-8"), "gb18030"),
        (SIMPLIFIED.encode("gbk").decode("latin-1").encode("utf-8"), "garbled"),
        (SIMPLIFIED.encode("utf-8").decode("latin-1").encode("utf-8"), "garbled"),
        (SIMPLIFIED.encode("gbk").decode("utf-8", errors="replace").encode("utf-8"), "lost"),
        (("锟斤拷" * 20 + "工会").encode("gbk"), "lost"),
        (("工会" + "\0" * 4 + "简报").encode("utf-8"), "NUL"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08" * 20, "control"),
        (bytes(range(128, 256)) * 20, "no text"),
    ],
)
def test_spoilt_text_and_binary_data_are_refused(data: bytes, word: str) -> None:
    with pytest.raises(NotText) as caught:
        ingest(data, name="a.txt")
    assert word in caught.value.message
    assert caught.value.source == "a.txt"


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", "\u3000\n".encode(), "\ufeff\n".encode("utf-16-le")])
def test_nothing_but_white_space_is_an_empty_document(data: bytes) -> None:
    with pytest.raises(EmptyDocument):
        ingest(data)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_few_bad_bytes_are_a_notice(codec: str) -> None:
    data = (SIMPLIFIED * 20).encode(codec)
    raw = ingest(data[:500] + b"\xff" + data[500:])
    assert [notice.code for notice in raw.notices] == ["bytes-replaced"]
    assert raw.text.count("云州市总工会") >= 19


def test_text_in_other_scripts_is_still_text() -> None:
    for text in ("Обзор работы профсоюза\n", "བོད་ལྗོངས་ཀྱི་ལས་དོན།\n", "업무 소식 제3호\n", "Café 3\n"):
        assert ingest(text.encode()).text == text


def test_lines_leave_every_kind_of_end_out() -> None:
    text = "一\r\n二\r三\n\n四\u2028五\x0b六\x0c七\x85八"
    assert [text[line.start : line.end] for line in split_lines(text)] == [*"一二三", "", *"四五六七八"]


@given(st.text())
def test_lines_and_ends_make_up_the_text(text: str) -> None:
    lines = split_lines(text)
    assert sum(line.end - line.start for line in lines) <= len(text)
    at = 0
    for line in lines:
        assert not text[at : line.start].strip("\r\n\x0b\x0c\x85\u2028\u2029")
        assert not set(text[line.start : line.end]) & set("\r\n\x0b\x0c\x85\u2028\u2029")
        at = line.end


@given(st.binary(max_size=300) | st.text(max_size=80).map(lambda text: text.encode("utf-16-le", "surrogatepass")))
def test_any_bytes_give_a_document_or_an_error_of_ours(data: bytes) -> None:
    try:
        raw = ingest(data)
    except BulletinError as error:
        assert error.message
        assert error.code != "bulletin-error"
    else:
        assert raw.text.strip()


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=200, max_size=300))
def test_long_utf8_is_never_taken_for_another_encoding(text: str) -> None:
    try:
        assert ingest(text.encode()).encoding == "utf-8"
    except NotText as error:
        # Random characters may look like mojibake, but never like another encoding.
        assert "garbled" in error.message


@given(st.text())
def test_decoded_text_is_taken_as_it_is(text: str) -> None:
    raw = from_text(text)
    assert (raw.text, raw.encoding, raw.glyphs) == (text, None, None)


def test_reads_well_knows_chinese() -> None:
    assert reads_well(SIMPLIFIED)
    assert reads_well(TRADITIONAL)
    assert not reads_well("閫氬寲宸ヨ繍淇℃伅鎬诲伐浼氱粍缁囧姵妯＄枟鍏")
