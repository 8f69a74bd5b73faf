"""Documents: rare characters stay, hostile text stays text, long tables run on."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import docx
import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from erdem.base import documents
from erdem.base.documents import Facts, Heading, Note, Paragraph, Reasons, Sheet, Table, characters

RARE = "栝艽苈蔹萆荜蓣螵蛸荑茇薤"
HOSTILE = '#panic("x") $x$ *b* @label <a> // c /* d */ \\ #{sys} #import "/etc/passwd" `raw`'


@pytest.fixture(autouse=True)
def _fonts() -> None:
    if not any(characters.FONTS.glob("*.ttf")):
        pytest.skip("the document fonts are not built: python -m erdem.base.assets.build")


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(reader: PdfReader) -> str:
    """The text without blanks: setting puts space between Chinese and Latin."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def sheet(*blocks: Any, **more: str) -> Sheet:
    return Sheet("专利申请与《伤寒论》黄芩汤", blocks, **more)


def test_a_sheet_carries_its_title_number_language_and_tags() -> None:
    reader = read(documents.sheet_pdf(sheet(Paragraph("正文"), number="XS-2026-0417", office="示例旗市场监督管理局")))
    assert reader.metadata is not None
    assert reader.metadata.title == "专利申请与《伤寒论》黄芩汤"
    assert reader.metadata.author == "示例旗市场监督管理局"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfaid:part>2</pdfaid:part>" in root["/Metadata"].get_object().get_data()
    assert "XS-2026-0417" in words(reader)
    assert "1/1" in words(reader)


def test_rare_herbs_are_set_and_can_be_read_back() -> None:
    assert RARE in words(read(documents.sheet_pdf(sheet(Paragraph(RARE)))))


def test_every_kind_of_block_shows_its_words() -> None:
    blocks = (
        Heading("逐味证据"),
        Note("分值只用来排先后，不是结论。"),
        Reasons(["主张的用途不同。"]),
        Facts([("存证号", "38,114")]),
        Table(["味", "用量"], [["黄芩", "三两"]], numeric=[1], widths=[2, 1]),
    )
    text = words(read(documents.sheet_pdf(sheet(*blocks))))
    for part in ("逐味证据", "分值只用来排先后", "1.主张的用途不同。", "存证号38,114", "味用量", "黄芩三两"):
        assert part in text


def test_hostile_text_stays_text_in_every_place() -> None:
    blocks = (
        Heading(HOSTILE),
        Paragraph(HOSTILE),
        Note(HOSTILE),
        Reasons([HOSTILE]),
        Facts([(HOSTILE, HOSTILE)]),
        Table([HOSTILE], [[HOSTILE]]),
    )
    made = Sheet(HOSTILE, blocks, number=HOSTILE, office=HOSTILE, date=HOSTILE, notice=HOSTILE)
    assert words(read(documents.sheet_pdf(made))).count('#panic("x")$x$*b*@label') >= 10


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=80))
def test_no_text_at_all_can_stop_a_document(text: str) -> None:
    assert documents.sheet_pdf(sheet(Paragraph(text), number=text)).startswith(b"%PDF")


def test_a_character_without_a_glyph_is_shown_as_missing_not_dropped() -> None:
    known = characters.known_characters()
    assert characters.printable("瘭疽", known) == "〓(U+762D)疽"
    assert characters.printable("a\u200bb\u3000c\nd", known - {0x3000}) == "ab c\nd"
    assert "〓(U+762D)" in words(read(documents.sheet_pdf(sheet(Paragraph("瘭疽")))))


def test_a_table_of_ten_thousand_rows_repeats_its_head_on_every_page() -> None:
    rows = [[str(place), "黄芩汤"] for place in range(10_000)]
    reader = read(documents.sheet_pdf(sheet(Table(["序号", "方名"], rows, numeric=[0]))))
    assert len(reader.pages) > 100
    last = "".join(reader.pages[-1].extract_text().split())
    assert "序号方名" in last
    assert "9999黄芩汤" in last


def test_the_same_sheet_at_the_same_moment_gives_the_same_bytes() -> None:
    moment = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
    made = sheet(Paragraph("正文"))
    assert documents.sheet_pdf(made, issued_at=moment) == documents.sheet_pdf(made, issued_at=moment)


def test_dates_and_lazy_translations_may_stand_in_the_data() -> None:
    blocks = [{"kind": "facts", "items": [["d", dt.date(2026, 11, 23)], ["t", gettext_lazy("Nothing known")]]}]
    pdf = documents.render_pdf("base/sheet.typ", {"title": "t", "blocks": blocks})
    assert "2026-11-23" in words(read(pdf))


@pytest.mark.parametrize("name", ["base/none.typ", "base/../sheet.typ", "/etc/passwd", "base/house.py"])
def test_it_refuses_a_template_that_is_not_there(name: str) -> None:
    with pytest.raises(documents.DocumentError):
        documents.render_pdf(name, {})


def test_a_wrong_template_is_named_in_the_error() -> None:
    with pytest.raises(documents.DocumentError, match=r"sheet\.typ could not be set"):
        documents.render_pdf("base/sheet.typ", {"title": "no blocks"})


def test_a_word_file_has_east_asian_fonts_and_keeps_hostile_text() -> None:
    blocks = (Heading("题"), Paragraph(f"<w:t>&{HOSTILE}{RARE}"), Table(["味"], [["黄芩"]]), Facts([("号", "1")]))
    written = documents.sheet_docx(sheet(*blocks, Note("n"), Reasons(["r"]), number="XS-1"))
    again = docx.Document(io.BytesIO(written))
    texts = [paragraph.text for paragraph in again.paragraphs]
    assert f"<w:t>&{HOSTILE}{RARE}" in texts
    assert again.sections[0].header.paragraphs[0].text == "XS-1"
    assert [cell.text for row in again.tables[0].rows for cell in row.cells] == ["味", "黄芩"]
    styles = zipfile.ZipFile(io.BytesIO(written)).read("word/styles.xml").decode()
    assert 'w:eastAsia="宋体"' in styles
    assert 'w:eastAsia="黑体"' in styles
