"""Redacted copies: black boxes burned into the pixels, nothing of the text or of the facts about the file goes along.

A PDF becomes pictures of its pages, so that no hidden text, no layer, no note and no earlier version is left in it. Words are
blacked out with their whole line to the end of the page: rather too much than too little.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image, ImageDraw, ImageOps
from pypdf import PageObject, PdfReader

from erdem.base.documents import page_picture

PIXELS: Final = 1654
"""Width of a page in the copy: A4 at 200 dots an inch."""
DOTS_AN_INCH: Final = 200
MOST_PAGES: Final = 100
MARGIN: Final = 0.35
"""Share of the letter height by which a line is blacked out above and below."""


@dataclass(frozen=True)
class Box:
    """A rectangle to black out, in shares of the page (0 to 1) from its upper left corner; pages count from 1."""

    page: int
    left: float
    top: float
    width: float
    height: float


class NothingBlackedOut(ValueError):
    """A word was not found as text, so that nobody may believe it is gone."""


class TooManyPages(ValueError):
    """A document is longer than is redacted at once."""


def redact_picture(content: bytes, boxes: Sequence[Box]) -> bytes:
    """Return a PNG of the picture with the boxes burned in; what the camera wrote into the file does not go along.

    Raises:
        NothingBlackedOut: there is no box.
    """
    if not boxes:
        raise NothingBlackedOut
    with Image.open(io.BytesIO(content)) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    _burn(picture, boxes)
    written = io.BytesIO()
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    clean.save(written, "PNG")
    return written.getvalue()


def redact_pdf(content: bytes, boxes: Sequence[Box], words: Sequence[str] = ()) -> bytes:
    """Return a PDF of pictures of the pages with boxes and the lines of the words burned in.

    Raises:
        NothingBlackedOut: a word stands nowhere as text, or there is nothing to black out.
        TooManyPages: the document is longer than `MOST_PAGES`.
    """
    reader = PdfReader(io.BytesIO(content))
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise TooManyPages
    found = [box for word in words for box in _lines_with(reader, word)]
    if not found and not boxes:
        raise NothingBlackedOut
    pages = []
    for number in range(1, count + 1):
        with Image.open(io.BytesIO(page_picture(content, number, PIXELS))) as opened:
            page = opened.convert("RGB")
        _burn(page, [box for box in (*boxes, *found) if box.page == number])
        pages.append(page)
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS_AN_INCH)
    return written.getvalue()


def text_of(pdf: bytes) -> str:
    """Return all text that a program can read out of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def _burn(picture: Image.Image, boxes: Iterable[Box]) -> None:
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        left, top = box.left * picture.width, box.top * picture.height
        draw.rectangle((left, top, left + box.width * picture.width, top + box.height * picture.height), fill="black")


def _lines_with(reader: PdfReader, word: str) -> list[Box]:
    """Return the lines in which a word stands.

    Raises:
        NothingBlackedOut: it stands in none.
    """
    wanted = "".join(word.split())
    boxes = [box for number, page in enumerate(reader.pages, 1) for box in _lines_of_page(page, number, wanted)]
    if not boxes:
        raise NothingBlackedOut(word)
    return boxes


def _lines_of_page(page: PageObject, number: int, wanted: str) -> list[Box]:
    """Return the lines of a page with a word: its pieces of text are put together by their height on the page first."""
    lines: dict[int, list[tuple[float, float, float, str]]] = {}

    def take(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        if text.strip():
            along = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            up = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            height = abs(size * (tm[3] or 1) * (cm[3] or 1)) or 12.0
            lines.setdefault(round(up), []).append((along, up, height, text))

    page.extract_text(visitor_text=take)
    width, tall = float(page.mediabox.width), float(page.mediabox.height)
    boxes = []
    for pieces in lines.values():
        if wanted in "".join("".join(text for *_place, text in pieces).split()):
            left = min(along for along, *_rest in pieces)
            up, height = pieces[0][1], max(height for _along, _up, height, _text in pieces)
            top = 1 - (up + height * (1 + MARGIN)) / tall
            left = max(0.0, left / width)
            boxes.append(Box(number, left, max(0.0, top), 1 - left, height * (1 + 2 * MARGIN) / tall))
    return boxes
