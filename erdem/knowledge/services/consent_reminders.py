"""Letters that a consent runs out, or that the days to file after a leak are running: numbers and addresses only."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable
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
from erdem.knowledge.consent_choices import ConsentStatus
from erdem.knowledge.models import Consent, Leak
from erdem.knowledge.policies import HOLDERS, can_tend_consent
from erdem.knowledge.queries.consent import LAST_RENEWAL, RENEWAL, period_of
from erdem.knowledge.queries.disclosure import WARNING
from erdem.people.models import Membership, User

logger = logging.getLogger(__name__)
Line = tuple[str, str]
"""A number or day, and the address of the page that says the rest."""


def send_reminders(*, actor: Actor) -> int:
    """Write to the bearers and stewards concerned; return how many letters were sent.

    Each letter is one transaction with the marks of what it tells, the letter last: what cannot be sent is told next time.
    """
    require(can_tend_consent(actor))
    sent = 0
    with acting_as(actor):
        waiting = due_letters()
    for user_id, (consents, leaks) in waiting.items():
        try:
            with acting_as(actor):
                sent += _tell(actor, user_id, consents, leaks)
        except (SMTPException, OSError) as error:
            logger.warning("a reminder about consents could not be sent: %s", error)
    with acting_as(actor):
        _mark(waiting.values())
    return sent


def due_letters(day: dt.date | None = None) -> dict[int, tuple[list[int], list[int]]]:
    """Return for each person the consents and leaks to be told of: once at each of the two lead times, once for a leak."""
    day = day or timezone.localdate()
    consents = [each for each in _running_out(day) if not _told(each.reminded_at, each.expires_on, day)]
    running = Leak.objects.filter(closed_at__isnull=True, due_on__gte=day).order_by("pk")
    leaks = [each for each in running if not _told(each.reminded_at, each.due_on, day, WARNING)]
    by_person: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for consent in consents:
        for user_id in _people(consent.community_id, consent.person_id):
            by_person[user_id][0].append(consent.pk)
    for leak in leaks:
        for user_id in _people(leak.community_id, None):
            by_person[user_id][1].append(leak.pk)
    return dict(by_person)


def _running_out(day: dt.date) -> Iterable[Consent]:
    horizon = day + dt.timedelta(days=period_of(RENEWAL, day).amount)
    return Consent.objects.filter(
        status=ConsentStatus.GIVEN, expires_on__gte=day, expires_on__lte=horizon, renewals__isnull=True
    ).order_by("pk")


def _told(reminded_at: dt.datetime | None, ends: dt.date | None, day: dt.date, second: str = LAST_RENEWAL) -> bool:
    """Say whether a letter was sent in this stretch: before the second lead time, or within it."""
    if reminded_at is None or ends is None:
        return False
    last = ends - dt.timedelta(days=period_of(second, day).amount)
    return day < last or timezone.localdate(reminded_at) >= last


def _people(community_id: int | None, person_id: int | None) -> list[int]:
    found = [] if person_id is None else [person_id]
    if community_id is not None:
        members = Membership.objects.filter(organisation_id=community_id, role__in=HOLDERS)
        found += list(members.order_by("user_id").values_list("user_id", flat=True).distinct())
    return found


@transaction.atomic
def _tell(actor: Actor, user_id: int, consents: list[int], leaks: list[int]) -> int:
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return 0
    lines: list[Line] = [
        (f"{each.number} · {each.expires_on}", reverse("knowledge:consent-detail", args=[each.number]))
        for each in Consent.objects.filter(pk__in=consents).order_by("expires_on")
    ]
    alarms: list[Line] = [
        (f"{each.due_on}", reverse("knowledge:leak-detail", args=[each.pk]))
        for each in Leak.objects.filter(pk__in=leaks)
    ]
    audit.record(
        actor, action="knowledge.send_reminder", target=user, detail={"consents": len(lines), "leaks": len(alarms)}
    )
    with translation.override(user.language or settings.LANGUAGE_CODE):
        _letter(user, lines, alarms).send()
    return 1


def _mark(told: Iterable[tuple[list[int], list[int]]]) -> None:
    consents = {key for some, _leaks in told for key in some}
    leaks = {key for _consents, some in told for key in some}
    Consent.objects.filter(pk__in=consents).update(reminded_at=timezone.now())
    Leak.objects.filter(pk__in=leaks).update(reminded_at=timezone.now())


def _letter(user: User, lines: list[Line], alarms: list[Line]) -> EmailMessage:
    context = {
        "person": user,
        "consents": [(words, mail.whole_address(path)) for words, path in lines],
        "leaks": [(words, mail.whole_address(path)) for words, path in alarms],
    }
    return EmailMessage(
        _("Consents that run out, and days that are running"),
        render_to_string("knowledge/mail/reminder.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
