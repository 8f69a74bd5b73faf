"""Letters before and after the day on which a use report is due: the number of the permit, the period and the day, no more."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erdem.base import audit, mail
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import require
from erdem.people.models import Membership, User
from erdem.sharing.models import UseReport
from erdem.sharing.policies.reports import can_tend_reports
from erdem.sharing.queries.periods import days_of
from erdem.sharing.report_choices import BEING_WRITTEN

logger = logging.getLogger(__name__)
FIRST, LAST, AGAIN = "report_first_reminder", "report_last_reminder", "report_missing_reminder"


def send_report_reminders(*, actor: Actor, day: dt.date | None = None) -> int:
    """Write to those who have to report; return how many letters were sent. Sent again on the same day nothing goes out.

    Each letter is one transaction with the mark of what it tells, the letter last: what cannot be sent is told next time.

    Raises:
        PermissionRefused: the actor is not the system.
    """
    require(can_tend_reports(actor))
    day = day or timezone.localdate()
    with acting_as(actor):
        waiting = _waiting(day)
    sent = 0
    for user_id, reports in waiting.items():
        try:
            with acting_as(actor):
                sent += _tell(actor, user_id, reports)
        except (SMTPException, OSError) as error:
            logger.warning("a reminder about use reports could not be sent: %s", error)
    with acting_as(actor), transaction.atomic():
        for key in {key for reports in waiting.values() for key in reports}:
            report = UseReport.objects.select_for_update().get(pk=key)
            report.reminded_on = [*report.reminded_on, day]
            report.save(update_fields=["reminded_on", "updated_at"])
    return sent


def is_to_be_told(due_on: dt.date, told: list[dt.date], day: dt.date, days: tuple[int, int, int]) -> bool:
    """Say whether a reminder goes out: once a first and once a last time before the day, then every so many days after it."""
    first, last, again = days
    left = (due_on - day).days
    if left > first:
        return False
    since = max((each for each in told), default=None)
    if left < 0:
        return since is None or since <= due_on or (day - since).days >= again
    begins = due_on - dt.timedelta(days=last if left <= last else first)
    return since is None or since < begins


def _waiting(day: dt.date) -> dict[int, list[int]]:
    days = (days_of(FIRST, day), days_of(LAST, day), days_of(AGAIN, day))
    horizon = day + dt.timedelta(days=days[0])
    found: dict[int, list[int]] = defaultdict(list)
    waiting = UseReport.objects.filter(status__in=BEING_WRITTEN, due_on__lte=horizon, period_until__lt=day)
    for report in waiting.select_related("permit__request").order_by("due_on", "pk"):
        if is_to_be_told(report.due_on, report.reminded_on, day, days):
            for user_id in _people(report):
                found[user_id].append(report.pk)
    return dict(found)


def _people(report: UseReport) -> list[int]:
    request = report.permit.request
    if request.applicant_id is None:
        return [request.applicant_user_id]
    members = Membership.objects.filter(organisation_id=request.applicant_id)
    return list(members.order_by("user_id").values_list("user_id", flat=True).distinct())


def _tell(actor: Actor, user_id: int, keys: list[int]) -> int:
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return 0
    reports = UseReport.objects.filter(pk__in=keys).select_related("permit").order_by("due_on")
    lines = [
        (
            f"{each.permit.number} · {each.period} · {each.due_on}",
            mail.whole_address(reverse("sharing:report-detail", args=[each.pk])),
        )
        for each in reports
    ]
    audit.record(actor, action="sharing.remind_of_reports", target=user, detail={"reports": len(lines)})
    with translation.override(user.language or settings.LANGUAGE_CODE):
        EmailMessage(
            _("Use reports that are due"),
            render_to_string("sharing/mail/report_reminder.txt", {"person": user, "reports": lines}),
            to=[user.email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    return 1
