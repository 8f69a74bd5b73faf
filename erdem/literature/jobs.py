"""Background work: checking and saving uploaded files, the search index, looking again for saved searches."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from erdem.base.actor import acting_as, job_actor
from erdem.base.jobs import JobRun, job_run
from erdem.literature import services
from erdem.literature.queries.saved import people_to_mail, searches_to_look
from erdem.literature.search.faults import IndexBusyError
from erdem.literature.services.alerts import LOOK, look_for_all, request_look_again
from erdem.literature.services.digests import send_digests

SELDOM = 30.0  # seconds
DATABASE_IS_AWAY = RetryStrategy(
    max_attempts=10, exponential_wait=2, retry_exceptions={OperationalError, InterfaceError}
)


@app.task(name="literature.check_upload", retry=DATABASE_IS_AWAY)
def check_upload(run_id: int, progress_id: str, total: int | None = None) -> None:
    """Check a large upload."""
    with job_run("literature.check_upload", progress_id) as run:
        outcome = services.check_run(actor=run.actor, run_id=run_id, on_progress=_paced(run))
        run.finish(outcome.counts)


@app.task(name="literature.save_upload", retry=DATABASE_IS_AWAY)
def save_upload(run_id: int, progress_id: str, total: int | None = None) -> None:
    """Save a confirmed upload; an interrupted one may be started again and loses nothing."""
    with job_run("literature.save_upload", progress_id) as run:
        try:
            outcome = services.save_run(actor=run.actor, run_id=run_id, on_progress=_paced(run, total))
        except services.RunTaken:
            return  # another worker goes on with it and tells how far it is
        run.finish({**outcome.counts, "created": outcome.created, "merged": outcome.merged})


@app.task(name="literature.read_again", retry=DATABASE_IS_AWAY)
def read_again(run_id: int, progress_id: str) -> None:
    """Read the waiting records of a run again."""
    with job_run("literature.read_again", progress_id) as run:
        came = services.rerun_waiting(actor=run.actor, run_id=run_id, on_progress=run.advance)
        run.finish({"read": came.read, "stored": came.stored})


def _paced(run: JobRun, total: int | None = None) -> Callable[[int], None]:
    """Tell how far it is, with the records a second of the last half minute as message."""
    pace = services.Pace()

    def advance(done: int) -> None:
        run.advance(done, total, pace.words(done))

    return advance


@app.periodic(cron="* * * * *")  # for changes nobody asked for, because a process died after its commit
@app.task(
    name="literature.update_index",
    queue=services.INDEX_QUEUE,
    queueing_lock="literature.update_index",
    pass_context=True,
)
def update_index(context: JobContext, timestamp: int = 0) -> None:
    """Bring the search index up to date, or build it when there is none that can be read."""
    visit = services.Visit(context.should_abort, _now_and_then(request_look_again), services.LINGER)
    with suppress(IndexBusyError):  # whoever feeds it takes up what waits here too
        came = services.update_index(
            actor=job_actor("literature.update_index"), patience=services.PATIENCE, visit=visit
        )
        if came.changes or came.was_rebuilt:
            request_look_again()


def _now_and_then(act: Callable[[], None]) -> Callable[[], None]:
    """Act at most twice a minute, not at the first call: a long import keeps one visit to the index going."""
    last = [time.monotonic()]

    def perhaps() -> None:
        if time.monotonic() - last[0] >= SELDOM:
            last[0] = time.monotonic()
            act()

    return perhaps


@app.periodic(cron="30 19 * * *")  # 03:30 in China, at night
@app.task(name="literature.refresh_index", queue=services.INDEX_QUEUE, queueing_lock="literature.refresh_index")
def refresh_index(timestamp: int = 0) -> None:
    """Build the index anew when the lexicon has words that it does not know; the one in use serves meanwhile."""
    with suppress(IndexBusyError):
        services.refresh_index(actor=job_actor("literature.refresh_index"), patience=services.PATIENCE)


@app.task(name=LOOK, queueing_lock=LOOK)
def look_again() -> None:
    """Run the saved searches that are told at once, after the search has taken up an import, and mail what is due."""
    _look(LOOK, after_import=True)


@app.periodic(cron="12 * * * *")
@app.task(name="literature.look_by_rhythm", queueing_lock="literature.look_by_rhythm")
def look_by_rhythm(timestamp: int) -> None:
    """Run the saved searches whose day has come, and mail what is due or could not be sent before; every hour."""
    _look("literature.look_by_rhythm", after_import=False)


def _look(name: str, *, after_import: bool) -> None:
    actor = job_actor(name)
    with acting_as(actor):
        due = searches_to_look(timezone.now(), after_import=after_import)
    look_for_all(actor, due)
    with acting_as(actor):
        waiting = people_to_mail()
    send_digests(actor, waiting)
