"""Background work that touches several apps."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from erdem.base.actor import job_actor
from erdem.base.clock import CalendarChanged, recompute_after
from erdem.base.jobs import job_run
from erdem.web import demonstration_county


@app.task(name="web.recompute_clocks", lock="web.recompute_clocks")
def recompute_clocks(first: str, last: str, year: int, place_code: str) -> None:
    """Reckon the clocks over days of the calendar that changed anew, of every app; doing so twice changes nothing."""
    change = CalendarChanged(dt.date.fromisoformat(first), dt.date.fromisoformat(last), year, place_code)
    recompute_after(change, actor=job_actor("web.recompute_clocks"))


@app.task(name="web.load_demonstration", lock="web.load_demonstration")
def load_demonstration(progress_id: str) -> None:
    """Load and screen the demonstration county; every part is idempotent, so it may be started again."""
    with job_run("web.load_demonstration", progress_id) as run:
        run.finish(demonstration_county.load(run))
