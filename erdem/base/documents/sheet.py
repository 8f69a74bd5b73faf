"""One sheet of plain blocks, written as PDF or as DOCX: for lists, certificates and short notices."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document
from docx.shared import Emu, Pt

from erdem.base.documents.typesetting import render_pdf
from erdem.base.documents.word import set_fonts


@dataclass(frozen=True)
class Heading:
    """Heading of a section."""

    text: str
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Paragraph:
    """Running text; line breaks are kept."""

    text: str
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Note:
    """Text set apart by a bar: a caveat or what was not seen."""

    text: str
    kind: str = field(default="note", init=False)


@dataclass(frozen=True)
class Reasons:
    """Numbered reasons."""

    items: Sequence[str]
    kind: str = field(default="reasons", init=False)


@dataclass(frozen=True)
class Facts:
    """Terms with their values."""

    items: Sequence[tuple[str, str]]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True)
class Table:
    """A table whose head repeats on every page; ``numeric`` are the places of number columns, ``widths`` shares."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()
    widths: Sequence[int] = ()
    kind: str = field(default="table", init=False)


FACT_WIDTHS = (1, 3)
Block = Heading | Paragraph | Note | Reasons | Facts | Table


@dataclass(frozen=True)
class Sheet:
    """A document: title, official number, who issues it, when, and its blocks."""

    title: str
    blocks: Sequence[Block]
    number: str = ""
    office: str = ""
    date: str = ""
    notice: str = ""
    language: str = "zh"


def sheet_pdf(sheet: Sheet, *, issued_at: dt.datetime | None = None) -> bytes:
    """The sheet as PDF/A-2b."""
    return render_pdf("base/sheet.typ", dataclasses.asdict(sheet), issued_at=issued_at)


def sheet_docx(sheet: Sheet) -> bytes:
    """The sheet as a Word file that an office can go on writing in."""
    document = docx.Document()
    set_fonts(document)
    document.styles["Normal"].font.size = Pt(10.5)
    document.core_properties.title = sheet.title
    document.core_properties.author = sheet.office or "Erdem"
    document.core_properties.language = "zh-CN" if sheet.language == "zh" else sheet.language
    document.sections[0].header.paragraphs[0].text = sheet.number
    document.sections[0].footer.paragraphs[0].text = sheet.notice
    document.add_heading(sheet.title, level=0)
    below = "  ".join(part for part in (sheet.office, sheet.date) if part)
    if below:
        document.add_paragraph(below)
    for block in sheet.blocks:
        _WRITERS[block.kind](document, block)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _write_heading(document: Document, block: Any) -> None:
    document.add_heading(block.text, level=1)


def _write_paragraph(document: Document, block: Any) -> None:
    document.add_paragraph(block.text)


def _write_note(document: Document, block: Any) -> None:
    document.add_paragraph(block.text, style="Intense Quote")


def _write_reasons(document: Document, block: Any) -> None:
    for item in block.items:
        document.add_paragraph(item, style="List Number")


def _write_facts(document: Document, block: Any) -> None:
    _fill(document, [tuple(item) for item in block.items], FACT_WIDTHS)


def _write_table(document: Document, block: Any) -> None:
    table = _fill(document, [block.head, *block.rows], block.widths)
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _fill(document: Document, rows: Sequence[Sequence[str]], shares: Sequence[int]) -> Any:
    """Add a table whose columns have these shares of the width between the margins; without shares all are equal."""
    count = max((len(row) for row in rows), default=1)
    shares = shares if len(shares) == count else (1,) * count
    page = document.sections[0]
    room = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
    table = document.add_table(rows=0, cols=count)
    table.style, table.autofit = "Table Grid", False
    for row in rows:
        cells = table.add_row().cells
        for place, text in enumerate(row):
            cells[place].text = text
    for column, share in zip(table.columns, shares, strict=True):  # some programs look at columns, some at cells
        column.width = Emu(room * share // sum(shares))
        for cell in column.cells:
            cell.width = column.width
    return table


_WRITERS = {
    "heading": _write_heading,
    "paragraph": _write_paragraph,
    "note": _write_note,
    "reasons": _write_reasons,
    "facts": _write_facts,
    "table": _write_table,
}
