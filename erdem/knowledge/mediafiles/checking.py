"""Look at a whole file before it is kept: what it is, whether it is sound, what it must not carry."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

import tinytag

from erdem.knowledge.mediafiles import containers, documents, pictures
from erdem.knowledge.mediafiles.kinds import (
    BY_CODE,
    HEAD,
    TEXT,
    WEBM_SOUND,
    Family,
    FileKind,
    Refused,
    claimed_by_name,
    holds_script,
    is_markup,
    name_of_unknown,
    recognised,
)

TAIL: Final = 8 * 1024
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!/")
_TAG_READERS: Final = frozenset({"mp3", "m4a", "wav", "flac", "ogg"})


@dataclass(frozen=True)
class Checked:
    """A file that may be kept.

    Attributes:
        kind: what it is by its content.
        width, height: pixels of the upright picture.
        duration_ms: length of sound or film in milliseconds, when it could be told.
        pages: pages of a document.
        facts: device, time and settings as the file states them, for the capture record.
        trace: place and serial numbers that the file carries, for its holders only.
        renamed: the name claimed another format of the same family.
    """

    kind: FileKind
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    pages: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    trace: dict[str, Any] = field(default_factory=dict)
    renamed: bool = False


def check_file(path: Path, file_name: str) -> Checked:
    """Say what a file is, by its content.

    Raises:
        Refused: it is empty, damaged, something else than it says, two things at once, or of a kind that is not taken.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        size = stream.seek(0, os.SEEK_END)
        if not size:
            raise Refused("empty")
        kind = _kind(stream, head, file_name)
        renamed = _compare_with_name(kind, file_name)
        _refuse_two_in_one(stream, head, kind)
    checked = replace(_inspect(path, kind), renamed=renamed)
    if checked.kind.family != kind.family:
        _compare_with_name(checked.kind, file_name)
    return checked


def _kind(stream: BinaryIO, head: bytes, file_name: str) -> FileKind:
    kind = recognised(head)
    if kind is not None:
        return kind
    if head.startswith(_ZIP):
        return BY_CODE[documents.office_code(stream)]
    if head.startswith(_OLE):
        raise Refused("old_office")
    if head.startswith(_PROGRAMS):
        raise Refused("program")
    if is_markup(head):
        raise Refused("markup")
    if documents.is_plain_text(stream):
        return TEXT
    raise Refused("unknown_kind", kind=name_of_unknown(head) or file_name.rpartition(".")[2][:12])


def _compare_with_name(kind: FileKind, file_name: str) -> bool:
    """Return whether the name claims another format of the same family; refuse a name of another family."""
    claimed = claimed_by_name(file_name)
    if claimed is None or claimed.code == kind.code or kind.code in _same(claimed):
        return False
    if claimed.family != kind.family:
        raise Refused("another_kind", claimed=claimed.label, found=kind.label)
    return True


def _same(claimed: FileKind) -> set[str]:
    return {kind.code for kind in BY_CODE.values() if set(kind.extensions) & set(claimed.extensions)}


def _refuse_two_in_one(stream: BinaryIO, head: bytes, kind: FileKind) -> None:
    """Refuse a file that is at the same time something else: an archive behind a picture, a page inside a sound."""
    if kind.family == Family.DOCUMENT and kind.code != "pdf":
        return
    if zipfile.is_zipfile(stream):
        raise Refused("two_in_one", kind=kind.label)
    if kind.code != "pdf" and b"%PDF-" in head[:1024]:
        raise Refused("two_in_one", kind=kind.label)
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - TAIL))
    if kind.code != "pdf" and (holds_script(head[:4096]) or holds_script(stream.read(TAIL))):
        raise Refused("two_in_one", kind=kind.label)


def _inspect(path: Path, kind: FileKind) -> Checked:
    if kind.family == Family.IMAGE and kind.shown:
        picture = pictures.check_picture(path, kind.code)
        return Checked(kind, picture.width, picture.height, facts=picture.facts, trace=picture.trace)
    if kind.family in (Family.AUDIO, Family.VIDEO):
        return _inspect_playable(path, kind)
    if kind.code == "pdf":
        return Checked(kind, pages=documents.check_pdf(path))
    return Checked(kind)


def _inspect_playable(path: Path, kind: FileKind) -> Checked:
    if kind.code in ("mp4", "mov", "m4a"):
        film = containers.read_boxes(path)
        kind = kind if film.has_picture or kind.code == "m4a" else BY_CODE["m4a"]
        return Checked(kind, film.width, film.height, film.duration_ms, trace=film.trace)
    if kind.code == "webm":
        film = containers.read_matroska(path)
        return Checked(kind if film.has_picture else WEBM_SOUND, film.width, film.height, film.duration_ms)
    return Checked(kind, duration_ms=_length(path) if kind.code in _TAG_READERS else None)


def _length(path: Path) -> int:
    """Return the length of a sound file in milliseconds; a file whose sound cannot be found is damaged."""
    try:
        with path.open("rb") as stream:
            seconds = tinytag.TinyTag.get(file_obj=stream, tags=False).duration
    except (tinytag.TinyTagException, OSError, ValueError, KeyError, IndexError) as error:
        raise Refused("damaged") from error
    if not seconds or seconds <= 0:
        raise Refused("damaged")
    return round(seconds * 1000)
