"""Background work of the people app: forgetting how often keys were used."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.actor import acting_as, job_actor
from erdem.people import services


@app.periodic(cron="7 * * * *")
@app.task(name="people.sweep_uses", queueing_lock="people.sweep_uses")
def sweep_uses(timestamp: int) -> None:
    """Forget the minutes of keys that are older than a day, every hour."""
    with acting_as(job_actor("people.sweep_uses")) as actor:
        services.sweep_uses(actor=actor)
