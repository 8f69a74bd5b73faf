"""Screening: registered records against publications, batch by batch, so that it can be stopped and started again."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from erdem.base import audit, jobs
from erdem.base.actor import Actor, acting_as
from erdem.base.models import JobProgress
from erdem.base.policy import require
from erdem.literature.models import Publication
from erdem.overlap.choices import RunScope
from erdem.overlap.models import ComparedRecord, ScreeningRun
from erdem.overlap.policies import can_run_screening, can_screen
from erdem.overlap.services.comparing import BATCH, Outcome, Pool, Task, compare_batch, pool_of

Progress = Callable[[int, int], None]
SCREEN: Final = "overlap.screen"


def screen_collection(*, actor: Actor, on_progress: Progress | None = None) -> Outcome:
    """Compare every registered record with every publication, whatever was compared before.

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


def request_screening(*, actor: Actor) -> JobProgress | None:
    """Put a screening of the collection into the queue; None when one is waiting already.

    Raises:
        PermissionRefused: the actor may not start a screening.
    """
    return request_job(SCREEN, actor, "overlap.request_screening")


@transaction.atomic
def request_job(name: str, actor: Actor, action: str) -> JobProgress | None:
    """Put one comparison into the queue, with the progress a page can watch; None when one is waiting already."""
    require(can_screen(actor))
    try:
        with transaction.atomic():
            progress = jobs.announce(name, actor=actor)
            queue.configure_task(name, queueing_lock=name).defer(progress_id=str(progress.pk))
    except AlreadyEnqueued:
        return None
    audit.record(actor, action=action, target=progress)
    return progress


def _run(
    actor: Actor, scope: RunScope, keys: Sequence[int], only_record: int | None, on_progress: Progress | None
) -> Outcome:
    require(can_run_screening(actor))
    with acting_as(actor):
        pool = pool_of(actor)
        run = begin_run(scope, pool, len(keys))
    outcome = Outcome(run.pk, records=len(pool.rows))
    only = None if only_record is None else (only_record,)
    task = Task(run, pool, outcome, only, remembers=only is None)
    done = 0
    for batch in batches(keys):
        with acting_as(actor):
            compare_batch(actor, task, batch)
        done += len(batch)
        if on_progress is not None:
            on_progress(done, len(keys))
    with acting_as(actor):
        if scope == RunScope.COLLECTION:
            remember_records(task, pool.rows)
            ComparedRecord.objects.exclude(record_id__in=list(pool.rows)).delete()
        run.publications = len(keys)
        finish_run(actor, run, outcome)
    return outcome


def begin_run(scope: RunScope, pool: Pool, publications: int) -> ScreeningRun:
    """Write down that a run begins, with the versions it runs with."""
    return ScreeningRun.objects.create(
        scope=scope,
        engine_version=pool.engine_version,
        lexicon_version=pool.lexicon_version,
        records=len(pool.rows),
        publications=publications,
    )


def finish_run(actor: Actor, run: ScreeningRun, outcome: Outcome) -> None:
    """Write down what came of a run: the one audit entry of it."""
    run.raised, run.refreshed, run.outdated = outcome.raised, outcome.refreshed, outcome.outdated
    run.skipped, run.finished_at = outcome.skipped, timezone.now()
    run.save()
    audit.record(
        actor,
        action=f"overlap.screen_{run.scope}",
        target=run,
        detail={"raised": run.raised, "refreshed": run.refreshed, "outdated": run.outdated},
    )


def remember_records(task: Task, keys: Iterable[int]) -> None:
    """Keep that these records have met the whole literature as they are."""
    pool = task.pool
    marks = (
        ComparedRecord(
            record_id=key,
            fingerprint=pool.fingerprint_of(key),
            engine_version=pool.engine_version,
            lexicon_version=pool.lexicon_version,
            run=task.run,
        )
        for key in keys
    )
    while some := list(islice(marks, 1000)):
        ComparedRecord.objects.bulk_create(
            some,
            update_conflicts=True,
            unique_fields=["record"],
            update_fields=["fingerprint", "engine_version", "lexicon_version", "run"],
        )


def _publications() -> Sequence[int]:
    return array("q", Publication.objects.order_by("pk").values_list("pk", flat=True).iterator())


def batches(keys: Sequence[int]) -> Iterator[list[int]]:
    """Cut keys into batches."""
    for start in range(0, len(keys), BATCH):
        yield list(keys[start : start + BATCH])
