"""An official document as a Word file with the layout of the PDF."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from erdem.base.documents.word import set_fonts

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
BODY = 14
SIGN_DATE = "　　　年　　月　　日"


def official_docx(data: Mapping[str, Any], *, made_at: dt.datetime) -> bytes:
    """Return the Word file of a document: content, number, date, draft and marks, as `printing.Printed` holds them."""
    document, content = docx.Document(), data["content"]
    _set_up(document, data, made_at)
    if content["office"]:
        _line(document, content["office"], size=19, bold=True, align=CENTRE)
    _line(document, content["title"], size=21, bold=True, align=CENTRE, style="Title")
    if data["number"]:
        _line(document, data["number"], size=12, align=RIGHT)
    if content["addressee"]:
        _line(document, f"{content['addressee']}：")
    for block in content["blocks"]:
        _WRITERS[block["kind"]](document, block)
    _close(document, data)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: Document, data: Mapping[str, Any], made_at: dt.datetime) -> None:
    set_fonts(document)
    document.styles["Normal"].font.size = Pt(BODY)
    title = document.styles["Title"]
    if (border := title.element.find(f".//{qn('w:pBdr')}")) is not None:  # the blue rule of the stock template
        border.getparent().remove(border)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.2), Cm(2.9), Cm(2.8), Cm(2.6)
    properties = document.core_properties
    properties.title, properties.author = data["content"]["title"], data["content"]["office"]
    properties.language = "zh-CN"
    properties.created = properties.modified = made_at.astimezone(dt.UTC).replace(tzinfo=None)
    page.header.paragraphs[0].text = data["draft"]
    page.header.paragraphs[0].alignment = CENTRE
    foot = page.footer.paragraphs[0]
    foot.alignment = CENTRE
    foot.add_run(f"{data['number'] or data['content']['case_number']}　— ")
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")
    foot.add_run(" —")


def _field(paragraph: Paragraph, name: str) -> None:
    """Add a field that Word counts by itself."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _line(
    document: Document,
    text: str,
    *,
    size: float = BODY,
    bold: bool = False,
    align: Any = None,
    style: str | None = None,
    indent: bool = False,
) -> None:
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    run.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
    paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)


def _write_paragraph(document: Document, block: Any) -> None:
    for piece in block["text"].split("\n"):
        _line(document, piece, indent=True)


def _write_heading(document: Document, block: Any) -> None:
    _line(document, block["text"], bold=True, style="Heading 2")


def _write_facts(document: Document, block: Any) -> None:
    _table(document, block["items"], (5, 13))


def _write_table(document: Document, block: Any) -> None:
    width = len(block["head"])
    shares = tuple(block.get("widths") or (2, *(16 // (width - 1),) * (width - 1)))
    table = _table(document, [block["head"], *block["rows"]], shares, size=12 if width < 4 else 10 if width < 6 else 9)
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _write_note(document: Document, block: Any) -> None:
    for piece in block["text"].split("\n"):
        _line(document, piece, size=12)


def _write_sign(document: Document, block: Any) -> None:
    for who in block["who"]:
        _line(document, f"{who}：＿＿＿＿＿＿＿＿＿＿{SIGN_DATE}", size=12)


def _table(document: Document, rows: Any, shares: tuple[int, ...], size: float = 12) -> Any:
    table = document.add_table(rows=0, cols=len(shares))
    table.style, table.autofit = "Table Grid", False
    room = 21 - 2.8 - 2.6
    for row in rows:
        for cell, text, share in zip(table.add_row().cells, row, shares, strict=True):
            cell.text, cell.width = text, Cm(room * share / sum(shares))
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(size)
    document.add_paragraph()
    return table


def _close(document: Document, data: Mapping[str, Any]) -> None:
    content = data["content"]
    if content["has_seal"]:
        _line(document, content["office"], align=RIGHT)
        _line(document, "（印章）", size=10.5, align=RIGHT)
    if data["date"] and (content["has_seal"] or not any(block["kind"] == "sign" for block in content["blocks"])):
        _line(document, data["date"], align=RIGHT)
    if content["basis"]:
        _line(document, f"依据：{'；'.join(content['basis'])}", size=9)
    if data["marks"]:
        _line(document, data["marks"], size=9)


_WRITERS = {
    "paragraph": _write_paragraph,
    "heading": _write_heading,
    "facts": _write_facts,
    "table": _write_table,
    "note": _write_note,
    "sign": _write_sign,
}
