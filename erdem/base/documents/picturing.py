"""A page of a PDF as a picture, through Typst: no other program is needed. Fields and notes of the PDF are not drawn."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import typst

from erdem.base.documents.resources import DocumentError

PAGE: Final = """#set page(width: 595.28pt, height: auto, margin: 0pt)
#image("document.pdf", page: int(sys.inputs.page), width: 100%)
"""
POINTS_AN_INCH: Final = 72
PAGE_WIDTH: Final = 595.28


def page_picture(pdf: bytes, number: int, width: int) -> bytes:
    """Return a page of a PDF as PNG.

    Args:
        pdf: the document.
        number: of the page, the first being 1.
        width: of the picture in pixels.

    Raises:
        DocumentError: the page does not exist or cannot be drawn.
    """
    with tempfile.TemporaryDirectory(prefix="erdem-picture-") as temporary:
        root = Path(temporary)
        (root / "document.pdf").write_bytes(pdf)
        (root / "page.typ").write_text(PAGE, "utf-8")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
        try:
            compiler = typst.Compiler(root / "page.typ", root=root, font_paths=fonts, sys_inputs={"page": str(number)})
            picture = compiler.compile(format="png", ppi=width * POINTS_AN_INCH / PAGE_WIDTH)
        except typst.TypstError as error:
            raise DocumentError(f"Page {number} of the document could not be drawn: {error.diagnostic}") from error
    if not isinstance(picture, bytes):
        raise DocumentError(f"Page {number} of the document could not be drawn.")
    return picture
