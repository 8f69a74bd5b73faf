"""An empty sheet of paper, for documents whose content does not matter."""

from __future__ import annotations

import io

import pypdf


def empty_sheet() -> bytes:
    """Return an empty sheet as PDF."""
    stream, writer = io.BytesIO(), pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()
