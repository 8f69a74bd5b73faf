"""Entering versions in the public log: hidden behind a commitment, in the transaction that writes the version."""

from __future__ import annotations

from collections.abc import Sequence

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.base.bulk import insert_rows
from erdem.knowledge.models import RecordVersion, VersionProof
from erdem.knowledge.snapshots import statement_of
from erdem.notary.choices import LeafKind, Log
from erdem.notary.services import enter


def prove_versions(actor: Actor, versions: Sequence[RecordVersion]) -> None:
    """Enter versions that were just written; each gets a nonce of its own, which stays with those who may read it.

    It leaves no audit entry: whoever writes the version does.
    """
    entered = enter(
        actor=actor,
        log=Log.REGISTER,
        kind=LeafKind.REGISTER_VERSION,
        statements=[statement_of(row.record_number, row.version, row.sha256) for row in versions],
    )
    insert_rows(
        [VersionProof(version=row, leaf=one.leaf, nonce=one.nonce) for row, one in zip(versions, entered, strict=True)]
    )


def prove_older_versions(*, actor: Actor, most: int = 2000) -> int:
    """Enter versions that were written before the log began, for machines; return how many. The log's date is their proof's."""
    with acting_as(actor):
        found = list(
            RecordVersion.objects.filter(proof__isnull=True).order_by("pk").select_for_update(of=("self",))[:most]
        )
        prove_versions(actor, found)
        if found:
            audit.record(actor, action="knowledge.prove_older_versions", detail={"versions": len(found)})
    return len(found)
