"""A signed PDF with its signatures drawn into the pages: for programs that draw pages and leave fields out.

For looking only. It is never kept, signed or given away: the bytes of what was signed are another file.
"""

from __future__ import annotations

import io
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from erdem.sharing.pades.trouble import NotSignable


def draw_signatures(content: bytes) -> tuple[bytes, int]:
    """Return the file with what its fields show drawn into the pages, and the number of pages.

    Raises:
        NotSignable: it is no PDF that can be read.
    """
    try:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
        for page in writer.pages:
            for annotation in list(page.get("/Annots") or ()):
                _draw(writer, page, annotation.get_object())
        written = io.BytesIO()
        writer.write(written)
        return written.getvalue(), len(writer.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise NotSignable("The PDF is damaged, so that its pages cannot be shown.") from error


def _draw(writer: pypdf.PdfWriter, page: Any, annotation: Any) -> None:
    """Draw the appearance of a field at its place (ISO 32000-2, 12.5.5), for fields that are as large as what they show."""
    shown = (annotation.get("/AP") or {}).get("/N")
    if annotation.get("/Subtype") != "/Widget" or shown is None:
        return
    left, bottom = (float(one) for one in annotation["/Rect"][:2])
    form = shown.get_object()
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
    objects = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
    name = NameObject(f"/Signature{len(objects)}")
    objects[name] = writer._add_object(form)
    contents = page.get("/Contents")
    kept = [] if contents is None else contents.get_object()
    parts = list(kept) if isinstance(kept, list) else [contents]
    drawn = f"\nQ q 1 0 0 1 {left:.2f} {bottom:.2f} cm {name} Do Q\n"
    page[NameObject("/Contents")] = ArrayObject([_stream(writer, "q\n"), *parts, _stream(writer, drawn)])


def _stream(writer: pypdf.PdfWriter, text: str) -> Any:
    stream = DecodedStreamObject()
    stream.set_data(text.encode())
    return writer._add_object(stream)
