"""DOCX: Word templates filled with data, and the fonts that Chinese text needs in Word."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from erdem.base.documents import resources

LATIN = "Times New Roman"
SONG = "宋体"
HEI = "黑体"


def render_docx(template_name: str, context: Mapping[str, Any]) -> bytes:
    """Fill the Word template ``app/file.docx`` and return the file. Text is escaped, never read as markup."""
    _, file = resources.template(template_name)
    template = DocxTemplate(io.BytesIO(file.read_bytes()))
    template.render(dict(context), SandboxedEnvironment(autoescape=True))
    written = io.BytesIO()
    template.save(written)
    return written.getvalue()


def set_fonts(document: Document) -> None:
    """Give every style of a document a Latin and an East Asian font; Word ignores a plain font name there."""
    for style in document.styles:
        run = style.element.get_or_add_rPr() if hasattr(style.element, "get_or_add_rPr") else None
        if run is None:
            continue
        fonts = run.get_or_add_rFonts()
        heading = style.name is not None and style.name.startswith(("Heading", "Title"))
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(attribute), LATIN)
        fonts.set(qn("w:eastAsia"), HEI if heading else SONG)
