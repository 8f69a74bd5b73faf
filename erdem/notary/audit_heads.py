"""The audit trail as hashes: what a head says of a range of transactions, and whether the entries still say the same.

A transaction that has ended can write no more. So all transactions before the oldest running one are final, and a head that
covers their range covers all their entries, whatever the order in which ids were drawn. Ranges follow each other without a gap:
an entry that is removed, changed, or put in afterwards makes the head of its range differ.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from erdem.base.actor import Actor, acting_as, job_actor
from erdem.base.models import AuditEntry
from erdem.notary.canonical import Json, canonical, commit
from erdem.notary.choices import LeafKind
from erdem.notary.entries import entry_of
from erdem.notary.models import AuditHead
from erdem.notary.policies import visible_heads
from erdem.notary.tlog import Finding, Kind, leaf_hash
from erdem.notary.tlog.hashing import root_of

FORMAT = "erdem-audit-head@v1"
LONGEST_UNSEALED = dt.timedelta(hours=3)
COLUMNS = (
    "id",
    "at",
    "actor_kind",
    "actor_user_id",
    "actor_label",
    "action",
    "target_type",
    "target_id",
    "organisation_id",
    "place_code",
    "detail",
    "cluster_id",
    "transaction_id",
)


class HeadFault(StrEnum):
    """What can be wrong with a head, as stable slugs."""

    FEWER = "fewer"
    MORE = "more"
    CHANGED = "changed"
    DOCUMENT = "document"
    LOG = "log"


SENTENCES = {
    HeadFault.FEWER: "entries that were there when it was sealed are gone.",
    HeadFault.MORE: "entries were put in after it was sealed.",
    HeadFault.CHANGED: "an entry was changed after it was sealed.",
    HeadFault.DOCUMENT: "its document does not fit to its numbers or to the head before it.",
    HeadFault.LOG: "the log holds another document for it.",
}


@dataclass(frozen=True)
class Range:
    """Transactions of one database cluster, the end not included."""

    cluster: int
    first: int
    end: int

    def entries(self) -> QuerySet[AuditEntry]:
        """Return the entries of the range, in the order of their ids; for machines, who see all."""
        return AuditEntry.objects.filter(
            cluster_id=self.cluster, transaction_id__gte=self.first, transaction_id__lt=self.end
        ).order_by("id")


@dataclass(frozen=True)
class Digested:
    """The entries of a range as one hash: how many, from when until when, and the root of the tree over them (RFC 9162)."""

    entries: int
    root: bytes
    first_at: dt.datetime | None
    last_at: dt.datetime | None


@dataclass(frozen=True)
class HeadState:
    """A head, and what is wrong with it: nothing, when all is well."""

    head: AuditHead
    faults: tuple[HeadFault, ...]


def range_of(head: AuditHead) -> Range:
    """Return the range that a head covers."""
    return Range(head.cluster_id, head.first_transaction, head.end_transaction)


def entry_line(row: dict[str, Any]) -> bytes:
    """Return an entry as the bytes that are hashed: JSON with sorted names and no blanks, the moment in UTC."""
    told = {**row, "at": row["at"].astimezone(dt.UTC).isoformat()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_range(wanted: Range) -> Digested:
    """Hash the entries of a range as they stand now."""
    hashes: list[bytes] = []
    moments: list[dt.datetime] = []
    for row in wanted.entries().values(*COLUMNS).iterator(chunk_size=5000):
        hashes.append(leaf_hash(entry_line(row)))
        moments.append(row["at"])
    return Digested(len(hashes), root_of(hashes), min(moments, default=None), max(moments, default=None))


def document_of(number: int, previous: str, covered: Range, digested: Digested) -> str:
    """Return the document of a head: canonical JSON (RFC 8785). Transactions and clusters are text, they exceed 2^53."""
    told: dict[str, Json] = {
        "format": FORMAT,
        "number": number,
        "previous": previous,
        "cluster": str(covered.cluster),
        "first_transaction": str(covered.first),
        "end_transaction": str(covered.end),
        "entries": digested.entries,
        "root": digested.root.hex(),
    }
    return canonical(told).decode()


def statement_of(number: int, document: str) -> dict[str, Any]:
    """Return what the log commits to when a head is entered."""
    return {"number": number, "sha256": hashlib.sha256(document.encode()).hexdigest()}


def final_ranges() -> list[Range]:
    """Return the ranges that are final and not covered yet: of this cluster, and of those from before a restore.

    Must be asked in a transaction of its own statement order: entries are read after this.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT erdem_cluster(), pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        cluster, final = cursor.fetchone()
    ends = dict(AuditHead.objects.values_list("cluster_id").annotate(Max("end_transaction")))
    last = AuditHead.objects.order_by("-number").first()
    reached: dict[int, int] = {}
    if (
        last is None or last.cluster_id != cluster
    ):  # the first head, or the first one after a restore into another cluster
        written = AuditEntry.objects.exclude(cluster_id=cluster).values_list("cluster_id")
        reached = {found: highest + 1 for found, highest in written.annotate(Max("transaction_id"))}
    reached[cluster] = int(final)
    return [Range(one, ends.get(one, 0), end) for one, end in sorted(reached.items()) if end > ends.get(one, 0)]


def head_states(heads: list[AuditHead]) -> list[HeadState]:
    """Compare heads, given newest first, with the entries, with each other, and with what was entered in the log."""
    with acting_as(
        job_actor("notary.check_audit")
    ):  # it reads all entries, and tells nothing of them but whether they fit
        numbers = [head.number - 1 for head in heads]
        before = {head.number: head for head in AuditHead.objects.filter(number__in=numbers)}
        return [HeadState(head, tuple(_faults(head, before.get(head.number - 1)))) for head in heads]


def check_audit(actor: Actor) -> list[Finding]:
    """Return everything that is wrong with the trail: heads that do not fit, entries without a head. Reads every entry."""
    heads = list(AuditHead.objects.filter(visible_heads(actor)).select_related("leaf").order_by("number"))
    found = [
        Finding(Kind.ENTRY_MISMATCH, f"Head {state.head.number} of the audit trail: {SENTENCES[fault]}")
        for state in head_states(heads)
        for fault in state.faults
    ]
    found += [
        Finding(Kind.ENTRY_MISMATCH, f"Head {number} of the audit trail is missing.")
        for number in range(1, heads[-1].number + 1 if heads else 1)
        if number not in {head.number for head in heads}
    ]
    with acting_as(job_actor("notary.check_audit")):
        return [*found, *_late()]


def unsealed() -> tuple[int, dt.datetime | None]:
    """Return how many entries wait for their head, and when the oldest of them was written; for machines."""
    waiting = AuditEntry.objects.filter(_uncovered())
    return waiting.count(), waiting.order_by("id").values_list("at", flat=True).first()


def _uncovered() -> Q:
    """Entries behind the last head of their cluster, and those of a cluster that has none."""
    ends = dict(AuditHead.objects.values_list("cluster_id").annotate(Max("end_transaction")))
    behind = ~Q(cluster_id__in=list(ends))
    for cluster, end in ends.items():
        behind |= Q(cluster_id=cluster, transaction_id__gte=end)
    return behind


def _late() -> Iterator[Finding]:
    count, oldest = unsealed()
    if oldest is not None and timezone.now() - oldest > LONGEST_UNSEALED:
        sentence = f"{count} entries of the audit trail wait for a head, the oldest since {oldest:%Y-%m-%d %H:%M} UTC."
        yield Finding(Kind.STALE_CHECKPOINT, sentence + " See whether the worker runs.")


def _faults(head: AuditHead, before: AuditHead | None) -> Iterator[HeadFault]:
    digested = digest_range(range_of(head))
    if digested.entries != head.entries:
        yield HeadFault.FEWER if digested.entries < head.entries else HeadFault.MORE
    elif digested.root != bytes(head.root):
        yield HeadFault.CHANGED
    previous = statement_of(before.number, before.document)["sha256"] if before is not None else ""
    told = Digested(head.entries, bytes(head.root), None, None)
    if document_of(head.number, previous, range_of(head), told) != head.document:
        yield HeadFault.DOCUMENT
    statement = statement_of(head.number, head.document)
    if entry_of(str(LeafKind.AUDIT_HEAD), commit(statement, bytes(head.nonce))) != bytes(head.leaf.entry):
        yield HeadFault.LOG
