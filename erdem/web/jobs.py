"""Background work that touches several apps."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.jobs import job_run
from erdem.web import demonstration_county


@app.task(name="web.load_demonstration", lock="web.load_demonstration")
def load_demonstration(progress_id: str) -> None:
    """Load and screen the demonstration county; every part is idempotent, so it may be started again."""
    with job_run("web.load_demonstration", progress_id) as run:
        run.finish(demonstration_county.load(run))
