"""Alarms: what the monitor has found about a log is kept until it is gone, and the office is written to once."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erdem.base import audit, mail
from erdem.base.actor import Actor, acting_as
from erdem.notary.models import LogAlarm
from erdem.notary.tlog import Finding
from erdem.people.models import Membership, User

logger = logging.getLogger(__name__)
MOST_WORDS = 4000
TOLD = "region_officer"


def keep_alarms(*, actor: Actor, log: str, findings: Iterable[Finding], closes: Collection[str] | None = None) -> int:
    """Keep what was found: open what is new, close what is gone; return how many alarms are open now. For machines.

    Args:
        actor: the job.
        log: the log that was watched.
        findings: everything that is wrong with it now.
        closes: the kinds that were looked for, when not all were: alarms of others stay open.
    """
    by_kind: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        by_kind[finding.kind.value].append(finding.detail)
    now = timezone.now()
    with acting_as(actor):
        still_open = {
            row.kind: row for row in LogAlarm.objects.filter(log=log, gone_at__isnull=True).select_for_update()
        }
        for kind, details in by_kind.items():
            words = "\n".join(details)[:MOST_WORDS]
            changes = {"detail": words, "last_seen": now}
            LogAlarm.objects.update_or_create(
                log=log, kind=kind, gone_at=None, defaults=changes, create_defaults={**changes, "first_seen": now}
            )
        gone = [kind for kind in still_open if kind not in by_kind and (closes is None or kind in closes)]
        LogAlarm.objects.filter(log=log, kind__in=gone, gone_at__isnull=True).update(gone_at=now)
        opened = sorted(by_kind.keys() - still_open.keys())
        if opened or gone:
            audit.record(
                actor, action="notary.keep_alarms", detail={"log": log, "opened": opened, "gone": sorted(gone)}
            )
        return LogAlarm.objects.filter(log=log, gone_at__isnull=True).count()


def tell_alarms(*, actor: Actor) -> int:
    """Write once to the officers of the region about alarms of which nobody was told; return how many letters were sent.

    An alarm counts as told when each letter about it has left; otherwise all is tried again next time.
    """
    with acting_as(actor):
        waiting = list(LogAlarm.objects.filter(gone_at__isnull=True, told_at__isnull=True).order_by("pk"))
        officers = Membership.objects.filter(role=TOLD).values("user_id")
        people = list(User.objects.filter(pk__in=officers, is_active=True).exclude(email="").order_by("pk"))
    if not waiting:
        return 0
    try:
        for user in people:
            with translation.override(user.language or settings.LANGUAGE_CODE):
                _letter(user, waiting).send()
    except (SMTPException, OSError) as error:
        logger.warning("a letter about an alarm could not be sent: %s", error)
        return 0
    with acting_as(actor):
        told = LogAlarm.objects.filter(pk__in=[row.pk for row in waiting], told_at__isnull=True, gone_at__isnull=True)
        told.update(told_at=timezone.now())
        audit.record(actor, action="notary.tell_alarms", detail={"alarms": len(waiting), "letters": len(people)})
    return len(people)


def _letter(user: User, alarms: list[LogAlarm]) -> EmailMessage:
    rows = [
        {
            "log": alarm.get_log_display(),
            "detail": alarm.detail,
            "url": mail.whole_address(reverse("notary:log-detail", args=[alarm.log])),
        }
        for alarm in alarms
    ]
    return EmailMessage(
        _("Something is wrong with a log"),
        render_to_string("notary/mail/alarm.txt", {"person": user, "rows": rows}),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
