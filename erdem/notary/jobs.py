"""Work of the notary beside the pages."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.actor import job_actor
from erdem.notary import services
from erdem.notary.choices import Log


@app.task(name="notary.integrate", retry=5)
def integrate(log: str) -> None:
    """Take up what waits for a log."""
    services.integrate(actor=job_actor("notary.integrate"), log=log)


@app.periodic(cron="* * * * *")
@app.task(name="notary.take_up", queueing_lock="notary.take_up")
def take_up(timestamp: int = 0) -> None:
    """Take up what a failed run has left waiting."""
    actor = job_actor("notary.take_up")
    for log in Log:
        services.integrate(actor=actor, log=log)


@app.periodic(cron="* * * * *")
@app.task(name="notary.cosign", queueing_lock="notary.cosign")
def cosign(timestamp: int = 0) -> None:
    """Ask the witnesses that have not cosigned the published checkpoint yet."""
    for log in Log:
        services.cosign(actor=job_actor("notary.cosign"), log=log)


@app.periodic(cron="0 * * * *")
@app.task(name="notary.seal_audit", queueing_lock="notary.seal_audit")
def seal_audit(timestamp: int = 0) -> None:
    """Seal what the audit trail has got in the hour."""
    services.seal_audit(actor=job_actor("notary.seal_audit"))
