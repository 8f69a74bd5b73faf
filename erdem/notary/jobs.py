"""Work of the notary beside the pages."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.actor import Actor, acting_as, job_actor
from erdem.notary import services, watching
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


@app.periodic(cron="* * * * *")
@app.task(name="notary.stamp", lock="notary.stamp", queueing_lock="notary.stamp")
def stamp(timestamp: int = 0) -> None:
    """Have each log stamped once a day, and whatever else waits for a time-stamp."""
    actor = job_actor("notary.stamp")
    for log in Log:
        services.stamp_checkpoint(actor=actor, log=log)
    services.stamp_waiting(actor=actor)


@app.periodic(cron="23 3 * * *")
@app.task(name="notary.renew_stamps", lock="notary.renew_stamps", queueing_lock="notary.renew_stamps")
def renew_stamps(timestamp: int = 0) -> None:
    """Renew the time-stamps whose certificates or algorithms end soon."""
    services.renew_stamps(actor=job_actor("notary.renew_stamps"))


@app.periodic(cron="47 * * * *")
@app.task(name="notary.watch", lock="notary.watch", queueing_lock="notary.watch")
def watch(timestamp: int = 0) -> None:
    """Look at each log each hour: what is quick to see."""
    _watch(job_actor("notary.watch"), whole=False)


@app.periodic(cron="52 4 * * *")
@app.task(name="notary.watch_whole", lock="notary.watch", queueing_lock="notary.watch_whole")
def watch_whole(timestamp: int = 0) -> None:
    """Compare each log entry by entry with its files and the database."""
    _watch(job_actor("notary.watch"), whole=True)


def _watch(actor: Actor, *, whole: bool) -> None:
    for log in Log:
        with acting_as(actor):
            findings = watching.check_log(actor, log) if whole else watching.glance_at_log(actor, log)
        closes = None if whole else watching.SEEN_AT_A_GLANCE
        services.keep_alarms(actor=actor, log=log, findings=findings, closes=closes)
    services.tell_alarms(actor=actor)
