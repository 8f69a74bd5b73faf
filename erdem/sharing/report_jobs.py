"""Background work on reports and benefits: every day what is due is entered and those who have to report are told."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.actor import job_actor
from erdem.sharing.services.benefit_tending import tend_benefits
from erdem.sharing.services.report_reminders import send_report_reminders


@app.periodic(cron="35 17 * * *")  # 01:35 in China, at night
@app.task(name="sharing.tend_benefits", queueing_lock="sharing.tend_benefits")
def tend_benefits_daily(timestamp: int = 0) -> None:
    """Bring the calendars up to date, enter what is due, and write to those who have to report."""
    actor = job_actor("sharing.tend_benefits")
    tend_benefits(actor=actor)
    send_report_reminders(actor=actor)
