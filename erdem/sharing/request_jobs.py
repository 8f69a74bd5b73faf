"""Background work of requests: ask again, end the asking on its day, let what nobody completes lapse."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.actor import acting_as, job_actor
from erdem.sharing import services


@app.periodic(cron="40 16 * * *")  # 00:40 in China: days end at midnight
@app.task(name="sharing.tend_requests", queueing_lock="sharing.tend_requests")
def tend_requests(timestamp: int = 0) -> None:
    """Close questions whose last day is over, let returned requests lapse, and write to holders who have not answered."""
    actor = job_actor("sharing.tend_requests")
    with acting_as(actor):
        services.close_due_questions(actor=actor)
        services.lapse_due_requests(actor=actor)
    services.remind_holders(actor=actor)
