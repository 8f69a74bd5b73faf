"""Sealing the audit trail: each hour a head over all transactions that have ended since the last one."""

from __future__ import annotations

from django.db import connection

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.notary.audit_heads import Range, digest_range, document_of, final_ranges, statement_of
from erdem.notary.choices import LeafKind, Log
from erdem.notary.models import AuditHead
from erdem.notary.services.entering import enter

SEAL = "notary.seal_audit"


def seal_audit(*, actor: Actor) -> list[AuditHead]:
    """Write a head over what is final and not covered yet, and enter it in the log of heads. For machines.

    Several at once do no harm. A transaction that is still running, however long, is covered by the head after its end.
    """
    with acting_as(actor):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [SEAL])
        heads = [write_head(actor=actor, covered=covered) for covered in final_ranges()]
        if heads:
            detail = {"heads": [head.number for head in heads], "entries": sum(head.entries for head in heads)}
            audit.record(actor, action=SEAL, detail=detail)
    return heads


def write_head(*, actor: Actor, covered: Range) -> AuditHead:
    """Write the head of one range; `seal_audit` holds the lock and leaves the audit entry.

    Raises:
        IntegrityError: the range does not follow the last head of its cluster.
    """
    digested = digest_range(covered)
    last = AuditHead.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = statement_of(last.number, last.document)["sha256"] if last else ""
    document = document_of(number, previous, covered, digested)
    (entered,) = enter(
        actor=actor, log=Log.AUDIT, kind=LeafKind.AUDIT_HEAD, statements=[statement_of(number, document)]
    )
    return AuditHead.objects.create(
        number=number,
        cluster_id=covered.cluster,
        first_transaction=covered.first,
        end_transaction=covered.end,
        entries=digested.entries,
        first_at=digested.first_at,
        last_at=digested.last_at,
        root=digested.root,
        document=document,
        nonce=entered.nonce,
        leaf=entered.leaf,
    )
