"""Background work of clocks: every night what was missed, what moved and what is near."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.actor import job_actor
from erdem.cases import services


@app.periodic(cron="5 17 * * *")  # 01:05 in China: days end at midnight
@app.task(name="cases.tend_clocks", queueing_lock="cases.tend_clocks")
def tend_clocks(timestamp: int = 0) -> None:
    """Note misses, move paused clocks on, raise the alarms of the day, and write to the people concerned."""
    actor = job_actor("cases.tend_clocks")
    services.tend_clocks(actor=actor)
    services.tell_alarms(actor=actor)
