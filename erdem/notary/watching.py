"""Watching the own logs: files, earlier checkpoints and database against each other. Nothing is changed.

What an outsider can see, `erdem.notary.tlog.monitor` checks; here comes what only the database knows: entries that are missing in
the log, differ from it, or have waited too long; and whether the time-stamps over its checkpoints are fresh and still hold
(`erdem.notary.watching_stamps`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from erdem.base.actor import Actor
from erdem.notary.audit_heads import check_audit
from erdem.notary.choices import Log
from erdem.notary.comparing import against_database
from erdem.notary.log_files import storage_of, verifier_of
from erdem.notary.models import Leaf, PublishedCheckpoint, StampedItem
from erdem.notary.policies import visible_items, visible_logged
from erdem.notary.queries import known_witnesses, published_checkpoint
from erdem.notary.tlog import (
    Checkpoint,
    Finding,
    Kind,
    LogProblem,
    Policy,
    find_forks,
    parse_checkpoint,
    parse_note,
    watch,
)
from erdem.notary.watching_stamps import clock_findings, stamp_findings

LONGEST_WAIT = dt.timedelta(minutes=10)


def check_log(actor: Actor, log: str) -> list[Finding]:
    """Return everything that is wrong with a log; empty when all fits together."""
    rows = PublishedCheckpoint.objects.filter(visible_logged(actor), log=log).order_by("size")
    earlier = [parse_checkpoint(parse_note(note.encode()).text) for note in rows.values_list("note", flat=True)]
    found = [*_waiting(actor, log), *clock_findings(actor, log), *stamp_findings(actor, log, whole=True)]
    if log == Log.AUDIT:
        found += check_audit(actor)
    placed = Leaf.objects.filter(visible_logged(actor), log=log, position__isnull=False).count()
    if not earlier and not placed:
        return found
    key = verifier_of(log)
    witnesses = tuple(witness.key for witness in known_witnesses())
    policy = Policy(key.name, (key,), witnesses, len(witnesses))
    report = watch(storage_of(log), policy, earlier[-1] if earlier else None, whole=True)
    newest = rows.last()
    is_new = newest is not None and timezone.now() - newest.published_at < LONGEST_WAIT
    found += (each for each in report.findings if each.kind != Kind.MISSING_COSIGNATURE or not is_new)
    found += find_forks(
        [*earlier, *_stamped(actor, log), *([report.checkpoint.checkpoint] if report.checkpoint else [])]
    )
    if report.checkpoint is not None:
        found += against_database(actor, log, report.checkpoint.checkpoint)
    return list(dict.fromkeys(found))


SEEN_AT_A_GLANCE = frozenset({Kind.STALE_CHECKPOINT, Kind.STALE_STAMP, Kind.CLOCK})
"""What `glance_at_log` looks for as thoroughly as `check_log` does: what it no longer finds of these is gone."""


def glance_at_log(actor: Actor, log: str) -> list[Finding]:
    """Return what is wrong with a log as far as that is seen without reading its tiles; for each hour."""
    found = [*_waiting(actor, log), *clock_findings(actor, log), *stamp_findings(actor, log, whole=False)]
    newest = PublishedCheckpoint.objects.filter(visible_logged(actor), log=log).order_by("-size").first()
    if newest is None:
        return found
    try:
        signed = published_checkpoint(log)
    except LogProblem as error:
        return [*found, Finding(Kind.BAD_CHECKPOINT, str(error))]
    if signed is None:
        return [*found, Finding(Kind.BAD_CHECKPOINT, "The published checkpoint is missing.")]
    if signed.checkpoint.size < newest.size:
        sentence = f"The published checkpoint has {signed.checkpoint.size} entries, an earlier one had {newest.size}."
        found.append(Finding(Kind.ROLLBACK, sentence))
    kept = parse_checkpoint(parse_note(newest.note.encode()).text)
    return [*found, *find_forks([kept, *_stamped(actor, log), signed.checkpoint])]


def _stamped(actor: Actor, log: str) -> list[Checkpoint]:
    """Return the checkpoints of the log that were stamped: what an authority has vouched for cannot be signed anew."""
    items = StampedItem.objects.filter(visible_items(actor), checkpoint__log=log).order_by("checkpoint__size")
    return [parse_checkpoint(parse_note(note.encode()).text) for note in items.values_list("note", flat=True)]


def _waiting(actor: Actor, log: str) -> Iterator[Finding]:
    late = timezone.now() - LONGEST_WAIT
    waiting = Leaf.objects.filter(visible_logged(actor), log=log, position__isnull=True, written_at__lt=late).count()
    if waiting:
        yield Finding(
            Kind.STALE_CHECKPOINT,
            f"{waiting} entries have waited for more than ten minutes. See whether the worker runs.",
        )
