"""Background work of signing: letters to those whose turn it is, and envelopes that run out."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.actor import acting_as, job_actor
from erdem.sharing.services.signing import expire_envelopes
from erdem.sharing.services.signing_reminders import remind_signers


@app.periodic(cron="*/10 * * * *")
@app.task(name="sharing.remind_signers", queueing_lock="sharing.remind_signers")
def write_to_signers(timestamp: int = 0) -> None:
    """Write to those whose turn it is to sign."""
    remind_signers(actor=job_actor("sharing.remind_signers"))


@app.periodic(cron="10 16 * * *")  # 00:10 in China, when the last day has passed
@app.task(name="sharing.expire_envelopes", queueing_lock="sharing.expire_envelopes")
def let_envelopes_run_out(timestamp: int = 0) -> None:
    """Let envelopes run out whose last day has passed."""
    actor = job_actor("sharing.expire_envelopes")
    with acting_as(actor):
        expire_envelopes(actor=actor)
