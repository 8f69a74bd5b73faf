"""A PDF made ready for signatures: the page of signatures is put behind it, with one empty field for each who will sign.

The PDF is added to and never rewritten: its own bytes are the beginning of every later file, so that its SHA-256 can be
compared at any time. After this nothing but signatures is added.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyhanko.pdf_utils.generic import DictionaryObject, NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from erdem.sharing.pades.trouble import NotSignable

SEAL: Final = "seal"
"""Name of the last field, which the house signs when everybody has signed."""
PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
"""Points of an A4 page."""
LEFT, WIDTH, HEIGHT = 56.0, 483.28, 92.0
FIRST_TOP, NEXT_TOP, PITCH = 250.0, 70.0, 122.0
"""Where the first box of the first and of a further page begins, and how far boxes are apart, points from above."""
LABEL = 20.0
"""Room for the line above a box."""
ON_FIRST, ON_NEXT = 4, 6
BROKEN = (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError)
"""What the library raises on a file that is no PDF or a damaged one."""


@dataclass(frozen=True)
class Slot:
    """Where a signature is shown: the page among those of signatures, and its box in points from the upper left corner."""

    field: str
    page: int
    left: float
    top: float
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The box as PDF counts it, from the lower left corner."""
        bottom = PAGE_HEIGHT - self.top - self.height
        return (round(self.left), round(bottom), round(self.left + self.width), round(bottom + self.height))


def place_slots(fields: Sequence[str]) -> tuple[Slot, ...]:
    """Return where the fields are shown, in order: four on the first page of signatures, six on each further one."""
    slots = []
    for number, field in enumerate(fields):
        page, row = (0, number) if number < ON_FIRST else divmod(number - ON_FIRST + ON_NEXT, ON_NEXT)
        top = (FIRST_TOP if page == 0 else NEXT_TOP) + LABEL + row * PITCH
        slots.append(Slot(field, page, LEFT, top))
    return tuple(slots)


def prepare(document: bytes, pages: bytes, slots: Sequence[Slot]) -> bytes:
    """Return a PDF with the pages of signatures behind it and an empty field for each slot.

    Args:
        document: what is going to be signed; it stays the beginning of the result, byte for byte.
        pages: PDF with the pages of signatures, drawn.
        slots: where the fields are, on these pages.

    Raises:
        NotSignable: one of the two is damaged, encrypted or carries signatures already.
    """
    try:
        return _prepared(document, pages, slots)
    except BROKEN as error:
        raise NotSignable("The PDF is damaged or encrypted, so that it cannot be signed.") from error


def _prepared(document: bytes, pages: bytes, slots: Sequence[Slot]) -> bytes:
    reader, drawn = PdfFileReader(io.BytesIO(document)), PdfFileReader(io.BytesIO(pages))
    if reader.encrypted or next(iter(enumerate_sig_fields(reader)), None) is not None:
        raise NotSignable("The PDF is encrypted or carries signature fields already. Give the plain document.")
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    before = int(writer.root["/Pages"]["/Count"])
    for number in range(int(drawn.root["/Pages"]["/Count"])):
        page = writer.import_object(_without_parent(drawn, number))
        writer.insert_page(page)
    for slot in slots:
        spec = SigFieldSpec(slot.field, on_page=before + slot.page, box=slot.box, readable_field_name=slot.field)
        append_signature_field(writer, spec)
    written = io.BytesIO()
    writer.write(written)
    result = written.getvalue()
    if not result.startswith(document):
        raise NotSignable("The PDF could not be added to without changing it.")
    return result


def _without_parent(drawn: PdfFileReader, number: int) -> DictionaryObject:
    """Return a page without the ties to the rest of its file: its place in the tree, its tags, its annotations."""
    page: DictionaryObject = drawn.find_page_for_modification(number)[0].get_object()
    for name in ("/Parent", "/StructParents", "/Annots", "/Tabs"):
        page.pop(NameObject(name), None)
    return page
