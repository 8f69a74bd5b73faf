"""Taking over what was published and the database has lost, after it was restored from a backup older than the published log.

The log must go on from what others have seen, or it would show two histories. The entries themselves are public and still there;
what they stand for is not, unless somebody holds the evidence. They come back as entries that nobody here can explain.
"""

from __future__ import annotations

import json

from django.db import connection, transaction

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.bulk import insert_rows
from erdem.notary.comparing import against_database, older_than_log
from erdem.notary.log_files import storage_of, verifier_of
from erdem.notary.models import Leaf, PublishedCheckpoint
from erdem.notary.queries import published_checkpoint
from erdem.notary.tlog import (
    Finding,
    HistoryConflict,
    Policy,
    TileReader,
    leaf_hash,
    parse_checkpoint,
    parse_note,
    watch,
)
from erdem.notary.tlog.tiles import WIDTH


@transaction.atomic
def adopt_published(*, actor: Actor, log: str) -> int:
    """Give the database the entries that only the published log has; return how many. For machines.

    Everything else must fit: what the database has must be the beginning of the published log, and every tile be whole.

    Raises:
        HistoryConflict: something does not fit; nothing was taken over.
        StorageProblem: the log cannot be read; nothing was taken over.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"notary.integrate.{log}"])
    published = published_checkpoint(log)
    size = published.checkpoint.size if published else 0
    placed = Leaf.objects.filter(log=log, position__isnull=False).count()
    if published is None or placed >= size:
        return 0
    for finding in [*_published_wrong(log), *against_database(actor, log, published.checkpoint)]:
        if finding != older_than_log(size, placed):
            raise HistoryConflict(f"{finding.detail} Nothing was taken over.")
    reader = TileReader(storage_of(log).get, size)
    for bundle in range(placed // WIDTH, -(-size // WIDTH)):
        begin = max(placed - bundle * WIDTH, 0)
        _adopt(log, bundle * WIDTH + begin, reader.entries(bundle)[begin:])
    head, note = published.checkpoint.head, published.note.encode().decode()
    PublishedCheckpoint.objects.create(log=log, size=head.size, root=head.root, note=note)
    audit.record(actor, action="notary.adopt_published", detail={"log": log, "from": placed, "to": size})
    return size - placed


def _published_wrong(log: str) -> tuple[Finding, ...]:
    """Return what is wrong with the published log, with itself and with what the database knows of it."""
    key, last = verifier_of(log), PublishedCheckpoint.objects.filter(log=log).order_by("-size").first()
    earlier = parse_checkpoint(parse_note(last.note.encode()).text) if last else None
    return watch(storage_of(log), Policy(key.name, (key,)), earlier, whole=True).findings


def _adopt(log: str, first: int, entries: list[bytes]) -> None:
    """Give positions to entries; those that wait in the database are not entered again."""
    hashes = [leaf_hash(entry) for entry in entries]
    waiting = Leaf.objects.filter(log=log, position__isnull=True, leaf_hash__in=hashes)
    known = {bytes(hashed): key for key, hashed in waiting.values_list("pk", "leaf_hash")}
    lost = [
        Leaf(log=log, kind=json.loads(entry)["kind"], entry=entry, leaf_hash=hashed)
        for entry, hashed in zip(entries, hashes, strict=True)
        if hashed not in known
    ]
    insert_rows(lost)
    known |= {bytes(leaf.leaf_hash): leaf.pk for leaf in lost}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notary_leaf SET position = %s + found.rank - 1 FROM unnest(%s::bigint[]) WITH ORDINALITY"
            " AS found(id, rank) WHERE notary_leaf.id = found.id",
            [first, [known[hashed] for hashed in hashes]],
        )
