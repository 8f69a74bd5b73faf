"""Background work on permits: they run out by their day, and are announced before."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.actor import job_actor
from erdem.sharing.services import permit_days


@app.periodic(cron="15 17 * * *")  # 01:15 in China, at night
@app.task(name="sharing.tend_permits", queueing_lock="sharing.tend_permits")
def tend_permits(timestamp: int = 0) -> None:
    """Let permits run out whose last day has passed, and write to those concerned two months before."""
    actor = job_actor("sharing.tend_permits")
    permit_days.expire_permits(actor=actor)
    permit_days.tell_expiring(actor=actor)
