"""Files that are taken as evidence: known by what they contain, never by their names. Plain Python.

Sources: ISO 32000-2 (PDF), ISO/IEC 10918 (JPEG), PNG (W3C), ISO/IEC 14496-12 (MP4), RIFF, ECMA-376 (Office).
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError

MOST_BYTES: Final = 100 * 1024 * 1024
MOST_PIXELS: Final = 80_000_000
PICTURES: Final = ("image/jpeg", "image/png")
PDF: Final = "application/pdf"
_BEGINNINGS: Final = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
)
_OFFICE: Final = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class BadFile(ValueError):
    """A file is not taken; ``reason`` is a slug: empty, large, unknown, damaged, locked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def media_type_of(content: bytes) -> str:
    """Return what a file is by its content, after looking whether it can be opened.

    Raises:
        BadFile: it is empty, too large, of a kind that is not taken, damaged, or locked with a password.
    """
    if not content:
        raise BadFile("empty")
    if len(content) > MOST_BYTES:
        raise BadFile("large")
    kind = next((kind for begins, kind in _BEGINNINGS if content.startswith(begins)), "") or _by_its_parts(content)
    if not kind:
        raise BadFile("unknown")
    if kind == PDF:
        _open_pdf(content)
    elif kind in PICTURES:
        _open_picture(content)
    return kind


def _by_its_parts(content: bytes) -> str:
    if content[4:8] == b"ftyp":
        return "video/mp4"
    if content[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(content[8:12], "")
    if content[:4] == b"PK\x03\x04":
        return _office(content)
    return ""


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise BadFile("damaged") from error
    if any(name.endswith("vbaProject.bin") for name in names):
        return ""
    return next((kind for part, kind in _OFFICE.items() if part in names), "")


def _open_pdf(content: bytes) -> None:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise BadFile("locked")
        if not len(reader.pages):
            raise BadFile("damaged")
    except (PyPdfError, ValueError, KeyError, OSError, RecursionError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile("damaged") from error


def _open_picture(content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadFile("large")
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile("damaged") from error
