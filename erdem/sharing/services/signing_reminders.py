"""Letters to those who are asked to sign: at once, and again every three days. Numbers and addresses only."""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erdem.base import audit, mail
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import require
from erdem.people.choices import OrganisationKind, Role
from erdem.people.models import Membership, User
from erdem.sharing.models import Signer
from erdem.sharing.policies.signing import SIGN_FOR_OTHER_BODIES, can_tend_signing
from erdem.sharing.queries.periods import days_of
from erdem.sharing.signing_choices import EnvelopeStatus, SignerState

logger = logging.getLogger(__name__)
AGAIN: Final = "signing_reminder"
"""The period after which somebody is reminded again."""
MOST: Final = 100
"""Signers that one run writes to."""


def remind_signers(*, actor: Actor, now: dt.datetime | None = None) -> int:
    """Write to those whose turn it is and who have not been written to lately; return how many letters were sent. For machines.

    Each signer is one transaction with the mark of the letter, the letter last: what cannot be sent is tried next time.
    """
    moment, sent = now or timezone.now(), 0
    with acting_as(actor):
        due = list(_due(moment).values_list("pk", flat=True)[:MOST])
    for pk in due:
        try:
            with acting_as(actor):
                sent += _remind(actor, pk, moment)
        except (SMTPException, OSError) as error:
            logger.warning("a reminder to sign could not be sent: %s", error)
    return sent


def _due(moment: dt.datetime) -> QuerySet[Signer]:
    return Signer.objects.filter(
        state=SignerState.ASKED, envelope__status=EnvelopeStatus.RUNNING, next_reminder_at__lte=moment
    ).order_by("next_reminder_at")


@transaction.atomic
def _remind(actor: Actor, pk: int, moment: dt.datetime) -> int:
    signer = _due(moment).select_related("envelope__request").select_for_update(of=("self",)).filter(pk=pk).first()
    if signer is None:
        return 0
    require(can_tend_signing(actor, signer.envelope))
    people = people_of(signer)
    again = moment + dt.timedelta(days=days_of(AGAIN, timezone.localdate(moment)))
    Signer.objects.filter(pk=pk).update(reminders=signer.reminders + 1, next_reminder_at=again)
    detail = {"envelope": signer.envelope.number, "letters": len(people)}
    audit.record(actor, action="sharing.remind_signer", target=signer, detail=detail)
    for user in people:
        with translation.override(user.language or settings.LANGUAGE_CODE):
            _letter(user, signer).send()
    return len(people)


def people_of(signer: Signer) -> list[User]:
    """Return who may sign here and has an address: the named person, or those who sign for the organisation."""
    reachable = User.objects.filter(is_active=True).exclude(email="")
    if signer.user_id is not None:
        return list(reachable.filter(pk=signer.user_id))
    is_community = signer.organisation is not None and signer.organisation.kind == OrganisationKind.COMMUNITY
    roles = (Role.STEWARD,) if is_community else SIGN_FOR_OTHER_BODIES
    members = Membership.objects.filter(organisation=signer.organisation, role__in=roles)
    return list(reachable.filter(pk__in=members.values("user_id")).order_by("pk"))


def _letter(user: User, signer: Signer) -> EmailMessage:
    path = reverse("signing:envelope", args=[signer.envelope.request.number])
    context = {"person": user, "envelope": signer.envelope, "url": mail.whole_address(path)}
    return EmailMessage(
        _("A document waits for your signature: %(number)s") % {"number": signer.envelope.number},
        render_to_string("sharing/mail/sign.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
