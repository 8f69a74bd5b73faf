"""Background work: checking and saving uploaded files."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.jobs import job_run
from erdem.literature import services


@app.task(name="literature.check_upload")
def check_upload(run_id: int, progress_id: str, total: int | None = None) -> None:
    """Check a large upload."""
    with job_run("literature.check_upload", progress_id) as run:
        outcome = services.check_run(actor=run.actor, run_id=run_id, on_progress=run.advance)
        run.finish(outcome.counts)


@app.task(name="literature.save_upload")
def save_upload(run_id: int, progress_id: str, total: int | None = None) -> None:
    """Save a confirmed upload; an interrupted one may be started again and loses nothing."""
    with job_run("literature.save_upload", progress_id) as run:
        run.advance(0, total)
        outcome = services.save_run(actor=run.actor, run_id=run_id, on_progress=run.advance)
        run.finish({**outcome.counts, "created": outcome.created, "merged": outcome.merged})
