"""Background work of the overlap app: screening, with progress that a page can watch."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.jobs import JobRun, job_run
from erdem.overlap import services

SCREEN = "overlap.screen"


def _reporter(run: JobRun) -> services.Progress:
    def report(done: int, total: int) -> None:
        run.advance(done, total)

    return report


@app.task(name=SCREEN, queueing_lock=SCREEN)
def screen_collection(progress_id: str) -> None:
    """Compare every registered record with every publication."""
    with job_run(SCREEN, progress_id) as run:
        outcome = services.screen_collection(actor=run.actor, on_progress=_reporter(run))
        run.finish({"raised": outcome.raised, "refreshed": outcome.refreshed, "outdated": outcome.outdated})


@app.task(name="overlap.screen_record")
def screen_record(progress_id: str, record_id: int) -> None:
    """Compare one record with every publication."""
    with job_run("overlap.screen_record", progress_id) as run:
        outcome = services.screen_record(actor=run.actor, record_id=record_id, on_progress=_reporter(run))
        run.finish({"raised": outcome.raised, "refreshed": outcome.refreshed, "outdated": outcome.outdated})


@app.task(name="overlap.screen_publication")
def screen_publication(progress_id: str, publication_id: int) -> None:
    """Compare one publication with every registered record."""
    with job_run("overlap.screen_publication", progress_id) as run:
        outcome = services.screen_publication(actor=run.actor, publication_id=publication_id)
        run.finish({"raised": outcome.raised, "refreshed": outcome.refreshed, "outdated": outcome.outdated})
