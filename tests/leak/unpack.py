"""Everything an answer says, unpacked: archives, office files, PDF, pictures, compressed streams, headers and cookies."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pypdf
from django.http import HttpResponse

_DEEPEST = 4
_ARCHIVES = (b"PK\x03\x04",)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*")


def words_of(answer: HttpResponse) -> str:
    """Return everything that an answer says: its content, its headers, its cookies."""
    head = " ".join(f"{name}: {value}" for name, value in answer.items())
    cookies = " ".join(f"{name}={morsel.value}" for name, morsel in answer.cookies.items())
    return " ".join((*text_of(answer.content), head, cookies, str(getattr(answer, "reason_phrase", ""))))


def text_of(content: bytes, depth: int = 0) -> Iterator[str]:
    """Yield the texts in a file, and in the files within it."""
    if depth > _DEEPEST:
        message = f"a file within {_DEEPEST} files is not opened"
        raise ValueError(message)
    if content.startswith(_ARCHIVES):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.infolist():
                yield part.filename + part.comment.decode("utf-8", "replace")
                yield from text_of(parts.read(part), depth + 1)
    elif content.startswith(b"%PDF"):
        yield content.decode("utf-8", "replace")
        with suppress(pypdf.errors.PyPdfError):  # a broken one is read as the bytes that it is
            yield from _sheets(content)
    elif content.startswith(b"\x1f\x8b"):
        yield from text_of(gzip.decompress(content), depth + 1)
    else:
        yield content.decode("utf-8", "replace")
        if content.startswith(_PICTURES) and content[8:12] != b"WAVE":
            with suppress(OSError):  # a broken one is read as the bytes that it is
                yield from _picture(content)


def _sheets(content: bytes) -> Iterator[str]:
    document = pypdf.PdfReader(io.BytesIO(content))
    yield " ".join(str(value) for value in (document.metadata or {}).values())
    if document.xmp_metadata is not None:
        yield document.xmp_metadata.stream.get_data().decode("utf-8", "replace")
    for attached in document.attachment_list:
        yield f"{attached.name} {attached.description or ''}"
        yield from text_of(attached.content, 1)
    for page in document.pages:
        yield page.extract_text()


def _picture(content: bytes) -> Iterator[str]:
    """What stands beside the picture: EXIF, comments, XMP."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        facts: dict[Any, Any] = {**picture.info, **picture.getexif()}
    for value in facts.values():
        yield value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
