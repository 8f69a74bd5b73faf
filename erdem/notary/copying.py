"""Copying a log as it was at one moment of the database, and putting the copy back.

A log that runs goes on while it is copied. What is copied is therefore the tree of one signed checkpoint that the database of
that moment covers whole: entries that came later are left out, so that log and database of a backup never differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings

from erdem.notary.choices import Log
from erdem.notary.log_files import folder_of, key_of, storage_of
from erdem.notary.tlog import (
    CHECKPOINT,
    Checkpoint,
    LogProblem,
    MissingResource,
    SignedCheckpoint,
    Storage,
    TileReader,
    open_checkpoint,
)
from erdem.notary.tlog.monitor import check_tiles
from erdem.notary.tlog.storage import TEMPORARY
from erdem.notary.tlog.tiles import ENTRIES, Tile, changed_tiles, encode_bundle, encode_tile

Get = Callable[[str], bytes]
AT_ONCE = 256
"""Resources that are written and synchronised together."""


@dataclass(frozen=True)
class LogCopy:
    """What is to be copied of a log: the checkpoint as published, and its tree."""

    log: str
    content: bytes
    checkpoint: Checkpoint

    @property
    def record(self) -> str:
        """What the log has signed last, as it stands beside the key."""
        return Checkpoint(self.checkpoint.origin, self.checkpoint.size, self.checkpoint.root).text


def copy_for(log: str, *, placed: int, note: str | None) -> LogCopy | None:
    """Return what is to be copied of a log; None when nothing of it was published yet.

    Args:
        log: which log.
        placed: how many of its entries have a position in the database of the moment.
        note: the largest checkpoint that the database of the moment holds.

    Raises:
        LogProblem: what is published cannot be read or trusted.
    """
    if not (Path(settings.NOTARY) / "keys" / f"{log}.key").exists():
        return None
    content = _published(log)
    opened = _opened(log, content) if content else None
    if opened is None or opened.checkpoint.size > placed:
        content = note.encode() if note else b""
        opened = _opened(log, content) if content else None
    return LogCopy(log, content or b"", opened.checkpoint) if opened else None


def copy_log(copy: LogCopy, get: Get, target: Storage) -> None:
    """Write the tree of a copy and its checkpoint into a storage, then prove from what that gives back that they fit.

    Raises:
        LogProblem: a tile is missing or damaged, the target holds something else, or it cannot be written.
    """
    head = copy.checkpoint.head
    reader, tiles = TileReader(get, head.size), iter(changed_tiles(0, head.size))
    while batch := list(islice(tiles, AT_ONCE)):
        target.put_new({tile.path: _content(reader, tile) for tile in batch})
    for finding in check_tiles(TileReader(target.get, head.size), head):
        raise LogProblem(finding.detail)
    target.put(CHECKPOINT, copy.content)


def put_back(log: str, folder: Path) -> str:
    """Put a copy in ``folder`` back where the log lies; say in a sentence when the log is further already, else nothing.

    Raises:
        LogProblem: the copy or the log is damaged, or they are of two histories.
    """
    content = (folder / CHECKPOINT).read_bytes()
    copy = LogCopy(log, content, _opened(log, content).checkpoint)
    there = _published(log)
    further = _opened(log, there).checkpoint if there else None
    if further is not None and further.size > copy.checkpoint.size:
        return (
            f"The published log {log} has {further.size:,} entries, the backup {copy.checkpoint.size:,}."
            " It was left as it is, and signs nothing until a newer backup is restored."
        )
    copy_log(copy, reading(folder), storage_of(log))
    return ""


def reading(folder: Path) -> Get:
    """Return how to read the resources of a log from a folder that is not written to."""

    def get(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise MissingResource(f"The copy has no resource {path}.") from None

    return get


def other_files() -> Iterator[Path]:
    """Yield what lies beside the public files of the logs and is kept with them: keys first of all, relative to their folder.

    Left out are locks, half-written files, and the records of what was signed last, which belong to one checkpoint.
    """
    root = Path(settings.NOTARY)
    public = {folder_of(log) for log in Log}
    records = {root / "keys" / f"{log}.signed" for log in Log}
    for path in sorted(root.rglob("*")):
        left_out = path in records or path.suffix in (".lock", ".new") or TEMPORARY in path.parts
        if path.is_file() and not left_out and not public & set(path.parents):
            yield path.relative_to(root)


def _published(log: str) -> bytes | None:
    try:
        return storage_of(log).get(CHECKPOINT)
    except MissingResource:
        return None


def _opened(log: str, content: bytes) -> SignedCheckpoint:
    key = key_of(log)
    return open_checkpoint(content, key.name, [key.verifier])


def _content(reader: TileReader, tile: Tile) -> bytes:
    """Return a tile as wide as it is in the tree that is copied, also when the log has a wider one by now."""
    if tile.level == ENTRIES:
        return encode_bundle(reader.entries(tile.index))
    return encode_tile(reader.hashes(tile.level, tile.index))
