"""Documents: text, PDF and office files are kept only when they carry nothing that runs and do not unpack without end."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Final

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject

from erdem.knowledge.mediafiles.kinds import Refused

MOST_PAGES: Final = 3000
LONGEST_SIDE: Final = 14_400
"""Points: 200 inches, the longest side that the PDF standard allows."""
MOST_OBJECTS: Final = 200_000
MOST_PARTS: Final = 10_000
MOST_UNPACKED: Final = 1 << 30
GREATEST_RATIO: Final = 200
_ACTIVE: Final = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/Movie"}
)
_MACROS: Final = re.compile(
    r"vbaProject|vbaData|^Basic/|^Scripts/|macrosheets|activeX/|/embeddings/.*\.(?:bin|exe)$", re.I
)
_PARTS: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
_OPEN_CODES: Final = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_BROKEN: Final = (
    PyPdfError,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    AssertionError,
)


def check_pdf(path: Path) -> int:
    """Return the number of pages.

    Raises:
        Refused: it is damaged, locked by a password, runs something or has pages without bounds.
    """
    try:
        reader = pypdf.PdfReader(path, strict=False)
        if reader.is_encrypted:
            raise Refused("password")
        pages = len(reader.pages)
        if not 0 < pages <= MOST_PAGES:
            raise Refused("too_many_pages", most=MOST_PAGES)
        _refuse_huge(reader)
        _refuse_active(reader)
    except Refused:
        raise
    except _BROKEN as error:
        raise Refused("damaged") from error
    return pages


def _refuse_huge(reader: pypdf.PdfReader) -> None:
    for page in reader.pages:
        box = page.mediabox
        if not 0 < abs(float(box.width)) <= LONGEST_SIDE or not 0 < abs(float(box.height)) <= LONGEST_SIDE:
            raise Refused("page_too_large")


def _refuse_active(reader: pypdf.PdfReader) -> None:
    """Go through every object of the file, not only through those that a viewer would reach."""
    numbers = {number for generation in reader.xref.values() for number in generation} | set(reader.xref_objStm)
    if len(numbers) > MOST_OBJECTS:
        raise Refused("too_complex")
    for number in numbers:
        if _is_active(reader.get_object(number), 0):
            raise Refused("active")


def _is_active(value: Any, depth: int) -> bool:
    if depth > 12:
        return False
    if isinstance(value, DictionaryObject):
        named = {str(value.raw_get(key)) for key in ("/S", "/Type", "/Subtype") if key in value}
        if _ACTIVE & (set(map(str, value)) | named):
            return True
        return any(_is_active(value.raw_get(key), depth + 1) for key in value)
    return isinstance(value, ArrayObject) and any(_is_active(part, depth + 1) for part in value)


def office_code(stream: BinaryIO) -> str:
    """Return which office format an archive is.

    Raises:
        Refused: it is an archive of something else, carries macros or unpacks without end.
    """
    try:
        with zipfile.ZipFile(stream) as packed:
            parts = packed.infolist()
            _refuse_bomb(parts)
            names = {part.filename for part in parts}
            if any(_MACROS.search(name) for name in names):
                raise Refused("macros")
            return _office_code(packed, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("damaged") from error


def _office_code(packed: zipfile.ZipFile, names: set[str]) -> str:
    code = next((code for part, code in _PARTS.items() if part in names and "[Content_Types].xml" in names), "")
    if not code and "mimetype" in names and packed.getinfo("mimetype").file_size < 200:
        said = packed.read("mimetype").decode("ascii", "replace").strip()
        code = _OPEN_CODES.get(said.removeprefix(_OPEN_DOCUMENT), "") if said.startswith(_OPEN_DOCUMENT) else ""
    if not code:
        raise Refused("archive")
    return code


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    packed = sum(part.compress_size for part in parts)
    whole = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or whole > MOST_UNPACKED or whole > GREATEST_RATIO * max(packed, 1 << 16):
        raise Refused("bomb")


def is_plain_text(stream: BinaryIO) -> bool:
    """Say whether a file is text in UTF-8 without control characters from beginning to end."""
    stream.seek(0)
    try:
        text = stream.read(16 << 20).decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not stream.read(1) and not any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text)
