"""Background jobs on the same Postgres (procrastinate): enqueued in the business transaction, with visible progress.

A job takes ids, calls one service per batch and is idempotent. Progress is written in its own short transactions, so that
the page which polls it sees it move.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from asgiref.sync import async_to_sync
from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from erdem.base.actor import Actor, acting_as, job_actor
from erdem.base.models import JobProgress, JobState

logger = logging.getLogger(__name__)


def announce(name: str, *, actor: Actor, total: int | None = None, detail: dict[str, Any] | None = None) -> JobProgress:
    """Create the progress row that a page will watch; call it in the transaction that enqueues the job."""
    progress = JobProgress(name=name, user_id=actor.user_id, total=total, detail=detail or {})
    progress.save(force_insert=True)
    return progress


def progress_of(progress_id: uuid.UUID | str) -> JobProgress | None:
    """Return a visible progress row, or None."""
    return JobProgress.objects.filter(pk=progress_id).first()


@dataclass
class JobRun:
    """A running job: call `advance` after each committed batch."""

    progress_id: str
    actor: Actor

    def _write(self, **changes: Any) -> None:
        with acting_as(self.actor):
            JobProgress.objects.filter(pk=self.progress_id).update(updated_at=timezone.now(), **changes)

    def advance(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far it is."""
        changes: dict[str, Any] = {"done": done, "message": message}
        if total is not None:
            changes["total"] = total
        self._write(**changes)

    def finish(self, detail: dict[str, Any] | None = None) -> None:
        """Say that it is done, with the result to show."""
        changes: dict[str, Any] = {"state": JobState.DONE, "finished_at": timezone.now()}
        if detail is not None:
            changes["detail"] = detail
        self._write(**changes)

    def fail(self, message: str) -> None:
        """Say that it stopped and what to do."""
        self._write(state=JobState.FAILED, finished_at=timezone.now(), message=message)


@contextmanager
def job_run(name: str, progress_id: str) -> Iterator[JobRun]:
    """Run a job under its own actor; an error is logged, shown as a sentence and raised for the queue to record."""
    run = JobRun(progress_id=progress_id, actor=job_actor(name))
    run._write(state=JobState.RUNNING, started_at=timezone.now())
    try:
        yield run
    except BaseException:
        logger.exception("job %s stopped", name)
        run.fail("The work stopped before it was finished. What was already saved is kept; start it again to go on.")
        raise


def take_up_interrupted(queues: Iterable[str]) -> int:
    """Put jobs of these queues that a killed worker left half-done back into the queue; return how many.

    Of a job that waits once at most nothing is put back when another is waiting: that one does the work. Only for the
    worker of an embedded database, which is the only one there is for its queues.
    """
    from procrastinate.contrib.django import app

    interrupted = [job for queue in queues for job in app.job_manager.list_jobs(status="doing", queue=queue)]
    for job in interrupted:
        identifier = int(job.id or 0)
        try:
            with transaction.atomic():
                app.job_manager.retry_job_by_id(identifier, retry_at=timezone.now())
        except UniqueViolation:
            async_to_sync(app.job_manager.finish_job_by_id_async)(identifier, Status.FAILED, delete_job=True)
    return len(interrupted)
