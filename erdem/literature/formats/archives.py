"""ZIP archives of files in the other formats, such as the weekly deliveries of the offices: archives in archives with
thousands of documents and their pictures.

Members are read one after the other, straight from the archive; the format of each is told by its content, and a problem
names it by its whole path (`week.zip/one.zip/document.xml`). An archive inside is held in memory up to 64 MB, else in a
temporary file. Pictures, style sheets and folders of sequence listings and raw data are passed over. Whatever is wrong
with one member (a password, damage, a name that points elsewhere, a bomb) costs only that member and is said once.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from erdem.lib.reading import Problem, Source, UnreadableError, peek_bytes, recognise_binary, source_name
from erdem.literature.formats.archive_files import Member, is_archive, is_split, member_name, opened
from erdem.literature.formats.faults import (
    ARCHIVE_EMPTY,
    ARCHIVE_TOO_DEEP,
    ARCHIVE_TOO_LARGE,
    ARCHIVE_TOO_MANY,
    MEMBER_ENCRYPTED,
    MEMBER_NAME,
    MEMBER_PACKING,
    MEMBER_REPEATED,
    MEMBER_TOO_LARGE,
)
from erdem.literature.formats.model import Publication
from erdem.literature.formats.registry import Format, Head, Read
from erdem.literature.formats.st96 import joined

DEEPEST: Final = 3
MOST_MEMBERS: Final = 1_000_000
LARGEST_TOTAL: Final = 64 << 30
HELD_IN_MEMORY: Final = 64 << 20
# A document packs to a twentieth at best; what grows more than this is made to fill the machine.
LARGEST_RATIO: Final = 250
ALWAYS_FINE: Final = 4 << 20
PACKINGS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
NO_DOCUMENTS: Final = re.compile(r"生物序列.*|.*rawdata.*|__MACOSX|\.DS_Store|Thumbs\.db", re.IGNORECASE)
NO_TEXT: Final = frozenset(
    ("jpg", "jpeg", "tif", "tiff", "png", "gif", "bmp", "svg", "webp", "pdf", "dtd", "xsd", "xsl", "xslt", "css", "ent")
) | {"mol", "cdx", "nb", "md5", "sha256"}
NO_TEXT_KINDS: Final = ("a picture", "a sound", "a video", "a PDF")


def sniff(head: Head) -> bool:
    return is_archive(head.data)


def format_of(read_member: Read) -> Format:
    """The format of archives whose members are read by `read_member`, which tells their format itself."""

    def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
        """Every publication and problem of every member, in the order of the archive. What is no archive is read as what
        it is: the text of a refused member comes back alone when a person has corrected it.
        """
        file = source_name(source, name)
        try:
            alone = not is_archive(peek_bytes(source, file).head) and not is_split(source)
        except UnreadableError as error:
            yield error.problem
            return
        yield from read_member(source, file) if alone else joined(Walk(read_member).read(source, file))

    return Format("zip", "ZIP archive of these", sniff, read)


class Walk:
    """One way through an archive and the archives in it, with what it has used up so far."""

    def __init__(self, read_member: Read) -> None:
        self.read_member = read_member
        self.members = 0
        self.size = 0
        self.given = 0
        self.full = False

    def read(self, source: Source, file: str) -> Iterator[Publication | Problem]:
        for item in self._archive(source, file, 0):
            self.given += 1
            yield item
        if not self.given:
            yield ARCHIVE_EMPTY.at(file)

    def _archive(self, source: Source, file: str, depth: int) -> Iterator[Publication | Problem]:
        try:
            with opened(source, file) as archive:
                names: set[str] = set()
                for info in archive.infolist():
                    if self.full:
                        return
                    yield from self._counted(archive, info, (file, depth), names)
        except UnreadableError as error:
            yield error.problem

    def _counted(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: tuple[str, int], names: set[str]
    ) -> Iterator[Publication | Problem]:
        file, depth = place
        self.members += 1
        name = member_name(info)
        shown = f"{file}/{name[:300]}"
        refused = self._refusal(info, name, shown, names)
        names.add(name)
        if refused:
            self.full = refused.code in (ARCHIVE_TOO_MANY.code, ARCHIVE_TOO_LARGE.code)
            yield refused
        elif not info.is_dir() and not passed_over(name):
            self.size += info.file_size
            yield from self._member(archive, info, shown, depth)

    def _refusal(self, info: zipfile.ZipInfo, name: str, shown: str, names: set[str]) -> Problem | None:
        """Why a member is not even opened."""
        if self.members > MOST_MEMBERS:
            return ARCHIVE_TOO_MANY.at(shown, limit=MOST_MEMBERS)
        if points_out(name):
            return MEMBER_NAME.at(shown)
        if info.is_dir() or passed_over(name):
            return None
        if name in names:
            return MEMBER_REPEATED.at(shown)
        if info.flag_bits & 0x41:
            return MEMBER_ENCRYPTED.at(shown)
        if info.compress_type not in PACKINGS:
            method = zipfile.compressor_names.get(info.compress_type, str(info.compress_type))  # type: ignore[attr-defined] # known to the library only
            return MEMBER_PACKING.at(shown, method=method)
        return self._too_large(info, shown)

    def _too_large(self, info: zipfile.ZipInfo, shown: str) -> Problem | None:
        """The library never gives more bytes of a member than the archive says it has, so what it says can be judged."""
        ratio = info.file_size // max(1, info.compress_size)
        if info.file_size > ALWAYS_FINE and ratio > LARGEST_RATIO:
            return MEMBER_TOO_LARGE.at(shown, size=info.file_size, ratio=ratio)
        if self.size + info.file_size > LARGEST_TOTAL:
            return ARCHIVE_TOO_LARGE.at(shown, limit=LARGEST_TOTAL)
        return None

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str, depth: int
    ) -> Iterator[Publication | Problem]:
        try:
            with Member(archive, info, shown) as member:
                stream = cast("BinaryIO", member)
                head = peek_bytes(stream, shown).head
                if is_archive(head):
                    yield from self._inner(stream, shown, depth + 1)
                elif not recognise_binary(head).startswith(NO_TEXT_KINDS):
                    yield from self.read_member(stream, shown)
        except UnreadableError as error:
            yield error.problem

    def _inner(self, stream: BinaryIO, shown: str, depth: int) -> Iterator[Publication | Problem]:
        if depth > DEEPEST:
            yield ARCHIVE_TOO_DEEP.at(shown, limit=DEEPEST)
            return
        with tempfile.SpooledTemporaryFile(max_size=HELD_IN_MEMORY) as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)
            copy.seek(0)
            yield from self._archive(cast("BinaryIO", copy), shown, depth)


def points_out(name: str) -> bool:
    """Whether a name leads out of the archive when it is unpacked: absolute, with a drive, or upwards."""
    return name.startswith("/") or ".." in PurePosixPath(name).parts or re.match(r"[A-Za-z]:", name) is not None


def passed_over(name: str) -> bool:
    """Whether a member is known by its name not to be a document."""
    path = PurePosixPath(name)
    return path.suffix.lower().lstrip(".") in NO_TEXT or any(NO_DOCUMENTS.fullmatch(part) for part in path.parts)
