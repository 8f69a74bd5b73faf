"""Taking up what waits: positions first, durably, then the tiles, then the checkpoint.

A crash between any two steps leaves something that the next run finishes: positions without tiles are written, tiles without a
checkpoint are signed. A position is given once; the log never signs two histories (`erdem.notary.tlog.log`).
"""

from __future__ import annotations

import contextlib

from django.db import connection, transaction
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.notary.log_files import appender_of
from erdem.notary.models import Leaf, PublishedCheckpoint
from erdem.notary.tlog import Appended, Appender, HistoryConflict

INTEGRATE = "notary.integrate"
MOST = 10_000
"""Entries under one checkpoint."""


class LogAhead(HistoryConflict):
    """The published log holds entries that the database does not have: the database was restored from an older backup."""


def request_integration(*, log: str) -> None:
    """Put the work into the queue once the transaction is committed, unless it waits there already.

    Not earlier: a job that waits now could begin before the commit and not see the entry. Should the process end in between,
    the job of every minute takes it up.
    """

    def enqueue() -> None:  # a function with a name: Django names it in the log when it fails
        _enqueue(log)

    transaction.on_commit(enqueue, robust=True)


def _enqueue(log: str) -> None:
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        queue.configure_task(INTEGRATE, lock=f"{INTEGRATE}.{log}", queueing_lock=f"{INTEGRATE}.{log}").defer(log=log)


def integrate(*, actor: Actor, log: str, most: int = MOST) -> int:
    """Take up all that waits for a log and publish it; return how many entries are new. Several at once do no harm.

    Raises:
        LogAhead: the database is older than the published log; nothing was given a position and nothing was signed.
        HistoryConflict: another process has published meanwhile, or files were changed; nothing was signed.
        StorageProblem: the disk; what waits is taken up when it works again.
    """
    appender, taken = appender_of(log), 0
    while True:
        with acting_as(actor):
            first, entries = _next(log, appender.size, most)
        if not entries:
            return taken
        appended = appender.append(first, entries)
        taken += len(appended.leaf_hashes)
        with acting_as(actor):
            _keep(actor, log, appender, appended)


def _next(log: str, size: int, most: int) -> tuple[int, list[bytes]]:
    """Give positions to what waits and return what the log has to take up, from the last entry that it has on.

    The last one is handed in again to be compared: a database of another history is found out before anything is signed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{INTEGRATE}.{log}"])
        cursor.execute("SELECT coalesce(max(position) + 1, 0) FROM notary_leaf WHERE log = %s", [log])
        placed = int(cursor.fetchone()[0])
        if placed < size:
            raise LogAhead(
                f"The published log has {size} entries, the database {placed}: it was restored from an older backup."
                " Nothing was signed. Restore a newer backup; when there is none, `erdem log adopt` takes over what was"
                " published."
            )
        if placed - size < most:
            cursor.execute(
                "SELECT id FROM notary_leaf WHERE log = %s AND position IS NULL ORDER BY id LIMIT %s", [log, most]
            )
            waiting = [row[0] for row in cursor.fetchall()]
            cursor.execute(  # ids are named: without fresh statistics a join over what waits is taken for one of a few rows
                "UPDATE notary_leaf SET position = %s + found.rank - 1 FROM unnest(%s::bigint[]) WITH ORDINALITY"
                " AS found(id, rank) WHERE notary_leaf.id = found.id",
                [placed, waiting],
            )
    first = max(size - 1, 0)
    found = Leaf.objects.filter(log=log, position__gte=first).order_by("position")[: most + 1]
    entries = [bytes(entry) for entry in found.values_list("entry", flat=True)]
    return first, entries if first + len(entries) > size else []


def _keep(actor: Actor, log: str, appender: Appender, appended: Appended) -> None:
    head, note = appended.checkpoint.checkpoint.head, appender.checkpoint.note.encode().decode()
    _row, made = PublishedCheckpoint.objects.get_or_create(
        log=log, size=head.size, defaults={"root": head.root, "note": note}
    )
    if made:
        audit.record(actor, action="notary.publish_checkpoint", detail={"log": log, "size": head.size})
