"""What days bring to permits: they run out, and two months before that those concerned are told."""

from __future__ import annotations

import logging
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
from erdem.base.clock import after
from erdem.base.policy import PermissionRefused
from erdem.knowledge.queries.consent import period_of
from erdem.people.choices import Role
from erdem.people.models import Membership, User
from erdem.sharing.models import Permit
from erdem.sharing.queries import permits as reads
from erdem.sharing.services.permits import move_permit

logger = logging.getLogger(__name__)
NOTICE = "permit_expiry_notice"


def expire_permits(*, actor: Actor) -> int:
    """Note that permits are over whose last day has passed, and close what they opened; return how many.

    Raises:
        PermissionRefused: the actor is no machine.
    """
    _require_machine(actor)
    with acting_as(actor):
        found = list(reads.run_out())
    for permit in found:
        with acting_as(actor):
            move_permit(actor=actor, permit=permit, step="expire")
    return len(found)


def tell_expiring(*, actor: Actor) -> int:
    """Write to holder, office and communities once, when the time of `NOTICE` has begun; return how many permits were told of.

    Each permit is one transaction with its mark, the letters last: what cannot be sent is told next time.

    Raises:
        PermissionRefused: the actor is no machine.
    """
    _require_machine(actor)
    today, told = timezone.localdate(), 0
    with acting_as(actor):
        period = period_of(NOTICE, today)
        found = list(reads.running_out(after(today, period.amount, period.unit)))
    for permit in found:
        try:
            with acting_as(actor):
                _tell(actor, permit)
            told += 1
        except (SMTPException, OSError) as error:
            logger.warning("that a permit runs out could not be told: %s", error)
    return told


def _require_machine(actor: Actor) -> None:
    if not actor.is_machine:
        raise PermissionRefused(_("Only the system does this."))


@transaction.atomic
def _tell(actor: Actor, permit: Permit) -> None:
    permit.noticed_on = timezone.localdate()
    permit.save(update_fields=["noticed_on"])
    audit.record(actor, action="sharing.tell_expiring", target=permit, detail={"number": permit.number})
    for user in _concerned(permit):
        with translation.override(user.language or settings.LANGUAGE_CODE):
            _letter(user, permit).send()


def _concerned(permit: Permit) -> list[User]:
    communities = {one for each in permit.records.all() for one in each.communities}
    stewards = Membership.objects.filter(organisation_id__in=communities, role=Role.STEWARD)
    officers = Membership.objects.filter(
        organisation_id=permit.office_id or 0, role__in=[Role.COUNTY_OFFICER, Role.REGION_OFFICER]
    )
    keys = {permit.request.applicant_user_id, *stewards.values_list("user_id", flat=True)}
    keys |= set(officers.values_list("user_id", flat=True))
    return list(User.objects.filter(pk__in=keys, is_active=True).exclude(email="").order_by("pk"))


def _letter(user: User, permit: Permit) -> EmailMessage:
    path = reverse("permitting:request-permit", args=[permit.request.number])
    context = {"person": user, "number": permit.number, "day": permit.expires_on, "address": mail.whole_address(path)}
    return EmailMessage(
        _("A permit runs out: %(number)s") % {"number": permit.number},
        render_to_string("sharing/mail/permit_expiry.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
