"""The copy that readers play: byte for byte the original, but for the boxes that name a place, a device or a person."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import IO, BinaryIO, Final

from erdem.knowledge.mediafiles.containers import read_boxes
from erdem.knowledge.mediafiles.kinds import Refused

_SOUND_CHUNKS: Final = frozenset({b"fmt ", b"data", b"fact", b"JUNK", b"ds64"})
_ZEROS: Final = bytes(1 << 16)


def make_playing_copy(path: Path, code: str, target: IO[bytes]) -> bool:
    """Write a copy without remarks into ``target``; return False, with nothing written, when the original has none.

    MP4 and QuickTime: remarks (`udta`, `meta`, `uuid`) become free space of the same length, so that nothing moves. WAV: the
    same with every chunk that is not sound. Other formats are played as they are.

    Raises:
        Refused: the file is damaged.
    """
    if code in ("mp4", "mov", "m4a"):
        private = [(start, end, b"free", start + 4) for start, end in read_boxes(path).private]
    elif code == "wav":
        private = list(_wav_remarks(path))
    else:
        return False
    if not private:
        return False
    with path.open("rb") as original:
        shutil.copyfileobj(original, target, 1 << 20)
    for start, end, name, place in private:
        target.seek(place)
        target.write(name)
        _blank(target, start + 8, end)
    return True


def _blank(target: IO[bytes], start: int, end: int) -> None:
    target.seek(start)
    while start < end:
        start += target.write(_ZEROS[: end - start])


def _wav_remarks(path: Path) -> list[tuple[int, int, bytes, int]]:
    found = []
    with path.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        place = 12
        while place + 8 <= end:
            name, size = _chunk(stream, place)
            stop = place + 8 + size
            if name == b"data" and stop > end:
                break  # recorders that lost power leave a length that was never corrected
            if stop > end:
                raise Refused("damaged")
            if name not in _SOUND_CHUNKS:
                found.append((place, stop, b"JUNK", place))
            place = stop + size % 2
    return found


def _chunk(stream: BinaryIO, place: int) -> tuple[bytes, int]:
    stream.seek(place)
    head = stream.read(8)
    return head[:4], int.from_bytes(head[4:], "little")
