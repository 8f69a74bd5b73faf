"""The published log against the database, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator

from erdem.base.actor import Actor
from erdem.notary.log_files import storage_of
from erdem.notary.models import Leaf
from erdem.notary.policies import visible_logged
from erdem.notary.tlog import Checkpoint, Finding, Kind, LogProblem, TileReader


def against_database(actor: Actor, log: str, checkpoint: Checkpoint) -> Iterator[Finding]:
    """Compare the leaf hashes of the tiles with the entries of the database, one by one."""
    reader, expected = TileReader(storage_of(log).get, checkpoint.size), 0
    rows = Leaf.objects.filter(visible_logged(actor), log=log, position__isnull=False).order_by("position")
    for position, leaf_hash in rows.values_list("position", "leaf_hash").iterator(chunk_size=10_000):
        if position != expected:
            yield Finding(Kind.ENTRY_MISMATCH, f"The database has no entry {expected} of the log.")
            return
        expected += 1
        if position >= checkpoint.size:
            continue
        try:
            in_log = reader(0, position)
        except LogProblem as error:
            yield Finding(Kind.MISSING_TILE, str(error))
            return
        if in_log != bytes(leaf_hash):
            yield Finding(Kind.ENTRY_MISMATCH, f"Entry {position} of the database is not the one in the log.")
            return
    if expected < checkpoint.size:
        yield older_than_log(checkpoint.size, expected)


def older_than_log(size: int, placed: int) -> Finding:
    """Return what is found when the database is otherwise well, but was restored from an older backup."""
    sentence = f"The log has {size} entries, the database {placed}: it is older than the log."
    return Finding(Kind.ENTRY_MISMATCH, sentence)
