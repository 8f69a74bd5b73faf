"""Small files that survive a crash, and locks between processes."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self, TypeAlias

FileState: TypeAlias = tuple[int, int, int]


def state_of_file(path: str) -> FileState:
    """What is another after the file was replaced by another: asked before every search. Raises FileNotFoundError."""
    seen = os.stat(path)  # noqa: PTH116 - a path object would take longer than the question
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def write_durably(path: Path, text: str) -> None:
    """Put the whole text in the place of the file at once: whoever reads sees the old or the new one, after a crash too."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class FileLock:
    """A lock on a file that the system frees when the process ends, however it ends; the file itself stays."""

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self._path = path
        self._how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Whether the lock could be had at once. Raises FileNotFoundError when the folder of the file is gone."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, self._how | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def free(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.free()

    def __del__(self) -> None:
        self.free()
