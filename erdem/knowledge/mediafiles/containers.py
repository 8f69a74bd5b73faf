"""Films: length, size of the picture and place, read from the boxes of MP4 and QuickTime and the elements of WebM.

Sources: ISO/IEC 14496-12 (boxes), RFC 9559 (Matroska). Nothing is decoded.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from erdem.knowledge.mediafiles.kinds import Refused

MOST_BOXES: Final = 20_000
DEEPEST: Final = 8
_HOLDERS: Final = frozenset({b"moov", b"trak", b"mdia"})
_INFO, _TRACKS, _SEGMENT = 0x1549A966, 0x1654AE6B, 0x18538067
_SCALE, _DURATION, _ENTRY, _VIDEO, _WIDE, _HIGH = 0x2AD7B1, 0x4489, 0xAE, 0xE0, 0xB0, 0xBA
_CLUSTER, _UNKNOWN = 0x1F43B675, -1


@dataclass
class Film:
    """What a container says of itself; ``private`` are (start, end) of boxes with remarks and places."""

    duration_ms: int | None = None
    width: int | None = None
    height: int | None = None
    has_picture: bool = False
    has_track: bool = False
    trace: dict[str, Any] = field(default_factory=dict)
    private: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Box:
    """One box: its kind, where it starts, where its content starts, where it ends."""

    kind: bytes
    start: int
    content: int
    end: int


def boxes(stream: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two places.

    Raises:
        Refused: a box says that it is longer than what holds it, as in a file that was cut off.
    """
    place = start
    for _count in range(MOST_BOXES):
        if place + 8 > end:
            return
        stream.seek(place)
        size, kind = struct.unpack(">I4s", stream.read(8))
        content = place + 8
        if size == 1:
            (size,) = struct.unpack(">Q", stream.read(8))
            content += 8
        size = size or end - place
        if size < content - place or place + size > end:
            raise Refused("damaged")
        yield Box(kind, place, content, place + size)
        place += size
    raise Refused("damaged")


def read_boxes(path: Path) -> Film:
    """Read an MP4, M4A or QuickTime file.

    Raises:
        Refused: it is cut off or has no tracks.
    """
    film = Film()
    with path.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        try:
            _descend(stream, 0, end, film, 0)
        except (struct.error, IndexError) as error:
            raise Refused("damaged") from error
    if not film.has_track:
        raise Refused("damaged")
    return film


def _descend(stream: BinaryIO, start: int, end: int, film: Film, depth: int) -> None:
    for box in boxes(stream, start, end):
        if box.kind in (b"udta", b"meta", b"uuid") and depth:
            film.private.append((box.start, box.end))
            _note_place(stream, box, film)
        elif box.kind in _HOLDERS and depth < DEEPEST:
            film.has_track |= box.kind == b"trak"
            _descend(stream, box.content, box.end, film, depth + 1)
        else:
            _read(stream, box, film)


def _read(stream: BinaryIO, box: Box, film: Film) -> None:
    if box.kind not in (b"mvhd", b"tkhd", b"hdlr"):
        return
    stream.seek(box.content)
    data = stream.read(min(box.end - box.content, 128))
    if box.kind == b"mvhd":
        scale, length = struct.unpack(">IQ" if data[0] else ">II", data[20:32] if data[0] else data[12:20])
        film.duration_ms = round(length * 1000 / scale) if scale and length else None
    elif box.kind == b"tkhd":
        wide, high = struct.unpack(">II", data[88:96] if data[0] else data[76:84])
        if wide and high:
            film.width, film.height = wide >> 16, high >> 16
    elif data[8:12] == b"vide":
        film.has_picture = True


def _note_place(stream: BinaryIO, box: Box, film: Film) -> None:
    """Keep the place that a telephone writes into a film, in the form of ISO 6709: +43.60+115.99/."""
    stream.seek(box.content)
    data = stream.read(min(box.end - box.content, 1 << 16))
    for part in data.split(b"\xa9xyz")[1:]:
        film.trace["place"] = part[4:40].split(b"/")[0].decode("ascii", "replace")
    if b"location.ISO6709" in data:
        film.trace.setdefault("place", "ISO 6709")


def read_matroska(path: Path) -> Film:
    """Read the head of a WebM file: up to its first cluster.

    Raises:
        Refused: it is cut off before its tracks are told.
    """
    film, state = Film(), {"scale": 1_000_000, "length": 0.0}
    with path.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        try:
            _elements(stream, end, film, state)
        except (struct.error, IndexError) as error:
            raise Refused("damaged") from error
    if not film.has_track:
        raise Refused("damaged")
    if state["length"]:
        film.duration_ms = round(state["length"] * state["scale"] / 1_000_000)
    return film


def _elements(stream: BinaryIO, end: int, film: Film, state: dict[str, float]) -> None:
    for _count in range(MOST_BOXES):
        if stream.tell() >= end:
            return
        kind, size = _number(stream, keep=True), _number(stream, keep=False)
        if kind == _CLUSTER:
            return
        if kind in (_SEGMENT, _INFO, _TRACKS, _ENTRY, _VIDEO):
            film.has_track |= kind == _ENTRY
            film.has_picture |= kind == _VIDEO
            continue
        if size == _UNKNOWN or stream.tell() + size > end:
            raise Refused("damaged")
        data = stream.read(size) if size <= 64 else b""
        stream.seek(size - len(data), os.SEEK_CUR)
        _take(kind, data, film, state)


def _take(kind: int, data: bytes, film: Film, state: dict[str, float]) -> None:
    if kind == _SCALE:
        state["scale"] = int.from_bytes(data, "big")
    elif kind == _DURATION and len(data) in (4, 8):
        (state["length"],) = struct.unpack(">f" if len(data) == 4 else ">d", data)
    elif kind == _WIDE:
        film.width = int.from_bytes(data, "big")
    elif kind == _HIGH:
        film.height = int.from_bytes(data, "big")


def _number(stream: BinaryIO, *, keep: bool) -> int:
    """Read a number of variable length; ``keep`` leaves its length marker in, as in the names of elements."""
    first = stream.read(1)[0]
    length = 9 - first.bit_length()
    if length > 8:
        raise Refused("damaged")
    rest = stream.read(length - 1)
    if len(rest) < length - 1:
        raise Refused("damaged")
    whole = int.from_bytes(bytes([first]) + rest, "big")
    if keep:
        return whole
    value = whole & ((1 << (7 * length)) - 1)
    return _UNKNOWN if value == (1 << (7 * length)) - 1 else value
