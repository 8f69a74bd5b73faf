"""Official documents: PDF through Typst, DOCX through Word templates or from the same blocks.

* ``render_pdf("overlap/dossier.typ", context)`` sets ``erdem/overlap/documents/dossier.typ`` (PDF/A-2b, tagged).
* ``render_docx("cases/notice.docx", context)`` fills a Word template.
* ``sheet_pdf(sheet)`` and ``sheet_docx(sheet)`` write one ``Sheet`` of plain blocks in either form.

Text never becomes code: it travels as JSON data into Typst and escaped into Word.
"""

from __future__ import annotations

from erdem.base.documents.characters import printable
from erdem.base.documents.picturing import page_picture
from erdem.base.documents.resources import DocumentError
from erdem.base.documents.sheet import (
    Facts,
    Heading,
    Note,
    Paragraph,
    Reasons,
    Sheet,
    Table,
    sheet_docx,
    sheet_pdf,
)
from erdem.base.documents.typesetting import Attachment, render_pdf
from erdem.base.documents.word import render_docx

__all__ = [
    "Attachment",
    "DocumentError",
    "Facts",
    "Heading",
    "Note",
    "Paragraph",
    "Reasons",
    "Sheet",
    "Table",
    "page_picture",
    "printable",
    "render_docx",
    "render_pdf",
    "sheet_docx",
    "sheet_pdf",
]
