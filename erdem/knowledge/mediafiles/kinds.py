"""Which formats are taken, and how each is recognised by its first bytes. The name of a file decides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import puremagic

HEAD: Final = 64 * 1024
"""Bytes from which a format is recognised."""


class Family(StrEnum):
    """What one does with a file: look, listen, watch, read, turn about."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    MODEL = "model"


class Refused(ValueError):
    """A file is not taken. ``code`` and ``params`` lead to the sentence that a steward reads."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class FileKind:
    """One format. ``shown`` says that the page can show or play it; the others are only handed out as a download."""

    code: str
    media_type: str
    family: Family
    label: str
    extensions: tuple[str, ...]
    shown: bool = True
    recognise: Callable[[bytes], bool] = field(default=lambda _head: False, compare=False)


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == form


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12].startswith(brands)


def _quicktime(head: bytes) -> bool:
    return _brand(b"qt  ")(head) or head[4:8] in (b"moov", b"mdat", b"wide")


def _matroska(wanted: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(b"\x1aE\xdf\xa3") and wanted in head[:64]


def _mp3(head: bytes) -> bool:
    """An ID3 tag, or a frame header of layer III with legal bit rate and sampling rate."""
    if head.startswith(b"ID3"):
        return True
    return (
        len(head) > 3
        and head[0] == 0xFF
        and head[1] & 0xE6 == 0xE2
        and head[2] >> 4 not in (0, 15)
        and head[2] & 12 != 12
    )


def _adts(head: bytes) -> bool:
    return len(head) > 2 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0


def _pdf(head: bytes) -> bool:
    return head.startswith(b"%PDF-")


KINDS: Final[tuple[FileKind, ...]] = (
    FileKind("jpeg", "image/jpeg", Family.IMAGE, "JPEG", ("jpg", "jpeg", "jpe", "jfif"), recognise=_starts(b"\xff\xd8\xff")),
    FileKind("png", "image/png", Family.IMAGE, "PNG", ("png",), recognise=_starts(b"\x89PNG\r\n\x1a\n")),
    FileKind("gif", "image/gif", Family.IMAGE, "GIF", ("gif",), recognise=_starts(b"GIF87a", b"GIF89a")),
    FileKind("webp", "image/webp", Family.IMAGE, "WebP", ("webp",), recognise=_riff(b"WEBP")),
    FileKind("tiff", "image/tiff", Family.IMAGE, "TIFF", ("tif", "tiff"), recognise=_starts(b"II*\x00", b"MM\x00*")),
    FileKind(
        "heic", "image/heic", Family.IMAGE, "HEIC", ("heic", "heif"), shown=False,
        recognise=_brand(b"heic", b"heix", b"mif1", b"msf1", b"hevc"),
    ),
    FileKind("wav", "audio/wav", Family.AUDIO, "WAV", ("wav", "bwf"), recognise=_riff(b"WAVE")),
    FileKind("flac", "audio/flac", Family.AUDIO, "FLAC", ("flac",), recognise=_starts(b"fLaC")),
    FileKind(
        "ogv", "video/ogg", Family.VIDEO, "Ogg", ("ogv",),
        recognise=lambda head: head.startswith(b"OggS") and b"\x80theora" in head[:512],
    ),
    FileKind("ogg", "audio/ogg", Family.AUDIO, "Ogg", ("ogg", "oga", "opus"), recognise=_starts(b"OggS")),
    FileKind("m4a", "audio/mp4", Family.AUDIO, "M4A", ("m4a", "m4b", "mp4"), recognise=_brand(b"M4A ", b"M4B ")),
    FileKind("mp3", "audio/mpeg", Family.AUDIO, "MP3", ("mp3",), recognise=_mp3),
    FileKind("aac", "audio/aac", Family.AUDIO, "AAC", ("aac",), recognise=_adts),
    FileKind("amr", "audio/amr", Family.AUDIO, "AMR", ("amr",), shown=False, recognise=_starts(b"#!AMR")),
    FileKind("mov", "video/quicktime", Family.VIDEO, "QuickTime", ("mov", "qt"), recognise=_quicktime),
    FileKind(
        "mp4", "video/mp4", Family.VIDEO, "MP4", ("mp4", "m4v", "3gp", "3g2"),
        recognise=_brand(b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp4", b"avc1", b"MSNV", b"M4V", b"3gp", b"3g2", b"dash"),
    ),
    FileKind("webm", "video/webm", Family.VIDEO, "WebM", ("webm",), recognise=_matroska(b"webm")),
    FileKind("mkv", "video/x-matroska", Family.VIDEO, "Matroska", ("mkv",), shown=False, recognise=_matroska(b"matroska")),
    FileKind("avi", "video/x-msvideo", Family.VIDEO, "AVI", ("avi",), shown=False, recognise=_riff(b"AVI ")),
    FileKind("pdf", "application/pdf", Family.DOCUMENT, "PDF", ("pdf",), shown=False, recognise=_pdf),
    FileKind("glb", "model/gltf-binary", Family.MODEL, "glTF", ("glb",), shown=False, recognise=_starts(b"glTF\x02\x00\x00\x00")),
)  # fmt: skip
OFFICE: Final[tuple[FileKind, ...]] = tuple(
    FileKind(code, media_type, Family.DOCUMENT, code.upper(), (code,), shown=False)
    for code, media_type in (
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("odt", "application/vnd.oasis.opendocument.text"),
        ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ("odp", "application/vnd.oasis.opendocument.presentation"),
    )
)
TEXT: Final = FileKind(
    "txt", "text/plain; charset=utf-8", Family.DOCUMENT, "TXT", ("txt", "md", "csv", "srt", "vtt"), shown=False
)
WEBM_SOUND: Final = FileKind("weba", "audio/webm", Family.AUDIO, "WebM", ("weba", "webm"))
BY_CODE: Final = {kind.code: kind for kind in (*KINDS, *OFFICE, TEXT, WEBM_SOUND)}
MARKUP: Final = re.compile(rb"<\s*(?:!doctype|html|svg|script|body|iframe|\?xml|\?php)", re.IGNORECASE)
_SCRIPT: Final = re.compile(rb"<\s*(?:script|html|!doctype html|iframe|svg)\b|<\?php", re.IGNORECASE)


def kind_of_code(code: str) -> FileKind:
    """Return a format by its code.

    Raises:
        KeyError: there is none.
    """
    return BY_CODE[code]


def recognised(head: bytes) -> FileKind | None:
    """Return the format whose signature the first bytes bear, or None. Archives and text need a closer look."""
    return next((kind for kind in KINDS if kind.recognise(head)), None)


def is_markup(head: bytes) -> bool:
    """Say whether a text begins like a page or a drawing that a browser would run: HTML, SVG, XML."""
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        bare = head.replace(b"\x00", b"")[2:].lstrip()
    return bare.startswith(b"<") and MARKUP.search(bare[:4096]) is not None


def holds_script(part: bytes) -> bool:
    """Say whether bytes that should be a picture or sound hold the beginnings of a page or script."""
    return _SCRIPT.search(part) is not None


def name_of_unknown(head: bytes) -> str:
    """Return in a few words what a refused file seems to be, or an empty text."""
    try:
        return str(puremagic.from_string(head)).lstrip(".").upper()[:12]
    except (puremagic.PureError, ValueError):
        return ""


def extension_of(file_name: str) -> str:
    """Return the extension in lower case, without the dot."""
    _stem, dot, extension = file_name.rpartition(".")
    return extension.lower() if dot else ""


def claimed_by_name(file_name: str) -> FileKind | None:
    """Return the format that the name of a file claims."""
    extension = extension_of(file_name)
    return next((kind for kind in BY_CODE.values() if extension in kind.extensions), None)
