"""Open any file as a bounded stream of bytes: plain or gzip, from a path or an upload.

Memory stays at a few blocks whatever the size of the file, and whatever a compressed file expands to.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from erdem.lib.reading.problems import CANNOT_OPEN, DAMAGED_GZIP, TRUNCATED_GZIP, UnreadableError

Source = str | Path | BinaryIO

BLOCK: Final = 1 << 18
HEAD: Final = 1 << 16
GZIP_MAGIC: Final = b"\x1f\x8b"

SIGNATURES: Final = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (unpack it first) or an Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xfd7zXZ", "an XZ archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"SQLite format 3", "a database file"),
    (b"RIFF", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
)


def recognise_binary(head: bytes) -> str:
    """Name of the binary kind the first bytes belong to, or an empty string."""
    for magic, what in SIGNATURES:
        if head.startswith(magic):
            return what
    return "a video file" if head[4:8] == b"ftyp" else ""


@dataclass(slots=True)
class ByteStream:
    """The bytes of a file, already decompressed: `head` is the first 64 KB, `blocks` is everything."""

    name: str
    head: bytes
    blocks: Iterator[bytes]
    compressed: bool


def source_name(source: Source, name: str = "") -> str:
    """The name to show a person: the given one, else the file name."""
    if name:
        return name
    if isinstance(source, (str, Path)):
        return Path(source).name
    return Path(str(getattr(source, "name", "") or "upload")).name


@contextmanager
def open_bytes(source: Source, name: str = "") -> Iterator[ByteStream]:
    """Open a path or a binary stream. A stream is read from where it stands and left open.

    Raises `UnreadableError` when it cannot be opened; reading `blocks` raises it when the data breaks off.
    """
    shown = source_name(source, name)
    if not isinstance(source, (str, Path)):
        yield _stream(source, shown)
        return
    with ExitStack() as opened:
        try:
            handle = opened.enter_context(Path(source).open("rb"))
        except (OSError, ValueError) as error:
            raise UnreadableError(CANNOT_OPEN.at(shown, reason=_reason(error))) from error
        yield _stream(handle, shown)


def peek_bytes(source: Source, name: str = "") -> ByteStream:
    """The first 64 KB of a file as a stream of its own; raises `UnreadableError`.

    A binary stream must be seekable and is put back where it stood.
    """
    position = None if isinstance(source, (str, Path)) else source.tell()
    with open_bytes(source, name) as stream:
        head = stream.head or next(stream.blocks, b"")
    if position is not None and not isinstance(source, (str, Path)):
        source.seek(position)
    return ByteStream(stream.name, head, iter((head,)), stream.compressed)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _stream(handle: BinaryIO, name: str) -> ByteStream:
    blocks = _read_blocks(handle, name)
    first = next(blocks, b"")
    while 0 < len(first) < len(GZIP_MAGIC) and (more := next(blocks, b"")):
        first += more
    blocks = chain((first,), blocks)
    compressed = first.startswith(GZIP_MAGIC)
    if compressed:
        blocks = _gunzip(blocks, name)
    head, blocks = _with_head(blocks)
    return ByteStream(name, head, blocks, compressed)


def _with_head(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first `HEAD` bytes, and the stream with them put back. Trouble while peeking is raised in its
    turn.
    """
    taken: list[bytes] = []
    size = 0
    broken: UnreadableError | None = None
    try:
        while size < HEAD and (block := next(blocks, b"")):
            taken.append(block)
            size += len(block)
    except UnreadableError as error:
        broken = error
    rest = blocks if broken is None else _Raising(broken)
    return b"".join(taken)[:HEAD], chain(taken, rest)


class _Raising(Iterator[bytes]):
    """An iterator that raises at its first step."""

    def __init__(self, error: UnreadableError) -> None:
        self.error = error

    def __next__(self) -> bytes:
        raise self.error


def _read_blocks(handle: BinaryIO, name: str) -> Iterator[bytes]:
    try:
        while block := handle.read(BLOCK):
            yield block
    except OSError as error:
        raise UnreadableError(CANNOT_OPEN.at(name, reason=_reason(error))) from error


def _gunzip(blocks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Decompress one or several gzip members, never more than one block at a time."""
    member = zlib.decompressobj(31)
    try:
        for block in blocks:
            rest = block
            while rest:
                if member.eof:
                    member = zlib.decompressobj(31)
                if data := member.decompress(rest, BLOCK):
                    yield data
                rest = member.unused_data.lstrip(b"\x00") if member.eof else member.unconsumed_tail
        while not member.eof and (data := member.decompress(b"", BLOCK)):
            yield data
    except zlib.error as error:
        raise UnreadableError(DAMAGED_GZIP.at(name, reason=str(error))) from error
    if not member.eof:
        raise UnreadableError(TRUNCATED_GZIP.at(name))
