"""Open a ZIP archive, also one split into parts, and read a member of it, whatever is wrong with either.

A split archive is given by its last part (`batch.zip`); the others (`batch.z01`, `batch.z02`, …) lie beside it. The parts
are one run of bytes cut into pieces, so they are read as one file; the place of a member counts from the beginning of its
part (PKWARE APPNOTE 4.4.16 and 8). Nothing is unpacked to disk.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, cast

from erdem.lib.reading import Problem, Source, UnreadableError
from erdem.lib.reading.lines import looks_like_gb18030
from erdem.lib.reading.problems import CANNOT_OPEN
from erdem.lib.tabular import is_workbook
from erdem.literature.formats.faults import ARCHIVE_DAMAGED, ARCHIVE_PART_ALONE, ARCHIVE_PART_MISSING, MEMBER_DAMAGED

MAGICS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
SPLIT_MAGIC: Final = b"PK\x07\x08"
OFFICE: Final = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/", b"customXml/", b"mimetype")
END: Final = struct.Struct("<4s4H2LH")
END_MAGIC: Final = b"PK\x05\x06"
LOCATOR: Final = struct.Struct("<4sLQL")
LOCATOR_MAGIC: Final = b"PK\x06\x07"
LONGEST_END: Final = END.size + 0xFFFF
LONGEST_DIRECTORY: Final = 256 << 20
LOCAL_HEADER: Final = 30
DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)


class EndRecord(NamedTuple):
    """What the end of an archive says: number of this part (0 if it is not split), directory size and offset, and where
    the record itself stands.
    """

    part: int
    directory_size: int
    directory_offset: int
    position: int


def is_archive(head: bytes) -> bool:
    """Whether a file that begins so is an archive of files, not an Office document."""
    if not head.startswith(MAGICS):
        return False
    return not (is_workbook(head) and head[LOCAL_HEADER:].startswith(OFFICE))


def end_record(stream: BinaryIO) -> EndRecord | None:
    """The record at the end of an archive; None where there is none. The stream stays where it stood."""
    position = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    start = stream.seek(max(0, size - LONGEST_END))
    tail = stream.read(LONGEST_END)
    stream.seek(position)
    at = tail.rfind(END_MAGIC)
    if at < 0 or len(tail) - at < END.size:
        return None
    _, part, _, _, _, directory_size, offset, comment = END.unpack_from(tail, at)
    if at + END.size + comment != len(tail):
        return None
    return EndRecord(part, directory_size, offset, start + at)


def is_split(source: Source) -> bool:
    """Whether a file ends as the last part of a split archive does. Its beginning may be anything."""
    if isinstance(source, Member):
        return False  # going to the end of a member means unpacking it
    try:
        if isinstance(source, (str, Path)):
            with Path(source).open("rb") as stream:
                found = end_record(stream)
        else:
            found = end_record(source)
    except (OSError, ValueError):
        return False
    return found is not None and 0 < found.part < 0xFFFF


@contextmanager
def opened(source: Source, file: str) -> Iterator[zipfile.ZipFile]:
    """An archive ready to be read. Raises `UnreadableError` when it cannot be opened or a part is missing."""
    with ExitStack() as open_files:
        stream = open_files.enter_context(_file(source, file))
        try:
            archive = open_files.enter_context(_archive(stream, file))
        except DAMAGE as error:
            raise UnreadableError(_damage(stream, file, error)) from error
        yield archive


def _damage(stream: BinaryIO, file: str, error: Exception) -> Problem:
    stream.seek(0)
    if stream.read(len(SPLIT_MAGIC)) == SPLIT_MAGIC:
        return ARCHIVE_PART_ALONE.at(file)
    return ARCHIVE_DAMAGED.at(file, reason=reason(error))


@contextmanager
def _file(source: Source, file: str) -> Iterator[BinaryIO]:
    """The bytes of the archive as one file; a stream is left open."""
    if not isinstance(source, (str, Path)):
        found = end_record(source)
        if found and 0 < found.part < 0xFFFF:
            raise UnreadableError(ARCHIVE_PART_MISSING.at(file, count=found.part + 1, part=".z01"))
        yield source
        return
    with ExitStack() as open_files:
        try:
            last = open_files.enter_context(Path(source).open("rb"))
            found = end_record(last)
            if found is None or not 0 < found.part < 0xFFFF:
                yield last
                return
            paths = _parts(Path(source), found.part, file)
            parts = [*(open_files.enter_context(path.open("rb")) for path in paths), last]
        except OSError as error:
            raise UnreadableError(CANNOT_OPEN.at(file, reason=(error.strerror or str(error)).lower())) from error
        yield cast("BinaryIO", SplitFile(parts))


def _parts(last: Path, count: int, file: str) -> list[Path]:
    """The parts before the last one, in their order, whatever the case of their names."""
    beside = {path.name.lower(): path for path in last.parent.iterdir()}
    found: list[Path] = []
    for number in range(1, count + 1):
        name = f"{last.stem}.z{number:02d}"
        if name.lower() not in beside:
            raise UnreadableError(ARCHIVE_PART_MISSING.at(file, count=count + 1, part=name))
        found.append(beside[name.lower()])
    return found


def _archive(stream: BinaryIO, file: str) -> zipfile.ZipFile:
    found = end_record(stream)
    if found and found.directory_size > LONGEST_DIRECTORY and found.directory_size != 0xFFFFFFFF:
        raise UnreadableError(ARCHIVE_DAMAGED.at(file, reason="its list of files is too long"))
    archive = zipfile.ZipFile(stream)
    if isinstance(stream, SplitFile):
        stream.place(archive)
    return archive


class SplitFile(io.RawIOBase):
    """The parts of a split archive as one file that says of itself that it is not split."""

    def __init__(self, parts: Sequence[BinaryIO]) -> None:
        self.parts = parts
        self.starts = [0]
        for part in parts:
            self.starts.append(self.starts[-1] + part.seek(0, io.SEEK_END))
        self.position = 0
        self.shown: list[tuple[int, bytes]] = []
        found = end_record(cast("BinaryIO", self))
        self.end = found or EndRecord(0, 0, 0, 0)
        self.offset = self.end.directory_offset
        self._hide_parts()

    def _hide_parts(self) -> None:
        """Show the numbers of the parts as zero, since the library refuses everything else."""
        self.shown.append((self.end.position + 4, bytes(4)))
        at = self.end.position - LOCATOR.size
        self.seek(max(0, at))
        locator = self.read(LOCATOR.size)
        if at < 0 or len(locator) < LOCATOR.size or not locator.startswith(LOCATOR_MAGIC):
            return
        _, part, offset, _ = LOCATOR.unpack(locator)
        start = self.starts[min(part, len(self.starts) - 1)] + offset
        self.seek(start + 48)
        self.offset = struct.unpack("<Q", self.read(8).ljust(8, b"\0"))[0]
        self.shown.append((at, LOCATOR.pack(LOCATOR_MAGIC, 0, start, 1)))

    def place(self, archive: zipfile.ZipFile) -> None:
        """Count the place of every member from the beginning of the first part instead of its own part."""
        moved = archive.start_dir - self.offset
        for info in archive.infolist():
            info.header_offset += self.starts[min(info.volume, len(self.parts) - 1)] - moved

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.position}.get(whence, self.starts[-1])
        if base + offset < 0:
            raise OSError("before the beginning of the file")
        self.position = base + offset
        return self.position

    def read(self, size: int = -1, /) -> bytes:
        end = self.starts[-1] if size < 0 else min(self.position + size, self.starts[-1])
        found = bytearray()
        begin = self.position
        while self.position < end:
            index = bisect_right(self.starts, self.position) - 1
            part = self.parts[index]
            part.seek(self.position - self.starts[index])
            block = part.read(min(end, self.starts[index + 1]) - self.position)
            if not block:
                break
            found += block
            self.position += len(block)
        for at, data in self.shown:
            low, high = max(at, begin), min(at + len(data), begin + len(found))
            if low < high:
                found[low - begin : high - begin] = data[low - at : high - at]
        return bytes(found)


class Member(io.RawIOBase):
    """A file of an archive as a stream; damage inside is raised as `UnreadableError` with the place it stands."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str) -> None:
        self.name = shown
        try:
            self.stream = archive.open(info)
        except DAMAGE as error:
            raise UnreadableError(MEMBER_DAMAGED.at(shown, reason=reason(error))) from error

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.stream.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        try:
            return self.stream.seek(offset, whence)
        except DAMAGE as error:
            raise UnreadableError(MEMBER_DAMAGED.at(self.name, reason=reason(error))) from error

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self.stream.read(size)
        except DAMAGE as error:
            raise UnreadableError(MEMBER_DAMAGED.at(self.name, reason=reason(error))) from error

    def close(self) -> None:
        self.stream.close()
        super().close()


def reason(error: BaseException) -> str:
    """What a library says of damage, short and on one line."""
    return " ".join(str(error).split())[:120] or type(error).__name__


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member with slashes, decoded as UTF-8 or GB18030 where the archive does not say what it is."""
    name = info.orig_filename
    if not info.flag_bits & 0x800 and not name.isascii():
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        name = _decoded(raw) or name
    return "".join(one if one.isprintable() else "?" for one in name.replace("\\", "/"))


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or looks_like_gb18030(raw):
            return text
    return ""
