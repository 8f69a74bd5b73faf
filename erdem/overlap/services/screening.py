"""Screening: registered records against publications, batch by batch, so that it can be stopped and started again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from erdem.base import audit, events, jobs, numbering
from erdem.base.actor import Actor, acting_as
from erdem.base.models import JobProgress
from erdem.base.policy import require
from erdem.knowledge import queries as knowledge
from erdem.literature import queries as literature
from erdem.literature.models import Publication
from erdem.overlap import engine
from erdem.overlap.choices import FindingStatus, RunScope
from erdem.overlap.events import FindingRaised
from erdem.overlap.models import Finding, ScreeningRun
from erdem.overlap.policies import can_run_screening, can_screen
from erdem.overlap.queries.evidence import compose, facts_of, same_evidence
from erdem.overlap.queries.order import is_looked_after, is_worth_a_finding, reading_band

Progress = Callable[[int, int], None]
Row = dict[str, Any]
BATCH = 25
WIDE = 30
SERIES = "XS"


@dataclass
class Pool:
    """The records of one run, ready to be compared with, and their rows by key for the snapshot hashes."""

    prepared: engine.Pool
    rows: dict[int, Row]
    looked_after: frozenset[int]
    engine_version: str
    lexicon_version: str


@dataclass
class Outcome:
    """What came of a run."""

    run_id: int
    records: int = 0
    publications: int = 0
    raised: int = 0
    refreshed: int = 0
    outdated: int = 0
    seen: set[tuple[int, int]] = field(default_factory=set)


def screen_collection(*, actor: Actor, on_progress: Progress | None = None) -> Outcome:
    """Compare every registered record with every publication.

    Each batch is saved in a transaction of its own: a run that is stopped keeps what it found, and running again changes
    nothing that has not changed. ``on_progress`` hears how many publications of how many are done.

    Raises:
        PermissionRefused: screening runs in the name of a machine.
    """
    with acting_as(actor):
        keys = _publications()
    return _run(actor, RunScope.COLLECTION, keys, None, on_progress)


def screen_record(*, actor: Actor, record_id: int, on_progress: Progress | None = None) -> Outcome:
    """Compare one record with every publication. The others stay in the pool, so that ranks mean the same."""
    with acting_as(actor):
        keys = _publications()
    return _run(actor, RunScope.RECORD, keys, record_id, on_progress)


def screen_publication(*, actor: Actor, publication_id: int, on_progress: Progress | None = None) -> Outcome:
    """Compare one publication with every registered record."""
    return _run(actor, RunScope.PUBLICATION, [publication_id], None, on_progress)


@transaction.atomic
def request_screening(*, actor: Actor) -> JobProgress | None:
    """Put a screening of the collection into the queue; None when one is waiting already.

    Raises:
        PermissionRefused: the actor may not start a screening.
    """
    require(can_screen(actor))
    try:
        with transaction.atomic():
            progress = jobs.announce("overlap.screen", actor=actor)
            queue.configure_task("overlap.screen", queueing_lock="overlap.screen").defer(progress_id=str(progress.pk))
    except AlreadyEnqueued:
        return None
    audit.record(actor, action="overlap.request_screening", target=progress)
    return progress


def _run(
    actor: Actor, scope: RunScope, keys: list[int], only_record: int | None, on_progress: Progress | None
) -> Outcome:
    require(can_run_screening(actor))
    with acting_as(actor):
        pool = _pool(actor)
        run = ScreeningRun.objects.create(
            scope=scope,
            engine_version=pool.engine_version,
            lexicon_version=pool.lexicon_version,
            records=len(pool.rows),
            publications=len(keys),
        )
    outcome = Outcome(run.pk, records=len(pool.rows), publications=len(keys))
    done = 0
    for batch in _batches(keys):
        with acting_as(actor):
            _screen_batch(actor, run, pool, batch, only_record, outcome)
        done += len(batch)
        if on_progress is not None:
            on_progress(done, len(keys))
    with acting_as(actor):
        _finish(actor, run, outcome)
    return outcome


def _pool(actor: Actor) -> Pool:
    rows = {int(row["id"]): dict(row) for row in knowledge.screening_rows(actor)}
    lexicon = engine.Lexicon.from_rows(knowledge.lexicon_rows())
    looked_after = frozenset(key for key, row in rows.items() if is_looked_after(row))
    return Pool(engine.prepare(rows.values(), lexicon), rows, looked_after, engine.ENGINE_VERSION, lexicon.version)


def _publications() -> list[int]:
    return list(Publication.objects.order_by("pk").values_list("pk", flat=True))


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def _screen_batch(
    actor: Actor, run: ScreeningRun, pool: Pool, keys: list[int], only_record: int | None, outcome: Outcome
) -> None:
    known = {
        (finding.record_id, finding.publication_id): finding
        for finding in Finding.objects.select_for_update().filter(publication_id__in=keys)
    }
    for row in literature.screening_rows(actor, ids=keys):
        for match in _worth_a_finding(pool, row, only_record):
            record_id, publication_id = int(match["tk"]), int(row["id"])
            evidence = compose(match, pool.rows[record_id], row)
            evidence |= {
                "pool": len(pool.rows),
                "engine_version": pool.engine_version,
                "lexicon_version": pool.lexicon_version,
            }
            outcome.seen.add((record_id, publication_id))
            _keep(run, known.get((record_id, publication_id)), (record_id, publication_id), evidence, pool, outcome)


def _worth_a_finding(pool: Pool, row: Row, only_record: int | None) -> Iterator[Row]:
    for found in engine.screen(pool.prepared, row, WIDE, chosen=pool.looked_after):
        key, match = int(found.tk), found.as_json()
        if only_record in (None, key) and is_worth_a_finding(match, pool.rows[key]):
            yield match


def _keep(
    run: ScreeningRun, known: Finding | None, pair: tuple[int, int], evidence: Row, pool: Pool, outcome: Outcome
) -> None:
    if known is None:
        _raise(run, pair, evidence, pool)
        outcome.raised += 1
    elif same_evidence(known.evidence, evidence):
        _confirm(known)
    elif known.status == FindingStatus.NEW:
        _refresh(run, known, evidence, pool)
        outcome.refreshed += 1
    elif known.pending_evidence is None or not same_evidence(known.pending_evidence, evidence):
        known.pending_evidence, known.is_outdated = evidence, True
        known.save(update_fields=["pending_evidence", "is_outdated", "updated_at"])
        outcome.outdated += 1


def _confirm(finding: Finding) -> None:
    """Take a mark off that an earlier run set: this run found the same as the one the finding was raised by."""
    if finding.is_outdated:
        finding.pending_evidence, finding.is_outdated = None, False
        finding.save(update_fields=["pending_evidence", "is_outdated", "updated_at"])


def _raise(run: ScreeningRun, pair: tuple[int, int], evidence: Row, pool: Pool) -> None:
    record_id, publication_id = pair
    finding = Finding(
        number=numbering.document_number(SERIES, timezone.localdate().year),
        record_id=record_id,
        publication_id=publication_id,
        run=run,
        evidence=evidence,
        band=reading_band(pool.rows[record_id], evidence["match"]),
        **facts_of(evidence),
    )
    finding.save(force_insert=True)
    events.publish(FindingRaised(finding.pk, finding.number, record_id, publication_id, finding.is_alarm))


def _refresh(run: ScreeningRun, finding: Finding, evidence: Row, pool: Pool) -> None:
    for name, value in facts_of(evidence).items():
        setattr(finding, name, value)
    finding.evidence, finding.run = evidence, run
    finding.pending_evidence, finding.is_outdated = None, False
    finding.band = reading_band(pool.rows[finding.record_id], evidence["match"])
    finding.save()


def _finish(actor: Actor, run: ScreeningRun, outcome: Outcome) -> None:
    if run.scope == RunScope.COLLECTION:
        outcome.outdated += _mark_vanished(outcome.seen)
    run.raised, run.refreshed, run.outdated = outcome.raised, outcome.refreshed, outcome.outdated
    run.finished_at = timezone.now()
    run.save()
    audit.record(
        actor,
        action=f"overlap.screen_{run.scope}",
        target=run,
        detail={"raised": run.raised, "refreshed": run.refreshed, "outdated": run.outdated},
    )


def _mark_vanished(seen: set[tuple[int, int]]) -> int:
    """Mark findings that the present engine and lexicon no longer make; a person decides what becomes of them."""
    marked = 0
    for finding in Finding.objects.select_for_update().filter(is_outdated=False).exclude(status=FindingStatus.CLOSED):
        if (finding.record_id, finding.publication_id) not in seen:
            finding.pending_evidence, finding.is_outdated = {"gone": True}, True
            finding.save(update_fields=["pending_evidence", "is_outdated", "updated_at"])
            marked += 1
    return marked
